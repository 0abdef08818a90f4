"""Every way that a sentence may tell of: places with what governs them, put together generously.

Whether a proposal is a corridor is for :mod:`geo.corridors.chooser` to say; here nothing plausible is left out: each
two places of a sentence with what is passed between them, each place that is gone to with one named before, each row
of places, and each place that a word of travel governs alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.corridors.vehicles import has_another_vehicle
from geo.corridors.way_words import classes_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.corridors.governors import Place
    from geo.recognition.tokens import Tokens

__all__ = ["ANCHORS", "STRONG", "Proposal", "propose", "speaks_of_ways"]

FROM = frozenset({"from", "start", "obj:start"})
TO = frozenset({"to", "for", "end", "obj:end", "obj:run"})
VIA = frozenset({"via", "obj:go", "by"})
STRETCHED = TO | {"between"}
ALONE = TO | FROM | VIA | {"obj:link"}
SHARED = frozenset({"from", "to", "for"})
"""What several ends share that are reached, or left, each on its own."""
PAIR = 2
OFTEN = 3  # words of ways in a text that speaks of ways
NEXT = 6  # places further on in which the other end may stand
MOST_PLACES = 40
BEFORE = 14  # words before the first place in which the word of a way may stand
AFTER = 6
ANCHORS = frozenset(
    {"way", "way-rail", "way-road", "way-pipeline", "way-waterway", "way-cable", "part", "journey", "flow", "vehicle",
     "go", "carry", "run", "link", "start", "end", "goods"}
)  # fmt: skip
STRONG = ANCHORS - {"goods", "start", "end", "part"}
LENGTHS = frozenset({"km", "kilometres", "kilometers", "kms", "miles", "mile", "mi"})
NOUNS = frozenset({"way", "way-rail", "way-road", "way-pipeline", "way-waterway", "way-cable", "journey", "part"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way that a sentence may tell of.

    Attributes
    ----------
    kind
        How it was put together.
    stops
        Its places in order of travel.
    first, last
        Token indices of the words that tell it, end exclusive.
    anchor
        Token of the word of a way or movement it hangs on, -1 where there is none.
    """

    kind: str
    stops: tuple[Place, ...]
    first: int
    last: int
    anchor: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its stops."""
        return tuple(stop.name for stop in self.stops)


def propose(
    places: Sequence[Place],
    tokens: Tokens,
    begin: int,
    end: int,
    carried: Sequence[Place] = (),
    *,
    of_ways: bool = False,
) -> list[Proposal]:
    """Propose ways for a sentence.

    Parameters
    ----------
    places
        Its places with their governors, in reading order.
    tokens
        The words of the document.
    begin, end
        Where the sentence begins and ends.
    carried
        Places from which a way may go on that names only where it goes, the nearest first.
    of_ways
        Whether the text speaks of ways: then "from A to B" may be one without a word of a way beside it.
    """
    if not places or len(places) > MOST_PLACES:
        return []
    said = zip(range(begin, end), tokens.shapes[begin:end], tokens.lowers[begin:end], strict=True)
    anchoring = _anchoring()
    names = {place.first for place in places if place.last - place.first == 1}  # "March", which is no march
    anchors = [i for i, shape, word in said if word in anchoring and shape in "lC" and i not in names]
    if not anchors and not any(place.role in STRETCHED for place in places):
        return []
    strong = [i for i in anchors if classes_of(tokens.word(i)) & STRONG]
    found: dict[tuple[str, ...], Proposal] = {}
    for kind, stops in _stop_lists([p for p in places if not p.aside], carried):
        called = tuple(stop.name for stop in stops)
        if len(set(called)) < len(called) and not _comes_back(called):
            continue
        own = [stop for stop in stops if begin <= stop.first < end]
        if (_are_members(stops) and not _is_to(stops, tokens)) or _is_two(own, begin, tokens):
            continue
        if not anchors and not _is_stretch(stops, tokens, of_ways=of_ways):
            continue
        first, last = min(s.first for s in own), max(s.last for s in own)
        anchor = _anchor(first, last, strong, anchors, tokens)
        start = first
        if own[-1].listed and len(own) > 1 and kind != "row":
            start, last = own[-1].first, own[-1].last
        elif own[0].listed and kind == "pair" and len(own) > 1:
            start, last = own[0].first, own[0].last
        elif 0 <= anchor < first and not any(tokens.word(i) in {";", ":"} for i in range(anchor, first)):
            start = anchor
        if called not in found:
            found[called] = Proposal(kind, tuple(stops), start, last, anchor)
    return list(found.values())


def speaks_of_ways(tokens: Tokens) -> bool:
    """Tell a text that speaks of railways, routes, flights again and again from one that does in passing.

    Parameters
    ----------
    tokens
        Its words.
    """
    nouns = frozenset().union(*map(words_of, NOUNS))
    return sum(word in nouns for word in tokens.lowers) >= OFTEN


@cache
def _anchoring() -> frozenset[str]:
    """Return all words that may tell of a way."""
    return frozenset().union(*map(words_of, ANCHORS))


def _are_members(stops: Sequence[Place]) -> bool:
    """Tell ends that only share their governor, "ferries to Y and Z": no way leads from the one to the other."""
    first, last = stops[0], stops[-1]
    return len(stops) > 1 and first.head == last.head and first.role in SHARED and last.listed > 0


def _is_to(stops: Sequence[Place], tokens: Tokens) -> bool:
    """Tell "Lahore to Quetta" in a list of such pairs."""
    first, last = stops[0], stops[-1]
    alone = first.role not in FROM and last.first == first.last + 1
    return len(stops) == PAIR and alone and tokens.word(first.last) == "to"


def _is_stretch(stops: Sequence[Place], tokens: Tokens, *, of_ways: bool) -> bool:
    """Tell two ends that need no word of a way: "From Peddie to King Williams Town the N2 is open"."""
    first, last = stops[0], stops[-1]
    if len(stops) < PAIR:
        return False
    measured = tokens.word(first.at - 1) in LENGTHS and first.role in FROM | {"between"}
    opens = (of_ways or tokens.begins[first.at]) and first.role in FROM and last.role in TO
    between = of_ways and first.role == "between"
    return measured or opens or between or _is_to(stops, tokens)


def _is_two(own: Sequence[Place], begin: int, tokens: Tokens) -> bool:
    """Tell two vehicles' journeys from one: "the train left A, and a plane landed in B"."""
    places = sorted(own, key=lambda stop: stop.first)
    return any(has_another_vehicle(begin, here.last, there.first, tokens) for here, there in pairwise(places))


