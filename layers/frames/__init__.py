"""Records become tables: one schema per layer, coordinate system set, rows in reading order.

All geometry is WGS 84 (EPSG:4326), longitude before latitude. The same atlas gives the same tables.
"""

from layers.frames.antimeridian import cut_at_antimeridian
from layers.frames.schema import ACTORS, CORRIDORS, CRS, LEGS, PLACES, SENTENCES, SOURCES, UNRESOLVED, Frames
from layers.frames.tables import to_frames

__all__ = [
    "ACTORS",
    "CORRIDORS",
    "CRS",
    "LEGS",
    "PLACES",
    "SENTENCES",
    "SOURCES",
    "UNRESOLVED",
    "Frames",
    "cut_at_antimeridian",
    "to_frames",
]
