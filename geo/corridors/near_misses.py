"""Near misses: what may be a way and was refused, for the list of what was seen and not drawn.

The judge is wrong on many a refusal, so none is silent: where a sentence has no way that was taken, its likeliest name
or telling is listed with its words and why it is not drawn. What only tells a way again that was taken is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from geo.corridors.unread_sentences import DATELINE_END
from geo.gazetteer import fold, fold_word
from geo.model import Seen
from geo.overlap import Overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.corridors.chooser import Odds
    from geo.corridors.evidence import Evidence
    from geo.corridors.proposals import Proposal
    from geo.model import Mention, Route

__all__ = ["find_missed"]

LIKELY = 0.07
"""Least chance of what is listed with two places that stand for themselves, and a word of a way or a movement."""
SURER = 0.2
"""The same of a name, and of a telling of which one end is read: most such are no ways."""
BOTH_ENDS = 2


def find_missed(
    evidence: Evidence, odds: Odds, routes: Iterable[Route], mentions: Iterable[Mention]
) -> tuple[Seen, ...]:
    """Find the likeliest name or telling of each sentence in which no way was taken.

    Parameters
    ----------
    evidence
        Names and tellings of a document.
    odds
        What the judge says of them.
    routes
        The ways that were taken.
    mentions
        The toponyms of the document: a telling counts whose ends are places that stand for themselves, not bodies,
        governments or peoples.

    Returns
    -------
    One record a sentence at most, in reading order.
    """
    routes = list(routes)
    touched = {mention.sentence for route in routes for mention in (route.mention, *route.later)}
    taken: dict[str, set[frozenset[str]]] = {}
    for route in routes:
        stops = frozenset(map(fold, route.waypoints))
        for stop in stops:
            taken.setdefault(stop, set()).add(stops)
    mentions = list(mentions)
    spans = {(m.start, m.end) for m in mentions}
    places = Overlaps((m.start, m.end) for m in mentions if m.role == "literal" and not m.is_demonym)
    best: dict[int, tuple[float, int, int, str]] = {}
    for sentence, chance, first, last, reason in (*_names(evidence, odds), *_tellings(evidence, odds, taken, places)):
        if sentence not in touched:
            best[sentence] = max(best.get(sentence, (0.0, 0, 0, "")), (chance, -first, last, reason))
    found = (_seen(evidence, number, -first, last, why) for number, (_, first, last, why) in sorted(best.items()))
    return tuple(s for s in found if not DATELINE_END.search(s.phrase) and (s.start, s.end) not in spans)


def _names(evidence: Evidence, odds: Odds) -> Iterator[tuple[int, float, int, int, str]]:
    for way, chance in zip(evidence.names, odds.names, strict=True):
        for use in way.uses if chance >= SURER else ():
            yield _sentence(use.first, evidence), chance, use.first, use.last, "may name a way, but too little says so"


def _tellings(
    evidence: Evidence, odds: Odds, taken: Mapping[str, set[frozenset[str]]], places: Overlaps
) -> Iterator[tuple[int, float, int, int, str]]:
    for way, chance in zip(evidence.told, odds.ways, strict=True):
        proposal = way.proposal
        stops = set(map(fold_word, proposal.names))  # many of few
        starts, ends = evidence.tokens.starts, evidence.tokens.ends
        least = LIKELY if len(stops) >= BOTH_ENDS else SURER
        if chance < least or proposal.anchor < 0:
            continue
        if not all(places.meets(starts[stop.first], ends[stop.last - 1]) for stop in proposal.stops):
            continue
        if not any(stops <= others for others in taken.get(fold(proposal.names[0]), ())):
            yield way.sentence, chance, way.proposal.first, way.proposal.last, _why(way.proposal)


def _why(proposal: Proposal) -> str:
    names = proposal.names
    if len(names) < BOTH_ENDS:
        return f"may tell of a way, but of its ends only {names[0]} is read"
    return f"may tell of a way between {names[0]} and {names[-1]}, but too little says so"


def _sentence(token: int, evidence: Evidence) -> int:
    return max(0, bisect_right(evidence.begins, token) - 1)


def _seen(evidence: Evidence, sentence: int, first: int, last: int, reason: str) -> Seen:
    start, end = evidence.tokens.starts[first], evidence.tokens.ends[last - 1]
    return Seen(start, end, evidence.document.text[start:end], sentence, reason)
