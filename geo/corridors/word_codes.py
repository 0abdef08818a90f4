"""A sentence of prose as a string of codes, one for each word, on which routes can be read as regular expressions.

``P`` is a place, one capital stands for each word that tells a mode, one small letter for each small word that matters,
a full stop for the rest; every code leads back to its words. Figures of speech ("the road to peace"), cargo ("ferries
carry wagons") and the journeys of officials tell no mode.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from geo.corridors.function_words import words
from geo.corridors.modes import KEPT, cue_mode, is_adjective, noun_mode, openers, pair_mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.corridors.place_spans import Span
    from geo.model import Mode
    from geo.recognition.tokens import Tokens

__all__ = [
    "ARRIVING",
    "JOINING",
    "JOINING_WAYS",
    "JOURNEYS",
    "MODES",
    "MODE_CODES",
    "OFFICIAL",
    "RIVER",
    "SEA",
    "Coded",
    "code",
]

MODE_CODES: Mapping[Mode, str] = {
    "rail": "R", "road": "O", "sea": "S", "air": "A", "pipeline": "L", "waterway": "W", "cable": "C",
    "multimodal": "X",
}  # fmt: skip
MODES = {code: mode for mode, code in MODE_CODES.items()}
RIVER = "m"
SEA = "e"
WORDS: Mapping[str, tuple[str, ...]] = {
    "f": ("from",),
    "t": ("to", "into", "towards", "toward", "onto"),
    "q": ("for",),
    "n": ("and",),
    "c": (",",),
    "i": ("via",),
    "v": ("through", "across", "over", "past", "at", "round", "around", "cross", "crosses", "crossed",
          "crossing", "passes", "passed", "passing", "traverse", "traverses", "traversing"),
    "b": ("between",),
    "w": ("with",),
    "y": ("by", "on", "in", "aboard"),
    "d": ("the", "a", "an", "of", *words("codes-sites")),
    "h": ("then", "there", "where", "whence", "thence", "onward", "onwards", "further", "continue", "continues",
          "continued", "continuing", "which", "before"),
    "k": ("link", "links", "linking", "linked", "connect", "connects", "connecting", "connected", "join", "joins",
          "joining", "joined", "tie", "tying", "bind", "binds"),
    "r": ("reach", "reaches", "reached", "reaching"),
    "l": ("leave", "leaves", "left", "leaving", "depart", "departs", "departed", "departing"),
    "u": ("enter", "enters", "entered", "entering"),
    "s": ("stop", "stops", "stopping", "call", "calls", "calling", "halt", "halts", "halting", "pausing", "touching"),
    "/": ("/",),
    "'": ("'s", "’s"),
    "(": ("(",),
    ")": (")",),
    "|": (".", ";"),
    "x": tuple(words("codes-relations")),
}  # fmt: skip
WORD_CODES = {word: code for code, words in WORDS.items() for word in words}
PHRASES: Mapping[tuple[str, ...], str] = {
    ("out", "of"): "f", ("starting", "in"): "f", ("from", "there"): "h", ("by", "way", "of"): "i", ("-", "bound"): ">",
    ("bound", "for"): "t", ("en", "route", "to"): "t", ("as", "far", "as"): "t", ("all", "the", "way", "to"): "t",
    ("get", "off", "in"): "t", ("get", "off", "at"): "t",
    ("on", "its", "way", "to"): "t", ("on", "their", "way", "to"): "t",
    ("cross", "into"): "u", ("crosses", "into"): "u", ("crossed", "into"): "u", ("crossing", "into"): "u",
    ("putting", "in"): "s", ("puts", "in"): "s",
    ("which", "ties"): "k", ("that", "ties"): "k", ("which", "tied"): "k", ("that", "tied"): "k",
    ("off", "for"): "t", ("off", "to"): "t",
    ("on", "to"): "o", ("onward", "to"): "o", ("onwards", "to"): "o", ("then", "to"): "o",
}  # fmt: skip
"""Words that say together what one says elsewhere."""
ARRIVING = words("codes-arriving")
STARTING, FINISHING = words("codes-starting"), words("codes-finishing")
"""Verbs that say with "at", "in" or "near" where a way begins and ends: "to start near A, pass B and finish at C"."""


@cache
def _phrases() -> dict[str, dict[str, list[tuple[tuple[str, ...], str]]]]:
    """Return the phrases by their first two words, with those of arrival: "unload at", "lands in"."""
    found: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
    for phrase, letter in _all_phrases():
        found.setdefault(phrase[0], {}).setdefault(phrase[1], []).append((phrase, letter))
    return found


def _all_phrases() -> Iterator[tuple[tuple[str, ...], str]]:
    yield from ((phrase, letter) for phrase, letter in PHRASES.items() if phrase[0] not in ARRIVING)
    for verb in ARRIVING:
        yield from (((verb, preposition), "t") for preposition in ("at", "in", "on"))
    for verbs, letter in ((STARTING, "f"), (FINISHING, "t")):
        for verb in verbs:
            for preposition in ("at", "in", "near", "from", "outside"):
                yield (verb, preposition), letter
                yield ("to", verb, preposition), letter


CARRYING = words("codes-carrying")
BOARDING = words("codes-boarding")
BOARD_REACH = 5
PASSING_AFTER = frozenset({",", "and", "to", "will", "would", "then", "must"})
NO_WAY = words("codes-no-way-after")
OFFICIAL = words("codes-official")
JOURNEYS = words("codes-journeys")
"""A minister who flies to talks tells of no corridor."""
BORDERS = frozenset({"border", "frontier"})
NAMES = "CU"
OF_COUNTRY = re.compile("uP[vy]d?P|.P'd?P")
RIVERS = words("codes-rivers")
ALONG = words("spans-across")
LONG_ROADS = frozenset({"trunk", "ring", "military", "coast", "post", "highland", "desert"})
FLOWING = frozenset({"flow", "flows", "flowed", "flowing"})
TYING, PASSING, LINES = {"ties", "tied"}, {"pass", "skirt"}, {"line", "lines", "track", "tracks"}
TELLING = frozenset(TYING | PASSING | LINES | FLOWING | words("codes-joining-ways"))
"""Words that tell something by what stands before or after them."""
FLUIDS = frozenset({"gas", "oil", "crude", "hydrogen", "diesel", "petrol", "ammonia"})
FLOW_REACH = 7
NO_RAILS = words("codes-no-rails")
IMAGES = words("codes-images")
RIVER_WAYS = frozenset({"access", "transport", "freight", "traffic", "route", "routes", "link", "links"})
CARGO = words("codes-cargo")
JOINING_WAYS = words("codes-joining-ways")
JOINING = words("codes-joining")
NO_SERVICE = words("codes-no-service-after")
RELATING, BY_TRAVEL = words("codes-relating-ways"), words("codes-relating-by-travel")
"""What may join people as well as places, "links between A and B", and what says that it is by travel."""
BEFORE_JOINING = frozenset({"that", "which", "will", "would", "now", "also"})
ADJECTIVES = 3  # words before a way that may say its mode: "a weekly container shipping service"
TRADED = frozenset({"exports", "imports", "sales", "purchases", "deliveries", "production", "export", "import", "sale"})
BY_WORDS = words("codes-by-words")


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence as codes, for each code the tokens it stands for, and the places by their codes."""

    codes: str
    tokens: tuple[tuple[int, int], ...]
    spans: Mapping[int, Span]
    words: Tokens
    names: frozenset[int] = frozenset()

    def place(self, match: re.Match[str], group: str) -> str:
        """Return the name of the one place in a group."""
        return self.spans[match.end(group) - 1].name

    def places(self, match: re.Match[str], group: str) -> tuple[str, ...]:
        """Return the names of all places in a group: of "into the country at its border town", "Chad's A", the town."""
        start, end = match.span(group)
        places = [i for i in range(max(start, 0), end) if self.codes[i] == "P"]
        return tuple(self.spans[i].name for i in places if not OF_COUNTRY.match(self.codes, i - 1))

    def is_name(self, at: int) -> bool:
        """Tell whether a code stands for a corridor called by its name."""
        return at in self.names

    def is_trusted(self, start: int, end: int) -> bool:
        """Tell whether a known place stands between two codes."""
        return any(self.codes[i] == "P" and self.spans[i].known for i in range(start, end))


