"""Lines at sea."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely

from geo.errors import DataError
from geo.geodesy import distance_km, length_km
from geo.model import Waypoint
from geo.outlines import land
from geo.tracing import Routing, trace
from geo.tracing.passages import passed
from geo.tracing.path_smoothing import great_circle
from geo.tracing.raster import cells_along, coast, draw_land, spread
from geo.tracing.sea_lanes import read_lanes, read_straits
from geo.tracing.water import lane_file, open_water

PORTS = {
    "Alat": (49.41, 39.96),
    "Turkmenbashi": (52.97, 40.01),
    "Aktau": (51.20, 43.60),
    "Poti": (41.65, 42.15),
    "Constanta": (28.65, 44.10),
    "Odesa": (30.75, 46.49),
    "Istanbul": (28.98, 41.01),
    "Izmir": (27.13, 38.43),
    "Rotterdam": (4.14, 51.95),
    "Singapore": (103.84, 1.26),
    "Shanghai": (121.80, 31.30),
    "Los Angeles": (-118.25, 33.74),
    "Auckland": (174.78, -36.84),
    "Valparaiso": (-71.62, -33.03),
    "Suva": (178.42, -18.13),
    "Apia": (-171.76, -13.82),
    "Port Said": (32.31, 31.27),
    "Suez": (32.57, 29.94),
    "Vienna": (16.37, 48.20),
    "Rostov": (39.71, 47.21),
    "Astrakhan": (48.03, 46.35),
    "Tehran": (51.42, 35.69),
    "Cape Town": (18.43, -33.90),
    "Santos": (-46.30, -24.00),
    "Mumbai": (72.84, 18.94),
    "Bandar Abbas": (56.20, 27.15),
    "Colon": (-79.90, 9.36),
    "Balboa": (-79.57, 8.95),
}
NARROW_KM = 8.0  # what lies this near to a strait or canal of ours is on water that the map does not show
STUB_KM = 6.0


def sail(*names, mode="sea"):
    """Trace a voyage between ports by name."""
    return trace([Waypoint(name, *PORTS[name], f"test:{name}") for name in names], mode)


def km(legs):
    """Add up the lengths drawn."""
    return sum(leg.length_km for leg in legs)


@pytest.mark.parametrize(
    ("names", "published"),
    [
        (("Alat", "Turkmenbashi"), 306),  # the ferry
        (("Aktau", "Alat"), 470),  # about 253 nautical miles
        (("Poti", "Constanta"), 1100),  # about 595 nautical miles
        (("Odesa", "Istanbul"), 635),  # 343 nautical miles
        (("Rotterdam", "Singapore"), 15350),  # 8,288 nautical miles by Suez
        (("Shanghai", "Los Angeles"), 10560),  # about 5,700 nautical miles
        (("Port Said", "Suez"), 162),  # the canal is 193 km with its approaches, 162 from town to town
        (("Colon", "Balboa"), 77),  # the canal is 82 km from deep water to deep water
    ],
)
def test_voyages_have_about_their_published_length(names, published):
    """Within 15 % on canals and 8 % at sea of what distance tables say."""
    assert km(sail(*names)) == pytest.approx(published, rel=0.15 if published < 200 else 0.08)


@pytest.mark.parametrize(
    "names",
    [
        ("Alat", "Turkmenbashi"),
        ("Aktau", "Alat"),
        ("Poti", "Constanta"),
        ("Odesa", "Istanbul", "Izmir"),
        ("Rotterdam", "Singapore"),
        ("Santos", "Cape Town"),
        ("Bandar Abbas", "Mumbai"),
        ("Auckland", "Valparaiso"),
    ],
)
def test_a_ship_stays_on_water(names):
    """Beyond the stubs at its ports, and away from straits the map is too coarse for, 1 % at most is over land."""
    legs = [leg for leg in sail(*names) if leg.precision == "traced"]
    assert legs
    straits = shapely.buffer(shapely.MultiLineString([line.tolist() for line in read_straits()]), NARROW_KM / 90)
    ports = shapely.buffer(shapely.multipoints([PORTS[name] for name in names]), STUB_KM / 90)
    away = shapely.difference(land("10m"), shapely.union(straits, ports))
    shapely.prepare(away)
    over = 0.0
    for leg in legs:
        for p, q in pairwise(leg.line):
            piece = shapely.LineString([((p[0] + 180) % 360 - 180, p[1]), ((q[0] + 180) % 360 - 180, q[1])])
            if piece.length < 180 and away.intersects(piece):
                over += shapely.intersection(piece, away).length / piece.length * distance_km(p, q)
    assert over <= 0.01 * km(legs)


def test_a_port_far_inland_lets_no_ship_leave_the_other_over_land():
    """From Copenhagen to a town 50 km inland a ship goes round Zealand, not over it."""
    ends = [Waypoint("Copenhagen", 12.5787, 55.6716, "t:1"), Waypoint("Birtley", -2.55, 52.18, "t:2")]
    sailed = [leg for leg in trace(ends, "sea", remember=False) if leg.precision == "traced"]
    zealand = shapely.Point(11.9, 55.4).buffer(0.2)
    assert sailed
    assert not any(zealand.intersects(shapely.LineString(leg.line)) for leg in sailed)


def test_a_lane_that_cuts_off_a_cape_is_led_round_it():
    """From Ashdod to Cardiff a ship passes Land's End at sea; the lanes' own line crosses Cornwall over 24 km."""
    ends = [Waypoint("Ashdod", 34.63, 31.83, "t:1"), Waypoint("Cardiff", -3.16, 51.45, "t:2")]
    cornwall = shapely.Polygon([(-5.55, 50.08), (-5.4, 50.15), (-5.3, 50.2), (-5.4, 50.2), (-5.6, 50.15)])
    line = [point for leg in trace(ends, "sea", remember=False) for point in leg.line]
    assert not cornwall.intersects(shapely.LineString(line))


def test_rather_than_pass_panama_ships_sail_some_way_farther():
    """Without Suez, ships from Shanghai to Rotterdam round Africa; to New York Panama stays the way."""
    there = [Waypoint("Shanghai", 121.8, 31.3, "t:1"), Waypoint("Rotterdam", 4.14, 51.95, "t:2")]
    routing = Routing(avoid=("suez",))
    line = [point for leg in trace(there, "sea", routing=routing, remember=False) for point in leg.line]
    assert "Cape of Good Hope" in {each.name for each in passed(line)}
    there[1] = Waypoint("New York", -74.0, 40.6, "t:3")
    line = [point for leg in trace(there, "sea", remember=False) for point in leg.line]
    assert "Panama Canal" in {each.name for each in passed(line)}


def test_from_odesa_to_izmir_a_ship_passes_bosporus_and_dardanelles():
    """The line comes within 3 km of the Bosporus bridges and of the narrows at Çanakkale."""
    line = shapely.LineString([point for leg in sail("Odesa", "Izmir") for point in leg.line])
    for narrow in ((29.06, 41.09), (26.39, 40.15)):
        assert line.distance(shapely.Point(narrow)) * 90 < 3


def test_to_astrakhan_a_ship_goes_up_the_channel():
    """The line passes the river towns below Astrakhan within 3 km; away from that channel 1 % at most is over land."""
    legs = sail("Alat", "Astrakhan")
    towns = [(47.65, 45.77), (47.67, 45.94), (47.73, 46.09), (47.85, 46.21)]  # Mumra to Krasnyye Barrikady, GeoNames
    line = shapely.LineString([point for leg in legs for point in leg.line])
    assert max(line.distance(shapely.Point(town)) for town in towns) * 90 < 3
    lanes = [
        lane for lane in read_lanes(lane_file()) if any(lon > 47.5 and 45 < lat < 46.4 for lon, lat in lane.tolist())
    ]
    channel = shapely.buffer(shapely.MultiLineString([lane.tolist() for lane in lanes]), NARROW_KM / 90)
    ports = shapely.buffer(shapely.multipoints([PORTS["Alat"], PORTS["Astrakhan"]]), STUB_KM / 90)
    away = shapely.difference(land("10m"), shapely.union(channel, ports))
    assert shapely.intersection(line, away).length <= 0.01 * line.length


def test_a_point_of_a_strait_is_where_the_line_begins():
    """In the open sea there is no stub to a square of water: the line begins and ends at the points given."""
    ends = [(55.90, 26.50), (56.55, 25.60)]  # both entrances of the Strait of Hormuz
    (leg,) = trace([Waypoint(name, *end, name) for name, end in zip("AB", ends, strict=True)], "sea", remember=False)
    assert (leg.line[0], leg.line[-1], leg.precision) == (*ends, "traced")


def test_a_canal_is_followed_bend_by_bend():
    """The Kiel Canal passes Rendsburg and is within 3 % of its published 98 km."""
    ends = [Waypoint("Brunsbüttel", 9.14, 53.89, "t:1"), Waypoint("Holtenau", 10.15, 54.365, "t:2")]
    legs = trace(ends, "waterway", remember=False)
    assert km(legs) == pytest.approx(98, rel=0.03)
    assert shapely.LineString(legs[0].line).distance(shapely.Point(9.68, 54.295)) < 0.02


@pytest.mark.parametrize(
    ("ends", "published"),
    [
        ((("Rotterdam", 4.14, 51.95), ("Yokohama", 139.65, 35.44)), 13_700),  # about 7,400 nautical miles
        ((("Murmansk", 33.05, 68.97), ("Vladivostok", 131.90, 43.10)), 10_400),  # about 5,600 nautical miles
    ],
)
def test_the_northern_sea_route_is_sailed_when_asked_for(ends, published):
    """Only when asked for does a ship pass Vilkitsky Strait; then the way is within a tenth of what is published."""
    stops = [Waypoint(*end, f"test:{end[0]}") for end in ends]
    asked = trace(stops, "sea", routing=Routing(northern=True), remember=False)
    unasked = trace(stops, "sea", remember=False)
    assert km(asked) == pytest.approx(published, rel=0.10)
    assert km(unasked) > 1.4 * km(asked)
    assert max(lat for leg in asked for _, lat in leg.line) > 76
    assert max(lat for leg in unasked for _, lat in leg.line) < 73


def test_from_rotterdam_to_singapore_a_ship_goes_by_suez():
    """It passes the canal, Bab al-Mandab and the Strait of Malacca, on the sea lanes."""
    legs = sail("Rotterdam", "Singapore")
    line = shapely.LineString([point for leg in legs for point in leg.line])
    for narrow in ((32.31, 30.85), (43.3, 12.6), (100.5, 3.2)):
        assert line.distance(shapely.Point(narrow)) * 90 < 60
    assert "searoute sea lanes" in {leg.source for leg in legs}


@pytest.mark.parametrize("names", [("Suva", "Apia"), ("Shanghai", "Los Angeles"), ("Auckland", "Valparaiso")])
def test_voyages_over_the_antimeridian_run_on(names):
    """No line jumps; it goes the short way over 180°."""
    legs = sail(*names)
    points = [point for leg in legs for point in leg.line]
    assert all(abs(q[0] - p[0]) < 20 for p, q in pairwise(points))
    assert max(lon for lon, _ in points) > 180
    assert km(legs) < 1.25 * distance_km(PORTS[names[0]], PORTS[names[1]])


@pytest.mark.parametrize(
    "names", [("Aktau", "Alat"), ("Poti", "Constanta"), ("Odesa", "Izmir"), ("Santos", "Cape Town")]
)
def test_the_voyage_back_is_as_long(names):
    """There and back differ by less than 2 %."""
    assert km(sail(*names)) == pytest.approx(km(sail(*names[::-1])), rel=0.02)


@pytest.mark.parametrize(
    "names", [("Odesa", "Istanbul", "Izmir"), ("Alat", "Turkmenbashi"), ("Rotterdam", "Singapore")]
)
def test_legs_begin_at_the_port_and_join(names):
    """The line starts and ends at its ports' own coordinates, and each leg where the one before ended."""
    legs = sail(*names)
    assert legs[0].line[0] == PORTS[names[0]]
    assert legs[-1].line[-1] == PORTS[names[-1]]
    for before, after in pairwise(legs):
        assert before.line[-1] == after.line[0]
    assert all(leg.length_km == pytest.approx(length_km(leg.line)) for leg in legs)