def _comes_back(names: Sequence[str]) -> bool:
    """Tell a round from a place named twice."""
    return names[0] == names[-1] and len(set(names)) == len(names) - 1 > 1


def _anchor(first: int, last: int, strong: Sequence[int], weak: Sequence[int], tokens: Tokens) -> int:
    """Return the word of a way nearest before the first place, else between the places, else just after them."""
    before = [i for i in strong if first - BEFORE <= i < first]
    if before:
        near = [i for i in before if first - i <= BEFORE // 2 and classes_of(tokens.word(i)) & NOUNS]
        return near[-1] if near else before[-1]
    inside = [i for i in strong if first <= i < last]
    if inside:
        return inside[0]
    after = [i for i in strong if last <= i < last + AFTER]
    if after:
        return after[0]
    near = [i for i in weak if first - BEFORE <= i < last]
    return near[-1] if near else -1


def _stop_lists(places: Sequence[Place], carried: Sequence[Place]) -> Iterator[tuple[str, list[Place]]]:
    for i, here in enumerate(places):
        yield from _pairs(places, i)
        if here.role in ALONE:
            yield "alone", [here]
        yield from _over_sentences(places, i, carried)
        if not here.listed:
            row = [p for p in places[i:] if p.head == here.head]
            if len(row) > 1:
                yield "row", row
                if here.role in VIA:
                    for before in carried[:1]:
                        yield "carried-row", [before, *row]


def _over_sentences(places: Sequence[Place], i: int, carried: Sequence[Place]) -> Iterator[tuple[str, list[Place]]]:
    """Yield a place with each that an earlier sentence names: gone on to from there, or left for there."""
    here = places[i]
    others = [before for before in carried if before.name != here.name]
    if here.role in FROM and not any(p.role in TO for p in places):
        yield from (("carried-back", [here, before]) for before in others)
    if here.role in TO | VIA | {"obj:link", "with"}:
        vias = _vias(places, max(0, i - NEXT), i)
        for before in others:
            yield "carried", [before, here]
            if vias:
                yield "carried", [before, *vias, here]


def _pairs(places: Sequence[Place], i: int) -> Iterator[tuple[str, list[Place]]]:
    here = places[i]
    for j in range(i + 1, min(len(places), i + 1 + NEXT)):
        there = places[j]
        if there.role in FROM and here.role not in FROM | VIA | {"between"}:
            vias = _vias(places, j + 1, j + 1 + NEXT) or _vias(places, i + 1, j)
            yield "back", [there, here]
            if vias:
                yield "back", [there, *vias, here]
        if there.role == "from":
            continue
        between = places[i + 1 : j]
        vias = [p for p in between if p.role in VIA]
        if there.listed:
            vias = [p for p in vias if p.head != there.head]
        yield "pair", [here, *vias, there]
        if vias:
            yield "pair", [here, there]
        after = _after(places, j)
        if after:
            yield "pair-via", [here, *vias, *after, there]
        passed = [p for p in between if p.role in VIA | TO | {"at"} and p.head != there.head]
        if len(passed) > len(vias):
            yield "pair-all", [here, *passed, there]
        row = [p for p in places[j + 1 :] if p.head == there.head]
        if row and not there.listed:
            yield "pair-row", [here, *vias, there, *row]


def _vias(places: Sequence[Place], start: int, stop: int) -> list[Place]:
    return [p for p in places[start:stop] if p.role in VIA]


def _after(places: Sequence[Place], j: int) -> list[Place]:
    """Return what follows an end directly as vias: "to B through C, D and E"."""
    found: list[Place] = []
    for place in places[j + 1 :]:
        if place.role in {"in", "of", "near", "on"} or place.head == places[j].head:
            continue
        if place.role not in {"via", "by"}:
            break
        found.append(place)
    return found
