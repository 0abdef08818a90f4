"""What the encoder adds to the rules on names: a clue for each, its ends and role, and names that they do not know."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geo.encoder.clues import Clues
    from geo.languages.names import Found, Scene
    from geo.languages.words import Word
    from geo.model import Role

__all__ = ["clue", "is_too_long", "role_of", "with_spotted"]

CLUE, MIDDLE = 5.0, 0.4
"""What a chance of one instead of none adds to a name's score, and the chance that says nothing."""
SURE = 0.75
"""How likely a name must be that the rules do not take for one."""
CERTAIN = 0.9
"""How likely a name must be that nobody knows."""
WELL_KNOWN = 6.0
"""How well names stand that the encoder makes no longer: countries, capitals, and what our own lists vouch for."""
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


def with_spotted(scene: Scene, read: Sequence[Found], found_at: Callable[[int, int], Found]) -> list[Found]:
    """Add the names that the encoder alone sees, or sees longer than the rules do: "Таван-Толгой" is one.

    Parameters
    ----------
    scene
        A stretch in one language.
    read
        The names that the rules read in it.
    found_at
        Gives some words, as first and last, end exclusive, as a name; of no standing where nobody knows it.

    Returns
    -------
    All names in reading order; those that were added have no score yet.
    """
    if scene.clues is None:
        return list(read)
    kept, added = list(read), []
    for spot in _spotted(scene.clues, scene.words):
        over = [name for name in read if name.first < spot.last and spot.first < name.last]
        found = found_at(spot.first, spot.last)
        if all(_is_within(name, spot) for name in over) and (found.standing or _may_be_new(scene, spot, over)):
            kept = [name for name in kept if name not in over]
            added.append(found)
    return sorted((*kept, *added), key=lambda name: name.first)


def _is_within(name: Found, spot: Spotted) -> bool:
    """Tell whether a name that little is known of is but a part of what the encoder sees."""
    is_part = spot.first <= name.first and name.last <= spot.last and name.last - name.first < spot.last - spot.first
    return is_part and name.standing < WELL_KNOWN


def _may_be_new(scene: Scene, spot: Spotted, over: Sequence[Found]) -> bool:
    """Tell whether the encoder is sure enough of a name that nobody knows, and where it ends.

    In place of names that are known, or where no capitals tell its words, only what is one word or hyphened.
    """
    words = scene.words[spot.first : spot.last]
    is_one = " " not in scene.text[words[0].start : words[-1].end]
    return spot.chance >= CERTAIN and (is_one or (scene.language.cased and not over))


def _spotted(clues: Clues, words: Sequence[Word]) -> Iterator[Spotted]:
    """Yield the names that the encoder is sure of, in whole words of a stretch."""
    if not words:
        return
    starts = [word.start for word in words]
    for name in clues.names():
        if words[0].start < name.end and name.start < words[-1].end and name.chance >= SURE:
            first, last = max(0, bisect_right(starts, name.start) - 1), bisect_left(starts, name.end)
            if first < last:
                yield Spotted(first, last, name.chance)
