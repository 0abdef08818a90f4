"""Whether another name of a place is its own name in other letters, or quite another word.

"Köln" and "Cologne", "Culfa" and "Julfa" are one name written twice. "Poti" for Teresina, "Beria" for Aleppo and "The"
for whatever airport has that code are other words: somebody's dialect, a suburb, a code, a slip, seen once in a list
without a language. Such a name says little by itself, and nothing where some place has it for its own.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from geo.gazetteer.spellings import fold

__all__ = ["is_like", "is_short"]

LIKE_LETTERS, LIKE_SOUNDS = 66.0, 74.0
"""Of 100. Above the one the letters are alike, above the other the consonants that most languages write alike."""
SHORTEST_SHARED = 4
PARTICLES = r"(?:upon|on|by|am|an der|im|in|ob der|sur|en|de|del|di|da|do|na|nad|i|e)"
BY_WHAT, OF_WHAT = re.compile(rf" {PARTICLES} .+"), re.compile(rf".+ {PARTICLES} ")
SOUNDS = (
    ("tsch|tch|ch|sh|zh|dzh|dj|j|c(?=[eiy])|s|z|ts|x", "s"), ("ck|kh|gh|q|c|k|g|h", "k"), ("ph|pf|f|v|w|b|p", "p"),
    ("th|dh|d|t", "t"), ("[aeiouy]", ""), ("ll|l", "l"), ("rr|r", "r"),
)  # fmt: skip
STEPS = tuple((re.compile(pattern), sound) for pattern, sound in SOUNDS)


@lru_cache(maxsize=65_536)
def is_like(alias: str, name: str) -> bool:
    """Tell whether an alias is a place's own name in another spelling, or a part of it.

    Parameters
    ----------
    alias, name
        As written; names in other letters than Latin ones are taken for alike.

    Examples
    --------
    >>> is_like("Cologne", "Köln"), is_like("Hull", "Kingston upon Hull"), is_like("Kiev", "Kyiv")
    (True, True, True)
    >>> is_like("Poti", "Teresina"), is_like("Beria", "Aleppo"), is_like("Julfa", "Ras Al Khaimah")
    (False, False, False)
    """
    one, other = fold(alias), fold(name)
    if not (one.isascii() and other.isascii()):
        return True
    if _shares_a_word(one, other) or fuzz.ratio(one, other) >= LIKE_LETTERS:
        return True
    sounds = _sounds(one), _sounds(other)
    return min(map(len, sounds)) > 1 and fuzz.ratio(*sounds) >= LIKE_SOUNDS


def is_short(alias: str, name: str) -> bool:
    """Tell whether an alias is what people call a place whose full name says by which river or in which land it lies.

    Examples
    --------
    >>> is_short("Newcastle", "Newcastle upon Tyne"), is_short("Hull", "Kingston upon Hull")
    (True, True)
    >>> is_short("Oklahoma", "Oklahoma City")
    False
    """
    if alias == name:  # as it mostly is
        return False
    one, other = fold(alias), fold(name)
    if one == other:
        return False
    begins, ends = other.startswith(f"{one} "), other.endswith(f" {one}")
    return (begins and bool(BY_WHAT.fullmatch(other, len(one)))) or (
        ends and bool(OF_WHAT.fullmatch(other, 0, len(other) - len(one)))
    )


def _shares_a_word(one: str, other: str) -> bool:
    words, others = set(one.split()), set(other.split())
    return any(len(word) >= SHORTEST_SHARED for word in words & others)


def _sounds(word: str) -> str:
    for pattern, sound in STEPS:
        word = pattern.sub(sound, word)
    return re.sub(r"(.)\1+|\s+", r"\1", word)