def code(
    tokens: Tokens, start: int, end: int, spans: Sequence[Span], names: Mapping[int, tuple[int, Mode]] | None = None
) -> Coded:
    """Write a sentence down as codes.

    Parameters
    ----------
    tokens
        Words of the document.
    start, end
        Token indices of the sentence.
    spans
        The places in it, not overlapping.
    names
        Corridors called by name that tell a mode: from the token where a name begins to where it ends, and its mode.
    """
    names = names or {}
    at = {span.first: span for span in spans}
    codes: list[str] = []
    places: list[tuple[int, int]] = []
    found: dict[int, Span] = {}
    named: set[int] = set()
    lowers = tokens.lowers
    official = not OFFICIAL.isdisjoint(lowers[start:end])
    index = start
    while index < end:
        span = at.get(index) if index not in names else None
        if span is not None and span.last <= end:
            if span.passed:
                codes.append({"river": RIVER, "sea": SEA}.get(span.passed, "."))
            else:
                found[len(codes)] = span
                codes.append("P")
            places.append((index, span.last))
            index = max(span.last, span.aside)
            continue
        if index in names and names[index][0] <= end:
            last, mode = names[index]
            named.add(len(codes))
            codes.append(MODE_CODES[mode])
            places.append((index, last))
            index = last
            continue
        if not _may_tell(lowers[index]) and tokens.word(index + 1) != "-":
            codes.append(".")
            places.append((index, index + 1))
            index += 1
            continue
        code, length = _read(tokens, index, end, official=official)
        if code in MODES and _is_cargo(index, tokens, codes):
            code = "g"  # "ferries carry railway wagons": the wagons are no way to travel
        codes.append(code)
        places.append((index, index + length))
        index += length
    return Coded("".join(codes), tuple(places), found, tokens, frozenset(named))


