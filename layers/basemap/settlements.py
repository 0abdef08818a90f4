"""Towns for orientation, each with the zoom from which its name has room beside the weightier ones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from geo.gazetteer import Gazetteer, fold
from layers.basemap.records import Town

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from geo.model import Record
    from geo.outlines import Extent
    from layers.basemap.nearness import Nearness

    Floats = NDArray[np.float64]

__all__ = ["towns_of"]

APART = 62.0  # pixels between two towns whose names show at once
SAME_KM = 3.0  # a town so near a place of the map is that place
SAME_NAME_KM = 40.0
PART_KM, PART = 12.0, 0.6  # a town so near one of a shorter name that has so much of its people is a part of it
OVERVIEW = 350  # towns looked at for all of the map
NEAR = 900  # and for the ground near its features
LEAST_NEAR = ((10.0, 1_000), (30.0, 4_000), (90.0, 20_000), (361.0, 80_000))  # inhabitants, by degrees of width
MOST = 260  # towns kept
BEYOND = (1.5, 4.0)  # zoom levels past that of the whole map: for all of it, near its features
KM_PER_PIXEL = 156.543  # at zoom 0, on the equator
EARTH_KM_PER_DEGREE = 111.2


def towns_of(
    extent: Extent,
    *,
    fit: float,
    named: Iterable[tuple[str, float, float]] = (),
    nearness: Nearness | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Town, ...]:
    """Choose towns for a map.

    Parameters
    ----------
    extent
        West, south, east, north, degrees.
    fit
        Zoom at which all of it is seen.
    named
        Names, longitudes and latitudes of what the map shows anyway.
    nearness
        Near what smaller towns are wanted as well; ``None`` where nothing is.
    gazetteer
        Our own where none is given.

    Returns
    -------
    The largest first.
    """
    found = (gazetteer or Gazetteer.open()).towns(extent, least=_least(extent))
    spots = np.array([(_turned(record.lon, extent), record.lat) for record in found]).reshape(-1, 2)
    near = nearness.near(spots) if nearness is not None else np.zeros(len(found), dtype=np.bool_)
    looked_at = np.zeros(len(found), dtype=np.bool_)
    looked_at[:OVERVIEW] = True
    looked_at |= near & (np.cumsum(near) <= NEAR)
    chosen = np.flatnonzero(looked_at).tolist()
    crowd = _Crowd([(fold(name), _turned(lon, extent), lat) for name, lon, lat in named], fit)
    towns: list[Town] = []
    for i in chosen:
        record, (lon, lat) = found[i], spots[i]
        if crowd.shows_already(record, lon, lat) or _is_part(i, found, spots):
            continue
        zoom = crowd.room(lon, lat, fit + BEYOND[int(near[i])])
        if zoom is not None:
            towns.append(Town(record.name, round(float(lon), 3), round(float(lat), 3), zoom, record.population))
            crowd.add(lon, lat, zoom)
        if len(towns) == MOST:
            break
    return tuple(towns)


def _is_part(i: int, found: Sequence[Record], spots: Floats) -> bool:
    """Tell whether a town is listed beside another nearly as large, of a shorter name, as New Mosul beside Mosul."""
    own = found[i]
    near = np.flatnonzero(_km(spots, float(spots[i, 0]), float(spots[i, 1])) < PART_KM).tolist()
    return any(found[j].population >= PART * own.population and len(found[j].name) < len(own.name) for j in near)


def _least(extent: Extent) -> int:
    return next(least for wide, least in LEAST_NEAR if extent[2] - extent[0] <= wide)


class _Crowd:
    """What is lettered already, and from which zoom."""

    def __init__(self, named: Sequence[tuple[str, float, float]], fit: float) -> None:
        self.names = [name for name, _, _ in named]
        self.own = np.array([(lon, lat) for _, lon, lat in named]).reshape(-1, 2)
        self.first = math.floor(fit * 2) / 2
        self.spots = [tuple(spot) for spot in self.own.tolist()]
        self.zooms = [-math.inf] * len(self.spots)

    def shows_already(self, record: Record, lon: float, lat: float) -> bool:
        """Tell whether a town is a place of the map."""
        if not len(self.own):
            return False
        km = _km(self.own, lon, lat)
        same = np.array([name == fold(record.name) for name in self.names])
        return bool((km < SAME_KM).any() or (same & (km < SAME_NAME_KM)).any())

    def room(self, lon: float, lat: float, most: float) -> float | None:
        """Return the lowest zoom at which a name has room, ``None`` where that is too high."""
        levels = np.arange(self.first, most + 0.01, 0.5)
        if not self.spots or not len(levels):
            return float(levels[0]) if len(levels) else None
        per_pixel = KM_PER_PIXEL * math.cos(math.radians(lat))
        both = np.maximum(np.array(self.zooms)[:, None], levels[None, :])  # from where on the two show together
        pixels = _km(np.array(self.spots), lon, lat)[:, None] / per_pixel * 2.0**both
        free = (pixels >= APART).all(axis=0)
        return float(levels[np.argmax(free)]) if free.any() else None

    def add(self, lon: float, lat: float, zoom: float) -> None:
        """Keep a town's room free."""
        self.spots.append((lon, lat))
        self.zooms.append(zoom)


def _km(spots: Floats, lon: float, lat: float) -> Floats:
    """Return about how far spots are, well enough for lettering."""
    across = (spots[:, 0] - lon) * math.cos(math.radians(lat))
    return np.asarray(np.hypot(across, spots[:, 1] - lat) * EARTH_KM_PER_DEGREE)


def _turned(lon: float, extent: Extent) -> float:
    middle = (extent[0] + extent[2]) / 2
    return lon + 360 * round((middle - lon) / 360)
