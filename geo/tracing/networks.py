"""Lines along railways and roads: what was found on the network, cut into legs of one precision each.

A line begins and ends on the network, at most 15 km from its waypoint: a town's coordinates are those of its centre,
not of its station. Where the network comes no nearer, a straight schematic leg joins the two and says why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from geo.geodesy import distance_km, distances_km, geodesic, length_km
from geo.model import Leg, Waypoint
from geo.tracing.bends import BENDS, bends_between, is_other_way, through
from geo.tracing.closed_borders import closed_between
from geo.tracing.detours import looked_at_again
from geo.tracing.junctions import open_junctions
from geo.tracing.links import HAND, load_links
from geo.tracing.search import Path, Step, find_paths
from geo.tracing.snapping import SNAP_KM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import LinePrecision, LonLat
    from geo.tracing.closures import Closure
    from geo.tracing.graph import Network
    from geo.tracing.links import Link
    from geo.tracing.routing import OwnNetwork
    from geo.tracing.user_networks import AddedNetwork

__all__ = ["trace_network"]

CHORD_KM = 15.0  # a longer way between two junctions is schematic
ASIDE_KM = 10.0  # a waypoint no farther from a chord than this is on the line that the chord stands for
GAP_KM = 0.5  # a longer gap in the data is said to be one
GEODESIC = "geodesic on WGS 84"
WINDING = {"rail": 1.15, "road": 1.18}
"""How much longer ways are than the direct distance between two stops 10 to 500 km apart: medians of 1,030 railways and
1,060 roads that the network does have."""
BENT = {"rail": 1.09, "road": 1.055}  # ditto, than a line through bends by hand: as ways are than their chords
WINDING_KM = 10.0, 500.0  # what is shorter joins a town and its station; what is longer may be no way at all
OTHER: dict[Literal["rail", "road"], Literal["rail", "road"]] = {"rail": "road", "road": "rail"}
WAYS = {"rail": "railways", "road": "roads"}
SOURCES = {"rail": "scgraph-data rail network", "road": "scgraph-data road network"}


def trace_network(
    waypoints: Sequence[Waypoint],
    mode: Literal["rail", "road"],
    closures: Sequence[Closure],
    *,
    bends: Sequence[Sequence[LonLat]] = (),
    are_hints: bool = False,
    own: tuple[OwnNetwork | AddedNetwork, ...] = (),
    network: Network | None = None,
) -> list[Leg]:
    """Trace a line along a railway or road network.

    Parameters
    ----------
    waypoints
        At least two, in the order of travel.
    mode
        Which network.
    closures
        Borders that are not crossed; those of other modes are left out of account.
    bends
        For each pair of waypoints where the line is known to bend between them; none where nothing is known.
    are_hints
        Whether the bends only tell how long ways between junctions are drawn, not which way it is.
    own
        Files of the user's own, merged with the world's network.
    network
        By default the world's.

    Returns
    -------
    Legs in the order of travel; each begins where the one before ends.
    """
    shut = [closure for closure in closures if mode in closure.modes]
    places = [(point.lon, point.lat) for point in waypoints]
    opened, stops = network or _open(mode, own), [point.name for point in waypoints]
    stretches = find_paths(opened, places, stops, shut, mode)
    stretches, long = looked_at_again(
        stretches, opened, places, stops, closures, mode, open_other=lambda: _open(OTHER[mode], ())
    )
    hands = [(a, *between, b) for (a, b), between in zip(pairwise(places), bends, strict=True)] if bends else []
    names = (SOURCES[mode], *(each.label for each in own))
    drawing = _Drawing(mode, list(waypoints), shut, hands, names, long, [])
    first = 0
    stretches = stretches if are_hints else _without_other_ways(stretches, hands)
    for number, stretch in enumerate(stretches):
        if isinstance(stretch, str):
            follower = stretches[number + 1] if number + 1 < len(stretches) else ""
            drawing.go_straight(first, "" if isinstance(follower, str) else follower, stretch)
            first += 1
        else:
            drawing.follow(first, stretch)
            first += len(stretch)
    if not drawing.legs:  # all waypoints stand at one point of the network
        drawing.here = places[0]
        drawing.straight(0, places[-1], f"the {mode} network has one point for all its waypoints")
        drawing.legs[0] = replace(drawing.legs[0], end=waypoints[-1].name)
    return drawing.legs


def _open(mode: Literal["rail", "road"], own: tuple[OwnNetwork | AddedNetwork, ...]) -> Network:
    if not own:
        return open_junctions(mode)
    from geo.tracing.network_merging import open_merged

    return open_merged(mode, own)


def _without_other_ways(stretches: list[list[Path] | str], hands: Sequence[Sequence[LonLat]]) -> list[list[Path] | str]:
    """Break stretches where the network's way is so much longer than the line by hand that it must be another."""
    if not hands:
        return stretches
    parts: list[list[Path] | str] = []
    pair = 0
    for stretch in stretches:
        if isinstance(stretch, str):
            parts.append(stretch)
            pair += 1
            continue
        fits: list[Path] = []
        for path in stretch:
            hand = hands[pair]
            if len(hand) > 2 and is_other_way(hand, path.spots, path.km):
                parts.extend([fits] if fits else [])
                parts.append(f"the network goes another way here, {path.km:.0f} km long")
                fits = []
            else:
                fits.append(path)
            pair += 1
        parts.extend([fits] if fits else [])
    return parts


