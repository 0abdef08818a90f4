"""What a corpus says, summed up: the records that page and exports are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

__all__ = ["CorridorSum", "PlaceSum", "Quote", "Source", "Summary", "Tally", "Together"]


@dataclass(frozen=True, slots=True)
class Source:
    """A document as one would cite it; ``date`` in ISO form."""

    document: str
    title: str
    date: str | None
    publisher: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """The first sentence of a document that speaks of a feature.

    Attributes
    ----------
    mentions
        How often the document speaks of it.
    start, end
        Of the words meant, in code points of the document's text.
    quote_start, quote_end
        Of the sentence.
    """

    source: Source
    mentions: int
    quote: str
    start: int
    end: int
    quote_start: int
    quote_end: int
    role: str = "literal"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many documents speak of something.

    Attributes
    ----------
    months
        Documents by month, as pairs of the month's place in :attr:`Summary.months` and a number; undated ones are in
        none.
    first, last
        Days of the oldest and the newest of them, in ISO form; ``None`` where none is dated.
    """

    documents: int
    mentions: int = 0
    months: tuple[tuple[int, int], ...] = ()
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceSum:
    """A place and the documents that speak of it; ``id`` is its record."""

    id: str
    name: str
    kind: str
    country: str | None
    region: str | None
    precision: str
    role: str
    confidence: float
    lon: float
    lat: float
    tally: Tally
    top: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class CorridorSum:
    """A corridor and the documents that speak of it.

    Attributes
    ----------
    name, status, basis, precision, directed, waypoints, length_km, published_km, line
        As most of its documents have it; all of one document, so that the line is the one described.
    statuses, bases
        How many documents have each.
    """

    id: str
    name: str
    mode: str
    status: str
    basis: str
    precision: str
    directed: bool
    record: str | None
    waypoints: tuple[str, ...]
    length_km: float
    published_km: float | None
    line: BaseGeometry
    tally: Tally
    statuses: Mapping[str, int] = field(default_factory=dict)
    bases: Mapping[str, int] = field(default_factory=dict)
    top: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Two places that the same documents name, and the newest of these: no way between them."""

    a: PlaceSum
    b: PlaceSum
    tally: Tally
    newest: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What a corpus says.

    Attributes
    ----------
    months
        All months from the first to the last that has a document, without a gap (``2019-05``).
    by_month
        Documents in each of them.
    documents, undated, failures
        Documents read, those of them without a date, and those that could not be read.
    places, corridors, together
        Those that most documents speak of first.
    below
        Places and corridors that were left out for want of documents, or beyond the number asked for.
    """

    name: str
    months: tuple[str, ...]
    by_month: tuple[int, ...]
    documents: int
    undated: int
    failures: int
    places: tuple[PlaceSum, ...]
    corridors: tuple[CorridorSum, ...]
    together: tuple[Together, ...] = ()
    below: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[Mapping[str, str], ...] = ()
