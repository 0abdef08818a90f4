"""A sequence tagger whose weights can be read: a linear-chain conditional random field over the clues of each word.

The weights are learned with CRFsuite by :mod:`geo.workshop.train_recognition` and kept as text, so that reading needs
no library; a part's clues are added up once and remembered.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache as remember
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo import cache
from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.recognition.tagger_features import Part

__all__ = ["LABELS", "Span", "Tagger", "load_tagger", "spans_of"]

LABELS = ("B-place", "I-place", "other", "O")
"""Beginning and inside of a place; what is neutral (demonyms, parts of organisations); the rest."""
BEGIN, INSIDE = 0, 1
TRANSITION = "then"
REMEMBERED_PARTS = 100_000
Scores = Sequence[float]
NOTHING, FEWEST_SUMS = 1, 1024
"""The row of what weighs nothing (0 would be taken for unknown), and the rows that there are at first."""


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

    def __init__(self, weights: Mapping[str, Scores], transitions: Sequence[Scores]) -> None:
        self._weights = weights
        self._transitions = tuple(weight for row in transitions for weight in row)
        self._factors = tuple(math.exp(weight) for weight in self._transitions)
        self._forget()

    def _forget(self) -> None:
        self._rows: dict[Part, int] = {}
        """Where in the sums that of a part stands."""
        self._sums = np.zeros((FEWEST_SUMS, len(LABELS)))
        self._count = NOTHING + 1

    def tag(self, words: Iterable[Sequence[Part]]) -> list[Span]:
        """Find the places in a stretch of words, given the parts of each word's clues."""
        return self.tag_all([words])[0]

    def tag_all(self, stretches: Iterable[Iterable[Sequence[Part]]]) -> list[list[Span]]:
        """Find the places in each of several stretches; quicker than one by one."""
        return [self._spans(scores) for scores in self._scores(stretches)]

    def _spans(self, scores: Sequence[Scores]) -> list[Span]:
        spans = spans_of(self._best_path(scores))
        if not spans:
            return []
        chances = self._chances(scores)
        return [Span(first, last, min(chances[first:last])) for first, last in spans]

    def chances(self, words: Iterable[Sequence[Part]]) -> list[float]:
        """Return for each word of a stretch how likely it belongs to a place."""
        return self._chances(self._scores([words])[0])

    def _scores(self, stretches: Iterable[Iterable[Sequence[Part]]]) -> list[list[Scores]]:
        """Return for each word of each stretch what its parts weigh together; all are added up at once."""
        if self._count > REMEMBERED_PARTS:
            self._forget()
        known, added = self._rows.get, self._added
        rows: list[int] = []
        begins: list[int] = []
        ends: list[int] = []
        for words in stretches:
            for parts in words:
                begins.append(len(rows))
                rows += [known(part) or added(part) for part in parts] or [NOTHING]
            ends.append(len(begins))
        scores = np.add.reduceat(self._sums[rows], begins).tolist() if rows else []
        return [scores[begin:end] for begin, end in pairwise([0, *ends])]

    def _added(self, part: Part) -> int:
        """Add up the weights of a part's clues, and return where the sum is kept."""
        clues = (part,) if isinstance(part, str) else part[0](*part[1:])
        found = [scores for scores in map(self._weights.get, clues) if scores]
        if not found and isinstance(part, str):
            return NOTHING
        row = NOTHING
        if found:
            row = self._count
            self._count += 1
            if row == len(self._sums):
                self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])
            self._sums[row] = found[0] if len(found) == 1 else list(map(sum, zip(*found, strict=True)))
        self._rows[part] = row
        return row

    def _best_path(self, scores: Sequence[Scores]) -> list[int]:
        """Return the labels, as indices, whose weights add up to most (Viterbi), written out for four labels."""
        t00, t01, t02, t03, t10, t11, t12, t13, t20, t21, t22, t23, t30, t31, t32, t33 = self._transitions
        a, b, c, d = scores[0]
        origins = []
        for own_a, own_b, own_c, own_d in scores[1:]:
            into_a = (a + t00, b + t10, c + t20, d + t30)
            into_b = (a + t01, b + t11, c + t21, d + t31)
            into_c = (a + t02, b + t12, c + t22, d + t32)
            into_d = (a + t03, b + t13, c + t23, d + t33)
            a, b, c, d = max(into_a), max(into_b), max(into_c), max(into_d)
            origins.append((into_a.index(a), into_b.index(b), into_c.index(c), into_d.index(d)))
            a, b, c, d = a + own_a, b + own_b, c + own_c, d + own_d
        last = (a, b, c, d)
        label = last.index(max(last))
        path = [label]
        for came in reversed(origins):
            label = came[label]
            path.append(label)
        return path[::-1]

    def _chances(self, scores: Sequence[Scores]) -> list[float]:
        """Return for each word how likely it belongs to a place (forward and backward sums)."""
        t00, t01, t02, t03, t10, t11, t12, t13, t20, t21, t22, t23, t30, t31, t32, t33 = self._factors
        own = [tuple([math.exp(score - max(row)) for score in row]) for row in scores]
        forward = [own[0]]
        for wa, wb, wc, wd in own[1:]:
            a, b, c, d = forward[-1]
            na = wa * (a * t00 + b * t10 + c * t20 + d * t30)
            nb = wb * (a * t01 + b * t11 + c * t21 + d * t31)
            nc = wc * (a * t02 + b * t12 + c * t22 + d * t32)
            nd = wd * (a * t03 + b * t13 + c * t23 + d * t33)
            total = na + nb + nc + nd
            forward.append((na / total, nb / total, nc / total, nd / total))
        backward = [(1.0, 1.0, 1.0, 1.0)]
        for wa, wb, wc, wd in reversed(own[1:]):
            a, b, c, d = backward[-1]
            a, b, c, d = a * wa, b * wb, c * wc, d * wd
            total = a + b + c + d
            a, b, c, d = a / total, b / total, c / total, d / total
            backward.append(
                (
                    a * t00 + b * t01 + c * t02 + d * t03,
                    a * t10 + b * t11 + c * t12 + d * t13,
                    a * t20 + b * t21 + c * t22 + d * t23,
                    a * t30 + b * t31 + c * t32 + d * t33,
                )
            )
        chances = []
        for (a, b, c, d), (e, f, g, h) in zip(forward, reversed(backward), strict=True):
            place = a * e + b * f
            chances.append(place / (place + c * g + d * h))
        return chances


def spans_of(path: Sequence[int]) -> list[tuple[int, int]]:
    """Return the spans of places that a path of labels describes."""
    spans: list[tuple[int, int]] = []
    for index, label in enumerate(path):
        if label == BEGIN or (label == INSIDE and (not index or path[index - 1] not in (BEGIN, INSIDE))):
            spans.append((index, index + 1))
        elif label == INSIDE:
            spans[-1] = (spans[-1][0], index + 1)
    return spans


@remember
def load_tagger(name: str) -> Tagger:
    """Load the weights in ``geo/data/<name>.tsv``.

    Each line holds a clue and, divided by tabs, its weight for each label; ``then:LABEL`` leads to the weights of the
    labels after it; ``#`` begins a comment.

    Raises
    ------
    DataError
        If a line is no clue with its weights.
    """
    text = (files("geo") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    weights = cache.parsed(name, text, lambda text: _parsed(text, name))
    return Tagger(weights, [weights.pop(f"{TRANSITION}:{label}", (0.0,) * len(LABELS)) for label in LABELS])


def _parsed(text: str, name: str) -> dict[str, Scores]:
    weights: dict[str, Scores] = {}
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
    return weights
