"""Clues of the tagger: what the gazetteer, the lexicon and the words around say of each word.

Only stretches of text around capitals are looked at. The clues of a word come in parts, each a function and the few
short values it depends on, so that the tagger can add up a part's weights once and remember the sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.recognition.lexicon import classes_of, habit_of, people_named
from geo.recognition.tokens import CAPITALS, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.recognition.gazetteer_matches import Candidate, Known
    from geo.recognition.tokens import Tokens

__all__ = ["Part", "Setting", "clues", "clues_of", "is_title_case", "stretches"]

Part = tuple[Any, ...] | str
"""A function that gives clues, and its arguments; or a clue by itself, which comes too seldom again to be kept."""

GAP = 3  # capitals this far apart, or nearer, are judged together
TITLE_CASE_SHARE = 0.7
TITLE_CASE_WORDS = 4
MOST_COUNTED = 3
PADDING = 3
HEADS = {"road": "R", "area": "A", "building": "B", "organisation": "O"}
"""Classes of last words that tell what their name is of, with the letter that stands for each in the evidence."""


class Setting:
    """A document's words with all that is known of them before any is judged.

    Attributes
    ----------
    lowers, shapes
        As in the tokens, with :data:`PADDING` words more at each end, so that neighbours need no care.
    kinds, coarse
        What each word is to the gazetteer by itself, in full and in one word.
    name_of
        The longer name that each word is part of.
    """

    def __init__(self, text: str, tokens: Tokens, words: list[Known], names: list[Candidate]) -> None:
        before, after = ["^"] * PADDING, ["$"] * PADDING
        self.tokens = tokens
        self.lowers = before + tokens.lowers + after
        self.shapes = before + tokens.shapes + after
        self.kinds = [known.kind for known in words]
        self.coarse = [""] * PADDING + [known.coarse for known in words] + [""] * PADDING
        self.name_of: list[Candidate | None] = [None] * len(tokens)
        for name in names:
            self.name_of[name.first : name.last] = [name] * (name.last - name.first)
        self.runs = _runs(text, tokens)
        self.evidence = _evidence(tokens, self.runs)
        self.lower_words = tokens.lower_words


def stretches(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Give the stretches of words that hold capitals, with one word more, each within a sentence."""
    shapes, begins, count = tokens.shapes, tokens.begins, len(tokens)
    first = 0
    while first < count:
        if shapes[first] not in CAPITALS:
            first += 1
            continue
        newest, ahead = first, first + 1
        while ahead < count and ahead - newest <= GAP and not begins[ahead]:
            if shapes[ahead] in CAPITALS:
                newest = ahead
            ahead += 1
        last = newest + 1
        if last < count and not begins[last]:
            last += 1
        yield first, last
        first = last


def _runs(text: str, tokens: Tokens) -> list[tuple[int, int]]:
    """Give for each word the run of capitals, divided by single spaces, that it belongs to."""
    shapes, starts, ends, begins = tokens.shapes, tokens.starts, tokens.ends, tokens.begins
    runs = [(0, 0)] * len(shapes)
    first, count = 0, len(shapes)
    while first < count:
        if shapes[first] not in CAPITALS:
            first += 1
            continue
        last = first + 1
        while (
            last < count
            and shapes[last] in CAPITALS
            and not begins[last]
            and starts[last] == ends[last - 1] + 1
            and text[ends[last - 1]] == " "
        ):
            last += 1
        runs[first:last] = [(first, last)] * (last - first)
        first = last
    return runs


def _evidence(tokens: Tokens, runs: list[tuple[int, int]]) -> dict[str, tuple[str, str, int, bool]]:
    """Sum up for each capitalised word how it stands all over the document.

    A surname stands after a title or a given name somewhere in the text; a town stands after "in" somewhere; a street
    called Franklin is "Franklin Street" when it first comes up.
    """
    shapes, lowers, begins = tokens.shapes, tokens.lowers, tokens.begins
    placed: set[str] = set()
    named: set[str] = set()
    alone: set[str] = set()
    heads: dict[str, set[str]] = {}
    seen: dict[str, int] = {}
    for index, word in enumerate(tokens.texts):
        if shapes[index] not in CAPITALS:
            continue
        seen[word] = seen.get(word, 0) + 1
        first, last = runs[index]
        if last - first == 1:
            alone.add(word)
            if index and not begins[index] and "locative" in classes_of(lowers[index - 1]):
                placed.add(word)
            continue
        if index > first:
            before = lowers[index - 1]
            if "title" in classes_of(before) or "g" in people_named(before):
                named.add(word)
        if index < last - 1:
            for class_ in classes_of(lowers[last - 1]):
                if class_ in HEADS:
                    heads.setdefault(word, set()).add(HEADS[class_])
            if index == first and "g" in people_named(lowers[first]) and "s" in people_named(lowers[first + 1]):
                heads.setdefault(word, set()).add("P")
    return {
        word: (
            "P" * (word in placed) + "N" * (word in named),
            "".join(sorted(heads[word])) if word in heads else "",
            min(MOST_COUNTED, times),
            word in alone,
        )
        for word, times in seen.items()
    }


