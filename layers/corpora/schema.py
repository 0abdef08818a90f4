"""The tables of a corpus: their columns, their version, and how each is written as GeoParquet.

Every row names its document; every row with a place in the text has its offsets (code points of the text), its quote
and its record, so that a dot on a map of ten thousand articles still leads back to one sentence.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["PARTITION", "SCHEMAS", "SCHEMA_VERSION", "TABLES", "to_table"]

SCHEMA_VERSION = 1
PARTITION = "month"
"""Name of the hive partition: ``2019-05``, or ``unknown`` where a document has no date."""

_PLACE = [
    ("name", pa.string()),
    ("kind", pa.string()),
    ("country", pa.string()),
    ("record", pa.string()),
    ("confidence", pa.float32()),
]
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
            ("title", pa.string()),
            ("date", pa.date32()),
            ("date_basis", pa.string()),
            ("publisher", pa.string()),
            ("url", pa.string()),
            ("source", pa.string()),
            ("sha256", pa.string()),
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
            ("region", pa.string()),
            ("role", pa.string()),
            ("precision", pa.string()),
            ("mentions", pa.int32()),
            *_QUOTED,
            *_GEOMETRY,
        ]
    ),
    "corridors": pa.schema(
        [
            ("document", pa.string()),
            ("corridor", pa.string()),
            ("name", pa.string()),
            ("mode", pa.string()),
            ("status", pa.string()),
            ("basis", pa.string()),
            ("precision", pa.string()),
            ("directed", pa.bool_()),
            ("record", pa.string()),
            ("waypoints", pa.list_(pa.string())),
            ("length_km", pa.float64()),
            ("published_km", pa.float64()),
            ("mentions", pa.int32()),
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
