"""All that one article speaks of, and the data it was found with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model.display import as_html, counted

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
    has_read
        Whether it read any of the text.
    """

    model: str
    prompt: str = ""
    dropped: int = 0
    faults: tuple[str, ...] = ()
    has_read: bool = True

    def told(self) -> str:
        """Say it in a sentence for the reader of a map.

        Examples
        --------
        >>> Reading("small", dropped=2).told()
        'Read by the language model small and by our own rules; 2 of its labels were dropped: not words of the text.'
        """
        if not self.has_read:
            return f"Read by our own rules alone: the language model {self.model} gave no answer."
        lost = f"; {self.dropped} of its labels were dropped: not words of the text" if self.dropped else ""
        return f"Read by the language model {self.model} and by our own rules{lost}."


@dataclass(frozen=True, slots=True, repr=False)
class Atlas:
    """All that one article speaks of: places, corridors, actors, and what was seen and not drawn.

    At a prompt it says how much it holds; in a notebook it shows itself as tables.

    Attributes
    ----------
    document
        The article: ``text``, ``title``, ``date``, ``sentences``, ``citations``.
    places
        In the order of the text. Of each: ``id``, ``label`` (as the article calls it) and ``name`` (as the gazetteer
        does), ``kind``, ``lon``, ``lat`` (WGS 84, degrees), ``country`` (ISO 3166-1 alpha-2), ``record`` (whose ``id``
        leads back to the gazetteer, and whose ``precision`` says how exact the point is), ``role``, ``confidence``
        (0 to 1), ``alternatives`` and ``mentions`` (``start``, ``end``, ``phrase``, ``sentence``).
    corridors
        Of each: ``id``, ``name``, ``mode``, ``status``, ``basis``, ``precision``, ``length_km``, ``waypoints``,
        ``legs`` (each with its own ``line``) and ``mentions``.
    actors
        Governments and bodies that act under a place's name, and are not drawn.
    unresolved
        What was read and is not drawn: ``what``, ``name``, ``reason`` and ``mentions``.
    sources
        The data in use, with version and licence.
    routes
        The ways as the text tells them, before anybody looked for their lines.
    reading
        Who read beside our own rules, ``None`` where nobody did.

    Examples
    --------
    >>> import geo
    >>> geo.geoparse("Ferries link Suakin with Jeddah.")
    <Atlas of '<text>': 2 places, 1 corridor, 0 actors, 0 seen and not drawn>
    """

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

    def __repr__(self) -> str:
        counts = ", ".join(
            (
                counted(len(self.places), "place"),
                counted(len(self.corridors), "corridor"),
                counted(len(self.actors), "actor"),
            )
        )
        return f"<Atlas of {self.document.title!r}: {counts}, {len(self.unresolved)} seen and not drawn>"

    def _repr_html_(self) -> str:
        """Show the tables in a notebook; :func:`layers.draw` shows the map."""
        return as_html(self)
