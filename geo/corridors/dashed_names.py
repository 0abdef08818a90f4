"""What dashes and arrows join: runs of capitalised words, each with what stands between it and the one before.

"Baku–Tbilisi", "Zagreb -> Split → Dubrovnik", "Kathmandu (Nepal)-Kakarbhitta (Nepal)- Mongla/Chittagong": a country or
a quarter in brackets tells where a place lies and is no stop. A bare ">" joins steps of a web page: it is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.corridors.function_words import words
from geo.corridors.modes import is_adjective, noun_mode

if TYPE_CHECKING:
    from geo.recognition.tokens import Tokens

__all__ = ["ARROW", "DASHES", "LONG_DASHES", "SLASH", "Piece", "joint_at", "joints_of", "read_pieces"]

DASHES = frozenset("-‐‑‒–—−/")
LONG_DASHES = frozenset("‒–—−/")
HYPHENS = frozenset("-‐‑")
ARROW = "→"
ARROWS = frozenset("→⇒➔➜➝⟶↔⇄⇔")
DRAWN = (("<", "-", ">"), ("<", "=", ">"), ("-", "-", ">"), ("-", ">"), ("=", ">"))
"""Arrows made of other marks."""
MARKS = DASHES | ARROWS | {"<", "="}
SLASH = "/"
CAPITALS = "CU"
PARTICLES = words("chains-particles")
ARTICLES = words("chains-articles")
"""First words that a hyphen ties to the rest of a name: "Al-Bayda"."""
SENTENCE_OPENERS = words("pieces-sentence-openers")
LONGEST_ASIDE = 4  # words in brackets


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of capitalised words between two dashes.

    Attributes
    ----------
    first, last
        Token indices of the words, end exclusive.
    dash
        What divides it from the piece before, with the spaces around it; ``""`` at the beginning.
    end
        Where what stands in brackets after it ends; ``last`` where nothing does.
    """

    first: int
    last: int
    dash: str
    end: int


def read_pieces(index: int, text: str, tokens: Tokens) -> list[Piece]:
    """Read the pieces of a sequence of dashes or arrows that begins at a token; one piece where nothing joins it.

    Parameters
    ----------
    index
        The token.
    text
        The article.
    tokens
        Its words.
    """
    if tokens.shape(index) not in CAPITALS:
        return []
    if index and _joined(index - 1, index, text, tokens) and tokens.shape(index - 1) in CAPITALS:
        return []
    pieces: list[Piece] = []
    first, dash = index, ""
    while True:
        last = _run_end(first, text, tokens)
        end = _aside_end(last, tokens)
        following = _after_joint(last, end, text, tokens)
        pieces.append(Piece(first, last, dash, end))
        if following is None:
            return pieces
        dash, first = following


def joints_of(tokens: Tokens) -> list[int]:
    """Return the tokens of a document at which a dash or an arrow stands."""
    return [at for at, word in enumerate(tokens.texts) if word in MARKS and joint_at(at, tokens) is not None]


def joint_at(index: int, tokens: Tokens) -> tuple[str, int] | None:
    """Return the dash or arrow that stands at a token, and the token after it; ``None`` where none does."""
    if index >= len(tokens):
        return None
    mark = tokens.texts[index]
    if mark not in MARKS:
        return None
    for drawn in DRAWN:
        if all(tokens.word(index + i) == part for i, part in enumerate(drawn)):
            return ARROW, index + len(drawn)
    if mark in ARROWS:
        return ARROW, index + 1
    return (mark, index + 1) if mark in DASHES else None


def _run_end(first: int, text: str, tokens: Tokens) -> int:
    """Go over capitalised words, with particles between them, and return the index after the last."""
    last = _word_end(first, text, tokens)
    while last < len(tokens):
        ahead = last
        while _is_particle(ahead, tokens) and _joined(ahead - 1, ahead, text, tokens):
            ahead += 1
        if tokens.shape(ahead) not in CAPITALS or not _joined(ahead - 1, ahead, text, tokens):
            return last
        if noun_mode(tokens.word(ahead)) is not None or is_adjective(tokens.word(ahead)):
            return last
        last = _word_end(ahead, text, tokens)
    return last


def _word_end(first: int, text: str, tokens: Tokens) -> int:
    """Return the index after a word, or after the word that an article is tied to."""
    tied = tokens.word(first) in ARTICLES and tokens.word(first + 1) in HYPHENS and tokens.shape(first + 2) in CAPITALS
    return first + 3 if tied and text[tokens.ends[first] : tokens.starts[first + 2]] in HYPHENS else first + 1


def _aside_end(last: int, tokens: Tokens) -> int:
    """Go over "(Nepal)"."""
    if tokens.word(last) != "(":
        return last
    for end in range(last + 1, last + 2 + LONGEST_ASIDE):
        if tokens.word(end) == ")":
            return end + 1 if end > last + 1 else last
        if tokens.shape(end) not in CAPITALS:
            return last
    return last


def _is_particle(index: int, tokens: Tokens) -> bool:
    return tokens.word(index) in PARTICLES and tokens.shape(index) == "l"


def _joined(left: int, right: int, text: str, tokens: Tokens) -> bool:
    return right < len(tokens) and text[tokens.ends[left] : tokens.starts[right]] == " "


def _after_joint(last: int, end: int, text: str, tokens: Tokens) -> tuple[str, int] | None:
    """If a dash or an arrow and another name follow, return it with the spaces around it and where that begins."""
    joint = joint_at(end, tokens)
    if joint is None or joint[1] >= len(tokens):
        return None
    mark, start = joint
    before = text[tokens.ends[end - 1] : tokens.starts[end]]
    after = text[tokens.ends[start - 1] : tokens.starts[start]]
    if {before, after} - {"", " ", "\u00a0"} or (before != after and end == last and mark != ARROW):
        return None
    dash = before + mark + after if end == last else "–"  # what brackets part is two names
    if tokens.texts[start] == "to" and tokens.shape(start + 1) in DASHES and tokens.shape(start + 2) in CAPITALS:
        return "–", start + 2  # Lagos-to-Ibadan
    while _is_particle(start, tokens) and tokens.shape(start + 1) in DASHES and not before:
        start += 2  # Mazar-i-Sharif: the particle stays inside the name
        dash = "-i-"
    if tokens.shape(start) not in CAPITALS or (before and _begins_sentence(start, tokens)):
        return None
    return dash, start


def _begins_sentence(start: int, tokens: Tokens) -> bool:
    """Tell what follows a dateline, "ASTANA, Kazakhstan — The line reopened", from a name: "Utrecht – The Hague"."""
    return tokens.word(start) in SENTENCE_OPENERS and tokens.shape(start + 1) not in CAPITALS
