"""Lead a line over water round the land that the grid of two minutes does not show: islets, spits, narrow fairways.

A cell of that grid through which a coast goes is divided into six by six; where a line crosses land there, the shortest
way over the water of these small cells, from a little before to a little beyond, takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import length_km
from geo.tracing.graph import shortest_ways
from geo.tracing.point_search import KM_PER_DEGREE
from geo.tracing.raster import CELLS, COLS, EAST, ROWS, SOUTH, cells_along, drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import LonLat
    from geo.tracing.water import Water

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["FINE", "divide", "round_shores"]

FINE = 6  # small cells to the side of a cell, 620 m from north to south
SMALL = CELLS * FINE  # of them to a degree
STRIP = 1  # degrees of latitude drawn at a time
STEP_KM = 0.25  # how far apart a line is looked at near a shore
COARSE_KM = 1.2  # and to find out whether it comes near one
BEFORE_KM = 3.0  # how far before and beyond land another way begins and ends
WIDER_KM = (8.0, 30.0)  # how far aside it may lead; each is tried before the next
MOST_KM = 150.0  # a longer way over land is no islet's
LONGER, LONGER_KM = 1.6, 8.0  # another way is no longer than so many times the line's, and so much
BESIDE_COST = 1.5  # ships keep off the shore where they can
SEEN = 24  # points of another way over which it is pulled straight at once


def divide(edges: tuple[Floats, Floats], land: Bools, opened: Floats) -> tuple[Ints, NDArray[np.uint64]]:
    """Divide the cells that coasts or straits by hand go through.

    Parameters
    ----------
    edges
        Both ends of each edge of the land, as :func:`geo.tracing.raster.coast` gives them.
    land
        The grid of whole cells, before any strait was opened.
    opened
        Points, some to a small cell, along the straits that are open though the outlines show land.

    Returns
    -------
    The numbers of these cells, ascending, and the small cells of each as bits: the lowest is its south-west corner,
    set where there is land.
    """
    a, b = edges
    low, high = np.minimum(a[:, 1], b[:, 1]), np.maximum(a[:, 1], b[:, 1])
    weights = np.left_shift(np.uint64(1), np.arange(FINE * FINE, dtype=np.uint64)).reshape(FINE, 1, FINE)
    at_hand = np.unique(np.ravel_multi_index(cells_along(opened[:, 0], opened[:, 1]), land.shape))
    cells, bits = [], []
    for first in range(0, ROWS, STRIP * CELLS):
        south = SOUTH + first / CELLS
        near = (high >= south) & (low <= south + STRIP)
        small = drawn(a[near], b[near], cells=SMALL, south=south, rows=STRIP * SMALL)
        for row in range(STRIP * CELLS):
            rows = small[row * FINE : (row + 1) * FINE].reshape(FINE, COLS, FINE)
            count = rows.sum(axis=(0, 2))
            flat = (first + row) * COLS
            mine = at_hand[np.searchsorted(at_hand, flat) : np.searchsorted(at_hand, flat + COLS)] - flat
            odd = np.where(land[first + row], count < FINE * FINE, count > 0)
            odd[mine] = True
            cols = np.flatnonzero(odd)
            cells.append(flat + cols)
            bits.append((rows[:, cols] * weights).sum(axis=(0, 2), dtype=np.uint64))
    return _carved(np.concatenate(cells), np.concatenate(bits), opened)


def _carved(cells: Ints, bits: NDArray[np.uint64], opened: Floats) -> tuple[Ints, NDArray[np.uint64]]:
    """Make water of the small cells along the straits by hand."""
    rows, cols = _small(opened[:, 0], opened[:, 1])
    at = np.searchsorted(cells, rows // FINE * COLS + cols // FINE)
    bit = np.left_shift(np.uint64(1), (rows % FINE * FINE + cols % FINE).astype(np.uint64))
    np.bitwise_and.at(bits, at, ~bit)
    return cells, bits


def _small(lons: Floats, lats: Floats) -> tuple[Ints, Ints]:
    """Return row and column of the small cells in which points lie."""
    rows = np.clip(np.floor((np.asarray(lats) - SOUTH) * SMALL), 0, ROWS * FINE - 1).astype(np.int64)
    return rows, np.floor((np.asarray(lons) + EAST) * SMALL).astype(np.int64) % (COLS * FINE)


def _dry(water: Water, rows: Ints, cols: Ints) -> Bools:
    """Tell which small cells are land."""
    whole_rows, whole_cols = rows // FINE, cols // FINE
    dry = np.asarray(water.land[whole_rows, whole_cols >> 3] >> (7 - (whole_cols & 7)).astype(np.uint8) & 1, np.bool_)
    key = whole_rows * COLS + whole_cols
    at = np.minimum(np.searchsorted(water.fine_cells, key), len(water.fine_cells) - 1)
    divided = water.fine_cells[at] == key
    bit = (rows % FINE * FINE + cols % FINE).astype(np.uint64)
    return np.where(divided, water.fine_bits[at] >> bit & np.uint64(1) == 1, dry)


@dataclass(frozen=True, slots=True, eq=False)
class _Sampled:
    """Points along a line: longitude and latitude, kilometres from its beginning, and after which of its points."""

    lons: Floats
    lats: Floats
    km: Floats
    after: Ints


def _sampled(water: Water, line: Sequence[LonLat]) -> _Sampled:
    """Sample the parts of a line that come near a shore, and the ends of the others."""
    spots = np.array(line)
    middle = np.radians((spots[1:, 1] + spots[:-1, 1]) / 2)
    parts = np.hypot(np.diff(spots[:, 0]) * np.cos(middle), np.diff(spots[:, 1])) * KM_PER_DEGREE
    lons, lats, after, _ = _spaced(spots, np.maximum(1, np.ceil(parts / COARSE_KM)).astype(np.int64))
    ashore = np.bincount(after, weights=_bits(water.shore, lons, lats), minlength=len(parts)) > 0
    counts = np.where(ashore, np.maximum(1, np.ceil(parts / STEP_KM)), 1).astype(np.int64)
    lons, lats, after, share = _spaced(spots, counts)
    begun = np.concatenate(([0.0], np.cumsum(parts)))
    return _Sampled(
        np.append(lons, spots[-1, 0]),
        np.append(lats, spots[-1, 1]),
        np.append(begun[after] + share * parts[after], begun[-1]),
        np.append(after, len(parts)),
    )


def _spaced(spots: Floats, counts: Ints) -> tuple[Floats, Floats, Ints, Floats]:
    """Return some points along each part of a line: longitude, latitude, number of the part, share of it."""
    after = np.repeat(np.arange(len(counts)), counts)
    share = (np.arange(len(after)) - np.repeat(np.cumsum(counts) - counts, counts)) / counts[after]
    lons, lats = (spots[after, i] + share * (spots[after + 1, i] - spots[after, i]) for i in (0, 1))
    return lons, lats, after, share


def round_shores(water: Water, line: Sequence[LonLat]) -> tuple[LonLat, ...]:
    """Lead a line round the land it crosses, where there is water to do so.

    Parameters
    ----------
    water
        The world's.
    line
        Longitude and latitude in degrees, its points no more than some tens of kilometres apart.

    Returns
    -------
    The line, some of its points replaced by others.
    """
    found = _sampled(water, line)
    at = np.flatnonzero(_bits(water.shore, found.lons, found.lats))
    at = at[_dry(water, *_small(found.lons[at], found.lats[at]))]
    if not len(at):
        return tuple(line)
    done: list[LonLat] = []
    reached = 0
    for first, last in _runs(found.km, at):
        way = _way_round(water, found, first, last)
        if way is not None:
            start = int(np.searchsorted(found.km, found.km[reached]))
            done += _points(line, found, start, first) + way[1:-1]
            reached = last
    return tuple(done + _points(line, found, reached, len(found.km) - 1) + [line[-1]])


def _bits(mask: NDArray[np.uint8], lons: Floats, lats: Floats) -> Bools:
    rows, cols = cells_along(lons, lats)
    return np.asarray(mask[rows, cols >> 3] >> (7 - (cols & 7)).astype(np.uint8) & 1, dtype=np.bool_)


def _runs(km: Floats, dry: Ints) -> list[tuple[int, int]]:
    """Return the first and last point of each stretch that holds land, with some water before and beyond."""
    breaks = np.flatnonzero(np.diff(km[dry]) > 2 * BEFORE_KM)
    firsts, lasts = dry[np.append(0, breaks + 1)], dry[np.append(breaks, len(dry) - 1)]
    starts = np.searchsorted(km, km[firsts] - BEFORE_KM)
    ends = np.minimum(np.searchsorted(km, km[lasts] + BEFORE_KM), len(km) - 1)
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]


def _points(line: Sequence[LonLat], found: _Sampled, first: int, last: int) -> list[LonLat]:
    """Return the points of a line from one sample to another."""
    inner = line[int(found.after[first]) + 1 : int(found.after[last]) + 1]
    ends = [(round(float(found.lons[i]), 5), round(float(found.lats[i]), 5)) for i in (first, last)]
    here = [ends[0]] if first else [line[0]]
    return [
        *here,
        *(point for point in inner if point not in {here[0], ends[1]}),
        *([ends[1]] if last < len(found.km) - 1 else []),
    ]


def _way_round(water: Water, found: _Sampled, first: int, last: int) -> list[LonLat] | None:
    """Return the shortest way over small cells of water between two points of a line, ``None`` where there is none."""
    km = float(found.km[last] - found.km[first])
    if km > MOST_KM:
        return None
    a, b = ((float(found.lons[i]), float(found.lats[i])) for i in (first, last))
    inside = slice(first, last + 1)
    for wider in WIDER_KM:
        way = _over_small(water, a, b, (found.lons[inside], found.lats[inside]), wider)
        if way is not None and length_km(way) <= LONGER * km + LONGER_KM:
            return [a, *way[1:-1], b]
    return None


def _over_small(
    water: Water, a: LonLat, b: LonLat, along: tuple[Floats, Floats], wider_km: float
) -> list[LonLat] | None:
    rows, cols = _small_unwrapped(*along)
    high = int(np.ceil(wider_km / KM_PER_DEGREE * SMALL))
    narrow = max(0.05, float(np.cos(np.radians(along[1].mean()))))
    wide = int(np.ceil(high / narrow))
    south, west = int(rows.min()) - high, int(cols.min()) - wide
    shape = int(rows.max()) + high + 1 - south, int(cols.max()) + wide + 1 - west
    row, col = np.indices(shape)
    wet = ~_dry(water, np.clip(row + south, 0, ROWS * FINE - 1), (col + west) % (COLS * FINE))
    starts, ends, cost = _steps(wet, narrow)
    spot = [_nearest_wet(wet, int(rows[i]) - south, int(cols[i]) - west) for i in (0, -1)]
    if None in spot:
        return None
    km_to, before = shortest_ways((starts, ends, cost), wet.size, int(spot[0] or 0))
    at = int(spot[1] or 0)
    if not np.isfinite(km_to[at]):
        return None
    trail = [at]
    while trail[-1] != spot[0]:
        trail.append(int(before[trail[-1]]))
    cells = [(number // shape[1], number % shape[1]) for number in trail[::-1]]
    kept = _straightened(wet, cells)
    return [
        a,
        *((round(-EAST + (c + west + 0.5) / SMALL, 5), round(SOUTH + (r + south + 0.5) / SMALL, 5)) for r, c in kept),
        b,
    ]


def _small_unwrapped(lons: Floats, lats: Floats) -> tuple[Ints, Ints]:
    """Return rows and columns of small cells; columns run on past ±180 as the longitudes do."""
    return _small(lons, lats)[0], np.floor((np.asarray(lons) + EAST) * SMALL).astype(np.int64)


def _nearest_wet(wet: Bools, row: int, col: int) -> int | None:
    """Return the number of the cell of water nearest to one, no more than a few off."""
    reach = 3
    top, left = max(0, row - reach), max(0, col - reach)
    rows, cols = np.nonzero(wet[top : row + reach + 1, left : col + reach + 1])
    if not len(rows):
        return None
    best = int(np.argmin((rows + top - row) ** 2 + (cols + left - col) ** 2))
    return int((rows[best] + top) * wet.shape[1] + cols[best] + left)


def _steps(wet: Bools, narrow: float) -> tuple[Ints, Ints, Floats]:
    """Return the steps between cells of water in both directions; aslant only where both cells beside are water."""
    number = np.arange(wet.size).reshape(wet.shape)
    shore = np.zeros_like(wet)
    for axis in (0, 1):
        for by in (-1, 1):
            shore |= ~np.roll(wet, by, axis=axis)
    weight = np.where(shore, BESIDE_COST, 1.0)
    side = KM_PER_DEGREE / SMALL
    starts, ends, costs = [], [], []
    for dr, dc in ((0, 1), (1, 0), (1, 1), (1, -1)):
        here = (slice(0, wet.shape[0] - dr), slice(max(0, -dc), wet.shape[1] - max(0, dc)))
        there = (slice(dr, None), slice(max(0, dc), wet.shape[1] - max(0, -dc)))
        open_ = wet[here] & wet[there]
        if dr and dc:
            open_ = open_ & wet[here[0], there[1]] & wet[there[0], here[1]]
        km = np.hypot(dr, dc * narrow) * side
        a, b = number[here][open_], number[there][open_]
        cost = km * (weight[here][open_] + weight[there][open_]) / 2
        starts += [a, b]
        ends += [b, a]
        costs += [cost, cost]
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(costs)


def _straightened(wet: Bools, cells: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out the cells of a way that a straight course over water makes needless."""
    kept, at = [cells[0]], 0
    while at < len(cells) - 1:
        after = min(at + SEEN, len(cells) - 1)
        while after > at + 1 and not _is_wet_between(wet, cells[at], cells[after]):
            after -= 1
        kept.append(cells[after])
        at = after
    return kept


def _is_wet_between(wet: Bools, a: tuple[int, int], b: tuple[int, int]) -> bool:
    count = 3 * max(abs(a[0] - b[0]), abs(a[1] - b[1])) + 1
    rows = np.floor(np.linspace(a[0], b[0], count) + 0.5).astype(np.int64)
    cols = np.floor(np.linspace(a[1], b[1], count) + 0.5).astype(np.int64)
    return bool(wet[rows, cols].all())
