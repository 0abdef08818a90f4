"""The world's water as a network: large cells in the open, cells of two minutes of arc along the coasts.

Land is drawn into a grid of two minutes (3.7 km from north to south); canals and straits narrower than that are opened
along their middle. Squares of water that hold no land and touch none are merged to squares of up to 16 cells. Each
square is a point of the network, joined to all it touches. The grid itself is kept, one bit a cell, to tell whether a
straight line stays on water.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.cache import opened
from geo.geodesy import haversine_km
from geo.tracing.arrays import read_arrays, write_arrays
from geo.tracing.coastline import FINE, divide
from geo.tracing.data_files import lane_file, water_fingerprint
from geo.tracing.graph import Network, arrange, network_of
from geo.tracing.point_search import wrapped
from geo.tracing.raster import CELLS, COLS, EAST, SOUTH, cells_along, coast, draw_land, spread
from geo.tracing.sea_lanes import read_lanes, read_routes, read_straits

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.model import LonLat

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["Water", "open_water"]

LEVELS = 4  # squares of 1, 2, 4, 8 and 16 cells
STRIP = 1 << LEVELS
LAND_COST = 3.0  # of a lane that crosses land on this grid
STRAIT = 2  # a lane over no more cells of land than these goes through a strait that the grid is too coarse for
AT_A_TIME = 1 << 18
_BITS = (128 >> np.arange(8)).astype(np.uint8)  # the cells that one byte of a mask holds, from west to east
COAST_COST = 2.5  # ships keep off the coast where they can


@dataclass(frozen=True, slots=True, eq=False)
class Water:
    """Water as a network, the lanes upon it, and the grid below.

    Attributes
    ----------
    squares
        The network of squares; lengths of ways along coasts are raised by ``COAST_COST``.
    lanes
        The network of sea lanes; origin 1 is what is sailed only on request.
    basins
        For each square the number of its sea; two squares with the same number are joined by water.
    canals
        For each square whether it was opened along a lane, so that a course there must keep to it.
    land, shore
        One bit a cell, rows from south to north: whether it is land; whether it is land or touches land.
    fine_cells, fine_bits
        The cells through which a coast goes, and what of each is land; see :func:`geo.tracing.coastline.divide`.
    """

    squares: Network
    lanes: Network
    basins: NDArray[np.int32]
    canals: Bools
    land: NDArray[np.uint8]
    shore: NDArray[np.uint8]
    fine_cells: Ints
    fine_bits: NDArray[np.uint64]

    def is_clear(self, lons: Floats, lats: Floats, *, of_shore: bool = False) -> bool:
        """Tell whether all of some points are on water, and off the shore if this is asked."""
        return bool(self.clear(lons, lats, of_shore=of_shore).all())

    def clear(self, lons: Floats, lats: Floats, *, of_shore: bool = False) -> Bools:
        """Tell of each of some points whether it is on water, and off the shore if this is asked."""
        rows, cols = cells_along(lons, lats)
        mask = self.shore if of_shore else self.land
        return np.asarray(mask[rows, cols >> 3] & _BITS[cols & 7] == 0)

    def is_canal(self, place: LonLat) -> bool:
        """Tell whether a place is the point of a square that was opened along a lane."""
        first = int(np.searchsorted(self.squares.lats, place[1]))
        last = int(np.searchsorted(self.squares.lats, place[1], side="right"))
        found = np.flatnonzero(self.squares.lons[first:last] == place[0])
        return bool(len(found)) and bool(self.canals[first + int(found[0])])


@cache
def open_water() -> Water:
    """Open the water, compiled first if this is the first time (some ten seconds).

    Raises
    ------
    DataError
        If outlines or lanes cannot be read.
    CacheError
        If the cache folder cannot be written.
    """
    key = water_fingerprint()
    return opened("water.network", key=key, build=_build, read=lambda path: _water_of(read_arrays(path)))


def _water_of(arrays: dict[str, NDArray[Any]]) -> Water:
    parts: dict[str, dict[str, NDArray[Any]]] = {"squares": {}, "lanes": {}}
    for name, array in arrays.items():
        part, dot, field = name.partition(".")
        if dot:
            parts[part][field] = array
    squares, lanes = network_of(parts["squares"]), network_of(parts["lanes"])
    rest = {name: arrays[name] for name in ("basins", "canals", "land", "shore", "fine_cells", "fine_bits")}
    return Water(squares, lanes, **rest)


def _build(path: Path) -> None:
    from geo.outlines import land

    lanes = read_lanes(lane_file())
    edges = coast(land("10m"))
    grid = draw_land(edges)
    straits = _parts(read_straits())
    opened = np.column_stack(_points_along(straits, per_cell=4 * FINE)[1:])
    fine_cells, fine_bits = divide(edges, grid, opened)
    by_hand = _open_straits(grid, straits, len(grid))
    charted = grid.copy()  # without what lanes alone open: some of them cut across a cape in many short parts
    by_lane = _open_straits(grid, _parts(lanes), STRAIT)
    squares, basins, canals_ = _squares(grid, spread(grid), by_hand, by_lane)
    write_arrays(
        path,
        {
            **{f"squares.{name}": array for name, array in squares.items()},
            **{
                f"lanes.{name}": array
                for name, array in _lane_network(_parts(lanes), _parts(read_routes()), charted).items()
            },
            "basins": basins,
            "canals": canals_,
            "land": np.packbits(charted, axis=1),
            "shore": np.packbits(spread(charted), axis=1),
            "fine_cells": fine_cells,
            "fine_bits": fine_bits,
        },
    )


def _parts(lines: list[Floats]) -> Floats:
    """Return the straight parts of lines: longitude and latitude of both ends, shape ``(n, 4)``."""
    return np.concatenate([np.hstack((line[:-1], line[1:])) for line in lines])


def _open_straits(land: Bools, parts: Floats, widest: int) -> Floats:
    """Make water of the land under each straight part of a lane, if it is no more than some cells.

    Returns the points of the lanes in these cells, several to a cell.
    """
    part, lons, lats = _points_along(parts)
    rows, cols = cells_along(lons, lats)
    over = np.flatnonzero(land[rows, cols])
    cells = np.unique(np.column_stack((part[over], rows[over], cols[over])), axis=0)
    few = np.bincount(cells[:, 0], minlength=len(parts))[part[over]] <= widest
    over = over[few]
    land[rows[over], cols[over]] = False
    return np.column_stack((lons[over], lats[over]))


def _points_along(parts: Floats, *, per_cell: int = 4) -> tuple[Ints, Floats, Floats]:
    """Return points along straight parts of lines, some to a cell: which part, longitude, latitude."""
    east, north = wrapped(parts[:, 2] - parts[:, 0]), parts[:, 3] - parts[:, 1]
    counts = (np.hypot(east, north) * CELLS * per_cell).astype(np.int64) + 2
    part = np.repeat(np.arange(len(parts)), counts)
    share = (np.arange(len(part)) - np.repeat(np.cumsum(counts) - counts, counts)) / (counts[part] - 1)
    return part, parts[part, 0] + share * east[part], parts[part, 1] + share * north[part]


def _squares(
    land: Bools, shore: Bools, by_hand: Floats, by_lane: Floats
) -> tuple[dict[str, NDArray[Any]], NDArray[np.int32], Bools]:
    """Merge cells to squares and join those that touch; return the network, its basins and its canals.

    A square that a lane alone opened is taken where there is no other way: it counts as land that is crossed.
    """
    count = 0
    lons, lats, sizes = [], [], []
    pairs = []  # of squares that touch, each once: the lower number, 32 bits higher, and the higher
    above = np.empty((0, land.shape[1]), dtype=np.int32)
    for first in range(0, len(land), STRIP):
        level = _levels(land[first : first + STRIP], shore[first : first + STRIP])
        number = np.full(level.shape, -1, dtype=np.int32)
        for power in range(LEVELS + 1):
            width = 1 << power
            rows, cols = np.nonzero(level[::width, ::width] == power)
            names = count + np.arange(len(rows))
            count += len(rows)
            block = np.full((level.shape[0] // width, level.shape[1] // width), -1, dtype=np.int32)
            block[rows, cols] = names
            number = np.maximum(number, np.repeat(np.repeat(block, width, axis=0), width, axis=1))
            lats.append(SOUTH + (first + (rows + 0.5) * width) / CELLS)
            lons.append(-EAST + (cols + 0.5) * width / CELLS)
            sizes.append(np.full(len(rows), width))
        one, other = _touching(np.vstack((above, number)))
        pairs.append(_each_once(np.minimum(one, other).astype(np.int64) << 32 | np.maximum(one, other)))
        above = number[-1:]
    lon, lat, size = np.concatenate(lons), np.concatenate(lats), np.concatenate(sizes)
    keys = _each_once(np.concatenate(pairs))
    del pairs
    a, b = (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32)
    del keys  # with millions of pairs, what is not needed any more weighs
    rows, cols = cells_along(lon, lat)
    cells = rows * land.shape[1] + cols
    canal = _follow_lanes(lon, lat, cells, np.concatenate((by_hand, by_lane)))
    crossed = np.isin(cells, np.ravel_multi_index(cells_along(by_lane[:, 0], by_lane[:, 1]), land.shape))
    coastal = shore[rows, cols] & (size == 1)
    km = _apart_km(lon, lat, a, b)
    km[coastal[a] & coastal[b]] *= COAST_COST
    km[crossed[a] | crossed[b]] *= LAND_COST
    del cells, crossed
    order = np.argsort(lat, kind="stable")
    basin = _basins(a, b, count)
    both = (np.concatenate((a, b)), np.concatenate((b, a)), np.tile(km.astype(np.float32), 2))
    del a, b, km, coastal
    bridged = np.zeros(len(both[0]), dtype=np.bool_)
    return arrange(lon, lat, (*both, bridged)), basin[order], canal[order]


def _apart_km(lon: Floats, lat: Floats, a: NDArray[np.int32], b: NDArray[np.int32]) -> Floats:
    """Measure how far points stand apart, some at a time: the formula needs ten arrays of its own."""
    km = np.empty(len(a))
    for first in range(0, len(a), AT_A_TIME):
        i, j = a[first : first + AT_A_TIME], b[first : first + AT_A_TIME]
        km[first : first + AT_A_TIME] = haversine_km(lon[i], lat[i], lon[j], lat[j])
    return km


def _each_once(keys: Ints) -> Ints:
    """Return numbers in ascending order, each once."""
    keys = np.sort(keys)
    return keys[np.concatenate(([True], np.diff(keys) != 0))[: len(keys)]]


def _follow_lanes(lon: Floats, lat: Floats, cells: Ints, opened: Floats) -> Bools:
    """Move the points of opened squares to the middle of the lane in them; tell which squares these are."""
    rows, cols = cells_along(opened[:, 0], opened[:, 1])
    names, which, counts = np.unique(rows * COLS + cols, return_inverse=True, return_counts=True)
    order = np.argsort(cells)
    at = order[np.searchsorted(cells, names, sorter=order).clip(max=len(cells) - 1)]
    there = cells[at] == names
    lon[at[there]] = (np.bincount(which, weights=wrapped(opened[:, 0])) / counts)[there]
    lat[at[there]] = (np.bincount(which, weights=opened[:, 1]) / counts)[there]
    canal = np.zeros(len(cells), dtype=np.bool_)
    canal[at[there]] = True
    return canal


def _basins(a: NDArray[np.int32], b: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    links = csr_matrix((np.ones(len(a), np.int8), (a, b)), shape=(count, count))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int32)


def _levels(land: Bools, shore: Bools) -> NDArray[np.int8]:
    """Return for each cell of a strip how often its square was doubled, -1 for land."""
    level = np.where(land, -1, 0).astype(np.int8)
    whole = ~shore
    for power in range(1, LEVELS + 1):
        rows, cols = whole.shape
        whole = np.asarray(whole.reshape(rows // 2, 2, cols // 2, 2).all(axis=(1, 3)))
        level[np.repeat(np.repeat(whole, 1 << power, axis=0), 1 << power, axis=1)] = power
    return level


def _touching(number: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return all pairs of squares that touch by a side or a corner; the grid closes at ±180°."""
    east = np.roll(number, -1, axis=1)
    found = [(number, east), (number[:-1], number[1:]), (number[:-1], east[1:]), (east[:-1], number[1:])]
    starts, ends = [], []
    for a, b in found:
        keep = (a != b) & (a >= 0) & (b >= 0)
        starts.append(a[keep])
        ends.append(b[keep])
    return np.concatenate(starts), np.concatenate(ends)


