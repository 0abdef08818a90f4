"""How a route of which the text names one end may go on, by the catalogue; what is found is our inference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.geodesy import distance_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.courses.catalogue import Catalogue, Entry, Stop
    from geo.gazetteer import Gazetteer
    from geo.model import Mode, Record

__all__ = ["Completion", "complete", "is_at"]

SAME_PLACE_KM = 40.0
NOT_IN_USE = frozenset({"closed", "proposed", "planned"})
WIDE = frozenset({"country", "region", "continent"})
"""What contains a stop is none."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A corridor of the catalogue that a route with an open end may be part of, and a note that says so."""

    entry: Entry
    note: str


def complete(
    mode: Mode,
    points: Sequence[tuple[str, Record]],
    areas: Sequence[Record],
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    *,
    countries: Sequence[str] = (),
    spoken: Sequence[Record] = (),
) -> Completion | None:
    """Find a corridor of the catalogue that goes on from the ends a text names, and that it speaks for.

    Parameters
    ----------
    mode
        How one travels.
    points, areas
        What the text names: places by the text's own names, and countries or seas.
    gazetteer, catalogue
        What is known.
    countries
        Countries the text speaks of, the most spoken of first.
    spoken
        Every place the text speaks of.

    Returns
    -------
    The corridor in use that passes all the points, serves all the countries and fits the text best; ``None`` where
    there is none, where the text speaks neither of another country that it goes to nor of another of its stops, or
    where more of its countries are not spoken of than are: "ferries from Athens for Crete" are not the way to China.
    A sea and a country, "Black Sea ports with Azerbaijan's ports", say too little which way is meant.
    """
    served = {area.country for area in areas if area.country}
    if not points and len(served) < len(areas):
        return None
    best: tuple[tuple[int, int], Entry] | None = None
    for entry in catalogue.entries:
        if entry.mode != mode or entry.status in NOT_IN_USE:
            continue
        own = {stop.country for stop in entry.waypoints}
        if not served <= (own | entry.serves) or not all(_passes(entry, record, gazetteer) for _, record in points):
            continue
        if not _is_near(own, served | set(countries) | {record.country for _, record in points}):
            continue
        if not points and not _joins(entry, served) and not (served & own and own & set(countries) - served):
            continue
        if points and not served and not _is_supported(entry, points, gazetteer, countries=countries, spoken=spoken):
            continue
        context = next((len(countries) - i for i, country in enumerate(countries) if country in own - served), 0)
        score = (len(served & own), context)
        if best is None or score > best[0]:
            best = (score, entry)
    if best is None:
        return None
    entry = best[1]
    named = ", ".join([name for name, _ in points] + [area.name for area in areas])
    note = f"The text names only {named}. The other end is inferred from the catalogue's {entry.name} ({entry.source})."
    inland = [area.name for area in areas if area.country not in {stop.country for stop in entry.waypoints}]
    if inland:
        note += f" The way on to {inland[0]} is not drawn."
    return Completion(entry, note)


def _joins(entry: Entry, served: set[str]) -> bool:
    """Tell a corridor from the one to the other of two countries, which are all that a text names."""
    return len(served) > 1 and {stop.country for stop in entry.ends} == served


def _is_near(own: set[str], spoken: set[str]) -> bool:
    """Tell whether a text speaks of at least half of the countries that a corridor passes."""
    return len(own - spoken) * 2 <= len(own)


def is_at(stop: Stop, record: Record, gazetteer: Gazetteer) -> bool:
    """Tell whether a stop of the catalogue lies where a record does."""
    if stop.country != record.country:
        return False
    return any(
        distance_km((m.record.lon, m.record.lat), (record.lon, record.lat)) <= SAME_PLACE_KM
        for m in gazetteer.lookup(stop.name)
        if m.record.country == stop.country
    )


def _passes(entry: Entry, record: Record, gazetteer: Gazetteer) -> bool:
    return any(is_at(stop, record, gazetteer) for stop in entry.waypoints)


def _is_supported(
    entry: Entry,
    points: Sequence[tuple[str, Record]],
    gazetteer: Gazetteer,
    *,
    countries: Sequence[str],
    spoken: Sequence[Record],
) -> bool:
    """Tell whether a text that names one end speaks of where a corridor goes: another country of it, another stop.

    A town off the way does not speak for its country: a ship that left Poti does not say where a train to Kars goes on.
    """
    ends = [record for _, record in points]
    abroad = {stop.country for stop in entry.waypoints} - {record.country for record in ends}
    towns = {record.country for record in spoken if record.kind not in WIDE}
    itself = {record.country for record in spoken if record.kind == "country"}
    if abroad & (set(countries) - (towns - itself)):
        return True
    others = [stop for stop in entry.waypoints if not any(is_at(stop, end, gazetteer) for end in ends)]
    return any(is_at(stop, record, gazetteer) for stop in others for record in spoken if record.kind not in WIDE)
