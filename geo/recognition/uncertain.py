"""Names that stand where places stand, and that the tagger did not take for places: better listed than passed over.

What is read is on the map or in a list; what the tagger does not see would be in neither. So names with a capital that
are no mention are looked at once more. Some stand like places by the plain words beside them
(``geo/data/en/place-cues.csv``): after "at", after "village of", before "terminal", ending in "Pass", with "such as",
in brackets after a place, and in a list with places. Of the others a small judge says how likely each is a place, from
how near the tagger came to taking it for one and from what stands beside it (:mod:`geo.recognition.doubt_clues`); its
weights are text, ``geo/data/doubt-weights.tsv``, learned by ``python -m geo.workshop.train_doubted``. They give no dot:
the reader of the map is told that they stand there, and how likely each is one is the mention's confidence.

By five-fold cross-validation on 610 passages that the tagger has not learned, 457 of the 3,058 names looked at are
places; the judge alone lists 568 of them at 0.3, of which 320 are places (at 0.2: 369 of 753; at 0.5: 229 of 323).
``tests/benchmarks/silence.py`` says what comes of it: of 171 places of 48 passages that neither tagger nor judge has
learned and that are not on the map where they belong, 9 are in no list (33 without the judge).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geo.model import Mention
from geo.overlap import Overlaps
from geo.reading.sentences import sentence_at
from geo.recognition.casing import as_prose
from geo.recognition.classifier import load
from geo.recognition.doubt_clues import DoubtedName, Scene, clues_of, is_maker, words_of
from geo.recognition.gazetteer_matches import Knowledge, is_demonym
from geo.recognition.lexicon import classes_of, habit_of, people_named
from geo.recognition.mention_spans import chances_of
from geo.recognition.overrides import GOES_ON
from geo.recognition.tagger import load_tagger
from geo.recognition.tagger_features import is_title_case
from geo.recognition.tokens import CAPITALS, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document
    from geo.recognition.tokens import Tokens

__all__ = ["CUE", "LEAST_LIKELY", "Doubts", "doubts_of", "find_doubted"]

CUE = "doubted"
LEAST_LIKELY = 0.3
"""How likely a place must be for the judge to list it: lower, and the list holds more that is none than that is."""
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
BRAND = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]")
"""Capitals in the middle of a word, or several at its beginning and small letters after them."""
SCOTS = ("Mc", "Mac", "Fitz", "Vander", "De", "La", "Le", "Du", "Des", "San")
"""Beginnings after which names of places go on with a capital: McMurdo, DeKalb, LaGrange."""
DASHES = frozenset("-–—")  # after the agency in brackets of a dateline
PARTICLES = frozenset({"al", "el", "ul", "e", "i", "de", "as", "ar", "az", "ash", "an", "la"})


class Doubts(NamedTuple):
    """The names of a text that nobody took for places, with all that is known of them before any is judged.

    Attributes
    ----------
    clues
        What speaks for and against each name.
    """

    tokens: Tokens
    names: tuple[DoubtedName, ...]
    clues: tuple[tuple[str, ...], ...]
    places: tuple[Mention, ...]
    people: frozenset[str]


class _Around(NamedTuple):
    """The words of a text, and where the names begin and end that surely stand for places."""

    tokens: Tokens
    starts: set[int]
    ends: set[int]

    def add(self, name: DoubtedName) -> None:
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


def find_doubted(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, *, least_likely: float = LEAST_LIKELY
) -> tuple[Mention, ...]:
    """Find the names that stand like places and are no mentions.

    Parameters
    ----------
    document
        As it was read; in English.
    mentions
        What was read in it as places, peoples and ways, in any order.
    gazetteer
        Knows peoples.
    least_likely
        How likely a place the judge must find a name, 0 to 1; beyond 1 the words beside it decide alone.

    Returns
    -------
    In reading order, none overlapping another or a mention.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> text = document("Barges stop at Wau Shilluk. The crew was paid.")
    >>> [m.phrase for m in find_doubted(text, (), Gazetteer.open())]
    ['Wau Shilluk']
    """
    doubts = doubts_of(document, mentions, gazetteer)
    tokens = doubts.tokens
    around = _Around(tokens, {m.start for m in doubts.places}, {m.end for m in doubts.places})
    judge = load("doubt-weights")
    likely = {name: judge.probability(clues) for name, clues in zip(doubts.names, doubts.clues, strict=True)}
    names = [name for name in doubts.names if _may_be_place(name, tokens, doubts.people, gazetteer)]
    found = [name for name in names if _stands_like_place(name, around)]
    for name in found:
        around.add(name)
    for name in (*names, *reversed(names)):  # a list is known from its beginning or from its end
        if tokens.starts[name.first] not in around.starts and _is_listed(name, around):
            around.add(name)
            found.append(name)
    found += [name for name, chance in likely.items() if chance >= least_likely and name not in set(found)]
    return tuple(_mention(document, tokens, name, likely[name]) for name in sorted(found))


def doubts_of(document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer) -> Doubts:
    """Gather the names that are no mention, and what speaks for and against each.

    Parameters
    ----------
    document, mentions, gazetteer
        As :func:`find_doubted` takes them.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> doubts = doubts_of(document("Barges stop at Wau Shilluk."), (), Gazetteer.open())
    >>> "before at" in doubts.clues[-1]
    True
    """
    prose = as_prose(document, gazetteer)
    tokens = tokenise(prose)
    cited = [(citation.start, citation.end) for citation in document.citations]
    taken = Overlaps([*((m.start, m.end) for m in mentions), *cited])
    places = tuple(m for m in mentions if not m.is_demonym and m.role == "literal")
    names = tuple(
        name
        for name in _names(prose.text, tokens)
        if not taken.meets(tokens.starts[name.first], tokens.ends[name.last - 1]) and not _is_surely_else(name, tokens)
    )
    people = _people(tokens)
    scene = _scene(prose.text, tokens, names, places, people, gazetteer)
    clues = tuple(tuple(clues_of(name, scene, *_known(name, prose.text, tokens, gazetteer))) for name in names)
    return Doubts(tokens, names, clues, places, people)


def _scene(
    text: str,
    tokens: Tokens,
    names: Iterable[DoubtedName],
    places: Iterable[Mention],
    people: frozenset[str],
    gazetteer: Gazetteer,
) -> Scene:
    indices = [index for name in names for index in range(*name) if tokens.shapes[index] in CAPITALS]
    chances = chances_of(indices, text, tokens, Knowledge.of(gazetteer), load_tagger("toponym-weights"))
    best: dict[str, float] = {}
    for index, chance in chances.items():
        best[tokens.texts[index]] = max(chance, best.get(tokens.texts[index], 0.0))
    long = [name for name in names if name.last - name.first > 1]
    return Scene(
        tokens=tokens,
        starts=frozenset(m.start for m in places),
        ends=frozenset(m.end for m in places),
        chances=chances,
        best=best,
        people=people,
        heads=frozenset(tokens.lowers[name.first] for name in long),
        makers=frozenset(tokens.texts[name.first] for name in names if is_maker(name, tokens)),
        tails=frozenset(tokens.lowers[index] for name in long for index in range(name.first + 1, name.last)),
    )


def _known(name: DoubtedName, text: str, tokens: Tokens, gazetteer: Gazetteer) -> tuple[int, str]:
    """Return how many records go by a name, and what the best of them is to the tagger."""
    known = Knowledge.of(gazetteer).span(name.first, name.last, text, tokens).known
    return len({match.record.id for match in known.matches}), known.kind


def _mention(document: Document, tokens: Tokens, name: DoubtedName, chance: float) -> Mention:
    start, end = tokens.starts[name.first], tokens.ends[name.last - 1]
    sentence = sentence_at(document.sentences, start)
    return Mention(start, end, document.text[start:end], sentence, confidence=round(chance, 3), cue=CUE)


def _names(text: str, tokens: Tokens) -> Iterator[DoubtedName]:
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
            yield DoubtedName(first, last)


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
    never = words_of("last") | PARTICLES
    return frozenset(
        word
        for before, word in pairs
        if word not in never
        and before not in PARTICLES
        and habit_of(before) not in SMALL_HABITS
        and ("title" in classes_of(before) or "g" in people_named(before))
    )


def _may_be_place(name: DoubtedName, tokens: Tokens, people: frozenset[str], gazetteer: Gazetteer) -> bool:
    """Tell whether nothing in a name itself, nor right beside it, speaks against a place."""
    letters = [word for word in tokens.lowers[name.first : name.last] if word not in JOINTS]
    letters = letters[1:] if letters[0] in PARTICLES else letters
    if not letters or _is_word(name, letters, tokens) or any(map(_is_else, letters)) or _speaks(name, tokens):
        return False
    if not people.isdisjoint(letters) or "title" in classes_of(tokens.word(name.first - 1)):
        return False
    if len(letters) > 1 and "g" in people_named(letters[0]) and letters[1] not in PARTICLES:
        return letters[-1] in words_of("last")
    phrase = " ".join(tokens.texts[name.first : name.last])
    return not is_demonym(gazetteer.lookup(phrase))


def _is_surely_else(name: DoubtedName, tokens: Tokens) -> bool:
    """Tell what no place is called: days, sums, a brand's own writing, who speaks, a given name and a surname."""
    first, last = name
    words = tokens.lowers[first:last]
    if _speaks(name, tokens) or (last - first == 1 and words[0] in tokens.lower_words):
        return True
    if any("month" in classes_of(word) or "month" in classes_of(word.removesuffix("s")) for word in words):
        return True
    if tokens.shape(last) == "d" and tokens.starts[last] == tokens.ends[last - 1]:
        return True  # "Sh10.8 billion"
    if any(BRAND.search(word) and not word.startswith(SCOTS) for word in tokens.texts[first:last]):
        return True  # "TenneT", "GRTgaz"
    return (
        last - first == 2
        and "g" in people_named(words[0])
        and "s" in people_named(words[1])
        and not (PARTICLES.intersection(words) or words[1] in words_of("last"))
    )


