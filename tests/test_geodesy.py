"""Distances on the Earth."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geodesy import MEAN_RADIUS_KM, distance_km, geodesic, haversine_km, length_km

lons = st.floats(-180, 180, allow_nan=False)
lats = st.floats(-89.9, 89.9, allow_nan=False)
points = st.tuples(lons, lats)
QUARTER_MERIDIAN_KM = 10001.966  # WGS 84, equator to pole


def test_the_quarter_meridian_has_its_published_length():
    """From the equator to the pole it is 10,001.966 km on the WGS 84 ellipsoid."""
    assert distance_km((0, 0), (0, 90)) == pytest.approx(QUARTER_MERIDIAN_KM, abs=0.001)


def test_a_degree_of_longitude_at_the_equator_has_its_published_length():
    """On the equator one degree is 2π · 6378.137 km / 360."""
    assert distance_km((10, 0), (11, 0)) == pytest.approx(111.31949, abs=1e-4)


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((-0.4543, 51.4700), (-73.7781, 40.6413), 5555),  # London Heathrow to New York JFK, as airlines state it
        ((151.1772, -33.9461), (-70.7858, -33.3930), 11340),  # Sydney to Santiago de Chile
        ((179.0, 0.0), (-179.0, 0.0), 222.639),  # two degrees of the equator, over the antimeridian
    ],
)
def test_known_great_circles(a, b, km):
    """Well-known flights come out within half a percent of their stated distance."""
    assert distance_km(a, b) == pytest.approx(km, rel=0.005)


@settings(deadline=None)
@given(points, points)
def test_distance_is_the_same_both_ways(a, b):
    """There and back are equally far, in all hemispheres."""
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-6)


@settings(deadline=None)
@given(points, points)
def test_haversine_is_within_0_6_percent_of_the_ellipsoid(a, b):
    """The quick measure may be used where half a percent does not matter."""
    assert float(haversine_km(*a, *b)) == pytest.approx(distance_km(a, b), rel=0.006, abs=0.001)


@settings(deadline=None)
@given(points, points)
def test_a_geodesic_runs_on_over_the_antimeridian(a, b):
    """The line is continuous, keeps its ends up to whole turns, and is as long as the distance it draws."""
    line = geodesic(a, b)
    assert line[0] == a
    assert line[-1][1] == b[1]
    assert (line[-1][0] - b[0]) % 360 == pytest.approx(0, abs=1e-9) or (line[-1][0] - b[0]) % 360 == pytest.approx(360)
    assert all(abs(q[0] - p[0]) <= 180 for p, q in pairwise(line))
    assert length_km(line) == pytest.approx(distance_km(a, b), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("b", [(0.0, 0.1), (0.0, 0.0)])
def test_a_geodesic_shorter_than_its_step_has_two_points(b):
    """A line has two ends even where nothing lies between them."""
    assert geodesic((0.0, 0.0), b) == ((0.0, 0.0), b)


def test_no_two_points_of_a_geodesic_are_farther_apart_than_its_step():
    """A long line is dense enough for a map."""
    line = geodesic((49.87, 40.41), (-74.0, 40.7), step_km=100)
    assert max(distance_km(p, q) for p, q in pairwise(line)) <= 100.001


def test_haversine_measures_arrays():
    """Half the globe is π radii, whichever way the arrays broadcast."""
    found = haversine_km(0.0, 0.0, np.array([180.0, 90.0]), np.array([0.0, 0.0]))
    assert found == pytest.approx([np.pi * MEAN_RADIUS_KM, np.pi * MEAN_RADIUS_KM / 2])
