"""Bends set down by hand, laid into a line where the network has none.

A corridor catalogue may say where a line bends between two of its waypoints. Where the network is dense it knows
better; on a long chord between two junctions, or where it has no way that fits, the line goes through the bends.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import geodesic, haversine_km, length_km
from geo.tracing.point_search import KM_PER_DEGREE, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import LonLat

__all__ = ["BENDS", "bends_between", "is_other_way", "place_on", "through"]

BENDS = "bends by hand, from a corridor catalogue"
APART_KM = 1.0  # a bend nearer than this to the end of a chord is left out
ASIDE_KM = 15.0  # a chord with an end farther off than this from the line by hand is another line
WILDEST = 1.5  # a line through bends that is longer than the network's own figure by more than this is another
LONGEST = 1.01  # one that is longer by less is pulled in until it is longer by no more than this
HALVINGS = 8
OTHER_WAY = 1.3  # a way on the network longer than the line by hand by more than this goes elsewhere
ASTRAY_KM = 35.0  # so does one that strays farther from it than this,
ASTRAY_SHARE = 0.3  # or than this share of the longest piece that nobody set a bend on


def bends_between(
    hand: Sequence[LonLat],
    a: LonLat,
    b: LonLat,
    km: float | None = None,
    *,
    aside_km: float = ASIDE_KM,
    apart_km: float = APART_KM,
) -> tuple[LonLat, ...]:
    """Return the bends that lie between two points of a line, in the order of travel.

    Parameters
    ----------
    hand
        The line by hand: a waypoint, bends, the next waypoint; longitude and latitude, degrees.
    a, b
        The ends of a chord.
    km
        True length from ``a`` to ``b`` where it is known.
    aside_km
        How far the ends may lie from the line by hand.
    apart_km
        How far from the ends a bend must lie.

    Returns
    -------
    Bends, none where the chord lies beside the line by hand or runs against it. Where ``km`` shows that they stand too
    far out they are pulled in towards the chord.

    Examples
    --------
    >>> bends_between([(0, 0), (0.5, 0.1), (1, 0)], (0.1, 0.0), (0.9, 0.0))
    ((0.5, 0.1),)
    """
    first, off_km = place_on(hand, a)
    if off_km > aside_km:
        return ()
    last, off_km = place_on(hand, b)
    if off_km > aside_km or last - first <= 2 * apart_km:
        return ()
    spots = np.array(hand)
    at = np.concatenate(([0.0], np.cumsum(haversine_km(spots[:-1, 0], spots[:-1, 1], spots[1:, 0], spots[1:, 1]))))
    between = (at > first + apart_km) & (at < last - apart_km)
    between[[0, -1]] = False
    found = tuple(hand[int(i)] for i in np.flatnonzero(between))
    if km is None or not found:
        return found
    return () if length_km((a, *found, b)) > WILDEST * km else _pulled_in(found, a, b, km)


def is_other_way(hand: Sequence[LonLat], way: Sequence[LonLat], km: float) -> bool:
    """Tell whether a way cannot be the one drawn by hand: it is so much longer, or strays so far from it.

    Parameters
    ----------
    hand
        The line by hand.
    way
        Points of the way.
    km
        Its true length.
    """
    if km > OTHER_WAY * length_km(hand):
        return True
    longest = max(_km(p, q) for p, q in pairwise(hand))
    astray_km = max(ASTRAY_KM, ASTRAY_SHARE * longest)
    return any(place_on(hand, spot)[1] > astray_km for spot in way)


def through(points: Sequence[LonLat]) -> tuple[LonLat, ...]:
    """Join points by the shortest lines between them."""
    return (points[0], *(point for a, b in pairwise(points) for point in geodesic(a, b)[1:]))


def _pulled_in(bends: Sequence[LonLat], a: LonLat, b: LonLat, km: float) -> tuple[LonLat, ...]:
    """Bring bends so much nearer to the chord that the line through them is as long as the network says."""
    feet = [_foot(bend, a, b) for bend in bends]
    inside, outside = 0.0, 1.0
    if length_km((a, *bends, b)) <= LONGEST * km:
        return tuple(bends)
    for _ in range(HALVINGS):
        share = (inside + outside) / 2
        if length_km((a, *_between(feet, bends, share), b)) <= LONGEST * km:
            inside = share
        else:
            outside = share
    return _between(feet, bends, inside)


def _between(feet: Sequence[LonLat], bends: Sequence[LonLat], share: float) -> tuple[LonLat, ...]:
    """Return points some part of the way from each foot to its bend."""
    pairs = zip(feet, bends, strict=True)
    return tuple((round(x + share * (lon - x), 5), round(y + share * (lat - y), 5)) for (x, y), (lon, lat) in pairs)


def _foot(point: LonLat, a: LonLat, b: LonLat) -> LonLat:
    """Return the point of a chord that is nearest to another."""
    squeeze = float(np.cos(np.radians(point[1])))
    x, y = _plane(np.array((a, b)), point, squeeze)
    dx, dy = x[1] - x[0], y[1] - y[0]
    share = float(np.clip(-(x[0] * dx + y[0] * dy) / max(dx * dx + dy * dy, 1e-12), 0, 1))
    return a[0] + share * float(wrapped(np.asarray(b[0] - a[0]))), a[1] + share * (b[1] - a[1])


def place_on(line: Sequence[LonLat], point: LonLat) -> tuple[float, float]:
    """Return how far along a line the point nearest to a place lies, and how far off it is, in kilometres."""
    spots = np.array(line)
    squeeze = float(np.cos(np.radians(point[1])))
    x, y = _plane(spots, point, squeeze)
    dx, dy = x[1:] - x[:-1], y[1:] - y[:-1]
    share = -(x[:-1] * dx + y[:-1] * dy) / np.maximum(dx * dx + dy * dy, 1e-12)
    share = np.minimum(np.maximum(share, 0), 1)
    off = np.hypot(x[:-1] + share * dx, y[:-1] + share * dy)
    best = int(np.argmin(off))
    upto = spots[: best + 2]
    lengths: list[float] = haversine_km(upto[:-1, 0], upto[:-1, 1], upto[1:, 0], upto[1:, 1]).tolist()
    return sum(lengths[:best]) + float(share[best]) * lengths[best], float(off[best])


def _plane(spots: NDArray[np.float64], middle: LonLat, squeeze: float) -> tuple[NDArray[np.float64], ...]:
    """Return kilometres east and north of a place."""
    east = wrapped(spots[:, 0] - middle[0]) * squeeze * KM_PER_DEGREE
    return east, (spots[:, 1] - middle[1]) * KM_PER_DEGREE


def _km(p: LonLat, q: LonLat) -> float:
    return float(haversine_km(*p, *q))
