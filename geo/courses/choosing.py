"""Which record a waypoint's name means: the one that lies near the other waypoints and that one can travel to.

Of many Tripolis the one near Homs is meant after "via Homs to"; of a town and the region named after it a train reaches
the town. What the text's own resolution decided weighs most where it decided for a point.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.earth import distance_km
from geo.gazetteer import Form, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geo.gazetteer import Gazetteer, Match
    from geo.model import Mode, Record

__all__ = ["OWN", "choose", "is_area", "locate"]

AREAS = frozenset(
    {
        *("country", "region", "continent", "ocean", "sea", "gulf", "bay", "river", "mountains", "desert", "plain"),
        *("peninsula", "islands", "island", "lake", "strait"),
    }
)
PREFERRED_KINDS: Mapping[Mode, tuple[str, ...]] = {
    "rail": ("station", "junction", "capital", "city", "town", "crossing", "port"),
    "road": ("crossing", "capital", "city", "town", "junction"),
    "sea": ("port", "terminal", "pipeline-terminal", "canal", "strait", "capital", "city"),
    "waterway": ("canal", "port", "capital", "city", "town"),
    "air": ("airport", "base", "capital", "city"),
    "pipeline": ("pipeline-terminal", "compressor-station", "terminal", "capital", "city", "town", "port"),
    "cable": ("station", "capital", "city", "town", "port", "terminal", "nuclear-plant", "dam"),
    "multimodal": ("capital", "city", "port", "town", "crossing"),
}
FACILITY: Mapping[Mode, str] = {"sea": "port", "air": "airport"}
PORTS: Mapping[Mode, str] = {**FACILITY, "cable": "port"}
"""What speaks for a town in a mode of travel; a cable lands where ships do, but not at their quay."""
FACILITY_KM = 60.0
TOWNS = frozenset({"capital", "city", "town"})
SAME_TOWN_KM = 20.0
OWN = frozenset({"waypoints", "sites"})
"""Sources of our own, each row of which was looked up."""
MOST_CANDIDATES = 24
CITY_PEOPLE = 100_000
ALONG_KM = 500.0
HALF_DISTANCE_KM = 100.0
NEARNESS = 2.0
"""What a doubling of the distance costs. Of 1, 1.5 and 2 the last put Newcastle opposite Bergen and Colombo on the way
to Muscat, and changed nothing else in 230 routes of our own sentences."""
FAR_APART: Mapping[Mode, float] = {"cable": 1.0}
"""The same for what joins places far apart: with 2 a cable from Marseille would end in Alessandria, Piedmont."""
RESOLVED, SPOKEN_OF, SERVED, CAPITAL, ALIAS = -3.0, -2.0, -2.0, -1.0, 0.5
"""Worth of what speaks for a record; less is better."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    record: Record
    cost: float


def is_area(record: Record) -> bool:
    """Tell whether a record is too wide to be a point of a line: a country, a region, a sea."""
    return record.kind in AREAS


def choose(
    names: Sequence[str],
    mode: Mode,
    gazetteer: Gazetteer,
    *,
    resolved: Mapping[str, Record] | None = None,
    countries: Collection[str] = (),
    wide: Collection[str] = (),
) -> list[Record | None]:
    """Choose a record for each waypoint of a route, all at once.

    Parameters
    ----------
    names
        In the order of travel; ``"Tripoli, LB"`` names the country too.
    mode
        How one travels; a ship wants the port, a plane the airport.
    gazetteer
        Where to look.
    resolved
        Records that the text's own names were resolved to, by folded name.
    countries
        Countries the text speaks of.
    wide
        Names that the text uses for something wide ("the Gulf"); no town is taken for them.

    Returns
    -------
    For each name a record, ``None`` where the gazetteer has none. An area (:func:`is_area`) stands only where the
    name has no place that is a point.
    """
    resolved = resolved or {}
    columns = [
        _candidates(name, mode, gazetteer, resolved.get(fold(name)), countries, wide=name in wide) for name in names
    ]
    nearness = FAR_APART.get(mode, NEARNESS)
    chosen = iter(_cheapest([column for column in columns if column], nearness))
    records = [next(chosen) if column else None for column in columns]
    return [
        _facility(record, name, mode, gazetteer) if record is not None and not is_area(record) else record
        for name, record in zip(names, records, strict=True)
    ]


def locate(name: str, gazetteer: Gazetteer, mode: Mode, *, country: str = "", port: bool = False) -> Record | None:
    """Find the record that a waypoint's name means for a mode of travel: a port for a ship, an airport for a plane.

    Parameters
    ----------
    name
        As written.
    gazetteer
        Where to look.
    mode
        How one travels.
    country
        ISO 3166-1 alpha-2, where known.
    port
        Take a town's port for the town, where ships alone go and no train meets them.

    Returns
    -------
    The record, ``None`` where the gazetteer has none.
    """
    matches = _named(name, gazetteer)
    if country:
        matches = [m for m in matches if m.record.country == country] or [m for m in matches if not m.record.country]
    preferred = PREFERRED_KINDS[mode]
    own = [m for m in matches if m.record.source in OWN and m.record.kind in preferred and country]
    ranked = sorted(own or matches, key=lambda m: _preference(m, preferred))
    if not ranked:
        return None
    record = ranked[0].record
    return _facility(record, name, mode, gazetteer) if port and record.kind in TOWNS else record


def _named(name: str, gazetteer: Gazetteer) -> list[Match]:
    return [m for m in gazetteer.lookup(name) if m.form not in (Form.DEMONYM, Form.CODE)]


