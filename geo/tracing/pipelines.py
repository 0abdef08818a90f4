"""Pipelines by hand: a line between two places that both lie along a known pipeline follows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.earth import haversine_km, length_km
from geo.errors import DataError
from geo.model import Leg
from geo.safe_yaml import read_our_yaml
from geo.tracing.bends import place_on, through
from geo.tracing.files import PIPELINES

if TYPE_CHECKING:
    from pathlib import Path

    from geo.model import LonLat, Waypoint

__all__ = ["PIPES", "Pipeline", "load_pipelines", "trace_pipeline"]

PIPES = "pipelines by hand"
ASIDE_KM = 90.0  # a place farther off a pipeline than this, or than this share of the way between the two, is not on it
ASIDE_SHARE = 0.12
END_KM = 5.0  # an end of the pipeline that is nearer to its place than this is the place
LEAST_SHARE = 0.5  # the way along the pipeline is no shorter than this share of the direct one


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline: its published length, its line within about 25 km, and where that length was read, if anywhere."""

    name: str
    km: float
    line: tuple[LonLat, ...]
    source: str = ""


@cache
def load_pipelines(path: Path = PIPELINES) -> tuple[Pipeline, ...]:
    """Read the pipelines.

    Raises
    ------
    DataError
        If one lacks name, km or line, or leaves the globe.

    Examples
    --------
    >>> load_pipelines()[0].name
    'Nord Stream'
    """
    import yaml

    try:
        rows = read_our_yaml(path.read_text(encoding="utf-8"))["pipelines"]
        found = [
            Pipeline(
                str(row["name"]),
                float(row["km"]),
                tuple((float(x), float(y)) for x, y in row["line"]),
                str(row.get("source") or ""),
            )
            for row in rows
        ]
    except (yaml.YAMLError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path.name} is no list of pipelines with name, km and line: {error!r}") from error
    for each in found:
        if len(each.line) < 2 or any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in each.line):
            raise DataError(f"{path.name}: the line of {each.name} is too short or leaves the globe; swapped?")
    return tuple(found)


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
    forward = first < last
    inner = _part(pipe.line, min(first, last), max(first, last))
    line = through((start, *(inner if forward else inner[::-1]), end))
    whole = sum(float(haversine_km(*p, *q)) for p, q in pairwise(pipe.line))
    km = pipe.km * abs(last - first) / whole
    reason = f"drawn along a line of {pipe.name}, set down by hand within about 25 km"
    return Leg(a.name, b.name, "pipeline", line, length_km(line), "schematic", PIPES, network_km=km, reason=reason)


def _part(line: tuple[LonLat, ...], first: float, last: float) -> tuple[LonLat, ...]:
    """Return the points of a line between two distances along it, ends left out where a place stands for them."""
    along, found = 0.0, []
    for number, point in enumerate(line):
        if number:
            along += float(haversine_km(*line[number - 1], *point))
        if first + END_KM < along < last - END_KM:
            found.append(point)
    return tuple(found)