@pytest.mark.parametrize(("names", "mode"), [(("Rostov", "Astrakhan"), "sea"), (("Tehran", "Vienna"), "waterway")])
def test_without_water_the_line_is_straight_and_says_why(names, mode):
    """The Caspian is no part of the ocean, and no river joins Tehran with Vienna."""
    (leg,) = sail(*names, mode=mode)
    assert leg.precision == "straight"
    assert leg.reason == f"no way by water from {names[0]} to {names[1]} on this map"


def test_a_waterway_does_not_go_round_by_sea():
    """Port Said to Suez is the canal; Colón to Balboa the other; Rostov to Poti would be no river."""
    assert {leg.precision for leg in sail("Port Said", "Suez", mode="waterway")} == {"traced"}
    (leg,) = sail("Izmir", "Istanbul", mode="waterway")[-1:]
    assert leg.precision in {"traced", "straight"}


def test_a_port_far_from_water_has_a_schematic_stub():
    """Tehran lies some 100 km from the Caspian: that stretch is schematic, and says so."""
    legs = sail("Alat", "Tehran")
    assert [leg.precision for leg in legs] == ["traced", "schematic"]
    assert "Tehran lies" in legs[-1].reason
    assert "km from open water on this map" in legs[-1].reason


def test_the_grid_knows_land_from_water():
    """Mountains, deserts and steppe are land; the Caspian, the Bosporus as opened and the high seas are water."""
    water = open_water()
    assert not water.is_clear(np.array([44.0]), np.array([42.5]))
    assert not water.is_clear(np.array([20.0]), np.array([20.0]))
    assert water.is_clear(np.array([51.0, 29.05, -30.0, 179.99]), np.array([41.0, 41.07, -40.0, 0.0]))


