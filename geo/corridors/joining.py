"""What belongs together: a corridor's name with the ends told beside it, a chain with its other name.

"Rail Baltica will run from A to B" is one corridor, and so is "the A–B air route, the old Kangaroo Route".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.corridors.modes import cue_mode
from geo.corridors.place_spans import FACILITIES
from geo.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.corridors.chains import Chain
    from geo.corridors.named_corridors import NamedCorridor
    from geo.corridors.prose import ProseRoute
    from geo.model import Document
    from geo.recognition.tokens import Tokens

__all__ = ["alias", "bare", "clause_end", "goes_on", "is_stop", "joined"]

TELLING = frozenset({"from", "between", "via", "linking", "connecting", "links", "connects", "through", "runs", "goes"})
APPOSITION = frozenset({",", "(", "a", "an", "the", "which", "that", "is", "was"})
SIZE = frozenset({"km", "kilometres", "kilometers", "miles", "of", "some", "-", "long", "single", "double", "standard"})
MADE = frozenset({"built", "laid", "dug", "which", "that", "running", "stretching", "begun"})
LONGEST_CLAUSE = 14
TELLING_REACH = 3  # words after a name in which it is said where the corridor runs
CALLING = frozenset({"called", "call", "calls", "known", "dubbed", "named", "nicknamed", "alias", "aka", "or"})
CLOSING = frozenset({",", ")", ".", ";", "—", "–", "$"})
LONGEST_APPOSITION = 7


def joined(
    names: Iterable[NamedCorridor], told: Sequence[ProseRoute], tokens: Tokens
) -> tuple[list[tuple[NamedCorridor, tuple[str, ...]]], list[ProseRoute]]:
    """Give a name the ends that its own sentence part states: "the Sumed pipeline from Ain Sukhna to Sidi Kerir"."""
    left = list(told)
    named: list[tuple[NamedCorridor, tuple[str, ...]]] = []
    for name in names:
        own = next((route for route in left if _tells(route, name, tokens)), None)
        if own is None:
            named.append((name, ()))
        else:
            left.remove(own)
            named.append((name, tuple(bare(place) for place in own.waypoints)))
    return named, left


def is_stop(name: NamedCorridor, told: Iterable[ProseRoute], document: Document, tokens: Tokens) -> bool:
    """Tell whether a route passes what has a name of its own: "by mule over the Khyber Pass to Jalalabad"."""
    phrase = fold(document.text[tokens.starts[name.first] : tokens.ends[name.last - 1]])
    return any(
        (route.first <= name.first and name.last <= route.last and phrase in {fold(place) for place in route.waypoints})
        or (name.first < route.first < name.last and route.mode != name.mode == "multimodal")  # the CPEC road from A
        for route in told
    )


def _tells(route: ProseRoute, name: NamedCorridor, tokens: Tokens) -> bool:
    """Tell whether a route says where a named corridor goes: "the X Corridor, a highway from A to B"."""
    if route.mode != name.mode:
        return False
    if name.first <= route.first < name.last < route.last:
        return True
    if len(route.waypoints) < 2:
        return False
    if route.first <= name.first < name.last < route.last:
        return tokens.word(name.last) in TELLING
    if name.last >= route.first or tokens.word(name.last) not in {",", "("}:
        return False
    between = (tokens.word(i) for i in range(name.last, route.first))
    return all(word[0].isdigit() or word in APPOSITION or word in SIZE for word in between)


def goes_on(last: int, tokens: Tokens) -> bool:
    """Tell whether a sentence goes on to say where a named corridor runs: "Rail Baltica will run from A to B"."""
    return any(tokens.word(i) in TELLING for i in range(last, last + TELLING_REACH))


def clause_end(last: int, tokens: Tokens) -> int:
    """Return where the clause that follows a name begins to tell its ends: ", built by a company | from A to B".

    Parameters
    ----------
    last
        The token after the name.
    tokens
        Words of the document.

    Returns
    -------
    The token of "from" or "between"; ``last`` where no such clause follows, or it speaks of another way.
    """
    first = tokens.word(last + 1)
    if tokens.word(last) != "," or not (first in MADE or first.endswith("ed")):
        return last
    for at in range(last + 2, last + LONGEST_CLAUSE):
        word = tokens.word(at)
        if word in {"from", "between"}:
            return at
        if word in CLOSING or cue_mode(word) is not None:
            return last
    return last


def alias(chain: Chain, names: Sequence[NamedCorridor], tokens: Tokens) -> NamedCorridor | None:
    """Find the other name that a chain is given where it stands: "A–B air route, the old Kangaroo Route,"."""
    for name in names:
        if not 0 < name.first - chain.last <= LONGEST_APPOSITION or name.mode != chain.mode:
            continue
        between = [tokens.word(i) for i in range(chain.last, name.first)]
        called = bool(CALLING & set(between)) or between[0] == "("
        listed = "and" in {tokens.word(i) for i in range(name.last, name.last + LONGEST_APPOSITION)}
        plain = set(between) <= APPOSITION | {"old", "new", "famous", "route", "line", "of", "or"} and not listed
        if between[0] in {",", "(", "—", "–"} and (called or plain) and tokens.word(name.last) in CLOSING:
            return name
    return None


def bare(name: str) -> str:
    """Name a port or airport by its place: "Alat Port" → "Alat"."""
    if name == "Port of Spain":
        return name  # a town, and not in Spain
    words = name.removeprefix("Port of ").split(" ")
    while len(words) > 1 and words[-1] in FACILITIES:
        words.pop()
    return " ".join(words)
