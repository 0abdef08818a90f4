"""The lanes that ocean-going ships keep to, and the straits that a coarse map shows closed.

The lanes are the data of searoute (Apache-2.0), read without importing it; the straits are ours.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import numpy as np

from geo.checked import Facts, Form, Line, Point, Text, read_facts
from geo.errors import DataError
from geo.geodesy import haversine_km
from geo.tracing.data_files import STRAITS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Lines = list[NDArray[np.float64]]

__all__ = ["read_lanes", "read_routes", "read_straits"]

AVOIDED = {"northwest"}  # ice-bound for most of the year


def read_lanes(path: Path) -> Lines:
    """Read the lanes.

    Parameters
    ----------
    path
        GeoJSON of lines; a property ``passage`` names straits and canals.

    Returns
    -------
    All lanes but those avoided; longitude and latitude in degrees.

    Raises
    ------
    DataError
        If it is no such file.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return [
            line
            for feature in features
            if (feature["properties"] or {}).get("passage") not in AVOIDED
            for line in _lines(feature["geometry"])
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path.name} is no GeoJSON of lines: {error!r}") from error


class _Strait(Form, frozen=True):
    """A line of its own, or rivers and canals along which it leads, the one or the part of it between two places."""

    name: Text
    line: Line | None = None
    along: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)] | None = None
    between: tuple[Point, Point] | None = None


class _File(Facts, frozen=True, kw_only=True):
    straits: tuple[_Strait, ...]
    on_request: tuple[_Strait, ...] = ()


def read_straits(path: Path = STRAITS) -> Lines:
    """Read the straits, canals and port approaches that ships use though the map shows land.

    Raises
    ------
    DataError
        If the file does not name each strait with a line of two or more points on the globe, or leads one along a river
        or canal that there is not; the message names the line of the file.
    """
    return [line for strait in read_facts(path, _File).straits for line in _of(path, strait)]


def read_routes(path: Path = STRAITS) -> Lines:
    """Read the sea routes that are taken only when asked for; raises as :func:`read_straits` does."""
    return [line for route in read_facts(path, _File).on_request for line in _of(path, route)]


def _of(path: Path, strait: _Strait) -> Lines:
    """Return its line, or those of the rivers and canals that it leads along."""
    from geo.tracing.rivers import course_of

    if strait.along is None:
        if strait.line is None:
            raise DataError(f"{path.name}: {strait.name} has neither line nor along")
        return [np.array(strait.line, dtype=np.float64)]
    courses = [course_of(name) for name in strait.along]
    if strait.between is None:
        return courses
    (line,) = courses
    at = [int(np.argmin(haversine_km(lon, lat, line[:, 0], line[:, 1]))) for lon, lat in strait.between]
    if at[0] == at[1]:
        raise DataError(f"{path.name}: {strait.name} begins and ends at one point of {strait.along[0]}")
    return [line[min(at) : max(at) + 1]]


def _lines(geometry: dict[str, Any]) -> Lines:
    coordinates = geometry["coordinates"]
    lines = coordinates if geometry["type"] == "MultiLineString" else [coordinates]
    return [np.array([point[:2] for point in line], dtype=np.float64) for line in lines]
