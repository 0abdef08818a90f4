"""Places of an OpenStreetMap extract: stations, border crossings, ports, airfields, bases and towns, as a table.

A station is called "Gardabani station", so that "Gardabani" goes on meaning the town.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import DataError
from geo.tracing.pbf import node_places

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["table_of"]

KEYS = ("railway", "barrier", "harbour", "industrial", "landuse", "aeroway", "military", "place")
KINDS: dict[tuple[str, str], str] = {
    ("railway", "station"): "station", ("railway", "halt"): "station", ("barrier", "border_control"): "crossing",
    ("harbour", "yes"): "port", ("industrial", "port"): "port", ("landuse", "port"): "port",
    ("industrial", "terminal"): "terminal", ("aeroway", "aerodrome"): "airport", ("military", "base"): "base",
    ("military", "airfield"): "base", ("military", "naval_base"): "base", ("place", "city"): "city",
    ("place", "town"): "town",
}  # fmt: skip
NAMES = ("name:en", "int_name", "name", "name:ru", "name:tr", "alt_name", "old_name", "official_name")
DEGREE = 10_000_000


def table_of(path: Path) -> str:
    """Return the places of an extract as a CSV table of a user's own.

    Parameters
    ----------
    path
        Such as ``georgia-latest.osm.pbf``.

    Raises
    ------
    DataError
        If it is no extract, is cut short, or names no place that matters.
    """
    import osmium

    rows: list[tuple[str, str, str, float, float]] = []
    outlines: list[tuple[str, str, str, int]] = []
    try:
        kinds = osmium.osm.NODE | osmium.osm.WAY
        things: Any = osmium.FileProcessor(str(path), kinds).with_filter(osmium.filter.KeyFilter(*KEYS))
        for thing in things:
            kind = _kind(thing.tags)
            names = list(dict.fromkeys(thing.tags[key] for key in NAMES if key in thing.tags))
            if not kind or not names:
                continue
            names = [_told(name, kind) for name in names]
            aliases = ";".join(name.replace(";", ",") for name in names[1:])
            if thing.is_node():
                rows.append((names[0], aliases, kind, thing.location.lon, thing.location.lat))
            elif len(thing.nodes):
                outlines.append((names[0], aliases, kind, thing.nodes[0].ref))
    except RuntimeError as error:
        raise DataError(f"{path.name}: cut short, or no OpenStreetMap extract ({error}); fetch it again") from error
    wanted = np.unique(np.array([ref for *_, ref in outlines], dtype=np.int64))
    if len(wanted):
        places = node_places(path, wanted)
        for name, aliases, kind, ref in outlines:
            lon, lat = places[np.searchsorted(wanted, ref)].tolist()
            if abs(lon) <= 180 * DEGREE:
                rows.append((name, aliases, kind, lon / DEGREE, lat / DEGREE))
    if not rows:
        raise DataError(
            f"{path.name}: names no station, border crossing, port, airfield, base or town; is it the right one?"
        )
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("name", "aliases", "kind", "lon", "lat"))
    for name, aliases, kind, lon, lat in sorted(set(rows)):
        writer.writerow((name, aliases, kind, f"{lon:.5f}", f"{lat:.5f}"))
    return stream.getvalue()


def _told(name: str, kind: str) -> str:
    """Return the name of a place as a text tells it from the town it serves.

    Examples
    --------
    >>> _told("Gardabani", "station"), _told("Helsinki railway station", "station"), _told("Poti", "port")
    ('Gardabani station', 'Helsinki railway station', 'Poti')
    """
    return f"{name} station" if kind == "station" and "station" not in name.lower() else name


def _kind(tags: Any) -> str:
    return next((kind for (key, value), kind in KINDS.items() if tags.get(key) == value), "")
