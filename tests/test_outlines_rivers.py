"""The courses of rivers: each goes by the towns that lie on it, and stays where its river is."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest
import shapely

from geo.gazetteer import curated
from geo.geodesy import distance_km
from geo.outlines import clipped, courses_within, river_courses
from geo.outlines.packed import UNITS

WITHOUT_COURSE = {"danube-delta", "mekong-delta", "ibar", "kunar-river", "litani"}


@cache
def courses():
    """Return each river's lines by its record's id, in degrees."""
    found = defaultdict(list)
    for key, line in river_courses.load().all():
        found[key].append(line)
    return {
        key: shapely.transform(shapely.multilinestrings(lines), lambda xy: xy / UNITS) for key, lines in found.items()
    }


def records():
    """Return the records of all rivers that we have names of."""
    return [e.record for e in (*curated.areas(), *curated.rivers()) if e.record.kind == "river"]


def km_from(lon, lat, course):
    """Measure how far a point lies from a course."""
    x, y = shapely.get_coordinates(shapely.shortest_line(shapely.Point(lon, lat), course))[1]
    return distance_km((lon, lat), (x, y))


@pytest.mark.parametrize(
    ("river", "lon", "lat"),  # towns on the river, as GeoNames has them
    [
        ("areas:rhine", 6.95, 50.93),  # Cologne
        ("areas:danube", 19.04, 47.50),  # Budapest
        ("areas:danube", 20.46, 44.80),  # Belgrade
        ("areas:amu-darya", 67.28, 37.22),  # Termez
        ("areas:syr-darya", 65.51, 44.85),  # Kyzylorda
        ("areas:rioni", 42.69, 42.27),  # Kutaisi
        ("areas:kura", 44.83, 41.69),  # Tbilisi
        ("areas:terek", 44.67, 43.04),  # Vladikavkaz
        ("areas:nile", 31.25, 30.06),  # Cairo
        ("areas:mekong", 102.60, 17.97),  # Vientiane
        ("areas:yellow-river", 103.79, 36.06),  # Lanzhou
        ("areas:mississippi-river", -90.20, 38.63),  # St. Louis
        ("areas:volga", 44.50, 48.71),  # Volgograd
        ("areas:don-river", 39.72, 47.24),  # Rostov-on-Don
        ("areas:parana-river", -60.64, -32.95),  # Rosario
        ("areas:vardar", 21.43, 42.00),  # Skopje
        ("areas:karun", 48.67, 31.32),  # Ahvaz
        ("areas:senegal-river", -16.49, 16.03),  # Saint-Louis
        ("areas:zambezi", 25.86, -17.93),  # Victoria Falls
        ("areas:saint-lawrence-river", -71.21, 46.81),  # Quebec
    ],
)
def test_a_river_goes_by_its_towns(river, lon, lat):
    """The course passes within 15 km of a town that lies on the river."""
    assert km_from(lon, lat, courses()[river]) < 15


def test_every_river_has_a_course():
    """Of the rivers we have names of, all but the deltas and three small ones are lines."""
    assert {record.key for record in records() if record.id not in courses()} == WITHOUT_COURSE
    assert set(courses()) <= {record.id for record in records()}


def test_courses_stay_where_their_rivers_are():
    """A course lies within the frame of its river, which may be off by 1.5 degrees; nowhere goes a namesake along."""
    stray = []
    for record in records():
        if record.id in courses():
            west, south, east, north = record.extent
            frame = shapely.box(west - 1.5, south - 1.5, east + 1.5, north + 1.5)
            stray += [record.id] if not frame.contains(courses()[record.id]) else []
    assert stray == []


def test_the_marks_of_rivers_lie_on_them():
    """The point of a river lies on its course, or within 100 km of it where it stands for the whole."""
    off = {
        r.id: round(km) for r in records() if r.id in courses() and (km := km_from(r.lon, r.lat, courses()[r.id])) > 100
    }
    assert off == {}


def test_a_course_far_off_is_drawn_coarser():
    """On a map of Termez the Amu Darya is whole, the part beyond the map with fewer points."""
    near = courses_within(clipped((66.0, 36.0, 68.0, 38.0)), ["areas:amu-darya"])["areas:amu-darya"]
    whole = courses_within(clipped((55.0, 34.0, 76.0, 46.0)), ["areas:amu-darya"])["areas:amu-darya"]
    assert sum(map(len, near)) < sum(map(len, whole))
    assert min(line[:, 0].min() for line in near) == pytest.approx(min(line[:, 0].min() for line in whole), abs=100)


def test_nothing_is_opened_for_a_map_without_rivers():
    """No record, no course."""
    assert courses_within(clipped((66.0, 36.0, 68.0, 38.0)), []) == {}
