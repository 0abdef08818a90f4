"""Names whose only records lie far from everything else a text speaks of: better unknown than an embarrassing dot.

A village of Ireland does not belong to a pipeline of Iran because it is called like a terminal there. A record that is
little known, in a country that neither the text nor any neighbour of its countries names, and far from every other
point of it, is refused; and so is a town of any size under a name that is quite another word than its own. What the
words beside a name bind it to, what everybody knows, and what our own list has looked up stays. A town and the state
that binds it are one other place, not two: "from Poti to Moscow, Idaho".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geo.gazetteer import fold
from geo.gazetteer.packages import neighbours
from geo.resolution.candidates import DEGREE_KM, OWN_SITES, WATERS, rough_km
from geo.resolution.qualifiers import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.model import Record
    from geo.resolution.ranking import Ranked

__all__ = ["is_bearing", "without_strays"]

REMEMBERED_NAMES = 20_000
FAR_KM = 1500.0
LONGEST_CODE = 2
BEARINGS = frozenset({
    "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "northern", "southern",
    "eastern", "western", "central", "far", "upper", "lower",
})  # fmt: skip
KNOWN_SOURCES = OWN_SITES | {"coordinates"}
AMONG_KM, FEWEST_AMONG = 400.0, 2
BESIDE_KM, SAME_TOWN_KM = 200.0, 30.0
"""How near how many other points must lie for a record to be right among them, how near one is enough, and
how near each other records must lie to be of one place: a town and its port, its airport, its district."""
NEARLY_ALIKE = 0.5
"""Of the best share, what a namesake nearer by has at least to be meant instead."""
FEWEST_OF_COUNTRY = 3
"""Places of one country, and of no other, that a text must surely speak of for the only town of a name to be there."""
NAMED_TWICE = frozenset({"US"})
"""Countries whose counties, lakes and townships bear the names of small towns far away, which no text means."""
WELL_KNOWN = 100_000
FEWEST_OTHERS = 2
LEAST_SURE = 0.5
LITTLE = frozenset({"city", "port", "airport"})
POINTS = frozenset({"city", "port", "airport", "region"})


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
    sure = [r for r in readings if r.candidates and not r.refusal and r.best.score >= LEAST_SURE > r.unknown]
    company = _Company([r.best.record for r in sure if r.name.binding.itself is None and not _is_local(r)], homes)
    within = {m.end: r.best.record for r in sure for m in r.name.mentions}
    chosen = (_nearer(_nearest_water(_wide_first(reading), company), company) for reading in readings)
    return [_in_brackets(_judged(_among(reading, company), company), within) for reading in chosen]


def _among(reading: Ranked, company: _Company) -> Ranked:
    """Take the only place of a name that likelier was unknown, where it lies right among what the text speaks of."""
    if not reading.candidates or reading.refusal or reading.best.score >= reading.unknown:
        return reading
    best = reading.best
    if any(rough_km(c.record, best.record) > SAME_TOWN_KM for c in reading.candidates):
        return reading
    is_held = reading.name.binding.within is not None and reading.name.binding.allows(best.record)
    if (best.is_strange and not is_held) or best.record.kind not in POINTS:
        return reading
    is_near = company.nearby(best.record, BESIDE_KM) or company.nearby(best.record, AMONG_KM) >= FEWEST_AMONG
    if not is_held and not is_near and not company.is_of_one_country(best.record):
        return reading
    sure = replace(best, score=LEAST_SURE)
    return replace(reading, candidates=(sure, *reading.candidates[1:]), unknown=1 - LEAST_SURE)


def _nearer(reading: Ranked, company: _Company) -> Ranked:
    """Put before the best record a namesake that is nearly as likely, and in a country beside those of the text."""
    if len(reading.candidates) < 2 or reading.refusal or reading.best.score >= LEAST_SURE:
        return reading
    best, *others = reading.candidates
    if company.is_small(best.record) or best.record.kind not in POINTS or company.is_around(best.record):
        return reading
    if reading.name.binding.within or reading.name.binding.itself or _is_known(best.record):
        return reading
    rival = next((c for c in others if c.score >= NEARLY_ALIKE * best.score and company.is_around(c.record)), None)
    if rival is None:
        return reading
    return replace(reading, candidates=(rival, *(c for c in reading.candidates if c is not rival)))


def _wide_first(reading: Ranked) -> Ranked:
    """Put an ocean, or a part of the world, before the little towns that are called after it.

    They are meant where the text says so: "Middle East, Baltimore".
    """
    if not reading.candidates or reading.name.binding.within or reading.best.record.population >= WELL_KNOWN:
        return reading
    wide = next((c for c in reading.candidates if _is_wide(c.record)), None)
    if wide is None or reading.best.record.kind not in LITTLE:
        return reading
    return replace(reading, candidates=(wide, *(c for c in reading.candidates if c is not wide)))


def _nearest_water(reading: Ranked, company: _Company) -> Ranked:
    """Mean by a name that only waters share the one beside what the text speaks of: the Gulf of Qatar, or of Texas."""
    waters = [c for c in reading.candidates if c.record.kind in WATERS]
    if len(waters) < 2 or len(waters) < len(reading.candidates) or reading.refusal or not company.ids.size:
        return reading
    near, *others = sorted(waters, key=lambda c: (company.nearest_km(c.record, countries=True), c.record.id))
    if company.nearest_km(near.record, countries=True) >= FAR_KM:
        return reading
    best = replace(near, score=max(near.score, LEAST_SURE))
    return replace(reading, candidates=(best, *others), unknown=min(reading.unknown, 1 - best.score))


def _is_wide(record: Record) -> bool:
    return record.kind == "ocean" or (record.source == "areas" and record.kind == "region" and not record.country)


def _is_known(record: Record) -> bool:
    """Tell what somebody has looked up, or what is so wide that it is near nothing: "the EU", "the Middle East"."""
    return record.source in KNOWN_SOURCES or (record.source == "areas" and not record.country)


def _in_brackets(reading: Ranked, within: Mapping[int, Record]) -> Ranked:
    """Refuse a state abroad for the letters in brackets after a place: the PA of "Itaituba (PA)" is not in America."""
    if not reading.candidates or reading.refusal or not _is_local(reading):
        return reading
    before = [within[m.start - 2] for m in reading.name.mentions if m.start - 2 in within]
    if not before or any(record.country == reading.best.record.country for record in before):
        return reading
    told = f"{before[0].name} ({before[0].country})"
    return replace(reading, refusal=f"stands in brackets after {told}, and means no more")


class _Company:
    """What a text surely speaks of, gathered once: the records, their countries, and where they lie."""

    def __init__(self, records: Iterable[Record], homes: Iterable[str]) -> None:
        self.records = {record.id: record for record in records}
        self.countries = Counter(record.country for record in self.records.values() if record.country)
        self.homes = frozenset(homes)
        points = [record for record in self.records.values() if record.kind not in {"continent", "ocean"}]
        self.wide = np.array([record.kind == "country" for record in points], dtype=bool)
        self.ids = np.array([record.id for record in points])
        self.lons, self.lats = np.array([(record.lon, record.lat) for record in points]).reshape(-1, 2).T

    def is_small(self, record: Record) -> bool:
        """Tell whether too few others are known to judge a record by."""
        return len(self.records) - (record.id in self.records) < FEWEST_OTHERS

    def is_around(self, record: Record) -> bool:
        """Tell whether the text names the country of a record, or one beside it, by anything but the record."""
        spoken = self._spoken(record) | self.homes
        return record.country in spoken or any(record.country in neighbours().get(country, ()) for country in spoken)

    def is_at_home(self, record: Record) -> bool:
        """Tell whether the text names the country of a record by anything but the record."""
        return record.country in self._spoken(record)

    def is_of_one_country(self, record: Record) -> bool:
        """Tell whether all that the text surely speaks of lies in the country of a record, and that is enough."""
        if record.country in NAMED_TWICE:
            return False
        others = self.countries[record.country] - (record.id in self.records)
        return FEWEST_OF_COUNTRY <= others == len(self.records) - (record.id in self.records)

    def _spoken(self, record: Record) -> frozenset[str]:
        alone = record.id in self.records and self.countries[record.country] == 1
        return frozenset(self.countries) - ({record.country} if alone else frozenset())

    def nearby(self, record: Record, km: float) -> int:
        """Count the other points of the text, no middles of countries, that lie so near."""
        others = (self.ids != record.id) & ~self.wide
        return int((self._kms(record, others) <= km).sum()) if others.any() else 0

    def _kms(self, record: Record, others: NDArray[np.bool_]) -> NDArray[np.float64]:
        lons, lats = self.lons[others], self.lats[others]
        east = np.abs(lons - record.lon)
        east = np.minimum(east, 360 - east) * np.cos(np.radians((lats + record.lat) / 2))
        return np.asarray(DEGREE_KM * np.hypot(east, lats - record.lat), dtype=np.float64)

    def nearest_km(self, record: Record, *, countries: bool) -> float:
        """Measure how far the nearest other point of the text lies, be it the middle of a country or not."""
        others = (self.ids != record.id) & (~self.wide | countries)
        if not others.any():
            return FAR_KM
        return float(self._kms(record, others).min())


def _judged(reading: Ranked, company: _Company) -> Ranked:
    if not reading.candidates or reading.refusal:
        return reading
    record, state = reading.best.record, _state_without(reading)
    if state:
        return replace(reading, refusal=f"the text puts it in {state}, where no record of this name is")
    if not _is_doubtful(reading) or (_is_local(reading) and company.is_at_home(record)):
        return reading
    if _is_local(reading):
        told = f"{record.name} ({record.country})"
        return replace(reading, refusal=f"so short a name means {told} only in a text about that country")
    if company.is_small(record) or _is_accounted_for(reading, company):
        return reading
    nearest = company.nearest_km(record, countries=reading.best.score >= reading.unknown)
    return reading if nearest < FAR_KM else replace(reading, refusal=_reason(reading, record, nearest))


def _state_without(reading: Ranked) -> str:
    """Return the state in which the text puts a town, where no candidate lies there; else ``""``."""
    binding = reading.name.binding
    if binding.within is None or binding.within[0] not in STATES or reading.best.record.kind != "city":
        return ""
    return "" if any(binding.allows(c.record) for c in reading.candidates) else binding.within[1] or binding.within[0]


def _is_accounted_for(reading: Ranked, company: _Company) -> bool:
    """Tell whether the countries of a text explain a record: the better, the less sure it is by itself."""
    record, score = reading.best.record, reading.best.score
    if score >= LEAST_SURE:
        return company.is_around(record)
    return score >= reading.unknown and company.is_at_home(record)


def _is_doubtful(reading: Ranked) -> bool:
    best = reading.best
    record = best.record
    if reading.name.binding.within or reading.name.binding.itself or _is_known(record):
        return False
    if record.kind == "airport" and len(reading.candidates) == 1 and " " in reading.name.text:
        return False  # "Tokyo Narita" names the town as well
    if best.is_strange or _is_local(reading):
        return True
    return record.kind in POINTS and record.population < WELL_KNOWN


def _is_local(reading: Ranked) -> bool:
    """Tell whether a name means a province to those who live in its country alone: "the South", "MD", "B.C."."""
    name = reading.name.text
    is_short = is_bearing(name) or len(fold(name).replace(" ", "")) <= LONGEST_CODE
    return is_short and reading.best.record.kind == "region"


@lru_cache(maxsize=REMEMBERED_NAMES)
def is_bearing(name: str) -> bool:
    """Tell whether a name is but a bearing: provinces of ten countries are called South, and so is half the Earth.

    Examples
    --------
    >>> is_bearing("Far North"), is_bearing("South Sudan")
    (True, False)
    """
    return BEARINGS.issuperset(fold(name).split())


def _reason(reading: Ranked, record: Record, km: float) -> str:
    where = ", ".join(part for part in (record.region, record.country) if part and part != record.name)
    told = f"{record.name} ({where})" if where else record.name
    only = "the only record" if len(reading.candidates) == 1 else "the likeliest record"
    return f"{only} of this name, {told}, lies {km:,.0f} km from anything else the text speaks of"
