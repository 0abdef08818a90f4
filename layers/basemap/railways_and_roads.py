"""Railways and main roads, thin and grey: the networks that corridors are traced on, thinned to what a map shows.

They come packed, thinned beforehand to cells of some kilometres, so that a map without trains compiles no railways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geo.outlines.packed import UNITS
from layers.basemap.packed_lines import TRACKS, open_lines
from layers.basemap.records import Drawn
from layers.basemap.rivers_and_borders import within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.outlines import Extent
    from layers.basemap.nearness import Nearness
    from layers.basemap.packed_lines import PackedLines

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

__all__ = ["thinned", "tracks_of"]

CELLS = 420  # grid cells across a map: what falls into one cell is one point
FINE = 0.02  # degrees: grid cells near what the map is about
MOST_POINTS = {"rail": 7000, "road": 9000}
COARSER = 1.5
SHORT = 2.5  # cells: a line shorter than that leads nowhere on such a map
BEYOND = 1.0  # zoom levels past that of the whole map from which fine lines are drawn on a wide one
WIDE, WIDEST = 40.0, 100.0  # degrees: wider maps show fine lines later; still wider ones show no others
FINE_CELLS = 3000
PAIRS = 1.4  # pairs of points to a point of the lines that they make
FULL_TURN = 10_000_000  # more than there are cells round the world


def tracks_of(
    mode: Literal["rail", "road"], extent: Extent, *, fit: float, nearness: Nearness | None = None
) -> tuple[Drawn, ...]:
    """Return the railways or main roads of an extent.

    Parameters
    ----------
    mode
        Which of the two.
    extent
        West, south, east, north, degrees.
    fit
        Zoom at which all of it is seen.
    nearness
        Near what they are drawn finely.
    """
    starts, ends = _pieces(open_lines(TRACKS[mode]), extent)
    if not len(starts):
        return ()
    near = nearness.near((starts + ends) / 2) if nearness is not None else np.zeros(len(starts), dtype=np.bool_)
    wide = extent[2] - extent[0]
    if wide > WIDEST:
        starts, ends, near = starts[near], ends[near], near[near]
    found = thinned(starts[~near], ends[~near], wide / CELLS, MOST_POINTS[mode] // 2)
    short = SHORT * wide / CELLS
    far = [Drawn(0.0, part) for line in found if _length(line) >= short for part in within(line, extent)]
    room = MOST_POINTS[mode] - sum(len(line.points) for line in far)
    zoom = fit + BEYOND if wide > WIDE else 0.0
    found = thinned(starts[near], ends[near], max(FINE, wide / FINE_CELLS), room)
    close = [Drawn(zoom, part) for line in found for part in within(line, extent)]
    return tuple(sorted((*far, *close), key=lambda line: -len(line.points)))


def _pieces(lines: PackedLines, extent: Extent) -> tuple[Floats, Floats]:
    """Return both ends of every piece of the lines that come into an extent."""
    found = [line / UNITS for _, _, line in lines.within(extent, np.inf)]
    if not found:
        return np.empty((0, 2)), np.empty((0, 2))
    starts, ends = (np.concatenate([line[part] for line in found]) for part in (slice(None, -1), slice(1, None)))
    west, south, east, north = extent
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    inside = (high >= (west, south)).all(axis=1) & (low <= (east, north)).all(axis=1)
    return starts[inside], ends[inside]


def thinned(starts: Floats, ends: Floats, cell: float, most: int) -> list[NDArray[np.int32]]:
    """Join ways to lines of about so many points, all points of a grid cell made one; cells grow until it is enough."""
    import shapely

    most = max(most, 0)  # where nothing is left to spend, the cells grow until nothing is left to draw
    while True:
        middles, pairs = _meeting(starts, ends, cell)
        if len(pairs) <= most * PAIRS:
            break
        cell *= COARSER
    if not len(pairs):
        return []
    ways: Any = shapely.linestrings(middles[pairs])
    joined = shapely.line_merge(shapely.multilinestrings(ways))
    lines = shapely.simplify(shapely.get_parts(joined), 0.5 * cell)
    return [np.rint(shapely.get_coordinates(line) * UNITS).astype(np.int32) for line in lines]


def _meeting(starts: Floats, ends: Floats, cell: float) -> tuple[Floats, Ints]:
    """Return the middles of the points in each cell of a grid, and which of them ways join, each pair once."""
    points = np.concatenate([starts, ends])
    cells = np.floor(points / cell).astype(np.int64)
    _, number, sizes = np.unique(cells[:, 0] * FULL_TURN + cells[:, 1], return_inverse=True, return_counts=True)
    middles = np.column_stack([np.bincount(number, weights=points[:, axis]) / sizes for axis in (0, 1)])
    a, b = number.reshape(2, -1)
    keys = np.unique((np.minimum(a, b) * len(sizes) + np.maximum(a, b))[a != b])
    return middles, np.column_stack((keys // len(sizes), keys % len(sizes)))


def _length(line: NDArray[np.int32]) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum() / UNITS)
