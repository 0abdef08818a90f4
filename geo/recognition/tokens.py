"""Words of a text with what can be seen of each without understanding it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model import Document

__all__ = ["Token", "Tokens", "tokenise"]

WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., D.C.
    r"|[^\W\d_]+(?:['’ʻʼ`](?!s\b)[^\W\d_]+)*"  # words; Ts'alk'a is one, Baku's is Baku and 's
    r"|['’]s\b"
    r"|\d+(?:[.,]\d+)*"
    r"|[^\w\s]",
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark.

    Attributes
    ----------
    shape
        ``C`` capitalised, ``U`` all capitals, ``l`` lower case, ``d`` a number, ``'`` a possessive, else the mark.
    """

    start: int
    end: int
    text: str
    lower: str
    shape: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a document, and the evidence that only the whole document gives."""

    items: tuple[Token, ...]
    sentence_starts: frozenset[int]
    lower_words: frozenset[str]

    def __len__(self) -> int:
        return len(self.items)

    def word(self, index: int) -> str:
        """Return the lower-case word at an index; ``"^"`` and ``"$"`` beyond the ends."""
        if index < 0:
            return "^"
        return self.items[index].lower if index < len(self.items) else "$"

    def shape(self, index: int) -> str:
        """Return the shape at an index; ``"^"`` and ``"$"`` beyond the ends."""
        if index < 0:
            return "^"
        return self.items[index].shape if index < len(self.items) else "$"


def tokenise(document: Document) -> Tokens:
    """Divide a document into words, numbers and marks."""
    items = tuple(
        Token(match.start(), match.end(), word := match[0], word.lower(), _shape(word))
        for match in WORD.finditer(document.text)
    )
    return Tokens(
        items=items,
        sentence_starts=frozenset(sentence.start for sentence in document.sentences),
        lower_words=frozenset(token.lower for token in items if token.shape == "l"),
    )


def _shape(word: str) -> str:
    first = word[0]
    if first.isalpha():
        if not first.isupper():
            return "l"
        return "U" if len(word) > 1 and word.isupper() else "C"
    if first.isdigit():
        return "d"
    return "'" if len(word) > 1 else first
