"""Holes in the main lines of a junction network: two ends of track that look at one another over a few kilometres.

Where a station, a bridge or a change of tags was lost a line ends twice, and both ends point at each other. Real ends
of line do not: what lies ahead of them is a town, a port or a mountain. So two dead ends that face each other, with no
way round of comparable length, are joined, as a gap that the traced line says it has; across a border only over a few
kilometres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import MEAN_RADIUS_KM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

__all__ = ["globe", "holes"]

HOLE_KM = 60.0  # a wider one is no hole
WIDE_KM = 20.0  # over a wider one, two ends must point straight at each other
BORDER_HOLE_KM = 15.0  # ditto, between two countries
CLOSE_KM = 3.0  # nearer than this, two dead ends need not face one another
FACING, STRAIGHT = 0.7, 0.9  # cosines of the angle between where a line ends and what it looks at: 45°, 25°
LEAST_PART_KM = 40.0  # what is shorter altogether is a siding
DETOUR, DETOUR_KM = 8.0, (60.0, 250.0)  # the way round is so many times the hole, and so long, at the least


def globe(lons: Floats, lats: Floats) -> Floats:
    """Return places as points in space, kilometres, shape ``(n, 3)``."""
    phi, lam = np.radians(lats), np.radians(lons)
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi))) * MEAN_RADIUS_KM


def holes(
    lons: Floats, lats: Floats, ways: tuple[Ints, Ints, Floats], country: NDArray[np.uint8]
) -> tuple[Ints, Ints, Floats]:
    """Find the pairs of dead ends between which a line was lost.

    Parameters
    ----------
    lons, lats
        Degrees.
    ways
        Start, end and length in km of each way, each once in each direction.
    country
        Number of the country in which each point lies.

    Returns
    -------
    Start, end and length of the ways that close the holes, in both directions.
    """
    rows, cols, km = ways
    order = np.argsort(rows, kind="stable")
    counts = np.bincount(rows, minlength=len(lons))
    first = np.concatenate(([0], np.cumsum(counts)))
    dead = np.flatnonzero((counts == 1) & _of_some_length(ways, len(lons)))
    before = cols[order][first[dead]]
    one, other, off = _facing(globe(lons, lats), dead, before, country)
    kept = _nearest_of_each(one, other, off)
    one, other, off = one[kept], other[kept], off[kept]
    lost = _without_way_round((rows, cols, km), (one, other, off), len(lons))
    one, other, off = one[lost], other[lost], off[lost]
    return np.concatenate((one, other)), np.concatenate((other, one)), np.concatenate((off, off))


def _facing(places: Floats, dead: Ints, before: Ints, country: NDArray[np.uint8]) -> tuple[Ints, Ints, Floats]:
    """Return the pairs of dead ends that look at one another, or all but touch."""
    from scipy.spatial import cKDTree

    if len(dead) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    pairs = cKDTree(places[dead]).query_pairs(HOLE_KM, output_type="ndarray")
    a, b = dead[pairs[:, 0]], dead[pairs[:, 1]]
    across = places[b] - places[a]
    off = np.maximum(np.linalg.norm(across, axis=1), 1e-3)
    ahead = places[dead] - places[before]
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1), 1e-9)[:, None]
    toward = np.sum(ahead[pairs[:, 0]] * across, axis=1) / off
    back = -np.sum(ahead[pairs[:, 1]] * across, axis=1) / off
    facing = np.minimum(toward, back) > np.where(off > WIDE_KM, STRAIGHT, FACING)
    kept = np.where(country[a] == country[b], facing | (off < CLOSE_KM), facing & (off < BORDER_HOLE_KM))
    return a[kept], b[kept], off[kept]


def _of_some_length(ways: tuple[Ints, Ints, Floats], count: int) -> Bools:
    """Tell which points belong to a part of the network that is more than a siding."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    rows, cols, km = ways
    network = csr_array((np.ones(len(rows), np.int8), (rows, cols)), shape=(count, count))
    parts = connected_components(network, directed=False)[1]
    long = np.bincount(parts[rows], weights=km, minlength=int(parts.max(initial=0)) + 1) / 2 >= LEAST_PART_KM
    return np.asarray(long[parts])


def _without_way_round(ways: tuple[Ints, Ints, Floats], pairs: tuple[Ints, Ints, Floats], count: int) -> Bools:
    """Tell which pairs have no way round, or only one that is many times the direct distance."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    rows, cols, km = ways
    network = csr_array((np.maximum(km, 1e-3), (rows, cols)), shape=(count, count))
    one, other, off = pairs
    longest = np.clip(DETOUR * off, *DETOUR_KM)
    lost = np.zeros(len(one), dtype=np.bool_)
    for start in np.unique(one).tolist():
        here = np.flatnonzero(one == start)
        km_to = dijkstra(network, indices=start, limit=float(longest[here].max()))
        lost[here] = km_to[other[here]] > longest[here]
    return lost


def _nearest_of_each(one: Ints, other: Ints, off: Floats) -> Bools:
    """Tell which pairs are the nearest that either of their two ends has."""
    kept = np.zeros(len(one), dtype=np.bool_)
    for ends in (one, other):
        order = np.lexsort((off, ends))
        first = np.concatenate(([True], np.diff(ends[order]) != 0))[: len(order)]
        kept[order[first]] = True
    return kept
