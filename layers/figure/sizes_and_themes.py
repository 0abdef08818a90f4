"""Sizes and themes of the figure: where it will stand, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geo.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SIZES", "THEMES", "Size", "Theme", "size_named", "theme_named"]

MM = 1 / 25.4  # inches


@dataclass(frozen=True, slots=True)
class Size:
    """A place for a figure.

    Attributes
    ----------
    width, height
        Inches; a height of 0 grows with what is to be said below the map.
    tallest
        Inches; notes that would pass it are cut, and a line says so.
    font
        Points of the running text.
    pixel
        Points that stand for one CSS pixel of ``styles.yaml``.
    shape
        Height of the map as a share of its width, where nothing in the data asks for another.
    beside
        Share of the width that legend and notes take beside the map; 0 puts them below it.
    columns
        Of notes.
    notes
        How much they say: ``full`` with the sources cited, ``shown`` the same of what the map shows, ``names`` the
        corridors' names alone.
    """

    key: str
    width: float
    height: float
    tallest: float
    font: float
    pixel: float
    shape: float
    beside: float
    columns: int
    notes: Literal["full", "shown", "names"] = "full"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of everything but corridors and places, whose colours are in ``styles.yaml``.

    Attributes
    ----------
    shadow, light
        How strongly relief darkens and lightens the ground, 0 to 1.
    """

    key: str
    paper: str
    water: str
    land: str
    named: str
    coast: str
    border: str
    graticule: str
    text: str
    faint: str
    sea_text: str
    accent: str
    river: str
    track: str
    shadow: float
    light: float
    dark: bool = False
    grey: bool = False


SIZES: Mapping[str, Size] = {
    size.key: size
    for size in (
        Size("column", 85 * MM, 0, 235 * MM, 5.6, 0.40, 0.82, 0, 1),
        Size("page", 174 * MM, 0, 240 * MM, 6.6, 0.50, 0.56, 0, 3),
        Size("slide", 40 / 3, 7.5, 7.5, 11, 0.95, 0.6, 0.33, 1, notes="shown"),
        Size("social", 4, 2.1, 2.1, 5.2, 0.42, 0.6, 0.29, 1, notes="names"),  # 1200 × 630 pixels
    )
}
THEMES: Mapping[str, Theme] = {
    theme.key: theme
    for theme in (
        Theme(
            "light", paper="#ffffff", water="#dce8ef", land="#f8f6f1", named="#ece5d3", coast="#86a0b1",
            border="#a49a8d", graticule="#b9cdd9", text="#1f2a35", faint="#5c6873", sea_text="#3f7391",
            accent="#c0392b", river="#93b4c6", track="#c4beb2", shadow=0.30, light=0.75,
        ),
        Theme(
            "dark", paper="#12181f", water="#18222c", land="#2a343e", named="#39454f", coast="#5d7487",
            border="#7b8792", graticule="#273643", text="#eef2f6", faint="#a9b5c0", sea_text="#7fb0cc",
            accent="#ff8a70", river="#46667c", track="#4b5661", shadow=0.50, light=0.16, dark=True,
        ),
        Theme(
            "grey", paper="#ffffff", water="#e9e9e9", land="#fbfbfb", named="#e6e6e6", coast="#8c8c8c",
            border="#999999", graticule="#d2d2d2", text="#1a1a1a", faint="#5a5a5a", sea_text="#6b6b6b",
            accent="#1a1a1a", river="#b5b5b5", track="#c6c6c6", shadow=0.20, light=0.75, grey=True,
        ),
    )
}  # fmt: skip


def size_named(name: str) -> Size:
    """Return a size.

    Raises
    ------
    OutputError
        If there is none of that name.
    """
    if name not in SIZES:
        raise OutputError(f"figure size {name!r} unknown; expected one of {', '.join(SIZES)}")
    return SIZES[name]


def theme_named(name: str) -> Theme:
    """Return a theme.

    Raises
    ------
    OutputError
        If there is none of that name.
    """
    if name not in THEMES:
        raise OutputError(f"figure theme {name!r} unknown; expected one of {', '.join(THEMES)}")
    return THEMES[name]
