"""Corridors found in the text or known by name.

A corridor is a way along which people, goods, energy or forces move. Four grammars look for it: chains of places with
a noun of a way (:mod:`~geo.corridors.chains`), names of their own (:mod:`~geo.corridors.named`), routes told in prose and
lists of modes (:mod:`~geo.corridors.prose`). The catalogue (:mod:`~geo.corridors.catalogue`) adds what is known of them;
:mod:`~geo.corridors.completion` says how a route with one stated end may go on, and that this is our inference.

Knows nothing of lines on the ground; those are :mod:`geo.tracing`'s.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from geo.corridors.catalogue import Catalogue, Entry
from geo.corridors.chains import Chain, find_chains
from geo.corridors.named import NamedCorridor, find_named
from geo.corridors.prose import ProseRoute, Span, find_routes
from geo.corridors.status import status_of
from geo.gazetteer import Form, fold
from geo.model import Mention, Route
from geo.reading.sentences import sentence_at
from geo.recognition.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Mode
    from geo.recognition.tokens import Tokens

__all__ = ["Catalogue", "Entry", "find_corridors"]

CAPITALS = "CU"
MOTION = frozenset("from to via through between and at with into reach reaches leave leaves link links".split())
FACILITIES = frozenset({"Port", "Airport", "Harbour", "Harbor", "Station", "Terminal"})


def find_corridors(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, catalogue: Catalogue | None = None
) -> tuple[Route, ...]:
    """Find the corridors that a document speaks of.

    Parameters
    ----------
    document
        As it was read.
    mentions
        Its toponyms, as recognised.
    gazetteer
        Tells names of places from other names.
    catalogue
        Corridors known by name; our own where none is given.

    Returns
    -------
    Routes in reading order, with only what the text states: a named corridor has no waypoints of its own.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> text = document("Grain moves on the Baku–Tbilisi–Kars railway. Ferries link Poti with Constanta.")
    >>> [(r.mention.phrase, r.mode) for r in find_corridors(text, (), Gazetteer.open())]
    [('Baku–Tbilisi–Kars railway', 'rail'), ('Ferries link Poti with Constanta', 'sea')]
    """
    catalogue = catalogue or Catalogue.load()
    tokens = tokenise(document)
    chains = find_chains(document.text, tokens, gazetteer)
    names = find_named(document.text, tokens, catalogue)
    routes = [_from_chain(chain, document, tokens, catalogue) for chain in chains]
    routes += [
        _from_name(name, document, tokens)
        for name in names
        if not _covered(name.first, name.last, chains) and not _in_citation(name, document, tokens)
    ]
    told = _prose(document, tokens, mentions, gazetteer, chains)
    known = [(r.mention.start, r.mention.end) for r in routes]
    for route in told:
        mention = _mention(route.first, route.last, document, tokens)
        if not any(a <= mention.start and mention.end <= b for a, b in known):
            routes.append(_from_prose(route, mention, document))
    return tuple(sorted(routes, key=lambda r: (r.mention.start, -r.mention.end)))


def _mention(first: int, last: int, document: Document, tokens: Tokens) -> Mention:
    start, end = tokens.items[first].start, tokens.items[last - 1].end
    return Mention(start, end, document.text[start:end], sentence_at(document.sentences, start))


def _from_chain(chain: Chain, document: Document, tokens: Tokens, catalogue: Catalogue) -> Route:
    mention = _mention(chain.first, chain.last, document, tokens)
    entry = _entry_for(chain, mention, catalogue)
    return Route(
        mention=mention,
        mode=chain.mode,
        name=entry.name if entry else None,
        status=status_of(document.quote(mention.sentence), catalogued=entry.status if entry else None),
        waypoints=chain.waypoints,
        catalogue=entry.id if entry else None,
    )


def _entry_for(chain: Chain, mention: Mention, catalogue: Catalogue) -> Entry | None:
    """Find a chain in the catalogue: by its words, else by its waypoints in order, either way round."""
    entry = catalogue.named(mention.phrase)
    if entry is not None and entry.mode in {chain.mode, "multimodal"}:
        return entry
    wanted = [fold(name) for name in chain.waypoints]
    for entry in catalogue.entries:
        if entry.mode == chain.mode:
            stops = [fold(stop.name) for stop in entry.waypoints]
            for order in (wanted, wanted[::-1]):
                if (order[0], order[-1]) == (stops[0], stops[-1]) and _is_subsequence(order, stops):
                    return entry
    return None


def _is_subsequence(few: Sequence[str], many: Sequence[str]) -> bool:
    rest = iter(many)
    return all(name in rest for name in few)


def _from_name(name: NamedCorridor, document: Document, tokens: Tokens) -> Route:
    mention = _mention(name.first, name.last, document, tokens)
    entry = name.entry
    return Route(
        mention=mention,
        mode=name.mode,
        name=entry.name if entry else mention.phrase,
        status=status_of(document.quote(mention.sentence), catalogued=entry.status if entry else None),
        catalogue=entry.id if entry else None,
    )


def _from_prose(route: ProseRoute, mention: Mention, document: Document) -> Route:
    return Route(
        mention=mention,
        mode=route.mode,
        status=status_of(document.quote(mention.sentence)),
        directed=route.directed,
        waypoints=tuple(_bare(name) for name in route.waypoints),
    )


def _bare(name: str) -> str:
    """Name a port or airport by its place: "Alat Port" → "Alat"."""
    words = name.removeprefix("Port of ").split(" ")
    while len(words) > 1 and words[-1] in FACILITIES | {"International"}:
        words.pop()
    return " ".join(words)


def _covered(first: int, last: int, chains: Iterable[Chain]) -> bool:
    return any(chain.first < last and first < chain.last for chain in chains)


def _in_citation(name: NamedCorridor, document: Document, tokens: Tokens) -> bool:
    start = tokens.items[name.first].start
    return any(c.start <= start < c.end for c in document.citations)


def _prose(
    document: Document, tokens: Tokens, mentions: Sequence[Mention], gazetteer: Gazetteer, chains: Sequence[Chain]
) -> list[ProseRoute]:
    spans = [s for s in _spans(document, tokens, mentions, gazetteer) if not _covered(s.first, s.last, chains)]
    starts = [token.start for token in tokens.items]
    routes = []
    for sentence in document.sentences:
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        inside = [span for span in spans if first <= span.first < last]
        if inside:
            routes += find_routes(tokens, first, last, inside)
    return routes


def _spans(document: Document, tokens: Tokens, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Span]:
    """Collect the places of the text: the recognised ones, and capitalised runs after a word of motion."""
    index = {token.start: i for i, token in enumerate(tokens.items)}
    spans = []
    taken: set[int] = set()
    for mention in mentions:
        if mention.is_demonym or mention.start not in index:
            continue
        first = index[mention.start]
        last = first + 1
        while last < len(tokens) and tokens.items[last].start < mention.end:
            last += 1
        spans.append(Span(first, last, mention.name))
        taken.update(range(first, last))
    for first in range(len(tokens)):
        if first in taken or tokens.shape(first) not in CAPITALS or tokens.word(first - 1) not in MOTION:
            continue
        last = first + 1
        while last < len(tokens) and last not in taken and (
            tokens.shape(last) in CAPITALS
            and document.text[tokens.items[last - 1].end : tokens.items[last].start] == " "
            or (tokens.items[last].text in "-‑" and tokens.shape(last + 1) in "CUl" and
                tokens.items[last].start == tokens.items[last - 1].end)
            or (tokens.items[last - 1].text in "-‑" and tokens.items[last].start == tokens.items[last - 1].end)
        ):
            last += 1
        name = document.text[tokens.items[first].start : tokens.items[last - 1].end]
        if any(m.form in (Form.PRIMARY, Form.ALIAS, Form.VARIANT) for m in gazetteer.lookup(name)):
            spans.append(Span(first, last, name))
            taken.update(range(first, last))
    return sorted(spans, key=lambda span: span.first)
