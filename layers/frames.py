"""Records become tables: one schema per layer, coordinate system set, rows in reading order.

All geometry is WGS 84 (EPSG:4326), longitude before latitude. The same atlas gives the same tables.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geo.model import DataSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from geo.model import Actor, Alternative, Atlas, Corridor, Document, Leg, LonLat, Mention, Place, Unresolved

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

CRS = "EPSG:4326"

PLACES: Mapping[str, str] = {
    "id": "str",
    "name": "str",
    "kind": "str",
    "country": "str",
    "region": "str",
    "role": "str",
    "precision": "str",
    "confidence": "float64",
    "record": "str",
    "record_source": "str",
    "mentions": "int64",
    "evidence": "object",
    "alternatives": "object",
}
"""Columns of the places and their types; the geometry is a point."""

CORRIDORS: Mapping[str, str] = {
    "id": "str",
    "name": "str",
    "mode": "str",
    "status": "str",
    "basis": "str",
    "precision": "str",
    "directed": "bool",
    "waypoints": "object",
    "length_km": "float64",
    "published_km": "float64",
    "drawn_km": "float64",
    "traced_share": "float64",
    "mentions": "int64",
    "evidence": "object",
    "note": "str",
    "source": "str",
}
"""Columns of the corridors; the geometry is a line, with one part per leg where there are several."""

LEGS: Mapping[str, str] = {
    "corridor_id": "str",
    "index": "int64",
    "start": "str",
    "end": "str",
    "mode": "str",
    "status": "str",
    "basis": "str",
    "precision": "str",
    "length_km": "float64",
    "network_km": "float64",
    "source": "str",
    "reason": "str",
}
"""Columns of the legs; ``index`` counts from 0 within the corridor."""

ACTORS: Mapping[str, str] = {
    "id": "str",
    "name": "str",
    "country": "str",
    "record": "str",
    "mentions": "int64",
    "evidence": "object",
}
UNRESOLVED: Mapping[str, str] = {
    "what": "str",
    "name": "str",
    "reason": "str",
    "mentions": "int64",
    "evidence": "object",
    "alternatives": "object",
}
SENTENCES: Mapping[str, str] = {
    "index": "int64",
    "start": "int64",
    "end": "int64",
    "text": "str",
    "places": "object",
    "corridors": "object",
    "actors": "object",
}
SOURCES: Mapping[str, str] = {field.name: "object" for field in fields(DataSource)}

SEAM = 180.0
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Frames:
    """An atlas as tables.

    Attributes
    ----------
    places, corridors, legs
        With geometry, in EPSG:4326; columns as in :data:`PLACES`, :data:`CORRIDORS` and :data:`LEGS`.
    actors, unresolved, sentences, sources
        Without geometry; columns as in the constants of the same names.
    document
        ``title date date_basis publisher url source sha256``; the date in ISO form.

    Notes
    -----
    ``evidence`` is a list of ``{quote, start, end, phrase, phrase_start, phrase_end, role, citations}``: the sentence,
    its span in the document's text, the words in it, their span, and ``{outlet, date, accessed}`` for each citation in
    the sentence. ``alternatives`` is a list of ``{name, kind, country, region, record, score}``, best first.
    """

    places: gpd.GeoDataFrame
    corridors: gpd.GeoDataFrame
    legs: gpd.GeoDataFrame
    actors: pd.DataFrame
    unresolved: pd.DataFrame
    sentences: pd.DataFrame
    sources: pd.DataFrame
    document: Mapping[str, str | None]

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to draw."""
        return self.places.empty and self.corridors.empty


