"""The order of the records that share a name, where there is no text to judge by; every step can be told to a person.

A record weighs as much as the people who live there, or as the town that it is as well known as; it weighs less where
the name is not quite its own. The numbers are choices, written down here and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from geo.gazetteer.entry import Form
from geo.gazetteer.transliterated import is_like, is_short
from geo.positions import position_of, record_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.gazetteer import Gazetteer, Match
    from geo.model import DataSource, Record

__all__ = ["Weighed", "candidates", "close_candidates", "is_looked_up", "to_geojson", "weighed"]

Candidate = dict[str, Any]
TOWN_SOURCE = "geonames"
DECIMALS = 6

AS_WELL_KNOWN_AS = {  # a town of so many people
    "country": 1_000_000_000, "continent": 100_000_000, "ocean": 100_000_000, "sea": 10_000_000,
}  # fmt: skip
SITE, AREA = (50_000, "a town of 50,000"), (1_000_000, "a city of a million")
HAND_KEPT = {"sites": SITE, "waypoints": SITE, "areas": AREA}
OWN_PLACE, OTHER = 1_000_000_000, 100
FORMS = {  # how a name is told, and what share of the weight it leaves
    Form.PRIMARY: ("its own name", 1.0),
    Form.ALIAS: ("another name of it", 1 / 3),
    Form.VARIANT: ("a usual form of its name", 1 / 5),
    Form.BARE: ("short for it", 1 / 100),
    Form.CODE: ("a code of it", 1 / 1000),
    Form.DEMONYM: ("a name of its people", 1 / 1000),
}
SHORT, STRANGE = ("short for its name", 1.0), ("quite another word for it", 1 / 30)
LESS = ("one of its names, and by our list another town's", 1 / 30)
"""Other names that are a part of a town's own, as Hull of Kingston upon Hull, and such as are none of it."""
FOLDED = 1 / 10
CAPITAL, LEAST_CAPITAL = 2.0, 300_000
"""A capital is as well known as a town twice its size, and as one of so many people at the least: Victoria, Nassau."""
REGION, COUNTY = 1 / 8, 1 / 16  # who says Kirkuk means the town


class Weighed(NamedTuple):
    """A match, its weight in people, and why it weighs so much."""

    match: Match
    weight: int
    why: str


def weighed(matches: Iterable[Match], *, own: frozenset[str] = frozenset()) -> tuple[Weighed, ...]:
    """Weigh what goes by one name.

    Parameters
    ----------
    matches
        As :meth:`geo.gazetteer.Gazetteer.lookup` gives them; of a record that stands there twice the heavier counts.
    own
        Sources of the user's own, which come before all others.

    Returns
    -------
    Each record once, the heaviest first; ties by id.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> first = weighed(Gazetteer.open().lookup("Alat"))[0]
    >>> first.match.record.id, first.why
    ('sites:alat-port', 'spelled so; another name of it; a port kept by hand, known as well as a town of 50,000')
    """
    best: dict[str, Weighed] = {}
    matches = tuple(matches)
    taken = any(map(is_looked_up, matches))
    for match in matches:
        one = _weigh(match, own, taken=taken)
        if match.record.id not in best or one.weight > best[match.record.id].weight:
            best[match.record.id] = one
    return tuple(sorted(best.values(), key=lambda w: (-w.weight, w.match.record.id)))


def is_looked_up(match: Match) -> bool:
    """Tell whether a town has a name as good as its own by our list of former and usual names (``towns.csv``).

    Somebody has looked that up; that another town has it too, as one of many in all languages, says little beside it.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> [match.record.name for match in Gazetteer.open().lookup("Stalingrad") if is_looked_up(match)]
    ['Volgograd']
    """
    return (
        match.form is Form.PRIMARY
        and match.record.source == TOWN_SOURCE
        and match.record.name not in match.spellings
        and not any(is_short(spelled, match.record.name) for spelled in match.spellings)
    )


def _weigh(match: Match, own: frozenset[str], *, taken: bool) -> Weighed:
    people, what = _people(match.record, own)
    called, share = _called(match)
    if taken and match.form is Form.ALIAS and match.record.source == TOWN_SOURCE:
        called, share = LESS
    spelled = "spelled so" if match.exact else "spelled otherwise in accents, case or signs"
    return Weighed(match, round(people * share * (1 if match.exact else FOLDED)), f"{spelled}; {called}; {what}")


def _called(match: Match) -> tuple[str, float]:
    """Tell how a name stands to its record, and what share of the weight that leaves."""
    own = match.record.name
    if match.form is Form.ALIAS and match.record.kind in {"city", "capital"} and match.spellings:
        if any(is_short(spelled, own) for spelled in match.spellings):
            return SHORT
        if not any(is_like(spelled, own) for spelled in match.spellings):
            return STRANGE
    return FORMS[match.form]


