"""What the encoder says of ways: whether words tell one, between which ends, in which state, and how one travels on it.

The encoder as its package brings it knows what words mean, not what a way is. Four of its layers, the fifth to the
eighth, are bent to that by small matrices of our own (LoRA: two of rank 16 beside each large one), and three small nets
look at what then comes of the words of a proposal, a name, a way. All of it lies in ``geo/data/encoder-corridors.npz``,
and was learned by ``python -m geo.workshop.train_way_reader`` from half of our gold of passages; how much its voice
counts beside the judge's was learned from the other half (:mod:`geo.corridors.second_voice`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from importlib.resources import files
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from geo.encoder.encoder_weights import Weights
from geo.encoder.forward import Encoder
from geo.encoder.mode_and_status import MODES, STATES
from geo.encoder.subwords import Subwords
from geo.encoder.windows import windows_of
from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.encoder.subwords import Token
    from geo.model import Document

    Array = NDArray[Any]
    Extent = tuple[int, int]

__all__ = ["FILE", "TOP", "WayReader", "WaySense"]

FILE = "encoder-corridors.npz"
TOP = 8
"""The last layer that is read."""
WINDOW = 382
"""Pieces of words that are read together: a passage and what stands around it."""
AT_ONCE = 4
DIGITS = 2
"""Of the logarithm of odds; the rest differs between processors."""


@dataclass(frozen=True, slots=True, eq=False)
class WaySense:
    """A document as the encoder understands it, to be asked for any words of it.

    Attributes
    ----------
    tokens
        The pieces of words that were read, in reading order.
    sums
        The sums of their vectors up to each piece, so that the mean over any words is one subtraction.
    nets
        The small nets by name.
    """

    tokens: Sequence[Token]
    sums: Array
    nets: Mapping[str, Array]

    def told(self, proposals: Sequence[tuple[Extent, Extent, Extent | None, Extent]]) -> Array:
        """Return how surely each proposal is a way, has its ends right, and all its stops (log-odds, a row each).

        Parameters
        ----------
        proposals
            Of each the characters of its first stop, its last, the word of a way where there is one, and the whole.
        """
        first, last, whole = (self._means([each[part] for each in proposals]) for part in (0, 1, 3))
        anchor = self._means([each[2] for each in proposals])
        gap = self._means([_between(each[0], each[1]) for each in proposals], inside=True)
        one, other = self._linear("told.first", first), self._linear("told.last", last)
        within = one + other + self._linear("told.anchor", anchor)
        within += self._linear("told.span", whole) + self._linear("told.gap", gap)
        met = np.concatenate((np.maximum(within, 0), one * other), axis=1)
        return self._scores("told.out", self._linear("told.mid", met))

    def named(self, uses: Sequence[Extent], sentences: Sequence[Extent]) -> Array:
        """Return how surely each name is a way's (log-odds).

        Parameters
        ----------
        uses, sentences
            The characters of each name and of the sentence it stands in.
        """
        return self._scores("name.out", self._beside("name", uses, sentences))[:, 0]

    def described(self, ways: Sequence[Extent], sentences: Sequence[Extent]) -> tuple[Array, Array]:
        """Return how likely each way is in each of :data:`STATES` and of each of :data:`MODES` (logarithms).

        Parameters
        ----------
        ways, sentences
            The characters of each way's words and of the sentence they stand in.
        """
        scores = self._scores("way.out", self._beside("way", ways, sentences))
        states, modes = np.split(scores, [len(STATES)], axis=1)
        return _logarithms(states), _logarithms(modes)

    def _beside(self, net: str, own: Sequence[Extent], around: Sequence[Extent]) -> Array:
        return self._linear(f"{net}.own", self._means(own)) + self._linear(f"{net}.sent", self._means(around))

    def _linear(self, net: str, given: Array) -> Array:
        found: Array = given @ self.nets[f"{net}.w"] + self.nets[f"{net}.b"]
        return found

    def _scores(self, net: str, within: Array) -> Array:
        return self._linear(net, np.maximum(within, 0)).round(DIGITS)

    def _means(self, extents: Sequence[Extent | None], *, inside: bool = False) -> Array:
        """Return the mean over the pieces of each extent; nothing where there is none."""
        bounds = np.array([self._pieces(extent, inside=inside) for extent in extents], int).reshape(-1, 2)
        first, last = bounds[:, 0], bounds[:, 1]
        found: Array = (self.sums[last] - self.sums[first]) / np.maximum(last - first, 1)[:, None].astype(np.float32)
        return found

    def _pieces(self, extent: Extent | None, *, inside: bool) -> Extent:
        if extent is None:
            return (0, 0)
        first = bisect_right(self.tokens, extent[0], key=lambda token: token.end)
        last = bisect_left(self.tokens, extent[1], lo=first, key=lambda token: token.start)
        if inside:
            return first, max(first, last)
        first = min(first, len(self.tokens) - 1)
        return first, max(last, first + 1)


def _between(one: Extent, other: Extent) -> Extent | None:
    """Return what stands between two places, whichever is first."""
    start, end = min(one[1], other[1]), max(one[0], other[0])
    return (start, end) if start < end else None


def _logarithms(scores: Array) -> Array:
    scores = scores - scores.max(axis=1, keepdims=True)
    found: Array = (scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))).round(DIGITS)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class WayReader:
    """The encoder with its bent layers, and the nets.

    Attributes
    ----------
    encoder, subwords, nets
        What it reads with.
    """

    encoder: Encoder
    subwords: Subwords
    nets: Mapping[str, Array]

    @classmethod
    def open(cls, path: Path, learned: bytes | None = None) -> WayReader:
        """Load the encoder's weights and our own.

        Parameters
        ----------
        path
            The file of weights, as :func:`geo.encoder.encoder_weights.find_weights` gives it.
        learned
            What is in a file such as :data:`FILE`, where it is not our own.

        Raises
        ------
        DataError
            If one of the two files is missing or damaged.
        """
        weights = Weights.load(path)
        try:
            packed = np.load(BytesIO(learned or (files("geo") / "data" / FILE).read_bytes()))
            own = {name: packed[name].astype(np.float32) for name in packed.files}
            bent = {
                f"l{name[5:]}.w": weights.arrays[f"l{name[5:]}.w"] + own[f"{name}.a"] @ own[f"{name}.b"]
                for name in dict.fromkeys(each[:-2] for each in own if each.startswith("lora/"))
            }
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise DataError(f"{FILE}: what reads ways cannot be read ({error}); install corridors again") from error
        nets = {name[5:]: array for name, array in own.items() if name.startswith("head/")}
        return cls(Encoder(replace(weights, arrays={**weights.arrays, **bent})), Subwords(weights), nets)

    def read(self, document: Document) -> WaySense:
        """Return what the encoder makes of a document."""
        tokens = self.subwords.divide(document.text)
        sentences = [(sentence.start, sentence.end) for sentence in document.sentences]
        windows = list(windows_of(tokens, sentences, most=WINDOW))
        found = [np.zeros((1, self.nets["way.own.w"].shape[0]), np.float32)]
        for first in range(0, len(windows), AT_ONCE):
            some = [[token.id for token in tokens[window]] for window in windows[first : first + AT_ONCE]]
            found.append(self.encoder.states(some, layers=(TOP,)))
        return WaySense(tokens, np.concatenate(found).cumsum(axis=0, dtype=np.float64).astype(np.float32), self.nets)


_ = accumulate
