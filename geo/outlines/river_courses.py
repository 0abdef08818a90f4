"""Courses of rivers, from Natural Earth (public domain): the packed file and its compiled form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo import cache as store
from geo.outlines.clipping import COARSER, FINE_WIDTH, _around, _cut, _simplified, _whole_numbers
from geo.outlines.gzipped import PackedFile
from geo.outlines.packed import DATA, UNITS, Shapes, fields_of, ring_points

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.outlines.clipping import Clip

__all__ = ["COMPILED", "FILE", "courses_within", "load"]

FILE = PackedFile(DATA / "outlines-rivers.json.gz", layout="1")
COMPILED = "outlines-rivers.npz"
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


@cache
def load() -> Shapes:
    """Open the compiled courses, compiled first if need be: lines labelled by the ids of records."""
    return store.opened(COMPILED, key=FILE.key(), build=_compile, read=_read)


def _read(compiled: Path) -> Shapes:
    with np.load(compiled, allow_pickle=False) as arrays:
        return Shapes(*(arrays[f"rivers_{field}"] for field in ("blob", "ends", "bounds", "labels")))


def _compile(target: Path) -> None:
    import shapely

    pairs = [
        (record, shapely.linestrings(ring_points(line)))
        for record, lines in FILE.content()["courses"].items()
        for line in lines
    ]
    arrays = {f"rivers_{field}": value for field, value in fields_of(pairs).items()}
    with target.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **arrays)
