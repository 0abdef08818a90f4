"""Lines across ±180°, cut so that no map draws them round the world."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import LonLat

__all__ = ["cut_at_antimeridian"]

SEAM = 180.0


def cut_at_antimeridian(line: Sequence[LonLat]) -> list[list[LonLat]]:
    """Cut a line where it crosses ±180° and bring every longitude into -180 to 180.

    Parameters
    ----------
    line
        Longitude and latitude in degrees; longitudes run on past ±180 where the line crosses.

    Returns
    -------
    One or more lines, each within the range, each of at least two points.

    Examples
    --------
    >>> cut_at_antimeridian([(170.0, 0.0), (190.0, 10.0)])
    [[(170.0, 0.0), (180.0, 5.0)], [(-180.0, 5.0), (-170.0, 10.0)]]
    """
    turns = [_turn(a[0], b[0]) for a, b in pairwise(line)]
    parts: list[list[LonLat]] = []
    for i, (a, b) in enumerate(pairwise(line)):
        for start, end in _pieces(a, b):
            turn = _turn(start[0], end[0])
            if not parts or (start == a and i > 0 and turn != turns[i - 1]) or start != a:
                parts.append([(start[0] - turn, start[1])])
            parts[-1].append((end[0] - turn, end[1]))
    return parts


def _pieces(a: LonLat, b: LonLat) -> list[tuple[LonLat, LonLat]]:
    """Cut one segment where it crosses an odd multiple of 180°."""
    low, high = sorted((a[0], b[0]))
    first = int((low + SEAM) // 360) * 360 + SEAM
    seams = [seam for seam in (first + 360 * k for k in range(3)) if low < seam < high]
    cuts = [(seam, a[1] + (b[1] - a[1]) * (seam - a[0]) / (b[0] - a[0])) for seam in seams]  # one at the most
    points = [a, *cuts, b]
    return list(pairwise(points))


def _turn(lon_a: float, lon_b: float) -> float:
    """Return the whole turns to take off so that a segment lies within ±180°."""
    return float(((lon_a + lon_b) / 2 + SEAM) // 360 * 360)
