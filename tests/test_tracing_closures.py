"""The data file of closed border crossings."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
import yaml

from geo.errors import DataError
from geo.outlines import countries
from geo.tracing import CLOSURES, Closure, load_closures
from geo.tracing.closed_borders import blocked, closed_between

GOOD = {
    "id": "a",
    "name": "A",
    "modes": ["rail"],
    "line": [[0, 0], [0, 1]],
    "since": 1993,
    "source": "unverified",
    "note": "",
}


def write(tmp_path, rows):
    """Write a file of closures."""
    path = tmp_path / "closures.yaml"
    path.write_text(yaml.safe_dump({"made": "2026-11-23", "licence": "MIT", "closures": rows}, sort_keys=False))
    return path


def test_a_good_file_is_read(tmp_path):
    """Rows become records in the order of the file."""
    assert load_closures(write(tmp_path, [GOOD])) == (
        Closure("a", "A", ("rail",), ((0.0, 0.0), (0.0, 1.0)), 1993, "unverified", ""),
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"modes": ["sea"]}, r"closures\.yaml line 7 \(a\): modes item 1 'sea' unknown; expected one of rail, road"),
        ({"modes": "rail"}, r"line 6 \(a\): modes 'rail'; expected a list"),
        ({"modes": []}, r"line 6 \(a\): modes \[\]; expected a list of at least 1"),
        ({"line": [[0, 0]]}, r"line 9 \(a\): line \[\[0, 0\]\]; expected a list of at least 2"),
        ({"line": [[41, 143], [0, 1]]}, r"line 10 \(a\): line item 1 item 2 143; expected a number <= 90.0"),
        ({"line": "here"}, r"line 8 \(a\): line 'here'; expected a list"),
        ({"since": "long ago"}, r"line 13 \(a\): since 'long ago'; expected a whole number or nothing"),
        ({"source": ""}, r"line 14 \(a\): source ''; expected text; it is empty"),
        ({"name": 7}, r"line 5 \(a\): name 7; expected text"),
        (
            {"colour": "red"},
            r"line 16 \(a\): field 'colour' unknown; expected some of id, name, modes, line, since, source",
        ),
    ],
)
def test_a_row_that_cannot_be_true_is_refused(tmp_path, change, message):
    """The message names the row, the value found and what is allowed."""
    with pytest.raises(DataError, match=message):
        load_closures(write(tmp_path, [{**GOOD, **change}]))


def test_ids_are_unique(tmp_path):
    """Two rows of one id are refused."""
    with pytest.raises(DataError, match=r"closures.yaml line 16: id 'a' stands twice; ids are unique"):
        load_closures(write(tmp_path, [GOOD, dict(GOOD)]))


@pytest.mark.parametrize("text", ["closures: [", "- a\n- b", "closures: 7"])
def test_a_file_of_another_shape_is_refused(tmp_path, text):
    """Broken YAML and wrong keys are errors of the data."""
    path = tmp_path / "closures.yaml"
    path.write_text(text)
    with pytest.raises(DataError, match=r"closures\.yaml"):
        load_closures(path)


@pytest.mark.parametrize("closure", load_closures(), ids=lambda closure: closure.id)
def test_each_closure_lies_on_land_and_says_where_it_was_read(closure):
    """Its line runs through land, from coast to coast perhaps, is between 20 and 800 km long, and says its source."""
    land = shapely.union_all(list(countries("50m").values()))
    inner = closure.line[1:-1] if len(closure.line) > 3 else closure.line
    assert shapely.contains_xy(shapely.buffer(land, 0.2), *np.array(inner).T).all()
    assert 0.2 < shapely.LineString(closure.line).length < 8
    assert closure.source == "unverified" or closure.source.startswith("https://")
    assert closure.note
    assert closure.since is None or 1900 < closure.since <= 2026


def test_the_closure_at_gyumri_is_sourced():
    """The one that decides the way of the Baku–Tbilisi–Kars railway says since when and where that was read."""
    gyumri = next(closure for closure in load_closures(CLOSURES) if closure.id == "gyumri-akyaka")
    assert (gyumri.since, gyumri.modes) == (1993, ("rail",))
    assert gyumri.source.startswith("https://en.wikipedia.org/")


@pytest.mark.parametrize(
    ("a", "b", "shut"),
    [
        ((-1, 0.5), (1, 0.5), True),
        ((1, 0.5), (-1, 0.5), True),
        ((-1, 2), (1, 2), False),
        ((-2, 0.5), (-1, 0.5), False),
        ((0.5, 0.2), (0.5, 0.8), False),
    ],
)
def test_ways_over_a_closed_line_are_blocked(a, b, shut):
    """What crosses the line is blocked in both directions; what passes by is not."""
    closure = Closure("a", "A", ("rail",), ((0, 0), (0, 1)))
    assert blocked([closure], np.array([a]), np.array([b])).tolist() == [shut]
    assert closed_between([closure], a, b) == ((closure,) if shut else ())


def test_a_chord_that_cuts_a_corner_of_the_border_is_not_blocked():
    """A way that ends on the side where it began has crossed no border."""
    corner = Closure("a", "A", ("rail",), ((0, 0), (1, 1), (2, 0)))
    ways = np.array([[0.0, 0.5]]), np.array([[2.0, 0.5]])
    assert blocked([corner], *ways).tolist() == [False]


def test_a_closure_on_the_antimeridian_blocks():
    """A closed line at 180° is found from both sides."""
    closure = Closure("a", "A", ("road",), ((180, -1), (-180, 1)))
    assert blocked([closure], np.array([[179.5, 0.0]]), np.array([[-179.5, 0.1]])).tolist() == [True]
    assert blocked([closure], np.array([[0.5, 0.0]]), np.array([[-0.5, 0.1]])).tolist() == [False]
