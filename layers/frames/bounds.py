"""The smallest frame round points on a globe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["bounds"]


def bounds(points: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Return west, south, east, north of points; east runs past 180 where that makes the frame smaller.

    Parameters
    ----------
    points
        Longitude and latitude in degrees (WGS 84), shape ``(n, 2)`` with n of at least one.

    Examples
    --------
    >>> bounds(np.array([[170.0, -10.0], [-170.0, 10.0]]))
    (170.0, -10.0, 190.0, 10.0)
    """
    lons = np.sort(points[:, 0])
    gaps = np.diff(np.append(lons, lons[0] + 360))
    widest = int(np.argmax(gaps))
    west, east = (lons[0], lons[-1]) if widest == len(lons) - 1 else (lons[widest + 1], lons[widest] + 360)
    return float(west), float(points[:, 1].min()), float(east), float(points[:, 1].max())
