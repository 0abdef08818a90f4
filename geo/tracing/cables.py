"""Cables for power and data: over the sea between two coasts, else the shortest line.

Nobody publishes where all cables lie, so no line of one is traced. Between two places on one sea it takes the shortest
way that keeps off land, which is how a cable under water goes, but for what the sea floor forbids; everywhere else the
great circle, which says no more than which two places it joins. Both say so.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geo.geodesy import distance_km, geodesic, length_km
from geo.model import Leg
from geo.tracing.bends import BENDS, through
from geo.tracing.direct import GEODESIC
from geo.tracing.path_smoothing import great_circle
from geo.tracing.sea import STUB_KM, WATER, line_through, shortest_by_sea
from geo.tracing.water import Water, open_water

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import LinePrecision, LonLat, Waypoint

__all__ = ["trace_cable"]

COAST_KM = (12.0, 60.0)  # how far a town may lie from the sea that its cable lands from; each is tried before the next
FAR_KM = 1500.0  # so far apart, two coasts are joined under water unless that is a long way round
LONGEST, LONGEST_FAR = 1.3, 2.0  # way by sea over the shortest line: beyond this a cable goes over land
MOSTLY = 0.5  # share of the shortest line that lies on water: so much is water between two coasts
LONGEST_OVER_WATER = 2.5
STEP_KM = 5.0
NO_DATA = "no route data for cables"


def trace_cable(
    waypoints: Sequence[Waypoint], *, bends: Sequence[Sequence[LonLat]] = (), water: Water | None = None
) -> list[Leg]:
    """Draw a cable through the places where it lands or is joined to others.

    Parameters
    ----------
    waypoints
        At least two, in order.
    bends
        For each pair of waypoints where the cable is known to bend between them.
    water
        By default the world's.

    Returns
    -------
    Legs in order; each begins where the one before ends. By sea ``schematic``, or ``great-circle`` where nothing is in
    the way of one; over land ``great-circle``; each with its reason.
    """
    water = water or open_water()
    legs: list[Leg] = []
    for (a, b), inner in zip(pairwise(waypoints), bends or [()] * (len(waypoints) - 1), strict=True):
        if inner:
            line = through([(a.lon, a.lat), *inner, (b.lon, b.lat)])
            reason = f"{NO_DATA}; drawn through bends set down by hand"
            legs.append(Leg(a.name, b.name, "cable", line, length_km(line), "schematic", BENDS, reason=reason))
        else:
            way = _under_water(water, (a.lon, a.lat), (b.lon, b.lat))
            legs.extend([_over_land(a, b)] if way is None else _landed(a, b, way))
    return legs


def _under_water(water: Water, start: LonLat, end: LonLat) -> list[LonLat] | None:
    """Return the way by sea between two places where a cable would take it, ``None`` where it would not."""
    way = shortest_by_sea(water, start, end, reach_km=COAST_KM)
    if way is None or len(way) < 2:
        return None
    apart = distance_km(start, end)
    longer = length_km([start, *way, end]) / max(apart, STEP_KM)
    if longer <= (LONGEST_FAR if apart > FAR_KM else LONGEST):
        return way
    return way if longer <= LONGEST_OVER_WATER and _share_on(water, start, end) >= MOSTLY else None


def _share_on(water: Water, start: LonLat, end: LonLat) -> float:
    """Return the share of the shortest line between two places that lies on water."""
    lons, lats, _ = great_circle(start, end, STEP_KM)
    afloat = [water.is_clear(lons[i : i + 1], lats[i : i + 1]) for i in range(len(lons))]
    return sum(afloat) / len(afloat)


def _landed(a: Waypoint, b: Waypoint, way: Sequence[LonLat]) -> list[Leg]:
    """Return the legs of a cable by sea: what lies under water, and at either end what leads ashore."""
    start, end = (a.lon, a.lat), (b.lon, b.lat)
    line = line_through(way)
    first, last = geodesic(start, line[0]), geodesic(line[-1], end)
    ashore = length_km(first), length_km(last)
    body = (
        *((start,) if ashore[0] <= STUB_KM and start != line[0] else ()),
        *line,
        *((end,) if ashore[1] <= STUB_KM and end != line[-1] else ()),
    )
    is_straight = len(way) == 2
    reason = (
        f"{NO_DATA}; {'the shortest line by sea' if is_straight else 'the shortest way by sea that keeps off land'}"
    )
    precision: LinePrecision = "great-circle" if is_straight else "schematic"
    under = Leg(a.name, b.name, "cable", body, length_km(body), precision, WATER, reason=reason)
    return [
        *([_ashore(a, b, first, a)] if ashore[0] > STUB_KM else []),
        under,
        *([_ashore(a, b, last, b)] if ashore[1] > STUB_KM else []),
    ]


def _ashore(a: Waypoint, b: Waypoint, line: tuple[LonLat, ...], town: Waypoint) -> Leg:
    km = length_km(line)
    reason = f"{NO_DATA}; {town.name} lies {km:.0f} km from the sea on this map, joined to it by the shortest line"
    return Leg(a.name, b.name, "cable", line, km, "schematic", GEODESIC, reason=reason)


def _over_land(a: Waypoint, b: Waypoint) -> Leg:
    line = geodesic((a.lon, a.lat), (b.lon, b.lat))
    reason = f"{NO_DATA}; the shortest line between the two"
    return Leg(a.name, b.name, "cable", line, length_km(line), "great-circle", GEODESIC, reason=reason)
