"""Clues of the tagger: what the gazetteer, the lexicon and the words around say of each word.

Only stretches of text around capitals are looked at. The clues of a word come in parts, each a function and the few
short values it depends on, so that the tagger can add up a part's weights once and remember the sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.recognition.lexicon import classes_of, habit_of, people_named
from geo.recognition.tokens import CAPITALS, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.recognition.candidates import Candidate, Known
    from geo.recognition.tokens import Tokens

__all__ = ["Part", "Setting", "clues", "stretches"]

Part = tuple[Any, ...]
"""A function that gives clues, and its arguments."""

GAP = 3  # capitals this far apart, or nearer, are judged together
TITLE_CASE_SHARE = 0.7
TITLE_CASE_WORDS = 4
REACH = 8  # words on each side that tell whether a line is in title case
MOST_COUNTED = 3


class Setting:
    """A document's words with all that is known of them before any is judged."""

    def __init__(self, text: str, tokens: Tokens, words: list[Known], names: list[Candidate]) -> None:
        self.tokens = tokens
        self.kinds = [known.kind for known in words]
        self.coarse = [known.kind.partition(" ")[0] for known in words]
        self.name_of: list[Candidate | None] = [None] * len(tokens)
        for name in names:
            self.name_of[name.first : name.last] = [name] * (name.last - name.first)
        self.runs = _runs(text, tokens)
        self.evidence = _evidence(tokens)


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
    """Give for each word the run of capitals, divided by spaces alone, that it belongs to."""
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


def _evidence(tokens: Tokens) -> dict[str, tuple[str, int, bool]]:
    """Sum up for each capitalised word how it stands all over the document.

    A surname stands after a title or a given name somewhere in the text; a town stands after "in" somewhere.
    """
    shapes, lowers, begins, count = tokens.shapes, tokens.lowers, tokens.begins, len(tokens)
    placed: set[str] = set()
    named: set[str] = set()
    alone: set[str] = set()
    seen: dict[str, int] = {}
    for index, word in enumerate(tokens.texts):
        if shapes[index] not in CAPITALS:
            continue
        seen[word] = seen.get(word, 0) + 1
        follows = index > 0 and shapes[index - 1] in CAPITALS and not begins[index]
        leads = index + 1 < count and shapes[index + 1] in CAPITALS and not begins[index + 1]
        if follows:
            before = lowers[index - 1]
            if "title" in classes_of(before) or "g" in people_named(before):
                named.add(word)
        elif not leads:
            alone.add(word)
            if index > 0 and "locative" in classes_of(lowers[index - 1]):
                placed.add(word)
    return {
        word: ("P" * (word in placed) + "N" * (word in named), min(MOST_COUNTED, times), word in alone)
        for word, times in seen.items()
    }


def clues(setting: Setting, first: int, last: int) -> Iterator[list[Part]]:
    """Give the parts of each word of a stretch."""
    shapes = setting.tokens.shapes
    for index in range(first, last):
        yield (_of_capital if shapes[index] in CAPITALS else _of_other)(setting, index)


