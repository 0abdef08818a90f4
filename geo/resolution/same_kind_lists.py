"""A list names things of one kind: "Oregon, Idaho and Washington" are states, "Miami, New York and Detroit" cities.

A name that a state and a town of one country share means what the other members of its list are. Where they say
nothing it stays; in "Maryland, Virginia and Washington" it is the town, which lies among them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.gazetteer import Form, fold
from geo.resolution.candidates import is_strange, meant, rough_km
from geo.resolution.ranking import Scored

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Record
    from geo.resolution.ranking import Ranked

__all__ = ["in_parallel", "towns_among_towns"]

JOINT = re.compile(r"(?: \([^()\n]{1,40}\))?(?:,? and |,? or |, )")
"""What stands between two members: a comma or a word, after a note in brackets, "Houston (Reliant Stadium), Miami"."""
REGION_SOURCE = "geonames-regions"
STATE_SOURCES = frozenset({REGION_SOURCE, "areas"})
OWN_NAMES = frozenset({Form.PRIMARY, Form.ALIAS})
PROVINCES = "Stands in a list of regions."
TOWNS = frozenset({"city", "capital"})
FEWEST_LIKE = 2
"""Other members of a list that are of one kind, for it to say anything."""
AMONG_KM = 400.0
LARGE_TOWN = 100_000
LEAST_SURE = 0.5
FAR_APART = 3.0
"""How many times as far as the town a state must lie from the states of a list for the town to be meant."""


def towns_among_towns(readings: Sequence[Ranked], text: str, gazetteer: Gazetteer) -> list[Ranked]:
    """Mean by a country's name the town that is called so where it stands in a list of towns around that town.

    "Columbia, Fulton and Mexico" are three towns of Missouri; "Lima, Cusco and Mexico" are not.

    Parameters
    ----------
    readings
        The names of a text with their candidates, best first.
    text
        The article, for what stands between the names.
    gazetteer
        Knows towns that countries leave hardly any share of the belief.

    Returns
    -------
    The same names in the same order; where a list turned one, its note says so.
    """
    countries = {
        i
        for i, reading in enumerate(readings)
        if reading.candidates and reading.best.record.kind == "country" and not any(reading.name.binding)
    }
    if not countries:
        return list(readings)
    owner = {m.start: (m.end, i) for i, reading in enumerate(readings) for m in reading.name.mentions}
    turned = list(readings)
    for members in _lists(owner, text, countries):
        others = [readings[k] for k in members if k not in countries]
        sure = [r.best.record for r in others if r.candidates and not r.refusal and r.best.score >= LEAST_SURE]
        towns = {record.id: record for record in sure if record.kind in TOWNS}
        for i in countries.intersection(members):
            if len(countries.intersection(members)) == 1 and len(towns) >= FEWEST_LIKE:
                turned[i] = _as_town(readings[i], [*towns.values()], gazetteer)
    return turned


def _as_town(reading: Ranked, others: Sequence[Record], gazetteer: Gazetteer) -> Ranked:
    """Take the town of a name that lies among others, all of its own country; none where the country is theirs."""
    homes = {record.country for record in others}
    if len(homes) != 1 or reading.best.record.country in homes:
        return reading
    for match in meant(reading.name.text, gazetteer):
        record = match.record
        if record.kind not in {*TOWNS, "town"} or record.country not in homes or is_strange(match):
            continue
        if sum(rough_km(record, each) <= AMONG_KM for each in others) >= FEWEST_LIKE:
            best = Scored(record, max(LEAST_SURE, reading.best.score))
            kept = tuple(c for c in reading.candidates if c.record.id != record.id)
            return replace(reading, candidates=(best, *kept), unknown=1 - best.score, note="Stands in a list of towns.")
    return reading


def in_parallel(readings: Sequence[Ranked], text: str, gazetteer: Gazetteer) -> list[Ranked]:
    """Let the other members of a list say whether a name is the state or the town that is called so.

    Parameters
    ----------
    readings
        The names of a text with their candidates, best first.
    text
        The article, for what stands between the names.
    gazetteer
        Knows provinces that are called after their chief towns, which a name by itself does not mean.

    Returns
    -------
    The same names in the same order; where a list turned one, its note says so.
    """
    owner = {m.start: (m.end, i) for i, reading in enumerate(readings) for m in reading.name.mentions}
    readings = _as_provinces(readings, owner, text, gazetteer)
    twofold = {i: pair for i, reading in enumerate(readings) if (pair := _pair(reading)) is not None}
    if not twofold:
        return list(readings)
    votes: dict[int, list[str]] = {i: [] for i in twofold}
    for members in _lists(owner, text, twofold):
        for i in members:
            if i in twofold:
                votes[i].append(_kind_of(twofold[i], [readings[k] for k in members if k != i]))
    return [_turned(reading, votes.get(i, ()), twofold.get(i)) for i, reading in enumerate(readings)]


def _as_provinces(
    readings: Sequence[Ranked], owner: Mapping[int, tuple[int, int]], text: str, gazetteer: Gazetteer
) -> list[Ranked]:
    """Mean the province by the name of its chief town in a list of provinces without a town: "Sinaloa, Durango"."""
    seats = {i: found for i, reading in enumerate(readings) if (found := _province(reading, gazetteer)) is not None}
    turned = list(readings)
    for members in _lists(owner, text, seats) if seats else ():
        others = [readings[k].best.record for k in members if k not in seats and _is_sure(readings[k])]
        homes = {record.country for record in others if _is_state(record)}
        if len(others) < sum(k not in seats for k in members) or not all(map(_is_state, others)):
            continue
        for i in members:
            if i in seats and seats[i].country in homes and len(readings[i].name.mentions) == 1:
                best = Scored(seats[i], max(LEAST_SURE, readings[i].best.score))
                turned[i] = replace(
                    readings[i], candidates=(best, *readings[i].candidates), unknown=1 - best.score, note=PROVINCES
                )
    return turned


def _is_state(record: Record) -> bool:
    return record.kind == "region" and record.source in STATE_SOURCES


def _is_sure(reading: Ranked) -> bool:
    return bool(reading.candidates) and not reading.refusal and reading.best.score >= LEAST_SURE


def _province(reading: Ranked, gazetteer: Gazetteer) -> Record | None:
    """Return the province that is called like the town that a name means, where that is not the country's capital."""
    if not _is_sure(reading) or reading.best.record.kind != "city" or any(reading.name.binding):
        return None
    found = (m.record for m in gazetteer.lookup(reading.name.text) if m.form in OWN_NAMES)
    country = reading.best.record.country
    return next((r for r in found if r.source == REGION_SOURCE and r.country == country), None)


