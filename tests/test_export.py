"""Files that other programs read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import OutputError
from geo.geodesy import geodesic, length_km
from geo.model import Atlas, Corridor, Document, Leg, Waypoint
from layers.export import to_geojson, to_geojson_text, write_files
from layers.frames import to_frames


@pytest.fixture(scope="module")
def frames(atlas):
    """Return the tables of the small article."""
    return to_frames(atlas)


def positions(geometry):
    """Return every position of a geometry."""
    stack, found = [geometry["coordinates"]], []
    while stack:
        item = stack.pop()
        if isinstance(item[0], int | float):
            found.append(item)
        else:
            stack += item
    return found


def check_rfc_7946(collection):
    """Check what RFC 7946 asks for, member by member."""
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    json.loads(json.dumps(collection, allow_nan=False))
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        geometry = feature["geometry"]
        assert geometry["type"] in {"Point", "LineString", "MultiLineString"}
        lines = {"LineString": [geometry["coordinates"]], "MultiLineString": geometry["coordinates"]}
        for line in lines.get(geometry["type"], []):
            assert len(line) >= 2
            assert all(abs(a[0] - b[0]) <= 180 for a, b in pairwise(line)), "not cut at ±180"
        for lon, lat in positions(geometry):
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
            assert (round(lon, 6), round(lat, 6)) == (lon, lat)
        if "bbox" in feature:
            check_bbox(feature["bbox"], positions(geometry))
    if collection["features"]:
        check_bbox(collection["bbox"], [p for f in collection["features"] for p in positions(f["geometry"])])


def check_bbox(bbox, points):
    """West, south, east, north hold every point; west is greater where the antimeridian is crossed."""
    west, south, east, north = bbox
    for lon, lat in points:
        assert south <= lat <= north
        inside = west <= lon <= east if west <= east else lon >= west or lon <= east
        assert inside or abs(abs(lon) - 180) < 1e-9, (bbox, lon)


@pytest.mark.parametrize("layer", ["places", "corridors", "atlas"])
def test_geojson_keeps_the_standard(frames, layer):
    """Each file keeps RFC 7946: WGS 84 without a crs member, six decimals, bounding boxes, no NaN."""
    check_rfc_7946(to_geojson(frames, layer))


def test_the_contract_of_properties(frames):
    """Places and corridors carry the properties other programs count on, with their evidence."""
    place = to_geojson(frames, "places")["features"][0]["properties"]
    assert set(place) >= {
        "id",
        "name",
        "kind",
        "country",
        "role",
        "precision",
        "confidence",
        "record",
        "mentions",
        "evidence",
    }
    corridor = to_geojson(frames, "corridors")["features"][0]["properties"]
    assert set(corridor) >= {
        "id",
        "name",
        "mode",
        "status",
        "basis",
        "precision",
        "waypoints",
        "length_km",
        "mentions",
        "evidence",
    }
    proof = corridor["evidence"][0]
    assert {"quote", "start", "end", "citations"} <= set(proof)
    assert {"outlet", "date"} <= set(proof["citations"][0])


def test_simplestyle_members_are_colours(frames):
    """Viewers that know simplestyle draw our colours: #rrggbb, with a width."""
    for feature in to_geojson(frames)["features"]:
        point = feature["geometry"]["type"] == "Point"
        color = feature["properties"]["marker-color" if point else "stroke"]
        assert len(color) == 7
        assert int(color[1:], 16) >= 0


def test_the_atlas_lists_what_was_not_placed(frames):
    """What could not be placed stands in the atlas with its reason, beside the actors."""
    collection = to_geojson(frames)
    assert [(u["name"], u["reason"]) for u in collection["unresolved"]] == [
        ("Qaradaş", "no gazetteer record has this name")
    ]
    assert [a["name"] for a in collection["actors"]] == ["Azerbaijan’s government"]


def test_legs_and_parts_add_up(frames):
    """The parts that a corridor's legs count are the lines of its geometry."""
    for feature in to_geojson(frames, "corridors")["features"]:
        geometry = feature["geometry"]
        lines = 1 if geometry["type"] == "LineString" else len(geometry["coordinates"])
        assert sum(leg["parts"] for leg in feature["properties"]["legs"]) == lines


def test_others_read_it(frames, tmp_path):
    """GDAL reads each file as WGS 84 with as many rows as there are features."""
    for layer in ("places", "corridors", "atlas"):
        path = tmp_path / f"{layer}.geojson"
        path.write_text(to_geojson_text(frames, layer), encoding="utf-8")
        table = gpd.read_file(path)
        assert table.crs.to_epsg() == 4326
        assert len(table) == len(to_geojson(frames, layer)["features"])