@lru_cache(maxsize=KEPT)
def _may_tell(word: str) -> bool:
    """Tell a word that may stand for more than the rest, with what stands around it, from most others."""
    return (
        word in TELLING
        or word in WORD_CODES
        or word in _phrases()
        or word in RIVERS
        or word in openers()
        or cue_mode(word) is not None
    )


def _read(tokens: Tokens, index: int, end: int, *, official: bool) -> tuple[str, int]:
    """Return the code at a token and how many tokens it stands for."""
    word, following = tokens.word(index), tokens.word(index + 1)
    if (begun := _phrases().get(word)) is not None:
        for phrase, code in begun.get(following, ()):
            if index + len(phrase) <= end and tuple(tokens.lowers[index : index + len(phrase)]) == phrase:
                return code, len(phrase)
    if following == "-" and index + 2 < end:
        mode = cue_mode(f"{word}-{tokens.word(index + 2)}")
        if mode is not None:
            return MODE_CODES.get(mode, "."), 3
    pair = pair_mode(word, following)
    if pair is not None and index + 1 < end:
        return MODE_CODES.get(pair, "."), 2
    return _read_one(tokens, index, official=official), 1


def _read_one(tokens: Tokens, index: int, *, official: bool) -> str:
    word = tokens.word(index)
    special = _by_what_stands_before(word, index, tokens)
    if special:
        return special
    mode = "rail" if _is_line(tokens, index) else "pipeline" if _is_flow(tokens, index) else cue_mode(word)
    mode = mode or _of_a_way_that_joins(tokens, index)
    if mode is None:
        if word == "via" and tokens.shape(index) == "C" and tokens.starts[index] not in tokens.sentence_starts:
            return "."  # "the Via Baltica"
        return WORD_CODES.get(word, ".")
    none = tokens.word(index + 1) in NO_WAY or (official and word in JOURNEYS) or _is_image(tokens, index)
    return WORD_CODES.get(word, ".") if none else MODE_CODES[mode]


