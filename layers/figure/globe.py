"""The small globe that shows where on Earth the window lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.outlines.packed import UNITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.outlines import Clip
    from layers.figure.ground import View
    from layers.figure.sheet import Sheet

__all__ = ["draw_globe"]

EDGE_POINTS = 24
COARSE, LONGEST_EDGE = 0.35, 6.0  # degrees


def draw_globe(sheet: Sheet, view: View, clip: Clip, *, x: float, y: float, radius: float) -> None:
    """Draw a globe, seen from above the middle of the window, with the window outlined on it.

    Parameters
    ----------
    sheet, view
        Where, and the window.
    clip
        Its land within the window and, coarse, beyond it.
    x, y, radius
        Of the globe on the sheet, points.
    """
    theme = sheet.theme
    left, bottom, right, top = view.box
    middle = view.lonlat(np.array([[(left + right) / 2, (bottom + top) / 2]]))[0]
    if not np.isfinite(middle).all():
        middle = np.array([view.projection.middle, 0.0])
    sheet.disc(x, y, radius * 1.06, fill=theme.paper)
    sheet.disc(x, y, radius, fill=theme.water)
    rings = []
    for ring in (*clip.land, *clip.far_land):
        if np.ptp(ring, axis=0).max() < COARSE * UNITS * 2:
            continue
        placed = _seen(_coarse(ring) / UNITS, middle)
        if placed is not None:
            rings.append(placed * radius + (x, y))
    sheet.area(rings, fill=theme.border)
    edge = np.vstack(
        [
            np.column_stack([np.linspace(left, right, EDGE_POINTS), np.full(EDGE_POINTS, bottom)]),
            np.column_stack([np.full(EDGE_POINTS, right), np.linspace(bottom, top, EDGE_POINTS)]),
            np.column_stack([np.linspace(right, left, EDGE_POINTS), np.full(EDGE_POINTS, top)]),
            np.column_stack([np.full(EDGE_POINTS, left), np.linspace(top, bottom, EDGE_POINTS)]),
        ]
    )
    around = view.lonlat(edge)
    window = _seen(around[np.isfinite(around).all(axis=1)], middle)
    if window is not None:
        sheet.lines([window * radius + (x, y)], color=theme.accent, width=max(0.7, radius * 0.035))
    sheet.lines([_circle() * radius + (x, y)], color=theme.coast, width=0.4)


def _seen(lonlat: NDArray[np.float64], middle: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Project on a globe of radius 1; what lies behind it is drawn to its rim, ``None`` where all does."""
    lon, lat = np.radians(lonlat[:, 0] - middle[0]), np.radians(lonlat[:, 1])
    up = np.radians(middle[1])
    x = np.cos(lat) * np.sin(lon)
    y = np.cos(up) * np.sin(lat) - np.sin(up) * np.cos(lat) * np.cos(lon)
    facing = np.sin(up) * np.sin(lat) + np.cos(up) * np.cos(lat) * np.cos(lon)
    if not (facing > 0).any():
        return None
    length = np.hypot(x, y)
    outward = np.where((facing < 0) & (length > 0), 1 / np.maximum(length, 1e-9), 1.0)
    return np.column_stack([x * outward, y * outward])


def _coarse(ring: NDArray[np.int32]) -> NDArray[np.float64]:
    """Leave out what is too small for a globe; straight cuts get points enough to bend."""
    import shapely

    line = shapely.simplify(shapely.LineString(ring), COARSE * UNITS)
    return shapely.get_coordinates(shapely.segmentize(line, LONGEST_EDGE * UNITS))


def _circle() -> NDArray[np.float64]:
    turn = np.linspace(0, 2 * np.pi, 73)
    return np.column_stack([np.cos(turn), np.sin(turn)])
