"""Stops of named ways that the text tells around their names."""

from __future__ import annotations

import pytest
from routes_found import found, gazetteer

from geo.corridors.stops import likely_pairs
from geo.courses import Catalogue
from geo.courses.position_along import along, apart_km, detour


def stops_of(text, name):
    """Return the stops of the way of that name."""
    return next(route.waypoints for route in found(text) if route.name == name)


@pytest.mark.parametrize(
    ("text", "name", "stops"),
    [
        (
            "The Lobito Corridor is to be rehabilitated. It runs from Lobito through Luau to Kolwezi.",
            "Lobito Corridor",
            ("Lobito", "Luau", "Kolwezi"),
        ),
        (
            "The Trans-Mongolian Railway is old. It begins at Ulan-Ude, passes Ulaanbaatar and ends in Beijing.",
            "Trans-Mongolian Railway",
            ("Ulan-Ude", "Ulaanbaatar", "Beijing"),
        ),
        (
            "Work on the Standard Gauge Railway goes on. It will run from Mombasa to Malaba by way of Nairobi.",
            "Standard Gauge Railway",
            ("Mombasa", "Nairobi", "Malaba"),
        ),
        (
            "Trains are back on the Sunshine Railway. The line starts at Mersin, passes Adana and ends in Gaziantep.",
            "Sunshine Railway",
            ("Mersin", "Adana", "Gaziantep"),
        ),
        (
            "The Silk Highway is half done. From Herat it goes by Farah to Kandahar.",
            "Silk Highway",
            ("Herat", "Farah", "Kandahar"),
        ),
        (
            "The Taurus Express left every evening. It ran from Istanbul by Aleppo to Baghdad.",
            "Taurus Express",
            ("Istanbul", "Aleppo", "Baghdad"),
        ),
    ],
)
def test_later_sentences_give_a_named_way_its_stops(text, name, stops):
    """Where a way goes may be told after its name, in a sentence that goes back to it."""
    assert stops_of(text, name) == stops


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Karakoram Highway was discussed by ministers in Geneva and London on Monday.", "Karakoram Highway"),
        (
            "The Hejaz Railway is celebrated in a new film. The film was shown in Berlin and in Toronto.",
            "Hejaz railway",
        ),
        (
            "The Silk Highway is half done. Officials met in Herat and Kandahar to speak of schools.",
            "Silk Highway",
        ),
        (
            "The Emerald Pipeline carries gas. It is owned by a firm in Zurich, and its rival has offices in Oslo.",
            "Emerald Pipeline",
        ),
    ],
)
def test_places_around_a_name_are_no_stops_by_themselves(text, name):
    """Where people meet, fly home or have offices is no stop of the way that they speak of."""
    assert stops_of(text, name) == ()


def test_the_telling_of_a_named_way_is_no_second_way():
    """One way is one corridor: the sentence that gives a name its stops is not listed again."""
    text = "The Lobito Corridor is to be rehabilitated. It runs from Lobito through Luau to Kolwezi."
    assert [route.mention.phrase for route in found(text)] == ["Lobito Corridor"]


def test_another_mode_between_the_same_ends_stays():
    """A flight between the ends of a railway is a way of its own."""
    text = (
        "The Sunshine Railway is old. It starts at Mersin, passes Adana and ends in Gaziantep. "
        "Flights link Mersin with Gaziantep, too."
    )
    assert [(route.mode, route.waypoints[-1]) for route in found(text)] == [("rail", "Gaziantep"), ("air", "Gaziantep")]


def test_the_ends_of_another_named_way_are_not_lent():
    """A way whose own stops are not told takes none from its neighbour."""
    text = "The Nairobi Expressway opened. The Mombasa Highway from Mombasa to Nairobi is closed by floods."
    assert stops_of(text, "Nairobi Expressway") == ()


def test_only_likely_places_are_paired():
    """Of many places five are weighed two by two, whatever their order."""
    ends = {f"place{number}": 0.1 + number / 100 for number in range(30)}
    pairs = likely_pairs(dict(reversed(ends.items())))
    assert pairs == likely_pairs(ends)
    assert len(pairs) == 10
    assert pairs[0] == ("place29", "place28")


def test_a_country_lies_where_the_line_crosses_it():
    """Along a way of the catalogue a country holds the stretch that it crosses, a town the point nearest to it."""
    way = Catalogue.load().named("Trans Adriatic Pipeline")
    greece, albania, italy = (along(way, name, gazetteer()) for name in ("Greece", "Albania", "Italy"))
    assert greece.low == 0 < greece.share < albania.share < italy.share
    assert albania.off_km == 0
    assert along(way, "Vienna", gazetteer()).off_km > 500
    assert along(way, "Japan", gazetteer()) is None


def test_a_detour_is_told_across_the_date_line():
    """Going by way of a place beyond the 180th meridian is as far as it is on the globe."""
    assert detour("Auckland", "Papeete", "Rarotonga", gazetteer()) < 1.2
    assert apart_km("Suva", "Apia", gazetteer()) < 1300


def test_unknown_places_have_no_detour():
    """What the gazetteer does not know is neither near nor far."""
    assert detour("Poti", "Batumi", "Nowheretown", gazetteer()) is None
    assert apart_km("Nowheretown", "Batumi", gazetteer()) is None
