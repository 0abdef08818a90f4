"""Names spelled nearly as asked: only for a person who asks for them, never while an article is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from geo.gazetteer.spellings import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Close", "closest"]

LEAST_ALIKE = 0.7
LENGTHS_APART = 3


class Close(NamedTuple):
    """A folded name with its likeness to the one asked for, 0 to 1: one less the share of letters to change."""

    name: str
    likeness: float


def closest(name: str, known: Iterable[str], *, most: int) -> tuple[Close, ...]:
    """Return the names that differ in fewest letters, most alike first.

    Parameters
    ----------
    name
        As written.
    known
        Folded names to choose from.
    most
        How many to return at the most.

    Examples
    --------
    >>> [close.name for close in closest("Turkmenbaschi", ["turkmenbashi", "turkmenabat", "turku"], most=2)]
    ['turkmenbashi']

    References
    ----------
    Damerau, F. J. (1964). A technique for computer detection and correction of spelling errors.
    Communications of the ACM 7 (3), 171–176.
    """
    folded = fold(name)
    near = sorted({other for other in known if abs(len(other) - len(folded)) <= LENGTHS_APART and other != folded})
    found = extract(folded, near, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=LEAST_ALIKE, limit=most)
    return tuple(Close(other, round(likeness, 3)) for other, likeness, _ in found)
