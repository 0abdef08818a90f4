"""Each data format, read back by a program that did not write it, and compared field by field."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import replace

import duckdb
import geojson_pydantic
import gpxpy
import numpy as np
import pyogrio
import pytest
import shapely
from lxml import etree

from geo.geodesy import geodesic, length_km
from geo.model import Leg, Review
from layers.export import (
    corridors_csv,
    places_csv,
    rows_of,
    to_geojson,
    to_geopackage,
    to_geoparquet,
    to_gpx,
    to_kml,
)
from layers.frames import to_frames

KML = {"k": "http://www.opengis.net/kml/2.2"}
GPX = {"g": "http://www.topografix.com/GPX/1/1", "c": "urn:x-corridors:gpx:1"}
HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script> & ]]> \x0b\x00 \u202e'
PLACE_FIELDS = ("id", "name", "kind", "country", "region", "role", "precision", "record", "mentions")
CORRIDOR_FIELDS = ("id", "name", "mode", "status", "basis", "precision", "mentions", "note", "source")
TERMS = ("licence", "attribution", "review", "review_note")


@pytest.fixture(scope="module")
def checked(atlas):
    """Return the small atlas with a place that a person has checked."""
    first, *others = atlas.places
    return replace(atlas, places=(replace(first, review=Review("accepted", by="LK")), *others))


@pytest.fixture(scope="module")
def rows(checked):
    """Return the rows of the small article."""
    return rows_of(to_frames(checked))


@pytest.fixture(scope="module")
def across(atlas):
    """Return rows whose corridor crosses the antimeridian."""
    line = geodesic((174.79, -37.0), (-118.4, 33.9), step_km=500)
    leg = Leg("Auckland", "Los Angeles", "air", line, length_km(line), "great-circle", "geodesic")
    return rows_of(to_frames(replace(atlas, corridors=(replace(atlas.corridors[2], legs=(leg,)),))))


@pytest.fixture(scope="module")
def package(rows, tmp_path_factory):
    """Return the GeoPackage as a file."""
    path = tmp_path_factory.mktemp("gpkg") / "atlas.gpkg"
    path.write_bytes(to_geopackage(rows))
    return path


def same_lines(geometry, expected):
    """Compare lines part by part, to a millionth of a degree."""
    ours, theirs = (shapely.get_parts(g) for g in (geometry, expected))
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(shapely.get_coordinates(a), shapely.get_coordinates(b), atol=1e-6)


def test_geojson_passes_an_independent_validator(checked):
    """Models of RFC 7946 written by others take every file; nothing is an area, so that no ring can turn wrong."""
    for layer in ("places", "corridors", "atlas"):
        text = json.dumps(to_geojson(to_frames(checked), layer))
        collection = geojson_pydantic.FeatureCollection.model_validate_json(text)
        assert {f.geometry.type for f in collection.features} <= {"Point", "LineString", "MultiLineString"}


def test_geojson_carries_licences_and_reviews(checked):
    """Each feature names the licence of its data, and what a reviewer said."""
    features = {f["id"]: f["properties"] for f in to_geojson(to_frames(checked))["features"]}
    assert features["baku"]["licence"] == "CC BY 4.0"
    assert features["baku"]["review"] == "accepted"
    assert features["baku"]["review_note"] == "Checked in review by LK."


def test_gdal_reads_the_geopackage(rows, package):
    """GDAL finds the three layers in EPSG:4326, with every field and every point where it was."""
    places = pyogrio.read_dataframe(package, layer="places")
    corridors = pyogrio.read_dataframe(package, layer="corridors")
    legs = pyogrio.read_dataframe(package, layer="legs")
    assert {table.crs.to_epsg() for table in (places, corridors, legs)} == {4326}
    for table, own, fields in ((places, rows.places, PLACE_FIELDS), (corridors, rows.corridors, CORRIDOR_FIELDS)):
        for read, row in zip(table.to_dict("records"), own, strict=True):
            assert {f: read[f] for f in (*fields, *TERMS)} == {f: row[f] for f in (*fields, *TERMS)}
            same_lines(read["geometry"], row["geometry"])
    assert json.loads(corridors["waypoints"][0]) == rows.corridors[0]["waypoints"]
    assert len(legs) == sum(len(row["legs"]) for row in rows.corridors)
    assert legs["length_km"].tolist() == [leg["length_km"] for row in rows.corridors for leg in row["legs"]]


def test_the_geopackage_is_one_by_its_own_rules(package):
    """SQLite finds no fault in it, and the tables that the standard wants say what is inside."""
    with sqlite3.connect(package) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert database.execute("PRAGMA user_version").fetchone()[0] >= 10200
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        listed = {name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")}
        assert {"places", "corridors", "legs", "evidence", "citations", "layer_styles"} <= listed
        assert {row[0] for row in database.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")} >= {-1, 0, 4326}


def test_evidence_is_related_to_what_it_proves(rows, package):
    """From a corridor one comes by the related tables to its sentence, and from there to its citations."""
    query = """
        SELECT c.id, e.quote, e.start, e.phrase, t.outlet, t.date, t.accessed FROM corridors c
        JOIN corridors_evidence ce ON ce.base_id = c.fid JOIN evidence e ON e.fid = ce.related_id
        LEFT JOIN evidence_citations et ON et.base_id = e.fid LEFT JOIN citations t ON t.fid = et.related_id"""
    with sqlite3.connect(package) as database:
        found = set(database.execute(query))
        relations = database.execute("SELECT base_table_name, mapping_table_name FROM gpkgext_relations").fetchall()
    expected = {
        (row["id"], item["quote"], item["start"], item["phrase"], c["outlet"], c["date"], int(c["accessed"]))
        for row in rows.corridors
        for item in row["evidence"]
        for c in item["citations"]
    }
    assert expected <= found
    assert ("places", "places_evidence") in relations


def test_styles_of_the_geopackage_are_well_formed(package):
    """Each feature table has a default style in QML and in SLD, with a rule for everything in the table."""
    with sqlite3.connect(package) as database:
        styles = database.execute(
            "SELECT f_table_name, styleQML, styleSLD FROM layer_styles WHERE useAsDefault"
        ).fetchall()
        kinds = {kind for (kind,) in database.execute("SELECT DISTINCT kind FROM places")}
    assert {name for name, _, _ in styles} == {"places", "corridors", "legs"}
    for name, qml, sld in styles:
        rules = etree.fromstring(qml.encode()).findall(".//rule")
        assert len(etree.fromstring(sld.encode()).findall(".//{http://www.opengis.net/se}Rule")) == len(rules)
        if name == "places":
            assert {rule.get("filter") for rule in rules} == {f"\"kind\" = '{kind}'" for kind in kinds}


def test_kml_is_read_back(rows):
    """Another XML parser finds a placemark for each feature, its fields in ExtendedData and its line."""
    root = etree.fromstring(to_kml(rows).encode())
    marks = {mark.get("id"): mark for mark in root.iterfind(".//k:Placemark", KML)}
    assert set(marks) == {row["id"] for row in (*rows.places, *rows.corridors)}
    for row in (*rows.places, *rows.corridors):
        mark = marks[row["id"]]
        data = {d.get("name"): d.findtext("k:value", namespaces=KML) or "" for d in mark.iterfind(".//k:Data", KML)}
        fields = PLACE_FIELDS if "kind" in row else CORRIDOR_FIELDS
        assert {f: data[f] for f in (*fields, *TERMS)} == {f: str(row[f]) for f in (*fields, *TERMS)}
        assert json.loads(data["evidence"]) == row["evidence"]
        lines = [
            shapely.LineString([tuple(map(float, p.split(","))) for p in text.text.split()])
            for text in mark.iterfind(".//k:LineString/k:coordinates", KML)
        ]
        if lines:
            same_lines(shapely.MultiLineString(lines), row["geometry"])
        assert root.find(f".//k:Style[@id='{mark.findtext('k:styleUrl', namespaces=KML)[1:]}']", KML) is not None


def test_gdal_reads_the_kml(rows, tmp_path):
    """GDAL finds the folders and as many features as there are."""
    path = tmp_path / "atlas.kml"
    path.write_text(to_kml(rows), encoding="utf-8")
    layers = [name for name, _ in pyogrio.list_layers(path)]
    assert "Railway" in layers
    found = sum(
        pyogrio.read_info(path, layer=name)["features"] for name in layers if name not in ("Corridors", "Places")
    )
    assert found == len(rows.places) + len(rows.corridors)


@pytest.mark.parametrize(("write", "own"), [(places_csv, "places"), (corridors_csv, "corridors")])
def test_csv_is_read_back(rows, write, own):
    """A spreadsheet finds the mark that says UTF-8, and every field as it was."""
    text = write(rows)
    assert text.startswith("\ufeff")
    fields = PLACE_FIELDS if own == "places" else CORRIDOR_FIELDS
    for read, row in zip(csv.DictReader(io.StringIO(text[1:])), getattr(rows, own), strict=True):
        assert {f: read[f] for f in (*fields, *TERMS)} == {f: str(row[f]) for f in (*fields, *TERMS)}
        assert json.loads(read["evidence"]) == row["evidence"]
        if own == "places":
            assert (float(read["lon"]), float(read["lat"])) == pytest.approx(row["geometry"].coords[0], abs=1e-6)


def test_a_cell_is_never_a_formula(rows):
    """What an article makes look like a formula reaches a spreadsheet as text; a western longitude stays a number."""
    place = rows.places[0] | {"name": HOSTILE, "geometry": shapely.Point(-75.5, 45.0)}
    (read,) = csv.DictReader(io.StringIO(places_csv(replace(rows, places=[place]))[1:]))
    assert read["name"].startswith("'=cmd")
    assert float(read["lon"]) == -75.5


def test_hostile_names_are_only_text(rows):
    """Markup, control characters and the ends of CDATA in a name reach KML, GPX and the styles as text."""
    hostile = replace(
        rows,
        places=[rows.places[0] | {"name": HOSTILE}],
        corridors=[rows.corridors[0] | {"name": HOSTILE, "note": HOSTILE}],
    )
    kml = etree.fromstring(to_kml(hostile).encode())
    assert kml.find(".//k:script", KML) is None
    name = kml.findtext(".//k:Placemark/k:name", namespaces=KML)
    assert name == HOSTILE.replace("\x0b", "\ufffd").replace("\x00", "\ufffd")
    for description in kml.iterfind(".//k:description", KML):
        assert "<script" not in (description.text or "")
    assert gpxpy.parse(to_gpx(hostile)).tracks[0].name.startswith("=cmd")


def test_duckdb_reads_the_geoparquet(rows, tmp_path):
    """DuckDB, which shares no code with the writer's table layer, finds every field, evidence as nested lists."""
    path = tmp_path / "atlas.parquet"
    path.write_bytes(to_geoparquet(rows))
    table = duckdb.read_parquet(str(path))
    names, found = table.columns, table.fetchall()
    for values, row in zip(found, [*rows.places, *rows.corridors], strict=True):
        read = dict(zip(names, values, strict=True))
        fields = PLACE_FIELDS if "kind" in row else CORRIDOR_FIELDS
        assert {f: read[f] for f in (*fields, *TERMS)} == {f: row[f] for f in (*fields, *TERMS)}
        for got, item in zip(read["evidence"], row["evidence"], strict=True):
            assert {k: got[k] for k in ("quote", "start", "end", "phrase")} == {
                k: item[k] for k in ("quote", "start", "end", "phrase")
            }
            assert [(c["outlet"], c["date"]) for c in got["citations"]] == [
                (c["outlet"], c["date"]) for c in item["citations"]
            ]


