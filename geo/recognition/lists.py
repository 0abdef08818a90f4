"""Lists of names: "the trade of Turkey, France and Norway".

The members of a list do one thing, and what tells which stands before the first or after the last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.recognition.tokens import CAPITALS

if TYPE_CHECKING:
    from geo.recognition.tokens import Tokens

__all__ = ["list_around"]

COMMAS = frozenset({",", "and", "or", "&"})
JOINTS = COMMAS | {"the"}
LONGEST_JOINT, LONGEST_NAME, MOST_NAMES = 3, 4, 8
"""Words between two members (", and the"), words of a member, and members on either side that are looked at."""


def list_around(first: int, last: int, tokens: Tokens) -> tuple[int, int]:
    """Return the span of the list that a name stands in, or its own where it stands in none.

    Parameters
    ----------
    first, last
        Indices of the name's first word and of the word after its last.
    tokens
        The document.

    Returns
    -------
    Indices of the first word of the first member and of the word after the last member's last; members are runs of
    capitalised words in one sentence.

    Examples
    --------
    >>> from geo.reading import document
    >>> from geo.recognition.tokens import tokenise
    >>> list_around(4, 5, tokenise(document("Officials of Turkey, France and Norway met.")))
    (2, 7)
    """
    for _ in range(MOST_NAMES):
        end = _member_after(last, tokens)
        if end == last:
            break
        last = end
    for _ in range(MOST_NAMES):
        begin = _member_before(first, tokens)
        if begin == first:
            break
        first = begin
    return first, last


def _member_after(last: int, tokens: Tokens) -> int:
    begin, count = last, len(tokens)
    while (
        begin < count and begin - last < LONGEST_JOINT and tokens.lowers[begin] in JOINTS and not tokens.begins[begin]
    ):
        begin += 1
    if COMMAS.isdisjoint(tokens.lowers[last:begin]):
        return last
    end = begin
    while end < count and tokens.shapes[end] in CAPITALS and not tokens.begins[end]:
        end += 1
    return end if 0 < end - begin <= LONGEST_NAME else last


def _member_before(first: int, tokens: Tokens) -> int:
    end = first
    while end > 0 and first - end < LONGEST_JOINT and tokens.lowers[end - 1] in JOINTS and not tokens.begins[end]:
        end -= 1
    if tokens.begins[end] or COMMAS.isdisjoint(tokens.lowers[end:first]):
        return first
    begin = end
    while begin > 0 and tokens.shapes[begin - 1] in CAPITALS and not tokens.begins[begin]:
        begin -= 1
    return begin if 0 < end - begin <= LONGEST_NAME else first
