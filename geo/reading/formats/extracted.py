"""What a reader gives back: text, and where its notes and pages stand in it.

While a reader builds its text it writes marks into it: rare brackets of mathematics, which are taken out of every
article first. :func:`finished` takes them out again and says where they stood, so that no reader counts characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "Extracted",
    "Note",
    "PicturesError",
    "UnreadableError",
    "clean",
    "clean_marks",
    "finished",
    "note_mark",
    "page_mark",
]

OPEN, SHUT, PAGE = "\u2995", "\u2996", "\u29d8"
MARK = re.compile(f"{OPEN}([^{SHUT}]{{1,12}}){SHUT}|{PAGE}(\\d{{1,6}}){PAGE}")
LIGATURES = str.maketrans({
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
})  # fmt: skip
AFTER_STOP = re.compile(f'([.,;:!?…”"’»)]+)((?:{OPEN}[^{SHUT}]{{1,12}}{SHUT})+)')
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\ufeff\ufffe\uffff\ud800-\udfff]")


class UnreadableError(Exception):
    """A file that cannot be read; the message says why, without the file's name."""


class PicturesError(UnreadableError):
    """A file whose pages are pictures of text."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote: the span of its mark in the text, and its words."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file and what the file says of itself.

    Attributes
    ----------
    text
        Paragraphs divided by a blank line, without headers, footers, page numbers and the text of notes.
    date
        Day of publication in ISO form, ``None`` where the file does not say.
    pages
        Number and start of each page, in order; empty where the format has none.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    notes: tuple[Note, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()


def note_mark(label: str) -> str:
    """Return the mark of a note, to be written where the note is referred to."""
    return f"{OPEN}{label}{SHUT}"


def page_mark(number: int) -> str:
    """Return the mark of the beginning of a page."""
    return f"{PAGE}{number}{PAGE}"


def clean(text: str) -> str:
    """Take out of a file's text what no reader sees, and what we use as marks."""
    return clean_marks(UNPRINTABLE.sub("", text)).translate(LIGATURES)


def clean_marks(text: str) -> str:
    """Take out of a text what we use as marks."""
    return text.translate({ord(c): None for c in (OPEN, SHUT, PAGE)})


def finished(
    marked: str,
    notes: dict[str, str],
    *,
    title: str | None = None,
    publisher: str | None = None,
    date: str | None = None,
    url: str | None = None,
) -> Extracted:
    """Take the marks out of a text; a note's mark becomes ``[1]`` before the full stop it follows.

    Parameters
    ----------
    marked
        Text with marks.
    notes
        Words of the notes by the labels in the marks; a mark without a note is dropped.
    title, publisher, date, url
        What the file says of itself.

    Examples
    --------
    >>> finished(f"Trade grew.{note_mark('1')} Ports did not.", {"1": "Trend, May 3, 2019."}).text
    'Trade grew[1]. Ports did not.'
    """
    marked = AFTER_STOP.sub(r"\2\1", marked.strip())
    marked = re.sub(rf"\s+({OPEN}[^{SHUT}]{{1,12}}{SHUT})", r"\1", marked)
    parts: list[str] = []
    found: list[Note] = []
    pages: list[tuple[int, int]] = []
    length = last = 0
    for match in MARK.finditer(marked):
        before = marked[last : match.start()]
        parts.append(before)
        length += len(before)
        last = match.end()
        if match[2]:
            pages.append((int(match[2]), length))
        elif match[1] in notes:
            shown = f"[{match[1]}]"
            parts.append(shown)
            found.append(Note(length, length + len(shown), " ".join(notes[match[1]].split())))
            length += len(shown)
    parts.append(marked[last:])
    return Extracted(
        "".join(parts), title=title, publisher=publisher, date=date, url=url, notes=tuple(found), pages=tuple(pages)
    )
