"""The packed files in ``geo/data``, and their compiled form in the cache that opens in a few milliseconds."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from geo import cache as store
from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "DATA",
    "KINDS",
    "UNITS",
    "Outlines",
    "Resolution",
    "Shapes",
    "content",
    "fields_of",
    "key_of",
    "load",
    "pack",
    "path_of",
    "polygon_of",
    "ring_points",
]

DATA = Path(__file__).resolve().parent.parent / "data"
Resolution = Literal["50m", "10m"]
UNITS = 1000
"""Whole numbers in a degree: the outlines are kept to a thousandth, about 110 m."""
KINDS = ("coast", "international", "disputed", "seam")
LAYOUT = "5"  # of the compiled form; a new number makes every cache anew
COARSE = {"tolerance": 140, "area": 120_000}  # around a map: lines within 0.14°, islands above 0.12 square degrees
MIN_RING_POINTS = 4


@dataclass(frozen=True, slots=True)
class Shapes:
    """Many geometries as bytes, opened one by one when asked for."""

    blob: NDArray[np.uint8]
    ends: NDArray[np.int64]
    bounds: NDArray[np.float64]
    labels: NDArray[np.str_]

    def within(self, extent: tuple[float, float, float, float]) -> tuple[list[str], NDArray[np.object_]]:
        """Return labels and geometries of those whose bounding box meets an extent (thousandths of a degree)."""
        import shapely

        west, south, east, north = extent
        b = self.bounds
        chosen = np.flatnonzero((b[:, 0] <= east) & (b[:, 2] >= west) & (b[:, 1] <= north) & (b[:, 3] >= south))
        starts, ends, blob = np.concatenate([[0], self.ends])[chosen], self.ends[chosen], self.blob.tobytes()
        found = shapely.from_wkb([blob[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)])
        return [str(label) for label in self.labels[chosen]], found

    def all(self) -> list[tuple[str, BaseGeometry]]:
        """Return label and geometry of all."""
        labels, found = self.within((-np.inf, -np.inf, np.inf, np.inf))
        return list(zip(labels, found, strict=True))


@dataclass(frozen=True, slots=True)
class Outlines:
    """Compiled outlines of one resolution, in thousandths of a degree.

    Attributes
    ----------
    land, world
        Land, and the same far coarser for the world around a map.
    countries
        Labelled by ISO 3166-1 alpha-2; several polygons of a country are several shapes.
    borders, world_borders
        Labelled ``international`` or ``disputed``.
    """

    land: Shapes
    world: Shapes
    countries: Shapes
    borders: Shapes
    world_borders: Shapes
    names: dict[str, str]
    labels: dict[str, tuple[int, int]]


def path_of(resolution: Resolution) -> Path:
    """Return where the packed file of a resolution lies."""
    if resolution not in get_args(Resolution):
        raise DataError(
            f"outlines: resolution {resolution!r} unknown; expected one of {', '.join(get_args(Resolution))}"
        )
    return DATA / f"outlines-{resolution}.json.gz"


def pack(resolution: Resolution, packed: dict[str, Any]) -> Path:
    """Write a packed file; the same content gives the same bytes."""
    path = path_of(resolution)
    text = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    return path


def content(resolution: Resolution) -> dict[str, Any]:
    """Read a packed file whole, its header included.

    Raises
    ------
    DataError
        If the package came without it, or it is damaged.
    """
    path = path_of(resolution)
    try:
        read: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError) as error:
        raise DataError(f"{path.name} cannot be read ({error}); install the package again") from error
    return read


@cache
def load(resolution: Resolution) -> Outlines:
    """Open the compiled outlines, compiled first if need be."""
    name = f"outlines-{resolution}.npz"
    return store.opened(name, key=key_of(resolution), build=lambda target: _compile(resolution, target), read=_read)


def key_of(resolution: Resolution) -> str:
    """Return the key under which the compiled outlines are kept."""
    path = path_of(resolution)
    return store.fingerprint([path, LAYOUT]) if path.exists() else LAYOUT


def _read(compiled: Path) -> Outlines:
    with np.load(compiled, allow_pickle=False) as arrays:
        shapes = {
            group: Shapes(*(arrays[f"{group}_{field}"] for field in ("blob", "ends", "bounds", "labels")))
            for group in ("land", "world", "countries", "borders", "world_borders")
        }
        codes, names, points = (arrays[field] for field in ("codes", "names", "points"))
    return Outlines(
        **shapes,
        names={str(code): str(title) for code, title in zip(codes, names, strict=True)},
        labels={str(code): (int(x), int(y)) for code, (x, y) in zip(codes, points, strict=True)},
    )


def _compile(resolution: Resolution, target: Path) -> None:
    import shapely

    packed = content(resolution)
    arcs = [ring_points(arc) for arc in packed["arcs"]]
    polygons = {
        code: [p for p in (polygon_of(rings, arcs) for rings in country["polygons"]) if p is not None]
        for code, country in packed["countries"].items()
    }
    united = shapely.coverage_union_all([p for group in polygons.values() for p in group])
    land = shapely.make_valid(shapely.get_parts(shapely.get_parts(united)), method="structure", keep_collapsed=False)
    lines = [(KINDS[int(kind)], shapely.linestrings(arc)) for kind, arc in zip(packed["kinds"], arcs, strict=True)]
    borders = [pair for pair in lines if pair[0] in ("international", "disputed")]
    borders += [("disputed", shapely.linestrings(ring_points(line))) for line in packed["inner"]]
    groups = {
        "land": [("", shape) for shape in land],
        "world": [("", shapely.simplify(s, COARSE["tolerance"])) for s in land if s.area > COARSE["area"]],
        "countries": [(code, polygon) for code, group in polygons.items() for polygon in group],
        "borders": borders,
        "world_borders": [(kind, shapely.simplify(line, COARSE["tolerance"])) for kind, line in borders],
    }
    fields: dict[str, NDArray[Any]] = {}
    for group, pairs in groups.items():
        fields |= {f"{group}_{field}": value for field, value in fields_of(pairs).items()}
    fields["codes"] = np.array(list(packed["countries"]))
    fields["names"] = np.array([country["name"] for country in packed["countries"].values()])
    fields["points"] = np.array([country["label"] for country in packed["countries"].values()])
    with target.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **fields)


def ring_points(differences: Sequence[int]) -> NDArray[np.int64]:
    """Return the points of a line written as differences."""
    return np.cumsum(np.array(differences, dtype=np.int64).reshape(-1, 2), axis=0)


def polygon_of(rings: Sequence[Sequence[int]], arcs: Sequence[NDArray[np.int64]]) -> BaseGeometry | None:
    """Return the polygon of rings written as numbers of arcs, ``~i`` for an arc backwards; None for a speck."""
    import shapely

    closed = [np.vstack([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]) for ring in rings]
    kept = [points[np.r_[True, np.any(np.diff(points, axis=0) != 0, axis=1)]] for points in closed]
    if len(kept[0]) < MIN_RING_POINTS:
        return None
    polygon = shapely.Polygon(kept[0], [points for points in kept[1:] if len(points) >= MIN_RING_POINTS])
    return polygon if polygon.is_valid else shapely.make_valid(polygon, method="structure", keep_collapsed=False)


def fields_of(pairs: Sequence[tuple[str, Any]]) -> dict[str, NDArray[Any]]:
    """Return the fields of :class:`Shapes` for pairs of label and geometry."""
    import shapely

    shapes = [shape for _, shape in pairs]
    encoded = [shapely.to_wkb(shape) for shape in shapes]
    return {
        "blob": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        "ends": np.cumsum([len(item) for item in encoded]),
        "bounds": shapely.bounds(shapes),
        "labels": np.array([label for label, _ in pairs]),
    }
