"""How far the ground is from what a map is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import MEAN_RADIUS_KM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["NEAR_KM", "Nearness", "runs"]

NEAR_KM = 150.0
"""Within this of a place or line the ground is drawn finely."""
BETWEEN = 0.3  # degrees between points of a line that is measured from
CELL = 0.2  # degrees
FULL_TURN = 10_000  # more than there are cells round the world
AT_ONCE = 4000  # points measured at once, so that no table of distances grows large


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """The places and lines of a map, ready to be measured from.

    Attributes
    ----------
    spots
        Where they are, as points on a globe of radius 1, shape ``(n, 3)``; no two within a tenth of a degree.
    """

    spots: NDArray[np.float32]

    @classmethod
    def of(cls, shapes: Iterable[BaseGeometry]) -> Nearness:
        """Measure from geometries (WGS 84)."""
        import shapely

        kept = [shape for shape in shapes if not shape.is_empty]
        points = shapely.get_coordinates(shapely.segmentize(np.array(kept, dtype=object), BETWEEN))
        return cls(_on_globe(np.unique(np.round(points, 1), axis=0)))

    def km(self, lonlat: Floats) -> Floats:
        """Return how far points are from the nearest place or line; infinity where there is none."""
        found = np.full(len(lonlat), np.inf)
        if not len(self.spots):
            return found
        globe = _on_globe(lonlat)
        for start in range(0, len(globe), AT_ONCE):
            closest = (globe[start : start + AT_ONCE] @ self.spots.T).max(axis=1)
            found[start : start + AT_ONCE] = np.arccos(np.clip(closest, -1, 1)) * MEAN_RADIUS_KM
        return found

    def near(self, lonlat: Floats) -> Bools:
        """Tell which points lie within about ``NEAR_KM``: many are judged by the grid cell that they fall into."""
        if len(lonlat) <= AT_ONCE:
            return np.asarray(self.km(lonlat) <= NEAR_KM)
        cells = np.rint(lonlat / CELL).astype(np.int64)
        keys, number = np.unique(cells[:, 0] * FULL_TURN + cells[:, 1] + FULL_TURN // 2, return_inverse=True)
        columns, rows = keys // FULL_TURN, keys % FULL_TURN - FULL_TURN // 2
        return np.asarray(self.km(np.column_stack((columns, rows)) * CELL) <= NEAR_KM)[number]


def _on_globe(lonlat: Floats) -> NDArray[np.float32]:
    lam, phi = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    points = np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))
    return points.astype(np.float32)


def runs(line: NDArray[np.int32], chosen: Bools) -> Iterable[tuple[bool, NDArray[np.int32]]]:
    """Cut a line where a choice of its points changes; yield whether a part is chosen, and its points.

    Parts share their ends, so that nothing gapes; a part has two points at least.

    Examples
    --------
    >>> line = np.array([[0, 0], [1, 0], [2, 0], [3, 0]])
    >>> [(near, part[:, 0].tolist()) for near, part in runs(line, np.array([True, True, False, False]))]
    [(True, [0, 1]), (False, [1, 2, 3])]
    """
    turns = np.flatnonzero(np.diff(chosen)) + 1
    starts, ends = [0, *turns.tolist()], [*turns.tolist(), len(line)]
    for start, end in zip(starts, ends, strict=True):
        part = line[max(start - 1, 0) : end]
        if len(part) > 1:
            yield bool(chosen[start]), part
