"""Places far beyond the map: an arrow at its rim points to each, with its name and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from layers.figure.area_labels import number_of, write
from layers.figure.framing import lonlat_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from layers.figure.ground import View
    from layers.figure.labels import Crowd
    from layers.figure.sheet import Sheet
    from layers.figure.sizes_and_themes import Size
    from layers.figure.subject import Feature

__all__ = ["point_beyond"]

AHEAD = 0.02  # of the window's width: how far along the shortest way its direction is taken
FROM_RIM = 1.1  # ems
ARROW = 0.55  # ems from its middle to its tip


def point_beyond(
    sheet: Sheet, view: View, far: Iterable[Feature], crowd: Crowd, size: Size, keyed: frozenset[int]
) -> None:
    """Point at places that the map does not reach.

    Parameters
    ----------
    sheet, view
        Where.
    far
        The places.
    crowd
        What else stands there.
    size, keyed
        Of letters, and which numbers a note explains.
    """
    for feature in far:
        at, way, km = _direction(view, lonlat_of(feature)[0])
        x, y = _rim(view, at, way, size.font * FROM_RIM)
        across = np.array([-way[1], way[0]])
        spot, reach = np.array([x, y]), size.font * ARROW
        tip = [spot + way * reach, spot - way * reach * 0.6 + across * reach * 0.7,
               spot - way * reach * 0.6 - across * reach * 0.7, spot + way * reach]  # fmt: skip
        words = f"{feature.name}{number_of(feature, keyed, size)} {km:,.0f} km".replace(",", "\u202f")
        crowd.add((x - reach, y - reach, x + reach, y + reach))
        name = crowd.place(words, x, y, size=size.font * 0.9, reach=reach)
        sheet.area([np.array(tip)], fill=sheet.theme.accent)
        if name:
            write(sheet, name, size.font * 0.9, color=sheet.theme.text)


def _direction(view: View, place: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return the middle of the map, the direction there of the shortest way to a place, and its length from there."""
    from pyproj import Geod

    left, bottom, right, top = view.box
    middle = np.array([(left + right) / 2, (bottom + top) / 2])
    lon, lat = view.lonlat(middle[None])[0]
    earth = Geod(ellps="WGS84")
    towards, _, metres = earth.inv(lon, lat, *place)
    ahead = earth.fwd(lon, lat, towards, AHEAD * (right - left) * view.scale)[:2]
    way = view.points(np.array([ahead]))[0] - middle
    return middle, way / np.hypot(*way), float(metres) / 1000


def _rim(view: View, at: NDArray[np.float64], way: NDArray[np.float64], margin: float) -> tuple[float, float]:
    """Return where a ray from a point meets the rim of the window, a little inside."""
    left, bottom, right, top = view.box
    limits = (right - margin - at[0], top - margin - at[1]), (left + margin - at[0], bottom + margin - at[1])
    reaches = [limits[int(step < 0)][axis] / step for axis, step in enumerate(way) if abs(step) > 1e-9]
    x, y = at + way * min(reaches)
    return float(x), float(y)
