"""Sentences that speak of a movement or a way beside a place, and of which no corridor was made.

No silence: where the grammars read nothing, the reader of the map is told that something stands there. This looks at
words alone, sentence by sentence, and says so for the sentences that no route touches.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.corridors.function_words import words
from geo.corridors.modes import cue_mode, openers, pair_mode
from geo.model import Seen
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.model import Document, Mention, Mode, Route, Sentence

__all__ = ["DATELINE_END", "find_seen"]

DATELINE_END = re.compile(r"\s[—–]\s")
"""What stands between a dateline and its report: the place of the one is none of the ways of the other."""
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NO_WAY_AFTER = words("codes-no-way-after")
VAGUE = words("seen-vague")
WAYS = words("seen-ways")
TAUGHT_AFTER = words("seen-taught-after")
SPOKEN_OF: Mapping[Mode, str] = {
    "rail": "trains or a railway",
    "road": "a road or what travels on it",
    "sea": "ships",
    "air": "aircraft",
    "pipeline": "a pipeline",
    "waterway": "boats or a canal",
    "cable": "a cable",
    "multimodal": "a route or corridor",
}


def find_seen(
    document: Document, mentions: Sequence[Mention], routes: Iterable[Route], missed: Iterable[Seen] = ()
) -> tuple[Seen, ...]:
    """Find the sentences that speak of a movement or a way beside a place, and that no route touches.

    Parameters
    ----------
    document
        As it was read.
    mentions
        Its toponyms, in reading order.
    routes
        The corridors that were read in it.
    missed
        What may be a way and was refused (:mod:`geo.corridors.near_misses`): it says more than a word of a mode does.

    Returns
    -------
    One record a sentence, in reading order: what was refused there, else the words from the first that tells a mode to
    the nearest place.

    Examples
    --------
    >>> from geo.reading import document
    >>> text = document("Lorries queued near Kars for days.")
    >>> from geo.model import Mention
    >>> [(s.phrase, s.reason) for s in find_seen(text, [Mention(20, 24, "Kars", 0)], ())]
    [('Lorries queued near Kars', 'speaks of a road or what travels on it, but no way between places was read')]
    """
    touched = {m.sentence for route in routes for m in (route.mention, *route.later)}
    listed = {seen.sentence: seen for seen in missed if seen.sentence not in touched}
    named: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.sentence not in touched and mention.sentence not in listed and not mention.is_demonym:
            named.setdefault(mention.sentence, []).append(mention)
    found = (_seen(document, document.sentences[number], named[number]) for number in named)
    listed |= {seen.sentence: seen for seen in found if seen is not None}
    return tuple(listed[number] for number in sorted(listed))


def _seen(document: Document, sentence: Sentence, named: Sequence[Mention]) -> Seen | None:
    """Return what the first word of a way in a sentence says, ``None`` where there is none."""
    told = next(_told(document, sentence, named), None)
    if told is None:
        return None
    start, end, mode = told
    reason = f"speaks of {SPOKEN_OF[mode]}, but no way between places was read"
    named = [m for m in named if not DATELINE_END.search(document.text, m.end, start)]
    if not named:
        return Seen(start, end, document.text[start:end], sentence_at(document.sentences, start), reason)
    place = min(named, key=lambda m: (max(m.start - end, start - m.end), m.start))
    first, last = min(start, place.start), max(end, place.end)
    return Seen(first, last, document.text[first:last], named[0].sentence, reason)


def _told(document: Document, sentence: Sentence, named: Sequence[Mention]) -> Iterator[tuple[int, int, Mode]]:
    """Give the words of a sentence that tell a mode, each with its span."""
    found = list(WORD.finditer(document.text, sentence.start, sentence.end))
    lowers = [match[0].lower() for match in found]
    skipped = False
    for index, (match, word) in enumerate(zip(found, lowers, strict=True)):
        if skipped:
            skipped = False
            continue
        if not _may_tell(word):
            continue
        following = lowers[index + 1] if index + 1 < len(lowers) else ""
        pair = pair_mode(word, following)
        skipped = pair is not None
        mode = _mode(word, following) if pair is None else pair
        is_name = index > 0 and match[0] != word
        if word == "train" and lowers[index - 1 : index] and lowers[index - 1] in TAUGHT_AFTER:
            continue  # "to train soldiers"
        if mode is None or mode not in SPOKEN_OF or is_name:  # "air force" tells no mode, nor does "River"
            continue
        if not _stands_within(match.start(), named) and not _is_cited(match.start(), document):
            yield match.start(), match.end(), mode


@lru_cache(maxsize=20_000)
def _may_tell(word: str) -> bool:
    """Tell a word that may say how one travels from all the others."""
    return word in WAYS or word in openers() or cue_mode(word) is not None


def _mode(word: str, following: str) -> Mode | None:
    if word in VAGUE or following in NO_WAY_AFTER:
        return None
    return "multimodal" if word in WAYS else cue_mode(word)


def _stands_within(at: int, named: Sequence[Mention]) -> bool:
    """Tell whether a word is part of a name: the road of "Rest Acres Road"."""
    return any(mention.start <= at < mention.end for mention in named)


def _is_cited(at: int, document: Document) -> bool:
    """Tell whether a word stands in a citation, which says nothing of the article's own."""
    index = bisect_left(document.citations, at + 1, key=lambda citation: citation.start) - 1
    return index >= 0 and document.citations[index].start <= at < document.citations[index].end
