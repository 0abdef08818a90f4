"""Fit the net that says of a way in which state it is and how one travels on it, from what the encoder makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geo.encoder.encoder_weights import WIDTH
from geo.encoder.mode_and_status import ARRAYS, MODES, STATES, WayHead, mean_of
from geo.reading.sentences import sentence_at
from geo.workshop.adam import Adam

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.encoder.subwords import Token
    from geo.model import Document

    Array = NDArray[Any]

__all__ = ["Told", "fit_way_head", "told_in", "write_way_head"]

WITHIN = 64
ROUNDS, AT_ONCE, PACE, SHRINKS = 20, 128, 2e-3, 0.01
DROPPED = 0.3
SEED = 20261130


class Told(NamedTuple):
    """A way of the gold as the encoder sees it.

    Attributes
    ----------
    seen
        The mean over its words, then over its sentence, of the encoder's numbers.
    state, mode
        Their numbers in :data:`geo.encoder.mode_and_status.STATES` and ``MODES``.
    weight
        How much it counts.
    """

    seen: Array
    state: int
    mode: int
    weight: float


def told_in(
    document: Document, tokens: Sequence[Token], states: Array, ways: Sequence[Mapping[str, Any]], weight: float = 1.0
) -> Iterator[Told]:
    """Give the ways of a passage of gold.

    Parameters
    ----------
    document, tokens, states
        The passage, its pieces of words, a row of the encoder's numbers for each.
    ways
        What annotators marked.
    weight
        How much each counts.
    """
    last = np.asarray(states[:, -WIDTH:], np.float32)
    for way in ways:
        sentence = document.sentences[sentence_at(document.sentences, way["start"])]
        spans = ((way["start"], way["end"]), (sentence.start, sentence.end))
        seen = np.concatenate([mean_of(last, tokens, *span) for span in spans])
        yield Told(seen, STATES.index(way["status"]), MODES.index(way["mode"]), weight)


def fit_way_head(told: Sequence[Told]) -> WayHead:
    """Fit the net: one inner layer, some of its input dropped at a time; the same ways give the same net.

    Parameters
    ----------
    told
        What it learns from.
    """
    chance = np.random.default_rng(SEED)
    seen = np.stack([each.seen for each in told]).astype(np.float32)
    weights = np.array([each.weight for each in told], np.float32)[:, None]
    wanted = np.zeros((len(told), len(STATES) + len(MODES)), np.float32)
    for row, each in enumerate(told):
        wanted[row, [each.state, len(STATES) + each.mode]] = 1
    center, spread = seen.mean(axis=0), seen.std(axis=0) + np.float32(1e-6)
    inner = chance.normal(0, seen.shape[1] ** -0.5, (seen.shape[1], WITHIN)).astype(np.float32)
    outer = chance.normal(0, WITHIN**-0.5, (WITHIN, wanted.shape[1])).astype(np.float32)
    inner_bias, outer_bias = np.zeros(WITHIN, np.float32), np.zeros(wanted.shape[1], np.float32)
    moving = Adam(
        [inner, inner_bias, outer, outer_bias], ROUNDS * (len(told) // AT_ONCE + 1), pace=PACE, shrinks=SHRINKS
    )

    def kept(shape: tuple[int, ...]) -> Array:
        found: Array = (chance.random(shape, dtype=np.float32) > DROPPED) / np.float32(1 - DROPPED)
        return found

    for _ in range(ROUNDS):
        order = chance.permutation(len(told))
        for first in range(0, len(told), AT_ONCE):
            rows = order[first : first + AT_ONCE]
            given = (seen[rows] - center) / spread * kept((len(rows), seen.shape[1]))
            within = given @ inner + inner_bias
            through = kept(within.shape) * (within > 0)
            slopes = (_shares((within * through) @ outer + outer_bias) - wanted[rows]) * weights[rows] / len(rows)
            back = (slopes @ outer.T) * through
            moving.move([given.T @ back, back.sum(axis=0), (within * through).T @ slopes, slopes.sum(axis=0)])
    plain = inner / spread[:, None]
    return WayHead(plain[:WIDTH], plain[WIDTH:], inner_bias - (center / spread) @ inner, outer, outer_bias)


def _shares(scores: Array) -> Array:
    """Return how likely each state is and each mode, row by row."""
    parts = np.split(scores, [len(STATES)], axis=1)
    shares = [np.exp(part - part.max(axis=1, keepdims=True)) for part in parts]
    return np.concatenate([share / share.sum(axis=1, keepdims=True) for share in shares], axis=1)


def rounded(head: WayHead) -> WayHead:
    """Return a net as it will be read: in half precision."""
    return WayHead(*(getattr(head, name).astype(np.float16).astype(np.float32) for name in ARRAYS))


def write_way_head(head: WayHead, path: Path) -> None:
    """Write a net in half precision."""
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **{name: getattr(head, name).astype(np.float16) for name in ARRAYS})
