"""A text as prose would write it: headlines, datelines and cries in capitals get the letters of a sentence.

"FREIGHT TRAINS FROM BAKU TO TBILISI HALTED" says nothing by its capitals, and "Azerbaijan Ships Freight From Alat To
Kuryk" little more: both are read as if written "Freight trains from Baku to Tbilisi halted". Nothing is added or left
out, so that every offset stays what it was; arrows between stops are read as the dashes they stand for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.gazetteer import Form
from geo.recognition.lexicon import habit_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.gazetteer import Gazetteer
    from geo.model import Document

__all__ = ["as_prose"]

LINE = re.compile(r"[^\n]+")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
ARROWS = re.compile(r"(?<=\s)(?:[→⟶➔➜⇒►▶↔⟷]|>)(?=\s)")
DATELINE = re.compile(
    r"^[ \t]*((?:[A-Z][A-Z'’.-]{1,19} ){0,3}[A-Z][A-Z'’.-]{1,19})"
    r"(?=, (?:\d{1,2}\.? )?[A-Z][^\n]{1,40}?[ )](?:—|–|--|-) | ?\([A-Z][^\n)]{1,20}\)|,? (?:—|–|--) )",
    re.MULTILINE,
)
CODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?(?= \d[A-Z]{2}\b)|(?<=\d )\d[A-Z]{2}\b|\b[A-Z]*\d+[A-Z]+\d*\b")
"""Postcodes, numbers of flights and invoices: their letters name nothing."""
CODED = re.compile(r"[A-Z]\d|\d[A-Z]")
"""What every such code holds."""
CAPITALS_SHARE, FEWEST_LETTERS, FEWEST_CRIED = 0.9, 8, 2
MOST_SMALL = 0.11  # of a cried line, a little above what the share of capitals leaves
NOT_SMALL = bytes(set(range(256)) - set(b"abcdefghijklmnopqrstuvwxyz"))
FEWEST_TITLED = 4
LONGEST_NAME = 4
QUIET = " ,–-—'’\"“”()"  # what may stand between two words of one sentence
SHORT_WORDS = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "to", "from", "for", "by", "and", "or", "but", "as", "with", "via", "nor",
    "over", "into", "after", "near", "up", "off",
})  # fmt: skip
LONG_SMALL_WORD = re.compile(rf"(?<![^\W\d_])(?<!['’])[a-z]{{{max(map(len, SHORT_WORDS)) + 1}}}")
"""Begins a word that a title would give a capital."""
TITLED = frozenset({"from", "to", "with", "into", "via", "by", "in", "of", "at", "on", "for", "and", "over", "after"})
SMALL_HABITS = frozenset("01")
ABBREVIATION = 5
KNOWN_TOWN = 5_000


def as_prose(
    document: Document, gazetteer: Gazetteer, is_name: Callable[[str], object] = lambda _phrase: None
) -> Document:
    """Return a document whose headlines and datelines are written like sentences.

    Parameters
    ----------
    document
        As it was read.
    gazetteer
        Knows which words are names.
    is_name
        Tells of further phrases whether they are names, such as those of corridors.

    Returns
    -------
    The same document where nothing stands in capitals; offsets are the same in any case.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> as_prose(document("FREIGHT TRAINS FROM BAKU TO TBILISI HALTED"), Gazetteer.open()).text
    'Freight trains from Baku to Tbilisi halted'
    """
    text, lines, datelines = _unlike_prose(document.text)
    changes: list[tuple[int, int, str]] = []
    for words, cried in lines:
        changes += _recased(text, words, gazetteer, is_name, cried=cried)
    taken = {start for start, _, _ in changes}
    for start, end in datelines:
        words = [(start + m.start(), start + m.end()) for m in WORD.finditer(text[start:end])]
        if words[0][0] not in taken and _known(text[words[0][0] : words[-1][1]].title(), gazetteer):
            changes += [(a, b, text[a:b].capitalize()) for a, b in words]
    if not changes and text == document.text:
        return document
    return replace(document, text=_with(text, changes))


@lru_cache(maxsize=2)  # recognition and the reader of corridors ask of one text, each with names of its own
def _unlike_prose(written: str) -> tuple[str, list[tuple[list[tuple[int, int]], bool]], list[tuple[int, int]]]:
    """Return a text with its codes and arrows read, the words of lines to rewrite, and its datelines.

    Returns
    -------
    The text; for each line to rewrite where its words stand, and whether it is cried; where datelines stand.
    """
    text = ARROWS.sub("–", written)
    if CODED.search(text):
        text = CODE.sub(lambda match: match[0].lower(), text)
    lines = []
    for line in LINE.finditer(text):
        cried = _is_cried(line[0])
        if cried or _may_be_titled(line[0]):
            words = [(line.start() + m.start(), line.start() + m.end()) for m in WORD.finditer(line[0])]
            if cried or _is_titled([text[a:b] for a, b in words]):
                lines.append((words, cried))
    return text, lines, [dateline.span(1) for dateline in DATELINE.finditer(text)]


def _with(text: str, changes: list[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, word in sorted(changes):
        if len(word) == end - start:  # "ß" has no capital of one letter
            parts += [text[at:start], word]
            at = end
    return "".join([*parts, text[at:]])


def _is_cried(line: str) -> bool:
    small = len(line.encode("ascii", "ignore").translate(None, NOT_SMALL))
    if small > MOST_SMALL * len(line):
        return False  # so many letters are small that the rest, were they all capitals, would not do
    letters = [c for c in line if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return (
        len(letters) >= FEWEST_LETTERS
        and capitals >= CAPITALS_SHARE * len(letters)
        and len(WORD.findall(line)) > FEWEST_CRIED
    )


def _may_be_titled(line: str) -> bool:
    """Tell at a glance what may be a title from what is none: it ends like a sentence, or has a long small word."""
    return not line.rstrip().endswith((".", ";", ",")) and not LONG_SMALL_WORD.search(line)


def _is_titled(words: list[str]) -> bool:
    """Tell whether every word of a line begins with a capital, down to those that no sentence would give one."""
    if len(words) < FEWEST_TITLED:
        return False
    if any(word[0].islower() and word.lower() not in SHORT_WORDS for word in words):
        return False
    small = sum(habit_of(word.lower()) in SMALL_HABITS for word in words[1:])
    return any(word.lower() in TITLED and word[0].isupper() for word in words[1:]) and small > 1


def _recased(
    text: str,
    words: list[tuple[int, int]],
    gazetteer: Gazetteer,
    is_name: Callable[[str], object],
    *,
    cried: bool,
) -> Iterator[tuple[int, int, str]]:
    index = 0
    while index < len(words):
        count = _longest_name(text, words[index : index + LONGEST_NAME], gazetteer, is_name)
        for start, end in words[index : index + max(1, count)]:
            word = text[start:end]
            if count and not (count == 1 and _is_abbreviation(word, gazetteer)):
                yield start, end, (word.capitalize() if cried and word.isupper() else word)
            elif not count:
                is_first = index == 0 or text[words[index - 1][1] : start].strip(QUIET) != ""
                yield start, end, (word.lower() if not is_first else word.capitalize() if cried else word)
        index += max(1, count)


def _longest_name(
    text: str, words: list[tuple[int, int]], gazetteer: Gazetteer, is_name: Callable[[str], object]
) -> int:
    """Return how many words from here on are a name; 0 where none is."""
    for count in range(len(words), 1, -1):
        phrase = text[words[0][0] : words[count - 1][1]]
        if "." not in phrase and (_known(phrase.title(), gazetteer) or is_name(phrase)):
            return count
    word = text[words[0][0] : words[0][1]]
    habit = habit_of(word.lower())
    if habit in SMALL_HABITS:
        return 0
    if habit != "?" or not word.isupper():
        return 1
    return int(bool(_known(word.capitalize(), gazetteer)) or _is_abbreviation(word, gazetteer))


def _is_abbreviation(word: str, gazetteer: Gazetteer) -> bool:
    return (
        len(word) <= ABBREVIATION
        and word.isupper()
        and any(
            m.exact and m.record.kind in {"country", "region"} and m.form < Form.CODE for m in gazetteer.lookup(word)
        )
    )


def _known(phrase: str, gazetteer: Gazetteer) -> bool:
    return any(
        m.form in {Form.PRIMARY, Form.ALIAS}
        and (m.record.kind != "city" or m.record.population >= KNOWN_TOWN or " " not in phrase)
        for m in gazetteer.lookup(phrase)
    )
