"""Closed border crossings: the data file and its checks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from geo.checked import Facts, Form, Line, Text, line_at, read_facts
from geo.errors import DataError

__all__ = ["CLOSURES", "Closure", "load_closures"]

CLOSURES = Path(__file__).parent.parent / "data" / "closures.yaml"
Network = Literal["rail", "road"]


class Closure(Form, frozen=True):
    """A crossing that is closed: no way over its line is used.

    Attributes
    ----------
    modes
        The networks it closes.
    line
        Longitude and latitude in degrees, along the border; at least two points.
    since
        Year, ``None`` where we know of none.
    source
        Where the closure was read, or ``"unverified"``.
    """

    id: Text
    name: Text
    modes: Annotated[tuple[Network, ...], msgspec.Meta(min_length=1)]
    line: Line
    since: int | None = None
    source: Text = "unverified"
    note: str = ""


class _File(Facts, frozen=True, kw_only=True):
    closures: tuple[Closure, ...]


def load_closures(path: Path = CLOSURES) -> tuple[Closure, ...]:
    """Read the closed crossings from a YAML file.

    Parameters
    ----------
    path
        By default the file that comes with the project.

    Returns
    -------
    The closures in the order of the file.

    Raises
    ------
    DataError
        If the file is no YAML, lacks a field, has one too many, or a value cannot be true; the message names the line.

    Examples
    --------
    >>> load_closures()[0].since
    1993
    """
    return _loaded(path, path.stat().st_mtime_ns)


@cache
def _loaded(path: Path, _changed: int) -> tuple[Closure, ...]:
    found: dict[str, Closure] = {}
    for number, closure in enumerate(read_facts(path, _File).closures):
        if closure.id in found:
            line = line_at(path.read_text(encoding="utf-8"), ("closures", number))
            raise DataError(f"{path.name} line {line}: id {closure.id!r} stands twice; ids are unique")
        found[closure.id] = closure
    return tuple(found.values())
