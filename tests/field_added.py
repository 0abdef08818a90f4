"""Looks for a field that a copy of the list of columns has one row more for; run with a folder to write to."""

import csv
import io
import os
import sqlite3
import sys
from pathlib import Path

import pyarrow.parquet as pq
from conftest import TEXT, make_atlas

import layers.frames.tables as made
from layers.export import corridors_csv, rows_of, to_geojson, to_geopackage, to_geoparquet, to_gpx, to_kml

PLAIN = made.corridor_row
made.corridor_row = lambda corridor, document: PLAIN(corridor, document) | {"toll_eur": 12.5}

frames = made.to_frames(make_atlas(TEXT))
rows = rows_of(frames)
features = to_geojson(frames, "corridors")["features"]
assert [feature["properties"]["toll_eur"] for feature in features] == [12.5] * len(rows.corridors)
assert next(csv.DictReader(io.StringIO(corridors_csv(rows)[1:])))["toll_eur"] == "12.5"
package = Path(sys.argv[1]) / "atlas.gpkg"
package.write_bytes(to_geopackage(rows))
assert sqlite3.connect(package).execute("SELECT toll_eur FROM corridors").fetchone() == (12.5,)
# Arrow's own threads may still run as the interpreter ends, which aborts it.
table = pq.read_table(io.BytesIO(to_geoparquet(rows)), use_threads=False)
assert 12.5 in table.column("toll_eur").to_pylist()
assert '<Data name="toll_eur">' in to_kml(rows)
assert "toll_eur>12.5<" in to_gpx(rows)
sys.stdout.flush()
os._exit(0)  # Arrow's threads that wrote the file may still run, too
