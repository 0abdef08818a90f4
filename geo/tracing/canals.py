"""Straits and canals that a voyage goes through: bends that a grid of two minutes does not show."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import distance_km
from geo.tracing.bends import bends_between
from geo.tracing.point_search import KM_PER_DEGREE
from geo.tracing.sea_lanes import read_straits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import LonLat
    from geo.tracing.water import Water

    Floats = NDArray[np.float64]

__all__ = ["through_canals"]

CANAL_STEP_KM = 30.0  # two neighbouring points in a canal are no farther apart
CANAL_ASIDE_KM = 3.0  # and no farther from its line


def through_canals(water: Water, way: Sequence[LonLat]) -> list[LonLat]:
    """Lead a way through every bend of the straits and canals it passes: a cell of the grid has one point alone."""
    canals = [water.is_canal(point) for point in way]
    if not any(canals):
        return list(way)
    done = [way[0]]
    for (a, b), inside in zip(pairwise(way), (x or y for x, y in pairwise(canals)), strict=True):
        if inside and distance_km(a, b) <= CANAL_STEP_KM:
            found = (bends_between(line, a, b, aside_km=CANAL_ASIDE_KM, apart_km=0.0) for line in _straits_near(a, b))
            done.extend(next(filter(None, found), ()))
        done.append(b)
    return done


def _straits_near(*places: LonLat) -> list[list[LonLat]]:
    """Return straits and canals in both directions, of those that come as near to places as these are in them."""
    lines, boxes = _straits()
    found = np.ones(len(boxes), dtype=np.bool_)
    high = 2 * CANAL_ASIDE_KM / KM_PER_DEGREE
    for lon, lat in places:
        wide = high / max(0.01, math.cos(math.radians(lat)))
        touching = (boxes - (lon + wide, lat + high, lon - wide, lat - high)) * (1, 1, -1, -1) <= 0
        found &= touching.all(axis=1)
    return [lines[i] for i in np.flatnonzero(found).tolist()]


@cache
def _straits() -> tuple[list[list[LonLat]], Floats]:
    """Return straits and canals in both directions, and the box around each: west, south, east, north."""
    lines = [[(float(lon), float(lat)) for lon, lat in line] for line in read_straits()]
    both = [direction for line in lines for direction in (line, line[::-1])]
    return both, np.array([np.concatenate((np.min(line, axis=0), np.max(line, axis=0))) for line in both])
