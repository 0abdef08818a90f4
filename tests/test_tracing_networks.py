"""Lines along railways and roads."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DataError
from geo.geodesy import distance_km, length_km
from geo.model import Waypoint
from geo.tracing import load_closures, trace
from geo.tracing.arrays import read_arrays, write_arrays
from geo.tracing.graph import network_of
from geo.tracing.junctions import read_junctions
from geo.tracing.networks import trace_network
from geo.tracing.snapping import SNAP_KM

BTK_KM = 826  # Baku–Tbilisi–Kars as its operators publish it
PLACES = {
    "Baku": (49.85, 40.38),
    "Alat": (49.41, 39.94),
    "Hajiqabul": (48.92, 40.04),
    "Yevlakh": (47.15, 40.617),
    "Ganja": (46.36, 40.70),
    "Boyuk Kesik": (45.28, 41.31),
    "Gardabani": (45.09, 41.46),
    "Tbilisi": (44.80, 41.723),
    "Marabda": (44.77, 41.55),
    "Tetritsqaro": (44.46, 41.54),
    "Tsalka": (44.09, 41.60),
    "Ninotsminda": (43.59, 41.27),
    "Akhalkalaki": (43.49, 41.40),
    "Kartsakhi": (43.27, 41.24),
    "Kars": (43.09, 40.61),
    "Gyumri": (43.85, 40.785),
    "Akyaka": (43.62, 40.75),
    "Ijevan": (45.15, 40.88),
    "Qazax": (45.37, 41.09),
    "Yerevan": (44.50, 40.18),
    "Nakhchivan": (45.41, 39.21),
    "Sukhumi": (41.02, 43.00),
    "Yaviza": (-77.69, 8.16),
    "Turbo": (-76.73, 8.09),
    "Seoul": (126.97, 37.56),
    "Pyongyang": (125.74, 39.02),
    "Zugdidi": (41.87, 42.51),
    "Poti": (41.65, 42.15),
    "Batumi": (41.64, 41.65),
    "Berlin": (13.40, 52.52),
    "Hamburg": (10.00, 53.55),
    "Paris": (2.35, 48.86),
    "Moscow": (37.62, 55.75),
    "Saint Petersburg": (30.32, 59.93),
    "Sydney": (151.21, -33.87),
    "Melbourne": (144.96, -37.81),
    "Los Angeles": (-118.24, 34.05),
    "Chicago": (-87.63, 41.88),
    "Honolulu": (-157.86, 21.31),
    "Jan Mayen": (-8.71, 70.98),
    "Igdir": (44.04, 39.92),
}
BTK = list(PLACES)[:15]
SHUT = load_closures()


def through(*names):
    """Make waypoints of names."""
    return [Waypoint(name, *PLACES[name], f"test:{name}") for name in names]


def total_km(legs):
    """Add up true lengths where known, else those drawn."""
    return sum(leg.length_km if leg.network_km is None else leg.network_km for leg in legs)


def crosses(legs, closure):
    """Judge with shapely, apart from our own test of crossings, whether a line changes sides."""
    border = shapely.LineString(closure.line)
    lines = [shapely.LineString(leg.line) for leg in legs if leg.source.startswith("scgraph")]
    return any(
        shapely.get_num_geometries(shapely.intersection(line, border)) % 2 and line.crosses(border) for line in lines
    )


# --- the world's networks ---


def test_baku_tbilisi_kars_by_its_stations_is_as_long_as_published():
    """Within 7 % of the published 826 km, with the long chords marked as schematic."""
    legs = trace(through(*BTK), "rail")
    assert 0.93 <= total_km(legs) / BTK_KM <= 1.07
    assert {leg.precision for leg in legs} == {"traced", "schematic"}
    assert sum(leg.length_km for leg in legs if leg.precision == "traced") > 0.5 * sum(leg.length_km for leg in legs)
    assert (legs[0].start, legs[-1].end) == ("Baku", "Kars")


def test_baku_tbilisi_kars_by_three_cities_is_as_long_as_published():
    """City centres alone give the same railway."""
    assert 0.93 <= total_km(trace(through("Baku", "Tbilisi", "Kars"), "rail")) / BTK_KM <= 1.07


def test_the_way_over_gyumri_would_fail_the_length_check():
    """Without the closure the network goes over the closed border, and the length gives it away."""
    legs = trace(through("Baku", "Gyumri", "Kars"), "rail", closures=())
    assert not 0.93 <= total_km(legs) / BTK_KM <= 1.07


@pytest.mark.parametrize("names", [("Baku", "Kars"), ("Baku", "Tbilisi", "Kars"), tuple(BTK), ("Ganja", "Kars")])
def test_no_way_to_kars_crosses_the_closed_border_at_gyumri(names):
    """Baku–Kars goes round by Akhalkalaki, whatever the waypoints."""
    legs = trace(through(*names), "rail")
    assert not crosses(legs, next(c for c in SHUT if c.id == "gyumri-akyaka"))
    assert max(lat for leg in legs for lon, lat in leg.line if 43 < lon < 44.2) > 41.3


@pytest.mark.parametrize(
    ("closure", "a", "b", "mode"),
    [
        ("gyumri-akyaka", "Gyumri", "Kars", "rail"),
        ("armenia-turkey", "Yerevan", "Igdir", "road"),
        ("ijevan-qazax", "Ijevan", "Qazax", "rail"),
        ("armenia-azerbaijan", "Ijevan", "Qazax", "road"),
        ("yeraskh-sadarak", "Yerevan", "Nakhchivan", "rail"),
        ("armenia-nakhchivan", "Yerevan", "Nakhchivan", "road"),
        ("enguri", "Sukhumi", "Zugdidi", "rail"),
        ("darien", "Yaviza", "Turbo", "road"),
        ("korea", "Seoul", "Pyongyang", "rail"),
    ],
)
def test_each_closed_crossing_is_named_where_it_stops_a_line(closure, a, b, mode):
    """Between the two sides of a closed crossing there is a straight line that names the closure."""
    legs = trace(through(a, b), mode)
    known = next(c for c in SHUT if c.id == closure)
    assert {leg.precision for leg in legs} == {"straight"}
    first = trace(through(a, b), mode, closures=[known, *(closure for closure in SHUT if closure is not known)])
    assert known.name in first[0].reason
    assert all(leg.network_km is None for leg in legs)


def test_every_closure_is_under_test():
    """The test above has a row for each row of the data file."""
    (mark,) = test_each_closed_crossing_is_named_where_it_stops_a_line.pytestmark
    assert {row[0] for row in mark.args[1]} == {closure.id for closure in SHUT}


@pytest.mark.parametrize(
    ("names", "mode", "km", "tolerance"),
    [
        (("Hamburg", "Berlin"), "rail", 287, 0.05),  # Berlin–Hamburg railway, 286.8 km from Lehrter Bahnhof
        (("Moscow", "Saint Petersburg"), "rail", 650, 0.05),  # the line is 649.7 km long
        (("Tbilisi", "Batumi"), "rail", 349, 0.07),  # timetable kilometres
        (("Sydney", "Melbourne"), "rail", 953, 0.05),  # Main South and North East lines
        (("Sydney", "Melbourne"), "road", 840, 0.05),  # Hume Highway
        (("Berlin", "Hamburg"), "road", 289, 0.06),  # A 24 and A 10
    ],
)
def test_well_known_lines_have_about_their_published_length(names, mode, km, tolerance):
    """The network's own lengths add up to what is published."""
    assert total_km(trace(through(*names), mode)) == pytest.approx(km, rel=tolerance)