def _is_word(name: DoubtedName, letters: Sequence[str], tokens: Tokens) -> bool:
    """Tell whether a name is plain words with capitals, or an abbreviation."""
    if all(habit_of(word) in SMALL_HABITS for word in letters) or is_title_case(tokens, name.first):
        return True
    if len(letters) > 1:
        return False
    is_short = tokens.shapes[name.first] == "U" and len(letters[0]) <= LONGEST_ABBREVIATION
    return is_short or letters[0] in tokens.lower_words


def _is_else(word: str) -> bool:
    return not NO_PLACES.isdisjoint(classes_of(word)) and word not in words_of("last")


def _speaks(name: DoubtedName, tokens: Tokens) -> bool:
    """Tell whether a name says something: "Karimi said"; but not in "fishermen from Masinloc and Subic said"."""
    after = "speech" in classes_of(tokens.word(name.last)) and tokens.word(name.first - 1) not in LISTING
    return after or "speech" in classes_of(tokens.word(name.first - 1))


def _stands_like_place(name: DoubtedName, around: _Around) -> bool:
    tokens = around.tokens
    first, last = name
    kind = next((i for i in range(last, last + LONGEST_KIND) if tokens.word(i) not in words_of("qualifier")), last)
    return (
        (tokens.word(kind) in words_of("after") and tokens.shape(kind) == "l")
        or (last - first > 1 and tokens.lowers[last - 1] in words_of("last"))
        or _is_governed(name, tokens)
        or _is_explained(last, around)
    )


