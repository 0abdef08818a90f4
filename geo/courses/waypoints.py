"""Which places a corridor passes, in order, and on what ground we say so.

What the text states is ``stated``; what the catalogue adds between stated ends, or gives for a name, is ``catalogued``;
an end that the text leaves open and that we complete from the catalogue is ``inferred``. An end that stays open is said
so, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.courses.choosing import OWN, decided, is_area, locate
from geo.courses.completion import complete, is_at
from geo.courses.via_countries import with_towns
from geo.gazetteer import fold
from geo.geodesy import distance_km
from geo.model import Basis, LonLat, Mode, Waypoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from geo.courses.catalogue import Catalogue, Entry
    from geo.gazetteer import Gazetteer
    from geo.model import Record, Route

__all__ = ["NO_POINT", "Course", "Lost", "Stretch", "as_the_text_ends_it", "course_of", "entry_course"]


FREE_MODES = frozenset({"sea"})
"""Modes in which one stop more may turn the whole way: a ship that rounds a cape does not pass the canal."""


ROUND_KM = 200.0
DETOUR, DETOUR_KM = 3.0, 500.0
"""A stop on land that makes the way between its neighbours longer than so many times and km is another place."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Waypoints to be joined by one mode, and where the line bends between two of them as far as that is known.

    Attributes
    ----------
    branch
        Name of the branch it is, ``""`` for a stretch of the line itself.
    are_hints
        Whether the bends are those of another corridor there: the network decides which way it is.
    """

    mode: Mode
    waypoints: tuple[Waypoint, ...]
    bends: tuple[tuple[LonLat, ...], ...] = ()
    branch: str = ""
    are_hints: bool = False


NO_POINT = "it is named without a place in it"
"""Why a line leaves out a country or continent; the line is not called after it."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A stop that the text names and the line leaves out, and why in a clause that goes on from its name."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Course:
    """A corridor's stretches, or the reason why it has none.

    Attributes
    ----------
    note
        What a reader should know: what was inferred from what, which end stays open.
    lost
        Stops that the line leaves out.
    """

    stretches: tuple[Stretch, ...]
    basis: Basis
    note: str = ""
    reason: str = ""
    lost: tuple[Lost, ...] = ()

    @property
    def waypoints(self) -> tuple[Waypoint, ...]:
        """All waypoints of the line in order, where stretches meet only once; those of branches are not in order."""
        found: list[Waypoint] = []
        for stretch in (each for each in self.stretches if not each.branch):
            found += [w for w in stretch.waypoints if not (found and w.record == found[-1].record)]
        return tuple(found)


def course_of(
    route: Route,
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    *,
    resolved: Mapping[str, Record],
    countries: Sequence[str] = (),
    reason: Callable[[str], str] = lambda _name: "no gazetteer record has this name",
) -> Course:
    """Decide through which points a route goes.

    Parameters
    ----------
    route
        As the text states it.
    gazetteer
        Where waypoints get their points.
    catalogue
        What is known of corridors.
    resolved
        Records that the text's own names were resolved to, by folded name; a waypoint that is not among them was
        refused, and no other record of its name is taken.
    countries
        Countries the text speaks of, the most spoken of first; used to complete an open end.
    reason
        Tells why a name was refused.

    Returns
    -------
    A course with stretches, or with a reason for their absence.
    """
    entry = catalogue.get(route.catalogue) if route.catalogue else None
    left = _passed_by(route, entry, resolved, gazetteer) if entry is not None else []
    if entry is not None and not _ends_elsewhere(route.waypoints, left):
        stated = {fold(name) for name in route.waypoints}
        basis: Basis = "stated" if len(stated) > 1 else "catalogued"
        note = f"The text also names {', '.join(left)}, which the catalogue's course does not pass." if left else ""
        note = note if basis == "stated" else "The text names it; its course is the catalogue's."
        lost = tuple(Lost(name, "the catalogue's course does not pass it") for name in left)
        return replace(_course(entry, gazetteer, stated=stated, basis=basis, note=note), lost=lost)
    if not route.waypoints:
        return Course((), "stated", reason="the text gives it no end, and the catalogue does not know it")
    wide = {name for name in route.waypoints if re.search(rf"\bthe {re.escape(name)}\b", route.mention.phrase)}
    found = decided(route.waypoints, route.mode, gazetteer, resolved=resolved, wide=wide)
    named = list(zip(route.waypoints, found, strict=True))
    unknown = [name for name, record in named if record is None]
    points = [(name, record) for name, record in named if record is not None and _is_point(record, route.mode)]
    areas = [(name, record) for name, record in named if record is not None and not _is_point(record, route.mode)]
    is_open = named[0][1] is None or named[-1][1] is None
    if unknown and (is_open or len(points) < 2 or route.mode in FREE_MODES):
        why = f"its way depends on {unknown[0]!r}, which was not placed: {reason(unknown[0])}"
        return Course((), "stated", reason=why)
    if len(points) >= 2:
        points, towns = with_towns(named, gazetteer) if route.mode == "road" and areas else (points, {})
        areas = [(name, area) for name, area in areas if name not in towns]
        kept = points if route.mode in FREE_MODES | {"air"} else _without_detours(points)
        guessed = set(towns.values())
        waypoints = tuple(_waypoint(n, record, "inferred" if n in guessed else "stated") for n, record in kept)
        free = route.mode in FREE_MODES and len(kept) == 2
        by = _along(route.mention.phrase, waypoints, gazetteer, catalogue) if free else ()
        waypoints = (waypoints[0], *by, *waypoints[1:])
        far = [name for name, record in points if (name, record) not in kept]
        note = "The points between are those of the catalogue's way that the text names." if by else ""
        note = " ".join(part for part in (note, _through(towns), _gaps(areas, unknown, far)) if part)
        return Course((Stretch(route.mode, waypoints),), "stated", note=note, lost=_lost(areas, unknown, far))
    spoken = [*dict.fromkeys(resolved.values())]
    return _completed(route, points, areas, gazetteer, catalogue, countries=countries, spoken=spoken)


