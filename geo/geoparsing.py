"""The half of the pipeline that needs no table and no drawing: text → atlas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from geo import tracing
from geo.corridors import read_corridors
from geo.corridors.unread_sentences import find_seen
from geo.courses import Catalogue
from geo.courses.charting import chart, planned
from geo.courses.known_stops import known_stops, with_vouched
from geo.courses.reconciling import reconciled
from geo.courses.structures import joined_with_lines
from geo.courses.undrawn import names_but_ways, seen_not_drawn
from geo.encoder.encoder_use import encoder_sources
from geo.gazetteer import Gazetteer
from geo.languages.mixed_languages import doubted_in, gazetteer_for, mentions_in, routes_in, seen_in, with_reader
from geo.model import Atlas, Document, Mention, Unresolved
from geo.overlap import Overlaps
from geo.reading import document as read_text
from geo.recognition import recognise
from geo.recognition.casing import as_prose
from geo.recognition.lexicon import habit_of
from geo.recognition.uncertain import find_doubted
from geo.resolution import resolve, with_doubted
from geo.resolution.hyphens import with_hyphened
from geo.resolution.outliers import is_bearing
from geo.resolution.relative import with_relatives
from geo.tracing import OFFLINE, Routing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geo.encoder.encoder_use import EncoderUse
    from geo.geocoding import Answers
    from geo.language_model import LentReading, Reader
    from geo.model import Corridor, DataSource, Route, Seen
    from geo.resolution import Resolved

NEVER_A_NAME = "0"  # the habit of words that sentences never write large: no stop of a way is called The

__all__ = ["Found", "drawn", "find", "geoparse", "sources"]


def geoparse(
    text: str | Document,
    *,
    gazetteer: Gazetteer | None = None,
    catalogue: Catalogue | None = None,
    focus: Iterable[str] = (),
    online: Callable[[Sequence[str]], Answers] | None = None,
    routing: Routing = OFFLINE,
    reader: Reader | None = None,
    encoder: EncoderUse = "auto",
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
    reader
        A language model of the user's own that reads beside our rules; see :mod:`geo.language_model`. None is asked
        where none is given.
    encoder
        Whether a multilingual encoder reads beside our rules, where it is installed (:mod:`geo.encoder`): ``auto``
        to weigh ways, and for names in other languages than English; ``always`` for names in English, too; ``never``.

    Returns
    -------
    Places, corridors with their lines, actors, and what was seen and not drawn with its reason.

    Raises
    ------
    SourceError
        If the text is empty.
    OutputError
        If the model's answers cannot be kept where the reader keeps them.

    Examples
    --------
    >>> atlas = geoparse("Trains on the Baku–Tbilisi–Kars railway leave from Tbilisi.")
    >>> [place.id for place in atlas.places], [corridor.mode for corridor in atlas.corridors]
    (['baku', 'tbilisi', 'kars'], ['rail'])
    """
    document = with_reader(read_text(text) if isinstance(text, str) else text, encoder)
    gazetteer = gazetteer or Gazetteer.open()
    catalogue = catalogue or Catalogue.load()
    found = find(document, gazetteer=gazetteer, catalogue=catalogue, focus=focus, reader=reader)
    answers = online(found.unknown) if online is not None and found.unknown else None
    if answers is not None:
        gazetteer = gazetteer.with_entries(answers.entries())
        found = _meaning(document, found.mentions, gazetteer_for(document, gazetteer), catalogue, focus, found.lent)
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
    Places, corridors with their lines, actors, and what was seen and not drawn with its reason.

    Examples
    --------
    >>> document = read_text("Ferries link Suakin with Jeddah.")
    >>> gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    >>> found = find(document, gazetteer=gazetteer, catalogue=catalogue)
    >>> [c.name for c in drawn(document, found, gazetteer=gazetteer, catalogue=catalogue).corridors]
    ['Suakin–Jeddah sea route']
    """
    gazetteer = gazetteer_for(document, gazetteer)
    plans = planned(found.routes, found.resolved, gazetteer, catalogue, document=document)
    corridors, untraced = chart(plans, catalogue, routing)
    places, corridors = joined_with_lines(found.resolved.places, corridors)
    unplaced = _with_answers(found.resolved.unresolved, answers)
    names = names_but_ways(unplaced, found.routes, catalogue)
    return Atlas(
        document=document,
        places=places,
        corridors=corridors,
        actors=found.resolved.actors,
        unresolved=seen_not_drawn(names, plans, untraced, found.seen, mentions=found.mentions),
        sources=(
            *sources(),
            *gazetteer.own_sources,
            *_used(routing.sources, routing, corridors),
            *(
                own.source
                for own in routing.in_use
                if any(own.label in leg.source for c in corridors for leg in c.legs)
            ),
            *((answers.source,) if answers is not None and answers.source else ()),
            *((found.lent.source(),) if found.lent is not None else ()),
            *encoder_sources(document),
        ),
        routes=found.routes,
        reading=found.lent.summary() if found.lent is not None else None,
    )


def _used(named: Iterable[DataSource], routing: Routing, corridors: Iterable[Corridor]) -> Iterator[DataSource]:
    """Give the sources of a routing but an engine of which no line came: every answer of it failed."""
    engine = routing.online.engine.source if routing.online is not None else None
    drawn_from = {leg.source for corridor in corridors for leg in corridor.legs}
    return (source for source in named if source != engine or any(each.startswith(source.name) for each in drawn_from))


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
    """What a document says, before anything is traced.

    Attributes
    ----------
    seen
        Movements and ways that were read and of which no route was made.
    lent
        What a language model of the user's own read.
    """

    mentions: tuple[Mention, ...]
    routes: tuple[Route, ...]
    resolved: Resolved
    seen: tuple[Seen, ...] = ()
    lent: LentReading | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names that no record of the gazetteer goes by."""
        return tuple(reading.name.text for reading in self.resolved.readings if not reading.candidates)


