"""A sequence tagger whose weights can be read: a linear-chain conditional random field over the clues of each word.

The weights are learned with CRFsuite by :mod:`geo.workshop.train_recognition` and kept as text, so that reading needs
no library; a part's clues are added up once and remembered.
"""

from __future__ import annotations

import math
from functools import cache as remember
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from geo import cache
from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.recognition.features import Part

__all__ = ["LABELS", "Span", "Tagger", "load_tagger", "spans_of"]

LABELS = ("B-place", "I-place", "other", "O")
"""Beginning and inside of a place; what is neutral (demonyms, parts of organisations); the rest."""
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

    def __init__(self, weights: Mapping[str, Scores], transitions: Sequence[Scores]) -> None:
        self._weights = weights
        self._transitions = tuple(weight for row in transitions for weight in row)
        self._factors = tuple(math.exp(weight) for weight in self._transitions)
        self._sums: dict[Part, Scores] = {}

    def tag(self, words: Iterable[Sequence[Part]]) -> list[Span]:
        """Find the places in a stretch of words, given the parts of each word's clues."""
        scores = self._scores(words)
        spans = spans_of(self._best_path(scores))
        if not spans:
            return []
        chances = self._chances(scores)
        return [Span(first, last, min(chances[first:last])) for first, last in spans]

    def chances(self, words: Iterable[Sequence[Part]]) -> list[float]:
        """Return for each word of a stretch how likely it belongs to a place."""
        return self._chances(self._scores(words))

    def _scores(self, words: Iterable[Sequence[Part]]) -> list[Scores]:
        known, added = self._sums.get, self._sum
        return [
            _added([row for part in parts if (row := known(part) or added(part)) is not NOTHING]) for parts in words
        ]

    def _sum(self, part: Part) -> Scores:
        """Add up the weights of a part's clues, and remember the sum."""
        known = self._weights.get
        if isinstance(part, str):
            return known(part) or NOTHING
        total = _added([row for row in map(known, part[0](*part[1:])) if row])
        if len(self._sums) >= REMEMBERED_PARTS:
            self._sums.clear()
        self._sums[part] = total
        return total

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


def _added(rows: Sequence[Scores]) -> Scores:
    return NOTHING if not rows else rows[0] if len(rows) == 1 else tuple(map(sum, zip(*rows, strict=True)))


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
    return Tagger(weights, [weights.pop(f"{TRANSITION}:{label}", NOTHING) for label in LABELS])


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
