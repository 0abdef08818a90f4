"""Lines along rivers and canals."""

from __future__ import annotations

from itertools import pairwise

import pytest
import shapely

from geo.errors import DataError
from geo.geodesy import distance_km
from geo.model import Waypoint
from geo.tracing import trace
from geo.tracing.rivers import HAND, RIVERS, open_rivers, read_waterways

TOWNS = {
    "Belgrade": (20.46, 44.82),
    "Vienna": (16.37, 48.21),
    "Constanta": (28.65, 44.17),
    "Rotterdam": (4.48, 51.92),
    "Volgograd": (44.50, 48.71),
    "Rostov": (39.71, 47.22),
    "Shanghai": (121.47, 31.23),
    "Wuhan": (114.30, 30.58),
    "Madrid": (-3.70, 40.42),
    "Budapest": (19.04, 47.50),
    "Odesa": (30.75, 46.49),
    "Mannheim": (8.47, 49.49),
    "New Orleans": (-90.07, 29.95),
    "Memphis": (-90.05, 35.15),
    "Moscow": (37.55, 55.73),
    "Saint Petersburg": (30.32, 59.94),
}


def boat(*names):
    """Trace a waterway between towns."""
    return trace([Waypoint(name, *TOWNS[name], f"test:{name}") for name in names], "waterway", remember=False)


@pytest.mark.parametrize(
    ("names", "through"),
    [
        (("Vienna", "Belgrade"), (19.05, 47.50)),  # Budapest
        (("Belgrade", "Constanta"), (25.97, 43.86)),  # Ruse
        (("Rotterdam", "Vienna"), (9.93, 49.79)),  # Würzburg, on the Main
        (("Volgograd", "Rostov"), (43.53, 48.69)),  # Kalach, where the canal reaches the Don
        (("Shanghai", "Wuhan"), (118.75, 32.10)),  # Nanjing
    ],
)
def test_boats_follow_the_river(names, through):
    """The line goes through the town on the river that lies between; what is by hand is schematic and says so."""
    legs = boat(*names)
    line = shapely.LineString([point for leg in legs for point in leg.line])
    assert line.distance(shapely.Point(through)) < 0.06
    assert {(leg.precision, leg.source) for leg in legs} <= {("traced", RIVERS), ("schematic", HAND)}
    assert all(bool(leg.reason) == (leg.precision == "schematic") for leg in legs)


@pytest.mark.parametrize(
    ("names", "km"),
    [  # kilometre marks and distance tables of the rivers' own authorities, general knowledge
        (("Vienna", "Budapest"), 1929 - 1647),
        (("Belgrade", "Constanta"), 1170 - 300 + 64),
        (("Shanghai", "Wuhan"), 1125),
        (("Mannheim", "Rotterdam"), 1000 - 424),
        (("New Orleans", "Memphis"), 1184 - 153),
    ],
)
def test_a_waterway_is_as_long_as_its_marks_say(names, km):
    """The network's length is that of the river's own kilometre marks, within two in a hundred."""
    assert sum(leg.network_km for leg in boat(*names)) == pytest.approx(km, rel=0.02)


@pytest.mark.parametrize("names", [("Madrid", "Vienna"), ("Madrid", "Budapest")])
def test_where_no_river_leads_the_line_is_straight_and_says_why(names):
    """From Madrid no boat goes to the Danube."""
    (leg,) = boat(*names)
    assert leg.precision == "straight"
    assert leg.reason


def test_by_sea_a_ship_does_not_take_rivers():
    """The Danube is for boats: a ship finds no way from Vienna."""
    (leg,) = trace([Waypoint(n, *TOWNS[n], n) for n in ("Vienna", "Constanta")], "sea", remember=False)
    assert leg.precision == "straight"


@pytest.mark.parametrize("water", read_waterways(), ids=lambda water: water.name)
def test_every_waterway_can_be_true(water):
    """Each has points in the order of travel, no two more than 1,200 km apart, and marks that run one way."""
    points = water.line or water.towns
    assert all(distance_km(*pair) < (300 if water.line else 1200) for pair in pairwise(points))
    marks = [mark for mark in water.marks if mark == mark]  # noqa: PLR0124 - NaN is not itself
    assert marks in (sorted(marks), sorted(marks, reverse=True))


@pytest.mark.parametrize("ends", [("Rotterdam", "Constanta"), ("Volgograd", "Rostov"), ("Moscow", "Saint Petersburg")])
def test_waterways_that_meet_are_joined(ends):
    """From the North Sea to the Black Sea all is one network, and so is the Volga with the Don and the Neva."""
    assert "straight" not in {leg.precision for leg in boat(*ends)}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("waterways: 3", "line 3: waterways 3; expected a list"),
        ("waterways: [{name: A, line: [[1, 2]]}]", r"line 3 \(A\): line \[\[1, 2\]\]; expected a list of at least 2"),
        ("waterways: [{name: A, line: [[1, 2], [3, 95]]}]", r"line 3 \(A\): line item 2 item 2 95; expected .* <= 90"),
        ("waterways: [{name: A, lines: []}]", r"line 3 \(A\): field 'lines' unknown; expected some of name, through"),
        ("waterways: [{name: A}]", "line 3: A has neither line nor through"),
        ("waterways: [{name: A, line: [[1, 2], [3, 4]], km: [5]}]", "line 3: A has 1 marks for 2 points"),
        ("waterways: [", "is no YAML"),
    ],
)
def test_a_wrong_file_of_waterways_is_named(tmp_path, content, message):
    """The message names the file, the waterway and what is wrong."""
    path = tmp_path / "own.yaml"
    path.write_text(f"made: 2026\nlicence: CC0-1.0\n{content}")
    with pytest.raises(DataError, match=f"own.yaml.*{message}"):
        open_rivers(path)
