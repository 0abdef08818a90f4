"""Corrections to places: what a name means, where it lies, in which role it is used."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.characters import line
from geo.courses.choosing import choose
from geo.gazetteer import fold
from geo.model import Actor, Alternative, Place, Record, Review, Unresolved
from geo.slugs import slug
from layers.review.anchors import locate
from layers.review.corrected import Misfit
from layers.review.feature_matching import feature_at, unique

if TYPE_CHECKING:
    from geo.model import LonLat, Mention, Verdict
    from layers.review.corrected import Corrected
    from layers.review.corrections import Correction

__all__ = ["correct_place", "record_at"]

Holder = Place | Actor | Unresolved
KEPT_ALTERNATIVES = 5


def correct_place(corrected: Corrected, correction: Correction, span: tuple[int, int]) -> None:
    """Apply one correction of a place.

    Raises
    ------
    Misfit
        If nothing there is named, or its record cannot be told.
    """
    holder = feature_at(_holders(corrected), span)
    if holder is None and correction.word == "reject":
        return  # nobody reads a place there any more, which is what the reviewer asked for
    known = correction.record or correction.point or correction.word == "add" or correction.same_as
    if holder is None and not known:
        raise Misfit("no place is read there any more; if one is meant, say 'verdict: add', and a record or a point")
    mentions = _mentions(corrected, correction, holder, span)
    if correction.word == "reject":
        _take(corrected, holder, mentions)
        corrected.reject(_name(holder, mentions), correction, mentions)
        return
    if correction.same_as is not None:
        _merge(corrected, correction, holder, mentions)
        return
    record = _record(corrected, correction, holder, mentions)
    mentions = tuple(replace(m, role=correction.role, cue="review") if correction.role else m for m in mentions)
    _put(corrected, correction, holder, mentions, record)


def record_at(name: str, point: LonLat, *, like: Record | None = None, kind: str = "") -> Record:
    """Return a record of a point that a person gave; country and region are kept from the record it replaces."""
    return Record(
        source="review",
        key=slug(name),
        name=name,
        kind=kind or (like.kind if like else "place"),
        lon=point[0],
        lat=point[1],
        country=like.country if like else "",
        region=like.region if like else "",
        population=like.population if like else 0,
    )


def _holders(corrected: Corrected) -> list[Holder]:
    return [*corrected.places, *corrected.actors, *(u for u in corrected.unresolved if u.what == "place")]


def _mentions(
    corrected: Corrected, correction: Correction, holder: Holder | None, span: tuple[int, int]
) -> tuple[Mention, ...]:
    if holder is None:
        return (corrected.mention(correction, span),)
    if not correction.here:
        return holder.mentions
    return tuple(m for m in holder.mentions if m.start < span[1] and span[0] < m.end)


def _name(holder: Holder | None, mentions: tuple[Mention, ...]) -> str:
    return mentions[0].name if holder is None or isinstance(holder, Actor) else holder.name


def _record(
    corrected: Corrected, correction: Correction, holder: Holder | None, mentions: tuple[Mention, ...]
) -> Record:
    """Return the record that a correction means."""
    record = None if holder is None or isinstance(holder, Unresolved) else holder.record
    if isinstance(holder, Actor) and correction.role == "literal":
        record = _place_of(corrected, mentions[0], holder)
    if correction.record is not None:
        record = corrected.gazetteer.get(correction.record) or _alternative(holder, correction.record)
        if record is None:
            raise Misfit(f"no record of the gazetteer is called {correction.record!r}; give its point instead")
    elif correction.point is not None:
        name = line(correction.name or "") or (record.name if record else mentions[0].name)
        record = record_at(name, correction.point, like=record)
    elif record is None:
        (record,) = choose([mentions[0].name], "multimodal", corrected.gazetteer, countries=_countries(corrected))
        if record is None:
            raise Misfit("no gazetteer record has this name; give its point")
    return replace(record, name=line(correction.name or "") or record.name, kind=correction.kind or record.kind)


def _alternative(holder: Holder | None, id_: str) -> Record | None:
    """Find a record of a table of own places or an online answer, which the gazetteer itself may not keep."""
    if holder is None or isinstance(holder, Actor):
        return None
    known = [a.record for a in holder.alternatives] + ([holder.record] if isinstance(holder, Place) else [])
    return next((record for record in known if record.id == id_), None)


def _place_of(corrected: Corrected, mention: Mention, actor: Actor) -> Record:
    """Return the place whose name an actor bears: the city of Baku for Azerbaijan's government."""
    same = (p.record for p in corrected.places if any(fold(m.name) == fold(mention.name) for m in p.mentions))
    found = next(same, None)
    if found is None:
        (found,) = choose([mention.name], "multimodal", corrected.gazetteer, countries=[actor.country])
    return found or actor.record


def _countries(corrected: Corrected) -> list[str]:
    return [place.country for place in corrected.places if place.country]


def _take(corrected: Corrected, holder: Holder | None, mentions: tuple[Mention, ...]) -> None:
    """Take mentions from the feature that holds them; a feature without any goes."""
    if holder is None:
        return
    taken = {m.start for m in mentions}
    left = tuple(m for m in holder.mentions if m.start not in taken)
    for features in (corrected.places, corrected.actors, corrected.unresolved):
        for index, feature in enumerate(features):
            if feature is holder:
                features[index : index + 1] = [replace(feature, mentions=left)] if left else []  # type: ignore[list-item]
                return


