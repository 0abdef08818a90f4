"""An author's words and looks: the same keys in front matter, review file and on the command line."""

import re
from dataclasses import replace
from pathlib import Path

import click
import pytest
from conftest import TEXT

from geo.errors import SourceError
from geo.reading import read
from layers.author import read_front, read_given, read_words, with_words
from layers.author.apply_words import HIDDEN
from layers.author.colours import GROUNDS, contrast, shades
from layers.author.keys import COLOURS, DASHES, FEATURE_KEYS, KEYS, LABELS, MAP_KEYS
from layers.author.symbology import strokes_of
from layers.author.validation import LookForm, MapForm
from layers.author.wishes import Look, Words
from layers.cli.author import OPTIONS
from layers.export.geojson import to_geojson
from layers.frames import to_frames
from layers.map.extent import far_from, view_of
from layers.review import read_text
from layers.review.corrections import Anchor, Correction
from layers.review.writing import rewritten

SAID = """\
subtitle: Rail and sea
byline: By L. K.
note: Dotted lines are ours.
source-line: After a brief
language: tr
extent: [40, 36, 52, 44]
detail: plain
legend: folded
lists: [places, corridors]
features:
- corridor: Baku–Tbilisi–Kars railway
  name: The BTK
  colour: red
  dash: dotted
  label: start
- place: baku
  label: left
  colour: "#0a0"
  order: 1
- place: Tbilisi
  hide: true
"""


@pytest.fixture
def frames(atlas):
    """Return the tables of the small article."""
    return to_frames(atlas)


def test_the_same_words_mean_the_same_wherever_they_stand(tmp_path):
    """Front matter, review file and command line give the same record for the same keys."""
    article = tmp_path / "a.md"
    article.write_text(f"---\nlayout: post\n{SAID}---\n{TEXT}", encoding="utf-8")
    front = read_front(read(article))
    review = read_text(SAID + "corrections: []\n").words
    given = read_given(
        {
            "subtitle": "Rail and sea", "byline": "By L. K.", "note": "Dotted lines are ours.",
            "source-line": "After a brief", "language": "tr", "extent": "40, 36, 52, 44", "detail": "plain",
            "legend": "folded", "lists": "places,corridors",
            "features": (
                "corridor: Baku–Tbilisi–Kars railway; name: The BTK; colour: red; dash: dotted; label: start",
                "place: baku; label: left; colour: #0a0; order: 1",
                "place: Tbilisi; hide: true",
            ),
        },
        error=ValueError,
    )  # fmt: skip

    def without_place(words):
        return replace(words, features=tuple(replace(look, place="") for look in words.features))

    assert without_place(front) == without_place(review) == without_place(given) == without_place(read_words(SAID))
    assert front.lists == ("corridors", "places")
    assert front.features[0].place == "a.md: front matter line 13"


def test_front_matter_of_other_programs_is_left_alone(tmp_path):
    """Keys that are not ours say nothing, nor does the language an article is in where the page speaks it not."""
    article = tmp_path / "a.md"
    article.write_text(
        "---\nlayout: post\ntags: [a, b]\nlanguage: sv\nmenu: {main: {weight: 2}}\n---\nFerries run.", encoding="utf-8"
    )
    assert read_front(read(article)) == Words()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("legend: centre", "line 1: legend 'centre' unknown; expected one of top-right"),
        ("detail: rich", "detail 'rich' unknown; expected one of full, overview, plain"),
        ("language: xx", "language 'xx' is none that the page speaks; expected one of ar, az, de, en, es"),
        ("extent: [40, 36, 52]", "extent has 3 numbers (40, 36, 52); expected west, south, east, north"),
        ("extent: [40, 46, 52, 44]", "extent [40, 46, 52, 44] cannot be; expected west, south, east, north"),
        ("extent: [40, x, 52, 44]", "extent item 2 'x'; expected degrees"),
        ("lists: [maps]", "lists item 1 'maps' unknown; expected one of corridors, places"),
        ("lists: places", "lists 'places'; expected a list"),
        ("subtitel: A", "field 'subtitel' unknown; expected some of title, subtitle"),
        (
            "features:\n- place: Baku\n  colour: reddish",
            "line 3: colour 'reddish'; expected #rrggbb or one of",
        ),
        ("features:\n- place: Baku\n  dash: dotted", "key 'dash' is not for a place"),
        ("features:\n- place: Baku\n  label: start", "label 'start' unknown; expected one of auto, off, left"),
        ("features:\n- corridor: A\n  dash: wavy", "dash 'wavy' unknown; expected one of solid, dashed"),
        ("features:\n- place: Baku\n  hide: maybe", "hide 'maybe' unknown; expected one of true, false"),
        ("features:\n- place: Baku\n  order: first", "order 'first'; expected a number"),
        ("features:\n- colour: red", "a feature has either 'place: …' or 'corridor: …'"),
        ("features:\n- place: Baku\n  size: 3", "field 'size' unknown; expected some of place, corridor"),
    ],
)
def test_what_cannot_be_is_named_with_what_may(text, told):
    """An error says where, which key, the value, and what is allowed."""
    with pytest.raises(SourceError, match=re.escape(told)):
        read_words(text)


