"""Corrections to corridors: through which points they go, by which mode, in which state."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from geo import tracing
from geo.characters import line
from geo.courses.choosing import choose, is_area
from geo.courses.corridor_record import MODE_NAMES
from geo.courses.length_check import misfit, without_misfit
from geo.courses.refused_lines import refuse_at_sea
from geo.courses.undrawn import without
from geo.courses.voyage_passages import Turns, check_avoided, is_passage, turned
from geo.courses.waypoints import Course, Stretch
from geo.errors import TracingError
from geo.gazetteer import fold
from geo.geodesy import distance_km
from geo.model import Corridor, Review, Unresolved, Waypoint
from geo.slugs import slug
from geo.tracing import OFFLINE
from layers.review.anchors import locate
from layers.review.corrected import WAYS, Misfit
from layers.review.corrections import Stop
from layers.review.feature_matching import feature_at, unique

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model import Basis, Leg, Mention, Mode, Record
    from geo.tracing import Routing
    from layers.review.corrected import Corrected
    from layers.review.corrections import Correction

__all__ = ["correct_corridor", "follow_moved"]

Holder = Corridor | Unresolved


def correct_corridor(corrected: Corrected, correction: Correction, span: tuple[int, int]) -> None:
    """Apply one correction of a corridor; its line is traced anew where its points or its mode are others.

    Raises
    ------
    Misfit
        If nothing there is named, a waypoint is not known, or no line can be traced.
    """
    features: list[Holder] = [*corrected.corridors, *(u for u in corrected.unresolved if u.what in WAYS)]
    holder = feature_at(features, span)
    if correction.word == "reject":
        if holder is not None:
            _take(corrected, holder)
            corrected.reject(holder.name, correction, holder.mentions)
        return
    if correction.same_as is not None:
        _merge(corrected, correction, holder)
        return
    if isinstance(holder, Corridor):
        index = next(i for i, each in enumerate(corrected.corridors) if each is holder)
        corrected.corridors[index] = _corrected(corrected, correction, holder)
        if correction.waypoints:
            corrected.unresolved[:] = without(holder.name, corrected.unresolved)
        return
    if not correction.waypoints or (correction.mode is None and correction.word == "add"):
        missing = "waypoints" if not correction.waypoints else "mode"
        raise Misfit(f"no corridor is drawn there; to draw one, give its {missing}")
    corridor = _drawn(corrected, correction, holder, span)
    if holder is not None:
        _take(corrected, holder)
    corrected.corridors.append(corridor)


def follow_moved(corrected: Corrected) -> None:
    """Trace corridors anew that pass a place whose record was changed."""
    if not corrected.moved:
        return
    for index, corridor in enumerate(corrected.corridors):
        if not any(w.record in corrected.moved for w in corridor.waypoints):
            continue
        waypoints = tuple(_moved(w, corrected.moved) for w in corridor.waypoints)
        try:
            legs = _legs(_stretches(waypoints, _modes(corridor)), OFFLINE) + _beside(corridor)
        except TracingError:
            continue  # two places that became one: the corridor stays as it was
        corrected.corridors[index] = replace(corridor, waypoints=waypoints, legs=legs)
    corrected.moved.clear()


def _moved(waypoint: Waypoint, moved: dict[str, Record]) -> Waypoint:
    record = moved.get(waypoint.record)
    if record is None or is_area(record):
        return waypoint
    return replace(waypoint, lon=record.lon, lat=record.lat, record=record.id)


def _take(corrected: Corrected, holder: Holder) -> None:
    corrected.unresolved[:] = without(holder.name, corrected.unresolved)
    corrected.corridors[:] = [each for each in corrected.corridors if each is not holder]
    corrected.unresolved[:] = [each for each in corrected.unresolved if each is not holder]


def _corrected(corrected: Corrected, correction: Correction, corridor: Corridor) -> Corridor:
    mode = correction.mode or corridor.mode
    waypoints, legs, basis = corridor.waypoints, corridor.legs, corridor.basis
    if correction.waypoints:
        waypoints = _waypoints(corrected, correction.waypoints, mode, known=corridor)
        basis = _basis(waypoints, corridor.basis)
    if correction.waypoints or correction.via or correction.avoid or mode != corridor.mode:
        modes = {} if mode != corridor.mode else _modes(corridor)
        waypoints, legs = _traced(corrected, waypoints, mode, modes, correction)
    changed = tuple(field for field in correction.changed if not _is_same(field, correction, corridor))
    is_rerouted = bool({"waypoints", "via", "avoid"} & set(changed))
    return replace(
        corridor,
        name=line(correction.name or "") or corridor.name,
        mode=mode,
        status=correction.status or corridor.status,
        basis=basis,
        waypoints=waypoints,
        legs=legs,
        published_km=None if is_rerouted else corridor.published_km,
        note=_note(corridor, legs) if is_rerouted else corridor.note,
        review=Review("changed" if changed else "accepted", correction.by, correction.comment, changed),
    )


def _note(corridor: Corridor, legs: Sequence[Leg]) -> str:
    """Return the note of a corridor whose line is another now: what was said of the old one's length is not so."""
    return f"{without_misfit(corridor.note)} {misfit(None, corridor.stated_km, legs)}".strip()


