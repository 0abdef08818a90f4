"""The projection that suits what a figure shows, with the name that the figure tells its reader.

References
----------
Snyder, J. P. (1987), Map Projections: A Working Manual, USGS Professional Paper 1395: which family suits which extent
and latitude, and standard parallels a sixth of the range inside its ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import Proj

    from geo.outlines import Extent

__all__ = ["Projection", "projection_for"]

WORLD_WIDTH = 130.0  # degrees: a wider figure shows the world
HIGH, LOW = 62.0, 18.0  # degrees of latitude: where cones are too steep or too flat
SEAM = 179.98  # degrees from the middle: a world map is cut a hair before it meets itself


@dataclass(frozen=True)
class Projection:
    """A projection centred on what is shown; WGS 84 degrees in, metres out.

    Attributes
    ----------
    name
        As the figure names it.
    text
        Its definition for PROJ, with the middle meridian at 0: longitudes are taken from ``middle`` before.
    """

    name: str
    text: str
    middle: float
    is_world: bool = False

    @cached_property
    def _proj(self) -> Proj:
        from pyproj import Proj

        return Proj(self.text)

    def forward(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Project an array (n, 2) of longitude and latitude."""
        if not len(points):
            return np.empty((0, 2))
        lon = self.turned(points[:, 0])
        lat = np.clip(points[:, 1], -89.9, 89.9)
        return np.column_stack(self._proj(lon, lat))

    def inverse(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return longitude and latitude of projected points; infinite where there is none."""
        lon, lat = self._proj(points[:, 0], points[:, 1], inverse=True)
        return np.column_stack([np.asarray(lon) + self.middle, lat])

    def turned(self, lon: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return longitudes from the middle, in -180 to 180."""
        if self.is_world:
            offset = lon - self.middle
            inside = np.abs(offset) <= 180.0 + 1e-6
            return np.clip(np.where(inside, offset, (offset + 180) % 360 - 180), -SEAM, SEAM)
        return (lon - self.middle + 180) % 360 - 180


def projection_for(extent: Extent) -> Projection:
    """Choose a projection for what is to be shown.

    Parameters
    ----------
    extent
        West, south, east, north in degrees, WGS 84; east may run past 180.

    Returns
    -------
    Equal Earth for the world, else by shape and latitude: conic for what is wide in middle latitudes, transverse
    Mercator for what is tall and narrow, azimuthal for the rest.

    Examples
    --------
    >>> projection_for((43.0, 34.0, 70.0, 42.0)).name
    'Lambert conformal conic (standard parallels 35° N, 41° N)'
    >>> projection_for((-170.0, -50.0, 160.0, 70.0)).name
    'Equal Earth'
    """
    west, south, east, north = extent
    middle, lat = (west + east) / 2, (south + north) / 2
    if east - west > WORLD_WIDTH:
        return Projection("Equal Earth", "+proj=eqearth +datum=WGS84", middle, is_world=True)
    width = (east - west) * np.cos(np.radians(lat))
    height = north - south
    if height > 1.5 * width and width < 12:
        return Projection("transverse Mercator", f"+proj=tmerc +lat_0={lat:.4f} +k=0.9996 +datum=WGS84", middle)
    if LOW < abs(lat) < HIGH and south * north > 0 and width > height * 0.8:
        first, second = (round(south + height * share) for share in (1 / 6, 5 / 6))
        if first == second:
            first, second = first - 1, second + 1
        parallels = f"+lat_1={first} +lat_2={second} +lat_0={lat:.4f}"
        name = f"Lambert conformal conic (standard parallels {_degrees(first)}, {_degrees(second)})"
        return Projection(name, f"+proj=lcc {parallels} +datum=WGS84", middle)
    name = f"Lambert azimuthal equal-area (centre {_degrees(round(lat))}, {_meridian(round(middle))})"
    return Projection(name, f"+proj=laea +lat_0={lat:.4f} +datum=WGS84", middle)


def _degrees(lat: int) -> str:
    return "equator" if lat == 0 else f"{abs(lat)}° {'N' if lat > 0 else 'S'}"


def _meridian(lon: int) -> str:
    lon = (lon + 180) % 360 - 180
    return f"{abs(lon)}°{'' if lon == 0 else ' E' if lon > 0 else ' W'}"
