"""The words of a text in a language, and what the language's lists say of each.

In Chinese every character is a word of its own, so that what is looked for in words is looked for in characters. Where
a name takes its ending after an apostrophe ("Bakü’den"), the ending is kept beside the word; where a short word leans
on a name ("d’Istanbul", "l’Iran"), it is a word of its own. In Arabic the letters that lean on a word (و ب ل ك ف) stay
with it and are cut off where that is needed (:func:`without_prefix`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo.csv_tables import data_table
from geo.languages.language_data import language, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.languages.language_data import Value

    Entry = tuple[tuple[str, ...], str, Value]

__all__ = ["Lexicon", "Sense", "Word", "as_read", "lexicon_of", "plain", "stems_in", "without_prefix", "words_in"]

WORD = re.compile(r"[^\W\d_]+(?:[\u200c][^\W\d_]+)*(?:[\u064b-\u0652\u0670]+[^\W\d_]*)*|\d+")
HAN = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|\d+")
APOSTROPHES = "'’ʼ‘"
SUFFIXED = frozenset({"tr", "az"})
ELIDING = frozenset({"fr", "pt", "es"})
WITHIN = frozenset({"uk"})
LEANING = {"ar": "وفبلك"}
MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
ALIKE = str.maketrans({"ك": "ک", "ي": "ی", "ى": "ی", "أ": "ا", "إ": "ا", "ة": "ه", "ё": "е", "’": "", "ʼ": "", "'": ""})
STEM = re.compile(r"\*?[^\W\d_]+(?:\u200c[^\W\d_]+)*\*?")
LONGEST_STEM = 14


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text; ``suffix`` is what follows its apostrophe, ``plain`` how it is compared."""

    text: str
    plain: str
    start: int
    end: int
    suffix: str = ""

    @property
    def is_capital(self) -> bool:
        """True where it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Sense:
    """What the lists say of the words from here on: a class, its value, and how many words it takes."""

    kind: str
    value: Value
    length: int


def plain(word: str) -> str:
    """Return a word as the lists are compared: small letters, without marks, with one letter for those alike.

    Examples
    --------
    >>> plain("Самолёт") == plain("самолет"), plain("كابل") == plain("کابل")
    (True, True)
    """
    return MARKS.sub("", word.replace("İ", "i")).lower().translate(ALIKE)


def words_in(text: str, code: str, start: int, end: int) -> list[Word]:
    """Return the words of a stretch of text in reading order.

    Parameters
    ----------
    text
        The whole text.
    code
        The language.
    start, end
        Where the stretch lies.

    Examples
    --------
    >>> [(w.text, w.suffix) for w in words_in("Bakü’den Kars’a", "tr", 0, 15)]
    [('Bakü', 'den'), ('Kars', 'a')]
    >>> [w.text for w in words_in("经霍尔果斯", "zh", 0, 5)]
    ['经', '霍', '尔', '果', '斯']
    >>> [w.text for w in words_in("經霍爾果斯", "zh", 0, 5)]
    ['经', '霍', '尔', '果', '斯']
    """
    text = as_read(text, code)
    pattern = WORD if language(code).spaced else HAN
    found = [Word(m[0], plain(m[0]), m.start(), m.end()) for m in pattern.finditer(text, start, end)]
    if code in SUFFIXED:
        return list(_with_suffixes(found, text))
    return list(_joined(found, text)) if code in WITHIN else found


def as_read(text: str, code: str) -> str:
    """Return a text in the letters in which it is read, as long as it was: Chinese in simplified ones.

    Examples
    --------
    >>> as_read("經烏魯木齊", "zh"), as_read("Баку", "ru")
    ('经乌鲁木齐', 'Баку')
    """
    return text.translate(_simplified()) if code == "zh" else text


@cache
def _simplified() -> dict[int, str]:
    """Return the simplified letter of each traditional one that names of places are written with."""
    rows = data_table("zh", "traditional.csv", columns=("traditional", "simplified"))
    return {ord(row["traditional"]): row["simplified"] for _, row in rows}


def _with_suffixes(words: Sequence[Word], text: str) -> Iterator[Word]:
    """Let the ending after an apostrophe belong to the word before it."""
    skipped = False
    for word, after in zip(words, [*words[1:], None], strict=True):
        if skipped:
            skipped = False
            continue
        joined = after is not None and after.start == word.end + 1 and text[word.end] in APOSTROPHES
        if joined and after is not None and after.text.islower():
            skipped = True
            yield Word(word.text, word.plain, word.start, word.end, after.plain)
        else:
            yield word


def _joined(words: Sequence[Word], text: str) -> Iterator[Word]:
    """Put together what an apostrophe within a word divides: Чорномор’я."""
    held: Word | None = None
    for word in words:
        if held is not None and word.start == held.end + 1 and text[held.end] in APOSTROPHES:
            whole = text[held.start : word.end]
            held = Word(whole, plain(whole), held.start, word.end)
            continue
        if held is not None:
            yield held
        held = word
    if held is not None:
        yield held


def without_prefix(word: str, code: str) -> Iterator[tuple[int, str]]:
    """Give a word as it stands and without each letter that may lean on it, with how many letters are cut off.

    Examples
    --------
    >>> list(without_prefix("وبغداد", "ar"))
    [(0, 'وبغداد'), (1, 'بغداد'), (2, 'غداد')]
    """
    yield 0, word
    leaning, cut = LEANING.get(code, ""), 0
    while cut < 2 and len(word) - cut > 3 and word[cut] in leaning:
        cut += 1
        yield cut, word[cut:]


def stems_in(phrase: str, code: str) -> tuple[str, ...]:
    """Return the words of a phrase of a list as they are compared; one that stands for its endings keeps its star.

    Examples
    --------
    >>> stems_in("железн* дорог*", "ru"), stems_in("прем’єр*", "uk")
    (('железн*', 'дорог*'), ('премєр*',))
    """
    if code in WITHIN:
        phrase = re.sub(f"[{APOSTROPHES}]", "", phrase)
    return tuple(map(plain, STEM.findall(MARKS.sub("", phrase))))


class Lexicon:
    """A language's words by class, looked up at a place in a text."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._exact: dict[str, list[Entry]] = {}
        self._stems: dict[str, list[Entry]] = {}
        self._ends: dict[str, list[Entry]] = {}
        self._plain: set[str] = set()
        self.senses_of = cache(self._senses_of)
        for row in words_of(code):
            for phrase in row.words:
                self._add(phrase, row.kind, row.value)

    def _add(self, phrase: str, kind: str, value: Value) -> None:
        parts = tuple(phrase) if not language(self._code).spaced else stems_in(phrase, self._code)
        if not parts:
            return
        self._plain.add("".join(parts))
        first = parts[0]
        index = self._stems if first.endswith("*") else self._ends if first.startswith("*") else self._exact
        index.setdefault(first.strip("*"), []).append((parts, kind, value))

    def knows(self, word: str) -> bool:
        """Tell whether the lists hold a word as it stands, in any class: then it is a plain word."""
        return word in self._plain

    def is_of(self, word: str, kind: str) -> bool:
        """Tell whether a word by itself is of a class."""
        return any(len(parts) == 1 and found == kind for parts, found, _ in self.senses_of(word))

    def _senses_of(self, word: str) -> tuple[Entry, ...]:
        found = list(self._exact.get(word, ()))
        for length in range(min(len(word), LONGEST_STEM), 0, -1):
            found += self._stems.get(word[:length], ())
        for start in range(1, len(word)) if self._ends else ():
            found += self._ends.get(word[start:], ())
        return tuple(found)

    def at(self, words: Sequence[Word], index: int) -> list[Sense]:
        """Return what the words from an index on are, longest first."""
        found = []
        for cut, first in without_prefix(words[index].plain, self._code):
            for parts, kind, value in self.senses_of(first):
                if cut and kind in {"function", "and", "not"}:
                    continue
                if all(
                    index + i < len(words) and _fits(words[index + i].plain, part)
                    for i, part in enumerate(parts[1:], 1)
                ):
                    found.append(Sense(kind, value, len(parts)))
        return sorted(found, key=lambda sense: -sense.length)


def _fits(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


@cache
def lexicon_of(code: str) -> Lexicon:
    """Return the lexicon of a language."""
    return Lexicon(code)