def clues(setting: Setting, first: int, last: int) -> list[list[Part]]:
    """Give the parts of each word of a stretch."""
    shapes = setting.tokens.shapes
    return [
        _of_capital(setting, index) if shapes[index] in CAPITALS else _of_other(setting, index)
        for index in range(first, last)
    ]


def clues_of(part: Part) -> Iterable[str]:
    """Give the clues of a part."""
    return (part,) if isinstance(part, str) else part[0](*part[1:])


def _of_capital(setting: Setting, index: int) -> list[Part]:
    tokens, lowers, shapes, coarses = setting.tokens, setting.lowers, setting.shapes, setting.coarse
    at = index + PADDING
    first, last = setting.runs[index]
    position = "S" if last - first == 1 else "B" if index == first else "E" if index == last - 1 else "I"
    text, coarse = tokens.texts[index], coarses[at]
    before, after = lowers[at - 1], lowers[at + 1]
    run_before, run_after = lowers[first + PADDING - 1], lowers[last + PADDING]
    run_end = lowers[last + PADDING - 1]
    parts: list[Part] = [
        (_itself, text, setting.kinds[index]),
        (_run_before, run_before, position, coarse),
        (_run_after, run_after, position, coarse),
        (_run_ends, run_end, position, coarse),
        (_beside, -1, before, shapes[at - 1], coarses[at - 1], coarse),
        (_beside, 1, after, shapes[at + 1], coarses[at + 1], coarse),
        (_further, -2, lowers[at - 2]),
        (_further, 2, lowers[at + 2]),
        f"2l:{lowers[first + PADDING - 2]} {run_before}",
        f"2r:{run_after} {lowers[last + PADDING + 1]}",
        (
            _document,
            tokens.begins[index],
            lowers[at] in setting.lower_words,
            *setting.evidence[text],
            is_title_case(tokens, index),
            position,
            coarse,
        ),
    ]
    if first != index:
        parts.append((_run_begins, lowers[first + PADDING], position, coarse))
    if position != "S" and (ends := classes_of(run_end)):
        parts.append((_frame, run_before, ends, position))
    if after == "," and coarses[at + 2]:
        parts.append((_listed, "X,", coarses[at + 2], coarse))
    if before == "," and coarses[at - 2]:
        parts.append((_listed, ",X", coarses[at - 2], coarse))
    name = setting.name_of[index]
    if name is not None:
        begin, end = name.first + PADDING - 1, name.last + PADDING
        parts.append((_within, _place_in(name, index), name.known.kind))
        parts.append((_around, lowers[begin], lowers[end], shapes[begin] + shapes[end], name.known.coarse))
    return parts


def _of_other(setting: Setting, index: int) -> list[Part]:
    at = index + PADDING
    shapes = setting.shapes
    lower = "<d>" if shapes[at] == "d" else setting.lowers[at]
    parts: list[Part] = [(_small, lower, shapes[at - 1], shapes[at + 1])]
    if (name := setting.name_of[index]) is not None:
        parts.append((_within, _place_in(name, index), name.known.kind))
    if index > 0 and shapes[at - 1] in CAPITALS:
        if (before := setting.name_of[index - 1]) is not None:
            parts.append(f"small after name:{_place_in(before, index - 1)}:{before.known.kind}")
        parts.append(f"small after kind:{setting.kinds[index - 1]} {lower}")
    return parts


def _place_in(name: Candidate, index: int) -> str:
    return "B" if index == name.first else "E" if index == name.last - 1 else "I"


def is_title_case(tokens: Tokens, index: int) -> bool:
    """Tell whether a word stands in a line where most words are capitalised."""
    capitals, small = tokens.capitals_around[index] - 1, tokens.small_around[index]
    words = capitals + small
    return words > TITLE_CASE_WORDS and capitals > TITLE_CASE_SHARE * words


