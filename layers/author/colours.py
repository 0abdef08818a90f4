"""An author's colour on paper that is light or dark: kept where it can be seen, else made darker or lighter."""

from __future__ import annotations

__all__ = ["GROUNDS", "contrast", "legible", "shades"]

GROUNDS = (("#f7f4ee", "#dbe7ed"), ("#2a2f36", "#1a2027"))
"""Land and water of a light and of a dark page, as ``page.css`` has them."""
LINE, LETTERS = 3.0, 4.6  # contrast that lines and letters need, by WCAG 2 (letters with a little to spare)
STEPS = 40


def shades(colour: str, *, letters: bool = False) -> tuple[str, str]:
    """Return what a colour is on a light and on a dark page.

    Parameters
    ----------
    colour
        ``#rrggbb``.
    letters
        Whether words are written in it, which need more contrast than lines do.

    Examples
    --------
    >>> shades("#b3261e")
    ('#b3261e', '#c45751')
    """
    ratio = LETTERS if letters else LINE
    light, dark = (legible(colour, grounds, ratio) for grounds in GROUNDS)
    return light, dark


def legible(colour: str, grounds: tuple[str, ...], ratio: float) -> str:
    """Return a colour, moved towards black or white until it stands out from all of some grounds."""
    towards = 0 if _luminance(grounds[0]) > 0.2 else 255
    own = _channels(colour)
    for step in range(STEPS + 1):
        share = step / STEPS
        mixed = "#" + "".join(f"{round(channel + (towards - channel) * share):02x}" for channel in own)
        if all(contrast(mixed, ground) >= ratio for ground in grounds):
            return mixed
    return mixed


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2 has it.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(colour: str) -> float:
    shares = (channel / 255 for channel in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
