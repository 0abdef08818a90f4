"""The shortest way through all waypoints at once.

Each waypoint has many joints (:mod:`geo.tracing.snapping`). Passing one costs four kilometres for each that it lies
off, so the way and the joints are chosen together: one search for each pair of waypoints carries the costs of all
joints of the first on to all joints of the second (Viterbi's algorithm on a network). Into a waypoint and out of it the
joint is the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.earth import distance_km
from geo.tracing.crossings import shut_ways
from geo.tracing.graph import shortest_ways
from geo.tracing.snapping import Joints, joints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import LonLat
    from geo.tracing.closures import Closure
    from geo.tracing.graph import Network

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["FAR_KM", "Path", "Step", "find_paths"]

OFF_COST = 4.0  # km of way that are as bad as lying 1 km off
FAR_KM = 15.0  # a joint farther off than this does not stand for its waypoint
INNER_KM = 25.0  # how far a waypoint on the way may lie off
OUTER_KM = 60.0  # ditto, where the way begins or ends
NEIGHBOUR_SHARE = 0.4  # a waypoint joins no farther off than this share of the distance to the next, or 15 km
MOST_DETOUR = 2.0
NARROW = 1.3  # most ways are shorter than so many times the direct distance; they lie in a narrow ellipse
ACROSS_COST = 300.0  # km of way that are as bad as joining the network across a border
NEAREST = 9  # joints that tell in which country a place lies
ABROAD_COST = 1.35  # km at home that are as bad as 1 km abroad, where a way begins and ends in one country


@dataclass(frozen=True, slots=True)
class Step:
    """The way between two neighbouring spots of a path.

    Attributes
    ----------
    km
        True length.
    chord
        The two junctions between which the network has no point.
    bridged
        Whether this way is ours, over a gap in the data.
    origin
        Which of several merged networks it is from.
    link
        Which link by hand it is, from 1; 0 where it is none.
    reckoned
        Whether its length is reckoned from the ways around it.
    """

    km: float
    chord: tuple[LonLat, LonLat]
    bridged: bool
    origin: int = 0
    link: int = 0
    reckoned: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A way between two waypoints: spots with their names in the network, and the steps between them."""

    keys: tuple[tuple[int, ...], ...]
    spots: tuple[LonLat, ...]
    steps: tuple[Step, ...]

    @property
    def km(self) -> float:
        """True length."""
        return sum(step.km for step in self.steps)

    def part(self, first: int, last: int) -> Path:
        """Return the path from one of its spots to another, both included."""
        return Path(self.keys[first : last + 1], self.spots[first : last + 1], self.steps[first:last])


@dataclass(frozen=True, slots=True)
class _Failure:
    pair: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """What one search found: the tree of shortest ways from all joints of a waypoint."""

    points: Ints
    here: Joints
    there: Joints
    before: NDArray[np.int32]
    ends: Ints  # where the joints of the second waypoint are in the tree
    costs: Floats  # of the joints of the second waypoint


def find_paths(
    network: Network,
    places: Sequence[LonLat],
    names: Sequence[str],
    closures: Sequence[Closure],
    noun: str,
    *,
    most_detour: float = MOST_DETOUR,
) -> list[list[Path] | str]:
    """Find the shortest way through places, broken where there is none.

    Parameters
    ----------
    network
        Junctions and the ways between them.
    places, names
        At least two.
    closures
        Borders that are not crossed.
    noun
        What to call the network in a reason, e.g. ``"rail"``.
    most_detour
        A way longer than so many times the direct one is none.

    Returns
    -------
    One item for each unbroken stretch: its paths, one for each pair of places, or the reason why there is none.
    """
    found = _chain(network, places, names, closures, noun, abroad=ABROAD_COST, most=most_detour)
    if isinstance(found, _Failure) and network.country is not None:
        found = _chain(network, places, names, closures, noun, abroad=1.0, most=most_detour)
    if not isinstance(found, _Failure):
        return [found]
    if len(places) == 2:  # noqa: PLR2004 - nothing left to split
        return [found.reason]
    parts: list[list[Path] | str] = []
    for first, last in ((0, found.pair), (found.pair, found.pair + 1), (found.pair + 1, len(places) - 1)):
        if first < last:
            span = slice(first, last + 1)
            parts.extend(find_paths(network, places[span], names[span], closures, noun, most_detour=most_detour))
    return parts


