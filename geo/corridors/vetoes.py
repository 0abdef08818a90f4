"""Movements that are no way for others, whatever else speaks for them: one person's trip, a crash, an industry.

Each veto is a row of ``geo/data/en/vetoes.csv``: what it looks at, its words, a sentence where it holds and one where
it must not; both are tests.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geo.corridors.modes import cue_mode
from geo.corridors.way_words import classes_of
from geo.csv_tables import data_table

if TYPE_CHECKING:
    from geo.corridors.proposals import Proposal
    from geo.recognition.tokens import Tokens

__all__ = ["SUBJECT", "is_gap", "is_vetoed", "never_was"]

GAP_BEFORE = 3  # words before the word of a way in which its gap may stand: "a gap in the railway between A and B"
SUBJECT = 6  # words before a movement in which its subject stands
AFTER = 3  # words after the word of a way that may make it another thing
AROUND = 8  # words after the places in which a word of travel may stand
JOINING = frozenset({"between", "linking"})
TRAVEL = frozenset(
    {"way-rail", "way-road", "way-pipeline", "way-waterway", "way-cable", "vehicle", "goods", "flow", "journey"}
)
UNKNOWN = frozenset({"a", "an", "any"})
BUILT = frozenset({"way", "way-rail", "way-road", "way-pipeline", "way-waterway", "way-cable"})


@cache
def _words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for _, row in data_table("en", "vetoes.csv", columns=("looks at", "words", "holds", "must not hold")):
        found.setdefault(row["looks at"], set()).update(row["words"].split())
    return {key: frozenset(words) for key, words in found.items()}


def is_gap(first: int, last: int, tokens: Tokens) -> bool:
    """Tell whether words before a "between" speak of where a way is broken, not of where it goes.

    Parameters
    ----------
    first, last
        The tokens before the two places, end exclusive.
    tokens
        The words of the document.
    """
    return tokens.word(last - 1) == "between" and any(tokens.word(i) in _words()["gap"] for i in range(first, last))


def never_was(first: int, last: int, tokens: Tokens) -> bool:
    """Tell a way that never was, "there has never been a railway", from one that never stood still.

    Parameters
    ----------
    first, last
        The tokens before the word of a way, end exclusive.
    tokens
        The words of the document.
    """
    said = [tokens.word(i) for i in range(first, last)]
    return any(
        word in _words()["never been"] and "been" in said[at : at + AFTER] and UNKNOWN.intersection(said[at + 1 :])
        for at, word in enumerate(said)
    )


def is_vetoed(proposal: Proposal, tokens: Tokens, begin: int) -> bool:
    """Tell whether a proposal is no way for others.

    Parameters
    ----------
    proposal
        Places put together by what governs them.
    tokens
        The words of the document.
    begin
        Where the sentence begins.
    """
    at = proposal.anchor
    words = _words()
    if at < 0:
        return False
    first = min([stop.first for stop in proposal.stops if stop.first >= begin] or [proposal.first])
    left = min(at, first)
    subject = [tokens.word(i) for i in range(max(begin, left - SUBJECT), left)]
    around = [tokens.word(i) for i in range(max(begin, left - SUBJECT), proposal.last)]
    anchor = tokens.word(at)
    distance = len(proposal.stops) == 1 and tokens.word(at - 1) == "by"  # "65 km by road from Sydney"
    pairs = {f"{tokens.word(at - 1)}_{anchor}", f"{anchor}_{tokens.word(at + 1)}"}
    people = anchor in words["joins people too"] and _joins_people(at, begin, proposal.last, tokens)
    noted = distance or people or _is_firm(proposal, tokens) or never_was(max(begin, at - SUBJECT), at, tokens)
    if noted or pairs & words["pair"] or is_gap(max(begin, left - GAP_BEFORE), first, tokens):
        return True
    traded = tokens.word(at - 1) == "of" and tokens.word(at - 2) in words["of what"]
    if traded or words["after the word"] & {tokens.word(i) for i in range(at + 1, at + AFTER)}:
        return True
    if words["near"].intersection(around):
        return True
    if at < proposal.last and classes_of(anchor) & BUILT and anchor not in words["also a trip"]:
        return False
    return bool(words["subject"].intersection(subject))


def _is_firm(proposal: Proposal, tokens: Tokens) -> bool:
    """Tell the firm that two places joined by a dash name, the Hamburg–America Line, from a line between them."""
    here, there = min(stop.first for stop in proposal.stops), max(stop.last for stop in proposal.stops)
    apart = len(proposal.stops) == 1 or any(tokens.shape(i) == "l" for i in range(here, there))
    return not apart and tokens.shape(there) == "C" and tokens.word(there) in _words()["firm after"]


def _joins_people(at: int, begin: int, last: int, tokens: Tokens) -> bool:
    """Tell links of another kind, "connections between Tehran and Moscow deepened", by the want of a word of travel."""
    if not JOINING & {tokens.word(at), tokens.word(at + 1)}:
        return False
    around = (tokens.word(i) for i in range(begin, last + AROUND) if i != at)
    return not any(cue_mode(word) or classes_of(word) & TRAVEL for word in around)
