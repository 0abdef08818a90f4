"""A user's own places: tables as CSV, GeoJSON or YAML.

All three say the same: ``name``, a point and, if one likes, ``id``, ``aliases``, ``kind``, ``country``, ``precision``
and ``note``, as in ``geo/data/sites.csv``. A row that cannot be true stops the run with its place in the file; what
each column may hold, and what is said where it holds something else, is :mod:`geo.checked`'s.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from geo.characters import clean
from geo.errors import DataError
from geo.gazetteer import curated
from geo.reading.decoding import load
from geo.safe_yaml import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from geo.gazetteer.entry import Entry

__all__ = ["FORMATS", "read_table"]

FORMATS = (".csv", ".geojson", ".json", ".yaml", ".yml")
Row = tuple[str, dict[str, str]]


def read_table(path: Path, *, source: str) -> Iterator[Entry]:
    """Read a table of places.

    Parameters
    ----------
    path
        A file whose suffix is one of :data:`FORMATS`.
    source
        Becomes ``Record.source``.

    Raises
    ------
    DataError
        If the format is unknown, or a row cannot be true.
    SourceError
        If the file cannot be read as text.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise DataError(
            f"{path}: format {suffix or 'without a suffix'!r} is unknown; expected one of {', '.join(FORMATS)},"
            " or GeoNames' own .txt or .zip"
        )
    text = clean(load(path))
    if suffix == ".csv":
        return curated.read_sites(text, name=str(path), source=source)
    rows = _features(text, str(path)) if suffix in {".geojson", ".json"} else _items(text, str(path))
    return curated.sites_of(_checked(rows), source=source)


def _features(text: str, name: str) -> Iterator[Row]:
    """Give the features of a GeoJSON as rows; what is no point gives its middle."""
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        collection = json.loads(text)
        features = collection["features"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DataError(f"{name}: is no GeoJSON FeatureCollection ({error}); expected RFC 7946") from None
    for number, feature in enumerate(features if isinstance(features, list) else (), start=1):
        where = f"{name} feature {number}"
        if not isinstance(feature, dict) or not isinstance(feature.get("geometry"), dict):
            found = "no geometry" if isinstance(feature, dict) else f"{feature!r}"
            raise DataError(f"{where}: found {found}; expected a Feature with a point")
        try:
            properties = dict(feature["properties"])
            point = shape(feature["geometry"]).representative_point()
            properties |= {"lon": point.x, "lat": point.y}
        except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise DataError(f"{where}: has no properties or no geometry that can be read ({error})") from None
        if "id" not in properties and "id" in feature:
            properties["id"] = feature["id"]
        yield where, _texts(properties)


def _items(text: str, name: str) -> Iterator[Row]:
    """Give the items of a YAML list, or of the list under ``places``, as rows."""
    try:
        content = read_yaml(text)
    except (yaml.YAMLError, ValueError, AttributeError, KeyError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise DataError(f"{name} line {mark.line + 1 if mark else 1}: is no YAML ({_problem(error)})") from None
    items = content.get("places") if isinstance(content, dict) else content
    if not isinstance(items, list):
        raise DataError(f"{name}: expected a list of places, or one under 'places:', each with name, lon and lat")
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise DataError(f"{name} place {number}: expected name, lon and lat, found {item!r}")
        yield f"{name} place {number}", _texts(item)


def _problem(error: Exception) -> str:
    return str(getattr(error, "problem", "") or ("too deep" if isinstance(error, RecursionError) else error))


def _texts(fields: dict[Any, Any]) -> dict[str, str]:
    """Return the columns that are ours as the texts a CSV would hold."""
    row = {}
    for column in curated.SITE_COLUMNS:
        value = fields.get(column)
        if value is None:
            continue
        row[column] = clean(";".join(map(str, value)) if isinstance(value, list) else str(value))
    return row


def _checked(rows: Iterable[Row]) -> Iterator[Row]:
    seen: set[str] = set()
    for where, row in rows:
        for column in ("name", "lon", "lat"):
            if not row.get(column, "").strip():
                raise DataError(f"{where}: {column} is missing; expected name, lon and lat")
        if row.get("id") in seen:
            raise DataError(f"{where}: id {row['id']!r} stands in an earlier place; ids must be unique")
        seen |= {row["id"]} if row.get("id") else set()
        yield where, {column: value.strip() for column, value in row.items()}
