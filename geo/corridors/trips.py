"""Trips that are one person's, or an official's, and no way that others take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.corridors.function_words import words
from geo.corridors.word_codes import ARRIVING, JOURNEYS, OFFICIAL

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from geo.corridors.word_codes import Coded

__all__ = ["AROUND", "NEAR", "ONWARD", "is_personal", "is_scheduled"]

SCHEDULED = words("prose-scheduled")
"""What goes, or lies, between two places although the text names one: "a ferry from Oban"."""
HAULING = words("prose-hauling")
PERSONS = words("prose-persons")
GIVING = words("prose-giving")
FLYING = frozenset({"fly", "flies", "flying"})
CARRIERS = frozenset({"air", "airline", "airlines", "airways", "carrier", "carriers", "jet", "wings"})
OWN_TRIP = frozenset({"his", "her", "my", "your", "return", "outbound", "inbound"})
SAYING = frozenset({"said", "says", "added", "told", "claims", "claimed", "argues", "thinks", "warned", "wrote"})
BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
PATIENT = frozenset({"driven", "transported", "airlifted", "flown", "taken", "rushed"})
SUBJECT = 5  # words before a route in which its subject stands
AROUND = 60  # words to either side of a route in which its mode may be said apart from it
ONWARD = frozenset({"on", "carried"})
"""Legs that begin where the leg before them ended."""
NEAR = 5


def is_personal(kind: str, match: re.Match[str], coded: Coded) -> bool:
    """Tell one person's journey, "she drove from A to B", or an official's, from a way that others take."""
    if kind in {"pair", "to", "end"}:
        return False
    groups = match.groupdict()
    pre = (groups.get("pre") or "").rstrip(".dywml")
    first, last = coded.tokens[match.start()][0], coded.tokens[match.end() - 1][1]
    subject = range(max(first - SUBJECT, coded.tokens[0][0]), first)
    words_before = [coded.words.word(i) for i in subject]
    reach = len(words_before) if {coded.words.word(i) for i in range(first, last)} & PATIENT else 3
    if any(word in PERSONS for word in words_before[-reach:]) and not SAYING & set(words_before):
        return True
    if kind in ONWARD and any(coded.words.word(i) in JOURNEYS for i in range(first, last)):
        verbs = [
            i for i in range(max(coded.tokens[0][0] + 1, first - SUBJECT), last) if coded.words.word(i) in JOURNEYS
        ]
        if coded.words.shape(verbs[0] - 1) == "C":
            return True  # "Jean Dupont flew to A and drove to B"
        return any(coded.words.word(i) in PERSONS for i in range(max(coded.tokens[0][0], first - AROUND), first))
    inside = [coded.words.word(i) for i in range(first, last)] if not pre else []
    return not pre and any(word in OFFICIAL for word in (*words_before, *inside[:SUBJECT]))


def is_scheduled(kind: str, match: re.Match[str], coded: Coded) -> bool:
    """Tell whether one end is enough: for what goes regularly, and where somebody hauls something there."""
    if kind not in {"open", "haul", "carried"}:
        return True
    first, last = coded.tokens[match.end("pre") - 1]
    if kind == "carried":
        word = coded.words.word(first)
        return word.endswith("ed") or word in PATIENT
    before = [coded.words.word(i) for i in range(first - NEAR, first)]
    arrived = coded.words.word(last) in ARRIVING  # "the train arrived in A"
    if arrived or GIVING & set(before) or (kind == "open" and _is_one_trip(before)):
        return False
    if kind == "open" and coded.words.word(first) in FLYING:
        return bool(CARRIERS & set(before[-2:]))
    passive = bool(BE & set(before[-2:]))
    wanted = SCHEDULED if kind == "open" and not passive else HAULING
    return any(coded.words.word(i) in wanted for i in range(first, last))


def _is_one_trip(before: Sequence[str]) -> bool:
    """Tell one traveller's vehicle from a service: "his flight to Z", "wound up on a plane to Z"."""
    return before[-1] in OWN_TRIP or ("on" in before[-3:] and before[-1] == "a")