def _of_capital(setting: Setting, index: int) -> list[Part]:
    tokens = setting.tokens
    word, shape = tokens.word, tokens.shape
    kind = setting.kinds[index]
    coarse = setting.coarse[index]
    first, last = setting.runs[index]
    position = "S" if last - first == 1 else "B" if index == first else "E" if index == last - 1 else "I"
    lower = tokens.lowers[index]
    before, before_2, after, after_2 = word(index - 1), word(index - 2), word(index + 1), word(index + 2)
    placed, times, alone = setting.evidence[tokens.texts[index]]
    run_before, run_after = word(first - 1), word(last)
    parts: list[Part] = [
        (_itself, tokens.texts[index], kind),
        (_run_before, run_before, position, coarse),
        (_run_after, run_after, position, coarse),
        (
            _run_ends,
            tokens.lowers[first] if first != index else "",
            tokens.lowers[last - 1],
            position,
            coarse,
        ),
        (_beside, -1, before, shape(index - 1), _coarse(setting, index - 1), coarse),
        (_beside, 1, after, shape(index + 1), _coarse(setting, index + 1), coarse),
        (_further, -2, before_2),
        (_further, 2, after_2),
        (_pair, "2l", word(first - 2), run_before),
        (_pair, "2r", run_after, word(last + 1)),
        (
            _document,
            tokens.begins[index],
            lower in tokens.lower_words,
            placed,
            times,
            alone,
            _is_title_case(tokens, index),
            position,
            coarse,
        ),
    ]
    if after == "," and _coarse(setting, index + 2):
        parts.append((_listed, "X,", _coarse(setting, index + 2), coarse))
    if before == "," and _coarse(setting, index - 2):
        parts.append((_listed, ",X", _coarse(setting, index - 2), coarse))
    name = setting.name_of[index]
    if name is not None:
        parts.append((_within, _place_in(name, index), name.known.kind))
        around = shape(name.first - 1) + shape(name.last)
        parts.append((_around, word(name.first - 1), word(name.last), around, name.known.kind.partition(" ")[0]))
    return parts


def _of_other(setting: Setting, index: int) -> list[Part]:
    tokens = setting.tokens
    lower = "<d>" if tokens.shapes[index] == "d" else tokens.lowers[index]
    parts: list[Part] = [(_small, lower, tokens.shape(index - 1), tokens.shape(index + 1))]
    if (name := setting.name_of[index]) is not None:
        parts.append((_within, _place_in(name, index), name.known.kind))
    if index > 0:
        before = setting.name_of[index - 1]
        inside = f"{_place_in(before, index - 1)}:{before.known.kind}" if before is not None else ""
        parts.append((_small_after, lower, inside, setting.kinds[index - 1]))
    return parts


def _coarse(setting: Setting, index: int) -> str:
    return setting.coarse[index] if 0 <= index < len(setting.coarse) else ""


def _place_in(name: Candidate, index: int) -> str:
    return "B" if index == name.first else "E" if index == name.last - 1 else "I"


def _is_title_case(tokens: Tokens, index: int) -> bool:
    around = tokens.shapes[max(0, index - REACH) : index] + tokens.shapes[index + 1 : index + 1 + REACH]
    capitals = around.count("C") + around.count("U")
    words = capitals + around.count("l")
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


def _run_before(word: str, position: str, kind: str) -> Iterator[str]:
    yield f"before run:{word} {position}"
    yield f"before run:{word} {position} {kind}"


def _run_after(word: str, position: str, kind: str) -> Iterator[str]:
    yield f"after run:{word} {position}"
    yield f"after run:{word} {position} {kind}"


def _run_ends(first: str, last: str, position: str, kind: str) -> Iterator[str]:
    yield f"position:{position}"
    yield f"position:{position} {kind}"
    yield f"run ends:{last} {position}"
    for class_ in classes_of(last):
        yield f"run ends in:{class_} {position}"
        yield f"run ends in:{class_} as {kind}"
    if first:
        yield f"run begins:{first} {position}"
        yield f"run begins with people:{people_named(first)} {position} {kind}"
        yield from (f"run begins with:{class_} {position}" for class_ in classes_of(first))
    if position not in "SE":
        yield f"run ends in people:{people_named(last)} {position} {kind}"


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


def _pair(side: str, left: str, right: str) -> Iterator[str]:
    yield f"{side}:{left} {right}"


def _listed(where: str, neighbour: str, kind: str) -> Iterator[str]:
    yield f"{where}:{neighbour} {kind}"


def _document(
    begins: bool,  # noqa: FBT001
    is_lower_too: bool,  # noqa: FBT001
    placed: str,
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


def _small_after(word: str, inside: str, kind: str) -> Iterator[str]:
    if inside:
        yield f"small after name:{inside}"
    yield f"small after kind:{kind} {word}"
