"""In which part of the list a place stands, and which places are areas with a name instead of a dot."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from layers.styles import Kind

__all__ = ["SECTIONS", "is_area", "section_of"]

SECTIONS = ("ports", "crossings", "towns", "others", "areas")
"""The parts of the list, in order; the page's words name them."""
PORTS = frozenset({"port", "terminal", "airport", "station", "junction"})
CROSSINGS = frozenset({"crossing", "bridge", "tunnel", "pass", "chokepoint", "canal", "strait"})
SPOTS = frozenset({"mountain"})  # of the group of areas, but one points at them


def is_area(kind: Kind) -> bool:
    """Tell whether places of a kind are drawn as an area with a name, not as a dot.

    Examples
    --------
    >>> from layers import styles
    >>> is_area(styles.kind("country")), is_area(styles.kind("mountain")), is_area(styles.kind("sea"))
    (True, False, False)
    """
    return kind.group.key == "area" and kind.key not in SPOTS


def section_of(kind: Kind) -> str:
    """Return the part of the list in which places of a kind stand.

    Examples
    --------
    >>> from layers import styles
    >>> [section_of(styles.kind(key)) for key in ("port", "strait", "village", "base", "region")]
    ['ports', 'crossings', 'towns', 'others', 'areas']
    """
    if is_area(kind):
        return "areas"
    if kind.key in PORTS:
        return "ports"
    if kind.key in CROSSINGS:
        return "crossings"
    return "towns" if kind.group.key == "settlement" else "others"
