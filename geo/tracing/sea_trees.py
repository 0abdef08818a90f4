"""The tree of shortest ways from a port over water or along lanes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geo.tracing.graph import shortest_along
from geo.tracing.passages import load_passages, shut_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.model import LonLat
    from geo.tracing.graph import Network
    from geo.tracing.passages import Passage

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Tree"]


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """All shortest ways from one place, within a part of a network.

    Attributes
    ----------
    points
        Points of the network in the part.
    km
        How far each of them is, infinite where it was not reached.
    before
        For each the position of the one before it; that of the root is ``len(points)``.
    """

    points: Ints
    km: Floats
    before: NDArray[np.int32]

    @classmethod
    def grown(
        cls,
        network: Network,
        part: tuple[LonLat, LonLat, float],
        roots: Ints,
        costs: Floats,
        *,
        most_origin: int = 0,
        avoid: tuple[Passage, ...] = (),
        tolls: bool = False,
    ) -> Tree:
        """Grow the tree from some roots, each at its cost, within a margin of two places.

        What is avoided is not passed; with ``tolls`` a canal costs what ships sail rather than pass it; ways of an
        origin above ``most_origin`` are left out.
        """
        patch = network.cut(*part)
        if avoid:
            spots = network.coordinates(patch.points)
            patch = patch.without(shut_by(avoid, spots[patch.rows], spots[patch.cols]))
        if network.origin is not None:
            on_request = network.origin[patch.ways] > most_origin
            patch = patch.without(on_request) if on_request.any() else patch
        count = len(patch.points)
        at = patch.find(roots)
        inside = at >= 0
        length = network.km[patch.ways].astype(np.float64)
        if tolls:
            length += _tolls(network)[patch.ways]
        first = np.full(int(inside.sum()), count), at[inside], costs[inside]
        found, before = shortest_along(patch, length, first, count)
        return cls(patch.points, found[:-1], before)

    def reached(self, points: Ints) -> tuple[Ints, Floats]:
        """Return the positions of points of the network, and how far they are; infinitely, where not reached."""
        at = self.points.searchsorted(points).clip(max=max(0, len(self.points) - 1))
        return at, np.where(self.points[at] == points, self.km[at], np.inf)

    def way_to(self, position: int) -> list[int]:
        """Return the points of the network from the root to a position in ``points``."""
        way = []
        while position != len(self.points):
            way.append(int(self.points[position]))
            position = int(self.before[position])
        return way[::-1]


@lru_cache(maxsize=2)
def _tolls(network: Network) -> Floats:
    """Return how many kilometres each way of a network is worth beyond its length, for the canals on it; found once."""
    starts, ends, _ = network.ways(slice(0, len(network.lons)))
    tolls = np.zeros(len(ends))
    for gate in load_passages():
        if gate.worth_km:
            tolls[shut_by([gate], network.coordinates(starts), network.coordinates(ends))] += gate.worth_km
    return tolls