def _chain(
    network: Network,
    places: Sequence[LonLat],
    names: Sequence[str],
    closures: Sequence[Closure],
    noun: str,
    *,
    abroad: float,
    most: float,
) -> list[Path] | _Failure:
    gaps = [distance_km(a, b) for a, b in pairwise(places)]
    found = [joints(network, place, radius, closures) for place, radius in zip(places, _radii(gaps), strict=True)]
    fields: list[_Field] = []
    costs = _off_costs(network, found[0])
    for pair, gap in enumerate(gaps):
        for side in (pair, pair + 1):
            if not len(found[side]):
                return _Failure(pair, f"the {noun} network has no point near {names[side]}")
        joined = found[pair], found[pair + 1], costs
        home = _home(network, found[pair], found[pair + 1]) if abroad > 1 else 0
        between = places[pair], places[pair + 1]
        field = _search(network, between, gap, joined, closures, home=home, abroad=abroad, most=most)
        if field is None or not np.isfinite(field.costs).any():
            return _Failure(
                pair,
                f"the {noun} network has no open way from {names[pair]} to {names[pair + 1]}, or none shorter than "
                f"twice the direct {gap:.0f} km",
            )
        fields.append(field)
        costs = field.costs + _off_costs(network, found[pair + 1])
    paths = _without_spurs(_walk_back(network, fields, int(np.argmin(costs))), places)
    for pair, (path, gap) in enumerate(zip(paths, gaps, strict=True)):
        direct = max(gap, distance_km(path.spots[0], path.spots[-1]))
        if path.km > most * direct:
            return _Failure(
                pair,
                f"the way by {noun} from {names[pair]} to {names[pair + 1]} is {path.km:.0f} km, more than twice the "
                f"direct {gap:.0f} km",
            )
    return paths


def _radii(gaps: Sequence[float]) -> list[float]:
    sides = [gaps[:1], *(gaps[i : i + 2] for i in range(len(gaps) - 1)), gaps[-1:]]
    caps = [OUTER_KM, *[INNER_KM] * (len(gaps) - 1), OUTER_KM]
    return [max(FAR_KM, min(cap, NEIGHBOUR_SHARE * min(side))) for cap, side in zip(caps, sides, strict=True)]


def _off_costs(network: Network, joined: Joints) -> Floats:
    """Return what each joint costs for lying off its waypoint, and for lying across a border from it."""
    costs = joined.off_km * OFF_COST
    home = _country(network, joined)
    if not home or network.country is None:
        return costs
    codes = network.country[_points(joined)]
    return np.asarray(costs + np.where((codes != home) & (codes > 0), ACROSS_COST, 0.0))


def _home(network: Network, here: Joints, there: Joints) -> int:
    """Return the number of the country in which both ends lie, 0 where they lie in two."""
    one, other = _country(network, here), _country(network, there)
    return one if one == other else 0


def _country(network: Network, joined: Joints) -> int:
    """Return the number of the country in which most of the joints nearest to a waypoint lie, 0 at sea."""
    if network.country is None:
        return 0
    codes = network.country[_points(joined)[np.argsort(joined.off_km, kind="stable")[:NEAREST]]]
    return int(np.bincount(codes[codes > 0], minlength=1).argmax())


def _points(joined: Joints) -> Ints:
    """Return for each joint a junction: itself, or one end of the way it lies on."""
    return np.concatenate((joined.points, joined.ends[:, 0]))


def _search(
    network: Network,
    places: tuple[LonLat, LonLat],
    gap_km: float,
    joined: tuple[Joints, Joints, Floats],
    closures: Sequence[Closure],
    *,
    home: int = 0,
    abroad: float = 1.0,
    most: float = MOST_DETOUR,
) -> _Field | None:
    """Search the narrow ellipse in which the shortest way mostly lies; the wide one where it may leave that."""
    field = None
    for detour in (NARROW, most):
        field = _searched(network, places, gap_km, joined, closures, detour=detour, home=home, abroad=abroad)
        bound = detour * gap_km + (joined[0].off_km.min() + joined[1].off_km.min())
        if field is not None and np.isfinite(field.costs).any() and float(field.costs.min()) <= bound:
            break
    return field


def _searched(
    network: Network,
    places: tuple[LonLat, LonLat],
    gap_km: float,
    joined: tuple[Joints, Joints, Floats],
    closures: Sequence[Closure],
    *,
    detour: float,
    home: int,
    abroad: float,
) -> _Field | None:
    here, there, costs = joined
    patch = network.cut(*places, margin_km=math.sqrt(detour**2 - 1) / 2 * gap_km + OUTER_KM)
    points = patch.points
    shut = shut_ways(network, tuple(closures))
    if shut is not None:
        patch = patch.without(shut[patch.ways])
    if not len(patch.ways):
        return None
    length = network.costs(patch.ways)
    if home and network.country is not None:
        length = length * np.where(network.country[points][patch.rows] == home, 1.0, abroad)
    count = len(points)
    at_here = np.concatenate((patch.find(here.points), count + np.arange(len(here.ends))))
    count += len(here.ends)
    at_there = np.concatenate((patch.find(there.points), count + np.arange(len(there.ends))))
    source = count + len(there.ends)
    rows, cols, km = _spliced(patch.find(here.ends.ravel()), patch.find(there.ends.ravel()), here, there, len(points))
    usable = np.flatnonzero((at_here >= 0) & np.isfinite(costs))
    weights = np.concatenate((length, km, km, costs[usable]))
    starts = np.concatenate((patch.rows, rows, cols, np.full(len(usable), source)))
    ends = np.concatenate((patch.cols, cols, rows, at_here[usable]))
    distances, before = shortest_ways((starts, ends, weights), source + 1, source)
    return _Field(points, here, there, before, at_there, np.where(at_there >= 0, distances[at_there], np.inf))


