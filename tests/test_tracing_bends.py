"""Bends set down by hand, laid into lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import trace as corridor_through
from geo.errors import TracingError
from geo.geodesy import distance_km, length_km
from geo.model import Waypoint
from geo.tracing import trace
from geo.tracing.bends import BENDS, bends_between, is_other_way

HAND = [(10.0, 0.0), (10.3, 0.1), (10.6, 0.1), (10.9, 0.0)]


def stops(*places):
    """Make waypoints of places."""
    return [Waypoint(f"W{i}", lon, lat, f"t:{i}") for i, (lon, lat) in enumerate(places)]


def test_bends_lie_between_the_ends_of_a_chord():
    """Only the bends between the two ends are taken, in the order of travel."""
    assert bends_between(HAND, (10.0, 0.0), (10.9, 0.0)) == ((10.3, 0.1), (10.6, 0.1))
    assert bends_between(HAND, (10.4, 0.08), (10.9, 0.0)) == ((10.6, 0.1),)


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((10.0, 0.5), (10.9, 0.5), None),  # 50 km beside the line by hand
        ((10.9, 0.0), (10.0, 0.0), None),  # against it
        ((10.0, 0.0), (10.9, 0.0), 60.0),  # the network's way is not even as long as the direct line
        ((10.3, 0.1), (10.301, 0.1), None),  # as good as a point
    ],
)
def test_bends_that_do_not_fit_a_chord_are_left_out(a, b, km):
    """A chord beside the line by hand, against it, or with another length keeps straight."""
    assert bends_between(HAND, a, b, km) == ()


@pytest.mark.parametrize("km", [100.3, 101.0, 102.0, 120.0])
def test_bends_are_pulled_in_to_the_length_that_the_network_knows(km):
    """A line of 102.6 km through bends is brought to the network's figure, within a hundredth; a shorter one stays."""
    found = bends_between(HAND, (10.0, 0.0), (10.9, 0.0), km)
    assert len(found) == 2
    assert length_km([(10.0, 0.0), *found, (10.9, 0.0)]) <= 1.0101 * km
    assert (found == ((10.3, 0.1), (10.6, 0.1))) == (1.01 * km > length_km(HAND))


def test_bends_beside_a_chord_to_the_north_are_pulled_towards_it():
    """Beside a meridian a bend moves east or west alone: it comes nearer to the chord and stays as far north."""
    north = [(lat, lon) for lon, lat in HAND]
    found = bends_between(north, north[0], north[-1], 100.0)
    assert len(found) == 2
    for (lon, lat), (lon_by_hand, lat_by_hand) in zip(found, north[1:-1], strict=True):
        assert 0 <= lon < lon_by_hand
        assert lat == pytest.approx(lat_by_hand, abs=0.01)


def test_a_way_much_longer_than_the_line_by_hand_is_another():
    """A third longer is another way; a tenth longer is the same with more curves."""
    km = length_km(HAND)
    assert is_other_way(HAND, HAND, 1.4 * km)
    assert not is_other_way(HAND, HAND, 1.1 * km)


def test_a_way_that_strays_from_the_line_by_hand_is_another():
    """As long as the line by hand, but through a place 50 km beside it; where bends are few it may stray farther."""
    way = [HAND[0], (10.5, 0.5), HAND[-1]]
    assert is_other_way(HAND, way, length_km(HAND))
    assert not is_other_way([(9.0, 0.0), (10.5, 0.05), (12.0, 0.0)], [(9.0, 0.0), (10.5, 0.45), (12.0, 0.0)], 340)


@pytest.mark.parametrize("mode", ["pipeline", "rail", "waterway"])
def test_without_a_network_a_line_goes_through_its_bends(mode):
    """In the middle of the Sahara there is no network: the line goes through the bends and says who set them down."""
    bends = [[(3.3, 23.1), (3.6, 23.1)]]
    (leg,) = trace(stops((3.0, 23.0), (3.9, 23.0)), mode, bends=bends, remember=False)
    assert set(bends[0]) <= set(leg.line)
    assert (leg.precision, leg.source) == ("schematic", BENDS)
    assert "bends set down by hand" in leg.reason
    assert leg.length_km == pytest.approx(length_km([(3.0, 23.0), *bends[0], (3.9, 23.0)]), rel=1e-6)


def test_a_stop_given_twice_keeps_the_bends_on_both_sides():
    """Leaving out a waypoint that repeats another loses no bend of the pairs that stay."""
    points = stops((3.0, 23.0), (3.5, 23.0), (3.5, 23.0), (3.9, 23.2))
    legs = trace(points, "pipeline", bends=[[(3.2, 23.1)], [], [(3.7, 23.3)]])
    line = [point for leg in legs for point in leg.line]
    assert {(3.2, 23.1), (3.7, 23.3)} <= set(line)


@pytest.mark.parametrize("repeated", [0, 1, 2])
def test_bends_between_a_place_and_itself_are_gone_through(repeated):
    """Wherever in the line a waypoint is given twice, the bends between the two are joined to those beside them."""
    places = [(3.0, 23.0), (3.5, 23.0), (3.9, 23.2)]
    twice = stops(*places[: repeated + 1], *places[repeated:])
    bends = [[(3.2, 23.1)], [(3.7, 23.3)]]
    bends.insert(repeated, [(places[repeated][0], 23.05)])
    line = [point for leg in trace(twice, "pipeline", bends=bends, remember=False) for point in leg.line]
    assert {(3.2, 23.1), (3.7, 23.3), (places[repeated][0], 23.05)} <= set(line)


def test_bends_are_given_pair_by_pair():
    """One list of bends too few is refused with what is expected."""
    with pytest.raises(TracingError, match="bends for 1 pairs of waypoints; expected 2, one list a pair"):
        trace(stops((0, 0), (1, 1), (2, 2)), "pipeline", bends=[[]])


def degrees(most):
    """Return degrees as files hold them: to a few millimetres."""
    return st.floats(-most, most).map(lambda value: round(value, 7))


@given(
    st.lists(st.tuples(degrees(179), degrees(80)), min_size=2, max_size=8, unique=True),
    st.integers(0, 7),
    st.integers(0, 7),
)
def test_bends_are_some_of_the_line_in_its_order(hand, i, j):
    """Whatever the line, what is taken of it stands in it in the same order, without its two ends."""
    a, b = hand[i % len(hand)], hand[j % len(hand)]
    found = bends_between(hand, a, b)
    positions = [hand.index(point) for point in found]
    assert positions == sorted(positions)
    assert all(0 < position < len(hand) - 1 for position in positions)
    assert all(distance_km(p, q) > 0 for p, q in pairwise((a, *found, b)) if p != q)


def test_a_railway_along_a_known_corridor_is_drawn_through_its_bends():
    """Marabda–Akhalkalaki by its ends alone has the bends of Baku–Tbilisi–Kars, and the network's own length."""
    legs = corridor_through(["Marabda, GE", "Akhalkalaki, GE"], mode="rail").legs
    assert any("bends" in leg.source for leg in legs)
    assert sum(leg.network_km or leg.length_km for leg in legs) == pytest.approx(155, rel=0.07)


def test_a_train_ends_at_the_station():
    """Tbilisi–Gardabani is 37.4 km of track from Tbilisi's main station, five more than from the town's middle.

    The network's own figure is 39.6.
    """
    corridor = corridor_through(["Tbilisi, GE", "Gardabani, GE"], mode="rail")
    assert corridor.length_km == pytest.approx(37.4, rel=0.07)
