"""The outlines: the United Nations view, complete codes, quick clips."""

import gzip
import json

import numpy as np
import pytest
import shapely

from geo import outlines
from geo.errors import DataError
from geo.outlines import lakes
from geo.outlines.clipping import _seas
from geo.outlines.packed import content, path_of
from geo.workshop import build_lakes
from geo.workshop.topology import cut_into_arcs

RESOLUTIONS = ("50m", "10m")


def country_at(lon, lat, resolution):
    """Return the codes of the countries around a point."""
    return [code for code, shape in outlines.countries(resolution).items() if shapely.contains_xy(shape, lon, lat)]


@pytest.mark.parametrize("resolution", RESOLUTIONS)
@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (34.10, 44.95, "UA"),  # Simferopol
        (37.62, 55.75, "RU"),  # Moscow
        (-13.16, 27.10, "EH"),  # Laayoune
        (-11.67, 26.74, "EH"),  # Smara
        (-10.06, 28.99, "MA"),  # Guelmim
        (44.06, 9.56, "SO"),  # Hargeisa
        (33.65, 35.25, "CY"),  # north of the buffer zone
        (21.16, 42.66, "XK"),  # Pristina
        (35.77, 33.00, "SY"),  # Golan
        (35.20, 31.90, "PS"),  # Ramallah
        (63.35, 45.62, "KZ"),  # Baikonur
        (40.99, 43.00, "GE"),  # Sukhumi
        (46.75, 39.82, "AZ"),  # Khankendi
        (-52.32, 4.93, "GF"),  # Cayenne
        (15.63, 78.22, "SJ"),  # Longyearbyen
    ],
)
def test_the_view_is_that_of_the_united_nations(lon, lat, code, resolution):
    """A point in a contested or leased region belongs to the country that the United Nations' maps give it to."""
    assert country_at(lon, lat, resolution) == [code]


@pytest.mark.parametrize("resolution", RESOLUTIONS)
@pytest.mark.parametrize(
    ("west", "south", "east", "north", "kind"),
    [
        (20.6, 42.9, 21.6, 43.3, "disputed"),  # Kosovo and Serbia
        (-12.5, 27.6, -9.5, 27.7, "disputed"),  # Western Sahara and Morocco
        (74.0, 33.5, 75.5, 34.9, "disputed"),  # line of control in Kashmir
        (32.9, 35.0, 33.9, 35.3, "disputed"),  # north of Cyprus
        (48.5, 8.6, 49.3, 11.2, "disputed"),  # Somaliland
        (35.4, 31.6, 35.6, 32.2, "international"),  # West Bank and Jordan
        (70.0, 24.0, 71.5, 28.0, "international"),  # India and Pakistan in the desert
        (78.2, 33.0, 79.8, 35.5, "disputed"),  # Aksai Chin
        (78.5, 30.5, 81.0, 32.0, "international"),  # India and China west of Nepal
        (35.6, 32.7, 35.7, 33.2, "disputed"),  # Golan
        (43.0, 41.2, 44.5, 41.5, "international"),  # Armenia and Georgia
    ],
)
def test_disputed_borders_are_told_from_international_ones(west, south, east, north, kind, resolution):
    """A border that is disputed is in the set that maps draw dashed, and an agreed one is not."""
    frame = shapely.box(west, south, east, north)
    lengths = {k: shapely.intersection(lines, frame).length for k, lines in outlines.borders(resolution).items()}
    assert max(lengths, key=lengths.get) == kind


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_crimea_has_no_border_at_the_isthmus(resolution):
    """No line of any kind is drawn between Crimea and the rest of Ukraine."""
    isthmus = shapely.box(33.3, 45.9, 34.6, 46.25)
    assert not any(lines.intersects(isthmus) for lines in outlines.borders(resolution).values())


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_geometries_are_valid(resolution):
    """Land and every country can be used in geometry operations as they come."""
    assert outlines.land(resolution).is_valid
    assert [code for code, shape in outlines.countries(resolution).items() if not shape.is_valid] == []


