"""Outlines of first-order regions, from Natural Earth (public domain): the packed file and its compiled form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import cache as store
from geo.outlines.gzipped import read_packed, write_packed
from geo.outlines.packed import DATA, Shapes, fields_of, polygon_of, ring_points

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["COMPILED", "PATH", "content", "key", "load", "pack"]

PATH = DATA / "outlines-regions.json.gz"
COMPILED = "outlines-regions.npz"
LAYOUT = "1"  # of the compiled form


def pack(packed: dict[str, Any]) -> Path:
    """Write the packed file; the same content gives the same bytes."""
    return write_packed(PATH, packed)


def content() -> dict[str, Any]:
    """Read the packed file whole, its header included.

    Raises
    ------
    DataError
        If the package came without it, or it is damaged.
    """
    return read_packed(PATH)


@cache
def load() -> Shapes:
    """Open the compiled outlines, compiled first if need be: polygons labelled by the ids of records."""
    return store.opened(COMPILED, key=key(), build=_compile, read=_read)


def key() -> str:
    """Return the key under which the compiled form is kept."""
    return store.fingerprint([PATH, LAYOUT]) if PATH.exists() else LAYOUT


def _read(compiled: Path) -> Shapes:
    with np.load(compiled, allow_pickle=False) as arrays:
        return Shapes(*(arrays[f"regions_{field}"] for field in ("blob", "ends", "bounds", "labels")))


def _compile(target: Path) -> None:
    packed = content()
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
