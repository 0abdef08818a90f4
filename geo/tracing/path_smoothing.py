"""Pull a way over water taut: a ship steers straight where nothing is in the way."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import MEAN_RADIUS_KM
from geo.tracing.raster import CELLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import LonLat
    from geo.tracing.water import Water

    Floats = NDArray[np.float64]

__all__ = ["great_circle", "sees", "taut"]

CLOSE_KM = 60.0  # up to here a line may run along the shore; a longer one keeps off it
STEP_KM = 111.2 / CELLS / 3
LEAST_SINE = 1e-9


def taut(water: Water, way: Sequence[LonLat]) -> list[LonLat]:
    """Leave out the points of a way that a straight course makes needless.

    Parameters
    ----------
    water
        Tells whether a course stays on water.
    way
        Neighbouring points of the water network.

    Returns
    -------
    Some of the points, the first and the last among them.
    """
    kept = [way[0]]
    at = 0
    canals = [water.is_canal(point) for point in way]
    while at < len(way) - 1:
        at = at + 1 if canals[at] else _farthest(water, way, at, canals)
        kept.append(way[at])
    return kept


def _farthest(water: Water, way: Sequence[LonLat], at: int, canals: Sequence[bool]) -> int:
    """Return the farthest point seen from one, no farther than the next canal; found by doubling the stride."""
    last = next((i for i in range(at + 1, len(way)) if canals[i]), len(way) - 1)
    best, stride = at + 1, 2
    while at + stride <= last and sees(water, way[at], way[at + stride]):
        best = at + stride
        stride *= 2
    low, high = best, min(at + stride, last)
    while low < high:
        middle = (low + high + 1) // 2
        if sees(water, way[at], way[middle]):
            low = middle
        else:
            high = middle - 1
    return low


def sees(water: Water, a: LonLat, b: LonLat) -> bool:
    """Tell whether the great circle between two points stays on water."""
    lons, lats, km = great_circle(a, b, STEP_KM)
    return water.is_clear(lons, lats, of_shore=True) or (km <= CLOSE_KM and water.is_clear(lons, lats))


def great_circle(a: LonLat, b: LonLat, step_km: float) -> tuple[Floats, Floats, float]:
    """Return points along the great circle between two, both included, and its length in kilometres.

    Examples
    --------
    >>> lons, lats, km = great_circle((0.0, 0.0), (90.0, 0.0), 5004.0)
    >>> [round(float(lon)) for lon in lons], round(km)
    ([0, 45, 90], 10008)
    """
    lam, phi = np.radians((a[0], b[0])), np.radians((a[1], b[1]))
    ends = np.array((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))
    (ax, bx), (ay, by), (az, bz) = ends.tolist()
    across = math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)
    angle = math.atan2(across, ax * bx + ay * by + az * bz)
    km = angle * MEAN_RADIUS_KM
    if math.sin(angle) < LEAST_SINE:
        return np.array((a[0], b[0])), np.array((a[1], b[1])), km
    last = max(1, math.ceil(km / step_km))
    share = np.arange(last + 1) * (1 / last)
    share[-1] = 1.0
    x, y, z = (ends @ np.array((np.sin((1 - share) * angle), np.sin(share * angle)))) / np.sin(angle)
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arcsin(np.clip(z, -1, 1))), km
