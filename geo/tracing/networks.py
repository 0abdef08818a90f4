"""Lines along railways and roads: what was found on the network, cut into legs of one precision each.

A line begins and ends on the network, at most 15 km from its waypoint: a town's coordinates are those of its centre,
not of its station. Where the network comes no nearer, a straight schematic leg joins the two and says why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from geo.earth import distance_km, geodesic, length_km
from geo.model import Leg
from geo.tracing.crossings import closed_between
from geo.tracing.junctions import open_junctions
from geo.tracing.search import FAR_KM, Path, Step, find_paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import LinePrecision, LonLat, Waypoint
    from geo.tracing.closures import Closure
    from geo.tracing.graph import Network

__all__ = ["trace_network"]

CHORD_KM = 15.0  # a longer way between two junctions is schematic
GAP_KM = 0.5  # a longer gap in the data is said to be one
SOURCES = {"rail": "scgraph-data rail network", "road": "scgraph-data road network"}


def trace_network(
    waypoints: Sequence[Waypoint],
    mode: Literal["rail", "road"],
    closures: Sequence[Closure],
    *,
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
    network
        By default the world's.

    Returns
    -------
    Legs in the order of travel; each begins where the one before ends.
    """
    shut = [closure for closure in closures if mode in closure.modes]
    places = [(point.lon, point.lat) for point in waypoints]
    stretches = find_paths(network or open_junctions(mode), places, [point.name for point in waypoints], shut, mode)
    drawing = _Drawing(mode, list(waypoints), shut, [])
    first = 0
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


@dataclass(slots=True)
class _Drawing:
    """The legs so far, and where the pen is; ``here`` is ``None`` before it was first set down."""

    mode: Literal["rail", "road"]
    waypoints: list[Waypoint]
    closures: list[Closure]
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
            if distance_km(begin, target) <= FAR_KM:
                target = begin
        self.straight(pair, target, reason)

    def follow(self, pair: int, paths: Sequence[Path]) -> None:
        """Draw an unbroken stretch along the network."""
        start, end = self.waypoints[pair], self.waypoints[pair + len(paths)]
        begin = paths[0].spots[0]
        if self.here is None:
            far = distance_km((start.lon, start.lat), begin) > FAR_KM
            self.here = (start.lon, start.lat) if far else begin
        if self.here != begin:
            self.straight(
                pair, begin, f"the {self.mode} network has no point near enough to {start.name}, or is broken there"
            )
        for number, path in enumerate(paths):
            self._along(pair + number, path)
        target = (end.lon, end.lat)
        if self.here is not None and distance_km(self.here, target) > FAR_KM:
            last = pair + len(paths) - 1
            reason = (
                f"the {self.mode} network that leads there ends {distance_km(self.here, target):.0f} km from {end.name}"
            )
            self.straight(last, target, reason)

    def straight(self, pair: int, target: LonLat, reason: str) -> None:
        """Draw the shortest line from where the pen is."""
        if self.here is not None and self.here != target:
            self._add(pair, geodesic(self.here, target), "schematic", reason)
        self.here = target

    def _along(self, pair: int, path: Path) -> None:
        pairs = zip(path.spots[:-1], path.spots[1:], path.steps, strict=True)
        for kind, group in groupby(pairs, key=lambda item: _kind(item[2])):
            items = list(group)
            line = (items[0][0], *(item[1] for item in items))
            steps = [item[2] for item in items]
            self._add(pair, line, "traced" if kind == "traced" else "schematic", _reason(kind, steps), steps)
        self.here = path.spots[-1]

    def _add(
        self, pair: int, line: Sequence[LonLat], precision: LinePrecision, reason: str, steps: Sequence[Step] = ()
    ) -> None:
        drawn = length_km(line)
        self.legs.append(
            Leg(
                start=self.waypoints[pair].name,
                end=self.waypoints[pair + 1].name,
                mode=self.mode,
                line=tuple(line),
                length_km=drawn,
                precision=precision,
                source=SOURCES[self.mode] if steps else "geodesic on WGS 84",
                network_km=sum(step.km for step in steps) if steps else None,
                reason=reason,
            )
        )


def _kind(step: Step) -> str:
    chord = distance_km(*step.chord)
    if step.bridged and chord > GAP_KM:
        return "bridged"
    return "chord" if chord > CHORD_KM else "traced"


def _reason(kind: str, steps: Sequence[Step]) -> str:
    longest = max(distance_km(*step.chord) for step in steps)
    if kind == "bridged":
        return f"the network has a gap of {longest:.1f} km here"
    if kind == "chord":
        up_to = "up to " if len(steps) > 1 else ""
        return f"the network has no point between junctions {up_to}{longest:.0f} km apart"
    return ""
