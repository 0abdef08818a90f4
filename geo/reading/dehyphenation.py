"""Words that a line's end divides in plain text: "Turkmen-" and "bashi" are one."""

from __future__ import annotations

import re

__all__ = ["without_divided_words"]

DIVIDED = re.compile(r"([^\W\d_]+)-[ \t]*\n[ \t]*([a-z\u00df-\u00f6\u00f8-\u00ff][^\W\d_]*)")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def without_divided_words(text: str) -> str:
    r"""Join words that a hyphen at the end of a line divides.

    A hyphen stays where the rest of the text writes the word with one, or knows both halves and not the whole.

    Examples
    --------
    >>> without_divided_words("Trains link Ba-\nku with Tbi-\nlisi; a land-\nlocked land: landlocked.")
    'Trains link Baku with Tbilisi; a landlocked land: landlocked.'
    >>> without_divided_words("A well-\nknown port, well known.")
    'A well-known port, well known.'
    """
    if "-\n" not in text and not re.search(r"-[ \t]+\n", text):
        return text
    known = {word.lower() for word in WORD.findall(DIVIDED.sub(" ", text))}

    def joined(match: re.Match[str]) -> str:
        first, second = match[1].lower(), match[2].lower()
        whole = first + second in known
        keeps = not whole and (f"{first}-{second}" in known or (first in known and second in known))
        return f"{match[1]}{'-' if keeps else ''}{match[2]}"

    return DIVIDED.sub(joined, text)
