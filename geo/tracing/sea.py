"""Lines at sea: over the water network where both ends are near, along the ocean lanes where they are far apart.

A line begins and ends at its port. From there a straight stub leads to the nearest cell of water; where that is more
than five kilometres, the stub is a schematic leg of its own and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import distance_km, geodesic, length_km
from geo.model import Leg
from geo.tracing.bends import BENDS, through
from geo.tracing.canals import through_canals
from geo.tracing.coastline import round_shores
from geo.tracing.passages import passage, shut_by
from geo.tracing.path_smoothing import great_circle, sees, taut
from geo.tracing.point_search import near_each
from geo.tracing.rivers import trace_river
from geo.tracing.sea_trees import Tree
from geo.tracing.water import Water, open_water

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import LinePrecision, LonLat, Mode, Waypoint
    from geo.tracing.passages import Passage

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["STUB_KM", "WATER", "line_through", "shortest_by_sea", "trace_water"]

PORT_KM = (12.0, 40.0, 150.0)  # how far a port may lie from water; each is tried before the next
OFF_COST = 6.0  # km of voyage that are as bad as lying 1 km off
STUB_KM = 5.0
OCEAN_KM = 1500.0
MARGINS = ((0.5, 150.0), (1.5, 600.0), (4.0, 2000.0))  # share of the distance, and kilometres, around the two ends
LANE_KM = 400.0  # lanes are looked for within this distance of a port
LANE_OFF_KM = 40.0
RIVER_DETOUR = 2.0
MOST_ROUND, ROUND_KM = 2.0, 30.0  # a way round land is no longer than so many times the lane, and so much
EARTH_KM = 30_000.0  # no place is farther than this from any other
DRAWN_KM = 60.0  # greatest distance between two points of a line
WATER = "Natural Earth land outlines, 1:10 million"
LANES = "searoute sea lanes"
ICE = ("northern-sea-route", "northwest-passage")


@dataclass(frozen=True, slots=True)
class _Sea:
    """The water, and which lanes on it may be taken."""

    water: Water
    northern: bool
    avoid: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class _Voyage:
    way: list[LonLat]
    source: str


def trace_water(
    waypoints: Sequence[Waypoint],
    mode: Mode,
    *,
    bends: Sequence[Sequence[LonLat]] = (),
    northern: bool = False,
    avoid: Sequence[str] = (),
    water: Water | None = None,
) -> list[Leg]:
    """Trace a line on water.

    Parameters
    ----------
    waypoints
        At least two, in the order of travel.
    mode
        ``"sea"``, or ``"waterway"``, which gives up rather than go round by sea.
    bends
        For each pair of waypoints where a river or canal is known to bend between them.
    northern
        Whether the Northern Sea Route may be taken.
    avoid
        Names of straits and canals that are not taken.
    water
        By default the world's.

    Returns
    -------
    Legs in the order of travel; each begins where the one before ends.
    """
    water = water or open_water()
    legs: list[Leg] = []
    shut = tuple(passage(name) for name in avoid)
    for (a, b), inner in zip(pairwise(waypoints), bends or [()] * (len(waypoints) - 1), strict=True):
        frozen = _frozen(a, b, northern=northern) if shut else ()
        legs.extend(_between(_Sea(water, northern, (*shut, *frozen)), a, b, mode, inner))
    return legs


def _frozen(a: Waypoint, b: Waypoint, *, northern: bool) -> tuple[Passage, ...]:
    """Return the passages through ice that a voyage is not sent through for want of others, unless it asks for them."""
    asked = {stop.record for stop in (a, b)}
    return tuple(
        passage(name)
        for name in ICE
        if f"passages:{name}" not in asked and not (northern and name == "northern-sea-route")
    )


def _between(sea: _Sea, a: Waypoint, b: Waypoint, mode: Mode, bends: Sequence[LonLat]) -> list[Leg]:
    start, end = (a.lon, a.lat), (b.lon, b.lat)
    if bends:
        line = through((start, *bends, end))
        reason = "drawn through bends set down by hand"
        return [Leg(a.name, b.name, mode, line, length_km(line), "schematic", BENDS, reason=reason)]
    voyage = _sail(sea, start, end)
    by_hand = voyage is not None and any(sea.water.is_canal(point) for point in voyage.way)
    is_river = mode == "waterway" and (by_hand or not _is_near(voyage, start, end))
    river = trace_river(a, b, mode) if is_river else None
    if river is not None:
        return river
    if voyage is None:
        asked = [each.name for each in sea.avoid if each.id not in ICE]
        besides = f" that avoids {' and '.join(asked)}" if asked else " on this map"
        return [_leg(a, b, mode, geodesic(start, end), f"no way by water from {a.name} to {b.name}{besides}")]
    line = round_shores(sea.water, line_through(through_canals(sea.water, voyage.way)))
    if mode == "waterway" and length_km(line) > RIVER_DETOUR * distance_km(start, end):
        return [
            _leg(a, b, mode, geodesic(start, end), "no river or canal that we know joins them, and no short way by sea")
        ]
    first, last = (start, line[0]), (line[-1], end)
    ashore = [distance_km(*stub) for stub in (first, last)]
    body = tuple(
        ([start] if ashore[0] <= STUB_KM and start != line[0] else [])
        + list(line)
        + ([end] if ashore[1] <= STUB_KM and end != line[-1] else [])
    )
    legs = [] if ashore[0] <= STUB_KM else [_leg(a, b, mode, first, _ashore(a, ashore[0]), "schematic")]
    if len(body) > 1:
        legs.append(Leg(a.name, b.name, mode, body, length_km(body), "traced", voyage.source))
    return legs if ashore[1] <= STUB_KM else [*legs, _leg(a, b, mode, last, _ashore(b, ashore[1]), "schematic")]


def _is_near(voyage: _Voyage | None, start: LonLat, end: LonLat) -> bool:
    """Tell whether a voyage begins and ends at its ports, and goes no long way round."""
    if voyage is None or max(distance_km(start, voyage.way[0]), distance_km(voyage.way[-1], end)) > STUB_KM:
        return False
    return length_km(voyage.way) <= RIVER_DETOUR * distance_km(start, end)


def _leg(
    a: Waypoint,
    b: Waypoint,
    mode: Mode,
    line: tuple[LonLat, ...],
    reason: str,
    precision: LinePrecision = "straight",
) -> Leg:
    return Leg(a.name, b.name, mode, line, length_km(line), precision, "geodesic on WGS 84", reason=reason)


def _ashore(port: Waypoint, km: float) -> str:
    return f"{port.name} lies {km:.0f} km from open water on this map"


def _sail(sea: _Sea, start: LonLat, end: LonLat) -> _Voyage | None:
    water = sea.water
    joined = _joined(water, start, end)
    if joined is None:
        return None
    apart = distance_km(start, end)
    if apart > OCEAN_KM:
        way = _by_lanes(sea, (start, end), joined)
        if way is not None:
            return _Voyage(way, LANES)
    way = _over_squares(sea, (start, end), joined)
    if way is not None:
        return _Voyage(way, WATER)
    way = _by_lanes(sea, (start, end), joined) if sea.avoid and apart <= OCEAN_KM else None
    return None if way is None else _Voyage(way, LANES)


def shortest_by_sea(water: Water, start: LonLat, end: LonLat, *, reach_km: Sequence[float]) -> list[LonLat] | None:
    """Find the shortest way over a sea that two places share, along no lane.

    Parameters
    ----------
    water
        The world's.
    start, end
        Longitude and latitude, degrees.
    reach_km
        How far they may lie from that sea; each is tried before the next.

    Returns
    -------
    The points where the way bends, the first and the last on water; ``None`` where the places share no sea.
    """
    joined = _joined(water, start, end, reach_km)
    return None if joined is None else _over_squares(_Sea(water, northern=False), (start, end), joined)


def _over_squares(sea: _Sea, ends: tuple[LonLat, LonLat], berths: tuple[_Berths, _Berths]) -> list[LonLat] | None:
    start, end = ends
    water = sea.water
    for share, km in MARGINS:
        way = _by_squares(sea, ends, berths, share * distance_km(start, end) + km)
        if way is not None:
            ports = [start] * _is_afloat(water, start), [end] * _is_afloat(water, end)
            return taut(water, [*ports[0], *way, *ports[1]])
    return None


def _is_afloat(water: Water, place: LonLat) -> bool:
    """Tell whether a place is on water, a point of a strait rather than a port: a line begins there, not near it."""
    return water.is_clear(np.array(place[:1]), np.array(place[1:]))


@dataclass(frozen=True, slots=True, eq=False)
class _Berths:
    """Squares of water at which a port may lie, and what it costs to begin there."""

    squares: Ints
    costs: Floats


def _joined(
    water: Water, start: LonLat, end: LonLat, reach_km: Sequence[float] = PORT_KM
) -> tuple[_Berths, _Berths] | None:
    """Find the berths of two ports on a sea they share, ``None`` where they share none.

    Each port has those of the least radius within which it has any: one that lies inland does not let a ship leave the
    other over land.
    """
    for farthest in range(1, len(reach_km) + 1):
        found = [[water.squares.near(port, radius) for radius in reach_km[:farthest]] for port in (start, end)]
        one, other = (water.basins[of_port[-1][0]] for of_port in found)
        shared = np.intersect1d(one, other)
        if len(shared):
            return _nearest(water, start, found[0], shared), _nearest(water, end, found[1], shared)
    return None


def _nearest(water: Water, port: LonLat, within: Sequence[tuple[Ints, Floats]], shared: NDArray[np.int32]) -> _Berths:
    """Return the berths of a port on some seas, within the least radius that has any."""
    squares, off = next((sq, km) for sq, km in within if np.isin(water.basins[sq], shared).any())
    on = np.isin(water.basins[squares], shared)
    return _Berths(squares[on], off[on] * (1.0 if _is_afloat(water, port) else OFF_COST))


def _by_squares(
    sea: _Sea, ends: tuple[LonLat, LonLat], berths: tuple[_Berths, _Berths], margin_km: float
) -> list[LonLat] | None:
    """Find the shortest way over squares of water within a margin, ``None`` where there is none."""
    squares = sea.water.squares
    tree = Tree.grown(squares, (*ends, margin_km), berths[0].squares, berths[0].costs, avoid=sea.avoid)
    at, km = tree.reached(berths[1].squares)
    costs = km + berths[1].costs
    if not np.isfinite(costs).any():
        return None
    return [squares.point(i) for i in tree.way_to(int(at[np.argmin(costs)]))]


def _by_lanes(sea: _Sea, ends: tuple[LonLat, LonLat], berths: tuple[_Berths, _Berths]) -> list[LonLat] | None:
    """Sail from port to a lane, along the lanes, and from a lane to port."""
    water = sea.water
    leaving, arriving = (_reach(sea, port, berth) for port, berth in zip(ends, berths, strict=True))
    if leaving is None or arriving is None:
        return None
    lanes = water.lanes
    whole = ((0.0, 0.0), (0.0, 0.0), EARTH_KM)
    tree = Tree.grown(
        lanes, whole, leaving.lanes, leaving.km, most_origin=int(sea.northern), avoid=sea.avoid, tolls=True
    )
    costs = tree.km[arriving.lanes] + arriving.km
    if not np.isfinite(costs).any():
        return None
    best = int(np.argmin(costs))
    along = tree.way_to(int(arriving.lanes[best]))
    first = int(np.flatnonzero(leaving.lanes == along[0])[0])
    out = [water.squares.point(i) for i in leaving.tree.way_to(int(leaving.squares[first]))]
    home = [water.squares.point(i) for i in arriving.tree.way_to(int(arriving.squares[best]))]
    middle = _round_land(sea, [lanes.point(i) for i in along])
    out += _round_land(sea, [out[-1], middle[0]])[1:-1]  # a square of the open sea may lie beyond a cape
    home += _round_land(sea, [home[-1], middle[-1]])[1:-1]
    ports = [ends[0]] * _is_afloat(water, ends[0]), [ends[1]] * _is_afloat(water, ends[1])
    return [
        *taut(water, [*ports[0], *out, middle[0]]),
        *middle[1:-1],
        *taut(water, [middle[-1], *home[::-1], *ports[1]]),
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Reach:
    """The lanes that can be reached from a port: their points, how far, and by which square of water."""

    tree: Tree
    lanes: Ints
    squares: Ints
    km: Floats


def _reach(sea: _Sea, port: LonLat, berths: _Berths) -> _Reach | None:
    water = sea.water
    tree = Tree.grown(water.squares, (port, port, LANE_KM), berths.squares, berths.costs, avoid=sea.avoid)
    lanes, _ = water.lanes.near(port, LANE_KM)
    reached = np.flatnonzero(np.isfinite(tree.km))
    lons, lats = water.squares.lons[tree.points[reached]], water.squares.lats[tree.points[reached]]
    places = water.lanes.coordinates(lanes)
    which, around, off = near_each(lons, lats, places, LANE_OFF_KM)
    if sea.avoid:
        open_ = ~shut_by(sea.avoid, np.column_stack((lons[around], lats[around])), places[which])
        which, around, off = which[open_], around[open_], off[open_]
    if not len(which):
        return None
    km = tree.km[reached[around]] + off
    order = np.lexsort((around, km, which))
    best = order[np.concatenate(([True], np.diff(which[order]) != 0))]
    return _Reach(tree, lanes[which[best]], reached[around[best]], km[best])


def _round_land(sea: _Sea, way: list[LonLat]) -> list[LonLat]:
    """Lead a lane round the land it crosses, where there is a way round that is not much longer.

    What is on land of a lane, a cape that it cuts off, is left out with it; a canal has no way round.
    """
    afloat = sea.water.clear(*np.array(way).T).tolist()
    done, at = [way[0]], 0
    while at < len(way) - 1:
        after = next((i for i in range(at + 1, len(way) - 1) if afloat[i]), len(way) - 1)
        done.extend(_rounded(sea, tuple(way[at : after + 1])))
        done.append(way[after])
        at = after
    return done


@lru_cache(maxsize=4096)
def _rounded(sea: _Sea, lane: tuple[LonLat, ...]) -> Sequence[LonLat]:
    """Return the points between the ends of a part of a lane; found once, since voyages share their lanes."""
    water, a, b = sea.water, lane[0], lane[-1]
    if len(lane) == 2 and sees(water, a, b):
        return ()
    joined = _joined(water, a, b)
    around = joined and _by_squares(sea, (a, b), joined, 0.5 * distance_km(a, b) + 50)
    if around and length_km(around) <= MOST_ROUND * length_km(lane) + ROUND_KM:
        return taut(water, around)
    return lane[1:-1]


def line_through(way: Sequence[LonLat]) -> tuple[LonLat, ...]:
    """Return a line dense enough for a map; longitudes run on past ±180."""
    line = [way[0]]
    for a, b in pairwise(way):
        if a != b:
            lons, lats, _ = great_circle(a, b, DRAWN_KM)
            line.extend(zip(lons[1:-1].tolist(), lats[1:-1].tolist(), strict=True))
            line.append(b)
    lons = np.unwrap([lon for lon, _ in line], period=360)
    return tuple((round(float(lon), 5), round(lat, 5)) for lon, (_, lat) in zip(lons, line, strict=True))
