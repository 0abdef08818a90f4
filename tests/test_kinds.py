"""Kinds of sentences that once failed in the field, under names drawn from all over: no name is special."""

from __future__ import annotations

import pytest
from routes_found import found

from geo import geoparse
from geo.corridors.status import status_of

PORTS = [
    ("Mersin", "Haifa", "Limassol"),
    ("Piraeus", "Alexandria", "Izmir"),
    ("Algeciras", "Tangier", "Ceuta"),
    ("Mombasa", "Zanzibar", "Dar es Salaam"),
    ("Busan", "Fukuoka", "Shimonoseki"),
    ("Colombo", "Chennai", "Kochi"),
    ("Callao", "Guayaquil", "Buenaventura"),
    ("Tallinn", "Helsinki", "Stockholm"),
    ("Ancona", "Split", "Zadar"),
    ("Varna", "Odesa", "Batumi"),
    ("Darwin", "Dili", "Surabaya"),
    ("Halifax", "Boston", "Portland"),
]
"""A port, and two to which ships may go from there."""
INLAND = [
    ("Warsaw", "Prague", "Vienna", "Budapest"),
    ("Nairobi", "Kampala", "Kigali", "Bujumbura"),
    ("Lusaka", "Harare", "Bulawayo", "Gaborone"),
    ("Lahore", "Multan", "Sukkur", "Hyderabad"),
    ("Astana", "Karaganda", "Almaty", "Bishkek"),
    ("Hanoi", "Vinh", "Hue", "Da Nang"),
    ("Lisbon", "Coimbra", "Aveiro", "Porto"),
    ("Delhi", "Kanpur", "Prayagraj", "Varanasi"),
    ("Chicago", "Omaha", "Denver", "Salt Lake City"),
    ("Samara", "Ufa", "Chelyabinsk", "Omsk"),
    ("Bogotá", "Medellín", "Cali", "Pasto"),
    ("Kano", "Kaduna", "Abuja", "Lokoja"),
]
"""Four towns on one way."""


def ends(text):
    """Return mode and ends of each way that a text tells."""
    return sorted((route.mode, route.waypoints[0], route.waypoints[-1]) for route in found(text) if route.waypoints)


@pytest.mark.parametrize(
    "template",
    [
        "Ferries to {b} and {c} leave from {a}.",
        "{a} has ferries to {b} and {c}.",
        "Ferries run from {a} to {b} and {c}.",
    ],
)
@pytest.mark.parametrize(("a", "b", "c"), PORTS)
def test_each_goal_has_its_own_way(template, a, b, c):
    """Two goals share where one sets out, and no way joins them."""
    assert ends(template.format(a=a, b=b, c=c)) == sorted([("sea", a, b), ("sea", a, c)])


@pytest.mark.parametrize(("a", "b", "c"), PORTS)
def test_each_start_has_its_own_way(a, b, c):
    """Two starts share where one arrives, and no way joins them."""
    assert ends(f"Ferries from {b} and {c} dock in {a}.") == sorted([("sea", b, a), ("sea", c, a)])


@pytest.mark.parametrize(("a", "b", "c"), PORTS)
def test_ends_of_a_between_are_joined(a, b, c):
    """A "between" joins the two that "to … and" does not."""
    del a
    assert ends(f"Ferries run between {b} and {c}.") == [("sea", b, c)]


@pytest.mark.parametrize(
    "template",
    [
        "The train left {a}, and a plane landed in {b}.",
        "A ship left {a}, and a train reached {b}.",
        "A truck left {a} while a bus arrived in {b}.",
        "A train left {a} and another train reached {b}.",
        "The bus left {a}, and a helicopter landed in {b}.",
        "A jet landed in {b} after the truck left {a}.",
    ],
)
@pytest.mark.parametrize(("a", "b", "_c", "_d"), INLAND)
def test_two_vehicles_make_no_way(template, a, b, _c, _d):
    """What one vehicle left and another reached are no two ends."""
    assert not [route for route in found(template.format(a=a, b=b)) if len(route.waypoints) > 1]


