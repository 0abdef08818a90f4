"""How one travels on a way and what state it is in: what the words around it say, for the judge to weigh.

Features are words of the language's lists (``geo/data/en/state-words.csv``, ``geo/data/modes.csv``) with where they
stand: in the way's own words, close before or after them, elsewhere in the sentence, in the next sentence. A state is
told by far more words than a list holds: so its features are the stems of the sentence's words, too, and what governs
the words of the list ("not", "was", "will").
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from geo.corridors.modes import cue_mode, noun_mode
from geo.corridors.way_words import classes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.courses import Entry
    from geo.recognition.tokens import Tokens

__all__ = ["mode_features", "state_features"]

AROUND = 150  # words of the text before and after a sentence
BESIDE = 25  # words of the sentences before and after
YEAR = re.compile(r"^(?:17|18|19|20)\d\d$")
LONGEST_SENTENCE = 60  # words of a sentence before and after a way; lists of towns have no full stop
GOVERNING = 4  # words before a word of a state that may govern it
STEM = 5  # letters of a word that stand for it
SHORTEST = 4  # letters
NEGATIONS = frozenset({"not", "no", "never", "nor", "without", "neither", "none", "yet", "hardly"})
AUXILIARIES = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "been", "be", "being", "will", "would", "could", "may", "might",
     "should", "shall", "can", "must", "to", "do", "does", "did"}
)  # fmt: skip
AFTER_BY = 5  # words after a way in which "by rail" may stand
NEAR = 40  # words of the text before and after a way that speak of the same thing
CLOSE = 8  # words before and after a way that are close to it
WAYS = {"way-rail": "rail", "way-road": "road", "way-pipeline": "pipeline", "way-waterway": "waterway",
        "way-cable": "cable"}  # fmt: skip


@cache
def _state_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    with (files("geo") / "data" / "en" / "state-words.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for word in row["words"].split():
                found.setdefault(word, []).append(row["class"])
    return {word: tuple(names) for word, names in found.items()}


def _zones(first: int, last: int, begin: int, end: int, total: int) -> Iterator[tuple[str, int]]:
    for i in range(first, last):
        yield "in", i
    for i in range(max(begin, first - CLOSE), first):
        yield "before", i
    for i in range(last, min(end, last + CLOSE)):
        yield "after", i
    for i in range(begin, max(begin, first - CLOSE)):
        yield "far", i
    for i in range(min(end, last + CLOSE), end):
        yield "far", i
    _ = total


def _modes_of(word: str) -> Iterator[str]:
    for kind in classes_of(word):
        if kind in WAYS:
            yield WAYS[kind]
    mode = cue_mode(word) or noun_mode(word)
    if mode is not None:
        yield mode


def mode_features(
    first: int, last: int, bounds: tuple[int, int], tokens: Tokens, entry: Entry | None, kinds: Sequence[str]
) -> list[str]:
    """Return what speaks for the mode of a way.

    Parameters
    ----------
    first, last
        Token indices of its words, end exclusive.
    bounds
        Where its sentence begins and ends.
    tokens
        The words of the document.
    entry
        What the catalogue knows of it.
    kinds
        Kinds of the places it passes.
    """
    begin, end = max(bounds[0], first - LONGEST_SENTENCE), min(bounds[1], last + LONGEST_SENTENCE)
    found: dict[str, None] = {}
    for zone, i in _zones(first, last, begin, end, len(tokens)):
        word = tokens.word(i)
        if word == "sea" and tokens.shape(i) == "C":
            continue  # the Caspian Sea is no way to travel
        for mode in _modes_of(word):
            found[f"{zone}:{mode}"] = None
            if zone in {"in", "before"}:
                found[f"{zone}:{mode}:{word}"] = None
        if zone == "in":
            for kind in classes_of(word):
                found[f"in:{kind}"] = None
        if zone != "far" and "goods" in classes_of(word):
            found[f"goods:{word}"] = None
    found |= dict.fromkeys(_of_text(begin, end, tokens))
    found |= dict.fromkeys(_subject(first, last, tokens))
    found |= dict.fromkeys(_said_by(first, min(last + AFTER_BY, end), tokens))
    head = [m for i in range(last - 1, first - 1, -1) for m in _modes_of(tokens.word(i))]
    if head:
        found[f"head:{head[0]}"] = None
    inside = {m for i in range(first, last) for m in _modes_of(tokens.word(i)) if m != "multimodal"}
    found[f"own-modes:{'+'.join(sorted(inside)[:2])}"] = None
    if entry is not None:
        found[f"entry:{entry.mode}"] = None
    for kind in kinds:
        found[f"place:{kind}"] = None
    return list(found)


def _subject(first: int, last: int, tokens: Tokens) -> Iterator[str]:
    """Yield the words of the text around a way, the nearer the more often: "the line" is a wire beside substations."""
    for zone, before, after in (("text", AROUND, AROUND), ("near", NEAR, NEAR), ("just-before", CLOSE, 0),
                                ("just-after", 0, CLOSE), ("own", 0, 0)):  # fmt: skip
        for i in range(max(0, first - before), min(len(tokens), last + after)):
            if (
                tokens.shape(i) == "l"
                and not (zone == "just-after" and i < last)
                and not (zone == "just-before" and i >= first)
            ):
                yield f"{zone}-word:{tokens.word(i)}"


def _said_by(first: int, last: int, tokens: Tokens) -> Iterator[str]:
    """Yield the mode by which the text says one goes: "shipped by rail" is rail, "by road and by sea" is neither."""
    said = {m for i in range(first, last - 1) if tokens.word(i) == "by" for m in _modes_of(tokens.word(i + 1))}
    if said:
        yield f"by:{said.pop()}" if len(said) == 1 else "by:several"


def _of_text(begin: int, end: int, tokens: Tokens) -> Iterator[str]:
    """Yield the modes that the text around a sentence speaks of most."""
    counts = Counter(
        mode
        for i in range(max(0, begin - AROUND), min(len(tokens), end + AROUND))
        for mode in _modes_of(tokens.word(i))
    )
    ranked = sorted(counts, key=lambda m: -counts[m])
    for place, mode in enumerate(ranked[:3]):
        yield f"text{place}:{mode}"
    strong = [m for m in ranked if m != "multimodal"]
    if strong:
        yield f"most:{strong[0]}"
    if len(strong) == 1:
        yield f"only:{strong[0]}"


def state_features(
    first: int, last: int, bounds: tuple[int, int], tokens: Tokens, entry: Entry | None, *, named: bool, vote: str
) -> list[str]:
    """Return what speaks for the state of a way: in use, planned, closed.

    Parameters
    ----------
    first, last
        Token indices of its words, end exclusive.
    bounds
        Where its sentence begins and ends.
    tokens
        The words of the document.
    entry
        What the catalogue knows of it.
    named
        Whether the way has a name.
    vote
        What the cues of :mod:`geo.corridors.status` say.
    """
    begin, end = max(bounds[0], first - LONGEST_SENTENCE), min(bounds[1], last + LONGEST_SENTENCE)
    words = _state_words()
    found: dict[str, None] = {f"vote:{vote}": None, f"named:{named}": None}
    for zone, i in _zones(first, last, begin, end, len(tokens)):
        for name in words.get(tokens.word(i), ()):
            found[f"{zone}:{name}"] = None
            found[f"any:{name}"] = None
    found |= dict.fromkeys(_governed(begin, end, tokens))
    found |= dict.fromkeys(f"word:{tokens.word(i)[:STEM]}" for i in range(begin, end) if _is_plain(i, tokens))
    found |= dict.fromkeys(_beside(begin, end, tokens))
    found |= {f"year:{tokens.word(i)[:3]}": None for i in range(begin, end) if YEAR.match(tokens.word(i))}
    if entry is not None:
        found[f"entry:{entry.status}"] = None
    return list(found)


def _is_plain(at: int, tokens: Tokens) -> bool:
    return tokens.shape(at) == "l" and len(tokens.word(at)) >= SHORTEST


def _governed(begin: int, end: int, tokens: Tokens) -> Iterator[str]:
    """Yield what stands before a word that tells a state: a negation, a "will" or "was", another such word."""
    words = _state_words()
    for i in range(begin, end):
        names = words.get(tokens.word(i), ())
        before = [tokens.word(at) for at in range(max(begin, i - GOVERNING), i)] if names else []
        auxiliary = next((word for word in reversed(before) if word in AUXILIARIES), None)
        for name in names:
            if not NEGATIONS.isdisjoint(before):
                yield f"not:{name}"
            if auxiliary is not None:
                yield f"{auxiliary}:{name}"
            yield from (f"{other}>{name}" for word in before for other in words.get(word, ()))


def _beside(begin: int, end: int, tokens: Tokens) -> Iterator[str]:
    """Yield what the sentences before and after say of states, and the text around."""
    words = _state_words()
    for i in range(end, min(len(tokens), end + BESIDE)):
        if i > end and tokens.begins[i]:
            break
        yield from (f"next:{name}" for name in words.get(tokens.word(i), ()))
    for i in range(max(0, begin - BESIDE), begin):
        yield from (f"prior:{name}" for name in words.get(tokens.word(i), ()))
    counts = Counter(
        name
        for i in range(max(0, begin - AROUND), min(len(tokens), end + AROUND))
        for name in words.get(tokens.word(i), ())
    )
    for name, number in counts.items():
        yield f"text:{name}"
        if number > 2:
            yield f"text+:{name}"
