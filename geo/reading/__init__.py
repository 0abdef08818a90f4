"""From a file or a text to a :class:`~geo.model.Document`: title, date, sentences, citations.

Knows nothing of gazetteers. Reads plain text (``.txt`` or no suffix), Markdown (``.md``, ``.markdown``) and the formats
of :mod:`geo.reading.formats`: saved web pages, PDF, DOCX and EPUB.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.characters import clean, clean_around, line, whole
from geo.errors import ScanError, SourceError
from geo.languages.identify import tongues_of
from geo.model import Document
from geo.reading import ocr
from geo.reading.citations import Period, find_citations
from geo.reading.combined import together
from geo.reading.decoding import MAX_BYTES, STANDARD_INPUT, decode, load, load_bytes, load_piped
from geo.reading.dehyphenation import without_divided_words
from geo.reading.footnotes import marks_inside
from geo.reading.formats import FORMATS, extract, format_of
from geo.reading.formats.extracted import Note, finished
from geo.reading.front_matter import Head, day_of, read_head
from geo.reading.markdown_text import plain_text, take_footnotes
from geo.reading.sentences import find_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from geo.model import Citation
    from geo.reading.formats import Extracted

    class Extract(Protocol):
        """How the text of a file of another program is asked for."""

        def __call__(self, data: bytes, kind: str, *, name: str) -> Extracted:
            """Return text, notes and pages; see :func:`geo.reading.formats.extract`."""


__all__ = ["check_no_address", "document", "is_readable", "read", "together"]

ADDRESS = re.compile(r"^(?:https?|file)://?", re.IGNORECASE)  # a path folds the two slashes into one
MARKDOWN_SUFFIXES = (".md", ".markdown")
PLAIN_SUFFIXES = (".txt", ".text", "")
LONGEST_MARK = 5  # "[123]"


def is_readable(path: Path) -> bool:
    """Tell by its name whether a file may be an article: what is taken from a folder.

    Parameters
    ----------
    path
        Of a file; it need not be there.

    Returns
    -------
    False for hidden files, and for what we keep of a scan ourselves.

    Examples
    --------
    >>> from pathlib import Path
    >>> is_readable(Path("ports.PDF")), is_readable(Path(".ports.md")), is_readable(Path("ports.xlsx"))
    (True, False, False)
    """
    known = path.suffix.lower() in (*MARKDOWN_SUFFIXES, *PLAIN_SUFFIXES[:-1], *FORMATS)
    return known and not path.name.startswith(".") and not path.name.endswith(ocr.ENDING)


def check_no_address(path: str | Path) -> None:
    """Refuse an address where a file is wanted; nothing is fetched unless a person says so.

    Parameters
    ----------
    path
        As somebody gave it.

    Raises
    ------
    SourceError
        If it is one, with the two ways to go on.

    Examples
    --------
    >>> check_no_address("articles/ports.md")
    >>> check_no_address("https://example.org/ports")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    geo.errors.SourceError: https://example.org/ports is an address, not a file: save the page ...
    """
    if ADDRESS.match(str(path)):
        told = re.sub(r"^(\w+):/(?=[^/])", r"\1://", str(path))
        raise SourceError(
            f"{told} is an address, not a file: save the page (Ctrl+S in the browser) and name that file, or let it be"
            f" fetched: corridors map --fetch {told}"
        )


def read(path: str | Path, *, extract: Extract = extract) -> Document:
    r"""Read an article from a file.

    Parameters
    ----------
    path
        Plain text or Markdown (UTF-8, or UTF-16 with a byte-order mark), with or without YAML front matter that may
        hold ``title``, ``publisher``, ``date`` and ``url``; a page saved from a browser (``.html``, ``.mhtml``), PDF,
        DOCX or EPUB. ``-`` is standard input, in any of these forms.
    extract
        Takes the text out of the files of other programs;
        :class:`geo.reading.formats.isolated_pool.Prepared` has one that is faster where there are many.

    Returns
    -------
    The article, with offsets that refer to ``Document.text``: the text without front matter and Markdown marks, or as
    it was taken out of the file. Nothing that a file refers to is fetched.

    Raises
    ------
    SourceError
        If the file is missing, empty, too large, binary, in an unknown encoding, of a kind that is not read, damaged,
        locked, or made to do harm.
    ScanError
        If it is a picture of text whose text was not recognised before; see :mod:`geo.reading.ocr`.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "note.txt"
    ...     _ = path.write_text("A short note\n\nTrains run to Kars (Agenda.ge, May 3, 2019).", encoding="utf-8")
    ...     read(path).title
    'A short note'
    """
    check_no_address(path)
    path = Path(path)
    if str(path) == "-":
        return _read_piped()
    suffix = path.suffix.lower()
    if suffix in FORMATS:
        found = _taken_out(path, FORMATS[suffix], extract)
        return _extracted(found, source=path.name, stem=path.stem)
    if suffix not in MARKDOWN_SUFFIXES + PLAIN_SUFFIXES:
        allowed = ", ".join(s for s in (*MARKDOWN_SUFFIXES, *PLAIN_SUFFIXES, *FORMATS) if s)
        raise SourceError(f"{path}: files of kind {suffix!r} are not read; expected one of {allowed}: save it as text")
    return _plain(load(path), markdown=suffix in MARKDOWN_SUFFIXES, name=str(path), source=path.name, stem=path.stem)


def _taken_out(path: Path, kind: str, extract: Extract) -> Extracted:
    """Return what a file of another program holds; of a scan, what was recognised and is kept beside it."""
    data = load_bytes(path, packed=True)
    try:
        return extract(data, kind, name=str(path))
    except ScanError:
        recognised = ocr.kept(path, data)
        if recognised is None:
            raise
        return extract(recognised, kind, name=str(ocr.beside(path)))


def _read_piped() -> Document:
    data = load_piped()
    kind = format_of(data)
    if kind is not None:
        found = extract(data, kind, name=STANDARD_INPUT)
        return _extracted(found, source=STANDARD_INPUT, stem=STANDARD_INPUT)
    if len(data) > MAX_BYTES:
        raise SourceError(f"{STANDARD_INPUT} holds {len(data):,} bytes; at most {MAX_BYTES:,} are read: split it")
    text = decode(data, STANDARD_INPUT)
    return _plain(text, markdown=False, name=STANDARD_INPUT, source=STANDARD_INPUT, stem=STANDARD_INPUT)


def _plain(text: str, *, markdown: bool, name: str, source: str, stem: str) -> Document:
    head, body = read_head(clean(text), name=name)
    notes: tuple[Note, ...] = ()
    if markdown:
        body, taken = take_footnotes(body)
        found = _cleaned(finished(plain_text(body), taken))
        body, notes = found.text, found.notes
    else:
        body = without_divided_words(body)
    if not body.strip():
        raise SourceError(f"{name}: there is no text below the front matter; nothing to map")
    return _assemble(body, head, source=source, fallback_title=stem, notes=notes)


def _cleaned(found: Extracted) -> Extracted:
    """Clean what was taken out of a file, and let its notes and pages stand where they stood."""
    places = [*(place for note in found.notes for place in (note.start, note.end)), *(at for _, at in found.pages)]
    text, moved = clean_around(found.text, places)
    return replace(
        found,
        text=text,
        notes=tuple(Note(moved[note.start], moved[note.end], line(note.words)) for note in found.notes),
        pages=tuple((number, moved[at]) for number, at in found.pages),
    )


def _extracted(found: Extracted, *, source: str, stem: str) -> Document:
    found = _cleaned(found)
    if not found.text.strip():
        raise SourceError(f"{source}: there is no text in it; nothing to map")
    head = Head(title=found.title, publisher=found.publisher, date=day_of(found.date), url=found.url)
    made = _assemble(found.text, head, source=source, fallback_title=stem, notes=found.notes)
    return replace(made, pages=found.pages)


def document(text: str, *, title: str | None = None, source: str = "<text>") -> Document:
    """Make a document of a text as it stands, so that offsets refer to the very string given.

    Parameters
    ----------
    text
        The article; front matter is not looked for.
    title
        Taken from the first lines where none is given.
    source
        What to call it.

    Returns
    -------
    The article.

    Raises
    ------
    SourceError
        If the text holds nothing but white space.

    Examples
    --------
    >>> [c.outlet for c in document("Trains run (Agenda.ge, May 3, 2019; Trend, May 4, 2019).").citations]
    ['Agenda.ge', 'Trend']
    """
    if not text.strip():
        raise SourceError(f"{source}: the text is empty; nothing to map")
    return _assemble(whole(text), Head(title=title), source=source, fallback_title=source)


def _assemble(text: str, head: Head, *, source: str, fallback_title: str, notes: Sequence[Note] = ()) -> Document:
    head = head.completed_from(text)
    noted = [(note.start, note.end, note.words) for note in notes]
    citations = tuple(map(_legible, find_citations(text, Period(head.date), noted)))
    newest = max((c.date for c in citations if c.date is not None), default=None)
    trailing = [c for c in citations if c.url or not text[c.start].isalpha()]  # "Brown (2019)" begins a sentence
    language, stretches = tongues_of(text)
    marks = sorted({(c.start, c.end) for c in citations if c.note and c.end - c.start <= LONGEST_MARK})
    return Document(
        text=text,
        title=line(head.title or "") or line(fallback_title) or "Untitled",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        sentences=find_sentences(marks_inside(text, marks), trailing),
        citations=citations,
        date=head.date or newest,
        date_basis="stated" if head.date else "inferred" if newest else None,
        publisher=line(head.publisher or "") or None,
        url=line(head.url or "") or None,
        source=whole(source),
        front=head.front,
        language=language,
        stretches=stretches,
    )


def _legible(citation: Citation) -> Citation:
    """Return a citation whose words hold nothing invisible; an outlet of which nothing is left is a question mark."""
    words = (line(citation.outlet) or "?", clean(citation.note))
    if words == (citation.outlet, citation.note):
        return citation
    return replace(citation, outlet=words[0], note=words[1])
