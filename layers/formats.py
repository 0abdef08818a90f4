"""What a run can write: formats, the files each stands for, and who makes them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from geo.errors import OutputError
from layers.export import (
    corridors_csv,
    places_csv,
    to_geopackage,
    to_geoparquet,
    to_gpx,
    to_kml,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from layers.export import Rows

__all__ = ["ALL", "FILES", "GROUPS", "chosen", "encoded"]

FILES: Mapping[str, tuple[str, ...]] = {
    "html": ("map.html",),
    "geojson": ("atlas.geojson", "places.geojson", "corridors.geojson"),
    "gpkg": ("atlas.gpkg",),
    "kml": ("atlas.kml",),
    "csv": ("places.csv", "corridors.csv"),
    "parquet": ("atlas.parquet",),
    "gpx": ("corridors.gpx",),
}
"""The files of each format, in the order in which they are written and told."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "vector": ("geojson", "gpkg", "kml", "csv", "parquet", "gpx"),
    "all": tuple(FILES),
}
"""Words that stand for several formats."""
ALL: tuple[str, ...] = tuple(FILES)


def chosen(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the formats that names of formats and groups stand for, in the order of :data:`FILES`.

    Raises
    ------
    OutputError
        If a name is neither.

    Examples
    --------
    >>> chosen(["kml", "html"])
    ('html', 'kml')
    """
    found: set[str] = set()
    for name in wanted:
        if name not in FILES and name not in GROUPS:
            known = ", ".join((*FILES, *GROUPS))
            raise OutputError(f"format {name!r} unknown; expected one or more of {known}")
        found.update(GROUPS.get(name, (name,)))
    return tuple(name for name in FILES if name in found)


def encoded(rows: Rows, formats: Iterable[str]) -> dict[str, str | bytes]:
    """Return the content of every data file of some formats, by name, in the order of :data:`FILES`.

    Parameters
    ----------
    rows
        As :func:`layers.export.rows_of` gives them.
    formats
        As :func:`chosen` gives them; those that are no data, such as ``html``, are passed over.
    """
    files = [file for name in formats for file in FILES[name]]
    return {file: _ENCODERS[file](rows) for file in files if file in _ENCODERS}


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
