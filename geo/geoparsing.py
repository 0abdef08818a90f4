"""The half of the pipeline that needs no table and no drawing: text → atlas."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain, count, pairwise
from typing import TYPE_CHECKING

from geo import tracing
from geo.corridors import Catalogue, find_corridors
from geo.corridors.choosing import choose, is_area
from geo.corridors.stops import Course, Stretch, course_of, entry_course
from geo.errors import TracingError
from geo.gazetteer import Gazetteer, fold
from geo.model import Atlas, Corridor, Document, Mention, Unresolved, Waypoint
from geo.reading import document as read_text
from geo.recognition import recognise
from geo.resolution import resolve, slug
from geo.tracing import OFFLINE, Routing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geo.geocoding import Answers
    from geo.model import DataSource, Leg, Mode, Record, Route
    from geo.resolution import Resolved

__all__ = ["Found", "drawn", "find", "geoparse", "sources", "trace"]

MODE_NAMES = {
    "rail": "rail route", "road": "road route", "sea": "sea route", "air": "air route", "pipeline": "pipeline",
    "waterway": "waterway", "multimodal": "corridor",
}  # fmt: skip


def geoparse(
    text: str | Document,
    *,
    gazetteer: Gazetteer | None = None,
    catalogue: Catalogue | None = None,
    focus: Iterable[str] = (),
    online: Callable[[Sequence[str]], Answers] | None = None,
    routing: Routing = OFFLINE,
) -> Atlas:
    """Find the places and corridors of a text, and put them on the Earth.

    Parameters
    ----------
    text
        A text, or a document as :func:`geo.read` gives it.
    gazetteer
        Where names are looked up; the compiled one where none is given.
    catalogue
        Corridors known by name; our own where none is given.
    focus
        Countries (ISO 3166-1 alpha-2) the text is known to be about.
    online
        Asked for the names that the gazetteer does not know (:func:`geo.geocoding.ask` with its provider); nothing
        leaves the machine where none is given.
    routing
        Networks of the user's own.

    Returns
    -------
    Places, corridors with their lines, actors, and what could not be placed with its reason.

    Raises
    ------
    SourceError
        If the text is empty.

    Examples
    --------
    >>> atlas = geoparse("Trains on the Baku–Tbilisi–Kars railway leave from Tbilisi.")
    >>> [place.id for place in atlas.places], [corridor.mode for corridor in atlas.corridors]
    (['baku', 'tbilisi', 'kars'], ['rail'])
    """
    document = read_text(text) if isinstance(text, str) else text
    gazetteer = gazetteer or Gazetteer.open()
    catalogue = catalogue or Catalogue.load()
    found = find(document, gazetteer=gazetteer, catalogue=catalogue, focus=focus)
    answers = online(found.unknown) if online is not None and found.unknown else None
    if answers is not None:
        gazetteer = gazetteer.with_entries(answers.entries())
        found = _meaning(document, found.mentions, gazetteer, catalogue, focus)
    return drawn(document, found, gazetteer=gazetteer, catalogue=catalogue, answers=answers, routing=routing)


def drawn(
    document: Document,
    found: Found,
    *,
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    answers: Answers | None = None,
    routing: Routing = OFFLINE,
) -> Atlas:
    """Put what was found in a document on the Earth: every corridor gets its line, or the reason why it has none.

    Parameters
    ----------
    document, found
        What :func:`find` was given, and what it gave.
    gazetteer, catalogue
        Where names of places and of corridors are looked up.
    answers
        What an online geocoder said of unknown names, where one was asked.
    routing
        What lines are traced with; as for :func:`geoparse`.

    Returns
    -------
    Places, corridors with their lines, actors, and what could not be placed with its reason.

    Examples
    --------
    >>> document = read_text("Ferries link Poti with Constanta.")
    >>> gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    >>> found = find(document, gazetteer=gazetteer, catalogue=catalogue)
    >>> [c.name for c in drawn(document, found, gazetteer=gazetteer, catalogue=catalogue).corridors]
    ['Poti–Constanta sea route']
    """
    corridors, untraced = _trace_routes(found.routes, found.resolved, gazetteer, catalogue, routing)
    return Atlas(
        document=document,
        places=found.resolved.places,
        corridors=corridors,
        actors=found.resolved.actors,
        unresolved=_with_answers(found.resolved.unresolved, answers) + untraced,
        sources=(
            *sources(),
            *gazetteer.own_sources,
            *routing.sources,
            *((answers.source,) if answers is not None and answers.source else ()),
        ),
        routes=found.routes,
    )


def _with_answers(unresolved: tuple[Unresolved, ...], answers: Answers | None) -> tuple[Unresolved, ...]:
    """Add to each name that stays unresolved what the online provider said of it."""
    if answers is None:
        return unresolved
    return tuple(
        replace(item, reason=f"{item.reason}; online: {answers.unanswered[item.name]}")
        if item.name in answers.unanswered
        else item
        for item in unresolved
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What a document says, before anything is traced."""

    mentions: tuple[Mention, ...]
    routes: tuple[Route, ...]
    resolved: Resolved

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names that no record of the gazetteer goes by."""
        return tuple(reading.name.text for reading in self.resolved.readings if not reading.candidates)


def find(document: Document, *, gazetteer: Gazetteer, catalogue: Catalogue, focus: Iterable[str] = ()) -> Found:
    """Find the toponyms and corridors of a document and what the names mean, without tracing anything.

    Parameters
    ----------
    document
        As :func:`geo.read` gives it.
    gazetteer, catalogue
        Where names of places and of corridors are looked up.
    focus
        Countries (ISO 3166-1 alpha-2) the text is known to be about.

    Returns
    -------
    Mentions and routes in reading order, and what the names resolve to.

    Examples
    --------
    >>> found = find(read_text("Ferries link Poti with Constanta."), gazetteer=Gazetteer.open(),
    ...              catalogue=Catalogue.load())
    >>> [mention.phrase for mention in found.mentions], [route.mode for route in found.routes]
    (['Poti', 'Constanta'], ['sea'])
    """
    return _meaning(document, recognise(document, gazetteer), gazetteer, catalogue, focus)


def _meaning(
    document: Document,
    mentions: tuple[Mention, ...],
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    focus: Iterable[str],
) -> Found:
    """Find what recognised names mean, and the corridors among them."""
    routes = find_corridors(document, mentions, gazetteer, catalogue)
    mentions = _with_waypoints(document, _without_names(mentions, routes, gazetteer), routes)
    return Found(mentions, routes, resolve(document, mentions, gazetteer, focus=focus))


def trace(
    corridor: str | Sequence[str],
    *,
    mode: Mode | None = None,
    gazetteer: Gazetteer | None = None,
    catalogue: Catalogue | None = None,
    routing: Routing = OFFLINE,
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
        entry = (catalogue or Catalogue.load()).named(corridor)
        if entry is None:
            raise TracingError(
                f"no corridor of the catalogue is called {corridor!r}; give its places instead: --mode rail A B C"
            )
        course = entry_course(entry, gazetteer)
        if not course.stretches:
            raise TracingError(f"{entry.name}: {course.reason}; add it with --gazetteer")
        return Corridor(
            id=slug(entry.name),
            name=entry.name,
            mode=entry.mode,
            status=entry.status,
            basis="catalogued",
            waypoints=course.waypoints,
            legs=_legs(course.stretches, routing),
            mentions=(),
            catalogue=entry.id,
            published_km=entry.published_km,
            note=course.note,
            source=entry.source,
        )
    if mode is None:
        raise TracingError("a line through places needs a mode; give one of rail, road, sea, air, pipeline, waterway")
    waypoints = _located(corridor, gazetteer, mode)
    name = f"{'–'.join(w.name for w in waypoints)} {MODE_NAMES[mode]}"
    return Corridor(
        id=slug(name),
        name=name,
        mode=mode,
        status="unknown",
        basis="stated",
        waypoints=waypoints,
        legs=_legs((Stretch(mode, waypoints),), routing),
        mentions=(),
    )


def sources() -> tuple[DataSource, ...]:
    """Describe every source of data in use: names, networks, outlines."""
    found = {source.id: source for source in (*Gazetteer.sources(), *tracing.sources())}
    return tuple(found[id_] for id_ in sorted(found))


def _located(names: Sequence[str], gazetteer: Gazetteer, mode: Mode) -> tuple[Waypoint, ...]:
    if len(names) < 2:  # noqa: PLR2004 - a line has two ends
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
    return bare if comma and len(country) == 2 and country.isupper() else name  # noqa: PLR2004 - ISO alpha-2


def _without_names(mentions: Iterable[Mention], routes: Iterable[Route], gazetteer: Gazetteer) -> list[Mention]:
    """Drop what is no place but a part of a corridor's own name: the East of "the East–West Crude Oil Pipeline"."""
    named = [route.mention for route in routes if route.name]
    return [
        mention
        for mention in mentions
        if gazetteer.lookup(mention.name) or not any(n.start < mention.end and mention.start < n.end for n in named)
    ]


