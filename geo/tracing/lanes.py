"""The lanes that ocean-going ships keep to, and the straits that a coarse map shows closed.

The lanes are the data of searoute (Apache-2.0), read without importing it; the straits are ours.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import DataError
from geo.tracing.files import STRAITS

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
        If the file does not name each strait with a line of two or more points on the globe.
    """
    return _named_lines(path, "straits")


def read_routes(path: Path = STRAITS) -> Lines:
    """Read the sea routes that are taken only when asked for; raises as :func:`read_straits` does."""
    return _named_lines(path, "on_request")


def _named_lines(path: Path, key: str) -> Lines:
    import yaml

    from geo.safe_yaml import read_own

    try:
        rows = read_own(path)[key]
        lines = {str(row["name"]): np.array(row["line"], dtype=np.float64) for row in rows}
    except (yaml.YAMLError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path.name} is no list of straits with name and line: {error!r}") from error
    for name, line in lines.items():
        if line.ndim != 2 or line.shape[0] < 2 or line.shape[1] != 2:
            raise DataError(f"{path.name}: the line of {name} is no list of two or more [lon, lat]")
        if (np.abs(line) > (180, 90)).any():
            raise DataError(f"{path.name}: the line of {name} leaves the globe; swapped?")
    return list(lines.values())


def _lines(geometry: dict[str, Any]) -> Lines:
    coordinates = geometry["coordinates"]
    lines = coordinates if geometry["type"] == "MultiLineString" else [coordinates]
    return [np.array([point[:2] for point in line], dtype=np.float64) for line in lines]
