"""The lanes that ocean-going ships keep to, and the straits that a coarse map shows closed.

The lanes are the data of searoute (Apache-2.0), read without importing it; the straits are ours.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

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


def read_straits(path: Path = STRAITS) -> Lines:
    """Read the straits, canals and port approaches that ships use though the map shows land.

    Raises
    ------
    DataError
        If the file does not name each strait with a line of two or more points on the globe, or leads one along a river
        or canal that there is not.
    """
    return [
        line for row in _rows(path, "straits") for line in (_along(path, row) if "along" in row else [_line(path, row)])
    ]


def read_routes(path: Path = STRAITS) -> Lines:
    """Read the sea routes that are taken only when asked for; raises as :func:`read_straits` does."""
    return [_line(path, row) for row in _rows(path, "on_request")]


def _rows(path: Path, key: str) -> list[dict[str, Any]]:
    import yaml

    from geo.safe_yaml import read_our_yaml

    try:
        rows = read_our_yaml(path.read_text(encoding="utf-8"))[key]
        return [{**row, "name": str(row["name"])} for row in rows]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise DataError(f"{path.name} is no list of straits with name and line: {error!r}") from error


def _line(path: Path, row: dict[str, Any]) -> NDArray[np.float64]:
    try:
        line = np.array(row["line"], dtype=np.float64)
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path.name} is no list of straits with name and line: {error!r}") from error
    if line.ndim != 2 or line.shape[0] < 2 or line.shape[1] != 2:
        raise DataError(f"{path.name}: the line of {row['name']} is no list of two or more [lon, lat]")
    if (np.abs(line) > (180, 90)).any():
        raise DataError(f"{path.name}: the line of {row['name']} leaves the globe; swapped?")
    return line


def _along(path: Path, row: dict[str, Any]) -> Lines:
    """Return the lines of rivers and canals that sea-going ships use, or the part of one between two places."""
    from geo.tracing.rivers import course_of

    courses = [course_of(name) for name in row["along"]]
    if "between" not in row:
        return courses
    (line,) = courses
    at = [int(np.argmin(haversine_km(lon, lat, line[:, 0], line[:, 1]))) for lon, lat in row["between"]]
    if at[0] == at[1]:
        raise DataError(f"{path.name}: {row['name']} begins and ends at one point of {row['along'][0]}")
    return [line[min(at) : max(at) + 1]]


def _lines(geometry: dict[str, Any]) -> Lines:
    coordinates = geometry["coordinates"]
    lines = coordinates if geometry["type"] == "MultiLineString" else [coordinates]
    return [np.array([point[:2] for point in line], dtype=np.float64) for line in lines]
