"""Markdown to the plain text that we show and that offsets refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

__all__ = ["plain_text"]

BREAKS = {"softbreak": " ", "hardbreak": "\n"}


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
    from markdown_it import MarkdownIt  # noqa: PLC0415

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
