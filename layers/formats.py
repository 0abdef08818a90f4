"""What a run can write: formats, the files each stands for, and who makes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from geo.errors import OutputError
from layers import parquet
from layers.export import (
    corridors_csv,
    places_csv,
    rows_of,
    to_geopackage,
    to_geoparquet,
    to_gpx,
    to_kml,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from layers.export import Rows
    from layers.frames import Frames

__all__ = ["ALL", "FILES", "GROUPS", "PLAIN", "Finish", "chosen", "encoded", "not_written"]

FILES: Mapping[str, tuple[str, ...]] = {
    "html": ("map.html",),
    "geojson": ("atlas.geojson", "places.geojson", "corridors.geojson"),
    "gpkg": ("atlas.gpkg",),
    "kml": ("atlas.kml",),
    "csv": ("places.csv", "corridors.csv"),
    "parquet": ("atlas.parquet",),
    "gpx": ("corridors.gpx",),
    "png": ("figure.png",),
    "svg": ("figure.svg",),
    "pdf": ("figure.pdf",),
    "embed": ("embed.html",),
    "md": ("report.md",),
    "docx": ("report.docx",),
}
"""The files of each format, in the order in which they are written and told."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "vector": ("geojson", "gpkg", "kml", "csv", "parquet", "gpx"),
    "figure": ("png", "svg", "pdf"),
    "report": ("md", "docx"),
    "all": tuple(FILES),
}
"""Words that stand for several formats; of these GeoParquet is left out where pyarrow is not installed."""
ALL: tuple[str, ...] = tuple(FILES)


@dataclass(frozen=True, slots=True)
class Finish:
    """How figure, report and embed kit are to look.

    Attributes
    ----------
    size, theme
        Of the figure; see :func:`layers.figure.draw`.
    site
        Address at which the folder will be published, for the embed kit.
    language
        Of figure and report, by its two-letter code; :func:`layers.build` takes that of the map.
    """

    size: str = "page"
    theme: str = "light"
    site: str | None = None
    language: str = "en"


PLAIN = Finish()


def chosen(
    wanted: Iterable[str], formats: Collection[str] = ALL, groups: Mapping[str, tuple[str, ...]] = GROUPS
) -> tuple[str, ...]:
    """Return the formats that names of formats and groups stand for, in the order of the formats there are.

    Where pyarrow is not installed, groups and all formats together stand for the others.

    Raises
    ------
    OutputError
        If a name is neither, or GeoParquet is asked for by name and cannot be written.

    Examples
    --------
    >>> chosen(["kml", "html"])
    ('html', 'kml')
    """
    found: set[str] = set()
    names = set(wanted)
    for name in sorted(names):
        if name not in formats and name not in groups:
            known = ", ".join((*formats, *groups))
            raise OutputError(f"format {name!r} unknown; expected one or more of {known}")
        found.update(groups.get(name, (name,)))
    if "parquet" in found and not parquet.is_there():
        if "parquet" in names and not names.issuperset(formats):
            parquet.check("the format 'parquet' needs")
        found.discard("parquet")
    return tuple(name for name in formats if name in found)


def not_written(wanted: Collection[str]) -> tuple[str, ...]:
    """Say what was left out of formats that :func:`chosen` gave, where somebody might look for it."""
    others = set(GROUPS["vector"]) - {"parquet"}
    is_missed = "parquet" not in wanted and others <= set(wanted) and not parquet.is_there()
    return (parquet.LEFT_OUT,) if is_missed else ()


def encoded(
    frames: Frames, formats: Iterable[str], finish: Finish = PLAIN, *, with_text: bool = True
) -> dict[str, str | bytes]:
    """Return the content of every file of some formats but the map's, by name, in the order of :data:`FILES`.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.
    formats
        As :func:`chosen` gives them.
    finish
        How figure, report and embed kit are to look.
    with_text
        Whether the report quotes the article.

    Raises
    ------
    OutputError
        If there is no such size or theme, or the site is no address.
    """
    rows = rows_of(frames)
    wanted = tuple(formats)
    made: dict[str, str | bytes] = {file: encode(rows) for file, encode in _ENCODERS.items() if _is_in(file, wanted)}
    made |= _drawn(frames, wanted, finish, with_text=with_text)
    ordered = [file for name in wanted for file in FILES[name] if file in made]
    return {file: made[file] for file in ordered}


def _is_in(file: str, formats: Iterable[str]) -> bool:
    return any(file in FILES[name] for name in formats)


def _drawn(frames: Frames, wanted: tuple[str, ...], finish: Finish, *, with_text: bool) -> dict[str, str | bytes]:
    """Draw the figure once for all that show it; matplotlib and python-docx are loaded for those alone."""
    made: dict[str, str | bytes] = {}
    picture = "figure.png" if "png" in wanted else None
    png: bytes | None = None
    if {"png", "svg", "pdf", "docx"} & set(wanted):
        from layers.figure import draw

        figure = draw(frames, size=finish.size, theme=finish.theme, language=finish.language)
        if {"png", "docx"} & set(wanted):
            png = made["figure.png"] = figure.png()
        if "svg" in wanted:
            made["figure.svg"] = figure.svg()
        if "pdf" in wanted:
            made["figure.pdf"] = figure.pdf()
    if "embed" in wanted:
        from layers.embed import to_embed

        made["embed.html"] = to_embed(frames, figure=picture, site=finish.site)
    if {"md", "docx"} & set(wanted):
        from layers.report import content_of, to_docx, to_markdown

        report = content_of(frames, with_text=with_text, language=finish.language)
        if "md" in wanted:
            page = "map.html" if "html" in wanted else None
            made["report.md"] = to_markdown(report, figure=picture, page=page)
        if "docx" in wanted:
            made["report.docx"] = to_docx(report, png)
    return made


_ENCODERS: Mapping[str, Callable[[Rows], str | bytes]] = {
    "atlas.geojson": partial(to_text, layer="atlas"),
    "places.geojson": partial(to_text, layer="places"),
    "corridors.geojson": partial(to_text, layer="corridors"),
    "atlas.gpkg": to_geopackage,
    "atlas.kml": to_kml,
    "places.csv": places_csv,
    "corridors.csv": corridors_csv,
    "atlas.parquet": to_geoparquet,
    "corridors.gpx": to_gpx,
}
