"""What the way between them says of the names of a corridor's stops.

Names are resolved by the company of all others; that a corridor ends at one is one witness more: "flights between
Nairobi and Victoria" end in the Seychelles, whatever else the text says of Australia. It is heard where the name was in
doubt: each record's share of the belief weighs against the length of the way, so that a far town that is sure stays.
Where the way turns the decision it is turned for the name itself, so that dot and line are one place; what
the name would else have meant stays among the alternatives, and a note says why it was not taken.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.courses.choosing import FACILITY_KM, by_way, is_area, is_served
from geo.courses.overseas import BY_LAND, FAR_KM, is_overseas
from geo.gazetteer import Form
from geo.gazetteer.prominence import weighed
from geo.geodesy import distance_km
from geo.resolution import MOST_UNKNOWN, meaning_of
from geo.resolution.candidates import is_strange
from geo.resolution.names_alone import bare
from geo.resolution.outliers import without_strays
from geo.resolution.ranking import Scored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Mention, Record, Route
    from geo.resolution import Resolved
    from geo.resolution.ranking import Ranked

__all__ = ["reconciled"]

TOWNS = frozenset({"capital", "city"})
APART_KM = 161.0  # nearer than this they are one place: a town and its port, its airport, its district
WAY_CONFIDENCE = 0.6
"""What a record that only the way speaks for is believed at the least. A choice, not a measurement: none of the corpora
says where corridors end."""
LEAST_SHARE = 1e-4
MOST_DOUBT = 4.0
"""What speaks against a record as well known as the one believed in, at the most: as if 55 times less likely."""
SERVED = 2.0
"""What it is worth that a ship finds a port there, a plane an airport: as much as being seven times likelier."""
CAPITAL = 2.0
"""What it is worth that a way would end at a capital, where most ways between countries do."""
TURNED = 1.5
"""What it costs to turn a decision: the way must speak clearly."""
WIDE = 4.0
"""What it costs that a way would end at a region in place of a town in it."""
OVERSEAS = 6.0
"""What it costs a way by land to go far, where the one that seems likeliest would cross an ocean."""
SURE = 0.9
"""From this share on the name keeps its own meaning wherever it stands outside the corridor's words."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """A waypoint whose name has another meaning by itself; the number is that of its reading."""

    number: int
    route: Route
    mentions: tuple[Mention, ...]
    record: Record


def reconciled(resolved: Resolved, routes: Sequence[Route], gazetteer: Gazetteer) -> Resolved:
    """Let the waypoints of stated corridors decide what their names mean.

    Parameters
    ----------
    resolved
        What the names of a text were found to mean by themselves.
    routes
        The corridors of the text; those that the catalogue knows decide nothing, for its course is its own.
    gazetteer
        Where names are looked up.

    Returns
    -------
    The same where all agree. Else each name that a corridor puts elsewhere means that other place: always in the
    corridor's own words, and in the rest of the text unless the name was sure by itself.
    """
    told = _Told(resolved)
    parts = [[reading] for reading in resolved.readings]  # a name may be read in several senses in the end
    changed = False
    for stop in _stops(told, routes, gazetteer):
        senses = parts[stop.number]
        for index, reading in enumerate(senses):
            if len(senses) == 1 or any(mention in reading.name.mentions for mention in stop.mentions):
                found = _parts(reading, stop)
                changed |= found != [reading]
                senses[index : index + 1] = found
                break
    if not changed:
        return resolved
    readings = [reading for senses in parts for reading in senses]
    return meaning_of(without_strays(readings, resolved.homes), gazetteer, resolved.homes)


class _Told:
    """The readings of a text, by where their mentions stand."""

    def __init__(self, resolved: Resolved) -> None:
        self.readings = resolved.readings
        self._mentions = sorted(
            ((mention.start, mention, number) for number, r in enumerate(self.readings) for mention in r.name.mentions),
            key=lambda each: (each[0], each[2]),
        )
        self._starts = [start for start, _, _ in self._mentions]

    def within(self, phrase: Mention) -> list[tuple[int, Mention]]:
        """Return the mentions in some words, each with the number of its reading, by these numbers."""
        first, last = bisect_left(self._starts, phrase.start), bisect_left(self._starts, phrase.end)
        inside = [(n, mention) for _, mention, n in self._mentions[first:last] if mention.end <= phrase.end]
        return sorted(inside, key=lambda each: each[0])


def _stops(known: _Told, routes: Iterable[Route], gazetteer: Gazetteer) -> Iterator[_Stop]:
    for route in routes:
        if route.catalogue or len(route.waypoints) < 2:
            continue
        inside = known.within(route.mention)
        said = [(number, bare(mention.name)) for number, mention in inside]
        told = [number for name in route.waypoints for number in _reading(bare(name), said, known.readings)]
        columns = [_column(known.readings[number], route, gazetteer) for number in told]
        chosen = by_way(columns)
        if route.mode in BY_LAND and is_overseas(chosen):
            chosen = by_way(columns, longest_km=FAR_KM, beyond=OVERSEAS)
        for number, record in zip(told, chosen, strict=True):
            yield _Stop(number, route, tuple(m for n, m in inside if n == number), record)


