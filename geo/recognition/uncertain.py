"""Names that stand where places stand, and that the tagger did not take for places: better listed than passed over.

What is read is on the map or in a list; what the tagger does not see would be in neither. So names with a capital that
are no mention are looked at once more, by the plain words beside them (``geo/data/en/place-cues.csv``): after "at",
after "village of", before "terminal", ending in "Pass", with "such as", in brackets after a place, and in a list with
places. They give no dot: the reader of the map is told that they stand there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.csv_tables import data_table
from geo.model import Mention
from geo.overlap import Overlaps
from geo.reading.sentences import sentence_at
from geo.recognition.casing import as_prose
from geo.recognition.gazetteer_matches import is_demonym
from geo.recognition.lexicon import classes_of, habit_of, people_named
from geo.recognition.overrides import GOES_ON
from geo.recognition.tagger_features import is_title_case
from geo.recognition.tokens import CAPITALS, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document
    from geo.recognition.tokens import Tokens

__all__ = ["CUE", "find_doubted"]

CUE = "doubted"
SMALL_HABITS = frozenset("012")
NO_PLACES = frozenset({"organisation", "month", "title", "compass", "sport", "building"})
"""Classes of words that make of a name something else: a company, a day, a person."""
LONGEST_ABBREVIATION = 5
LONGEST_NAME = 5
LONGEST_KIND = 3  # words of "special economic zone"
APPOSITION = 3  # words between "a" and what kind of ground it is: ", the American base"
LISTING = frozenset({"and", "or", "&"})
ARTICLES = frozenset({"a", "an", "the"})
JOINTS = frozenset("-‑’'")
DASHES = frozenset("-–—")  # after the agency in brackets of a dateline
PARTICLES = frozenset({"al", "el", "ul", "e", "i", "de", "as", "ar", "az", "ash", "an", "la"})


class _Name(NamedTuple):
    """Words with capitals: indices of the first and of the word after the last."""

    first: int
    last: int


class _Around(NamedTuple):
    """The words of a text, and where the names begin and end that surely stand for places."""

    tokens: Tokens
    starts: set[int]
    ends: set[int]

    def add(self, name: _Name) -> None:
        """Take a name for a place."""
        self.starts.add(self.tokens.starts[name.first])
        self.ends.add(self.tokens.ends[name.last - 1])

    def is_after(self, index: int) -> bool:
        """Tell whether a word is the first after a place."""
        return index > 0 and self.tokens.ends[index - 1] in self.ends

    def is_at(self, index: int) -> bool:
        """Tell whether a word is the first of a place, or the article before one."""
        index += self.tokens.word(index) == "the"
        return index < len(self.tokens) and self.tokens.starts[index] in self.starts


@cache
def _cues() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for _, row in data_table("en", "place-cues.csv", columns=("looks at", "words", "holds", "must not hold")):
        found.setdefault(row["looks at"], set()).update(row["words"].split())
    return {key: frozenset(words) for key, words in found.items()}


def find_doubted(document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Find the names that stand like places and are no mentions.

    Parameters
    ----------
    document
        As it was read; in English.
    mentions
        What was read in it as places, peoples and ways, in any order.
    gazetteer
        Knows peoples.

    Returns
    -------
    In reading order, none overlapping another or a mention.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> text = document("Barges stop at Wau Shilluk. The crew was paid by Wau Shipping.")
    >>> [m.phrase for m in find_doubted(text, (), Gazetteer.open())]
    ['Wau Shilluk']
    """
    prose = as_prose(document, gazetteer)
    tokens = tokenise(prose)
    cited = [(citation.start, citation.end) for citation in document.citations]
    taken = Overlaps([*((m.start, m.end) for m in mentions), *cited])
    places = [m for m in mentions if not m.is_demonym and m.role == "literal"]
    around = _Around(tokens, {m.start for m in places}, {m.end for m in places})
    people = _people(tokens)
    names = [
        name
        for name in _names(prose.text, tokens)
        if not taken.meets(tokens.starts[name.first], tokens.ends[name.last - 1])
        and _may_be_place(name, tokens, people, gazetteer)
    ]
    found = [name for name in names if _stands_like_place(name, around)]
    for name in found:
        around.add(name)
    for name in (*names, *reversed(names)):  # a list is known from its beginning or from its end
        if tokens.starts[name.first] not in around.starts and _is_listed(name, around):
            around.add(name)
            found.append(name)
    return tuple(_mention(document, tokens.starts[n.first], tokens.ends[n.last - 1]) for n in sorted(found))


