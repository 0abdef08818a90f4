"""Straits, canals and capes that a voyage must pass or must avoid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo.checked import Facts, Form, Point, Text, read_facts
from geo.errors import TracingError
from geo.geodesy import distance_km
from geo.model import Waypoint
from geo.tracing.closed_borders import blocked
from geo.tracing.data_files import PASSAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.model import LonLat

__all__ = ["Passage", "canals", "crosses", "load_passages", "passage", "passed", "shut_by", "with_passages"]


@dataclass(frozen=True, slots=True)
class Passage:
    """What decides which way a ship goes.

    Attributes
    ----------
    round
        What one goes around by it: Africa, by the Cape of Good Hope.
    points
        Longitude and latitude in degrees, through which a voyage that passes it goes, in one of the two directions.
    line
        A gate: no voyage that avoids it crosses this.
    worth_km
        How many kilometres more ships sail rather than pass it, for its locks, tolls and queues.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    round: tuple[str, ...]
    points: tuple[LonLat, ...]
    line: tuple[LonLat, ...]
    worth_km: float = 0.0

    @property
    def names(self) -> tuple[str, ...]:
        """All names it goes by."""
        return (self.name, *self.aliases)


@cache
def load_passages(path: Path = PASSAGES) -> tuple[Passage, ...]:
    """Read the passages.

    Raises
    ------
    DataError
        If one lacks a field or has a point off the globe.

    Examples
    --------
    >>> load_passages()[0].name
    'Suez Canal'
    """
    return tuple(
        Passage(row.id, row.name, row.aliases, row.round or (), row.points, row.gate, row.worth_km or 0.0)
        for row in _content(path).passages
    )


@cache
def canals(path: Path = PASSAGES) -> tuple[Passage, ...]:
    """Return the passages that a text may call "the canal"."""
    named = set(_content(path).canals)
    return tuple(each for each in load_passages(path) if each.id in named)


class _Passage(Form, frozen=True):
    id: Text
    name: Text
    aliases: tuple[str, ...]
    points: tuple[Point, ...]
    gate: tuple[Point, ...]
    round: tuple[str, ...] | None = None
    worth_km: float | None = None


class _File(Facts, frozen=True, kw_only=True):
    passages: tuple[_Passage, ...]
    canals: tuple[str, ...]


@cache
def _content(path: Path) -> _File:
    return read_facts(path, _File)


def passage(name: str) -> Passage:
    """Return the passage that goes by a name, in whatever spelling.

    Raises
    ------
    TracingError
        If there is none; it lists those there are.

    Examples
    --------
    >>> passage("suez").name, passage("Cape of Good Hope").id
    ('Suez Canal', 'good-hope')
    """
    found = _named(name)
    if found is None:
        known = ", ".join(each.name for each in load_passages())
        raise TracingError(f"no passage is called {name!r}; expected one of {known}")
    return found


def _named(name: str) -> Passage | None:
    wanted = _plain(name)
    return next(
        (each for each in load_passages() if wanted in {_plain(other) for other in (each.id, *each.names)}), None
    )


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").removeprefix("the ").split())


def with_passages(
    stops: Sequence[Waypoint], via: Iterable[str], *, avoid: Iterable[str] = ()
) -> tuple[tuple[Waypoint, ...], tuple[Passage, ...]]:
    """Lead a voyage through passages, and look up those it avoids.

    Parameters
    ----------
    stops
        Two or more.
    via, avoid
        Names of passages.

    Returns
    -------
    The stops with the passages among them, each where it makes the least detour; and those to be avoided.

    Raises
    ------
    TracingError
        If a name is no passage's, or a passage is both to be passed and to be avoided.

    Examples
    --------
    >>> ends = [Waypoint("Shanghai", 121.5, 31.2, "a"), Waypoint("Rotterdam", 4.1, 52.0, "b")]
    >>> [stop.name for stop in with_passages(ends, ["Cape of Good Hope"])[0]]
    ['Shanghai', 'Cape of Good Hope', 'Rotterdam']
    """
    passing, avoided = [passage(name) for name in via], tuple(passage(name) for name in avoid)
    for each in passing:
        if each in avoided:
            raise TracingError(f"{each.name} is both to be passed and to be avoided; give one of the two")
    way = list(stops)
    for each in passing:
        if any(_named(stop.name) is each for stop in stops):  # it is a stop already
            continue
        gaps = range(len(way) - 1)
        at = min(gaps, key=lambda i: _extra(way[i], each.points, way[i + 1]))
        a, b = (way[at].lon, way[at].lat), (way[at + 1].lon, way[at + 1].lat)
        straight = distance_km(a, each.points[0]) + distance_km(each.points[-1], b)
        turned = distance_km(a, each.points[-1]) + distance_km(each.points[0], b)
        points = each.points if straight <= turned else each.points[::-1]
        way[at + 1 : at + 1] = [Waypoint(each.name, lon, lat, f"passages:{each.id}") for lon, lat in points]
    return tuple(way), avoided


def _extra(a: Waypoint, points: Sequence[LonLat], b: Waypoint) -> float:
    middle = points[len(points) // 2]
    here, there = (a.lon, a.lat), (b.lon, b.lat)
    return distance_km(here, middle) + distance_km(middle, there) - distance_km(here, there)


def shut_by(avoid: Sequence[Passage], starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which straight ways go through a passage that is to be avoided; points of shape ``(n, 2)``."""
    return blocked(avoid, starts, ends)


def crosses(line: Sequence[LonLat], gate: Passage) -> bool:
    """Tell whether a line goes through a passage."""
    points = np.array(line)
    points[:, 0] = (points[:, 0] + 180) % 360 - 180
    return bool(blocked([gate], points[:-1], points[1:]).any())


def passed(line: Sequence[LonLat]) -> tuple[Passage, ...]:
    """Return the passages a line goes through, in the order of travel."""
    points = np.array(line)
    points[:, 0] = (points[:, 0] + 180) % 360 - 180
    found = [(np.flatnonzero(blocked([gate], points[:-1], points[1:])), gate) for gate in load_passages()]
    return tuple(gate for at, gate in sorted((p for p in found if len(p[0])), key=lambda p: int(p[0][0])))
