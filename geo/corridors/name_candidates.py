"""Every run of words that may be the name of a way: what the chooser then takes or leaves.

A name is what the catalogue or a list knows, capitalised or quoted words with the noun of a way in or after them ("the
Jupiter cable system", "Burma Road", "the “Littoriana”"), the number of a road or corridor ("AH1", "Corridor X"), places
joined by dashes ("Kabul-Kandahar"), or a river.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.corridors.function_words import words
from geo.corridors.modes import cue_mode, is_adjective, noun_mode
from geo.corridors.way_words import classes_of, words_of
from geo.gazetteer import Form
from geo.gazetteer.remembering import remembered
from geo.overlap import Overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.corridors.chains import Chain
    from geo.corridors.named_corridors import NamedCorridor
    from geo.courses import Entry
    from geo.gazetteer import Gazetteer
    from geo.model import Mode
    from geo.recognition.tokens import Tokens

__all__ = ["LEADING", "Name", "find_names", "is_relation", "mode_around"]

CAPITALS = "CU"
DASHES = frozenset("-–—‐‑/")
OPENING = frozenset("\"“«„‘'")
CLOSING = frozenset("\"”»’'")
ROMAN = re.compile(r"^(?:[IVX]{1,4})$")
DEGREES = re.compile(
    r"[\s-]?(?:[°º˚′]|(?:kV|MW|GW|MVA|km|kilovolt|megawatt)s?\b)|\.\d"
)  # no road is "E 044° 48.088", "A 400 kV line"
WHOLE_CODE = re.compile(
    r"\b(?:AH|NH|NW|BR|RN|CA|SR|US|CR|RR|PR|ME|MR|AE|FE|NE|SW|TS|E|M|A|N|R|D|P|H|I|T)[- ]?\d{1,4}[A-Z]?\b"
)
LONGEST = 9
LONGEST_NUMBER = 4
MOST_ADJECTIVES = 3


@dataclass(frozen=True, slots=True)
class Name:
    """Words that may name a way (token indices, end exclusive).

    Attributes
    ----------
    source
        Why it may be one: ``catalogue``, ``grammar``, ``chain``, ``row``, ``row-noun``, ``capital-noun``,
        ``small-noun``, ``quoted``, ``code``, ``river``, ``encoder`` (:mod:`geo.corridors.offered_names`).
    noun
        The noun of a way in it, ``""`` where there is none.
    stops
        The places of a chain.
    mode
        As the words themselves tell it.
    """

    first: int
    last: int
    source: str
    noun: str
    mode: Mode
    stops: tuple[str, ...] = ()
    entry: Entry | None = None


def find_names(
    text: str,
    tokens: Tokens,
    gazetteer: Gazetteer,
    *,
    known: Sequence[NamedCorridor],
    chains: Sequence[Chain],
    rows: Sequence[tuple[int, int, tuple[str, ...]]],
) -> list[Name]:
    """Find what may be names of ways, in reading order; of two at one place the longer.

    Parameters
    ----------
    text, tokens
        The document and its words.
    gazetteer
        Tells a river.
    known
        What the catalogue and the rules for names found.
    chains, rows
        Places joined by dashes, with the noun of a way and without.
    """
    found: dict[int, Name] = {}

    def offer(name: Name) -> None:
        there = found.get(name.first)
        if there is None or RANKS[name.source] > RANKS[there.source]:
            found[name.first] = name

    for each in known:
        noun = tokens.word(each.last - 1)
        offer(Name(each.first, each.last, "catalogue" if each.entry else "grammar", noun, each.mode, entry=each.entry))
    for chain in chains:
        offer(Name(chain.first, chain.last, "chain", tokens.word(chain.last - 1), chain.mode, chain.waypoints))
    taken = Overlaps((n.first, n.last) for n in found.values())
    for first, last, stops in rows:
        if not (taken.meets(first, last) or is_relation(last, tokens) or _is_frontier(first, last, tokens)):
            offer(_row(first, last, stops, tokens))
    for name in _by_form(text, tokens, gazetteer):
        if not taken.meets(name.first, name.last):
            offer(name)
    return _apart(found.values())


def _apart(found: Iterable[Name]) -> list[Name]:
    """Return names in reading order; of two that meet the one of the better source."""
    names: list[Name] = []
    for name in sorted(found, key=lambda n: (n.first, -n.last)):
        if names and name.first < names[-1].last:
            if RANKS[name.source] > RANKS[names[-1].source]:
                names[-1] = name
            continue
        names.append(name)
    return names


RANKS = {"river": 0, "code": 1, "quoted": 2, "row": 3, "small-noun": 4, "capital-noun": 5, "grammar": 6,
         "row-noun": 7, "chain": 8, "catalogue": 9}  # fmt: skip
"""Which reading of the same words is kept."""


def is_relation(last: int, tokens: Tokens) -> bool:
    """Tell two places that a race, a pact or a border joins."""
    return bool(words_of("row-no-ways") & {tokens.word(i) for i in range(last, last + 2)})


def _is_frontier(first: int, last: int, tokens: Tokens) -> bool:
    """Tell the "Oder–Neisse line" where the words around it speak of a frontier."""
    if tokens.word(last) not in LINES:
        return False
    around = {tokens.word(i) for i in range(max(0, first - FRONTIER_REACH), last + FRONTIER_REACH)}
    return not around.isdisjoint(FRONTIERS)


def _row(first: int, last: int, stops: tuple[str, ...], tokens: Tokens) -> Name:
    """Read the noun of a way after a row of places, a word or two between: "Khulna-Mongla port rail line"."""
    for at in range(last, last + MOST_ADJECTIVES + 1):
        word = tokens.word(at)
        if tokens.shape(at) not in {"l", "C"} or tokens.begins[at : at + 1] == [True]:
            break
        following = tokens.word(at + 1)
        if word in LINES and tokens.shape(at) == "C":
            break  # "the Hamburg–America Line" is a firm
        if _is_way(word) and not (_is_way(following) and tokens.shape(at + 1) in "lC"):
            return Name(first, at + 1, "row-noun", word, _mode_of(word, last, at + 1, tokens), stops)
    return Name(first, last, "row", "", mode_around(first, last, tokens), stops)


def _by_form(text: str, tokens: Tokens, gazetteer: Gazetteer) -> Iterator[Name]:
    index, shapes = 0, tokens.shapes
    while index < len(shapes):
        if shapes[index] not in CAPITALS or (
            index and shapes[index - 1] in CAPITALS and _joins(index - 1, index, text, tokens)
        ):
            index += 1
            continue
        end = _run(index, text, tokens)
        yield from _in_run(index, end, text, tokens, gazetteer)
        index = end
    for match in WHOLE_CODE.finditer(text):
        first, last = bisect_left(tokens.starts, match.start()), bisect_left(tokens.starts, match.end())
        if last > first and not DEGREES.match(text, match.end()):
            yield Name(first, last, "code", "", mode_around(first, last, tokens, default="road"))


def _joins(left: int, right: int, text: str, tokens: Tokens) -> bool:
    gap = text[tokens.ends[left] : tokens.starts[right]]
    return gap in {"", " ", "\u00a0"} and not tokens.begins[right]


def _run(first: int, text: str, tokens: Tokens) -> int:
    """Return the end of capitalised words, joined by spaces, dashes and small particles."""
    last = first + 1
    while last < len(tokens) and last - first < LONGEST:
        if not _joins(last - 1, last, text, tokens):
            break
        shape, word = tokens.shape(last), tokens.word(last)
        following = last + 1 < len(tokens) and _joins(last, last + 1, text, tokens)
        if shape in CAPITALS or (shape == "d" and len(word) <= LONGEST_NUMBER):
            last += 1
        elif (
            (tokens.texts[last] in DASHES or word in {"de", "do", "da", "del", "du", "des", "of", "al", "el"})
            and following
            and tokens.shape(last + 1) in CAPITALS + "d"
        ):
            last += 2
        else:
            break
    return last


def _in_run(first: int, end: int, text: str, tokens: Tokens, gazetteer: Gazetteer) -> Iterator[Name]:
    """Yield what a run of capitalised words may name."""
    start = _trimmed(first, end, tokens)
    if tokens.word(start) in LEADING or ("vehicle" in classes_of(tokens.word(start)) and end - start == 1):
        return
    last, noun = _capital_noun(start, end, tokens)
    if noun in VAGUE and _mode_of(noun, start, last, tokens) == "multimodal":
        return  # "the NATO Codification System" carries nothing
    if noun:
        yield Name(start, last, "capital-noun", noun, _mode_of(noun, start, last, tokens))
        return
    at = _before_noun(end, tokens)
    noun = tokens.word(at)
    if _is_way(noun) and not tokens.begins[at]:
        yield Name(start, at + 1, "small-noun", noun, _mode_of(noun, start, at + 1, tokens))
    elif tokens.word(first - 1) in OPENING and tokens.word(end) in CLOSING:
        yield Name(first, end, "quoted", "", mode_around(first, end, tokens))
    elif noun in RIVERS or _is_river(text[tokens.starts[start] : tokens.ends[end - 1]], gazetteer):
        yield Name(start, end + (noun in RIVERS), "river", "river", "waterway")


def _trimmed(first: int, end: int, tokens: Tokens) -> int:
    """Return where a run begins without words that are capitalised only because they begin a sentence or a title."""
    while (
        first < end - 1
        and tokens.begins[first]
        and (tokens.word(first) in tokens.lower_words or tokens.word(first) in LEADING)
    ):
        first += 1
    while first < end - 1 and tokens.word(first) in LEADING:
        first += 1
    return first


def _is_number(at: int, tokens: Tokens) -> bool:
    return tokens.shape(at) == "d" or bool(ROMAN.match(tokens.texts[at]))


def _capital_noun(start: int, end: int, tokens: Tokens) -> tuple[int, str]:
    """Return where a name ends that a noun of a way, or a number, closes, and that noun: "Burma Road", "Corridor X"."""
    last = end
    while last > start + 1 and not _is_way(tokens.word(last - 1)) and not _is_number(last - 1, tokens):
        last -= 1
    at = last - 2 if _is_number(last - 1, tokens) else last - 1
    if tokens.texts[at] in DASHES and last - 3 >= start:
        at = last - 3
    noun = tokens.word(at)
    return (last, noun) if _is_way(noun) and last - start > 1 else (last, "")


def _before_noun(end: int, tokens: Tokens) -> int:
    """Go over an abbreviation in brackets and adjectives: "New Cross Pacific (NCP) cable | system"."""
    at = end + 1 if tokens.word(end) in CLOSING else end
    if tokens.word(at) == "(" and tokens.word(at + 2) == ")" and tokens.shape(at + 1) in CAPITALS:
        at += 3
    for _ in range(MOST_ADJECTIVES):
        word, following = tokens.word(at), tokens.word(at + 1)
        noun = _is_way(word) and not is_adjective(following) and not _is_way(following)
        if tokens.shape(at) not in "lC" or noun or not (is_adjective(word) or word in ADJECTIVES):
            break
        at += 1
    return at


@remembered(20_000)
def _is_river(name: str, gazetteer: Gazetteer) -> bool:
    return name.lower().endswith(" river") or any(
        match.record.kind in {"river", "canal"} and match.form != Form.DEMONYM for match in gazetteer.lookup(name)
    )


FRONTIERS = words("chains-frontiers") - {"border"}  # to which many a railway leads
FRONTIER_REACH = 16  # words
LINES = frozenset({"line", "lines"})
VAGUE = frozenset(
    {"system", "project", "scheme", "network", "service", "services", "section", "run", "express", "mail"}
)
RIVERS = frozenset({"river", "rivers"})
LEADING = words_of("name-leading")
ADJECTIVES = words_of("name-adjectives")


NOUNS = words_of("name-nouns")


def _is_way(word: str) -> bool:
    return word in NOUNS


def _mode_of(noun: str, first: int, last: int, tokens: Tokens) -> Mode:
    adjectives = [tokens.word(i) for i in range(first, last - 1)]
    mode = noun_mode(noun, adjectives)
    kinds = classes_of(noun)
    for kind, found in KIND_MODES:
        if kind in kinds:
            return found
    if mode is not None and mode != "multimodal":
        return mode
    for word in adjectives:
        for kind, found in KIND_MODES:
            if kind in classes_of(word):
                return found
    return mode_around(first, last, tokens)


KIND_MODES: tuple[tuple[str, Mode], ...] = (
    ("way-rail", "rail"), ("way-road", "road"), ("way-pipeline", "pipeline"), ("way-waterway", "waterway"),
    ("way-cable", "cable"),
)  # fmt: skip


def mode_around(first: int, last: int, tokens: Tokens, default: Mode = "multimodal") -> Mode:
    """Return the mode that the words of a name tell, or those near it.

    Parameters
    ----------
    first, last
        The words of the name.
    tokens
        Those of the document.
    default
        The mode where nothing tells one.
    """
    for i in [*range(first, last), *range(last, last + 6), *range(first - 1, first - 7, -1)]:
        word = tokens.word(i)
        for kind, found in KIND_MODES:
            if kind in classes_of(word):
                return found
        mode = cue_mode(word)
        if mode:
            return mode
    return default
