"""Closed border crossings: the data file, its checks, and which ways it blocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from geo.errors import DataError
from geo.tracing.graph import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geo.model import LonLat

__all__ = ["CLOSURES", "Closure", "blocked", "closed_between", "load_closures"]

CLOSURES = Path(__file__).parent.parent / "data" / "closures.yaml"
Network = Literal["rail", "road"]
FIELDS = {"id", "name", "modes", "line", "since", "source", "note"}
HEAD = {"made", "licence", "closures"}


@dataclass(frozen=True, slots=True)
class Closure:
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

    id: str
    name: str
    modes: tuple[Network, ...]
    line: tuple[LonLat, ...]
    since: int | None = None
    source: str = "unverified"
    note: str = ""

    def __post_init__(self) -> None:
        if not self.modes or not set(self.modes) <= set(get_args(Network)):
            raise DataError(f"closure {self.id!r}: modes {list(self.modes)}; expected some of {get_args(Network)}")
        if len(self.line) < 2:  # noqa: PLR2004 - a line has two ends
            raise DataError(f"closure {self.id!r}: its line has {len(self.line)} point(s); expected two or more")
        for lon, lat in self.line:
            if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004
                raise DataError(f"closure {self.id!r}: lon {lon}, lat {lat} is off the globe; swapped?")
        if not self.source:
            raise DataError(f"closure {self.id!r} has no source; say 'unverified' where there is none")


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
        If the file is no YAML, lacks a field, has one too many, or a value cannot be true.

    Examples
    --------
    >>> load_closures()[0].since
    1993
    """
    return _loaded(path, path.stat().st_mtime_ns)


@cache
def _loaded(path: Path, _changed: int) -> tuple[Closure, ...]:
    import yaml  # noqa: PLC0415 - not needed where the traced line is cached

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DataError(f"{path.name} is no YAML: {error}") from error
    if not isinstance(content, dict) or set(content) != HEAD or not isinstance(content["closures"], list):
        raise DataError(f"{path.name}: expected the keys {', '.join(sorted(HEAD))}, closures being a list")
    found: dict[str, Closure] = {}
    for number, row in enumerate(content["closures"], start=1):
        closure = _closure(f"{path.name} closure {number}", row)
        if closure.id in found:
            raise DataError(f"{path.name} closure {number}: id {closure.id!r} is taken; ids are unique")
        found[closure.id] = closure
    return tuple(found.values())


def _closure(where: str, row: Any) -> Closure:  # noqa: ANN401 - whatever YAML holds
    if not isinstance(row, dict):
        raise DataError(f"{where}: {row!r}; expected a mapping with {', '.join(sorted(FIELDS))}")
    if set(row) != FIELDS:
        odd = ", ".join(sorted(map(str, set(row) ^ FIELDS)))
        raise DataError(f"{where}: missing or unknown field {odd}; expected {', '.join(sorted(FIELDS))}")
    for name in ("id", "name", "source", "note"):
        if not isinstance(row[name], str):
            raise DataError(f"{where}: {name} {row[name]!r}; expected text")
    if not (row["since"] is None or isinstance(row["since"], int)):
        raise DataError(f"{where}: since {row['since']!r}; expected a year or null")
    if not isinstance(row["modes"], list):
        raise DataError(f"{where}: modes {row['modes']!r}; expected a list such as [rail]")
    try:
        line = tuple((float(lon), float(lat)) for lon, lat in row["line"])
    except (TypeError, ValueError) as error:
        raise DataError(f"{where}: line {row['line']!r}; expected a list of [lon, lat]") from error
    return Closure(**{**row, "modes": tuple(row["modes"]), "line": line})


def blocked(closures: Iterable[Closure], starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which straight ways cross a closed border.

    Parameters
    ----------
    closures
        Those of one network.
    starts, ends
        Longitude and latitude of both ends of each way, degrees, shape ``(n, 2)``.

    Returns
    -------
    One truth value for each way.
    """
    shut = np.zeros(len(starts), dtype=np.bool_)
    low, high = np.minimum(starts[:, 1], ends[:, 1]), np.maximum(starts[:, 1], ends[:, 1])
    for closure in closures:
        line = np.array(closure.line)
        around = np.flatnonzero((high >= line[:, 1].min()) & (low <= line[:, 1].max()))
        origin = line[0, 0]
        x = np.column_stack((wrapped(starts[around, 0] - origin), wrapped(ends[around, 0] - origin)))
        line = np.column_stack((wrapped(line[:, 0] - origin), line[:, 1]))
        close = (x.max(axis=1) >= line[:, 0].min()) & (x.min(axis=1) <= line[:, 0].max())
        around, x = around[close], x[close]
        a, b = np.column_stack((x[:, 0], starts[around, 1])), np.column_stack((x[:, 1], ends[around, 1]))
        odd = np.zeros(len(around), dtype=np.bool_)
        for p, q in zip(line[:-1], line[1:], strict=True):
            odd ^= ((_side(p, q, a) < 0) != (_side(p, q, b) < 0)) & ((_side(a, b, p) < 0) != (_side(a, b, q) < 0))
        shut[around] |= odd
    return shut


def closed_between(closures: Iterable[Closure], a: LonLat, b: LonLat) -> tuple[Closure, ...]:
    """Return the closures that the straight way between two places would cross."""
    ends = np.array([a]), np.array([b])
    return tuple(closure for closure in closures if blocked([closure], *ends)[0])


def _side(p: NDArray[np.float64], q: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Tell on which side of the line from p to q each x lies: the sign of the cross product."""
    way, off = q - p, x - p
    return np.asarray(way[..., 0] * off[..., 1] - way[..., 1] * off[..., 0])
