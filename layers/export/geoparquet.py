"""GeoParquet 1.1: places and corridors in one table, for DuckDB, GDAL, pandas and the cloud."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from layers.export.geojson import SOURCE_COLUMNS
from layers.frames.columns import NESTED, columns_of

if TYPE_CHECKING:
    import pyarrow as pa

    from layers.export.plain_rows import Row, Rows
    from layers.frames.columns import Column

__all__ = ["COVERING", "geo_metadata", "to_geoparquet"]

COVERING = ("xmin", "ymin", "xmax", "ymax")
ORDER = ("text", "number", "flag", "whole", "texts", "evidence", "alternatives", "legs")


def to_geoparquet(rows: Rows) -> bytes:
    """Write places and corridors as GeoParquet.

    Parameters
    ----------
    rows
        As :func:`layers.export.plain_rows.rows_of` gives them.

    Returns
    -------
    A file with one row a feature; ``layer`` tells places from corridors, and the columns of the other are null.
    Evidence, citations, alternatives and legs are nested lists. ``geometry`` is WKB in OGC:CRS84, ``bbox`` its
    covering. What concerns the whole atlas (document, sources, actors, what was seen and not drawn) is JSON in the
    file's metadata under ``corridors``.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> from layers.export import rows_of
    >>> rows = rows_of(frames)
    >>> import io
    >>> import geopandas
    >>> geopandas.read_parquet(io.BytesIO(to_geoparquet(rows)))[["layer", "name"]].values.tolist()
    [['place', 'Suakin'], ['place', 'Jeddah'], ['corridor', 'Suakin–Jeddah sea route']]
    """
    import pyarrow as pa
    import pyarrow.parquet as pq
    import shapely

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


def _schema(pa: Any) -> pa.Schema:
    """Return the columns of places and corridors in one table: words first, then numbers, then lists."""
    both = {column.name: column for table in ("places", "corridors") for column in columns_of(table, "parquet")}
    ordered = sorted(both.values(), key=lambda column: ORDER.index(column.type))
    return pa.schema(
        [
            ("layer", pa.string()),
            *((column.name, _arrow(column, pa)) for column in ordered),
            ("bbox", pa.struct([(name, pa.float64()) for name in COVERING])),
            ("geometry", pa.binary()),
        ]
    )


def _arrow(column: Column, pa: Any) -> pa.DataType:
    if column.type in NESTED:
        return pa.list_(pa.struct([(c.name, _arrow(c, pa)) for c in columns_of(NESTED[column.type], "parquet")]))
    simple = {"number": pa.float64(), "whole": pa.int64(), "flag": pa.bool_(), "texts": pa.list_(pa.string())}
    return simple.get(column.type, pa.string())


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
    import shapely

    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({geometry.geom_type for geometry in geometries}),
        "covering": {"bbox": {name: ["bbox", name] for name in COVERING}},
    }
    if geometries:
        column["bbox"] = list(map(float, shapely.total_bounds(geometries)))
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}})
