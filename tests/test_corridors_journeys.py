"""What prose says of journeys: second destinations, stages, modes said elsewhere, rivers, names; and what is no way."""

from __future__ import annotations

import csv
from importlib.resources import files
from itertools import pairwise
from typing import get_args

import pytest
from routes_found import found

from geo import Gazetteer
from geo.corridors import find_corridors
from geo.corridors.inland import is_inland, water_mode
from geo.courses import Catalogue
from geo.model import Mode
from geo.reading import document
from geo.recognition import recognise

NAMES = files("geo") / "data" / "corridor-names.csv"
CUES = {
    "rail": "railway", "road": "lorries", "sea": "ships", "air": "planes", "pipeline": "gas pipeline",
    "waterway": "barges", "multimodal": "freight",
}  # fmt: skip


def told(text):
    """Return mode and waypoints of each route in a text."""
    return [(route.mode, route.waypoints) for route in found(text)]


@pytest.mark.parametrize(
    ("text", "mode", "waypoints"),
    [
        ("A grain train goes from Baku to Tbilisi and Batumi.", "rail", ("Baku", "Tbilisi", "Batumi")),
        ("Trains run from Baku to Ganja, Tbilisi and Batumi.", "rail", ("Baku", "Ganja", "Tbilisi", "Batumi")),
        (
            "Trucks leave Izmir, cross into Georgia at Sarpi and continue to Tbilisi.",
            "road",
            ("Izmir", "Sarpi", "Tbilisi"),
        ),
        (
            "The train leaves Moscow, calls at Smolensk and Minsk, and arrives in Warsaw the next day.",
            "rail",
            ("Moscow", "Smolensk", "Minsk", "Warsaw"),
        ),
        (
            "Starting in Yiwu, the train passes through Urumqi and Dostyk before reaching Madrid.",
            "rail",
            ("Yiwu", "Urumqi", "Dostyk", "Madrid"),
        ),
        (
            "From Douala the trucks drive to Ngaoundéré and then on to N'Djamena.",
            "road",
            ("Douala", "Ngaoundéré", "N'Djamena"),
        ),
        ("Trains run from Kars, Turkey, to Tbilisi, Georgia.", "rail", ("Kars", "Tbilisi")),
        ("The Karachi to Lahore motorway is a toll road.", "road", ("Karachi", "Lahore")),
        ("Kazakhstan's only rail link with Turkmenistan is busy.", "rail", ("Kazakhstan", "Turkmenistan")),
        ("A new expressway ties Phnom Penh to Sihanoukville.", "road", ("Phnom Penh", "Sihanoukville")),
        ("Most imports arrive by road from Durban through Harare.", "road", ("Durban", "Harare")),
    ],
)
def test_a_journey_is_read_to_its_end(text, mode, waypoints):
    """Every destination and every stage that a sentence tells is a waypoint, in the order of travel."""
    assert told(text) == [(mode, waypoints)]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("A new bus service started in May. It runs from Tashkent to Samarkand via Jizzakh.", "road"),
        ("Rail freight has doubled. Containers now move from Xi'an to Duisburg.", "rail"),
        ("The latter route, from Herat to Bandar Abbas, is by road.", "road"),
        ("Every day, 300 lorries pass the Lagodekhi crossing on their way from Tbilisi to Baku.", "road"),
        ("Passengers can now travel from Vientiane to Kunming without leaving the train.", "rail"),
    ],
)
def test_the_mode_may_be_said_elsewhere(text, mode):
    """The mode may stand in the sentence before, or farther off in the same one."""
    assert [found for found, _ in told(text)] == [mode]


