"""The records that cross module borders: frozen, slotted, checked when built.

All coordinates are WGS 84 decimal degrees (EPSG:4326), longitude before latitude. Units stand in names
(``length_km``). Offsets count Unicode code points of ``Document.text``, end exclusive, so that
``document.text[start:end]`` is always the words meant.

The order of this page is the order of the pipeline: what was read, what was recognised, what a gazetteer knows,
what was resolved and traced, and the :class:`Atlas` that holds it all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a type here; `date` is a field name
from typing import Literal, get_args

from geo.errors import RecordError

__all__ = [
    "Actor",
    "Alternative",
    "Atlas",
    "Basis",
    "Citation",
    "Corridor",
    "DataSource",
    "Document",
    "Leg",
    "LinePrecision",
    "LonLat",
    "Mention",
    "Mode",
    "Place",
    "PointPrecision",
    "Record",
    "Role",
    "Route",
    "Sentence",
    "Status",
    "Unresolved",
    "Waypoint",
]

LonLat = tuple[float, float]
"""A point on Earth: longitude, latitude (WGS 84, decimal degrees)."""

Role = Literal["literal", "associative"]
Mode = Literal["rail", "road", "sea", "air", "pipeline", "waterway", "multimodal"]
Status = Literal["operating", "under construction", "planned", "proposed", "closed", "unknown"]
Basis = Literal["stated", "catalogued", "inferred"]
PointPrecision = Literal["exact", "approximate", "area"]
LinePrecision = Literal["traced", "schematic", "great-circle", "straight"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document; a citation that trails it belongs to it."""

    index: int
    start: int
    end: int

    def __post_init__(self) -> None:
        _check_span("sentence", self.start, self.end)


