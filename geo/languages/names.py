"""The names of places in a text that is not English, by rule.

A name is what the gazetteer knows under one of the plain forms a word may have (:mod:`~geo.languages.forms`). Whether
it is one here is a sum: how well the name stands by itself (:mod:`~geo.languages.name_priors`), and what stands around
it: a capital letter where the script has them, a preposition or an ending of place, a word like "port of", other places
beside it; and against it a plain word of the same letters, a title or a given name before it. The words are data of the
language. The longest name wins.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.gazetteer import fold
from geo.languages.encoder_names import clue, is_too_long, with_spotted
from geo.languages.forms import forms_of, forms_of_words
from geo.languages.language_data import language, listed
from geo.languages.name_priors import NOTHING, Standing
from geo.languages.romanisation import in_latin
from geo.languages.scene import Found, Scene
from geo.languages.words import as_read, lexicon_of, plain, words_in
from geo.model import Mention
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.encoder.clues import Clues
    from geo.languages.forms import Form
    from geo.languages.local_gazetteer import Known
    from geo.languages.words import Lexicon, Sense, Word
    from geo.model import Document

__all__ = ["Found", "Scene", "find_names", "scene_of"]

MOST_WORDS, MOST_CHARACTERS = 4, 8
SHORTEST_JOINED = 2  # characters of a name where words are not divided
IN_NAME = re.compile(r"[ \u00a0\u200c’'-]?|- ")
ADJOINING = re.compile(r"[\s«»\"“”„‘’'(\u200c-]{0,3}")
BEGINS = re.compile(r"(?:^|[.!?…։؟。！？:]|\n)[\s«»\"“”„‘’'(—–-]*$")
CHAIN = re.compile(r"\s*[–—―−-]+\s*")
LIST = re.compile(r"\s*[,،、;]\s*")
PLACING = frozenset({"from", "to", "at", "via", "between", "before"})
AFTER = frozenset({"from-after", "to-after", "via-after", "between-after", "after"})
ENDINGS_OF_PLACE = frozenset({"from", "to", "at", "via"})

NOUNS_ARE_LARGE = frozenset({"de"})

ENOUGH, ENOUGH_UNCASED = 5.0, 4.5
"""What a name must come to, where scripts have capitals and where not."""
CAPITAL, PLACED, ENDED, KIND, BESIDE, LONGER = 1.0, 1.5, 1.0, 2.0, 1.5, 1.0
INFLECTED, COMMON, COMMON_AT_START, PERSON, SHORT = -0.5, -2.0, -4.0, -3.0, -1.5
SURE = 6.0
CHANGED = 1.0
"""How much better a name must stand for which an ending is cut off than one that stands as it is written."""
FAIR = 1.0
"""How much less than enough two names may come to, each, that a dash joins."""
SHORTER = 1.0
"""How much less a name may stand without its word of kind and be taken for the same."""
SPELLED = 3.0
"""How well a name stands that is only known when it is spelled in Latin letters, at the most."""


def scene_of(document: Document, start: int, end: int, code: str, known: Known, clues: Clues | None = None) -> Scene:
    """Read the words and names of a stretch of a document that is in one language.

    Parameters
    ----------
    document
        Where it stands.
    start, end
        The stretch.
    code
        Its language.
    known
        A gazetteer that knows the language's own names.
    clues
        What the encoder says of the document, if it read it.
    """
    text = as_read(document.text, code)
    lexicon, words = lexicon_of(code), words_in(text, code, start, end)
    senses = [lexicon.at(words, index) for index in range(len(words))]
    scene = Scene(text, language(code), words, senses, _endings(text, words, senses), clues=clues)
    return replace(scene, names=tuple(_Reader(scene, known, lexicon).read()))


def find_names(document: Document, scene: Scene) -> tuple[Mention, ...]:
    """Return the names of a scene as mentions of places; roles are told by :mod:`geo.languages.roles`."""
    return tuple(_mention(document, name) for name in scene.names)


def _mention(document: Document, found: Found) -> Mention:
    phrase = document.text[found.start : found.end]
    return Mention(
        start=found.start,
        end=found.end,
        phrase=phrase,
        sentence=sentence_at(document.sentences, found.start),
        name=found.name,
        confidence=round(min(0.95, 0.5 + (found.score - ENOUGH_UNCASED) / 8), 3),
        cue="by rule",
    )


def _endings(text: str, words: Sequence[Word], senses: Sequence[Sequence[Sense]]) -> list[list[Sense]]:
    """Gather for each word what ends just before it, with nothing but quotation marks between."""
    ending: list[list[Sense]] = [[] for _ in range(len(words) + 1)]
    for index, found in enumerate(senses):
        for sense in found:
            after = index + sense.length
            if after < len(words) and ADJOINING.fullmatch(text, words[after - 1].end, words[after].start):
                ending[after].append(sense)
    return ending


class _Reader:
    """Reads the names of one scene."""

    def __init__(self, scene: Scene, known: Known, lexicon: Lexicon) -> None:
        self._scene = scene
        self._code = scene.language.code
        self._known = known
        self._lexicon = lexicon
        self._standing = Standing(scene.language, known)
        self._common = listed(self._code, "common")
        self._people = listed(self._code, "people")

    def read(self) -> Iterator[Found]:
        """Yield the names that come to enough, none overlapping."""
        candidates = self._candidates()
        scored = [replace(found, score=self._score(found)) for found in candidates]
        enough = ENOUGH if self._scene.language.cased else ENOUGH_UNCASED
        for found in with_spotted(self._scene, list(self._enough(scored, enough)), self._spotted):
            yield found if found.score else replace(found, score=enough)

    def _enough(self, scored: Sequence[Found], enough: float) -> Iterator[Found]:
        for index, found in enumerate(scored):
            beside = BESIDE if found.score < enough and self._is_beside(index, scored, enough) else 0.0
            if found.score + beside >= enough:
                yield replace(found, score=found.score + beside)

    def _spotted(self, first: int, last: int) -> Found:
        """Return some words as a name, of no standing where nobody knows it."""
        words = self._scene.words
        start, end = words[first].start, words[last - 1].end
        return self._at(first, last - first) or Found(first, last, start, end, self._scene.text[start:end], "", NOTHING)

    def _candidates(self) -> list[Found]:
        found: list[Found] = []
        index = 0
        while index < len(self._scene.words):
            longest = self._longest_at(index)
            if longest is None:
                index += 1
                continue
            found.append(longest)
            index = longest.last
        return found

    def _longest_at(self, index: int) -> Found | None:
        word = self._scene.words[index]
        if word.text[0].isdigit():
            return None
        small = self._scene.language.cased and not word.is_capital
        if small and fold(word.text) not in self._known.small_starts:
            return None
        for length in range(self._most_words(index), 0, -1):
            if small and not self._is_sure(index, length):
                continue
            if not self._scene.language.spaced and length < SHORTEST_JOINED:
                break
            found = self._at(index, length)
            if found is not None and (length == 1 or (self._is_worth(found) and not self._is_too_long(found))):
                return self._without_kind(found)
        return None

    def _without_kind(self, found: Found) -> Found:
        """Leave out the word of kind that a source has in the name where the name is known without it: 郑州市."""
        last = self._scene.words[found.last - 1]
        if found.last - found.first <= SHORTEST_JOINED or not self._lexicon.is_of(last.plain, "cut"):
            return found
        shorter = self._at(found.first, found.last - found.first - 1)
        return shorter if shorter is not None and shorter.standing >= found.standing - SHORTER else found

    def _is_sure(self, index: int, length: int) -> bool:
        """Tell whether words are a name that our own list vouches for: "mer Caspienne" begins with a small letter."""
        words = self._scene.words[index : index + length]
        return length > 1 and fold(self._scene.text[words[0].start : words[-1].end]) in self._known.sure

    def _is_too_long(self, found: Found) -> bool:
        """Tell whether the encoder sees a name in some words of another: Mersin in "Mersin limanı"."""
        if found.standing >= SURE or not self._scene.language.spaced:
            return False
        return is_too_long(self._scene.clues, self._scene.words[found.first : found.last])

    def _is_worth(self, found: Found) -> bool:
        """Tell whether a name of several words is likelier than the names within it."""
        return self._score(found) >= (ENOUGH if self._scene.language.cased else ENOUGH_UNCASED)

    def _most_words(self, index: int) -> int:
        words = self._scene.words
        if not self._scene.language.spaced:
            most = MOST_CHARACTERS
        else:
            firsts = {fold(form.name).partition(" ")[0] for form in forms_of(words[index].text, self._code)}
            most = min(MOST_WORDS, max(self._known.gazetteer.longest_from(first) for first in firsts))
        length = 1
        while length < most and index + length < len(words) and self._goes_on(index + length):
            length += 1
        return length

    def _goes_on(self, index: int) -> bool:
        before, word = self._scene.words[index - 1], self._scene.words[index]
        if before.suffix or word.text[0].isdigit():
            return False
        return IN_NAME.fullmatch(self._scene.text, before.end, word.start) is not None

    def _at(self, index: int, length: int) -> Found | None:
        words = self._scene.words[index : index + length]
        gaps = [self._scene.text[a.end : b.start] for a, b in pairwise(words)]
        best, best_standing = None, NOTHING
        for form in forms_of_words(words, self._code, gaps):
            plainly = form.is_as_written and not form.cut
            standing = self._standing(form.name) + (0.0 if plainly else INFLECTED)
            better = best_standing + (CHANGED if best is not None and best.is_as_written and not plainly else 0.0)
            if standing > better:
                best, best_standing = form, standing
        if best is None and length == 1:
            best, best_standing = self._spelled(words[0])
        if best is None:
            return None
        start, end = words[0].start + best.cut, words[-1].end
        return Found(index, index + length, start, end, best.name, best.case, best_standing)

    def _spelled(self, word: Word) -> tuple[Form | None, float]:
        """Return the form that the gazetteer knows when it is spelled in Latin letters."""
        if self._scene.language.script in {"Latin", "Han", "Arabic"} or self._is_common(word.plain):
            return None, NOTHING
        best, best_standing = None, NOTHING
        for form in forms_of(word.text, self._code):
            for name in in_latin(form.name, self._code):
                standing = min(SPELLED, self._standing(name) + INFLECTED)
                if standing > best_standing:
                    best, best_standing = form._replace(name=name), standing
        return best, best_standing

    def _score(self, found: Found) -> float:
        scene = self._scene
        score = found.standing + (LONGER if found.last - found.first > 1 and scene.language.spaced else 0.0)
        starts = BEGINS.search(scene.text, max(0, found.start - 12), found.start) is not None or found.start == 0
        if scene.language.cased and not starts:
            score += CAPITAL
        score += clue(scene.clues, found.start, found.end)
        return score + self._around(found) + self._against(found, starts=starts)

    def _around(self, found: Found) -> float:
        """Return what the words before and after say for a place."""
        scene = self._scene
        before = {sense.kind for sense in scene.ending[found.first]}
        after = {sense.kind for sense in self._after(found)}
        score = 0.0
        if "before" in before or "after" in after:
            score += KIND
        elif before & PLACING or after & AFTER or found.case in ENDINGS_OF_PLACE:
            score += PLACED
        elif found.case or scene.words[found.last - 1].suffix:
            score += ENDED
        return score

    def _after(self, found: Found) -> Sequence[Sense]:
        scene = self._scene
        if found.last >= len(scene.words):
            return ()
        adjoins = ADJOINING.fullmatch(scene.text, found.end, scene.words[found.last].start)
        return scene.senses[found.last] if adjoins else ()

    def _against(self, found: Found, *, starts: bool) -> float:
        """Return what speaks against a place: a plain word, a person, a very short name."""
        scene = self._scene
        words = scene.words[found.first : found.last]
        score = 0.0
        if all(self._is_common(word.plain) for word in words) or self._is_common(
            plain(scene.text[found.start : found.end])
        ):
            weak = (starts or not scene.language.cased) and found.standing < SURE
            score += COMMON_AT_START if weak else COMMON
        if self._is_person(found):
            score += PERSON
        if found.end - found.start < 4 and scene.language.spaced and found.standing < SURE:
            score += SHORT
        return score

    def _is_common(self, word: str) -> bool:
        return word in self._common or self._lexicon.knows(word)

    def _is_person(self, found: Found) -> bool:
        scene = self._scene
        if any(sense.kind == "person" for sense in scene.ending[found.first]):
            return True
        if any(sense.kind == "person-after" for sense in self._after(found)):
            return True
        if self._is_first_name(found):
            return True
        before = scene.words[found.first - 1] if found.first else None
        adjoins = before is not None and scene.text[before.end : found.start] == " "
        if before is None or not adjoins:
            return False
        if before.plain in self._people:
            return not self._lexicon.is_of(before.plain, "before")
        return scene.language.cased and found.standing < SURE and self._is_given_name(found, before)

    def _is_first_name(self, found: Found) -> bool:
        """Tell whether a name is one of people, and another word of a name follows: "João Prado"."""
        scene = self._scene
        if found.standing >= SURE or found.last - found.first > 1 or found.last >= len(scene.words):
            return False
        after = scene.words[found.last]
        if scene.words[found.first].plain not in self._people or scene.text[found.end : after.start] != " ":
            return False
        return after.plain in self._people or (after.is_capital and not scene.senses[found.last])

    def _is_given_name(self, found: Found, before: Word) -> bool:
        """Tell whether the capitalised word before a name is neither a word of kind nor at a beginning."""
        if found.case in ENDINGS_OF_PLACE or self._scene.language.code in NOUNS_ARE_LARGE:
            return False
        if not before.is_capital or len(before.text) == 1:
            return False
        known = any(self._standing(form.name) for form in forms_of(before.text, self._code))
        kind = bool(self._scene.senses[found.first - 1])
        return not known and not kind

    def _is_beside(self, index: int, scored: Sequence[Found], enough: float) -> bool:
        """Tell whether a sure name stands next to a name, in a chain or a list."""
        here = scored[index]
        fair = enough - FAIR
        for other in (*scored[max(0, index - 1) : index], *scored[index + 1 : index + 2]):
            one, two = (other, here) if other.start < here.start else (here, other)
            gap = self._scene.text[one.end : two.start]
            if CHAIN.fullmatch(gap) and min(other.score, here.score) >= fair:
                return True
            if other.score >= enough and (CHAIN.fullmatch(gap) or LIST.fullmatch(gap) or self._is_and(one, two)):
                return True
        return False

    def _is_and(self, one: Found, two: Found) -> bool:
        between = range(one.last, two.first)
        return len(between) == 1 and any(sense.kind == "and" for sense in self._scene.senses[one.last])
