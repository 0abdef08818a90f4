"""A network of points and ways between them, and the shortest way through a part of it.

Points are sorted by latitude, so that the part of a network that can matter for two waypoints is one slice of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.tracing.point_search import latitudes, longitudes, near, within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.model import LonLat

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]
    Numbers = NDArray[np.integer[Any]]

__all__ = [
    "BRIDGE_COST",
    "Network",
    "Patch",
    "arrange",
    "network_of",
    "shortest_along",
    "shortest_ways",
]

BRIDGE_COST = 3.0  # km of way that are as bad as 1 km of a bridged gap
LEAST_KM = 1e-6  # a way of no length would be taken for none


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Points and the ways between them, read-only; both directions of a way are stored.

    Attributes
    ----------
    lons, lats
        Degrees, WGS 84; ``lats`` ascends.
    starts
        The ways from point ``i`` are those from ``starts[i]`` to ``starts[i + 1]``.
    ends
        Point at which a way ends.
    km
        True length of a way.
    bridged
        Whether a way is our own: it bridges a gap in the data.
    cost
        What a way counts for when the shortest is looked for, ``None`` where that is its length, or more over a gap.
    origin
        Which of several networks that were merged a way is from, 0 for the first; ``None`` where there is one.
    link
        Which link by hand (:mod:`geo.tracing.links`) a way is, from 1; 0 for all others.
    reckoned
        Whether the length of a way is reckoned from the ways around it, the data having its chord alone.
    country
        Number of the country in which a point lies (:func:`~geo.tracing.borders.number_of`).
    least_share
        What a way counts for at the least, as a share of the great circle between its ends; less than 1, as rounded.
    """

    lons: Floats
    lats: Floats
    starts: Ints
    ends: NDArray[np.int32]
    km: NDArray[np.float32]
    bridged: Bools
    cost: NDArray[np.float32] | None = None
    origin: NDArray[np.uint8] | None = None
    link: NDArray[np.uint8] | None = None
    reckoned: Bools | None = None
    country: NDArray[np.uint8] | None = None
    least_share: float = 0.99

    def band(self, south: float, north: float) -> slice:
        """Return the points between two latitudes."""
        low, high = np.searchsorted(self.lats, (south, north))
        return slice(int(low), int(high))

    def ways(self, points: slice) -> tuple[Ints, NDArray[np.int32], slice]:
        """Return where the ways from a slice of points start and end, and which they are."""
        first, last = int(self.starts[points.start]), int(self.starts[points.stop])
        counts = np.diff(self.starts[points.start : points.stop + 1])
        return np.repeat(np.arange(points.start, points.stop), counts), self.ends[first:last], slice(first, last)

    def costs(self, ways: Ints) -> Floats:
        """Return what some ways count for when the shortest is looked for."""
        if self.cost is not None:
            return self.cost[ways].astype(np.float64)
        return np.asarray(self.km[ways] * np.where(self.bridged[ways], BRIDGE_COST, 1.0), dtype=np.float64)

    def ways_between(self, starts: Ints, ends: Ints) -> Ints:
        """Return which way leads from each of some points to its neighbour, the cheapest where there are several."""
        counts = self.starts[starts + 1] - self.starts[starts]
        pairs = np.repeat(np.arange(len(starts)), counts)
        ways = np.arange(len(pairs)) + np.repeat(self.starts[starts] - (np.cumsum(counts) - counts), counts)
        found = self.ends[ways] == ends[pairs]
        pairs, ways = pairs[found], ways[found]
        if len(pairs) > len(starts):
            order = np.lexsort((self.costs(ways), pairs))
            first = order[np.concatenate(([True], np.diff(pairs[order]) != 0))]
            ways = ways[first]
        return np.asarray(ways)

    def point(self, index: int) -> LonLat:
        """Return the coordinates of one point."""
        return float(self.lons[index]), float(self.lats[index])

    def coordinates(self, points: NDArray[np.int32] | Ints) -> Floats:
        """Return longitude and latitude of several points, shape ``(n, 2)``."""
        return np.column_stack((self.lons[points], self.lats[points]))

    def near(self, place: LonLat, radius_km: float) -> tuple[Ints, Floats]:
        """Return the points around a place and how far they are, in kilometres."""
        return near(self.lons, self.lats, place, radius_km)

    def cut(self, a: LonLat, b: LonLat, margin_km: float) -> Patch:
        """Cut out the part of the network around two places.

        Parameters
        ----------
        a, b
            Longitude and latitude, degrees.
        margin_km
            How far beyond the two it reaches on each side.
        """
        middle, half = longitudes(a, b, margin_km)
        band = self.band(*latitudes(a, b, margin_km))
        return self.part(within(self.lons[band], middle, half) + band.start)

    def part(self, points: Ints) -> Patch:
        """Return some points, ascending, with the ways between them."""
        if not len(points):
            return Patch(points, points, points, points)
        counts = self.starts[points + 1] - self.starts[points]
        before = np.cumsum(counts) - counts
        ways = np.arange(int(counts.sum())) + np.repeat(self.starts[points] - before, counts)
        first, span = int(points[0]), int(points[-1]) - int(points[0]) + 1
        number = np.full(span + 1, -1, dtype=np.int32)  # the last stands for all points beyond
        number[points - first] = np.arange(len(points), dtype=np.int32)
        cols = self.ends[ways] - np.int32(first)
        cols = number[np.where((cols < 0) | (cols > span), span, cols)]
        rows = np.repeat(np.arange(len(points), dtype=np.int32), counts)
        keep = np.flatnonzero(cols >= 0)
        return Patch(points, rows[keep], cols[keep], ways[keep])


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A part of a network: which points it has, and its ways, numbered within the part.

    Attributes
    ----------
    points
        Number in the network of each point of the part, ascending.
    rows, cols
        Where each way starts and ends, as positions in ``points``.
    ways
        Number in the network of each way.
    """

    points: Ints
    rows: NDArray[np.int32] | Ints
    cols: NDArray[np.int32] | Ints
    ways: Ints

    def without(self, blocked: Bools) -> Patch:
        """Return the part without some of its ways."""
        open_ = ~blocked
        return Patch(self.points, self.rows[open_], self.cols[open_], self.ways[open_])

    def find(self, points: Ints) -> Ints:
        """Return the positions of points of the network in this part, -1 for those outside."""
        if not len(self.points):
            return np.full(len(points), -1)
        at = np.minimum(np.searchsorted(self.points, points), len(self.points) - 1)
        return np.where(self.points[at] == points, at, -1)


def arrange(
    lons: Floats,
    lats: Floats,
    ways: tuple[Numbers, Numbers, NDArray[np.floating[Any]], Bools],
    *,
    more: Mapping[str, NDArray[Any]] | None = None,
) -> dict[str, NDArray[Any]]:
    """Sort a network by latitude, ready to be written.

    Parameters
    ----------
    lons, lats
        Degrees, in any order.
    ways
        Start, end, length in km and whether it is bridged, each way once in each direction.
    more
        Further fields with one value for each way.

    Returns
    -------
    The fields of :class:`Network` by name.
    """
    order = np.argsort(lats, kind="stable")
    number = np.empty(len(order), dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    rows, cols = number[ways[0]], number[ways[1]]
    by_start = np.lexsort((cols, rows))
    counts = np.bincount(rows, minlength=len(order))
    del rows
    return {
        "lons": lons[order],
        "lats": lats[order],
        "starts": np.concatenate(([0], np.cumsum(counts))),
        "ends": cols[by_start],
        "km": ways[2].astype(np.float32)[by_start],
        "bridged": ways[3][by_start],
        **{name: values[by_start] for name, values in (more or {}).items()},
    }


def network_of(arrays: Mapping[str, NDArray[Any]]) -> Network:
    """Return the network that :func:`arrange` prepared."""
    names = [name for name in ("cost", "origin", "link", "reckoned", "country") if name in arrays]
    found: dict[str, Any] = {name: arrays[name] for name in ("lons", "lats", "starts", "ends", "km", "bridged", *names)}
    return Network(**found)


def shortest_ways(
    ways: tuple[NDArray[Any], NDArray[Any], NDArray[Any]], count: int, root: int
) -> tuple[Floats, NDArray[np.int32]]:
    """Find the shortest ways from one point to all others.

    Parameters
    ----------
    ways
        Start, end and length in km of each way, used in this direction only.
    count
        How many points there are.
    root
        Where to begin.

    Returns
    -------
    How far each point is, infinite where no way leads there, and the point before it.

    Examples
    --------
    >>> ways = np.array([0, 1]), np.array([1, 2]), np.array([5.0, 2.5])
    >>> shortest_ways(ways, 4, 0)[0].tolist()
    [0.0, 5.0, 7.5, inf]
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    starts, ends, km = ways
    network = csr_array((np.maximum(km, LEAST_KM), (starts, ends)), shape=(count, count))
    km_to, before = dijkstra(network, indices=np.array([root]), return_predecessors=True)
    return km_to[0], before[0]


