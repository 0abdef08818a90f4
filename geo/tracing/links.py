"""Train ferries, tunnels, railways and roads set down by hand, where the world's junctions have nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, get_args

from geo.errors import DataError
from geo.geodesy import length_km
from geo.tracing.data_files import LINKS

if TYPE_CHECKING:
    from pathlib import Path

    from geo.model import LonLat

__all__ = ["HAND", "Link", "load_links"]

HAND = "railways, roads and ferries by hand"
Carrier = Literal["rail", "road"]
Kind = Literal["ferry", "tunnel", "railway", "road"]
FIELDS = {"name", "carrier", "kind", "km", "line"}


@dataclass(frozen=True, slots=True)
class Link:
    """One way that the network lacks.

    Attributes
    ----------
    km
        Published length, or that of the line.
    line
        Longitude and latitude in degrees; a ferry's has its two ports alone.
    """

    name: str
    carrier: Carrier
    kind: Kind
    km: float
    line: tuple[LonLat, ...]

    def parts_km(self) -> list[float]:
        """Return the length of each part of the line, all of them together as long as the whole is said to be."""
        drawn = [length_km(part) for part in pairwise(self.line)]
        return [km * self.km / sum(drawn) for km in drawn]


@cache
def load_links(path: Path = LINKS) -> tuple[Link, ...]:
    """Read the links.

    Raises
    ------
    DataError
        If a link lacks a field, has one too many, or its line leaves the globe.

    Examples
    --------
    >>> any(link.kind == "ferry" for link in load_links())
    True
    """
    import yaml

    from geo.safe_yaml import read_our_yaml

    try:
        rows = read_our_yaml(path.read_text(encoding="utf-8"))["links"]
        return tuple(_link(f"{path.name} link {number}", row) for number, row in enumerate(rows, start=1))
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise DataError(f"{path.name} holds no list 'links': {error!r}") from error


def _link(where: str, row: Any) -> Link:
    if not isinstance(row, dict) or not FIELDS - {"km"} <= set(row) <= FIELDS:
        raise DataError(f"{where}: {row!r}; expected {', '.join(sorted(FIELDS))}, of which km may be missing")
    if row["carrier"] not in get_args(Carrier) or row["kind"] not in get_args(Kind):
        raise DataError(
            f"{where}: carrier {row['carrier']!r}, kind {row['kind']!r}; expected one of {get_args(Carrier)} and of "
            f"{get_args(Kind)}"
        )
    try:
        line = tuple((float(lon), float(lat)) for lon, lat in row["line"])
        km = float(row.get("km") or length_km(line))
    except (TypeError, ValueError) as error:
        raise DataError(f"{where}: line {row['line']!r}; expected two or more [lon, lat]") from error
    if len(line) < 2 or any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in line):
        raise DataError(f"{where}: line {row['line']!r}; expected two or more [lon, lat] on the globe")
    return Link(str(row["name"]), row["carrier"], row["kind"], km, line)
