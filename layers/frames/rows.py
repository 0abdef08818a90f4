"""One record, one row: the words and numbers of a table, without geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.courses.countries_passed import crossed
from geo.languages.identify import ENGLISH
from geo.languages.notices import languages_in, sentences_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geo.model import Actor, Alternative, Citation, Corridor, Document, Leg, Mention, Place, Review, Unresolved

__all__ = ["about", "actor_row", "corridor_row", "leg_row", "place_row", "sentence_rows", "unresolved_row"]

Row = dict[str, Any]


def place_row(place: Place, document: Document) -> Row:
    """Return the row of a place, columns as in :data:`~layers.frames.PLACES`."""
    return {
        "id": place.id,
        "name": place.label,
        "kind": place.kind,
        "country": place.country,
        "region": place.record.region,
        "role": place.role,
        "precision": place.record.precision,
        "doubt_km": float("nan") if place.doubt_km is None else place.doubt_km,
        "confidence": round(place.confidence, 3),
        "record": place.record.id,
        "record_source": place.record.source,
        "mentions": len(place.mentions),
        "evidence": _evidence(place.mentions, document),
        "alternatives": _alternatives(place.alternatives),
        "note": _with_review(_with_name(place), place.review),
        **_review(place.review),
    }


def _with_name(place: Place) -> str:
    """Say what the gazetteer calls a place that the article calls otherwise."""
    told = f"In the gazetteer: {place.name}." if place.label != place.name else ""
    return " ".join(part for part in (told, place.note) if part)


def corridor_row(corridor: Corridor, document: Document) -> Row:
    """Return the row of a corridor, columns as in :data:`~layers.frames.CORRIDORS`."""
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
        "stated_km": corridor.stated_km,
        "stated_years": "; ".join(f"{stated.year} ({stated.event})" for stated in corridor.years),
        "drawn_km": round(corridor.drawn_km, 1),
        "traced_share": round(corridor.traced_share, 3),
        "crosses": crossed(corridor).words,
        "mentions": len(corridor.mentions),
        "evidence": _evidence(corridor.mentions, document),
        "note": _with_review(corridor.note, corridor.review),
        "source": corridor.source,
        "read_by": corridor.read_by or "",
        **_review(corridor.review),
    }


def leg_row(corridor: Corridor, index: int, leg: Leg) -> Row:
    """Return the row of the leg of a corridor, columns as in :data:`~layers.frames.LEGS`."""
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


def actor_row(actor: Actor, document: Document) -> Row:
    """Return the row of an actor, columns as in :data:`~layers.frames.ACTORS`."""
    return {
        "id": actor.id,
        "name": actor.name,
        "country": actor.country,
        "record": actor.record.id,
        "mentions": len(actor.mentions),
        "evidence": _evidence(actor.mentions, document),
        **_review(actor.review),
    }


def unresolved_row(item: Unresolved, document: Document) -> Row:
    """Return the row of something seen and not drawn, columns as in :data:`~layers.frames.UNRESOLVED`."""
    return {
        "what": item.what,
        "name": item.name,
        "reason": item.reason,
        "sentence": item.sentence,
        "mentions": len(item.mentions),
        "evidence": _evidence(item.mentions, document),
        "alternatives": _alternatives(item.alternatives),
    }


def _review(review: Review | None) -> Row:
    return {"review": review.verdict if review else "", "review_note": review.note if review else ""}


def _with_review(note: str, review: Review | None) -> str:
    return " ".join(part for part in (note, review.note if review else "") if part)


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
            "citations": [_citation(c) for c in document.citations_in(mention.sentence)],
            **_where(mention, document),
        }
        for mention in sorted(mentions, key=lambda m: (m.start, m.end))
    ]


def _citation(citation: Citation) -> Row:
    row: Row = {
        "outlet": citation.outlet,
        "date": citation.date.isoformat() if citation.date else None,
        "accessed": citation.accessed,
    }
    more = {"note": citation.note, "url": citation.url}
    return row | {key: value for key, value in more.items() if value}


def _where(mention: Mention, document: Document) -> Row:
    """Return page and article of a mention, where the document has pages, or several articles."""
    page, part = document.page_at(mention.start), document.part_at(mention.start)
    return ({"page": page} if page else {}) | ({"source": part.source} if part else {})


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


def sentence_rows(
    document: Document, places: Sequence[Place], corridors: Sequence[Corridor], actors: Sequence[Actor]
) -> list[Row]:
    """Return a row for each sentence, with the ids of what it names; columns as in :data:`~layers.frames.SENTENCES`."""

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


def about(document: Document) -> dict[str, str | None]:
    """Return what is known of the document as plain values, the date in ISO form.

    ``languages`` (codes, that of most of the text first) and ``reading`` (what must be known of how they were read) are
    there where the text is not all English; ``reader`` where an encoder read beside our rules, ``faults`` where it was
    asked for and could not be used.
    """
    spoken = languages_in(document)
    languages = {} if spoken == (ENGLISH,) else {"languages": ",".join(spoken)}
    said = sentences_of(document)
    return {
        "title": document.title,
        "date": document.date.isoformat() if document.date else None,
        "date_basis": document.date_basis,
        "publisher": document.publisher,
        "url": document.url,
        "source": document.source,
        "sha256": document.sha256,
        **languages,
        **({"reading": " ".join(said)} if said else {}),
        **({"reader": document.reader} if document.reader != "rules" else {}),
        **({"faults": " ".join(document.faults)} if document.faults else {}),
    }
