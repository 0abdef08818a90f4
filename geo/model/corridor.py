"""A corridor as the text states it, and as it was traced."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from geo.errors import RecordError
from geo.model.checks import check_choice, check_point

if TYPE_CHECKING:
    from geo.model.article import Mention
    from geo.model.place import LonLat
    from geo.model.review import Review

__all__ = [
    "Basis",
    "Corridor",
    "Leg",
    "LinePrecision",
    "Mode",
    "ReadBy",
    "Route",
    "StatedYear",
    "Status",
    "Waypoint",
    "YearEvent",
]

Mode = Literal["rail", "road", "sea", "air", "pipeline", "waterway", "cable", "multimodal"]
Status = Literal["operating", "under construction", "planned", "proposed", "closed", "unknown"]
Basis = Literal["stated", "catalogued", "inferred"]
LinePrecision = Literal["traced", "schematic", "great-circle", "straight"]
ReadBy = Literal["rules", "model", "both"]
YearEvent = Literal["opened", "closed", "begun", "agreed", "due", "other"]


@dataclass(frozen=True, slots=True)
class StatedYear:
    """A year that the text gives for a corridor, and what happened in it; ``other`` where no word says so."""

    event: YearEvent
    year: int

    def __post_init__(self) -> None:
        check_choice("event", self.event, get_args(YearEvent))


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
    later
        What refers to it afterwards: its name or abbreviation again, "the pipeline".
    stated_km
        Length that the text gives it, in kilometres; ``None`` where it gives none.
    years
        Years that the text gives for it.
    read_by
        Who read it, where a language model of the user's own read beside our own ``rules``: one or ``both``.
    """

    mention: Mention
    mode: Mode
    name: str | None = None
    status: Status = "unknown"
    directed: bool = False
    waypoints: tuple[str, ...] = ()
    catalogue: str | None = None
    later: tuple[Mention, ...] = ()
    stated_km: float | None = None
    years: tuple[StatedYear, ...] = ()
    read_by: ReadBy | None = None

    def __post_init__(self) -> None:
        check_choice("mode", self.mode, get_args(Mode))
        check_choice("status", self.status, get_args(Status))
        if self.read_by is not None:
            check_choice("read_by", self.read_by, get_args(ReadBy))


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A place that a corridor passes, and on what ground we say so."""

    name: str
    lon: float
    lat: float
    record: str
    basis: Basis = "stated"

    def __post_init__(self) -> None:
        check_point(f"waypoint {self.name!r}", self.lon, self.lat)
        check_choice("basis", self.basis, get_args(Basis))


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
        True length by the network's own figure, or reckoned where ``reason`` says so; ``None`` where neither is known.
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
        check_choice("mode", self.mode, get_args(Mode))
        check_choice("precision", self.precision, get_args(LinePrecision))
        check_choice("basis", self.basis, get_args(Basis))
        if len(self.line) < 2:
            raise RecordError(f"{where} has {len(self.line)} point(s); a line needs at least two")
        for lon, lat in self.line:
            if not (math.isfinite(lon) and -90 <= lat <= 90):
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
    stated_km, years
        Length and years that the text itself gives.
    note
        Why it is drawn as it is, in a sentence for the reader; ``""`` where nothing needs saying.
    source
        Where the catalogue's facts were read, ``""`` for a corridor known from the text alone.
    review
        What a person who checked it said, ``None`` where nobody did.
    read_by
        Who read it, where a language model of the user's own read beside our own ``rules``: one or ``both``.
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
    stated_km: float | None = None
    years: tuple[StatedYear, ...] = ()
    review: Review | None = None
    read_by: ReadBy | None = None

    def __post_init__(self) -> None:
        check_choice("mode", self.mode, get_args(Mode))
        check_choice("status", self.status, get_args(Status))
        check_choice("basis", self.basis, get_args(Basis))
        if self.read_by is not None:
            check_choice("read_by", self.read_by, get_args(ReadBy))
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