@pytest.mark.parametrize(("a", "b", "_c", "_d"), INLAND)
def test_one_vehicle_makes_one(a, b, _c, _d):
    """What left one and reached the other went there."""
    assert ends(f"The train left {a} in the morning and reached {b} at noon.") == [("rail", a, b)]
    assert ends(f"The train left {a} at dawn, before it reached {b} at noon.") == [("rail", a, b)]


@pytest.mark.parametrize(
    ("template", "mode"),
    [
        ("The railway will start in {a} and travel past {b} and {c} before arriving in the city of {d}.", "rail"),
        ("The gas pipeline is to start near {a}, pass {b} and {c} and finish at {d}.", "pipeline"),
        ("The motorway begins in {a}, passes {b} and {c} and ends in {d}.", "road"),
        ("The railway along the route {a} – {b} – {c} – {d} will be long.", "rail"),
    ],
)
@pytest.mark.parametrize("towns", INLAND)
def test_a_way_told_from_start_to_finish(template, mode, towns):
    """Verbs of beginning, passing and ending tell a way with all its stops."""
    text = template.format(**dict(zip("abcd", towns, strict=True)))
    assert [(route.mode, route.waypoints) for route in found(text)] == [(mode, towns)]


@pytest.mark.parametrize(("a", "b", "c", "_d"), INLAND)
def test_a_reason_has_its_own_state(a, b, c, _d):
    """A way that is closed closes no other of which it is the reason."""
    for text in (
        f"Because the railway from {a} to {b} is closed, trains run from {a} to {c}.",
        f"Trains run from {a} to {c} because the railway from {a} to {b} is closed.",
    ):
        states = {route.waypoints[-1]: route.status for route in found(text)}
        assert states == {b: "closed", c: "operating"}, text


@pytest.mark.parametrize(("a", "b", "_c", "_d"), INLAND)
def test_a_gap_is_no_way(a, b, _c, _d):
    """Where a way breaks off there is none; where it breaks records there is."""
    assert not ends(f"The highway breaks off between {a} and {b}.")
    assert not ends(f"There is a gap in the railway between {a} and {b}.")
    assert ends(f"The railway between {a} and {b} is broken.") == [("rail", a, b)]


@pytest.mark.parametrize(("a", "b", "c"), PORTS)
def test_a_dateline_is_no_chain(a, b, c):
    """What follows the dash of a dateline is the report, not a stop."""
    del c
    assert not found(f"{a.upper()}, {b} — The rail line reopened.")
    assert not found(f"{a} — A ferry sank.")


@pytest.mark.parametrize(
    "name",
    [
        "Suez Canal",
        "Panama Canal",
        "Kiel Canal",
        "Trans-Siberian Railway",
        "Northern Sea Route",
        "Karakoram Highway",
        "Corinth Canal",
        "Middle Corridor",
    ],
)
def test_a_likeness_is_no_way(name):
    """What is to become another Suez Canal is not the Suez Canal; the canal itself is."""
    assert name not in {route.mention.phrase for route in found(f"They want to turn the valley into a new {name}.")}
    assert found(f"Traffic on the {name} has doubled.")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Trains from A to B were cancelled on Friday because of snow.", "operating"),
        ("Flights to B have been cancelled for two days.", "operating"),
        ("The ferry line from A to B was cancelled before a mile was sailed.", "proposed"),
        ("The agency had to close the road from A to B.", "closed"),
        ("Rebels threatened to close the road from A to B.", "operating"),
        ("The army is closing the mountain road from A to B.", "closed"),
        ("They signed a memorandum to create the road from A to B.", "proposed"),
        ("The road from A to B carries grain; nothing has been built yet.", "proposed"),
        ("The plan would some day carry containers by road from A to B.", "proposed"),
        ("One day the road from A to B was full of lorries.", "operating"),
        ("Three states agreed on the gas pipeline from A to B; no pipe has been laid so far.", "proposed"),
        ("The road from A to B is old; nothing grows there.", "operating"),
        ("A treaty creates the railway from A to B; not a metre of track has been laid yet.", "planned"),
        ("Surveyors have pegged out the road from A to B.", "planned"),
        ("Nomads pegged out tents beside the road from A to B.", "operating"),
        ("On the railway from A to B the first metre of track has been laid.", "under construction"),
    ],
)
def test_states_told_in_a_clause(sentence, status):
    """Single runs that are cancelled, roads that somebody had to close, plans that are but signed."""
    assert status_of(sentence, at=sentence.find("from")) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The Druzhba pipeline no longer carries oil to Schwedt.", "operating"),
        ("The Yamal–Europe pipeline no longer supplies Poland.", "operating"),
        ("The Trans-Siberian Railway no longer runs to Helsinki.", "operating"),
        ("The Nord Stream pipeline no longer carries gas.", "closed"),
    ],
)
def test_a_branch_is_not_the_whole(text, status):
    """A way that no longer goes to one place goes on elsewhere; one that carries nothing does not."""
    assert [route.status for route in found(text)] == [status]