def _with_waypoints(document: Document, mentions: Sequence[Mention], routes: Iterable[Route]) -> tuple[Mention, ...]:
    """Let the waypoints of a corridor be places: add those that only its name holds, and read none as a government."""
    stops: dict[int, tuple[int, Route, str]] = {}
    for route in routes:
        position = route.mention.start
        for name in route.waypoints:
            start = document.text.find(name, position, route.mention.end)
            if start >= 0:
                position = start + len(name)
                stops.setdefault(start, (position, route, name))
    passed = [(start, end) for start, (end, _, _) in stops.items()]
    kept = [
        replace(mention, role="literal", cue="waypoint")
        if mention.role == "associative" and any(a < mention.end and mention.start < b for a, b in passed)
        else mention
        for mention in mentions
    ]
    taken = [(mention.start, mention.end) for mention in mentions]
    for start, (end, route, name) in sorted(stops.items()):
        if not any(a < end and start < b for a, b in taken):
            taken.append((start, end))
            kept.append(Mention(start, end, name, route.mention.sentence, confidence=0.9, cue="waypoint"))
    return tuple(sorted(kept, key=lambda m: m.start))


def _trace_routes(
    routes: Sequence[Route], resolved: Resolved, gazetteer: Gazetteer, catalogue: Catalogue, routing: Routing
) -> tuple[tuple[Corridor, ...], tuple[Unresolved, ...]]:
    """Draw every corridor once, with all its mentions; return those without a line with the reason."""
    records = _records_by_name(resolved)
    countries = [country for country, _ in _country_counts(resolved).most_common()]
    groups: dict[tuple[object, ...], list[Route]] = {}
    for route in routes:
        groups.setdefault(_identity(route), []).append(route)
    corridors: list[Corridor] = []
    unresolved: list[Unresolved] = []
    taken: set[str] = set()
    for uses in groups.values():
        first, mentions = uses[0], _mentions(uses)
        course = course_of(first, gazetteer, catalogue, resolved=records, countries=countries)
        name = _name(first, catalogue)
        try:
            legs = _legs(course.stretches, routing)
        except TracingError as error:
            unresolved.append(Unresolved("corridor", name, str(error), mentions))
            continue
        if not legs:
            unresolved.append(Unresolved("corridor", name, course.reason, mentions))
            continue
        corridors.append(_corridor(first, course, legs, mentions, catalogue, taken=taken))
    return tuple(corridors), tuple(unresolved)


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


