"""Searches within ellipses, towards the goal first, find the ways that a search of the whole network finds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo.geodesy import distance_km, haversine_km
from geo.tracing.closures import Closure
from geo.tracing.graph import arrange, network_of, shortest_ways
from geo.tracing.point_search import near, near_each
from geo.tracing.search import find_paths


def a_network(seed, *, least=1.0, most=1.6):
    """Return a lattice with ways left out, each between ``least`` and ``most`` times as long as its chord."""
    chance = np.random.default_rng(seed)
    side = 24
    lons = np.repeat(np.linspace(10, 22, side), side) + chance.uniform(-0.15, 0.15, side**2)
    lats = np.tile(np.linspace(44, 52, side), side) + chance.uniform(-0.1, 0.1, side**2)
    number = np.arange(side**2).reshape(side, side)
    a = np.concatenate((number[:-1].ravel(), number[:, :-1].ravel()))
    b = np.concatenate((number[1:].ravel(), number[:, 1:].ravel()))
    kept = chance.random(len(a)) < 0.8
    a, b = a[kept], b[kept]
    km = haversine_km(lons[a], lats[a], lons[b], lats[b]) * chance.uniform(least, most, len(a))
    ways = (np.concatenate((a, b)), np.concatenate((b, a)), np.tile(km, 2), np.zeros(2 * len(a), dtype=np.bool_))
    return network_of(arrange(lons, lats, ways))


def shortest_km(network, start, end):
    """Return the length of the shortest way between two points, searched for in the whole network."""
    rows = np.repeat(np.arange(len(network.lons)), np.diff(network.starts))
    return shortest_ways((rows, network.ends, network.km), len(network.lons), start)[0][end]


@pytest.mark.parametrize("seed", range(12))
def test_no_way_is_longer_than_the_shortest_of_the_whole_network(seed):
    """From junction to junction a way costs no more than the shortest of all: it may begin at a better joint."""
    network = a_network(seed)
    start, end = np.random.default_rng(seed + 100).choice(len(network.lons), 2, replace=False).tolist()
    whole = shortest_km(network, start, end)
    (found,) = find_paths(network, [network.point(start), network.point(end)], ["A", "B"], (), "rail", most_detour=9)
    if np.isfinite(whole):
        off = sum(4 * distance_km(*pair) for pair in ((network.point(start), found[0].spots[0]),
                                                      (network.point(end), found[0].spots[-1])))  # fmt: skip
        assert found[0].km + off <= whole + 0.01


@pytest.mark.parametrize("seed", range(4))
def test_ways_shorter_than_their_chords_are_found_where_the_network_says_so(seed):
    """A river by its kilometre marks may be shorter than it is drawn; the network says by how much."""
    network = replace(a_network(seed, least=0.6, most=1.1), least_share=0.59)
    start, end = 30, 540
    whole = shortest_km(network, start, end)
    (found,) = find_paths(network, [network.point(start), network.point(end)], ["A", "B"], (), "waterway")
    assert found[0].km <= whole + 0.01


def test_a_closed_line_is_gone_round_or_ends_the_way():
    """No step of a way crosses a closed line, however narrow the ellipse that is searched."""
    network = a_network(3)
    shut = Closure("wall", "Wall", ("rail",), ((16.0, 40.0), (16.0, 50.5)))
    ends = [(11.0, 46.0), (21.0, 46.0)]
    (found,) = find_paths(network, ends, ["A", "B"], [shut], "rail", most_detour=4)
    assert max(lat for lon, lat in found[0].spots if 15.5 < lon < 16.5) > 50
    (open_,) = find_paths(network, ends, ["A", "B"], (), "rail", most_detour=4)
    assert open_[0].km < found[0].km


@pytest.mark.parametrize("radius_km", [40.0, 900.0])
def test_many_places_at_once_have_the_points_that_each_has_alone(radius_km):
    """What lies near many places, asked for at once, is what lies near each, at ±180° and near the poles too."""
    chance = np.random.default_rng(8)
    lons, lats = chance.uniform(-180, 180, 4000), np.sort(chance.uniform(-88, 88, 4000))
    places = np.column_stack((chance.uniform(-180, 180, 60), chance.uniform(-88, 88, 60)))
    places[:4] = [(180.0, 10.0), (-179.99, -60.0), (179.9, 87.0), (0.0, -87.5)]
    which, points, km = near_each(lons, lats, places, radius_km)
    for number, place in enumerate(places.tolist()):
        off = haversine_km(place[0], place[1], lons, lats)
        alone, alone_km = near(lons, lats, tuple(place), radius_km)
        assert alone.tolist() == np.flatnonzero(off <= radius_km).tolist() == points[which == number].tolist()
        assert alone_km.tolist() == km[which == number].tolist()
