"""What the page is told: tables and styles as plain values, ready to be written as JSON.

Everything that came from an article stays a string here; the page puts it into text nodes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from geo import outlines
from layers import styles
from layers.map.encoding import encode_line, utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.outlines import Clip, Extent
    from layers.frames import Frames

__all__ = ["content", "extent_of", "padded"]

LINE_UNITS = 10_000  # lines of corridors to 0.0001°, about 11 m
ROOM = 0.7  # how much of the extent's size is drawn in detail on each side
LEAST_SPAN = 6.0  # degrees: a map of one town still shows the country around it
WHOLE_WORLD: Extent = (-180.0, -58.0, 180.0, 78.0)
BACKDROP = ("continent", "ocean")  # too large to be framed
MERCATOR_LIMIT = 84.0


def content(frames: Frames, *, title: str | None = None) -> dict[str, Any]:
    """Gather all that the page shows.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.
    title
        In place of the document's own.

    Returns
    -------
    Values that JSON can hold, in a fixed order.
    """
    extent = extent_of(frames)
    sentences = _Sentences()
    places = [_place(row, extent, sentences) for row in frames.places.itertuples()]
    corridors = _corridors(frames, extent, sentences)
    actors = [
        {"id": row.id, "name": row.name, "country": row.country, "evidence": sentences.refer(row.evidence)}
        for row in frames.actors.itertuples(index=False)
    ]
    unresolved = [
        {"what": row.what, "name": row.name, "reason": row.reason, "evidence": sentences.refer(row.evidence)}
        for row in frames.unresolved.itertuples(index=False)
    ]
    document = {**frames.document, "title": title or frames.document["title"], "url": _safe_url(frames.document["url"])}
    return {
        "document": document,
        "extent": [round(value, 4) for value in extent],
        "base": _base(outlines.clipped(padded(extent))),
        "view": outlines.VIEW_NOTE,
        "styles": _looks(frames),
        "places": places,
        "corridors": corridors,
        "actors": actors,
        "unresolved": unresolved,
        "sentences": sentences.listed(),
        "sources": _sources(frames),
    }


def extent_of(frames: Frames) -> Extent:
    """Return west, south, east, north of all that is drawn; east runs past 180 where that makes the map smaller.

    Continents and oceans are left out where there is anything else: they would zoom the map out to the world.
    """
    small = frames.places[~frames.places["kind"].isin(BACKDROP)]
    drawn = small if len(small) or len(frames.corridors) else frames.places
    points = np.vstack([_coordinates(drawn), _coordinates(frames.corridors)])
    if not len(points):
        return WHOLE_WORLD
    lons = np.sort(points[:, 0])
    gaps = np.diff(np.append(lons, lons[0] + 360))
    widest = int(np.argmax(gaps))
    west, east = (lons[0], lons[-1]) if widest == len(lons) - 1 else (lons[widest + 1], lons[widest] + 360)
    return float(west), float(points[:, 1].min()), float(east), float(points[:, 1].max())


def padded(extent: Extent, room: float = ROOM) -> Extent:
    """Widen an extent so that the reader can pan, and so that a single point has surroundings."""
    west, south, east, north = extent
    width, height = max(east - west, LEAST_SPAN), max(north - south, LEAST_SPAN * 0.6)
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    half_width, half_height = width * (0.5 + room), height * (0.5 + room)
    half_width = min(max(half_width, half_height * 1.6), 180.0)  # screens are wider than high
    half_height = max(half_height, half_width * 0.35)
    return (
        middle_lon - half_width,
        max(middle_lat - half_height, -MERCATOR_LIMIT),
        middle_lon + half_width,
        min(middle_lat + half_height, MERCATOR_LIMIT),
    )


class _Sentences:
    """The sentences that carry something, each kept once and referred to by number."""

    def __init__(self) -> None:
        self._known: dict[int, dict[str, Any]] = {}

    def refer(self, evidence: Iterable[Mapping[str, Any]]) -> list[list[int]]:
        """Return sentence start and the phrase's span within the sentence, in JavaScript's counting."""
        references = []
        for item in evidence:
            quote, start = item["quote"], item["start"]
            self._known.setdefault(start, {"at": start, "text": quote, "citations": item["citations"]})
            before = utf16_length(quote[: item["phrase_start"] - start])
            length = utf16_length(quote[item["phrase_start"] - start : item["phrase_end"] - start])
            references.append([start, before, before + length])
        return references

    def listed(self) -> list[dict[str, Any]]:
        """Return the sentences in reading order."""
        return [self._known[start] for start in sorted(self._known)]


def _place(row: Any, extent: Extent, sentences: _Sentences) -> dict[str, Any]:  # noqa: ANN401 - a pandas row
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "look": styles.kind(row.kind).key,
        "country": row.country,
        "region": row.region,
        "role": row.role,
        "precision": row.precision,
        "confidence": row.confidence,
        "record": row.record,
        "lon": round(_near(row.geometry.x, extent), 5),
        "lat": round(row.geometry.y, 5),
        "mentions": row.mentions,
        "evidence": sentences.refer(row.evidence),
        "alternatives": row.alternatives,
    }


def _corridors(frames: Frames, extent: Extent, sentences: _Sentences) -> list[dict[str, Any]]:
    legs: dict[str, list[dict[str, Any]]] = {}
    for leg in frames.legs.itertuples(index=False):
        legs.setdefault(leg.corridor_id, []).append(
            {
                "look": _look_key(leg.mode, leg.status, leg.basis, leg.precision),
                "start": leg.start,
                "end": leg.end,
                "precision": leg.precision,
                "basis": leg.basis,
                "km": leg.length_km,
                "source": leg.source,
                "reason": leg.reason,
                "lines": _lines(leg.geometry, extent),
            }
        )
    return [
        {
            "id": row.id,
            "name": row.name,
            "mode": row.mode,
            "status": row.status,
            "basis": row.basis,
            "precision": row.precision,
            "directed": bool(row.directed),
            "waypoints": row.waypoints,
            "length_km": _number(row.length_km),
            "published_km": _number(row.published_km),
            "drawn_km": _number(row.drawn_km),
            "traced_share": _number(row.traced_share),
            "mentions": row.mentions,
            "evidence": sentences.refer(row.evidence),
            "note": row.note,
            "source": row.source,
            "legs": legs.get(row.id, []),
        }
        for row in frames.corridors.itertuples(index=False)
    ]


def _looks(frames: Frames) -> dict[str, Any]:
    """Return the styles that occur, so that the page carries no others."""
    book = styles.load()
    used = {styles.kind(kind).key: styles.kind(kind) for kind in frames.places["kind"]}
    kinds = sorted(used.values(), key=lambda kind: (kind.group.order, kind.order))
    keys = frames.legs[["mode", "status", "basis", "precision"]].drop_duplicates().itertuples(index=False)
    lines = {_look_key(*key): [_stroke(s) for s in styles.strokes(*key)] for key in keys}
    samples = {mode: [_stroke(s) for s in styles.strokes(mode)] for mode in book.modes}
    return {
        "lines": lines,
        "samples": {mode: samples[mode] for mode in book.modes if mode in set(frames.corridors["mode"])},
        "schematic": [_stroke(s) for s in styles.strokes("multimodal", precision="schematic")],
        "straight": [_stroke(s) for s in styles.strokes("multimodal", precision="straight")],
        "inferred": [_stroke(s) for s in styles.strokes("multimodal", basis="inferred")],
        "statuses": {
            status: [_stroke(s) for s in styles.strokes("multimodal", status=status)]
            for status in book.statuses
            if status in set(frames.corridors["status"])
        },
        "labels": {
            "mode": {key: style.label for key, style in book.modes.items()},
            "status": {key: modifier.label for key, modifier in book.statuses.items()},
            "basis": {key: modifier.label for key, modifier in book.bases.items()},
            "precision": {key: modifier.label for key, modifier in book.precisions.items()},
            "point": dict(book.point_precisions),
        },
        "modeColors": {key: [style.color, style.dark] for key, style in book.modes.items()},
        "kinds": {
            kind.key: {
                "label": kind.label,
                "group": kind.group.label,
                "colors": [kind.group.color, kind.group.dark],
                "water": kind.group.key == "water",
                "area": kind.group.key == "area",
                "icon": kind.icon.path,
                "badge": kind.icon.badge,
                "rank": kind.rank,
            }
            for kind in kinds
        },
    }


def _stroke(stroke: styles.Stroke) -> list[Any]:
    """Return role, width, dash, cap, colour, dark colour, opacity."""
    dash = " ".join(f"{value:g}" for value in stroke.dash)
    return [stroke.role, stroke.width, dash, stroke.cap, stroke.color, stroke.dark, stroke.opacity]


def _look_key(mode: str, status: str, basis: str, precision: str) -> str:
    return f"{mode}/{status}/{basis}/{precision}"


def _base(clip: Clip) -> dict[str, Any]:
    def packed(lines: Iterable[NDArray[np.int32]]) -> list[str]:
        return [encode_line(line) for line in lines]

    return {
        "near": list(clip.extent),
        "world": list(clip.world),
        "land": packed(clip.land) + packed(clip.far_land),
        "international": packed(clip.international) + packed(clip.far_international),
        "disputed": packed(clip.disputed) + packed(clip.far_disputed),
        "labels": [[label.kind, label.name, label.lon, label.lat, label.rank] for label in clip.labels],
    }


def _sources(frames: Frames) -> list[dict[str, str]]:
    rows = [{k: row[k] for k in ("name", "version", "licence", "attribution")} for row in frames.sources.to_dict("records")]
    own = [s for s in outlines.sources() if s.name not in {row["name"] for row in rows}][:1]
    rows += [{"name": "Land and borders", "version": s.version, "licence": s.licence, "attribution": s.attribution} for s in own]
    rows.append({"name": "Map script", "version": "1.9.4", "licence": "BSD 2-Clause", "attribution": "Leaflet"})
    return rows


def _lines(geometry: BaseGeometry, extent: Extent) -> list[str]:
    import shapely  # noqa: PLC0415 - imported with geopandas anyway

    encoded = []
    for part in shapely.get_parts(geometry):
        points = shapely.get_coordinates(part)
        turn = _near(float(points[:, 0].mean()), extent) - float(points[:, 0].mean())
        encoded.append(encode_line(np.rint((points + [turn, 0]) * LINE_UNITS)))
    return encoded


def _near(lon: float, extent: Extent) -> float:
    """Move a longitude by whole turns to where the map's extent is."""
    middle = (extent[0] + extent[2]) / 2
    return lon + 360 * round((middle - lon) / 360)


def _coordinates(layer: gpd.GeoDataFrame) -> NDArray[np.float64]:
    import shapely  # noqa: PLC0415 - imported with geopandas anyway

    return shapely.get_coordinates(layer.geometry.to_numpy()) if len(layer) else np.empty((0, 2))


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value


def _safe_url(url: str | None) -> str | None:
    """Return an address that a reader may follow, ``None`` for any other scheme than http and https."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
