"""The shortest way through all waypoints at once.

Each waypoint has many joints (:mod:`geo.tracing.snapping`). Passing one costs four kilometres for each that it lies
off, so the way and the joints are chosen together: one search for each pair of waypoints carries the costs of all
joints of the first on to all joints of the second (Viterbi's algorithm on a network). Into a waypoint and out of it the
joint is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import distance_km
from geo.tracing.shortest_trees import Field, Search
from geo.tracing.snapping import SNAP_KM, Joints, joints, radii

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import LonLat
    from geo.tracing.closures import Closure
    from geo.tracing.graph import Network

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Path", "Step", "find_paths"]

OFF_COST = 4.0  # km of way that are as bad as lying 1 km off
MOST_DETOUR = 2.0
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
    if len(places) == 2:
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
    found = [joints(network, place, radius, closures) for place, radius in zip(places, radii(gaps), strict=True)]
    fields: list[Field] = []
    costs = _off_costs(network, found[0])
    for pair, gap in enumerate(gaps):
        for side in (pair, pair + 1):
            if not len(found[side]):
                return _Failure(pair, f"the {noun} network has no point near {names[side]}")
        here, there = found[pair], found[pair + 1]
        home = _home(network, here, there) if abroad > 1 else 0
        between = places[pair], places[pair + 1]
        ending = _off_costs(network, there)
        looked_for = Search(network, between, gap, here, there, costs, ending, closures, home, abroad, most)
        field = looked_for.run()
        if field is None or not np.isfinite(field.costs).any():
            return _Failure(
                pair,
                f"the {noun} network has no open way from {names[pair]} to {names[pair + 1]}, or none shorter than "
                f"twice the direct {gap:.0f} km",
            )
        fields.append(field)
        costs = field.costs + ending
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


def _walk_back(network: Network, fields: Sequence[Field], joint: int) -> list[Path]:
    """Follow the trees back from the best joint of the last waypoint."""
    paths = []
    for field in reversed(fields):
        count, root = len(field.points), field.root
        at = int(field.ends[joint])
        trail = []
        while at != root:
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


def _path(network: Network, field: Field, trail: Sequence[int]) -> Path:
    """Name the spots of a trail through the tree, and measure the steps between them; most are junctions."""
    count = len(field.points)
    at = np.array(trail)
    on_way = at >= count
    points = field.points[np.where(on_way, 0, at)]
    keys: list[tuple[int, ...]] = [(point,) for point in points.tolist()]
    spots: list[LonLat] = list(zip(network.lons[points].tolist(), network.lats[points].tolist(), strict=True))
    places = [(0.0, 0.0)] * len(trail)  # share and length of the long way a joint lies on
    for i in np.flatnonzero(on_way).tolist():
        number, joined = trail[i] - count, field.here
        if number >= len(joined.ends):
            number, joined = number - len(joined.ends), field.there
        keys[i] = (int(joined.ends[number, 0]), int(joined.ends[number, 1]), int(joined.shares[number] * 1e6))
        spots[i] = (float(joined.places[number, 0]), float(joined.places[number, 1]))
        places[i] = (float(joined.shares[number]), float(joined.km[number]))
    plain = np.flatnonzero(~on_way[:-1] & ~on_way[1:])
    steps: dict[int, Step] = dict(zip(plain.tolist(), _steps(network, points[plain], points[plain + 1]), strict=True))
    for i in np.flatnonzero(on_way[:-1] | on_way[1:]).tolist():
        steps[i] = _step_to_joint(network, keys[i : i + 2], places[i : i + 2])
    return Path(tuple(keys), tuple(spots), tuple(steps[i] for i in range(len(trail) - 1)))


def _step_to_joint(network: Network, keys: Sequence[tuple[int, ...]], places: Sequence[tuple[float, float]]) -> Step:
    """Measure a step that begins or ends at a joint on a long way, or at two on one."""
    on = next(key for key in keys if len(key) > 1)
    (whole,) = _steps(network, np.array(on[:1]), np.array(on[1:2]))
    shares = [place[0] if len(key) > 1 else float(key[0] == on[1]) for key, place in zip(keys, places, strict=True)]
    return replace(whole, km=abs(shares[0] - shares[1]) * max(place[1] for place in places))


def _steps(network: Network, starts: Ints, ends: Ints) -> list[Step]:
    """Return the steps between pairs of neighbouring junctions."""
    ways = network.ways_between(starts, ends)
    a, b = (zip(network.lons[side].tolist(), network.lats[side].tolist(), strict=True) for side in (starts, ends))
    none = np.zeros(len(ways), dtype=np.uint8)
    fields = [none if each is None else each[ways] for each in (network.origin, network.link, network.reckoned)]
    return [
        Step(km, chord, bridged, origin, link, bool(reckoned))
        for km, chord, bridged, origin, link, reckoned in zip(
            network.km[ways].astype(np.float64).tolist(),
            zip(a, b, strict=True),
            network.bridged[ways].tolist(),
            *(each.tolist() for each in fields),
            strict=True,
        )
    ]


def _without_spurs(paths: list[Path], places: Sequence[LonLat]) -> list[Path]:
    """Cut off what is travelled in and out again near a waypoint that lies beside the line."""
    paths = list(paths)
    for number, place in enumerate(places[1:-1]):
        into, out = paths[number], paths[number + 1]
        later = {key: i for i, key in enumerate(out.keys)}
        reach = max(SNAP_KM, distance_km(place, into.spots[-1]))
        for i, key in enumerate(into.keys):
            if key in later and distance_km(place, into.spots[i]) <= reach:
                paths[number] = into.part(0, i)
                paths[number + 1] = out.part(later[key], len(out.keys) - 1)
                break
    return paths
