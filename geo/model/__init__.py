"""The records that cross module borders: frozen, slotted, checked when built.

All coordinates are WGS 84 decimal degrees (EPSG:4326), longitude before latitude. Units stand in names
(``length_km``). Offsets count Unicode code points of ``Document.text``, end exclusive, so that
``document.text[start:end]`` is always the words meant.

One module a noun, in the order of the pipeline: the :mod:`~geo.model.article`, the :mod:`~geo.model.place`, the
:mod:`~geo.model.corridor`, a person's :mod:`~geo.model.review` of them, and the :mod:`~geo.model.atlas` that holds
them all. Users import from here.
"""

from geo.model.article import Citation, Document, Mention, Part, Role, Sentence, Stretch
from geo.model.atlas import Atlas, DataSource, Reading
from geo.model.corridor import (
    Basis,
    Corridor,
    Leg,
    LinePrecision,
    Mode,
    ReadBy,
    Route,
    StatedYear,
    Status,
    Waypoint,
    YearEvent,
)
from geo.model.place import Actor, Alternative, LonLat, Place, PointPrecision, Record, Unresolved, UnresolvedKind
from geo.model.review import Review, Verdict
from geo.model.seen import Seen

__all__ = [
    "Actor",
    "Alternative",
    "Atlas",
    "Basis",
    "Citation",
    "Corridor",
    "DataSource",
    "Document",
    "Leg",
    "LinePrecision",
    "LonLat",
    "Mention",
    "Mode",
    "Part",
    "Place",
    "PointPrecision",
    "ReadBy",
    "Reading",
    "Record",
    "Review",
    "Role",
    "Route",
    "Seen",
    "Sentence",
    "StatedYear",
    "Status",
    "Stretch",
    "Unresolved",
    "UnresolvedKind",
    "Verdict",
    "Waypoint",
    "YearEvent",
]
