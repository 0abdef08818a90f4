"""GeoPackage 1.3: a table for each layer, evidence and citations as related tables, styles that QGIS opens with.

Written with Python's own SQLite, in memory: GDAL's writer puts the clock into the file, this one gives the same bytes
for the same tables. What a reader sees is checked with GDAL in the tests.

References
----------
OGC 12-128r17 (GeoPackage 1.3), OGC 18-000 (Related Tables Extension).
"""

from __future__ import annotations

import json
import sqlite3
import struct
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from layers.export.plain_rows import lines_of
from layers.export.qgis import line_style, point_style
from layers.frames.columns import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from layers.export.plain_rows import Row, Rows

__all__ = ["add_table", "new_geopackage", "to_geopackage"]

APPLICATION_ID = 0x47504B47  # "GPKG"
VERSION = 10300
WGS84 = 4326
NO_CLOCK = "1970-01-01T00:00:00.000Z"  # the same bytes on every day
RELATED = "http://www.geopackage.org/18-000.html"
WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],'
    'AUTHORITY["EPSG","4326"]]'
)
FRAME = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkgext_relations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, base_table_name TEXT NOT NULL, base_primary_column TEXT NOT NULL DEFAULT 'id',
  related_table_name TEXT NOT NULL, related_primary_column TEXT NOT NULL DEFAULT 'id', relation_name TEXT NOT NULL,
  mapping_table_name TEXT NOT NULL UNIQUE);
"""
STYLE_COLUMNS = {
    "f_table_catalog": "TEXT", "f_table_schema": "TEXT", "f_table_name": "TEXT", "f_geometry_column": "TEXT",
    "styleName": "TEXT", "styleQML": "TEXT", "styleSLD": "TEXT", "useAsDefault": "BOOLEAN", "description": "TEXT",
    "owner": "TEXT", "ui": "TEXT", "update_time": "DATETIME",
}  # fmt: skip
TYPES: Mapping[str, str] = {
    "number": "REAL", "whole": "INTEGER", "flag": "BOOLEAN", "date": "DATE",
}  # fmt: skip
"""What SQLite calls the types of :mod:`layers.frames.columns`; all others are text, lists as JSON."""


def _declared(table: str) -> Mapping[str, str]:
    return {column.name: TYPES.get(column.type, "TEXT") for column in columns_of(table, "gpkg")}


PLACES, CORRIDORS, LEGS = _declared("places"), _declared("corridors"), _declared("legs")
EVIDENCE, CITATIONS, ALTERNATIVES = _declared("evidence"), _declared("citations"), _declared("alternatives")
ACTORS, UNRESOLVED = _declared("actors"), _declared("unresolved")
SOURCES, DOCUMENT = _declared("sources"), _declared("document")


def to_geopackage(rows: Rows) -> bytes:
    """Write all tables into one GeoPackage.

    Parameters
    ----------
    rows
        As :func:`layers.export.plain_rows.rows_of` gives them.

    Returns
    -------
    The file. Feature tables: ``places`` (points), ``corridors`` and ``legs`` (multi-lines), EPSG:4326. Tables without
    geometry: ``evidence``, ``citations``, ``alternatives``, ``actors``, ``unresolved``, ``sources``, ``document``;
    the first three are tied to what they are about by the Related Tables Extension. ``layer_styles`` holds a QML and
    an SLD style for each feature table.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> from layers.export import rows_of
    >>> rows = rows_of(frames)
    >>> to_geopackage(rows)[:15]
    b'SQLite format 3'
    """
    with new_geopackage() as database:
        _features(database, rows)
        _related(database, rows)
        add_table(database, "sources", SOURCES, rows.sources, "Data in use, with versions and licences")
        add_table(database, "document", DOCUMENT, [rows.document], "The article")
        _styles(database, rows)
        database.commit()
        return database.serialize()


@contextmanager
def new_geopackage() -> Iterator[sqlite3.Connection]:
    """Open an empty GeoPackage in memory; ``serialize`` gives its bytes once it is committed."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};{FRAME}")
        database.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
            [
                ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate system"),
                ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate system"),
                ("WGS 84 geodetic", WGS84, "EPSG", WGS84, WGS84_WKT, "longitude and latitude on WGS 84, in degrees"),
            ],
        )
        yield database


def _features(database: sqlite3.Connection, rows: Rows) -> None:
    legs = [leg | {"leg": leg["index"]} for row in rows.corridors for leg in row["legs"]]
    corridors = [row | {"waypoints": json.dumps(row["waypoints"], ensure_ascii=False)} for row in rows.corridors]
    add_table(database, "places", PLACES, rows.places, "Places the article speaks of", geometry="POINT")
    add_table(database, "corridors", CORRIDORS, corridors, "Corridors, a line each", geometry="MULTILINESTRING")
    add_table(
        database, "legs", LEGS, legs, "Stretches of corridors that have one precision each", geometry="MULTILINESTRING"
    )


