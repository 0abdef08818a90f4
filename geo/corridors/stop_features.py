"""What speaks for a place being an end of a named way, for two places being its ends, and for a third on the way.

As in :mod:`geo.corridors.features` none is a word of content: what counts are governors, classes of words, how a
mention stands to the name and to other names, tellings that the judge has weighed, and where the place lies: beside the
line that the catalogue knows, or on the way from one end to the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.corridors.evidence import kind_of
from geo.corridors.feature_names import classes, half, kinds, limit, odds_of, plainly, step, tenth
from geo.corridors.features import ANAPHORS, DEFINITE, PREPOSITIONS
from geo.corridors.stop_candidates import BESIDE_KM, key_of
from geo.corridors.way_words import classes_of
from geo.courses.position_along import apart_km, detour
from geo.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.corridors.governors import Place
    from geo.corridors.stop_candidates import Reach
    from geo.gazetteer import Gazetteer
    from geo.recognition.tokens import Tokens

__all__ = ["end_features", "nearest", "pair_features"]

Mention = tuple[int, "Place"]
MARKS = frozenset({",", ";", ":", "(", ")", "–", "—", "and", "which", "that", "where", "while", "but", "who", "when"})
VERBS = ("link", "run", "start", "end", "go", "carry")
OFF_KM = (0.5, 15, 40, 80, 160, 400, 1000)
APART_KM = (30, 100, 300, 1000, 3000, 8000)
BEFORE, AFTER = 8, 4  # words around a mention whose classes count
LEAD = 6  # words after a name in which the verb stands that tells where it goes
SHORT = 4  # words between that count one by one
LIKELY = 0.15  # how surely a place must be an end for others to be held against it
ASIDE, ROUND = 1.3, 1.8  # detours: by way of it is hardly farther, is much farther


def end_features(reach: Reach, gazetteer: Gazetteer) -> dict[str, list[str]]:
    """Return for each place in reach what speaks for its being an end.

    Parameters
    ----------
    reach
        The way and the places.
    gazetteer
        Tells kinds of places and where they lie.
    """
    order = sorted(reach.places, key=lambda key: reach.places[key][0][1].first)
    told = _best_told(reach)
    found: dict[str, list[str]] = {}
    for number, key in enumerate(order):
        kind = kind_of(reach.places[key][0][1].name, gazetteer)
        features = [
            f"places={step(len(order))}",
            f"order={min(number, 5)}",
            *_of_place(key, kind, reach),
            *_of_line(key, reach),
            *(told.get(key) or ["untold"]),
        ]
        extreme = _extreme(key, reach)
        for sentence, place in reach.places[key]:
            features += _of_mention(sentence, place, kind, extreme, reach)
        found[key] = list(dict.fromkeys(features))
    return found


def _of_place(key: str, kind: str, reach: Reach) -> Iterator[str]:
    yield f"mode={reach.mode}"
    yield f"kind={kind}"
    yield f"kind={kind},{reach.mode}"
    yield f"mentions={min(len(reach.places[key]), 4)}"
    ways = reach.company.ways
    for number in reach.company.stops.get(key, ()):
        if number not in reach.own:
            yield "others=named" if _is_named(ways[number]) else "others=told"
    if reach.entry is not None:
        stops = [fold(stop.name) for stop in reach.entry.waypoints]
        branches = {fold(stop.name) for stop in reach.entry.stops}
        held = "end" if key in (stops[0], stops[-1]) else "stop" if key in branches else "out"
        yield f"entry={held}"
    tokens = reach.evidence.tokens
    said = {fold(tokens.word(i)) for first, last in reach.uses[:3] for i in range(first, last)}
    if said.issuperset(key.split()):
        yield "in-name"
        yield f"in-name,{kind}"


def _is_named(way: object) -> bool:
    rule, name = getattr(way, "rule", None), getattr(way, "name", None)
    return name is not None or (rule is not None and bool(rule.name))


def _extreme(key: str, reach: Reach) -> str:
    """Say whether a place is the first or last of those that lie beside the line."""
    if reach.entry is None:
        return "-"
    if key not in reach.lies:
        return "?"
    if key in reach.outer:
        return "extreme"
    return "on" if reach.lies[key].off_km < BESIDE_KM else "off"


def _of_line(key: str, reach: Reach) -> Iterator[str]:
    extreme = _extreme(key, reach)
    yield f"line={extreme}"
    if extreme in "-?":
        return
    lies = reach.lies
    lie = lies[key]
    yield f"line={extreme},n={min(sum(other.off_km < BESIDE_KM for other in lies.values()), 5)}"
    yield f"off={limit(lie.off_km, OFF_KM)},{'stretch' if lie.high > lie.low else 'point'}"
    side = limit(min(lie.low, 1 - lie.high), (0.01, 0.05, 0.15, 0.3))
    yield f"side={side},{'on' if lie.off_km < BESIDE_KM else 'off'}"


def _best_told(reach: Reach) -> dict[str, list[str]]:
    """Return for each place how surely a telling in reach has it for an end, or passes it."""
    best: dict[str, dict[str, float]] = {}
    odds, evidence = reach.odds, reach.evidence
    for number, joined, _ in reach.told:
        proposal, ends = evidence.told[number].proposal, odds.ends[number]
        keys = [key_of(name) for name in proposal.names]
        over = reach.is_own(proposal.first, proposal.last)
        for at, key in enumerate(keys):
            what = "end" if at in (0, len(keys) - 1) else "via"
            said = {what: ends}
            if over:
                said[f"{what}-over"] = ends
            if joined >= 0:
                said[f"{what}-join"], said[f"{what}-joined"] = joined, joined * ends
            kept = best.setdefault(key, {})
            for name, value in said.items():
                kept[name] = max(value, kept.get(name, 0.0))
    return {key: [f"told-{name}={tenth(value)}" for name, value in kept.items()] for key, kept in best.items()}


def _of_mention(sentence: int, place: Place, kind: str, extreme: str, reach: Reach) -> Iterator[str]:
    where, role = reach.where(sentence, place), place.role
    tokens, begin = reach.evidence.tokens, reach.evidence.bounds[sentence][0]
    latest = reach.latest(place.first)
    yield from (f"where={where}", f"role={role}", f"role={role},{where}", f"kind={kind},{where}", f"kind={kind},{role}")
    yield from (f"line={extreme},{where}", f"line={extreme},{role}", f"latest={latest}", f"latest={latest},{where}")
    yield f"here={step(len(reach.evidence.places[sentence]))}"
    if sentence == 0:
        yield "first-sentence"
    if reach.is_other(place.first, place.last):
        yield f"in-other,{where}"
    yield from _of_governor(sentence, place, reach)
    yield from _around(place.first, place.last, begin, tokens)
    if where == "after":
        yield from _after_name(sentence, place, latest, reach)
    elif where == "before":
        yield from _before_name(sentence, place, reach)
    elif where != "in":
        yield from _pointing_back(sentence, place, latest, reach)


def _of_governor(sentence: int, place: Place, reach: Reach) -> Iterator[str]:
    tokens, begin = reach.evidence.tokens, reach.evidence.bounds[sentence][0]
    if place.listed:
        yield f"listed,{place.role}"
    if place.aside:
        yield "aside"
    if any(other.head == place.head and other is not place for other in reach.evidence.places[sentence]):
        yield "in-list"
    governor = tokens.word(place.at) if place.at >= begin else ""
    if governor in PREPOSITIONS or classes_of(governor):
        yield f"governor={governor}"
    before = classes(tokens.word(place.at - 1)) if place.at > begin else ["^"]
    for each in before:
        yield f"before-governor={each}"
        yield f"before-governor={each},{place.role}"


def _around(first: int, last: int, begin: int, tokens: Tokens) -> Iterator[str]:
    yield from (f"b:{each}" for each in kinds(tokens, max(begin, first - BEFORE), first))
    yield from (f"a:{each}" for each in kinds(tokens, last, last + AFTER))
    yield from (f"next={each}" for each in classes(tokens.word(last)))
    yield from (f"prev={each}" for each in classes(tokens.word(first - 1)))
    if begin == 0 and first <= SHORT - 2 and tokens.word(last) in {"–", "—", "(", "-", ","}:
        yield "dateline"


def _after_name(sentence: int, place: Place, latest: str, reach: Reach) -> Iterator[str]:
    tokens, role = reach.evidence.tokens, place.role
    last = max(end for _, end in reach.uses if end <= place.first)
    between = [p for p in reach.evidence.places[sentence] if last <= p.first < place.first and not p.aside]
    nth = min(len(between), 6)
    roles = [p.role for p in between]
    yield from (f"gap={step(place.first - last)}", f"nth={nth}", f"nth={nth},{role}")
    yield f"path={'>'.join([*roles[-2:], role])}"
    yield f"after={roles[-1] if roles else '$'},{role},{latest}"
    if roles:
        yield f"lead={roles[0]}>{role}"
    for each in kinds(tokens, last, place.first):
        yield f"between:{each}"
        yield f"between:{each},{role}"
    for mark in MARKS.intersection(tokens.lowers[last : place.first]):
        yield f"in:{mark}"
        yield f"in:{mark},{latest}"
    for each in classes(tokens.word(last)):
        yield f"then={each}"
        yield f"then={each},{role}"
        yield f"then={each},nth={min(nth, 3)}"
    verb = _verb(tokens, last)
    yield from (f"verb={verb}", f"verb={verb},{role}", f"verb={verb},nth={min(nth, 3)},{role}")
    if place.first - last <= SHORT:
        yield f"words={plainly(tokens, last, place.first)}"


def _before_name(sentence: int, place: Place, reach: Reach) -> Iterator[str]:
    tokens, role = reach.evidence.tokens, place.role
    first = min(begin for begin, _ in reach.uses if begin >= place.last)
    between = [p for p in reach.evidence.places[sentence] if place.last <= p.first < first and not p.aside]
    nth = min(len(between), 6)
    yield from (f"ahead={step(first - place.last)}", f"ahead-nth={nth}", f"ahead-nth={nth},{role}")
    for each in kinds(tokens, place.last, first):
        yield f"ahead:{each}"
        yield f"ahead:{each},{role}"
    yield from (f"ahead-in:{mark}" for mark in MARKS.intersection(tokens.lowers[place.last : first]))
    said = classes(tokens.word(first - 1))
    if tokens.word(first - 1) == "the":
        said = [*said, *classes(tokens.word(first - 2))]
    for each in said:
        yield f"intro={each}"
        yield f"intro={each},{role}"
    if reach.is_other(place.last, first):
        yield "other-ahead"


def _pointing_back(sentence: int, place: Place, latest: str, reach: Reach) -> Iterator[str]:
    tokens, role = reach.evidence.tokens, place.role
    begin, end = reach.evidence.bounds[sentence]
    side = "prev" if reach.where(sentence, place) == "prev" else "next"
    back = _anaphor(reach, begin, place.first)
    yield from (f"back={back},{side}", f"back={back},{role}", f"back={back},{latest}")
    between = [p for p in reach.evidence.places[sentence] if p.first < place.first and not p.aside]
    yield f"own-nth={min(len(between), 6)},{role}"
    yield f"own-path={'>'.join([*(p.role for p in between[-1:]), role])}"
    yield from (f"s:{each},{side}" for each in kinds(tokens, begin, end))


def _anaphor(reach: Reach, begin: int, first: int) -> str:
    """Return how the words before a place go back to the way: ``it``, ``the-way``, ``the-noun`` of its name, ``-``."""
    tokens = reach.evidence.tokens
    name = reach.uses[0]
    own = [tokens.word(i) for i in range(*name) if _is_way(tokens.word(i))][-1:]
    back = "it" if ANAPHORS.intersection(tokens.lowers[begin : min(first, begin + LEAD)]) else "-"
    for i in range(begin + 1, first):
        word = tokens.word(i)
        if tokens.word(i - 1) in DEFINITE and _is_way(word):
            if own and own[0].startswith(word):
                return "the-noun"
            back = "the-way"
    return back


def _is_way(word: str) -> bool:
    return any(each.startswith("way") for each in classes_of(word))


def _verb(tokens: Tokens, last: int) -> str:
    for i in range(last, last + LEAD):
        for verb in VERBS:
            if verb in classes_of(tokens.word(i)):
                return verb
    return "-"


def nearest(one: Sequence[Mention], other: Sequence[Mention]) -> tuple[Mention, Mention]:
    """Return the mentions of two places that stand nearest together.

    Parameters
    ----------
    one, other
        Their mentions.
    """
    pairs = (
        (abs(m[0] - n[0]), abs(m[1].first - n[1].first), i, j) for i, m in enumerate(one) for j, n in enumerate(other)
    )
    _, _, i, j = min(pairs)
    return one[i], other[j]


def pair_features(pair: tuple[str, str], ends: Mapping[str, float], reach: Reach, gazetteer: Gazetteer) -> list[str]:
    """Return what speaks for two places being the two ends.

    Parameters
    ----------
    pair
        The two, by their folded names.
    ends
        How surely each place in reach is an end by itself.
    reach, gazetteer
        As for :func:`end_features`.
    """
    odds = sorted(odds_of(ends[key]) for key in pair)
    rival = max((odds_of(sure) for key, sure in ends.items() if key not in pair), default=-5.0)
    found = [f"lower={half(odds[0])}", f"higher={half(odds[1])}", f"sum={int(sum(odds))}"]
    found += [f"rival={half(rival)}", f"behind={half(odds[0] - rival)}"]
    lower = min(ends[key] for key in pair)
    surer = sum(sure > lower for sure in ends.values())
    found += [f"surer={min(surer, 6)}", f"mode={reach.mode}"]
    found += _pair_told(pair, reach)
    two = sorted(kind_of(reach.places[key][0][1].name, gazetteer) for key in pair)
    found.append(f"kinds={two[0]},{two[1]}")
    found += _pair_in_text(pair, reach)
    found += _pair_on_earth(pair, ends, reach, gazetteer)
    return list(dict.fromkeys(found))


def _pair_told(pair: tuple[str, str], reach: Reach) -> Iterator[str]:
    best, of_pair = 0.0, [0.0, 0.0, 0.0]
    wanted = frozenset(pair)
    for number, joined, its in reach.told:
        ends = reach.odds.ends[number]
        surety = max(joined, 0.0) * ends
        best = max(best, surety)
        if its == wanted:
            proposal = reach.evidence.told[number].proposal
            over = ends * reach.is_own(proposal.first, proposal.last)
            of_pair = [max(was, now) for was, now in zip(of_pair, (ends, surety, over), strict=True)]
    if of_pair[0]:
        yield from (f"told={tenth(of_pair[0])}", f"joined={tenth(of_pair[1])}", f"over={tenth(of_pair[2])}")
        yield "best-told" if of_pair[1] >= best > 0 else "other-told"
    else:
        yield f"untold,other={tenth(best)}"


def _pair_in_text(pair: tuple[str, str], reach: Reach) -> Iterator[str]:
    one, other = sorted(nearest(reach.places[pair[0]], reach.places[pair[1]]), key=lambda mention: mention[1].first)
    (sentence, first), (there, last) = one, other
    where = reach.where(sentence, first)
    roles = f"{first.role}>{last.role}"
    yield from (f"apart={min(abs(there - sentence), 3)}", f"where={where},{reach.where(there, last)}", f"roles={roles}")
    if sentence != there:
        return
    tokens, inside = reach.evidence.tokens, reach.evidence.places[sentence]
    yield f"roles={roles},{where}"
    yield f"between={min(sum(first.first < p.first < last.first and not p.aside for p in inside), 3)}"
    yield f"one-list,{first.role}" if first.head == last.head else "not-list"
    if last.first - first.last <= SHORT:
        yield f"words={plainly(tokens, first.last, last.first)}"
    if where == "after":
        name = max(end for _, end in reach.uses if end <= first.first)
        nth = min(sum(name <= p.first < first.first and not p.aside for p in inside), 3)
        yield from (f"nth={nth}", f"nth={nth},{roles}")
        if first.first - name < SHORT:
            yield f"lead={plainly(tokens, name, first.first)}"


def _pair_on_earth(
    pair: tuple[str, str], ends: Mapping[str, float], reach: Reach, gazetteer: Gazetteer
) -> Iterator[str]:
    names = [reach.places[key][0][1].name for key in pair]
    km = apart_km(names[0], names[1], gazetteer)
    if km is None:
        yield "apart-km=?"
    else:
        yield f"apart-km={limit(km, APART_KM)}"
        yield f"apart-km={limit(km, APART_KM)},{reach.mode}"
        likely = [reach.places[key][0][1].name for key in ends if key not in pair and ends[key] >= LIKELY]
        ways = [far for name in likely if (far := detour(names[0], names[1], name, gazetteer)) is not None]
        yield f"on-the-way={min(sum(far < ASIDE for far in ways), 3)}"
        yield f"far-round={min(sum(far > ROUND for far in ways), 3)}"
    if reach.entry is None:
        return
    lies = reach.lies
    one, other = lies.get(pair[0]), lies.get(pair[1])
    if one is None or other is None:
        yield "line=?"
        return
    on = [one.off_km < BESIDE_KM, other.off_km < BESIDE_KM]
    yield f"beside={sum(on)}"
    span = abs(one.share - other.share)
    yield f"span={int(span * 6)}"
    beside = [lie.share for key, lie in lies.items() if lie.off_km < BESIDE_KM and ends[key] >= LIKELY]
    if all(on) and beside:
        outer = (min(one.share, other.share) <= min(beside)) + (max(one.share, other.share) >= max(beside))
        yield f"outer={outer}"
        yield f"outer={outer},span={int(span * 3)}"
