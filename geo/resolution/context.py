"""What the other names of a text say for a candidate: where the text plays.

Every candidate that is likely enough, by what was believed so far, is a witness. A candidate gains where witnesses of
*other* names lie in its country and region, near it, or are the country or region itself; and more where they stand
near it in the text.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.gazetteer import Form
from geo.gazetteer.packages import neighbours
from geo.resolution.candidates import CLUES as OWN_CLUES
from geo.resolution.candidates import COUNTRY_NUMBERS, KINDS, UNKNOWN
from geo.resolution.scope import LOCAL, WORLD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.gazetteer import Gazetteer
    from geo.model import Mention
    from geo.resolution.candidates import Candidates, Lookup
    from geo.resolution.mention_groups import Container, Name

__all__ = ["CLUES", "Field", "clues_in_company", "field_of", "homes_of"]

LEAST_LIKELY = 0.05  # less likely candidates are no witnesses
RANGES_KM = (40, 150, 500, 1500)
EARTH_KM = 6371.0
TEXT_SPAN = 200.0  # characters over which a neighbour's say falls to a third
MOST_MENTIONS = 6  # of one name, when distances in the text are measured
FEW = 2.0
MOST_WITNESSES = 400  # more than an article has
BLOCK = 512  # candidates weighed at once: bounds memory on long texts

SCOPED = ("country", "capital", "region", "county", "city", "unknown")
CLUES = (
    "container: region agrees",
    "container: country agrees",
    "container: disagrees",
    "cue agrees",
    "cue disagrees",
    "in focus",
    "people of country named",
    "people of region named",
    "country named",
    "country named beside",
    "country hinted at",
    "others in country (log)",
    "others in country (share)",
    "others in country beside",
    "capital: country named",
    "capital: world",
    "town: people (log10) in the world",
    "country: world",
    "country: others in neighbouring countries",
    "country: others within it",
    "country: others in it or next door (share)",
    "region named",
    "region named beside",
    "region hinted at",
    "others in region (log)",
    "others in region (share)",
    "others in region beside",
    "region: others within it",
    "region: sister regions named",
    *(f"others within {km} km (log)" for km in RANGES_KM),
    *(f"others within {km} km (share)" for km in RANGES_KM[1:]),
    "others within 150 km beside",
    "words of the country",
    *(f"{scope} words: {kind}" for scope in (LOCAL, WORLD) for kind in SCOPED),
    *(f"{scope} words: people (log10)" for scope in (LOCAL, WORLD)),
    "unknown: others in one country (share)",
    "unknown: others in one region (share)",
)
COLUMN = {clue: i for i, clue in enumerate(CLUES)}
COUNTRY, REGION, CAPITAL, CITY = (KINDS.index(kind) for kind in ("country", "region", "capital", "city"))
PEOPLE = OWN_CLUES.index("town: people (log10)")


class Field(NamedTuple):
    """All candidates of all names of a text, one after the other.

    Attributes
    ----------
    name
        For each candidate the index of its name, rising.
    starts
        Where each name's candidates begin.
    """

    names: Sequence[Name]
    candidates: Sequence[Candidates]
    name: NDArray[np.int64]
    starts: NDArray[np.int64]
    alone: NDArray[np.float64]
    points: NDArray[np.float64]
    country: NDArray[np.int64]
    region: NDArray[np.int64]
    kind: NDArray[np.int64]
    fame: NDArray[np.float64]


def field_of(names: Sequence[Name], candidates: Sequence[Candidates]) -> Field:
    """Put the candidates of all names of a text into one field."""
    counts = np.array([len(each.kind) for each in candidates], dtype=np.int64)
    ends = np.cumsum(counts)
    return Field(
        names,
        candidates,
        np.repeat(np.arange(len(counts)), counts),
        ends - counts,
        np.concatenate([each.clues for each in candidates]),
        np.concatenate([each.points for each in candidates]),
        np.concatenate([each.country for each in candidates]),
        np.concatenate([each.region for each in candidates]),
        np.concatenate([each.kind for each in candidates]),
        np.concatenate([each.fame for each in candidates]),
    )


def homes_of(mentions: Sequence[Mention], gazetteer: Gazetteer) -> Counter[Container]:
    """Count the country, or the country and region, of every people spoken of: "Georgian", "Kentuckian"."""
    return Counter(
        (match.record.country, match.record.region)
        for mention in mentions
        if mention.is_demonym
        for match in gazetteer.lookup(mention.name)
        if match.form is Form.DEMONYM and match.record.country
    )


def clues_in_company(
    field: Field,
    shares: NDArray[np.float64],
    lookup: Lookup,
    *,
    peoples: Mapping[Container, int],
    scope: Mapping[str, float],
    focus: frozenset[str] = frozenset(),
) -> NDArray[np.float64]:
    """Give what the text says for each candidate.

    Parameters
    ----------
    field
        The candidates.
    shares
        What is believed of each so far; the candidates of one name sum to one.
    lookup
        Gave the candidates; numbers countries and regions.
    peoples
        How often the people of each country or region are named.
    scope
        How strongly the text speaks of each scope (:func:`geo.resolution.scope.scope_of`).
    focus
        Countries that the text is known to be about.

    Returns
    -------
    One row a candidate, one column a clue of :data:`CLUES`.
    """
    clues = np.zeros((len(field.name), len(CLUES)))
    _beside_the_name(clues, field, lookup)
    if focus:
        clues[:, COLUMN["in focus"]] = np.isin(field.country, [lookup.country(code) for code in sorted(focus)])
    for (country, region), count in peoples.items():
        is_home = field.region == lookup.region(country, region) if region else field.country == lookup.country(country)
        clue = "people of region named" if region else "people of country named"
        clues[is_home, COLUMN[clue]] = np.log1p(count)
    _by_scope(clues, field, scope, lookup)
    witnesses = np.flatnonzero((shares >= LEAST_LIKELY) & (field.kind != UNKNOWN))
    if len(witnesses) and len(field.names) > 1:
        borders, crowd = _borders(), _Crowd(field, witnesses)
        for start in range(0, len(clues), BLOCK):
            rows = slice(start, start + BLOCK)
            clues[rows] += _from_witnesses(field, shares, rows, crowd.heard_by(rows), borders)
    return clues


class _Crowd:
    """The witnesses of a text. In a book not all are heard, so that it takes no longer for being long."""

    def __init__(self, field: Field, witnesses: NDArray[np.int64]) -> None:
        self._names, self._all = field.name, witnesses
        if len(witnesses) <= MOST_WITNESSES:
            return
        self._at = np.array([name.starts[0] for name in field.names], dtype=np.int64)
        often = np.array([len(name.starts) for name in field.names], dtype=np.int64)[field.name[witnesses]]
        self._often = witnesses[np.argsort(-often, kind="stable")[: MOST_WITNESSES // 3]]

    def heard_by(self, rows: slice) -> NDArray[np.int64]:
        """Return those that some candidates hear: the names that come up most, and those nearest in the text."""
        if len(self._all) <= MOST_WITNESSES:
            return self._all
        here, there = self._at[self._names[rows]], self._at[self._names[self._all]]
        apart = np.maximum(np.maximum(here.min() - there, there - here.max()), 0)
        near = self._all[np.argsort(apart, kind="stable")[: MOST_WITNESSES - len(self._often)]]
        return np.union1d(self._often, near)


def _beside_the_name(clues: NDArray[np.float64], field: Field, lookup: Lookup) -> None:
    """Fill in what the words beside a name say of its candidates."""
    bounds = [*field.starts.tolist(), len(clues)]
    for index, name in enumerate(field.names):
        if not name.containers and not name.cues:
            continue
        rows = slice(bounds[index], bounds[index + 1])
        if name.containers:
            regions = [lookup.region(country, region) for country, region in name.containers if region]
            countries = [lookup.country(country) for country, region in name.containers if not region]
            in_region = np.isin(field.region[rows], regions) & (field.kind[rows] != REGION)
            in_country = np.isin(field.country[rows], countries) & (field.kind[rows] != COUNTRY)
            clues[rows, COLUMN["container: region agrees"]] = in_region
            clues[rows, COLUMN["container: country agrees"]] = in_country
            no_matter = np.isin(field.kind[rows], [COUNTRY, UNKNOWN])
            clues[rows, COLUMN["container: disagrees"]] = ~(in_region | in_country | no_matter)
        if name.cues:
            wanted = name.cues | ({"capital"} if "city" in name.cues else set())
            agrees = np.isin(field.kind[rows], [KINDS.index(kind) for kind in wanted if kind in KINDS])
            clues[rows, COLUMN["cue agrees"]] = agrees
            clues[rows, COLUMN["cue disagrees"]] = ~agrees & (field.kind[rows] != UNKNOWN)


def _by_scope(clues: NDArray[np.float64], field: Field, scope: Mapping[str, float], lookup: Lookup) -> None:
    """Fill in what the plain words of the text say of the candidates' kinds and countries."""
    for name, strength in scope.items():
        if name not in {LOCAL, WORLD}:
            clues[field.country == lookup.country(name), COLUMN["words of the country"]] = strength
            continue
        for kind in SCOPED:
            clues[field.kind == KINDS.index(kind), COLUMN[f"{name} words: {kind}"]] = strength
        clues[:, COLUMN[f"{name} words: people (log10)"]] = strength * field.alone[:, PEOPLE]


