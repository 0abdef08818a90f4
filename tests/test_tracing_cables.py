"""Cables: over the sea between two coasts, by the shortest line elsewhere, and never as if we knew."""

from __future__ import annotations

from itertools import pairwise

import pytest
import shapely

from geo import trace as trace_by_name
from geo.geodesy import distance_km
from geo.model import Waypoint
from geo.outlines import land
from geo.tracing import trace

PLACES = {
    "Feda": (6.86, 58.28),
    "Eemshaven": (6.83, 53.44),
    "Isle of Grain": (0.72, 51.45),
    "Maasvlakte": (4.02, 51.96),
    "Espoo": (24.66, 60.20),
    "Harku": (24.57, 59.39),
    "Marseille": (5.38, 43.30),
    "Alexandria": (29.92, 31.20),
    "Suva": (178.42, -18.13),
    "Los Angeles": (-118.25, 33.74),
    "Baku": (49.87, 40.38),
    "Tbilisi": (44.83, 41.69),
    "Constanta": (28.65, 44.17),
    "Naples": (14.25, 40.85),
    "Bari": (16.87, 41.12),
    "Barcelona": (2.17, 41.38),
    "Bilbao": (-2.93, 43.26),
    "Erbil": (44.01, 36.19),
    "Mosul": (43.13, 36.34),
}


def lay(*names, bends=()):
    """Draw a cable between places by name."""
    return trace([Waypoint(name, *PLACES[name], f"test:{name}") for name in names], "cable", bends=bends)


@pytest.mark.parametrize(
    ("names", "published"),
    [
        (("Feda", "Eemshaven"), 580),  # NorNed
        (("Isle of Grain", "Maasvlakte"), 260),  # BritNed
        (("Espoo", "Harku"), 105),  # Estlink 1
    ],
)
def test_a_cable_under_water_has_about_its_published_length(names, published):
    """Within 15 % of what operators publish, and shorter: the sea floor bends cables more than coasts do."""
    assert 0.85 < sum(leg.length_km for leg in lay(*names)) / published < 1


@pytest.mark.parametrize("names", [("Marseille", "Alexandria"), ("Suva", "Los Angeles"), ("Feda", "Eemshaven")])
def test_a_cable_between_two_coasts_keeps_off_land(names):
    """No more than a hundredth of it lies on land: its landings, and straits narrower than a cell of the grid."""
    ground = land("10m")
    legs = lay(*names)
    under = max(legs, key=lambda leg: leg.length_km)
    wrapped = [(lon - 360 if lon > 180 else lon, lat) for lon, lat in under.line]
    pieces = [pair for pair in pairwise(wrapped) if abs(pair[0][0] - pair[1][0]) < 180]
    on_land = [ground.intersection(shapely.LineString(pair)).length for pair in pieces]
    assert sum(on_land) < 0.01 * sum(shapely.LineString(pair).length for pair in pieces)


@pytest.mark.parametrize(
    "names",
    [("Baku", "Tbilisi"), ("Baku", "Constanta"), ("Naples", "Bari"), ("Barcelona", "Bilbao"), ("Erbil", "Mosul")],
)
def test_a_cable_over_land_is_the_shortest_line_and_says_so(names):
    """Where the two share no sea, or the way round by sea is long, a great circle is drawn and called one."""
    (leg,) = lay(*names)
    direct = distance_km(PLACES[names[0]], PLACES[names[1]])
    assert (leg.precision, leg.source) == ("great-circle", "geodesic on WGS 84")
    assert leg.reason == "no route data for cables; the shortest line between the two"
    assert leg.length_km == pytest.approx(direct, rel=1e-6)


def test_no_cable_is_traced():
    """Nobody publishes where all cables lie, so every leg of every one says that it is not known."""
    for names in (("Marseille", "Alexandria"), ("Baku", "Tbilisi"), ("Espoo", "Harku")):
        for leg in lay(*names):
            assert leg.precision in {"schematic", "great-circle"}
            assert leg.reason.startswith("no route data for cables; ")


def test_a_cable_bends_where_its_catalogue_says():
    """Bends by hand are followed, and called that."""
    (leg,) = lay("Baku", "Tbilisi", bends=[[(47.0, 40.6)]])
    assert (47.0, 40.6) in leg.line
    assert leg.reason == "no route data for cables; drawn through bends set down by hand"


def test_legs_of_a_cable_join():
    """Each leg begins where the one before ends, from the first landing to the last."""
    legs = lay("Marseille", "Alexandria", "Constanta")
    assert all(a.line[-1] == pytest.approx(b.line[0]) for a, b in pairwise(legs))
    assert legs[0].line[0] == PLACES["Marseille"]
    assert legs[-1].line[-1] == PLACES["Constanta"]


def test_a_cable_lands_in_the_port_and_not_in_a_namesake_inland():
    """Of the Alexandrias one can reach by cable from Marseille it is Egypt's, not Piedmont's, that is near by land."""
    cable = trace_by_name(["Marseille", "Alexandria"], mode="cable")
    assert (cable.name, cable.mode) == ("Marseille–Alexandria cable", "cable")
    assert distance_km((cable.waypoints[1].lon, cable.waypoints[1].lat), PLACES["Alexandria"]) < 20
    assert cable.traced_share == 0
