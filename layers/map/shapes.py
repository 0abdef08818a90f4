"""Outlines of countries and regions, courses of rivers, circles of what is reckoned from elsewhere, for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo import outlines
from geo.geodesy import destination
from layers.map.encoding import encode_lines
from layers.map.extent import near

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geo.model import LonLat
    from geo.outlines import Clip

__all__ = ["NO_SHAPE", "Shape", "shapes_of"]

STATES = ("country", "territory")
AREA_UNITS = 1000  # outlines to 0.001°
CIRCLE_STEP = 6  # degrees between the corners of a circle


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
        With the columns id, kind, country, record, doubt_km and geometry (WGS 84).
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
    reckoned = places[places["doubt_km"] > 0]
    for id_, spot, radius in zip(reckoned["id"], reckoned["geometry"], reckoned["doubt_km"], strict=True):
        found[id_] = Shape(encode_lines([_circle((near(spot.x, clip.extent), spot.y), radius)]), [])
    return found


def _circle(at: LonLat, radius_km: float) -> NDArray[np.float64]:
    """Return the circle in which a place lies, in thousandths of a degree, continuous over the 180th meridian."""
    corners = [destination(at, angle, radius_km) for angle in range(0, 361, CIRCLE_STEP)]
    return np.rint([(AREA_UNITS * (at[0] + (lon - at[0] + 180) % 360 - 180), AREA_UNITS * lat) for lon, lat in corners])