def _spliced(ends_here: Ints, ends_there: Ints, here: Joints, there: Joints, count: int) -> tuple[Ints, Ints, Floats]:
    """Return the ways between joints on long ways and the ends of these, and between two joints on one way."""
    rows: list[int] = []
    cols: list[int] = []
    km: list[float] = []
    on: dict[tuple[int, int], int] = {}
    for joined, ends, offset in ((here, ends_here, count), (there, ends_there, count + len(here.ends))):
        for number, (pair, share, whole) in enumerate(zip(joined.ends.tolist(), joined.shares, joined.km, strict=True)):
            for side, part in ((0, share), (1, 1 - share)):
                if ends[2 * number + side] >= 0:
                    rows.append(offset + number)
                    cols.append(int(ends[2 * number + side]))
                    km.append(part * whole)
            other = on.setdefault((pair[0], pair[1]), offset + number)
            if joined is there and other < offset:
                rows.append(other)
                cols.append(offset + number)
                km.append(abs(here.shares[other - count] - share) * whole)
    return np.array(rows, dtype=np.int64), np.array(cols, dtype=np.int64), np.array(km, dtype=np.float64)


def _walk_back(network: Network, fields: Sequence[_Field], joint: int) -> list[Path]:
    """Follow the trees back from the best joint of the last waypoint."""
    paths = []
    for field in reversed(fields):
        count = len(field.points)
        at = int(field.ends[joint])
        trail = []
        source = count + len(field.here.ends) + len(field.there.ends)
        while at != source:
            trail.append(at)
            at = int(field.before[at])
        trail.reverse()
        paths.append(_path(network, field, trail))
        first = trail[0]
        if first < count:
            joint = int(np.flatnonzero(field.here.points == field.points[first])[0])
        else:
            joint = len(field.here.points) + first - count
    return paths[::-1]


def _path(network: Network, field: _Field, trail: Sequence[int]) -> Path:
    count = len(field.points)
    keys: list[tuple[int, ...]] = []
    spots: list[LonLat] = []
    places: list[tuple[float, float]] = []  # share and length of the long way a joint lies on
    for at in trail:
        if at < count:
            key: tuple[int, ...] = (int(field.points[at]),)
            spot, place = network.point(key[0]), (0.0, 0.0)
        else:
            number = at - count
            joined = field.here
            if number >= len(joined.ends):
                number, joined = number - len(joined.ends), field.there
            key = (int(joined.ends[number, 0]), int(joined.ends[number, 1]), int(joined.shares[number] * 1e6))
            spot = (float(joined.places[number, 0]), float(joined.places[number, 1]))
            place = (float(joined.shares[number]), float(joined.km[number]))
        keys.append(key)
        spots.append(spot)
        places.append(place)
    steps = [_step(network, keys[i : i + 2], places[i : i + 2]) for i in range(len(keys) - 1)]
    return Path(tuple(keys), tuple(spots), tuple(steps))


def _step(network: Network, keys: Sequence[tuple[int, ...]], places: Sequence[tuple[float, float]]) -> Step:
    on = next((key for key in keys if len(key) > 1), None)
    ends = (keys[0][0], keys[1][0]) if on is None else (on[0], on[1])
    way = network.way(*ends)
    km = float(network.km[way])
    if on is not None:
        shares = [place[0] if len(key) > 1 else float(key[0] == on[1]) for key, place in zip(keys, places, strict=True)]
        km = abs(shares[0] - shares[1]) * max(place[1] for place in places)
    return Step(
        km,
        (network.point(ends[0]), network.point(ends[1])),
        bridged=bool(network.bridged[way]),
        origin=0 if network.origin is None else int(network.origin[way]),
        link=0 if network.link is None else int(network.link[way]),
        reckoned=network.reckoned is not None and bool(network.reckoned[way]),
    )


def _without_spurs(paths: list[Path], places: Sequence[LonLat]) -> list[Path]:
    """Cut off what is travelled in and out again near a waypoint that lies beside the line."""
    paths = list(paths)
    for number, place in enumerate(places[1:-1]):
        into, out = paths[number], paths[number + 1]
        later = {key: i for i, key in enumerate(out.keys)}
        reach = max(FAR_KM, distance_km(place, into.spots[-1]))
        for i, key in enumerate(into.keys):
            if key in later and distance_km(place, into.spots[i]) <= reach:
                paths[number] = into.part(0, i)
                paths[number + 1] = out.part(later[key], len(out.keys) - 1)
                break
    return paths
