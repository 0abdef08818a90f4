"""Where a place lies along a way of the catalogue, and how far round by way of a place it is: without any drawing.

What the text says of a way whose waypoints are known can be held against them: a town beside its line may be a stop of
it, the two outermost its ends. Points are those of the gazetteer; of namesakes the one that fits best speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.gazetteer import Form
from geo.gazetteer.remembering import remembered
from geo.geodesy import haversine_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.courses.catalogue import Entry, Stop
    from geo.gazetteer import Gazetteer
    from geo.model import Record

__all__ = ["Along", "along", "apart_km", "detour"]

KEPT = 4096  # lines and names that are remembered
STEPS = 12  # points between two waypoints
FEWEST = 2
CIRCLE, HALF = 360.0, 180.0
NAMESAKES = 3  # of a name that count, the largest first
Line = tuple[Any, Any, Any, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Along:
    """Where a place lies along a line.

    Attributes
    ----------
    off_km
        How far from it, as the crow flies; 0 for a country or region that it crosses.
    low, high
        The stretch of it that lies there, as shares of its length; one share twice for a point.
    """

    off_km: float
    low: float
    high: float

    @property
    def share(self) -> float:
        """The middle of the stretch."""
        return (self.low + self.high) / 2


def along(entry: Entry, name: str, gazetteer: Gazetteer) -> Along | None:
    """Return where a place lies along a way of the catalogue.

    Parameters
    ----------
    entry
        The way.
    name
        The place, as the text spells it.
    gazetteer
        Tells points.

    Returns
    -------
    ``None`` where the gazetteer does not know the place, or the way does not touch the country it is.

    Examples
    --------
    >>> from geo.courses import Catalogue
    >>> from geo.gazetteer import Gazetteer
    >>> way = Catalogue.load().named("Trans Adriatic Pipeline")
    >>> albania = along(way, "Albania", Gazetteer.open())
    >>> albania.off_km, 0.3 < albania.share < 0.9
    (0.0, True)
    """
    return _along(entry.waypoints, name, gazetteer)


@remembered(KEPT)
def _along(waypoints: tuple[Stop, ...], name: str, gazetteer: Gazetteer) -> Along | None:
    line = _line(waypoints, gazetteer)
    if line is None:
        return None
    found = [place for record in _records(name, gazetteer) if (place := _of_record(record, line)) is not None]
    return min(found, key=lambda place: (place.off_km, place.low), default=None)


def _of_record(record: Record, line: Line) -> Along | None:
    lons, lats, shares, countries = line
    if record.kind == "country":
        inside = [share for share, country in zip(shares, countries, strict=True) if country == record.country]
        return Along(0.0, float(min(inside)), float(max(inside))) if inside else None
    if record.extent is not None:
        west, south, east, north = record.extent
        held = shares[(lons >= west) & (lons <= east) & (lats >= south) & (lats <= north)]
        if len(held):
            return Along(0.0, float(held.min()), float(held.max()))
    apart = haversine_km(record.lon, record.lat, lons, lats)
    nearest = int(np.argmin(apart))
    return Along(float(apart[nearest]), float(shares[nearest]), float(shares[nearest]))


@remembered(KEPT)
def _line(waypoints: tuple[Stop, ...], gazetteer: Gazetteer) -> Line | None:
    """Return points along straight pieces between waypoints: where, at which share, in which country."""
    points = [(r.lon, r.lat, stop.country) for stop in waypoints if (r := _record(stop, gazetteer)) is not None]
    if len(points) < FEWEST:
        return None
    lons, lats, countries = [points[0][0]], [points[0][1]], [points[0][2]]
    for lon, lat, country in points[1:]:
        here, there, came = lons[-1], lats[-1], countries[-1]
        east = lon - here
        east -= CIRCLE * round(east / CIRCLE)  # the short way round
        for step in range(1, STEPS + 1):
            lons.append(here + east * step / STEPS)
            lats.append(there + (lat - there) * step / STEPS)
            countries.append(came if step < STEPS / 2 else country)
    xs, ys = np.array(lons), np.array(lats)
    travelled = np.concatenate([[0.0], np.cumsum(haversine_km(xs[:-1], ys[:-1], xs[1:], ys[1:]))])
    xs = (xs + HALF) % CIRCLE - HALF
    return xs, ys, travelled / max(float(travelled[-1]), 1.0), tuple(countries)


def _record(stop: Stop, gazetteer: Gazetteer) -> Record | None:
    known = _records(stop.name, gazetteer)
    own = [record for record in known if record.country == stop.country]
    return next(iter(own or known), None)


@remembered(KEPT * 4)
def _records(name: str, gazetteer: Gazetteer) -> tuple[Record, ...]:
    """Return what goes by a name, the largest first."""
    found = [m.record for m in gazetteer.lookup(name) if m.form not in (Form.CODE, Form.DEMONYM)]
    return tuple(sorted(found, key=lambda record: (-(record.population or 0), record.source, record.key)))


def apart_km(start: str, end: str, gazetteer: Gazetteer) -> float | None:
    """Return how far two places lie apart, as the crow flies, of namesakes the nearest; ``None`` where one is unknown.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> 250 < apart_km("Tbilisi", "Batumi", Gazetteer.open()) < 280
    True
    """
    pair = _pair(start, end, gazetteer)
    return pair[0] if pair is not None else None


@remembered(KEPT)
def _pair(start: str, end: str, gazetteer: Gazetteer) -> tuple[float, Record, Record] | None:
    firsts, lasts = _records(start, gazetteer)[:NAMESAKES], _records(end, gazetteer)[:NAMESAKES]
    if not firsts or not lasts:
        return None
    apart = np.array([_kms(record, lasts) for record in firsts])
    i, j = divmod(int(np.argmin(apart)), len(lasts))
    return float(apart[i, j]), firsts[i], lasts[j]


def _kms(one: Record, others: Sequence[Record]) -> NDArray[np.float64]:
    return haversine_km(one.lon, one.lat, [other.lon for other in others], [other.lat for other in others])


@remembered(KEPT)
def detour(start: str, end: str, via: str, gazetteer: Gazetteer) -> float | None:
    """Return how many times as far it is from one place to another by way of a third.

    Parameters
    ----------
    start, end, via
        Names of places; of namesakes those that make the way short.
    gazetteer
        Tells points.

    Returns
    -------
    1 where the third lies on the straight way; ``None`` where a place is unknown.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> gazetteer = Gazetteer.open()
    >>> detour("Baku", "Tbilisi", "Ganja", gazetteer) < 1.1 < 3 < detour("Baku", "Tbilisi", "Paris", gazetteer)
    True
    """
    pair = _pair(start, end, gazetteer)
    passed = _records(via, gazetteer)[: 2 * NAMESAKES]
    if pair is None or not passed or pair[0] < 1:
        return None
    return float((_kms(pair[1], passed) + _kms(pair[2], passed)).min()) / pair[0]
