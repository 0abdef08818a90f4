"""Rivers and inner borders: packed lines of the world, cut to a map, fine near what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from layers.basemap.nearness import runs
from layers.basemap.packed_lines import REGIONS, RIVERS, UNITS, open_lines
from layers.basemap.records import Drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.outlines import Extent
    from layers.basemap.nearness import Nearness

    Line = NDArray[np.int32]

__all__ = ["inner_borders_of", "rivers_of", "within"]

PIXELS = 1100.0  # of a map across its first view
MOST_POINTS = {RIVERS: 9000, REGIONS: 6000}
BEYOND = (1.2, 5.0)  # zoom levels past that of the whole map: for all of it, near its features
LEAST_ZOOM = 4.5  # inner borders are for the map of a country or less


def rivers_of(extent: Extent, *, fit: float, nearness: Nearness | None = None) -> tuple[Drawn, ...]:
    """Return the rivers of an extent, those that matter on its map, and near its features all that are known.

    Parameters
    ----------
    extent
        West, south, east, north, degrees.
    fit
        Zoom at which all of it is seen.
    nearness
        Near what they are drawn finely.
    """
    return _cut(RIVERS, extent, lambda rank: 1.0 + 0.5 * rank, fit=fit, nearness=nearness)


def inner_borders_of(extent: Extent, *, fit: float, nearness: Nearness | None = None) -> tuple[Drawn, ...]:
    """Return the borders between first-order regions of an extent; parameters as for :func:`rivers_of`."""
    return _cut(REGIONS, extent, lambda rank: max(LEAST_ZOOM, rank - 1.0), fit=fit, nearness=nearness)


def _cut(
    path: Path, extent: Extent, zoom_of: Callable[[float], float], *, fit: float, nearness: Nearness | None
) -> tuple[Drawn, ...]:
    tolerance = (extent[2] - extent[0]) / PIXELS * UNITS
    far, close = (fit + levels for levels in BEYOND)
    lines = [each for each in open_lines(path).within(extent, np.inf) if zoom_of(each[1]) <= close]
    pieces = [
        (zoom_of(rank), name, is_near, piece)
        for (name, rank, line), close_by in zip(lines, _near([line for *_, line in lines], nearness), strict=True)
        for is_near, piece in runs(line, close_by)
        if is_near or zoom_of(rank) <= far
    ]
    while True:
        kept = [each for each in pieces if each[0] <= (close if each[2] else far)]
        simple = _simple([line for *_, line in kept], [0 if is_near else tolerance for _, _, is_near, _ in kept])
        if sum(map(len, simple)) <= MOST_POINTS[path]:
            break
        tolerance, far, close = tolerance * 1.5, far - 0.25, close - 0.5
    drawn = [
        Drawn(zoom, part, name)
        for (zoom, name, _, _), line in zip(kept, simple, strict=True)
        for part in within(line, extent)
    ]
    return tuple(sorted(drawn, key=lambda line: (line.zoom, line.name, -len(line.points))))


def _near(lines: Sequence[Line], nearness: Nearness | None) -> list[NDArray[np.bool_]]:
    """Tell of all points of lines which are near; of all lines at once, which is many times quicker."""
    ends = np.cumsum([len(line) for line in lines])
    if nearness is None or not lines:
        return [np.zeros(len(line), dtype=np.bool_) for line in lines]
    return np.split(nearness.near(np.concatenate(lines) / UNITS), ends[:-1])


def within(line: Line, extent: Extent) -> Iterator[Line]:
    """Yield the parts of a line (thousandths of a degree) that lie in an extent (degrees)."""
    import shapely

    west, south, east, north = (value * UNITS for value in extent)
    (left, bottom), (right, top) = line.min(axis=0), line.max(axis=0)
    if west <= left and south <= bottom and right <= east and top <= north:
        yield line
        return
    for part in shapely.get_parts(shapely.clip_by_rect(shapely.LineString(line), west, south, east, north)):
        if part.geom_type == "LineString" and not part.is_empty:
            yield np.rint(shapely.get_coordinates(part)).astype(np.int32)


def _simple(lines: Sequence[Line], tolerances: Sequence[float]) -> list[Line]:
    """Simplify lines, each by its own tolerance."""
    import shapely

    if not lines:
        return []
    made = shapely.linestrings(np.concatenate(lines), indices=np.repeat(np.arange(len(lines)), list(map(len, lines))))
    points, which = shapely.get_coordinates(shapely.simplify(made, np.array(tolerances)), return_index=True)
    ends = np.cumsum(np.bincount(which, minlength=len(lines)))
    return np.split(np.rint(points).astype(np.int32), ends[:-1])
