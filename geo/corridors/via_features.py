"""What speaks for a place being passed between two ends of a way: how the text tells it, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.corridors.evidence import kind_of
from geo.corridors.feature_names import classes, kinds, limit, step, tenth
from geo.corridors.features import ANAPHORS, DEFINITE, PREPOSITIONS
from geo.corridors.stop_candidates import key_of
from geo.corridors.way_words import classes_of
from geo.courses.position_along import along, apart_km, detour
from geo.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.corridors.governors import Place
    from geo.corridors.stop_candidates import Reach
    from geo.gazetteer import Gazetteer
    from geo.recognition.tokens import Tokens

__all__ = ["Stretch", "via_features"]

MARKS = frozenset({",", ";", ":", "(", ")", "–", "—", "and", "which", "that", "where", "while", "but", "who", "when"})
DETOURS = (1.02, 1.08, 1.2, 1.4, 1.8, 2.5, 4)
OFF_KM = (0.5, 15, 40, 80, 160, 400, 1000)
FAR_KM, MIDDLE_KM = 1500, 300
BACK, ON = 1, 2  # sentences before and after an end in which what is passed may be told
BEFORE = 6
LONGEST = 40  # words to the nearer end whose classes count
BEGINNING = 6
POINTS_BACK = 12  # words of a sentence in which "the line" stands


@dataclass(frozen=True, slots=True)
class Stretch:
    """Two ends of a way, as the text tells them.

    Attributes
    ----------
    ends
        Their folded names.
    one, other
        The mentions that stand nearest together, in reading order: the sentence and the place.
    """

    ends: tuple[str, str]
    one: tuple[int, Place]
    other: tuple[int, Place]

    def side(self, token: int) -> str:
        """Say whether a word stands before, between or after the two."""
        if token < self.one[1].first:
            return "before"
        return "between" if token < self.other[1].last else "after"


def via_features(reach: Reach, stretch: Stretch, gazetteer: Gazetteer, *, named: bool) -> dict[str, list[str]]:
    """Return for each place near the ends what speaks for its being passed.

    Parameters
    ----------
    reach
        The way, and the places in reach of it.
    stretch
        Its ends.
    gazetteer
        Tells kinds of places and where they lie.
    named
        Whether the way has a name.
    """
    there = {stretch.one[0], stretch.other[0], reach.sentences[0]}
    near = {sentence for at in there for sentence in range(at - BACK, at + ON + 1)}
    found: dict[str, list[str]] = {}
    told = _told(reach, stretch)
    for key, mentions in reach.places.items():
        inside = [(sentence, place) for sentence, place in mentions if sentence in near]
        if key in stretch.ends or not inside:
            continue
        far = _detour(inside[0][1], stretch, gazetteer)
        features = ["named" if named else "unnamed", *_of_place(key, inside[0][1], reach, stretch, gazetteer)]
        features += [f"mentions={min(len(inside), 3)}", *_of_told(key, told), *_of_detour(far, stretch, gazetteer)]
        for sentence, place in inside:
            features += _of_mention(sentence, place, reach, stretch)
            side = stretch.side(place.first)
            features += [f"detour={far},{side}", f"detour={far},{place.role}", f"{'n' if named else 'u'},{side}"]
        found[key] = list(dict.fromkeys(features))
    return found


def _of_place(key: str, place: Place, reach: Reach, stretch: Stretch, gazetteer: Gazetteer) -> Iterator[str]:
    kind = kind_of(place.name, gazetteer)
    ends = sorted(kind_of(end[1].name, gazetteer) for end in (stretch.one, stretch.other))
    yield from (f"mode={reach.mode}", f"kind={kind}", f"kind={kind},{reach.mode}", f"kind={kind},{ends[0]},{ends[1]}")
    yield f"places={step(len(reach.places))}"
    for number in reach.company.stops.get(key, ()):
        if number not in reach.own:
            yield "others"
    tokens = reach.evidence.tokens
    if {fold(tokens.word(i)) for i in range(*reach.uses[0])}.issuperset(key.split()):
        yield "in-words"
    if reach.entry is None:
        return
    yield "entry=stop" if key in {fold(stop.name) for stop in reach.entry.stops} else "entry=out"
    lie = along(reach.entry, place.name, gazetteer)
    if lie is None:
        yield "off=?"
        return
    yield f"off={limit(lie.off_km, OFF_KM)}"
    two = [along(reach.entry, end[1].name, gazetteer) for end in (stretch.one, stretch.other)]
    shares = sorted(end.share for end in two if end is not None)
    if len(shares) == len(two):
        yield "on-stretch" if shares[0] <= lie.share <= shares[1] else "beyond-stretch"


def _detour(place: Place, stretch: Stretch, gazetteer: Gazetteer) -> str:
    far = detour(stretch.one[1].name, stretch.other[1].name, place.name, gazetteer)
    return "?" if far is None else limit(far, DETOURS)


def _of_detour(far: str, stretch: Stretch, gazetteer: Gazetteer) -> Iterator[str]:
    yield f"detour={far}"
    km = apart_km(stretch.one[1].name, stretch.other[1].name, gazetteer)
    if km is not None:
        yield f"detour={far},{'far' if km > FAR_KM else 'middle' if km > MIDDLE_KM else 'near'}"


def _told(reach: Reach, stretch: Stretch) -> dict[str, float]:
    """Return how surely tellings of the same ends are whole: for each place they pass, and under ``""`` without any."""
    found = {"": 0.0}
    wanted = frozenset(stretch.ends)
    for number, _, its in reach.told:
        if its == wanted:
            for key in [key_of(name) for name in reach.evidence.told[number].proposal.names[1:-1]] or [""]:
                found[key] = max(found.get(key, 0.0), reach.odds.wholes[number])
    return found


def _of_told(key: str, told: dict[str, float]) -> Iterator[str]:
    if key in told:
        yield f"told={tenth(told[key])}"
        yield f"told-more={int((told[key] - told['']) * 8)}"
    else:
        yield f"untold,without={tenth(told[''])}"


def _of_mention(sentence: int, place: Place, reach: Reach, stretch: Stretch) -> Iterator[str]:
    side, role, tokens = stretch.side(place.first), place.role, reach.evidence.tokens
    begin = reach.evidence.bounds[sentence][0]
    where = _where(sentence, stretch)
    yield from (f"side={side},{where}", f"role={role}", f"role={role},{side}", f"role={role},{side},{where}")
    yield f"role={role},{stretch.one[1].role},{stretch.other[1].role},{side}"
    yield from _of_list(sentence, place, reach, stretch)
    governor = tokens.word(place.at) if place.at >= begin else ""
    if governor in PREPOSITIONS or classes_of(governor):
        yield from (f"governor={governor}", f"governor={governor},{side}")
    for each in classes(tokens.word(place.at - 1)) if place.at > begin else ["^"]:
        yield from (f"before-governor={each}", f"before-governor={each},{role}")
    yield from (f"b:{each}" for each in kinds(tokens, max(begin, place.first - BEFORE), place.first))
    yield from (f"next={each}" for each in classes(tokens.word(place.last)))
    for each in classes(tokens.word(place.first - 1)):
        yield from (f"prev={each}", f"prev={each},{side}")
    if reach.is_own(place.first, place.last):
        yield f"in-own-words,{side},{role}"
    if reach.is_other(place.first, place.last):
        yield "in-other"
    yield from _of_gap(sentence, place, reach, stretch)
    if where not in {"both", "one", "other"}:
        yield from _pointing_back(sentence, place, where, reach, stretch)


def _of_list(sentence: int, place: Place, reach: Reach, stretch: Stretch) -> Iterator[str]:
    """Say how a mention stands in lists: after others, in brackets, in one with an end of the way."""
    side, role = stretch.side(place.first), place.role
    if place.listed:
        yield f"listed,{role},{side}"
    if place.aside:
        yield f"aside,{side}"
    for (at, end), which in ((stretch.one, "one"), (stretch.other, "other")):
        if at == sentence and end.head == place.head:
            yield from (f"list-of-{which}", f"list-of-{which},{side},{role}")
    if any(p is not place and p.head == place.head for p in reach.evidence.places[sentence]):
        yield "in-list"


def _where(sentence: int, stretch: Stretch) -> str:
    """Say in which end's sentence a mention stands, else how many sentences from it."""
    one, other = stretch.one[0], stretch.other[0]
    if sentence == one:
        return "both" if one == other else "one"
    if sentence == other:
        return "other"
    return str(sentence - other if sentence > other else max(-2, sentence - one))


