"""Corridors onto the Earth: those a text states, one known by name, or a row of places.

What :mod:`geo.corridors` found as words gets its waypoints from what the names were found to mean, and its line from
:mod:`geo.tracing`; several mentions of one corridor become one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geo import tracing
from geo.corridors.stated_passages import passages_said
from geo.courses import Catalogue
from geo.courses.ambiguous_names import fitted
from geo.courses.catalogue_bends import with_hints
from geo.courses.choosing import choose, is_area
from geo.courses.corridor_record import MODE_NAMES, corridor_of, joined_words, name_of
from geo.courses.duplicates import told_once
from geo.courses.foreign_detours import stray_note
from geo.courses.length_check import misfit
from geo.courses.refused_lines import refuse_false
from geo.courses.resolved_names import Decisions
from geo.courses.voyage_passages import NO_TURNS, Turns, check_avoided, is_passage, turned
from geo.courses.waypoints import Course, Stretch, as_the_text_ends_it, course_of, entry_course
from geo.errors import TracingError
from geo.gazetteer import Gazetteer, fold
from geo.model import Corridor, Unresolved, Waypoint
from geo.slugs import slug
from geo.tracing import OFFLINE, Routing
from geo.tracing.passages import canals, load_passages, passed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model import Document, Leg, Mention, Mode, Record, Route, Status
    from geo.resolution import Resolved

__all__ = ["MODE_NAMES", "Plan", "chart", "countries_of", "planned", "records_by_name", "trace"]


def trace(
    corridor: str | Sequence[str],
    *,
    mode: Mode | None = None,
    gazetteer: Gazetteer | None = None,
    catalogue: Catalogue | None = None,
    routing: Routing = OFFLINE,
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
) -> Corridor:
    """Trace a corridor known by name, or one through places given by name.

    Parameters
    ----------
    corridor
        A name of the catalogue ("Baku–Tbilisi–Kars railway"), or the names of two or more places, each perhaps with
        its country: ``"Tripoli, LB"``.
    mode
        How one travels between places; must be given with places.
    gazetteer, catalogue
        Our own where none is given.
    routing
        Networks of the user's own.
    via
        What it must pass on its way: straits, canals and capes by sea ("Cape of Good Hope"), or places.
    avoid
        Straits and canals that it must not pass, by sea.

    Returns
    -------
    The corridor, without mentions.

    Raises
    ------
    TracingError
        If the name is not in the catalogue, a place is not in the gazetteer, or there are fewer than two.

    Examples
    --------
    >>> railway = trace("Baku–Tbilisi–Kars railway")
    >>> 0.93 < railway.length_km / 826 < 1.07
    True
    """
    gazetteer = gazetteer or Gazetteer.open()
    if isinstance(corridor, str):
        entry = (catalogue or Catalogue.load()).called(corridor)
        if entry is None:
            raise TracingError(
                f"no corridor of the catalogue is called {corridor!r}; give its places instead: --mode rail A B C"
            )
        course = entry_course(entry, gazetteer)
        if not course.stretches:
            raise TracingError(f"{entry.name}: {course.reason}; add it with --gazetteer")
        turns = Turns(tuple(via), tuple(avoid))
        stretches, routing = turned(course.stretches, turns, routing)
        name = f"{entry.name} {turns.words}".strip()
        legs = _legs(stretches, routing)
        check_avoided(legs, turns)
        return Corridor(
            id=slug(name),
            name=name,
            mode=entry.mode,
            status=entry.status,
            basis="catalogued",
            waypoints=replace(course, stretches=stretches).waypoints,
            legs=legs,
            mentions=(),
            catalogue=entry.id,
            published_km=None if turns else entry.published_km,
            note=joined_words(course.note, "" if turns else misfit(entry, None, legs)),
            source=entry.source,
        )
    if mode is None:
        raise TracingError(f"a line through places needs a mode; give one of {', '.join(MODE_NAMES)}")
    turns = Turns(tuple(name for name in via if mode == "sea" and is_passage(name)), tuple(avoid))
    corridor = [*corridor[:-1], *(name for name in via if name not in turns.via), *corridor[-1:]]
    waypoints = _located(corridor, gazetteer, mode)
    name = f"{'–'.join(w.name for w in waypoints)} {MODE_NAMES[mode]} {turns.words}".strip()
    known = with_hints((Stretch(mode, waypoints),), catalogue or Catalogue.load(), gazetteer)
    stretches, routing = turned(known, turns, routing)
    legs = _true_legs(stretches, routing, turns)
    return Corridor(
        id=slug(name),
        name=name,
        mode=mode,
        status="unknown",
        basis="stated",
        waypoints=Course(stretches, "stated").waypoints,
        legs=legs,
        mentions=(),
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """One corridor of a text and the course it takes, before anything is traced.

    Attributes
    ----------
    route
        As the text first states it.
    mentions
        Wherever it is told, in reading order.
    turns
        Which way round the text says that it goes.
    spoken
        Countries of which the text speaks.
    """

    route: Route
    name: str
    mentions: tuple[Mention, ...]
    course: Course
    turns: Turns = NO_TURNS
    spoken: frozenset[str] = frozenset()

    @property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """The corridor as one that is not drawn, where it has no course; else nothing."""
        if self.course.stretches:
            return ()
        return (Unresolved("corridor", self.name, self.course.reason, self.mentions),)


def planned(
    routes: Sequence[Route],
    resolved: Resolved,
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    *,
    document: Document | None = None,
) -> tuple[Plan, ...]:
    """Decide the course of every corridor of a text, each once with all its mentions.

    Parameters
    ----------
    routes
        What :func:`geo.corridors.find_corridors` found, in reading order.
    resolved
        What the names of the text were found to mean.
    gazetteer, catalogue
        Where names of places and of corridors are looked up.
    document
        The text, which may say that a voyage avoids a strait or rounds a cape.

    Returns
    -------
    In the order of their first mention, those without a course with the reason.
    """
    records, countries, decisions = records_by_name(resolved), countries_of(resolved), Decisions(resolved)

    def told_by(route: Route) -> dict[str, Record]:
        own = {fold(name) for name in route.waypoints}
        return {name: record for name, record in records.items() if name not in own} | decisions.of(route)

    def course(route: Route) -> Course:
        told = told_by(route)
        found = course_of(route, gazetteer, catalogue, resolved=told, countries=countries, reason=decisions.reason)
        return replace(found, stretches=with_hints(found.stretches, catalogue, gazetteer))

    groups: dict[tuple[object, ...], list[Route]] = {}
    for route in (fitted(route, catalogue, countries) for route in routes):
        groups.setdefault((*_identity(route), _turns(route, document)), []).append(route)

    def plan(uses: Sequence[Route]) -> Plan:
        route = as_the_text_ends_it(uses[0], gazetteer, catalogue, resolved=told_by(uses[0]))
        way = _checked(course(route))
        name = name_of(uses[0], catalogue, way) if route is uses[0] else route.mention.phrase
        turns = _turns(route, document)
        return Plan(route, name, _mentions(uses), way, turns, frozenset(countries))

    return told_once(plan(uses) for uses in groups.values())


def _checked(course: Course) -> Course:
    """Return a course, or the reason why it has no line: one of its stretches ends where it begins."""
    for stretch in course.stretches:
        if len({(w.lon, w.lat) for w in stretch.waypoints}) < 2:
            names = ", ".join(waypoint.name for waypoint in stretch.waypoints)
            return Course((), course.basis, reason=f"{names}: one place on this map, and a line needs two")
    return course


def chart(
    plans: Iterable[Plan], catalogue: Catalogue, routing: Routing
) -> tuple[tuple[Corridor, ...], tuple[Unresolved, ...]]:
    """Draw every corridor of a text.

    Parameters
    ----------
    plans
        As :func:`planned` gives them.
    catalogue
        What is known of corridors.
    routing
        What lines are traced with.

    Returns
    -------
    Corridors with their lines, in the order of their first mention; and those without a line, with the reason.
    """
    corridors: list[Corridor] = []
    unresolved: list[Unresolved] = []
    taken: set[str] = set()
    for plan in plans:
        try:
            plan, legs = _traced(plan, routing)  # noqa: PLW2901 - the same way, with its turns
        except TracingError as error:
            unresolved.append(Unresolved("corridor", plan.name, str(error), plan.mentions))
            continue
        unresolved.extend(plan.unresolved)
        if legs:
            corridor = corridor_of(plan, legs, catalogue, taken=taken)
            note = "" if plan.route.catalogue else stray_note(corridor, plan.spoken, routing)
            corridors.append(replace(corridor, note=f"{corridor.note} {note}".strip()) if note else corridor)
    return tuple(corridors), tuple(unresolved)


def _turns(route: Route, document: Document | None) -> Turns:
    """Read what a voyage passes and avoids from the sentence that names it."""
    if document is None or route.mode != "sea":
        return NO_TURNS
    sentence = document.sentences[route.mention.sentence]
    text = document.text[sentence.start : sentence.end]
    span = route.mention.start - sentence.start, route.mention.end - sentence.start
    via, avoid = passages_said(text, *span, known=load_passages(), canals=canals())
    return Turns(via, tuple(name for name in avoid if name not in via))


def _shut_canals(turns: Turns, stretches: Sequence[Stretch], routing: Routing) -> Turns:
    """Avoid, of all canals that "the canal" may mean, those that the voyage would else go through."""
    if not {each.name for each in canals()} <= set(turns.avoid):
        return turns
    line = [point for leg in _legs(stretches, routing) if leg.mode == "sea" for point in leg.line]
    meant = {each.name for each in passed(line)} if line else set()
    return Turns(turns.via, tuple(name for name in turns.avoid if name in meant))


def _traced(plan: Plan, routing: Routing) -> tuple[Plan, tuple[Leg, ...]]:
    """Trace the way of a plan, the way round that the text says, and name it so."""
    course, route = plan.course, plan.route
    turns = _shut_canals(plan.turns, course.stretches, routing) if course.stretches else NO_TURNS
    words = turns.beside(route.waypoints).words
    name = plan.name if words.removeprefix("via ") in plan.name else f"{plan.name} {words}"
    stretches, by = turned(course.stretches, turns, routing)
    legs = _legs(stretches, by) if route.catalogue else _true_legs(stretches, by, turns, route.status)
    check_avoided(legs, turns)
    return replace(plan, name=name, course=replace(course, stretches=stretches)), legs


def _mentions(uses: Iterable[Route]) -> tuple[Mention, ...]:
    """Return all mentions of a corridor, in reading order."""
    return tuple(sorted((m for use in uses for m in (use.mention, *use.later)), key=lambda m: (m.start, -m.end)))


def _identity(route: Route) -> tuple[object, ...]:
    if route.catalogue:
        return (route.catalogue,)
    if route.name:
        return (route.mode, fold(route.name))
    ends = tuple(fold(name) for name in route.waypoints)
    return (route.mode, min(ends, ends[::-1]))


def records_by_name(resolved: Resolved) -> dict[str, Record]:
    """Return what the places of a text are, by the folded names it calls them."""
    found: dict[str, Record] = {}
    for place in resolved.places:
        for mention in place.mentions:
            found.setdefault(fold(mention.name), place.record)
            found.setdefault(fold(mention.name.removeprefix("Port of ").removesuffix(" Port")), place.record)
    return found


def countries_of(resolved: Resolved) -> list[str]:
    """Return the countries a text speaks of (ISO 3166-1 alpha-2), the most spoken of first."""
    counts: Counter[str] = Counter()
    for place in resolved.places:
        counts[place.country] += len(place.mentions)
    for actor in resolved.actors:
        counts[actor.country] += len(actor.mentions)
    del counts[""]
    return [country for country, _ in counts.most_common()]


def _legs(stretches: Iterable[Stretch], routing: Routing) -> tuple[Leg, ...]:
    return tuple(
        leg
        for each in stretches
        for leg in tracing.trace(each.waypoints, each.mode, bends=each.bends, are_hints=each.are_hints, routing=routing)
    )


def _true_legs(
    stretches: Iterable[Stretch], routing: Routing, turns: Turns = NO_TURNS, status: Status = "operating"
) -> tuple[Leg, ...]:
    """Trace a way whose course nobody has set down, or refuse to draw it where a line would be false."""
    legs = _legs(stretches, routing)
    refuse_false(legs, status)
    check_avoided(legs, turns)
    return legs


def _located(names: Sequence[str], gazetteer: Gazetteer, mode: Mode) -> tuple[Waypoint, ...]:
    if len(names) < 2:
        raise TracingError(f"{names[0] if names else 'nothing'!r} is one place alone; a line needs two or more")
    waypoints = []
    for name, record in zip(names, choose(names, mode, gazetteer), strict=True):
        if record is None:
            raise TracingError(f"no place is called {name!r}; see what is known with: corridors geocode {name!r}")
        if is_area(record):
            raise TracingError(f"{name!r} is a {record.kind}, and a line needs points; name a place in it")
        waypoints.append(Waypoint(_without_country(name), record.lon, record.lat, record.id))
    for here, there in pairwise(waypoints):
        if here.record == there.record:
            raise TracingError(f"{here.name!r} and {there.name!r} are one place; a line needs two")
    return tuple(waypoints)


def _without_country(name: str) -> str:
    bare, comma, country = name.rpartition(", ")
    return bare if comma and len(country) == 2 and country.isupper() else name
