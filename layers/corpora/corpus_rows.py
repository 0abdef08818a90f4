"""What one document says, as rows of the corpus' tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.characters import line, whole
from layers.frames.antimeridian import cut_at_antimeridian

if TYPE_CHECKING:
    from geo.geoparsing import Found
    from geo.model import Atlas, Corridor, Document, Mention, Place, Record

__all__ = ["Rows", "document_rows", "failure_rows"]

LONGEST_REASON = 2_000
Rows = dict[str, list[dict[str, Any]]]
"""Rows by table; a ``geometry`` is a list of lines, or one point, of longitudes and latitudes."""


def document_rows(id_: str, atlas: Atlas, found: Found) -> Rows:
    """Lay out what one document says.

    Parameters
    ----------
    id_
        What the corpus calls the document.
    atlas, found
        What was found in it, on the Earth and as words (:func:`geo.geoparsing.find`).

    Returns
    -------
    Rows of ``documents``, ``mentions``, ``places`` and ``corridors``.
    """
    meant = found.resolved.record_of()
    document = atlas.document
    return {
        "documents": [
            {
                "document": id_,
                "title": document.title,
                "date": document.date.isoformat() if document.date else None,
                "date_basis": document.date_basis,
                "publisher": document.publisher,
                "url": document.url,
                "source": document.source,
                "sha256": document.sha256,
                "characters": len(document.text),
                "sentences": len(document.sentences),
                "citations": len(document.citations),
                "places": len(atlas.places),
                "corridors": len(atlas.corridors),
                "actors": [actor.name for actor in atlas.actors],
                "unresolved": [item.name for item in atlas.unresolved],
            }
        ],
        "mentions": [
            _mention_row(id_, mention, meant.get(mention.start, (None, 1.0)), document)
            for mention in found.mentions
            if not mention.is_demonym
        ],
        "places": [_place_row(id_, place, document) for place in atlas.places],
        "corridors": [_corridor_row(id_, corridor, document) for corridor in atlas.corridors],
    }


def failure_rows(id_: str, source: str, reason: str) -> Rows:
    """Return the one row of a document that could not be read."""
    told = line(reason)[:LONGEST_REASON]
    return {"failures": [{"document": whole(id_), "source": whole(source), "reason": told}]}


def _mention_row(
    id_: str, mention: Mention, meaning: tuple[Record | None, float], document: Document
) -> dict[str, Any]:
    record, confidence = meaning
    return {
        "document": id_,
        "phrase": mention.phrase,
        "role": mention.role,
        **_quoted(mention, document),
        "name": record.name if record else None,
        "kind": record.kind if record else None,
        "country": record.country if record else None,
        "record": record.id if record else None,
        "confidence": round(mention.confidence * confidence, 3),
        "lon": record.lon if record else None,
        "lat": record.lat if record else None,
        "geometry": [record.lon, record.lat] if record else None,
    }


def _place_row(id_: str, place: Place, document: Document) -> dict[str, Any]:
    return {
        "document": id_,
        "place": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "record": place.record.id,
        "confidence": round(place.confidence, 3),
        "region": place.record.region,
        "role": place.role,
        "precision": place.record.precision,
        "mentions": len(place.mentions),
        **_quoted(place.mentions[0], document),
        "geometry": [place.lon, place.lat],
    }


def _corridor_row(id_: str, corridor: Corridor, document: Document) -> dict[str, Any]:
    return {
        "document": id_,
        "corridor": corridor.id,
        "name": corridor.name,
        "mode": corridor.mode,
        "status": corridor.status,
        "basis": corridor.basis,
        "precision": corridor.precision,
        "directed": corridor.directed,
        "record": corridor.catalogue,
        "waypoints": [waypoint.name for waypoint in corridor.waypoints],
        "length_km": round(corridor.length_km, 1),
        "published_km": corridor.published_km,
        "mentions": len(corridor.mentions),
        **_quoted(corridor.mentions[0], document),
        "geometry": [part for leg in corridor.legs for part in cut_at_antimeridian(leg.line)],
    }


def _quoted(mention: Mention, document: Document) -> dict[str, Any]:
    sentence = document.sentences[mention.sentence]
    return {
        "start": mention.start,
        "end": mention.end,
        "quote_start": sentence.start,
        "quote_end": sentence.end,
        "quote": document.quote(mention.sentence),
    }
