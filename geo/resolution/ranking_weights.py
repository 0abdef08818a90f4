"""The weights of resolution: a few dozen numbers, one a line, that anybody can read."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.errors import DataError
from geo.resolution import candidates, context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["ROUNDS", "Weights", "load", "parse", "written"]

FILE = "resolution-weights.tsv"
ROUNDS = ("alone", "second", "third")
CLUES = {"alone": candidates.CLUES, "second": (*candidates.CLUES, *context.CLUES)}
CLUES["third"] = CLUES["second"]


class Weights(NamedTuple):
    """One weight a clue, for each round."""

    alone: NDArray[np.float64]
    second: NDArray[np.float64]
    third: NDArray[np.float64]


@cache
def load() -> Weights:
    """Load the shipped weights."""
    return parse((files("geo") / "data" / FILE).read_text(encoding="utf-8"))


def parse(text: str) -> Weights:
    r"""Read weights: the round and the clue, a tab, a number on each line; ``#`` begins a comment.

    Raises
    ------
    DataError
        If a line is no clue and weight.

    Examples
    --------
    >>> float(parse("alone form: alias\t-1.5").alone.sum())
    -1.5
    """
    found = {round_: np.zeros(len(clues)) for round_, clues in CLUES.items()}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            continue
        name, _, weight = line.rpartition("\t")
        round_, _, clue = name.partition(" ")
        if round_ not in CLUES or clue not in CLUES[round_]:
            raise DataError(f"{FILE} line {number}: {name!r} is no clue; train the model again")
        try:
            found[round_][CLUES[round_].index(clue)] = float(weight)
        except ValueError:
            raise DataError(f"{FILE} line {number}: {weight!r} is no weight; train the model again") from None
    return Weights(**found)


def written(weights: Weights, about: str) -> str:
    """Write weights as :func:`parse` reads them."""
    lines: Mapping[str, float] = {
        f"{round_} {clue}": weight
        for round_, values in weights._asdict().items()
        for clue, weight in zip(CLUES[round_], values.tolist(), strict=True)
    }
    return "\n".join([f"# {about}", *(f"{clue}\t{weight:.3f}" for clue, weight in sorted(lines.items()))]) + "\n"
