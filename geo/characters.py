"""Characters as they come in: whole, in one form, and none that only tells a screen what to do.

Text is cleaned once, where it enters: an article's file, its front matter, a review, a table of places. What is
given as a string whose positions count (:func:`geo.reading.document`) keeps its length: see :func:`whole`.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["clean", "clean_around", "joined", "line", "whole"]

HALF = re.compile("[\ud800-\udfff]")
JOINERS = "\u200c\u200d"
SPACES = {0x85: "\n", 0x2028: "\n", 0x2029: "\n\n"}  # other programs' ends of lines and paragraphs
INVISIBLE = re.compile(  # format characters that have no glyph, and controls; joiners are looked at one by one
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
JOINER = re.compile(f"(?<=(.))[{JOINERS}]+|[{JOINERS}]+", re.DOTALL)
JOINED = frozenset({"Lo", "Mn", "Mc", "So", "Sk"})  # letters of scripts that join, their marks, and pictures
SUSPECT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def clean(text: str) -> str:
    r"""Return a text without characters that have no glyph, its surrogates joined, in composed form (NFC).

    Joiners stay where the letter before them is of a script that needs them, or a picture; half a character becomes
    U+FFFD.

    Examples
    --------
    >>> clean("\ufeffBa\u200bku \ud83d\udea2 \ud83d") == "Baku 🚢 \ufffd"
    True
    >>> clean("Cafe\u0301"), len(clean("\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"))
    ('Café', 9)
    """
    if SUSPECT.search(text) is not None:
        text = INVISIBLE.sub("", joined(text)).translate(SPACES)
        text = JOINER.sub(_kept, text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def joined(text: str) -> str:
    r"""Return a text whose surrogates are joined; half a character becomes U+FFFD.

    Examples
    --------
    >>> joined("\ud83d\udea2 \ud83d") == "🚢 \ufffd"
    True
    """
    if HALF.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _kept(match: re.Match[str]) -> str:
    return match[0][0] if match[1] and unicodedata.category(match[1]) in JOINED else ""


def clean_around(text: str, places: Iterable[int]) -> tuple[str, dict[int, int]]:
    r"""Clean a text in which positions are known, and say where each stands now.

    Examples
    --------
    >>> clean_around("Ba\u200bku[1].", [5, 8])
    ('Baku[1].', {5: 4, 8: 7})
    """
    cuts = sorted({0, len(text), *places})
    moved = {0: 0}
    parts: list[str] = []
    for start, end in pairwise(cuts):
        parts.append(clean(text[start:end]))
        moved[end] = moved[start] + len(parts[-1])
    return "".join(parts), {place: moved[place] for place in places}


def line(text: str) -> str:
    r"""Return a title, a name or the like as one clean line; nothing where there is nothing to see.

    Examples
    --------
    >>> line(" Ways\u200b\n to the sea "), line("\ufeff")
    ('Ways to the sea', '')
    """
    return " ".join(clean(text).split())


def whole(text: str) -> str:
    r"""Return a text of the same length in which half a character is U+FFFD, so that it can be written.

    Examples
    --------
    >>> whole("Baku \ud83d!") == "Baku \ufffd!"
    True
    """
    return HALF.sub("\ufffd", text)
