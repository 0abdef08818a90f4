"""Lines from a routing engine on the web, checked; where there is none, the offline line with the reason.

An engine is asked for each pair of waypoints on its own. What it answers must begin and end near them, may not go over
a closed border, and may not be more than twice as long as the direct way: else, as after any fault, that pair is traced
offline and its legs say why.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.cache import folder
from geo.geodesy import distance_km, length_km
from geo.model import Leg
from geo.tracing.closed_borders import blocked
from geo.tracing.search import MOST_DETOUR
from geo.tracing.snapping import SNAP_KM
from geo.web.faults import Fault
from geo.web.rate_limit import Clock, wait_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from geo.model import Mode, Waypoint
    from geo.tracing.closures import Closure
    from geo.tracing.engines import Engine, Way

__all__ = ["Online", "trace_online"]

SHORTEST = 0.98  # a way shorter than the direct one by more than this is none
THINNED_DEGREES = 0.0003  # some thirty metres: a line for a map


@dataclass(slots=True)
class Online:
    """An engine, and how it has fared in this run.

    Attributes
    ----------
    request_s, total_s
        How long one request and all of them may take.
    attempts
        How often one question is asked while its fault may pass.
    faults
        After so many in a row the engine is given up.
    longest_wait_s
        The longest that an engine may ask us to wait.
    """

    engine: Engine
    request_s: float = 20.0
    total_s: float = 120.0
    attempts: int = 2
    faults: int = 3
    longest_wait_s: float = 10.0
    clock: Clock = field(default_factory=Clock)
    _spent_s: float = 0.0
    _in_a_row: int = 0
    _closed: str = ""

    def way(self, a: Waypoint, b: Waypoint, mode: Mode) -> Way:
        """Return the way between two waypoints.

        Raises
        ------
        Fault
            If there is none that can be used, with the reason.
        """
        if self._closed:
            raise Fault(self._closed)
        began = self.clock.elapsed()
        try:
            found = self._asked(a, b, mode)
        except Fault as fault:
            self._count(fault)
            raise
        finally:
            self._spent_s += self.clock.elapsed() - began
        self._in_a_row = 0
        return found

    def _asked(self, a: Waypoint, b: Waypoint, mode: Mode) -> Way:
        who, attempt = self.engine.source.name, 1
        while True:
            left = self.total_s - self._spent_s
            if left <= 0 or not wait_turn(self._turn, pause_s=self.engine.pause_s, longest_s=left, clock=self.clock):
                raise Fault(f"the {self.total_s:g} s for asking {who} were over", is_final=True)
            try:
                return self.engine.route((a.lon, a.lat), (b.lon, b.lat), mode, timeout_s=min(self.request_s, left))
            except Fault as fault:
                if not fault.may_retry or attempt == self.attempts:
                    raise
                wait = 1.0 if fault.wait_s is None else fault.wait_s
                if wait > self.longest_wait_s:
                    raise Fault(f"{who} asked us to wait for {wait:,.0f} s", is_final=True) from None
                self.clock.sleep(wait)
                attempt += 1

    @property
    def _turn(self) -> Path:
        return folder() / f"{self.engine.source.id}.turn"

    def _count(self, fault: Fault) -> None:
        self._in_a_row = 0 if fault.is_local else self._in_a_row + 1
        if fault.is_final:
            self._closed = fault.reason
        elif self._in_a_row >= self.faults:
            self._closed = (
                f"{self.engine.source.name} was given up after {self._in_a_row} faults, the last: {fault.reason}"
            )


def trace_online(
    stops: Sequence[Waypoint],
    mode: Mode,
    closures: Sequence[Closure],
    online: Online,
    offline: Callable[[int, int], list[Leg]],
) -> list[Leg]:
    """Trace a line by asking an engine.

    Parameters
    ----------
    stops
        At least two, in the order of travel.
    mode
        One of the engine's.
    closures
        Borders that are not crossed.
    online
        The engine.
    offline
        Traces the stops from one position to another, both included, without it.

    Returns
    -------
    Legs in the order of travel; those that are not the engine's say why.
    """
    shut = [closure for closure in closures if mode in closure.modes]
    found: dict[int, Leg] = {}
    reasons: dict[int, str] = {}
    for pair, (a, b) in enumerate(pairwise(stops)):
        try:
            found[pair] = _leg(online, a, b, mode, online.way(a, b, mode), shut)
        except Fault as fault:
            reasons[pair] = f"{fault.reason}; traced offline"
    legs: list[Leg] = []
    for is_found, group in groupby(range(len(stops) - 1), key=found.__contains__):
        pairs = list(group)
        if is_found:
            part = [found[pair] for pair in pairs]
        else:
            part = [_explained(leg, stops, pairs, reasons) for leg in offline(pairs[0], pairs[-1] + 1)]
        for leg in part:
            legs.append(_joined(legs, leg))
    return legs


def _explained(leg: Leg, stops: Sequence[Waypoint], pairs: Sequence[int], reasons: dict[int, str]) -> Leg:
    """Let a leg that was traced offline say why."""
    names = (leg.start, leg.end)
    pair = next((i for i in pairs if (stops[i].name, stops[i + 1].name) == names), pairs[0])
    return replace(leg, reason="; ".join(filter(None, (leg.reason, reasons[pair]))))


def _leg(online: Online, a: Waypoint, b: Waypoint, mode: Mode, way: Way, shut: Sequence[Closure]) -> Leg:
    import shapely

    who, start, end = online.engine.source.name, (a.lon, a.lat), (b.lon, b.lat)
    if len(way.line) < 2 or max(distance_km(way.line[0], start), distance_km(way.line[-1], end)) > SNAP_KM:
        raise Fault(f"{who} answered with a line that does not lead from {a.name} to {b.name}")
    spots = np.array(way.line)
    crossed = [closure.name for closure in shut if blocked([closure], spots[:-1], spots[1:]).sum() % 2]
    if crossed:
        raise Fault(f"{who} answered with a way over a closed border ({crossed[0]})")
    drawn, direct = length_km(way.line), distance_km(start, end)
    if way.km > MOST_DETOUR * direct or drawn > MOST_DETOUR * direct:
        raise Fault(f"{who} answered with a way of {way.km:.0f} km, more than twice the direct {direct:.0f} km")
    if way.km < SHORTEST * distance_km(way.line[0], way.line[-1]):
        raise Fault(f"{who} answered with a way shorter than the direct {direct:.0f} km")
    thin = shapely.simplify(shapely.linestrings(spots), THINNED_DEGREES)
    line = tuple((float(lon), float(lat)) for lon, lat in shapely.get_coordinates(thin))
    return Leg(a.name, b.name, mode, line, length_km(line), "traced", who, network_km=way.km)


def _joined(legs: Sequence[Leg], leg: Leg) -> Leg:
    """Let a leg begin where the one before ends: an engine and our network join a waypoint at different spots."""
    if not legs or legs[-1].line[-1] == leg.line[0]:
        return leg
    line = (legs[-1].line[-1], *leg.line)
    return replace(leg, line=line, length_km=length_km(line))
