"""The features of one atlas laid out while they are being corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model import Mention, Unresolved
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.model import Actor, Corridor, Document, Place, Record
    from layers.review.corrections import Correction

__all__ = ["WAYS", "Corrected", "Misfit"]

WAYS = frozenset({"corridor", "movement"})
"""What of the things not drawn may become a corridor."""


class Misfit(Exception):
    """A correction does not fit the article or the data; the message says why."""


@dataclass(slots=True)
class Corrected:
    """The features of one atlas while they are being corrected.

    Attributes
    ----------
    moved
        The record that a place has now, by the id of the one it had.
    """

    document: Document
    gazetteer: Gazetteer
    places: list[Place]
    actors: list[Actor]
    corridors: list[Corridor]
    unresolved: list[Unresolved]
    moved: dict[str, Record]

    def mention(self, correction: Correction, span: tuple[int, int]) -> Mention:
        """Return a mention of a span, with its sentence."""
        start, end = span
        role = correction.role or "literal"
        index = sentence_at(self.document.sentences, start)
        return Mention(start, end, self.document.text[start:end], index, role=role, cue="review")

    def reject(self, name: str, correction: Correction, mentions: tuple[Mention, ...]) -> None:
        """List something that a person took off the map, with the reason."""
        by = f" by {correction.by}" if correction.by else ""
        comment = f": {correction.comment}" if correction.comment else ""
        self.unresolved.append(Unresolved(correction.target, name, f"left out in review{by}{comment}", mentions))