@dataclass(slots=True)
class _Drawing:
    """The legs so far, and where the pen is; ``here`` is ``None`` before it was first set down."""

    mode: Literal["rail", "road"]
    waypoints: list[Waypoint]
    closures: list[Closure]
    hands: Sequence[tuple[LonLat, ...]]
    sources: tuple[str, ...]
    long: dict[int, str]  # what there is to say of pairs of waypoints between which the way is long
    legs: list[Leg]
    here: LonLat | None = None

    def go_straight(self, pair: int, follower: list[Path] | str, reason: str) -> None:
        """Draw a pair of waypoints between which the network has no way."""
        start, end = self.waypoints[pair], self.waypoints[pair + 1]
        if self.here is None:
            self.here = (start.lon, start.lat)
        target = (end.lon, end.lat)
        shut = closed_between(self.closures, (start.lon, start.lat), target)
        if shut:
            since = f" since {shut[0].since}" if shut[0].since else ""
            reason = f"closed{since}: {shut[0].name}; {reason}"
        if follower and not isinstance(follower, str):
            begin = follower[0].spots[0]
            if distance_km(begin, target) <= SNAP_KM:
                target = begin
        inner = bends_between(self.hands[pair], self.here, target) if self.hands else ()
        if not inner:
            self.straight(pair, target, reason, is_shut=bool(shut))
            return
        line = through((self.here, *inner, target))
        reason = f"{reason}; drawn through bends set down by hand"
        self._add(pair, line, "schematic", reason, source=BENDS, longer=BENT[self.mode])
        self.here = target

    def follow(self, pair: int, paths: Sequence[Path]) -> None:
        """Draw an unbroken stretch along the network."""
        start, end = self.waypoints[pair], self.waypoints[pair + len(paths)]
        paths = _by_stops(paths, [(point.lon, point.lat) for point in self.waypoints[pair : pair + len(paths) + 1]])
        begin = paths[0].spots[0]
        if self.here is None:
            far = distance_km((start.lon, start.lat), begin) > SNAP_KM
            self.here = (start.lon, start.lat) if far else begin
        if self.here != begin:
            self.straight(
                pair, begin, f"the {self.mode} network has no point near enough to {start.name}, or is broken there"
            )
        for number, path in enumerate(paths):
            self._along(pair + number, path)
        target = (end.lon, end.lat)
        if self.here is not None and distance_km(self.here, target) > SNAP_KM:
            last = pair + len(paths) - 1
            reason = (
                f"the {self.mode} network that leads there ends {distance_km(self.here, target):.0f} km from {end.name}"
            )
            self.straight(last, target, reason)

    def straight(self, pair: int, target: LonLat, reason: str, *, is_shut: bool = False) -> None:
        """Draw the shortest line from where the pen is; nobody travels one over a closed border, of whatever length."""
        if self.here is not None and self.here != target:
            self._add(
                pair, geodesic(self.here, target), "straight", reason, longer=1.0 if is_shut else WINDING[self.mode]
            )
        self.here = target

    def _along(self, pair: int, path: Path) -> None:
        spots = zip(path.spots[:-1], path.spots[1:], path.steps, _chords_km(path.steps), strict=True)
        pieces = [self._piece(pair, a, b, step, km) for a, b, step, km in spots]
        for (kind, origin, link), group in groupby(pieces, key=_kind_of):
            items = list(group)
            if kind == "ferry":
                self._sail(pair, items, load_links()[link - 1])
                continue
            line = (items[0].line[0], *(point for item in items for point in item.line[1:]))
            steps = [item.step for item in items]
            precision: LinePrecision = "traced" if kind == "traced" else "schematic"
            source = f"{self.sources[origin]}; {BENDS}" if kind == "bent" else self.sources[origin]
            source = HAND if kind == "hand" else source
            longest = max(item.chord_km for item in items)
            reason = _hand_reason(link) if kind == "hand" else _reason(kind, steps, longest)
            self._add(pair, line, precision, reason, steps, source=source)
        self.here = path.spots[-1]

    def _sail(self, pair: int, items: Sequence[_Piece], link: Link) -> None:
        """Draw a train ferry over the water between its two ports."""
        from geo.tracing.sea import trace_water

        ends = [Waypoint(link.name, *spot, record=HAND) for spot in (items[0].line[0], items[-1].line[-1])]
        start, end = self.waypoints[pair].name, self.waypoints[pair + 1].name
        voyage = trace_water(ends, "sea")
        whole = sum(item.step.km for item in items)
        if len(voyage) == 1 and voyage[0].precision == "straight":  # a lake is no water of the sea's map
            reason = f"{link.name}, drawn straight from port to port"
            voyage = [replace(voyage[0], precision="schematic", reason=reason)]
        for leg in voyage:
            share = leg.length_km / max(1e-9, sum(each.length_km for each in voyage))
            self.legs.append(
                replace(
                    leg,
                    start=start,
                    end=end,
                    source=f"{leg.source}; {HAND}",
                    network_km=whole * share,
                    reason=leg.reason or link.name,
                )
            )

    def _piece(self, pair: int, a: LonLat, b: LonLat, step: Step, chord_km: float) -> _Piece:
        """Draw one step, through the bends known on it where it is a chord."""
        kind = _kind(step, chord_km)
        inner = bends_between(self.hands[pair], a, b, step.km) if kind == "chord" and self.hands else ()
        return _Piece("bent" if inner else kind, (a, *inner, b), step, chord_km)

    def _add(
        self,
        pair: int,
        line: Sequence[LonLat],
        precision: LinePrecision,
        reason: str,
        steps: Sequence[Step] = (),
        *,
        source: str = GEODESIC,
        longer: float = 1.0,
    ) -> None:
        drawn = length_km(line)
        known = sum(step.km for step in steps) if steps else None
        if not steps and longer > 1 and WINDING_KM[0] <= drawn <= WINDING_KM[1]:
            known = longer * drawn
            reason = f"{reason}; its length is reckoned {longer - 1:.0%} longer, as {WAYS[self.mode]} wind"
        if pair in self.long and steps:
            precision, reason = "schematic", "; ".join(part for part in (self.long[pair], reason) if part)
        self.legs.append(
            Leg(
                start=self.waypoints[pair].name,
                end=self.waypoints[pair + 1].name,
                mode=self.mode,
                line=tuple(line),
                length_km=drawn,
                precision=precision,
                source=source,
                network_km=known,
                reason=reason,
            )
        )


