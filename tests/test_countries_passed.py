"""What a corridor crosses: countries, borders with their gauges, straits, ports where the mode changes."""

from __future__ import annotations

import pytest

from geo import trace
from geo.courses.countries_passed import crossed
from geo.model import Corridor, Leg, Waypoint


def corridor(*legs, mode="rail"):
    """Return a corridor of some legs: mode, line, precision."""
    drawn = tuple(
        Leg(f"P{number}", f"P{number + 1}", each, tuple(line), 100.0, precision, "test")
        for number, (each, line, precision) in enumerate(legs)
    )
    ends = [Waypoint("P0", *drawn[0].line[0], "a"), Waypoint("Z", *drawn[-1].line[-1], "z")]
    return Corridor("x", "X", mode, "unknown", "stated", tuple(ends), drawn, ())


def test_countries_stand_in_the_order_of_travel_with_their_kilometres():
    """They add up to the corridor's length."""
    railway = trace("Baku–Tbilisi–Kars railway")
    found = crossed(railway)
    assert [code for code, _ in found.countries] == ["AZ", "GE", "TR"]
    assert sum(km for _, km in found.countries) == pytest.approx(railway.length_km, rel=0.01)


@pytest.mark.parametrize(
    ("stops", "gauges"),
    [
        pytest.param(["Warsaw, PL", "Minsk, BY"], (1435, 1520), id="Poland to Belarus"),
        pytest.param(["Vienna, AT", "Budapest, HU"], None, id="one gauge on both sides"),
        pytest.param(["Quetta, PK", "Zahedan, IR"], (1676, 1435), id="Pakistan to Iran"),
        pytest.param(["Lubumbashi, CD", "Ndola, ZM"], None, id="Cape gauge on both sides"),
        pytest.param(["Bangkok, TH", "Butterworth, MY"], None, id="metre gauge on both sides"),
    ],
)
def test_a_change_of_gauge_is_told_with_both(stops, gauges):
    """Where trains cannot run on, both gauges are given in the order of travel; else none."""
    found = crossed(trace(stops, mode="rail"))
    assert [border.gauges for border in found.borders if border.gauges] == ([gauges] if gauges else [])


def test_a_gauge_that_nobody_told_us_is_said_to_be_unknown():
    """A railway into Rwanda, which has none, is not said to run through on one gauge."""
    railway = corridor(("rail", [(29.2, -1.65), (30.0, -1.9)], "schematic"))
    assert "gauge in RW not known" in crossed(railway).words


def test_a_road_has_no_gauge():
    """Nothing is said of gauges where nothing runs on rails."""
    road = corridor(("road", [(29.2, -1.65), (30.0, -1.9)], "schematic"), mode="road")
    assert "gauge" not in crossed(road).words


def test_a_strait_and_a_port_of_transfer_are_named():
    """A voyage names the straits it passes; where the mode changes, the place."""
    by_sea = trace(["Odesa, UA", "Piraeus, GR"], mode="sea")
    assert crossed(by_sea).straits == ("Bosporus", "Dardanelles")
    two = corridor(("rail", [(40.0, 42.0), (41.6, 42.2)], "traced"), ("sea", [(41.6, 42.2), (39.0, 42.5)], "traced"))
    assert crossed(two).transfers == ("P1",)


def test_a_rough_line_that_cuts_a_corner_of_another_country_is_not_said_to_enter_it():
    """Some kilometres of another country are the rough line's; of a traced one they are the way's own."""
    chord = [(10.60, 47.80), (11.55, 47.80)]  # wholly in Germany
    corner = [(10.75, 47.62), (10.75, 47.50), (10.87, 47.50), (10.87, 47.62)]  # through a corner of Austria
    rough, true = (corridor(("road", chord[:1] + corner + chord[1:], kind)) for kind in ("schematic", "traced"))
    assert [code for code, _ in crossed(rough).countries] == ["DE"]
    assert [code for code, _ in crossed(true).countries] == ["DE", "AT", "DE"]


def test_a_chord_over_another_country_crosses_no_border_there():
    """Of a railway between two junctions in Pakistan nobody knows that it leaves it, though the chord does."""
    railway = corridor(("rail", [(67.0, 30.2), (66.0, 29.55), (61.6, 29.0)], "schematic"))
    assert [code for code, _ in crossed(railway).countries] == ["PK"]


def test_a_flight_crosses_nothing_on_the_ground():
    """Nobody is checked at a border in the air."""
    assert crossed(trace(["Paris, FR", "Kyiv, UA"], mode="air")).words == ""
