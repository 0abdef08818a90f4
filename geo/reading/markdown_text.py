"""Markdown to the plain text that we show and that offsets refer to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.reading.formats.extracted import clean_marks, note_mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

__all__ = ["plain_text", "take_footnotes"]

BREAKS = {"softbreak": " ", "hardbreak": "\n"}


FOOTNOTE = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*(\S.*(?:\n(?:[ \t]{2,}|\t)\S.*)*)\n?", re.MULTILINE)
REFERENCE = re.compile(r"\[\^([^\]\s]{1,40})\]")


def take_footnotes(markdown: str) -> tuple[str, dict[str, str]]:
    r"""Take footnotes out of a Markdown text and leave their marks.

    Returns
    -------
    The text, and the notes by the labels in the marks: numbers in the order of the text.

    Examples
    --------
    >>> take_footnotes("Trade grew.[^a]\n\n[^a]: Trend, May 3, 2019.\n")[1]
    {'1': 'Trend, May 3, 2019.'}
    """
    notes = {m[1]: plain_text(m[2]) for m in FOOTNOTE.finditer(markdown)}
    if not notes:
        return clean_marks(markdown), {}
    numbers: dict[str, str] = {}

    def mark(match: re.Match[str]) -> str:
        if match[1] not in notes:
            return match[0]
        return note_mark(numbers.setdefault(match[1], str(len(numbers) + 1)))

    marked = REFERENCE.sub(mark, FOOTNOTE.sub("", clean_marks(markdown)))
    return marked, {number: notes[name] for name, number in numbers.items()}


def plain_text(markdown: str) -> str:
    r"""Return the words of a Markdown text: blocks divided by a blank line, no marks, links by their words.

    Parameters
    ----------
    markdown
        CommonMark, with tables.

    Returns
    -------
    Plain text. HTML in the source is left out, images stand by their alternative text.

    Examples
    --------
    >>> plain_text("# A *title*\n\nSee [the port](https://example.org).")
    'A title\n\nSee the port.'
    """
    # Imported here, since a plain-text article has no need of it.
    from markdown_it import MarkdownIt

    blocks: list[str] = []
    row: list[str] | None = None  # the cells of the table row being read
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            blocks.append(" | ".join(row))
            row = None
        elif token.type == "inline" and token.children is not None:
            (blocks if row is None else row).append(_words(token.children).strip())
        elif token.type in {"fence", "code_block"}:
            blocks.append(token.content.strip())
    return "\n\n".join(block for block in blocks if block)


def _words(children: Iterable[Token]) -> str:
    return "".join(
        child.content if child.type in {"text", "code_inline", "image"} else BREAKS.get(child.type, "")
        for child in children
    )