def test_an_independent_validator_agrees(frames):
    """The ``geojson`` package, where it is installed, finds no fault."""
    geojson = pytest.importorskip("geojson")
    for layer in ("places", "corridors", "atlas"):
        assert geojson.loads(to_geojson_text(frames, layer)).errors() == []


def test_same_tables_same_text(atlas):
    """The same atlas gives the same bytes."""
    assert to_geojson_text(to_frames(atlas)) == to_geojson_text(to_frames(atlas))


def test_nothing_is_a_valid_collection():
    """An atlas with nothing in it is a valid, empty collection without a bounding box."""
    empty = to_frames(Atlas(Document(text="", title="Nothing", sha256="0" * 64, sentences=())))
    collection = to_geojson(empty)
    assert collection["features"] == []
    assert "bbox" not in collection


def line_between(a, b):
    """Return a great circle as a leg."""
    line = geodesic(a, b, step_km=500)
    return Leg("A", "B", "air", line, length_km(line), "great-circle", "geodesic")


points = st.tuples(st.floats(-180, 180), st.floats(-85, 85)).map(lambda p: (round(p[0], 5), round(p[1], 5)))


@settings(max_examples=60, deadline=None)
@given(st.lists(points, min_size=2, max_size=4, unique=True))
def test_any_line_becomes_valid_geojson(stops):
    """Lines anywhere on Earth, over the antimeridian too, come out cut and valid."""
    legs = tuple(line_between(a, b) for a, b in pairwise(stops))
    corridor = Corridor(
        id="a-b",
        name="A–B",
        mode="air",
        status="unknown",
        basis="stated",
        waypoints=tuple(Waypoint("W", *stop, "test:1") for stop in stops),
        legs=legs,
        mentions=(),
    )
    nothing = Document(text="", title="Lines", sha256="0" * 64, sentences=())
    check_rfc_7946(to_geojson(to_frames(Atlas(nothing, corridors=(corridor,)))))


def test_a_line_over_the_antimeridian_is_cut(atlas):
    """Auckland–Los Angeles is cut at ±180, and its bounding box has west greater than east."""
    corridor = replace(atlas.corridors[2], legs=(line_between((174.79, -37.0), (-118.4, 33.9)),))
    (feature,) = to_geojson(to_frames(replace(atlas, corridors=(corridor,))), "corridors")["features"]
    assert feature["geometry"]["type"] == "MultiLineString"
    assert feature["bbox"][0] > feature["bbox"][2]
    check_bbox(feature["bbox"], positions(feature["geometry"]))


def test_files_appear_whole_or_not_at_all(tmp_path):
    """When one file cannot be written, those that stood there stay as they were, and no fragment is left."""
    write_files(tmp_path, {"a.txt": "old", "b.txt": "old"})
    with pytest.raises(TypeError):
        write_files(tmp_path, {"a.txt": "new", "b.txt": 3})
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {"a.txt": "old", "b.txt": "old"}


def test_leftovers_of_a_killed_run_are_swept(tmp_path):
    """Temporary files of a run that was killed are gone after the next."""
    (tmp_path / ".writing-abc").write_text("half", encoding="utf-8")
    write_files(tmp_path, {"a.txt": "whole"})
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_two_writers_take_turns(tmp_path):
    """Files written by several runs at once are all of one run, never a mixture."""

    def write(word):
        for _ in range(10):
            write_files(tmp_path, {"a.txt": word, "b.txt": word})

    threads = [threading.Thread(target=write, args=(word,)) for word in ("one", "two", "six")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "b.txt"]
    assert len({p.read_text(encoding="utf-8") for p in tmp_path.iterdir()}) == 1


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    """A file in the folder's place gives an error with its path and what to do."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"file.* cannot be written .*; name another folder with -o"):
        write_files(tmp_path / "file" / "article", {"a.txt": ""})


@pytest.mark.skipif(
    not hasattr(os, "fork") or not sys.platform.startswith("linux"), reason="sets a limit as Linux does"
)
def test_a_full_disk_leaves_no_folder(tmp_path):
    """When the disk is full nothing is left behind, and one sentence says so."""
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from layers.export import write_files\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_files(Path(sys.argv[1]), {'a.txt': 'x', 'b.txt': 'x' * 5000})\n"
        "except OSError as error: print(error)\n"
    )
    folder = tmp_path / "article"
    run = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert "cannot be written (File too large)" in run.stdout
    assert not folder.exists()
