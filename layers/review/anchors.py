"""Find the words of a correction again, in a text that may have been edited since."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from layers.review.corrections import Anchor

if TYPE_CHECKING:
    from geo.model import Document

__all__ = ["CONTEXT", "anchor_at", "locate"]

CONTEXT = 32
"""Characters kept on either side of the words."""

LEAST_CONTEXT = 0.4  # share of the kept context that must still stand there, where the words stand more than once
MOST_OCCURRENCES = 5_000


def anchor_at(text: str, start: int, end: int) -> Anchor:
    """Make an anchor of a span.

    Examples
    --------
    >>> anchor_at("Trains run to Kars daily.", 14, 18)
    Anchor(quote='Kars', at=14, before='Trains run to ', after=' daily.')
    """
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Anchor(quote=text[start:end], at=start, before=_one_line(before), after=_one_line(after))


def locate(anchor: Anchor, document: Document) -> tuple[int, int] | str:
    """Find where the words of an anchor stand now.

    Parameters
    ----------
    anchor
        As it was made when the text may have been another.
    document
        The text as it is.

    Returns
    -------
    Start and end (code points), or the reason why it cannot be told. Words that stand once are found wherever they
    moved; of several, the one with the same surroundings is taken, and the nearest of those alike.

    Examples
    --------
    >>> from geo.reading import document
    >>> anchor = anchor_at("Trains run to Kars daily.", 14, 18)
    >>> locate(anchor, document("Kars is far away. By night, trains run to Kars daily."))
    (42, 46)
    >>> locate(anchor, document("Trains run to Baku."))
    "the article no longer says 'Kars'"
    """
    text = document.text
    spans = _occurrences(anchor.quote, text)
    if not spans:
        return f"the article no longer says {anchor.quote!r}"
    if anchor.at is not None and anchor.before == anchor.after == "":
        exact = [span for span in spans if span[0] == anchor.at]
        return exact[0] if exact else _nearest(spans, anchor.at)
    kept = len(anchor.before.split()) + len(anchor.after.split())
    scored = [(_kept(anchor, text, *span), span) for span in spans]
    best = max(score for score, _ in scored)
    if len(spans) > 1 and kept and best < LEAST_CONTEXT * kept:
        return (
            f"{anchor.quote!r} stands {len(spans)} times in the article now, and nowhere between the words it stood"
            f" between (“{anchor.before}… {anchor.after}”)"
        )
    alike = [span for score, span in scored if score == best]
    return _nearest(alike, anchor.at or 0)


def _occurrences(quote: str, text: str) -> list[tuple[int, int]]:
    """Return where words stand; a line break in them is as good as a space."""
    words = quote.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    found: list[tuple[int, int]] = []
    for match in pattern.finditer(text):
        found.append(match.span())
        if len(found) >= MOST_OCCURRENCES:
            break
    return found


def _kept(anchor: Anchor, text: str, start: int, end: int) -> int:
    """Count the words of the context that still stand next to a span, from the span outwards."""
    room = 3 * CONTEXT
    return _alike(anchor.before.split()[::-1], text[max(0, start - room) : start].split()[::-1]) + _alike(
        anchor.after.split(), text[end : end + room].split()
    )


def _alike(wanted: list[str], there: list[str]) -> int:
    count = 0
    for a, b in zip(wanted, there, strict=False):
        cut = count == len(wanted) - 1  # the outermost word may have been cut in two
        if a != b and not (cut and (a in b or b in a)):
            break
        count += 1
    return count


def _nearest(spans: list[tuple[int, int]], at: int) -> tuple[int, int]:
    return min(spans, key=lambda span: (abs(span[0] - at), span[0]))


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words)
