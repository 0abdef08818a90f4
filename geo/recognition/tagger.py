"""A sequence tagger whose weights can be read: a linear-chain conditional random field over the clues of each word.

The weights are learned with CRFsuite by :mod:`geo.recognition.train` and kept as text, so that reading needs no
library; a part's clues are added up once and remembered.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.recognition.features import Part

__all__ = ["LABELS", "Span", "Tagger", "load_tagger", "spans_of"]

LABELS = ("B-place", "I-place", "B-other", "I-other", "O")
"""Beginning and inside of a place, and of what is neither asked for nor punished: demonyms, parts of organisations."""
BEGIN, INSIDE = 0, 1
TRANSITION = "then"
REMEMBERED_PARTS = 100_000
Scores = tuple[float, ...]
NOTHING: Scores = (0.0,) * len(LABELS)


class Span(NamedTuple):
    """A place within a stretch of words; ``first`` and ``last`` count from the stretch's beginning."""

    first: int
    last: int
    confidence: float


class Tagger:
    """Finds places in stretches of words.

    Parameters
    ----------
    weights
        From a clue to one weight for each of :data:`LABELS`.
    transitions
        ``transitions[a][b]`` is the weight of label ``b`` after label ``a``.
    """

    def __init__(self, weights: Mapping[str, Scores], transitions: Sequence[Sequence[float]]) -> None:
        self._weights = weights
        self._into = tuple(zip(*transitions, strict=True))
        self._factors = tuple(tuple(math.exp(weight) for weight in column) for column in self._into)
        self._factors_out = tuple(tuple(math.exp(weight) for weight in row) for row in transitions)
        self._sums: dict[Part, Scores] = {}

    def tag(self, words: Iterable[Sequence[Part]]) -> list[Span]:
        """Find the places in a stretch of words, given the parts of each word's clues."""
        scores = [self._score(parts) for parts in words]
        path = self._best_path(scores)
        spans = spans_of(path)
        if not spans:
            return []
        chances = self._chances(scores)
        return [Span(first, last, min(chances[first:last])) for first, last in spans]

    def _score(self, parts: Sequence[Part]) -> list[float]:
        sums = self._sums
        return [sum(column) for column in zip(*[sums.get(part) or self._sum(part) for part in parts], strict=True)]

    def _sum(self, part: Part) -> Scores:
        """Add up the weights of a part's clues, and remember the sum."""
        function, *arguments = part
        weights = self._weights
        rows = [weights[clue] for clue in function(*arguments) if clue in weights]
        total = tuple(map(sum, zip(*rows, strict=True))) if rows else NOTHING
        if len(self._sums) >= REMEMBERED_PARTS:
            self._sums.clear()
        self._sums[part] = total
        return total

    def _best_path(self, scores: list[list[float]]) -> list[int]:
        """Return the labels, as indices, whose weights add up to most (Viterbi)."""
        best = scores[0]
        origins = []
        for row in scores[1:]:
            came, reached = [], []
            for own, column in zip(row, self._into, strict=True):
                sums = [a + b for a, b in zip(best, column, strict=True)]
                most = max(sums)
                came.append(sums.index(most))
                reached.append(most + own)
            origins.append(came)
            best = reached
        label = best.index(max(best))
        path = [label]
        for came in reversed(origins):
            label = came[label]
            path.append(label)
        return path[::-1]

    def _chances(self, scores: list[list[float]]) -> list[float]:
        """Return for each word how likely it belongs to a place (forward and backward sums)."""
        own = [[math.exp(score - max(row)) for score in row] for row in scores]
        forward = [_scaled(own[0])]
        for row in own[1:]:
            before = forward[-1]
            forward.append(
                _scaled(
                    [
                        mine * sum([a * b for a, b in zip(before, column, strict=True)])
                        for mine, column in zip(row, self._factors, strict=True)
                    ]
                )
            )
        backward = [[1.0] * len(LABELS)]
        for row in reversed(own[1:]):
            after = [a * b for a, b in zip(row, backward[-1], strict=True)]
            backward.append(
                _scaled([sum([a * b for a, b in zip(after, out, strict=True)]) for out in self._factors_out])
            )
        chances = []
        for ahead, behind in zip(forward, reversed(backward), strict=True):
            both = [a * b for a, b in zip(ahead, behind, strict=True)]
            chances.append((both[BEGIN] + both[INSIDE]) / sum(both))
        return chances


def _scaled(row: list[float]) -> list[float]:
    total = sum(row)
    return [value / total for value in row]


def spans_of(path: Sequence[int]) -> list[tuple[int, int]]:
    """Return the spans of places that a path of labels describes."""
    spans: list[tuple[int, int]] = []
    for index, label in enumerate(path):
        if label == BEGIN or (label == INSIDE and (not index or path[index - 1] not in (BEGIN, INSIDE))):
            spans.append((index, index + 1))
        elif label == INSIDE:
            spans[-1] = (spans[-1][0], index + 1)
    return spans


@cache
def load_tagger(name: str) -> Tagger:
    """Load the weights in ``geo/data/<name>.tsv``.

    Each line holds a clue and, divided by tabs, its weight for each label; ``then:LABEL`` leads to the weights of the
    labels after it; ``#`` begins a comment.

    Raises
    ------
    DataError
        If a line is no clue with its weights.
    """
    weights: dict[str, Scores] = {}
    text = (files("geo") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#") or not line:
            continue
        clue, *values = line.split("\t")
        try:
            scores = tuple(map(float, values))
        except ValueError:
            scores = ()
        if len(scores) != len(LABELS):
            raise DataError(
                f"{name}.tsv line {number}: {clue!r} needs {len(LABELS)} weights, one for each label; "
                "train the model again"
            )
        weights[clue] = scores
    return Tagger(weights, [weights.pop(f"{TRANSITION}:{label}", NOTHING) for label in LABELS])