# Each function below gives the clues of one part


def _itself(word: str, kind: str) -> Iterator[str]:
    lower, shape = word.lower().rstrip("."), shape_of(word)
    coarse = kind.partition(" ")[0]
    habit, people = habit_of(lower), people_named(lower)
    yield "bias"
    yield f"word:{lower}"
    yield f"shape:{shape}{min(len(word), 6) if shape == 'U' else ''}"
    yield f"ending:{lower[-3:]}"
    yield f"ending:{lower[-4:]}"
    yield f"kind:{kind}"
    yield f"habit:{habit}"
    yield f"habit:{habit} {coarse}"
    yield f"people:{people}"
    yield f"people:{people} {coarse}"
    yield from (f"class:{c}" for c in classes_of(lower))


def _within(place: str, kind: str) -> Iterator[str]:
    yield f"name:{place} {kind}"


def _around(before: str, after: str, shapes: str, kind: str) -> Iterator[str]:
    yield f"before name:{before} {kind}"
    yield f"after name:{after} {kind}"
    yield f"around name:{shapes} {kind}"


def _run_before(word: str, position: str, kind: str) -> tuple[str, ...]:
    return f"before run:{word} {position}", f"before run:{word} {position} {kind}"


def _run_after(word: str, position: str, kind: str) -> tuple[str, ...]:
    return f"after run:{word} {position}", f"after run:{word} {position} {kind}"


def _run_ends(last: str, position: str, kind: str) -> Iterator[str]:
    yield f"position:{position}"
    yield f"position:{position} {kind}"
    yield f"run ends:{last} {position}"
    for class_ in classes_of(last):
        yield f"run ends in:{class_} {position}"
        yield f"run ends in:{class_} as {kind}"
    if position not in "SE":
        yield f"run ends in people:{people_named(last)} {position} {kind}"


def _run_begins(first: str, position: str, kind: str) -> Iterator[str]:
    yield f"run begins:{first} {position}"
    yield f"run begins with people:{people_named(first)} {position} {kind}"
    yield from (f"run begins with:{class_} {position}" for class_ in classes_of(first))


def _frame(before: str, ends: tuple[str, ...], position: str) -> Iterator[str]:
    for class_ in ends:
        yield f"run ends in:{class_} after {before} {position}"
        yield from (f"run ends in:{class_} after a {other} {position}" for other in classes_of(before))


def _beside(side: int, word: str, shape: str, neighbour: str, kind: str) -> Iterator[str]:
    yield f"{side}:{word if shape != 'd' else '<d>'}"
    yield f"{side} shape:{shape} {kind}"
    for class_ in classes_of(word):
        yield f"{side} is:{class_}"
        yield f"{side} is:{class_} {kind}"
    if neighbour:
        yield f"{side} kind:{neighbour} {kind}"
    yield f"{side} people:{people_named(word) if shape == 'C' else ''} {kind}"


def _further(side: int, word: str) -> Iterator[str]:
    yield f"{side}:{word}"
    yield from (f"{side} is:{class_}" for class_ in classes_of(word))


def _listed(where: str, neighbour: str, kind: str) -> Iterator[str]:
    yield f"{where}:{neighbour} {kind}"


def _document(  # noqa: PLR0913, PLR0917 - few values, many of them yes or no
    begins: bool,  # noqa: FBT001
    is_lower_too: bool,  # noqa: FBT001
    placed: str,
    heads: str,
    times: int,
    alone: bool,  # noqa: FBT001
    title_case: bool,  # noqa: FBT001
    position: str,
    kind: str,
) -> Iterator[str]:
    if begins:
        yield f"first word {kind}"
    if is_lower_too:
        yield f"also lower {kind}"
    yield f"document:{placed}"
    yield f"document:{placed} {kind}"
    if heads:
        yield f"document heads:{heads} {position}"
        yield f"document heads:{heads} {position} {kind}"
    yield f"seen:{times}"
    yield f"alone:{alone} {position}"
    if title_case:
        yield "title case"
        yield f"title case {kind}"


def _small(word: str, before: str, after: str) -> Iterator[str]:
    yield f"small:{word}"
    yield f"small:{word} {after}"
    yield f"small before:{before}"
    yield f"small after:{after}"
    for class_ in classes_of(word):
        yield f"small is:{class_}"
        yield f"small is:{class_} {before}"
