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

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.model import Mode
    from geo.recognition.tokens import Tokens

__all__ = ["ProseRoute", "Span", "find_routes"]

MODE_CODES: Mapping[Mode, str] = {
    "rail": "R", "road": "O", "sea": "S", "air": "A", "pipeline": "L", "waterway": "W",
}  # fmt: skip
MODES = {code: mode for mode, code in MODE_CODES.items()}
WORD_CODES = {
    "from": "f", "to": "t", "into": "t", "towards": "t", "toward": "t", "onto": "t", "and": "n", ",": "c",
    "via": "v", "through": "v", "across": "v", "over": "v", "past": "v", "between": "b", "with": "w", "by": "y", "on": "y",
    "in": "y", "aboard": "y", "the": "d", "a": "d", "port": "d", "of": "d", "city": "d", "town": "d", "airport": "d",
    "harbour": "d", "harbor": "d", "at": "v", "/": "/", "(": "(", ")": ")", "then": "h", "there": "h", "where": "h",
    "whence": "h", "link": "k", "links": "k", "linking": "k", "linked": "k", "connect": "k", "connects": "k",
    "connecting": "k", "connected": "k", "join": "k", "joins": "k", "joining": "k", "reach": "r", "reaches": "r",
    "reached": "r", "reaching": "r", "leave": "l", "leaves": "l", "left": "l", "leaving": "l", "departs": "l",
    ".": "|", ";": "|",
}  # fmt: skip
M = "[ROSALW]"
P = "d{0,4}P"
VIAS = f"(?:[.c]{{0,2}}v[.d]{{0,4}}P(?:[cn]{{1,2}}(?:v{{0,1}}){P})*)"
FILLER = "[.dcyhRW]"
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # flown from A via B to C; from A via B to C by train
    ("way", re.compile(rf"(?P<pre>{M}[.dy]{{0,4}})?f(?P<a>{P})(?P<v>{VIAS}*)[^f|bP]{{0,8}}?t(?P<z>{P})(?P<v2>{VIAS}?)(?P<post>[.]{{0,1}}y[.d]{{0,2}}{M})?")),
    # convoys reach C from A via B; reaches C by pipeline from A
    ("back", re.compile(rf"(?P<pre>{M}[.]{{0,3}})?r(?P<z>{P})(?P<in>[.]{{0,1}}y[.d]{{0,2}}{M})?[.]{{0,2}}f(?P<a>{P})(?P<v>{VIAS}*)")),
    # leaves A by truck via B to C
    ("leave", re.compile(rf"l(?P<a>{P})(?P<in>[.]{{0,2}}y[.d]{{0,2}}{M})?(?P<v>{VIAS}*)[^fP|]{{0,6}}?t(?P<z>{P})")),
    # ferries link A with B; flights between A and B
    ("pair", re.compile(rf"(?P<pre>{M}[^P|]{{0,6}})[kb](?P<a>{P})[nwt](?P<z>{P})(?P<post>)")),
    ("pair", re.compile(rf"(?P<pre>)b(?P<a>{P})n(?P<z>{P})(?P<post>[.]{{0,1}}y[.d]{{0,2}}{M})")),
    # and from there by ship to Z
    ("on", re.compile(rf"(?P<a>P)[cn.]{{0,3}}(?:f?h)[^P|]{{0,8}}?(?P<pre>{M})[^P|]{{0,6}}?t(?P<z>{P})")),
    # by pipeline to Z; by road from A
    ("end", re.compile(rf"(?P<pre>y[.d]{{0,2}}{M})[.]{{0,1}}(?P<way>[ft])(?P<a>{P})")),
)
LIST_END = re.compile(rf"(?:t/f|f/t|tnf|fnt|t|f)(?P<z>{P})")
LIST_REACH = 16