@pytest.mark.parametrize(
    ("text", "shorter", "record"),
    [
        ("The Upper Lars checkpoint is shut. The road from Stepantsminda to Lars is full.", "Lars", "Upper Lars"),
        ("Lorries wait at the Lower Larnitz crossing.", "Larnitz", ""),
    ],
)
def test_a_shortened_name_is_the_longer_one(text, shorter, record):
    """A word that no record goes by is the end of the longer name that the text has, and else nothing."""
    atlas = geoparse(text)
    named = [place for place in atlas.places if any(shorter in mention.phrase for mention in place.mentions)]
    assert [any(record in mention.phrase for mention in place.mentions) for place in named] == [True] * bool(record)


@pytest.mark.parametrize(
    ("text", "passes", "avoids"),
    [
        ("The Lomé–Niamey road through Burkina Faso needs escorts.", "BF", "Benin"),
        ("The Mombasa–Kigali road through Uganda is busy.", "UG", "Tanzania"),
        ("Trucks drive from Lusaka through Zimbabwe to Johannesburg.", "ZW", "Botswana"),
    ],
)
def test_a_road_goes_through_the_country_that_is_named(text, passes, avoids):
    """A line passes a town of the country between its ends; the note says that it was inferred."""
    del avoids
    (corridor,) = geoparse(text).corridors
    assert any(waypoint.basis == "inferred" for waypoint in corridor.waypoints), passes
    assert "the line passes" in corridor.note


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("The Mombasa–Kigali road through Uganda is busy.", "Kampala"),
        ("The Lomé–Niamey road through Burkina Faso needs escorts.", "Pouytenga"),
    ],
)
def test_a_road_goes_by_the_capital_where_that_is_hardly_longer(text, town):
    """Kampala lies on the way to Kigali; Ouagadougou would be a long way round to Niamey."""
    (corridor,) = geoparse(text).corridors
    assert [waypoint.name for waypoint in corridor.waypoints if waypoint.basis == "inferred"] == [town]


def test_a_railway_still_to_be_built_may_be_a_straight_line():
    """No network has it yet, and the reader is shown where it would go; of one that runs, a straight line is false."""
    (corridor,) = geoparse("The planned railway from Arusha to Musoma is to carry nickel.").corridors
    assert (corridor.status, corridor.precision) == ("planned", "straight")
    assert not geoparse("The railway from Arusha to Musoma carries nickel.").corridors


def test_a_continent_is_no_part_of_a_name():
    """What a voyage goes around, and no point of it is known, is not what the line is called after."""
    (corridor,) = geoparse("Ships sail from Shanghai to Rotterdam around Africa.").corridors
    assert corridor.name == "Shanghai–Rotterdam sea route via Cape of Good Hope"


def test_an_alias_of_several_is_what_its_countries_say():
    """The Trans-Caspian route of India, Iran and Russia is no way from China to Romania."""
    text = "Cargo leaves Mumbai for Bandar Abbas. The Trans-Caspian Route ends in Astrakhan."
    assert "titr" not in {corridor.catalogue for corridor in geoparse(text).corridors}
    text = "Cargo leaves Aktau for Baku and Tbilisi. The Trans-Caspian Route ends in Poti."
    assert "titr" in {corridor.catalogue for corridor in geoparse(text).corridors}
