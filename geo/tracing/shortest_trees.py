"""One search over a network: the tree of shortest ways from all joints of a waypoint to those of the next.

What is searched is the ellipse that holds every way of some length, and in it what lies towards the goal first: to what
a way has cost so far the direct distance to the goal is added (A*), and what comes to more than the bound is left out.
Neither changes which way is the shortest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import MEAN_RADIUS_KM
from geo.tracing.closed_borders import shut_ways
from geo.tracing.graph import shortest_along
from geo.tracing.point_search import latitudes
from geo.tracing.snapping import OUTER_KM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import LonLat
    from geo.tracing.closures import Closure
    from geo.tracing.graph import Network, Patch
    from geo.tracing.snapping import Joints

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Field", "Search"]

BOUNDS = (1.3, 1.5)  # most ways are shorter than so many times the direct distance; few lie between the two
ROUGH_KM = 0.01  # distances reckoned fast are true to within this
SLACK_KM = 120.0  # joints that cost so much more than the best may yet be the best for the way beyond
LONG_KM, LONG_BOUNDS = (
    3000.0,
    (1.4,),
)  # over a longer distance, a search in vain takes as long as one in a wider ellipse


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """What one search found: the tree of shortest ways from all joints of a waypoint.

    Attributes
    ----------
    points
        Junctions of the part that was searched.
    here, there
        Joints of both waypoints; those on long ways are numbered after the junctions, the root after both.
    before
        For each number the one before it in the tree.
    ends
        Numbers of the joints of the second waypoint.
    costs
        What it costs to come to each of them.
    """

    points: Ints
    here: Joints
    there: Joints
    before: NDArray[np.int32]
    ends: Ints
    costs: Floats

    @property
    def root(self) -> int:
        """The number from which the tree grows."""
        return len(self.points) + len(self.here.ends) + len(self.there.ends)


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """What is looked for.

    Attributes
    ----------
    places
        Longitude and latitude of both waypoints, degrees.
    gap_km
        Direct distance between them.
    here, there
        Where they can join the network.
    costs, last_costs
        What it costs to begin at each joint of the first, and to end at each of the second.
    home
        Number of the country in which both lie, 0 where they lie in two.
    abroad
        What a kilometre outside it counts for.
    most
        A way longer than so many times the direct one is none.
    """

    network: Network
    places: tuple[LonLat, LonLat]
    gap_km: float
    here: Joints
    there: Joints
    costs: Floats
    last_costs: Floats
    closures: Sequence[Closure]
    home: int = 0
    abroad: float = 1.0
    most: float = 2.0

    def run(self) -> Field | None:
        """Search narrow ellipses in which the shortest way mostly lies; a wide box where it may leave these."""
        least = float(self.costs.min(initial=math.inf))
        detours = BOUNDS if self.gap_km < LONG_KM else LONG_BOUNDS
        bounds = [each * self.gap_km + self.last_costs.min() + least for each in detours if each < self.most]
        around = self._around(bounds[-1] + SLACK_KM - least) if bounds and math.isfinite(least) else None
        field = None
        for bound in (*bounds, math.inf):
            field = self._searched(bound + SLACK_KM, around)
            if field is not None and float((field.costs + self.last_costs).min(initial=math.inf)) <= bound:
                break
        return field

    def _searched(self, bound: float, around: _Around | None) -> Field | None:
        patch, toward = self._cut(bound, around)
        shut = shut_ways(self.network, tuple(self.closures))
        if shut is not None and (closed := shut[patch.ways]).any():
            patch = patch.without(closed)
        if not len(patch.ways):
            return None
        points = patch.points
        length = self.network.costs(patch.ways)
        if self.home and self.network.country is not None:
            length *= np.where(self.network.country[points] == self.home, 1.0, self.abroad)[patch.rows]
        count, here, there = len(points), self.here, self.there
        at_here = np.concatenate((patch.find(here.points), count + np.arange(len(here.ends))))
        count += len(here.ends)
        at_there = np.concatenate((patch.find(there.points), count + np.arange(len(there.ends))))
        root = count + len(there.ends)
        rows, cols, km = _spliced(
            patch.find(here.ends.ravel()), patch.find(there.ends.ravel()), here, there, len(points)
        )
        usable = np.flatnonzero((at_here >= 0) & np.isfinite(self.costs))
        if not len(usable):
            return None
        starts = np.concatenate((rows, cols, np.full(len(usable), root)))
        ends = np.concatenate((cols, rows, at_here[usable]))
        weights = np.concatenate((km, km, self.costs[usable]))
        if toward is not None:
            ways = (_toward(joined, self.places[1]) * self.network.least_share for joined in (here, there))
            whole = np.concatenate((toward, *ways, [0.0]))
            whole[root] = float((self.costs[usable] + whole[at_here[usable]]).min())
            length += whole[patch.cols] - whole[patch.rows]
            weights += whole[ends] - whole[starts]
            limit = bound - float(whole[root])
            km_to, before = shortest_along(patch, length, (starts, ends, weights), root, limit=limit)
            km_to = km_to[at_there] - whole[at_there] + whole[root]
        else:
            km_to, before = shortest_along(patch, length, (starts, ends, weights), root)
            km_to = km_to[at_there]
        return Field(points, here, there, before, at_there, np.where(at_there >= 0, km_to, np.inf))

    def _cut(self, bound: float, around: _Around | None) -> tuple[Patch, Floats | None]:
        """Cut out what is to be searched; tell what a way from each point to the goal costs at the least."""
        if math.isinf(bound) or around is None:
            margin = math.sqrt(self.most**2 - 1) / 2 * self.gap_km + OUTER_KM
            return self.network.cut(*self.places, margin_km=margin), None
        inside = around.whole_km <= self._span(bound - float(self.costs.min()))
        return self.network.part(around.points[inside]), around.toward_km[inside] * self.network.least_share

    def _span(self, km: float) -> float:
        """Return what a point on a way of some length is from both waypoints together, at the most."""
        return (km + float(self.here.off_km.max() + self.there.off_km.max())) / self.network.least_share

    def _around(self, km: float) -> _Around:
        """Return the points on ways of some length, and some more."""
        margin = math.sqrt(max(0.0, self._span(km) ** 2 - self.gap_km**2)) / 2 + OUTER_KM
        band = self.network.band(*latitudes(*self.places, margin))
        columns, rows = _on_globe(self.network)
        here, there = (_spot(place) for place in self.places)
        near = columns[:, band]  # a slice of it, of which nothing is copied
        span = self._span(km)
        about = np.flatnonzero(_about_km(near, here) + _about_km(near, there) <= span + ROUGH_KM) + band.start
        spots = rows[about]
        toward = _apart_km(spots, there)
        whole = _apart_km(spots, here) + toward
        inside = np.flatnonzero(whole <= span)
        return _Around(about[inside], whole[inside], toward[inside])


@dataclass(frozen=True, slots=True, eq=False)
class _Around:
    """Points around two waypoints: how far they are from both together, and from the second."""

    points: Ints
    whole_km: Floats
    toward_km: Floats


def _toward(joined: Joints, goal: LonLat) -> Floats:
    """Return the direct distance from each joint on a long way to the goal."""
    if not len(joined.ends):
        return np.empty(0)
    return _apart_km(_spots(joined.places[:, 0], joined.places[:, 1]), _spot(goal))


@lru_cache(maxsize=8)
def _on_globe(network: Network) -> tuple[Floats, Floats]:
    """Return the points of a network on the unit sphere, of shapes ``(3, n)`` and ``(n, 3)``; made once."""
    spots = _spots(np.asarray(network.lons), np.asarray(network.lats))
    return np.ascontiguousarray(spots.T), spots


def _spots(lons: Floats, lats: Floats) -> Floats:
    phi, lam = np.radians(lats), np.radians(lons)
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def _spot(place: LonLat) -> Floats:
    return np.asarray(_spots(np.array(place[:1]), np.array(place[1:]))[0], dtype=np.float64)


def _apart_km(spots: Floats, spot: Floats) -> Floats:
    """Return great circles between points on the unit sphere and one of them, to within a metre."""
    return np.asarray(np.arccos(np.minimum(spots @ spot, 1.0)) * MEAN_RADIUS_KM, dtype=np.float64)


def _about_km(columns: Floats, spot: Floats) -> Floats:
    """Return what :func:`_apart_km` does but for some millimetres, column by column, in a twentieth of the time."""
    cosine = columns[0] * spot[0]
    cosine += columns[1] * spot[1]
    cosine += columns[2] * spot[2]
    return np.asarray(np.arccos(np.clip(cosine, -1.0, 1.0)) * MEAN_RADIUS_KM, dtype=np.float64)


def _spliced(ends_here: Ints, ends_there: Ints, here: Joints, there: Joints, count: int) -> tuple[Ints, Ints, Floats]:
    """Return the ways between joints on long ways and the ends of these, and between two joints on one way."""
    rows: list[int] = []
    cols: list[int] = []
    km: list[float] = []
    on: dict[tuple[int, int], int] = {}
    for joined, ends, offset in ((here, ends_here, count), (there, ends_there, count + len(here.ends))):
        for number, (pair, share, whole) in enumerate(zip(joined.ends.tolist(), joined.shares, joined.km, strict=True)):
            for side, part in ((0, share), (1, 1 - share)):
                if ends[2 * number + side] >= 0:
                    rows.append(offset + number)
                    cols.append(int(ends[2 * number + side]))
                    km.append(part * whole)
            other = on.setdefault((pair[0], pair[1]), offset + number)
            if joined is there and other < offset:
                rows.append(other)
                cols.append(offset + number)
                km.append(abs(here.shares[other - count] - share) * whole)
    return np.array(rows, dtype=np.int64), np.array(cols, dtype=np.int64), np.array(km, dtype=np.float64)