@dataclass(frozen=True, slots=True)
class Citation:
    """One outlet–date pair of a citation: ``(Mod.gov.az, May 3; Nato.int, April 4, 23)`` holds three.

    Attributes
    ----------
    outlet
        As the article writes it, e.g. ``"Mod.gov.az"``.
    date
        ``None`` where the citation states none.
    year_stated
        False where the article leaves the year out and the document's year was taken.
    accessed
        True where the date is the day somebody looked, not the day of publication.
    see
        True for a cross-reference ("see EDM, January 21, 2019").
    start, end
        Span of the whole parenthesis, or of the footnote mark.
    """

    outlet: str
    date: Date | None
    start: int
    end: int
    year_stated: bool = True
    accessed: bool = False
    see: bool = False

    def __post_init__(self) -> None:
        _check_span(f"citation of {self.outlet!r}", self.start, self.end)


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it was read.

    Attributes
    ----------
    date_basis
        ``"stated"`` in front matter or head, ``"inferred"`` from the citations, ``None`` where there is no date.
    source
        File name or ``"<text>"``; never a full path, so that outputs do not depend on the machine.
    """

    text: str
    title: str
    sha256: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...] = ()
    date: Date | None = None
    date_basis: Literal["stated", "inferred"] | None = None
    publisher: str | None = None
    url: str | None = None
    source: str = "<text>"

    def quote(self, sentence: int) -> str:
        """Return the words of one sentence."""
        span = self.sentences[sentence]
        return self.text[span.start : span.end]

    def citations_in(self, sentence: int) -> tuple[Citation, ...]:
        """Return the citations that stand in one sentence, in reading order."""
        span = self.sentences[sentence]
        return tuple(c for c in self.citations if span.start <= c.start < span.end)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the article that name a place, or that name a corridor.

    Attributes
    ----------
    name
        What to look up: the phrase without a leading article, a trailing ``'s`` and the like.
    role
        ``literal``: the place itself; ``associative``: people or a government that act under its name.
    confidence
        0 to 1, how sure recognition is that this names a place in this role.
    sentence
        Index into ``Document.sentences``.
    cue
        Why the role was given, in a few words, for people who check.
    is_demonym
        True for "Georgian" and "Afghans": they point to a country, but name no place.
    """

    start: int
    end: int
    phrase: str
    sentence: int
    name: str = ""
    role: Role = "literal"
    confidence: float = 1.0
    cue: str = ""
    is_demonym: bool = False

    def __post_init__(self) -> None:
        _check_span(f"mention {self.phrase!r}", self.start, self.end)
        _check_choice("role", self.role, get_args(Role))
        _check_share("confidence", self.confidence)
        if len(self.phrase) != self.end - self.start:
            raise RecordError(
                f"mention {self.phrase!r} is {len(self.phrase)} characters long, but its span {self.start}-{self.end} "
                f"is {self.end - self.start}; a phrase must be text[start:end]"
            )
        if not self.name:
            object.__setattr__(self, "name", self.phrase)


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
        _check_point(f"{self.source}:{self.key} {self.name!r}", self.lon, self.lat)
        _check_choice("precision", self.precision, get_args(PointPrecision))

    @property
    def id(self) -> str:
        """Source and key, e.g. ``geonames:611717``: every dot can be traced back."""
        return f"{self.source}:{self.key}"


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
    """

    id: str
    record: Record
    confidence: float
    mentions: tuple[Mention, ...]
    alternatives: tuple[Alternative, ...] = ()

    def __post_init__(self) -> None:
        _check_share(f"{self.id}: confidence", self.confidence)
        if not self.mentions:
            raise RecordError(f"place {self.id!r} has no mention; a place is mapped only where the article names it")

    @property
    def name(self) -> str:
        """The gazetteer's name."""
        return self.record.name

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


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Something read that could not be put on the map, and why.

    Attributes
    ----------
    what
        ``"place"`` or ``"corridor"``.
    reason
        One clause for the reader, e.g. ``"no gazetteer record has this name"``.
    """

    what: Literal["place", "corridor"]
    name: str
    reason: str
    mentions: tuple[Mention, ...]
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A corridor as the text states it, before anybody looks for its line.

    Attributes
    ----------
    mention
        The phrase that names it.
    name
        Established name ("Baku–Tbilisi–Kars railway"), ``None`` where the text gives only a route.
    waypoints
        Names in the order of travel, only those the text states.
    catalogue
        Id of the entry in the corridor catalogue it was recognised as, or ``None``.
    """

    mention: Mention
    mode: Mode
    name: str | None = None
    status: Status = "unknown"
    directed: bool = False
    waypoints: tuple[str, ...] = ()
    catalogue: str | None = None

    def __post_init__(self) -> None:
        _check_choice("mode", self.mode, get_args(Mode))
        _check_choice("status", self.status, get_args(Status))


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A place that a corridor passes, and on what ground we say so."""

    name: str
    lon: float
    lat: float
    record: str
    basis: Basis = "stated"

    def __post_init__(self) -> None:
        _check_point(f"waypoint {self.name!r}", self.lon, self.lat)
        _check_choice("basis", self.basis, get_args(Basis))


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a corridor whose line has one precision and one source.

    Attributes
    ----------
    start, end
        Names of the waypoints it lies between. Several legs may lie between the same two, where the network is
        dense on one part and sparse on another.
    line
        At least two points. Longitudes may run past ±180 so that the line is continuous; writers cut it.
    length_km
        Geodesic length of ``line`` as drawn, on the WGS 84 ellipsoid.
    network_km
        True length by the network's own figure, ``None`` where the network does not know it.
    precision
        ``traced`` along a network, ``schematic`` where its geometry is sparse, ``great-circle`` or ``straight``.
    source
        What the line was drawn from, e.g. ``"scgraph-data rail network"``; keys of ``Atlas.sources`` where it is data.
    reason
        Why it is not traced, ``""`` where it is.
    """

    start: str
    end: str
    mode: Mode
    line: tuple[LonLat, ...]
    length_km: float
    precision: LinePrecision
    source: str
    network_km: float | None = None
    basis: Basis = "stated"
    reason: str = ""

    def __post_init__(self) -> None:
        where = f"leg {self.start}–{self.end}"
        _check_choice("mode", self.mode, get_args(Mode))
        _check_choice("precision", self.precision, get_args(LinePrecision))
        _check_choice("basis", self.basis, get_args(Basis))
        if len(self.line) < 2:  # noqa: PLR2004 - a line has two ends
            raise RecordError(f"{where} has {len(self.line)} point(s); a line needs at least two")
        for lon, lat in self.line:
            if not (math.isfinite(lon) and -90 <= lat <= 90):  # noqa: PLR2004
                raise RecordError(f"{where}: lon {lon}, lat {lat} is off the globe; swapped?")
        if not (math.isfinite(self.length_km) and self.length_km >= 0):
            raise RecordError(f"{where}: length_km {self.length_km} is no length")


