"""Rivers and canals: Natural Earth's lines between the towns on them, and canals by hand, joined where they meet.

A river is drawn from points two to three kilometres apart. Its length is that of its own kilometre marks where
``geo/data/waterways.yaml`` has them; else it is reckoned from the line by what the marks of other rivers show.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.checked import Facts, Form, Line, Text, line_at, read_facts
from geo.errors import DataError
from geo.geodesy import distance_km, haversine_km, length_km
from geo.model import Leg
from geo.tracing.data_files import RIVERS as BUILT
from geo.tracing.data_files import WATERWAYS
from geo.tracing.graph import Network, arrange, network_of
from geo.tracing.search import find_paths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.model import LonLat, Mode, Waypoint
    from geo.tracing.search import Path as Way
    from geo.tracing.search import Step

__all__ = ["HAND", "RIVERS", "UNITS", "Waterway", "course_of", "open_rivers", "read_waterways", "trace_river"]

RIVERS = "Natural Earth rivers, 1:10 million"
HAND = "rivers and canals by hand"
BY_HAND = "drawn along a line of the waterway set down by hand within about 3 km"
CHORD_KM = 15.0  # a longer way between two points is schematic
ASIDE_KM = 25.0  # a port farther off than this is not on the waterway
JOIN_KM = 12.0  # what ends this near to another waterway is joined to it
UNITS = 1000  # whole numbers to a degree in the built file
BENDS = 1.06  # length by the marks over that of the line: median of 100 stretches of rivers whose marks are known


@dataclass(frozen=True, slots=True)
class Waterway:
    """One river or canal.

    Attributes
    ----------
    towns
        Towns on a river, between which its line is Natural Earth's; empty for a line by hand.
    line
        A line by hand; empty for a river of Natural Earth's.
    marks
        Kilometre marks at the towns or points, NaN where a point has none; empty where there are none at all.
    """

    name: str
    towns: tuple[LonLat, ...]
    line: tuple[LonLat, ...]
    marks: tuple[float, ...]


def trace_river(a: Waypoint, b: Waypoint, mode: Mode) -> list[Leg] | None:
    """Trace a line along rivers and canals, ``None`` where these do not join the two places."""
    ends = [(a.lon, a.lat), (b.lon, b.lat)]
    (found,) = find_paths(open_rivers(), ends, [a.name, b.name], (), "waterway", most_detour=MOST_DETOUR)
    if isinstance(found, str) or len(found[0].spots) < 2:
        return None
    spots = found[0].spots
    if max(distance_km(spots[0], ends[0]), distance_km(spots[-1], ends[1])) > ASIDE_KM:
        return None
    return _legs(a, b, mode, found[0])


MOST_DETOUR = 3.5  # rivers wind more than roads: the Rhine and the Danube are joined by way of the Main


def _legs(a: Waypoint, b: Waypoint, mode: Mode, way: Way) -> list[Leg]:
    steps = list(zip(way.spots[:-1], way.spots[1:], way.steps, strict=True))
    legs = []
    for kind, group in groupby(steps, key=lambda item: _kind(item[2])):
        items = list(group)
        line = (items[0][0], *(spot for _, spot, _ in items))
        km = sum(step.km for _, _, step in items)
        if kind == "traced":
            legs.append(Leg(a.name, b.name, mode, line, length_km(line), "traced", RIVERS, network_km=km))
        else:
            reason = BY_HAND if kind == "hand" else f"two waterways meet here, {km:.1f} km apart on this map"
            legs.append(Leg(a.name, b.name, mode, line, length_km(line), "schematic", HAND, km, reason=reason))
    return legs


def _kind(step: Step) -> str:
    if step.bridged:
        return "joined"
    return "hand" if step.origin else "traced"


class _Waterway(Form, frozen=True):
    name: Text
    through: Line | None = None
    line: Line | None = None
    km: tuple[float | None, ...] | None = None


class _File(Facts, frozen=True, kw_only=True):
    waterways: tuple[_Waterway, ...]


@cache
def read_waterways(path: Path = WATERWAYS) -> tuple[Waterway, ...]:
    """Read rivers and canals from a YAML file.

    Raises
    ------
    DataError
        If the file does not name each waterway with two or more points on the globe, and as many marks if any.

    Examples
    --------
    >>> read_waterways()[0].name
    'Rhine'
    """
    text = path.read_text(encoding="utf-8")
    found: list[Waterway] = []
    for number, row in enumerate(read_facts(path, _File).waterways):
        marks = tuple(float("nan") if km is None else km for km in row.km or ())
        water = Waterway(row.name, row.through or (), row.line or (), marks)
        points = water.line or water.towns
        where = ("waterways", number)
        if not points:
            raise DataError(f"{path.name} line {line_at(text, where)}: {water.name} has neither line nor through")
        if marks and len(marks) != len(points):
            line = line_at(text, (*where, "km"))
            raise DataError(f"{path.name} line {line}: {water.name} has {len(marks)} marks for {len(points)} points")
        found.append(water)
    return tuple(found)


@cache
def open_rivers(path: Path = WATERWAYS, built: Path = BUILT) -> Network:
    """Open the network of rivers and canals.

    Raises
    ------
    DataError
        If a file cannot be read, or lacks a river that the other one names.
    """
    parts: list[_Part] = []
    for name, water in enumerate(read_waterways(path)):
        if water.line:
            parts += [_Part(np.array(piece), km, 1, name) for piece, km in _by_marks(water)]
            continue
        for number, piece in enumerate(_stretches(water, built)):
            km = abs(water.marks[number + 1] - water.marks[number]) if water.marks else None
            parts.append(_Part(piece, km, 0, name))
    return _network(parts)


def course_of(name: str, path: Path = WATERWAYS, built: Path = BUILT) -> NDArray[np.float64]:
    """Return the line of a river or canal: longitude and latitude in degrees, shape ``(n, 2)``.

    Raises
    ------
    DataError
        If there is none of that name, or its line cannot be read.

    Examples
    --------
    >>> course_of("Chilia arm of the Danube")[0].tolist()
    [28.73, 45.22]
    """
    water = next((each for each in read_waterways(path) if each.name == name), None)
    if water is None:
        raise DataError(f"{path.name} has no waterway {name!r}; expected one that it names")
    return np.array(water.line) if water.line else np.concatenate(_stretches(water, built))


def _stretches(water: Waterway, built: Path) -> list[NDArray[np.float64]]:
    """Return Natural Earth's lines between the towns of a river."""
    pieces = _built(built).get(water.name, [])
    if len(pieces) != len(water.towns) - 1:
        wanted = len(water.towns) - 1
        raise DataError(f"{built.name} has {len(pieces)} stretches of {water.name}, expected {wanted}; "
                        "make it anew: python -m geo.workshop.build_waterways")  # fmt: skip
    return [np.array(piece).reshape(-1, 2) / UNITS for piece in pieces]


