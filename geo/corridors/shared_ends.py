"""Fans: several ways that share an end, "from A to Y and Z", "ferries to Y and Z leave from A", "A has trains to Y".

Each is a way of its own: the first has the whole phrase, the others the words of their own end. What follows an end on
the same journey, "to A and then to B", is no fan, nor is what one vehicle calls at; three ends and more are the stops
of one way more often than ends of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.corridors.function_words import words
from geo.corridors.word_codes import MODES

if TYPE_CHECKING:
    import re

    from geo.corridors.word_codes import Coded

__all__ = ["fans", "is_offered"]

OFFERING = words("prose-offering")
"""Verbs by which a town is one end of what it has: "A has ferries to Y and Z"."""
VEHICLES = words("prose-vehicles")
ONE = frozenset({"a", "an", "one", "the", "this", "that"})
FANNED = frozenset({"way", "back", "leave", "open", "offer"})
ONWARD = frozenset("otqh")
"""Codes of words that go on from an end: "and on to B"."""


def fans(kind: str, match: re.Match[str], coded: Coded) -> list[tuple[tuple[str, ...], int]]:
    """Return each of the ways that share an end.

    Parameters
    ----------
    kind
        The name of the pattern.
    match
        Where it was found.
    coded
        The sentence as codes.

    Returns
    -------
    The stops of each with the code of its own end, the first way first; nothing where there is but one.
    """
    groups = match.groupdict()
    more = groups.get("more") or ""
    if kind not in FANNED or not (more or groups.get("more_a")) or ONWARD & set(more):
        return []
    if coded.is_name(match.start()) or more.count("P") > 1 or _is_one_trip(match, coded):
        return []
    starts, ends = _own(match, ("a", "more_a"), coded), _own(match, ("z",), coded)
    if ends:
        ends += _own(match, ("more",), coded)
    else:  # one end alone: "flights to Y and Z"
        return [((coded.spans[i].name,), i) for i in (*starts, *_own(match, ("more",), coded))]
    vias = [coded.places(match, group) for group in ("v0", "v", "v3", "v2") if groups.get(group)]
    between = tuple(name for names in vias for name in names)
    return [
        ((coded.spans[a].name, *between, coded.spans[z].name), z if a == starts[0] else a) for a in starts for z in ends
    ]


def _is_one_trip(match: re.Match[str], coded: Coded) -> bool:
    """Tell one vehicle, which goes from stop to stop, from several: "a boat from A to Y and Z"."""
    if not match.groupdict().get("pre"):
        return False
    modes = [i for i in range(*match.span("pre")) if coded.codes[i] in MODES]
    at = coded.tokens[modes[0]][0] if modes else 0
    alone = coded.words.word(at) in VEHICLES and not coded.words.word(at).endswith("s")
    return alone and any(coded.words.word(i) in ONE for i in range(max(0, at - 3), at))


def _own(match: re.Match[str], groups: tuple[str, ...], coded: Coded) -> list[int]:
    """Return the codes of the places of some groups: of an end the last, of a list all."""
    found: list[int] = []
    for group in groups:
        if match.groupdict().get(group):
            start, end = match.span(group)
            places = [i for i in range(start, end) if coded.codes[i] == "P"]
            found += places[-1:] if len(group) == 1 else places
    return found


def is_offered(match: re.Match[str], coded: Coded) -> bool:
    """Tell whether a place has, offers or gains the ways that are told: "A has ferries to Y", not "A is by train to Y".

    Parameters
    ----------
    match
        Where the pattern was found, which begins with the place.
    coded
        The sentence as codes.
    """
    first, last = coded.tokens[match.start()][1], coded.tokens[match.start("pre")][0]
    return any(coded.words.word(i) in OFFERING for i in range(first, last))