def test_every_country_has_a_code_and_a_name():
    """All 193 members of the United Nations and its two observers but the smallest are there under their ISO code."""
    codes = set(outlines.countries("10m")) | set(outlines.countries("50m"))
    assert len(codes) > 240
    assert all(len(code) == 2 and code.isupper() for code in codes)
    named = content("50m")["countries"]
    assert [code for code, country in named.items() if code and not country["name"].strip()] == []


def test_packed_files_say_where_they_come_from():
    """Each data file carries its source, licence and view, and has no time stamp in its wrapper."""
    for resolution in RESOLUTIONS:
        packed = path_of(resolution).read_bytes()
        assert packed[4:8] == b"\0\0\0\0"
        header = json.loads(gzip.decompress(packed))
        assert header["licence"] == "public domain"
        assert header["view"] == "United Nations view"
        assert "Natural Earth 4.1.0" in header["source"]
    assert sum(path_of(r).stat().st_size for r in RESOLUTIONS) < 1_600_000


def test_sources_name_licence_and_attribution():
    """The credits can be printed from the records alone."""
    assert {source.licence for source in outlines.sources()} == {"public domain"}
    assert all(source.attribution and source.sha256 for source in outlines.sources())


def test_sea_names_stand_on_water():
    """No sea is lettered on land."""
    land = outlines.land("10m")
    assert [sea.name for sea in _seas() if shapely.contains_xy(land, sea.lon, sea.lat)] == []


def test_a_clip_stays_within_its_extent():
    """Fine lines end at the extent and coarse ones fill the rest of the world."""
    clip = outlines.clipped((40.0, 36.0, 55.0, 46.0))
    fine = np.concatenate(clip.land)
    assert (fine.min(axis=0) >= [40_000, 36_000]).all()
    assert (fine.max(axis=0) <= [55_000, 46_000]).all()
    assert clip.world[2] - clip.world[0] == 360_000
    assert {"Azerbaijan", "Georgia"} <= {label.name for label in clip.labels}


def test_a_clip_runs_across_the_antimeridian():
    """A map of the Pacific gets Fiji in one piece, its longitudes running past 180."""
    clip = outlines.clipped((170.0, -25.0, 190.0, -10.0), "10m")
    xs = np.concatenate(clip.land)[:, 0]
    assert xs.min() >= 170_000
    assert xs.max() > 180_500


@pytest.mark.parametrize("extent", [(10.0, 0.0, 10.0, 5.0), (0.0, 5.0, 1.0, 4.0), (float("nan"), 0.0, 1.0, 1.0)])
def test_an_empty_extent_is_refused(extent):
    """An extent without area gives an error that names it."""
    with pytest.raises(DataError, match="is empty; expected west < east and south < north"):
        outlines.clipped(extent)


def test_an_unknown_resolution_is_refused():
    """A resolution that is not there gives an error that lists those that are."""
    with pytest.raises(DataError, match="'110m' unknown; expected one of 50m, 10m"):
        outlines.land("110m")


def test_a_shared_border_is_one_arc():
    """Two squares side by side share one arc, used forwards by one and backwards by the other."""
    left = ((0, 0), (2, 0), (2, 2), (0, 2), (0, 0))
    right = ((2, 0), (4, 0), (4, 2), (2, 2), (2, 0))
    topology = cut_into_arcs({"A": [[left]], "B": [[right]]})
    shared = [i for i, owners in enumerate(topology.owners) if owners == ("A", "B")]
    assert len(topology.arcs) == 3
    assert [set(topology.arcs[i]) for i in shared] == [{(2, 0), (2, 2)}]


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(43.0, 38.6), (45.35, 40.35), (45.4, 37.6), (33.0, -1.0), (-87.0, 47.6)],
    ids=["Van", "Sevan", "Urmia", "Victoria", "Superior"],
)
def test_lakes_are_water_in_a_clip(lon, lat):
    """A map around a lake has its ring, in the fine and in the coarse form."""
    for half in (4.0, 60.0):
        rings = outlines.clipped((lon - half, max(lat - half, -80), lon + half, min(lat + half, 80))).lakes
        assert any(shapely.contains_xy(shapely.Polygon(ring), lon * 1000, lat * 1000) for ring in rings), half


