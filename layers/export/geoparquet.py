"""GeoParquet 1.1: places and corridors in one table, for DuckDB, GDAL, pandas and the cloud."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from layers.export.geojson import SOURCE_COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

    from layers.export.rows import Row, Rows

__all__ = ["COVERING", "geo_metadata", "to_geoparquet"]

COVERING = ("xmin", "ymin", "xmax", "ymax")
TEXT_COLUMNS = (
    "layer", "id", "name", "kind", "country", "region", "role", "mode", "status", "basis", "precision", "record",
    "stated_years", "crosses", "note", "source", "read_by", "review", "review_note", "licence", "attribution",
)  # fmt: skip
NUMBER_COLUMNS = ("confidence", "length_km", "published_km", "drawn_km", "traced_share", "stated_km")


def to_geoparquet(rows: Rows) -> bytes:
    """Write places and corridors as GeoParquet.

    Parameters
    ----------
    rows
        As :func:`layers.export.rows.rows_of` gives them.

    Returns
    -------
    A file with one row a feature; ``layer`` tells places from corridors, and the columns of the other are null.
    Evidence, citations, alternatives and legs are nested lists. ``geometry`` is WKB in OGC:CRS84, ``bbox`` its
    covering. What concerns the whole atlas (document, sources, actors, what was seen and not drawn) is JSON in the
    file's metadata under ``corridors``.
    """
    import pyarrow as pa  # noqa: PLC0415 - only where Parquet is asked for
    import pyarrow.parquet as pq  # noqa: PLC0415 - ditto
    import shapely  # noqa: PLC0415 - imported with geopandas anyway

    features: list[Row] = [{"layer": "place"} | row for row in rows.places]
    features += [{"layer": "corridor"} | row for row in rows.corridors]
    geometries = [row["geometry"] for row in features]
    schema = _schema(pa)
    records = [
        {name: row.get(name) for name in schema.names}
        | {
            "geometry": shapely.to_wkb(row["geometry"], byte_order=1, flavor="iso"),
            "bbox": dict(zip(COVERING, row["geometry"].bounds, strict=True)),
        }
        for row in features
    ]
    table = pa.Table.from_pylist(records, schema=schema.with_metadata(_metadata(rows, geometries)))
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def _schema(pa: Any) -> pa.Schema:  # noqa: ANN401 - the module, imported late
    text, number, whole, yes = pa.string(), pa.float64(), pa.int64(), pa.bool_()
    citation = pa.struct([("outlet", text), ("date", text), ("accessed", yes), ("note", text), ("url", text)])
    evidence = pa.struct(
        [
            *(("quote", text), ("start", whole), ("end", whole), ("phrase", text), ("phrase_start", whole)),
            *(("phrase_end", whole), ("role", text), ("page", whole), ("source", text)),
            ("citations", pa.list_(citation)),
        ]
    )
    alternative = pa.struct([*((n, text) for n in ("name", "kind", "country", "region", "record")), ("score", number)])
    leg = pa.struct(
        [
            *((name, text) for name in ("start", "end", "mode", "basis", "precision", "source", "reason")),
            *(("length_km", number), ("network_km", number)),
        ]
    )
    return pa.schema(
        [
            *((name, text) for name in TEXT_COLUMNS),
            *((name, number) for name in NUMBER_COLUMNS),
            ("directed", yes),
            ("mentions", whole),
            ("waypoints", pa.list_(text)),
            ("evidence", pa.list_(evidence)),
            ("alternatives", pa.list_(alternative)),
            ("legs", pa.list_(leg)),
            ("bbox", pa.struct([(name, number) for name in COVERING])),
            ("geometry", pa.binary()),
        ]
    )


def _metadata(rows: Rows, geometries: list[Any]) -> dict[str, str]:
    told = {
        "document": dict(rows.document),
        "sources": [{name: source[name] for name in SOURCE_COLUMNS} for source in rows.sources],
        "actors": rows.actors,
        "unresolved": rows.unresolved,
    }
    return {"geo": geo_metadata(geometries), "corridors": json.dumps(told, ensure_ascii=False)}


def geo_metadata(geometries: list[Any]) -> str:
    """Return what GeoParquet says of the column ``geometry`` and of its covering ``bbox``."""
    import shapely  # noqa: PLC0415 - imported with geopandas anyway

    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({geometry.geom_type for geometry in geometries}),
        "covering": {"bbox": {name: ["bbox", name] for name in COVERING}},
    }
    if geometries:
        column["bbox"] = list(map(float, shapely.total_bounds(geometries)))
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}})