def find(
    document: Document,
    *,
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    focus: Iterable[str] = (),
    reader: Reader | None = None,
) -> Found:
    """Find the toponyms and corridors of a document and what the names mean, without tracing anything.

    Parameters
    ----------
    document
        As :func:`geo.read` gives it.
    gazetteer, catalogue
        Where names of places and of corridors are looked up.
    focus
        Countries (ISO 3166-1 alpha-2) the text is known to be about.
    reader
        A language model of the user's own; as for :func:`geoparse`.

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
    gazetteer = gazetteer_for(document, gazetteer)
    mentions, lent = mentions_in(document, gazetteer, recognise), None
    if reader is not None:
        from geo.language_model import with_lent

        lent = reader.read(document)
        mentions = with_lent(document, mentions, lent.labels.places, gazetteer)
    return _meaning(document, mentions, gazetteer, catalogue, focus, lent)


def _meaning(
    document: Document,
    mentions: tuple[Mention, ...],
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    focus: Iterable[str],
    lent: LentReading | None,
) -> Found:
    """Find what recognised names mean, and the corridors among them."""
    mentions = with_hyphened(document, mentions, gazetteer)
    missed: list[Seen] = []

    def in_english() -> tuple[Route, ...]:
        prose = as_prose(document, gazetteer, catalogue.named)
        read = mentions if prose is document else _as_read(prose, mentions)
        reading = read_corridors(prose, read, gazetteer, catalogue, lent)
        missed.extend(replace(each, phrase=document.text[each.start : each.end]) for each in reading.missed)
        return _as_written(document, reading.routes)

    routes = routes_in(document, gazetteer, catalogue, in_english)
    mentions = _with_waypoints(document, _without_names(mentions, routes, gazetteer), routes)
    known = [*mentions, *(each for route in routes if route.name for each in (route.mention, *route.later))]
    stops = known_stops(routes, gazetteer, catalogue)
    doubted = doubted_in(document, lambda: find_doubted(document, known, gazetteer))
    mentions, doubted = with_vouched(document.text, mentions, doubted, stops, gazetteer)
    resolved = resolve(document, mentions, gazetteer, focus=focus, stops=stops)
    seen = seen_in(document, gazetteer, routes, lambda: find_seen(document, mentions, routes, missed))
    resolved = reconciled(resolved, routes, gazetteer)
    resolved = with_doubted(resolved, doubted, gazetteer)
    placed = replace(resolved, places=with_relatives(resolved.places, document))
    return Found(mentions, routes, placed, seen, lent)


def _as_read(prose: Document, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Give mentions the letters of a text that reads like prose."""
    return tuple(replace(m, phrase=prose.text[m.start : m.end]) for m in mentions)


def _as_written(document: Document, routes: Iterable[Route]) -> tuple[Route, ...]:
    """Give the words of routes back the letters of the document."""

    def written(mention: Mention) -> Mention:
        return replace(mention, phrase=document.text[mention.start : mention.end])

    return tuple(
        replace(route, mention=written(route.mention), later=tuple(map(written, route.later)))
        for route in routes
        if not any(habit_of(name.lower()) == NEVER_A_NAME for name in route.waypoints)
    )


@cache
def sources() -> tuple[DataSource, ...]:
    """Describe every source of data in use: names, networks, outlines; looked up once, for a corpus asks often."""
    found = {source.id: source for source in (*Gazetteer.sources(), *tracing.sources())}
    return tuple(found[id_] for id_ in sorted(found))


def _without_names(mentions: Iterable[Mention], routes: Iterable[Route], gazetteer: Gazetteer) -> list[Mention]:
    """Drop what is no place but a part of a corridor's own name: the East of "the East–West Crude Oil Pipeline"."""
    named = Overlaps((route.mention.start, route.mention.end) for route in routes if route.name)
    return [
        mention
        for mention in mentions
        if (gazetteer.lookup(mention.name) and not is_bearing(mention.name))
        or not named.meets(mention.start, mention.end)
    ]


def _found(text: str, name: str, start: int, end: int) -> int:
    """Return where a name stands in a part of a text, -1 where it does not; in a headline it may be written larger."""
    exact = text.find(name, start, end)
    return exact if exact >= 0 else text.lower().find(name.lower(), start, end)


def _with_waypoints(document: Document, mentions: Sequence[Mention], routes: Iterable[Route]) -> tuple[Mention, ...]:
    """Let the waypoints of a corridor be places: add those that only its name holds, and read none as a government."""
    stops: dict[int, tuple[int, Route, str]] = {}
    for route in routes:
        position = route.mention.start
        for name in route.waypoints:
            start = _found(document.text, name, position, route.mention.end)
            if start >= 0:
                position = start + len(name)
                stops.setdefault(start, (position, route, name))
    passed = Overlaps((start, end) for start, (end, _, _) in stops.items())
    kept = [
        replace(mention, role="literal", cue="waypoint")
        if mention.role == "associative" and passed.meets(mention.start, mention.end)
        else mention
        for mention in mentions
    ]
    taken = Overlaps((mention.start, mention.end) for mention in mentions)
    last = 0  # of the stops added so far, which come in order
    for start, (end, route, name) in sorted(stops.items(), key=lambda stop: stop[0]):
        if start >= last and not taken.meets(start, end):
            last = end
            phrase = document.text[start:end]
            kept.append(Mention(start, end, phrase, route.mention.sentence, name=name, confidence=0.9, cue="waypoint"))
    return tuple(sorted(kept, key=lambda m: m.start))
