"""Trace a corridor on the ground: waypoints and a mode in, legs with a line, a length and a precision out.

Railways and roads follow the world's junction network, ships stay on water, aircraft fly the shortest way, cables
keep off land where they join two coasts, pipelines are drawn through their named places. What the data do not show is
drawn as schematic and says why. It works offline; :class:`Routing` adds railways and roads of the user's own, and a
routing engine on the web where one is asked for.

>>> from geo.model import Waypoint
>>> from geo.tracing import trace
>>> (leg,) = trace(
...     [Waypoint("Baku", 49.87, 40.38, "geonames:587084"), Waypoint("Tbilisi", 44.83, 41.69, "geonames:611717")], "air"
... )
>>> leg.precision, round(leg.length_km)
('great-circle', 448)
"""

from geo.tracing.closures import CLOSURES, Closure, load_closures
from geo.tracing.provenance import sources
from geo.tracing.routing import OFFLINE, OwnNetwork, Routing
from geo.tracing.tracer import trace

__all__ = ["CLOSURES", "OFFLINE", "Closure", "OwnNetwork", "Routing", "load_closures", "sources", "trace"]
