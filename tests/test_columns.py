"""The list of columns: said once, and found in every format."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

import layers.frames.columns as listed
from geo.errors import DataError
from layers.cli.data import data
from layers.export.csv_table import corridors_csv, places_csv
from layers.export.geojson import collection_of
from layers.export.geopackage import to_geopackage
from layers.export.geoparquet import to_geoparquet
from layers.export.gpx import to_gpx
from layers.export.json_schema import atlas_schema
from layers.export.kml import to_kml
from layers.export.plain_rows import rows_of
from layers.frames import schema, to_frames

HEAD = "table,column,type,files,unit,meaning\n"
EVERYWHERE = "geojson csv gpkg parquet kml frame"


@pytest.fixture(scope="module")
def rows(atlas):
    """Return the rows of the small article."""
    return rows_of(to_frames(atlas))


def _columns_of_each_format(rows, tmp_path):
    """Read the names of the columns of corridors back, with other readers than our writers."""
    package = tmp_path / "atlas.gpkg"
    package.write_bytes(to_geopackage(rows))
    with sqlite3.connect(package) as database:
        in_package = [row[1] for row in database.execute("PRAGMA table_info(corridors)")][2:]
    kml = ElementTree.fromstring(to_kml(rows).encode())
    marks = list(kml.iter("{http://www.opengis.net/kml/2.2}Placemark"))
    fields = [
        [each.get("name") for each in mark.iter("{http://www.opengis.net/kml/2.2}Data")] for mark in marks
    ]  # fmt: skip
    gpx = ElementTree.fromstring(to_gpx(rows).encode())
    extensions = next(gpx.iter("{http://www.topografix.com/GPX/1/1}extensions"))
    features = [f for f in collection_of(rows)["features"] if f["properties"]["layer"] == "corridor"]
    return {
        "gpkg": in_package,
        "kml": next(names for names in fields if "mode" in names),
        "gpx": [each.tag.rpartition("}")[2] for each in extensions],
        "csv": next(csv.reader(io.StringIO(corridors_csv(rows).removeprefix("\ufeff")))),
        "geojson": list(features[0]["properties"]),
        "parquet": pq.read_schema(io.BytesIO(to_geoparquet(rows))).names,
    }


def test_every_format_carries_the_columns_that_the_list_gives_it(rows, tmp_path):
    """What ``columns.csv`` says of corridors is what other readers find in each file, in its order."""
    for name, found in _columns_of_each_format(rows, tmp_path).items():
        wanted = listed.names_of("corridors", name)
        if name == "parquet":
            assert set(wanted) <= set(found)
        else:
            assert set(wanted) <= set(found), name
            shared = [column for column in found if column in wanted and column != "legs"]
            assert shared == [column for column in wanted if column != "legs"], name


def test_places_too_carry_what_the_list_gives_them(rows):
    """A place in GeoJSON and CSV has the columns of the list, its circle of doubt among them."""
    place = next(f for f in collection_of(rows)["features"] if f["properties"]["layer"] == "place")
    assert set(listed.names_of("places", "geojson")) <= set(place["properties"])
    assert next(csv.reader(io.StringIO(places_csv(rows).removeprefix("\ufeff")))) == list(
        listed.names_of("places", "csv")
    )
    assert "doubt_km" in place["properties"]


def test_a_field_is_added_by_one_row_and_its_value(tmp_path):
    """A field of which the list has one row, and a table the value, is in GeoJSON, CSV, KML, GPX and both databases."""
    root = Path(__file__).parents[1]
    shutil.copytree(root / "layers", tmp_path / "layers")
    (tmp_path / "geo").symlink_to(root / "geo")
    with (tmp_path / "layers" / "frames" / "columns.csv").open("a", encoding="utf-8") as listing:
        listing.write("corridors,toll_eur,number,geojson csv gpkg parquet kml gpx frame,EUR,what it costs\n")
    script = [sys.executable, Path(__file__).with_name("field_added.py"), tmp_path]
    run = subprocess.run(
        script, env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_an_atlas_holds_to_its_schema(rows):
    """A validator of JSON Schema accepts the sample's GeoJSON, and refuses a length in words."""
    told = json.loads(json.dumps(collection_of(rows)))
    schema_ = atlas_schema()
    jsonschema.Draft202012Validator.check_schema(schema_)
    validator = jsonschema.Draft202012Validator(schema_)
    assert [error.message for error in validator.iter_errors(told)] == []
    corridor = next(f for f in told["features"] if f["properties"]["layer"] == "corridor")
    corridor["properties"]["length_km"] = "far"
    assert not validator.is_valid(told)


def test_the_schema_is_printed_on_request():
    """``corridors data --schema`` prints JSON that names every column of a corridor."""
    told = json.loads(CliRunner().invoke(data, ["--schema"]).stdout)
    assert set(listed.names_of("corridors", "geojson")) == set(told["$defs"]["corridor"]["properties"])


def test_the_page_of_columns_is_that_of_the_list():
    """README.md beside the list says what the list says."""
    page = Path(listed.__file__).with_name("README.md").read_text(encoding="utf-8")
    assert page == listed.as_markdown()


def test_tables_in_memory_have_the_columns_of_the_list():
    """The frames' columns and types come from the list: a length is a float, a list an object."""
    assert list(schema.PLACES) == list(listed.names_of("places", "frame"))
    assert schema.CORRIDORS["length_km"] == "float64"
    assert schema.CORRIDORS["waypoints"] == "object"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("roads,id,text,csv,,x", "line 2: table 'roads' unknown; expected one of places"),
        ("places,id,word,csv,,x", "line 2: type 'word' unknown; expected one of text"),
        ("places,id,text,pdf,,x", "line 2: files 'pdf' unknown; expected some of frame"),
        ("places,id,text,,,x", "line 2: files is missing; expected table, column"),
        ("places,an id,text,csv,,x", "line 2: column 'an id'; expected a plain name"),
        ("places,id,text,csv,,", "line 2: meaning is missing"),
        ("places,id,text,csv,,x\nplaces,id,text,csv,,y", "line 3: places.id stands there twice"),
    ],
)
def test_a_row_that_does_not_fit_is_named(row, said):
    """A wrong table, type, file, name or a row that stands twice is refused with its line and what is allowed."""
    with pytest.raises(DataError, match=said.replace("(", r"\(")):
        listed.parse(HEAD + row + "\n")


def test_another_head_is_refused():
    """A list whose head is another one is refused."""
    with pytest.raises(DataError, match="column 'table' is missing; expected table,column,type"):
        listed.parse("a,b\n1,2\n")


@given(st.text())
def test_any_meaning_survives(meaning):
    """Whatever one line a meaning holds is read back as it was written, or refused."""
    stream = io.StringIO()
    csv.writer(stream).writerow(["places", "id", "text", "csv", "", meaning])
    if len(stream.getvalue().splitlines()) != 1 or not meaning:
        return
    assert listed.parse(HEAD + stream.getvalue())[0].meaning == meaning
