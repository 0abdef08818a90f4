"""Records refuse what cannot be true, and say what a reader needs."""

from __future__ import annotations

import dataclasses
import inspect
from datetime import date

import pytest

from geo import model
from geo.errors import CorridorsError, RecordError
from geo.model import Atlas, Citation, Corridor, Document, Leg, Mention, Place, Record, Route, Sentence, Waypoint


def leg(precision="traced", *, length_km=100.0, network_km=None):
    """Return a leg of a line that a test gives its length."""
    return Leg("A", "B", "rail", ((49.0, 40.0), (50.0, 40.0)), length_km, precision, "test", network_km)


def corridor(*legs):
    """Return a corridor of some legs."""
    ends = (Waypoint("A", 49.0, 40.0, "sites:a"), Waypoint("B", 50.0, 40.0, "sites:b"))
    return Corridor("a-b", "A–B", "rail", "operating", "stated", ends, legs, ())


def test_every_record_is_frozen_and_slotted():
    """No record can be changed after it was checked, nor given a field it does not have."""
    records = [value for value in vars(model).values() if inspect.isclass(value) and dataclasses.is_dataclass(value)]
    assert len(records) == 21
    for record in records:
        assert record.__dataclass_params__.frozen, record
        assert "__slots__" in vars(record), record


def test_all_names_are_offered():
    """What the package offers is there, sorted, and nothing else is public."""
    assert model.__all__ == sorted(model.__all__)
    assert all(hasattr(model, name) for name in model.__all__)


def test_a_record_error_is_a_value_error_of_the_project():
    """A caller may catch the project's root or the builtin."""
    assert issubclass(RecordError, CorridorsError)
    assert issubclass(RecordError, ValueError)


@pytest.mark.parametrize(
    ("lon", "lat"), [(181, 0), (-180.5, 0), (0, 90.1), (0, -91), (float("nan"), 0), (0, float("nan"))]
)
def test_a_point_off_the_globe_is_refused(lon, lat):
    """Swapped or broken coordinates never become a record."""
    with pytest.raises(RecordError, match=rf"^own:x 'X': lon {lon}, lat {lat} is off the globe; swapped\?$"):
        Record("own", "x", "X", "city", lon, lat)


@pytest.mark.parametrize(("lon", "lat"), [(0, 0), (180, 90), (-180, -90), (-70.5, -53.2)])
def test_every_point_on_the_globe_is_a_place(lon, lat):
    """Zero degrees, the poles, the antimeridian and both southern quarters are places."""
    assert Record("own", "x", "X", "city", lon, lat).lat == lat


def test_a_record_is_named_by_source_and_key():
    """Every dot can be traced back to a row by its id."""
    assert Record("geonames", "611717", "Tbilisi", "capital", 44.83, 41.69).id == "geonames:611717"


def test_an_extent_may_cross_the_antimeridian_but_not_stand_on_its_head():
    """West may be greater than east; south may not be greater than north; neither may leave the globe."""
    assert Record("own", "x", "Fiji", "islands", 178, -18, extent=(176, -21, -178, -12)).extent[0] == 176
    with pytest.raises(RecordError, match="from 10 to 5 degrees north is upside down"):
        Record("own", "x", "X", "sea", 0, 7, extent=(0, 10, 1, 5))
    with pytest.raises(RecordError, match="south-west of extent: lon 200, lat 0 is off the globe"):
        Record("own", "x", "X", "sea", 0, 7, extent=(200, 0, 1, 5))


def test_a_mention_is_as_long_as_its_span():
    """A phrase that cannot be text[start:end] is refused."""
    with pytest.raises(RecordError, match=r"mention 'Baku' is 4 characters long, but its span 3-9 is 6"):
        Mention(3, 9, "Baku", 0)


