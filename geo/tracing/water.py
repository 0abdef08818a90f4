"""The world's water as a network: large cells in the open, cells of two minutes of arc along the coasts.

Land is drawn into a grid of two minutes (3.7 km from north to south); canals and straits narrower than that are opened
along their sea lane. Squares of water that hold no land and touch none are merged to squares of up to 16 cells. Each square
is a point of the network, joined to all it touches. The grid itself is kept, one bit a cell, to tell whether a straight
line stays on water.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.cache import built, fingerprint, forget
from geo.earth import haversine_km
from geo.errors import DataError
from geo.tracing.arrays import read_arrays, write_arrays
from geo.tracing.graph import Network, arrange, network_of, wrapped
from geo.tracing.lanes import lane_file, read_lanes
from geo.tracing.raster import CELLS, EAST, SOUTH, cells_along, draw_land, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["Water", "open_water", "water_fingerprint"]

FORMAT = "1"  # of the compiled file; a change makes every user's be built anew
LEVELS = 4  # squares of 1, 2, 4, 8 and 16 cells
STRIP = 1 << LEVELS
LAND_COST = 3.0  # of a lane that crosses land on this grid
STRAIT = 2  # a lane over no more cells of land than these goes through a strait that the grid is too coarse for
COAST_COST = 1.6  # ships keep off the coast where they can


@dataclass(frozen=True, slots=True, eq=False)
class Water:
    """Water as a network, the lanes upon it, and the grid below.

    Attributes
    ----------
    squares
        The network of squares; lengths of ways along coasts are raised by ``COAST_COST``.
    lanes
        The network of sea lanes.
    land, shore
        One bit a cell, rows from south to north: whether it is land; whether it is land or touches land.
    """

    squares: Network
    lanes: Network
    land: NDArray[np.uint8]
    shore: NDArray[np.uint8]

    def is_clear(self, lons: Floats, lats: Floats, *, of_shore: bool = False) -> bool:
        """Tell whether all of some points are on water, and off the shore if this is asked."""
        rows, cols = cells_along(lons, lats)
        mask = self.shore if of_shore else self.land
        bits = mask[rows, cols >> 3] >> (7 - (cols & 7)).astype(np.uint8) & 1
        return not bool(bits.any())


@cache
def water_fingerprint() -> str:
    """Return a hash that changes when the outlines or the lanes change."""
    from geo.outlines.packed import path_of  # noqa: PLC0415 - light, but needed for ships alone

    code = [Path(__file__).with_name(name) for name in ("water.py", "raster.py", "lanes.py", "graph.py")]
    return fingerprint([FORMAT, *code, path_of("10m"), lane_file()])


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
    path = built("water.network", key=key, build=_build)
    try:
        return _water_of(read_arrays(path))
    except (DataError, KeyError):  # damaged in its middle: build it again, once
        forget(path)
        return _water_of(read_arrays(built("water.network", key=key, build=_build)))


def _water_of(arrays: dict[str, NDArray[Any]]) -> Water:
    parts: dict[str, dict[str, NDArray[Any]]] = {"squares": {}, "lanes": {}}
    for name, array in arrays.items():
        part, dot, field = name.partition(".")
        if dot:
            parts[part][field] = array
    return Water(network_of(parts["squares"]), network_of(parts["lanes"]), arrays["land"], arrays["shore"])


def _build(path: Path) -> None:
    from geo.outlines import land  # noqa: PLC0415 - brings shapely; needed only when the water is compiled

    lanes, canals = read_lanes(lane_file())
    grid = draw_land(land("10m"))
    _open_straits(grid, _parts(canals), len(grid))
    _open_straits(grid, _parts(lanes), STRAIT)
    shore = spread(grid)
    squares = _squares(grid, shore)
    write_arrays(
        path,
        {
            **{f"squares.{name}": array for name, array in squares.items()},
            **{f"lanes.{name}": array for name, array in _lane_network(_parts(lanes), grid).items()},
            "land": np.packbits(grid, axis=1),
            "shore": np.packbits(shore, axis=1),
        },
    )


def _parts(lines: list[Floats]) -> Floats:
    """Return the straight parts of lines: longitude and latitude of both ends, shape ``(n, 4)``."""
    return np.concatenate([np.hstack((line[:-1], line[1:])) for line in lines])


def _open_straits(land: Bools, parts: Floats, widest: int) -> None:
    """Make water of the land under each straight part of a lane, if it is no more than some cells."""
    part, rows, cols = _cells_under(parts)
    over = land[rows, cols]
    part, rows, cols = part[over], rows[over], cols[over]
    few = np.bincount(part, minlength=len(parts))[part] <= widest
    land[rows[few], cols[few]] = False


def _cells_under(parts: Floats) -> tuple[Ints, Ints, Ints]:
    """Return all cells under straight parts of lines: which part, row, column; each once."""
    east = wrapped(parts[:, 2] - parts[:, 0])
    north = parts[:, 3] - parts[:, 1]
    counts = (np.hypot(east, north) * CELLS * 4).astype(np.int64) + 2
    part = np.repeat(np.arange(len(parts)), counts)
    share = (np.arange(len(part)) - np.repeat(np.cumsum(counts) - counts, counts)) / (counts[part] - 1)
    rows, cols = cells_along(parts[part, 0] + share * east[part], parts[part, 1] + share * north[part])
    new = np.concatenate(([True], (np.diff(part) != 0) | (np.diff(rows) != 0) | (np.diff(cols) != 0)))
    return part[new], rows[new], cols[new]


def _squares(land: Bools, shore: Bools) -> dict[str, NDArray[Any]]:
    """Merge cells to squares and join those that touch."""
    count = 0
    lons, lats, sizes = [], [], []
    starts, ends = [], []
    above = np.empty((0, land.shape[1]), dtype=np.int64)
    for first in range(0, len(land), STRIP):
        level = _levels(land[first : first + STRIP], shore[first : first + STRIP])
        number = np.full(level.shape, -1, dtype=np.int64)
        for power in range(LEVELS + 1):
            width = 1 << power
            rows, cols = np.nonzero(level[::width, ::width] == power)
            names = count + np.arange(len(rows))
            count += len(rows)
            block = np.full((level.shape[0] // width, level.shape[1] // width), -1, dtype=np.int64)
            block[rows, cols] = names
            number = np.maximum(number, np.repeat(np.repeat(block, width, axis=0), width, axis=1))
            lats.append(SOUTH + (first + (rows + 0.5) * width) / CELLS)
            lons.append(-EAST + (cols + 0.5) * width / CELLS)
            sizes.append(np.full(len(rows), width))
        a, b = _touching(np.vstack((above, number)))
        starts.append(a)
        ends.append(b)
        above = number[-1:]
    lon, lat, size = np.concatenate(lons), np.concatenate(lats), np.concatenate(sizes)
    a, b = np.concatenate(starts), np.concatenate(ends)
    pairs = np.sort(np.minimum(a, b) * count + np.maximum(a, b))
    pairs = pairs[np.concatenate(([True], np.diff(pairs) != 0))]
    a, b = pairs // count, pairs % count
    km = haversine_km(lon[a], lat[a], lon[b], lat[b])
    rows, cols = cells_along(lon, lat)
    coastal = shore[rows, cols] & (size == 1)
    km = km * np.where(coastal[a] & coastal[b], COAST_COST, 1.0)
    both = (np.concatenate((a, b)), np.concatenate((b, a)), np.concatenate((km, km)))
    return arrange(lon, lat, (*both, np.zeros(2 * len(km), dtype=np.bool_)))


def _levels(land: Bools, shore: Bools) -> NDArray[np.int8]:
    """Return for each cell of a strip how often its square was doubled, -1 for land."""
    level = np.where(land, -1, 0).astype(np.int8)
    whole = ~shore
    for power in range(1, LEVELS + 1):
        rows, cols = whole.shape
        whole = whole.reshape(rows // 2, 2, cols // 2, 2).all(axis=(1, 3))
        level[np.repeat(np.repeat(whole, 1 << power, axis=0), 1 << power, axis=1)] = power
    return level


def _touching(number: Ints) -> tuple[Ints, Ints]:
    """Return all pairs of squares that touch by a side or a corner; the grid closes at ±180°."""
    east = np.roll(number, -1, axis=1)
    found = [(number, east), (number[:-1], number[1:]), (number[:-1], east[1:]), (east[:-1], number[1:])]
    starts, ends = [], []
    for a, b in found:
        keep = (a != b) & (a >= 0) & (b >= 0)
        starts.append(a[keep])
        ends.append(b[keep])
    return np.concatenate(starts), np.concatenate(ends)


def _lane_network(parts: Floats, land: Bools) -> dict[str, NDArray[Any]]:
    """Join the lanes where they have a point in common; those over land are three times as long."""
    ends = np.round(parts.reshape(-1, 2), 4)
    ends[:, 0] = wrapped(ends[:, 0])
    places, names = np.unique(ends, axis=0, return_inverse=True)
    a, b = names.reshape(-1, 2).T
    part, rows, cols = _cells_under(parts)
    over = np.bincount(part[land[rows, cols]], minlength=len(parts)) > 0
    km = haversine_km(*parts.T) * np.where(over, LAND_COST, 1.0)
    pairs, first = np.unique(np.minimum(a, b) * len(places) + np.maximum(a, b), return_index=True)
    a, b, km = pairs // len(places), pairs % len(places), km[first]
    a, b, km = a[a != b], b[a != b], km[a != b]
    both = (np.concatenate((a, b)), np.concatenate((b, a)), np.concatenate((km, km)))
    return arrange(places[:, 0], places[:, 1], (*both, np.zeros(2 * len(km), dtype=np.bool_)))
