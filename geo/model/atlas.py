"""All that one article speaks of, and the data it was found with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model.article import Document
    from geo.model.corridor import Corridor, Route
    from geo.model.place import Actor, Place, Unresolved

__all__ = ["Atlas", "DataSource", "Reading"]


@dataclass(frozen=True, slots=True)
class DataSource:
    """A source of data in use: what it is, which version, under which licence."""

    id: str
    name: str
    version: str
    licence: str
    attribution: str
    url: str = ""
    sha256: str = ""
    rows: int | None = None
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Who read an article beside our own rules.

    Attributes
    ----------
    model
        A language model of the user's own. Where it runs is not told: a run with kept answers gives the same bytes.
    prompt
        Hash of what it was asked.
    dropped
        How many of its labels were no words of the text, or out of form.
    faults
        Why parts of the text were read by the rules alone.
    """

    model: str
    prompt: str = ""
    dropped: int = 0
    faults: tuple[str, ...] = ()

    def told(self) -> str:
        """Say it in a sentence for the reader of a map.

        Examples
        --------
        >>> Reading("small", dropped=2).told()
        'Read by the language model small and by our own rules; 2 of its labels were dropped: not words of the text.'
        """
        lost = f"; {self.dropped} of its labels were dropped: not words of the text" if self.dropped else ""
        return f"Read by the language model {self.model} and by our own rules{lost}."


@dataclass(frozen=True, slots=True)
class Atlas:
    """All that one article speaks of: places, corridors, actors, and what was seen and not drawn."""

    document: Document
    places: tuple[Place, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    actors: tuple[Actor, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    sources: tuple[DataSource, ...] = ()
    routes: tuple[Route, ...] = ()
    reading: Reading | None = None

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to draw."""
        return not (self.places or self.corridors)
