"""Status of a corridor from the words around it: operating, planned, closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model import Status

__all__ = ["status_of"]


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


BUILDING = r"(?:built|laid|welded|finished)"
CUES: tuple[tuple[Status, re.Pattern[str]], ...] = (
    (
        "proposed",
        _any_of(
            r"propos(?:e[ds]?|al|als)",
            r"only on paper",
            r"talked (?:about|of)",
            r"feasibility",
            r"reject(?:ed|s)",
            r"floated",
            r"the idea of",
            r"calls? for",
            r"envisag\w+",
            rf"(?:nothing|none of [^.;]{{1,60}}) ha(?:s|ve) been {BUILDING}",
            r"studied",
            r"lobb(?:y|ied)",
        ),
    ),
    (
        "closed",
        _any_of(
            r"long[- ]closed",
            r"clos(?:ed|ure)(?! (?:for|to) )",
            r"abandoned",
            r"ceased",
            r"shut(?: down)?(?! (?:for|down for) )",
            r"suspended",
            r"mothballed",
            r"disused",
            r"defunct",
            r"dismantled",
            r"no (?:train|ferry|ship|flight|truck)s? (?:has|have) (?:run|sailed|flown|crossed)",
        ),
    ),
    (
        "under construction",
        _any_of(
            r"under construction",
            r"being (?:built|laid|widened)",
            r"is building",
            r"are building",
            r"construction (?:of|on|began|started|work)",
            r"track has been laid",
            r"welding",
            r"tunnelling",
            r"half[- ]?built",
            r"broke ground",
            r"work (?:on|began|started)",
            r"building the",
        ),
    ),
    (
        "planned",
        _any_of(
            r"planned",
            r"plans? (?:for|to)",
            r"will (?:be built|link|connect|run)",
            r"approved",
            r"approval",
            r"agreed to build",
            r"ha(?:s|ve) yet to",
            r"not yet (?:broken|begun|built)",
            r"to be (?:built|completed|opened)",
            r"due to open",
            r"tender",
            r"but not begun",
            r"future",
        ),
    ),
)
WOULD = _any_of(r"would (?:\w+ )?(?:carry|combine|connect|cross|go|join|lead|link|open|run|shorten|tie|be built)")
PAST = re.compile(
    r"\b(?:in|since|until|during|by) (?:(?:early|late|mid)[- ])?"
    r"(?:1[0-9]\d\d|the (?:\d\d\d0s|\w+teenth century|\w+tieth century))"
    r"|\b(?:during the (?:war|siege|crusade)|in the (?:\w+ ){0,2}century|lend-lease)",
    re.IGNORECASE,
)
PRESENT = _any_of("is", "are", "has", "have", "still", "now", "today", "can", "may")
CONTRAST = re.compile(r";|,? \b(?:but (?!not)|while|whereas|although|though|however)\b", re.IGNORECASE)


def status_of(sentence: str, *, at: int = 0, catalogued: Status | None = None) -> Status:
    """Return the status that a sentence gives a corridor.

    Parameters
    ----------
    sentence
        The words around the corridor.
    at
        Where in the sentence the corridor is named; what a contrast divides from it does not count.
    catalogued
        What the catalogue says; taken where the sentence says nothing.

    Returns
    -------
    A status; ``operating`` for a way that is spoken of as used, ``unknown`` for one of the past.

    Examples
    --------
    >>> status_of("The long-closed line may reopen."), status_of("Grain moves along the line.")
    ('closed', 'operating')
    >>> status_of("The line to A is closed, but the line to B carries grain.", at=34)
    'operating'
    """
    clause = _clause(sentence, at)
    for status, cue in CUES:
        if cue.search(clause):
            return status
    if catalogued is not None:
        return catalogued
    if WOULD.search(clause):
        return "proposed"
    if PAST.search(sentence) and not PRESENT.search(sentence):
        return "unknown"
    return "operating"


def _clause(sentence: str, at: int) -> str:
    """Return the part of a sentence between the contrasts around a position."""
    cuts = [match.span() for match in CONTRAST.finditer(sentence)]
    start = max((end for _, end in cuts if end <= at), default=0)
    stop = min((begin for begin, _ in cuts if begin >= at), default=len(sentence))
    return sentence[start:stop]