def _is_governed(name: DoubtedName, tokens: Tokens) -> bool:
    """Tell whether what stands before a name stands before places: "toward", "villagers of", "the detour by"."""
    first = name.first
    at = first - 1 - (tokens.word(first - 1) == "the")
    word, before = tokens.word(at), tokens.word(at - 1)
    if word in words_of("before"):
        return not tokens.begins[first] and _stands_alone(name, tokens)
    if word == "as":
        return before in words_of("like") and tokens.word(at - 2) in words_of("ground")
    return (word == "of" and before in words_of("ground")) or before in words_of(f"way {word}")


def _stands_alone(name: DoubtedName, tokens: Tokens) -> bool:
    """Tell whether a name qualifies nothing after it: "near the Second Thomas Shoal", not "in the Phoenix trial"."""
    if tokens.shape(name.last) in "'d":
        return False
    return (
        tokens.word(name.first - 1) != "the"
        or tokens.shape(name.last) != "l"
        or tokens.word(name.last) in GOES_ON | words_of("goes on")
    )


def _is_explained(last: int, around: _Around) -> bool:
    """Tell whether the text says what ground it is, or beside which: ", the American base", ", off Cyprus"."""
    tokens = around.tokens
    if tokens.word(last) != ",":
        return False
    if tokens.word(last + 1) in words_of("beside"):
        return around.is_at(last + 2)
    return tokens.word(last + 1) in ARTICLES and any(
        tokens.word(index) in words_of("ground") and tokens.shape(index) == "l"
        for index in range(last + 2, last + 2 + APPOSITION)
    )


def _is_listed(name: DoubtedName, around: _Around) -> bool:
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
