"""What part of the Earth a map shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import distance_km
from layers.frames.bounds import bounds

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.outlines import Extent
    from layers.frames import Frames

__all__ = ["extent_of", "far_from", "frame_of", "near", "padded", "view_of"]

ROOM = 0.7  # how much of the frame's size is drawn in detail on each side
MOST_ROOM = 30.0  # degrees: beyond it, more detail than a reader pans to
LEAST_SPAN = 6.0  # degrees: a map of one town still shows the country around it
WHOLE_WORLD: Extent = (-180.0, -58.0, 180.0, 78.0)
BACKDROP = ("continent", "ocean")  # too large to be framed
MERCATOR_LIMIT = 84.0
FAR_FACTOR = 3.0  # so many diagonals of all the rest away, a place does not frame the map
LEAST_DIAGONAL_KM = 300.0
MOST_FAR = 8  # places at which the rim of a map can point
LEAST_REST = 4  # places or ends of lines that a map must keep
ONE_IN = 10  # beside the first, one place in so many may be left out


def extent_of(frames: Frames) -> Extent:
    """Return west, south, east, north of all that is drawn; east runs past 180 where that makes the map smaller.

    Continents and oceans are left out where there is anything else: they would zoom the map out to the world.
    """
    small = frames.places[~frames.places["kind"].isin(BACKDROP)]
    drawn = small if len(small) or len(frames.corridors) else frames.places
    points = np.vstack([_coordinates(drawn), _coordinates(frames.corridors)])
    if not len(points):
        return WHOLE_WORLD
    return bounds(points)


def frame_of(frames: Frames) -> Extent:
    """Return the extent of what has a place of its own: corridors, towns, ports; where the reader begins to look.

    Countries and regions have only a point that stands for them; they frame the map where there is nothing else.
    """
    return frames.words.extent or _frame(frames, frames.places[frames.places["precision"] != "area"])


def view_of(frames: Frames) -> Extent:
    """Return the frame without the places far from all the rest: what the page first shows; the others it points at.

    Where the author says what it shows, it is that.
    """
    if frames.words.extent:
        return frames.words.extent
    exact = frames.places[frames.places["precision"] != "area"]
    return _frame(frames, exact[~exact["id"].isin(far_from(frames))])


def _frame(frames: Frames, places: gpd.GeoDataFrame) -> Extent:
    points = np.vstack([_coordinates(places), _coordinates(frames.corridors)])
    return bounds(points) if len(points) else extent_of(frames)


def far_from(frames: Frames) -> tuple[str, ...]:
    """Return the ids of places so far from all the rest that a map of everything would show nothing well.

    One place, and one in ten of the others, may be left out of the first view: those further than three diagonals of
    the rest from it, with at least 300 km to a diagonal. Lines are never left out. Of an extent that the author gives,
    those outside it.
    """
    exact = frames.places[frames.places["precision"] != "area"]
    if frames.words.extent:
        return tuple(exact["id"][~_is_inside(_coordinates(exact), frames.words.extent)])[:MOST_FAR]
    ids, points, fixed = list(exact["id"]), _coordinates(exact), _ends(frames)
    far: list[str] = []
    for _ in range(min(1 + len(ids) // ONE_IN, MOST_FAR)):
        if len(ids) + len(fixed) <= LEAST_REST:
            break
        stray = _stray(points, fixed)
        if stray is None:
            break
        far.append(ids.pop(stray))
        points = np.delete(points, stray, axis=0)
    return tuple(far)


def _is_inside(points: NDArray[np.float64], extent: Extent) -> NDArray[np.bool_]:
    west, south, east, north = extent
    along = np.mod(points[:, 0] - west, 360)
    inside: NDArray[np.bool_] = (along <= east - west) & (points[:, 1] >= south) & (points[:, 1] <= north)
    return inside


def _ends(frames: Frames) -> NDArray[np.float64]:
    """Return the corners of the box of each corridor."""
    boxes = [geometry.bounds for geometry in frames.corridors.geometry]
    return np.array([corner for w, s, e, n in boxes for corner in ((w, s), (e, n))], dtype=float).reshape(-1, 2)


def _stray(points: NDArray[np.float64], fixed: NDArray[np.float64]) -> int | None:
    """Return which point lies too far from all others, the furthest of them, ``None`` where none does."""
    west, south, east, north = bounds(np.vstack([points, fixed]))
    on_rim = np.isin(np.mod(points[:, 0], 360), np.mod((west, east), 360)) | np.isin(points[:, 1], (south, north))
    worst: tuple[float, int] | None = None
    for i in np.flatnonzero(on_rim):
        lon, lat = points[i]
        west, south, east, north = bounds(np.vstack([np.delete(points, i, axis=0), fixed]))
        turned = lon + 360 * round(((west + east) / 2 - lon) / 360)
        nearest = (min(max(turned, west), east), min(max(lat, south), north))
        diagonal = max(distance_km((west, south), (east, north)), LEAST_DIAGONAL_KM)
        ratio = distance_km((turned, lat), nearest) / diagonal
        if ratio > FAR_FACTOR and (worst is None or ratio > worst[0]):
            worst = (ratio, int(i))
    return None if worst is None else worst[1]


def padded(extent: Extent, room: float = ROOM) -> Extent:
    """Widen an extent so that the reader can pan, and so that a single point has surroundings."""
    west, south, east, north = extent
    width, height = max(east - west, LEAST_SPAN), max(north - south, LEAST_SPAN * 0.6)
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    half_width, half_height = (size / 2 + min(size * room, MOST_ROOM) for size in (width, height))
    half_width = min(max(half_width, half_height * 1.6), 180.0)  # screens are wider than high
    half_height = max(half_height, half_width * 0.35)
    return (
        middle_lon - half_width,
        max(middle_lat - half_height, -MERCATOR_LIMIT),
        middle_lon + half_width,
        min(middle_lat + half_height, MERCATOR_LIMIT),
    )


def near(lon: float, extent: Extent) -> float:
    """Move a longitude by whole turns to the side of the Earth on which an extent is drawn."""
    middle = (extent[0] + extent[2]) / 2
    return lon + 360 * round((middle - lon) / 360)


def _coordinates(layer: gpd.GeoDataFrame) -> NDArray[np.float64]:
    import shapely

    return shapely.get_coordinates(layer.geometry.to_numpy()) if len(layer) else np.empty((0, 2))
