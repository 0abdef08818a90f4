"""From a text to places and corridors on the Earth."""

from __future__ import annotations

import pytest

from geo import Gazetteer, geoparse, trace
from geo.courses import Catalogue
from geo.errors import TracingError
from geo.geodesy import distance_km
from geo.geoparsing import find, sources
from geo.reading import document

GYUMRI = (43.845, 40.789)
HOMS = (36.72, 34.73)
TRIPOLI_LB = (35.85, 34.44)
MAHE = (55.45, -4.62)
KIRKUK = (44.39, 35.47)


@pytest.fixture(scope="module")
def railway():
    """Return the railway of one sentence."""
    return geoparse("Freight uses the Baku–Tbilisi–Kars railway.").corridors[0]


def near(waypoint, point, km=40):
    """Tell whether a waypoint lies at a point."""
    return distance_km((waypoint.lon, waypoint.lat), point) <= km


def only(text):
    """Return the one corridor of a text."""
    atlas = geoparse(text)
    assert len(atlas.corridors) == 1, atlas.unresolved
    return atlas.corridors[0]


def test_the_railway_is_as_long_as_published(railway):
    """Baku–Tbilisi–Kars comes out within 7 % of the published 826 km."""
    assert railway.mode == "rail"
    assert 0.93 < railway.length_km / 826 < 1.07


def test_the_railway_never_crosses_at_gyumri(railway):
    """The railway's line stays away from Gyumri, where the border has been shut since 1993."""
    assert min(distance_km(point, GYUMRI) for leg in railway.legs for point in leg.line) > 20


def test_what_is_stated_and_what_is_added_are_told_apart(railway):
    """The three waypoints of the name are stated, those between come from the catalogue."""
    basis = {w.name: w.basis for w in railway.waypoints}
    assert [basis[name] for name in ("Baku", "Tbilisi", "Kars")] == ["stated"] * 3
    assert basis["Akhalkalaki"] == "catalogued"


def test_namesakes_are_chosen_by_their_company():
    """Of all Tripolis the one beside Homs is meant by "via Homs to Tripoli", and no waypoint is a province."""
    corridor = only("A pipeline from Kirkuk via Homs to Tripoli carries oil.")
    by_name = {w.name: w for w in corridor.waypoints}
    assert near(by_name["Kirkuk"], KIRKUK)
    assert near(by_name["Homs"], HOMS)
    assert near(by_name["Tripoli"], TRIPOLI_LB)


def test_a_small_capital_in_reach_beats_a_far_metropolis():
    """Flights between Nairobi and Victoria, where the Seychelles are spoken of, go to Mahé."""
    corridor = only("Flights between Nairobi and Victoria serve the beaches of the Seychelles.")
    assert near(corridor.waypoints[1], MAHE)


def test_a_country_is_no_end_of_a_line():
    """A way to a country is completed from the catalogue and called inferred, or listed with its reason."""
    atlas = geoparse("Planes fly from Baku to Kazakhstan. Trains run from Zambia to Peru.")
    assert all(w.name not in {"Kazakhstan", "Zambia", "Peru"} for c in atlas.corridors for w in c.waypoints)
    reasons = {u.name: u.reason for u in atlas.unresolved if u.what == "corridor"}
    assert "too wide" in reasons["Zambia–Peru rail route"]


def test_an_open_end_is_inferred_and_says_so():
    """Where the text names one end, the other comes from the catalogue, with basis ``inferred`` and a note."""
    atlas = geoparse("Azerbaijan opened maritime routes (Alat Port) and rail lines for cargo to/from Afghanistan.")
    sea = next(c for c in atlas.corridors if c.mode == "sea")
    assert sea.basis == "inferred"
    assert "inferred from the catalogue" in sea.note
    assert {w.basis for w in sea.waypoints} == {"stated", "inferred"}


def test_an_unknown_waypoint_is_left_out_and_named():
    """A waypoint without a record does not lose the whole line: the note names what was left out."""
    corridor = only("Trucks roll from Nairobi via Qwxzytown to Kampala.")
    assert [w.name for w in corridor.waypoints] == ["Nairobi", "Kampala"]
    assert "Qwxzytown" in corridor.note


