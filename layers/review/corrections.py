"""What a person may correct, as records: an anchor in the text and what is said of the feature there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from geo.errors import CorridorsError
from geo.model.checks import check_choice, check_point
from layers.author.wishes import NOTHING_SAID, Words

if TYPE_CHECKING:
    from geo.model import LonLat, Mode, Role, Status

__all__ = ["Anchor", "Correction", "Corrections", "ReviewError", "Stop", "Target", "Unfit", "Word"]

Target = Literal["place", "corridor"]
Word = Literal["accept", "reject", "add", "change"]


class ReviewError(CorridorsError, ValueError):
    """A review file that cannot be read or written, with the line where it fails."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of the article, and what helps to find them again after the article was edited.

    The form is that of the W3C's Web Annotation Data Model: a quote with what stands before and after it
    (TextQuoteSelector), and an offset (TextPositionSelector).

    Attributes
    ----------
    quote
        The words themselves.
    at
        Offset of their first character, in code points, ``None`` where it is not known.
    before, after
        A few words on either side, ``""`` where none are kept.
    """

    quote: str
    at: int | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A waypoint that a person gives: a name to look up, a record, or a point (longitude, latitude)."""

    name: str
    record: str | None = None
    point: LonLat | None = None

    def __post_init__(self) -> None:
        if self.point is not None:
            check_point(f"waypoint {self.name!r}", *self.point)


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction.

    Attributes
    ----------
    target
        What the words name.
    word
        ``accept`` it as found, ``reject`` it, ``add`` what was not found, or ``change`` what the other fields say.
    here
        True where only these words are meant, not every mention of the same feature.
    record, point
        The gazetteer record that is meant, or a point (longitude, latitude; WGS 84 degrees).
    via, avoid
        What a line must pass (straits, canals and capes by sea, else places), and the straits and canals it must not.
    same_as
        Words that name the feature with which this one is one and the same.
    by, comment
        The reviewer's initials, and what the reviewer wishes to say.
    line
        Where it stands in the review file, ``None`` where it was made otherwise.
    """

    target: Target
    anchor: Anchor
    word: Word = "change"
    here: bool = False
    name: str | None = None
    kind: str | None = None
    role: Role | None = None
    record: str | None = None
    point: LonLat | None = None
    mode: Mode | None = None
    status: Status | None = None
    waypoints: tuple[Stop, ...] = ()
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    same_as: Anchor | None = None
    by: str = ""
    comment: str = ""
    line: int | None = None

    def __post_init__(self) -> None:
        check_choice("verdict", self.word, get_args(Word))
        if self.point is not None:
            check_point(f"{self.target} {self.anchor.quote!r}", *self.point)

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the fields that it changes."""
        fields = ("name", "kind", "role", "record", "point", "mode", "status", "waypoints", "via", "avoid", "same_as")
        return tuple(field.replace("_", " ") for field in fields if getattr(self, field))

    @property
    def label(self) -> str:
        """How to speak of it in a message: ``line 12: place 'Kars'``."""
        line = f"line {self.line}: " if self.line else ""
        return f"{line}{self.target} {self.anchor.quote!r}"


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that a review says of one article.

    Attributes
    ----------
    article
        Name of the article's file, ``None`` where the review does not say.
    title
        Heading of the map, in place of the article's own.
    focus
        Countries (ISO 3166-1 alpha-2) the article is about.
    words
        What else its author says of the map; the title too.
    """

    items: tuple[Correction, ...] = ()
    article: str | None = None
    title: str | None = None
    focus: tuple[str, ...] = ()
    words: Words = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Unfit:
    """A correction that could not be applied, and why."""

    correction: Correction
    reason: str

    def __str__(self) -> str:
        return f"{self.correction.label}: {self.reason}"
