"""Routes told in prose: "trucks go from Poti via Tbilisi to Baku", "ferries link X with Y", mode lists.

A sentence is written down as a string of codes (:mod:`~geo.corridors.codes`): ``P`` a place, one capital for each word
that tells a mode, one small letter for each small word that matters, a full stop for the rest. What a route looks like
is then a regular expression over codes, and every match leads back to the words. Repetitions are possessive or bounded,
so that no sentence, however long, is read twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.corridors.codes import ARRIVING, MODE_CODES, MODES, RIVER, Coded, code
from geo.corridors.spans import Span
from geo.corridors.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.model import Mode
    from geo.recognition.tokens import Tokens

__all__ = ["ProseRoute", "Span", "find_routes"]

M = "[ROSALWX]"
P = "d{0,4}P(?:'d?P)?"  # the last is the place: "Chad's Doba"
BY = "[.]{0,1}y[.d]{0,2}"
MORE = f"(?:[cn]{{1,2}}{P})*+"
VIA = f"(?:[.cn]{{0,2}}[vi][.dv]{{0,4}}{P}{MORE})"
VIAS = f"{VIA}*+"
STOPS = f"(?:c?s[.]{{0,2}}[vy]{P}{MORE})"
START = f"f(?P<a>{P})"
THEN = f"(?P<more>c?n?o{P})"
POST = f"(?P<post>{BY}{M})"
AND = f"(?P<more>n[.c]{{0,3}}P(?!{BY}{M}))"
LATE = f"(?:{VIA}|[^P|fbt]{{1,6}}i{P}{MORE})?{STOPS}?"  # what stands after the end, and comes before it
TAIL = f"{THEN}?(?P<v2>{LATE}){POST}?"
HOW = f"(?:y[.d]{{0,2}})?{M}{{1,2}}"
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        # A-bound trucks from B
        ("bound", rf"(?P<z>P)>(?P<pre>{M})(?:f(?P<a>{P}))?"),
        # flown from A via B to C; from A via B to C by train; ships from A reach B
        (
            "way",
            rf"(?P<pre>{HOW}[.dymwl]{{0,5}})?{START}(?P<v>{VIAS})[^f|bPh]{{0,12}}?(?P<v3>{VIAS})[tor](?P<z>{P}){TAIL}",
        ),
        # convoys reach C from A via B; reaches C by pipeline from A
        (
            "back",
            rf"(?P<pre>{M}{{1,2}}[.]{{0,3}})?r(?P<z>{P})(?P<in>{BY}{M})?[.]{{0,2}}f(?P<a>{P})(?P<v>{VIAS}{LATE}){POST}?",
        ),
        # ammunition arrives in C by train from A
        ("back", rf"(?<=[yvtr])(?P<z>{P})(?P<in>{BY}{M}{{1,2}})f(?P<a>{P})(?P<v>{VIAS})"),
        # flew into C from A; tankers bound for C from A
        ("back", rf"(?P<pre>{M}[.l]{{0,2}})t(?P<z>{P})[.]{{0,2}}f(?P<a>{P})(?P<v>{VIAS}{STOPS}?)"),
        # leaves A by truck via B to C; leaves A by rail for C; a convoy left A, passed B and reached C
        (
            "leave",
            rf"l(?P<a>{P})(?P<in>[.]?{BY}{M})?(?P<v>{VIAS})[^fP|]{{0,6}}?[tqr](?P<z>{P})(?P<v2>{STOPS}?)",
        ),
        # ferries link A with B; flights between A and B, stopping at C; a railway linking A, B and C
        (
            "pair",
            rf"(?P<pre>{HOW}[^P|xROSALWX]{{0,6}})[kb](?P<a>{P})(?P<v>(?:c{P})*+)c?[nwt](?:d?[.][yv])?(?P<z>{P}){AND}?(?P<v2>{LATE})",
        ),
        # between A and B by boat
        ("pair", rf"b(?P<a>{P})n(?P<z>{P})(?P<v2>{LATE})(?P<post>[.]{{0,3}}{BY}{M}{{1,2}})"),
        # A is linked with B by ferry; A and B are linked by rail
        ("pair", rf"(?P<a>P)[.]{{1,3}}k[twn](?P<z>{P})(?P<post>{BY}{M})"),
        ("pair", rf"(?P<a>P)n(?P<z>P)[.]{{1,3}}k(?P<post>{BY}{M})"),
        # … to A, and from there by ship to Z; to A and up the river by barge to Z
        ("on", rf"(?P<a>P)[cn.]{{0,3}}(?:f?h|[.d]{{0,2}}m)[^P|]{{0,8}}?(?P<pre>{M})[^P|]{{0,6}}?t(?P<z>{P})"),
        # … to A, and by truck from there to Z; a train from there to Z
        ("on", rf"(?P<a>P)[cn.]{{0,3}}[.yd]{{0,3}}(?P<pre>{M})[.]?h[^P|]{{0,4}}?t(?P<z>{P})"),
        # … to A and loaded on ships for Z
        ("on", rf"(?P<a>P)c?n[.]{{1,2}}(?P<pre>y[.d]{{0,2}}{M})[.]?[tq](?P<z>{P})"),
        # unloaded at A, go by rail to Z
        (
            "way",
            rf"(?<=[vyfltr])(?P<a>{P})(?P<in>[^P|fb]{{0,6}}?y[.d]{{0,2}}{M}{{1,2}})(?P<v>{VIAS})[.]?t(?P<z>{P})",
        ),
        # fly A to B over C; A to B on the dirt road
        ("way", rf"(?P<pre>{M})(?P<a>P)t(?P<z>{P})(?P<v2>{VIA}?)"),
        ("way", rf"(?P<a>P)t(?P<z>{P})(?P<post>{BY}{M})"),
        # pilgrims from A used to fly via B to C; by truck through B to C; gas flows to C through B
        ("way", rf"f?(?P<a>P)[.t]{{0,3}}(?P<pre>{M})(?P<v>{VIA}+)t(?P<z>{P})"),
        ("through", rf"(?P<pre>(?:y[.d]{{0,2}})?{M})(?P<v>{VIA}+)t(?P<z>{P})"),
        ("through", rf"(?P<pre>{M}[.]{{0,2}})t(?P<z>{P})(?P<v>{VIA}+)"),
        # by pipeline to Z; by road from A
        ("end", rf"(?P<pre>y[.d]{{0,2}}{M})[.]{{0,1}}[ft](?P<a>{P})"),
        # a ferry from A; flights to Z
        ("open", rf"(?P<pre>{M})[ft](?P<a>{P})"),
        # trucks its coffee to Z
        ("haul", rf"(?P<pre>{M})[.d]{{1,3}}t(?P<a>{P})"),
    )
)
SCHEDULED = words("prose-scheduled")
"""What goes, or lies, between two places although the text names one: "a ferry from Oban"."""
HAULING = words("prose-hauling")
STANDING = words("prose-standing")
UNDIRECTED = frozenset({"pair"})
LIST_END = re.compile(rf"(?:t/f|f/t|tnf|fnt|t|f)(?P<z>{P})")
LIST_REACH = 16
NEAR = 5
DISTANCES = frozenset({"km", "miles", "kilometres", "kilometers", "hours", "minutes"})


@dataclass(frozen=True, slots=True)
class ProseRoute:
    """A route told in prose (token indices, end exclusive), places in the order of travel."""

    first: int
    last: int
    mode: Mode
    waypoints: tuple[str, ...]
    directed: bool


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
    coded = code(tokens, start, end, spans)
    lists = list(_mode_lists(coded))
    listed = [(route.first, route.last) for route in lists]
    told = [r for r in _told(coded) if not any(a <= r.first and r.last <= b for a, b in listed)]
    return sorted(lists + told, key=lambda route: (route.first, route.last))


def _told(coded: Coded) -> Iterator[ProseRoute]:
    taken: set[int] = set()
    arrivals: dict[int, str] = {}  # where the route that a place stands in arrives
    modes: dict[int, Mode] = {}  # by where a route ends
    plain = coded.codes.replace("x", ".")  # between two places a border is none, but "over the border at A" is a way
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(coded.codes if kind == "pair" else plain):
            span = set(range(match.start() + (kind == "on"), match.end()))
            trusted = coded.is_trusted(*match.span()) or _is_sure(kind, match)
            if (kind != "on" and span & taken) or not trusted or _is_two(kind, match, coded):
                continue
            mode = _mode_of(match, coded) or modes.get(_before_list(match.start(), coded.codes))
            ends = _ends(match, coded)
            if kind == "on":
                ends = (arrivals.get(match.start(), ends[0]), *ends[1:])
            if mode is None or len(set(ends)) < len(ends) or not _is_scheduled(kind, match, coded):
                continue
            taken |= span
            modes[match.end()] = mode
            arrivals |= dict.fromkeys(span, ends[-1])
            first, last = _phrase(kind, match, coded)
            directed = kind not in UNDIRECTED and not _is_standing(match, coded)
            yield ProseRoute(coded.tokens[first][0], coded.tokens[last - 1][1], mode, ends, directed)


def _before_list(start: int, codes: str) -> int:
    """Go back over a comma and an "and": "fly from A to B and from C to D"."""
    while start and codes[start - 1] in "cn":
        start -= 1
    return start


def _ends(match: re.Match[str], coded: Coded) -> tuple[str, ...]:
    """Return the places of a route in the order of travel: the start, what lies between, the end."""
    names: list[str] = []
    groups = match.groupdict()
    for group in ("a", "v", "v3", "v2", "z", "more"):
        if groups.get(group):
            names += (coded.place(match, group),) if group in "az" else coded.places(match, group)
    return tuple(names)


def _is_sure(kind: str, match: re.Match[str]) -> bool:
    """Tell a route so fully told that even names no gazetteer has must be places: "leave A by rail for B"."""
    groups = match.groupdict()
    return kind in {"way", "leave", "back"} and any("y" in (groups.get(group) or "") for group in ("pre", "in", "post"))


def _is_two(kind: str, match: re.Match[str], coded: Coded) -> bool:
    """Tell two routes in one, "a ferry from A and a flight to Z", and a mere distance, "65 km by road from A"."""
    if kind == "way" and {"pre", "v"} <= match.re.groupindex.keys() and match["pre"]:
        between = coded.codes[match.end("v") : match.start("z")]
        modes = {code for code in between.partition("n")[2] if code in MODES}
        return bool(modes - set(match["pre"]))
    first = coded.tokens[match.start()][0]
    return kind in {"end", "open"} and any(coded.words.word(i) in DISTANCES for i in range(first - NEAR, first))


def _is_standing(match: re.Match[str], coded: Coded) -> bool:
    """Tell a way from a movement: "the railway from A to B" leads back too."""
    start = match.groupdict().get("pre") and match.end("pre") - 1
    if (
        not start
        or "f" not in coded.codes[start + 1 : start + 2]
        or coded.words.word(coded.tokens[match.start()][0]) == "by"
    ):
        return False
    return any(coded.words.word(i) in STANDING for i in range(*coded.tokens[start]))


def _is_scheduled(kind: str, match: re.Match[str], coded: Coded) -> bool:
    """Tell whether one end is enough: for what goes regularly, and where somebody hauls something there."""
    if kind not in {"open", "haul"}:
        return True
    first, last = coded.tokens[match.end("pre") - 1]
    if coded.words.word(last) in ARRIVING:
        return False  # "the train arrived in A"
    wanted = SCHEDULED if kind == "open" else HAULING
    return any(coded.words.word(i) in wanted for i in range(first, last))


def _mode_of(match: re.Match[str], coded: Coded) -> Mode | None:
    """Return the mode said in the route, the nearest word first, else beside it; boats on a river go by waterway."""
    said = [(match[group] or "")[::-1] for group in ("pre", "in", "post") if group in match.re.groupindex]
    before = coded.codes[max(0, match.start() - NEAR) : match.start()].rpartition("|")[2]
    inside = [code for part in (*said, match[0]) for code in part if code in MODES]
    near = [code for code in before if code in MODES]
    code = inside[0] if inside else near[-1] if near else None
    if code == MODE_CODES["sea"] and RIVER in match[0] + before:
        return "waterway"
    return MODES[code] if code else None


def _phrase(kind: str, match: re.Match[str], coded: Coded) -> tuple[int, int]:
    start, end = match.span()
    if kind == "leave" or (kind == "back" and coded.codes[start] == "r"):
        start += 1
    while start < end and coded.codes[start] in "cd" and kind != "end":
        start += 1
    return start, end


def _mode_lists(coded: Coded) -> Iterator[ProseRoute]:
    """Read "air, rail (A–B line) and sea access (X Port) … to/from Z": one route for each mode, all with the end Z."""
    item = rf"{M}[.kRO]{{0,2}}(?:\([^)|]*\))?"
    other = r"(?:(?:c|cn|n)\.{1,2}\([^)|]*\))?"  # "lake (X Port)", of which the mode is not known
    for match in re.finditer(rf"{item}{other}(?:c|cn|n)y?{item}(?:{other}(?:c|cn|n)[.y]?{item})*", coded.codes):
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
