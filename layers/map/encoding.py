"""Numbers and words in the form the page reads: short strings for lines, safe JSON for all else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["encode_line", "safe_json", "utf16_length"]

ALPHABET = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype=np.uint8)
DIGIT_BITS = 5
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def encode_line(points: ArrayLike) -> str:
    """Write whole-number points as differences in base 64, five bits a letter, low bits first.

    Parameters
    ----------
    points
        Pairs of whole numbers.

    Returns
    -------
    Letters, digits, ``-`` and ``_`` only.

    Examples
    --------
    >>> encode_line([(0, 0), (1, -1), (40, 0)])
    'AACBuCC'
    """
    steps = np.diff(np.asarray(points, dtype=np.int64).reshape(-1, 2), axis=0, prepend=0).ravel()
    values = np.where(steps < 0, ~steps * 2 + 1, steps * 2)
    digits = np.maximum(1, (_bits(values) + DIGIT_BITS - 1) // DIGIT_BITS)
    ends = np.cumsum(digits)
    letters = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    for k in range(int(digits.max(initial=0))):
        has = digits > k
        more = (digits > k + 1)[has]
        letters[(ends - digits)[has] + k] = ((values[has] >> (DIGIT_BITS * k)) & 31) | (more << DIGIT_BITS)
    return bytes(ALPHABET[letters]).decode("ascii")


def safe_json(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Write JSON that may stand inside a script element: no ``<``, ``>``, ``&`` or line separators in it.

    Examples
    --------
    >>> safe_json({"quote": "</script>"})
    '{"quote":"\\\\u003c/script\\\\u003e"}'
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


def _bits(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.ceil(np.log2(values + 1)).astype(np.int64)
