"""GeoJSON as RFC 7946 has it, with the properties of simplestyle 1.1 beside our own.

WGS 84, longitude first, at most six decimals, a bounding box, no ``crs`` member, lines cut at ±180°. Viewers that know
simplestyle draw the colours of the map.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from layers import styles
from layers.author.symbology import colours_of, strokes_of
from layers.export.plain_rows import lines_of, parts_of, rounded, rows_of
from layers.frames.bounds import bounds
from layers.frames.columns import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from layers.export.plain_rows import Row, Rows
    from layers.frames import Frames

__all__ = ["Layer", "bbox_of", "collection_of", "feature_of", "text_of", "to_geojson", "to_geojson_text", "to_text"]

Layer = Literal["places", "corridors", "atlas"]

PLACE_COLUMNS = names_of("places", "geojson")
CORRIDOR_COLUMNS = tuple(name for name in names_of("corridors", "geojson") if name != "legs")
LEG_COLUMNS = names_of("legs", "geojson")
SOURCE_COLUMNS = names_of("sources", "geojson")
UNDRAWN = {
    "places": ("place",),
    "corridors": ("corridor", "stop", "movement"),
    "atlas": ("place", "corridor", "stop", "movement"),
}
DESCRIBED = ("status", "basis", "precision")
FAINT = 0.6  # opacity of what is not both stated or catalogued and traced, for viewers that cannot dash


def to_geojson(frames: Frames, layer: Layer = "atlas") -> dict[str, Any]:
    """Turn tables into a GeoJSON feature collection.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.
    layer
        ``places``, ``corridors``, or both in one ``atlas``, whose features say theirs in the property ``layer`` and
        which also lists actors. Each lists what was seen and not drawn: ``places`` names, ``corridors`` ways, stops and
        movements, ``atlas`` all.

    Returns
    -------
    A mapping as RFC 7946 describes it. A corridor is one feature; its ``legs`` stand in the order of travel, and
    ``parts`` says how many lines of the geometry each takes.

    Examples
    --------
    >>> from geo.model import Atlas, Document
    >>> from layers.frames import to_frames
    >>> frames = to_frames(Atlas(Document(text="", title="Nothing", sha256="0" * 64, sentences=())))
    >>> to_geojson(frames, "places")["features"]
    []
    """
    return collection_of(rows_of(frames), layer)


def to_geojson_text(frames: Frames, layer: Layer = "atlas") -> str:
    """Return :func:`to_geojson` as text, one feature a line, so that changes show in a diff.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.
    layer
        ``atlas``, or ``places`` or ``corridors`` alone.

    Returns
    -------
    A feature collection (RFC 7946): WGS 84, longitude first.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> len(to_geojson_text(frames, "places").splitlines())
    4
    """
    return to_text(rows_of(frames), layer)


def to_text(rows: Rows, layer: Layer = "atlas") -> str:
    """Return :func:`collection_of` as text, one feature a line.

    Parameters
    ----------
    rows
        As :func:`layers.export.plain_rows.rows_of` gives them.
    layer
        ``atlas``, or ``places`` or ``corridors`` alone.

    Returns
    -------
    As :func:`to_geojson_text`.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> from layers.export import rows_of
    >>> rows = rows_of(frames)
    >>> to_text(rows, "places") == to_geojson_text(frames, "places")
    True
    """
    return text_of(collection_of(rows, layer))


def text_of(collection: dict[str, Any]) -> str:
    """Return a feature collection as text, one feature a line."""
    features = collection.pop("features")
    head = _json(collection)[:-1]
    lines = ",\n".join(map(_json, features))
    return f'{head}, "features": [\n{lines}\n]}}\n'


def collection_of(rows: Rows, layer: Layer = "atlas") -> dict[str, Any]:
    """Turn rows into a GeoJSON feature collection; see :func:`to_geojson`."""
    shown: list[tuple[str, Row]] = []
    if layer != "corridors":
        shown += [("place", row) for row in rows.places]
    if layer != "places":
        shown += [("corridor", row) for row in rows.corridors]
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    if box := bbox_of(row["geometry"] for _, row in shown):
        collection["bbox"] = box
    collection["document"] = {**rows.document, **rows.words.told}
    if layer == "atlas":
        collection["actors"] = rows.actors
    collection["unresolved"] = [row for row in rows.unresolved if row["what"] in UNDRAWN[layer]]
    collection["sources"] = [{name: source[name] for name in SOURCE_COLUMNS} for source in rows.sources]
    collection["features"] = [
        feature_of(row, ({"layer": kind} if layer == "atlas" else {}) | _PROPERTIES[kind](row)) for kind, row in shown
    ]
    return collection


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _place(row: Row) -> Row:
    kind = styles.kind(row["kind"])
    return {name: row[name] for name in PLACE_COLUMNS} | {
        "title": row["name"],
        "description": kind.label,
        "marker-color": colours_of(kind, row["look"])[0],
        "marker-size": "medium",
    }


def _corridor(row: Row) -> Row:
    line = strokes_of(row["mode"], row["status"], row["basis"], row["precision"], row["look"])[0]
    certain = row["basis"] != "inferred" and all(styles.is_true(leg["mode"], leg["precision"]) for leg in row["legs"])
    legs = [
        {name: leg[name] for name in LEG_COLUMNS} | {"parts": len(parts_of(leg["geometry"]))} for leg in row["legs"]
    ]
    return {name: row[name] for name in CORRIDOR_COLUMNS} | {
        "legs": legs,
        "title": row["name"],
        "description": ", ".join((styles.load().modes[row["mode"]].label, *(row[name] for name in DESCRIBED))),
        "stroke": line.color,
        "stroke-width": line.width,
        "stroke-opacity": 1.0 if certain else FAINT,
    }


_PROPERTIES = {"place": _place, "corridor": _corridor}


def feature_of(row: Row, properties: Row) -> dict[str, Any]:
    """Return a feature with the ``id`` and the ``geometry`` of a row."""
    geometry = row["geometry"]
    feature: dict[str, Any] = {"type": "Feature", "id": row["id"]}
    if geometry.geom_type != "Point":
        feature["bbox"] = bbox_of([geometry])
    return feature | {"geometry": _geometry(geometry), "properties": properties}


def _geometry(geometry: BaseGeometry) -> dict[str, Any]:
    if geometry.geom_type == "Point":
        return {"type": "Point", "coordinates": rounded(geometry.coords[0])}
    parts = lines_of(geometry)
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def bbox_of(geometries: Iterable[BaseGeometry]) -> list[float]:
    """Return west, south, east, north as RFC 7946 has them: west is greater where the antimeridian is crossed."""
    import shapely

    points = shapely.get_coordinates(list(geometries))
    if not len(points):
        return []
    west, south, east, north = bounds(points)
    return [*rounded((west, south)), *rounded((east - 360 if east > 180 else east, north))]