def test_ships_are_not_drawn_past_an_unknown_cape():
    """Where a ship's way depends on a name nobody knows, no line is drawn rather than a wrong one."""
    atlas = geoparse("Ships sailed from Basra round the Cape of Qwxzy to Antwerp.")
    assert not atlas.corridors
    assert any("Cape of Qwxzy" in item.reason for item in atlas.unresolved)


def test_a_town_may_have_a_river_s_name():
    """The Awash that lorries pass is the town by the river, not left out as a river."""
    corridor = only("Lorries go by road from Adama via Awash, Mille and Galafi to Djibouti.")
    assert [w.name for w in corridor.waypoints] == ["Adama", "Awash", "Mille", "Galafi", "Djibouti"]


def test_a_corridor_told_twice_is_one():
    """Two mentions of one corridor are one corridor with two mentions."""
    corridor = only("Ferries link Suakin with Jeddah. Later more ferries link Jeddah with Suakin.")
    assert len(corridor.mentions) == 2


def test_every_mention_is_the_words_at_its_offsets():
    """Offsets of places and corridors lead to the very words, past emoji and letters that combine."""
    text = "🚢 Cafe\u0301: ferries link Suakin with Jeddah; باكو. Trains run from Baku to Tbilisi."
    atlas = geoparse(text)
    mentions = [m for item in (*atlas.places, *atlas.corridors, *atlas.unresolved) for m in item.mentions]
    assert mentions
    assert all(text[m.start : m.end] == m.phrase for m in mentions)


def test_a_part_of_a_name_is_no_lost_place():
    """The East of "the East–West Crude Oil Pipeline" is not listed as a place that could not be found."""
    atlas = geoparse("The East–West Crude Oil Pipeline takes it from Abqaiq to Yanbu.")
    assert not atlas.unresolved


def test_ids_are_unique():
    """No two corridors of an atlas share an id."""
    atlas = geoparse(
        "Ferries link Suakin with Jeddah. Barges go from Jeddah to Suakin. Planes fly from Suakin to Jeddah."
    )
    ids = [corridor.id for corridor in atlas.corridors]
    assert len(set(ids)) == len(ids)


def test_the_ends_of_a_route_are_places():
    """What a ship or train runs between is a place on the map, never a government."""
    atlas = geoparse("A ferry links Suva with Levuka, and the Baku-Tbilisi-Kars railway carries grain.")
    mapped = {mention.phrase for place in atlas.places for mention in place.mentions}
    assert mapped == {"Suva", "Levuka", "Baku", "Tbilisi", "Kars"}
    assert atlas.actors == ()


def test_find_traces_nothing():
    """``find`` gives mentions and routes for pipes and corpora, without a line."""
    found = find(document("Ferries link Suakin with Jeddah."), gazetteer=Gazetteer.open(), catalogue=Catalogue.load())
    assert [m.phrase for m in found.mentions] == ["Suakin", "Jeddah"]
    assert [r.waypoints for r in found.routes] == [("Suakin", "Jeddah")]


def test_places_by_name_are_traced():
    """``trace`` draws through places given by name, each perhaps with its country."""
    sea = trace(["Tripoli, LB", "Piraeus"], mode="sea")
    assert sea.waypoints[0].name == "Tripoli"
    assert near(sea.waypoints[0], TRIPOLI_LB)
    assert 900 < sea.length_km < 1600  # about 650 nautical miles


@pytest.mark.parametrize(
    ("names", "mode", "message"),
    [
        ("Nowhere line", None, "no corridor of the catalogue is called 'Nowhere line'"),
        (["Baku", "Kars"], None, "needs a mode"),
        (["Baku"], "rail", "one place alone"),
        ([], "rail", "one place alone"),
        (["Baku", "Xyzzy"], "rail", "no place is called 'Xyzzy'"),
        (["Baku", "Baku"], "rail", "are one place"),
        (["Baku", "Afghanistan"], "air", "'Afghanistan' is a country"),
    ],
)
def test_a_line_that_cannot_be_is_refused(names, mode, message):
    """A wrong name, one place alone or a country gives an error that says which and what to do."""
    with pytest.raises(TracingError) as caught:
        trace(names, mode=mode)
    assert message in str(caught.value)


def test_every_source_has_a_licence():
    """Every source of data in use names its licence and version, each once."""
    found = sources()
    assert len({source.id for source in found}) == len(found)
    assert all(source.licence and source.version for source in found)