def as_the_text_ends_it(
    route: Route, gazetteer: Gazetteer, catalogue: Catalogue, *, resolved: Mapping[str, Record]
) -> Route:
    """Return a route under the text's own words where the catalogue's way of that name passes neither of its ends.

    "Trans-Caspian Route: cargo leaves Mumbai, is landed at Bandar Abbas …" is not the way from China to Europe.

    Parameters
    ----------
    route
        As the text states it.
    gazetteer, catalogue, resolved
        As for :func:`course_of`.
    """
    entry = catalogue.get(route.catalogue) if route.catalogue else None
    if entry is None or not _ends_elsewhere(route.waypoints, _passed_by(route, entry, resolved, gazetteer)):
        return route
    return replace(route, name=route.mention.phrase)


def _completed(
    route: Route,
    points: Sequence[tuple[str, Record]],
    areas: Sequence[tuple[str, Record]],
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    *,
    countries: Sequence[str],
    spoken: Sequence[Record],
) -> Course:
    wide = [record for _, record in areas]
    completion = complete(route.mode, points, wide, gazetteer, catalogue, countries=countries, spoken=spoken)
    if completion is None:
        return Course((), "stated", reason=_open_end(points, areas))
    stops = completion.entry.waypoints
    stated = {fold(stop.name) for stop in stops for _, r in points if is_at(stop, r, gazetteer)}
    served = {stop.country for stop in stops}
    lost = tuple(Lost(name, "the way on to it is not known") for name, area in areas if area.country not in served)
    course = _course(completion.entry, gazetteer, stated=stated, basis="inferred", note=completion.note)
    return replace(course, lost=lost)


def _along(phrase: str, ends: Sequence[Waypoint], gazetteer: Gazetteer, catalogue: Catalogue) -> tuple[Waypoint, ...]:
    """Return the points of a sea route of the catalogue that a voyage is said to take: "along the Northern Sea Route".

    Its own ends count only where they lie on the way.
    """
    said = f" {fold(phrase)} "
    for entry in catalogue.entries:
        if entry.mode in FREE_MODES and any(f" {fold(name)} " in said for name in (entry.name, *entry.aliases)):
            way = list(entry_course(entry, gazetteer).waypoints)
            if len(way) > 1 and _apart(ends[0], way[-1]) < _apart(ends[0], way[0]):
                way.reverse()
            if len(way) > 2 and _extra(ends[0], way[0], way[1]) > ROUND_KM:
                del way[0]
            if len(way) > 2 and _extra(way[-2], way[-1], ends[1]) > ROUND_KM:
                del way[-1]
            own = {end.record for end in ends}
            return tuple(replace(w, basis="catalogued") for w in way if w.record not in own)
    return ()


def _passed_by(route: Route, entry: Entry, resolved: Mapping[str, Record], gazetteer: Gazetteer) -> list[str]:
    """Return the places of the text that a corridor's course in the catalogue does not pass."""
    names = {fold(stop.name) for stop in entry.stops}
    told = [(name, resolved.get(fold(name))) for name in route.waypoints if fold(name) not in names]
    return [
        name
        for name, record in told
        if record is not None
        and _is_point(record, route.mode)
        and not any(is_at(stop, record, gazetteer) for stop in entry.stops)
    ]


