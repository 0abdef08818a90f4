"""All that was seen in a text and is not drawn, each thing once, with its reason.

Names without a place come from :mod:`geo.resolution`, corridors without a line and stops that a line leaves out from
their courses, movements of which no corridor was made from the reader of corridors. Here they become one list.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.gazetteer import fold
from geo.model import Mention, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.courses import Catalogue
    from geo.courses.charting import Plan
    from geo.courses.waypoints import Lost
    from geo.model import Route, Seen

__all__ = ["names_but_ways", "seen_not_drawn", "without"]

DIVIDER = "; "  # between the reasons of one thing


def seen_not_drawn(
    names: Iterable[Unresolved],
    plans: Iterable[Plan],
    corridors: Iterable[Unresolved],
    seen: Iterable[Seen],
    *,
    mentions: Sequence[Mention] = (),
) -> tuple[Unresolved, ...]:
    """List what a text speaks of and the map does not show.

    Parameters
    ----------
    names
        Names that have no place.
    plans
        The corridors with their courses; those that are drawn may leave out stops.
    corridors
        Corridors that have no line.
    seen
        Movements and ways of which no corridor was made.
    mentions
        Every name of the text, to say where a stop stands that a corridor's own words do not hold.

    Returns
    -------
    In reading order, nothing twice: a stop that is a name without a place is listed as that name, with both reasons; a
    movement that is told within a corridor without a line is listed as that corridor.
    """
    listed = list(names)
    for plan in plans:
        if plan.course.stretches:
            for lost in plan.course.lost:
                _put(listed, plan, lost, _mention_of(lost.name, plan, mentions))
    undrawn = list(corridors)
    taken = [(mention.start, mention.end) for item in undrawn for mention in item.mentions]
    for each in seen:
        if not any(start < each.end and each.start < end for start, end in taken):
            taken.append((each.start, each.end))
            mention = Mention(each.start, each.end, each.phrase, each.sentence, cue="seen")
            undrawn.append(Unresolved("movement", each.phrase, each.reason, (mention,)))
    return tuple(sorted((*listed, *undrawn), key=lambda item: (item.mentions[0].start, item.what, item.name)))


def names_but_ways(
    unresolved: Iterable[Unresolved], routes: Iterable[Route], catalogue: Catalogue
) -> tuple[Unresolved, ...]:
    """Leave out names that are another name of a way that was read: the Middle Corridor is no place that is missing.

    Parameters
    ----------
    unresolved
        Names without a place.
    routes
        The corridors of the text.
    catalogue
        Knows other names of ways.

    Returns
    -------
    The same without names of ways.
    """
    read = {route.catalogue for route in routes if route.catalogue}
    return tuple(
        item
        for item in unresolved
        if item.what != "place" or (entry := catalogue.named(item.name)) is None or entry.id not in read
    )


def without(corridor: str, listed: Iterable[Unresolved]) -> tuple[Unresolved, ...]:
    """Take out of a list that a corridor is drawn without a stop: a person has said by which way it goes, or that none.

    Parameters
    ----------
    corridor
        Its name.
    listed
        As :func:`seen_not_drawn` gives it.

    Returns
    -------
    The list without the stops that no other corridor leaves out; a name that is unknown stays, without this reason.
    """
    kept = []
    for item in listed:
        reasons = item.reason.split(DIVIDER)
        left = [reason for reason in reasons if reason != _left_out(corridor)]
        others = any(reason.endswith(_left_out("")) for reason in left)
        if len(left) == len(reasons):
            kept.append(item)
        elif item.what != "stop" or others:
            kept.append(replace(item, reason=DIVIDER.join(left)))
    return tuple(kept)


def _left_out(corridor: str) -> str:
    return f"{corridor} is drawn without it"


def _put(listed: list[Unresolved], plan: Plan, lost: Lost, mention: Mention) -> None:
    """Put a lost stop into the list, or its reason to the name that stands there already."""
    leaves = _left_out(plan.name)
    for index, item in enumerate(listed):
        if fold(item.name) == fold(lost.name) or any(_overlap(mention, other) for other in item.mentions):
            reasons = item.reason.split(DIVIDER)
            reason = item.reason if leaves in reasons else DIVIDER.join([*reasons, leaves])
            known = {(m.start, m.end): m for m in (*item.mentions, *([mention] if item.what == "stop" else []))}
            listed[index] = replace(item, reason=reason, mentions=tuple(known[key] for key in sorted(known)))
            return
    listed.append(Unresolved("stop", lost.name, DIVIDER.join((lost.why, leaves)), (mention,)))


def _overlap(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end


def _mention_of(name: str, plan: Plan, mentions: Sequence[Mention]) -> Mention:
    """Return where a stop is named: in a corridor's words, else beside them, else those words themselves."""
    for mention in plan.mentions:
        at = mention.phrase.find(name)
        if at >= 0:
            start = mention.start + at
            return Mention(start, start + len(name), name, mention.sentence, cue="waypoint")
    sentences = {mention.sentence for mention in plan.mentions}
    beside = (m for m in mentions if m.sentence in sentences and fold(m.name) == fold(name))
    return next(beside, plan.mentions[0])
