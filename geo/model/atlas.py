"""All that one article speaks of, and the data it was found with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model.article import Document
    from geo.model.corridor import Corridor, Route
    from geo.model.place import Actor, Place, Unresolved

__all__ = ["Atlas", "DataSource"]


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
class Atlas:
    """All that one article speaks of: places, corridors, actors, and what was seen and not drawn."""

    document: Document
    places: tuple[Place, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    actors: tuple[Actor, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    sources: tuple[DataSource, ...] = ()
    routes: tuple[Route, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to draw."""
        return not (self.places or self.corridors)