@pytest.mark.parametrize(
    ("names", "mode"),
    [
        (tuple(BTK), "rail"),
        (("Baku", "Tbilisi", "Poti"), "rail"),
        (("Tbilisi", "Batumi"), "rail"),
        (("Baku", "Tbilisi", "Kars"), "road"),
        (("Los Angeles", "Chicago"), "rail"),
        (("Paris", "Berlin", "Moscow"), "rail"),
        (("Yerevan", "Gyumri", "Kars", "Tbilisi"), "rail"),
    ],
)
def test_lines_are_whole_and_each_leg_has_one_precision(names, mode):
    """Legs join, lengths are those drawn, chords over 15 km are schematic and say so, shorter runs are traced."""
    legs = trace(through(*names), mode)
    for before, after in pairwise(legs):
        assert before.line[-1] == after.line[0]
    for leg in legs:
        assert leg.length_km == pytest.approx(length_km(leg.line))
        steps = [distance_km(p, q) for p, q in pairwise(leg.line)]
        if leg.precision == "traced":
            assert max(steps) <= 15.001
            assert (leg.reason, leg.network_km is None) == ("", False)
        else:
            assert leg.precision == ("straight" if leg.network_km is None else "schematic")
            assert leg.reason
    assert distance_km(legs[0].line[0], PLACES[names[0]]) <= SNAP_KM
    assert distance_km(legs[-1].line[-1], PLACES[names[-1]]) <= SNAP_KM


@pytest.mark.parametrize(("a", "b"), [("Baku", "Tbilisi"), ("Hamburg", "Berlin"), ("Sydney", "Melbourne")])
def test_the_way_back_is_as_long(a, b):
    """A line traced from either end has the same length."""
    there, back = trace(through(a, b), "rail"), trace(through(b, a), "rail")
    assert total_km(there) == pytest.approx(total_km(back), rel=1e-3)