def test_the_geoparquet_metadata_is_that_of_1_1(rows, tmp_path):
    """The file says version 1.1, WKB and a covering, and geopandas reads it with the right system and places."""
    import geopandas
    import pyarrow.parquet as pq

    path = tmp_path / "atlas.parquet"
    path.write_bytes(to_geoparquet(rows))
    told = json.loads(pq.read_metadata(path).metadata[b"geo"])
    assert told["version"] == "1.1.0"
    column = told["columns"][told["primary_column"]]
    assert column["encoding"] == "WKB"
    assert set(column["geometry_types"]) <= {"Point", "LineString", "MultiLineString"}
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    table = geopandas.read_parquet(path)
    assert table.crs.to_string() == "OGC:CRS84"
    for geometry, row in zip(table.geometry, [*rows.places, *rows.corridors], strict=True):
        same_lines(geometry, row["geometry"])
    assert table.cx[49:50, 40:41]["id"].tolist()[0] == "baku"


def test_gpx_is_read_back(rows):
    """A GPX reader finds a track for each corridor, a segment for each line, and our fields as extensions."""
    text = to_gpx(rows)
    read = gpxpy.parse(text)
    for track, row in zip(read.tracks, rows.corridors, strict=True):
        assert track.name == row["name"]
        lines = [shapely.LineString([(p.longitude, p.latitude) for p in s.points]) for s in track.segments]
        same_lines(shapely.MultiLineString(lines), row["geometry"])
    for track, row in zip(etree.fromstring(text.encode()).iterfind("g:trk", GPX), rows.corridors, strict=True):
        fields = {e.tag.rpartition("}")[2]: e.text or "" for e in track.find("g:extensions", GPX)}
        wanted = (*CORRIDOR_FIELDS[2:], *TERMS)
        assert {f: fields[f] for f in wanted} == {f: str(row[f]) for f in wanted}
        assert json.loads(fields["evidence"]) == row["evidence"]


