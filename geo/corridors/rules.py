"""What rules find: chains of places, names built like a way's, and routes told as the grammar knows them.

Precise and blind: on passages told as real articles tell them three in four of its finds are right, and it finds two
corridors in five. So it is one voice among those that :mod:`geo.corridors.chooser` hears.

- :mod:`~geo.corridors.chains`: places joined by dashes and a noun of a way, "the Khaf–Herat and Rasht–Astara railways";
- :mod:`~geo.corridors.named_corridors`: names of their own, from the catalogue or built like one,
  "the Trans-Sahara Highway";
- :mod:`~geo.corridors.prose`: routes told in prose and lists of modes, as regular expressions over a sentence written
  down as codes (:mod:`~geo.corridors.word_codes`), with the places that :mod:`~geo.corridors.place_spans` finds in it.

:mod:`~geo.corridors.joining` puts together what names one corridor, :mod:`~geo.corridors.inland` tells boats on rivers
from ships by where they go, :mod:`~geo.corridors.status` whether a corridor is in use, and
:mod:`~geo.corridors.coreference` puts later words for it ("BTC", "the pipeline") with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from geo.corridors.coreference import gather
from geo.corridors.inland import water_mode
from geo.corridors.joining import alias, bare, clause_end, goes_on, is_stop, joined
from geo.corridors.lengths_and_years import stated_km, stated_years
from geo.corridors.modes import cue_mode
from geo.corridors.named_corridors import NamedCorridor
from geo.corridors.prose import ProseRoute, find_routes
from geo.corridors.prose_modes import mode_of
from geo.corridors.status import clause_of, ends_a_branch, status_of
from geo.gazetteer import fold
from geo.model import Mention, Route
from geo.overlap import Overlaps
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.corridors.chains import Chain
    from geo.corridors.first_pass import Findings
    from geo.courses import Catalogue, Entry
    from geo.gazetteer import Gazetteer
    from geo.model import Document, Mode, StatedYear, Status
    from geo.recognition.tokens import Tokens

__all__ = ["around", "entry_for", "read_by_rules", "status_in", "with_figures"]

ONE_WAY_THERE = frozenset({"rail", "pipeline", "waterway"})
"""Modes by which two ends tell the way; ships and lorries between the same two have a choice."""
CLAUSE_END = re.compile("[.,;:]")
IN_USE: Mapping[Status, Status] = {"unknown": "operating"}
"""What a way of which one branch is out of use is taken for, by what the catalogue says of it."""
FAR = 400  # characters to either side in which words can still speak of a corridor
VERB_BEFORE = 40  # characters before a route that may hold its verb: "were", "had been"
WATERS = frozenset({"river", "sea", "ocean", "gulf", "lake"})
THROUGH = frozenset({"through", "via"})
NEAR = 5  # words before a route in which its vehicle may stand
BEFORE_BRACKET = 3  # "air service (A–B route)"


def read_by_rules(findings: Findings, gazetteer: Gazetteer, catalogue: Catalogue) -> tuple[Route, ...]:
    """Find the corridors that the rules know.

    Parameters
    ----------
    findings
        The words of a document, its places and names.
    gazetteer
        Tells names of places from other names.
    catalogue
        Corridors known by name.

    Returns
    -------
    Each corridor once, in reading order of its first mention, with only what the text states.

    Examples
    --------
    >>> from geo.corridors.first_pass import look
    >>> from geo.courses import Catalogue
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> text = document("Grain moves on the Baku–Tbilisi–Kars railway. Ferries link Poti with Constanta.")
    >>> gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    >>> found = read_by_rules(look(text, (), gazetteer, catalogue), gazetteer, catalogue)
    >>> [(route.mention.phrase, route.mode) for route in found]
    [('Baku–Tbilisi–Kars railway', 'rail'), ('Ferries link Poti with Constanta', 'sea')]
    """
    document, tokens = findings.document, findings.tokens
    found = (_in_list(chain, tokens) for chain in findings.chains)
    chains = [replace(chain, mode=_mode(chain, tokens, gazetteer)) for chain in found]
    covered = Overlaps((chain.first, chain.last) for chain in chains)
    cited = Overlaps((citation.start, citation.end) for citation in document.citations)
    names = [
        name
        for name in findings.named
        if not covered.meets(name.first, name.last)
        and not cited.holds(tokens.starts[name.first], tokens.starts[name.first] + 1)
    ]
    wide = {
        chain.first: NamedCorridor(
            chain.first,
            chain.last,
            chain.mode,
            catalogue.named(_mention(chain.first, chain.last, document, tokens).phrase),
        )
        for chain in chains
        if _is_between_countries(chain, gazetteer)
    }
    telling = {
        name.first: (clause_end(name.last, tokens), name.mode)
        for name in (*names, *wide.values())
        if name.mode != "multimodal" and (goes_on(name.last, tokens) or clause_end(name.last, tokens) > name.last)
    }
    read = _prose(findings, covered, telling)
    in_prose = [replace(route, mode=_mode(route, tokens, gazetteer, findings.named)) for route in read]
    where = Overlaps((route.first, route.last) for route in in_prose)
    names = [
        name
        for name in names
        if not is_stop(name, (in_prose[number] for number in where.numbers(name.first, name.last)), document, tokens)
    ]
    named, in_prose = joined([*names, *wide.values()], in_prose, tokens)
    named = [(name, ends) for name, ends in named if ends or name.first not in wide]
    ended = {name.first for name, _ in named}
    chains = [chain for chain in chains if chain.first not in ended]
    aliases = {chain: name for chain in chains if (name := alias(chain, names, tokens)) is not None}
    named = [pair for pair in named if pair[0] not in aliases.values()]
    routes = [
        _through(
            _called(_from_chain(chain, document, tokens, catalogue, gazetteer), aliases.get(chain), document, tokens),
            chain,
            findings,
        )
        for chain in chains
    ]
    routes += [_from_name(name, waypoints, document, tokens) for name, waypoints in named]
    known = Overlaps((r.mention.start, r.mention.end) for r in routes)
    for route in in_prose:
        mention = _mention(route.first, route.last, document, tokens)
        if not known.holds(mention.start, mention.end):
            routes.append(_from_prose(route, mention, document, catalogue))
    return tuple(gather(sorted(routes, key=lambda r: (r.mention.start, -r.mention.end)), document, tokens))


def _is_between_countries(chain: Chain, gazetteer: Gazetteer) -> bool:
    """Tell a chain of countries, which are too wide for the ends of a line."""
    return all(any(m.record.kind == "country" for m in gazetteer.lookup(name)) for name in chain.waypoints)


def _alone(routes: Sequence[Route]) -> list[bool]:
    """Tell for each route whether no other is named in its sentence."""
    counts = Counter(route.mention.sentence for route in routes)
    return [counts[route.mention.sentence] == 1 for route in routes]


def with_figures(routes: Sequence[Route], document: Document) -> tuple[Route, ...]:
    """Add the length and years that the text gives each route."""
    return tuple(_with_figures(route, document, alone) for route, alone in zip(routes, _alone(routes), strict=True))


def _with_figures(route: Route, document: Document, alone: bool) -> Route:  # noqa: FBT001 - a plain fact
    """Add the length and years that the text gives; years only where the sentence speaks of no other corridor."""
    lengths: list[float | None] = []
    years: list[StatedYear] = []
    for mention in (route.mention, *route.later):
        sentence, at = around(mention, document)
        lengths.append(stated_km(sentence, at, at + len(mention.phrase)))
        if alone or mention.sentence != route.mention.sentence:
            years += stated_years(clause_of(sentence, at))
    length = next((length for length in lengths if length is not None), None)
    return replace(route, stated_km=length, years=tuple(dict.fromkeys(years)))


def _in_list(chain: Chain, tokens: Tokens) -> Chain:
    """Give a chain in brackets the mode of what it explains: "air service (A–B route)"."""
    vague = chain.mode == "multimodal" or tokens.word(chain.last - 1) in {"line", "lines"}
    if not vague or tokens.word(chain.first - 1) != "(":
        return chain
    before = (cue_mode(tokens.word(i)) for i in range(chain.first - 2, chain.first - 2 - BEFORE_BRACKET, -1))
    mode = next((mode for mode in before if mode is not None), None)
    return replace(chain, mode=mode) if mode else chain


def _called(route: Route, name: NamedCorridor | None, document: Document, tokens: Tokens) -> Route:
    """Give a route the other name that the text gives it."""
    if name is None:
        return route
    mention = _mention(name.first, name.last, document, tokens)
    entry = name.entry if route.catalogue is None else None
    return replace(
        route,
        name=route.name or (entry.name if entry else mention.phrase),
        catalogue=route.catalogue or (entry.id if entry else None),
    )


def _mode(found: Chain | ProseRoute, tokens: Tokens, gazetteer: Gazetteer, named: Sequence[NamedCorridor] = ()) -> Mode:
    """Tell boats on a river or canal from ships, and lorries with tanks from both, by where they go."""
    if found.mode != "sea":
        return found.mode
    start, stop = (bisect_left(named, at, key=_first) for at in (found.first, found.last))
    passed = [name.entry for name in named[start:stop] if name.mode == "waterway"]
    if any(entry is not None and _is_along(entry, found.waypoints) for entry in passed):
        return "waterway"
    said = [tokens.word(i) for i in range(found.first, found.last)]
    if not any(cue_mode(word) for word in said):
        said = [tokens.word(i) for i in range(found.first - NEAR, found.first)]
    return water_mode(said, found.waypoints, gazetteer)


def _first(name: NamedCorridor) -> int:
    return name.first


def _is_along(entry: Entry, waypoints: Sequence[str]) -> bool:
    """Tell a voyage from one end of a canal to the other from one that goes through it on the way elsewhere."""
    stops = {fold(stop.name) for stop in entry.stops}
    return fold(waypoints[0]) in stops or fold(waypoints[-1]) in stops


def _through(route: Route, chain: Chain, findings: Findings) -> Route:
    """Let a way between two places pass what follows: "the Lomé–Niamey route through Burkina Faso"."""
    tokens, at = findings.tokens, chain.last + 1
    if route.catalogue or len(route.waypoints) != 2 or tokens.word(chain.last) not in THROUGH:
        return route
    inside = findings.inside[route.mention.sentence]
    passed = next((span for span in inside if span.first in {at, at + (tokens.word(at) == "the")}), None)
    if passed is None or passed.passed or passed.name in route.waypoints:
        return route
    return replace(route, waypoints=(route.waypoints[0], passed.name, route.waypoints[1]))


def _mention(first: int, last: int, document: Document, tokens: Tokens) -> Mention:
    start, end = tokens.starts[first], tokens.ends[last - 1]
    return Mention(start, end, document.text[start:end], sentence_at(document.sentences, start))


def _from_chain(chain: Chain, document: Document, tokens: Tokens, catalogue: Catalogue, gazetteer: Gazetteer) -> Route:
    mention = _mention(chain.first, chain.last, document, tokens)
    entry = catalogue.named(chain.abbreviation) if chain.abbreviation else None
    if entry is None or entry.mode != chain.mode:
        entry = entry_for(chain.waypoints, chain.mode, mention, document, catalogue)
    if entry is None and chain.mode in ONE_WAY_THERE:
        entry = entry_for(chain.waypoints, chain.mode, mention, document, catalogue, closed=True)
    return Route(
        mention=mention,
        mode=chain.mode,
        name=entry.name if entry else None,
        status=status_in(mention, entry, document),
        waypoints=() if entry is not None and _is_after_waters(chain.waypoints, entry, gazetteer) else chain.waypoints,
        catalogue=entry.id if entry else None,
    )


def _is_after_waters(names: Sequence[str], entry: Entry, gazetteer: Gazetteer) -> bool:
    """Tell rivers and seas that a way is called after from its ends: the "Rhine–Danube Corridor"."""
    stops = {fold(stop.name) for stop in entry.stops}
    if any(fold(bare(name)) in stops for name in names):
        return False
    return any(not WATERS.isdisjoint(m.record.kind for m in gazetteer.lookup(name)) for name in names)


def entry_for(
    waypoints: Sequence[str],
    mode: Mode,
    mention: Mention,
    document: Document,
    catalogue: Catalogue,
    *,
    closed: bool = False,
) -> Entry | None:
    """Find a route in the catalogue: by its words, else by its waypoints in order, either way round.

    A closed corridor is not taken for a route by its ends alone, unless the text says closed too, or names the line by
    its ends (``closed``): trains from Tbilisi to Kars do not run by way of a border that is shut.
    """
    entry = catalogue.named(mention.phrase)
    if entry is not None and entry.mode in {mode, "multimodal"}:
        return entry
    if len(waypoints) < 2:
        return None
    for entry in catalogue.between(waypoints[0], waypoints[-1]):
        if entry.mode != mode or not (mode in ONE_WAY_THERE or _is_named_after(entry, waypoints)):
            continue
        wanted, stops = _unnamed(waypoints, entry), [fold(stop.name) for stop in entry.waypoints]
        fits = any(
            (order[0], order[-1]) == (stops[0], stops[-1]) and _is_subsequence(order, stops)
            for order in (wanted, wanted[::-1])
        )
        is_meant = closed or len(waypoints) > 2 or entry.status != "closed"
        if fits and (is_meant or status_in(mention, None, document) == "closed"):
            return entry
    return None


def around(mention: Mention, document: Document) -> tuple[str, int]:
    """Return the sentence of a mention and where in it the mention begins; of a very long one, what stands near."""
    sentence = document.sentences[mention.sentence]
    start = max(sentence.start, mention.start - FAR)
    return document.text[start : min(sentence.end, mention.end + FAR)], mention.start - start


def status_in(mention: Mention, entry: Entry | None, document: Document, *, moves: bool = False) -> Status:
    """Return the status that the words around a mention give it, the catalogue's where they say nothing.

    Where the mention is a movement told in prose (``moves``), its own verb counts too.
    """
    sentence, at = around(mention, document)
    moved = CLAUSE_END.split(document.text[max(0, mention.start - VERB_BEFORE) : mention.start])[-1] + mention.phrase
    moved = moved if moves else ""
    if entry is not None and ends_a_branch(sentence, at):
        return IN_USE.get(entry.status, entry.status)
    return status_of(sentence, at=at, catalogued=entry.status if entry else None, moved=moved)


def _is_named_after(entry: Entry, waypoints: Sequence[str]) -> bool:
    """Tell whether a corridor is called after both ends of a route, or after what the route goes round."""
    words = f" {fold(entry.name)} "
    ends = (waypoints[0], waypoints[-1])
    return all(f" {fold(name)} " in words for name in ends) or len(_unnamed(waypoints, entry)) < len(waypoints)


def _unnamed(waypoints: Sequence[str], entry: Entry) -> list[str]:
    """Return a route's stops without those that a corridor's name holds: the cape of the Cape of Good Hope route."""
    names = [f" {fold(name)} " for name in (entry.name, *entry.aliases)]
    vias = [name for name in map(fold, waypoints[1:-1]) if not any(f" {name} " in known for known in names)]
    return [fold(waypoints[0]), *vias, fold(waypoints[-1])]


def _is_subsequence(few: Sequence[str], many: Sequence[str]) -> bool:
    rest = iter(many)
    return all(name in rest for name in few)


def _from_name(name: NamedCorridor, waypoints: tuple[str, ...], document: Document, tokens: Tokens) -> Route:
    mention = _mention(name.first, name.last, document, tokens)
    entry = name.entry
    return Route(
        mention=mention,
        mode=name.mode,
        name=entry.name if entry else mention.phrase,
        status=status_in(mention, entry, document),
        waypoints=waypoints,
        catalogue=entry.id if entry else None,
    )


def _from_prose(route: ProseRoute, mention: Mention, document: Document, catalogue: Catalogue) -> Route:
    waypoints = tuple(bare(name) for name in route.waypoints)
    entry = entry_for(waypoints, route.mode, mention, document, catalogue)
    return Route(
        mention=mention,
        mode=route.mode,
        name=entry.name if entry else None,
        status=status_in(mention, entry, document, moves=True),
        directed=route.directed,
        waypoints=waypoints,
        catalogue=entry.id if entry else None,
    )


def _one_mode(tokens: Tokens, sentences: Sequence[tuple[int, int]]) -> Mode | None:
    """Return the mode of the first of some sentences that speaks of one mode of travel alone."""
    return next((mode for bounds in sentences if (mode := mode_of(tokens, *bounds)) is not None), None)


def _prose(findings: Findings, chains: Overlaps, names: Mapping[int, tuple[int, Mode]]) -> list[ProseRoute]:
    tokens, bounds = findings.tokens, findings.bounds
    routes: list[ProseRoute] = []
    for number, (first, last) in enumerate(bounds):
        inside = [span for span in findings.inside[number] if not chains.meets(span.first, span.last)]
        if not inside:
            continue
        beside = [bounds[n] for n in (number - 1, number + 1) if 0 <= n < len(bounds)]
        routes += find_routes(tokens, first, last, inside, around=partial(_one_mode, tokens, beside), names=names)
    return routes
