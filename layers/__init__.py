"""Atlas → tables → map and exports.

>>> import tempfile
>>> from pathlib import Path
>>> from layers import build
>>> with tempfile.TemporaryDirectory() as folder:
...     article = Path(folder) / "ferries.txt"
...     _ = article.write_text("Ferries link Suakin with Jeddah.", encoding="utf-8")
...     outputs = build(article, Path(folder) / "output")
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
    """Draw an atlas as one interactive page, which shows itself in a notebook.

    Parameters
    ----------
    atlas
        As :func:`geo.geoparse` gives it.
    title
        Heading of the page; the article's own where none is given.
    tiles
        A tile provider for the background by its name in xyzservices; the page then needs the network.

    Returns
    -------
    The page, whose ``html`` is complete in itself.

    Raises
    ------
    DataError
        If no tile provider has that name, or it wants a key.

    Examples
    --------
    >>> import geo, layers
    >>> layers.draw(geo.geoparse("Ferries link Suakin with Jeddah.")).html[:15].lower()
    '<!doctype html>'
    """
    from layers import map as map_  # noqa: PLC0415 - folium is slow to import

    return map_.draw(to_frames(atlas), title=title, tiles=tiles)


def to_geojson(atlas: Atlas) -> dict[str, Any]:
    """Turn an atlas into a GeoJSON feature collection of its places and corridors (RFC 7946).

    Parameters
    ----------
    atlas
        As :func:`geo.geoparse` gives it.

    Returns
    -------
    A mapping that :func:`json.dump` writes as it stands.

    Examples
    --------
    >>> import geo, layers
    >>> collection = layers.to_geojson(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> [feature["properties"]["layer"] for feature in collection["features"]]
    ['place', 'place', 'corridor']
    """
    from layers.export import to_geojson as export  # noqa: PLC0415 - geopandas is slow to import

    return export(to_frames(atlas))
