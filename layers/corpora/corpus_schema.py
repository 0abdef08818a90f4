"""The tables of a corpus: their columns, their version, and how each is written as GeoParquet.

Every row names its document; every row with a place in the text has its offsets (code points of the text), its quote
and its record, so that a dot on a map of ten thousand articles still leads back to one sentence.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from layers.frames.columns import columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["PARTITION", "SCHEMAS", "SCHEMA_VERSION", "TABLES", "to_table"]

SCHEMA_VERSION = 1
PARTITION = "month"
"""Name of the hive partition: ``2019-05``, or ``unknown`` where a document has no date."""

_SMALLER: Mapping[str, pa.DataType] = {"confidence": pa.float32(), "mentions": pa.int32()}
_ARROW: Mapping[str, pa.DataType] = {
    "text": pa.string(), "number": pa.float64(), "whole": pa.int64(), "flag": pa.bool_(),
    "texts": pa.list_(pa.string()), "date": pa.date32(),
}  # fmt: skip


def _as_in(table: str, *names: str) -> list[tuple[str, pa.DataType]]:
    """Return columns that the table of an article's atlas has as well, of the type they have there."""
    types = {column.name: column.type for column in columns_of(table, "parquet" if table != "document" else "gpkg")}
    return [(name, _SMALLER.get(name) or _ARROW[types[name]]) for name in names]


_PLACE = _as_in("places", "name", "kind", "country", "record", "confidence")
_QUOTED = [
    ("start", pa.int64()),
    ("end", pa.int64()),
    ("quote_start", pa.int64()),
    ("quote_end", pa.int64()),
    ("quote", pa.string()),
]
_GEOMETRY = [("geometry", pa.binary())]

SCHEMAS: Mapping[str, pa.Schema] = {
    "documents": pa.schema(
        [
            ("document", pa.string()),
            *_as_in("document", "title", "date", "date_basis", "publisher", "url", "source", "sha256"),
            ("characters", pa.int64()),
            ("sentences", pa.int32()),
            ("citations", pa.int32()),
            ("places", pa.int32()),
            ("corridors", pa.int32()),
            ("actors", pa.list_(pa.string())),
            ("unresolved", pa.list_(pa.string())),
        ]
    ),
    "mentions": pa.schema(
        [
            ("document", pa.string()),
            ("phrase", pa.string()),
            ("role", pa.string()),
            *_QUOTED,
            *_PLACE,
            ("lon", pa.float64()),
            ("lat", pa.float64()),
            *_GEOMETRY,
        ]
    ),
    "places": pa.schema(
        [
            ("document", pa.string()),
            ("place", pa.string()),
            *_PLACE,
            *_as_in("places", "region", "role", "precision", "mentions"),
            *_QUOTED,
            *_GEOMETRY,
        ]
    ),
    "corridors": pa.schema(
        [
            ("document", pa.string()),
            ("corridor", pa.string()),
            *_as_in("corridors", "name", "mode", "status", "basis", "precision", "directed"),
            ("record", pa.string()),
            *_as_in("corridors", "waypoints", "length_km", "published_km", "mentions"),
            *_QUOTED,
            *_GEOMETRY,
        ]
    ),
    "failures": pa.schema([("document", pa.string()), ("source", pa.string()), ("reason", pa.string())]),
}
"""Columns of each table and their types; ``geometry`` is WKB in WGS 84, longitude first (GeoParquet 1.1)."""

TABLES = tuple(SCHEMAS)
_GEOMETRY_TYPES = {"mentions": ["Point"], "places": ["Point"], "corridors": ["LineString", "MultiLineString"]}


def to_table(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Turn rows into a table with the metadata of GeoParquet.

    Parameters
    ----------
    name
        One of :data:`TABLES`.
    rows
        Mappings with the columns of :data:`SCHEMAS`; ``geometry`` as WKB.

    Returns
    -------
    The table, its columns in the order of the schema.

    Examples
    --------
    >>> table = to_table("failures", [{"document": "7", "source": "news.jsonl", "reason": "no text"}])
    >>> table.num_rows, table.schema.names
    (1, ['document', 'source', 'reason'])
    """
    schema = SCHEMAS[name]
    metadata = {"corridors:schema": f"{name} {SCHEMA_VERSION}"}
    if name in _GEOMETRY_TYPES:
        metadata["geo"] = json.dumps(
            {
                "version": "1.1.0",
                "primary_column": "geometry",
                "columns": {"geometry": {"encoding": "WKB", "geometry_types": _GEOMETRY_TYPES[name]}},
            }
        )
    return pa.Table.from_pylist(list(rows), schema=schema.with_metadata(metadata))