def test_a_waypoint_off_the_line_makes_no_spur():
    """No line of the Baku–Kars railway runs into a town and straight back out of it."""
    points = [point for leg in trace(through(*BTK), "rail") for point in leg.line]
    points = [p for p, q in pairwise(points) if p != q]
    assert len(points) == len(set(points))


def test_where_there_is_no_network_the_line_is_straight_and_says_why():
    """From Honolulu to Jan Mayen there is no railway."""
    (leg,) = trace(through("Honolulu", "Jan Mayen"), "rail")
    assert (leg.precision, leg.network_km) == ("straight", None)
    assert leg.reason == "the rail network has no point near Honolulu"


def test_a_long_detour_is_refused():
    """Gyumri–Kars by Tbilisi is over 400 km for 67 km: it is not drawn."""
    (leg,) = trace(through("Gyumri", "Kars"), "rail")
    assert "more than twice the direct 67 km" in leg.reason
    assert leg.reason.startswith("closed since 1993: Gyumri–Akyaka (Doğukapı) railway border crossing; ")
    assert leg.length_km == pytest.approx(67, abs=1)


# --- small networks of our own ---


def small(tmp_path, nodes, ways, name="world_railways.py"):
    """Write a module such as those of scgraph-data."""
    graph = [{} for _ in nodes]
    for a, b, km in ways:
        graph[a][b] = graph[b][a] = km
    path = tmp_path / name
    text = (
        f"from x import y\ngraph={graph}\nnodes={[[lat, lon] for lon, lat in nodes]}\nz = y(graph=graph, nodes=nodes)"
    )
    path.write_text(text)
    return path


def network(tmp_path, nodes, ways):
    """Compile a small network; nodes as lon, lat."""
    return network_of(read_junctions(small(tmp_path, nodes, ways)))


def line_of(tmp_path, nodes, ways, stops, closures=()):
    """Trace a line on a small network."""
    points = [Waypoint(f"W{i}", lon, lat, f"t:{i}") for i, (lon, lat) in enumerate(stops)]
    return trace_network(points, "rail", closures, network=network(tmp_path, nodes, ways))


def test_junctions_keep_their_lengths_and_lose_ways_to_themselves(tmp_path):
    """Latitude comes first in the data; a way of no length stays a way."""
    found = network(tmp_path, [(10, 50), (10.1, 50), (10, 49)], [(0, 1, 7.5), (1, 2, 0.0), (2, 2, 0.0)])
    assert found.lats.tolist() == [49, 50, 50]
    assert found.lons.tolist() == [10, 10, 10.1]
    assert sorted(found.km.tolist()) == pytest.approx([0.001, 0.001, 7.5, 7.5])


def test_gaps_under_three_kilometres_are_bridged(tmp_path):
    """A gap of 2.1 km is crossed by a leg of its own that says so; the data's own ways stay traced."""
    nodes = [(10, 0), (10.1, 0), (10.119, 0), (10.219, 0)]
    legs = line_of(tmp_path, nodes, [(0, 1, 11.1), (2, 3, 11.1)], [(10, 0), (10.219, 0)])
    assert [leg.precision for leg in legs] == ["traced", "schematic", "traced"]
    assert legs[1].reason == "the network has a gap of 2.1 km here"


def test_wider_gaps_are_not_bridged(tmp_path):
    """Over a gap of 5 km there is no way."""
    nodes = [(10, 0), (10.5, 0), (10.545, 0), (11.045, 0)]
    (leg,) = line_of(tmp_path, nodes, [(0, 1, 55.7), (2, 3, 55.7)], [(10, 0), (11.045, 0)])
    assert leg.reason.startswith("the rail network has no open way from W0 to W1")


def test_a_waypoint_beside_a_long_chord_lies_on_it(tmp_path):
    """A town far from both junctions divides their chord in true kilometres, and the line goes through it."""
    legs = line_of(tmp_path, [(10, 0), (11, 0)], [(0, 1, 120)], [(10, 0), (10.25, 0.05), (11, 0)])
    assert [(leg.start, leg.end) for leg in legs] == [("W0", "W1"), ("W1", "W2")]
    assert [leg.network_km for leg in legs] == pytest.approx([30, 90])
    assert legs[0].line[-1] == (10.25, 0.05)
    assert legs[0].reason == "the network has no point between junctions 111 km apart"


def test_a_spur_is_trimmed(tmp_path):
    """A waypoint on a branch 8 km off leaves the through line as it is."""
    nodes = [(10, 0), (10.5, 0), (11, 0), (10.5, 0.07)]
    legs = line_of(tmp_path, nodes, [(0, 1, 56), (1, 2, 56), (1, 3, 8)], [(10, 0), (10.5, 0.072), (11, 0)])
    assert [leg.line for leg in legs] == [((10, 0), (10.5, 0)), ((10.5, 0), (11, 0))]


