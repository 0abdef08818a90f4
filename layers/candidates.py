"""The records that one name may mean, for a person to choose from: in order, each with the reason for its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.gazetteer import Form, Gazetteer
from geo.gazetteer.standing import weighed
from geo.positions import position_of, record_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.gazetteer.standing import Weighed
    from geo.model import DataSource, Record

__all__ = ["candidates", "close_candidates", "to_geojson"]

Candidate = dict[str, Any]
DECIMALS = 6


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
    ``share`` of the weight of all that it has, and ``why`` (:mod:`geo.gazetteer.standing`), its ``source`` with the
    licence, and its ``extent``: west, south, east, north, or ``None`` for a point.

    Examples
    --------
    >>> [found["record"] for found in candidates("Tbilisi", Gazetteer.open(), country="GE")][0]
    'geonames:611717'
    """
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
