"""What part of the Earth a map shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from layers.frames.bounds import bounds

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.outlines import Extent
    from layers.frames import Frames

__all__ = ["extent_of", "frame_of", "near", "padded"]

ROOM = 0.7  # how much of the frame's size is drawn in detail on each side
MOST_ROOM = 30.0  # degrees: beyond it, more detail than a reader pans to
LEAST_SPAN = 6.0  # degrees: a map of one town still shows the country around it
WHOLE_WORLD: Extent = (-180.0, -58.0, 180.0, 78.0)
BACKDROP = ("continent", "ocean")  # too large to be framed
MERCATOR_LIMIT = 84.0


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
    exact = frames.places[frames.places["precision"] != "area"]
    points = np.vstack([_coordinates(exact), _coordinates(frames.corridors)])
    return bounds(points) if len(points) else extent_of(frames)


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
    import shapely  # noqa: PLC0415 - imported with geopandas anyway

    return shapely.get_coordinates(layer.geometry.to_numpy()) if len(layer) else np.empty((0, 2))