@dataclass(frozen=True, slots=True)
class Corridor:
    """A way along which people, goods, energy or forces move, found in the text and drawn.

    Attributes
    ----------
    basis
        ``stated`` where the text gives all its waypoints, ``catalogued`` where our catalogue gives them,
        ``inferred`` where an end is our addition.
    length_km
        Sum of the legs: the network's own figure where known, else the geodesic length as drawn.
    published_km
        Length somebody published, ``None`` where we know of none.
    note
        Why it is drawn as it is, in a sentence for the reader; ``""`` where nothing needs saying.
    source
        Where the catalogue's facts were read, ``""`` for a corridor known from the text alone.
    """

    id: str
    name: str
    mode: Mode
    status: Status
    basis: Basis
    waypoints: tuple[Waypoint, ...]
    legs: tuple[Leg, ...]
    mentions: tuple[Mention, ...]
    directed: bool = False
    catalogue: str | None = None
    published_km: float | None = None
    note: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        _check_choice("mode", self.mode, get_args(Mode))
        _check_choice("status", self.status, get_args(Status))
        _check_choice("basis", self.basis, get_args(Basis))
        if not self.legs:
            raise RecordError(f"corridor {self.id!r} has no leg; list it as unresolved instead")

    @property
    def length_km(self) -> float:
        """True length where the network knows it, else the length drawn."""
        return sum(leg.length_km if leg.network_km is None else leg.network_km for leg in self.legs)

    @property
    def drawn_km(self) -> float:
        """Geodesic length of the line as drawn."""
        return sum(leg.length_km for leg in self.legs)

    @property
    def precision(self) -> LinePrecision:
        """The least exact of its legs: a chain is as strong as its weakest link."""
        return max((leg.precision for leg in self.legs), key=get_args(LinePrecision).index)

    @property
    def traced_share(self) -> float:
        """Share (0 to 1) of the drawn length that follows a network or sea lane."""
        if self.drawn_km == 0:
            return 0.0
        return sum(leg.length_km for leg in self.legs if leg.precision == "traced") / self.drawn_km


@dataclass(frozen=True, slots=True)
class DataSource:
    """A source of data in use: what it is, which version, under which licence."""

    id: str
    name: str
    version: str
    licence: str
    attribution: str
    url: str = ""
    sha256: str = ""
    rows: int | None = None
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Atlas:
    """All that one article speaks of: places, corridors, actors, and what could not be placed."""

    document: Document
    places: tuple[Place, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    actors: tuple[Actor, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    sources: tuple[DataSource, ...] = ()
    routes: tuple[Route, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to draw."""
        return not (self.places or self.corridors)


def _check_span(what: str, start: int, end: int) -> None:
    if not 0 <= start < end:
        raise RecordError(f"{what}: span {start}-{end} is empty or negative; start must lie before end")


def _check_point(what: str, lon: float, lat: float) -> None:
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 - the globe
        raise RecordError(f"{what}: lon {lon}, lat {lat} is off the globe; swapped?")


def _check_choice(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise RecordError(f"{what} {value!r} unknown; expected one of {', '.join(allowed)}")


def _check_share(what: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise RecordError(f"{what} {value} lies outside 0 to 1")