def _people(record: Record, own: frozenset[str]) -> tuple[float, str]:
    """Return how many people a record stands for, and how that is told."""
    kind = record.kind.replace("-", " ")
    a = f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}"
    if record.source in own:
        return OWN_PLACE, f"{a} of your own"
    if record.kind in AS_WELL_KNOWN_AS:
        return AS_WELL_KNOWN_AS[record.kind], a
    if record.source in HAND_KEPT:
        people, likeness = HAND_KEPT[record.source]
        return people, f"{a} kept by hand, known as well as {likeness}"
    if record.kind == "capital":
        told = f"{record.population:,} people" if record.population > 1 else "few people"
        return max(record.population, LEAST_CAPITAL) * CAPITAL, f"{a} of {told}"
    if record.population > 1:
        after = ", after towns of its name" if record.kind == "region" else ""
        return record.population * _share(record), f"{a} of {record.population:,} people{after}"
    return OTHER, a


def _share(record: Record) -> float:
    if record.kind == "region":
        return REGION if record.source == "geonames-regions" else COUNTY
    return 1.0


def candidates(name: str, gazetteer: Gazetteer, *, country: str = "") -> list[Candidate]:
    """Return the records that go by a name as plain mappings, likeliest first.

    Parameters
    ----------
    name
        In any spelling the gazetteer folds to one it knows.
    gazetteer
        Where to look.
    country
        ISO 3166-1 alpha-2; only places there, where one is given.

    Returns
    -------
    ``name kind region country lon lat record people``, how the name stands to it (``known as``), its ``weight``, the
    ``share`` of the weight of all that it has, and ``why`` (:mod:`geo.gazetteer.prominence`), its ``source`` with the
    licence, and its ``extent``: west, south, east, north, or ``None`` for a point.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> [found["record"] for found in candidates("Tbilisi", Gazetteer.open(), country="GE")][0]
    'geonames:611717'
    """
    from geo.gazetteer import Gazetteer

    if (point := position_of(name)) is not None:
        return [_of_position(record_of(point, name.strip()))]
    matches = [m for m in gazetteer.lookup(name) if m.form is not Form.DEMONYM and country in {"", m.record.country}]
    sources = {source.id: source for source in (*Gazetteer.sources(), *gazetteer.own_sources)}
    own = frozenset(source.id for source in gazetteer.own_sources)
    heavy = weighed(matches, own=own)
    total = sum(one.weight for one in heavy) or 1
    return [_told(one, one.weight / total, sources) for one in heavy]


def _of_position(record: Record) -> Candidate:
    told = {"name": record.name, "kind": "position", "region": "", "country": "", "lon": record.lon, "lat": record.lat}
    why = "coordinates as given; latitude first where no letter tells"
    return told | {
        "record": record.id, "people": None, "known as": "primary", "weight": 1, "share": 1.0, "why": why,
        "source": "given", "extent": None,
    }  # fmt: skip


def close_candidates(name: str, gazetteer: Gazetteer, *, country: str = "", most: int = 10) -> list[Candidate]:
    """Return the likeliest record of each name that is spelled nearly so, most alike first."""
    told: list[Candidate] = []
    seen: set[str] = set()
    for close in gazetteer.close_to(name, most=most):
        for found in candidates(close.name, gazetteer, country=country)[:1]:
            if found["record"] not in seen:
                seen.add(found["record"])
                why = found["why"].partition("; ")[2]
                told.append(found | {"why": f"{close.name!r} is {close.likeness:.0%} alike; {why}"})
    return told


def to_geojson(found: Iterable[Candidate]) -> dict[str, Any]:
    """Return candidates as an RFC 7946 FeatureCollection of points, likeliest first."""
    features = []
    for rank, candidate in enumerate(found, start=1):
        point = [round(candidate["lon"], DECIMALS), round(candidate["lat"], DECIMALS)]
        properties = {key: value for key, value in candidate.items() if key not in {"lon", "lat", "extent"}}
        feature = {
            "type": "Feature",
            "id": candidate["record"],
            "geometry": {"type": "Point", "coordinates": point},
            "properties": {"rank": rank} | properties,
        }
        if candidate["extent"] is not None:
            feature["bbox"] = [round(side, DECIMALS) for side in candidate["extent"]]
        features.append(feature)
    return {"type": "FeatureCollection", "features": features}


def _told(one: Weighed, share: float, sources: dict[str, DataSource]) -> Candidate:
    record = one.match.record
    source = sources.get(record.source)
    return {
        "name": record.name,
        "kind": record.kind,
        "region": record.region,
        "country": record.country,
        "lon": record.lon,
        "lat": record.lat,
        "record": record.id,
        "people": record.population or None,
        "known as": one.match.form.name.lower(),
        "weight": one.weight,
        "share": round(share, 3),
        "why": one.why,
        "source": f"{source.name}, {source.licence}" if source else record.source,
        "extent": record.extent,
    }
