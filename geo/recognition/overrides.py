"""What is surely a place whatever the tagger says, and what is surely none.

The tagger learned from news in which some things are rare: names of waters and free zones, figures of speech, codes.
Each rule here names its kind and the words it goes by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.recognition.gazetteer_matches import NAMES
from geo.recognition.lexicon import classes_of, habit_of, people_named
from geo.recognition.tokens import CAPITALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.recognition.gazetteer_matches import Candidate
    from geo.recognition.tagger_features import Setting
    from geo.recognition.tokens import Tokens

__all__ = ["abbreviated", "is_figure", "is_no_place", "whole_names", "zones"]

SURE_KINDS = frozenset({"country", "natural"})
FIGURES = frozenset({"new", "second", "third", "modern", "future", "mini", "miniature", "another", "latter-day"})
ARTICLES = frozenset({"a", "an", "another"})
WIDE_ADJECTIVES = frozenset({"balkan", "pacific", "atlantic", "baltic", "arctic", "mediterranean"})
WIDE_NOUNS = frozenset({
    "route", "routes", "region", "rim", "basin", "theatre", "theater", "fleet", "states", "countries", "nations",
    "community",
})  # fmt: skip
LEAGUES = frozenset({"alliance", "treaty", "council", "pact"})
GOES_ON = frozenset({
    "and", "or", "but", "of", "in", "on", "at", "to", "for", "from", "with", "by", "as", "that", "which", "who", "when",
    "while", "where", "because", "if", "is", "was", "will", "would", "could",
})  # fmt: skip
FRONTIERS = frozenset({
    "oder", "neisse", "mason", "dixon", "durand", "radcliffe", "maginot", "curzon", "siegfried", "mannerheim",
    "mcmahon", "gustav", "hindenburg", "bar-lev",
})  # fmt: skip
"""Rivers and persons after which frontiers and fortified lines are called; nothing runs along these."""
AT_GROUND = frozenset({
    "in", "near", "outside", "around", "into", "through", "via", "between", "south", "north", "east", "west",
})  # fmt: skip
"""Words before the name of a town that a company bears too: "in Toyota", but "from Toyota"."""
COMMON_HABITS = frozenset("01")
LEAST_SURE_FIRST_WORD = 0.8
WELL_KNOWN = 100_000
FEWEST_INITIALS, LONGEST_ABBREVIATION = 3, 8
PLURALS = ("s", "men")
"""Ends of unknown words that are no surname: of people, and of teams, who go by a town's name."""
WATERS = frozenset({"creek", "lake", "bay", "river", "island", "beach", "falls", "springs", "harbor", "harbour"})
CURRENCIES = frozenset("$€£¥₽₺₼")
JOINTS = frozenset("-–‑—/")
ZONE_WORDS = frozenset({"free", "trade", "economic", "special", "industrial"})
LONGEST_ZONE = 6


