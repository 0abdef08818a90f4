"""From a document to the mentions of places in it, each with its role.

A gazetteer proposes every span it knows by name (:mod:`~geo.recognition.candidates`); a linear model weighs the clues
around each (:mod:`~geo.recognition.features`) and keeps the longest that do not overlap; a second one tells the place
from the government or people that go by its name (:mod:`~geo.recognition.roles`). Both models are lists of clues and
weights under ``geo/data``, made by ``python -m geo.recognition.train`` from the news corpora named at their head.

Knows nothing of coordinates.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from geo.model import Mention
from geo.reading.sentences import sentence_at
from geo.recognition.candidates import NAMES, Candidate, find_candidates, is_facility, is_natural
from geo.recognition.classifier import load
from geo.recognition.features import DocumentEvidence, toponym_clues
from geo.recognition.roles import role_clues
from geo.recognition.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document
    from geo.recognition.tokens import Tokens

__all__ = ["recognise"]

TOPONYM_THRESHOLD = 0.5
ROLE_THRESHOLD = 0.5
LIST_GAP = 3
LIST_WORDS = frozenset({",", "and", "or", "the", "&"})


def recognise(document: Document, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Find the toponyms of a document.

    Parameters
    ----------
    document
        As it was read.
    gazetteer
        Which names exist.

    Returns
    -------
    Mentions in reading order, none overlapping. Demonyms ("Georgian officials") are marked as such; names inside an
    organisation's name are left out.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> text = document("Ministers met in Tbilisi. Moscow rejected the plan.")
    >>> [(m.phrase, m.role) for m in recognise(text, Gazetteer.open())]
    [('Tbilisi', 'literal'), ('Moscow', 'associative')]
    """
    tokens = tokenise(document)
    cited = sorted((citation.start, citation.end) for citation in document.citations)
    candidates = [c for c in find_candidates(document.text, tokens, gazetteer) if not _is_within(cited, c.start)]
    evidence = DocumentEvidence(tokens, candidates)
    toponyms, roles = load("toponym-weights"), load("role-weights")
    scored = [
        (1.0 if c.is_demonym or is_facility(c) else toponyms.probability(toponym_clues(c, tokens, evidence)), c)
        for c in candidates
    ]
    accepted = _longest([(probability, c) for probability, c in scored if probability >= TOPONYM_THRESHOLD])
    readings = [role_clues(candidate, tokens) for _, candidate in accepted]
    named = [candidate for _, candidate in accepted]
    chances = [0.0 if is_natural(c) else roles.probability(clues) for c, clues in zip(named, readings, strict=True)]
    chances = _shared_in_lists(chances, named, tokens)
    return tuple(
        Mention(
            start=candidate.start,
            end=candidate.end,
            phrase=candidate.name,
            sentence=sentence_at(document.sentences, candidate.start),
            role="associative" if candidate.is_demonym or chance >= ROLE_THRESHOLD else "literal",
            confidence=round(probability, 3),
            cue=roles.strongest(clues),
            is_demonym=candidate.is_demonym,
        )
        for (probability, candidate), clues, chance in zip(accepted, readings, chances, strict=True)
    )


def _shared_in_lists(chances: list[float], candidates: list[Candidate], tokens: Tokens) -> list[float]:
    """Give the members of a list one reading, the mean: "from Turkey, the US, France and Norway"."""
    shared = list(chances)
    start = 0
    for i in range(1, len(candidates) + 1):
        if i < len(candidates) and _listed(candidates[i - 1], candidates[i], tokens):
            continue
        mean = sum(chances[start:i]) / (i - start)
        shared[start:i] = [mean] * (i - start)
        start = i
    return shared


def _listed(before: Candidate, after: Candidate, tokens: Tokens) -> bool:
    between = [tokens.word(i) for i in range(before.last, after.first)]
    if not 0 < len(between) <= LIST_GAP or not set(between) <= LIST_WORDS:
        return False
    return between != [","] or _is_country(before) == _is_country(after)  # "Tbilisi, Georgia" is no list


def _is_country(candidate: Candidate) -> bool:
    return any(match.record.kind == "country" and match.form in NAMES for match in candidate.matches)


def _is_within(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Tell whether an offset lies in one of the spans, which are sorted and do not overlap."""
    before = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return before >= 0 and offset < spans[before][1]


def _longest(scored: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Of overlapping candidates keep the longest, then the likeliest."""
    taken: set[int] = set()
    kept = []
    for probability, candidate in sorted(scored, key=lambda item: (item[1].first - item[1].last, -item[0])):
        span = range(candidate.first, candidate.last)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append((probability, candidate))
    return sorted(kept, key=lambda item: item[1].start)
