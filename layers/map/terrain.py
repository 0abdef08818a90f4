"""The base map below the page's features: relief, rivers, railways, roads, inner borders and towns, as strings."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from layers.basemap import CREDITS, SOURCES, base_map, features_of
from layers.map.contract import LinesByZoom, Picture, RiverByZoom, Town
from layers.map.encoding import encode_lines
from layers.map.extent import padded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.outlines import Extent
    from layers.basemap import Drawn, Relief
    from layers.frames import Frames
    from layers.map.contract import SourceTold, TerrainTold

__all__ = ["credited", "terrain_told"]

CREDIT = re.compile(r"(.+) \((.+)\)")
MOST_FEATURES = 300  # of a page that is finer near them; where there are more, near is everywhere
STEP = 0.25  # levels of zoom: as the page zooms
LEAST = {"railways": 4.0, "roads": 5.25, "regions": 5.0}
"""Zoom from which such lines help: further out they are a web."""


def terrain_told(frames: Frames, frame: Extent, called: Mapping[str, str] | None = None) -> TerrainTold | None:
    """Return the base map of a page, ``None`` where its author wants none.

    Parameters
    ----------
    frames
        What the map is about; its words say how detailed the ground is.
    frame
        The first view.
    called
        What the page calls towns and rivers, by their English names.

    Returns
    -------
    ``relief``: edges and a picture; lines by the zoom from which they show: ``rivers`` as zoom, name and lines, the
    others as zoom and lines; ``towns`` as name, longitude, latitude and zoom. ``terrain.js`` reads it.
    """
    detail = frames.words.detail or "full"
    if detail == "plain":
        return None
    features = features_of(frames)
    many = len(features) > MOST_FEATURES
    ground = base_map(padded(frame), [] if many else features, "overview" if many else detail)
    own = called or {}
    return {
        "relief": _picture(ground.relief),
        "rivers": _rivers(ground.rivers, own),
        "railways": _by_zoom(ground.railways, LEAST["railways"]),
        "roads": _by_zoom(ground.roads, LEAST["roads"]),
        "regions": _by_zoom(ground.regions, LEAST["regions"]),
        "towns": [
            Town(own.get(town.name, town.name), round(town.lon, 3), round(town.lat, 3), _step(town.zoom))
            for town in ground.towns
        ],
    }


def credited(sources: Iterable[SourceTold]) -> list[SourceTold]:
    """Return rows for the relief, which says how coarse it is, and for data of the base map not thanked yet."""
    name, version, licence, attribution = SOURCES[0]
    relief: SourceTold = {"name": name, "version": version, "licence": licence, "attribution": attribution}
    known = {source["attribution"] for source in sources}
    found = [match.groups() for credit in CREDITS if (match := CREDIT.fullmatch(credit))]
    others: list[SourceTold] = [
        {"name": "Base map", "version": "", "licence": licence, "attribution": attribution}
        for attribution, licence in found
        if attribution not in known
    ]
    return [relief, *others]


def _picture(relief: Relief | None) -> Picture | None:
    if relief is None:
        return None
    return Picture(
        [round(edge, 4) for edge in relief.extent],
        "data:image/webp;base64," + base64.b64encode(relief.webp).decode(),
    )


def _by_zoom(drawn: Sequence[Drawn], least: float) -> list[LinesByZoom]:
    groups: dict[float, list[Any]] = {}
    for item in drawn:
        groups.setdefault(max(least, _step(item.zoom)), []).append(item.points)
    return [LinesByZoom(zoom, encode_lines(lines)) for zoom, lines in sorted(groups.items())]


def _rivers(drawn: Sequence[Drawn], called: Mapping[str, str]) -> list[RiverByZoom]:
    groups: dict[tuple[float, str], list[Any]] = {}
    for item in drawn:
        groups.setdefault((_step(item.zoom), called.get(item.name, item.name)), []).append(item.points)
    return [RiverByZoom(zoom, name, encode_lines(lines)) for (zoom, name), lines in groups.items()]


def _step(zoom: float) -> float:
    return round(zoom / STEP) * STEP