def test_two_modes_are_two_corridors():
    """Road and rail links between two towns are two corridors with the same ends."""
    ends = ("Chișinău", "Iași")
    assert told("Road and rail links between Chișinău and Iași were cut.") == [("road", ends), ("rail", ends)]


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("Copper is railed from Lubumbashi to Lobito and shipped on to Antwerp.", ["rail", "sea"]),
        (
            "Oil is pumped from Kashagan to Atyrau, then railed to Aktau and shipped to Baku.",
            ["pipeline", "rail", "sea"],
        ),
        (
            "Coffee goes by truck from Kampala to Kisumu, by rail to Mombasa and by ship to Trieste.",
            ["road", "rail", "sea"],
        ),
        ("Shipments go by road from Tehran to Astara, then across the Caspian to Astrakhan.", ["road", "sea"]),
    ],
)
def test_each_leg_begins_where_the_one_before_it_ended(text, modes):
    """A journey that changes its mode gives one corridor a leg, end to end."""
    legs = told(text)
    assert [mode for mode, _ in legs] == modes
    assert all(a[-1] == b[0] for (_, a), (_, b) in pairwise(legs))


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Boats carry passengers from Manaus to Belém along the Amazon.", "waterway"),
        ("Cargo ships on the Volga link Astrakhan with Nizhny Novgorod.", "waterway"),
        ("The ferry between Kinshasa and Brazzaville is full.", "waterway"),
        ("Ferries sail from Kisumu to Mwanza.", "sea"),
        ("The ferry from Aktau to Alat is late.", "sea"),
        ("Tankers from Karachi climb to Torkham and on to Kabul.", "road"),
    ],
)
def test_boats_are_told_by_where_they_go(text, mode):
    """A boat to a town far from the sea goes by river, over a great lake by sea, and a tanker up a pass by road."""
    assert [found for found, _ in told(text)] == [mode]


def test_what_lies_inland_is_known():
    """Manaus lies inland; Baku on the Caspian, Kisumu on a great lake do not; an unknown is unknown."""
    gazetteer = Gazetteer.open()
    assert [is_inland(name, gazetteer) for name in ("Manaus", "Baku", "Kisumu", "Xyzzq")] == [True, False, False, None]
    assert water_mode({"by", "sea", "boat"}, ["Manaus"], gazetteer) == "sea"


@pytest.mark.parametrize(
    "text",
    [
        "He drove from Boston to New York to see his mother.",
        "A delegation from Tokyo travelled to Pyongyang by train.",
        "She took the train from Milan to Zurich.",
        "Trade between China and Russia rose by rail and sea.",
        "The front line between Kupiansk and Lyman moved by road.",
        "The pipeline industry from Texas to Alberta cheered.",
        "A plane crashed between Bogotá and Medellín.",
        "An earthquake struck between Van and Bitlis, damaging roads.",
        "Exercises between Greece and Cyprus involved ships and planes.",
        "Canada sent planes to Latvia.",
        "Exports of trains from Spain to Saudi Arabia rose.",
        "Her flight from persecution took her family from Aleppo to Hamburg.",
        "His flight to San Francisco was late.",
        "The Hamburg–America Line carried emigrants.",
        "The arts centre stands at 1424 John Bragg Highway.",
    ],
)
def test_a_journey_of_one_is_no_corridor(text):
    """Persons' trips, trade, fronts, accidents, gifts, firms and addresses give no corridor."""
    assert told(text) == []


def test_a_second_name_is_no_second_corridor():
    """A chain's other name beside it names the same corridor."""
    read, gazetteer = (
        document("Slots on the Sydney–London air route, the old Kangaroo Route, are rare."),
        Gazetteer.open(),
    )
    (route,) = find_corridors(read, recognise(read, gazetteer), gazetteer)
    assert (route.name, route.waypoints) == ("Kangaroo Route", ("Sydney", "London"))


def rows():
    """Return the rows of the list of names."""
    with NAMES.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["names"].split("|")[0])
def test_every_listed_name_is_found(row):
    """Each name of the list stands there once, has a mode, and is found with it where a sentence speaks of travel."""
    assert row["mode"] in get_args(Mode)
    assert row["when"] in {"named", "context"}
    assert sum(
        name == other for r in rows() for other in r["names"].split("|") for name in row["names"].split("|")
    ) == len(row["names"].split("|"))
    for name in row["names"].split("|"):
        entry = Catalogue.load().named(name)
        (found, *_) = told(f"More {CUES[row['mode']]} than ever, officials say, use the {name} today.")
        assert found[0] == (entry.mode if entry else row["mode"]), name
