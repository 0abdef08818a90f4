"""From a document to the mentions of places in it, each with its role.

Stretches of text around capitals are read by a sequence tagger (:mod:`~geo.recognition.tagger`): its clues
(:mod:`~geo.recognition.features`) are the word, its neighbours, what the gazetteer knows of it alone and as part of a
longer name (:mod:`~geo.recognition.candidates`), word lists (:mod:`~geo.recognition.lexicon`) and how the document uses
it elsewhere. A second model tells the place from the government or people that go by its name
(:mod:`~geo.recognition.roles`). Both models are lists of clues and weights under ``geo/data``, made by
``python -m geo.recognition.train`` from the corpora named at their head.

Knows nothing of coordinates.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from geo.model import Mention
from geo.reading.sentences import sentence_at
from geo.recognition.candidates import Knowledge
from geo.recognition.classifier import load
from geo.recognition.roles import role_clues
from geo.recognition.spans import find_spans
from geo.recognition.tagger import load_tagger
from geo.recognition.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document
    from geo.recognition.candidates import Candidate
    from geo.recognition.tokens import Tokens

__all__ = ["recognise"]

ROLE_THRESHOLD = 0.5
LIST_GAP = 3
LIST_WORDS = frozenset({",", "and", "or", "the", "&", "–", "—", "-", "/"})


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
    text, tokens, knowledge = document.text, tokenise(document), Knowledge.of(gazetteer)
    found = find_spans(text, tokens, knowledge, load_tagger("toponym-weights"))
    cited = sorted({(citation.start, citation.end) for citation in document.citations})
    found = [span for span in found if not _is_within(cited, tokens.starts[span.first])]
    named = [knowledge.span(span.first, span.last, text, tokens) for span in found]
    roles = load("role-weights")
    readings = [role_clues(candidate, tokens) for candidate in named]
    chances = [
        0.0 if candidate.known.is_natural else roles.probability(reading)
        for candidate, reading in zip(named, readings, strict=True)
    ]
    chances = _shared_in_lists(chances, named, tokens)
    mentions = []
    for span, candidate, reading, chance in zip(found, named, readings, chances, strict=True):
        start, end = tokens.starts[span.first], tokens.ends[span.last - 1]
        mentions.append(
            Mention(
                start=start,
                end=end,
                phrase=text[start:end],
                sentence=sentence_at(document.sentences, start),
                role="associative" if candidate.known.is_demonym or chance >= ROLE_THRESHOLD else "literal",
                confidence=round(span.confidence, 3),
                cue=roles.strongest(reading),
                is_demonym=candidate.known.is_demonym,
            )
        )
    return tuple(mentions)


def _shared_in_lists(chances: list[float], candidates: list[Candidate], tokens: Tokens) -> list[float]:
    """Give the members of a list, or the stops of a line, one reading: "from Turkey, France and Norway"."""
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
    between = tokens.lowers[before.last : after.first]
    if not 0 < len(between) <= LIST_GAP or not LIST_WORDS.issuperset(between):
        return False
    return between != [","] or before.known.is_country == after.known.is_country  # "Tbilisi, Georgia" is no list


def _is_within(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Tell whether an offset lies in one of the spans, which are sorted and do not overlap."""
    before = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return before >= 0 and offset < spans[before][1]
