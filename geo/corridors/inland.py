"""Whether a place lies far from the sea: there a boat goes by river, and a "tanker" is a lorry."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from geo.courses.choosing import is_area
from geo.gazetteer import Form
from geo.geodesy import MEAN_RADIUS_KM
from geo.outlines import lakes, packed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from geo.gazetteer import Gazetteer
    from geo.model import Mode

__all__ = ["is_inland", "water_mode"]

COAST_KM = 60.0
ALL_LAND = 0.999
LAKE_KM2 = 1_000.0
OWN = frozenset({"waypoints", "sites"})
SHARE = 0.02  # a namesake with fewer people than this share of the greatest is not thought of
CRAFT = frozenset(
    {
        *("boat", "boats", "ferry", "ferries", "launch", "launches", "canoe", "canoes", "speedboat", "speedboats"),
        *("motorboat", "motorboats", "steamer", "steamers", "barge", "barges", "tug", "tugs", "pirogue", "pirogues"),
        *("dinghy", "dinghies", "ferried", "flotilla", "hydrofoil", "hydrofoils"),
    }
)
"""What goes on a river as well as on the sea, and seldom from the one to the other."""
SHIPS = frozenset({"ship", "ships", "vessel", "vessels", "sail", "sails", "sailed", "steamship", "steamships"})
OPEN_SEA = frozenset({"sea", "ocean", "maritime", "seaborne", "ocean-going"})
TANKERS = frozenset({"tanker", "tankers"})


def water_mode(words: Collection[str], places: Iterable[str], gazetteer: Gazetteer) -> Mode:
    """Return how one travels where the words alone say "by water".

    Parameters
    ----------
    words
        Of the route, lower-case.
    places
        Its waypoints.
    gazetteer
        Where these are looked up.

    Returns
    -------
    ``sea``; ``waterway`` for boats to a place inland and for ships between such places; ``road`` for tankers there.
    """
    if OPEN_SEA & set(words):
        return "sea"
    inland = [found for found in (is_inland(name, gazetteer) for name in places) if found is not None]
    if not any(inland):
        return "sea"
    if TANKERS & set(words):
        return "road" if not (SHIPS & set(words)) else "sea"
    if CRAFT & set(words) or (SHIPS & set(words) and all(inland)):
        return "waterway"
    return "sea"


def is_inland(name: str, gazetteer: Gazetteer) -> bool | None:
    """Tell whether all places that a name may well mean lie far from the sea and from great lakes.

    Returns
    -------
    ``None`` where the gazetteer has no point of that name.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> gazetteer = Gazetteer.open()
    >>> is_inland("Manaus", gazetteer), is_inland("Baku", gazetteer), is_inland("Kisumu", gazetteer)
    (True, False, False)
    """
    found = [m.record for m in gazetteer.lookup(name) if m.form not in (Form.CODE, Form.DEMONYM)]
    points = [record for record in found if not is_area(record)]
    if not points or any(record.kind == "country" for record in found):
        return None
    most = max(record.population for record in points)
    likely = [r for r in points if r.population >= SHARE * most or r.kind == "port" or r.source in OWN]
    return all(_lies_inland(r.lon, r.lat) for r in likely)


@cache
def _lies_inland(lon: float, lat: float) -> bool:
    import shapely

    high = math.degrees(COAST_KM / MEAN_RADIUS_KM)
    wide = high / max(math.cos(math.radians(lat)), 0.05)
    west, south, east, north = (round(each * packed.UNITS) for each in (lon - wide, lat - high, lon + wide, lat + high))
    around = shapely.box(west, south, east, north)
    _, land = packed.load("50m").land.within((west, south, east, north))
    if shapely.union_all(land).intersection(around).area < ALL_LAND * around.area:
        return False
    shapes, names = lakes.load()
    labels, water = shapes.within((west, south, east, north))
    great = [shape for label, shape in zip(labels, water, strict=True) if names[int(label)].km2 >= LAKE_KM2]
    return not any(shape.intersects(around) for shape in great)
