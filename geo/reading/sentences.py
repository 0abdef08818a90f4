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

BLANK_LINE = re.compile(r"\n[ \t]*\n")
END = re.compile(  # begins with a class of marks, so that all between two of them is passed over at once
    r"[.!?…。！？؟۔।։](?:(?<=[.!?…])(?<![.!?…].)[.!?…]*+['\"’”»)\]]*+(?=\s)|(?<=[。！？؟۔।։])[。！？؟۔।։]*['\"’”»」』）]*)",
    re.DOTALL,
)
ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "sgt", "capt", "cmdr", "adm", "maj", "brig", "sen", "rep",
    "gov", "st", "mt", "ft", "no", "nos", "vol", "art", "fig", "eq", "pp", "p", "ed", "eds", "vs", "v", "cf", "ca",
    "approx", "est", "dept", "univ", "assn", "bros", "inc", "ltd", "co", "corp", "jr", "sr", "rev", "hon", "pres",
    "тыс", "млн", "млрд", "им", "ул", "просп", "руб", "долл", "см", "т.е", "т.к", "т.д", "т.п", "проф", "тис", "грн",
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
OPENING = re.compile(r"[(\[\"“‘']")
LONGEST_ABBREVIATION = max(map(len, ABBREVIATIONS))
LONGEST_BRACKET = 600
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
    spans = [span for start, end in _paragraphs(text) for span in _spans(text, start, end)]
    return tuple(Sentence(i, start, end) for i, (start, end) in enumerate(_with_citations(text, spans, citations)))


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int:
    """Return the index of the sentence that holds an offset (or lies before it)."""
    return max(0, bisect_right(sentences, offset, key=lambda s: s.start) - 1)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Give where paragraphs, divided by blank lines, begin and end without the white space around them."""
    begin = 0
    for end, after in [*(blank.span() for blank in BLANK_LINE.finditer(text)), (len(text), len(text))]:
        paragraph = text[begin:end].lstrip()
        words = paragraph.rstrip()
        if words:
            yield end - len(paragraph), end - len(paragraph) + len(words)
        begin = after


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    seen, balance, opened = start, 0, -1  # brackets of this sentence, counted once up to `seen`
    for match in END.finditer(text, start, end):
        balance += text.count("(", seen, match.end()) - text.count(")", seen, match.end())
        opened = max(opened, text.rfind("(", seen, match.end()))
        seen = match.end()
        is_open = balance > 0 and _is_closed_soon(text, opened, match.end())
        if match.end() < end and not is_open and _ends_here(text, start, match):
            yield start, match.end()
            start, balance, opened = match.end(), 0, -1
            while start < end and text[start].isspace():
                start += 1
    if start < end:
        yield start, end


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    following = NEXT_WORD.match(text, match.end())
    next_word = following[1] if following else ""
    if match[0][0] not in ".…":
        return match[0][0] not in "!?" or not _is_small(next_word)
    if _is_small(next_word):
        return False
    if match[0] != ".":
        return True
    word = _word_before(text, start, match.start())
    if word in ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return word in MAY_END and next_word.casefold() in STARTERS
    return True


def _is_small(word: str) -> bool:
    """Tell whether a word begins with a small letter; Georgian has no others, so that there it says nothing."""
    return word[:1].islower() and not "\u10d0" <= word[:1] <= "\u10ff"


def _word_before(text: str, start: int, end: int) -> str:
    """Return the word that ends at an offset, folded; no more of it than an abbreviation may have."""
    near = text[max(start, end - LONGEST_ABBREVIATION - 1) : end]
    word = near.split()[-1] if near and not near[-1].isspace() else ""
    return OPENING.split(word)[-1].casefold()


def _is_closed_soon(text: str, opened: int, end: int) -> bool:
    """Tell whether an open bracket is closed within reason: a lone bracket opens nothing."""
    closing = text.find(")", end, opened + LONGEST_BRACKET)
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
