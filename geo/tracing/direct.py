"""Lines that follow nothing on the ground: flights, pipelines, and corridors whose legs are not known."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geo.geodesy import length_km
from geo.model import Leg
from geo.tracing.bends import BENDS, through

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import LinePrecision, LonLat, Mode, Waypoint

__all__ = ["GEODESIC", "trace_direct"]

GEODESIC = "geodesic on WGS 84"
WINDING = 1.08
"""How much longer pipelines are than the shortest line through their waypoints: of 47 with a published length twice as
many come out within a twentieth with it as without (median 1.11, ends alone 1.2)."""
HAND_BENT = "no network shows the way; drawn through bends set down by hand"
RECKONED = f"its length is reckoned {WINDING - 1:.0%} longer, as pipelines wind"


def trace_direct(waypoints: Sequence[Waypoint], mode: Mode, *, bends: Sequence[Sequence[LonLat]] = ()) -> list[Leg]:
    """Draw the shortest line through waypoints.

    Parameters
    ----------
    waypoints
        At least two, in the order of travel.
    mode
        Tells the precision: a flight does follow the great circle, a pipeline does not.
    bends
        For each pair of waypoints where the line is known to bend between them.

    Returns
    -------
    One leg for each pair of waypoints.
    """
    if mode == "pipeline":
        from geo.tracing.pipelines import trace_along_one, trace_pipeline

        along = trace_along_one(waypoints, bends) if len(waypoints) > 2 else None
        if along is not None:
            return along
    precision, reason = _judge(waypoints, mode)
    legs = []
    for (a, b), inner in zip(pairwise(waypoints), bends or [()] * (len(waypoints) - 1), strict=True):
        known = trace_pipeline(a, b) if mode == "pipeline" and not inner else None
        if known is not None:
            legs.append(known)
            continue
        line = through([(a.lon, a.lat), *inner, (b.lon, b.lat)])
        drawn = length_km(line)
        how: LinePrecision = "schematic" if inner else precision
        told, source = (HAND_BENT, BENDS) if inner else (reason, GEODESIC)
        if mode != "pipeline":
            legs.append(Leg(a.name, b.name, mode, line, drawn, how, source, reason=told))
            continue
        told = f"{told}; {RECKONED}"
        legs.append(Leg(a.name, b.name, mode, line, drawn, how, source, network_km=WINDING * drawn, reason=told))
    return legs


def _judge(waypoints: Sequence[Waypoint], mode: Mode) -> tuple[LinePrecision, str]:
    if mode == "air":
        return "great-circle", ""
    if mode == "pipeline":
        named = len(waypoints) > 2
        through = "drawn through its named waypoints" if named else "drawn straight between its ends"
        return "schematic" if named else "straight", f"no route data for pipelines; {through}"
    return "straight", f"no single network carries a {mode} corridor; drawn straight through its waypoints"
