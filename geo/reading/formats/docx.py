"""Word's DOCX: paragraphs, headings and tables in order; footnotes and endnotes become citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.reading.formats.extracted import Extracted, UnreadableError, clean, finished, note_mark
from geo.reading.formats.zipped_xml import Archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

__all__ = ["read_docx"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DC = "{http://purl.org/dc/elements/1.1/}"
MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MAIN = "word/document.xml"
SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", MC_FALLBACK})
SPACES = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
STANDING = frozenset({"-1", "0"})  # the lines that part notes from the text
BLOCKS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo"})
OLE = b"\xd0\xcf\x11\xe0"


def read_docx(data: bytes) -> Extracted:
    """Read a DOCX file.

    Deleted words of tracked changes are left out, inserted ones stay; hidden words are left out too. A text box stands
    below the paragraph that holds it; headers, footers and comments are no part of the text. A table is a line a row,
    cells divided by ``|``; a table within a cell is read in its cell.
    """
    if data.startswith(OLE):
        raise UnreadableError("it is an old .doc file, or locked with a password; save it as .docx without one")
    archive = Archive(data)
    if MAIN not in archive:
        raise UnreadableError("it is no DOCX file (word/document.xml is missing)")
    body = archive.xml(MAIN).find(f"{W}body")
    notes = _Notes(archive)
    blocks = [] if body is None else [block for block in _blocks(body, notes) if block]
    return finished("\n\n".join(blocks), notes.used, title=_title(archive, body))


class _Notes:
    """Footnotes and endnotes, numbered together in the order in which the text refers to them."""

    def __init__(self, archive: Archive) -> None:
        self._words: dict[tuple[str, str], str] = {}
        for kind in ("footnote", "endnote"):
            name = f"word/{kind}s.xml"
            if name in archive:
                for note in archive.xml(name).iter(f"{W}{kind}"):
                    words = " ".join(_words(p, None) for p in note.iter(f"{W}p"))
                    self._words[kind, note.get(f"{W}id", "")] = words.strip()
        self._labels: dict[tuple[str, str], str] = {}
        self.used: dict[str, str] = {}

    def mark(self, kind: str, id_: str) -> str:
        """Return the mark of a note where the text refers to it."""
        words = self._words.get((kind, id_))
        if not words or id_ in STANDING:
            return ""
        label = self._labels.setdefault((kind, id_), str(len(self._labels) + 1))
        self.used[label] = words
        return note_mark(label)


def _blocks(parent: Element, notes: _Notes) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{W}p":
            yield _words(child, notes).strip()
            for box in _boxes(child):
                yield from _blocks(box, notes)
        elif child.tag == f"{W}tbl":
            for row in _rows(child):
                cells = (" ".join(filter(None, _blocks(cell, notes))) for cell in row.findall(f"{W}tc"))
                yield " | ".join(" ".join(cell.split()) for cell in cells)
        elif child.tag in BLOCKS:
            yield from _blocks(child, notes)


def _rows(table: Element) -> Iterator[Element]:
    """Give the rows of a table, without those of tables in its cells."""
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in BLOCKS:
            yield from _rows(child)


def _boxes(element: Element) -> Iterator[Element]:
    """Give the text boxes in a paragraph; of one that is kept in two forms for old programs, the newer."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag not in SKIPPED:
            yield from _boxes(child)


def _is_hidden(run: Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") not in {"0", "false", "off"}


def _words(paragraph: Element, notes: _Notes | None) -> str:
    return "".join(_pieces(paragraph, notes))


def _pieces(element: Element, notes: _Notes | None) -> Iterable[str]:
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == f"{W}t":
            yield clean(child.text or "")
        elif child.tag in SPACES:
            yield SPACES[child.tag]
        elif child.tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
            if notes is not None:
                yield notes.mark(child.tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", ""))
        elif child.tag == f"{W}r" and _is_hidden(child):
            continue
        elif child.tag not in SKIPPED and child.tag not in {f"{W}txbxContent", f"{W}pict", f"{W}drawing"}:
            stack.append(iter(child))


def _title(archive: Archive, body: Element | None) -> str | None:
    """Return the title of the file's properties, else its paragraph in the style of a title."""
    if "docProps/core.xml" in archive:
        title = archive.xml("docProps/core.xml").find(f"{DC}title")
        if title is not None and title.text and title.text.strip():
            return " ".join(clean(title.text).split())
    for paragraph in body.iter(f"{W}p") if body is not None else ():
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        words = _words(paragraph, None).strip()
        if style is not None and style.get(f"{W}val", "") in {"Title", "Heading1"} and words:
            return " ".join(words.split())
    return None
