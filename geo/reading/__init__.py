"""From a file or a text to a :class:`~geo.model.Document`: title, date, sentences, citations.

Knows nothing of gazetteers. Reads plain text (``.txt`` or no suffix) and Markdown (``.md``, ``.markdown``).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from geo.errors import SourceError
from geo.model import Document
from geo.reading.citations import Period, find_citations
from geo.reading.files import load
from geo.reading.head import Head, read_head
from geo.reading.markdown import plain_text
from geo.reading.sentences import find_sentences

__all__ = ["document", "read"]

MARKDOWN_SUFFIXES = (".md", ".markdown")
PLAIN_SUFFIXES = (".txt", ".text", "")


def read(path: str | Path) -> Document:
    r"""Read an article from a file.

    Parameters
    ----------
    path
        A UTF-8 (or UTF-16 with a byte-order mark) file: plain text or Markdown, with or without YAML front matter
        that may hold ``title``, ``publisher``, ``date`` and ``url``.

    Returns
    -------
    The article, with offsets that refer to ``Document.text``: the text without front matter and Markdown marks.

    Raises
    ------
    SourceError
        If the file is missing, empty, too large, binary, in an unknown encoding or of a kind that is not read.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "note.txt"
    ...     _ = path.write_text("A short note\n\nTrains run to Kars (Agenda.ge, May 3, 2019).", encoding="utf-8")
    ...     read(path).title
    'A short note'
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in MARKDOWN_SUFFIXES + PLAIN_SUFFIXES:
        allowed = ", ".join(s for s in MARKDOWN_SUFFIXES + PLAIN_SUFFIXES if s)
        raise SourceError(f"{path}: files of kind {suffix!r} are not read; expected one of {allowed}: save it as text")
    text = load(path)
    head, body = read_head(text, name=str(path))
    if suffix in MARKDOWN_SUFFIXES:
        body = plain_text(body)
    if not body.strip():
        raise SourceError(f"{path}: there is no text below the front matter; nothing to map")
    return _assemble(body, head, source=path.name, fallback_title=path.stem)


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
    return _assemble(text, Head(title=title), source=source, fallback_title=source)


def _assemble(text: str, head: Head, *, source: str, fallback_title: str) -> Document:
    head = head.completed_from(text)
    citations = find_citations(text, Period(head.date))
    newest = max((c.date for c in citations if c.date is not None), default=None)
    return Document(
        text=text,
        title=head.title or fallback_title,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        sentences=find_sentences(text, citations),
        citations=citations,
        date=head.date or newest,
        date_basis="stated" if head.date else "inferred" if newest else None,
        publisher=head.publisher,
        url=head.url,
        source=source,
    )
