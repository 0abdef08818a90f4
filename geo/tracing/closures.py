"""Closed border crossings: the data file and its checks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from geo.errors import DataError

if TYPE_CHECKING:
    from geo.model import LonLat

__all__ = ["CLOSURES", "Closure", "load_closures"]

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
        if len(self.line) < 2:
            raise DataError(f"closure {self.id!r}: its line has {len(self.line)} point(s); expected two or more")
        for lon, lat in self.line:
            if not (-180 <= lon <= 180 and -90 <= lat <= 90):
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
    import yaml

    from geo.safe_yaml import read_own

    try:
        content = read_own(path)
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


def _closure(where: str, row: Any) -> Closure:
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
