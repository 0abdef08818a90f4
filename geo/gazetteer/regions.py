"""First-order regions and counties: named by GeoNames, placed by the towns that lie in them.

The list of populated places gives a region by its code only; its name, and that of the county, come from the places
that a second package holds as well. Neither has a point or an outline, so both are drawn from the member towns.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.gazetteer.curated import RegionFacts, region_facts
from geo.gazetteer.entry import Entry, Form
from geo.gazetteer.spellings import fold
from geo.model import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Region", "counties", "county_stems", "region_names", "regions"]

City = dict[str, Any]
Extent = tuple[float, float, float, float]
Points = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
HALF_TURN, TURN = 180, 360
STRAY = 4  # a town so many times as far from the middle as nine in ten of its fellows is filed in the wrong region
STRAY_SHARE = 0.9
FEWEST_TO_JUDGE = 10
REGION_WORDS = (
    "Oblast", "oblast", "Oblast'", "Region", "Province", "District", "Republic", "Krai", "Kray", "Rayon", "State of",
    "City", "Governorate", "County", "Prefecture", "Department", "Voivodeship", "ASSR",
)  # fmt: skip
OF_STATES = frozenset(
    {"AT", "AU", "BR", "DE", "ET", "FM", "IN", "MM", "MX", "MY", "NG", "PW", "SD", "SO", "SS", "US", "VE"}
)
"""Countries whose first-order regions are called states."""
# What a county's name says it is, in front of or behind what it is called. English words stay in its name.
ENGLISH = r"County|District|Districts|Province|Parish|Borough|Census Area|Governorate|Prefecture|Regency|Department"
BEFORE = re.compile(
    r"(?:County of|Province of|Prefecture of|District of|County|Comté de|Provincia (?:di|de|del|dell')|Provincia"
    r"|Província de|Province (?:de la|de l'|du|de|des)|Provincie|Département (?:de la|de l'|du|de|des)|Kabupaten"
    r"|Shahrestān-e|Powiat|Okres|Nomós|Regierungsbezirk|Politischer Bezirk|Bezirk|Huyện|Amphoe|Srŏk|Nohiyai"
    r"|Departamento (?:de|del)|Arrondissement (?:de|du|des)|Préfecture de|Cercle de|Caza de|Qada|Județul|Daïra de)"
    r"(?<=')?\s*(.+)"
)
BEHIND = re.compile(
    rf"(.+?)(?:\s+(?:{ENGLISH}|Rayon|rayon|Raion|raion|İlçesi|district|Shi|Diqu|Zizhizhou|Járás|Tumani|Zone)|-gun)"
)
TOWNSHIPS = re.compile(
    r"(?:Comuna|Komuna|Oraş|Municipiul|Gemeente|Municipio|Municipality|Obshtina|Opština|Općina|Grad|Bashkia|Commune"
    r"|Kota|Thành Phố|Thị Xã|Krŏng|Khan|Distrito|Délégation|Barrio|Sector|Ciudad) .*|.* (?:Kommun|Kommune|Municipality"
    r"|vald|linn|pagasts|novads|Barrio|Barrio-Pueblo|Town|City|Mis.?krada|Munitsip.*|Gorodskaya Administratsiya)"
    r"|.*[- ][Ss]hi"
)
DISPUTED = frozenset({("VN", "Huyện Hoàng Sa")})  # the Paracel Islands, which our own areas hold under no one's flag


@dataclass(slots=True)
class Region:
    """What the towns of a region or county tell of it.

    Attributes
    ----------
    towns
        Names of its towns that are also what a county somewhere is called.
    """

    points: list[tuple[float, float]] = field(default_factory=list)
    people: int = 0
    towns: set[str] = field(default_factory=set)

    def add(self, city: City, called: Collection[str]) -> None:
        """Count a town in; ``called`` are those of its names that :func:`county_stems` holds."""
        self.points.append((city["longitude"], city["latitude"]))
        self.people += city["population"]
        if called:
            self.towns.update(called)

    def settled(self) -> Points:
        """Return where the towns stand, but for those that stray far from the others."""
        points = _whole(self.points)
        if len(points) < FEWEST_TO_JUDGE:
            return points
        away = np.abs(points - np.median(points, axis=0)).max(axis=1)
        return np.asarray(points[away <= STRAY * np.quantile(away, STRAY_SHARE)])

    def extent(self) -> Extent:
        """Return west, south, east, north of the towns; west is greater than east across ±180°."""
        points = _whole(self.points)
        west, south = points.min(axis=0)
        east, north = points.max(axis=0)
        return _on_globe(float(west)), float(south), _on_globe(float(east)), float(north)


def _middles(regions: Sequence[Region]) -> Iterator[tuple[float, float]]:
    """Give the middle of the ground that the towns of each region stand on, not of the people."""
    settled = [region.settled() for region in regions]
    which = np.repeat(np.arange(len(settled)), [len(points) for points in settled])
    grounds = shapely.convex_hull(shapely.multipoints(np.concatenate(settled or [np.empty((0, 2))]), indices=which))
    for lon, lat in shapely.get_coordinates(shapely.centroid(grounds)).tolist():
        yield round(_on_globe(lon), 5), round(lat, 5)


def _whole(points: Sequence[tuple[float, float]]) -> Points:
    """Return points of which none is a turn away from the others."""
    array = np.array(points, dtype=float)
    if np.ptp(array[:, 0]) > HALF_TURN:
        array[:, 0] %= TURN
    return array


def _on_globe(lon: float) -> float:
    return lon - TURN if lon > HALF_TURN else lon


def region_names(cities: Iterable[City], located: Path) -> tuple[dict[tuple[str, str], str], dict[int, str]]:
    """Return the name of each first-order region by country and code, and each town's county by its GeoNames id."""
    with gzip.open(located, "rt", encoding="utf-8") as stream:
        places = {(p["country_code"], p["city"], p["latitude"], p["longitude"]): p for p in json.load(stream)}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    county_of: dict[int, str] = {}
    for city in cities:
        place = places.get((city["countrycode"], city["name"], city["latitude"], city["longitude"]), {})
        if place.get("state"):
            votes[city["countrycode"], city["admin1code"]][place["state"]] += 1
        if place.get("county"):
            county_of[city["geonameid"]] = place["county"]
    names = {region: min(counts.items(), key=lambda item: (-item[1], item[0]))[0] for region, counts in votes.items()}
    return names, county_of


