"""Pieces of a text that a model reads at a time: whole paragraphs, each piece beginning with the end of the last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model import Document

__all__ = ["Piece", "pieces_of"]

LONGEST = 6_000  # characters; small models lose the thread of longer ones
OVERLAP = 1_200  # at most, of whole paragraphs: a way told across the border is whole in one of the two
BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a document, by its span."""

    start: int
    end: int


def pieces_of(document: Document, longest: int = LONGEST, overlap: int = OVERLAP) -> list[Piece]:
    r"""Divide a document into pieces for a model to read.

    Parameters
    ----------
    document
        As it was read.
    longest
        Characters of a piece; only a sentence longer than that is longer.
    overlap
        Characters at most of the piece before that a piece repeats, in whole paragraphs or sentences.

    Returns
    -------
    Pieces in reading order; together they hold every word.

    Examples
    --------
    >>> from geo.reading import document
    >>> [(piece.start, piece.end) for piece in pieces_of(document("One is here.\n\nTwo is there."), 15, 0)]
    [(0, 12), (14, 27)]
    """
    units = [unit for start, end in _paragraphs(document.text) for unit in _units(document, start, end, longest)]
    pieces: list[Piece] = []
    first = 0
    while first < len(units):
        last = first
        while last + 1 < len(units) and units[last + 1][1] - units[first][0] <= longest:
            last += 1
        pieces.append(Piece(units[first][0], units[last][1]))
        if last + 1 == len(units):
            break
        following = last + 1
        while following - 1 > first and units[last][1] - units[following - 1][0] <= overlap:
            following -= 1
        first = following
    return pieces


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in BREAK.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text.rstrip())


def _units(document: Document, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """Divide a paragraph that is too long by its sentences."""
    if end - start <= longest:
        yield start, end
        return
    for sentence in document.sentences:
        if start <= sentence.start < end:
            yield sentence.start, min(sentence.end, end)
