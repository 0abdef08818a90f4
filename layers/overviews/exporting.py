"""An overview's features for other programs: GeoJSON, GeoPackage, GeoParquet, CSV and PMTiles.

Each feature has the number of its documents, by month as well, the days of the first and the last, and the documents
that speak of it most, each with a sentence, its address and its offsets.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from geo.geodesy import geodesic
from layers import styles
from layers.export.csv_table import csv_text
from layers.export.geojson import SOURCE_COLUMNS, bbox_of, feature_of, text_of
from layers.export.geopackage import SOURCES as SOURCE_TYPES
from layers.export.geopackage import add_table, new_geopackage
from layers.export.geoparquet import COVERING, geo_metadata
from layers.frames.antimeridian import cut_at_antimeridian

if TYPE_CHECKING:
    import pyarrow as pa
    from shapely.geometry.base import BaseGeometry

    from layers.export.plain_rows import Row
    from layers.overviews.summary import CorridorSum, PlaceSum, Quote, Source, Summary, Tally

__all__ = ["DRAWN_STEP_KM", "FILES", "Files", "encoders", "together_lines"]

DRAWN_STEP_KM = 100.0
"""Between points of the shortest line over the Earth that joins two places named together."""
LAYERS = ("places", "corridors", "co-mentions")
FILES: Mapping[str, tuple[str, ...]] = {
    "geojson": tuple(f"{layer}.geojson" for layer in LAYERS),
    "gpkg": ("atlas.gpkg",),
    "csv": tuple(f"{layer}.csv" for layer in LAYERS),
    "parquet": tuple(f"{layer}.parquet" for layer in LAYERS),
    "pmtiles": tuple(f"{layer}.pmtiles" for layer in LAYERS),
}
"""The files of each format; those of co-mentions only where these are asked for."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "places": ("id", "name", "kind", "country", "region", "role", "precision", "confidence"),
    "corridors": (
        "id", "name", "mode", "status", "basis", "precision", "directed", "record", "waypoints", "length_km",
        "published_km", "statuses", "bases",
    ),
    "co-mentions": ("id", "name", "a", "a_name", "b", "b_name"),
}  # fmt: skip
COUNTS = ("documents", "share", "mentions", "first", "last")
QUOTE_COLUMNS = ("document", "title", "date", "publisher", "url", "mentions", "quote", "start", "end", "quote_start")
TYPES: Mapping[str, str] = {
    "confidence": "REAL", "length_km": "REAL", "published_km": "REAL", "share": "REAL", "documents": "INTEGER",
    "mentions": "INTEGER", "directed": "BOOLEAN", "first": "DATE", "last": "DATE", "date": "DATE", "start": "INTEGER",
    "end": "INTEGER", "quote_start": "INTEGER",
}  # fmt: skip
DESCRIBED = {"places": "Places", "corridors": "Corridors", "co-mentions": "Places named together; not ways"}
ROWS_AT_ONCE = 5000
MOST_ZOOM = 7  # there a step of the tiles is 76 m; who shows them goes closer without more
Rows = dict[str, list["Row"]]


class Files(Mapping[str, str | bytes]):
    """Files by name, each made when it is asked for: those of a large corpus are never in memory together."""

    def __init__(self, makers: Mapping[str, Callable[[], str | bytes]]) -> None:
        self._makers = dict(makers)

    def __getitem__(self, name: str) -> str | bytes:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def encoders(summary: Summary, formats: Iterable[str]) -> dict[str, Callable[[], str | bytes]]:
    """Return what makes each file of some formats, by the file's name.

    Parameters
    ----------
    summary
        As :func:`layers.overviews.summarising.summarise` gives it.
    formats
        Keys of :data:`FILES`.

    Returns
    -------
    Functions without parameters: same summary, same bytes.
    """
    rows = rows_of(summary)
    made: dict[str, Callable[[], str | bytes]] = {}
    for name in formats:
        if name in _BY_LAYER:
            made |= {f"{layer}.{name}": partial(_BY_LAYER[name], layer, rows[layer], summary) for layer in rows}
        else:
            made["atlas.gpkg"] = partial(_geopackage, rows, summary)
    return made


def rows_of(summary: Summary) -> Rows:
    """Return the rows of each layer, with ``geometry``; co-mentions only where there are some."""
    rows: Rows = {
        "places": [_place(place, summary) for place in summary.places],
        "corridors": [_corridor(corridor, summary) for corridor in summary.corridors],
    }
    if summary.together:
        rows["co-mentions"] = [
            {
                "id": f"{pair.a.id} {pair.b.id}",
                "name": f"{pair.a.name} and {pair.b.name}, named together",
                "a": pair.a.id,
                "a_name": pair.a.name,
                "b": pair.b.id,
                "b_name": pair.b.name,
                **_counts(pair.tally, summary),
                "top_documents": [_source(source) for source in pair.newest],
                "geometry": _shape(together_lines(pair.a, pair.b)),
            }
            for pair in summary.together
        ]
    return rows