def _lane_network(lanes: Floats, on_request: Floats, land: Bools) -> dict[str, NDArray[Any]]:
    """Join the lanes where they have a point in common; those over land are three times as long.

    Each end of the routes sailed on request is joined to the nearest point of a lane.
    """
    known = lanes.reshape(-1, 2)
    joins = []
    for point in (on_request[0, :2], on_request[-1, 2:]):
        nearest = known[int(np.argmin(haversine_km(known[:, 0], known[:, 1], *point)))]
        joins.append(np.concatenate((point, nearest)))
    parts = np.concatenate((lanes, on_request, np.array(joins)))
    asked = np.arange(len(parts)) >= len(lanes)
    ends = np.round(parts.reshape(-1, 2), 4)
    ends[:, 0] = wrapped(ends[:, 0])
    places, names = np.unique(ends, axis=0, return_inverse=True)
    a, b = names.reshape(-1, 2).T
    part, lons, lats = _points_along(parts)
    over = np.bincount(part[land[cells_along(lons, lats)]], minlength=len(parts)) > 0
    km = haversine_km(*parts.T) * np.where(over, LAND_COST, 1.0)
    pairs, first = np.unique(np.minimum(a, b) * len(places) + np.maximum(a, b), return_index=True)
    a, b, km, asked = pairs // len(places), pairs % len(places), km[first], asked[first]
    a, b, km, asked = a[a != b], b[a != b], km[a != b], asked[a != b]
    both = (np.concatenate((a, b)), np.concatenate((b, a)), np.concatenate((km, km)))
    origin = np.concatenate((asked, asked)).astype(np.uint8)
    return arrange(places[:, 0], places[:, 1], (*both, np.zeros(2 * len(km), dtype=np.bool_)), more={"origin": origin})
