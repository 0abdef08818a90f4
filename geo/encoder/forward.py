"""What the encoder makes of pieces of words: for each a vector that tells what it is where it stands.

The layers of a BERT (or of an MPNet, where pieces that stand near each other attend to each other more), in NumPy:
large products go to its BLAS, on one processor (threadpoolctl tells it so). Two for one product take many times as long
where somebody else wants them, and do not add up in the same order on every machine; so where there are more, each
reads some windows by itself.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.encoder.encoder_weights import LAYERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from geo.encoder.encoder_weights import Weights
    from geo.encoder.english_weights import EnglishWeights

    Array = NDArray[Any]

__all__ = ["Encoder", "distances"]

MOST_PROCESSORS = 4
NEAR, FAR = 8, 128
"""Pieces up to so far are told apart by their distance, up to so far by its logarithm."""
ROOT_HALF = np.float32(0.5**0.5)
ERF = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)


@dataclass(frozen=True, slots=True)
class Encoder:
    """Reads pieces of words in what stands around them.

    Attributes
    ----------
    weights
        As :meth:`geo.encoder.encoder_weights.Weights.load` gives them, or
        :meth:`geo.encoder.english_weights.EnglishWeights.load`.
    """

    weights: Weights | EnglishWeights

    def states(self, windows: Sequence[Sequence[int]], *, layers: Sequence[int] = (LAYERS,)) -> Array:
        """Return a vector for each piece of some windows of text.

        Parameters
        ----------
        windows
            Numbers of pieces, without marks of beginning and end; each window is read by itself.
        layers
            Which layers' vectors are wanted, 0 for what the pieces are by themselves.

        Returns
        -------
        A row for each piece of each window in order; the layers' vectors side by side.

        Raises
        ------
        ValueError
            If a window is longer than the encoder reads.
        """
        with _one_processor():
            return self._states(windows, layers)

    def states_of_all(
        self, windows: Sequence[Sequence[int]], *, layers: Sequence[int] = (LAYERS,), at_once: int
    ) -> Iterator[Array]:
        """Yield the same for many windows, some at once on each processor.

        Parameters
        ----------
        windows, layers
            As for :meth:`states`.
        at_once
            How many windows are read together; the last digits hang on it.
        """
        batches = [windows[first : first + at_once] for first in range(0, len(windows), at_once)]
        workers = min(len(batches), MOST_PROCESSORS, os.cpu_count() or 1)
        if workers < 2:
            yield from (self.states(some, layers=layers) for some in batches)
            return
        with _one_processor(), ThreadPoolExecutor(workers) as pool:
            for first in range(0, len(batches), workers):  # no more is kept than is read at the time
                yield from pool.map(lambda some: self._states(some, layers), batches[first : first + workers])

    def _states(self, windows: Sequence[Sequence[int]], layers: Sequence[int]) -> Array:
        marked = [(self.weights.begins, *window, self.weights.ends) for window in windows]
        most = self.weights.most_tokens
        if any(len(window) > most for window in marked):
            raise ValueError(f"a window of {max(map(len, marked)) - 2} pieces; at most {most - 2} are read")
        bounds = list(pairwise(accumulate(map(len, marked), initial=0)))
        vectors = self._first(marked)
        kept = {0: vectors.copy()} if 0 in layers else {}
        for layer in range(max(layers)):
            vectors = self._layer(layer, vectors, bounds)
            if layer + 1 in layers:
                kept[layer + 1] = vectors
        inner = np.ones(len(vectors), bool)
        for start, end in bounds:
            inner[[start, end - 1]] = False
        return np.concatenate([kept[layer][inner] for layer in layers], axis=1)

    def _first(self, marked: Sequence[Sequence[int]]) -> Array:
        get = self.weights.arrays
        vectors = self.weights.vectors(np.concatenate([np.asarray(window, np.int64) for window in marked]))
        places = np.concatenate([np.arange(len(window)) for window in marked])
        vectors += get["emb.pos"][places + self.weights.first_place]
        if "emb.type" in get:
            vectors += get["emb.type"][0]
        return self._normal("emb.ln", vectors)

    def _layer(self, layer: int, vectors: Array, bounds: Sequence[tuple[int, int]]) -> Array:
        def linear(name: str, given: Array) -> Array:
            found: Array = given @ self.weights.arrays[f"l{layer}.{name}.w"]
            found += self.weights.arrays[f"l{layer}.{name}.b"]
            return found

        queries, keys, values = (linear(name, vectors) for name in "qkv")
        seen = np.empty_like(vectors)
        near = self._nearness(max(end - start for start, end in bounds))
        for start, end in bounds:
            one = slice(start, end)
            nearness = None if near is None else near[:, : end - start, : end - start]
            seen[one] = _attended(queries[one], keys[one], values[one], self.weights.heads, nearness)
        vectors = self._normal(f"l{layer}.aln", vectors + linear("ao", seen))
        return self._normal(f"l{layer}.oln", vectors + linear("fo", _gelu(linear("fi", vectors))))

    def _normal(self, name: str, vectors: Array) -> Array:
        vectors = vectors - vectors.mean(axis=1, keepdims=True)
        vectors /= np.sqrt(np.mean(vectors * vectors, axis=1, keepdims=True) + np.float32(self.weights.epsilon))
        vectors *= self.weights.arrays[f"{name}.w"]
        vectors += self.weights.arrays[f"{name}.b"]
        return vectors

    def _nearness(self, pieces: int) -> Array | None:
        """Return how much more each head attends to a piece for where it stands, where an encoder knows that."""
        known = self.weights.arrays.get("emb.near")
        if known is None:
            return None
        found: Array = known[distances(pieces)].transpose(2, 0, 1)
        return found


@cache
def distances(pieces: int) -> Array:
    """Return the kind of distance from each piece of a window to each other (a row for each that attends).

    As T5 tells them (Raffel et al. 2020, https://arxiv.org/abs/1910.10683): half of the kinds for what stands after.

    Parameters
    ----------
    pieces
        How many there are.

    Examples
    --------
    >>> distances(3).tolist()
    [[0, 17, 18], [1, 0, 17], [2, 1, 0]]
    """
    ahead = np.arange(pieces)[None] - np.arange(pieces)[:, None]
    apart = np.abs(ahead)
    far = NEAR + (np.log(np.maximum(apart, 1) / NEAR) / np.log(FAR / NEAR) * NEAR).astype(int)
    found: Array = np.where(apart < NEAR, apart, np.minimum(far, 2 * NEAR - 1)) + 2 * NEAR * (ahead > 0)
    return found


def _one_processor() -> AbstractContextManager[Any]:
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[Any] = threadpool_limits(1, user_api="blas")
    return limits


def _attended(queries: Array, keys: Array, values: Array, heads: int, near: Array | None) -> Array:
    """Return for each piece what it takes from the others of its window."""
    pieces, width = queries.shape

    def by_head(given: Array) -> Array:
        return given.reshape(pieces, heads, -1).transpose(1, 0, 2)

    weights = by_head(queries) @ by_head(keys).transpose(0, 2, 1)
    weights *= np.float32((width // heads) ** -0.5)
    if near is not None:
        weights += near
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    found: Array = (weights @ by_head(values)).transpose(1, 0, 2).reshape(pieces, width)
    return found


def _gelu(given: Array) -> Array:
    """Return each number times how likely one of the normal distribution is smaller.

    The error function is formula 7.1.26 of Abramowitz and Stegun, Handbook of Mathematical Functions (1964), right to
    1.5e-7, which is what 32 bits hold; SciPy's takes longer to import than the reading of an article to do.
    """
    far = np.abs(given)
    far *= ROOT_HALF
    t = far * np.float32(0.3275911)
    t += 1
    np.reciprocal(t, out=t)
    tail = t * np.float32(ERF[-1])
    for factor in ERF[-2::-1]:
        tail += np.float32(factor)
        tail *= t
    far *= far
    np.negative(far, out=far)
    np.exp(far, out=far)
    tail *= far  # 1 - erf(|x|)
    np.subtract(1, tail, out=tail)
    np.copysign(tail, given, out=tail)
    tail += 1
    tail *= given
    tail *= np.float32(0.5)
    return tail
