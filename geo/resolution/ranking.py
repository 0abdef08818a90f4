"""Weigh the records that share a name.

Every candidate gets a score that is a weighted sum of a few clues; a softmax over the candidates of one name turns
scores into shares that sum to one. In a second round each candidate also gains from the company of what the first
round made of the other names.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.gazetteer import Form, fold
from geo.gazetteer.packages import neighbours

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.gazetteer import Gazetteer, Match
    from geo.model import Document, Mention, Record
    from geo.recognition.classifier import Classifier

__all__ = [
    "ALONE",
    "TOGETHER",
    "Company",
    "Name",
    "Ranked",
    "Scored",
    "clues_alone",
    "clues_in_company",
    "demonym_countries",
    "names_of",
    "rank",
    "softmax",
]

ALONE, TOGETHER = "alone", "together"
AREA_STANDING, SITE_STANDING = 6.5, 4.0
OWN_SITES = frozenset({"sites", "waypoints"})
MOST_CANDIDATES = 60
TWIN_KM = 8.0
SEAT_KM = 150.0
NEAR_KM = 150.0
NEARBY_KM = 500.0
REACH_KM = 1500.0
DEGREE_KM = 111.2
SHORT_NAME = 4
CONTAINER_REACH = 40  # characters between "Tbilisi," and "Georgia"
AREAS = frozenset({
    "continent", "region", "ocean", "sea", "gulf", "bay", "lake", "river", "mountains", "desert", "islands",
    "peninsula", "plain", "strait",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """All mentions of one name, and the records that go by it.

    Attributes
    ----------
    containers
        Country and region of what stands after a comma ("Tbilisi, Georgia"); the region is ``""`` for a country.
    cues
        Kinds that the words beside it suggest ("the port of", "province").
    """

    text: str
    mentions: tuple[Mention, ...]
    matches: tuple[Match, ...]
    containers: frozenset[tuple[str, str]]
    cues: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its share of the belief, 0 to 1."""

    record: Record
    score: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A name with its candidates, best first."""

    name: Name
    candidates: tuple[Scored, ...]

    @property
    def best(self) -> Scored:
        """The candidate with the largest share."""
        return self.candidates[0]


def rank(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    weights: Classifier,
    *,
    focus: frozenset[str] = frozenset(),
) -> list[Ranked]:
    """Rank the candidates of every name in a document.

    Returns
    -------
    Names in the order of their first mention; a name without candidates has none.
    """
    names = names_of(document, mentions, gazetteer)
    demonyms = demonym_countries(mentions, gazetteer)
    alone = [[weights.score(clues_alone(name, match), ALONE) for match in name.matches] for name in names]
    company = Company(names, [softmax(scores) for scores in alone], demonyms, focus)
    ranked = []
    for index, name in enumerate(names):
        together = softmax(
            [
                weights.score(clues_alone(name, match) | clues_in_company(name, match, company, index), TOGETHER)
                for match in name.matches
            ]
        )
        merged: dict[str, tuple[Record, float]] = {}
        for match, share in zip(name.matches, together, strict=True):
            record, sum_ = merged.get(match.record.id, (match.record, 0.0))
            merged[match.record.id] = (record, sum_ + share)
        candidates = sorted((Scored(*pair) for pair in merged.values()), key=lambda c: (-c.score, c.record.id))
        ranked.append(Ranked(name, _without_twins(candidates)))
    return ranked


def _without_twins(candidates: Sequence[Scored]) -> tuple[Scored, ...]:
    """Join records of two sources that are one place: the same kind, a few kilometres apart."""
    kept: list[Scored] = []
    for candidate in candidates:
        for i, other in enumerate(kept):
            if other.record.kind == candidate.record.kind and _km(other.record, candidate.record) <= TWIN_KM:
                kept[i] = Scored(other.record, other.score + candidate.score)
                break
        else:
            kept.append(candidate)
    return tuple(sorted(kept, key=lambda c: (-c.score, c.record.id)))


def names_of(document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Name]:
    """Group mentions by name, and look each name up."""
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if not mention.is_demonym:
            groups[fold(mention.name)].append(mention)
    names = []
    for group in groups.values():
        matches = _meant(group[0].name, gazetteer)
        names.append(
            Name(
                text=group[0].name,
                mentions=tuple(group),
                matches=matches[:MOST_CANDIDATES],
                containers=frozenset(c for m in group for c in _containers(document.text, m, gazetteer)),
                cues=frozenset(c for m in group for c in _cues(document.text, m)),
            )
        )
    return names


def _meant(name: str, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """Look a name up and set aside what it cannot mean as it is spelled: "US" is not the village of Us."""
    matches = tuple(m for m in gazetteer.lookup(name) if m.form is not Form.DEMONYM)
    named = tuple(m for m in matches if m.form is not Form.CODE or m.record.kind == "region")
    named = _without_provinces(named)
    if name.isupper() and len(name) <= SHORT_NAME and any(m.exact for m in named):
        return tuple(m for m in named if m.exact)
    return named or matches


def _without_provinces(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """Set aside the province that is called after its chief town: who writes Kirkuk means the town.

    A province is meant where the text says so ("Kirkuk province" is a name of its own in the index), and a state whose
    town of the same name lies elsewhere (New York, Washington) stays.
    """
    towns = [m.record for m in matches if m.record.kind in {"capital", "city"} and m.form in {Form.PRIMARY, Form.ALIAS}]
    return tuple(
        m
        for m in matches
        if m.record.source != "geonames-regions"
        or m.form is Form.CODE
        or not any(t.country == m.record.country and _km(t, m.record) <= SEAT_KM for t in towns)
    )


def _containers(text: str, mention: Mention, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    rest = text[mention.end : mention.end + CONTAINER_REACH]
    if not rest.startswith(", "):
        return
    words = rest[2:].replace(")", ",").replace(";", ",").split(",")[0].split()
    for count in range(1, min(3, len(words)) + 1):
        if not words[count - 1][:1].isupper():
            return
        for match in gazetteer.lookup(" ".join(words[:count])):
            if match.record.kind == "country" and match.form is not Form.DEMONYM:
                yield match.record.country, ""
            elif match.record.source == "geonames-regions":
                yield match.record.country, match.record.region


CUE_WORDS: Mapping[str, str] = {
    "port": "port", "harbour": "port", "harbor": "port", "seaport": "port", "airport": "airport", "river": "river",
    "province": "region", "state": "region", "region": "region", "oblast": "region", "governorate": "region",
    "city": "city", "town": "city", "village": "city", "capital": "city", "suburb": "city",
    "sea": "sea", "strait": "strait", "republic": "country", "country": "country", "kingdom": "country",
}  # fmt: skip


def _cues(text: str, mention: Mention) -> Iterator[str]:
    before = text[max(0, mention.start - 30) : mention.start].lower().split()
    after = text[mention.end : mention.end + 20].lower().split()
    if before[-1:] == ["of"]:
        before = before[:-1]
    for word in (*before[-1:], *after[:1]):
        kind = CUE_WORDS.get(word.strip(",.()"))
        if kind:
            yield kind


def demonym_countries(mentions: Sequence[Mention], gazetteer: Gazetteer) -> dict[str, float]:
    """Count how often the people of each country are spoken of."""
    found: dict[str, float] = defaultdict(float)
    for mention in mentions:
        if mention.is_demonym:
            for match in gazetteer.lookup(mention.name):
                if match.form is Form.DEMONYM and match.record.country:
                    found[match.record.country] += 1.0
    return found


def softmax(scores: Sequence[float]) -> list[float]:
    """Turn scores into shares that sum to one."""
    if not scores:
        return []
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def clues_alone(name: Name, match: Match) -> dict[str, float]:
    """Give what a candidate has for itself, whatever else the text says."""
    record = match.record
    kind = _kind(record)
    clues = {
        f"kind:{kind}": 1.0,
        f"form:{match.form.name.lower()}": 1.0,
        "people (log10)": _standing(record, kind),
        "exact spelling": float(match.exact),
    }
    if kind == "region":
        clues["region: people (log10)"] = math.log10(record.population + 1)
    if name.cues:
        clues["cue agrees"] = float(kind in name.cues or (kind == "capital" and "city" in name.cues))
        clues["cue disagrees"] = 1.0 - clues["cue agrees"]
    return clues


def _standing(record: Record, kind: str) -> float:
    """Give the logarithm of a town's people; a sea stands like a city of some millions, a site of ours like a town."""
    if record.source in OWN_SITES:
        return SITE_STANDING
    if kind in {"city", "capital"}:
        return math.log10(record.population + 1)
    return AREA_STANDING if kind in {"area", "continent"} else 0.0


