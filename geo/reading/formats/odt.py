"""LibreOffice's ODT: paragraphs, headings, lists and tables in order; footnotes and endnotes become citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.reading.formats.extracted import Extracted, UnreadableError, clean, finished, note_mark
from geo.reading.formats.zipped_xml import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

__all__ = ["read_odt"]

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT, META, MANIFEST = "content.xml", "meta.xml", "META-INF/manifest.xml"
BLOCKS = frozenset({f"{TEXT}p", f"{TEXT}h"})
SKIPPED = frozenset({
    f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{TEXT}table-of-content", f"{OFFICE}annotation",
    f"{OFFICE}forms",
})  # fmt: skip
MOST_SPACES = 20


def read_odt(data: bytes) -> Extracted:
    """Read an ODT file.

    Words that tracked changes deleted, comments and tables of contents are left out. A table is a line a row, cells
    divided by ``|``.
    """
    archive = Archive(data)
    if CONTENT not in archive:
        raise UnreadableError("it is no ODT file (content.xml is missing)")
    if MANIFEST in archive and b"encryption-data" in archive.read(MANIFEST):
        raise UnreadableError("it is locked with a password; save a copy without one")
    body = archive.xml(CONTENT).find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise UnreadableError("it is an OpenDocument file, but holds no text: a sheet or slides; save as text")
    notes: dict[str, str] = {}
    blocks = [block for block in _blocks(body, notes) if block]
    return finished("\n\n".join(blocks), notes, title=_title(archive))


def _blocks(parent: Element, notes: dict[str, str]) -> Iterator[str]:
    for child in parent:
        if child.tag in BLOCKS:
            yield _words(child, notes).strip()
        elif child.tag == f"{TABLE}table":
            for row in child.iter(f"{TABLE}table-row"):
                cells = (" ".join(filter(None, _blocks(cell, notes))) for cell in row.findall(f"{TABLE}table-cell"))
                yield " | ".join(" ".join(cell.split()) for cell in cells)
        elif child.tag not in SKIPPED:
            yield from _blocks(child, notes)


def _words(element: Element, notes: dict[str, str]) -> str:
    parts = [clean(element.text or "")]
    for child in element:
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            parts.append(" " * (min(int(count), MOST_SPACES) if count.isdigit() else 1))
        elif child.tag == f"{TEXT}tab":
            parts.append(" ")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif child.tag == f"{TEXT}note":
            parts.append(_note(child, notes))
        elif child.tag not in SKIPPED:
            parts.append(_words(child, notes))
        parts.append(clean(child.tail or ""))
    return "".join(parts)


def _note(element: Element, notes: dict[str, str]) -> str:
    body = element.find(f"{TEXT}note-body")
    words = " ".join(_words(p, {}) for p in body.iter(f"{TEXT}p")).strip() if body is not None else ""
    if not words:
        return ""
    label = str(len(notes) + 1)
    notes[label] = words
    return note_mark(label)


def _title(archive: Archive) -> str | None:
    if META not in archive:
        return None
    title = next(archive.xml(META).iter(f"{DC}title"), None)
    return (" ".join(clean(title.text).split()) or None) if title is not None and title.text else None