def test_a_fault_on_the_command_line_names_the_option():
    """There are no lines there: the option is where it stands."""
    with pytest.raises(click.UsageError, match="--legend: legend 'left' unknown"):
        read_given({"legend": "left"}, error=click.UsageError)
    with pytest.raises(click.UsageError, match="--feature: colour 'x'; expected #rrggbb"):
        read_given({"features": ["place: Baku; colour: x"]}, error=click.UsageError)


def test_the_command_line_wins_then_the_review_then_the_front_matter():
    """What one leaves unsaid is taken from the next; of a feature, too, key by key."""
    given, review = Words(title="C", features=(Look("place", "Baku", colour="#111111"),)), Words(title="B", byline="B")
    front = Words(byline="A", note="A", features=(Look("place", "Baku", colour="#222222", label="left"),))
    all_of_it = given.over(review).over(front)
    assert (all_of_it.title, all_of_it.byline, all_of_it.note) == ("C", "B", "A")


def test_what_two_say_of_one_feature_is_joined(frames):
    """The first that says a thing holds; names are matched without case and accents."""
    words = Words(
        features=(Look("place", "BAKU", colour="#111111"), Look("place", "Bakü", colour="#222222", label="left"))
    )
    told, notes = with_words(frames, words)
    (look,) = told.looks.values()
    assert (look.colour, look.label, notes) == ("#111111", "left", ())


def test_tables_are_as_their_author_wants_them(frames):
    """Names, notes and order change, and what is hidden is listed as left out, with its sentence."""
    told, notes = with_words(frames, read_words(SAID))
    assert notes == ()
    assert "The BTK" in set(told.corridors["name"])
    assert next(iter(told.places["name"])) == "Baku"
    assert "Tbilisi" not in set(told.places["name"])
    hidden = told.unresolved[told.unresolved["reason"] == HIDDEN]
    assert list(hidden["name"]) == ["Tbilisi"]
    assert "Tbilisi" in hidden.iloc[0]["evidence"][0]["quote"]
    gone = set(frames.places["id"]) - set(told.places["id"])
    assert not any(gone & set(ids) for ids in told.sentences["places"])
    assert list(told.unresolved.dtypes) == list(frames.unresolved.dtypes)


def test_a_name_that_no_feature_has_is_said(frames):
    """It is no error: the article may have been edited since."""
    _, notes = with_words(frames, read_words("features:\n- corridor: Orient Express\n  hide: true\n"))
    assert notes == ("words line 2: no corridor of the map is called 'Orient Express'",)


def test_nothing_inferred_can_be_made_to_look_stated():
    """A dash goes to legs that are traced and not inferred; others keep theirs, and the run says so."""
    look = Look("corridor", "A", colour="#b3261e", dash="solid")
    for basis, precision in (("inferred", "traced"), ("stated", "schematic"), ("stated", "straight")):
        own, plain = (strokes_of("rail", "operating", basis, precision, each) for each in (look, None))
        assert [stroke.dash for stroke in own] == [stroke.dash for stroke in plain]
        assert own[0].color == "#b3261e"
    assert strokes_of("sea", "operating", "stated", "traced", look)[0].dash == ()


def test_a_dash_without_effect_is_said(frames):
    """The ferry of the small article is inferred."""
    inferred = frames.corridors.loc[frames.corridors["basis"] == "inferred", "name"].iloc[0]
    _, notes = with_words(frames, Words(features=(Look("corridor", inferred, place="here", dash="solid"),)))
    assert len(notes) == 1
    assert "is left as it is" in notes[0]


