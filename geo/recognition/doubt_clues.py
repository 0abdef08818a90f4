"""What speaks for and against a place where the tagger took a name for none: clues of :mod:`geo.recognition.uncertain`.

How likely the tagger itself found a place comes first; the words beside the name, what is known of its words, and
which names stand in a list with it say the rest. Every clue is a short string that can be read in the weights.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.csv_tables import data_table
from geo.recognition.lexicon import classes_of, habit_of, people_named
from geo.recognition.tokens import CAPITALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.recognition.tokens import Tokens

__all__ = ["DoubtedName", "Scene", "clues_of", "is_maker", "words_of"]

STEPS = (0.003, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35)
"""How likely the tagger finds a place: each step that a name reaches is a clue of its own."""
BESIDE = frozenset({
    "in", "at", "near", "from", "to", "on", "of", "by", "for", "with", "between", "via", "through", "past", "off",
    "and", "or", "as", "over", "above", "beyond", "like", "the", "a", "an",
})  # fmt: skip
"""Words before a name that are clues by themselves; of others only what they are."""
MARKS = frozenset(",;:.()[]–—-/&'“”‘’\"•")
LISTING = frozenset({"and", "or", "&", ",", "–", "-", "—", "/"})
AROUND = 3
LIKELY, POSSIBLE = 0.1, 0.02  # chance of a neighbour in a list
SMALL = frozenset("012")
TOLD = (
    "organisation",
    "title",
    "speech",
    "month",
    "building",
    "facility",
    "area",
    "road",
    "sport",
    "motion",
    "compass",
)
MANY = 3


class DoubtedName(NamedTuple):
    """Words with capitals: indices of the first and of the word after the last."""

    first: int
    last: int


class Scene(NamedTuple):
    """What is known of a text when its names are looked at once more.

    Attributes
    ----------
    starts, ends
        Where the names begin and end that were read as places.
    chances
        How likely each capitalised word belongs to a place, by its index; of names that were read nothing.
    best
        The same of each such word, wherever in the text it is likeliest.
    people
        Words that are part of a person's name somewhere.
    heads, tails
        Words that begin a longer name somewhere, and that end one or stand within it.
    makers
        First words of names that are somewhere said to be a company, a ship, a party …
    """

    tokens: Tokens
    starts: frozenset[int]
    ends: frozenset[int]
    chances: Mapping[int, float]
    best: Mapping[str, float]
    people: frozenset[str]
    heads: frozenset[str]
    tails: frozenset[str]
    makers: frozenset[str]


@cache
def words_of(key: str) -> frozenset[str]:
    """Return words by which names are told, as ``geo/data/en/place-cues.csv`` has them.

    Parameters
    ----------
    key
        What the words look at: ``before``, ``ground``, ``after`` …

    Examples
    --------
    >>> "toward" in words_of("before"), "firm" in words_of("maker")
    (True, True)
    """
    rows = data_table("en", "place-cues.csv", columns=("looks at", "words", "holds", "must not hold"))
    return frozenset(word for _, row in rows if row["looks at"] == key for word in row["words"].split())


def clues_of(name: DoubtedName, scene: Scene, records: int, kind: str) -> Iterator[str]:
    """Give what speaks for and against a place.

    Parameters
    ----------
    name, scene
        Where it stands.
    records, kind
        How many records of the gazetteer go by this name, and what the best is to the tagger.
    """
    tokens, (first, last) = scene.tokens, name
    yield "*"
    chances = [scene.chances.get(index, 0.0) for index in range(first, last) if tokens.shapes[index] in CAPITALS]
    yield from _steps("chance", max(chances, default=0.0))
    yield from _steps("least", min(chances, default=0.0))
    yield from _steps("best", max(scene.best.get(tokens.texts[index], 0.0) for index in range(first, last)))
    yield f"records {min(records, MANY)}"
    yield f"kind {kind.partition(' ')[0]}"
    yield from _of_words(name, scene)
    yield from _before(first, tokens)
    yield from _after(last, tokens)
    yield from _company(name, scene)


def _steps(what: str, chance: float) -> Iterator[str]:
    return (f"{what} {step}" for step in STEPS if chance >= step)


def _of_words(name: DoubtedName, scene: Scene) -> Iterator[str]:
    tokens, (first, last) = scene.tokens, name
    words = [word for word in tokens.lowers[first:last] if word[0].isalpha()]
    yield f"words {min(len(words), MANY)}"
    yield f"first {habit_of(words[0])}{people_named(words[0])}"
    yield f"last {habit_of(words[-1])}{people_named(words[-1])}"
    for told in TOLD:
        if told in classes_of(words[-1]):
            yield f"last {told}"
        if len(words) > 1 and told in classes_of(words[0]):
            yield f"first {told}"
    if len(words) > 1 and "g" in people_named(words[0]) and words[-1] not in words_of("last"):
        yield f"given name {'s' if 's' in people_named(words[-1]) else habit_of(words[-1])}"
    holds = {
        "begins": tokens.begins[first],
        "capitals": "U" in tokens.shapes[first:last],
        "plain": all(habit_of(word) in SMALL for word in words),
        "maker somewhere": tokens.texts[first] in scene.makers,
        "person": not scene.people.isdisjoint(words),
        "begins a longer name": len(words) == 1 and words[0] in scene.heads,
        "ends a longer name": len(words) == 1 and words[0] in scene.tails,
        "small elsewhere": not tokens.lower_words.isdisjoint(words),
        "last ground": words[-1] in words_of("last"),
        "joined": "-" in tokens.lowers[first:last] or any("'" in word or "’" in word for word in words),
    }
    yield from (clue for clue, held in holds.items() if held)


def _before(first: int, tokens: Tokens) -> Iterator[str]:
    word, further = tokens.word(first - 1), tokens.word(first - 2)
    if word in {"the", "a", "an"}:
        yield f"before {_kind(further, first - 2, tokens)} {word}"
    yield f"before {_kind(word, first - 1, tokens)}"
    if word == "of":
        yield f"before {next((key for key in ('ground', 'maker') if further in words_of(key)), 'x')} of"
    if word == "to" and further == "according":
        yield "according to"
    near = tokens.lowers[max(0, first - AROUND) : first]
    for key in ("ground", "maker"):
        if any(each in words_of(key) for each in near):
            yield f"{key} before"


def _after(last: int, tokens: Tokens) -> Iterator[str]:
    word = tokens.word(last)
    yield f"after {_kind(word, last, tokens)}"
    if word == ",":
        yield f"after , {_kind(tokens.word(last + 1), last + 1, tokens)}"
    near = tokens.lowers[last : last + AROUND + (word == ",")]
    for key in ("after", "ground", "maker"):
        if any(each in words_of(key) and tokens.shape(last + i) == "l" for i, each in enumerate(near)):
            yield f"{key} after"


def is_maker(name: DoubtedName, tokens: Tokens) -> bool:
    """Tell whether a name is said to be somebody who makes or says things: ", a Danish firm", "according to".

    Examples
    --------
    >>> from geo.reading import document
    >>> from geo.recognition.tokens import tokenise
    >>> is_maker(DoubtedName(0, 1), tokenise(document("Relined, a Dutch firm, lays cables.")))
    True
    >>> is_maker(DoubtedName(0, 1), tokenise(document("Relined, a Dutch village, lies low.")))
    False
    """
    first, last = name
    makers = words_of("maker")
    if tokens.word(first - 1) in makers or (tokens.word(first - 1) == "to" and tokens.word(first - 2) == "according"):
        return True
    if tokens.word(last) != "," or tokens.word(last + 1) not in {"a", "an", "the", "its"}:
        return False
    return any(tokens.word(at) in makers for at in range(last + 2, last + 2 + AROUND))


def _kind(word: str, at: int, tokens: Tokens) -> str:
    """Say what a word is: itself, if it says much, or its class."""
    if word in BESIDE or word in MARKS or word in {"^", "$"}:
        return word
    if tokens.shape(at) in CAPITALS:
        return "name"
    classes = classes_of(word)
    told = next(
        (each for each in ("speech", "title", "organisation", "locative", "motion", "facility") if each in classes), ""
    )
    return told or ("number" if tokens.shape(at) == "d" else "small")


def _company(name: DoubtedName, scene: Scene) -> Iterator[str]:
    """Say what stands in a list with a name: places, or names that are likely none."""
    tokens, (first, last) = scene.tokens, name
    at = first - 1 - (tokens.word(first - 1) == "the")
    while at > 0 and tokens.word(at) in LISTING:
        at -= 1
    if at < first - 1 - (tokens.word(first - 1) == "the") and at >= 0:
        yield f"left {_neighbour(at, scene, is_place=tokens.ends[at] in scene.ends)}"
    at = last
    while at < len(tokens) and tokens.word(at) in LISTING:
        at += 1
    at += tokens.word(at) == "the"
    if at > last and at < len(tokens):
        yield f"right {_neighbour(at, scene, is_place=tokens.starts[at] in scene.starts)}"
    if tokens.word(first - 1) == "(" and first > 1 and tokens.ends[first - 2] in scene.ends:
        yield "in brackets after place"


def _neighbour(at: int, scene: Scene, *, is_place: bool) -> str:
    if is_place:
        return "place"
    if scene.tokens.shapes[at] not in CAPITALS:
        return "small"
    chance = scene.chances.get(at, 0.0)
    return "likely" if chance >= LIKELY else "possible" if chance >= POSSIBLE else "no place"