@cache
def _built(path: Path) -> dict[str, list[list[int]]]:
    try:
        lines: dict[str, list[list[int]]] = json.loads(gzip.decompress(path.read_bytes()))["lines"]
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{path.name} cannot be read; make it: python -m geo.workshop.build_waterways") from error
    return lines


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A stretch of a waterway: its points, its length by the marks, whether it is by hand, which waterway it is of."""

    points: NDArray[np.float64]
    km: float | None
    origin: int
    water: int


def _by_marks(water: Waterway) -> list[tuple[Sequence[LonLat], float | None]]:
    """Cut a line by hand at its marks."""
    if not water.marks:
        return [(water.line, None)]
    at = [i for i, mark in enumerate(water.marks) if mark == mark]  # noqa: PLR0124 - NaN is not itself
    return [(water.line[i : j + 1], abs(water.marks[j] - water.marks[i])) for i, j in pairwise(at)]


def _network(parts: Sequence[_Part]) -> Network:
    rows, cols, kms, origins = [], [], [], []
    spots = np.round(np.concatenate([part.points for part in parts]), 4)
    places, names = np.unique(spots, axis=0, return_inverse=True)
    waters = np.concatenate([np.full(len(part.points), part.water) for part in parts])
    first = 0
    for part in parts:
        here = names[first : first + len(part.points)]
        first += len(part.points)
        a, b = here[:-1], here[1:]
        drawn = haversine_km(places[a, 0], places[a, 1], places[b, 0], places[b, 1])
        scale = part.km / drawn.sum() if part.km is not None and drawn.sum() > 0 else BENDS
        keep = a != b
        rows.append(a[keep])
        cols.append(b[keep])
        kms.append(drawn[keep] * scale)
        origins.append(np.full(int(keep.sum()), part.origin))
    a, b, km, origin = (np.concatenate(each) for each in (rows, cols, kms, origins))
    joins = _joins(places, names, waters)
    gap = np.concatenate((np.zeros(len(a), np.bool_), np.ones(len(joins[0]), np.bool_)))
    a, b, km = (np.concatenate(pair) for pair in zip((a, b, km), joins, strict=True))
    origin = np.concatenate((origin, np.ones(len(joins[0]), dtype=origin.dtype))).astype(np.uint8)
    ways = (np.concatenate((a, b)), np.concatenate((b, a)), np.concatenate((km, km)), np.concatenate((gap, gap)))
    found = network_of(arrange(places[:, 0], places[:, 1], ways, more={"origin": np.concatenate((origin, origin))}))
    drawn = haversine_km(places[a, 0], places[a, 1], places[b, 0], places[b, 1])
    shares = km / np.maximum(drawn, 1e-9)  # by the marks, a winding stretch may be shorter than it is drawn
    return replace(found, least_share=0.99 * min(1.0, float(shares.min(initial=1.0))))


def _joins(
    places: NDArray[np.float64], names: NDArray[np.int64], waters: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Join both ends of each waterway to the nearest point of every other one near them."""
    joins: dict[tuple[int, int], float] = {}
    for water in range(int(waters.max()) + 1):
        own = np.flatnonzero(waters == water)
        for end in (int(names[own[0]]), int(names[own[-1]])):
            km = haversine_km(places[end, 0], places[end, 1], places[names, 0], places[names, 1])
            near = np.flatnonzero((km <= JOIN_KM) & (waters != water))
            for other in np.unique(waters[near]).tolist():
                there = near[waters[near] == other]
                best = int(there[np.argmin(km[there])])
                if km[best] > 0:
                    joins[end, int(names[best])] = max(float(km[best]), 1e-3)
    pairs = np.array(list(joins), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1], np.array(list(joins.values()))
