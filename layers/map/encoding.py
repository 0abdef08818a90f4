"""Numbers and words in the form the page reads: short strings for lines, safe JSON for all else."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["encode_lines", "packed", "safe_json", "utf16_length"]

ALPHABET = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype=np.uint8)
DIGIT_BITS = 5
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def encode_lines(lines: Sequence[ArrayLike]) -> list[str]:
    """Write whole-number points as differences in base 64, five bits a letter, low bits first.

    Parameters
    ----------
    lines
        Each a sequence of pairs of whole numbers.

    Returns
    -------
    A string for each, of letters, digits, ``-`` and ``_`` only.

    Examples
    --------
    >>> encode_lines([[(0, 0), (1, -1), (40, 0)]])
    ['AACBuCC']
    """
    arrays = [np.asarray(line, dtype=np.int64).reshape(-1, 2) for line in lines]
    sizes = np.array([len(array) for array in arrays], dtype=np.int64)
    if not sizes.sum():
        return ["" for _ in arrays]
    points = np.concatenate(arrays)
    steps = np.diff(points, axis=0, prepend=0)
    firsts = (np.cumsum(sizes) - sizes)[sizes > 0]
    steps[firsts] = points[firsts]  # each line begins anew
    letters, ends = _letters(steps.ravel())
    text = letters.tobytes().decode("ascii")
    stops = np.concatenate([[0], ends])[2 * np.cumsum(sizes)].tolist()
    return [text[start:stop] for start, stop in pairwise([0, *stops])]


def _letters(steps: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the letters of all numbers, and where those of each end."""
    values = np.where(steps < 0, ~steps * 2 + 1, steps * 2)
    bits = np.ceil(np.log2(values + 1)).astype(np.int64)
    digits = np.maximum(1, (bits + DIGIT_BITS - 1) // DIGIT_BITS)
    ends = np.cumsum(digits)
    letters = np.empty(int(ends[-1]), dtype=np.uint8)
    for k in range(int(digits.max())):
        has = digits > k
        more = (digits > k + 1)[has].astype(np.int64)
        letters[(ends - digits)[has] + k] = ALPHABET[((values[has] >> (DIGIT_BITS * k)) & 31) | (more << DIGIT_BITS)]
    return letters, ends


def packed(rows: Sequence[Mapping[str, Any]], *inner: str) -> dict[str, Any]:
    """Write rows of one form without repeating their keys.

    Parameters
    ----------
    rows
        Mappings that all have the same keys.
    inner
        Keys whose values are lists of rows themselves, all of one form.

    Returns
    -------
    ``keys`` and ``rows``, and for each inner key its keys in ``inner``; ``text.js`` reads it.

    Examples
    --------
    >>> packed([{"at": 0, "citations": [{"outlet": "A"}]}, {"at": 9, "citations": []}], "citations")
    {'keys': ['at', 'citations'], 'inner': {'citations': ['outlet']}, 'rows': [[0, [['A']]], [9, []]]}
    """
    keys = list(rows[0]) if rows else []
    below = {key: list(next((row[key][0] for row in rows if row[key]), {})) for key in inner}
    return {
        "keys": keys,
        "inner": below,
        "rows": [
            [[list(item.values()) for item in row[key]] if key in below else row[key] for key in keys] for row in rows
        ],
    }


def safe_json(value: Any) -> str:
    r"""Write JSON that may stand inside a script element: no ``<``, ``>``, ``&`` or line separators in it.

    Examples
    --------
    >>> safe_json({"quote": "</script>"})
    '{"quote":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in UNSAFE.items():
        text = text.replace(character, escape)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # half a surrogate pair cannot be written otherwise


def utf16_length(text: str) -> int:
    """Count as JavaScript does: characters beyond the basic plane are two.

    Examples
    --------
    >>> utf16_length("a𝒳")
    3
    """
    return len(text) + sum(character > "\uffff" for character in text)
