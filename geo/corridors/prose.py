"""Routes told in prose: "trucks go from Poti via Tbilisi to Baku", "ferries link X with Y", mode lists.

A sentence is written down as a string of codes (:mod:`~geo.corridors.word_codes`): ``P`` a place, one capital for each
word that tells a mode, one small letter for each small word that matters, a full stop for the rest. What a route looks
like is then a regular expression over codes, and every match leads back to the words. Repetitions are possessive or
bounded, so that no sentence, however long, is read twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.corridors.function_words import words
from geo.corridors.modes import cue_mode, noun_mode, openers
from geo.corridors.patterns import PATTERNS, M, P, Shape
from geo.corridors.place_spans import Span
from geo.corridors.prose_modes import BACK, MOVING, OF_THE_SEA, OPENING, mode_elsewhere, mode_of_match
from geo.corridors.shared_ends import fans, is_offered
from geo.corridors.trips import NEAR, ONWARD, is_personal, is_scheduled
from geo.corridors.vehicles import has_another_vehicle
from geo.corridors.vetoes import GAP_BEFORE, SUBJECT, is_gap, never_was
from geo.corridors.word_codes import JOINING, JOINING_WAYS, MODES, Coded, code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geo.model import Mode
    from geo.recognition.tokens import Tokens

__all__ = ["ProseRoute", "Span", "find_routes"]

STANDING = words("prose-standing")
UNDIRECTED = frozenset({"pair", "to"})
LIST_END = re.compile(rf"(?:t/f|f/t|tnf|fnt|t|f|(?<=k)w)(?P<z>{P})")
LIST_REACH = 16
ANIMALS = frozenset({"camel", "camels", "mule", "mules", "donkey", "donkeys", "horseback", "caravan", "caravans"})
SEVERAL = frozenset({"ports", "airports", "stations"})
STAGES = 2  # verbs that a journey told in stages has at least
SIGNS = openers() | OF_THE_SEA | {"-", "line", "lines", "track", "tracks", "flow", "flows", "flowed", "flowing"}
SINGULAR = frozenset({"is", "was", "has", "had", "will", "would", "did", "does"})
PLURALS = frozenset({"across", "as", "this", "its", "always", "sometimes", "towards", "thus", "unless", "weekdays"})
NAMED_BEFORE = re.compile(rf"(?P<mode>{M})c?n[.]?$")
NAMED_AFTER = re.compile(rf"(?:y[.d]{{0,2}})?n(?:y[.d]{{0,2}})?(?P<mode>{M})(?![ftbkP])")
NEXT_PAIR = re.compile(rf"(?:c?n|c)(?P<a>{P})w(?P<z>{P})")
STARTS = re.compile(r"[.dymwt]{0,5}f")  # "the railway will start in"
STAGE = re.compile(r"(?:c?n|c|h)[.]?[.vo]")  # a further verb
DISTANCES = frozenset({"km", "miles", "kilometres", "kilometers", "hours", "minutes"})


@dataclass(frozen=True, slots=True)
class ProseRoute:
    """A route told in prose (token indices, end exclusive), places in the order of travel."""

    first: int
    last: int
    mode: Mode
    waypoints: tuple[str, ...]
    directed: bool


def find_routes(
    tokens: Tokens,
    start: int,
    end: int,
    spans: Sequence[Span],
    *,
    around: Callable[[], Mode | None] = lambda: None,
    names: Mapping[int, tuple[int, Mode]] | None = None,
) -> list[ProseRoute]:
    """Find the routes that one sentence tells.

    Parameters
    ----------
    tokens
        Words of the document.
    start, end
        Token indices of the sentence.
    spans
        The places in it, not overlapping.
    around
        Returns the one mode of which the sentence before it, or after it, speaks; asked for "It goes on to …" alone.
    names
        Corridors called by name whose ends the sentence goes on to tell, as for :func:`geo.corridors.word_codes.code`.

    Returns
    -------
    Routes in reading order; a route of one place where the text states one end alone.
    """
    if not names and not _may_tell(tokens, start, end, spans):
        return []
    coded = code(tokens, start, end, spans, names)
    lists = list(_mode_lists(coded))
    listed = [(route.first, route.last) for route in lists]
    told = [r for r in _told(coded, around) if not any(a <= r.first and r.last <= b for a, b in listed)]
    beside: dict[int, list[ProseRoute]] = {}
    for route in told:
        beside.setdefault(route.first, []).append(route)
    told = [route for route in told if not any(_is_part_of(route, other) for other in beside[route.first])]
    lists = [route for route in lists if not any(r.first <= route.first and route.last <= r.last for r in told)]
    return sorted(lists + told, key=lambda route: (route.first, route.last))


def _is_part_of(route: ProseRoute, whole: ProseRoute) -> bool:
    """Tell whether a route is the beginning of one that the same words tell further: "by rail to A and on to B"."""
    few, many = route.waypoints, whole.waypoints
    return route.mode == whole.mode and len(few) < len(many) and many[: len(few)] == few


def _may_tell(tokens: Tokens, start: int, end: int, spans: Sequence[Span]) -> bool:
    """Tell whether a sentence has a word of travel at all, or points back to one: most have none, and are soon read."""
    said = tokens.lowers[start:end]
    if any(map(_is_sign, said)):
        return True
    if any(span.passed == "sea" for span in spans) or (BACK & set(said[:OPENING]) and MOVING & set(said)):
        return True
    return not JOINING_WAYS.isdisjoint(said) and not JOINING.isdisjoint(said)


@lru_cache(maxsize=20_000)
def _is_sign(word: str) -> bool:
    return cue_mode(word) is not None or word in SIGNS


def _told(coded: Coded, around: Callable[[], Mode | None]) -> Iterator[ProseRoute]:
    taken: set[int] = set()
    arrivals: dict[int, str] = {}  # where the route that a place stands in arrives
    modes: dict[int, Mode] = {}  # by where a route ends
    plain = coded.codes.replace("x", ".")  # between two places a border is none, but "over the border at A" is a way
    for shape in PATTERNS:
        kind = shape.kind
        for match in _matches(shape, coded.codes if kind == "pair" else plain, overlapping=kind in ONWARD):
            span = set(range(match.start() + (kind in ONWARD), match.end()))
            trusted = coded.is_trusted(*match.span()) or _is_sure(kind, match)
            if (kind not in ONWARD and span & taken) or not trusted or _is_two(kind, match, coded):
                continue
            if not _is_one_journey(kind, match, coded):
                continue
            mode = mode_of_match(kind, match, coded) or modes.get(_before_list(match.start(), coded.codes))
            mode = mode or mode_elsewhere(kind, match, coded, around)
            ways = fans(kind, match, coded) if not _begins_clause(match, coded) else []
            ends = ways[0][0] if ways else _ends(match, coded)
            if kind in ONWARD:
                ends = (arrivals.get(match.start(), ends[0]), *ends[1:])
            if mode is None or len(set(ends)) < len(ends) or not is_scheduled(kind, match, coded):
                continue
            if is_personal(kind, match, coded) or (kind == "to" and not _is_noun(match, coded)):
                continue
            taken |= span
            modes[match.end()] = mode
            arrivals |= dict.fromkeys(span, ends[-1])
            first, last = _phrase(kind, match, coded)
            directed = kind not in UNDIRECTED and not _is_standing(match, coded)
            yield ProseRoute(coded.tokens[first][0], coded.tokens[last - 1][1], mode, ends, directed)
            for pair, start, stop in _further_pairs(kind, match, coded):
                taken |= set(range(start, stop))
                yield ProseRoute(coded.tokens[start][0], coded.tokens[stop - 1][1], mode, pair, directed)
            for others, at in ways[1:]:
                if len(set(others)) == len(others):
                    yield ProseRoute(*coded.tokens[at], mode, others, directed)
            yield from _by_other_modes(kind, match, coded, (mode, ends, directed))


def _by_other_modes(
    kind: str, match: re.Match[str], coded: Coded, way: tuple[Mode, tuple[str, ...], bool]
) -> Iterator[ProseRoute]:
    """Give the same way by each other mode that is told beside its own."""
    mode, ends, directed = way
    first, last = _phrase(kind, match, coded)
    for other, start, stop in _also(kind, match, coded):
        if other != mode:
            first, last = min(start, first), max(stop, last)
            yield ProseRoute(coded.tokens[first][0], coded.tokens[last - 1][1], other, ends, directed)


def _matches(shape: Shape, codes: str, *, overlapping: bool) -> Iterator[re.Match[str]]:
    """Find a shape; ``overlapping`` where one leg begins at the place that the leg before it ends at."""
    at = 0
    while shape.may_fit(codes) and (match := shape.pattern.search(codes, at)) is not None:
        yield match
        at = match.end() - 1 if overlapping and match.end() - 1 > match.start() else max(match.end(), at + 1)


def _also(kind: str, match: re.Match[str], coded: Coded) -> Iterator[tuple[Mode, int, int]]:
    """Return the second mode by which one goes the same way: "road and rail links between", "by rail and by sea"."""
    if kind not in {"pair", "way", "leave", "back"}:
        return
    before = NAMED_BEFORE.search(coded.codes, max(0, match.start() - NEAR), match.start())
    if before is not None and match.groupdict().get("pre") and not coded.is_name(before.start()):
        yield MODES[before["mode"]], before.start(), match.end()
    after = NAMED_AFTER.match(coded.codes, match.end())
    if after is not None and match.groupdict().get("post"):
        yield MODES[after["mode"]], match.start(), after.end()


def _further_pairs(kind: str, match: re.Match[str], coded: Coded) -> Iterator[tuple[tuple[str, str], int, int]]:
    """Return the pairs that share a verb with the first: "ferries link A with B, C with D, and E with F"."""
    if kind != "pair" or "w" not in coded.codes[match.start() : match.end()]:
        return
    at = match.end()
    while (pair := NEXT_PAIR.match(coded.codes, at)) is not None:
        yield (coded.place(pair, "a"), coded.place(pair, "z")), pair.start("a"), pair.end()
        at = pair.end()


def _is_noun(match: re.Match[str], coded: Coded) -> bool:
    """Tell the noun of a way, "the A to B motorway", from a verb."""
    return noun_mode(coded.words.word(coded.tokens[match.end() - 1][1] - 1)) is not None


def _before_list(start: int, codes: str) -> int:
    """Go back over a comma and an "and": "fly from A to B and from C to D"."""
    while start and codes[start - 1] in "cn":
        start -= 1
    return start


def _ends(match: re.Match[str], coded: Coded) -> tuple[str, ...]:
    """Return the places of a route in the order of travel: the start, what lies between, the end."""
    names: list[str] = []
    groups = match.groupdict()
    for group in ("a", "more_a", "v0", "v", "v3", "v2", "z", "more"):
        if group == "more" and groups.get(group) and _begins_clause(match, coded):
            continue
        if groups.get(group):
            names += (coded.place(match, group),) if group in "az" else coded.places(match, group)
    return tuple(names)


def _begins_clause(match: re.Match[str], coded: Coded) -> bool:
    """Tell whether a place after "and" is no second destination but does something: "… to A, and B has agreed"."""
    if "n" not in (match.groupdict().get("more") or "") or "o" in match["more"]:
        return False
    after = coded.tokens[match.end("more") - 1][1]
    word = coded.words.word(after)
    if coded.words.shape(after) != "l":
        return False
    return word in SINGULAR or (word.endswith("s") and word not in PLURALS and noun_mode(word) is None)


def _is_one_journey(kind: str, match: re.Match[str], coded: Coded) -> bool:
    """Tell what goes, in stages or at once, from end to end from what a town merely is, or two vehicles do."""
    if kind == "offer" and not is_offered(match, coded):
        return False
    if has_another_vehicle(*_between(match, coded), coded.words):
        return False
    if kind == "pair" and _is_broken(match, coded):
        return False
    return kind != "stages" or len(STAGE.findall(match["v"])) >= STAGES


def _is_broken(match: re.Match[str], coded: Coded) -> bool:
    """Tell where a way is broken, or that none is, from where it goes: "the highway breaks off between A and B"."""
    begin = coded.tokens[0][0]
    first, last = coded.tokens[match.start()][0], coded.tokens[match.start("a")][0]
    is_none = never_was(max(begin, first - SUBJECT), last, coded.words)
    return is_none or is_gap(max(begin, first - GAP_BEFORE), last, coded.words)


def _between(match: re.Match[str], coded: Coded) -> tuple[int, int, int]:
    """Return the tokens where a sentence begins, the first of its two ends ends and the other begins."""
    begin, groups = coded.tokens[0][0], match.groupdict()
    if not (groups.get("a") and groups.get("z")):
        return begin, 0, 0
    spots = sorted(match.end(group) - 1 for group in ("a", "z"))
    return begin, coded.tokens[spots[0]][1], coded.tokens[spots[1]][0]


def _is_sure(kind: str, match: re.Match[str]) -> bool:
    """Tell a route so fully told that even names no gazetteer has must be places: "leave A by rail for B"."""
    groups = match.groupdict()
    return kind in {"way", "leave", "back"} and any("y" in (groups.get(group) or "") for group in ("pre", "in", "post"))


def _is_two(kind: str, match: re.Match[str], coded: Coded) -> bool:
    """Tell two routes in one, "a ferry from A and a flight to Z", and a mere distance, "65 km by road from A"."""
    if kind == "way" and {"pre", "v", "z"} <= match.re.groupindex.keys() and match["pre"]:
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
        or STARTS.match(coded.codes, start + 1) is None
        or coded.words.word(coded.tokens[match.start()][0]) == "by"
    ):
        return False
    return any(coded.words.word(i) in STANDING for i in range(*coded.tokens[start]))


def _phrase(kind: str, match: re.Match[str], coded: Coded) -> tuple[int, int]:
    start, end = match.span()
    if kind == "leave" or (kind == "back" and coded.codes[start] == "r"):
        start += 1
    while start < end and coded.codes[start] in "cd" and kind != "end":
        start += 1
    return start, end


def _mode_lists(coded: Coded) -> Iterator[ProseRoute]:
    """Read "air, rail (A–B line) and sea access (X Port) … to/from Z": one route for each mode, all with the end Z."""
    item = rf"{M}(?:[.k]|{M}){{0,2}}(?:\([^)|]*\))?"
    other = r"(?:(?:c|cn|n)\.{1,2}\([^)|]*\))?"  # "lake (X Port)", of which the mode is not known
    for match in re.finditer(rf"{item}{other}(?:c|cn|n)y?{item}(?:{other}(?:c|cn|n)[.y]?{item})*", coded.codes):
        end = LIST_END.search(coded.codes, match.end(), match.end() + LIST_REACH)
        if end is None or "|" in coded.codes[match.end() : end.start()]:
            continue
        place = coded.place(end, "z")
        both_ways = "/" in end[0] or "n" in end[0] or end[0].startswith("w")
        from_there = not both_ways and end[0].startswith("f")
        both_ways |= not from_there and "k" in coded.codes[match.start() : end.start()]
        for each in re.finditer(item, match[0]):
            start, stop = match.start() + each.start(), match.start() + each.end()
            inside = [i for i in range(start, stop) if coded.codes[i] == "P"]  # "Danube ports" names none of them
            own = [coded.spans[i].name for i in inside if coded.words.word(coded.spans[i].last) not in SEVERAL]
            if "(" in coded.codes[start:stop] and len(inside) != 1:
                continue  # the chain in brackets stands for itself
            first, last = coded.tokens[start][0], coded.tokens[end.end() - 1][1]
            if coded.words.word(first) in ANIMALS:
                continue  # "and, for racing camels, air links"
            ends = (place, *own) if from_there else (*own, place)
            yield ProseRoute(first, last, MODES[each[0][0]], ends, directed=not both_ways)