def _related(database: sqlite3.Connection, rows: Rows) -> None:
    """Write evidence, its citations and the alternatives, and tie them to what they are about."""
    owners = {
        "places": rows.places, "corridors": rows.corridors, "actors": rows.actors, "unresolved": rows.unresolved,
    }  # fmt: skip
    evidence: list[Row] = []
    citations: list[Row] = []
    alternatives: list[Row] = []
    ties: dict[tuple[str, str], list[tuple[int, int]]] = {("evidence", "citations"): []}
    for table, owned in owners.items():
        for fid, row in enumerate(owned, start=1):
            for item in row["evidence"]:
                evidence.append(item | {"about": table, "about_id": row.get("id", row["name"])})
                ties.setdefault((table, "evidence"), []).append((fid, len(evidence)))
                for citation in item["citations"]:
                    citations.append(citation)
                    ties["evidence", "citations"].append((len(evidence), len(citations)))
            for alternative in row.get("alternatives", ()):
                alternatives.append(alternative)
                ties.setdefault((table, "alternatives"), []).append((fid, len(alternatives)))
    add_table(database, "actors", ACTORS, rows.actors, "Names that stand for a government or body, not a place")
    add_table(database, "unresolved", UNRESOLVED, rows.unresolved, "What was seen and not drawn, and why")
    add_table(database, "evidence", EVIDENCE, evidence, "Sentences, with their place in the article's text")
    add_table(database, "citations", CITATIONS, citations, "Citations in those sentences")
    add_table(
        database, "alternatives", ALTERNATIVES, alternatives, "Other records of the same name that were considered"
    )
    database.execute(
        "INSERT INTO gpkg_extensions VALUES ('gpkgext_relations', NULL, 'gpkg_related_tables', ?, 'read-write')",
        (RELATED,),
    )
    for (base, related), pairs in ties.items():
        _tie(database, base, related, pairs)


def _tie(database: sqlite3.Connection, base: str, related: str, pairs: Sequence[tuple[int, int]]) -> None:
    mapping = f"{base}_{related}"
    database.execute(f'CREATE TABLE "{mapping}" (base_id INTEGER NOT NULL, related_id INTEGER NOT NULL)')
    database.executemany(f'INSERT INTO "{mapping}" VALUES (?, ?)', pairs)  # noqa: S608 - our own names
    database.execute(
        "INSERT INTO gpkgext_relations (base_table_name, base_primary_column, related_table_name,"
        " related_primary_column, relation_name, mapping_table_name) VALUES (?, 'fid', ?, 'fid', 'attributes', ?)",
        (base, related, mapping),
    )
    database.execute(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_related_tables', ?, 'read-write')", (mapping, RELATED)
    )


def add_table(
    database: sqlite3.Connection,
    name: str,
    columns: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
    description: str,
    *,
    geometry: str = "",
) -> None:
    """Make a table, fill it and list it among the contents; ``geometry`` is the type of its shapes."""
    shape = {"geom": geometry} if geometry else {}
    declared = ", ".join(f'"{column}" {kind}' for column, kind in (shape | dict(columns)).items())
    database.execute(f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {declared})')
    box: Sequence[float | None] = (None,) * 4
    if geometry and rows:
        import shapely

        box = [float(value) for value in shapely.total_bounds([row["geometry"] for row in rows])]
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            name, "features" if geometry else "attributes", name, description, NO_CLOCK, *box,
            WGS84 if geometry else None,
        ),
    )  # fmt: skip
    if geometry:
        database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (name, geometry, WGS84))
    marks = ", ".join("?" * (len(columns) + len(shape)))
    named = ", ".join(f'"{column}"' for column in (*shape, *columns))
    database.executemany(
        f'INSERT INTO "{name}" ({named}) VALUES ({marks})',  # noqa: S608 - our own names
        [
            (
                *([_blob(row["geometry"], multiple=geometry != "POINT")] if geometry else []),
                *(row.get(c) for c in columns),
            )
            for row in rows
        ],
    )


def _blob(geometry: BaseGeometry, *, multiple: bool) -> bytes:
    """Return a geometry as GeoPackage holds it: a header with the envelope of a line, then WKB."""
    import shapely

    shape = shapely.MultiLineString(lines_of(geometry)) if multiple else geometry
    west, south, east, north = shape.bounds
    flags, envelope = (0b11, (west, east, south, north)) if multiple else (0b01, ())
    header = struct.pack(f"<2sBBi{len(envelope)}d", b"GP", 0, flags, WGS84, *envelope)
    return header + bytes(shapely.to_wkb(shape, byte_order=1, flavor="iso"))


def _styles(database: sqlite3.Connection, rows: Rows) -> None:
    legs = [leg for row in rows.corridors for leg in row["legs"]]
    drawn: Iterable[tuple[str, tuple[str, str]]] = (
        ("places", point_style(row["kind"] for row in rows.places)),
        ("corridors", line_style("corridors", rows.corridors)),
        ("legs", line_style("legs", legs)),
    )
    entries = [
        {
            "f_table_catalog": "", "f_table_schema": "", "f_table_name": table, "f_geometry_column": "geom",
            "styleName": "Corridors", "styleQML": qml, "styleSLD": sld, "useAsDefault": True,
            "description": "As on the map", "owner": "", "ui": None, "update_time": NO_CLOCK,
        }
        for table, (qml, sld) in drawn
    ]  # fmt: skip
    declared = ", ".join(f'"{name}" {kind}' for name, kind in STYLE_COLUMNS.items())
    database.execute(f"CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {declared})")
    database.execute(
        "INSERT INTO gpkg_contents VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles for QGIS', ?,"
        " NULL, NULL, NULL, NULL, NULL)",
        (NO_CLOCK,),
    )
    named = ", ".join(f'"{name}"' for name in STYLE_COLUMNS)
    database.executemany(
        f"INSERT INTO layer_styles ({named}) VALUES ({', '.join('?' * len(STYLE_COLUMNS))})",  # noqa: S608 - our own names
        [tuple(entry.values()) for entry in entries],
    )
