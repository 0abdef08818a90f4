"""Where sentences begin and end.

A full stop ends a sentence unless it belongs to an abbreviation, an initial or a number; nothing ends inside brackets;
a citation that trails a sentence belongs to it; a blank line always ends one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from geo.model import Citation, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["find_sentences", "sentence_at"]

PARAGRAPH = re.compile(r"\S(?:.*?\S)?(?=\s*(?:\n[ \t]*\n|\Z))", re.DOTALL)
END = re.compile(
    r"(?:[.!?…]+(?P<close>['\"’”»)\]]*)(?=\s)|[。！？؟۔।]+['\"’”»」』）]*)",
)
ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "sgt", "capt", "cmdr", "adm", "maj", "brig", "sen", "rep",
    "gov", "st", "mt", "ft", "no", "nos", "vol", "art", "fig", "eq", "pp", "p", "ed", "eds", "vs", "v", "cf", "ca",
    "approx", "est", "dept", "univ", "assn", "bros", "inc", "ltd", "co", "corp", "jr", "sr", "rev", "hon", "pres",
    "amb", "messrs", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "e.g",
    "i.e", "al", "a.m", "p.m", "u.s", "u.k", "u.n", "e.u", "d.c", "ave", "blvd", "rd", "km", "sq",
})  # fmt: skip
MAY_END = frozenset(
    {"inc", "ltd", "co", "corp", "jr", "sr", "al", "a.m", "p.m", "u.s", "u.k", "u.n", "e.u", "d.c", "km"}
)
"""Abbreviations that also close sentences: the next word decides."""
STARTERS = frozenset({
    "the", "a", "an", "this", "that", "these", "those", "it", "its", "he", "his", "she", "her", "they", "their",
    "we", "our", "i", "in", "on", "at", "by", "for", "from", "with", "as", "but", "and", "or", "if", "when",
    "while", "after", "before", "since", "although", "however", "moreover", "meanwhile", "there", "here", "no",
    "not", "what", "who", "why", "how",
})  # fmt: skip
WORD_BEFORE = re.compile(r"[^\s(\[\"“‘']+\Z")
NEXT_WORD = re.compile(r"[\s\"“‘'(\[]*([^\s.,;:!?\"”’)]+)")


def find_sentences(text: str, citations: Sequence[Citation] = ()) -> tuple[Sentence, ...]:
    """Divide a text into sentences.

    Parameters
    ----------
    text
        The article.
    citations
        Found before; one that follows a full stop joins the sentence it proves.

    Returns
    -------
    Sentences in order; together they hold every character but the white space between them.

    Examples
    --------
    >>> [(s.start, s.end) for s in find_sentences("Gen. Petr left. He was in the U.S. then.")]
    [(0, 15), (16, 40)]
    """
    spans = [
        span for paragraph in PARAGRAPH.finditer(text) for span in _spans(text, paragraph.start(), paragraph.end())
    ]
    return tuple(Sentence(i, start, end) for i, (start, end) in enumerate(_with_citations(text, spans, citations)))


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int:
    """Return the index of the sentence that holds an offset (or lies before it)."""
    return max(0, bisect_right(sentences, offset, key=lambda s: s.start) - 1)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in END.finditer(text, start, end):
        if match.end() < end and _ends_here(text, start, match):
            yield start, match.end()
            start = match.end()
            while start < end and text[start].isspace():
                start += 1
    if start < end:
        yield start, end


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    following = NEXT_WORD.match(text, match.end())
    next_word = following[1] if following else ""
    if _is_open(text, start, match.end()):
        return False
    if match[0][0] not in ".…":
        return match[0][0] not in "!?" or not next_word[:1].islower()
    if next_word[:1].islower():
        return False
    before = WORD_BEFORE.search(text, start, match.start())
    word = before[0].casefold() if before else ""
    if match[0] == "." and (word in ABBREVIATIONS or (len(word) == 1 and word.isalpha())):
        return word in MAY_END and next_word.casefold() in STARTERS
    return True


def _is_open(text: str, start: int, end: int) -> bool:
    """Tell whether a bracket opened in this sentence is still open (within reason: a lone bracket opens nothing)."""
    opened = text.rfind("(", start, end)
    if opened < 0 or text.count("(", start, end) <= text.count(")", start, end):
        return False
    closing = text.find(")", end, opened + 600)
    return closing >= 0 and "\n\n" not in text[end:closing]


def _with_citations(
    text: str, spans: list[tuple[int, int]], citations: Sequence[Citation]
) -> Iterator[tuple[int, int]]:
    """Join a span that is nothing but a citation to the span before it."""
    ends = {c.start: c.end for c in citations}
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        while merged and start in ends and "\n\n" not in text[merged[-1][1] : start] and ends[start] <= end:
            stop = ends[start]
            while stop < end and text[stop] in ".;,":
                stop += 1
            merged[-1] = (merged[-1][0], stop)
            while stop < end and text[stop].isspace():
                stop += 1
            start = stop  # noqa: PLW2901 - what is left of the span
        if start < end:
            merged.append((start, end))
    yield from merged