def to_frames(atlas: Atlas) -> Frames:
    """Turn an atlas into tables.

    Parameters
    ----------
    atlas
        What was found in one document.

    Returns
    -------
    Tables whose rows stand in reading order (first mention, then id), with all columns even where there is no row.

    Examples
    --------
    >>> from geo.model import Atlas, Document
    >>> frames = to_frames(Atlas(Document(text="", title="Nothing", sha256="0" * 64, sentences=())))
    >>> frames.is_empty, frames.places.crs.to_epsg(), "evidence" in frames.places.columns
    (True, 4326, True)
    """
    document = atlas.document
    places = sorted(atlas.places, key=_reading_order)
    corridors = sorted(atlas.corridors, key=_reading_order)
    actors = sorted(atlas.actors, key=_reading_order)
    legs = [(corridor, i, leg) for corridor in corridors for i, leg in enumerate(corridor.legs)]
    unresolved = sorted(
        atlas.unresolved, key=lambda item: (*(m.start for m in item.mentions[:1]), item.what, item.name)
    )
    return Frames(
        places=_layer(PLACES, [_place(p, document) for p in places], [_point(p) for p in places]),
        corridors=_layer(CORRIDORS, [_corridor(c, document) for c in corridors], [_way(c.legs) for c in corridors]),
        legs=_layer(LEGS, [_leg(*item) for item in legs], [_way([leg]) for _, _, leg in legs]),
        actors=_table(ACTORS, [_actor(a, document) for a in actors]),
        unresolved=_table(UNRESOLVED, [_unresolved(u, document) for u in unresolved]),
        sentences=_table(SENTENCES, _sentences(document, places, corridors, actors)),
        sources=_table(SOURCES, [asdict(source) for source in sorted(atlas.sources, key=lambda s: s.id)]),
        document=_about(document),
    )


def cut_at_antimeridian(line: Sequence[LonLat]) -> list[list[LonLat]]:
    """Cut a line where it crosses ±180° and bring every longitude into -180 to 180.

    Parameters
    ----------
    line
        Longitude and latitude in degrees; longitudes run on past ±180 where the line crosses.

    Returns
    -------
    One or more lines, each within the range, each of at least two points.

    Examples
    --------
    >>> cut_at_antimeridian([(170.0, 0.0), (190.0, 10.0)])
    [[(170.0, 0.0), (180.0, 5.0)], [(-180.0, 5.0), (-170.0, 10.0)]]
    """
    turns = [_turn(a[0], b[0]) for a, b in pairwise(line)]
    parts: list[list[LonLat]] = []
    for i, (a, b) in enumerate(pairwise(line)):
        for start, end in _pieces(a, b):
            turn = _turn(start[0], end[0])
            if not parts or (start == a and i > 0 and turn != turns[i - 1]) or start != a:
                parts.append([(start[0] - turn, start[1])])
            parts[-1].append((end[0] - turn, end[1]))
    return parts


