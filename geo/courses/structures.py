"""Canals, tunnels and bridges that are ways themselves: what is drawn as a line is no dot beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Corridor, Mention, Place

__all__ = ["joined_with_lines"]

WORKS = frozenset({"canal", "tunnel", "bridge"})


def joined_with_lines(
    places: Iterable[Place], corridors: Iterable[Corridor]
) -> tuple[tuple[Place, ...], tuple[Corridor, ...]]:
    """Put a canal, tunnel or bridge and the line that bears its name together: the line stays, with all mentions.

    Parameters
    ----------
    places, corridors
        Of one atlas.

    Returns
    -------
    The places that are no line, and the corridors.
    """
    dots, lines = [], list(corridors)
    for place in places:
        at = next((i for i, line in enumerate(lines) if _is_same(place, line)), None)
        if at is None:
            dots.append(place)
        else:
            lines[at] = _with_mentions(lines[at], place.mentions)
    return tuple(dots), tuple(lines)


def _is_same(place: Place, line: Corridor) -> bool:
    return place.record.kind in WORKS and fold(line.name) in {fold(place.record.name), fold(place.mentions[0].name)}


def _with_mentions(line: Corridor, further: Iterable[Mention]) -> Corridor:
    spans = {(mention.start, mention.end) for mention in line.mentions}
    new = [mention for mention in further if (mention.start, mention.end) not in spans]
    return replace(line, mentions=tuple(sorted((*line.mentions, *new), key=lambda mention: mention.start)))
