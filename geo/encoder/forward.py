"""What the encoder makes of pieces of words: for each a vector that tells what it is where it stands.

The twelve layers of a BERT, in NumPy: large products go to its BLAS, on one processor (threadpoolctl tells it so). Two
for one product take many times as long where somebody else wants them, and do not add up in the same order on every
machine; so where there are more, each reads some windows by itself.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.encoder.encoder_weights import HEADS, LAYERS, MOST_TOKENS, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geo.encoder.encoder_weights import Weights

    Array = NDArray[Any]

__all__ = ["Encoder"]

MOST_PROCESSORS = 4
EPSILON = 1e-12
HEAD = WIDTH // HEADS
SCALE = np.float32(HEAD**-0.5)
ROOT_HALF = np.float32(0.5**0.5)
ERF = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)


@dataclass(frozen=True, slots=True)
class Encoder:
    """Reads pieces of words in what stands around them.

    Attributes
    ----------
    weights
        As :meth:`geo.encoder.encoder_weights.Weights.load` gives them.
    """

    weights: Weights

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

    def marked_states(self, window: Sequence[int], layer: int) -> Array:
        """Return what a layer makes of each piece of a window, of the marks of its beginning and its end, too.

        Parameters
        ----------
        window
            As for :meth:`states`.
        layer
            The number of the layer.
        """
        marked = (self.weights.begins, *window, self.weights.ends)
        with _one_processor():
            vectors = self._first([marked])
            for number in range(layer):
                vectors = self._layer(number, vectors, [(0, len(marked))])
        return vectors

    def _states(self, windows: Sequence[Sequence[int]], layers: Sequence[int]) -> Array:
        marked = [(self.weights.begins, *window, self.weights.ends) for window in windows]
        if any(len(window) > MOST_TOKENS for window in marked):
            raise ValueError(f"a window of {max(map(len, marked)) - 2} pieces; at most {MOST_TOKENS - 2} are read")
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
        vectors += get["emb.pos"][np.concatenate([np.arange(len(window)) for window in marked])]
        vectors += get["emb.type"][0]
        return _normal(vectors, get["emb.ln.w"], get["emb.ln.b"])

    def _layer(self, layer: int, vectors: Array, bounds: Sequence[tuple[int, int]]) -> Array:
        def linear(name: str, given: Array) -> Array:
            found: Array = given @ self.weights.arrays[f"l{layer}.{name}.w"]
            found += self.weights.arrays[f"l{layer}.{name}.b"]
            return found

        def normal(name: str, given: Array) -> Array:
            get = self.weights.arrays
            return _normal(given, get[f"l{layer}.{name}.w"], get[f"l{layer}.{name}.b"])

        queries, keys, values = (linear(name, vectors) for name in "qkv")
        seen = np.empty_like(vectors)
        for start, end in bounds:
            seen[start:end] = _attended(queries[start:end], keys[start:end], values[start:end])
        vectors = normal("aln", vectors + linear("ao", seen))
        return normal("oln", vectors + linear("fo", _gelu(linear("fi", vectors))))


def _one_processor() -> AbstractContextManager[Any]:
    try:
        from threadpoolctl import threadpool_limits
    except ModuleNotFoundError:  # a file of weights of the user's own, without the extra
        return nullcontext()
    limits: AbstractContextManager[Any] = threadpool_limits(1, user_api="blas")
    return limits


def _attended(queries: Array, keys: Array, values: Array) -> Array:
    """Return for each piece what it takes from the others of its window."""

    def by_head(given: Array) -> Array:
        return given.reshape(len(given), HEADS, HEAD).transpose(1, 0, 2)

    weights = by_head(queries) @ by_head(keys).transpose(0, 2, 1)
    weights *= SCALE
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    found: Array = (weights @ by_head(values)).transpose(1, 0, 2).reshape(len(queries), WIDTH)
    return found


def _normal(vectors: Array, weight: Array, bias: Array) -> Array:
    vectors = vectors - vectors.mean(axis=1, keepdims=True)
    vectors /= np.sqrt(np.mean(vectors * vectors, axis=1, keepdims=True) + np.float32(EPSILON))
    vectors *= weight
    vectors += bias
    return vectors


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