def shortest_along(
    patch: Patch, costs: Floats, more: tuple[Ints, Ints, Floats], root: int, *, limit: float = np.inf
) -> tuple[Floats, NDArray[np.int32]]:
    """Find the shortest ways from one point to all others of a part of a network, and of what is joined to it.

    Parameters
    ----------
    patch
        The part; its ways stand in the order of the points where they start.
    costs
        What each of its ways counts for.
    more
        Start, end and cost of further ways, among them those to and from points numbered after those of the part.
    root
        Where to begin: the highest number that there is.
    limit
        What costs more than this is not reached.

    Returns
    -------
    As :func:`shortest_ways`.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    first = np.concatenate(([0], np.cumsum(np.bincount(patch.rows, minlength=root + 1))))
    order = np.argsort(more[0], kind="stable")
    starts, ends, extra = (each[order] for each in more)
    at = first[starts + 1]  # what is added to a point stands after its ways
    first = first + np.searchsorted(starts, np.arange(root + 2))
    ways = np.insert(patch.cols, at, ends).astype(np.int32)
    weights = np.maximum(np.insert(costs, at, extra), LEAST_KM)
    network = csr_array((weights, ways, first.astype(np.int32)), shape=(root + 1, root + 1))
    km_to, before = dijkstra(network, indices=np.array([root]), return_predecessors=True, limit=limit)
    return km_to[0], before[0]