def county_stems(names: Iterable[str]) -> frozenset[str]:
    """Return what counties are called without the word for what they are, as written and as it folds."""
    stems = {_stem(name) for name in set(names)}
    return frozenset(stems | {fold(stem) for stem in stems})


def regions(
    names: Mapping[tuple[str, str], str], members: Mapping[tuple[str, str], Region], codes: Mapping[str, str]
) -> Iterator[Entry]:
    """Give first-order regions; ``codes`` are the letters of the states of the United States, by name."""
    known = region_facts()
    ordered = sorted(names.items())
    middles = _middles([members[region] for region, _ in ordered])
    for ((country, code), name), middle in zip(ordered, middles, strict=True):
        region = members[country, code]
        facts = known.get((country, name), RegionFacts())
        lon, lat = facts.point or middle
        record = Record(
            source="geonames-regions",
            key=f"{country}.{code}",
            name=name,
            kind="region",
            lon=lon,
            lat=lat,
            country=country,
            region=name,
            population=region.people,
            precision="area",
            extent=region.extent(),
        )
        forms = [(name, Form.PRIMARY)]
        forms += [(alias, Form.ALIAS) for alias in facts.aliases]
        forms += [(demonym, Form.DEMONYM) for demonym in facts.demonyms]
        stem = " ".join(w for w in name.replace("State of ", "").split() if w not in REGION_WORDS)
        if stem and stem != name:
            forms.append((stem, Form.ALIAS))
        forms += [(f"{stem or name} {word}", Form.VARIANT) for word in ("Province", "Region", "Oblast", "District")]
        if country in OF_STATES and not name.endswith("State"):
            forms.append((f"{stem or name} State", Form.VARIANT))
        if country == "US" and name in codes:
            forms.append((codes[name], Form.CODE))
        yield Entry(record, tuple(forms))


def counties(
    names: Mapping[tuple[str, str], str],
    first: Mapping[tuple[str, str], Region],
    members: Mapping[tuple[str, str, str], Region],
) -> Iterator[Entry]:
    """Give second-order regions: counties, districts, departments, provinces of regions.

    A township, and a district that bears the bare name of a town of its region, is that town to a reader, and is left
    out. A county's bare name is given where its country has no town of that name: "Gwinnett" can only be the county,
    "Lancaster" is first of all a town.
    """
    town_names: dict[str, set[str]] = defaultdict(set)
    for (country, _), region in first.items():
        town_names[country] |= region.towns
    kept = dict(_counties_apart(first, members))
    for ((country, code, key), name), (lon, lat) in zip(
        kept.items(), _middles([members[country, code, name] for (country, code, _), name in kept.items()]), strict=True
    ):
        region = members[country, code, name]
        record = Record(
            source="geonames-counties",
            key=f"{country}.{code}.{key}",
            name=name,
            kind="region",
            lon=lon,
            lat=lat,
            country=country,
            region=names.get((country, code), ""),
            population=region.people,
            precision="area",
            extent=region.extent(),
        )
        stem = _stem(name)
        is_own = town_names[country].isdisjoint((stem, fold(stem)))
        yield Entry(record, tuple(_county_forms(name, stem, country, is_own=is_own)))


def _counties_apart(
    first: Mapping[tuple[str, str], Region], members: Iterable[tuple[str, str, str]]
) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Give the counties that are no towns: country, region and key of each, and its name."""
    taken = set()
    for country, code, name in sorted(members):
        stem = _stem(name)
        has_town = not first[country, code].towns.isdisjoint((stem, fold(stem)))
        if (country, name) in DISPUTED or TOWNSHIPS.fullmatch(name) or (has_town and stem == name):
            continue
        key = (country, code, fold(name).replace(" ", "-"))
        if key not in taken:
            taken.add(key)
            yield key, name


def _stem(name: str) -> str:
    """Return what a county is called without the word for what it is.

    Examples
    --------
    >>> [_stem(name) for name in ("Laurel County", "County Mayo", "Provincia di Cosenza", "Oxfordshire")]
    ['Laurel', 'Mayo', 'Cosenza', 'Oxfordshire']
    """
    match = BEHIND.fullmatch(name) or BEFORE.fullmatch(name)
    return match[1] if match else name


def _county_forms(name: str, stem: str, country: str, *, is_own: bool) -> Iterator[tuple[str, Form]]:
    yield name, Form.PRIMARY
    if stem == name:
        yield f"{name} District", Form.VARIANT
        return
    if is_own:
        yield stem, Form.BARE
    if name.endswith(" County"):
        yield f"{stem} Co.", Form.VARIANT
    if country == "IE":
        yield f"County {stem}", Form.VARIANT
        yield f"Co. {stem}", Form.VARIANT
    elif not re.search(rf"\b(?:{ENGLISH})\b", name):
        word = "Province" if re.match("Provin[cc]|Província", name) else "District"
        yield f"{stem} {word}", Form.VARIANT
        yield f"{word} of {stem}", Form.VARIANT
