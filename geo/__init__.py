"""Text → places and corridors on the Earth: reading, gazetteer, recognition, resolution, corridors, tracing.

>>> import geo
>>> atlas = geo.geoparse("Ferries link Suakin with Jeddah.")
>>> [corridor.name for corridor in atlas.corridors]
['Suakin–Jeddah sea route']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.courses.charting import trace
    from geo.gazetteer import Gazetteer
    from geo.geoparsing import geoparse
    from geo.reading import read

__all__ = ["Gazetteer", "geoparse", "read", "trace"]

_HOMES = {
    "Gazetteer": "geo.gazetteer",
    "geoparse": "geo.geoparsing",
    "read": "geo.reading",
    "trace": "geo.courses.charting",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for, so that the command line answers at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
