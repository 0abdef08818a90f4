"""Two vehicles, two journeys: "The train left A, and a plane landed in B" tells of no way from A to B."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.corridors.function_words import words
from geo.corridors.modes import cue_mode

if TYPE_CHECKING:
    from geo.recognition.tokens import Tokens

__all__ = ["has_another_vehicle"]

VEHICLES = words("prose-vehicles")
JOINTS = frozenset({"and", "but", "while", "whereas", ";", "as", "when", "after", "before"})
NEW = frozenset({"a", "an", "another", "one"})
OLD = frozenset({"the", "its", "their"})
ONWARD = frozenset({"to", "for", "from", "into", "at", "on", "bound", "via", "through"})
"""Words after a vehicle that take it for a further leg: "by train to A and a ferry to B"."""
LONGEST = 4  # words from the joint to the vehicle


def has_another_vehicle(begin: int, first: int, last: int, tokens: Tokens) -> bool:
    """Tell whether a clause of another vehicle begins between two places.

    Parameters
    ----------
    begin
        The token where the sentence begins.
    first, last
        The tokens between the two places, end exclusive.
    tokens
        The words of the document.

    Returns
    -------
    True where a vehicle is spoken of before, and between the two "and", an article and a vehicle stand that does
    something of its own: one that is new ("a train"), or one of another kind ("the plane").
    """
    joints = [i for i in range(first, last) if tokens.word(i) in JOINTS]
    if not joints:
        return False
    before = [i for i in range(begin, first) if tokens.word(i) in VEHICLES]
    if not before:
        return False
    mode = cue_mode(tokens.word(before[-1]))
    for joint in joints:
        for at in range(joint + 2, min(joint + 1 + LONGEST, last)):
            word = tokens.word(at)
            if word not in VEHICLES or tokens.word(at + 1) in ONWARD:
                continue
            article = {tokens.word(i) for i in range(joint + 1, at)}
            if article & NEW or (article & OLD and cue_mode(word) != mode):
                return True
    return False
