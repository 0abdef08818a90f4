"""A linear model whose weights can be read: clues that speak for or against, and how strongly."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Classifier", "load"]


class Classifier:
    """Logistic regression over the clues that hold for something.

    Parameters
    ----------
    weights
        From a clue to its weight; an unknown clue weighs nothing.
    """

    def __init__(self, weights: dict[str, float]) -> None:
        self._weights = weights

    def probability(self, clues: Iterable[str]) -> float:
        """Return how likely the answer is yes, 0 to 1."""
        known = self._weights.get
        return _logistic(sum([known(clue, 0.0) for clue in clues]))

    def judge(self, clues: Sequence[str]) -> tuple[float, str]:
        """Return how likely the answer is yes, and the clue that weighs most, for people who ask why."""
        known = self._weights.get
        weighed = [known(clue, 0.0) for clue in clues]
        if not clues:
            return _logistic(0.0), ""
        sizes = list(map(abs, weighed))
        return _logistic(sum(weighed)), clues[sizes.index(max(sizes))]

    def score(self, clues: Mapping[str, float], round_: str) -> float:
        """Return the weighted sum of clues that have a size, with the weights of one round of a contest."""
        weights = self._weights
        return sum([size * weights.get(f"{round_} {clue}", 0.0) for clue, size in clues.items() if size])


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load(name: str) -> Classifier:
    """Load the weights in ``geo/data/<name>.tsv``: a clue, a tab, a weight on each line; ``#`` begins a comment.

    Raises
    ------
    DataError
        If a line is no clue and weight.
    """
    weights: dict[str, float] = {}
    text = (files("geo") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            continue
        clue, _, weight = line.rpartition("\t")
        try:
            weights[clue] = float(weight)
        except ValueError:
            raise DataError(f"{name}.tsv line {number}: {weight!r} is no weight; train the model again") from None
    return Classifier(weights)
