"""Points around a place and boxes around two, among points that are sorted by latitude."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import MEAN_RADIUS_KM, haversine_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.model import LonLat

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["KM_PER_DEGREE", "latitudes", "longitudes", "near", "near_each", "within", "wrapped"]

KM_PER_DEGREE = MEAN_RADIUS_KM * np.pi / 180
LEAST_COSINE = 0.01  # beyond 89.4° of latitude every longitude is near


def near(lons: Floats, lats: Floats, place: LonLat, radius_km: float) -> tuple[Ints, Floats]:
    """Return which of some points lie around a place and how far they are, in kilometres.

    Parameters
    ----------
    lons, lats
        Degrees; ``lats`` ascends.
    place
        Longitude and latitude, degrees.
    radius_km
        How far a point may lie off.

    Examples
    --------
    >>> near(np.array([10.0, -179.9, 179.9]), np.array([0.0, 0.0, 0.1]), (180.0, 0.0), 20.0)[0].tolist()
    [1, 2]
    """
    lon, lat = place
    margin = radius_km / KM_PER_DEGREE
    low, high = np.searchsorted(lats, (lat - margin, lat + margin))
    inside = within(lons[low:high], lon, _degrees_wide(margin, abs(lat) + margin)) + low
    km = haversine_km(lon, lat, lons[inside], lats[inside])
    keep = km <= radius_km
    return inside[keep], km[keep]


def near_each(lons: Floats, lats: Floats, places: Floats, radius_km: float) -> tuple[Ints, Ints, Floats]:
    """Return which of some points lie around each of many places, and how far they are, in kilometres.

    Parameters
    ----------
    lons, lats
        Degrees; ``lats`` ascends.
    places
        Longitude and latitude, degrees, shape ``(n, 2)``.
    radius_km
        How far a point may lie off.

    Returns
    -------
    Place, point and distance of each pair, by place and point.

    Examples
    --------
    >>> places = np.array([[10.1, 0.0], [180.0, 0.0]])
    >>> near_each(np.array([10.0, -179.9, 179.9]), np.array([0.0, 0.0, 0.1]), places, 20.0)[1].tolist()
    [0, 1, 2]
    """
    margin = radius_km / KM_PER_DEGREE
    low = np.searchsorted(lats, places[:, 1] - margin)
    counts = np.searchsorted(lats, places[:, 1] + margin) - low
    which = np.repeat(np.arange(len(places)), counts)
    points = np.arange(len(which)) + np.repeat(low - (np.cumsum(counts) - counts), counts)
    wide = np.array([_degrees_wide(margin, abs(lat) + margin) for lat in places[:, 1].tolist()])
    inside = np.abs(wrapped(lons[points] - places[which, 0])) <= wide[which]
    which, points = which[inside], points[inside]
    km = haversine_km(places[which, 0], places[which, 1], lons[points], lats[points])
    keep = km <= radius_km
    return which[keep], points[keep], km[keep]


def within(lons: Floats, middle: float, half: float) -> Ints:
    """Return which longitudes are no farther from one than so many degrees.

    Most are left out by comparing, since a remainder of all of them takes ten times as long.
    """
    west, east = middle - half - 1e-9, middle + half + 1e-9
    if west <= -180 or east >= 180:
        return np.flatnonzero(np.abs(wrapped(lons - middle)) <= half)
    around = np.flatnonzero((lons >= west) & (lons <= east))
    return around[np.abs(wrapped(lons[around] - middle)) <= half]


def wrapped(degrees: Floats) -> Floats:
    """Bring differences of longitude between -180 and 180.

    Examples
    --------
    >>> wrapped(np.array([350.0, -200.0])).tolist()
    [-10.0, 160.0]
    """
    return (degrees + 180) % 360 - 180


def _degrees_wide(degrees_high: float, latitude: float) -> float:
    """Return how many degrees of longitude are as long as some degrees of latitude."""
    return float(degrees_high / max(LEAST_COSINE, float(np.cos(np.radians(min(90.0, latitude))))))


def latitudes(a: LonLat, b: LonLat, margin_km: float) -> tuple[float, float]:
    """Return the southern and the northern edge of the box around two places, degrees.

    Examples
    --------
    >>> [round(lat, 2) for lat in latitudes((10.0, 50.0), (12.0, 49.0), 111.2)]
    [48.0, 51.0]
    """
    margin = margin_km / KM_PER_DEGREE
    return min(a[1], b[1]) - margin, max(a[1], b[1]) + margin


def longitudes(a: LonLat, b: LonLat, margin_km: float) -> tuple[float, float]:
    """Return the middle longitude of the box around two places, and half its width; degrees."""
    south, north = latitudes(a, b, margin_km)
    apart = float(wrapped(np.asarray(b[0] - a[0])))
    margin = margin_km / KM_PER_DEGREE
    return a[0] + apart / 2, abs(apart) / 2 + _degrees_wide(margin, max(abs(south), abs(north)))
