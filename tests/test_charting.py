"""Which tellings are one corridor, which corridor goes on from an open end, and who counts as a witness."""

from __future__ import annotations

import dataclasses

import pytest

from geo import geoparse
from geo.courses.catalogue import Catalogue
from geo.courses.charting import _identity
from geo.courses.completion import complete
from geo.courses.corridor_record import name_of
from geo.courses.waypoints import Course
from geo.gazetteer import Gazetteer
from geo.model import Mention, Route


def route(*waypoints, name=None, mode="rail", catalogue=None):
    """Return a route as it may be read."""
    return Route(Mention(0, 1, "x", 0), mode, name=name, waypoints=waypoints, catalogue=catalogue)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (route("Poti", "Tbilisi"), route("Tbilisi", "Poti"), True),
        (route("Poti", "Gori", "Tbilisi"), route("Tbilisi", "Gori", "Poti"), True),
        (route("Poti", "Tbilisi"), route("POTI", "Tbilisi"), True),
        (route("Poti", "Tbilisi"), route("Poti", "Tbilisi", mode="road"), False),
        (route("Poti", "Tbilisi"), route("Poti", "Gori", "Tbilisi"), False),
        (route("Poti", "Tbilisi", name="Main Line"), route("Baku", "Kars", name="main line"), True),
        (route(name="BTK", catalogue="btk"), route(name="Baku–Tbilisi–Kars", catalogue="btk"), True),
        (route(name="BTK", catalogue="btk"), route(name="BTK", catalogue="btc"), False),
    ],
)
def test_a_way_told_from_either_end_is_one(one, other, same):
    """Two tellings are one corridor by its entry, by mode and name, or by mode and stops from whichever end."""
    assert (_identity(one) == _identity(other)) is same


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (route("Alat", mode="sea"), "Sea route to and from Alat"),
        (route("Alat", "Aktau", mode="sea"), "Alat–Aktau sea route"),
        (route("Alat", "Aktau", mode="sea", name="Caspian ferry"), "Caspian ferry"),
    ],
)
def test_a_way_without_a_name_is_called_after_its_ends(told, name):
    """A way of which one end is known is not named as if it had two; one that has a name keeps it."""
    assert name_of(told, Catalogue(()), Course((), "stated")) == name


def test_there_and_back_is_drawn_once():
    """A railway told from Poti and again from Tbilisi is one line with both sentences."""
    text = "The railway from Poti to Tbilisi is busy. The railway from Tbilisi to Poti has two tracks."
    (corridor,) = geoparse(text).corridors
    assert {mention.sentence for mention in corridor.mentions} == {0, 1}


def test_of_two_ways_on_the_one_that_serves_more_is_taken():
    """From an open end goes on the corridor with most of the countries that the text names, whatever their order."""
    gazetteer, ours = Gazetteer.open(), Catalogue.load()
    ferry = next(e for e in ours.entries if e.mode == "sea" and {s.country for s in e.waypoints} == {"AZ", "TM"})
    areas = [m.record for name in ("Turkmenistan", "Azerbaijan") for m in gazetteer.lookup(name)[:1]]
    half = dataclasses.replace(ferry, id="half", waypoints=ferry.waypoints[:1], serves=frozenset({"TM"}))
    for entries in ([half, ferry], [ferry, half]):
        found = complete("sea", [], areas, gazetteer, Catalogue(tuple(entries)))
        assert found is not None
        assert found.entry.id == ferry.id


@pytest.mark.parametrize(("beside", "goes_on"), [("Poti", False), ("Georgia", True), ("Tbilisi", True)])
def test_a_town_off_the_way_does_not_say_where_it_goes(beside, goes_on):
    """A train that reached Kars goes on to Tbilisi where the text speaks of Georgia or Tbilisi, not where a ship left Poti."""
    gazetteer = Gazetteer.open()
    countries = ["TR", "GE"]
    kars, other = (
        next(match.record for match in gazetteer.lookup(name) if match.record.country == country)
        for name, country in zip(("Kars", beside), countries, strict=True)
    )
    found = complete(
        "rail", [("Kars", kars)], [], gazetteer, Catalogue.load(), countries=countries, spoken=[kars, other]
    )
    assert (found is not None) is goes_on


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Trans-Kalahari Corridor takes lorries from Walvis Bay by way of Windhoek and Ghanzi to Pretoria.",
            {"Trans-Kalahari Corridor"},
        ),
        (
            "The Carajás railway has carried iron ore since 1985. It runs from Parauapebas to Ponta da Madeira.",
            {"Carajás Railway"},
        ),
        (
            "The Karakoram Highway is closed. Trucks drive from Gilgit to Chilas.",
            {"Karakoram Highway", "Gilgit–Chilas road route"},
        ),
        (
            "The Trans-Kalahari Corridor is busy, and a road leads from Windhoek to Gobabis.",
            {"Trans-Kalahari Corridor", "Windhoek–Gobabis road route"},
        ),
    ],
    ids=["in one sentence", "in the next", "another status", "a piece"],
)
def test_a_way_named_and_told_by_its_stops_is_one(text, names):
    """Where its stops end where it ends, it is drawn once; a piece of it, or another status, is a way apart."""
    assert {corridor.name for corridor in geoparse(text).corridors} == names
