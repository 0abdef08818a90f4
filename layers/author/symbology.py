"""How lines and dots look where their author wants them otherwise; nothing inferred ever looks stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers import styles
from layers.author.colours import shades
from layers.author.keys import DASHES

if TYPE_CHECKING:
    from layers.author.wishes import Look

__all__ = ["colours_of", "is_changed", "strokes_of", "takes_dash"]


def strokes_of(mode: str, status: str, basis: str, precision: str, look: Look | None) -> tuple[styles.Stroke, ...]:
    """Return the passes of the pen that draw a leg, as :func:`layers.styles.strokes`, in its author's colour and dash.

    Examples
    --------
    >>> from layers.author.wishes import Look
    >>> own = Look("corridor", "A", dash="solid")
    >>> [stroke.dash for stroke in strokes_of("sea", "operating", "inferred", "traced", own)]
    [(4.0, 4.5)]
    """
    drawn = styles.strokes(mode, status, basis, precision)
    if look is None:
        return drawn
    dash = DASHES[look.dash] if look.dash and takes_dash(mode, basis, precision) else None
    return styles.restyled(drawn, colour=look.colour, dash=dash)


def is_changed(mode: str, basis: str, precision: str, look: Look | None) -> bool:
    """Tell whether the line of a leg looks otherwise than its mode does."""
    return look is not None and bool(look.colour or (look.dash and takes_dash(mode, basis, precision)))


def takes_dash(mode: str, basis: str, precision: str) -> bool:
    """Tell whether a leg may have a dash of its author's: one that is inferred or schematic must look so."""
    return basis != "inferred" and styles.is_true(mode, precision)


def colours_of(kind: styles.Kind, look: Look | None) -> tuple[str, str]:
    """Return the colours of a place on light and on dark paper."""
    return shades(look.colour) if look and look.colour else (kind.group.color, kind.group.dark)
