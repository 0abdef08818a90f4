"""Atlas → tables → map and exports.

>>> from pathlib import Path
>>> from layers import build
>>> outputs = build(Path("seeds/azerbaijan-nato-25.md"), Path("output"))
>>> outputs.files[0].name
'map.html'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers.frames import Frames, to_frames
from layers.pipeline import Outputs, build

if TYPE_CHECKING:
    from geo.model import Atlas
    from layers.map import Page

__all__ = ["Frames", "Outputs", "build", "draw", "to_frames", "to_geojson"]


def draw(atlas: Atlas, *, title: str | None = None, tiles: str | None = None) -> Page:
    """Draw an atlas as one interactive page, which shows itself in a notebook."""
    from layers import map as map_  # noqa: PLC0415 - folium is slow to import

    return map_.draw(to_frames(atlas), title=title, tiles=tiles)


def to_geojson(atlas: Atlas) -> dict[str, Any]:
    """Turn an atlas into a GeoJSON feature collection of its places and corridors (RFC 7946)."""
    from layers.export import to_geojson as export  # noqa: PLC0415 - geopandas is slow to import

    return export(to_frames(atlas))
