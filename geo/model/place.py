"""What a gazetteer knows, and what the names of an article were found to mean."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from geo.errors import RecordError
from geo.model.checks import check_choice, check_extent, check_point, check_share

if TYPE_CHECKING:
    from geo.model.article import Mention, Role
    from geo.model.review import Review

__all__ = ["Actor", "Alternative", "LonLat", "Place", "PointPrecision", "Record", "Unresolved", "UnresolvedKind"]

LonLat = tuple[float, float]
"""A point on Earth: longitude, latitude (WGS 84, decimal degrees)."""

PointPrecision = Literal["exact", "approximate", "area", "relative"]
"""``relative``: reckoned from another place by what the text says, "30 km south of Baku"; the extent is its doubt."""
PRECISIONS: tuple[str, ...] = get_args(PointPrecision)
UnresolvedKind = Literal["place", "corridor", "stop", "movement"]


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a gazetteer: something with a name and a point.

    Attributes
    ----------
    source, key
        Which source and its own identifier, e.g. ``"geonames"`` and ``"611717"``; together :attr:`id`.
    kind
        ``country``, ``region``, ``city``, ``port``, ``airport``, ``sea`` …; see ``geo/data/README.md``.
    country
        ISO 3166-1 alpha-2, ``""`` on the high seas or where a place spans several countries.
    region
        Name of the first-order region, ``""`` where unknown.
    extent
        west, south, east, north; west > east where it crosses the antimeridian.
    """

    source: str
    key: str
    name: str
    kind: str
    lon: float
    lat: float
    country: str = ""
    region: str = ""
    population: int = 0
    precision: PointPrecision = "exact"
    extent: tuple[float, float, float, float] | None = None

    def __post_init__(self) -> None:
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):  # records are made by the thousand
            check_point(f"{self.source}:{self.key} {self.name!r}", self.lon, self.lat)
        check_choice("precision", self.precision, PRECISIONS)
        if self.extent is not None:
            check_extent(f"{self.source}:{self.key} {self.name!r}", self.extent)

    @property
    def id(self) -> str:
        """Source and key, e.g. ``geonames:611717``: every dot can be traced back."""
        return f"{self.source}:{self.key}"


LONGEST_ABBREVIATION = 5
DEGREE_KM = 111.2  # of latitude


def _is_same(said: str, name: str) -> bool:
    """Tell whether two names differ only in accents, marks and case, or in a word more."""
    one, other = (_plain(text).split() for text in (said, name))
    return "".join(one) == "".join(other) or set(one) <= set(other) or set(other) <= set(one)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^\w\s]|_", "", "".join(c for c in letters if not unicodedata.combining(c)).replace("-", " "))


@dataclass(frozen=True, slots=True)
class Alternative:
    """A record that was considered for a name, with its score (0 to 1)."""

    record: Record
    score: float


@dataclass(frozen=True, slots=True)
class Place:
    """A place the article speaks of, tied to one gazetteer record.

    Attributes
    ----------
    id
        Stable slug, unique in the atlas, e.g. ``"tbilisi"``.
    confidence
        0 to 1, how sure resolution is of this record against the alternatives.
    alternatives
        The other candidates, best first.
    mentions
        Where it was read, in reading order; at least one.
    review
        What a person who checked it said, ``None`` where nobody did.
    note
        Why it is another record than the name would mean by itself; ``""`` where it is not.
    """

    id: str
    record: Record
    confidence: float
    mentions: tuple[Mention, ...]
    alternatives: tuple[Alternative, ...] = ()
    review: Review | None = None
    note: str = ""

    def __post_init__(self) -> None:
        check_share(f"{self.id}: confidence", self.confidence)
        if not self.mentions:
            raise RecordError(f"place {self.id!r} has no mention; a place is mapped only where the article names it")

    @property
    def name(self) -> str:
        """The gazetteer's name."""
        return self.record.name

    @property
    def label(self) -> str:
        """What the article calls it most often; the gazetteer's name where that differs by letters or a word only."""
        counts: dict[str, int] = {}
        for mention in self.mentions:
            counts[mention.name] = counts.get(mention.name, 0) + 1
        said = max(counts, key=lambda name: counts[name])
        is_short = said.isupper() and len(said) <= LONGEST_ABBREVIATION
        return self.record.name if is_short or _is_same(said, self.record.name) else said

    @property
    def kind(self) -> str:
        """The gazetteer's kind."""
        return self.record.kind

    @property
    def lon(self) -> float:
        """Longitude, degrees."""
        return self.record.lon

    @property
    def lat(self) -> float:
        """Latitude, degrees."""
        return self.record.lat

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        return self.record.country

    @property
    def doubt_km(self) -> float | None:
        """Radius of the circle in which a place reckoned from another one lies; ``None`` for all others."""
        if self.record.precision != "relative" or self.record.extent is None:
            return None
        _, south, _, north = self.record.extent
        return round((north - south) / 2 * DEGREE_KM, 1)

    @property
    def role(self) -> Role:
        """Literal if any mention is."""
        return "literal" if any(m.role == "literal" for m in self.mentions) else "associative"


@dataclass(frozen=True, slots=True)
class Actor:
    """A state or body that acts under a place's name: "Baku merely provides" is Azerbaijan's government."""

    id: str
    name: str
    country: str
    record: Record
    mentions: tuple[Mention, ...]
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Something seen in the text and not drawn, and why.

    Attributes
    ----------
    what
        ``place``: a name that has no place; ``corridor``: one that has no line; ``stop``: what a corridor that is drawn
        leaves out of its way; ``movement``: words of a movement or way of which no corridor was made.
    name
        What the text calls it; the words themselves for a movement.
    reason
        One clause for the reader, e.g. ``"no gazetteer record has this name"``.
    mentions
        Where it was read, in reading order; at least one.
    """

    what: UnresolvedKind
    name: str
    reason: str
    mentions: tuple[Mention, ...]
    alternatives: tuple[Alternative, ...] = ()

    def __post_init__(self) -> None:
        check_choice("what", self.what, get_args(UnresolvedKind))
        if not self.mentions:
            raise RecordError(f"unresolved {self.name!r} has no mention; what is listed was read somewhere")
        if not self.reason:
            raise RecordError(f"unresolved {self.name!r} has no reason; say why it is not drawn")

    @property
    def sentence(self) -> int:
        """Index into ``Document.sentences`` of where it was first read."""
        return self.mentions[0].sentence
