"""Ways that leave the countries a text speaks of: held against the other mode, and said so.

A railway from Al-Faw to London by Turkmenistan is the shortest that the network has, and hardly what is meant. It is
drawn, since the network bears it out; but the card says through which lands it goes, and how long the road would be.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from geo import tracing
from geo.courses.countries_passed import crossed
from geo.errors import TracingError
from geo.geodesy import distance_km
from geo.outlines import country_names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from geo.model import Corridor, Mode
    from geo.tracing import Routing

__all__ = ["stray_note"]

ROUNDABOUT = 1.4  # a way this many times the direct one is looked at
LEAST_KM = 50.0  # in a country; less is a corner
OTHER: Mapping[Mode, Mode] = {"rail": "road", "road": "rail"}


def stray_note(corridor: Corridor, spoken: Collection[str], routing: Routing) -> str:
    """Say through which countries a long way round goes, of which the text does not speak.

    Parameters
    ----------
    corridor
        One that the text states, with its line.
    spoken
        Countries of which the text speaks, and those of its stops (ISO 3166-1 alpha-2).
    routing
        What the other mode is traced with.

    Returns
    -------
    A sentence for the card, ``""`` where there is nothing to say.
    """
    if corridor.mode not in OTHER or not spoken:
        return ""
    stops = corridor.waypoints
    direct = sum(distance_km((a.lon, a.lat), (b.lon, b.lat)) for a, b in pairwise(stops))
    if corridor.length_km < ROUNDABOUT * direct:
        return ""
    through: Counter[str] = Counter()
    for code, km in crossed(corridor).countries:
        if code and code not in spoken:
            through[code] += round(km)
    named = [f"{country_names().get(code, code)} ({km:,} km)" for code, km in through.items() if km >= LEAST_KM]
    if not named:
        return ""
    other = OTHER[corridor.mode]
    return (
        f"The line goes round through {', '.join(named)}, of which the article does not speak; by {other} it "
        f"{_told(corridor, other, routing)}."
    )


def _told(corridor: Corridor, mode: Mode, routing: Routing) -> str:
    """Say how long the way is by the other mode."""
    try:
        legs = tracing.trace(corridor.waypoints, mode, routing=routing)
    except TracingError:
        return "was not found"
    if any(leg.precision == "straight" for leg in legs):
        return "was not found"
    return f"is {sum(leg.length_km if leg.network_km is None else leg.network_km for leg in legs):,.0f} km"
