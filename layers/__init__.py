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

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.model import Atlas
    from layers.corpora import Corpus, corpus
    from layers.frames import Frames, to_frames
    from layers.map import Page
    from layers.overviews import OverviewOutputs, overview
    from layers.pipeline import Outputs, build
    from layers.viewer import show

__all__ = [
    "Corpus", "Frames", "Outputs", "OverviewOutputs",
    "build", "corpus", "draw", "overview", "show", "to_frames", "to_geojson",
]  # fmt: skip

_HOMES = {
    "Corpus": "layers.corpora",
    "corpus": "layers.corpora",
    "Frames": "layers.frames",
    "Outputs": "layers.pipeline",
    "OverviewOutputs": "layers.overviews",
    "build": "layers.pipeline",
    "overview": "layers.overviews",
    "show": "layers.viewer",
    "to_frames": "layers.frames",
}
_EARLIER = {"AtlasOutputs": "OverviewOutputs", "atlas": "overview"}
"""What programs written for 0.2 ask for: an atlas is an article's today."""

_OF_CORPORA = {"layers.overviews", "layers.corpora"}  # which keep their tables in Parquet


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for, so that the command line answers at once."""
    name = _EARLIER.get(name, name)
    if name not in _HOMES:
        raise AttributeError(f"module 'layers' has no attribute {name!r}")
    if _HOMES[name] in _OF_CORPORA:
        from layers import parquet

        parquet.check("a corpus needs")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def draw(
    atlas: Atlas,
    *,
    title: str | None = None,
    tiles: str | None = None,
    language: str = "en",
    with_text: bool = True,
) -> Page:
    """Draw an atlas as one interactive page, which shows itself in a notebook.

    Parameters
    ----------
    atlas
        As :func:`geo.geoparse` gives it.
    title
        Heading of the page; the article's own where none is given.
    tiles
        A tile provider for the background by its name in xyzservices; the page then needs the network.
    language
        Of the page's own words, by its two-letter code; see :func:`layers.map.language.codes`.
    with_text
        False makes a page that holds no text of the article beyond names.

    Returns
    -------
    The page, whose ``html`` is complete in itself.

    Raises
    ------
    DataError
        If no tile provider has that name, or it wants a key; if the page does not speak the language.

    Examples
    --------
    >>> import geo, layers
    >>> layers.draw(geo.geoparse("Ferries link Suakin with Jeddah.")).html[:15].lower()
    '<!doctype html>'
    """
    from layers.frames import to_frames
    from layers.map import draw as draw_page

    return draw_page(to_frames(atlas), title=title, tiles=tiles, language=language, with_text=with_text)


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
    >>> collection["features"][-1]["properties"]["name"]
    'Suakin–Jeddah sea route'
    """
    from layers.export import to_geojson as export
    from layers.frames import to_frames

    return export(to_frames(atlas))
