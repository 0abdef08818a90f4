"""The pipeline as one sentence: read an article, geoparse it, lay it out in tables, draw the map, save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.geoparsing import geoparse
from geo.reading import read
from geo.resolution import slug
from layers.export import to_geojson_text, write_files
from layers.frames import to_frames
from layers.map import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from geo.corridors import Catalogue
    from geo.gazetteer import Gazetteer
    from geo.model import Atlas

__all__ = ["Outputs", "build"]


@dataclass(frozen=True, slots=True)
class Outputs:
    """What one article became.

    Attributes
    ----------
    files
        Paths written, ``map.html`` first; empty where there was nothing to draw.
    notes
        What the reader of the run should know, such as a map that needs the network.
    """

    atlas: Atlas
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def build(  # noqa: PLR0913 - what a run can be told
    source: Path,
    output: Path,
    *,
    gazetteer: Gazetteer | None = None,
    catalogue: Catalogue | None = None,
    focus: Iterable[str] = (),
    tiles: str | None = None,
    progress: Callable[[str], None] = lambda _step: None,
) -> Outputs:
    """Turn one article into a map and its layers.

    Parameters
    ----------
    source
        A text or Markdown file.
    output
        Where the article's own folder, named after the file, is put.
    gazetteer, catalogue
        Our own where none is given.
    focus
        Countries (ISO 3166-1 alpha-2) the article is known to be about.
    tiles
        A tile provider for the background of the map, which then needs the network.
    progress
        Told the name of each step as it begins.

    Returns
    -------
    The atlas, the files written and notes. An article with nothing to draw writes nothing.

    Raises
    ------
    SourceError
        If the article cannot be read.
    OutputError
        If the folder cannot be written.
    CacheError
        If a compiled index or network has to be made and the cache folder cannot be written.
    """
    progress("reading")
    document = read(source)
    progress("finding places and corridors")
    atlas = geoparse(document, gazetteer=gazetteer, catalogue=catalogue, focus=focus)
    if atlas.is_empty:
        return Outputs(atlas, ())
    progress("drawing")
    frames = to_frames(atlas)
    page = draw(frames, tiles=tiles)
    progress("saving")
    files = write_files(
        output / slug(source.stem),
        {
            "map.html": page.html,
            "atlas.geojson": to_geojson_text(frames, "atlas"),
            "places.geojson": to_geojson_text(frames, "places"),
            "corridors.geojson": to_geojson_text(frames, "corridors"),
        },
    )
    return Outputs(atlas, tuple(files), page.notes)