def _by_stops(paths: Sequence[Path], places: Sequence[LonLat]) -> list[Path]:
    """Draw long chords through the waypoints that stand beside them, not past these at the foot of a perpendicular."""
    moved = list(paths)
    for number, place in enumerate(places):
        sides = [(i, end) for i, end in ((number - 1, -1), (number, 0)) if 0 <= i < len(paths)]
        steps = [paths[i].steps[end] for i, end in sides if paths[i].steps]
        chords = list(zip(steps, _chords_km(steps), strict=True))
        spots = {paths[i].spots[end] for i, end in sides}
        inside = all(len(paths[i].keys[end]) > 1 for i, end in sides)  # a joint between two junctions
        if not chords or not inside or len(spots) > 1 or any(_kind(step, km) != "chord" for step, km in chords):
            continue
        if distance_km(place, *spots) <= ASIDE_KM:
            for i, end in sides:
                old = moved[i].spots
                moved[i] = replace(moved[i], spots=(*old[:-1], place) if end else (place, *old[1:]))
    return moved


@dataclass(frozen=True, slots=True)
class _Piece:
    """One step as it is drawn; ``kind`` is ``traced``, ``chord``, ``bent`` or ``bridged``."""

    kind: str
    line: tuple[LonLat, ...]
    step: Step
    chord_km: float


def _kind_of(piece: _Piece) -> tuple[str, int, int]:
    return piece.kind, piece.step.origin, piece.step.link


def _hand_reason(link: int) -> str:
    return f"{load_links()[link - 1].name}: the network lacks it; drawn along a line set down by hand within about 5 km"


def _chords_km(steps: Sequence[Step]) -> list[float]:
    """Measure the chords of many steps at once, which takes a tenth of the time of one by one."""
    ends = np.array([(*step.chord[0], *step.chord[1]) for step in steps]).reshape(-1, 4)
    found: list[float] = distances_km(*ends.T).tolist()
    return found


def _kind(step: Step, chord_km: float) -> str:
    if step.link:
        return "ferry" if load_links()[step.link - 1].kind == "ferry" else "hand"
    if step.bridged and chord_km > GAP_KM:
        return "bridged"
    return "chord" if chord_km > CHORD_KM else "traced"


def _reason(kind: str, steps: Sequence[Step], longest: float) -> str:
    if kind == "bridged":
        return f"the network has a gap of {longest:.1f} km here"
    if kind == "chord":
        up_to = "up to " if len(steps) > 1 else ""
        known = "; its length is reckoned from ways around" if any(step.reckoned for step in steps) else ""
        return f"the network has no point between junctions {up_to}{longest:.0f} km apart{known}"
    if kind == "bent":
        return f"the network has no point over {longest:.0f} km; drawn through bends set down by hand"
    return ""
