"""What Python tells the page: every field said once, for mypy on this side and for TypeScript's checker on the other.

A mapping is a ``TypedDict``, a positional list a ``NamedTuple`` (JSON writes it as a list). The scripts are checked
against ``contract.d.ts``, which is made of them: ``python -m layers.map > layers/map/contract.d.ts``.

Lines are strings as :func:`layers.map.encoding.encode_lines` writes them; longitudes and latitudes are in degrees
(WGS 84).

The file is as long as what is told: it stays one, so that one place says it.
"""

from __future__ import annotations

from typing import Any, NamedTuple, NotRequired, TypedDict

__all__ = [
    "BaseLabel",
    "BaseTold",
    "CorpusTold",
    "CorridorTold",
    "Counted",
    "LegTold",
    "LinesByZoom",
    "LooksTold",
    "OwnLook",
    "PaperTold",
    "Picture",
    "PlaceTold",
    "Reference",
    "RiverByZoom",
    "SentenceTold",
    "SourceTold",
    "Stroke",
    "TerrainTold",
    "TieTold",
    "Told",
    "Town",
]


class Reference(NamedTuple):
    """A sentence by its start, and the span of the phrase within it, in JavaScript's counting."""

    at: int
    begins: int
    ends: int


class Stroke(NamedTuple):
    """One of the lines, one above the other, that make a way; the dash as SVG has it."""

    role: str
    width: float
    dash: str
    cap: str
    colour: str
    dark: str
    opacity: float


class OwnLook(NamedTuple):
    """What an author changes: colours of marks and of letters on light and dark pages, and where the name stands."""

    marks: list[str] | None
    letters: list[str] | None
    label: str | None


class LegTold(NamedTuple):
    """A leg: numbers of its words in :attr:`Told.words`, then its lines."""

    look: int
    start: int
    end: int
    source: int
    reason: int
    lines: list[str]


class Counted(TypedDict, total=False):
    """Of a feature of a corpus: its documents, by month as a line of (month, documents), and what they say of it."""

    documents: int
    months: str
    first: str | None
    last: str | None
    facts: dict[str, dict[str, int]]


class AlternativeTold(TypedDict):
    """Another record that the name may mean."""

    name: str
    kind: str
    country: str
    region: str
    record: str
    score: float


class PlaceTold(Counted):
    """A place; ``area`` and ``course`` are its outline or the lines of a river. In a corpus, its documents as well."""

    id: str
    name: str
    english: str | None
    said: str | None
    short: str
    kind: str
    look: str
    country: str
    region: str
    role: str
    precision: str
    confidence: float
    record: str
    lon: float
    lat: float
    mentions: int
    evidence: list[Reference]
    alternatives: list[AlternativeTold]
    note: str
    own: OwnLook | None
    area: NotRequired[list[str]]
    course: NotRequired[list[str]]


class CorridorTold(Counted):
    """A corridor; lengths in km."""

    id: str
    name: str
    mode: str
    status: str
    basis: str
    precision: str
    directed: bool
    waypoints: list[str]
    length_km: float | None
    published_km: float | None
    drawn_km: float | None
    traced_share: float | None
    crosses: str
    mentions: int
    evidence: list[Reference]
    note: str
    source: str
    own: OwnLook | None
    legs: list[LegTold]


class ActorTold(TypedDict):
    """A name that stands for a government or body."""

    id: str
    name: str
    country: str
    evidence: list[Reference]


class UnresolvedTold(TypedDict):
    """What was seen and not drawn; no name where the page holds no text of the article."""

    what: str
    name: str | None
    reason: str
    evidence: list[Reference]


class SentenceTold(TypedDict):
    """A sentence that carries something; no text where the page holds none."""

    at: int
    text: str | None
    citations: list[Any]


class BaseLabel(NamedTuple):
    """Lettering of the ground."""

    kind: str
    text: str
    lon: float
    lat: float
    rank: float


class Town(NamedTuple):
    """A town of the ground, and the zoom from which it shows."""

    name: str
    lon: float
    lat: float
    zoom: float


class LinesByZoom(NamedTuple):
    """Lines, and the zoom from which they show."""

    zoom: float
    lines: list[str]


class RiverByZoom(NamedTuple):
    """A river's lines and name, and the zoom from which they show."""

    zoom: float
    name: str
    lines: list[str]


class Picture(NamedTuple):
    """Relief: west, south, east, north, and the picture as a data address."""

    extent: list[float]
    source: str


class TerrainTold(TypedDict):
    """The ground within the land."""

    relief: Picture | None
    rivers: list[RiverByZoom]
    railways: list[LinesByZoom]
    roads: list[LinesByZoom]
    regions: list[LinesByZoom]
    towns: list[Town]


class BaseTold(TypedDict):
    """Land, borders and lakes; ``near`` is the extent that is finer, ``world`` the whole."""

    near: list[float]
    world: list[float]
    land: list[str]
    international: list[str]
    disputed: list[str]
    lakes: list[str]
    labels: list[BaseLabel]
    terrain: NotRequired[TerrainTold | None]


class KindTold(TypedDict):
    """How a kind of place looks, and where it stands in the list."""

    label: str
    colors: list[str]
    water: bool
    area: bool
    section: str
    icon: str
    badge: bool
    rank: float


class LabelsTold(TypedDict):
    """The page's words for what a way is."""

    mode: dict[str, str]
    status: dict[str, str]
    basis: dict[str, str]
    precision: dict[str, str]
    point: dict[str, str]


class LooksTold(TypedDict):
    """The styles that occur."""

    lines: dict[str, list[Stroke]]
    samples: dict[str, list[Stroke]]
    schematic: list[Stroke]
    straight: list[Stroke]
    shortest: list[Stroke] | None
    inferred: list[Stroke]
    statuses: dict[str, list[Stroke]]
    labels: LabelsTold
    modeColors: dict[str, list[str]]
    kinds: dict[str, KindTold]


class LanguageTold(TypedDict):
    """The page's own words; those that depend on a number are by plural form; ``digits`` where it has its own."""

    code: str
    words: dict[str, Any]
    countries: dict[str, str]
    digits: NotRequired[str]


class WishesTold(TypedDict):
    """What the author wishes of the page."""

    extent: bool
    legend: str | None
    hidden: list[str]
    lists: list[str] | None


class SourceTold(TypedDict):
    """Data in use."""

    name: str
    version: str
    licence: str
    attribution: str


class PaperTold(NamedTuple):
    """A document that sentences of a corpus refer to by its place in the list."""

    title: str
    publisher: str | None
    date: str | None
    url: str | None


class TieTold(NamedTuple):
    """Two places named together: their ids, documents, documents by month, and lines."""

    a: str
    b: str
    documents: int
    months: str
    lines: list[str]


class CorpusTold(TypedDict):
    """Numbers of many documents."""

    months: list[str]
    byMonth: list[int]
    documents: int
    undated: int
    papers: list[PaperTold]
    leftOut: dict[str, int]
    below: dict[str, int]
    ties: list[TieTold] | None


class Told(TypedDict):
    """All that the page is told."""

    document: dict[str, Any]
    frame: list[float]
    far: list[str]
    base: BaseTold
    language: LanguageTold
    has_text: bool
    wishes: WishesTold
    styles: LooksTold
    places: list[PlaceTold]
    corridors: list[CorridorTold]
    actors: list[ActorTold]
    unresolved: list[UnresolvedTold]
    words: list[str]
    sentences: list[SentenceTold]
    sources: list[SourceTold]
    corpus: NotRequired[CorpusTold]