def test_lines_are_cut_at_the_antimeridian_in_every_format(across, tmp_path):
    """Auckland–Los Angeles has two parts in every format, none of which runs round the world."""
    path = tmp_path / "atlas.gpkg"
    path.write_bytes(to_geopackage(across))
    parts = {
        "gpkg": shapely.get_parts(pyogrio.read_dataframe(path, layer="corridors").geometry[0]),
        "gpx": [
            shapely.LineString([(p.longitude, p.latitude) for p in s.points])
            for s in gpxpy.parse(to_gpx(across)).tracks[0].segments
        ],
        "kml": etree.fromstring(to_kml(across).encode()).findall(".//k:LineString", KML),
    }
    assert {name: len(found) for name, found in parts.items()} == {"gpkg": 2, "gpx": 2, "kml": 2}
    assert all(part.bounds[2] - part.bounds[0] < 120 for name in ("gpkg", "gpx") for part in parts[name])


def test_an_atlas_of_places_alone_is_written(rows):
    """Formats with no corridor in them are valid all the same."""
    bare = replace(rows, corridors=[])
    assert gpxpy.parse(to_gpx(bare)).tracks == []
    assert len(etree.fromstring(to_kml(bare).encode()).findall(".//k:Placemark", KML)) == len(rows.places)
    for write in (to_geopackage, to_geoparquet):
        assert len(write(bare)) > 1000
