"""Text → places and corridors on the Earth: reading, gazetteer, recognition, resolution, corridors, tracing.

>>> import geo
>>> atlas = geo.geoparse("Ferries link Suakin with Jeddah.")
>>> [corridor.name for corridor in atlas.corridors]
['Suakin–Jeddah sea route']
"""

from geo.gazetteer import Gazetteer
from geo.geoparsing import geoparse, trace
from geo.reading import read

__all__ = ["Gazetteer", "geoparse", "read", "trace"]
