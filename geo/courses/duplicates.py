"""A way that a text names and then tells by its stops: one corridor, not two.

"The Trans-Kalahari Corridor takes lorries from Walvis Bay by way of Windhoek and Ghanzi to Pretoria" has a name that
the catalogue knows and stops that are on its course; "The Carajás railway carries ore. It runs from Parauapebas to the
port" tells them in the next sentence. Drawn as two, the reader sees one way twice and counts wrongly.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.geodesy import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.courses.charting import Plan
    from geo.model import Waypoint

__all__ = ["told_once"]

SAME_END_KM = 30.0
"""A city and its port, or the junction outside it, are one end: São Luís and Ponta da Madeira lie 10 km apart."""


def told_once(plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """Return plans without those that tell by stops what the same sentence, or the one before, names.

    Both have one mode and one status, and end where the other ends: a railway between the same towns that is planned
    while the named one runs is another way, and so is a piece of it.

    Parameters
    ----------
    plans
        As they were made, in the order of their first mention.

    Returns
    -------
    The named ones with the mentions of what was told again.
    """
    kept = list(plans)
    for told in [plan for plan in kept if not plan.route.catalogue and not plan.route.name]:
        named = next((plan for plan in kept if plan.route.catalogue and _is_same(plan, told)), None)
        if named is None:
            continue
        mentions = sorted({*named.mentions, *told.mentions}, key=lambda each: (each.start, -each.end))
        kept = [replace(plan, mentions=tuple(mentions)) if plan is named else plan for plan in kept if plan is not told]
    return tuple(kept)


def _is_same(named: Plan, told: Plan) -> bool:
    if (named.route.mode, named.route.status) != (told.route.mode, told.route.status):
        return False
    first = told.mentions[0].sentence
    if not {first, first - 1} & {each.sentence for each in named.mentions}:
        return False
    one, other = named.course.waypoints, told.course.waypoints
    if len(one) < 2 or len(other) < 2:
        return False
    ends = one[0], one[-1]
    return _meet(ends, (other[0], other[-1])) or _meet(ends, (other[-1], other[0]))


def _meet(ends: tuple[Waypoint, Waypoint], others: tuple[Waypoint, Waypoint]) -> bool:
    return all(distance_km((a.lon, a.lat), (b.lon, b.lat)) <= SAME_END_KM for a, b in zip(ends, others, strict=True))
