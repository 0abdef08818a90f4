"""A stretch of text in one language, with its words, what the lists say of them, and the names that were read in it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.encoder.clues import Clues
    from geo.languages.language_data import Language
    from geo.languages.words import Sense, Word

__all__ = ["Found", "Scene"]


@dataclass(frozen=True, slots=True)
class Found:
    """A name that was read.

    Attributes
    ----------
    first, last
        Its words, end exclusive.
    start, end
        Its span in the text.
    name
        Its plain form, which the gazetteer knows.
    case
        What its ending tells, as :data:`geo.languages.language_data.CASES`.
    score
        What it comes to.
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    case: str
    standing: float
    score: float = 0.0
    is_placed: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch of text in one language, with its words and what the lists say of them.

    Attributes
    ----------
    senses
        For each word, what begins there.
    ending
        For each word, what ends just before it.
    names
        The names in it, in reading order.
    clues
        What the encoder says of the text; ``None`` where the rules read it alone.
    """

    text: str
    language: Language
    words: Sequence[Word]
    senses: Sequence[Sequence[Sense]]
    ending: Sequence[Sequence[Sense]]
    names: Sequence[Found] = ()
    clues: Clues | None = None

    def names_within(self, first: int, last: int) -> Sequence[Found]:
        """Return the names among some words, end exclusive."""
        start = bisect_left(self.names, first, key=lambda name: name.first)
        return self.names[start : bisect_left(self.names, last, lo=start, key=lambda name: name.first)]

    def words_within(self, start: int, end: int) -> range:
        """Return which words begin between two characters, end exclusive."""
        first = bisect_left(self.words, start, key=lambda word: word.start)
        return range(first, bisect_left(self.words, end, lo=first, key=lambda word: word.start))
