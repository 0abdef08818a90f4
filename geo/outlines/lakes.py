"""Lakes for the base map, from Natural Earth (public domain): the packed file and its compiled form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo import cache as store
from geo.outlines.gzipped import PackedFile
from geo.outlines.packed import DATA, Shapes, fields_of, ring_points

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["COMPILED", "FILE", "LANGUAGES", "Lake", "load"]

FILE = PackedFile(DATA / "outlines-lakes.json.gz", layout="1")
LANGUAGES = ("ru", "tr")
"""Languages beside English in which Natural Earth names lakes and the map can be drawn."""
COMPILED = "outlines-lakes.npz"


@dataclass(frozen=True, slots=True)
class Lake:
    """What a lake is called, how large it is, and where its name stands.

    Attributes
    ----------
    names
        In other languages, by code.
    label
        A point well inside, longitude and latitude in thousandths of a degree.
    """

    name: str
    names: Mapping[str, str]
    km2: int
    label: tuple[int, int]


@cache
def load() -> tuple[Shapes, tuple[Lake, ...]]:
    """Open the compiled lakes, compiled first if need be: polygons labelled by their lake's number, and the lakes."""
    return store.opened(COMPILED, key=FILE.key(), build=_compile, read=_read)


def _read(compiled: Path) -> tuple[Shapes, tuple[Lake, ...]]:
    with np.load(compiled, allow_pickle=False) as arrays:
        shapes = Shapes(*(arrays[f"lakes_{field}"] for field in ("blob", "ends", "bounds", "labels")))
        rows = json.loads(bytes(arrays["rows"]).decode())
    return shapes, tuple(Lake(row["name"], row["names"], row["km2"], tuple(row["label"])) for row in rows)


def _compile(target: Path) -> None:
    import shapely

    lakes = FILE.content()["lakes"]
    pairs = [
        (str(i), shapely.Polygon(ring_points(rings[0]), [ring_points(ring) for ring in rings[1:]]))
        for i, lake in enumerate(lakes)
        for rings in lake["polygons"]
    ]
    rows = [{key: lake[key] for key in ("name", "names", "km2", "label")} for lake in lakes]
    encoded = np.frombuffer(json.dumps(rows).encode(), dtype=np.uint8)
    arrays = {f"lakes_{field}": value for field, value in fields_of(pairs).items()}
    with target.open("wb") as stream:
        np.savez(stream, allow_pickle=False, rows=encoded, **arrays)