def _by_what_stands_before(word: str, index: int, tokens: Tokens) -> str:
    """Return the code of a word that says so only after others; ``""`` where it does not."""
    before = tokens.word(index - 1)
    if word in RIVERS and before == "the" and tokens.word(index - 2) in ALONG:
        return RIVER
    if word in BORDERS and tokens.word(index + 1) in {"at", "near"}:
        return "d"  # "to the Moldovan border at Giurgiulesti"
    if word in TYING and noun_mode(before) is not None:
        return "k"
    if word in PASSING and before in PASSING_AFTER:
        return "v"  # "to start near A, pass B"; a mountain pass is none
    if word in {"in", "at"} and any(tokens.word(i) in BOARDING for i in range(index - BOARD_REACH, index)):
        return "f"  # "board the train in A"
    return ""


def _is_cargo(index: int, tokens: Tokens, codes: Sequence[str]) -> bool:
    """Tell what is carried from what carries: the wagons of "ferries carry wagons"."""
    carried = tokens.word(index - 1) in CARRYING and any(code in MODES for code in codes)
    return carried or codes[-1:] == ["g"]


def _is_line(tokens: Tokens, index: int) -> bool:
    """Tell a line of rails, "the line from A to B", from the lines that divide, produce or speak."""
    if tokens.word(index) not in LINES or tokens.word(index - 1) in NO_RAILS:
        return False
    following = tokens.word(index + 1)
    return following in {"from", "linking", "connecting"} or (
        following == "between" and is_adjective(tokens.word(index - 1))
    )


def _of_a_way_that_joins(tokens: Tokens, index: int) -> Mode | None:
    """Return the mode of a way of no mode of its own that joins places: "an intermodal service linking A with B"."""
    after = index + 2 if tokens.word(index + 1) in BEFORE_JOINING else index + 1
    if tokens.word(index) not in JOINING_WAYS or tokens.word(after) not in JOINING:
        return None
    before = [tokens.word(i) for i in range(max(0, index - ADJECTIVES), index)]
    if before and before[-1] in NO_SERVICE:
        return None
    if tokens.word(after) == "between" and tokens.word(index) in RELATING and BY_TRAVEL.isdisjoint(before[-1:]):
        return None  # "diplomatic connections between Tehran and Moscow"
    return noun_mode(tokens.word(index), before)


def _is_flow(tokens: Tokens, index: int) -> bool:
    """Tell gas or oil that flows somewhere, "gas from A flows to B", from money or rivers that do."""
    return tokens.word(index) in FLOWING and any(tokens.word(i) in FLUIDS for i in range(index - FLOW_REACH, index))


def _is_image(tokens: Tokens, index: int) -> bool:
    """Tell a figure of speech or a cargo: the "road to peace", a "pipeline of graduates", "exports of cars"."""
    word, following, before = tokens.word(index), tokens.word(index + 1), tokens.word(index - 1)
    if word in CARGO:
        return before not in BY_WORDS
    if before == "of" and tokens.word(index - 2) in TRADED:
        return True
    if word == "road" and tokens.shape(index) == "C" and tokens.shape(index - 1) in NAMES:
        return before not in LONG_ROADS  # a street: "Rest Acres Road"
    if word == "drive":
        return before in {"the", "a", "hour", "minute", "-"}
    if word == "river":
        return before not in BY_WORDS and following not in RIVER_WAYS
    return word in IMAGES and _is_figure(word, following, index + 2, tokens)


def _is_figure(word: str, following: str, index: int, tokens: Tokens) -> bool:
    """Tell the "road to peace" and a "flight from persecution" by what stands at the other end."""
    after = tokens.word(index)
    if tokens.shape(index) != "l" or after in {"the", "a"}:
        return False
    return (word == "flight" and following == "from") or (following in {"of", "to"} and cue_mode(after) is None)