def _pair(reading: Ranked) -> tuple[Record, Record] | None:
    """Return the state and the large town of one country that a name may mean; ``None`` where there are no such two."""
    if reading.name.binding.itself or reading.name.binding.within or reading.refusal or not reading.candidates:
        return None
    best = reading.best.record
    records = [c.record for c in reading.candidates]
    state = next((r for r in records if r.source == REGION_SOURCE), None)
    if state is None or best.country != state.country:
        return None
    called = {fold(reading.name.text), f"{fold(reading.name.text)} city"}
    towns = (r for r in records if r.kind in TOWNS and r.country == state.country and r.population >= LARGE_TOWN)
    town = next((r for r in towns if fold(r.name) in called), None)
    return (state, town) if town is not None and best.id in {state.id, town.id} else None


def _lists(owner: Mapping[int, tuple[int, int]], text: str, wanted: Collection[int]) -> Iterator[list[int]]:
    """Give the names of each list of mentions that nothing but commas and "and" divides, and that has a wanted one."""
    starts = sorted(owner)
    seen = 0
    for place in (bisect_left(starts, start) for start in starts if owner[start][1] in wanted):
        if place < seen:
            continue
        row = [*_row(owner, starts, text, range(place - 1, -1, -1), place)[:0:-1]]
        row += _row(owner, starts, text, range(place + 1, len(starts)), place)
        seen = row[-1] + 1
        if len(row) > FEWEST_LIKE:
            yield [owner[starts[i]][1] for i in row]


def _row(owner: Mapping[int, tuple[int, int]], starts: Sequence[int], text: str, ahead: range, first: int) -> list[int]:
    """Go on from a mention, one way or the other, as long as only commas and "and" stand between; brackets are none."""
    row = [first]
    for i in ahead:
        if text[starts[i] - 1 : starts[i]] == "(":
            continue
        left, right = min(i, row[-1]), max(i, row[-1])
        if not JOINT.fullmatch(text, owner[starts[left]][0], starts[right]):
            break
        row.append(i)
    return row


def _kind_of(pair: tuple[Record, Record], others: Sequence[Ranked]) -> str:
    """Say which of two records the other members of a list are like; ``""`` where they do not tell."""
    sure = [r.best.record for r in others if r.candidates and not r.refusal and r.best.score >= LEAST_SURE]
    state, town = pair
    states = [r for r in sure if r.source == REGION_SOURCE and r.country == state.country and r.id != state.id]
    towns = [r for r in sure if r.kind in TOWNS and r.country == town.country]
    if len(states) >= FEWEST_LIKE and not towns:
        near, far = (sum(rough_km(r, each) for r in states) for each in (state, town))
        return state.id if near < far else town.id if near > FAR_APART * far else ""
    return town.id if len(towns) >= FEWEST_LIKE and not states else ""


def _turned(reading: Ranked, votes: Sequence[str], pair: tuple[Record, Record] | None) -> Ranked:
    said = {vote for vote in votes if vote}
    if pair is None or len(said) != 1 or reading.best.record.id in said:
        return reading
    if 2 * sum(map(bool, votes)) < len(reading.name.mentions):
        return reading  # the text speaks of it elsewhere more often
    chosen = next(c for c in reading.candidates if c.record.id in said)
    note = PROVINCES if chosen.record.source == REGION_SOURCE else "Stands in a list of towns."
    best = replace(chosen, score=max(chosen.score, LEAST_SURE, reading.best.score))
    others = tuple(c for c in reading.candidates if c is not chosen)
    unknown = min(reading.unknown, 1 - best.score)
    return replace(reading, candidates=(best, *others), unknown=unknown, note=note)
