"""The part of a country that a map shows where the country's middle, at which it is lettered, lies beyond the rim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.outlines import countries

if TYPE_CHECKING:
    from layers.figure.ground import View

__all__ = ["part_of"]

ACROSS, DOWN = 20, 14  # points of the window that are looked at
LEAST_SHARE = 0.04
"""Of the window; a corner of a neighbour is no picture of it."""


def part_of(view: View, code: str) -> tuple[float, float] | None:
    """Return a point in the midst of what a map shows of a country.

    Parameters
    ----------
    view
        The map's window.
    code
        ISO 3166-1 alpha-2.

    Returns
    -------
    Longitude and latitude; ``None`` where the country takes less than 4 % of the window.
    """
    outline = countries("50m").get(code)
    if outline is None:
        return None
    left, bottom, right, top = view.box
    xs = left + (np.arange(ACROSS) + 0.5) / ACROSS * (right - left)
    ys = bottom + (np.arange(DOWN) + 0.5) / DOWN * (top - bottom)
    spots = np.column_stack([grid.ravel() for grid in np.meshgrid(xs, ys)])
    found = view.lonlat(spots)
    known = np.isfinite(found).all(axis=1)
    spots, found = spots[known], found[known]
    lon = (found[:, 0] + 180) % 360 - 180
    inside = shapely.contains_xy(outline, lon, found[:, 1])
    if inside.sum() < LEAST_SHARE * ACROSS * DOWN:
        return None
    away = np.hypot(*(spots[inside] - spots[inside].mean(axis=0)).T)
    return float(found[inside][away.argmin(), 0]), float(found[inside][away.argmin(), 1])
