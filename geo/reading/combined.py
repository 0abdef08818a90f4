"""Several articles as one document, whose parts say where each begins."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.errors import SourceError
from geo.model import Document, Part, Sentence, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["together"]

BETWEEN = "\n\n"


def together(documents: Sequence[Document], *, title: str | None = None) -> Document:
    r"""Put articles together, in the order given.

    Parameters
    ----------
    documents
        As :func:`geo.read` gives them.
    title
        Of the whole; the titles of two, or the first and how many more, where none is given.

    Returns
    -------
    One document. Its offsets count from the beginning of the first article; each mention can be led back to its own
    article with :meth:`~geo.model.Document.part_at`. It has a date and a publisher where all have the same.

    Raises
    ------
    SourceError
        If there is none.

    Examples
    --------
    >>> from geo.reading import document
    >>> both = together([document("Rain.", source="a.txt"), document("Snow.", source="b.txt")])
    >>> both.text, [part.start for part in both.parts]
    ('Rain.\n\nSnow.', [0, 7])
    """
    if not documents:
        raise SourceError("no article was given; name one or more")
    if len(documents) == 1:
        return documents[0]
    text = BETWEEN.join(document.text for document in documents)
    sentences: list[Sentence] = []
    citations, pages, parts, stretches = [], [], [], []
    start = 0
    for document in documents:
        parts.append(Part(document.source, document.title, start))
        for sentence in document.sentences:
            sentences.append(Sentence(len(sentences), sentence.start + start, sentence.end + start))
        citations += [replace(c, start=c.start + start, end=c.end + start) for c in document.citations]
        pages += [(number, at + start) for number, at in document.pages]
        said = document.stretches or (Stretch(0, len(document.text), document.language),)
        stretches += [Stretch(each.start + start, each.end + start, each.language) for each in said]
        start += len(document.text) + len(BETWEEN)
    publishers = {document.publisher for document in documents}
    dates = {(document.date, document.date_basis) for document in documents}
    date, basis = dates.pop() if len(dates) == 1 else (None, None)
    return Document(
        text=text,
        title=title or _title(documents),
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        sentences=tuple(sentences),
        citations=tuple(citations),
        date=date,
        date_basis=basis,
        publisher=publishers.pop() if len(publishers) == 1 else None,
        source=", ".join(document.source for document in documents),
        pages=tuple(pages),
        parts=tuple(parts),
        language=_most_spoken(stretches),
        stretches=tuple(stretches) if len({each.language for each in stretches}) > 1 else (),
    )


def _most_spoken(stretches: Iterable[Stretch]) -> str:
    """Return the language of most of a text."""
    size: dict[str, int] = {}
    for each in stretches:
        size[each.language] = size.get(each.language, 0) + each.end - each.start
    return max(size, key=lambda language: size[language])


def _title(documents: Sequence[Document]) -> str:
    first = documents[0].title
    if len(documents) == 2:
        return f"{first}; {documents[1].title}"
    return f"{first}, and {len(documents) - 1} more articles"
