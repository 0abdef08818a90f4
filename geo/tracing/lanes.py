"""The lanes that ocean-going ships keep to, from the data of searoute (Apache-2.0), read without importing it."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Lines = list[NDArray[np.float64]]

__all__ = ["CANALS", "lane_file", "read_lanes"]

CANALS = {"bosporus", "dardanelles", "panama", "suez"}  # narrower than a cell of the water grid
AVOIDED = {"northwest"}  # ice-bound for most of the year


@cache
def lane_file() -> Path:
    """Find the data file without importing the package.

    Raises
    ------
    DataError
        If the package or its file is not installed.
    """
    package = importlib.util.find_spec("searoute")
    for folder in (package.submodule_search_locations or []) if package else []:
        path = Path(folder) / "data" / "marnet_searoute.geojson"
        if path.is_file():
            return path
    raise DataError("searoute has no data/marnet_searoute.geojson here; sea lanes need searoute>=1.4")


def read_lanes(path: Path) -> tuple[Lines, Lines]:
    """Read the lanes.

    Parameters
    ----------
    path
        GeoJSON of lines; a property ``passage`` names straits and canals.

    Returns
    -------
    All lanes but those avoided, and those that are canals or as narrow; longitude and latitude in degrees.

    Raises
    ------
    DataError
        If it is no such file.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        lanes: Lines = []
        canals: Lines = []
        for feature in features:
            passage = (feature["properties"] or {}).get("passage")
            lines = _lines(feature["geometry"])
            lanes.extend([] if passage in AVOIDED else lines)
            canals.extend(lines if passage in CANALS else [])
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path.name} is no GeoJSON of lines: {error!r}") from error
    return lanes, canals


def _lines(geometry: dict[str, Any]) -> Lines:
    coordinates = geometry["coordinates"]
    lines = coordinates if geometry["type"] == "MultiLineString" else [coordinates]
    return [np.array([point[:2] for point in line], dtype=np.float64) for line in lines]
