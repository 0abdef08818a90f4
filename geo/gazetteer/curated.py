"""Our own files of names under ``geo/data``: read, checked row by row, turned into entries.

A row that cannot be true stops the run with the file, the line and what is allowed; nothing is skipped silently.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as package_files
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from geo.checked import Form as RowForm
from geo.checked import Text
from geo.csv_tables import rows_as, table
from geo.errors import DataError, RecordError
from geo.gazetteer.entry import Entry, Form
from geo.gazetteer.spellings import port_forms
from geo.model import DataSource, PointPrecision, Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from importlib.resources.abc import Traversable

__all__ = [
    "FACT_FILES",
    "SITE_COLUMNS",
    "RegionFacts",
    "areas",
    "capital_names",
    "countries",
    "data_file",
    "narrow_countries",
    "read_sites",
    "region_facts",
    "rivers",
    "sites",
    "sites_of",
    "sources",
    "town_names",
]

FACT_FILES = (
    "countries.csv", "regions.csv", "towns.csv", "sites.csv", "waypoints.csv", "locode.csv", "areas.csv", "rivers.csv",
)  # fmt: skip
LICENCE = "CC0-1.0"
NAMES = {
    "locode.csv": "Crossings, terminals and ports of UN/LOCODE 2023-1",
    "rivers.csv": "Rivers of Natural Earth 1:10 million",
}
LICENCES = {"rivers.csv": "public domain"}
ATTRIBUTIONS = {"locode.csv": "UN/LOCODE, UNECE", "rivers.csv": "Natural Earth"}
SITE_COLUMNS = ("id", "name", "aliases", "kind", "lon", "lat", "country", "precision", "source", "note")
AREA_COLUMNS = (
    "id", "name", "aliases", "demonyms", "kind", "lon", "lat", "countries", "west", "south", "east", "north",
    "precision", "source", "note",
)  # fmt: skip
COUNTRY_COLUMNS = (
    "iso2", "iso3", "name", "official", "aliases", "demonyms", "capital", "capital_aliases", "lon", "lat",
    "narrow",
)  # fmt: skip
TOWN_COLUMNS = ("country", "name", "aliases", "source")
REGION_COLUMNS = ("country", "name", "aliases", "demonyms", "lon", "lat")
SiteKind = Literal[
    "port", "terminal", "crossing", "base", "training-centre", "airport", "station", "junction", "tunnel", "pass",
    "canal", "strait", "chokepoint", "dam", "bridge", "pipeline-terminal", "compressor-station", "refinery",
    "space-centre", "government-seat", "shipyard", "nuclear-plant", "free-zone", "town", "city", "site",
]  # fmt: skip
AreaKind = Literal[
    "ocean", "sea", "gulf", "bay", "lake", "river", "mountains", "desert", "plain", "peninsula", "islands",
    "continent", "region", "strait",
]  # fmt: skip
Country = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""


class _Row(RowForm, frozen=True):
    """What the rows of all files have; an empty cell is as good as none."""

    name: Text
    lon: float
    lat: float
    aliases: str = ""
    note: str = ""
    source: str = ""


class _Site(_Row, frozen=True):
    id: str = ""
    kind: Literal[SiteKind, AreaKind, "country", "region"] = "site"
    country: Country | None = None
    precision: PointPrecision = "exact"


class _Area(_Row, frozen=True, kw_only=True):
    id: Text
    kind: AreaKind
    west: float
    south: float
    east: float
    north: float
    countries: str = ""
    demonyms: str = ""
    precision: Literal["area"] = "area"


class _Country(_Row, frozen=True, kw_only=True):
    iso2: Country
    iso3: str = ""
    official: str = ""
    demonyms: str = ""
    capital: str = ""
    capital_aliases: str = ""
    narrow: Literal["yes", "meant"] | None = None


class _Region(RowForm, frozen=True, kw_only=True):
    country: Country
    name: Text
    aliases: str = ""
    demonyms: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """Further names of a first-order region, its people's, and a point where its towns stand to one side."""

    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    point: tuple[float, float] | None = None


def data_file(name: str) -> Traversable:
    """Return one of our own data files."""
    return package_files("geo") / "data" / name


def sources() -> tuple[DataSource, ...]:
    """Describe our own files of names."""
    return tuple(
        DataSource(
            id=name.removesuffix(".csv"),
            name=NAMES.get(name, f"Corridors' own {name.removesuffix('.csv')}"),
            version="2026-11",
            licence=LICENCES.get(name, LICENCE),
            attribution=ATTRIBUTIONS.get(name, "Corridors"),
            rows=_count(whole := data_file(name).read_bytes()),
            size_bytes=len(whole),
        )
        for name in FACT_FILES
    )


def _count(table: bytes) -> int:
    """Return how many rows a table has below its head."""
    return sum(1 for row in csv.reader(io.StringIO(table.decode("utf-8"))) if row) - 1


def countries() -> Iterator[Entry]:
    """Give countries by every name, and by their demonyms."""
    for where, row in rows_as(_Country, _checked("countries.csv", COUNTRY_COLUMNS)):
        names = [(row.name, Form.PRIMARY)]
        names += [(name, Form.ALIAS) for name in [row.official, *_split(row.aliases)] if name]
        names += [(code, Form.CODE) for code in (row.iso2, row.iso3) if code]
        names += [(name, Form.DEMONYM) for name in _split(row.demonyms)]
        record = _record(
            where, row, source="countries", key=row.iso2, kind="country", country=row.iso2, precision="area"
        )
        yield Entry(record, tuple(names))


def sites() -> Iterator[Entry]:
    """Give strategic sites and the waypoints of the corridor catalogue."""
    for name in ("sites.csv", "waypoints.csv", "locode.csv"):
        yield from read_sites(data_file(name).read_text(encoding="utf-8"), name=name, source=name.removesuffix(".csv"))


