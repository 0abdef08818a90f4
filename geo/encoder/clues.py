"""What the encoder says of a text: how likely names of places stand where, and whether they act."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geo.encoder.mode_and_status import WayClues
    from geo.encoder.subwords import Token

__all__ = ["Clues", "Likely"]

NOTHING = 1e-6
"""What a chance of nothing counts as, where chances are multiplied."""


class Likely(NamedTuple):
    """Characters that are likely a name of a place, and how likely."""

    start: int
    end: int
    chance: float


@dataclass(frozen=True, slots=True, eq=False)
class Clues:
    """Chances for each piece of a text's words.

    Attributes
    ----------
    tokens
        The pieces in reading order.
    begins, goes_on
        How likely a name of a place begins with a piece, or goes on with it.
    acts
        How likely a name that holds a piece stands for people or a government.
    ways
        What is said of ways; ``None`` where only names are asked for.

    Examples
    --------
    >>> from geo.encoder.subwords import Token
    >>> tokens = [Token(0, 0, 2), Token(0, 3, 6), Token(0, 6, 9)]
    >>> clues = Clues(tokens, np.array([0, 0.9, 0.1]), np.array([0, 0, 0.8]), np.array([0, 0.2, 0.2]))
    >>> [(found.start, found.end) for found in clues.names()], round(clues.chance(3, 9), 2), clues.role(3, 9)
    ([(3, 9)], 0.9, 0.2)
    """

    tokens: Sequence[Token]
    begins: NDArray[np.float32]
    goes_on: NDArray[np.float32]
    acts: NDArray[np.float32]
    ways: WayClues | None = None

    def _within(self, start: int, end: int) -> slice:
        """Return which pieces lie, at least in part, within characters."""
        first = bisect_right(self.tokens, start, key=lambda token: token.end)
        return slice(first, bisect_left(self.tokens, end, lo=first, key=lambda token: token.start))

    def chance(self, start: int, end: int) -> float:
        """Return how likely characters belong to a name of a place; 0 where no piece stands."""
        pieces = self._within(start, end)
        if pieces.start == pieces.stop:
            return 0.0
        return float(np.mean(self.begins[pieces] + self.goes_on[pieces]))

    def role(self, start: int, end: int) -> float:
        """Return how likely a name acts as people or a government do."""
        pieces = self._within(start, end)
        return float(np.mean(self.acts[pieces])) if pieces.start < pieces.stop else 0.0

    def names(self) -> Iterator[Likely]:
        """Yield the likeliest names in reading order: what a name goes on with must have begun."""
        path = self._likeliest()
        first: int | None = None
        for index, label in enumerate([*path, 0]):
            if label != 2 and first is not None:
                start, end = self.tokens[first].start, self.tokens[index - 1].end
                yield Likely(start, end, self.chance(start, end))
                first = None
            if label == 1:
                first = index

    def _likeliest(self) -> list[int]:
        """Return the likeliest label of each piece in a row that can be (Viterbi)."""
        none = 1 - self.begins - self.goes_on
        scores = np.log(np.maximum(np.stack((none, self.begins, self.goes_on), axis=1), NOTHING)).tolist()
        origins: list[tuple[int, int]] = []
        before = (0.0, -np.inf, -np.inf)
        for none_, begins, goes_on in scores:
            best = max(range(3), key=before.__getitem__)
            begun = 1 if before[1] >= before[2] else 2
            origins.append((best, begun))
            before = (before[best] + none_, before[best] + begins, before[begun] + goes_on)
        path: list[int] = []
        label = max(range(3), key=before.__getitem__)
        for best, begun in reversed(origins):
            path.append(label)
            label = begun if label == 2 else best
        return path[::-1]
