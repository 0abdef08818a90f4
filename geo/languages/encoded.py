"""What the encoder adds to the rules on names: a clue for each, its ends and role, and names that they do not know."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.encoder.clues import Clues
    from geo.languages.words import Word
    from geo.model import Role

__all__ = ["Spotted", "clue", "is_too_long", "role_of", "spotted"]

CLUE, MIDDLE = 5.0, 0.4
"""What a chance of one instead of none adds to a name's score, and the chance that says nothing."""
SURE = 0.75
"""How likely a name must be that the rules do not take for one."""
WITHIN, WITHOUT = 0.7, 0.3
"""How likely some word of a name is part of one where another of its words, with so little, is not."""
ACTS, ACTS_NOT = 0.75, 0.12
"""How likely a name acts that the rules take for ground, and how unlikely one that they take for a government."""


class Spotted(NamedTuple):
    """A name that the encoder sees: its words, end exclusive, and how likely it is."""

    first: int
    last: int
    chance: float


def clue(clues: Clues | None, start: int, end: int) -> float:
    """Return what the encoder says for characters as a name, or against; 0 where it did not read them.

    Examples
    --------
    >>> clue(None, 0, 4)
    0.0
    """
    return 0.0 if clues is None else CLUE * (clues.chance(start, end) - MIDDLE)


def is_too_long(clues: Clues | None, words: Sequence[Word]) -> bool:
    """Tell whether some of the words of a name are one and another is none: "Mersin limanı" is said of Mersin."""
    if clues is None or len(words) < 2:
        return False
    chances = [clues.chance(word.start, word.end) for word in words]
    return max(chances) >= WITHIN and min(chances) <= WITHOUT


def role_of(clues: Clues | None, start: int, end: int, role: Role) -> Role:
    """Return the role of a name, where the rules give it one: the encoder has its way where it is sure.

    Examples
    --------
    >>> role_of(None, 0, 4, "literal")
    'literal'
    """
    if clues is None:
        return role
    acts = clues.role(start, end)
    if role == "literal":
        return "associative" if acts >= ACTS else role
    return "literal" if acts <= ACTS_NOT else role


def spotted(clues: Clues, words: Sequence[Word]) -> Iterator[Spotted]:
    """Yield the names that the encoder is sure of, in whole words of a stretch.

    Parameters
    ----------
    clues
        Of the text.
    words
        Those of the stretch.
    """
    if not words:
        return
    starts = [word.start for word in words]
    for name in clues.names():
        if words[0].start < name.end and name.start < words[-1].end and name.chance >= SURE:
            first, last = max(0, bisect_right(starts, name.start) - 1), bisect_left(starts, name.end)
            if first < last:
                yield Spotted(first, last, name.chance)