def areas() -> Iterator[Entry]:
    """Give seas, rivers, mountains and named regions, each with its extent."""
    yield from _areas("areas.csv")


def rivers() -> Iterator[Entry]:
    """Give the rivers that only a map names; by its bare name alone such a river is not looked for before a town."""
    for record, names in _areas("rivers.csv"):
        own = [(name, Form.BARE if form is Form.PRIMARY else Form.VARIANT) for name, form in names]
        long = [(f"{record.name} River", Form.PRIMARY), (f"River {record.name}", Form.ALIAS)]
        yield Entry(record, (*(long if "River" not in record.name else [(record.name, Form.PRIMARY)]), *own))


def _areas(file: str) -> Iterator[Entry]:
    for where, row in rows_as(_Area, _checked(file, AREA_COLUMNS)):
        covered = _split(row.countries)
        record = _record(
            where,
            row,
            source=file.removesuffix(".csv"),
            key=row.id,
            kind=row.kind,
            country=covered[0] if len(covered) == 1 else "",
            precision="area",
            extent=(row.west, row.south, row.east, row.north),
        )
        names = [(row.name, Form.PRIMARY)]
        names += [(alias, Form.ALIAS) for alias in _split(row.aliases)]
        names += [(demonym, Form.DEMONYM) for demonym in _split(row.demonyms)]
        yield Entry(record, tuple(names))


def read_sites(text: str, *, name: str, source: str) -> Iterator[Entry]:
    """Read a table of sites: one of ours, or a user's own ``--gazetteer FILE``.

    Parameters
    ----------
    text
        CSV with a header: ``id,name,aliases,kind,lon,lat,country,precision,source,note``; aliases divided by ``;``.
        Only name, lon and lat must be there.
    name
        What to call the file in errors.
    source
        Becomes ``Record.source``.

    Raises
    ------
    DataError
        If a column is missing or a value cannot be true.
    """
    yield from sites_of(_checked_rows(text, name, required=("name", "lon", "lat"), known=SITE_COLUMNS), source=source)


def sites_of(rows: Iterable[tuple[str, dict[str, str]]], *, source: str) -> Iterator[Entry]:
    """Turn rows, each with its place in the file, into entries; as :func:`read_sites` does with those of a CSV."""
    read = list(rows_as(_Site, rows))
    own, taken = {row.id for _, row in read if row.id}, Counter[str]()
    for where, row in read:
        key = row.id or row.name
        taken[key] += 1
        while taken[key] > 1 and f"{key}-{taken[key]}" in own:
            taken[key] += 1
        record = _record(
            where,
            row,
            source=source,
            key=key if taken[key] == 1 else f"{key}-{taken[key]}",  # two places of one name are two
            kind=row.kind,
            country=row.country or "",
            precision=row.precision,
        )
        names = [(row.name, Form.PRIMARY)]
        names += [(alias, Form.ALIAS) for alias in _split(row.aliases)]
        if row.kind == "port":
            stems = {row.name.removeprefix("Port of ").removesuffix(" Port")}
            names += [(form, Form.VARIANT) for stem in sorted(stems) for form in port_forms(stem)]
        yield Entry(record, tuple(names))


@cache
def town_names() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return further names of towns that are as good as their own, by country and name in GeoNames."""
    rows = _checked("towns.csv", TOWN_COLUMNS)
    return {(row["country"], row["name"]): tuple(_split(row["aliases"])) for _, row in rows}


@cache
def capital_names() -> frozenset[tuple[str, str]]:
    """Return country and name of every capital, such as ``("GE", "Tbilisi")``."""
    return frozenset((row["iso2"], row["capital"]) for _, row in _checked("countries.csv", COUNTRY_COLUMNS))


@cache
def narrow_countries() -> frozenset[str]:
    """Return the countries (ISO 3166-1 alpha-2) that are no wider than a large city, such as Malta."""
    rows = rows_as(_Country, _checked("countries.csv", COUNTRY_COLUMNS))
    return frozenset(row.iso2 for _, row in rows if row.narrow)


@cache
def region_facts() -> dict[tuple[str, str], RegionFacts]:
    """Return what we know of first-order regions beside GeoNames, by country and name."""
    found = {}
    for _, row in rows_as(_Region, _checked("regions.csv", REGION_COLUMNS)):
        point = (row.lon, row.lat) if row.lon is not None and row.lat is not None else None
        found[row.country, row.name] = RegionFacts(tuple(_split(row.aliases)), tuple(_split(row.demonyms)), point)
    return found


def _checked(name: str, columns: Collection[str]) -> Iterator[tuple[str, dict[str, str]]]:
    text = data_file(name).read_text(encoding="utf-8")
    return _checked_rows(text, name, required=columns)


def _checked_rows(
    text: str, name: str, *, required: Collection[str], known: Collection[str] = ()
) -> Iterator[tuple[str, dict[str, str]]]:
    seen: set[str] = set()
    for where, row in table(text, name, required, known=known):
        key = row.get("id", "")
        if key and key in seen:
            raise DataError(f"{where}: id {key!r} stands in an earlier line; ids must be unique")
        seen.add(key)
        if not row["name"].strip():
            raise DataError(f"{where}: the name is empty")
        yield where, {column: value.strip() for column, value in row.items()}


def _record(where: str, row: _Row, **about: Any) -> Record:
    try:
        return Record(name=row.name, lon=row.lon, lat=row.lat, **about)
    except RecordError as error:
        raise DataError(f"{where}: {error}") from error


def _split(aliases: str) -> list[str]:
    return [alias.strip() for alias in aliases.split(";") if alias.strip()]