def _verdict(correction: Correction, holder: Holder | None) -> Verdict:
    if holder is None or (isinstance(holder, Unresolved) and correction.word == "add"):
        return "added"
    return "changed" if correction.changed else "accepted"


def _changed(correction: Correction, holder: Holder | None, record: Record) -> tuple[str, ...]:
    """Name the fields that are other than they were; a record written down with an acceptance is none."""
    if holder is None or isinstance(holder, Unresolved):
        return ()
    before = holder.record
    same = {
        "record": before.id == record.id,
        "point": (before.lon, before.lat) == (record.lon, record.lat),
        "name": before.name == record.name,
        "kind": before.kind == record.kind,
        "role": correction.role is not None and all(m.role == correction.role for m in holder.mentions),
    }
    return tuple(field for field in correction.changed if not same.get(field, False))


def _put(
    corrected: Corrected, correction: Correction, holder: Holder | None, mentions: tuple[Mention, ...], record: Record
) -> None:
    changed = _changed(correction, holder, record)
    verdict = _verdict(correction, holder)
    if verdict == "changed" and not changed and not isinstance(holder, Unresolved):
        verdict = "accepted"
    review = Review(verdict, correction.by, correction.comment, changed)
    whole = holder is not None and len(mentions) == len(holder.mentions)
    if isinstance(holder, Place) and whole and record.id != holder.record.id:
        corrected.moved[holder.record.id] = record
    literal = [m for m in mentions if m.role == "literal"]
    if isinstance(holder, Actor) and correction.role is None:
        literal = []
    if isinstance(holder, Place) and correction.role is None:
        literal = list(mentions)
    if literal:
        _put_place(corrected, holder, tuple(literal), record, review)
    acting = tuple(m for m in mentions if m not in literal)
    if acting:
        _put_actor(corrected, holder, acting, record, review)


def _put_place(
    corrected: Corrected, holder: Holder | None, mentions: tuple[Mention, ...], record: Record, review: Review
) -> None:
    whole = isinstance(holder, Place) and len(mentions) == len(holder.mentions)
    other = next((p for p in corrected.places if p.record.id == record.id and p is not holder), None)
    if other is not None:
        _take(corrected, holder, mentions)
        _join(corrected, other, mentions, review)
        return
    if whole and isinstance(holder, Place):
        alternatives = _others(holder, record)
        index = next(i for i, place in enumerate(corrected.places) if place is holder)
        corrected.places[index] = replace(
            holder, record=record, confidence=1.0, mentions=mentions, alternatives=alternatives, review=review
        )
        return
    _take(corrected, holder, mentions)
    alternatives = () if holder is None or isinstance(holder, Actor) else _others(holder, record)
    id_ = unique(slug(record.name), (p.id for p in corrected.places))
    corrected.places.append(Place(id_, record, 1.0, mentions, alternatives, review))


def _put_actor(
    corrected: Corrected, holder: Holder | None, mentions: tuple[Mention, ...], record: Record, review: Review
) -> None:
    if isinstance(holder, Actor) and review.verdict == "accepted":
        index = next(i for i, actor in enumerate(corrected.actors) if actor is holder)
        corrected.actors[index] = replace(holder, review=review)
        return
    government = record
    if not isinstance(holder, Actor) and record.kind == "capital":
        government = corrected.gazetteer.get(f"countries:{record.country}") or record
    _take(corrected, holder, mentions)
    for index, actor in enumerate(corrected.actors):
        if actor.record.id == government.id:
            joined = tuple(sorted((*actor.mentions, *mentions), key=lambda m: m.start))
            corrected.actors[index] = replace(actor, mentions=joined, review=review)
            return
    id_ = unique(slug(government.name), (a.id for a in corrected.actors))
    corrected.actors.append(Actor(id_, government.name, government.country, government, mentions, review))


def _others(holder: Place | Unresolved, record: Record) -> tuple[Alternative, ...]:
    """Return what was considered beside the record: the one it replaces comes first."""
    before = (Alternative(holder.record, holder.confidence),) if isinstance(holder, Place) else ()
    return tuple(a for a in (*before, *holder.alternatives) if a.record.id != record.id)[:KEPT_ALTERNATIVES]


def _merge(corrected: Corrected, correction: Correction, holder: Holder | None, mentions: tuple[Mention, ...]) -> None:
    if correction.same_as is None:  # pragma: no cover - the caller has looked
        return
    span = locate(correction.same_as, corrected.document)
    if isinstance(span, str):
        raise Misfit(f"same-as: {span}")
    other = feature_at(corrected.places, span)
    if other is None:
        raise Misfit(f"same-as: {correction.same_as.quote!r} is no place of the map; name one that is")
    if other is holder:
        raise Misfit(f"same-as: {correction.same_as.quote!r} names the same feature already")
    if isinstance(holder, Place) and len(mentions) == len(holder.mentions):
        corrected.moved[holder.record.id] = other.record
    _take(corrected, holder, mentions)
    _join(corrected, other, mentions, Review("changed", correction.by, correction.comment, ("same as",)))


def _join(corrected: Corrected, place: Place, mentions: tuple[Mention, ...], review: Review) -> None:
    index = next(i for i, each in enumerate(corrected.places) if each is place)
    literal = tuple(replace(m, role="literal", cue="review") if m.role != "literal" else m for m in mentions)
    joined = tuple(sorted({m.start: m for m in (*literal, *place.mentions)}.values(), key=lambda m: m.start))
    corrected.places[index] = replace(place, mentions=joined, confidence=1.0, review=review)
