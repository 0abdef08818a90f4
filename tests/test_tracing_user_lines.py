"""Railways and roads of the user's own, merged with the world's network."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyogrio.raw
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DataError
from geo.geodesy import distance_km, distances_km, length_km
from geo.model import Waypoint
from geo.tracing import OwnNetwork, Routing, trace
from geo.tracing.graph import arrange, network_of
from geo.tracing.junctions import read_junctions
from geo.tracing.line_files import read_lines
from geo.tracing.network_merging import merge
from geo.tracing.networks import trace_network

# A railway between two places of the Sahara where there is none, with a bend every 5 km, and one that is gone.
LINE = [[3.0, 23.0], [3.05, 23.03], [3.10, 23.03], [3.15, 23.0], [3.2, 22.98], [3.25, 23.0]]
ENDS = [Waypoint("West", 3.0, 23.0, "t:1"), Waypoint("East", 3.25, 23.0, "t:2")]


def collection(*features):
    """Return GeoJSON of lines with their fields."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": fields, "geometry": {"type": "LineString", "coordinates": line}}
            for line, fields in features
        ],
    }


OSM = collection(
    (LINE[:3], {"railway": "rail", "highway": None}),
    (LINE[2:], {"railway": "rail", "highway": None}),
    ([LINE[0], LINE[-1]], {"railway": "abandoned", "highway": None}),
    ([[3.0, 23.0], [3.25, 23.3]], {"railway": None, "highway": "primary"}),
)


@pytest.fixture
def own(tmp_path):
    """Write GeoJSON into a file of some name and return it as a network."""

    def write(content, name="lines.geojson", carrier=None):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return OwnNetwork(path, carrier)

    return write


def written(path, driver, *, crs="EPSG:4326", fields=None):
    """Write the line with a driver of GDAL and return it as a network."""
    fields = fields or {"railway": ["rail"]}
    shape = shapely.LineString(LINE)
    if crs != "EPSG:4326":
        project = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
        shape = shapely.LineString(np.column_stack(project(*np.array(LINE).T)))
    geometry = np.array([shapely.to_wkb(shape)], dtype=object)
    data = [np.array(values, dtype=object) for values in fields.values()]
    names = np.array(list(fields), dtype=object)
    pyogrio.raw.write(path, geometry, data, names, geometry_type="LineString", crs=crs, driver=driver)
    return OwnNetwork(path)


def test_a_railway_of_the_users_own_is_followed_point_by_point(own):
    """Where the world's network has nothing, the line is the user's, traced, and names the file."""
    network = own(OSM)
    (leg,) = trace(ENDS, "rail", routing=Routing((network,)), remember=False)
    assert leg.precision == "traced"
    assert leg.source == "lines.geojson"
    assert [[round(lon, 6), round(lat, 6)] for lon, lat in leg.line] == LINE
    assert leg.network_km == pytest.approx(length_km([tuple(point) for point in LINE]), rel=1e-4)


def test_without_the_file_the_line_is_straight_again():
    """Networks of one run do not leak into the next."""
    (leg,) = trace(ENDS, "rail", remember=False)
    assert leg.precision == "straight"


def test_a_traced_line_is_kept_for_its_file_alone(own):
    """When the file changes, the line is traced anew."""
    routing = Routing((own(OSM),))
    assert trace(ENDS, "rail", routing=routing)[0].precision == "traced"
    own(collection(([[10, 10], [11, 11]], {"railway": "rail"})))
    assert trace(ENDS, "rail", routing=routing)[0].precision == "straight"


@pytest.mark.parametrize(
    ("name", "driver"),
    [("a.gpkg", "GPKG"), ("a.shp", "ESRI Shapefile"), ("a.geojson", "GeoJSON"), ("a.fgb", "FlatGeobuf")],
)
def test_files_of_all_kinds_hold_the_same_line(tmp_path, name, driver):
    """GeoPackage, Shapefile, GeoJSON and FlatGeobuf give the same points."""
    points, line = read_lines(written(tmp_path / name, driver), "rail")
    assert points.tolist() == pytest.approx(np.array(LINE))
    assert set(line.tolist()) == {0}


def test_a_file_in_another_crs_is_brought_to_degrees(tmp_path):
    """A GeoPackage in UTM gives degrees."""
    points, _ = read_lines(written(tmp_path / "a.gpkg", "GPKG", crs="EPSG:32631"), "rail")
    assert points == pytest.approx(np.array(LINE), abs=1e-6)