def together_lines(a: PlaceSum, b: PlaceSum) -> list[list[tuple[float, float]]]:
    """Return the shortest line over the Earth between two places, cut at ±180°."""
    ends = (a.lon, a.lat), (b.lon, b.lat)
    return cut_at_antimeridian(geodesic(*ends, step_km=DRAWN_STEP_KM) if ends[0] != ends[1] else ends)


def _place(place: PlaceSum, summary: Summary) -> Row:
    import shapely

    own = {name: getattr(place, name) for name in COLUMNS["places"]}
    return (
        own
        | _counts(place.tally, summary)
        | {"top_documents": _top(place.top), "geometry": shapely.Point(place.lon, place.lat)}
    )


def _corridor(corridor: CorridorSum, summary: Summary) -> Row:
    own = {name: getattr(corridor, name) for name in COLUMNS["corridors"]} | {"waypoints": list(corridor.waypoints)}
    return own | _counts(corridor.tally, summary) | {"top_documents": _top(corridor.top), "geometry": corridor.line}


def _shape(lines: Sequence[Sequence[tuple[float, float]]]) -> BaseGeometry:
    import shapely

    return shapely.LineString(lines[0]) if len(lines) == 1 else shapely.MultiLineString(lines)


def _counts(tally: Tally, summary: Summary) -> Row:
    return {
        "documents": tally.documents,
        "share": round(tally.documents / summary.documents, 6),
        "mentions": tally.mentions,
        "first": tally.first,
        "last": tally.last,
        "months": {summary.months[month]: number for month, number in tally.months},
    }


def _top(quotes: Iterable[Quote]) -> list[Row]:
    return [
        _source(quote.source)
        | {
            "mentions": quote.mentions,
            "quote": quote.quote,
            "start": quote.start,
            "end": quote.end,
            "quote_start": quote.quote_start,
        }
        for quote in quotes
    ]


def _source(source: Source) -> Row:
    """Return a row without a quote: where all of a document is meant, there is no sentence to show."""
    return {
        "document": source.document,
        "title": source.title,
        "date": source.date,
        "publisher": source.publisher,
        "url": source.url,
        **dict.fromkeys(("mentions", "quote", "start", "end", "quote_start")),
    }


def _corpus(summary: Summary) -> Row:
    """Return what is known of the whole."""
    return {
        "name": summary.name,
        "documents": summary.documents,
        "undated": summary.undated,
        "failures": summary.failures,
        "months": dict(zip(summary.months, summary.by_month, strict=True)),
        "left_out": dict(summary.below),
    }


def _geojson(layer: str, rows: Sequence[Row], summary: Summary) -> str:
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    if box := bbox_of(row["geometry"] for row in rows):
        collection["bbox"] = box
    collection["corpus"] = _corpus(summary)
    collection["sources"] = [{name: source.get(name, "") for name in SOURCE_COLUMNS} for source in summary.sources]
    collection["features"] = (feature_of(row, _properties(layer, row)) for row in rows)  # one at a time into text
    return text_of(collection)


def _properties(layer: str, row: Row) -> Row:
    own = {name: value for name, value in row.items() if name != "geometry"}
    said = {"title": row["name"], "description": f"{row['documents']} documents"}
    if layer == "places":
        kind = styles.kind(row["kind"])
        return own | said | {"marker-color": kind.group.color, "marker-size": "medium"}
    if layer == "corridors":
        stroke = styles.strokes(row["mode"], row["status"], row["basis"], row["precision"])[0]
        return own | said | {"stroke": stroke.color, "stroke-width": stroke.width}
    return own | said | {"stroke": styles.load().groups["area"].color, "stroke-width": 1, "stroke-opacity": 0.5}


def _csv(layer: str, rows: Sequence[Row], summary: Summary) -> str:
    """Return a table for spreadsheets, with a column for each month; lines are left to the other formats."""
    ends = ("lon", "lat") if layer == "places" else ()
    columns = (*COLUMNS[layer], *ends, *COUNTS, *summary.months, "top_documents")
    return csv_text(columns, (_cells(row, summary.months) for row in rows))