def _kind(record: Record) -> str:
    if record.kind in {"country", "capital", "city", "airport", "port", "continent"}:
        return record.kind
    if record.kind == "region" and record.source == "geonames-regions":
        return "region"
    return "area" if record.kind in AREAS else "site"


class Company:
    """What the first round made of all names: where the text plays."""

    def __init__(
        self,
        names: Sequence[Name],
        shares: Sequence[Sequence[float]],
        demonyms: Mapping[str, float],
        focus: frozenset[str],
    ) -> None:
        self.focus = focus
        self.demonyms = demonyms
        self.named_countries: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self.named_regions: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        self.country_mass: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self.region_mass: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        self.likely: list[tuple[int, Record]] = []
        for index, (name, share) in enumerate(zip(names, shares, strict=True)):
            by_country: dict[str, float] = defaultdict(float)
            by_region: dict[tuple[str, str], float] = defaultdict(float)
            for match, part in zip(name.matches, share, strict=True):
                record = match.record
                if record.kind == "country":
                    self.named_countries[record.country].append((index, part))
                elif record.source == "geonames-regions":
                    self.named_regions[record.country, record.region].append((index, part))
                by_country[record.country] += part
                if record.region:
                    by_region[record.country, record.region] += part
            for country, part in by_country.items():
                self.country_mass[country].append((index, part))
            for region, part in by_region.items():
                self.region_mass[region].append((index, part))
            if share:
                best = max(range(len(share)), key=share.__getitem__)
                if name.matches[best].record.kind != "continent":
                    self.likely.append((index, name.matches[best].record))

    def mass(self, found: Sequence[tuple[int, float]], index: int) -> float:
        """Return how many other names lean to a country or region, on a scale that grows slowly."""
        return math.log1p(sum(part for other, part in found if other != index))

    def neighbourhood(self, country: str, index: int) -> float:
        """Return how many other names lean to the countries that border on one, on a scale that grows slowly."""
        return self.mass(
            [pair for other in neighbours().get(country, ()) for pair in self.country_mass.get(other, ())], index
        )

    def belief(self, found: Sequence[tuple[int, float]], index: int) -> float:
        """Return how sure it is that another name of the text means a country or region itself, 0 to 1."""
        return max((part for other, part in found if other != index), default=0.0)


