"""Widths of words and lines broken to fit; all in points."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = ["ASCENT", "FAMILY", "LEADING", "broken", "families_for", "font", "width_of"]

FAMILY = "DejaVu Sans"  # comes with matplotlib, so that the figure is the same everywhere
LEADING = 1.28
ASCENT = 0.76  # of a capital letter above the line, as a share of the size
Weight = Literal["normal", "bold"]
REGULAR = 400


def families_for(text: str) -> list[str]:
    """Return the typefaces that have all letters of a text: ours, and where it lacks some, one of this machine's.

    Latin, Greek, Cyrillic, Armenian, Georgian, Arabic and Hebrew need nothing but ours.
    """
    from matplotlib import font_manager  # noqa: PLC0415 - heavy; only where figures are drawn

    own = font_manager.get_font(font_manager.findfont(FAMILY))
    missing = {ord(c) for c in text if c.isprintable() and not c.isspace()} - set(own.get_charmap())
    if not missing:
        return [FAMILY]
    best: tuple[int, str] = (0, "")
    for entry in sorted(font_manager.fontManager.ttflist, key=lambda entry: (entry.name, entry.fname)):
        if entry.weight == REGULAR and entry.style == "normal":
            having = len(missing.intersection(font_manager.get_font(entry.fname).get_charmap()))
            best = max(best, (having, entry.name), key=lambda pair: pair[0])
    return [FAMILY, best[1]] if best[0] else [FAMILY]


def font(weight: Weight = "normal", *, italic: bool = False) -> FontProperties:
    """Return the face of a weight and slant, in the typefaces of the figure at hand."""
    return _face(_families(), weight, italic=italic)


def width_of(text: str, size: float, weight: Weight = "normal", *, italic: bool = False) -> float:
    """Return the width of a line of text."""
    return _width(_families(), text, weight, italic=italic) * size


def _families() -> tuple[str, ...]:
    from matplotlib import rcParams  # noqa: PLC0415 - heavy; only where figures are drawn

    return tuple(rcParams["font.family"])


@cache
def _face(families: tuple[str, ...], weight: Weight, *, italic: bool) -> FontProperties:
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - heavy; only where figures are drawn

    return FontProperties(family=list(families), weight=weight, style="italic" if italic else "normal")


@lru_cache(maxsize=4096)
def _width(families: tuple[str, ...], text: str, weight: Weight, *, italic: bool) -> float:
    """Return the width in ems."""
    from matplotlib.textpath import text_to_path  # noqa: PLC0415 - heavy; only where figures are drawn

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
            kept = next((n for n in range(len(line) - 1, 1, -1) if width_of(line[:n], size, weight) <= width), 1)
            lines.append(line[:kept])
            line = line[kept:]
    return [*lines, line] if line else lines
