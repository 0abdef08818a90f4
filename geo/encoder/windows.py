"""A document in windows that the encoder reads one by one: whole sentences, as many as fit."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.encoder.subwords import Token

__all__ = ["windows_of"]

MOST = 254
"""Pieces of words in a window: enough around each name, and a quarter of the time that the longest windows take."""


def windows_of(tokens: Sequence[Token], sentences: Sequence[tuple[int, int]], *, most: int = MOST) -> Iterator[slice]:
    """Divide pieces of words into windows that end, where they can, with a sentence.

    Parameters
    ----------
    tokens
        The pieces of a text in reading order.
    sentences
        The text's sentences, first character and last, end exclusive.
    most
        Pieces in a window at most; a longer sentence is divided.

    Yields
    ------
    Which pieces make up each window.

    Examples
    --------
    >>> from geo.encoder.subwords import Token
    >>> tokens = [Token(9, at, at + 1) for at in range(5)]
    >>> [(window.start, window.stop) for window in windows_of(tokens, [(0, 2), (2, 5)], most=4)]
    [(0, 2), (2, 5)]
    """
    starts = [token.start for token in tokens]
    ends = sorted({bisect_right(starts, end - 1) for _, end in sentences} | {len(tokens)})
    first = 0
    while first < len(tokens):
        fitting = bisect_right(ends, first + most) - 1
        last = ends[fitting] if fitting >= 0 and ends[fitting] > first else min(first + most, len(tokens))
        yield slice(first, last)
        first = last
