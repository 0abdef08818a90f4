"""Countries that a road is said to go through: "the Lomé–Niamey route through Burkina Faso" is not the shortest one.

A line needs points. Where the text names a country between two others and no place in it, the line passes the town of
that country by which the roads are shortest; that is our inference, and the corridor's note says so.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo import tracing
from geo.geodesy import distance_km
from geo.model import Waypoint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Record

__all__ = ["with_towns"]

MOST_TRIED = 6
TOWN = 50_000
"""People of a town that roads go through."""
MARGIN = 6.0
"""Degrees beyond the two ends in which it is looked for."""
BY_CAPITAL = 1.15
"""Times the shortest way, that roads by a country's capital may be longer and be meant: main roads meet there."""
LONGEST_DETOUR = 2.5
"""Times the direct way, by road; a country farther off than that is named for another reason."""


def with_towns(
    named: Sequence[tuple[str, Record | None]], gazetteer: Gazetteer
) -> tuple[list[tuple[str, Record]], dict[str, str]]:
    """Return the points of a road with a town for each country between them.

    Parameters
    ----------
    named
        Its stops as the text names them, with their records.
    gazetteer
        Knows towns.

    Returns
    -------
    Points in the order of travel, and the towns taken, by the country's name in the text.
    """
    points: list[tuple[str, Record]] = []
    taken: dict[str, str] = {}
    for index, (name, record) in enumerate(named):
        if record is None:
            continue
        if record.kind != "country":
            points.append((name, record))
            continue
        after = next((r for _, r in named[index + 1 :] if r is not None and r.kind != "country"), None)
        before = points[-1][1] if points else None
        if before is None or after is None or record.country in {before.country, after.country}:
            continue
        town = _nearest(before, after, record.country, gazetteer)
        if town is not None:
            points.append((town.name, town))
            taken[name] = town.name
    return points, taken


def _nearest(before: Record, after: Record, country: str, gazetteer: Gazetteer) -> Record | None:
    """Return the town of a country by which the way between two points is shortest, the capital if hardly longer."""
    lons, lats = (before.lon, after.lon), (before.lat, after.lat)
    if max(lons) - min(lons) > 180:
        return None
    direct = distance_km((before.lon, before.lat), (after.lon, after.lat))
    extent = (min(lons) - MARGIN, min(lats) - MARGIN, max(lons) + MARGIN, max(lats) + MARGIN)
    towns = [town for town in gazetteer.towns(extent, least=TOWN) if town.country == country]
    near = sorted(towns, key=lambda town: (_way(before, town, after), town.id))[:MOST_TRIED]
    near += [town for town in towns if town.kind == "capital" and town not in near]
    roads = [(km, town.id, town) for town in near if (km := _road_km(before, town, after)) <= LONGEST_DETOUR * direct]
    shortest = min(roads, default=None)
    if shortest is None:
        return None
    capitals = [town for km, _, town in roads if town.kind == "capital" and km <= BY_CAPITAL * shortest[0]]
    return capitals[0] if capitals else shortest[2]


def _road_km(before: Record, town: Record, after: Record) -> float:
    """Measure the roads from one place by a town to another; infinite where some stretch has none."""
    points = [Waypoint(each.name, each.lon, each.lat, each.id) for each in (before, town, after)]
    legs = tracing.trace(points, "road")
    return math.inf if any(leg.precision == "straight" for leg in legs) else sum(leg.length_km for leg in legs)


def _way(before: Record, town: Record, after: Record) -> float:
    at = (town.lon, town.lat)
    return distance_km((before.lon, before.lat), at) + distance_km(at, (after.lon, after.lat))
