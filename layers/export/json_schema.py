"""The JSON Schema of ``atlas.geojson``, made from the list of columns: what a program may rely on.

JSON Schema 2020-12. It says what we write beyond RFC 7946, and holds the names and types that others may build on.
"""

from __future__ import annotations

from typing import Any

from layers.frames.columns import NESTED, TABLES, Column, Format, columns_of

__all__ = ["atlas_schema"]

SIMPLE: dict[str, dict[str, Any]] = {
    "text": {"type": ["string", "null"]},
    "number": {"type": ["number", "null"]},
    "whole": {"type": ["integer", "null"]},
    "flag": {"type": "boolean"},
    "date": {"type": ["string", "null"], "format": "date"},
    "texts": {"type": "array", "items": {"type": "string"}},
}
SHAPES = {"places": ["Point"], "corridors": ["LineString", "MultiLineString"]}


def atlas_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``atlas.geojson``.

    Returns
    -------
    Plain values, ready for :func:`json.dumps`. Lengths are in kilometres, coordinates in degrees (WGS 84, longitude
    first); every property has its meaning as ``description``, with the unit where there is one.

    Examples
    --------
    >>> schema = atlas_schema()
    >>> schema["$defs"]["corridor"]["properties"]["length_km"]["type"]
    ['number', 'null']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An atlas of the places and transit corridors of one article",
        "type": "object",
        "required": ["type", "features", "document", "actors", "unresolved", "sources"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
            "document": {"type": "object"},
            "actors": {"type": "array", "items": _row("actors", "frame")},
            "unresolved": {"type": "array", "items": _row("unresolved", "frame")},
            "sources": {"type": "array", "items": _row("sources", "geojson")},
            "features": {"type": "array", "items": {"oneOf": [_feature(table) for table in SHAPES]}},
        },
        "$defs": {
            "place": _row("places", "geojson"),
            "corridor": _row("corridors", "geojson"),
            **{table: _row(table, "parquet") for table in TABLES if table in NESTED.values()},
        },
    }


def _feature(table: str) -> dict[str, Any]:
    layer = table.removesuffix("s")
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "geometry": {"type": "object", "properties": {"type": {"enum": SHAPES[table]}}},
            "properties": {"allOf": [{"$ref": f"#/$defs/{layer}"}, {"properties": {"layer": {"const": layer}}}]},
        },
    }


def _row(table: str, file: Format) -> dict[str, Any]:
    columns = columns_of(table, file)
    optional = {"evidence": {"page", "source"}, "citations": {"note", "url"}}.get(table, set())
    return {
        "type": "object",
        "required": [column.name for column in columns if column.name not in optional],
        "properties": {column.name: _property(column) for column in columns},
    }


def _property(column: Column) -> dict[str, Any]:
    unit = f" ({column.unit})" if column.unit else ""
    described = {"description": f"{column.meaning}{unit}"}
    if column.type in NESTED:
        return {"type": "array", "items": {"$ref": f"#/$defs/{NESTED[column.type]}"}} | described
    return SIMPLE[column.type] | described