def _ends_elsewhere(stops: Sequence[str], left: Sequence[str]) -> bool:
    """Tell whether the text ends a way at two places that the catalogue's of that name does not pass: the text wins."""
    return len(stops) > 1 and stops[0] in left and stops[-1] in left


def _extra(before: Waypoint, stop: Waypoint, after: Waypoint) -> float:
    return _apart(before, stop) + _apart(stop, after) - _apart(before, after)


def _apart(a: Waypoint, b: Waypoint) -> float:
    return distance_km((a.lon, a.lat), (b.lon, b.lat))


def _is_point(record: Record, mode: Mode) -> bool:
    """Tell what a line can go through: a ship passes a strait of which we know the fairway."""
    return not is_area(record) or (mode in FREE_MODES and record.kind == "strait" and record.source in OWN)


def _without_detours(points: Sequence[tuple[str, Record]]) -> list[tuple[str, Record]]:
    """Leave out stops so far off the way that a namesake must be meant, which the gazetteer does not have."""
    kept = list(points)
    for before, stop, after in zip(points, points[1:], points[2:], strict=False):
        if before in kept and _km(before, stop) + _km(stop, after) > DETOUR * _km(before, after) + DETOUR_KM:
            kept.remove(stop)
    return kept


def _km(a: tuple[str, Record], b: tuple[str, Record]) -> float:
    return distance_km((a[1].lon, a[1].lat), (b[1].lon, b[1].lat))


def _through(towns: Mapping[str, str]) -> str:
    """Say by which towns a line passes the countries that the text names without a place in them."""
    return " ".join(
        f"The text sends it through {country} and names no place there; the line passes {town}, by which the "
        "roads are shortest."
        for country, town in towns.items()
    )


def _gaps(areas: Sequence[tuple[str, Record]], unknown: Sequence[str], far: Sequence[str]) -> str:
    """Say which of the stated names a line leaves out."""
    notes = [f"{name} is named without a place in it; the line leaves it out." for name, _ in areas]
    notes += [f"{name!r} was not placed; the line leaves it out." for name in unknown]
    notes += [f"The {name!r} that the gazetteer has is too far away; the line leaves it out." for name in far]
    return " ".join(notes)


def _lost(areas: Sequence[tuple[str, Record]], unknown: Sequence[str], far: Sequence[str]) -> tuple[Lost, ...]:
    """Say the same of each name by itself, for the list of what is not drawn."""
    return (
        *(Lost(name, NO_POINT) for name, _ in areas),
        *(Lost(name, "no gazetteer record has this name") for name in unknown),
        *(Lost(name, "the place of this name that the gazetteer has is too far away") for name in far),
    )


def _open_end(points: Sequence[tuple[str, Record]], areas: Sequence[tuple[str, Record]]) -> str:
    ways = "the catalogue knows no way on from there of which the text speaks"
    wide = [f"{name} is too wide for the end of a line" for name, _ in areas]
    if not points:
        return f"{' and '.join(wide)}, and {ways}"
    if wide:
        return f"{wide[0]}; the text names {points[0][0]} alone, and {ways}"
    return f"the text names one end alone ({points[0][0]}), and {ways}"


def entry_course(entry: Entry, gazetteer: Gazetteer) -> Course:
    """Return the course of a catalogue entry on its own."""
    return _course(entry, gazetteer, stated=frozenset(), basis="catalogued", note="")


def _course(
    entry: Entry,
    gazetteer: Gazetteer,
    *,
    stated: Iterable[str],
    basis: Basis,
    note: str,
) -> Course:
    stated = set(stated)
    stretches = []
    line = ((mode, stops, "") for mode, stops in entry.leg_modes())
    for mode, stops, branch in (*line, *((each.mode, each.waypoints, each.name) for each in entry.branches)):
        waypoints = []
        for stop in stops:
            record = locate(stop.name, gazetteer, mode, country=stop.country, port=entry.mode in FREE_MODES)
            if record is None:
                return Course((), basis, reason=f"waypoint {stop} of the catalogue has no gazetteer record")
            own_basis: Basis = "inferred" if basis == "inferred" else "catalogued"
            waypoints.append(_waypoint(stop.name, record, "stated" if fold(stop.name) in stated else own_basis))
        stretches.append(Stretch(mode, tuple(waypoints), entry.bends(stops), branch))
    with_branches = ", ".join(each.name for each in entry.branches)
    drawn = f"Drawn with its branches: {with_branches}." if with_branches else ""
    text = " ".join(part for part in (note, entry.note, drawn) if part)
    return Course(tuple(stretches), basis, note=text)


def _waypoint(name: str, record: Record, basis: Basis) -> Waypoint:
    return Waypoint(name, record.lon, record.lat, record.id, basis)
