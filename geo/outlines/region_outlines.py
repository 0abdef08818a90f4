"""Outlines of first-order regions, from Natural Earth (public domain): the packed file and its compiled form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo import cache as store
from geo.outlines.gzipped import PackedFile
from geo.outlines.packed import DATA, Shapes, fields_of, polygon_of, ring_points

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["COMPILED", "FILE", "load"]

FILE = PackedFile(DATA / "outlines-regions.json.gz", layout="1")
COMPILED = "outlines-regions.npz"


@cache
def load() -> Shapes:
    """Open the compiled outlines, compiled first if need be: polygons labelled by the ids of records."""
    return store.opened(COMPILED, key=FILE.key(), build=_compile, read=_read)


def _read(compiled: Path) -> Shapes:
    with np.load(compiled, allow_pickle=False) as arrays:
        return Shapes(*(arrays[f"regions_{field}"] for field in ("blob", "ends", "bounds", "labels")))


def _compile(target: Path) -> None:
    packed = FILE.content()
    arcs = [ring_points(arc) for arc in packed["arcs"]]
    polygons = [
        (record, polygon)
        for record, shapes in packed["regions"].items()
        for rings in shapes
        if (polygon := polygon_of(rings, arcs)) is not None
    ]
    arrays = {f"regions_{field}": value for field, value in fields_of(polygons).items()}
    with target.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **arrays)