def _mention(document: Document, start: int, end: int) -> Mention:
    return Mention(
        start, end, document.text[start:end], sentence_at(document.sentences, start), confidence=0.0, cue=CUE
    )


def _names(text: str, tokens: Tokens) -> Iterator[_Name]:
    """Give the runs of words with capitals, hyphened ones whole: "Ejama-Ebubu", "Torbat-e Heydarieh", "al-Rai"."""
    index, count = 0, len(tokens)
    while index < count:
        if tokens.shapes[index] not in CAPITALS:
            index += 1
            continue
        first, last = index, index + 1
        while last < count and not tokens.begins[last] and (step := _step(last, text, tokens)):
            last += step
        index = last
        if tokens.word(first - 1) in JOINTS and tokens.word(first - 2) in PARTICLES:
            first -= 2  # the al- of "al-Rai"
        while first < last and tokens.begins[first] and habit_of(tokens.lowers[first]) in "01":
            first += 1  # the In that opens a sentence
        if 0 < last - first <= LONGEST_NAME + 2:
            yield _Name(first, last)


def _step(last: int, text: str, tokens: Tokens) -> int:
    """Return how many words further a name goes on; 0 where it ends."""
    gap = text[tokens.ends[last - 1] : tokens.starts[last]]
    if gap == " ":
        return int(tokens.shapes[last] in CAPITALS)
    if gap or tokens.lowers[last] not in JOINTS or last + 1 >= len(tokens):
        return 0
    if tokens.starts[last + 1] != tokens.ends[last]:
        return 0
    if tokens.shapes[last + 1] in CAPITALS:
        return 2
    return 3 if tokens.lowers[last + 1] in PARTICLES and tokens.shape(last + 2) in CAPITALS else 0


def _people(tokens: Tokens) -> frozenset[str]:
    """Return the words that are part of a person's name somewhere: they stand after a title or a given name."""
    words, shapes = tokens.lowers, tokens.shapes
    pairs = {
        (before, word)
        for before, word, shape_before, shape in zip(words, words[1:], shapes, shapes[1:], strict=False)
        if shape in CAPITALS and shape_before in CAPITALS
    }
    never = _cues()["last"] | PARTICLES
    return frozenset(
        word
        for before, word in pairs
        if word not in never
        and before not in PARTICLES
        and habit_of(before) not in SMALL_HABITS
        and ("title" in classes_of(before) or "g" in people_named(before))
    )


def _may_be_place(name: _Name, tokens: Tokens, people: frozenset[str], gazetteer: Gazetteer) -> bool:
    """Tell whether nothing in a name itself, nor right beside it, speaks against a place."""
    letters = [word for word in tokens.lowers[name.first : name.last] if word not in JOINTS]
    letters = letters[1:] if letters[0] in PARTICLES else letters
    if not letters or _is_word(name, letters, tokens) or any(map(_is_else, letters)) or _speaks(name, tokens):
        return False
    if not people.isdisjoint(letters) or "title" in classes_of(tokens.word(name.first - 1)):
        return False
    if len(letters) > 1 and "g" in people_named(letters[0]) and letters[1] not in PARTICLES:
        return letters[-1] in _cues()["last"]
    phrase = " ".join(tokens.texts[name.first : name.last])
    return not is_demonym(gazetteer.lookup(phrase))


def _is_word(name: _Name, letters: Sequence[str], tokens: Tokens) -> bool:
    """Tell whether a name is plain words with capitals, or an abbreviation."""
    if all(habit_of(word) in SMALL_HABITS for word in letters) or is_title_case(tokens, name.first):
        return True
    if len(letters) > 1:
        return False
    is_short = tokens.shapes[name.first] == "U" and len(letters[0]) <= LONGEST_ABBREVIATION
    return is_short or letters[0] in tokens.lower_words


