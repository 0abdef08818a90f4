"""Later words for a corridor already named: its abbreviation, its name again, "the pipeline", "this line".

A corridor is told once, where it is first named; what refers to it afterwards is further evidence for it, and no
corridor of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.corridors.function_words import words
from geo.corridors.modes import noun_mode
from geo.gazetteer import fold
from geo.model import Mention
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.model import Document, Route
    from geo.recognition.tokens import Tokens

__all__ = ["gather"]

POINTING = frozenset({"the", "this", "that"})
NOUNS = words("references-nouns")
CALLED = frozenset({"canal", "seaway"})
ANY_MODE = frozenset({"corridor", "route", "link"})
NEW_ENDS = words("references-new-ends")
"""What gives a noun an end of its own: "the railway from A" is another railway than that of before."""
INTRODUCING = words("references-introducing")
SENTENCES_BACK = 3
LONGEST_INTRODUCTION = 5
SHORTEST, LONGEST = 2, 10


def gather(routes: Sequence[Route], document: Document, tokens: Tokens) -> tuple[Route, ...]:
    """Put together what speaks of one corridor.

    Parameters
    ----------
    routes
        Each corridor wherever it is named, in reading order.
    document, tokens
        The text and its words.

    Returns
    -------
    Each corridor once, in reading order, with its later mentions.
    """
    if not routes:
        return ()
    starts = tokens.starts
    kept, later = _merged(routes)
    taken = {
        index
        for route in routes
        for index in range(bisect_left(starts, route.mention.start), bisect_left(starts, route.mention.end))
    }
    for number, first, last in (*_abbreviations(kept, tokens, starts), *_anaphors(kept, document, tokens, starts)):
        if taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            start, end = tokens.starts[first], tokens.ends[last - 1]
            later[number].append(
                Mention(start, end, document.text[start:end], sentence_at(document.sentences, start), cue="reference")
            )
    return tuple(
        replace(route, later=tuple(sorted(mentions, key=lambda m: m.start)))
        for route, mentions in zip(kept, later, strict=True)
    )


def _merged(routes: Sequence[Route]) -> tuple[list[Route], list[list[Mention]]]:
    """Keep the first of all routes that are one corridor, and the mentions of the others."""
    kept: list[Route] = []
    later: list[list[Mention]] = []
    known: dict[tuple[object, ...], int] = {}
    for route in routes:
        keys = list(_keys(route))
        number = next((known[key] for key in keys if key in known), None)
        if number is None:
            number = len(kept)
            kept.append(route)
            later.append([])
        else:
            later[number].append(route.mention)
        for key in keys:
            known.setdefault(key, number)
        if route.catalogue:
            known.setdefault((route.catalogue,), number)
    return kept, later


def _keys(route: Route) -> Iterator[tuple[object, ...]]:
    """Return what makes a route the same corridor as another: its ends, or its name where it gives no other ends."""
    ends = tuple(fold(name) for name in route.waypoints)
    if ends:
        yield (route.mode, min(ends, ends[::-1]))
        return
    if route.catalogue:
        yield (route.catalogue,)
    if route.name:
        yield (route.mode, fold(route.name))


def _abbreviations(kept: Sequence[Route], tokens: Tokens, starts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Find the abbreviations that the text introduces for a corridor: "(BTC)", "or EACOP", "better known as SUMED"."""
    meaning: dict[str, int] = {}
    for number, route in enumerate(kept):
        first, last = bisect_left(starts, route.mention.start), bisect_left(starts, route.mention.end)
        for index in range(first, min(last + LONGEST_INTRODUCTION, len(tokens))):
            if index >= last and tokens.word(index) not in INTRODUCING:
                if _is_abbreviation(index, tokens) and index > last:
                    meaning.setdefault(tokens.texts[index], number)
                break
            if tokens.word(index - 1) == "(" and tokens.word(index + 1) == ")" and _is_abbreviation(index, tokens):
                meaning.setdefault(tokens.texts[index], number)
    if not meaning:
        return
    for index, (word, shape) in enumerate(zip(tokens.texts, tokens.shapes, strict=True)):
        number = meaning.get(word, -1) if shape == "U" else -1
        if number >= 0 and tokens.starts[index] >= kept[number].mention.end:
            yield number, index, index + 1


def _is_abbreviation(index: int, tokens: Tokens) -> bool:
    return tokens.shape(index) == "U" and SHORTEST <= len(tokens.texts[index]) <= LONGEST


def _anaphors(
    kept: Sequence[Route], document: Document, tokens: Tokens, starts: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """Find "the pipeline", "this line": the corridor of that mode named last, a few sentences back at most."""
    begins = [route.mention.start for route in kept]
    for index in range(bisect_left(starts, begins[0]), len(tokens)):
        if not _points(index, tokens):
            continue
        number = _last_of(tokens.word(index + 1), kept, bisect_right(begins, starts[index]))
        if number is None or kept[number].mention.end > starts[index]:
            continue
        if sentence_at(document.sentences, starts[index]) - kept[number].mention.sentence <= SENTENCES_BACK:
            yield number, index, index + 2


def _points(index: int, tokens: Tokens) -> bool:
    noun = index + 1
    if tokens.word(index) not in POINTING or tokens.word(noun) not in NOUNS or tokens.shape(noun) != "l":
        return False
    return tokens.word(noun + 1) not in NEW_ENDS and tokens.shape(noun + 1) not in "CU"


def _last_of(noun: str, kept: Sequence[Route], before: int) -> int | None:
    """Return the corridor named last before a place in the text that a noun can mean."""
    mode = noun_mode(noun)
    for number in range(before - 1, max(before - 1 - LONGEST, -1), -1):
        route = kept[number]
        if noun in CALLED and noun not in fold(route.name or route.mention.phrase).split(" "):
            continue  # "the canal" is no river that barges go down
        if noun in ANY_MODE or route.mode == mode:
            return number
    return None
