"""The styles: complete, told apart without colour, legible on the page."""

import itertools

import pytest
import yaml

from geo.errors import DataError
from layers import styles

MODES = tuple(styles.load().modes)
LAND, WATER, DARK_LAND, DARK_WATER = "#f7f4ee", "#dbe7ed", "#2a2f36", "#1a2027"


def luminance(colour):
    """Return WCAG's relative luminance of #rrggbb."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    """Return WCAG's contrast ratio of two colours."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def pattern(*key):
    """Return what is left of a line in black and white."""
    return tuple((s.role, s.width, s.dash, s.cap) for s in styles.strokes(*key))


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(MODES, 2)))
def test_modes_differ_without_colour(one, other):
    """Any two modes can be told apart on a photocopy."""
    assert pattern(one) != pattern(other)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("status", ["under construction", "planned", "proposed", "closed"])
def test_what_does_not_run_looks_other_than_what_does(mode, status):
    """Planned, proposed, unfinished and closed ways differ from one in operation by more than colour."""
    assert pattern(mode, status) != pattern(mode, "operating")


@pytest.mark.parametrize("mode", MODES)
def test_inferred_looks_other_than_stated(mode):
    """A line that we inferred has another dash and is paler than one that the article states."""
    stated, inferred = styles.strokes(mode), styles.strokes(mode, basis="inferred")
    assert stated[0].dash != inferred[0].dash
    assert inferred[0].opacity < stated[0].opacity


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "air"])
@pytest.mark.parametrize("precision", ["schematic", "straight"])
def test_schematic_looks_other_than_traced(mode, precision):
    """A schematic or straight stretch has another dash than a traced one."""
    assert styles.strokes(mode, precision=precision)[0].dash != styles.strokes(mode)[0].dash


@pytest.mark.parametrize("mode", MODES)
def test_lines_stand_out_from_land_and_water(mode):
    """Every mode's colour has a contrast of 3:1 or better, on a light page and on a dark one."""
    style = styles.load().modes[mode]
    assert min(contrast(style.color, ground) for ground in (LAND, WATER)) >= 3
    assert min(contrast(style.dark, ground) for ground in (DARK_LAND, DARK_WATER)) >= 3


@pytest.mark.parametrize("key", list(styles.load().groups))
def test_icons_stand_out_from_land_and_water(key):
    """Every icon's colour has a contrast of 4.5:1 or better, for its label has the same."""
    group = styles.load().groups[key]
    assert min(contrast(group.color, ground) for ground in (LAND, WATER)) >= 4.5
    assert min(contrast(group.dark, ground) for ground in (DARK_LAND, DARK_WATER)) >= 4.5


def test_an_unknown_kind_looks_like_other():
    """A gazetteer may bring kinds that nobody drew; they are shown all the same."""
    assert styles.kind("lighthouse") is styles.kind("other")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("modes", "rail", "color"), "black", r"\(rail\): color 'black'; expected a colour of the form #rrggbb"),
        (("kinds", "port", "icon"), "boat", "port: 'boat' unknown; expected one of dot"),
        (
            ("bases", "inferred", "opactiy"),
            1,
            r"\(inferred\): field 'opactiy' unknown; expected some of label, color, dark",
        ),
        (("precisions", "guessed"), {"label": "x"}, "precisions guessed missing or unknown; expected exactly traced"),
    ],
)
def test_a_slip_in_the_file_is_named(path, value, message):
    """A wrong entry gives an error that names the entry and what is allowed."""
    raw = yaml.safe_load(styles.PATH.read_text(encoding="utf-8"))
    spot = raw
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    with pytest.raises(DataError, match=message):
        styles.parse(raw)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{label: Closed, for good, color:", r"line 67 \(closed\): field 'for good' unknown; expected some of label"),
        ("{label: , color:", r"line 67 \(closed\): label None; expected text"),
    ],
)
def test_a_label_is_never_cut_at_a_comma(written, told):
    """A label with a comma that is not quoted would lose its end; the file is refused, with the line."""
    text = styles.PATH.read_text(encoding="utf-8").replace("{label: Closed, color:", written)
    with pytest.raises(DataError, match=r"styles\.yaml " + told):
        styles.parse(yaml.safe_load(text), text)


def test_labels_keep_their_commas():
    """The label of a cable names both kinds, to its closing bracket."""
    assert styles.load().modes["cable"].label == "Cable (power, data)"