def _of_gap(sentence: int, place: Place, reach: Reach, stretch: Stretch) -> Iterator[str]:
    tokens, side = reach.evidence.tokens, stretch.side(place.first)
    low, high = stretch.one[1].first, stretch.other[1].last
    if side == "between":
        yield from _words("m", low, place.first, tokens)
        yield from _words("n", place.last, high, tokens)
        yield f"m-gap={step(min(place.first - low, high - place.last))}"
        return
    first, last = (high, place.first) if side == "after" else (place.last, low)
    yield f"{side}-gap={step(last - first)}"
    yield from _words(side, first, last, tokens)
    if reach.is_other(first, last):
        yield f"other-between,{side}"
    if side == "after":
        inside = reach.evidence.places[sentence]
        yield f"after-nth={min(sum(high <= p.first < place.first and not p.aside for p in inside), 4)}"


def _words(name: str, first: int, last: int, tokens: Tokens) -> Iterator[str]:
    if last - first < LONGEST:
        yield from (f"{name}:{each}" for each in kinds(tokens, first, last))
        yield from (f"{name}-in:{mark}" for mark in sorted(MARKS.intersection(tokens.lowers[first:last])))


def _pointing_back(sentence: int, place: Place, where: str, reach: Reach, stretch: Stretch) -> Iterator[str]:
    tokens, begin = reach.evidence.tokens, reach.evidence.bounds[sentence][0]
    if ANAPHORS.intersection(tokens.lowers[begin : min(place.first, begin + BEGINNING)]):
        yield f"anaphor,{where}"
    said = range(begin + 1, min(place.first, begin + POINTS_BACK))
    if any(
        tokens.word(i - 1) in DEFINITE and any(each.startswith("way") for each in classes_of(tokens.word(i)))
        for i in said
    ):
        yield f"the-way,{where}"
    if any(key_of(p.name) in stretch.ends for p in reach.evidence.places[sentence]):
        yield from ("end-again", f"end-again,{place.role}")
