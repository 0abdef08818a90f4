"""Widths of words and lines broken to fit; all in points."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = ["ASCENT", "FAMILY", "LEADING", "broken", "font", "width_of"]

FAMILY = "DejaVu Sans"  # comes with matplotlib, so that the figure is the same everywhere
LEADING = 1.28
DASHES = "-–—/"
ASCENT = 0.76  # of a capital letter above the line, as a share of the size
Weight = Literal["normal", "bold"]


def font(weight: Weight = "normal", *, italic: bool = False, text: str = "") -> FontProperties:
    """Return the face of a weight and slant, in the typefaces of the figure at hand; upright where it must be.

    Few typefaces have slanted letters for all their scripts: ours has upright Arabic ones alone, and would draw boxes.
    """
    return _face(_families(), weight, italic=italic and _is_slanted(text))


def width_of(text: str, size: float, weight: Weight = "normal", *, italic: bool = False) -> float:
    """Return the width of a line of text."""
    return _width(_families(), text, weight, italic=italic and _is_slanted(text)) * size


def _is_slanted(text: str) -> bool:
    """Tell whether our own typeface has all the letters of a text slanted."""
    return text.isascii() or {ord(letter) for letter in text} <= _slanted_letters()


@cache
def _slanted_letters() -> frozenset[int]:
    from matplotlib import font_manager

    face = font_manager.findfont(font_manager.FontProperties(family=FAMILY, style="italic"))
    return frozenset(font_manager.get_font(face).get_charmap())


def _families() -> tuple[str, ...]:
    from matplotlib import rcParams

    return tuple(rcParams["font.family"])


@cache
def _face(families: tuple[str, ...], weight: Weight, *, italic: bool) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=list(families), weight=weight, style="italic" if italic else "normal")


@lru_cache(maxsize=4096)
def _width(families: tuple[str, ...], text: str, weight: Weight, *, italic: bool) -> float:
    """Return the width in ems."""
    from matplotlib.textpath import text_to_path

    face = _face(families, weight, italic=italic).copy()
    face.set_size(100)  # measured large: small sizes are rounded to whole pixels
    width, _, _ = text_to_path.get_text_width_height_descent(text, face, ismath=False)
    return float(width) / 100


def broken(text: str, width: float, size: float, weight: Weight = "normal") -> list[str]:
    """Break text into lines that are no wider than a width, between words where that is possible."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size, weight) > width:
            lines.append(line)
            line = word
        else:
            line = longer
        while width_of(line, size, weight) > width and len(line) > 1:
            fits = bisect_right(range(2, len(line)), width, key=partial(_width_to, line, size=size, weight=weight))
            kept = _after_a_dash(line, fits + 1)
            lines.append(line[:kept])
            line = line[kept:]
    return [*lines, line] if line else lines


def _after_a_dash(line: str, most: int) -> int:
    """Return where a word of several parts is best cut: after its last dash that fits, else where the room ends."""
    return max((i + 1 for i, letter in enumerate(line[:most]) if letter in DASHES and i), default=most)


def _width_to(line: str, end: int, *, size: float, weight: Weight) -> float:
    return width_of(line[:end], size, weight)
