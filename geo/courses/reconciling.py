"""A name in a text and the corridor that ends at it mean one place.

Names are resolved by the company of all others, a corridor's waypoints by the way between them: "flights between
Nairobi and Victoria" end in the Seychelles, whatever else the text says of Australia. Where the two disagree the way
decides for the name too, for who writes of a flight says where it goes; what the name would else have meant stays among
the alternatives, and a note says why it was not taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.courses.charting import countries_of, records_by_name
from geo.courses.choosing import choose
from geo.earth import distance_km
from geo.gazetteer import fold
from geo.resolution import meaning_of
from geo.resolution.ranking import Scored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Mention, Record, Route
    from geo.resolution import Resolved
    from geo.resolution.ranking import Ranked

__all__ = ["reconciled"]

APART_KM = 161.0  # nearer than this they are one place: a town and its port, its airport, its district
STOP_KM = 60.0  # from a town to the port or airport that is taken for it
WAY_CONFIDENCE = 0.6
"""What a record that only the way speaks for is believed at the least. A choice, not a measurement: none of the corpora
says where corridors end."""
SURE = 0.9
"""From this share on the name keeps its own meaning wherever it stands outside the corridor's words."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """A waypoint whose name has another meaning by itself."""

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
    readings = list(resolved.readings)
    changed = False
    for stop in _stops(resolved, routes, gazetteer):
        for index, reading in enumerate(readings):
            if any(mention in reading.name.mentions for mention in stop.mentions):
                parts = _parts(reading, stop)
                changed |= parts != [reading]
                readings[index : index + 1] = parts
                break
    return meaning_of(readings, gazetteer) if changed else resolved


def _stops(resolved: Resolved, routes: Iterable[Route], gazetteer: Gazetteer) -> Iterator[_Stop]:
    records, countries = records_by_name(resolved), countries_of(resolved)
    mentions = [mention for reading in resolved.readings for mention in reading.name.mentions]
    for route in routes:
        if route.catalogue or len(route.waypoints) < 2:  # noqa: PLR2004 - a way has two ends
            continue
        phrase = route.mention.phrase
        wide = {name for name in route.waypoints if re.search(rf"\bthe {re.escape(name)}\b", phrase)}
        chosen = choose(route.waypoints, route.mode, gazetteer, resolved=records, countries=countries, wide=wide)
        for name, record in zip(route.waypoints, chosen, strict=True):
            said = [m for m in mentions if fold(m.name) == fold(name) and _within(m, route.mention)]
            if record is not None and said:
                yield _Stop(route, tuple(said), record)


def _within(mention: Mention, phrase: Mention) -> bool:
    return phrase.start <= mention.start and mention.end <= phrase.end


def _parts(reading: Ranked, stop: _Stop) -> list[Ranked]:
    """Return a name as it is where it agrees with a stop, else with the stop's record first; in two senses if sure."""
    if not reading.candidates or _is_at(reading.best.record, stop.record):
        return [reading]
    town = _town_of(reading, stop.record)
    if town is None:
        return [reading]
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
    """Tell whether a stop lies where a record is: near it, or in the country or region that it stands for."""
    if record.kind in {"country", "continent"} and record.country in {"", stop.country}:
        return True
    if record.kind == "region" and record.region and (record.country, record.region) == (stop.country, stop.region):
        return True
    return distance_km((record.lon, record.lat), (stop.lon, stop.lat)) <= APART_KM


def _town_of(reading: Ranked, stop: Record) -> Scored | None:
    """Return the likeliest candidate of a name that a stop may be the port or airport of; ``None`` where none is."""
    near = (
        candidate
        for candidate in reading.candidates
        if candidate.record.id == stop.id
        or distance_km((candidate.record.lon, candidate.record.lat), (stop.lon, stop.lat)) <= STOP_KM
    )
    return next(near, None)


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
