"""Which straight ways cross a closed border."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geo.tracing.point_search import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from numpy.typing import NDArray

    from geo.model import LonLat
    from geo.tracing.closures import Closure
    from geo.tracing.graph import Network

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

    class Barred(Protocol):
        """Whatever has a line that is not crossed."""

        @property
        def line(self) -> tuple[LonLat, ...]: ...


__all__ = ["blocked", "closed_between", "shut_ways"]

LONGEST = 10.0  # degrees of latitude that no way between two junctions is longer than


def blocked(closures: Iterable[Barred], starts: Floats, ends: Floats) -> Bools:
    """Tell which straight ways cross a closed border.

    Parameters
    ----------
    closures
        Those of one network.
    starts, ends
        Longitude and latitude of both ends of each way, degrees, shape ``(n, 2)``.

    Returns
    -------
    One truth value for each way. A way that crosses the same line twice ends on the side where it began: it only
    cuts a corner of the border, as long ways between junctions do.
    """
    shut = np.zeros(len(starts), dtype=np.bool_)
    south, north = np.minimum(starts[:, 1], ends[:, 1]), np.maximum(starts[:, 1], ends[:, 1])
    for closure in closures:
        line = np.array(closure.line)
        around = np.flatnonzero((north >= line[:, 1].min()) & (south <= line[:, 1].max()))
        origin = line[0, 0]
        line[:, 0] = wrapped(line[:, 0] - origin)
        a, b = (np.column_stack((wrapped(side[around, 0] - origin), side[around, 1])) for side in (starts, ends))
        west, east = np.minimum(a[:, 0], b[:, 0]), np.maximum(a[:, 0], b[:, 0])
        close = (east >= line[:, 0].min()) & (west <= line[:, 0].max()) & (east - west < 180)
        shut[around[close]] |= _crossings(line, a[close], b[close]) % 2 == 1
    return shut


@lru_cache(maxsize=8)
def shut_ways(network: Network, closures: tuple[Closure, ...]) -> Bools | None:
    """Tell of all ways of a network which cross a closed border, found once; ``None`` where nothing is closed."""
    if not closures:
        return None
    shut = np.zeros(len(network.ends), dtype=np.bool_)
    for closure in closures:
        lats = [lat for _, lat in closure.line]
        rows, cols, ways = network.ways(network.band(min(lats) - LONGEST, max(lats) + LONGEST))
        one, other = network.lats[rows], network.lats[cols]
        near = np.flatnonzero((np.maximum(one, other) >= min(lats)) & (np.minimum(one, other) <= max(lats)))
        shut[ways.start + near] |= blocked([closure], network.coordinates(rows[near]), network.coordinates(cols[near]))
    return shut


def closed_between(closures: Iterable[Closure], a: LonLat, b: LonLat) -> tuple[Closure, ...]:
    """Return the closures that the straight way between two places would cross."""
    ends = np.array([a]), np.array([b])
    return tuple(closure for closure in closures if blocked([closure], *ends)[0])


def _crossings(line: Floats, a: Floats, b: Floats) -> NDArray[np.int64]:
    """Count how often each way from a to b crosses a line."""
    p, q = line[:-1], line[1:]
    boxes = np.ones((len(a), len(p)), dtype=np.bool_)
    for axis in (0, 1):
        low, high = np.minimum(a[:, axis], b[:, axis]), np.maximum(a[:, axis], b[:, axis])
        boxes &= low[:, None] <= np.maximum(p[:, axis], q[:, axis])
        boxes &= high[:, None] >= np.minimum(p[:, axis], q[:, axis])
    way, part = np.nonzero(boxes)
    a, b, p, q = a[way], b[way], p[part], q[part]
    crossed = (_is_left(p, q, a) != _is_left(p, q, b)) & (_is_left(a, b, p) != _is_left(a, b, q))
    return np.bincount(way[crossed], minlength=len(boxes))


def _is_left(p: Floats, q: Floats, x: Floats) -> Bools:
    """Tell whether x lies left of the line from p to q: the sign of the cross product."""
    return np.asarray((q[:, 0] - p[:, 0]) * (x[:, 1] - p[:, 1]) < (q[:, 1] - p[:, 1]) * (x[:, 0] - p[:, 0]))