def _pieces(a: LonLat, b: LonLat) -> list[tuple[LonLat, LonLat]]:
    """Cut one segment where it crosses an odd multiple of 180°."""
    low, high = sorted((a[0], b[0]))
    first = int((low + SEAM) // 360) * 360 + SEAM
    seams = [seam for seam in (first + 360 * k for k in range(3)) if low < seam < high]
    ordered = seams if a[0] < b[0] else seams[::-1]
    cuts = [(seam, a[1] + (b[1] - a[1]) * (seam - a[0]) / (b[0] - a[0])) for seam in ordered]
    points = [a, *cuts, b]
    return list(pairwise(points))


def _turn(lon_a: float, lon_b: float) -> float:
    """Return the whole turns to take off so that a segment lies within ±180°."""
    return float(((lon_a + lon_b) / 2 + SEAM) // 360 * 360)


def _reading_order(item: Place | Corridor | Actor) -> tuple[int, str]:
    return (min((m.start for m in item.mentions), default=0), item.id)


def _layer(schema: Mapping[str, str], rows: Sequence[Row], geometry: Sequence[Any]) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415 - heavy; only where tables are made

    return gpd.GeoDataFrame(_table(schema, rows), geometry=gpd.GeoSeries(geometry, crs=CRS), crs=CRS)


def _table(schema: Mapping[str, str], rows: Sequence[Row]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - heavy; only where tables are made

    return pd.DataFrame({name: pd.Series([r[name] for r in rows], dtype=kind) for name, kind in schema.items()})


def _point(place: Place) -> Any:  # noqa: ANN401 - shapely is imported late
    import shapely  # noqa: PLC0415 - heavy; only where tables are made

    return shapely.Point(place.lon, place.lat)


def _way(legs: Iterable[Leg]) -> Any:  # noqa: ANN401 - shapely is imported late
    import shapely  # noqa: PLC0415 - heavy; only where tables are made

    parts = [part for leg in legs for part in cut_at_antimeridian(leg.line)]
    return shapely.LineString(parts[0]) if len(parts) == 1 else shapely.MultiLineString(parts)


def _place(place: Place, document: Document) -> Row:
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "region": place.record.region,
        "role": place.role,
        "precision": place.record.precision,
        "confidence": round(place.confidence, 3),
        "record": place.record.id,
        "record_source": place.record.source,
        "mentions": len(place.mentions),
        "evidence": _evidence(place.mentions, document),
        "alternatives": _alternatives(place.alternatives),
    }


def _corridor(corridor: Corridor, document: Document) -> Row:
    return {
        "id": corridor.id,
        "name": corridor.name,
        "mode": corridor.mode,
        "status": corridor.status,
        "basis": corridor.basis,
        "precision": corridor.precision,
        "directed": corridor.directed,
        "waypoints": [waypoint.name for waypoint in corridor.waypoints],
        "length_km": round(corridor.length_km, 1),
        "published_km": corridor.published_km,
        "drawn_km": round(corridor.drawn_km, 1),
        "traced_share": round(corridor.traced_share, 3),
        "mentions": len(corridor.mentions),
        "evidence": _evidence(corridor.mentions, document),
        "note": corridor.note,
        "source": corridor.source,
    }


def _leg(corridor: Corridor, index: int, leg: Leg) -> Row:
    return {
        "corridor_id": corridor.id,
        "index": index,
        "start": leg.start,
        "end": leg.end,
        "mode": leg.mode,
        "status": corridor.status,
        "basis": leg.basis,
        "precision": leg.precision,
        "length_km": round(leg.length_km, 1),
        "network_km": None if leg.network_km is None else round(leg.network_km, 1),
        "source": leg.source,
        "reason": leg.reason,
    }


def _actor(actor: Actor, document: Document) -> Row:
    return {
        "id": actor.id,
        "name": actor.name,
        "country": actor.country,
        "record": actor.record.id,
        "mentions": len(actor.mentions),
        "evidence": _evidence(actor.mentions, document),
    }


def _unresolved(item: Unresolved, document: Document) -> Row:
    return {
        "what": item.what,
        "name": item.name,
        "reason": item.reason,
        "mentions": len(item.mentions),
        "evidence": _evidence(item.mentions, document),
        "alternatives": _alternatives(item.alternatives),
    }


def _evidence(mentions: Iterable[Mention], document: Document) -> list[Row]:
    return [
        {
            "quote": document.quote(mention.sentence),
            "start": document.sentences[mention.sentence].start,
            "end": document.sentences[mention.sentence].end,
            "phrase": mention.phrase,
            "phrase_start": mention.start,
            "phrase_end": mention.end,
            "role": mention.role,
            "citations": [
                {"outlet": c.outlet, "date": c.date.isoformat() if c.date else None, "accessed": c.accessed}
                for c in document.citations_in(mention.sentence)
            ],
        }
        for mention in sorted(mentions, key=lambda m: (m.start, m.end))
    ]


def _alternatives(alternatives: Iterable[Alternative]) -> list[Row]:
    return [
        {
            "name": alternative.record.name,
            "kind": alternative.record.kind,
            "country": alternative.record.country,
            "region": alternative.record.region,
            "record": alternative.record.id,
            "score": round(alternative.score, 3),
        }
        for alternative in alternatives
    ]


def _sentences(
    document: Document, places: Sequence[Place], corridors: Sequence[Corridor], actors: Sequence[Actor]
) -> list[Row]:
    def naming(items: Sequence[Place] | Sequence[Corridor] | Sequence[Actor]) -> Callable[[int], list[str]]:
        by_sentence: dict[int, list[str]] = {}
        for item in items:
            for index in sorted({mention.sentence for mention in item.mentions}):
                by_sentence.setdefault(index, []).append(item.id)
        return lambda index: by_sentence.get(index, [])

    in_places, in_corridors, in_actors = naming(places), naming(corridors), naming(actors)
    return [
        {
            "index": i,
            "start": sentence.start,
            "end": sentence.end,
            "text": document.quote(i),
            "places": in_places(i),
            "corridors": in_corridors(i),
            "actors": in_actors(i),
        }
        for i, sentence in enumerate(document.sentences)
    ]


def _about(document: Document) -> dict[str, str | None]:
    return {
        "title": document.title,
        "date": document.date.isoformat() if document.date else None,
        "date_basis": document.date_basis,
        "publisher": document.publisher,
        "url": document.url,
        "source": document.source,
        "sha256": document.sha256,
    }
