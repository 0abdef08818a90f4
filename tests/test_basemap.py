"""The base map: relief, rivers, railways, roads, inner borders and towns, cut to what a map shows."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

import numpy as np
import pytest
import shapely
from PIL import Image

from geo.errors import DataError
from geo.outlines.packed import DATA
from layers.basemap import DETAILS, base_map, shade_of
from layers.basemap.nearness import Nearness
from layers.basemap.packed_lines import REGIONS, RELIEF, RIVERS, TRACKS, open_lines
from layers.basemap.railways_and_roads import thinned
from layers.map.encoding import encode_lines

CAUCASUS = (38.0, 37.0, 52.0, 45.0)
LINES = ("rivers", "railways", "roads", "regions")


@pytest.fixture(scope="module")
def caucasus():
    """Cut a map of the line from Tbilisi to Baku, and of Tbilisi."""
    line = shapely.LineString([(44.8, 41.7), (49.87, 40.41)])
    return base_map(CAUCASUS, [("Tbilisi", shapely.Point(44.8, 41.7)), ("Railway", line)])


def test_mountains_are_rough_and_seas_are_level():
    """Relief shows the Caucasus and leaves the Black Sea and the flat Kalmyk steppe level."""
    shade = shade_of((30.0, 40.0, 50.0, 48.0), 600)

    def roughness(west, south, east, north):
        lons, lats = np.meshgrid(np.linspace(west, east, 60), np.linspace(south, north, 60))
        return float(np.std(shade.at(lons, lats)))

    assert roughness(43.0, 42.5, 45.0, 43.2) > 0.2
    assert roughness(33.0, 42.6, 36.0, 43.6) == pytest.approx(0, abs=0.01)
    assert roughness(45.5, 45.5, 46.5, 46.5) < 0.1 * roughness(43.0, 42.5, 45.0, 43.2)


def test_relief_goes_on_across_the_antimeridian():
    """A map that runs past 180° E has the relief of Chukotka and Alaska side by side."""
    shade = shade_of((170.0, 60.0, 210.0, 70.0), 1200)
    lons, lats = np.meshgrid(np.linspace(-158, -150, 50) + 360, np.linspace(67, 69, 50))
    west, _ = np.meshgrid(np.linspace(172, 178, 50), np.linspace(67, 69, 50))
    assert np.std(shade.at(lons, lats)) > 0.1
    assert np.std(shade.at(west, lats)) > 0.05


def test_the_picture_lies_where_it_says(caucasus):
    """The page's relief is a WebP of the size it tells, rougher over the Great Caucasus than over the Caspian."""
    relief = caucasus.relief
    with Image.open(io.BytesIO(relief.webp)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (relief.width, relief.height))
        greys = np.asarray(picture.convert("L"), dtype=float)
    west, south, east, north = relief.extent
    assert relief.extent == CAUCASUS

    def cut(w, s, e, n):
        heights = [np.arcsinh(np.tan(np.radians(lat))) for lat in (north, n, s, south)]
        rows = [int((heights[0] - y) / (heights[0] - heights[3]) * relief.height) for y in heights[1:3]]
        columns = [int((x - west) / (east - west) * relief.width) for x in (w, e)]
        return greys[rows[0] : rows[1], columns[0] : columns[1]]

    assert cut(43.0, 42.5, 45.0, 43.2).std() > 5 * cut(50.2, 39.5, 51.5, 40.0).std()


def test_named_rivers_run_where_they_run(caucasus):
    """The Kura is named in English and passes Tbilisi and Mingachevir within ten kilometres."""
    kura = shapely.MultiLineString([river.points / 1000 for river in caucasus.rivers if river.name == "Kura"])
    for lon, lat in ((44.80, 41.70), (47.05, 40.77)):
        assert kura.distance(shapely.Point(lon, lat)) < 0.1


