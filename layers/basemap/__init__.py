"""The ground under a map: shaded relief, rivers, railways, roads, inner borders and towns, cut to the map's extent.

Land, borders, lakes and seas are :mod:`geo.outlines`'; page and figure draw both. Everything comes with the package or
from the networks and the gazetteer that are compiled anyway: nothing is asked of the network.

>>> from layers.basemap import base_map
>>> base_map((40.0, 38.0, 52.0, 44.0), detail="plain").relief is None
True
"""

from layers.basemap.cutting import CREDITS, SOURCES, base_map, features_of, zoom_of
from layers.basemap.records import DETAILS, BaseMap, Detail, Drawn, Relief, Town
from layers.basemap.shading import Shade, shade_of

__all__ = [
    "CREDITS",
    "DETAILS",
    "SOURCES",
    "BaseMap",
    "Detail",
    "Drawn",
    "Relief",
    "Shade",
    "Town",
    "base_map",
    "features_of",
    "shade_of",
    "zoom_of",
]
