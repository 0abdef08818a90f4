"""Outlines of land, countries, regions and rivers in the United Nations view, from Natural Earth (public domain)."""

from geo.outlines.areas import areas_within, regions_within
from geo.outlines.clipping import Clip, Extent, Label, clipped
from geo.outlines.packed import Resolution
from geo.outlines.river_courses import courses_within
from geo.outlines.world import VIEW_NOTE, borders, countries, country_names, land, sources

__all__ = [
    "VIEW_NOTE",
    "Clip",
    "Extent",
    "Label",
    "Resolution",
    "areas_within",
    "borders",
    "clipped",
    "countries",
    "country_names",
    "courses_within",
    "land",
    "regions_within",
    "sources",
]
