"""What the catalogue knows of a corridor: its names, its waypoints, its bends and branches, its published length."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import LonLat, Mode, Status

__all__ = ["Branch", "Entry", "EntryLeg", "Published", "Stop"]


@dataclass(frozen=True, slots=True)
class Stop:
    """A waypoint as the catalogue writes it: ``"Alat, AZ"``."""

    name: str
    country: str

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"


@dataclass(frozen=True, slots=True)
class EntryLeg:
    """A stretch of a corridor of several modes."""

    mode: Mode
    start: Stop
    end: Stop


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of a corridor that leaves its line: to another port, from another field.

    Attributes
    ----------
    waypoints
        In order; the first is one of the corridor's, or of a branch before it.
    """

    name: str
    mode: Mode
    waypoints: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A length that somebody published.

    Attributes
    ----------
    km
        Kilometres, between two of the corridor's waypoints.
    source
        Where it was read, in words; ``""`` where it is general knowledge and unverified.
    """

    km: float
    start: Stop
    end: Stop
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A corridor of the catalogue.

    Attributes
    ----------
    serves
        Countries whose traffic it is known to carry.
    shape
        Bends between two consecutive waypoints, by hand.
    branches
        Further parts, drawn with it.
    published
        A published length of the whole line or of a part of it, ``None`` where we know of none.
    source
        Where its facts were read, in words for the reader.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    mode: Mode
    status: Status
    waypoints: tuple[Stop, ...]
    legs: tuple[EntryLeg, ...]
    serves: frozenset[str]
    shape: dict[tuple[Stop, Stop], tuple[LonLat, ...]]
    branches: tuple[Branch, ...]
    published: Published | None
    note: str
    source: str

    @property
    def published_km(self) -> float | None:
        """The published length of the whole, ``None`` where there is none or it covers a part only."""
        whole = self.published is not None and (self.published.start, self.published.end) == self.ends
        return self.published.km if self.published is not None and whole else None

    @property
    def ends(self) -> tuple[Stop, Stop]:
        """The first and the last waypoint."""
        return self.waypoints[0], self.waypoints[-1]

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All waypoints, then those of the branches; each once."""
        return tuple(dict.fromkeys([*self.waypoints, *(stop for b in self.branches for stop in b.waypoints)]))

    def leg_modes(self) -> tuple[tuple[Mode, tuple[Stop, ...]], ...]:
        """Divide the waypoints into stretches of one mode."""
        if not self.legs:
            return ((self.mode, self.waypoints),)
        order = {stop: i for i, stop in reversed(list(enumerate(self.waypoints)))}
        return tuple(
            (leg.mode, self.waypoints[order[leg.start] : order[leg.end] + 1])
            if leg.start in order and leg.end in order and order[leg.start] < order[leg.end]
            else (leg.mode, (leg.start, leg.end))
            for leg in self.legs
        )

    def bends(self, stops: Sequence[Stop]) -> tuple[tuple[LonLat, ...], ...]:
        """Return the bends between each two of some consecutive stops, in the order of travel."""
        return tuple(self.shape.get((a, b)) or self.shape.get((b, a), ())[::-1] for a, b in pairwise(stops))
