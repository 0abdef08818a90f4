"""The window: which part of the Earth fits into how many points, and what of the atlas it shows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from layers.figure.ground import View
from layers.figure.projection import projection_for
from layers.map.extent import far_from, view_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geo.outlines import Extent
    from layers.figure.projection import Projection
    from layers.figure.sheet import Box
    from layers.figure.subject import Feature
    from layers.frames import Frames

__all__ = ["lonlat_of", "shape_wanted", "window"]

LEAST = 240_000.0  # metres: a figure of one town still shows the country around it
ROOM = (0.11, 0.10)  # free room on each side, for names: shares of width and height
LONGEST_EDGE = 0.5  # degrees
POLE = 89.9
RIM_POINTS = 25  # on each side of an extent


def lonlat_of(feature: Feature) -> NDArray[np.float64]:
    """Return the positions of a feature, dense enough to be projected."""
    import shapely

    return shapely.get_coordinates(shapely.segmentize(feature.row["geometry"], LONGEST_EDGE))


def shape_wanted(frames: Frames, features: Iterable[Feature]) -> float:
    """Return the height of what is to be shown as a share of its width, with room around."""
    _, (left, bottom, right, top) = _bounds(frames, features)
    return (top - bottom) / (right - left)


def window(frames: Frames, features: Iterable[Feature], box: Box) -> View:
    """Fit corridors and points into a box on the sheet.

    Parameters
    ----------
    frames, features
        The tables, and the features made of them.
    box
        Points on the sheet.
    """
    projection, (left, bottom, right, top) = _bounds(frames, features)
    width, height = box[2] - box[0], box[3] - box[1]
    scale = max((right - left) / width, (top - bottom) / height)
    x, y = (left + right) / 2 - scale * width / 2, (bottom + top) / 2 - scale * height / 2
    if projection.is_world:
        y = _on_the_globe(projection, y, scale * height)
    return View(projection, box, (x, y), scale)


def _on_the_globe(projection: Projection, low: float, high: float) -> float:
    """Return the lower edge of a window of some height, moved to show no more beyond the poles than it must."""
    south, north = projection.forward(np.array([[projection.middle, -POLE], [projection.middle, POLE]]))[:, 1]
    if high >= north - south:
        return float((south + north - high) / 2)
    return float(min(max(low, south), north - high))


def _bounds(frames: Frames, features: Iterable[Feature]) -> tuple[Projection, Box]:
    """Return the projection and left, bottom, right, top of what frames the map, metres, with room around."""
    west, south, east, north = view_of(frames)
    room = max((east - west) * 0.1, 1.0), max((north - south) * 0.1, 1.0)
    padded = (west - room[0], max(south - room[1], -85.0), east + room[0], min(north + room[1], 85.0))
    projection = projection_for(padded)
    if frames.words.extent:
        (left, bottom), (right, top) = _ends(projection.forward(_rim(frames.words.extent)))
        return projection, (left, bottom, right, top)
    far = set(far_from(frames))
    framing = [f for f in features if not f.is_area and f.row["id"] not in far] or list(features)
    (left, bottom), (right, top) = _ends(projection.forward(np.vstack([lonlat_of(f) for f in framing])))
    wide, high = (max(right - left, LEAST * 1.4), max(top - bottom, LEAST))
    high = max(high, wide * 0.2)
    x, y = (left + right) / 2, (bottom + top) / 2
    wide, high = (size / (1 - 2 * room) for size, room in zip((wide, high), ROOM, strict=True))
    if not all(map(math.isfinite, (x, y, wide, high))):
        return projection, (-1.7e7, -8.0e6, 1.7e7, 8.0e6)
    return projection, (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _ends(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the greatest of points that a projection can show."""
    shown = points[np.isfinite(points).all(axis=1)]
    return shown.min(axis=0), shown.max(axis=0)


def _rim(extent: Extent) -> NDArray[np.float64]:
    """Return positions along the edges of an extent."""
    west, south, east, north = extent
    lons, lats = np.linspace(west, east, RIM_POINTS), np.linspace(south, north, RIM_POINTS)
    across = [np.column_stack([lons, np.full(RIM_POINTS, lat)]) for lat in (south, north)]
    return np.vstack([*across, *(np.column_stack([np.full(RIM_POINTS, lon), lats]) for lon in (west, east))])
