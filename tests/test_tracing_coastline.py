"""Lines on water where the coast is finer than the grid: islets, fairways, rivers that sea-going ships go up."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely

from geo.errors import DataError
from geo.geodesy import geodesic, haversine_km, length_km
from geo.model import Waypoint
from geo.outlines import land
from geo.tracing import trace
from geo.tracing.coastline import FINE, divide, round_shores
from geo.tracing.raster import coast, draw_land
from geo.tracing.sea_lanes import read_straits
from geo.tracing.water import open_water

HARBOUR_KM = 10.0


def share_on_land(line):
    """Return the share of a line that lies on Natural Earth's land, farther than a harbour from both its ends."""
    parts = [geodesic(a, b, step_km=0.5) if a != b else [a, b] for a, b in pairwise(line)]
    spots = np.array([point for part in parts for point in part[:-1]] + [line[-1]])
    near = [haversine_km(*end, spots[:, 0], spots[:, 1]) <= HARBOUR_KM for end in (line[0], line[-1])]
    dry = shapely.contains_xy(land("10m"), spots[:, 0], spots[:, 1])
    return float((dry & ~near[0] & ~near[1]).mean())


def voyage(a, b, mode="sea"):
    """Return the legs between two places."""
    return trace([Waypoint("A", *a, "a"), Waypoint("B", *b, "b")], mode, remember=False)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param((22.22, 60.44), (18.10, 59.32), id="Turku–Stockholm"),
        pytest.param((56.28, 27.18), (58.57, 23.63), id="Bandar Abbas–Muscat"),
        pytest.param((51.20, 43.60), (49.41, 39.96), id="Aktau–Alat"),
        pytest.param((25.14, 37.44), (27.14, 38.42), id="Mykonos–Izmir"),
    ],
)
def test_ships_keep_off_islands(a, b):
    """Between two harbours no ship sails over land, however narrow the water between islands is."""
    (leg,) = voyage(a, b)
    assert leg.precision == "traced"
    assert share_on_land(leg.line) < 0.002


def test_a_line_on_open_water_stays_as_it_is():
    """Nothing is changed where nothing is in the way."""
    line = ((-30.0, 40.0), (-30.5, 40.2), (-31.0, 40.4))
    assert round_shores(open_water(), line) == line


def test_a_way_round_is_no_much_longer_way():
    """A line right across a country is left to say so itself: no ship is led round Italy for it."""
    line = ((11.0, 42.0), (12.0, 42.2), (13.0, 42.4), (14.0, 42.5), (14.6, 42.6))
    assert length_km(round_shores(open_water(), line)) == pytest.approx(length_km(line), rel=0.02)


@pytest.mark.parametrize(
    ("port", "other"),
    [
        pytest.param((-73.55, 45.50), (-63.57, 44.65), id="Montreal–Halifax"),
        pytest.param((88.34, 22.57), (80.29, 13.10), id="Kolkata–Chennai"),
        pytest.param((47.84, 30.52), (50.60, 26.20), id="Basra–Manama"),
        pytest.param((28.05, 45.43), (28.98, 41.01), id="Galați–Istanbul"),
        pytest.param((-0.08, 51.50), (3.20, 51.35), id="London–Zeebrugge"),
    ],
)
def test_ports_on_rivers_are_reached_by_water(port, other):
    """A ship goes up the river to its port, and is not beached where the outlines end."""
    legs = voyage(port, other)
    assert max([leg.length_km for leg in legs if leg.precision != "traced"], default=0.0) <= 8.0


def test_a_waterway_along_a_river_is_the_rivers():
    """What is a river to a barge is drawn and named as one, though sea-going ships may use it too."""
    legs = voyage((28.84, 45.35), (29.59, 45.40), "waterway")  # Izmail–Vylkove
    assert {leg.source for leg in legs} == {"rivers and canals by hand"}


def test_cells_are_divided_along_the_coast_alone():
    """A square of land is known by the cells on its edge; those inside and far off need no small ones."""
    edges = coast(shapely.MultiPolygon([shapely.box(10.02, 10.02, 10.98, 10.98)]))
    opened = np.array([(10.5, 10.5), (10.5, 10.501)])
    cells, bits = divide(edges, draw_land(edges), opened)
    assert 4 * 29 - 8 <= len(cells) <= 4 * 29 + 9
    inner = bits[np.array([int(b).bit_count() for b in bits]) >= FINE * FINE - 2]
    assert len(inner) == 1  # the cell of the canal, whose one or two small cells are water


def test_a_strait_along_no_river_is_refused(tmp_path):
    """A name that is no waterway's is named, with the file it stands in."""
    path = tmp_path / "straits.yaml"
    head = "made: 2026-11-30\nlicence: MIT\nsource: hand\non_request: []\n"
    path.write_text(f"{head}straits:\n  - {{name: Styx up to Hades, along: [Styx]}}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"waterways\.yaml has no waterway 'Styx'"):
        read_straits(path)