@dataclass(frozen=True, slots=True)
class Span:
    """A place name by its token indices, end exclusive."""

    first: int
    last: int
    name: str


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
    names: Mapping[int, str]

    def place(self, match: re.Match[str], group: str) -> str:
        return self.names[match.end(group) - 1]

    def places(self, match: re.Match[str], group: str) -> tuple[str, ...]:
        start, end = match.span(group)
        return tuple(self.names[i] for i in range(max(start, 0), end) if self.codes[i] == "P")


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
    names: dict[int, str] = {}
    index = start
    while index < end:
        span = at.get(index)
        if span is not None and span.last <= end:
            names[len(codes)] = span.name
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
        if mode is not None and mode != "multimodal":
            codes.append(MODE_CODES[mode])
        else:
            codes.append(WORD_CODES.get(word, "."))
        places.append((index, index + compound))
        index += compound
    return _Coded("".join(codes), tuple(places), names)


def _told(coded: _Coded) -> Iterator[ProseRoute]:
    taken: set[int] = set()
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(coded.codes):
            span = set(range(match.start(), match.end()))
            if kind != "on" and span & taken:
                continue
            mode = _mode_of(match, coded)
            if mode is None:
                continue
            ends = _ends(kind, match, coded)
            if len(set(ends)) < len(ends):
                continue
            taken |= span
            first, last = _phrase(kind, match, coded)
            directed = kind in {"way", "back", "leave", "on", "end"}
            yield ProseRoute(coded.tokens[first][0], coded.tokens[last - 1][1], mode, ends, directed)


def _ends(kind: str, match: re.Match[str], coded: _Coded) -> tuple[str, ...]:
    if kind == "end":
        return (coded.place(match, "a"),)
    vias = [coded.places(match, group) for group in ("v", "v2") if group in match.re.groupindex and match[group]]
    return (coded.place(match, "a"), *(name for found in vias for name in found), coded.place(match, "z"))


def _mode_of(match: re.Match[str], coded: _Coded) -> Mode | None:
    """Return the mode said within the route, else beside it."""
    for group in ("pre", "in", "post"):
        if group in match.re.groupindex and match[group]:
            for code in match[group]:
                if code in MODES:
                    return MODES[code]
    inside = [code for code in match[0] if code in MODES]
    if inside:
        return MODES[inside[0]]
    before = coded.codes[max(0, match.start() - 5) : match.start()].rpartition("|")[2]
    near = [code for code in before if code in MODES]
    return MODES[near[-1]] if near else None


def _phrase(kind: str, match: re.Match[str], coded: _Coded) -> tuple[int, int]:
    start, end = match.span()
    if kind == "leave":
        start += 1
    while start < end and coded.codes[start] in "cd" and kind != "end":
        start += 1
    return start, end


def _mode_lists(coded: _Coded) -> Iterator[ProseRoute]:
    """Read "air, rail (A–B line) and sea access (X Port) … to/from Z": one route for each mode, all with the end Z."""
    item = rf"{M}[.RO]{{0,2}}(?:\([^)|]*\))?"
    for match in re.finditer(rf"{item}(?:c|cn|n){item}(?:(?:c|cn|n)\.?{item})*", coded.codes):
        end = LIST_END.search(coded.codes, match.end(), match.end() + LIST_REACH)
        if end is None or "|" in coded.codes[match.end() : end.start()]:
            continue
        place = coded.place(end, "z")
        both_ways = "/" in end[0] or "n" in end[0]
        for each in re.finditer(item, match[0]):
            mode = MODES[each[0][0]]
            start = match.start() + each.start()
            inner = coded.codes.find("(", start, match.start() + each.end())
            own = [coded.names[i] for i in range(start, match.start() + each.end()) if coded.codes[i] == "P"]
            if inner >= 0 and len(own) != 1:
                continue  # the chain in brackets stands for itself
            first, last = coded.tokens[start][0], coded.tokens[end.end() - 1][1]
            yield ProseRoute(first, last, mode, (*own, place), directed=not both_ways)
