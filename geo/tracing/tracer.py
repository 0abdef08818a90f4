"""The front door: check the request, look whether its answer is kept, else trace it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, get_args

from geo.errors import TracingError
from geo.model import Mode, Waypoint
from geo.tracing.closures import CLOSURES, load_closures
from geo.tracing.data_files import PASSAGES, RIVERS, WATERWAYS, code, junction_fingerprint, water_fingerprint
from geo.tracing.routing import OFFLINE, Routing
from geo.tracing.trace_cache import keep, kept, request_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.model import Basis, Leg, LonLat
    from geo.tracing.closures import Closure
    from geo.tracing.user_networks import AddedNetwork

__all__ = ["trace"]


def trace(
    waypoints: Sequence[Waypoint],
    mode: Mode,
    *,
    bends: Sequence[Sequence[LonLat]] = (),
    are_hints: bool = False,
    routing: Routing = OFFLINE,
    closures: Sequence[Closure] | None = None,
    remember: bool = True,
) -> tuple[Leg, ...]:
    """Trace a corridor through its waypoints.

    Parameters
    ----------
    waypoints
        Two or more, in the order of travel. One that repeats the one before it is left out.
    mode
        ``rail`` and ``road`` follow the junction network, ``sea`` and ``waterway`` stay on water, ``air`` takes the
        shortest way; ``cable`` keeps off land between two places on one sea, and elsewhere takes the shortest way;
        ``pipeline`` and ``multimodal`` are drawn straight through the waypoints.
    bends
        For each pair of waypoints the points, longitude and latitude in degrees, through which the line is known to go
        between them; an empty list for a pair of which nothing is known. They are used where the network has nothing
        better.
    are_hints
        Whether the bends are those of another line there: a railway or road goes as the network says, wherever that is.
    routing
        Networks of the user's own, and a routing engine if one is to be asked.
    closures
        Border crossings not to be used, by default those in ``geo/data/closures.yaml``.
    remember
        Whether to read the answer from the cache folder and to keep it there.

    Returns
    -------
    Legs in the order of travel, each of one precision. Each begins where the one before ends. A line along a railway or
    road begins and ends on it, up to 15 km from the waypoint; farther off, a schematic leg joins the two.

    Raises
    ------
    TracingError
        For fewer than two different waypoints, or a mode that there is not.
    DataError
        If the data of a network are missing or cannot be true.
    CacheError
        If a network has to be compiled and the cache folder cannot be written.

    Examples
    --------
    >>> ends = [Waypoint("Quito", -78.5, -0.2, "example:1"), Waypoint("Singapore", 103.8, 1.3, "example:2")]
    >>> [leg.precision for leg in trace(ends, "air")]
    ['great-circle']
    """
    if mode not in get_args(Mode):
        raise TracingError(f"mode {mode!r} unknown; expected one of {', '.join(get_args(Mode))}")
    if bends and len(bends) != len(waypoints) - 1:
        raise TracingError(f"bends for {len(bends)} pairs of waypoints; expected {len(waypoints) - 1}, one list a pair")
    stops, bends = _distinct(waypoints, bends)
    if len(stops) < 2:
        names = ", ".join(point.name for point in waypoints) or "nothing"
        raise TracingError(f"a {mode} line through {names}: it needs two or more places that differ")
    if not remember or mode in {"air", "pipeline", "multimodal"}:  # the latter are drawn faster than read
        return _traced(stops, mode, bends, routing, closures, are_hints=are_hints)
    key = request_key(stops, mode, [json.dumps((bends, are_hints)), *_made_from(stops, mode, routing, closures)])
    legs = kept(key)
    if legs is None:
        legs = _traced(stops, mode, bends, routing, closures, are_hints=are_hints)
        if not routing.is_online(mode) or all(leg.source == _engine(routing) for leg in legs):
            keep(key, legs)  # a fault of an engine may pass; what was traced in its stead is not kept
    return legs


def _engine(routing: Routing) -> str:
    return routing.online.engine.source.name if routing.online is not None else ""


def _distinct(
    waypoints: Sequence[Waypoint], bends: Sequence[Sequence[LonLat]]
) -> tuple[list[Waypoint], list[tuple[LonLat, ...]]]:
    """Leave out each waypoint that repeats the one before it, and join the bends on both its sides."""
    stops = list(waypoints[:1])
    between: list[tuple[LonLat, ...]] = []
    kept: tuple[LonLat, ...] = ()  # bends of a way from a place back to it: out there, and on
    for point, ways in zip(waypoints[1:], bends or [()] * (len(waypoints) - 1), strict=True):
        kept += tuple((float(lon), float(lat)) for lon, lat in ways)
        if (point.lon, point.lat) == (stops[-1].lon, stops[-1].lat):
            continue
        stops.append(point)
        between.append(kept)
        kept = ()
    if between:
        between[-1] += kept
    return stops, between if any(between) else []


def _traced(
    stops: Sequence[Waypoint],
    mode: Mode,
    bends: Sequence[Sequence[LonLat]],
    routing: Routing,
    closures: Sequence[Closure] | None,
    *,
    are_hints: bool,
) -> tuple[Leg, ...]:
    own_lines = _own_lines(stops, mode, bends, routing)
    if own_lines is not None:
        legs = own_lines
    elif mode in {"rail", "road"}:
        from geo.tracing.networks import trace_network

        shut = load_closures() if closures is None else closures
        own = routing.around([(stop.lon, stop.lat) for stop in stops])

        def offline(first: int, last: int) -> list[Leg]:
            part = stops[first : last + 1]
            between = bends[first:last]
            return trace_network(part, _network(mode), shut, bends=between, are_hints=are_hints, own=own)

        if routing.online is not None and routing.is_online(mode):
            from geo.tracing.online import trace_online

            legs = trace_online(stops, mode, shut, routing.online, offline)
        else:
            legs = offline(0, len(stops) - 1)
    elif mode in {"sea", "waterway"}:
        from geo.tracing.sea import trace_water

        legs = trace_water(stops, mode, bends=bends, northern=routing.northern, avoid=routing.avoid)
    elif mode == "cable":
        from geo.tracing.cables import trace_cable

        legs = trace_cable(stops, bends=bends)
    else:
        from geo.tracing.direct import trace_direct

        legs = trace_direct(stops, mode, bends=bends)
    return _continuous(_with_basis(legs, stops))


def _own_lines(
    stops: Sequence[Waypoint], mode: Mode, bends: Sequence[Sequence[LonLat]], routing: Routing
) -> list[Leg] | None:
    """Follow a ferry, waterway, pipeline or power line of an added network, if one joins all stops."""
    reaching = _reaching(stops, mode, routing) if not bends and not routing.avoid else ()
    if not reaching:
        return None
    from geo.tracing.user_lines import followed

    return followed(stops, mode, reaching)


def _reaching(stops: Sequence[Waypoint], mode: Mode, routing: Routing) -> tuple[AddedNetwork, ...]:
    """Return the added networks with lines of a mode that reach all stops."""
    if mode in {"rail", "road", "air", "multimodal"} or not routing.in_use:
        return ()
    from geo.tracing.user_lines import with_lines

    return with_lines(routing.in_use, mode, [(stop.lon, stop.lat) for stop in stops])


def _network(mode: Mode) -> Literal["rail", "road"]:
    return "rail" if mode == "rail" else "road"


def _with_basis(legs: Sequence[Leg], stops: Sequence[Waypoint]) -> list[Leg]:
    """Say on what ground each leg stands: the weaker of its two waypoints."""
    bases: dict[tuple[str, str], Basis] = {}
    rank: list[Basis] = ["stated", "catalogued", "inferred"]
    for a, b in pairwise(stops):
        bases[a.name, b.name] = max(a.basis, b.basis, key=rank.index)
    weakest = max((stop.basis for stop in stops), key=rank.index)
    found = [(leg, bases.get((leg.start, leg.end), weakest)) for leg in legs]
    return [leg if leg.basis == basis else replace(leg, basis=basis) for leg, basis in found]


def _continuous(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """Let longitudes run on past ±180 along the whole corridor instead of jumping."""
    lons = [lon for leg in legs for lon, _ in leg.line]
    if max(lons) - min(lons) <= 180:
        return tuple(legs)
    done: list[Leg] = []
    before = legs[0].line[0][0]
    for leg in legs:
        line = []
        for lon, lat in leg.line:
            turned = lon - 360 * math.floor((lon - before + 180) / 360)
            before = lon if abs(lon - before) <= 180 else turned
            line.append((before, lat))
        done.append(replace(leg, line=tuple(line)))
    return tuple(done)


def _asked(mode: Mode, routing: Routing) -> str:
    source = routing.online.engine.source if routing.online is not None and routing.is_online(mode) else None
    return f"{source.id} {source.url}" if source else ""


def _made_from(
    stops: Sequence[Waypoint], mode: Mode, routing: Routing, closures: Sequence[Closure] | None
) -> list[str | bytes | Path]:
    """Return what the answer depends on besides the request: the code, the network, the closures."""
    if mode in {"rail", "road"}:
        shut = CLOSURES if closures is None else repr(list(closures))
        return [
            code(),
            junction_fingerprint(_network(mode)),
            shut,
            *(own.key for own in routing.around([(stop.lon, stop.lat) for stop in stops])),
            _asked(mode, routing),
        ]
    own_keys = [each.key for each in _reaching(stops, mode, routing)]
    return [
        code(),
        water_fingerprint(),
        WATERWAYS,
        RIVERS,
        PASSAGES,
        repr((routing.northern, routing.avoid)),
        *own_keys,
    ]