def _is_same(field: str, correction: Correction, corridor: Corridor) -> bool:
    if field in {"waypoints", "via", "avoid"}:
        return False
    return bool(getattr(correction, field) == getattr(corridor, field, None))


def _drawn(corrected: Corrected, correction: Correction, holder: Unresolved | None, span: tuple[int, int]) -> Corridor:
    """Draw a corridor that was not found, or that had no line."""
    mode = correction.mode or "multimodal"
    stops = _waypoints(corrected, correction.waypoints, mode)
    waypoints, legs = _traced(corrected, stops, mode, {}, correction)
    known = holder if holder is not None and holder.what == "corridor" else None
    mentions: tuple[Mention, ...] = known.mentions if known else (corrected.mention(correction, span),)
    given = f"{'–'.join(stop.name for stop in correction.waypoints)} {MODE_NAMES[mode]}"
    name = line(correction.name or "") or (known.name if known else given)
    return Corridor(
        id=unique(slug(name), (c.id for c in corrected.corridors)),
        name=name,
        mode=mode,
        status=correction.status or "unknown",
        basis=_basis(waypoints, "stated"),
        waypoints=waypoints,
        legs=legs,
        mentions=mentions,
        review=Review("added", correction.by, correction.comment),
    )


def _merge(corrected: Corrected, correction: Correction, holder: Holder | None) -> None:
    if correction.same_as is None or holder is None:
        raise Misfit("no corridor is read there any more")
    span = locate(correction.same_as, corrected.document)
    if isinstance(span, str):
        raise Misfit(f"same-as: {span}")
    other = feature_at([c for c in corrected.corridors if c is not holder], span)
    if other is None:
        raise Misfit(f"same-as: {correction.same_as.quote!r} is no other corridor of the map; name one that is")
    index = next(i for i, each in enumerate(corrected.corridors) if each is other)
    mentions = {(m.start, m.end): m for m in (*holder.mentions, *other.mentions)}
    corrected.corridors[index] = replace(
        other,
        mentions=tuple(mentions[key] for key in sorted(mentions)),
        review=Review("changed", correction.by, correction.comment, ("same as",)),
    )
    _take(corrected, holder)


def _waypoints(
    corrected: Corrected, stops: Sequence[Stop], mode: Mode, *, known: Corridor | None = None
) -> tuple[Waypoint, ...]:
    """Return a point for each stop that a person gave.

    A stop that the corridor had already keeps its ground; a new one is stated where the article names it, else
    inferred: the reviewer's own knowledge is not the article's.
    """
    before = {fold(w.name): w for w in known.waypoints} if known else {}
    named = {fold(m.name): place.record for place in corrected.places for m in place.mentions}
    chosen = choose([stop.name for stop in stops], mode, corrected.gazetteer, resolved=named)
    found = []
    for stop, guess in zip(stops, chosen, strict=True):
        old = before.get(fold(stop.name))
        record = corrected.gazetteer.get(stop.record) if stop.record else guess
        basis: Basis = old.basis if old else "stated" if _is_said(corrected, stop.name) else "inferred"
        if stop.point is not None:
            found.append(Waypoint(stop.name, *stop.point, f"review:{slug(stop.name)}", basis))
        elif old is not None and stop.record in {None, old.record}:
            found.append(old)
        elif record is None:
            which = f"record {stop.record!r}" if stop.record else f"place called {stop.name!r}"
            raise Misfit(f"the gazetteer has no {which}; give the waypoint a point: {{name: …, point: [lon, lat]}}")
        else:
            found.append(Waypoint(stop.name, record.lon, record.lat, record.id, basis))
    return tuple(found)


