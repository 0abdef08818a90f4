"""Lines along rivers and canals."""

from __future__ import annotations

import pytest
import shapely
import yaml

from geo.errors import DataError
from geo.model import Waypoint
from geo.outlines import countries
from geo.tracing import trace
from geo.tracing.files import WATERWAYS
from geo.tracing.rivers import RIVERS, open_rivers

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
}
ROWS = yaml.safe_load(WATERWAYS.read_text(encoding="utf-8"))["waterways"]


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
    """The line goes through the town on the river that lies between, is schematic and says why."""
    (leg,) = boat(*names)
    assert shapely.LineString(leg.line).distance(shapely.Point(through)) < 0.05
    assert (leg.precision, leg.source, leg.network_km) == ("schematic", RIVERS, None)
    assert "set down by hand" in leg.reason


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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_every_waterway_is_a_line_on_land(row):
    """Each has a name and points in the order of travel, no two more than 200 km apart, most of them on land."""
    line = shapely.LineString(row["line"])
    assert len(row["line"]) >= 4
    assert max(shapely.LineString(pair).length for pair in zip(row["line"], row["line"][1:], strict=False)) < 2.5
    land = shapely.unary_union(list(countries().values()))
    assert shapely.intersection(land, line).length > 0.5 * line.length  # wide mouths are water on the map
    assert line.is_simple


def test_waterways_that_meet_are_joined():
    """From Rotterdam to Sulina all is one network, and so is the Volga with the Don."""
    (there,) = boat("Rotterdam", "Belgrade")
    assert there.precision == "schematic"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("waterways: 3", "is no list of waterways"),
        ("waterways: [{name: A, line: [[1, 2]]}]", r"the line of A has 1 point\(s\); expected two or more"),
        ("waterways: [{name: A, line: [[1, 2], [3, 95]]}]", "the line of A leaves the globe; swapped?"),
        ("waterways: [", "is no list of waterways"),
    ],
)
def test_a_wrong_file_of_waterways_is_named(tmp_path, content, message):
    """The message names the file, the waterway and what is wrong."""
    path = tmp_path / "own.yaml"
    path.write_text(content)
    with pytest.raises(DataError, match=f"own.yaml.*{message}"):
        open_rivers(path)
