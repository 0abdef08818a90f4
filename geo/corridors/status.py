"""Status of a corridor from the words around it: operating, planned, closed …"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model import Status

__all__ = ["status_of"]

CUES: tuple[tuple[Status, re.Pattern[str]], ...] = (
    (
        "proposed",
        re.compile(
            r"\b(?:propos(?:e[ds]?|al|als)|only on paper|talked (?:about|of)|feasibility|reject(?:ed|s)|floated|the idea of"
            r"|calls? for|envisag\w+|nothing has been built|studied|lobb(?:y|ied))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "closed",
        re.compile(
            r"\b(?:long[- ]closed|clos(?:ed|ure)|abandoned|ceased|shut(?: down)?|suspended|mothballed|disused|defunct|dismantled"
            r"|no (?:train|ferry|ship|flight|truck)s? (?:has|have) (?:run|sailed|flown|crossed))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "under construction",
        re.compile(
            r"\b(?:under construction|being (?:built|laid|widened)|is building|are building|construction (?:of|on|began|started|work)"
            r"|track has been laid|welding|tunnelling|half[- ]?built|broke ground|work (?:on|began|started)|building the)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "planned",
        re.compile(
            r"\b(?:planned|plans? (?:for|to)|will (?:be built|link|connect|run)|approved|approval|agreed to build|has yet to|have yet to"
            r"|not yet (?:broken|begun|built)|to be (?:built|completed|opened)|due to open|tender|but not begun|future)\b",
            re.IGNORECASE,
        ),
    ),
)
PAST = re.compile(
    r"\b(?:in|since|until|during|by) (?:(?:early|late|mid)[- ])?(?:1[0-9]\d\d|the (?:\d\d\d0s|\w+teenth century|\w+tieth century))"
    r"|\b(?:during the (?:war|siege|crusade)|in the (?:\w+ ){0,2}century|lend-lease)",
    re.IGNORECASE,
)
PRESENT = re.compile(r"\b(?:is|are|has|have|still|now|today|can|may)\b", re.IGNORECASE)


def status_of(sentence: str, *, catalogued: Status | None = None) -> Status:
    """Return the status that a sentence gives a corridor.

    Parameters
    ----------
    sentence
        The words around the corridor.
    catalogued
        What the catalogue says; taken where the sentence says nothing.

    Examples
    --------
    >>> status_of("The long-closed line may reopen."), status_of("Grain moves along the line.")
    ('closed', 'operating')
    """
    for status, cue in CUES:
        if cue.search(sentence):
            return status
    if catalogued is not None:
        return catalogued
    if PAST.search(sentence) and not PRESENT.search(sentence):
        return "unknown"
    return "operating"
