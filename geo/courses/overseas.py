"""Which ways by land would cross an ocean, and so hardly are: no train runs from Venezuela to Ohio.

Fame alone puts Valencia and Toledo on two continents; that a train runs between them does not.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geo.geodesy import distance_km, geodesic
from geo.outlines import land

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Mode, Record

__all__ = ["BY_LAND", "FAR_KM", "is_overseas"]

BY_LAND: frozenset[Mode] = frozenset({"rail", "road"})
FAR_KM = 1500.0
"""Nearer than this a ferry, a tunnel or a bay is no wonder."""
STEP_KM = 100.0
MOST_AT_SEA = 0.5


def is_overseas(records: Sequence[Record]) -> bool:
    """Tell whether a straight way between stops far apart is mostly at sea.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> first = lambda name: Gazetteer.open().lookup(name)[0].record
    >>> is_overseas([first("Lisbon"), first("Boston")]), is_overseas([first("Lisbon"), first("Moscow")])
    (True, False)
    """
    return any(_is_at_sea(a, b) for a, b in pairwise(records))


def _is_at_sea(a: Record, b: Record) -> bool:
    here, there = (a.lon, a.lat), (b.lon, b.lat)
    if distance_km(here, there) <= FAR_KM:
        return False
    import shapely

    lons, lats = zip(*geodesic(here, there, step_km=STEP_KM), strict=True)
    return bool(1 - shapely.contains_xy(land(), lons, lats).mean() > MOST_AT_SEA)
