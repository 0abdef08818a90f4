"""Which of many stretches of a text, or of its words, a given one meets: found by bisection, however many there are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Overlaps"]


class Overlaps:
    """Stretches, first included and last not, that may overlap one another.

    Parameters
    ----------
    stretches
        In any order.

    Examples
    --------
    >>> known = Overlaps([(10, 20), (0, 4), (12, 14)])
    >>> known.meets(4, 10), known.meets(3, 5), known.holds(11, 20), known.numbers(13, 99)
    (False, True, True, [0, 2])
    """

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        ordered = sorted((first, last, number) for number, (first, last) in enumerate(stretches))
        self._firsts = [first for first, _, _ in ordered]
        self._lasts = [last for _, last, _ in ordered]
        self._numbers = [number for _, _, number in ordered]
        self._reach = list(accumulate(self._lasts, max))  # how far the stretches up to each one reach

    def meets(self, first: int, last: int) -> bool:
        """Tell whether any of the stretches shares a part with this one."""
        before = bisect_left(self._firsts, last)
        return before > 0 and self._reach[before - 1] > first

    def holds(self, first: int, last: int) -> bool:
        """Tell whether this stretch lies wholly in any of the others."""
        before = bisect_right(self._firsts, first)
        return before > 0 and self._reach[before - 1] >= last

    def numbers(self, first: int, last: int) -> list[int]:
        """Return which stretches share a part with this one, by their place in what was given, the lowest first."""
        found = []
        at = bisect_left(self._firsts, last) - 1
        while at >= 0 and self._reach[at] > first:
            if self._lasts[at] > first:
                found.append(self._numbers[at])
            at -= 1
        return sorted(found)