def _is_else(word: str) -> bool:
    return not NO_PLACES.isdisjoint(classes_of(word)) and word not in _cues()["last"]


def _speaks(name: _Name, tokens: Tokens) -> bool:
    """Tell whether a name says something: "Karimi said"; but not in "fishermen from Masinloc and Subic said"."""
    after = "speech" in classes_of(tokens.word(name.last)) and tokens.word(name.first - 1) not in LISTING
    return after or "speech" in classes_of(tokens.word(name.first - 1))


def _stands_like_place(name: _Name, around: _Around) -> bool:
    tokens, cues = around.tokens, _cues()
    first, last = name
    kind = next((i for i in range(last, last + LONGEST_KIND) if tokens.word(i) not in cues["qualifier"]), last)
    return (
        (tokens.word(kind) in cues["after"] and tokens.shape(kind) == "l")
        or (last - first > 1 and tokens.lowers[last - 1] in cues["last"])
        or _is_governed(name, tokens)
        or _is_explained(last, around)
    )


def _is_governed(name: _Name, tokens: Tokens) -> bool:
    """Tell whether what stands before a name stands before places: "toward", "villagers of", "the detour by"."""
    cues, first = _cues(), name.first
    at = first - 1 - (tokens.word(first - 1) == "the")
    word, before = tokens.word(at), tokens.word(at - 1)
    if word in cues["before"]:
        return not tokens.begins[first] and _stands_alone(name, tokens)
    if word == "as":
        return before in cues["like"] and tokens.word(at - 2) in cues["ground"]
    return (word == "of" and before in cues["ground"]) or before in cues.get(f"way {word}", ())


def _stands_alone(name: _Name, tokens: Tokens) -> bool:
    """Tell whether a name qualifies nothing after it: "near the Second Thomas Shoal", not "in the Phoenix trial"."""
    if tokens.shape(name.last) in "'d":
        return False
    return (
        tokens.word(name.first - 1) != "the"
        or tokens.shape(name.last) != "l"
        or tokens.word(name.last) in GOES_ON | _cues()["goes on"]
    )


def _is_explained(last: int, around: _Around) -> bool:
    """Tell whether the text says what ground it is, or beside which: ", the American base", ", off Cyprus"."""
    tokens = around.tokens
    if tokens.word(last) != ",":
        return False
    if tokens.word(last + 1) in _cues()["beside"]:
        return around.is_at(last + 2)
    return tokens.word(last + 1) in ARTICLES and any(
        tokens.word(index) in _cues()["ground"] and tokens.shape(index) == "l"
        for index in range(last + 2, last + 2 + APPOSITION)
    )


def _is_listed(name: _Name, around: _Around) -> bool:
    """Tell whether a name is a member of a list of places, joined by "and" or by commas, or another name of one.

    "Adok, Tonga and Wau Shilluk"; "al-Ya’rubiyah (Tel Kocher)".
    """
    tokens, (first, last) = around.tokens, name
    if tokens.word(first - 1) == "(" and tokens.word(last) == ")":
        return around.is_after(first - 1) and tokens.word(last + 1) not in DASHES
    if last - first == 1 and "g" in people_named(tokens.lowers[first]):
        return False
    first -= tokens.word(first - 1) == "the"
    if tokens.begins[first]:
        return tokens.word(last) in LISTING and around.is_at(last + 1)
    is_last = tokens.word(first - 1) in LISTING and around.is_after(first - 1 - (tokens.word(first - 2) == ","))
    return is_last or (tokens.word(last) in LISTING and around.is_at(last + 1)) or _is_between(first, last, around)


def _is_between(first: int, last: int, around: _Around) -> bool:
    """Tell whether words stand between commas and before a place, in a list that has another place at least."""
    tokens = around.tokens
    after = last + 1 + (tokens.word(last + 1) in LISTING)
    if tokens.word(last) != "," or not around.is_at(after):
        return False
    if tokens.word(first - 1) == "," and around.is_after(first - 1):
        return True
    follows = next((i for i in range(after + 1, after + 1 + LONGEST_NAME) if i < len(tokens) and around.is_after(i)), 0)
    return tokens.word(follows) in {",", *LISTING} and around.is_at(follows + 1)