def test_the_lakes_say_where_they_come_from():
    """The packed lakes carry source, hash and licence; each lake is large enough and on the globe."""
    packed = lakes.FILE.content()
    assert packed["licence"] == "public domain"
    assert len(packed["sha256"]) == 64
    assert len(packed["lakes"]) > 1000
    shapes, known = lakes.load()
    assert len(known) == len(packed["lakes"])
    assert {int(label) for label in shapes.labels} == set(range(len(known)))
    for label, shape in shapes.all():
        lake = known[int(label)]
        assert lake.km2 >= 60
        assert -180_000 <= shape.bounds[0] <= shape.bounds[2] <= 180_000, lake.name
        assert shape.area > 0, lake.name


def test_lakes_have_the_size_that_books_give():
    """Victoria, Superior and Van are about as large as encyclopedias say: 68,900, 82,100 and 3,755 km²."""
    km2 = {lake.name: lake.km2 for lake in lakes.load()[1]}
    assert km2["Lake Victoria"] == pytest.approx(68_900, rel=0.05)
    assert km2["Lake Superior"] == pytest.approx(82_100, rel=0.05)
    assert km2["Lake Van"] == pytest.approx(3_755, rel=0.08)


def test_another_file_is_no_lake(tmp_path):
    """Only the known shapefile is taken."""
    other = tmp_path / "ne_10m_lakes.shp"
    other.write_bytes(b"other")
    with pytest.raises(DataError, match="expected 11064fa5"):
        build_lakes.build(other)


def test_waters_are_named_in_the_languages_of_the_region():
    """The Caspian, the Black Sea and Lake Van have their Turkish and Russian names."""
    names = {label.name: label.names for label in outlines.clipped((30.0, 35.0, 55.0, 48.0)).labels}
    assert names["Caspian Sea"] == {
        "az": "Xəzər dənizi",
        "ka": "კასპიის ზღვა",
        "ru": "Каспийское море",
        "tr": "Hazar Denizi",
    }
    assert names["Black Sea"]["tr"] == "Karadeniz"
    assert names["Lake Van"] == {"ru": "Ван", "tr": "Van"}


@pytest.mark.parametrize(
    ("extent", "km2", "lat", "name", "rank"),
    [
        ((5.0, 47.0, 16.0, 56.0), 357_600, 51, "Germany", 1),  # 47 % of the map
        ((-10.0, 35.0, 30.0, 60.0), 543_900, 46.5, "France", 2),  # 6 %
        ((-10.0, 35.0, 30.0, 60.0), 41_300, 46.8, "Switzerland", 3),  # 0.5 %
        ((-10.0, 35.0, 30.0, 60.0), 20_300, 46.1, "Slovenia", 4),  # 0.2 %
        ((-10.0, 35.0, 30.0, 60.0), 2_590, 49.8, "Luxembourg", 5),  # 0.03 %
    ],
)
def test_a_country_is_lettered_by_its_share_of_the_map(extent, km2, lat, name, rank):
    """Of eight percent and more of a map a country is first in rank, then of two, of 0.4, of 0.08; areas by books."""
    west, south, east, north = extent
    share = km2 / (111.2**2 * np.cos(np.radians(lat))) / ((east - west) * (north - south))
    assert 1 + sum(share < least for least in (0.08, 0.02, 0.004, 0.0008)) == rank
    assert {label.name: label.rank for label in outlines.clipped(extent, "50m").labels}[name] == rank


def test_a_lake_is_lettered_by_its_share_of_the_map():
    """Of a map from Iowa to Hudson Bay Superior has 3 %, Nipigon 0.2 % and Rainy Lake 0.05 %; Winnebago, 0.01 %, is none."""
    ranks = {label.name: label.rank for label in outlines.clipped((-100.0, 40.0, -80.0, 55.0), "50m").labels}
    assert (ranks["Lake Superior"], ranks["Lake Nipigon"], ranks["Rainy Lake"]) == (2, 3, 4)
    assert "Lake Winnebago" not in ranks