def _is_said(corrected: Corrected, name: str) -> bool:
    return f" {fold(name)} " in f" {fold(corrected.document.text)} "


def _basis(waypoints: Sequence[Waypoint], before: Basis) -> Basis:
    """Return the ground of a whole corridor: that of its weaker end, never more than what it was before."""
    rank: list[Basis] = ["stated", "catalogued", "inferred"]
    return max((before, waypoints[0].basis, waypoints[-1].basis), key=rank.index)


def _modes(corridor: Corridor) -> dict[tuple[str, str], Mode]:
    """Return by which mode each stretch of a corridor is travelled."""
    modes: dict[tuple[str, str], Mode] = {}
    for leg in corridor.legs:
        modes.setdefault((leg.start, leg.end), leg.mode)
    return {pair: modes.get(pair, corridor.mode) for pair in pairwise(w.name for w in corridor.waypoints)}


def _beside(corridor: Corridor) -> tuple[Leg, ...]:
    """Return the legs of a corridor's branches: those that lie between no two of its waypoints in turn."""
    line = set(pairwise(w.name for w in corridor.waypoints))
    return tuple(leg for leg in corridor.legs if corridor.catalogue and (leg.start, leg.end) not in line)


def _traced(
    corrected: Corrected,
    waypoints: Sequence[Waypoint],
    mode: Mode,
    modes: dict[tuple[str, str], Mode],
    correction: Correction,
) -> tuple[tuple[Waypoint, ...], tuple[Leg, ...]]:
    """Trace the way a person asks for, through what it must pass and past what it must avoid."""
    is_by_sea = mode == "sea" or "sea" in modes.values()
    turns = Turns(tuple(name for name in correction.via if is_by_sea and is_passage(name)), correction.avoid)
    through = [Stop(name) for name in correction.via if name not in turns.via]
    stops = _among(waypoints, _waypoints(corrected, through, mode)) if through else tuple(waypoints)
    known = {(a.name, b.name): modes.get((a.name, b.name), mode) for a, b in pairwise(stops)}
    try:
        stretches, routing = turned(_stretches(stops, known), turns, OFFLINE)
        legs = _legs(stretches, routing)
        check_avoided(legs, turns)
        refuse_at_sea(legs)
    except TracingError as error:
        raise Misfit(str(error)) from None
    return Course(tuple(stretches), "stated").waypoints, legs


def _among(waypoints: Sequence[Waypoint], through: Sequence[Waypoint]) -> tuple[Waypoint, ...]:
    """Lead a way through further places, each where it makes the least detour."""
    way = list(waypoints)
    for stop in through:
        gaps = [(_apart(a, stop) + _apart(stop, b) - _apart(a, b), at) for at, (a, b) in enumerate(pairwise(way), 1)]
        way.insert(min(gaps)[1], stop)
    return tuple(way)


def _apart(a: Waypoint, b: Waypoint) -> float:
    return distance_km((a.lon, a.lat), (b.lon, b.lat))


def _stretches(waypoints: Sequence[Waypoint], modes: dict[tuple[str, str], Mode]) -> tuple[Stretch, ...]:
    """Divide waypoints into stretches of one mode each."""
    pairs: Iterable[tuple[Waypoint, Waypoint]] = pairwise(waypoints)
    groups = ((mode, list(group)) for mode, group in groupby(pairs, key=lambda p: modes[p[0].name, p[1].name]))
    return tuple(Stretch(mode, (group[0][0], *(b for _, b in group))) for mode, group in groups)


def _legs(stretches: Sequence[Stretch], routing: Routing) -> tuple[Leg, ...]:
    return tuple(leg for each in stretches for leg in tracing.trace(each.waypoints, each.mode, routing=routing))
