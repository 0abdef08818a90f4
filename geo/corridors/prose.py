"""Routes told in prose: "trucks go from Poti via Tbilisi to Baku", "ferries link X with Y", mode lists.

A sentence is written down as a string of codes, one for each word: ``P`` a place, one capital for each word that tells
a mode, one small letter for each small word that matters, a full stop for the rest. What a route looks like is then a
regular expression over codes, and every match leads back to the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.corridors.modes import cue_mode
from geo.corridors.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.model import Mode
    from geo.recognition.tokens import Tokens

__all__ = ["ProseRoute", "Span", "find_routes"]

MODE_CODES: Mapping[Mode, str] = {
    "rail": "R", "road": "O", "sea": "S", "air": "A", "pipeline": "L", "waterway": "W",
}  # fmt: skip
MODES = {code: mode for mode, code in MODE_CODES.items()}
RIVER = "m"
WORDS: Mapping[str, tuple[str, ...]] = {
    "f": ("from",),
    "t": ("to", "into", "towards", "toward", "onto"),
    "n": ("and",),
    "c": (",",),
    "v": ("via", "through", "across", "over", "past", "at", "round", "around"),
    "b": ("between",),
    "w": ("with",),
    "y": ("by", "on", "in", "aboard"),
    "d": ("the", "a", "port", "of", "city", "town", "airport", "harbour", "harbor"),
    "h": ("then", "there", "where", "whence"),
    "k": ("link", "links", "linking", "linked", "connect", "connects", "connecting", "connected", "join", "joins",
          "joining"),
    "r": ("reach", "reaches", "reached", "reaching"),
    "l": ("leave", "leaves", "left", "leaving", "departs"),
    "s": ("stop", "stops", "stopping", "call", "calls", "calling", "halt", "halts", "halting", "pausing", "touching"),
    "/": ("/",),
    "(": ("(",),
    ")": (")",),
    "|": (".", ";"),
}  # fmt: skip
WORD_CODES = {word: code for code, words in WORDS.items() for word in words}
M = "[ROSALW]"
P = "d{0,4}P"
CARRYING = frozenset({"carry", "carries", "carrying", "carried", "load", "loads", "loading"})
BY = "[.]{0,1}y[.d]{0,2}"
MORE = f"(?:[cn]{{1,2}}v?{P})*"
VIAS = f"(?:[.c]{{0,2}}v[.dv]{{0,4}}P{MORE})"
STOPS = f"(?:c?s[.]{{0,2}}[vy]{P}{MORE})"
HOW = f"(?:y[.d]{{0,2}})?{M}{{1,2}}"
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (  # flown from A via B to C; from A via B to C by train
        "way",
        re.compile(
            rf"(?P<pre>{HOW}[.dym]{{0,4}})?f(?P<a>{P})(?P<v>{VIAS}*)[^f|bPh]{{0,8}}?t(?P<z>{P})"
            rf"(?P<v2>{VIAS}?{STOPS}?)(?P<post>{BY}{M})?"
        ),
    ),
    (  # convoys reach C from A via B; reaches C by pipeline from A
        "back",
        re.compile(
            rf"(?P<pre>{M}{{1,2}}[.]{{0,3}})?r(?P<z>{P})(?P<in>{BY}{M})?[.]{{0,2}}f(?P<a>{P})(?P<v>{VIAS}*{STOPS}?)"
        ),
    ),
    (  # leaves A by truck via B to C
        "leave",
        re.compile(rf"l(?P<a>{P})(?P<in>[.]?{BY}{M})?(?P<v>{VIAS}*)[^fP|]{{0,6}}?t(?P<z>{P})(?P<v2>{STOPS}?)"),
    ),
    (  # ferries link A with B; flights between A and B, stopping at C
        "pair",
        re.compile(rf"(?P<pre>{HOW}[^P|ROSALW]{{0,6}})[kb](?P<a>{P})[nwt](?P<z>{P})(?P<v2>{VIAS}?{STOPS}?)"),
    ),
    (  # between A and B by boat
        "pair",
        re.compile(rf"(?P<pre>)b(?P<a>{P})n(?P<z>{P})(?P<v2>{STOPS}?)(?P<post>{BY}{M})"),
    ),
    (  # … to A, and from there by ship to Z
        "on",
        re.compile(rf"(?P<a>P)[cn.]{{0,3}}(?:f?h)[^P|]{{0,8}}?(?P<pre>{M})[^P|]{{0,6}}?t(?P<z>{P})"),
    ),
    (  # by pipeline to Z; by road from A
        "end",
        re.compile(rf"(?P<pre>y[.d]{{0,2}}{M})[.]{{0,1}}(?P<way>[ft])(?P<a>{P})"),
    ),
)
UNDIRECTED = frozenset({"pair"})
LIST_END = re.compile(rf"(?:t/f|f/t|tnf|fnt|t|f)(?P<z>{P})")
LIST_REACH = 16
NEAR = 5


@dataclass(frozen=True, slots=True)
class ProseRoute:
    """A route told in prose (token indices, end exclusive), places in the order of travel."""

    first: int
    last: int
    mode: Mode
    waypoints: tuple[str, ...]
    directed: bool


@dataclass(frozen=True, slots=True)
class _Coded:
    """A sentence as codes, and for each code the tokens it stands for."""

    codes: str
    tokens: tuple[tuple[int, int], ...]
    spans: Mapping[int, Span]

    def place(self, match: re.Match[str], group: str) -> str:
        """Return the name of the one place in a group."""
        return self.spans[match.end(group) - 1].name

    def places(self, match: re.Match[str], group: str) -> tuple[str, ...]:
        """Return the names of all places in a group."""
        start, end = match.span(group)
        return tuple(self.spans[i].name for i in range(max(start, 0), end) if self.codes[i] == "P")

    def is_trusted(self, start: int, end: int) -> bool:
        """Tell whether a known place stands between two codes."""
        return any(self.codes[i] == "P" and self.spans[i].known for i in range(start, end))


def find_routes(tokens: Tokens, start: int, end: int, spans: Sequence[Span]) -> list[ProseRoute]:
    """Find the routes that one sentence tells.

    Parameters
    ----------
    tokens
        Words of the document.
    start, end
        Token indices of the sentence.
    spans
        The places in it, not overlapping.

    Returns
    -------
    Routes in reading order; a route of one place where the text states one end alone.
    """
    coded = _code(tokens, start, end, spans)
    lists = list(_mode_lists(coded))
    listed = [(route.first, route.last) for route in lists]
    told = [r for r in _told(coded) if not any(a <= r.first and r.last <= b for a, b in listed)]
    return sorted(lists + told, key=lambda route: (route.first, route.last))


def _code(tokens: Tokens, start: int, end: int, spans: Sequence[Span]) -> _Coded:
    at = {span.first: span for span in spans}
    codes: list[str] = []
    places: list[tuple[int, int]] = []
    found: dict[int, Span] = {}
    index = start
    while index < end:
        span = at.get(index)
        if span is not None and span.last <= end:
            if span.passed:
                codes.append(RIVER if span.passed == "river" else ".")
            else:
                found[len(codes)] = span
                codes.append("P")
            places.append((index, span.last))
            index = span.last
            continue
        compound = 3 if tokens.word(index + 1) == "-" and index + 2 < end else 1
        word = "".join(tokens.word(i) for i in range(index, index + compound))
        mode = cue_mode(word)
        if mode is None and compound > 1:
            compound, word = 1, tokens.word(index)
            mode = cue_mode(word)
        cargo = tokens.word(index - 1) in CARRYING or (codes[-1:] == ["g"] and mode is not None)
        if mode is not None and cargo:
            codes.append("g")  # "ferries carry railway wagons": the wagons are no way to travel
        elif mode is not None and mode != "multimodal":
            codes.append(MODE_CODES[mode])
        else:
            codes.append(WORD_CODES.get(word, "."))
        places.append((index, index + compound))
        index += compound
    return _Coded("".join(codes), tuple(places), found)


def _told(coded: _Coded) -> Iterator[ProseRoute]:
    taken: set[int] = set()
    arrivals: dict[int, str] = {}  # where the route that a place stands in arrives
    modes: dict[int, Mode] = {}  # by where a route ends
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(coded.codes):
            span = set(range(match.start(), match.end()))
            if (kind != "on" and span & taken) or not coded.is_trusted(*match.span()):
                continue
            mode = _mode_of(match, coded) or modes.get(_before_list(match.start(), coded.codes))
            ends = _ends(kind, match, coded)
            if kind == "on":
                ends = (arrivals.get(match.start(), ends[0]), *ends[1:])
            if mode is None or len(set(ends)) < len(ends):
                continue
            taken |= span
            modes[match.end()] = mode
            arrivals |= dict.fromkeys(span, ends[-1])
            first, last = _phrase(kind, match, coded)
            yield ProseRoute(coded.tokens[first][0], coded.tokens[last - 1][1], mode, ends, kind not in UNDIRECTED)


def _before_list(start: int, codes: str) -> int:
    """Go back over a comma and an "and": "fly from A to B and from C to D"."""
    while start and codes[start - 1] in "cn":
        start -= 1
    return start


def _ends(kind: str, match: re.Match[str], coded: _Coded) -> tuple[str, ...]:
    if kind == "end":
        return (coded.place(match, "a"),)
    vias = [coded.places(match, group) for group in ("v", "v2") if group in match.re.groupindex and match[group]]
    return (coded.place(match, "a"), *(name for found in vias for name in found), coded.place(match, "z"))


def _mode_of(match: re.Match[str], coded: _Coded) -> Mode | None:
    """Return the mode said in the route, the nearest word first, else beside it; boats on a river go by waterway."""
    said = [(match[group] or "")[::-1] for group in ("pre", "in", "post") if group in match.re.groupindex]
    before = coded.codes[max(0, match.start() - NEAR) : match.start()].rpartition("|")[2]
    inside = [code for part in (*said, match[0]) for code in part if code in MODES]
    near = [code for code in before if code in MODES]
    code = inside[0] if inside else near[-1] if near else None
    if code == MODE_CODES["sea"] and RIVER in match[0] + before:
        return "waterway"
    return MODES[code] if code else None


def _phrase(kind: str, match: re.Match[str], coded: _Coded) -> tuple[int, int]:
    start, end = match.span()
    if kind == "leave" or (kind == "back" and not match["pre"]):
        start += 1
    while start < end and coded.codes[start] in "cd" and kind != "end":
        start += 1
    return start, end


def _mode_lists(coded: _Coded) -> Iterator[ProseRoute]:
    """Read "air, rail (A–B line) and sea access (X Port) … to/from Z": one route for each mode, all with the end Z."""
    item = rf"{M}[.kRO]{{0,2}}(?:\([^)|]*\))?"
    for match in re.finditer(rf"{item}(?:c|cn|n){item}(?:(?:c|cn|n)\.?{item})*", coded.codes):
        end = LIST_END.search(coded.codes, match.end(), match.end() + LIST_REACH)
        if end is None or "|" in coded.codes[match.end() : end.start()]:
            continue
        place = coded.place(end, "z")
        both_ways = "/" in end[0] or "n" in end[0]
        for each in re.finditer(item, match[0]):
            start, stop = match.start() + each.start(), match.start() + each.end()
            own = [coded.spans[i].name for i in range(start, stop) if coded.codes[i] == "P"]
            if "(" in coded.codes[start:stop] and len(own) != 1:
                continue  # the chain in brackets stands for itself
            first, last = coded.tokens[start][0], coded.tokens[end.end() - 1][1]
            yield ProseRoute(first, last, MODES[each[0][0]], (*own, place), directed=not both_ways)