def test_a_far_waypoint_is_joined_by_a_straight_leg(tmp_path):
    """Where the network ends 33 km short, the rest is straight, says how far it is and counts as ways wind."""
    legs = line_of(
        tmp_path, [(10, 0), (10.1, 0), (10.2, 0), (11, 0)], [(0, 1, 11), (1, 2, 11), (2, 3, 89)], [(10, 0), (11.3, 0)]
    )
    assert legs[-1].reason == (
        "the rail network that leads there ends 33 km from W1; its length is reckoned 15% longer, as railways wind"
    )
    assert legs[-1].line[-1] == (11.3, 0)
    assert legs[-1].network_km == pytest.approx(1.15 * legs[-1].length_km)


def test_lines_cross_the_antimeridian(tmp_path):
    """A railway on Fiji may cross 180° and runs on past it."""
    nodes = [(179.9, -17), (-179.95, -17), (-179.85, -17)]
    points = [Waypoint("W", 179.9, -17, "t:1"), Waypoint("E", -179.85, -17, "t:2")]
    legs = trace_network(points, "rail", (), network=network(tmp_path, nodes, [(0, 1, 16), (1, 2, 10.7)]))
    assert [leg.precision for leg in legs] == ["schematic", "traced"]
    assert sum(leg.length_km for leg in legs) == pytest.approx(26.6, abs=0.3)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([(0, 0), (-70, -50), (150, -30), (179.5, 60), (-179.8, 10)]))
def test_lines_on_any_network_are_whole(tmp_path_factory, seed, middle):
    """On random networks in all hemispheres legs join, and no network way is shorter than what is drawn."""
    random = np.random.default_rng(seed)
    spots = random.uniform(-0.6, 0.6, (40, 2)) + middle
    spots[:, 0] = (spots[:, 0] + 180) % 360 - 180
    spots = np.round(spots, 3).tolist()
    near = [(i, j) for i in range(40) for j in range(i) if distance_km(spots[i], spots[j]) < 35]
    ways = [(i, j, round(distance_km(spots[i], spots[j]) * 1.05 + 0.1, 3)) for i, j in near]
    legs = line_of(tmp_path_factory.mktemp("net"), spots, ways, [spots[0], spots[1], spots[2]])
    for before, after in pairwise(legs):
        (west, south), (east, north) = before.line[-1], after.line[0]
        assert ((west - east + 180) % 360 - 180, south) == pytest.approx(
            (0, north), abs=1e-9
        )  # made to run on past 180° in the tracer
    assert all(leg.network_km is None or leg.network_km >= 0.99 * leg.length_km for leg in legs)


# --- broken data ---


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nothing", "holds nothing; expected 'graph' and 'nodes'"),
        ("graph=[{1: 2.0}, {0: 2.0}]\nnodes=[[0, 0]]", "1 nodes, but ways from 2"),
        ("graph=[{7: 2.0}, {0: 2.0}]\nnodes=[[0, 0], [0, 1]]", "a way leads to a node that is not there"),
        ("graph=[{1: -2.0}, {0: 2.0}]\nnodes=[[0, 0], [0, 1]]", r"a way is -2.0 km long; expected 0 or more"),
        ("graph=[{1: 2.0}, {0: 2.0}]\nnodes=[[0, 0], [100, 1]]", r"node 1 at lat 100.0, lon 1.0 is off the globe"),
        ("graph=[{1: two}, {0: 2.0}]\nnodes=[[0, 0], [0, 1]]", "does not hold pairs of numbers"),
    ],
)
def test_broken_networks_are_refused(tmp_path, text, message):
    """The message names the file and what is wrong in it; nothing in it is run."""
    path = tmp_path / "world_railways.py"
    path.write_text(text)
    with pytest.raises(DataError, match=rf"world_railways.py:? .*{message}"):
        read_junctions(path)


def test_arrays_are_read_as_written(tmp_path):
    """A file of arrays gives back what it was given, read-only."""
    arrays = {"a": np.arange(7, dtype=np.int32), "b": np.array([[True, False]]), "c": np.zeros(0)}
    write_arrays(tmp_path / "x", arrays)
    found = read_arrays(tmp_path / "x")
    assert all(np.array_equal(found[name], array) for name, array in arrays.items())
    with pytest.raises(ValueError, match="read-only"):
        found["a"][0] = 1


@pytest.mark.parametrize("content", [b"", b"not arrays", b"[1]" + b" " * 5000])
def test_files_that_hold_no_arrays_are_refused(tmp_path, content):
    """The message says what to do."""
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(DataError, match=r"x is no file of arrays, or was cut short"):
        read_arrays(tmp_path / "x")
