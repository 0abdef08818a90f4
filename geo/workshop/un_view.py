"""From who holds the ground to the United Nations view: the rules of ``geo/data/outlines-view.yaml``, applied.

Works on polygons in thousandths of a degree, in which a border shared by two countries has the same points in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from shapely import LineString, Point, Polygon, box, ops

from geo.errors import DataError
from geo.outlines.packed import UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Mended", "is_disputed", "kind_changes", "mend"]

Parts = dict[str, list[tuple[str, Polygon]]]


@dataclass(frozen=True, slots=True)
class Mended:
    """Polygons by code (``""``: land of no country), and the disputed lines inside one country."""

    polygons: Mapping[str, Sequence[Polygon]]
    inner: Sequence[LineString]


def mend(named: Mapping[str, Sequence[Polygon]], codes: Mapping[str, str], view: Mapping[str, Any]) -> Mended:
    """Apply a view to polygons as Natural Earth gives them.

    Parameters
    ----------
    named
        Polygons by Natural Earth's name.
    codes
        ISO 3166-1 alpha-2 by Natural Earth's name.
    view
        The rules, as read from ``outlines-view.yaml``.

    Returns
    -------
    Polygons by code, those of one code that touch merged into one.

    Raises
    ------
    DataError
        If a rule finds nothing to change: the data are not those it was written for.
    """
    parts: Parts = {}
    for name, polygons in named.items():
        parts.setdefault(codes[name], []).extend((name, polygon) for polygon in polygons)
    for rule in view["moved"]:
        _move(parts, rule)
    for rule in view["cut"]:
        _cut(parts, rule)
    inner = [
        line for rule in view["disputed"] if "inner" in rule for line in _between_parts(parts[rule["inner"]], rule)
    ]
    merged = {code: _merged(parts[code]) for code in sorted(parts)}
    return Mended({code: polygons for code, polygons in merged.items() if polygons}, inner)


def is_disputed(owners: Sequence[str], line: LineString, view: Mapping[str, Any]) -> bool:
    """Tell whether a border between two codes is one that the view draws dashed."""
    middle = line.interpolate(0.5, normalized=True)
    for rule in view["disputed"]:
        if sorted(rule.get("between", ())) == sorted(owners):
            if "box" not in rule:
                return True
            west, south, east, north = (value * UNITS for value in rule["box"])
            if west <= middle.x <= east and south <= middle.y <= north:
                return True
    return False


def kind_changes(
    rings: Mapping[str, Sequence[Sequence[tuple[int, int]]]], view: Mapping[str, Any]
) -> set[tuple[int, int]]:
    """Return the points at which a border enters or leaves a box outside which it is not disputed."""
    points: set[tuple[int, int]] = set()
    for rule in view["disputed"]:
        if "box" in rule:
            west, south, east, north = (value * UNITS for value in rule["box"])
            for ring in rings[rule["between"][0]]:
                inside = [west <= x <= east and south <= y <= north for x, y in ring]
                points |= {ring[i] for i in range(len(ring)) if inside[i] and not inside[i - 1]}
                points |= {ring[i - 1] for i in range(len(ring)) if inside[i - 1] and not inside[i]}
    return points


def _move(parts: Parts, rule: Mapping[str, Any]) -> None:
    frame = box(*(value * UNITS for value in rule["box"]))
    moved = [part for part in parts[rule["of"]] if frame.contains(part[1])]
    parts[rule["of"]] = [part for part in parts[rule["of"]] if not frame.contains(part[1])]
    if moved:  # the coarser resolution leaves some islands out
        parts.setdefault(rule["to"], []).extend(moved)


def _cut(parts: Parts, rule: Mapping[str, Any]) -> None:
    side = Point(*(value * UNITS for value in rule["side"]))
    for i, (name, polygon) in enumerate(parts[rule["of"]]):
        if not polygon.contains(side):
            continue
        outline = [Point(xy) for xy in polygon.exterior.coords]
        inside = [tuple(round(v * UNITS) for v in point) for point in rule["line"]]
        ends = [outline[shapely.distance(outline, Point(inside[k])).argmin()] for k in (0, -1)]
        line = LineString([ends[0].coords[0], *inside[1:-1], ends[1].coords[0]])
        pieces = [piece for piece in ops.split(polygon, line).geoms if isinstance(piece, Polygon)]
        off = [piece for piece in pieces if piece.contains(side)]
        if len(pieces) < 2 or len(off) != 1:
            break
        parts[rule["of"]][i : i + 1] = [(name, piece) for piece in pieces if piece is not off[0]]
        parts.setdefault(rule["to"], []).append((name, off[0]))
        return
    raise DataError(f"outlines-view.yaml: the cut of {rule['of']} to {rule['to']} finds no polygon to cut")


def _between_parts(parts: Sequence[tuple[str, Polygon]], rule: Mapping[str, Any]) -> list[LineString]:
    first, second = ([p for name, p in parts if name == wanted] for wanted in rule["parts"])
    if not first or not second:
        return []  # the coarser resolution leaves it out
    shared = shapely.intersection(
        shapely.multilinestrings([p.exterior for p in first]), shapely.multilinestrings([p.exterior for p in second])
    )
    merged = shapely.line_merge(shared)
    return [part for part in shapely.get_parts(merged) if isinstance(part, LineString) and part.length > 0]


def _merged(parts: Sequence[tuple[str, Polygon]]) -> list[Polygon]:
    names = {name for name, _ in parts}
    polygons = [polygon for _, polygon in parts]
    if len(names) == 1:
        return polygons
    parts_of_it = shapely.get_parts(shapely.get_parts(shapely.union_all(polygons)))
    return [part for part in parts_of_it if isinstance(part, Polygon)]
