"""What an author may say of a map, as records."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from geo.outlines import Extent

__all__ = ["NOTHING_SAID", "Detail", "Look", "Target", "Words"]

Target = Literal["place", "corridor"]
Detail = Literal["full", "overview", "plain"]
Said = TypeVar("Said", "Look", "Words")


@dataclass(frozen=True, slots=True)
class Look:
    """What an author says of one feature.

    Attributes
    ----------
    feature
        Its name, or words of the article that name it.
    place
        Where it was said, for messages: ``front matter line 4``.
    name, note
        In place of its own name, and beside its own note.
    colour
        ``#rrggbb``, or ``""`` for the one of its kind.
    dash
        A key of :data:`layers.author.keys.DASHES`, or ``""``.
    label
        ``auto``, ``off``, or where its name stands.
    order
        Its place in lists and in reading order, the lowest first.
    """

    target: Target
    feature: str
    place: str = ""
    name: str = ""
    note: str = ""
    colour: str = ""
    dash: str = ""
    hide: bool = False
    label: str = "auto"
    order: float | None = None

    @property
    def is_drawing(self) -> bool:
        """True where it changes how the feature is drawn."""
        return bool(self.colour or self.dash or self.label != "auto")

    def over(self, other: Look) -> Look:
        """Return this with what it leaves unsaid taken from another."""
        return replace(self, **_unsaid(self, other, skip=("target", "feature", "place")))


@dataclass(frozen=True, slots=True)
class Words:
    """What an author says of a map; ``None`` where nothing is said.

    Attributes
    ----------
    language
        Of the page's own words, a code of :func:`layers.map.language.codes`.
    extent
        West, south, east, north of the first view; east runs past 180 where the antimeridian is crossed.
    detail
        How much of a base map there is: relief, rivers and towns, the same but coarse, or none of it.
    legend
        Corner, ``folded`` or ``off``; ``None`` leaves it to the page.
    lists
        Which lists the page shows, keys of :data:`layers.author.keys.LISTS`.
    features
        In the order in which they were said; of several on one feature, the first that says a thing holds.
    """

    title: str | None = None
    subtitle: str | None = None
    byline: str | None = None
    note: str | None = None
    source_line: str | None = None
    language: str | None = None
    extent: Extent | None = None
    detail: Detail | None = None
    legend: str | None = None
    lists: tuple[str, ...] | None = None
    features: tuple[Look, ...] = ()

    def over(self, other: Words) -> Words:
        """Return this with what it leaves unsaid taken from another; what both say of features is kept, this first.

        Examples
        --------
        >>> said = Words(title="Ports").over(Words(title="Harbours", byline="By LK"))
        >>> said.title, said.byline
        ('Ports', 'By LK')
        """
        both = (*self.features, *other.features)
        return replace(self, **_unsaid(self, other, skip=("features",)), features=both)

    @property
    def told(self) -> dict[str, str]:
        """The lines that stand beside the title, by key, those that were said."""
        lines = {
            "subtitle": self.subtitle, "byline": self.byline, "note": self.note, "source_line": self.source_line,
        }  # fmt: skip
        return {key: text for key, text in lines.items() if text}


NOTHING_SAID = Words()


def _unsaid(one: Said, other: Said, *, skip: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of another for the fields in which one has its default."""
    return {
        each.name: getattr(other, each.name)
        for each in fields(one)
        if each.name not in skip and getattr(one, each.name) == each.default
    }
