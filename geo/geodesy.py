"""Distances on the Earth: one ellipsoid, one place for it.

Everything here takes WGS 84 longitude and latitude in degrees, in this order, and gives kilometres.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from geo.model import LonLat

__all__ = [
    "MEAN_RADIUS_KM",
    "bearing",
    "destination",
    "distance_km",
    "distances_km",
    "geodesic",
    "haversine_km",
    "length_km",
]

MEAN_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG), for quick comparisons where half a percent does not matter."""


@cache
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")


def distance_km(a: LonLat, b: LonLat) -> float:
    """Measure the geodesic between two points.

    Parameters
    ----------
    a, b
        Longitude and latitude, degrees, WGS 84.

    Returns
    -------
    Kilometres on the WGS 84 ellipsoid.

    Examples
    --------
    One degree of latitude at the equator:

    >>> round(distance_km((0.0, 0.0), (0.0, 1.0)), 3)
    110.574
    """
    return float(_ellipsoid().inv(*a, *b)[2]) / 1000


def distances_km(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike) -> NDArray[np.float64]:
    """Measure many geodesics at once, in kilometres on the WGS 84 ellipsoid; degrees, arrays of one length."""
    return np.asarray(_ellipsoid().inv(lon_a, lat_a, lon_b, lat_b)[2], dtype=np.float64) / 1000


def length_km(line: Sequence[LonLat]) -> float:
    """Measure a line along its geodesic segments, in kilometres on the WGS 84 ellipsoid."""
    lons, lats = zip(*line, strict=True)
    return float(_ellipsoid().line_length(lons, lats)) / 1000


def geodesic(a: LonLat, b: LonLat, *, step_km: float = 50.0) -> tuple[LonLat, ...]:
    """Draw the shortest way between two points as a line dense enough for a map.

    Parameters
    ----------
    a, b
        Longitude and latitude, degrees, WGS 84.
    step_km
        Greatest distance between two points of the line.

    Returns
    -------
    Points from ``a`` to ``b``, both included. Longitudes run on past ±180 instead of jumping, so that the line is
    continuous; whoever writes it cuts it there.
    """
    inner = max(0, int(np.ceil(distance_km(a, b) / step_km)) - 1)
    between = _ellipsoid().npts(*a, *b, inner) if inner else ()  # PROJ refuses to give none
    points = [a, *((float(lon), float(lat)) for lon, lat in between), b]
    lons = np.unwrap([lon for lon, _ in points], period=360)
    return tuple((float(lon), lat) for lon, (_, lat) in zip(lons, points, strict=True))


def haversine_km(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike) -> NDArray[np.float64]:
    """Measure many great circles at once on a sphere of the mean radius; within 0.6 % of the ellipsoid.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b
        Degrees, WGS 84; arrays of shapes that broadcast.

    Returns
    -------
    Kilometres, in the shape they broadcast to.
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_dphi = (phi_b - phi_a) / 2
    half_dlam = (np.radians(lon_b) - np.radians(lon_a)) / 2
    chord = np.sin(half_dphi) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_dlam) ** 2
    return np.asarray(2 * MEAN_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1))), dtype=np.float64)


def destination(start: LonLat, bearing_degrees: float, km: float) -> LonLat:
    """Return the point at a distance and a bearing, on the WGS 84 ellipsoid.

    Parameters
    ----------
    start
        Longitude and latitude, degrees.
    bearing_degrees
        Clockwise from north.
    km
        Kilometres along the geodesic.

    Examples
    --------
    >>> lon, lat = destination((49.89, 40.38), 180, 30)
    >>> round(lon, 2), round(lat, 2)
    (49.89, 40.11)
    """
    lon, lat, _ = _ellipsoid().fwd(*start, bearing_degrees, km * 1000)
    return float(lon), float(lat)


def bearing(a: LonLat, b: LonLat) -> float:
    """Return the bearing from one point to another at the start, in degrees clockwise from north, 0 to 360.

    Examples
    --------
    >>> round(bearing((44.83, 41.69), (49.89, 40.38)))
    107
    """
    return float(_ellipsoid().inv(*a, *b)[0]) % 360
