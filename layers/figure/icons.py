"""Drawings of ``styles.yaml`` as matplotlib paths: the commands of SVG's path data that occur there.

References
----------
SVG 2, section 9.3 (path data) and appendix B.2.4 (arcs from end points to centre).
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.path import Path

__all__ = ["path_of"]

TOKENS = re.compile(r"([A-Za-z])|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}
FLAGS = (3, 4)  # of an arc: single digits that may be written without a space
Point = tuple[float, float]
Step = tuple[int, Point]
MOVE, LINE, CURVE, CLOSE = 1, 2, 4, 79  # matplotlib's codes


@cache
def path_of(data: str) -> Path:
    """Return SVG path data as a matplotlib path, y still downwards.

    Raises
    ------
    DataError
        If the data holds a command that no drawing here uses.

    Examples
    --------
    >>> len(path_of("M2 2h4v4H2Z").vertices)
    5
    """
    from matplotlib.path import Path

    steps = list(_steps(data))
    return Path([point for _, point in steps], [code for code, _ in steps])


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    command, numbers = "", list[str]()
    for letter, number in [*TOKENS.findall(data), ("Z", "")]:
        if not letter:
            numbers += _split_flags(number, len(numbers)) if command.upper() == "A" else [number]
            continue
        if command:
            yield from _repeated(command, [float(n) for n in numbers])
        command, numbers = letter, []


def _split_flags(number: str, before: int) -> list[str]:
    """Return the numbers that a run of digits holds, where it begins at a flag of an arc."""
    found = []
    while before % 7 in FLAGS and len(number) > 1:
        found.append(number[0])
        number, before = number[1:], before + 1
    return [*found, number]


def _repeated(command: str, numbers: list[float]) -> Iterator[tuple[str, list[float]]]:
    count = COUNTS.get(command.upper())
    if count is None or (count and len(numbers) % count):
        raise DataError(f"styles.yaml: path command {command!r} with {len(numbers)} numbers cannot be drawn")
    if count == 0:
        yield command, []
        return
    for start in range(0, len(numbers), count):
        yield command, numbers[start : start + count]
        command = {"M": "L", "m": "l"}.get(command, command)


def _steps(data: str) -> Iterator[Step]:
    here: Point = (0.0, 0.0)
    start, control = here, here
    for letter, n in _commands(data):
        command = letter.upper()
        x, y = here if letter.islower() else (0.0, 0.0)
        before, reflected = here, (2 * here[0] - control[0], 2 * here[1] - control[1])
        if command == "Z":
            yield CLOSE, start
            here = control = start
            continue
        if command in "HV":
            here = (x + n[0], before[1]) if command == "H" else (before[0], y + n[0])
        else:
            here = (x + n[-2], y + n[-1])
        control = here
        if command == "M":
            start = here
            yield MOVE, here
        elif command in "LHV":
            yield LINE, here
        elif command == "A":
            yield from _arc(before, here, n)
        else:
            first = (x + n[0], y + n[1]) if command == "C" else reflected
            control = (x + n[-4], y + n[-3])
            yield from ((CURVE, first), (CURVE, control), (CURVE, here))


def _arc(start: Point, end: Point, n: list[float]) -> Iterator[Step]:
    """Turn an elliptical arc, its axes upright, into Bézier curves of a quarter at most."""
    rx, ry, _, large, sweep = n[:5]
    dx, dy = (start[0] - end[0]) / 2 / rx, (start[1] - end[1]) / 2 / ry
    length = math.hypot(dx, dy)
    if length == 0:
        return
    grown = max(1.0, length)
    rx, ry, dx, dy = rx * grown, ry * grown, dx / grown, dy / grown
    away = math.sqrt(max(0.0, 1 / (dx * dx + dy * dy) - 1)) * (1 if large != sweep else -1)
    cx, cy = away * dy, -away * dx  # on the unit circle, from the middle of the chord
    first, last = math.atan2(dy - cy, dx - cx), math.atan2(-dy - cy, -dx - cx)
    turn = (last - first) % (2 * math.pi) if sweep else -((first - last) % (2 * math.pi))
    pieces = math.ceil(abs(turn) / (math.pi / 2) - 1e-9)
    middle = ((start[0] + end[0]) / 2 + cx * rx, (start[1] + end[1]) / 2 + cy * ry)
    step = turn / pieces
    reach = 4 / 3 * math.tan(step / 4)

    def at(x: float, y: float) -> Point:
        return middle[0] + x * rx, middle[1] + y * ry

    for i in range(pieces):
        a, b = first + i * step, first + (i + 1) * step
        yield CURVE, at(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a))
        yield CURVE, at(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b))
        yield CURVE, end if i == pieces - 1 else at(math.cos(b), math.sin(b))