def test_exports_take_the_author_s_colours_and_lines(frames):
    """GeoJSON has the name, the colour, and what the author says of the map."""
    told, _ = with_words(frames, read_words(SAID))
    collection = to_geojson(told)
    railway = next(f["properties"] for f in collection["features"] if f["properties"]["name"] == "The BTK")
    baku = next(f["properties"] for f in collection["features"] if f["properties"]["name"] == "Baku")
    assert (railway["stroke"], baku["marker-color"]) == (COLOURS["red"], shades("#00aa00")[0])
    assert collection["document"]["subtitle"] == "Rail and sea"
    assert "look" not in railway


def test_the_extent_frames_the_map_and_what_lies_outside_is_pointed_at(frames):
    """East of the antimeridian counts on past 180."""
    told, _ = with_words(frames, Words(extent=(48.0, 39.0, 51.0, 41.0)))
    assert view_of(told) == (48.0, 39.0, 51.0, 41.0)
    outside = set(told.places.loc[told.places["id"].isin(far_from(told)), "name"])
    assert "Tbilisi" in outside
    assert "Baku" not in outside
    assert read_words("extent: [170, -20, -170, 10]").extent == (170.0, -20.0, 190.0, 10.0)


def test_the_review_page_leaves_the_words_as_they_are():
    """A correction is added below them, and they say what they said."""
    before = SAID + "corrections: []\n"
    said = read_text(before)
    after = rewritten(before, replace(said, items=(Correction("place", Anchor("Kars"), "accept", by="LK"),)))
    assert SAID in after
    assert read_text(after).words == said.words
    assert read_text(after).items[0].by == "LK"


@pytest.mark.parametrize("colour", [*COLOURS.values(), "#ffff00", "#ffffff", "#000000", "#123456"])
def test_every_colour_can_be_seen_on_light_and_on_dark(colour):
    """Lines have a contrast of 3 or more with land and water, letters 4.5, as WCAG asks."""
    for letters, least in ((False, 3), (True, 4.5)):
        for shade, grounds in zip(shades(colour, letters=letters), GROUNDS, strict=True):
            assert min(contrast(shade, ground) for ground in grounds) >= least


@pytest.mark.parametrize("name", COLOURS)
def test_named_colours_are_taken_as_they_are(name):
    """On a light page none of them has to be made darker, not even for letters."""
    assert shades(COLOURS[name], letters=True)[0] == COLOURS[name]


@pytest.mark.parametrize("dash", DASHES)
def test_every_dash_is_pairs_of_lengths(dash):
    """A line of one, a gap of the next, in pixels."""
    assert len(DASHES[dash]) % 2 == 0
    assert all(length > 0 for length in DASHES[dash])


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key.of}-{key.name}")
def test_every_key_stands_in_the_documentation(key):
    """With what it may hold and what it does; so nothing can be said that is not written down."""
    page = Path(__file__).parents[1] / "layers" / "site" / "pages" / "words-and-looks.md"
    assert f"| `{key.name}` | {key.holds} | {key.does} |" in page.read_text(encoding="utf-8")


def test_every_key_of_a_map_is_an_option():
    """Under the same name."""
    options = {name.removeprefix("--") for names, _, _ in OPTIONS for name in names}
    assert {key.name for key in KEYS if key.of == "map"} - {"features"} <= options


def test_labels_are_those_of_the_table():
    """Each place of a name stands in the words of its key."""
    holds = next(key.holds for key in KEYS if key.name == "label")
    assert all(f"`{label}`" in holds for labels in LABELS.values() for label in labels)


def test_what_is_read_is_what_the_table_of_keys_has():
    """Each key of the one table is read, and no other: in front matter, in a review, on the command line."""
    assert set(MapForm.__struct_encode_fields__) == MAP_KEYS
    assert set(LookForm.__struct_encode_fields__) == FEATURE_KEYS | {"place", "corridor"}


def test_a_key_of_an_option_stands_once():
    """What one --feature says twice is refused, as a file is where a key stands twice."""
    with pytest.raises(ValueError, match="--feature: key 'label' stands twice; keep one"):
        read_given({"features": ["place: Baku; label: left; label: off"]}, error=ValueError)
