"""Numbers and words as the names of features: how surely, how far, how many, and words as their classes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.corridors.features import PREPOSITIONS
from geo.corridors.way_words import classes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.recognition.tokens import Tokens

__all__ = ["classes", "half", "kinds", "limit", "odds_of", "plainly", "step", "tenth"]

STEPS = (0, 1, 2, 3, 5, 8, 12, 20, 40)


def odds_of(chance: float) -> float:
    """Return the logarithm of the odds, at most 5 either way."""
    return max(-5.0, min(5.0, math.log(max(chance, 1e-6) / max(1 - chance, 1e-6))))


def half(odds: float) -> int:
    """Return log-odds in steps of two thirds."""
    return int(odds * 1.5)


def tenth(chance: float) -> int:
    """Return a probability in tenths."""
    return int(chance * 10)


def limit(value: float, limits: Sequence[float]) -> str:
    """Return the first of some limits that a value keeps to, ``more`` where it keeps to none.

    Examples
    --------
    >>> limit(45, (30, 100)), limit(450, (30, 100))
    ('100', 'more')
    """
    return next((f"{limit:g}" for limit in limits if value <= limit), "more")


def step(number: int) -> str:
    """Return a count in growing steps."""
    return limit(number, STEPS)


def classes(word: str) -> list[str]:
    """Return a preposition or mark as it is, another word as its classes, ``x`` where it has none."""
    if word in PREPOSITIONS or not word.isalnum():
        return [word]
    return sorted(classes_of(word)) or ["x"]


def kinds(tokens: Tokens, first: int, last: int) -> list[str]:
    """Return the classes of all words of a stretch."""
    return sorted(frozenset().union(*(classes_of(word) for word in tokens.lowers[first:last])))


def plainly(tokens: Tokens, first: int, last: int) -> str:
    """Return the words of a stretch, those of content by their class."""
    return " ".join(classes(word)[0] for word in tokens.lowers[first:last])