def _preference(match: Match, preferred: tuple[str, ...]) -> tuple[bool, int, int, int, str]:
    kind = match.record.kind
    rank = preferred.index(kind) if kind in preferred else len(preferred)
    return (is_area(match.record), min(match.form, Form.VARIANT), rank, -match.record.population, match.record.id)


def _candidates(
    name: str, mode: Mode, gazetteer: Gazetteer, resolved: Record | None, countries: Collection[str], *, wide: bool
) -> list[_Candidate]:
    bare, country = _bare(name)
    matches = [m for m in _named(bare, gazetteer) if country in {"", m.record.country}]
    points = [] if wide else [m for m in matches if not is_area(m.record)]
    area = resolved or next((m.record for m in sorted(matches, key=_width) if is_area(m.record)), None)
    if area is not None and (area.kind == "country" or (resolved is not None and is_area(area))):
        points = [m for m in points if _stands_for(m, area, bare)]
    if not points:
        return [_Candidate(area, 0.0)] if area is not None else []
    preferred = PREFERRED_KINDS[mode]
    ports = [m.record for m in matches if m.record.kind == PORTS.get(mode)]
    found = [_Candidate(m.record, _cost(m, preferred, resolved, countries) + _served(m.record, ports)) for m in points]
    if resolved is not None and not is_area(resolved) and all(c.record.id != resolved.id for c in found):
        found.append(_Candidate(resolved, RESOLVED))
    return sorted(found, key=lambda c: (c.cost, c.record.id))[:MOST_CANDIDATES]


def _bare(name: str) -> tuple[str, str]:
    """Divide "Tripoli, LB" into the name and its country, which is empty where none is given."""
    bare, comma, country = name.rpartition(", ")
    return (bare, country) if comma and len(country) == 2 and country.isupper() else (name, "")  # noqa: PLR2004 - ISO


def _served(record: Record, ports: Sequence[Record]) -> float:
    """Return what it is worth to a ship or a plane that a town of the name has a port, or an airport, of its own."""
    near = any(distance_km((port.lon, port.lat), (record.lon, record.lat)) <= FACILITY_KM for port in ports)
    return SERVED if near and record.kind not in FACILITY.values() else 0.0


def _stands_for(match: Match, area: Record, name: str) -> bool:
    """Tell whether a point may be meant where an area was read.

    For a region its town always, for a country only a city that has its very name (Djibouti, Singapore), for a river
    or a range a town that lies by it (Awash).
    """
    record = match.record
    if area.kind == "country":
        big = record.kind == "capital" or record.population >= CITY_PEOPLE
        return record.country == area.country and big and fold(record.name) == fold(name)
    near = distance_km((record.lon, record.lat), (area.lon, area.lat)) <= ALONG_KM
    return area.kind == "region" or (near and area.kind not in {"continent", "ocean"})


def _width(match: Match) -> tuple[int, int, str]:
    return (0 if match.record.kind == "country" else 1, match.form, match.record.id)


def _cost(match: Match, preferred: tuple[str, ...], resolved: Record | None, countries: Collection[str]) -> float:
    record = match.record
    cost = -0.5 * math.log10(record.population + 10)
    cost += 0.0 if match.form == Form.PRIMARY else ALIAS
    cost += 0.0 if record.kind in preferred else ALIAS
    cost += CAPITAL if record.kind in {"capital", preferred[0]} else 0.0
    cost += SPOKEN_OF if record.country in countries else 0.0
    cost += RESOLVED if resolved is not None and record.id == resolved.id else 0.0
    return cost


def _cheapest(columns: Sequence[Sequence[_Candidate]], nearness: float) -> list[Record]:
    """Choose one candidate of each column so that the whole way is cheapest; ties go to the one ranked first."""
    if not columns:
        return []
    ways: list[tuple[float, list[Record]]] = [(c.cost, [c.record]) for c in columns[0]]
    for column in columns[1:]:
        ways = [
            min(
                ((cost + _step(way[-1], c.record, nearness) + c.cost, [*way, c.record]) for cost, way in ways),
                key=lambda pair: pair[0],
            )
            for c in column
        ]
    return min(ways, key=lambda pair: pair[0])[1]


def _step(a: Record, b: Record, nearness: float) -> float:
    """Cost the distance in doublings; between areas, which lie nowhere exactly, it counts for less."""
    cost = nearness * math.log2(1 + distance_km((a.lon, a.lat), (b.lon, b.lat)) / HALF_DISTANCE_KM)
    return cost / 2 if is_area(a) or is_area(b) else cost


def _facility(record: Record, name: str, mode: Mode, gazetteer: Gazetteer) -> Record:
    """Take a town's port for a ship and its airport for a plane, where the gazetteer has one near.

    Our own record of it, looked up where it lies, comes before the list of all the world's; but Baku's is not Alat.
    """
    wanted = FACILITY.get(mode)
    if wanted is None or record.kind == wanted:
        return record
    names = {
        "port": (f"Port of {record.name}", f"Port of {_bare(name)[0]}", record.name),
        "airport": (f"{record.name} International Airport", f"{record.name} Airport"),
    }[wanted]
    found = (
        (rank, distance_km((m.record.lon, m.record.lat), (record.lon, record.lat)), m.record)
        for rank, name in enumerate(names)
        for m in gazetteer.lookup(name)
        if m.record.kind == wanted
    )
    near = [each for each in found if each[1] <= FACILITY_KM]
    own = [each for each in near if each[2].source in OWN and each[1] <= SAME_TOWN_KM]
    return min(own or near, key=lambda each: (*each[:2], each[2].id))[2] if near else record