def test_rivers_in_all_parts_of_the_world_have_their_english_names():
    """Great rivers go by the names an English atlas has, near towns that lie on them."""
    rivers = open_lines(RIVERS)
    for name, lon, lat in (
        ("Nile", 31.22, 30.05), ("Amazon", -60.0, -3.15), ("Danube", 19.05, 47.5), ("Yangtze", 114.3, 30.57),
        ("Senegal", -16.49, 16.03), ("Euphrates", 40.14, 35.33), ("Tigris", 44.4, 33.3), ("Mekong", 102.6, 17.96),
    ):  # fmt: skip
        near = (lon - 0.3, lat - 0.3, lon + 0.3, lat + 0.3)
        assert name in {found for found, _, _ in rivers.within(near, 99)}, name


def test_every_mended_name_of_a_river_is_used():
    """Each row of river-names.csv names a river that is in the packed lines, and no name has lost letters."""
    names = set(open_lines(RIVERS).names.tolist())
    with (DATA / "river-names.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len({row["written"] for row in rows})
    for row in rows:
        assert row["name"] in names, row
    assert not any("?" in name for name in names)


def test_railways_and_roads_are_near_the_towns_they_serve(caucasus):
    """Railway and main road reach Ganja; a line by the same name of the wrong hemisphere would not."""
    for lines in (caucasus.railways, caucasus.roads):
        drawn = shapely.MultiLineString([line.points / 1000 for line in lines])
        assert drawn.distance(shapely.Point(46.36, 40.68)) < 0.06


def test_the_ground_is_finer_near_the_features(caucasus):
    """Within 150 km of a feature there are smaller towns and more road than on the overview of the same extent."""
    overview = base_map(CAUCASUS, [("Tbilisi", shapely.Point(44.8, 41.7))], "overview")
    near = shapely.box(44.0, 41.0, 46.0, 42.2)

    def bends(made):
        points = np.vstack([line.points for line in made.roads]) / 1000
        return int(shapely.contains_xy(near, points[:, 0], points[:, 1]).sum())

    def towns(made):
        return [town for town in made.towns if near.contains(shapely.Point(town.lon, town.lat))]

    assert bends(caucasus) > 1.1 * bends(overview)
    assert len(towns(caucasus)) > len(towns(overview))


def test_a_town_that_is_a_feature_is_not_lettered_twice(caucasus):
    """Tbilisi is on the map anyway; Yerevan, which is not, is among the towns."""
    names = {town.name for town in caucasus.towns}
    assert "Tbilisi" not in names
    assert "Yerevan" in names


def test_a_city_goes_by_its_plain_name():
    """Mosul is lettered as Mosul, not as the new town beside it that a list gives more people."""
    names = {town.name for town in base_map((40.0, 33.0, 47.0, 38.0), detail="overview").towns}
    assert "Mosul" in names
    assert not any("Mawşil" in name for name in names)


def test_towns_show_when_there_is_room(caucasus):
    """No two towns whose names show at a zoom lie closer there than some sixty pixels."""
    for zoom in (6.0, 7.0, 8.0):
        shown = [town for town in caucasus.towns if town.zoom <= zoom]
        per_pixel = 360 / 256 / 2**zoom
        for i, a in enumerate(shown):
            for b in shown[:i]:
                away = np.hypot(a.lon - b.lon, (a.lat - b.lat) / np.cos(np.radians(a.lat)))
                assert away > 58 * per_pixel * 0.98, (a.name, b.name, zoom)


@pytest.mark.parametrize(
    "extent",
    [
        CAUCASUS,
        (-30.0, 30.0, 60.0, 72.0),
        (-180.0, -60.0, 180.0, 78.0),
        (160.0, -50.0, 200.0, 0.0),
        (4.0, 50.0, 7.0, 52.0),
    ],
)
def test_a_base_map_is_small_wherever_it_is(extent):
    """A base map adds at most 300 kB to a page, whatever it shows: relief, lines and towns as the page carries them."""
    west, south, east, north = extent
    middle = shapely.Point((west + east) / 2, (south + north) / 2)
    made = base_map(extent, [("Middle", middle), ("Line", shapely.LineString([(west, south), (east, north)]))])
    lines = [line.points for name in LINES for line in getattr(made, name)]
    size = len(made.relief.webp) * 4 / 3 + sum(map(len, encode_lines(lines))) + 8 * len(lines) + 40 * len(made.towns)
    assert size < 300_000
    for line in lines:
        assert line[:, 0].min() >= west * 1000 - 1
        assert line[:, 0].max() <= east * 1000 + 1


def test_plain_is_empty():
    """A plain map carries no ground beside the outlines, so that a page with it is as small as before."""
    made = base_map(CAUCASUS, detail="plain")
    assert (made.relief, made.credits) == (None, ())
    assert not any(getattr(made, name) for name in (*LINES, "towns"))


def test_the_same_ground_twice_is_the_same(caucasus):
    """A base map read from the cache is the one that was cut."""
    line = shapely.LineString([(44.8, 41.7), (49.87, 40.41)])
    again = base_map(CAUCASUS, [("Tbilisi", shapely.Point(44.8, 41.7)), ("Railway", line)])
    assert again.relief == caucasus.relief
    assert again.towns == caucasus.towns
    for name in LINES:
        assert [(a.zoom, a.name, a.points.tolist()) for a in getattr(again, name)] == [
            (b.zoom, b.name, b.points.tolist()) for b in getattr(caucasus, name)
        ]


def test_a_slip_is_told():
    """An unknown detail or an extent upside down is refused with what was expected."""
    with pytest.raises(DataError, match=f"expected one of {', '.join(DETAILS)}"):
        base_map(CAUCASUS, detail="fine")
    with pytest.raises(DataError, match="expected west < east"):
        base_map((50.0, 37.0, 40.0, 45.0))


def test_nearness_measures_on_the_globe():
    """Baku lies about 450 km from Tbilisi, and across 180° Suva is near Apia's neighbour Wallis."""
    tbilisi = Nearness.of([shapely.Point(44.8, 41.7)])
    assert tbilisi.km(np.array([[49.9, 40.4]]))[0] == pytest.approx(450, rel=0.03)
    fiji = Nearness.of([shapely.Point(179.9, -17.0)])
    assert fiji.km(np.array([[-179.9, -17.0]]))[0] == pytest.approx(21.3, rel=0.4)


def test_no_inner_border_takes_sides():
    """Inner borders are drawn between Kherson and Zaporizhzhia, and none in Western Sahara, whose status is open."""

    def drawn(*extent):
        lines = [shapely.LineString(points / 1000) for _, _, points in open_lines(REGIONS).within(extent, 99)]
        return [line for line in lines if line.intersects(shapely.box(*extent))]

    assert drawn(34.5, 46.3, 35.5, 47.5)
    assert not drawn(-14.5, 22.5, -13.0, 25.5)


def test_the_files_are_small():
    """The data of the base map adds about three megabytes to the package."""
    assert sum(path.stat().st_size for path in (RELIEF, RIVERS, REGIONS, *TRACKS.values())) < 3_300_000


def test_the_ground_compiles_no_network():
    """A map of an article without trains waits for no railways: the ground brings its own, thinned beforehand."""
    script = "import sys, layers.basemap; print('geo.tracing.junctions' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


@pytest.mark.parametrize("mode", TRACKS)
def test_packed_tracks_are_where_the_world_has_them(mode):
    """Railways and main roads of five continents pass within five kilometres of towns that lie on them."""
    lines = open_lines(TRACKS[mode])
    for lon, lat in ((46.36, 40.68), (9.18, 45.46), (-87.63, 41.88), (-46.63, -23.55), (31.24, 30.04), (151.2, -33.87)):
        near = (lon - 0.5, lat - 0.5, lon + 0.5, lat + 0.5)
        drawn = shapely.MultiLineString([points / 1000 for _, _, points in lines.within(near, 99)])
        assert drawn.distance(shapely.Point(lon, lat)) < 0.05, (mode, lon, lat)


@pytest.mark.parametrize("most", [400, 1, 0, -50])
def test_ways_are_thinned_to_what_there_is_room_for(most):
    """However little room is left, thinning ends, and no more points are drawn than about twice the room."""
    lons = np.linspace(0.0, 5.0, 501)
    points = np.column_stack((lons, np.sin(lons)))
    lines = thinned(points[:-1], points[1:], 0.001, most)
    assert sum(map(len, lines)) <= 2 * max(most, 0) + 2
