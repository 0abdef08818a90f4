"""The data files behind traced lines, and hashes that tell when they change; light to import."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Literal

from geo import shipped
from geo.cache import fingerprint
from geo.errors import DataError

__all__ = [
    "BORDERS",
    "LINKS",
    "PASSAGES",
    "PIPELINES",
    "RIVERS",
    "STRAITS",
    "WATERWAYS",
    "code",
    "junction_file",
    "junction_files",
    "junction_fingerprint",
    "lane_file",
    "water_fingerprint",
]

DATA = Path(__file__).parent.parent / "data"
STRAITS = DATA / "straits.yaml"
WATERWAYS = DATA / "waterways.yaml"
RIVERS = DATA / "rivers.json.gz"
LINKS = DATA / "links.yaml"
PASSAGES = DATA / "passages.yaml"
NETWORKS = "networks"  # folder of the cache for what a user added
PIPELINES = DATA / "pipelines.yaml"
BORDERS = DATA / "borders.yaml"
OUTLINES = DATA / "outlines-10m.json.gz"
MODULES = {"rail": "world_railways", "road": "world_highways"}
EDGE_BYTES = 65_536
NETWORK_CODE = (
    "arrays.py", "graph.py", "point_search.py", "junctions.py", "junction_fixes.py", "gaps.py", "borders.py",
    "links.py",
)  # fmt: skip
WATER_CODE = ("arrays.py", "graph.py", "point_search.py", "raster.py", "sea_lanes.py", "water.py", "coastline.py")


def junction_file(mode: Literal["rail", "road"]) -> Path:
    """Find the data file of a junction network without importing its package.

    Raises
    ------
    DataError
        If the package or its file is not installed.
    """
    return _packaged("scgraph_data", f"{MODULES[mode]}.py", "scgraph-data 2.0.0")


def junction_files() -> tuple[Path, Path]:
    """Find both."""
    return junction_file("rail"), junction_file("road")


def lane_file() -> Path:
    """Find the data file of the sea lanes without importing their package.

    Raises
    ------
    DataError
        If the package or its file is not installed.
    """
    return _packaged("searoute", "data/marnet_searoute.geojson", "searoute")


@cache
def junction_fingerprint(mode: Literal["rail", "road"]) -> str:
    """Return a hash that changes when a junction network's data or the code that compiles it change."""
    if brought := shipped.key_of(f"{mode}.network"):
        return brought
    path = junction_file(mode)
    return fingerprint([*_code(NETWORK_CODE), LINKS, BORDERS, path.name, *_edges(path)])


@cache
def water_fingerprint() -> str:
    """Return a hash that changes when outlines, lanes, straits or the code that compiles them change."""
    brought = shipped.key_of("water.network")
    return brought or fingerprint(
        [*_code(WATER_CODE), *_edges(OUTLINES), *_edges(lane_file()), STRAITS, WATERWAYS, RIVERS]
    )


@cache
def code() -> str:
    """Return a hash of this package's source, so that lines an older version traced are not taken for its own."""
    return fingerprint([*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parent.parent / "geodesy.py"])


def _packaged(package: str, inside: str, needed: str) -> Path:
    found = importlib.util.find_spec(package)
    for folder in (found.submodule_search_locations or []) if found else []:
        path = Path(folder) / inside
        if path.is_file():
            return path
    raise DataError(f"{package} has no {inside} here; install {needed}: pip install 'corridors[rebuild]'")


def _code(names: tuple[str, ...]) -> list[Path]:
    return [Path(__file__).with_name(name) for name in names]


def _edges(path: Path) -> tuple[str, bytes, bytes]:
    """Return size, head and tail of a file: enough to tell one release from another."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(EDGE_BYTES)
        stream.seek(max(0, size - EDGE_BYTES))
        return str(size), head, stream.read()