@pytest.mark.parametrize(
    ("fields", "name", "rail", "road"),
    [
        ({"railway": ["rail"]}, "a.gpkg", 6, 0),
        ({"railway": ["tram"]}, "a.gpkg", 0, 0),
        ({"highway": ["motorway"]}, "a.gpkg", 0, 6),
        ({"highway": ["footway"]}, "a.gpkg", 0, 0),
        ({"fclass": ["narrow_gauge"]}, "a.gpkg", 6, 0),
        ({"fclass": ["trunk_link"]}, "a.gpkg", 0, 6),
        ({"featurecla": ["Railroad"]}, "ne_10m_railroads.gpkg", 6, 0),
        ({"featurecla": ["Road"]}, "ne_10m_roads.gpkg", 0, 6),
        ({"NAME": ["x"]}, "railways.gpkg", 6, 0),
        ({"NAME": ["x"]}, "my_roads.gpkg", 0, 6),
    ],
)
def test_a_file_tells_what_its_lines_are(tmp_path, fields, name, rail, road):
    """OpenStreetMap's, Geofabrik's and Natural Earth's fields are known; else the name of the file speaks."""
    network = written(tmp_path / name, "GPKG", fields=fields)
    assert [len(read_lines(network, carrier)[0]) for carrier in ("rail", "road")] == [rail, road]


