"""What is looked for once in a document and read by all: words, sentences, places, rows and chains of places, names."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.corridors.chains import find_chains, find_rows
from geo.corridors.named_corridors import find_named
from geo.corridors.place_spans import find_spans
from geo.recognition.overrides import is_figure
from geo.recognition.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.corridors.chains import Chain, Row
    from geo.corridors.named_corridors import NamedCorridor
    from geo.corridors.place_spans import Span
    from geo.courses import Catalogue
    from geo.gazetteer import Gazetteer
    from geo.model import Document, Mention
    from geo.recognition.tokens import Tokens

__all__ = ["Findings", "look"]


@dataclass(frozen=True, slots=True)
class Findings:
    """The words of a document, and the places and names found in it.

    Attributes
    ----------
    bounds
        For each sentence, the tokens where it begins and ends.
    rows
        Places joined by dashes, whatever they mean.
    chains
        Those of them that the noun of a way follows.
    named
        Names of ways that the catalogue or the rules know.
    spans
        Places, those too that only the words around them tell.
    inside
        For each sentence, its places.
    figures
        Names of ways that stand for what is like them: "a new Suez Canal".
    """

    document: Document
    tokens: Tokens
    bounds: tuple[tuple[int, int], ...]
    rows: Sequence[Row]
    chains: Sequence[Chain]
    named: Sequence[NamedCorridor]
    spans: Sequence[Span]
    inside: tuple[tuple[Span, ...], ...]
    figures: tuple[tuple[int, int], ...] = ()


def _within(offset: int, cited: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a word stands in a citation, which says nothing of the article's own."""
    index = bisect_left(cited, (offset + 1,)) - 1
    return index >= 0 and cited[index][0] <= offset < cited[index][1]


def look(document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, catalogue: Catalogue) -> Findings:
    """Look a document through.

    Parameters
    ----------
    document
        As it was read.
    mentions
        Its toponyms, as recognised.
    gazetteer
        Tells names of places from other names.
    catalogue
        Ways known by name.
    """
    tokens = tokenise(document)
    starts = tokens.starts
    bounds = tuple((bisect_left(starts, s.start), bisect_left(starts, s.end)) for s in document.sentences)
    cited = [(citation.start, citation.end) for citation in document.citations]
    rows = [row for row in find_rows(document.text, tokens, gazetteer) if not _within(starts[row[0]], cited)]
    found = find_spans(document, tokens, mentions, gazetteer)
    spans = [span for span in found if not _within(starts[span.first], cited)]
    firsts = [span.first for span in spans]
    named = find_named(document.text, tokens, catalogue, gazetteer)
    figures = [name for name in named if _is_figure(name, tokens)]
    likened = {name.first for name in figures}
    return Findings(
        document=document,
        tokens=tokens,
        bounds=bounds,
        rows=rows,
        chains=find_chains(rows, tokens, gazetteer),
        named=[name for name in named if name.first not in likened],
        spans=spans,
        inside=tuple(tuple(spans[bisect_left(firsts, begin) : bisect_left(firsts, end)]) for begin, end in bounds),
        figures=tuple((name.first, name.last) for name in figures),
    )


def _is_figure(name: NamedCorridor, tokens: Tokens) -> bool:
    """Tell a likeness of a way in use, "a new Suez Canal", from one that is to be built, "a new Zangezur corridor"."""
    in_use = name.entry is not None and name.entry.status == "operating"
    return in_use and is_figure(name.first, name.last, tokens)