def _reading(name: str, inside: Iterable[tuple[int, str]], readings: Sequence[Ranked]) -> list[int]:
    """Return the reading of a waypoint in the route's own words: one, or none where there is no telling."""
    same = ((number, readings[number]) for number, said in inside if said == name)
    return [n for n, r in same if r.candidates and not r.refusal and r.unknown <= MOST_UNKNOWN][:1]


def _column(reading: Ranked, route: Route, gazetteer: Gazetteer) -> list[tuple[Record, float]]:
    """Return what a stop can mean, with what speaks against each: how little of the belief it has.

    Fame sets a limit to doubt: what is better known than the record believed in is never out of the question.
    """
    weights = {
        one.match.record.id: (one.match.record, max(one.weight, 1))
        for one in weighed(m for m in gazetteer.lookup(reading.name.text) if m.form < Form.CODE and not is_strange(m))
        if reading.name.binding.allows(one.match.record)
    }
    believed = weights.get(reading.best.record.id, (reading.best.record, 1))[1]
    doubts = {c.record.id: (c.record, -math.log(max(c.score, LEAST_SHARE))) for c in reading.candidates}
    for id_, (record, weight) in weights.items():
        doubt = doubts.get(id_, (record, -math.log(LEAST_SHARE)))[1]
        if id_ in doubts or weight >= believed:
            doubts[id_] = record, min(doubt, MOST_DOUBT + max(0.0, math.log(believed / weight)))
    return [
        (
            record,
            doubt
            + WIDE * _is_region(record)
            + TURNED * (record.id != reading.best.record.id)
            - CAPITAL * (record.kind == "capital")
            - SERVED * is_served(record, route.mode, gazetteer),
        )
        for record, doubt in doubts.values()
    ]


def _is_region(record: Record) -> bool:
    return is_area(record) and record.kind != "country"


def _within(mention: Mention, phrase: Mention) -> bool:
    return phrase.start <= mention.start and mention.end <= phrase.end


def _parts(reading: Ranked, stop: _Stop) -> list[Ranked]:
    """Return a name as it is where it agrees with a stop, else with the stop's record first; in two senses if sure."""
    if not reading.candidates or _is_at(reading.best.record, stop.record):
        return [reading]
    town = _town_of(reading, stop.record)
    moved = _moved(reading, town, stop.route)
    elsewhere = tuple(m for m in reading.name.mentions if not _within(m, stop.route.mention))
    if reading.best.score < SURE or not elsewhere:
        return [moved]
    there = tuple(m for m in reading.name.mentions if m not in elsewhere)
    return sorted(
        (
            replace(part, name=replace(part.name, mentions=said, starts=tuple(m.start for m in said)))
            for part, said in ((reading, elsewhere), (moved, there))
        ),
        key=lambda part: part.name.starts[0],
    )


def _is_at(record: Record, stop: Record) -> bool:
    """Tell whether a stop lies where a record is: near it, or in the country that it stands for."""
    if record.kind in {"country", "continent"} and record.country in {"", stop.country}:
        return True
    if record.kind == "region" and stop.kind in TOWNS:
        return False  # who flies from New York leaves the city, not the middle of the state
    return distance_km((record.lon, record.lat), (stop.lon, stop.lat)) <= APART_KM


def _town_of(reading: Ranked, stop: Record) -> Scored:
    """Return the likeliest candidate of a name that a stop may be the port or airport of, else the stop itself."""
    near = (
        candidate
        for candidate in reading.candidates
        if candidate.record.id == stop.id
        or distance_km((candidate.record.lon, candidate.record.lat), (stop.lon, stop.lat)) <= FACILITY_KM
    )
    return next(near, Scored(stop, 0.0))


def _moved(reading: Ranked, town: Scored, route: Route) -> Ranked:
    """Put a candidate first, and say why; the others share what belief is left as they did before."""
    share = max(town.score, WAY_CONFIDENCE)
    rest = (1 - share) / max(1 - town.score, 1 - share)
    others = [Scored(c.record, c.score * rest) for c in reading.candidates if c is not town]
    before = reading.best.record
    where = ", ".join(part for part in (before.region, before.country) if part and part != before.name)
    note = (
        f"By itself the name would mean {before.name}{f' ({where})' if where else ''}, {reading.best.score:.0%} sure; "
        f"“{route.mention.phrase}” ends here."
    )
    candidates = (Scored(town.record, share), *others)
    return replace(reading, candidates=candidates, unknown=min(reading.unknown, 1 - share), note=note)
