"""Widths of words and lines broken to fit; all in points."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = ["ASCENT", "FAMILY", "LEADING", "broken", "font", "width_of"]

FAMILY = "DejaVu Sans"  # comes with matplotlib, so that the figure is the same everywhere
LEADING = 1.28
ASCENT = 0.76  # of a capital letter above the line, as a share of the size
Weight = Literal["normal", "bold"]


@cache
def font(weight: Weight = "normal", *, italic: bool = False) -> FontProperties:
    """Return the face of a weight and slant."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - heavy; only where figures are drawn

    return FontProperties(family=FAMILY, weight=weight, style="italic" if italic else "normal")


@cache
def width_of(text: str, size: float, weight: Weight = "normal", *, italic: bool = False) -> float:
    """Return the width of a line of text."""
    from matplotlib.textpath import text_to_path  # noqa: PLC0415 - heavy; only where figures are drawn

    face = font(weight, italic=italic).copy()
    face.set_size(100)  # measured large: small sizes are rounded to whole pixels
    width, _, _ = text_to_path.get_text_width_height_descent(text, face, ismath=False)
    return float(width) * size / 100


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
