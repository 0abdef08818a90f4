"""Insets: where symbols crowd on a map of a continent or the world, a part of it is drawn larger in a corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from layers.figure.ground import View
from layers.figure.projection import projection_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from layers.figure.labels import Crowd
    from layers.figure.sheet import Box, Sheet

    Point = tuple[float, float]

__all__ = ["Inset", "find_insets", "outline"]

COARSE = 5000.0  # metres in a point: on a larger map names find room
CROWDED = 4.2  # ems between symbols whose names stand in each other's way
FEWEST = 3  # symbols worth an inset
MOST = 2  # insets on a map
WIDE, LEAST_WIDE = 0.30, 15.0  # of an inset: share of the map's width, and ems
SHAPE = 1.3  # width to height
AROUND = 0.22  # free room around the symbols of an inset, as a share of what they span
LEAST_SPAN = 1.2  # degrees
LARGER = 2.0  # an inset that does not draw them so many times larger is not worth its room
MOST_COVERED = 8  # sampled points of corridors that an inset may cover
SIDE_POINTS = 12


@dataclass(frozen=True, slots=True)
class Inset:
    """A part of a map that is drawn larger.

    Attributes
    ----------
    members
        Numbers of the features whose symbols and names stand in it, and not on the map.
    view
        Its window, with its box on the sheet.
    around
        The box on the map that it shows.
    """

    members: frozenset[int]
    view: View
    around: Box


def find_insets(view: View, true: Mapping[int, Point], crowd: Crowd, font: float) -> list[Inset]:
    """Find the crowds of a map and room for them.

    Parameters
    ----------
    view
        The map.
    true
        Where symbols belong, points on the sheet, by number.
    crowd
        What else there is: no inset covers a symbol or much of a corridor. Room for the insets is kept free in it.
    font
        Of names, points.

    Returns
    -------
    At most two, the fullest first; none on a map whose scale leaves names room.
    """
    if view.scale < COARSE:
        return []
    found: list[Inset] = []
    for members in _crowds(true, CROWDED * font)[:MOST]:
        spots = np.array([true[number] for number in members])
        others = [spot for number, spot in true.items() if number not in members]
        inset = _placed(view, frozenset(members), spots, others, crowd, font)
        if inset:
            crowd.add(inset.view.box)
            crowd.add(inset.around)
            found.append(inset)
    return found


def _crowds(true: Mapping[int, Point], reach: float) -> list[list[int]]:
    """Return groups of symbols that are chained by less than a reach, the largest first."""
    left = dict(sorted(true.items()))
    groups: list[list[int]] = []
    while left:
        number, spot = next(iter(left.items()))
        del left[number]
        group, edge = [number], [spot]
        while edge:
            x, y = edge.pop()
            near = [n for n, (a, b) in left.items() if np.hypot(a - x, b - y) < reach]
            edge += [left.pop(n) for n in near]
            group += near
        groups.append(group)
    return sorted((group for group in groups if len(group) >= FEWEST), key=lambda group: (-len(group), group))


def _placed(
    view: View,
    members: frozenset[int],
    spots: NDArray[np.float64],
    others: Sequence[Point],
    crowd: Crowd,
    font: float,
) -> Inset | None:
    """Find a corner or side of the map for an inset."""
    left, bottom, right, top = view.box
    wide = max(WIDE * (right - left), LEAST_WIDE * font)
    high = wide / SHAPE
    if wide > (right - left) / 2 or high > (top - bottom) * 0.7:
        return None
    window, around = _window(view, spots, (wide, high))
    if view.scale < LARGER * window.scale:
        return None
    gap = font * 0.6
    columns = (left + gap, right - wide - gap, (left + right - wide) / 2)
    rows = (bottom + gap, top - high - gap)
    boxes = [(x, y, x + wide, y + high) for x in columns for y in rows]

    def cost(box: Box) -> float:
        hidden = sum(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in others)
        taken = sum(_meet(box, other) for other in (*crowd.boxes, around))
        away = abs(box[0] - around[0]) + abs(box[1] - around[1])
        return crowd.covered(box) + 1000.0 * (hidden + taken) + away / (right - left)

    best = min(boxes, key=cost)
    if cost(best) > MOST_COVERED:
        return None
    return Inset(members, View(window.projection, best, window.west_south, window.scale), around)


def _window(view: View, spots: NDArray[np.float64], size: Point) -> tuple[View, Box]:
    """Return a window on what lies around some spots, and the box that it takes on the map."""
    lonlat = view.lonlat(spots)
    (west, south), (east, north) = lonlat.min(axis=0), lonlat.max(axis=0)
    spans = max(east - west, LEAST_SPAN * 1.4), max(north - south, LEAST_SPAN)
    x, y = (west + east) / 2, (south + north) / 2
    across, up = (span * (0.5 + AROUND) for span in spans)
    projection = projection_for((x - across, y - up, x + across, y + up))
    corners = np.array([(x + i * across, y + j * up) for i in (-1, 0, 1) for j in (-1, 0, 1)])
    points = projection.forward(corners)
    low, above = points.min(axis=0), points.max(axis=0)
    scale = float(max((above - low) / size))
    middle = (low + above) / 2
    start = middle - np.array(size) * scale / 2
    inner = View(projection, (0.0, 0.0, *size), (float(start[0]), float(start[1])), scale)
    rim = view.points(inner.lonlat(_rim(size)))
    (left, bottom), (right, top) = rim.min(axis=0), rim.max(axis=0)
    return inner, (float(left), float(bottom), float(right), float(top))


def _rim(size: Point) -> NDArray[np.float64]:
    x, y = np.linspace(0, size[0], SIDE_POINTS), np.linspace(0, size[1], SIDE_POINTS)
    sides = [np.column_stack([x, np.full(SIDE_POINTS, edge)]) for edge in (0, size[1])]
    sides += [np.column_stack([np.full(SIDE_POINTS, edge), y]) for edge in (0, size[0])]
    return np.vstack(sides)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def outline(sheet: Sheet, inset: Inset, draw: Callable[[View], None]) -> None:
    """Draw an inset, the box that it shows, and lines that tie the two.

    Parameters
    ----------
    draw
        Draws the map of the inset.
    """
    a, b = inset.around, inset.view.box
    color = sheet.theme.accent
    rising = ((a[0] + a[2]) - (b[0] + b[2])) * ((a[1] + a[3]) - (b[1] + b[3])) > 0
    for i, j in ((0, 3), (2, 1)) if rising else ((0, 1), (2, 3)):  # the two that do not cross the boxes
        sheet.lines([np.array([(a[i], a[j]), (b[i], b[j])])], color=color, width=0.35, opacity=0.7)
    sheet.box(a, edge=color, width=0.6)
    draw(inset.view)
    sheet.box(b, edge=color, width=0.8)
