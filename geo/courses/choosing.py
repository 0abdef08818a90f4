"""Which record a waypoint's name means.

Where a text tells the way, its names were resolved before: :func:`decided` takes that answer, and what was refused has
none. It only goes on from a town to its port or airport, and from a region to the town that bears its name. Names that
stand alone, as those given to ``corridors trace``, are chosen by :func:`choose`: fame first, by the same weights as
``corridors geocode`` (:mod:`geo.gazetteer.prominence`); nearness to the other stops overturns it only where it is
strong. From Paris to Berlin one does not travel in Maine, but of two Newcastles the one across the sea from Bergen is
meant.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from geo.gazetteer import Form, fold
from geo.gazetteer.curated import narrow_countries
from geo.gazetteer.prominence import weighed
from geo.geodesy import distance_km
from geo.positions import position_of, record_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from geo.gazetteer import Gazetteer, Match
    from geo.model import Mode, Record

__all__ = ["FACILITY_KM", "OWN", "by_way", "choose", "decided", "is_area", "is_served", "locate", "others"]

AREAS = frozenset(
    {
        *("country", "region", "continent", "ocean", "sea", "gulf", "bay", "river", "mountains", "desert", "plain"),
        *("peninsula", "islands", "island", "lake", "strait"),
    }
)
ISLANDS = frozenset({"islands", "island"})
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
ENDS: Mapping[Mode, str] = {**FACILITY, "rail": "station"}
"""What a way goes on to from a town; whether a town has a station speaks neither for it nor against it."""
FACILITY_KM = 60.0
"""How far from a town the port or airport may lie that is taken for it: Santos, São Paulo's port, lies 57 km from it,
the port of Tianjin 53 km, Kuala Lumpur's airport 44 km; Bremerhaven, 94 km from Hamburg, is a port of its own."""
SERVED_KM, SERVED_DEGREES = 30.0, 0.3
TOWNS = frozenset({"capital", "city", "town"})
SAME_TOWN_KM = 20.0
OWN = frozenset({"waypoints", "sites"})
"""Sources of our own, each row of which was looked up."""
MOST_CANDIDATES = 24
CITY_PEOPLE = 100_000
ALONG_KM = 300.0
HALF_DISTANCE_KM = 100.0
NEARNESS = 0.75
"""What a doubling of the distance costs, where a record e times as well known gains 1: so much that of two Newcastles
the one opposite Bergen is meant, and so little that one flies to Toronto from London, not from London, Ontario."""
SMALL_ISLAND_KM = 60.0
"""From corner to corner; Ascension is as narrow as a large city."""
RESOLVED, SPOKEN_OF, SERVED, PREFERRED = -12.0, -4.0, -2.0, -1.0
"""Worth of what speaks for a record; less is better."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    record: Record
    cost: float


def is_area(record: Record) -> bool:
    """Tell whether a record is too wide to be a point of a line: a country, a region, a sea.

    A state of one island or town is as narrow as a large city, and so is a small island: ships call at Malta.
    """
    if record.kind in ISLANDS and record.extent is not None:
        west, south, east, north = record.extent
        return distance_km((west, south), (east, north)) > SMALL_ISLAND_KM
    return record.kind in AREAS and not (record.kind == "country" and record.country in narrow_countries())


def choose(
    names: Sequence[str],
    mode: Mode,
    gazetteer: Gazetteer,
    *,
    resolved: Mapping[str, Record] | None = None,
    countries: Collection[str] = (),
) -> list[Record | None]:
    """Choose a record for each stop of a way that no text tells, all at once.

    Parameters
    ----------
    names
        In the order of travel; ``"Tripoli, LB"`` names the country too.
    mode
        How one travels; a ship wants the port, a plane the airport.
    gazetteer
        Where to look.
    resolved
        Records that some names are known to mean, by folded name.
    countries
        Countries that the way is known to be about.

    Returns
    -------
    For each name a record, ``None`` where the gazetteer has none. An area (:func:`is_area`) stands only where the
    name has no place that is a point.
    """
    resolved = resolved or {}
    columns = [_candidates(name, mode, gazetteer, resolved.get(fold(name)), countries) for name in names]
    chosen = iter(_cheapest([column for column in columns if column]))
    records = [next(chosen) if column else None for column in columns]
    return [
        _facility(record, name, mode, gazetteer) if record is not None and not is_area(record) else record
        for name, record in zip(names, records, strict=True)
    ]


def decided(
    names: Sequence[str],
    mode: Mode,
    gazetteer: Gazetteer,
    *,
    resolved: Mapping[str, Record],
    wide: Collection[str] = (),
) -> list[Record | None]:
    """Return the records of the stops of a way that a text tells: what its names were resolved to, and nothing else.

    Parameters
    ----------
    names
        In the order of travel.
    mode
        How one travels; a ship wants the port, a plane the airport.
    gazetteer
        Knows which port or airport a town has, and which town bears a region's name.
    resolved
        Records that the text's own names were resolved to, by folded name.
    wide
        Names that the text uses for something wide ("the Gulf"); no town is taken for them.

    Returns
    -------
    For each name a record, ``None`` where the text's own name was not placed.
    """
    return [
        _of_decision(name, mode, gazetteer, record, wide=name in wide)
        if (record := resolved.get(fold(name))) is not None
        else None
        for name in names
    ]


def _of_decision(name: str, mode: Mode, gazetteer: Gazetteer, record: Record, *, wide: bool) -> Record:
    """Go on from what a name was resolved to: to its port or airport, from a region to the town of its name."""
    if is_area(record):
        matches = _named(name, gazetteer)
        if wide or record.kind in {"continent", "ocean"} or (record.kind == "strait" and record.source in OWN):
            return record
        towns = [m for m in matches if not is_area(m.record) and _stands_for(m, record, name)]
        if not towns:
            return record
        record = min(towns, key=lambda m: _preference(m, PREFERRED_KINDS[mode])).record
    return _facility(record, name, mode, gazetteer)


def by_way(
    columns: Sequence[Sequence[tuple[Record, float]]], *, longest_km: float = math.inf, beyond: float = 0.0
) -> list[Record]:
    """Choose a record for each stop by what speaks for it and by the way between them.

    Parameters
    ----------
    columns
        For each stop the records its name can mean, each with what speaks against it: the less the better, and 1 for
        what is e times less likely.
    longest_km, beyond
        From which distance between two stops on how much more speaks against a way.

    Returns
    -------
    One record for each stop.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> paris = [(m.record, 0.0) for m in Gazetteer.open().lookup("Paris") if m.record.kind in {"capital", "city"}]
    >>> [record.country for record in by_way([paris, [(Gazetteer.open().lookup("Lyon")[0].record, 0.0)]])]
    ['FR', 'FR']
    """
    costs = [[_Candidate(record, cost) for record, cost in column] for column in columns]
    return _cheapest(costs, longest_km=longest_km, beyond=beyond)


def is_served(record: Record, mode: Mode, gazetteer: Gazetteer) -> bool:
    """Tell whether a ship finds a port at a town, or a plane an airport, whatever its name."""
    wanted = FACILITY.get(mode)
    if wanted is None or not (record.kind == wanted or record.kind in TOWNS):
        return False
    here = (record.lon, record.lat)
    points = gazetteer.points_of(wanted)
    first = bisect_right(points, here[1] - SERVED_DEGREES, key=itemgetter(1))
    last = bisect_left(points, here[1] + SERVED_DEGREES, key=itemgetter(1))
    return any(distance_km(p, here) <= SERVED_KM for p in points[first:last] if abs(p[0] - here[0]) < 1)


def others(name: str, chosen: Record, gazetteer: Gazetteer, *, most: int = 2) -> list[Record]:
    """Return what else a name could mean, best known first; records near the chosen one are left out."""
    bare, country = _bare(name)
    found = (one.match.record for one in weighed(_named(bare, gazetteer)) if country in {"", one.match.record.country})
    far = [r for r in found if distance_km((r.lon, r.lat), (chosen.lon, chosen.lat)) > FACILITY_KM]
    return far[:most]


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
    name: str, mode: Mode, gazetteer: Gazetteer, resolved: Record | None, countries: Collection[str]
) -> list[_Candidate]:
    if (point := position_of(name)) is not None:
        return [_Candidate(record_of(point, name), 0.0)]
    bare, country = _bare(name)
    matches = [m for m in _named(bare, gazetteer) if country in {"", m.record.country}]
    points = [m for m in matches if not is_area(m.record)]
    area = resolved or next((m.record for m in sorted(matches, key=_width) if is_area(m.record)), None)
    if area is not None and (area.kind == "country" or (resolved is not None and is_area(area))):
        points = [m for m in points if _stands_for(m, area, bare)]
    if not points:
        return [_Candidate(area, 0.0)] if area is not None else []
    preferred = PREFERRED_KINDS[mode]
    ports = [m.record for m in matches if m.record.kind == PORTS.get(mode)]
    found = [
        _Candidate(
            one.match.record,
            _fame_cost(one.weight)
            + _cost(one.match.record, preferred, resolved, countries)
            + _served(one.match.record, ports),
        )
        for one in weighed(points, own=frozenset(source.id for source in gazetteer.own_sources))
    ]
    if resolved is not None and not is_area(resolved) and all(c.record.id != resolved.id for c in found):
        found.append(_Candidate(resolved, RESOLVED))
    return sorted(found, key=lambda c: (c.cost, c.record.id))[:MOST_CANDIDATES]


def _fame_cost(weight: int) -> float:
    return -math.log(max(weight, 1))


def _bare(name: str) -> tuple[str, str]:
    """Divide "Tripoli, LB" into the name and its country, which is empty where none is given."""
    bare, comma, country = name.rpartition(", ")
    return (bare, country) if comma and len(country) == 2 and country.isupper() else (name, "")


def _served(record: Record, ports: Sequence[Record]) -> float:
    """Return what it is worth to a ship or a plane that a town of the name has a port, or an airport, of its own."""
    near = any(distance_km((port.lon, port.lat), (record.lon, record.lat)) <= FACILITY_KM for port in ports)
    return SERVED if near and record.kind not in FACILITY.values() else 0.0


def _stands_for(match: Match, area: Record, name: str) -> bool:
    """Tell whether a point may be meant where an area was read.

    For a country only a city that has its very name (Djibouti, Singapore), for a region a town of its name that lies
    in it, for a river or a range one that lies by it (Awash).
    """
    record = match.record
    if area.kind == "country":
        big = record.kind == "capital" or record.population >= CITY_PEOPLE
        return record.country == area.country and big and fold(record.name) == fold(name)
    if area.kind == "region" and area.region:
        return (record.country, record.region) == (area.country, area.region)
    near = distance_km((record.lon, record.lat), (area.lon, area.lat)) <= ALONG_KM
    return near and area.country in {"", record.country} and area.kind not in {"continent", "ocean"}


def _width(match: Match) -> tuple[int, int, str]:
    return (0 if match.record.kind == "country" else 1, match.form, match.record.id)


def _cost(record: Record, preferred: Iterable[str], resolved: Record | None, countries: Collection[str]) -> float:
    cost = PREFERRED if record.kind in preferred else 0.0
    cost += SPOKEN_OF if record.country in countries else 0.0
    cost += RESOLVED if resolved is not None and record.id == resolved.id else 0.0
    return cost


def _cheapest(
    columns: Sequence[Sequence[_Candidate]], *, longest_km: float = math.inf, beyond: float = 0.0
) -> list[Record]:
    """Choose one candidate of each column so that the whole way is cheapest; ties go to the one ranked first."""
    if not columns:
        return []
    ways: list[tuple[float, list[Record]]] = [(c.cost, [c.record]) for c in columns[0]]
    for column in columns[1:]:
        ways = [
            min(
                (
                    (cost + _step(way[-1], c.record, longest_km, beyond) + c.cost, [*way, c.record])
                    for cost, way in ways
                ),
                key=lambda pair: pair[0],
            )
            for c in column
        ]
    return min(ways, key=lambda pair: pair[0])[1]


def _step(a: Record, b: Record, longest_km: float, beyond: float) -> float:
    """Cost the distance in doublings; from countries and seas, which lie nowhere exactly, it counts for less."""
    km = distance_km((a.lon, a.lat), (b.lon, b.lat))
    cost = NEARNESS * math.log2(1 + km / HALF_DISTANCE_KM) + beyond * (km > longest_km)
    return cost / 2 if _is_vague(a) or _is_vague(b) else cost


def _is_vague(record: Record) -> bool:
    return is_area(record) and record.kind != "region"


def _facility(record: Record, name: str, mode: Mode, gazetteer: Gazetteer) -> Record:
    """Take a town's port for a ship, airport for a plane, station for a train, where the gazetteer has one near.

    Our own record of it, looked up where it lies, comes before the list of all the world's; but Baku's is not Alat.
    """
    wanted = ENDS.get(mode)
    is_there = record.kind == wanted or (mode == "rail" and record.kind not in TOWNS)
    if wanted is None or is_there or record.source == "coordinates":
        return record
    names = {
        "port": (f"Port of {record.name}", f"Port of {_bare(name)[0]}", record.name),
        "airport": (f"{record.name} International Airport", f"{record.name} Airport"),
        "station": (f"{record.name} Central Station", f"{record.name} railway station", f"{record.name} station"),
    }[wanted]
    found = (
        (rank, distance_km((m.record.lon, m.record.lat), (record.lon, record.lat)), m.record)
        for rank, name in enumerate(names)
        for m in gazetteer.lookup(name)
        if m.record.kind == wanted
    )
    near = [each for each in found if each[1] <= (SAME_TOWN_KM if mode == "rail" else FACILITY_KM)]
    own = [each for each in near if each[2].source in OWN and each[1] <= SAME_TOWN_KM]
    return min(own or near, key=lambda each: (*each[:2], each[2].id))[2] if near else record
