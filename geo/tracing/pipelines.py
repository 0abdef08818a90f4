"""Pipelines by hand: a line between two places that both lie along a known pipeline follows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.checked import Facts, Form, Line, Text, read_facts
from geo.geodesy import haversine_km, length_km
from geo.model import Leg
from geo.tracing.bends import BENDS, place_on, through
from geo.tracing.data_files import PIPELINES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.model import LonLat, Waypoint

__all__ = ["PIPES", "Pipeline", "load_pipelines", "trace_along_one", "trace_pipeline"]

PIPES = "pipelines by hand"
ASIDE_KM = 90.0  # a place farther off a pipeline than this, or than this share of the way between the two, is not on it
ASIDE_SHARE = 0.12
END_KM = 5.0  # an end of the pipeline that is nearer to its place than this is the place
LEAST_SHARE = 0.5  # the way along the pipeline is no shorter than this share of the direct one
MOST_SHARE = 1.5  # nor, between two of many places along it, longer than this and ``ASIDE_KM``
WHOLE_SHARE = 0.6  # many places lie along a pipeline where they cover this much of it


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline: its published length, its line within about 25 km, and where that length was read, if anywhere."""

    name: str
    km: float
    line: tuple[LonLat, ...]
    source: str = ""


class _Pipeline(Form, frozen=True):
    name: Text
    km: float
    line: Line
    source: str | None = None


class _File(Facts, frozen=True, kw_only=True):
    pipelines: tuple[_Pipeline, ...]


@cache
def load_pipelines(path: Path = PIPELINES) -> tuple[Pipeline, ...]:
    """Read the pipelines.

    Raises
    ------
    DataError
        If one lacks name, km or line, or leaves the globe; the message names the line.

    Examples
    --------
    >>> load_pipelines()[0].name
    'Nord Stream'
    """
    rows = read_facts(path, _File).pipelines
    return tuple(Pipeline(row.name, row.km, row.line, row.source or "") for row in rows)


def trace_pipeline(a: Waypoint, b: Waypoint) -> Leg | None:
    """Draw a pipeline along a known one, ``None`` where the two places lie along none."""
    start, end = (a.lon, a.lat), (b.lon, b.lat)
    apart = float(haversine_km(*start, *end))
    most = min(ASIDE_KM, ASIDE_SHARE * apart)
    best: tuple[float, Pipeline, float, float] | None = None
    for each in load_pipelines():
        (first, off), (last, other) = place_on(each.line, start), place_on(each.line, end)
        if (
            max(off, other) <= most
            and abs(last - first) >= LEAST_SHARE * apart
            and (best is None or off + other < best[0])
        ):
            best = (off + other, each, first, last)
    if best is None:
        return None
    _, pipe, first, last = best
    return _leg(a, b, pipe, (first, last))


def trace_along_one(waypoints: Sequence[Waypoint], bends: Sequence[Sequence[LonLat]] = ()) -> list[Leg] | None:
    """Draw a pipeline whose waypoints all lie along one that is known, ``None`` where there is none such.

    Parameters
    ----------
    waypoints
        Three or more, in order.
    bends
        For each pair of waypoints where the line is known to bend; where there are any it is drawn through these.
    """
    places = [(point.lon, point.lat) for point in waypoints]
    best: tuple[float, Pipeline, list[float]] | None = None
    apart = [float(haversine_km(*a, *b)) for a, b in pairwise(places)]
    for each in load_pipelines():
        found, off = zip(*(place_on(each.line, place) for place in places), strict=True)
        whole = sum(float(haversine_km(*p, *q)) for p, q in pairwise(each.line))
        along = _to_its_ends(list(found), whole)
        steps = [last - first for first, last in pairwise(along)]
        is_along = all(step > 0 for step in steps) or all(step < 0 for step in steps)
        least, most = ([share * km for km in apart] for share in (LEAST_SHARE, MOST_SHARE))
        fits = all(a <= abs(step) <= b + ASIDE_KM for a, step, b in zip(least, steps, most, strict=True))
        is_whole = abs(along[-1] - along[0]) >= WHOLE_SHARE * whole
        mean = sum(off) / len(off)
        if is_along and fits and is_whole and max(off) <= ASIDE_KM and (best is None or mean < best[0]):
            best = (mean, each, along)
    if best is None:
        return None
    _, pipe, at = best
    inner = bends or [()] * (len(places) - 1)
    legs = [
        _leg(a, b, pipe, ends, between)
        for a, b, ends, between in zip(waypoints[:-1], waypoints[1:], pairwise(at), inner, strict=True)
    ]
    longer = sum(leg.network_km or 0.0 for leg in legs) / sum(leg.length_km for leg in legs)
    return [replace(leg, network_km=longer * leg.length_km) for leg in legs]  # the places may not divide the two alike


def _to_its_ends(along: list[float], whole: float) -> list[float]:
    """Let the first and the last of many places be the ends of a pipeline that they lie near."""
    for end in (0, -1):
        nearer = 0.0 if along[end] < whole / 2 else whole
        if abs(along[end] - nearer) <= ASIDE_KM:
            along[end] = nearer
    return along


def _leg(a: Waypoint, b: Waypoint, pipe: Pipeline, between: tuple[float, float], bends: Sequence[LonLat] = ()) -> Leg:
    """Draw a leg along a part of a pipeline, or through bends beside it; as long as its share of the pipeline."""
    first, last = between
    inner = _part(pipe.line, min(first, last), max(first, last))
    line = through(((a.lon, a.lat), *(bends or (inner if first < last else inner[::-1])), (b.lon, b.lat)))
    whole = sum(float(haversine_km(*p, *q)) for p, q in pairwise(pipe.line))
    km = pipe.km * abs(last - first) / whole
    reason = f"drawn along a line of {pipe.name}, set down by hand within about 25 km"
    source = PIPES
    if bends:
        source = BENDS
        reason = f"drawn through bends set down by hand; as long as its share of {pipe.name}"
    return Leg(a.name, b.name, "pipeline", line, length_km(line), "schematic", source, network_km=km, reason=reason)


def _part(line: tuple[LonLat, ...], first: float, last: float) -> tuple[LonLat, ...]:
    """Return the points of a line between two distances along it, ends left out where a place stands for them."""
    along, found = 0.0, []
    for number, point in enumerate(line):
        if number:
            along += float(haversine_km(*line[number - 1], *point))
        if first + END_KM < along < last - END_KM:
            found.append(point)
    return tuple(found)
