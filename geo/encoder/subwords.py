"""Text divided into the pieces of words that the encoder was trained on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.encoder.encoder_weights import Weights

__all__ = ["Subwords", "Token"]

START = "▁"
"""What stands for the beginning of a word in the vocabulary."""
UNKNOWN_COSTS = 10.0
"""How much less likely than the least likely piece a character is that no piece holds."""


class Token(NamedTuple):
    """A piece of a word: its number, and its characters in the text."""

    id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Subwords:
    """Divides words into the likeliest pieces.

    Attributes
    ----------
    weights
        With the vocabulary.

    Examples
    --------
    >>> from geo.encoder.encoder_weights import Weights, find_weights
    >>> path = find_weights()
    >>> text = "to Batumi"
    >>> path is None or [text[t.start : t.end] for t in Subwords(Weights.load(path)).divide(text)][0] == "to"
    True
    """

    weights: Weights
    _longest: int = field(init=False, repr=False)
    _unknown: float = field(init=False, repr=False)
    _divided: dict[str, tuple[tuple[int, int, int], ...]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_longest", max(map(len, self.weights.pieces)))
        object.__setattr__(self, "_unknown", float(self.weights.scores.min()) - UNKNOWN_COSTS)

    def divide(self, text: str, start: int = 0, end: int | None = None) -> list[Token]:
        """Return the pieces of a part of a text in reading order.

        Parameters
        ----------
        text
            Any.
        start, end
            The part, offsets in code points; the whole text where none are given.
        """
        found: list[Token] = []
        for word, places in self._words(text, start, len(text) if end is None else end):
            if word not in self._divided:
                self._divided[word] = tuple(self._pieces(word))
            for number, first, last in self._divided[word]:
                # the mark of a beginning is no character of the text
                found.append(Token(number, places[max(0, first - 1)], places[max(1, last - 1) - 1] + 1))
        return found

    def _words(self, text: str, start: int, end: int) -> Iterator[tuple[str, list[int]]]:
        """Yield each word as the vocabulary spells it, and where each of its characters stands in the text."""
        letters: list[str] = []
        places: list[int] = []
        for at in range(start, end):
            read = self.weights.read_as.get(ord(text[at]), text[at])
            for letter in read:
                if letter != " ":
                    letters.append(letter)
                    places.append(at)
                elif letters:
                    yield "".join((START, *letters)), places
                    letters, places = [], []
        if letters:
            yield "".join((START, *letters)), places

    def _pieces(self, word: str) -> Iterator[tuple[int, int, int]]:
        """Yield the likeliest division of a word: each piece's number, first and last character, end exclusive."""
        pieces, scores = self.weights.pieces, self.weights.scores
        length = len(word)
        best = [0.0] + [float("-inf")] * length
        back = [(0, self.weights.unknown)] * (length + 1)
        for first in range(length):
            here = best[first]
            for last in range(first + 1, min(length, first + self._longest) + 1):
                number = pieces.get(word[first:last])
                if number is not None and here + float(scores[number]) > best[last]:
                    best[last], back[last] = here + float(scores[number]), (first, number)
            if here + self._unknown > best[first + 1]:
                best[first + 1], back[first + 1] = here + self._unknown, (first, self.weights.unknown)
        found = []
        last = length
        while last:
            first, number = back[last]
            found.append((number, first, last))
            last = first
        return reversed(found)