def _from_witnesses(
    field: Field, shares: NDArray[np.float64], rows: slice, witnesses: NDArray[np.int64], borders: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Weigh some candidates against witnesses.

    The candidates of one name hear the same witnesses alike: most sums are made for each name and each country or
    region, and looked up for the candidate; only distances are measured for every pair.
    """
    name, country, region, kind = field.name[rows], field.country[rows], field.region[rows], field.kind[rows]
    name_w, kind_w = field.name[witnesses], field.kind[witnesses]
    heard, heard_w = np.unique(name_w, return_inverse=True)
    is_hint = np.array([not field.names[i].mentions for i in heard], dtype=bool)[heard_w]
    is_country, is_region = kind_w == COUNTRY, kind_w == REGION
    itself_country, itself_region = kind == COUNTRY, kind == REGION
    in_country, in_region = _Grouped(field.country[witnesses], country), _Grouped(field.region[witnesses], region)
    # From here to the columns: names by witnesses; `row` says which name a candidate is of.
    row = name - name[0]
    belief = (np.arange(name[0], name[-1] + 1)[:, None] != name_w) * shares[witnesses]
    hinted, belief = belief * is_hint, belief * ~is_hint
    speakers = [field.names[i] for i in heard]
    beside = belief * _nearness(field.names[name[0] : name[-1] + 1], speakers)[:, heard_w]
    others = np.maximum(belief.sum(axis=1), 1e-9)
    is_town = ~(is_country | is_region)
    towns = belief * is_town
    country_sums, region_sums = in_country.sums(belief), in_region.sums(towns)
    world = ((belief * is_country).sum(axis=1) / others)[row]
    others = others[row]

    country_mass, region_mass = in_country.of(country_sums, row), in_region.of(region_sums, row)
    country_named = in_country.of(in_country.most(belief * is_country), row)
    columns: dict[str, NDArray[np.float64]] = {
        "country named": country_named,
        "country named beside": in_country.of(in_country.most(beside * is_country), row),
        "country hinted at": in_country.of(in_country.most(hinted), row),
        "others in country (log)": np.log1p(country_mass) * ~itself_country,
        "others in country (share)": country_mass / others * ~itself_country,
        "others in country beside": np.log1p(in_country.of(in_country.sums(beside), row)),
        "country: others within it": np.log1p(country_mass) * itself_country,
        "region named": in_region.of(in_region.most(belief * is_region), row) * ~itself_region,
        "region named beside": in_region.of(in_region.most(beside * is_region), row) * ~itself_region,
        "region hinted at": in_region.of(in_region.most(hinted), row),
        "others in region (log)": np.log1p(region_mass) * ~itself_region,
        "others in region (share)": region_mass / others * ~itself_region,
        "others in region beside": np.log1p(in_region.of(in_region.sums(beside), row)),
        "region: others within it": np.log1p(region_mass) * itself_region,
        "region: sister regions named": np.log1p(in_country.of(in_country.sums(belief * is_region), row))
        * itself_region,
    }
    columns["capital: country named"] = country_named * (kind == CAPITAL)
    columns["capital: world"] = world * (kind == CAPITAL)
    columns["country: world"] = world * itself_country
    columns["town: people (log10) in the world"] = world * field.alone[rows, PEOPLE]
    if itself_country.any() and len(in_country.codes):
        next_door = borders[country[itself_country][:, None], in_country.codes]
        mass = np.zeros(len(name))
        mass[itself_country] = (country_sums[row[itself_country], :-1] * next_door).sum(axis=1)
        columns["country: others in neighbouring countries"] = np.log1p(mass)
        columns["country: others in it or next door (share)"] = (mass + country_mass) / others * itself_country
    nearness = field.points[rows] @ field.points[witnesses].T
    towns_heard = towns[row]
    for km in RANGES_KM:
        within = np.einsum("ij,ij->i", towns_heard, nearness > np.cos(km / EARTH_KM)) * ~itself_country
        columns[f"others within {km} km (log)"] = np.log1p(within)
        if km != RANGES_KM[0]:
            columns[f"others within {km} km (share)"] = within / others
    close = np.einsum("ij,ij->i", (beside * is_town)[row], nearness > np.cos(RANGES_KM[1] / EARTH_KM))
    columns["others within 150 km beside"] = np.log1p(close * ~itself_country)
    unknown = kind == UNKNOWN
    if unknown.any():
        for clue, sums in (("country", country_sums), ("region", region_sums)):
            share = np.zeros(len(name))
            most = sums[row[unknown]].max(axis=1, initial=0.0)
            share[unknown] = most / (others[unknown] + FEW)  # few others together say little
            columns[f"unknown: others in one {clue} (share)"] = share
    clues = np.zeros((len(name), len(CLUES)))
    for clue, column in columns.items():
        clues[:, COLUMN[clue]] = column
    return clues


class _Grouped:
    """Witnesses by their country or region, and which of these each candidate is in."""

    def __init__(self, codes_w: NDArray[np.int64], codes: NDArray[np.int64]) -> None:
        order = np.argsort(codes_w, kind="stable")
        self._order = order[np.searchsorted(codes_w[order], 0) :]  # -1 is nowhere
        self.codes, self._starts = np.unique(codes_w[self._order], return_index=True)
        at = np.searchsorted(self.codes, codes)
        self._at = np.where(np.append(self.codes, -1)[at] == codes, at, len(self.codes))  # the last column is empty

    def sums(self, mass: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum what each name hears of each country or region."""
        return self._reduced(np.add, mass)

    def most(self, mass: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the most that one witness says of each country or region."""
        return self._reduced(np.maximum, mass)

    def of(self, reduced: NDArray[np.float64], row: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return for each candidate what its name hears of its own country or region."""
        return np.asarray(reduced[row, self._at], dtype=np.float64)

    def _reduced(self, how: np.ufunc, mass: NDArray[np.float64]) -> NDArray[np.float64]:
        reduced = np.zeros((len(mass), len(self.codes) + 1))
        if len(self.codes):
            how.reduceat(mass[:, self._order], self._starts, axis=1, out=reduced[:, :-1])
        return reduced


def _nearness(names: Sequence[Name], others: Sequence[Name]) -> NDArray[np.float64]:
    """Return how near each of some names stands to each of others in the text: 1 beside it, falling to 0.

    Returns
    -------
    One row a name, one column another.
    """
    here, starts_here = _positions(names)
    there, starts_there = _positions(others)
    near = np.exp(-np.abs(here[:, None] - there) / TEXT_SPAN)
    return np.asarray(
        np.maximum.reduceat(np.maximum.reduceat(near, starts_here, axis=0), starts_there, axis=1), dtype=np.float64
    )


def _positions(names: Sequence[Name]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    counts = [min(len(name.starts), MOST_MENTIONS) for name in names]
    at = [start for name in names for start in name.starts[:MOST_MENTIONS]]
    return np.array(at, dtype=np.float64), np.cumsum([0, *counts[:-1]])


@cache
def _borders() -> NDArray[np.bool_]:
    """Return which countries border on which, by number."""
    borders = np.zeros((len(COUNTRY_NUMBERS), len(COUNTRY_NUMBERS)), dtype=bool)
    for country, others in neighbours().items():
        borders[COUNTRY_NUMBERS[country], [COUNTRY_NUMBERS[other] for other in others]] = True
    return borders