def _records_by_name(resolved: Resolved) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for place in resolved.places:
        for mention in place.mentions:
            found.setdefault(fold(mention.name), place.record)
            found.setdefault(fold(mention.name.removeprefix("Port of ").removesuffix(" Port")), place.record)
    return found


def _country_counts(resolved: Resolved) -> Counter[str]:
    counts: Counter[str] = Counter()
    for place in resolved.places:
        counts[place.country] += len(place.mentions)
    for actor in resolved.actors:
        counts[actor.country] += len(actor.mentions)
    del counts[""]
    return counts


def _name(route: Route, catalogue: Catalogue) -> str:
    entry = catalogue.get(route.catalogue) if route.catalogue else None
    if entry is not None:
        return entry.name
    if route.name:
        return route.name
    if len(route.waypoints) > 1:
        return f"{'–'.join(route.waypoints)} {MODE_NAMES[route.mode]}"
    end = route.waypoints[0] if route.waypoints else route.mention.phrase
    return f"{MODE_NAMES[route.mode].capitalize()} to and from {end}"


def _legs(stretches: Iterable[Stretch], routing: Routing) -> tuple[Leg, ...]:
    return tuple(
        leg for each in stretches for leg in tracing.trace(each.waypoints, each.mode, bends=each.bends, routing=routing)
    )


def _corridor(
    route: Route,
    course: Course,
    legs: tuple[Leg, ...],
    mentions: tuple[Mention, ...],
    catalogue: Catalogue,
    *,
    taken: set[str],
) -> Corridor:
    entry = catalogue.get(route.catalogue) if route.catalogue else None
    name = _name(route, catalogue)
    return Corridor(
        id=_unique(slug(name), taken),
        name=name,
        mode=route.mode,
        status=route.status,
        basis=course.basis,
        waypoints=course.waypoints,
        legs=legs,
        mentions=mentions,
        directed=route.directed,
        catalogue=route.catalogue,
        published_km=entry.published_km if entry else None,
        note=" ".join(part for part in (course.note, _said(route)) if part),
        source=entry.source if entry else "",
        stated_km=route.stated_km,
        years=route.years,
    )


def _said(route: Route) -> str:
    """Say what length and years the text gives a corridor; ``""`` where it gives none."""
    said = [f"{route.stated_km:,.0f} km"] if route.stated_km else []
    said += [str(y.year) if y.event == "other" else f"{y.event} {y.year}" for y in route.years]
    return f"In the text: {', '.join(said)}." if said else ""


def _unique(id_: str, taken: set[str]) -> str:
    """Return an id that no corridor of the atlas has yet, and take it."""
    choices = chain([id_], (f"{id_}-{number}" for number in count(2)))
    free = next(choice for choice in choices if choice not in taken)
    taken.add(free)
    return free
