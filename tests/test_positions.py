"""Points given by numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo import geoparse
from geo.gazetteer.prominence import candidates
from geo.geodesy import distance_km
from geo.positions import find_positions, position_of

from geo.gazetteer import Gazetteer  # isort: skip

OPERA = (151.2153, -33.8568)  # Sydney Opera House, by any map


@pytest.mark.parametrize(
    "written",
    [
        "33.8568 S, 151.2153 E",
        "33.8568° S 151.2153° E",
        "S 33° 51.408, E 151° 12.918",
        "33°51'24.5\"S 151°12'55.1\"E",
        "33°51′24″ S, 151°12′55″ E",
        "335124S1511255E",
        "-33.8568, 151.2153",
        "56HLH3490052299",
        "56H LH 34900 52299",
        "UTM zone 56H 334900 E 6252299 N",
    ],
)
def test_every_way_of_writing_gives_the_point(written):
    """Degrees, minutes, seconds, aeronautical, MGRS and UTM: the same house in Sydney."""
    for point in (position_of(written), *(p.point for p in find_positions(f"They met at {written} in the rain."))):
        assert point is not None
        assert distance_km(point, OPERA) < 0.2
    assert find_positions(f"They met at {written} in the rain.")


@given(st.floats(-89.9, 89.9), st.floats(-179.9, 179.9))
def test_what_is_written_in_degrees_and_minutes_is_read_back(lat, lon):
    """A point written as aviators do comes back within the last figure written, in every quarter of the globe."""
    degrees, minutes = divmod(abs(lat) * 60, 60)
    other, rest = divmod(abs(lon) * 60, 60)
    written = f"{degrees:.0f}° {minutes:.4f}' {'NS'[lat < 0]}, {other:.0f}° {rest:.4f}' {'EW'[lon < 0]}"
    point = position_of(written)
    if "60.0000" in written:
        return
    assert point is not None
    assert Geod(ellps="WGS84").inv(*point, lon, lat)[2] < 2


@pytest.mark.parametrize(
    "text",
    [
        "99TMM1234512345",  # no such zone
        "38TZZ1234512345",  # no such square in it
        "In 2019 some 12.345 tonnes and 44.123 litres",
        "Flight 4142 left gate 12.45 at 10.30, seat 44.8",
        "91.0000 N, 10.0000 E",
        "41° 75.0 N, 44° 48.0 E",
        "between 5 N and 10 E",
        "ISBN 978-3-16-148410-0",
    ],
)
def test_other_numbers_are_no_points(text):
    """A square that does not exist, 75 minutes, tonnes and seats give nothing."""
    assert not find_positions(text)


def test_a_point_in_a_text_is_a_place_of_the_map():
    """The ship that sank is on the map, and the town beside it too."""
    places = geoparse("The ship sank at 40.3777 N, 51.8920 E, off Baku.").places
    assert places[0].record.source == "coordinates"
    assert (places[0].lon, places[0].lat) == (51.892, 40.3777)


def test_geocode_takes_a_point():
    """Asked for numbers, the list of candidates is the point itself."""
    (found,) = candidates("41.7151, 44.8271", Gazetteer.open())
    assert (found["lon"], found["lat"]) == (44.8271, 41.7151)
