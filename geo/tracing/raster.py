"""A grid of two minutes of arc between 78° south and 82° north: drawing land into it, finding cells in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["CELLS", "COLS", "EAST", "SOUTH", "cells_along", "draw_land", "spread"]

CELLS = 30  # to a degree
SOUTH, NORTH = -78, 82  # beyond, the sea is ice
EAST = 180
ROWS = (NORTH - SOUTH) * CELLS
COLS = 2 * EAST * CELLS


def draw_land(land: BaseGeometry) -> Bools:
    """Draw polygons into the grid: a cell is land where its middle is.

    Parameters
    ----------
    land
        Polygons, WGS 84 degrees.

    Returns
    -------
    Rows from south to north, columns from 180° west to 180° east.
    """
    import shapely

    toggles = np.zeros((ROWS, COLS + 1), dtype=np.uint8)
    polygons = shapely.get_parts(land, return_index=False)
    rings = shapely.get_rings(polygons)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    a, b = points[:-1][same], points[1:][same]
    low, high = np.minimum(a[:, 1], b[:, 1]), np.maximum(a[:, 1], b[:, 1])
    first = np.clip(np.ceil((low - SOUTH) * CELLS - 0.5), 0, ROWS).astype(np.int64)
    last = np.clip(np.ceil((high - SOUTH) * CELLS - 0.5), 0, ROWS).astype(np.int64)
    counts = last - first
    side = np.repeat(np.arange(len(a)), counts)
    row = first[side] + np.arange(len(side)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = (SOUTH + (row + 0.5) / CELLS - a[side, 1]) / (b[side, 1] - a[side, 1])
    lon = a[side, 0] + share * (b[side, 0] - a[side, 0])
    col = np.clip(np.ceil((lon + EAST) * CELLS - 0.5), 0, COLS).astype(np.int64)
    np.bitwise_xor.at(toggles.ravel(), row * (COLS + 1) + col, 1)  # in at an odd crossing, out at an even one
    np.bitwise_xor.accumulate(toggles, axis=1, out=toggles)
    return toggles[:, :COLS].view(np.bool_)


def spread(mask: Bools) -> Bools:
    """Widen a mask by one cell on all sides; the grid closes at ±180°."""
    wide = mask | np.roll(mask, 1, axis=1) | np.roll(mask, -1, axis=1)
    tall = wide.copy()
    tall[1:] |= wide[:-1]
    tall[:-1] |= wide[1:]
    return tall


def cells_along(lons: Floats, lats: Floats) -> tuple[Ints, Ints]:
    """Return row and column of the cells in which points lie; beyond the grid's edge the nearest."""
    rows = np.minimum(np.maximum(np.floor((np.asarray(lats) - SOUTH) * CELLS), 0), ROWS - 1).astype(np.int64)
    cols = np.floor((np.asarray(lons) + EAST) * CELLS).astype(np.int64) % COLS
    return rows, cols
