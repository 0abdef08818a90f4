"""The outlines of first-order regions: each holds its own towns, and no others of note."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import numpy as np
import pytest
import shapely

from geo import outlines
from geo.gazetteer import curated, packages
from geo.outlines import clipped, region_outlines, regions_within
from geo.outlines.packed import UNITS

SOURCE = "geonames-regions:"
EARTH_KM2 = 510_064_472  # the ellipsoid's surface
SPHERE_RADIUS_KM = 6371.0


@cache
def shapes():
    """Return each region's polygons by its record's id, in degrees."""
    found = defaultdict(list)
    for key, polygon in region_outlines.load().all():
        found[key] += shapely.get_parts(polygon).tolist()
    return {key: shapely.transform(shapely.multipolygons(parts), lambda xy: xy / UNITS) for key, parts in found.items()}


@cache
def records():
    """Return the records of GeoNames' towns and regions."""
    return [entry.record for entry in packages.places_and_regions()]


def km2(shape):
    """Measure by the sphere's equal-area cylinder."""

    def flat(xy):
        radians = np.radians(xy)
        return np.column_stack((radians[:, 0], np.sin(radians[:, 1]))) * SPHERE_RADIUS_KM

    return shapely.transform(shape, flat).area


@pytest.mark.parametrize(
    ("record", "square_km"),
    [
        ("geonames-regions:US.OK", 181_037),  # United States Census Bureau: state area measurements
        ("geonames-regions:US.TX", 695_662),  # the same
        ("geonames-regions:GE.67", 11_310),  # National Statistics Office of Georgia
        ("geonames-regions:DE.02", 70_542),  # Federal Statistical Office of Germany
        ("geonames-regions:RU.63", 3_083_523),  # Federal State Statistics Service of Russia
        ("areas:xinjiang", 1_664_900),  # government of the region
    ],
)
def test_a_region_has_its_published_area(record, square_km):
    """Oklahoma, Texas, Kakheti, Bavaria, Sakha and Xinjiang are as large as their governments say, to four per cent."""
    assert km2(shapes()[record]) == pytest.approx(square_km, rel=0.04)


def test_regions_hold_their_towns():
    """Nine in ten towns of outlined regions lie within the region's outline, and its most populous town but for 2 %."""
    names = {(r.country, r.name): r.id for r in records() if r.id.startswith(SOURCE) and r.id in shapes()}
    towns = defaultdict(list)
    for record in records():
        if record.source == "geonames" and (key := names.get((record.country, record.region))):
            towns[key].append(record)
    inside, chief = Counter(), Counter()
    for key, members in towns.items():
        shape = shapely.buffer(shapes()[key], 0.05)
        shapely.prepare(shape)
        held = shapely.contains_xy(shape, [t.lon for t in members], [t.lat for t in members])
        inside.update(held.tolist())
        largest = max(range(len(members)), key=lambda i: members[i].population)
        chief[bool(held[largest])] += 1
    assert inside[True] > 0.9 * inside.total()
    assert chief[False] < 0.02 * chief.total()


def test_most_people_live_in_a_region_with_an_outline():
    """Regions with an outline are home to nine in ten people of the regions that have a name."""
    named = [r for r in records() if r.id.startswith(SOURCE)]
    assert sum(r.population for r in named if r.id in shapes()) > 0.9 * sum(r.population for r in named)


def test_no_two_regions_share_ground():
    """Outlines of neighbouring regions touch and do not overlap by more than a twentieth of the smaller."""
    keys = sorted(key for key in shapes() if key.startswith(SOURCE))
    polygons = shapely.make_valid([shapes()[key] for key in keys])
    one, other = shapely.STRtree(polygons).query(polygons, predicate="overlaps")
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a < b]
    shared = shapely.area(shapely.intersection(polygons[[a for a, _ in pairs]], polygons[[b for _, b in pairs]]))
    least = [min(polygons[a].area, polygons[b].area) for a, b in pairs]
    wrong = [(keys[a], keys[b]) for (a, b), area, whole in zip(pairs, shared, least, strict=True) if area > whole / 20]
    assert wrong == []


def test_every_outline_belongs_to_a_record():
    """An outline is filed under a region of GeoNames or an area of ours that exists."""
    known = {r.id for r in records()} | {entry.record.id for entry in curated.areas()}
    assert set(shapes()) - known == set()


def test_crimea_is_a_region_of_ukraine():
    """The outlines follow the towns, and these the United Nations' view."""
    crimea = shapes()["geonames-regions:UA.11"]
    assert shapely.contains_xy(crimea, 34.10, 44.95)
    russian = [shape for key, shape in shapes().items() if key.startswith("geonames-regions:RU.")]
    assert not any(shapely.contains_xy(shape, 34.10, 44.95) for shape in russian)


def test_a_map_gets_the_outlines_in_its_own_turn_of_the_earth():
    """Chukotka, on both sides of 180°, comes as one piece on a map of the Pacific."""
    clip = clipped((150.0, 50.0, 200.0, 75.0))
    rings = regions_within(clip, ["geonames-regions:RU.15", "geonames-regions:US.ZZ"])
    assert list(rings) == ["geonames-regions:RU.15"]
    lons = np.concatenate(rings["geonames-regions:RU.15"])[:, 0] / UNITS
    assert 155 < lons.min() < 165
    assert 185 < lons.max() < 195


def test_nothing_is_opened_for_a_map_without_regions():
    """No record, no outline."""
    assert outlines.regions_within(clipped((40.0, 38.0, 52.0, 44.0)), []) == {}