def test_a_mention_is_looked_up_by_its_phrase_unless_told_otherwise():
    """The name to look up is the phrase where none is given."""
    assert Mention(0, 4, "Baku", 0).name == "Baku"
    assert Mention(0, 6, "Baku's", 0, name="Baku").name == "Baku"


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Sentence(0, 5, 5), "sentence: span 5-5 is empty or negative; start must lie before end"),
        (lambda: Citation("Trend", None, -1, 4), "citation of 'Trend': span -1-4 is empty or negative"),
        (
            lambda: Mention(0, 4, "Baku", 0, role="metonymic"),
            "role 'metonymic' unknown; expected one of literal, assoc",
        ),
        (lambda: Mention(0, 4, "Baku", 0, confidence=1.5), "confidence 1.5 lies outside 0 to 1"),
        (
            lambda: Record("o", "x", "X", "city", 0, 0, precision="rough"),
            "precision 'rough' unknown; expected one of exact",
        ),
        (lambda: Route(Mention(0, 4, "road", 0), "train"), "mode 'train' unknown; expected one of rail, road, sea"),
        (lambda: Place("x", Record("o", "x", "X", "city", 0, 0), 0.5, ()), "place 'x' has no mention"),
        (
            lambda: Leg("A", "B", "rail", ((0, 0),), 1.0, "traced", "t"),
            "leg A–B has 1 point.s.; a line needs at least two",
        ),
        (lambda: Leg("A", "B", "rail", ((0, 0), (0, 95)), 1.0, "traced", "t"), "lon 0, lat 95 is off the globe"),
        (lambda: Leg("A", "B", "sea", ((0, 0), (0, 5)), -1.0, "traced", "t"), "length_km -1.0 is no length"),
        (corridor, "corridor 'a-b' has no leg; list it as unresolved instead"),
    ],
)
def test_what_cannot_be_true_is_refused(build, message):
    """A message names the record, the value found and what is allowed."""
    with pytest.raises(RecordError, match=message):
        build()


def test_lines_may_run_past_the_antimeridian():
    """A line from Tokyo to Los Angeles stays in one piece at longitudes beyond 180."""
    line = ((139.7, 35.6), (190.0, 45.0), (241.7, 34.0))
    assert Leg("Tokyo", "Los Angeles", "air", line, 8800, "great-circle", "geodesic").line[-1][0] == 241.7


def test_a_corridor_is_as_precise_as_its_weakest_leg():
    """One schematic leg makes the whole schematic; a straight one, straight."""
    assert corridor(leg("traced"), leg("traced")).precision == "traced"
    assert corridor(leg("traced"), leg("schematic")).precision == "schematic"
    assert corridor(leg("straight"), leg("great-circle")).precision == "straight"


def test_lengths_prefer_the_networks_own_figure():
    """The length is the network's where it knows it, and as drawn elsewhere; the drawn length is kept beside it."""
    both = corridor(leg(length_km=90, network_km=100), leg("schematic", length_km=30))
    assert both.length_km == 130
    assert both.drawn_km == 120
    assert both.traced_share == 0.75
    assert corridor(leg(length_km=0)).traced_share == 0


def test_a_place_is_literal_if_any_mention_is():
    """One literal mention puts a place on the map."""
    record = Record("geonames", "587084", "Baku", "capital", 49.89, 40.38, country="AZ")
    acting = Mention(0, 4, "Baku", 0, role="associative")
    place = Place("baku", record, 0.9, (acting, Mention(9, 13, "Baku", 0)))
    assert (place.role, place.name, place.kind, place.country) == ("literal", "Baku", "capital", "AZ")
    assert Place("baku", record, 0.9, (acting,)).role == "associative"


def test_a_document_quotes_its_sentences_and_their_citations():
    """A sentence is quoted as it stands, with the citations that stand in it and no others."""
    text = "One (Trend, May 3, 2019). Two (Interfax, May 4, 2019)."
    citations = (Citation("Trend", date(2019, 5, 3), 4, 24), Citation("Interfax", date(2019, 5, 4), 30, 53))
    document = Document(text, "T", "0", (Sentence(0, 0, 25), Sentence(1, 26, 54)), citations)
    assert document.quote(1) == "Two (Interfax, May 4, 2019)."
    assert [c.outlet for c in document.citations_in(1)] == ["Interfax"]


def test_an_atlas_without_places_and_corridors_is_empty():
    """There is nothing to draw where nothing was found."""
    document = Document("No place.", "T", "0", (Sentence(0, 0, 9),))
    assert Atlas(document).is_empty
    assert not Atlas(document, corridors=(corridor(leg()),)).is_empty
