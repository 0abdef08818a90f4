"""The outlines of countries and regions and the courses of rivers that are places of a map, written for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo import outlines
from layers.map.encoding import encode_lines

if TYPE_CHECKING:
    import pandas as pd

    from geo.outlines import Clip

__all__ = ["NO_SHAPE", "Shape", "shapes_of"]

STATES = ("country", "territory")


class Shape(NamedTuple):
    """The rings of an area, and the lines of a river."""

    area: list[str]
    course: list[str]


NO_SHAPE = Shape([], [])


def shapes_of(places: pd.DataFrame, clip: Clip) -> dict[str, Shape]:
    """Return the shapes of places by the places' ids; those that have none are left out.

    Parameters
    ----------
    places
        With the columns id, kind, country and record.
    clip
        What the base map was cut to.
    """
    kinds = places["kind"]
    states, regions, rivers = places[kinds.isin(STATES)], places[kinds == "region"], places[kinds == "river"]
    areas = outlines.areas_within(clip, states["country"]) | outlines.regions_within(clip, regions["record"])
    courses = outlines.courses_within(clip, rivers["record"])
    found = {}
    for id_, kind, country, record in zip(places["id"], kinds, places["country"], places["record"], strict=True):
        key = country if kind in STATES else record
        if key in areas or key in courses:
            found[id_] = Shape(encode_lines(areas.get(key, ())), encode_lines(courses.get(key, ())))
    return found
