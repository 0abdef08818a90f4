"""Names that cover neither one another nor a symbol: each is tried in several places, and the least bad is taken."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from layers.figure.lettering import ASCENT, LEADING, broken, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from layers.figure.lettering import Weight
    from layers.figure.sheet import Box

__all__ = ["Crowd", "Name", "superscript"]

LONG = 13  # ems of a name that may stand in two lines
AIR = 0.12  # of the size: free room round a name
SIDES = (  # direction, alignment, how much worse than the best
    ((1, 0), "left", 0.0),
    ((-1, 0), "right", 0.5),
    ((0.75, 0.75), "left", 0.2),
    ((-0.75, 0.75), "right", 0.6),
    ((0.75, -0.75), "left", 0.4),
    ((-0.75, -0.75), "right", 0.7),
    ((0, 1), "center", 0.5),
    ((0, -1), "center", 0.6),
)
OWN_SIDES = {
    "right": SIDES[0], "left": SIDES[1], "above": ((0, 1), "center", 0.0), "below": ((0, -1), "center", 0.0),
}  # fmt: skip
FARTHER = ((0.0, 0.0), (1.5, 3.0), (3.2, 5.0), (5.0, 8.0))  # ems beyond the symbol, and what that costs
WIDE_COST = 0.25  # for each em of a line beyond the length that may be broken
LINE_COST = 0.35  # for each sampled point of a corridor under a name
DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its place: lines of text with the baselines they stand on.

    Attributes
    ----------
    leader
        Ends of the thin line that ties a distant name to its symbol, or ``None``.
    """

    lines: tuple[tuple[float, float, str], ...]
    align: str
    box: Box
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass(slots=True)
class Crowd:
    """What stands on the map already: boxes that nothing may cover, and points of lines that names had better not."""

    window: Box
    boxes: list[Box] = field(default_factory=list)
    marks: list[tuple[float, float]] = field(default_factory=list)

    def add(self, box: Box) -> None:
        """Keep a box free."""
        self.boxes.append(box)

    def is_free(self, box: Box) -> bool:
        """Tell whether a box lies in the window and covers no other."""
        left, bottom, right, top = self.window
        if box[0] < left or box[1] < bottom or box[2] > right or box[3] > top:
            return False
        return not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in self.boxes)

    def covered(self, box: Box) -> int:
        """Count the points of lines under a box."""
        if not self.marks:
            return 0
        points = np.asarray(self.marks)
        inside = (points >= box[:2]).all(axis=1) & (points <= box[2:]).all(axis=1)
        return int(inside.sum())

    def place(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float,
        reach: float,
        weight: Weight = "normal",
        side: str = "auto",
        further: bool = True,
    ) -> Name | None:
        """Find room for the name of a symbol and keep it free.

        Parameters
        ----------
        text
            The name; a long one may be broken into two lines.
        x, y, reach
            Middle of the symbol and how far it extends, points.
        size, weight
            Of the letters.
        side
            ``left``, ``right``, ``above`` or ``below`` the symbol, ``auto`` for wherever there is most room.
        further
            False leaves a name out that would have to stand apart from its symbol.

        Returns
        -------
        The name in its place, or ``None`` where there is no room.
        """
        best: tuple[float, Name] | None = None
        for lines in _breakings(text, size, weight):
            for away, cost in FARTHER if further else FARTHER[:1]:
                if best and best[0] <= cost:
                    break
                for direction, align, worse in (OWN_SIDES[side],) if side in OWN_SIDES else SIDES:
                    name = _name(lines, (x, y), direction, align, size=size, weight=weight, gap=reach + away * size)
                    wide = max(0.0, (name.box[2] - name.box[0]) / size - LONG)
                    total = (
                        cost + worse + 0.3 * (len(lines) - 1) + WIDE_COST * wide + LINE_COST * self.covered(name.box)
                    )
                    if (best is None or total < best[0]) and self.is_free(name.box):
                        best = (total, name)
        if best is None:
            return None
        self.add(best[1].box)
        return best[1]

    def centre(
        self, text: str, x: float, y: float, *, size: float, weight: Weight = "normal", shifts: Iterable[float] = (0,)
    ) -> Name | None:
        """Find room for the name of an area about its middle, a little higher or lower if need be (in ems)."""
        lines = broken(text, LONG * size, size, weight)
        best: tuple[float, Name] | None = None
        for up in shifts:
            for along in shifts:
                name = _stacked(lines, x + along * size, y + up * size, "center", size=size, weight=weight)
                total = self.covered(name.box) * LINE_COST * 2 + abs(up) + abs(along) * 0.5
                if (best is None or total < best[0]) and self.is_free(name.box):
                    best = (total, name)
        if best is None or self.covered(best[1].box) > 6:
            return None
        self.add(best[1].box)
        return best[1]


def superscript(number: int) -> str:
    """Write a number small and high.

    Examples
    --------
    >>> superscript(12)
    '¹²'
    """
    return str(number).translate(DIGITS)


def _breakings(text: str, size: float, weight: Weight) -> list[list[str]]:
    whole = [text]
    width = width_of(text, size, weight)
    if width < LONG * size or " " not in text:
        return [whole]
    parts = math.ceil(width / (LONG * size))
    return [broken(text, width / parts * 1.15, size, weight), whole]


def _name(
    lines: Sequence[str],
    middle: tuple[float, float],
    direction: tuple[float, float],
    align: str,
    *,
    size: float,
    weight: Weight,
    gap: float,
) -> Name:
    gap += 0.28 * size
    height = (ASCENT + (len(lines) - 1) * LEADING) * size
    x, y = middle[0] + direction[0] * gap, middle[1] + direction[1] * gap
    up = (
        {1: 0.5, 0.75: 0.28, 0: 0.0, -0.75: -0.28, -1: -0.5}[direction[1]] * height
        if align != "center"
        else 0.5 * direction[1] * height
    )
    name = _stacked(lines, x, y + up, align, size=size, weight=weight)
    if gap < 2 * size:
        return name
    left, bottom, right, top = name.box
    end = (min(max(middle[0], left), right), min(max(middle[1], bottom), top))
    return Name(name.lines, align, name.box, (middle, end))


def _stacked(lines: Sequence[str], x: float, y: float, align: str, *, size: float, weight: Weight) -> Name:
    """Stack lines about a height."""
    widest = max(width_of(line, size, weight) for line in lines)
    leading = LEADING * 0.86 * size
    height = ASCENT * size + (len(lines) - 1) * leading
    top = y + height / 2
    placed = tuple((x, top - ASCENT * size - i * leading, line) for i, line in enumerate(lines))
    left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[align] * widest
    air = AIR * size
    box = (left - air, y - height / 2 - 0.2 * size - air, left + widest + air, top + air)
    return Name(placed, align, box)
