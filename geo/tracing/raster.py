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

__all__ = ["CELLS", "COLS", "EAST", "ROWS", "SOUTH", "cells_along", "coast", "draw_land", "drawn", "spread"]

CELLS = 30  # to a degree
SOUTH, NORTH = -78, 82  # beyond, the sea is ice
EAST = 180
ROWS = (NORTH - SOUTH) * CELLS
COLS = 2 * EAST * CELLS


def draw_land(edges: tuple[Floats, Floats]) -> Bools:
    """Draw land into the grid: a cell is land where its middle is.

    Parameters
    ----------
    edges
        Both ends of each of its edges, as :func:`coast` gives them.

    Returns
    -------
    Rows from south to north, columns from 180° west to 180° east.
    """
    return drawn(*edges, cells=CELLS, south=SOUTH, rows=ROWS)


def coast(land: BaseGeometry) -> tuple[Floats, Floats]:
    """Return both ends of every straight part of the edges of polygons, degrees; shape ``(n, 2)`` each."""
    import shapely

    points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(land)), return_index=True)
    same = ring[1:] == ring[:-1]
    return points[:-1][same], points[1:][same]


def drawn(a: Floats, b: Floats, *, cells: int, south: float, rows: int) -> Bools:
    """Draw what some edges enclose into rows of a grid: a cell is inside where its middle is.

    Parameters
    ----------
    a, b
        Both ends of the edges, as :func:`coast` gives them.
    cells
        To a degree.
    south
        Where the rows begin, degrees.
    rows
        How many there are.

    Returns
    -------
    Rows from south to north, columns from 180° west to 180° east.
    """
    cols = 2 * EAST * cells
    toggles = np.zeros((rows, cols + 1), dtype=np.uint8)
    low, high = np.minimum(a[:, 1], b[:, 1]), np.maximum(a[:, 1], b[:, 1])
    first = np.clip(np.ceil((low - south) * cells - 0.5), 0, rows).astype(np.int64)
    last = np.clip(np.ceil((high - south) * cells - 0.5), 0, rows).astype(np.int64)
    counts = last - first
    side = np.repeat(np.arange(len(a)), counts)
    row = first[side] + np.arange(len(side)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = (south + (row + 0.5) / cells - a[side, 1]) / (b[side, 1] - a[side, 1])
    lon = a[side, 0] + share * (b[side, 0] - a[side, 0])
    col = np.clip(np.ceil((lon + EAST) * cells - 0.5), 0, cols).astype(np.int64)
    np.bitwise_xor.at(toggles.ravel(), row * (cols + 1) + col, 1)  # in at an odd crossing, out at an even one
    np.bitwise_xor.accumulate(toggles, axis=1, out=toggles)
    return toggles[:, :cols].view(np.bool_)


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
