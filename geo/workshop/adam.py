"""How the numbers of a small net move while it learns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Adam"]

PACE, WARM, LEAST = 1e-3, 200, 0.02


class Adam:
    """Numbers that move as slopes tell (Adam, Kingma and Ba 2015), first ever faster, then ever slower.

    Parameters
    ----------
    numbers
        What moves; the arrays themselves are changed.
    steps
        How often they will move.
    pace
        How far at the most, in a step.
    shrinks
        What share of each table of numbers is taken off, for each unit of pace.

    Examples
    --------
    >>> number = np.ones((1, 1))
    >>> moving = Adam([number], 100)
    >>> for _ in range(100):
    ...     moving.move([number.copy()])
    >>> bool(0 < number[0, 0] < 1)
    True
    """

    def __init__(self, numbers: Sequence[Array], steps: int, *, pace: float = PACE, shrinks: float = 0.0) -> None:
        self.numbers = numbers
        self._means = [np.zeros_like(each) for each in numbers]
        self._squares = [np.zeros_like(each) for each in numbers]
        self._step, self._steps, self._pace, self._shrinks = 0, steps, pace, shrinks

    def move(self, slopes: Sequence[Array]) -> None:
        """Move all numbers one step down their slopes."""
        self._step += 1
        pace = self._pace * min(1, self._step / min(WARM, self._steps / 10)) * max(LEAST, 1 - self._step / self._steps)
        for index, slope in enumerate(slopes):
            self._means[index] += 0.1 * (slope - self._means[index])
            self._squares[index] += 0.001 * (slope * slope - self._squares[index])
            mean = self._means[index] / (1 - 0.9**self._step)
            square = self._squares[index] / (1 - 0.999**self._step)
            if self._shrinks and self.numbers[index].ndim > 1:
                self.numbers[index] -= pace * self._shrinks * self.numbers[index]
            self.numbers[index] -= pace * mean / (np.sqrt(square) + 1e-8)
