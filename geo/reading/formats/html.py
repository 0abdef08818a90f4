"""Pages saved from a browser: the article without menus and adverts (trafilatura), notes as citations."""

from __future__ import annotations

import email
import email.policy
import re
from typing import TYPE_CHECKING, Any

from geo.reading.formats.extracted import Extracted, UnreadableError, clean, finished, note_mark

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

__all__ = ["body_text", "read_html", "read_mhtml", "take_notes"]

LABEL = re.compile(r"[\[(]?\s*(\d{1,3}|[ivxl]{1,5}|\*{1,3}|†)\s*[\])]?\Z", re.IGNORECASE)
BACK = re.compile(r"\A\s*[\[(]?\s*(?:\d{1,3}|\*{1,3}|†)\s*[\])]?[.:]?\s*|[\s↩︎↑^]+\Z")
SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d{4}\)(https?://[^\s<>\"]{1,2000}) -->")
SAVED_WITHIN = 4_096  # bytes; browsers put it before or behind the document's type
MOST_NOTES = 2_000
LONGEST_NOTE = 2_000
BLOCKS = frozenset({
    "p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "tr", "table",
    "ul", "ol", "dl", "dt", "dd", "figure", "figcaption", "header", "footer", "main", "aside", "hr", "body", "address",
})  # fmt: skip
UNREAD = frozenset({"script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "nav"})


def read_html(data: bytes) -> Extracted:
    """Read a saved page; nothing that it refers to is fetched."""
    import trafilatura
    from trafilatura.utils import load_html

    if not data.strip():
        raise UnreadableError("it is empty; nothing to map")
    tree = load_html(data)
    if tree is None:
        raise UnreadableError("it is damaged, or no HTML file")
    notes = take_notes(tree)
    _free_captions(tree)
    found: Any = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        favor_recall=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = _kept(found.text) if found is not None and found.text else ""
    if not text:
        text = body_text(tree)
    url = (found.url if found is not None else None) or _saved_from(data)
    return finished(
        text,
        notes,
        title=_line(found.title) if found is not None else None,
        publisher=_line(found.sitename) if found is not None else None,
        date=found.date if found is not None else None,
        url=url if url and url.startswith(("https://", "http://")) else None,
    )


def _saved_from(data: bytes) -> str | None:
    """Return the address that a browser, or ``--fetch``, left in the head of a page that names none itself."""
    found = SAVED_FROM.search(data[:SAVED_WITHIN])
    return found[1].decode("ascii", "replace") if found else None


def _free_captions(tree: HtmlElement) -> None:
    """Let captions of figures be paragraphs below them, where the reader of articles does not drop them."""
    for caption in list(tree.iter("figcaption")):
        figure = next(caption.iterancestors("figure"), None)
        if figure is not None and figure.getparent() is not None:
            caption.drop_tree()
            caption.tag, caption.tail = "p", figure.tail
            figure.tail = None
            figure.addnext(caption)


def read_mhtml(data: bytes) -> Extracted:
    """Read a page that a browser saved as a single file."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return read_html(content)
    raise UnreadableError("there is no page in it; save it again as HTML")


def take_notes(tree: HtmlElement) -> dict[str, str]:
    """Take footnotes and endnotes out of a page and leave their marks where the text refers to them.

    Returns
    -------
    The notes' words by label, numbered in the order of the text.
    """
    for element in tree.iter():  # what we use as marks may stand in no page
        element.text, element.tail = clean(element.text or ""), clean(element.tail or "")
    by_id = {
        element.get("id") or element.get("name"): element for element in tree.iter() if isinstance(element.tag, str)
    }
    by_id.pop(None, None)
    notes: dict[str, str] = {}
    taken: dict[str, str] = {}
    bodies = []
    links = [a for a in tree.iter("a") if "#" in (a.get("href") or "") and LABEL.match(_words(a))]
    for link in links[:MOST_NOTES]:
        target = by_id.get((link.get("href") or "").rpartition("#")[2])
        if target is None:
            continue
        body = _whole(target)
        if body is None or link in set(body.iter()):
            continue
        words = BACK.sub("", clean(_words(body)))
        if not words or len(words) > LONGEST_NOTE:
            continue
        name = str(link.get("href"))
        label = taken.setdefault(name, str(len(taken) + 1))
        notes[label] = words
        bodies.append(body)
        _replace(link, note_mark(label))
    for body in bodies:
        if body.getparent() is not None:
            body.drop_tree()
    return notes


def _whole(target: HtmlElement) -> HtmlElement | None:
    """Return the block that holds a note, from the anchor in it."""
    element: HtmlElement | None = target
    while element is not None and element.tag in {"a", "sup", "span", "b", "i", "em"}:
        element = element.getparent()
    return (
        element if element is not None and element.tag in {"li", "p", "div", "dd", "td", "aside", "section"} else None
    )


def _replace(link: HtmlElement, mark: str) -> None:
    """Put a mark in the place of a link, and of the superscript round it."""
    element = link
    parent = element.getparent()
    while parent is not None and parent.tag in {"sup", "span"} and _words(parent).strip() == _words(link).strip():
        element, parent = parent, parent.getparent()
    if parent is not None:
        element.tail = mark + (element.tail or "")
        tail, before = element.tail, element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        element.tail = None
        parent.remove(element)


def _words(element: HtmlElement) -> str:
    return str(element.text_content()).strip()


def _line(value: str | None) -> str | None:
    return (" ".join(clean(value).split()) or None) if value else None


def _kept(text: str) -> str:
    """Divide trafilatura's lines, one a paragraph, by blank lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n\n".join(line for line in lines if line)


def body_text(tree: HtmlElement) -> str:
    """Return all words of a page, block by block: for books, and for pages in which no article is found."""
    blocks: list[list[str]] = [[]]
    for event, element in _walk(tree):
        if event == "text":
            blocks[-1].append(element)
        elif blocks[-1]:
            blocks.append([])
    lines = (" ".join("".join(block).split()) for block in blocks)
    return "\n\n".join(line for line in lines if line)


def _walk(tree: HtmlElement) -> Any:
    stack: list[tuple[HtmlElement, Any]] = [(tree, iter(tree))]
    yield "text", tree.text or ""
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if element.tag in BLOCKS:
                yield "block", ""
            yield "text", (element.tail or "") if stack else ""
        elif not isinstance(child.tag, str) or child.tag in UNREAD:
            yield "text", child.tail or ""
        else:
            if child.tag in BLOCKS or child.tag == "br":
                yield "block", ""
            yield "text", child.text or ""
            stack.append((child, iter(child)))