def clues_in_company(name: Name, match: Match, company: Company, index: int) -> dict[str, float]:
    """Give what the other names of the text say for a candidate."""
    record = match.record
    country, region = record.country, (record.country, record.region)
    clues = {
        "others in country": company.mass(company.country_mass.get(country, ()), index),
        "country named": company.belief(company.named_countries.get(country, ()), index) if country else 0.0,
        "people of country named": math.log1p(company.demonyms.get(country, 0.0)),
        "in focus": float(country in company.focus),
    }
    if record.kind == "country":
        clues["country: others in neighbouring countries"] = company.neighbourhood(country, index)
    if record.region and record.source != "geonames-regions":
        clues["others in region"] = company.mass(company.region_mass.get(region, ()), index)
        clues["region named"] = company.belief(company.named_regions.get(region, ()), index)
    if name.containers:
        clues["container agrees"] = float(region in name.containers or (country, "") in name.containers)
    distances = [_km(record, other) for i, other in company.likely if i != index and other.id != record.id]
    if distances and record.kind != "continent":
        clues["share within reach"] = sum(km <= REACH_KM for km in distances) / len(distances)
        if record.kind != "country":
            points = [_km(record, other) for i, other in company.likely if i != index and other.kind != "country"]
            nearest = min(points, default=math.inf)
            clues["near another"] = float(nearest <= NEAR_KM)
            clues["nearby another"] = float(nearest <= NEARBY_KM)
    return clues


def _km(a: Record, b: Record) -> float:
    """Measure roughly; good to a few per cent, which is all a threshold needs."""
    dlon = abs(a.lon - b.lon)
    dlon = min(dlon, 360 - dlon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return DEGREE_KM * math.hypot(dlon, a.lat - b.lat)
