"""Where a waypoint can join a network: at a junction near it, or on the long way between two junctions.

A junction network has no points between junctions. A town on a railway can lie 20 km from the next junction and yet on
the line, so the nearest point of every long way counts as well as the junctions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geo.tracing.closed_borders import blocked, shut_ways
from geo.tracing.links import load_links
from geo.tracing.point_search import KM_PER_DEGREE, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import LonLat
    from geo.tracing.closures import Closure
    from geo.tracing.graph import Network

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    AnyInts = NDArray[np.int32] | NDArray[np.int64]

__all__ = ["OUTER_KM", "SNAP_KM", "Joints", "joints", "radii"]

SNAP_KM = 15.0  # a joint farther off than this does not stand for its waypoint
OUTER_KM = 60.0  # how far a waypoint may lie off where the way begins or ends
INNER_KM = 25.0  # how far a waypoint on the way may lie off
NEIGHBOUR_SHARE = 0.4  # a waypoint joins no farther off than this share of the distance to the next, or 15 km
LONG_KM = 4.0  # shorter ways have a junction near enough
REACH_KM = 120.0  # ways with both ends farther away than this are not looked at


@dataclass(frozen=True, slots=True, eq=False)
class Joints:
    """Where one waypoint can join: junctions first, then places on long ways.

    Attributes
    ----------
    points
        Junctions, by their number in the network.
    ends
        The two junctions of each long way, shape ``(n, 2)``.
    shares
        How far along its way each place lies, 0 to 1.
    places
        Longitude and latitude of each place on a long way.
    km
        True length of each long way.
    off_km
        Distance from the waypoint, junctions first.
    """

    points: Ints
    ends: Ints
    shares: Floats
    places: Floats
    km: Floats
    off_km: Floats

    def __len__(self) -> int:
        return len(self.off_km)


def radii(gaps: Sequence[float]) -> list[float]:
    """Return how far from each waypoint a joint is looked for, kilometres; ``gaps`` are the distances between them.

    Examples
    --------
    >>> radii([100.0, 20.0])
    [40.0, 15.0, 15.0]
    """
    sides = [gaps[:1], *(gaps[i : i + 2] for i in range(len(gaps) - 1)), gaps[-1:]]
    caps = [OUTER_KM, *[INNER_KM] * (len(gaps) - 1), OUTER_KM]
    return [max(SNAP_KM, min(cap, NEIGHBOUR_SHARE * min(side))) for cap, side in zip(caps, sides, strict=True)]


def joints(network: Network, place: LonLat, radius_km: float, closures: Sequence[Closure]) -> Joints:
    """Find where a place can join a network.

    Parameters
    ----------
    network
        Junctions and the ways between them.
    place
        Longitude and latitude, degrees.
    radius_km
        How far the place may lie off.
    closures
        Nothing is joined across one of these.

    Returns
    -------
    All joints within the radius, in no order.
    """
    points, point_km = network.near(place, radius_km)
    here = np.asarray(place)
    around = _around(closures, place, radius_km)
    open_ = ~blocked(around, np.broadcast_to(here, (len(points), 2)), network.coordinates(points))
    points, point_km = points[open_], point_km[open_]
    margin = (radius_km + REACH_KM) / KM_PER_DEGREE
    long = _long_ways(network)
    shut = shut_ways(network, tuple(closures))
    first, last = np.searchsorted(long.lats, (place[1] - margin, place[1] + margin))
    rows, cols, km = long.rows[first:last], long.cols[first:last], long.km[first:last]
    share, off_km = _nearest(network, place, rows, cols)
    keep = np.flatnonzero((off_km <= radius_km) & (share > 0) & (share < 1))
    ways = long.ways[first:last][keep]
    rows, cols, km, share, off_km = rows[keep], cols[keep], km[keep], share[keep], off_km[keep]
    starts, ends = network.coordinates(rows), network.coordinates(cols)
    apart = np.column_stack((wrapped(ends[:, 0] - starts[:, 0]), ends[:, 1] - starts[:, 1]))
    places = starts + share[:, None] * apart
    open_ = ~blocked(around, np.broadcast_to(here, places.shape), places)
    if shut is not None:
        open_ &= ~shut[ways]
    return Joints(
        points=points,
        ends=np.column_stack((rows, cols))[open_].astype(np.int64),
        shares=share[open_],
        places=np.round(places, 5)[open_],
        km=km[open_].astype(np.float64),
        off_km=np.concatenate((point_km, off_km[open_])),
    )


def _around(closures: Sequence[Closure], place: LonLat, radius_km: float) -> list[Closure]:
    """Return the closures that a line from a place to one within the radius may cross."""
    lat = place[1]
    high = radius_km / KM_PER_DEGREE
    wide = high / max(0.01, math.cos(math.radians(min(89.0, abs(lat) + high))))
    found = []
    for closure in closures:
        lons, lats = zip(*closure.line, strict=True)
        east = [(lon - place[0] + 180) % 360 - 180 for lon in lons]
        near_lon = max(east) - min(east) > 180 or (min(east) <= wide and max(east) >= -wide)
        if near_lon and min(lats) <= lat + high and max(lats) >= lat - high:
            found.append(closure)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _LongWays:
    """The ways that have no junction near enough everywhere, each once, by the latitude where they start."""

    rows: Ints
    cols: AnyInts
    km: NDArray[np.float32]
    lats: Floats
    ways: Ints


@lru_cache(maxsize=8)
def _long_ways(network: Network) -> _LongWays:
    """Return the long ways of a network but for its ferries, found once."""
    rows, cols, ways = network.ways(slice(0, len(network.lons)))
    km = network.km[ways]
    keep = np.flatnonzero((km > LONG_KM) & (rows < cols) & ~_at_sea(network, ways))
    rows, cols = rows[keep], cols[keep]
    return _LongWays(rows, cols, km[keep], network.lats[rows], keep)


def _at_sea(network: Network, ways: slice) -> NDArray[np.bool_]:
    """Tell which ways are ferries, which nobody boards between two ports."""
    if network.link is None:
        return np.zeros(ways.stop - ways.start, dtype=np.bool_)
    ferries = [number for number, each in enumerate(load_links(), start=1) if each.kind == "ferry"]
    return np.isin(network.link[ways], ferries)


def _nearest(network: Network, place: LonLat, rows: Ints, cols: AnyInts) -> tuple[Floats, Floats]:
    """Return how far along each way the point nearest to a place lies, and how far off; on a local plane."""
    lon, lat = place
    squeeze = max(0.01, float(np.cos(np.radians(lat))))
    x, y = wrapped(network.lons[rows] - lon) * squeeze, network.lats[rows] - lat
    dx, dy = wrapped(network.lons[cols] - network.lons[rows]) * squeeze, network.lats[cols] - network.lats[rows]
    share = np.clip(-(x * dx + y * dy) / np.maximum(dx * dx + dy * dy, 1e-12), 0, 1)
    return share, np.hypot(x + share * dx, y + share * dy) * KM_PER_DEGREE