def test_land_is_drawn_where_it_is():
    """A square with a hole is drawn as one, and widening it closes at ±180°."""
    square = shapely.Polygon(shapely.box(-180, 0, -179, 1).exterior, [shapely.box(-179.7, 0.3, -179.3, 0.7).exterior])
    grid = draw_land(coast(shapely.MultiPolygon([square])))
    assert grid.sum() == 30 * 30 - 12 * 12
    rows, cols = cells_along(np.array([-179.99, -179.5, 179.99]), np.array([0.5, 0.5, 0.5]))
    assert grid[rows, cols].tolist() == [True, False, False]
    assert spread(grid)[rows, cols].tolist() == [True, False, True]


def test_great_circles_are_divided_evenly():
    """No two points are farther apart than the step, over the pole too."""
    lons, lats, length = great_circle((0.0, 80.0), (180.0, 80.0), 100.0)
    assert length == pytest.approx(2224, rel=0.001)
    assert lats.max() > 89
    assert len(lons) == 24


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", r"is no YAML"),
        ("roads: []", r"line 3: field 'roads' unknown; expected some of .*straits"),
        ("straits: [{name: A}]", "A has neither line nor along"),
        ("straits: [{name: A, line: [[1, 2]]}]", r"line 3 \(A\): line .*; expected a list of at least 2"),
        ("straits: [{name: A, line: [[1, 2], [1, 92]]}]", r"line 3 \(A\): line item 2 item 2 92; expected .* <= 90"),
        ("straits: [{name: A, along: []}]", r"line 3 \(A\): along \[\]; expected a list of at least 1"),
    ],
)
def test_broken_straits_are_refused(tmp_path, text, message):
    """The message names the file, the strait and what is wrong."""
    path = tmp_path / "straits.yaml"
    path.write_text(f"made: 2026\nlicence: CC0-1.0\n{text}")
    with pytest.raises(DataError, match=rf"straits\.yaml.* {message}"):
        read_straits(path)


def test_broken_lanes_are_refused(tmp_path):
    """A file without features is no lanes."""
    path = tmp_path / "lanes.geojson"
    path.write_text('{"type": "FeatureCollection"}')
    with pytest.raises(DataError, match=r"lanes\.geojson is no GeoJSON of lines"):
        read_lanes(path)


def test_what_is_known_of_a_lane_serves_each_voyage_alone():
    """A voyage is the same whatever was asked before, also where another one had to avoid a passage of its lanes."""
    from geo.tracing import sea

    ends = [Waypoint(name, *PORTS[name], name) for name in ("Rotterdam", "Singapore")]
    sea._rounded.cache_clear()
    first = trace(ends, "sea", remember=False)
    round_africa = trace(ends, "sea", routing=Routing(avoid=("suez",)), remember=False)
    assert trace(ends, "sea", remember=False) == first
    sea._rounded.cache_clear()
    assert trace(ends, "sea", routing=Routing(avoid=("suez",)), remember=False) == round_africa != first
