"""Names whose only records lie far from everything else a text speaks of: better unknown than an embarrassing dot.

A village of Ireland does not belong to a pipeline of Iran because it is called like a terminal there. A record that is
little known, in a country that neither the text nor any neighbour of its countries names, and far from every other
point of it, is refused; and so is a town of any size under a name that is quite another word than its own. What the
words beside a name bind it to, what everybody knows, and what our own list has looked up stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.gazetteer.packages import neighbours
from geo.resolution.candidates import OWN_SITES, rough_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model import Record
    from geo.resolution.ranking import Ranked

__all__ = ["without_strays"]

FAR_KM = 1500.0
COORDINATES = "coordinates"
WELL_KNOWN = 100_000
FEWEST_OTHERS = 2
LEAST_SURE = 0.5
POINTS = frozenset({"city", "port", "airport", "region"})
STATES = frozenset({"country", "capital"})


def without_strays(readings: Sequence[Ranked], homes: Iterable[str] = ()) -> list[Ranked]:
    """Refuse the records that lie far from all else.

    Parameters
    ----------
    readings
        The names of a text with their candidates, best first.
    homes
        Countries whose people the text names (ISO 3166-1 alpha-2).

    Returns
    -------
    The same names; those that were refused say why.
    """
    sure = [r for r in readings if r.candidates and not r.refusal and r.best.score >= LEAST_SURE]
    sure = [r for r in sure if r.unknown < LEAST_SURE]
    return [_judged(reading, sure, set(homes)) for reading in readings]


def _judged(reading: Ranked, sure: Sequence[Ranked], homes: set[str]) -> Ranked:
    if not reading.candidates or reading.refusal or not _is_doubtful(reading):
        return reading
    record = reading.best.record
    others = [r.best.record for r in sure if r is not reading and r.best.record.id != record.id]
    if len({other.id for other in others}) < FEWEST_OTHERS:
        return reading
    spoken = homes | {other.country for other in others if other.country}
    around = spoken.union(*(neighbours().get(country, ()) for country in spoken))
    if record.country in around:
        return reading
    nearest = min(
        (rough_km(record, other) for other in others if other.kind not in {"continent", "ocean"}), default=FAR_KM
    )
    if nearest < FAR_KM:
        return reading
    return replace(reading, refusal=_reason(reading, record, nearest))


def _is_doubtful(reading: Ranked) -> bool:
    best = reading.best
    record = best.record
    if reading.name.binding.within or reading.name.binding.itself or record.source in OWN_SITES | {COORDINATES}:
        return False
    if best.is_strange:
        return True
    return record.kind in POINTS and record.population < WELL_KNOWN


def _reason(reading: Ranked, record: Record, km: float) -> str:
    where = ", ".join(part for part in (record.region, record.country) if part and part != record.name)
    told = f"{record.name} ({where})" if where else record.name
    only = "the only record" if len(reading.candidates) == 1 else "the likeliest record"
    return f"{only} of this name, {told}, lies {km:,.0f} km from anything else the text speaks of"
