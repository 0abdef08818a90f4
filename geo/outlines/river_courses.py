"""Courses of rivers, from Natural Earth (public domain): the packed file and its compiled form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import cache as store
from geo.outlines.clipping import COARSER, FINE_WIDTH, _around, _cut, _simplified, _whole_numbers
from geo.outlines.gzipped import read_packed, write_packed
from geo.outlines.packed import DATA, UNITS, Shapes, fields_of, ring_points

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.outlines.clipping import Clip

__all__ = ["COMPILED", "PATH", "content", "courses_within", "key", "load", "pack"]

PATH = DATA / "outlines-rivers.json.gz"
COMPILED = "outlines-rivers.npz"
LAYOUT = "1"  # of the compiled form
FAR = 60.0  # thousandths of a degree by which a course beyond the extent is simplified


def courses_within(clip: Clip, records: Iterable[str]) -> dict[str, tuple[NDArray[np.int32], ...]]:
    """Return the courses of rivers as a map shows them.

    Parameters
    ----------
    clip
        What the base map was cut to; the lines take its turn of the Earth.
    records
        Ids such as ``"areas:amu-darya"``; those whose course is not known are left out.

    Returns
    -------
    By id, lines in thousandths of a degree.

    Examples
    --------
    >>> from geo.outlines import clipped
    >>> list(courses_within(clipped((55.0, 35.0, 75.0, 45.0)), ["areas:amu-darya", "areas:caspian-sea"]))
    ['areas:amu-darya']
    """
    wanted = sorted(set(records))
    if not wanted:
        return {}
    width = (clip.extent[2] - clip.extent[0]) / UNITS
    near = [item for item in _cut(load(), clip.extent) if item[0] in wanted]
    far = [item for item in _cut(load(), *_around(clip.extent, clip.world)) if item[0] in wanted]
    pieces = [*_simplified(near, COARSER if width > FINE_WIDTH else 0.0), *_simplified(far, FAR)]
    lines = {record: [shape for name, shape in pieces if name == record and shape.length > 0] for record in wanted}
    return {record: _whole_numbers(shapes) for record, shapes in lines.items() if shapes}


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
    """Open the compiled courses, compiled first if need be: lines labelled by the ids of records."""
    return store.opened(COMPILED, key=key(), build=_compile, read=_read)


def key() -> str:
    """Return the key under which the compiled form is kept."""
    return store.fingerprint([PATH, LAYOUT]) if PATH.exists() else LAYOUT


def _read(compiled: Path) -> Shapes:
    with np.load(compiled, allow_pickle=False) as arrays:
        return Shapes(*(arrays[f"rivers_{field}"] for field in ("blob", "ends", "bounds", "labels")))


def _compile(target: Path) -> None:
    import shapely

    pairs = [
        (record, shapely.linestrings(ring_points(line)))
        for record, lines in content()["courses"].items()
        for line in lines
    ]
    arrays = {f"rivers_{field}": value for field, value in fields_of(pairs).items()}
    with target.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **arrays)
