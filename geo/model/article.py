"""What was read and recognised: a document, its sentences and citations, the mentions in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from geo.errors import RecordError
from geo.model.checks import check_choice, check_share, check_span

if TYPE_CHECKING:
    from datetime import date as Date

__all__ = ["Citation", "Document", "Mention", "Part", "Role", "Sentence", "Stretch"]

Role = Literal["literal", "associative"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document; a citation that trails it belongs to it."""

    index: int
    start: int
    end: int

    def __post_init__(self) -> None:
        check_span("sentence", self.start, self.end)


@dataclass(frozen=True, slots=True)
class Citation:
    """One outlet–date pair of a citation: ``(Mod.gov.az, May 3; Nato.int, April 4, 23)`` holds three.

    Attributes
    ----------
    outlet
        As the article writes it, e.g. ``"Mod.gov.az"``.
    date
        ``None`` where the citation states none.
    year_stated
        False where the article leaves the year out and the document's year was taken.
    accessed
        True where the date is the day somebody looked, not the day of publication.
    see
        True for a cross-reference ("see EDM, January 21, 2019").
    start, end
        Span of the whole parenthesis, or of the footnote mark.
    note
        The words of the footnote, endnote or reference; ``""`` where the citation is all there is.
    url
        Address that it gives, ``None`` where it gives none; nobody looks there.
    """

    outlet: str
    date: Date | None
    start: int
    end: int
    year_stated: bool = True
    accessed: bool = False
    see: bool = False
    note: str = ""
    url: str | None = None

    def __post_init__(self) -> None:
        check_span(f"citation of {self.outlet!r}", self.start, self.end)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several articles that were put together into one document, from ``start`` on."""

    source: str
    title: str
    start: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs of a document that are in one language (ISO 639-1)."""

    start: int
    end: int
    language: str

    def __post_init__(self) -> None:
        check_span(f"stretch in {self.language!r}", self.start, self.end)


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it was read.

    Attributes
    ----------
    date_basis
        ``"stated"`` in front matter or head, ``"inferred"`` from the citations, ``None`` where there is no date.
    source
        File name or ``"<text>"``; never a full path, so that outputs do not depend on the machine.
    pages
        Number and start of each page in order, where the file has pages.
    parts
        The articles it was put together from, in order; empty for one article.
    front
        Its front matter as it stands, without the lines of dashes; for those who read more of it.
    language
        Of most of it, by its ISO 639-1 code; ``en`` where nothing tells.
    stretches
        The paragraphs in each language in order, where there are several languages; empty where there is one.
    reader
        Who reads its names: our ``rules``, or the ``encoder`` and they (:mod:`geo.encoder`).
    way_reader
        Who weighs what may be a way: our ``judge``, or the ``encoder`` and it (:mod:`geo.corridors.second_voice`).
    faults
        Why it was read otherwise than was asked, in sentences.
    """

    text: str
    title: str
    sha256: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...] = ()
    date: Date | None = None
    date_basis: Literal["stated", "inferred"] | None = None
    publisher: str | None = None
    url: str | None = None
    source: str = "<text>"
    pages: tuple[tuple[int, int], ...] = ()
    parts: tuple[Part, ...] = ()
    front: str = ""
    language: str = "en"
    stretches: tuple[Stretch, ...] = ()
    reader: Literal["rules", "encoder"] = "rules"
    way_reader: Literal["judge", "encoder"] = "judge"
    faults: tuple[str, ...] = ()

    def language_at(self, offset: int) -> str:
        """Return the language in which a character stands."""
        index = bisect_right(self.stretches, offset, key=lambda stretch: stretch.start) - 1
        return self.stretches[index].language if index >= 0 else self.language

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page on which a character stands, ``None`` where there are no pages.

        Pages count from the first of the file, whatever is printed on them.
        """
        index = bisect_right(self.pages, offset, key=lambda page: page[1]) - 1
        part = self.part_at(offset)
        first = part.start if part else 0
        return self.pages[index][0] if index >= 0 and self.pages[index][1] >= first else None

    def part_at(self, offset: int) -> Part | None:
        """Return the article in which a character stands, ``None`` where the document is one article."""
        index = bisect_right(self.parts, offset, key=lambda part: part.start) - 1
        return self.parts[index] if index >= 0 else None

    def quote(self, sentence: int) -> str:
        """Return the words of one sentence."""
        span = self.sentences[sentence]
        return self.text[span.start : span.end]

    def citations_in(self, sentence: int) -> tuple[Citation, ...]:
        """Return the citations that stand in one sentence, in reading order."""
        span = self.sentences[sentence]
        return tuple(c for c in self.citations if span.start <= c.start < span.end)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the article that name a place, or that name a corridor.

    Attributes
    ----------
    name
        What to look up: the phrase without a leading article, a trailing ``'s`` and the like.
    role
        ``literal``: the place itself; ``associative``: people or a government that act under its name.
    confidence
        0 to 1, how sure recognition is that this names a place in this role.
    sentence
        Index into ``Document.sentences``.
    cue
        Why the role was given, in a few words, for people who check.
    is_demonym
        True for "Georgian" and "Afghans": they point to a country, but name no place.
    """

    start: int
    end: int
    phrase: str
    sentence: int
    name: str = ""
    role: Role = "literal"
    confidence: float = 1.0
    cue: str = ""
    is_demonym: bool = False

    def __post_init__(self) -> None:
        check_span(f"mention {self.phrase!r}", self.start, self.end)
        check_choice("role", self.role, get_args(Role))
        check_share("confidence", self.confidence)
        if len(self.phrase) != self.end - self.start:
            raise RecordError(
                f"mention {self.phrase!r} is {len(self.phrase)} characters long, but its span {self.start}-{self.end} "
                f"is {self.end - self.start}; a phrase must be text[start:end]"
            )
        if not self.name:
            object.__setattr__(self, "name", self.phrase)
