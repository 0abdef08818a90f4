"""EPUB books: the chapters in reading order, notes as citations."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from geo.reading.formats.extracted import MARK, Extracted, UnreadableError, clean, finished, note_mark
from geo.reading.formats.html import body_text, take_notes
from geo.reading.formats.zipped_xml import Archive

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read_epub"]

CONTAINER = "META-INF/container.xml"
LOCKED = "META-INF/encryption.xml"
DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"
MOST_CHAPTERS = 2_000
SAYS_NOTHING = frozenset({"unknown title", "unknown", "untitled"})


def read_epub(data: bytes) -> Extracted:
    """Read an EPUB file."""
    from lxml import html  # type: ignore[import-untyped]

    archive = Archive(data)
    if CONTAINER not in archive:
        raise UnreadableError("it is no EPUB file (META-INF/container.xml is missing)")
    rootfile = next((e for e in archive.xml(CONTAINER).iter() if e.tag.endswith("}rootfile")), None)
    package_name = (rootfile.get("full-path") if rootfile is not None else None) or ""
    package = archive.xml(package_name)
    locked = LOCKED in archive and b"EncryptedKey" in archive.read(LOCKED)
    if locked:
        raise UnreadableError("it is locked by its seller (DRM); its text cannot be read")
    chapters: list[str] = []
    notes: dict[str, str] = {}
    for name in _spine(package, posixpath.dirname(package_name)):
        if name not in archive:
            continue
        tree = html.fromstring(archive.read(name) or b"<p></p>", parser=html.HTMLParser(encoding="utf-8"))
        own = take_notes(tree)
        shift = len(notes)
        notes |= {str(int(label) + shift): words for label, words in own.items()}
        text = body_text(tree)
        chapters.append(_shifted(text, shift))
    return finished(
        "\n\n".join(filter(None, chapters)),
        notes,
        title=_said(package, "title"),
        publisher=_said(package, "publisher"),
        date=(_said(package, "date") or "")[:10] or None,
    )


def _shifted(text: str, shift: int) -> str:
    """Add to the numbers of a chapter's marks, so that they follow those before it."""
    return MARK.sub(lambda match: note_mark(str(int(match[1]) + shift)) if match[1] else "", text)


def _spine(package: Element, folder: str) -> list[str]:
    """Return the names of the chapters in reading order."""
    manifest = {item.get("id"): item.get("href", "") for item in package.iter(f"{OPF}item")}
    order = [manifest.get(ref.get("idref"), "") for ref in package.iter(f"{OPF}itemref")][:MOST_CHAPTERS]
    return [posixpath.normpath(posixpath.join(folder, unquote(href))) for href in order if href]


def _said(package: Element, what: str) -> str | None:
    element = next(iter(package.iter(f"{DC}{what}")), None)
    words = " ".join(clean(element.text).split()) if element is not None and element.text else ""
    return words if words and words.casefold() not in SAYS_NOTHING else None