def test_where_a_file_does_not_tell_the_user_does(own):
    """A file without such fields is refused until the user says what it holds."""
    bare = own(collection((LINE, {"NAME": "x"})))
    with pytest.raises(DataError, match=r"cannot tell railways from roads.*write rail=lines.geojson or road=lines"):
        read_lines(bare, "rail")
    assert len(read_lines(OwnNetwork(bare.path, "rail"), "rail")[0]) == len(LINE)
    assert len(read_lines(OwnNetwork(bare.path, "rail"), "road")[0]) == 0


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("no json", "a.geojson", r"a.geojson: no file of lines that GDAL can read"),
        ('{"type": "FeatureCollection", "features": []}', "a.geojson", r"a.geojson: "),
        (json.dumps(OSM)[:-40], "a.geojson", r"a.geojson: "),
        (b"\x00\x01", "a.gpkg", r"a.gpkg: no file of lines"),
        (json.dumps(collection(([[3, 93], [4, 95]], {"railway": "rail"}))), "a.geojson", r"3, 93 is off the globe"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path, content, name, message):
    """The message names the file and what is expected."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DataError, match=message):
        read_lines(OwnNetwork(path), "rail")


@pytest.mark.parametrize(
    ("kind", "coordinates"),
    [
        ("LineString", [[3.0, 23.0]]),
        ("MultiLineString", [[[3.0, 23.0]]]),
        ("Polygon", [[[3, 23], [4, 24]]]),
        ("Polygon", [[[3, 23], [4, 24], [4, 23], [3.5, 23]]]),
    ],
    ids=["one point", "a part of one point", "a ring of two points", "a ring that stays open"],
)
def test_what_is_no_line_is_passed_over(own, kind, coordinates):
    """A shape that cannot be is left out, and the railway beside it is read."""
    content = collection((LINE, {"railway": "rail"}), (LINE, {"railway": "rail"}))
    content["features"][0]["geometry"] = {"type": kind, "coordinates": coordinates}
    points, line = read_lines(own(content), "rail")
    assert points.tolist() == LINE
    assert set(line.tolist()) == {0}


def test_a_file_that_is_not_there_is_named(tmp_path):
    """A missing file is an error of one line."""
    with pytest.raises(DataError, match=r"gone.gpkg: no such file; expected railways or roads as GeoJSON"):
        read_lines(OwnNetwork(tmp_path / "gone.gpkg"), "rail")


def world(tmp_path, nodes, ways):
    """Compile a small world network; nodes as lon, lat."""
    graph = [{} for _ in nodes]
    for a, b, km in ways:
        graph[a][b] = graph[b][a] = km
    path = tmp_path / "world_railways.py"
    path.write_text(f"graph={graph}\nnodes={[[lat, lon] for lon, lat in nodes]}\n")
    return network_of(read_junctions(path))


def merged(tmp_path, nodes, ways, *lines):
    """Merge own lines into a small world."""
    extracts = [(np.array(line, dtype=float), np.zeros(len(line), dtype=np.int64)) for line in lines]
    return network_of(merge(world(tmp_path, nodes, ways), extracts))


def test_the_denser_of_two_lines_is_preferred(tmp_path):
    """Beside a chord of 45 km the own line with points every 5 km is followed, though it is a little longer."""
    line = [(10 + i * 0.045, 0.01 * (i % 2)) for i in range(10)]
    network = merged(tmp_path, [(10, 0), (10.405, 0.01)], [(0, 1, 45.1)], line)
    points = [Waypoint("A", 10, 0, "t:1"), Waypoint("B", 10.405, 0.01, "t:2")]
    legs = trace_network(points, "rail", (), network=network, own=(OwnNetwork(Path("own.geojson")),))
    assert [point for leg in legs for point in leg.line if point in line] != []
    assert {leg.precision for leg in legs} == {"traced"}


def test_a_coarse_own_line_does_not_replace_dense_junctions(tmp_path):
    """Beside junctions every 5 km an own chord of 45 km is not taken, though it is a little shorter."""
    nodes = [(10 + i * 0.045, 0.01 * (i % 2)) for i in range(10)]
    ways = [(i, i + 1, round(distance_km(nodes[i], nodes[i + 1]), 3)) for i in range(9)]
    network = merged(tmp_path, nodes, ways, [(10.0001, 0), (10.4049, 0.01)])
    points = [Waypoint("A", 10, 0, "t:1"), Waypoint("B", 10.405, 0.01, "t:2")]
    legs = trace_network(points, "rail", (), network=network, own=(OwnNetwork(Path("own.geojson")),))
    assert {leg.precision for leg in legs} == {"traced"}
    assert sum(len(leg.line) for leg in legs) >= 10


def test_an_own_line_goes_on_where_the_worlds_network_ends(tmp_path):
    """Two lines that end 400 m apart are joined; the way goes over both."""
    network = merged(tmp_path, [(10, 0), (10.1, 0)], [(0, 1, 11.1)], [(10.1036, 0), (10.2, 0.01), (10.3, 0)])
    points = [Waypoint("A", 10, 0, "t:1"), Waypoint("B", 10.3, 0, "t:2")]
    legs = trace_network(points, "rail", (), network=network, own=(OwnNetwork(Path("own.geojson")),))
    assert {leg.precision for leg in legs} == {"traced"}
    assert sum(leg.network_km for leg in legs) == pytest.approx(33.5, abs=0.3)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=2, max_size=6), min_size=1, max_size=4)
)
def test_any_lines_can_be_merged(tmp_path_factory, lines):
    """Whatever the lines, the network is whole: ways in both directions, costs no less than a way's length."""
    network = merged(tmp_path_factory.mktemp("net"), [(0, 0), (0.5, 0.5)], [(0, 1, 80)], *lines)
    rows, cols, _ = network.ways(slice(0, len(network.lons)))
    pairs = set(zip(rows.tolist(), cols.tolist(), strict=True))
    assert all((b, a) in pairs for a, b in pairs)
    assert (network.cost >= 0.999 * network.km).all()
    assert all(lat <= later for lat, later in pairwise(network.lats))


def test_beside_an_extract_that_has_every_line_the_worlds_ways_are_not_taken():
    """The world's way a station stands nearer to is left for the extract's, whichever shows more points."""
    lons = np.linspace(3.0, 3.25, 51)
    a = np.arange(50)
    km = distances_km(lons[a], np.full(50, 23.0), lons[a + 1], np.full(50, 23.0))
    ways = np.concatenate((a, a + 1)), np.concatenate((a + 1, a)), np.tile(km, 2), np.zeros(100, dtype=np.bool_)
    world = network_of(arrange(lons, np.full(51, 23.0), ways))
    sparse = np.column_stack((np.linspace(3.0, 3.25, 14), np.full(14, 23.004)))
    line = np.zeros(14, dtype=np.int64)
    for whole in ((), (1,)):
        network = network_of(merge(world, [(sparse, line)], whole=whole))
        legs = trace_network(ENDS, "rail", (), network=network, own=(OwnNetwork(Path("a.geojson")),))
        longest = max(legs, key=lambda leg: leg.length_km)
        assert ("a.geojson" in longest.source) == bool(whole)
