"""Shared lines: rings cut into arcs, so that a border that two countries share is kept once.

Works on whole numbers (thousandths of a degree), in which equal points are equal. Used when the outlines are built.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Point", "Ring", "Topology", "cut_into_arcs", "simplified"]

Point = tuple[int, int]
Ring = tuple[Point, ...]
MIN_RING_POINTS = 4


@dataclass(frozen=True, slots=True)
class Topology:
    """Arcs, and which of them make up each ring.

    Attributes
    ----------
    arcs
        Lines between junctions, each once; a closed arc is a ring that nobody shares in part.
    rings
        Owner → polygons → rings → arc numbers; ``~i`` is arc ``i`` backwards.
    owners
        For each arc the one or two owners it bounds, sorted.
    """

    arcs: tuple[Ring, ...]
    rings: Mapping[str, Sequence[Sequence[Sequence[int]]]]
    owners: tuple[tuple[str, ...], ...]


def cut_into_arcs(polygons: Mapping[str, Sequence[Sequence[Ring]]], *, also_at: Iterable[Point] = ()) -> Topology:
    """Cut rings where neighbours begin and end.

    Parameters
    ----------
    polygons
        Owner → polygons → rings, shell first; each ring closed (its last point is its first).
    also_at
        More points to cut at, where the kind of a border changes on its way.

    Returns
    -------
    The arcs and how they make up the rings.
    """
    junctions = _junctions(ring for shapes in polygons.values() for shape in shapes for ring in shape) | set(also_at)
    arcs: list[Ring] = []
    numbers: dict[Ring, int] = {}
    owners: dict[int, list[str]] = defaultdict(list)
    rings: dict[str, list[list[list[int]]]] = {}
    for owner, shapes in polygons.items():
        rings[owner] = [
            [[_number(piece, arcs, numbers, owners, owner) for piece in _pieces(ring, junctions)] for ring in shape]
            for shape in shapes
        ]
    return Topology(tuple(arcs), rings, tuple(tuple(sorted(owners[i])) for i in range(len(arcs))))


def simplified(topology: Topology, tolerance: float) -> Topology:
    """Return the same topology with arcs of fewer points; junctions stay where they are.

    Parameters
    ----------
    topology
        As :func:`cut_into_arcs` gives it.
    tolerance
        Greatest shift of a line, in the unit of the points.
    """
    lines = shapely.simplify([shapely.LineString(arc) for arc in topology.arcs], tolerance, preserve_topology=False)
    arcs = []
    for arc, line in zip(topology.arcs, lines, strict=True):
        short: Ring = tuple((int(x), int(y)) for x, y in shapely.get_coordinates(line))
        collapsed = arc[0] == arc[-1] and len(short) < MIN_RING_POINTS
        arcs.append(arc if collapsed or len(short) < 2 else short)
    return Topology(tuple(arcs), topology.rings, topology.owners)


def _junctions(rings: Iterable[Ring]) -> set[Point]:
    neighbours: dict[Point, frozenset[Point]] = {}
    junctions: set[Point] = set()
    for ring in rings:
        points = ring[:-1]
        for i, point in enumerate(points):
            pair = frozenset((points[i - 1], points[(i + 1) % len(points)]))
            if neighbours.setdefault(point, pair) != pair:
                junctions.add(point)
    # Where a shared line ends at a point that only one of the two rings turns at, both rings see other neighbours,
    # so the point is found; where three rings meet, likewise.
    return junctions


def _pieces(ring: Ring, junctions: set[Point]) -> list[Ring]:
    points = ring[:-1]
    at = [i for i, point in enumerate(points) if point in junctions]
    if not at:
        start = points.index(min(points))  # a stated start, so that two rings of the same points give one arc
        return [(*points[start:], *points[:start], points[start])]
    turned = (*points[at[0] :], *points[: at[0]])
    cuts = [i - at[0] for i in at] + [len(turned)]
    looped = (*turned, turned[0])
    return [looped[a : b + 1] for a, b in pairwise(cuts)]


def _number(piece: Ring, arcs: list[Ring], numbers: dict[Ring, int], owners: dict[int, list[str]], owner: str) -> int:
    backwards = piece[::-1]
    if piece in numbers:
        number = numbers[piece]
        owners[number].append(owner)
        return number
    if backwards in numbers:
        number = numbers[backwards]
        owners[number].append(owner)
        return ~number
    numbers[piece] = len(arcs)
    arcs.append(piece)
    owners[len(arcs) - 1].append(owner)
    return len(arcs) - 1
