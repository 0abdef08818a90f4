"""What a person did to an atlas in Python, as corrections that can be written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers.review.anchors import anchor_at
from layers.review.corrections import Correction, Corrections, Stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geo.model import Actor, Atlas, Corridor, Mention, Place
    from layers.review.corrections import Anchor, Target, Word

__all__ = ["corrections_between"]


def corrections_between(found: Atlas, edited: Atlas, *, by: str = "") -> Corrections:
    """Say what turns one atlas into another, so that it survives the next run.

    Parameters
    ----------
    found
        As :func:`geo.geoparse` gave it.
    edited
        The same, with places and corridors replaced, left out or added (:func:`dataclasses.replace`); a comment is
        taken from a feature's ``review``.
    by
        The reviewer's initials.

    Returns
    -------
    Corrections for :func:`layers.review.write_corrections`; applied to ``found`` they give the places, corridors and
    actors of ``edited``.

    Raises
    ------
    ValueError
        If the two are not of one text.

    Examples
    --------
    >>> from dataclasses import replace
    >>> import geo
    >>> atlas = geo.geoparse("Ferries link Poti with Constanta.")
    >>> edited = replace(atlas, places=atlas.places[:1])
    >>> [(c.word, c.anchor.quote) for c in corrections_between(atlas, edited, by="LK").items]
    [('reject', 'Constanta')]
    """
    if found.document.text != edited.document.text:
        raise ValueError("the two atlases are of different texts; compare one article with itself")
    text = edited.document.text
    items = [
        *_changes(found.places, edited.places, text, by, _place_fields, "place"),
        *_changes(found.corridors, edited.corridors, text, by, _corridor_fields, "corridor"),
        *_actors(found, edited, text, by),
    ]
    title = edited.document.title if edited.document.title != found.document.title else None
    return Corrections(items=tuple(items), article=edited.document.source, title=title)


def _changes(
    found: Iterable[Any],
    edited: Iterable[Any],
    text: str,
    by: str,
    fields: Callable[[Any, Any], dict[str, Any]],
    target: Target,
) -> Iterator[Correction]:
    before = {feature.id: feature for feature in found}
    after = {feature.id: feature for feature in edited}
    for id_, feature in before.items():
        if id_ not in after:
            yield Correction(target, _anchor(feature.mentions, text), "reject", by=by)
            continue
        changed = fields(feature, after[id_])
        comment = after[id_].review.comment if after[id_].review else ""
        if changed or (after[id_].review is not None and feature.review is None):
            word: Word = "change" if changed else "accept"
            yield Correction(target, _anchor(feature.mentions, text), word, by=by, comment=comment, **changed)
    for id_, feature in after.items():
        if id_ not in before:
            comment = feature.review.comment if feature.review else ""
            values = _new_place(feature) if target == "place" else _new_corridor(feature)
            yield Correction(target, _anchor(feature.mentions, text), "add", by=by, comment=comment, **values)


def _anchor(mentions: tuple[Mention, ...], text: str) -> Anchor:
    return anchor_at(text, mentions[0].start, mentions[0].end)


def _place_fields(a: Place, b: Place) -> dict[str, Any]:
    changed: dict[str, Any] = {
        field: getattr(b, field) for field in ("name", "kind") if getattr(a, field) != getattr(b, field)
    }
    moved = (a.lon, a.lat) != (b.lon, b.lat)
    known = {alternative.record.id for alternative in a.alternatives}
    if a.record.id != b.record.id and (b.record.id in known or not moved or b.record.source != "review"):
        changed["record"] = b.record.id
    elif moved:
        changed["point"] = (b.lon, b.lat)
    if a.role != b.role:
        changed["role"] = b.role
    return changed


def _unlike(a: Place | Corridor, b: Place | Corridor, fields: Iterable[str]) -> dict[str, Any]:
    return {field: getattr(b, field) for field in fields if getattr(a, field) != getattr(b, field)}


def _new_place(place: Place) -> dict[str, Any]:
    where = {"point": (place.lon, place.lat)} if place.record.source == "review" else {"record": place.record.id}
    return {"name": place.name, "kind": place.kind, **where}


def _corridor_fields(a: Corridor, b: Corridor) -> dict[str, Any]:
    changed = _unlike(a, b, ("name", "mode", "status"))
    if a.waypoints != b.waypoints:
        changed["waypoints"] = _stops(b)
    return changed


def _new_corridor(corridor: Corridor) -> dict[str, Any]:
    return {
        "name": corridor.name,
        "mode": corridor.mode,
        "status": corridor.status,
        "waypoints": _stops(corridor),
    }


def _stops(corridor: Corridor) -> tuple[Stop, ...]:
    return tuple(
        Stop(w.name, point=(w.lon, w.lat)) if w.record.startswith("review:") else Stop(w.name, record=w.record)
        for w in corridor.waypoints
    )


def _actors(found: Atlas, edited: Atlas, text: str, by: str) -> Iterator[Correction]:
    """Yield what became of names that act; their fields are the gazetteer's, so they stay, go, or are checked."""
    after: dict[str, Actor] = {actor.id: actor for actor in edited.actors}
    for actor in found.actors:
        anchor = _anchor(actor.mentions, text)
        kept = after.get(actor.id)
        if kept is None:
            yield Correction("place", anchor, "reject", by=by)
        elif kept.review is not None and actor.review is None:
            yield Correction("place", anchor, "accept", by=by, comment=kept.review.comment)
