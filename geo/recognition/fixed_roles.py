"""Where the words beside a name settle at once whether it is a place or acts, whatever was learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.recognition.lexicon import role_classes_of
from geo.recognition.lists import list_around

if TYPE_CHECKING:
    from geo.recognition.gazetteer_matches import Candidate
    from geo.recognition.tokens import Tokens

__all__ = ["acts"]

STATES = frozenset({"country", "capital", "region"})
GIFTS = frozenset({
    "donated", "donation", "donations", "gift", "gifts", "grant", "grants", "loan", "loans", "backing", "permission",
    "approval", "consent", "pledges", "pledge", "pressure", "support", "assistance", "criticism", "opposition",
    "objections", "guarantees",
})  # fmt: skip
GIFT_REACH = 4
ENDS = frozenset({
    "breakup", "break-up", "collapse", "dissolution", "disintegration", "fall", "demise", "partition", "breakdown",
})  # fmt: skip
PARTINGS = frozenset({"independence", "secession", "separation"})

BEING_DONE = frozenset({"was", "is", "were", "being"})
BEARINGS = frozenset(
    {"n", "ne", "e", "se", "s", "sw", "w", "nw", "nne", "ene", "ese", "sse", "ssw", "wsw", "wnw", "nnw"}
)
MEASURES = frozenset({
    "km", "kms", "kilometre", "kilometres", "kilometer", "kilometers", "mile", "miles", "mi", "nm", "upstream",
    "downstream", "upriver", "downriver", "inland",
})  # fmt: skip
DATELINE_REACH = 12
DATELINE_OPENING = 2
SHORTEST_DATELINE = 4
DATELINE_WORDS = "CUd,.&"
DATELINE_ENDS = "(-–—:"
TOWNS = frozenset({"city", "unknown"})
TRAVELLING = frozenset({
    "depart", "departed", "departing", "departs", "enter", "entered", "entering", "enters", "leave", "leaves",
    "leaving", "reach", "reached", "reaches", "reaching",
})  # fmt: skip
ENTERING = frozenset({
    "enter", "entered", "entering", "enters", "traverse", "traversed", "traverses", "traversing", "transit", "transits",
    "transited", "transiting", "cross", "crosses", "crossed", "crossing", "through", "via", "across",
})  # fmt: skip
LINKING = frozenset({
    "connect", "connected", "connecting", "connects", "join", "joining", "joins", "link", "linked", "linking", "links",
    "bypass", "bypasses", "bypassing", "besiege", "besieged", "shell", "shelled",
})  # fmt: skip
UNDERGOING = frozenset({
    "attacked", "besieged", "bombed", "bombarded", "captured", "destroyed", "evacuated", "flooded", "founded", "hit",
    "liberated", "located", "looted", "occupied", "rebuilt", "renamed", "retaken", "seized", "shelled", "stormed",
    "struck",
})  # fmt: skip
HYPHENS = frozenset("-‐‑–")
AGENTIVE = frozenset({
    "administered", "aligned", "allied", "appointed", "armed", "backed", "branded", "brokered", "built", "commanded",
    "controlled", "designed", "drafted", "dominated", "equipped", "financed", "flagged", "friendly", "funded", "held",
    "imposed", "installed", "led", "made", "mediated", "negotiated", "occupied", "operated", "ordered", "organised",
    "organized", "owned", "patrolled", "proposed", "protected", "run", "sanctioned", "sponsored", "supplied",
    "supported", "trained",
})  # fmt: skip
PREDICATE_REACH = 6
EQUATING = frozenset({"is", "was", "remains", "remained", "became", "becomes", "stays", "stayed"})
GROUNDS = frozenset({
    "bottleneck", "capital", "chokepoint", "city", "crossing", "gateway", "harbor", "harbour", "hub", "island",
    "junction", "outlet", "peninsula", "port", "region", "seaport", "settlement", "town", "village",
})  # fmt: skip
PREDICATE_ENDS = frozenset({
    "and", "at", "because", "but", "by", "for", "from", "in", "near", "of", "on", "or", "that", "to", "when", "which",
    "where", "while", "with",
})  # fmt: skip


def acts(candidate: Candidate, tokens: Tokens) -> bool | None:
    """Tell where a name is a place for certain (``False``), or its government or people (``True``); else ``None``.

    A sea and a bridge have no government, a dateline says where one writes, a town that one leaves is left, and what is
    a port, a town or a hub is no government: "Abidjan remains the busiest port". Who backs, leads or makes is one:
    "Tehran-backed fighters".
    """
    known = candidate.known
    if known.is_natural or known.is_facility or _in_dateline(candidate, tokens) or _is_called_ground(candidate, tokens):
        return False
    if _is_measured_from(candidate.first, tokens) or _is_entered(candidate, tokens):
        return False
    if known.role_kind in TOWNS and tokens.word(candidate.first - 1) in TRAVELLING | LINKING:
        return False
    follows = tokens.word(candidate.last), tokens.word(candidate.last + 1)
    if known.role_kind in TOWNS and follows[0] in BEING_DONE and follows[1] in UNDERGOING:
        return False
    if known.role_kind in STATES and _has_ended(candidate, tokens):
        return False
    return True if _is_agent(candidate, tokens) or (known.role_kind in STATES and _gives(candidate, tokens)) else None


def _gives(candidate: Candidate, tokens: Tokens) -> bool:
    """Tell whether something is had from a state that only a government gives: "equipment donated by … from Turkey"."""
    first, _ = list_around(candidate.first, candidate.last, tokens)
    before = first - 1 - (tokens.word(first - 1) == "the")
    if tokens.word(before) != "from":
        return False
    return any(tokens.word(index) in GIFTS for index in range(before - GIFT_REACH, before))


def _has_ended(candidate: Candidate, tokens: Tokens) -> bool:
    """Tell whether a state is named by its end or by who left it: "the breakup of", "independence from"."""
    first = candidate.first - 1 - (tokens.word(candidate.first - 1) == "the")
    return (tokens.word(first) == "of" and tokens.word(first - 1) in ENDS) or (
        tokens.word(first) == "from" and tokens.word(first - 1) in PARTINGS
    )


def _is_agent(candidate: Candidate, tokens: Tokens) -> bool:
    """Tell whether a name is who did what the participle after its hyphen says."""
    last = candidate.last
    return (
        tokens.word(last) in HYPHENS
        and tokens.word(last + 1) in AGENTIVE
        and tokens.starts[last + 1] == tokens.starts[last] + 1 == tokens.ends[last - 1] + 1
    )


def _is_called_ground(candidate: Candidate, tokens: Tokens) -> bool:
    """Tell whether the sentence goes on to say which kind of ground the name is."""
    last, count = candidate.last, len(tokens)
    if tokens.word(last) not in EQUATING:
        return False
    for index in range(last + 1, min(last + 1 + PREDICATE_REACH, count)):
        word = tokens.lowers[index]
        if tokens.begins[index] or not (word[0].isalpha() or word in "-–") or word in PREDICATE_ENDS:
            return False
        if word in GROUNDS:
            return True
    return False


def _is_entered(candidate: Candidate, tokens: Tokens) -> bool:
    """Tell whether something goes into a name, a country too, or through it: "enters Kazakhstan over a crossing"."""
    word = tokens.word(candidate.first - 1)
    if word == "the":
        word = tokens.word(candidate.first - 2)
    return word in ENTERING and tokens.shape(candidate.last) != "'"


def _is_measured_from(first: int, tokens: Tokens) -> bool:
    """Tell whether a bearing or a distance is counted from a name: "north of Baku", "25 km NE of Aleppo"."""
    if tokens.word(first - 1) not in {"of", "from"}:
        return False
    before = first - 2
    if tokens.word(before) in {"away", "side"}:
        before -= 1
    word, shape = tokens.word(before), tokens.shape(before)
    return "compass" in role_classes_of(word) or (shape in "CU" and word in BEARINGS) or word in MEASURES


def _in_dateline(candidate: Candidate, tokens: Tokens) -> bool:
    """Tell whether a name stands where an agency says from where it reports: "TBILISI, Georgia (AP) —".

    The first name of a dateline is written in capitals and begins its paragraph; after names, commas and a date comes
    a dash or a bracket.
    """
    first = candidate.first
    while first > 0 and not tokens.begins[first] and candidate.first - first < DATELINE_REACH:
        first -= 1
    if not tokens.begins[first] or not any(
        shape == "U" and len(word) >= SHORTEST_DATELINE
        for word, shape in zip(
            tokens.texts[first : first + DATELINE_OPENING], tokens.shapes[first : first + DATELINE_OPENING], strict=True
        )
    ):
        return False
    for index in range(first, min(first + DATELINE_REACH, len(tokens))):
        if tokens.shapes[index] in DATELINE_ENDS:
            return index >= candidate.last
        if tokens.shapes[index] not in DATELINE_WORDS:
            return False
    return False
