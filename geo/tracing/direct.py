"""Lines that follow nothing on the ground: flights, pipelines, and corridors whose legs are not known."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geo.earth import length_km
from geo.model import Leg
from geo.tracing.bends import BENDS, through
from geo.tracing.pipelines import trace_pipeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import LinePrecision, LonLat, Mode, Waypoint

__all__ = ["GEODESIC", "trace_direct"]

GEODESIC = "geodesic on WGS 84"


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
    precision, reason = _judge(waypoints, mode)
    legs = []
    for (a, b), inner in zip(pairwise(waypoints), bends or [()] * (len(waypoints) - 1), strict=True):
        known = trace_pipeline(a, b) if mode == "pipeline" and not inner else None
        if known is not None:
            legs.append(known)
            continue
        line = through([(a.lon, a.lat), *inner, (b.lon, b.lat)])
        if inner:
            bent = "no network shows the way; drawn through bends set down by hand"
            legs.append(Leg(a.name, b.name, mode, line, length_km(line), "schematic", BENDS, reason=bent))
        else:
            legs.append(Leg(a.name, b.name, mode, line, length_km(line), precision, GEODESIC, reason=reason))
    return legs


def _judge(waypoints: Sequence[Waypoint], mode: Mode) -> tuple[LinePrecision, str]:
    if mode == "air":
        return "great-circle", ""
    if mode == "pipeline":
        named = len(waypoints) > 2  # noqa: PLR2004 - more than its two ends
        through = "drawn through its named waypoints" if named else "drawn straight between its ends"
        return "schematic" if named else "straight", f"no route data for pipelines; {through}"
    return "straight", f"no single network carries a {mode} corridor; drawn straight through its waypoints"
