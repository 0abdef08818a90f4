"""Train ferries, tunnels, railways and roads set down by hand, where the world's junctions have nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from geo.checked import Facts, Form, Line, Text, read_facts
from geo.geodesy import length_km
from geo.tracing.data_files import LINKS

if TYPE_CHECKING:
    from pathlib import Path

    from geo.model import LonLat

__all__ = ["HAND", "Link", "load_links"]

HAND = "railways, roads and ferries by hand"
Carrier = Literal["rail", "road"]
Kind = Literal["ferry", "tunnel", "railway", "road"]


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


class _Link(Form, frozen=True):
    name: Text
    carrier: Carrier
    kind: Kind
    line: Line
    km: float | None = None


class _File(Facts, frozen=True, kw_only=True):
    links: tuple[_Link, ...]


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
    rows = read_facts(path, _File).links
    return tuple(Link(row.name, row.carrier, row.kind, row.km or length_km(row.line), row.line) for row in rows)