def _cells(row: Row, months: Sequence[str]) -> Row:
    point = row["geometry"] if row["geometry"].geom_type == "Point" else None
    return {
        **{name: _cell(value) for name, value in row.items() if name not in ("geometry", "top_documents")},
        **({"lon": point.x, "lat": point.y} if point is not None else {}),
        **{month: row["months"].get(month, 0) for month in months},
        "top_documents": " ¶ ".join(
            " – ".join(filter(None, (item["title"], item["date"], item["url"], item["quote"] and f"“{item['quote']}”")))
            for item in row["top_documents"]
        ),
    }


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " – ".join(value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {number}" for name, number in value.items())
    return value


def _parquet(layer: str, rows: Sequence[Row], summary: Summary) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    told = {
        "geo": geo_metadata([row["geometry"] for row in rows]),
        "corridors": json.dumps(_corpus(summary), ensure_ascii=False),
    }
    stream = io.BytesIO()
    with pq.ParquetWriter(stream, _schema(pa, layer).with_metadata(told), compression="zstd") as writer:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            records = [_record(row) for row in rows[start : start + ROWS_AT_ONCE]]
            writer.write_table(pa.Table.from_pylist(records, schema=writer.schema))
    return stream.getvalue()


def _record(row: Row) -> Row:
    """Return a row with maps as pairs and shapes as WKB."""
    import shapely

    return (
        row
        | {name: list(row[name].items()) for name in ("months", "statuses", "bases") if name in row}
        | {
            "geometry": shapely.to_wkb(row["geometry"], byte_order=1, flavor="iso"),
            "bbox": dict(zip(COVERING, row["geometry"].bounds, strict=True)),
        }
    )


def _schema(pa: Any, layer: str) -> pa.Schema:
    plain = {"REAL": pa.float64(), "INTEGER": pa.int64(), "BOOLEAN": pa.bool_()}
    counted = pa.map_(pa.string(), pa.int64())
    nested = {"waypoints": pa.list_(pa.string()), "statuses": counted, "bases": counted}

    def typed(name: str) -> Any:
        return nested.get(name) or plain.get(TYPES.get(name, ""), pa.string())

    return pa.schema(
        [
            *((name, typed(name)) for name in (*COLUMNS[layer], *COUNTS)),
            ("months", counted),
            ("top_documents", pa.list_(pa.struct([(name, typed(name)) for name in QUOTE_COLUMNS]))),
            ("bbox", pa.struct([(name, pa.float64()) for name in COVERING])),
            ("geometry", pa.binary()),
        ]
    )


def _geopackage(rows: Rows, summary: Summary) -> bytes:
    """Write a table for each layer, and what its numbers are made of by month and by document in two more."""
    shapes = {"places": "POINT", "corridors": "MULTILINESTRING", "co-mentions": "MULTILINESTRING"}
    months = [
        {"layer": layer, "id": row["id"], "month": month, "documents": number}
        for layer, features in rows.items()
        for row in features
        for month, number in row["months"].items()
    ]
    documents = [
        {"layer": layer, "id": row["id"], **item}
        for layer, features in rows.items()
        for row in features
        for item in row["top_documents"]
    ]
    whole = [{"month": month, "documents": n} for month, n in zip(summary.months, summary.by_month, strict=True)]
    with new_geopackage() as database:
        for layer, features in rows.items():
            plain = [
                {name: _cell(row[name]) for name in (*COLUMNS[layer], *COUNTS)} | {"geometry": row["geometry"]}
                for row in features
            ]
            name = layer.replace("-", "_")
            add_table(database, name, _types(*COLUMNS[layer], *COUNTS), plain, DESCRIBED[layer], geometry=shapes[layer])
        add_table(database, "months", _types("layer", "id", "month", "documents"), months, "Documents by month")
        add_table(database, "top_documents", _types("layer", "id", *QUOTE_COLUMNS), documents, "What speaks of it most")
        add_table(database, "corpus_months", _types("month", "documents"), whole, "All documents by month")
        add_table(database, "sources", SOURCE_TYPES, summary.sources, "Data in use, with versions and licences")
        database.commit()
        return database.serialize()


def _types(*names: str) -> dict[str, str]:
    return {name: TYPES.get(name, "TEXT") for name in names}


def _pmtiles(layer: str, rows: Sequence[Row], summary: Summary) -> bytes:
    """Return vector tiles for a web map of the user's own, by GDAL; its writer holds one layer a file."""
    import tempfile
    from pathlib import Path

    import geopandas as gpd
    import pyogrio  # type: ignore[import-untyped]

    plain = [
        {name: _cell(row[name]) for name in (*COLUMNS[layer], *COUNTS)} | {"months": json.dumps(row["months"])}
        for row in rows
    ]
    frame = gpd.GeoDataFrame(plain, geometry=[row["geometry"] for row in rows], crs="EPSG:4326")
    options = {"MINZOOM": "0", "MAXZOOM": str(MOST_ZOOM), "NAME": summary.name, "DESCRIPTION": DESCRIBED[layer]}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{layer}.pmtiles"
        pyogrio.write_dataframe(frame, path, layer=layer.replace("-", "_"), driver="PMTiles", dataset_options=options)
        return path.read_bytes()


_BY_LAYER: Mapping[str, Callable[[str, Sequence[Row], Summary], str | bytes]] = {
    "geojson": _geojson,
    "csv": _csv,
    "parquet": _parquet,
    "pmtiles": _pmtiles,
}
