"""The weights of the encoder of English that reads ways: all-mpnet-base-v2, in four bits, in our own data.

MPNet (Song et al. 2020, https://arxiv.org/abs/2004.09297) as the sentence-transformers project trained it on
(all-mpnet-base-v2, Apache-2.0): twelve layers of 768 numbers. ``geo/data/encoder-english.npz`` holds its vocabulary,
its small arrays and its matrices, these in blocks of 32 weights: a scale of 16 bits and 32 times four bits. It is
written by ``python -m geo.workshop.build_english_encoder``, which says how scales are chosen.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["BLOCK", "FILE", "HEADS", "INNER", "LAYERS", "MATRICES", "WIDTH", "EnglishWeights", "unpacked"]

FILE = "encoder-english.npz"
WIDTH, LAYERS, HEADS, INNER, MOST_TOKENS = 768, 12, 12, 3072, 512
MATRICES = {**dict.fromkeys(("q", "k", "v", "ao"), (WIDTH, WIDTH)), "fi": (INNER, WIDTH), "fo": (WIDTH, INNER)}
"""Large matrices of each layer by name, rows and columns: a row for each number that comes out."""
BLOCK = 32
LEAST = -8
"""The least number that four bits say; the greatest is 7."""
BEGINS, ENDS, UNKNOWN = "<s>", "</s>", "[UNK]"
AT_ONCE = 4
PAIRS = np.array([(byte & 15, byte >> 4) for byte in range(256)], np.float32) + LEAST
"""What a byte says: its low half first."""


@dataclass(frozen=True, slots=True, eq=False)
class EnglishWeights:
    """What the file holds.

    Attributes
    ----------
    pieces
        The vocabulary: each piece of a word with its number.
    begins, ends, unknown
        Numbers of the marks for a beginning, an end and what is in no piece.
    arrays
        The small arrays and the matrices of the layers by name, as numbers of 32 bits; a column of a matrix for each
        number that comes out.
    words
        The vectors of all pieces, still in four bits, and their scales.
    """

    pieces: Mapping[str, int]
    begins: int
    ends: int
    unknown: int
    arrays: Mapping[str, Array]
    words: tuple[Array, Array]

    heads = HEADS
    most_tokens = MOST_TOKENS
    first_place = 2
    """The number of the first place in a window: two are left free, as in RoBERTa, from which MPNet has it."""
    epsilon = 1e-5

    @classmethod
    def load(cls, layers: int = LAYERS) -> EnglishWeights:
        """Read the file.

        Parameters
        ----------
        layers
            How many of the layers are wanted, from the lowest on.

        Raises
        ------
        DataError
            If the file is missing or damaged.

        Examples
        --------
        >>> weights = EnglishWeights.load(layers=1)
        >>> weights.arrays["l0.fi.w"].shape, weights.begins
        ((768, 3072), 0)
        """
        try:
            with (files("geo") / "data" / FILE).open("rb") as file:
                packed = np.load(file)
                pieces = {piece: n for n, piece in enumerate(packed["vocabulary"].tobytes().decode().split("\n"))}
                small = [name for name in packed.files if _is_wanted(name, layers) and not name.endswith((".4", ".s"))]
                arrays = {name: packed[name].astype(np.float32) for name in small if name != "vocabulary"}
                large = {f"l{layer}.{name}.w": shape for layer in range(layers) for name, shape in MATRICES.items()}
                halves = {name: (packed[f"{name}.4"], packed[f"{name}.s"]) for name in large}
                words = (packed["emb.word.4"], packed["emb.word.s"])
            with ThreadPoolExecutor(AT_ONCE) as pool:
                whole = pool.map(lambda name: unpacked(*halves[name]).reshape(large[name]).T, large)
                arrays |= dict(zip(large, whole, strict=True))
            marks = [pieces[mark] for mark in (BEGINS, ENDS, UNKNOWN)]
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
            raise DataError(
                f"{FILE}: the encoder of English cannot be read ({error}); install corridors again"
            ) from error
        return cls(pieces, marks[0], marks[1], marks[2], arrays, words)

    def vectors(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of some pieces, a row each."""
        return unpacked(self.words[0][ids], self.words[1][ids])


def unpacked(pairs: Array, scales: Array) -> Array:
    """Return packed rows as numbers.

    Parameters
    ----------
    pairs
        Two weights in each byte, a row for each number that comes out.
    scales
        One for each block of :data:`BLOCK` weights.

    Examples
    --------
    >>> unpacked(np.full((1, 16), 0x9F, np.uint8), np.array([[0.5]], np.float16))[0, :4].tolist()
    [3.5, 0.5, 3.5, 0.5]
    """
    found: Array = PAIRS[pairs].reshape(len(pairs), -1, BLOCK)
    found *= scales.astype(np.float32)[..., None]
    return found.reshape(len(pairs), -1)


def _is_wanted(name: str, layers: int) -> bool:
    layer = name.removeprefix("l").split(".")[0]
    return not layer.isdigit() or int(layer) < layers