def whole_names(names: Iterable[Candidate], tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Give the waters, capes and countries of several words that stand by themselves: "Gulf of Oman"."""
    for name in names:
        follows = tokens.shape(name.last)
        if follows in CAPITALS and not tokens.begins[name.last]:
            continue
        if name.known.coarse not in SURE_KINDS and not name.known.is_natural:
            continue
        if any(match.form in NAMES and match.record.kind != "city" for match in name.known.matches):
            yield name.first, name.last


def zones(setting: Setting) -> Iterator[tuple[int, int]]:
    """Give the free zones: "Anzali Free Trade Zone"."""
    tokens = setting.tokens
    for first, last in sorted({run for run in setting.runs if run[1]}):
        words = tokens.lowers[first:last]
        if words[-1] == "zone" and len(words) > 2 and words[-2] in ZONE_WORDS:
            begin = first + (words[0] in {"the", "in", "at"})
            if 2 < last - begin <= LONGEST_ZONE and tokens.lowers[begin] not in ZONE_WORDS:
                yield begin, last


def abbreviated(tokens: Tokens) -> frozenset[str]:
    """Return the words in brackets that are the initials of a chain of names before them: "… (Tapi) pipeline".

    Examples
    --------
    >>> from geo.reading import document
    >>> from geo.recognition.tokens import tokenise
    >>> sorted(abbreviated(tokenise(document("Turkmenistan–Afghanistan–Pakistan–India (Tapi) will be long."))))
    ['tapi']
    """
    found = set()
    for index in [opened + 1 for opened, word in enumerate(tokens.lowers) if word == "("]:
        word = tokens.word(index)
        if tokens.word(index + 1) != ")" or tokens.shape(index) not in CAPITALS:
            continue
        initials, at = "", index - 2
        while at >= 0 and len(initials) < LONGEST_ABBREVIATION:
            if tokens.shapes[at] in CAPITALS:
                initials = tokens.lowers[at][0] + initials
            elif tokens.lowers[at] not in JOINTS:
                break
            at -= 1
        if FEWEST_INITIALS <= len(word) <= LONGEST_ABBREVIATION and initials.endswith(word):
            found.add(word)
    return frozenset(found)


def is_no_place(first: int, last: int, confidence: float, setting: Setting, initials: frozenset[str]) -> bool:
    """Tell whether words that may name a place are surely something else here.

    Parameters
    ----------
    first, last
        Indices of the first word and of the word after the last.
    confidence
        How sure the tagger is.
    setting
        The document.
    initials
        Words that :func:`abbreviated` found.
    """
    tokens = setting.tokens
    if last - first == 1 and (tokens.lowers[first] in initials or _is_in_code(first, tokens)):
        return True
    if last - first == 1 and habit_of(tokens.lowers[first]) == "0" and not setting.kinds[first]:
        return True  # the The that opens a report after its dateline
    if last - first == 1 and "area" in classes_of(tokens.lowers[first]) and habit_of(tokens.lowers[first]) in "012":
        return True  # the Island of "Inter-Island"
    return (
        _is_person(first, last, setting)
        or _is_brand(first, last, setting)
        or _is_frontier(first, last, tokens)
        or is_figure(first, last, tokens)
        or _is_wide_adjective(first, last, tokens)
        or _is_common_noun(first, last, confidence, setting)
    )


def _is_in_code(index: int, tokens: Tokens) -> bool:
    """Tell whether letters stand in a code: the US of "LS1 2US" and of "US$8bn", the UK of "invoice 77UK"."""
    before = index > 0 and tokens.shapes[index - 1] == "d" and tokens.ends[index - 1] == tokens.starts[index]
    joined = index + 1 < len(tokens) and tokens.starts[index + 1] == tokens.ends[index]
    return before or (joined and (tokens.shape(index + 1) == "d" or tokens.texts[index + 1][:1] in CURRENCIES))


def _is_person(first: int, last: int, setting: Setting) -> bool:
    """Tell whether a name is somebody's given name: the Georgia of "Georgia Tarnley flew"."""
    tokens = setting.tokens
    run_first, run_last = setting.runs[first]
    if first != run_first or run_last - run_first != 2 or setting.name_of[first] is not None:
        return False
    surname = tokens.lowers[first + 1]
    if surname in WATERS:
        return False  # "Anthony Creek"
    if "g" not in people_named(tokens.lowers[first]) or classes_of(surname) or tokens.shapes[first + 1] == "U":
        return False
    kind = setting.kinds[first + 1].partition(" ")[0]
    if "s" in people_named(surname):
        return kind in {"", "city", "capital"}  # many a town is called after a person
    if surname.endswith(PLURALS):
        return False  # "Georgia Educators", "four Paris Policemen"
    return last - first == 1 and habit_of(surname) == "?" and not kind


def _is_brand(first: int, last: int, setting: Setting) -> bool:
    """Tell whether a name that a company and a town bear is the company's here: nothing puts anybody there."""
    tokens = setting.tokens
    if last - first != 1 or "brand" not in classes_of(tokens.lowers[first]):
        return False
    before = first - 1 - (tokens.word(first - 1) == "of")
    told = tokens.word(last) in {",", "("} and "".join(setting.kinds[last + 1 : last + 2]) != ""
    return tokens.word(before) not in AT_GROUND and not told


def _is_frontier(first: int, last: int, tokens: Tokens) -> bool:
    """Tell whether a name is that of a frontier or front: the Oder and the Neisse of "the Oder–Neisse line"."""
    while _are_frontiers(first, last, tokens) and tokens.word(last) in JOINTS and tokens.shape(last + 1) in CAPITALS:
        last += 2
    return tokens.word(last) == "line" and _are_frontiers(first, last, tokens)


def _are_frontiers(first: int, last: int, tokens: Tokens) -> bool:
    return FRONTIERS.issuperset(word for word in tokens.lowers[first:last] if word not in JOINTS)


def is_figure(first: int, last: int, tokens: Tokens) -> bool:
    """Tell whether a name stands for what is like it: "a new Suez Canal", "another Afghanistan".

    Parameters
    ----------
    first, last
        Token indices of the name, end exclusive.
    tokens
        The words of the document.
    """
    before, further = tokens.word(first - 1), tokens.word(first - 2)
    if before != "another" and not (before in FIGURES and further in ARTICLES):
        return False
    return tokens.shape(last) != "l" or tokens.word(last) in GOES_ON


def _is_wide_adjective(first: int, last: int, tokens: Tokens) -> bool:
    """Tell whether a name is an adjective of something wide: "the Balkan route", "the Pacific region"."""
    nouns = WIDE_NOUNS | LEAGUES if last - first == 1 else LEAGUES
    return tokens.lowers[last - 1] in WIDE_ADJECTIVES and tokens.word(last) in nouns


def _is_common_noun(first: int, last: int, confidence: float, setting: Setting) -> bool:
    """Tell whether a sentence's first word is a plain word that some small town is called: "Cocoa left"."""
    tokens = setting.tokens
    if last - first != 1 or not tokens.begins[first] or confidence >= LEAST_SURE_FIRST_WORD:
        return False
    kind = setting.kinds[first].split(" ")
    is_small = kind[0] == "city" and len(kind) > 1 and 10 ** int(kind[1]) <= WELL_KNOWN * 10
    word = tokens.lowers[first]
    return is_small and (habit_of(word) in COMMON_HABITS or word in setting.lower_words or "goods" in classes_of(word))
