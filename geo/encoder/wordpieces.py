"""English text divided into the pieces of words that the encoder of ways was trained on.

Its vocabulary knows neither capitals nor accents: text is read as BERT's is (Devlin et al. 2018), in small letters
without marks, punctuation and Chinese characters by themselves, and of each word the longest piece is taken, again and
again; a piece that goes on within a word begins with ``##``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.encoder.subwords import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["WordPieces"]

GOES_ON = "##"
LONGEST = 100
"""Letters of the longest word that is divided; what is longer is no word that anybody knows."""
SPACES = "\t\n\r"
CHINESE = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordPieces:
    """Divides words into the longest pieces that a vocabulary knows.

    Attributes
    ----------
    numbers
        The number of each piece.
    unknown
        The number of a word that no pieces make up.

    Examples
    --------
    >>> pieces = WordPieces({"bat": 0, "##umi": 1, ".": 2}, 9)
    >>> [(token.id, token.start, token.end) for token in pieces.divide("Batumi. Sé")]
    [(0, 0, 3), (1, 3, 6), (2, 6, 7), (9, 8, 10)]
    """

    numbers: Mapping[str, int]
    unknown: int
    _divided: dict[str, tuple[tuple[int, int, int], ...]] = field(init=False, repr=False, default_factory=dict)

    def divide(self, text: str) -> list[Token]:
        """Return the pieces of a text in reading order.

        Parameters
        ----------
        text
            Any.
        """
        found: list[Token] = []
        for word, places in _words(text):
            if word not in self._divided:
                self._divided[word] = tuple(self._pieces(word))
            for number, first, last in self._divided[word]:
                found.append(Token(number, places[first], places[last - 1] + 1))
        return found

    def _pieces(self, word: str) -> Iterator[tuple[int, int, int]]:
        """Yield each piece of a word: its number, first and last letter, end exclusive."""
        found, first = [], 0
        while first < len(word) <= LONGEST:
            begun = GOES_ON if first else ""
            fitting = (last for last in range(len(word), first, -1) if begun + word[first:last] in self.numbers)
            last = next(fitting, None)
            if last is None:
                break
            found.append((self.numbers[begun + word[first:last]], first, last))
            first = last
        yield from found if first == len(word) else [(self.unknown, 0, len(word))]


def _words(text: str) -> Iterator[tuple[str, list[int]]]:
    """Yield each word in small letters without marks, and where each of its letters stands in the text."""
    letters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        alone = _is_alone(character)
        if letters and (alone or _is_space(character)):
            yield "".join(letters), places
            letters, places = [], []
        if _is_space(character):
            continue
        for letter in _plain(character):
            letters.append(letter)
            places.append(at)
        if letters and alone:
            yield "".join(letters), places
            letters, places = [], []
    if letters:
        yield "".join(letters), places


def _is_space(character: str) -> bool:
    return character in SPACES or unicodedata.category(character) == "Zs"


def _is_alone(character: str) -> bool:
    """Tell whether a character is a word by itself: punctuation, every sign of ASCII, Chinese."""
    point = ord(character)
    is_sign = 33 <= point <= 126 and not character.isalnum()
    return is_sign or unicodedata.category(character)[0] == "P" or any(a <= point <= b for a, b in CHINESE)


def _plain(character: str) -> str:
    """Return the small letters that a character is read as, without marks; nothing for what is only a control."""
    if unicodedata.category(character)[0] == "C" or character == "\ufffd":
        return ""
    apart = unicodedata.normalize("NFD", character)
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn").lower()
