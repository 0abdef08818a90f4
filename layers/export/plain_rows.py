"""Tables as plain rows, made once and shared by every format: no numpy number, no NaN, licences looked up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from layers.author.wishes import NOTHING_SAID, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from layers.frames import Frames

__all__ = ["DECIMALS", "Row", "Rows", "lines_of", "parts_of", "rounded", "rows_of"]

Row = dict[str, Any]
DECIMALS = 6  # about 0.1 m; RFC 7946 asks for no more


@dataclass(frozen=True, slots=True)
class Rows:
    """An atlas as plain rows; columns as in :mod:`layers.frames.schema`.

    Attributes
    ----------
    places, corridors
        With ``geometry`` (shapely) and, beside the tables' own columns, ``licence`` and ``attribution``: the terms of
        the data that the point or line was made from, joined by semicolons where there are several. A corridor has
        its ``legs``, in the order of travel. ``look`` is what the author says of how it is drawn, ``None`` for nothing.
    sources
        The data in use, with version and licence.
    """

    places: list[Row]
    corridors: list[Row]
    actors: list[Row]
    unresolved: list[Row]
    sources: list[Row]
    document: Mapping[str, str | None]
    words: Words = NOTHING_SAID


def rows_of(frames: Frames) -> Rows:
    """Return the rows of tables, in the tables' order.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.

    Returns
    -------
    Plain dictionaries by column, which every format is written from; geometries stay those of Shapely (EPSG:4326).

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> [row["name"] for row in rows_of(frames).places]
    ['Suakin', 'Jeddah']
    """
    sources = _rows(frames.sources)
    places, corridors = _rows(frames.places), _rows(frames.corridors)
    legs: dict[str, list[Row]] = {}
    for leg in _rows(frames.legs):
        legs.setdefault(leg["corridor_id"], []).append(leg)
    for place in places:
        place.update(_terms([place["record_source"]], sources), look=frames.looks.get(("place", place["id"])))
    for corridor in corridors:
        own = sorted(legs.get(corridor["id"], []), key=lambda leg: leg["index"])
        corridor.update({"legs": own} | _terms([leg["source"] for leg in own], sources))
        corridor["look"] = frames.looks.get(("corridor", corridor["id"]))
    undrawn = _rows(frames.unresolved)
    return Rows(places, corridors, _rows(frames.actors), undrawn, sources, frames.document, frames.words)


def parts_of(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Return the lines or points that a geometry is made of."""
    return list(getattr(geometry, "geoms", [geometry]))


def lines_of(geometry: BaseGeometry) -> list[list[list[float]]]:
    """Return the lines of a geometry as lists of [lon, lat], rounded, no position twice in a row."""
    import shapely

    lines = []
    for part in parts_of(geometry):
        points = np.round(shapely.get_coordinates(part), DECIMALS) + 0.0
        kept = points[np.r_[True, np.any(np.diff(points, axis=0) != 0, axis=1)]]
        lines.append((kept if len(kept) > 1 else points[[0, -1]]).tolist())  # a line has two positions or more
    return lines


def rounded(point: Iterable[float]) -> list[float]:
    """Return longitude and latitude with six decimals, and no minus before a zero."""
    lon, lat, *_ = point
    return [round(float(lon), DECIMALS) + 0.0, round(float(lat), DECIMALS) + 0.0]


def _terms(used: Iterable[str], sources: Iterable[Row]) -> Row:
    """Find the licence and attribution of the data named: by the id of a source, its name, or words that begin so."""
    names = dict.fromkeys(used)
    found = [s for s in sources if any(_is_from(name, s) for name in names)]
    return {
        field: "; ".join(dict.fromkeys(s[field] for s in found if s[field])) for field in ("licence", "attribution")
    }


def _is_from(name: str, source: Row) -> bool:
    name = name.casefold()
    return name in (source["id"], source["name"].casefold()) or name.startswith(f"{source['id']} ")


def _rows(table: pd.DataFrame) -> list[Row]:
    columns = [[_plain(value) for value in table[name].to_numpy(dtype=object)] for name in table.columns]
    return [dict(zip(table.columns, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    """Make a table's cell fit for JSON: no numpy number, no NaN."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None
    return value
