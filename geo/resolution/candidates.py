"""The records a name can mean, and what each has for itself, whatever the text says.

The clues of a name's candidates are an array, kept from one text to the next: most names come again.
"""

from __future__ import annotations

import math
import re
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from geo.gazetteer import Form, fold
from geo.gazetteer.prominence import is_looked_up, weighed
from geo.gazetteer.transliterated import is_like, is_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.gazetteer import Gazetteer, Match
    from geo.model import Record
    from geo.resolution.qualifiers import Binding

__all__ = [
    "CLUES",
    "COUNTRY_NUMBERS",
    "KINDS",
    "UNKNOWN",
    "Candidates",
    "Lookup",
    "clues_alone",
    "is_strange",
    "kind_of",
    "lookup_for",
    "meant",
    "rough_km",
]

NOWHERE = (0.0, 0.0, 0.0)
OWN_SITES = frozenset({"sites", "waypoints"})
SITE_STANDING = 4.0  # a site listed by hand is as well known as a town of ten thousand
COUNTY_SOURCE = "geonames-counties"
REGION_SOURCE = "geonames-regions"
WATERS = frozenset({"ocean", "sea", "gulf", "bay", "lake", "strait"})
MOST_CANDIDATES = 80
MOST_REMEMBERED = 10_000
SITE_WORDS = re.compile(
    r"(?: (?:Free|Special|Trade|Economic|Industrial))+ Zone$|(?: (?:Dry Port|(?:Railway|Rail|Border|Oil|Gas) )?"
    r"(?:Station|Crossing|Checkpoint|Refinery))$| Dry Port$",
    re.IGNORECASE,
)
SHORT_NAME = 4
SHORTEST_STRANGE = 3  # of three letters it is a code: THE is the airport of Teresina
TOWN_SOURCE = "geonames"
LEAST_KNOWN, LARGE_TOWN, FAR_BETTER_KNOWN = 5_000, 50_000, 300
"""People: a name that is another word for a town counts where the town is large and nobody else is called so, or is so
many times as large as who is."""
SEAT_KM = 150.0
DEGREE_KM = 111.2
KINDS = ("country", "capital", "city", "region", "county", "area", "continent", "airport", "port", "site", "unknown")
UNKNOWN = KINDS.index("unknown")
AREAS = frozenset({
    "ocean", "sea", "gulf", "bay", "lake", "river", "mountains", "desert", "islands", "peninsula", "plain", "strait",
    "region",
})  # fmt: skip
FORMS = tuple(form.name.lower() for form in Form if form is not Form.DEMONYM)
COUNTRY_NUMBERS = {a + b: n for n, (a, b) in enumerate(product(ascii_uppercase, repeat=2))}
"""Numbers of all codes that a country may have (ISO 3166-1 alpha-2)."""
HINGES = (3, 4, 5, 6)
CLUES = (
    *(f"kind: {kind}" for kind in KINDS),
    *(f"form: {form}" for form in FORMS),
    "exact spelling",
    "town: people (log10)",
    *(f"town: people above 10^{power}" for power in HINGES),
    "town: largest namesake",
    "region: people (log10)",
    "region: a capital has its name",
)
COLUMN = {clue: i for i, clue in enumerate(CLUES)}


class Candidates(NamedTuple):
    """What a name can mean: the matches and, in the same order, their arrays, which have one row more.

    The last row stands for a place that the gazetteer does not know: where all namesakes lie far from where the text
    plays, it wins, and the name stays unresolved.

    Attributes
    ----------
    clues
        One row a candidate, one column a clue of :data:`CLUES`.
    points
        Unit vectors from the centre of the Earth; nought for what is near nothing: continents, the unknown.
    country, region, kind
        Codes of :class:`Lookup`; -1 where there is none.
    fame
        Natural logarithm of how much less known each is than the best known of the name; nought for the unknown.
    """

    matches: tuple[Match, ...]
    clues: NDArray[np.float64]
    points: NDArray[np.float64]
    country: NDArray[np.int64]
    region: NDArray[np.int64]
    kind: NDArray[np.int64]
    fame: NDArray[np.float64]


class Lookup:
    """Looks names up in a gazetteer and remembers their candidates."""

    def __init__(self) -> None:
        self._kept: dict[str, Candidates] = {}
        self._places: dict[str, bool] = {}
        self._governments: dict[str, Record | None] = {}
        self._regions: dict[tuple[str, str], int] = {}

    def candidates(self, name: str, gazetteer: Gazetteer) -> Candidates:
        """Return the candidates of a name as it is spelled."""
        found = self._kept.get(name)
        if found is None:
            if len(self._kept) >= MOST_REMEMBERED:
                self._kept.clear()
            found = self._kept[name] = self._candidates(meant(name, gazetteer)[:MOST_CANDIDATES])
        return found

    def bound(self, name: str, binding: Binding, gazetteer: Gazetteer) -> Candidates:
        """Return the candidates of a name that the words beside it allow; all of them where they allow none.

        What holds a town is the province, though its chief town is called so, too: "Apaseo el Alto in Guanajuato". What
        is held may go by a part of its name: Vik in Iceland is Vík í Mýrdal.
        """
        found = self.candidates(name, gazetteer)
        allowed = [i for i, match in enumerate(found.matches) if binding.allows(match.record)]
        if not allowed and any(binding):
            meant_here = tuple(
                m
                for m in gazetteer.lookup(name)
                if m.form < Form.CODE and binding.allows(m.record)
                if binding.itself is not None or any(_is_part_of(spelled, m.record.name) for spelled in m.spellings)
            )
            return self._candidates(meant_here[:MOST_CANDIDATES]) if meant_here else found
        if not allowed or len(allowed) == len(found.matches):
            return found
        rows = [*allowed, len(found.matches)]
        fame = found.fame[rows]
        fame[:-1] -= fame[:-1].max()
        return Candidates(
            tuple(found.matches[i] for i in allowed),
            found.clues[rows],
            found.points[rows],
            found.country[rows],
            found.region[rows],
            found.kind[rows],
            fame,
        )

    def says_where(self, name: str, gazetteer: Gazetteer) -> bool:
        """Tell whether a name could be a country or a first-order region."""
        found = self._places.get(name)
        if found is None:
            if len(self._places) >= MOST_REMEMBERED:
                self._places.clear()
            found = self._places[name] = any(
                match.form in {Form.PRIMARY, Form.ALIAS} and kind_of(match.record) in {"country", "region"}
                for match in gazetteer.lookup(name)
            )
        return found

    def government(self, code: str, gazetteer: Gazetteer) -> Record | None:
        """Return the record of a country, by its code; ``None`` where the gazetteer has none."""
        if code not in self._governments:
            matches = gazetteer.lookup(code)
            found = (m.record for m in matches if m.record.kind == "country" and m.record.country == code)
            self._governments[code] = next(found, None)
        return self._governments[code]

    def country(self, code: str) -> int:
        """Return the number of a country; -1 for none. It is the same whatever was read before, as sums go by it."""
        return COUNTRY_NUMBERS.get(code, -1)

    def region(self, country: str, region: str) -> int:
        """Return the number of a first-order region; -1 for none."""
        return self._regions.setdefault((country, region), len(self._regions)) if region else -1

    def _candidates(self, matches: tuple[Match, ...]) -> Candidates:
        records = [match.record for match in matches]
        unknown = np.zeros((1, len(CLUES)))
        unknown[0, UNKNOWN] = 1
        return Candidates(
            matches,
            np.vstack([clues_alone(matches), unknown]),
            np.array([*(_point(record) for record in records), NOWHERE]),
            np.array([*(self.country(record.country) for record in records), -1], dtype=np.int64),
            np.array([*(self.region(record.country, record.region) for record in records), -1], dtype=np.int64),
            np.array([*(KINDS.index(kind_of(record)) for record in records), UNKNOWN], dtype=np.int64),
            np.array([*_fame(matches), 0.0]),
        )


def _fame(matches: tuple[Match, ...]) -> list[float]:
    """Return the logarithms of what each is known less than the best known, by the weights of ``corridors geocode``."""
    known = {one.match.record.id: math.log(max(one.weight, 1)) for one in weighed(matches)}
    most = max(known.values(), default=0.0)
    return [known[match.record.id] - most for match in matches]


_LOOKUPS: WeakKeyDictionary[Gazetteer, Lookup] = WeakKeyDictionary()


def lookup_for(gazetteer: Gazetteer) -> Lookup:
    """Return the memory that belongs to a gazetteer."""
    found = _LOOKUPS.get(gazetteer)
    if found is None:
        found = _LOOKUPS[gazetteer] = Lookup()
    return found


def clues_alone(matches: Sequence[Match]) -> NDArray[np.float64]:
    """Give what each candidate of a name has for itself.

    Returns
    -------
    One row a match, one column a clue of :data:`CLUES`.
    """
    clues = np.zeros((len(matches), len(CLUES)))
    largest = max((m.record.population for m in matches if kind_of(m.record) in {"city", "capital"}), default=0)
    capitals = {m.record.country for m in matches if m.record.kind == "capital"}
    for row, match in zip(clues, matches, strict=True):
        kind = kind_of(match.record)
        row[COLUMN[f"kind: {kind}"]] = 1
        form = Form.PRIMARY if any(is_short(name, match.record.name) for name in match.spellings) else match.form
        row[COLUMN[f"form: {form.name.lower()}"]] = 1
        row[COLUMN["exact spelling"]] = match.exact
        people = math.log10(match.record.population + 1)
        if kind in {"city", "capital"} or match.record.source in OWN_SITES:
            standing = SITE_STANDING if match.record.source in OWN_SITES else people
            row[COLUMN["town: people (log10)"]] = standing
            for power in HINGES:
                row[COLUMN[f"town: people above 10^{power}"]] = max(0.0, standing - power)
            row[COLUMN["town: largest namesake"]] = match.record.population == largest > 0
        elif kind in {"region", "county"}:
            row[COLUMN["region: people (log10)"]] = people
            row[COLUMN["region: a capital has its name"]] = match.record.country in capitals
    return clues


def kind_of(record: Record) -> str:
    """Return the kind of a record as ranking sees it, one of :data:`KINDS`."""
    if record.kind in {"country", "capital", "city", "airport", "port", "continent", "county"}:
        return record.kind
    if record.kind == "region" and record.source == COUNTY_SOURCE:
        return "county"
    if record.kind == "region" and record.region:
        return "region"
    return "area" if record.kind in AREAS else "site"


def _point(record: Record) -> tuple[float, float, float]:
    if record.kind == "continent":
        return NOWHERE
    lon, lat = math.radians(record.lon), math.radians(record.lat)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def meant(name: str, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """Look a name up and set aside what it cannot mean as it is spelled: "US" is not the village of Us."""
    matches = tuple(m for m in gazetteer.lookup(name) if m.form is not Form.DEMONYM)
    named = tuple(m for m in matches if m.form is not Form.CODE or m.record.kind == "region")
    named = _without_provinces(_without_strange_names(named))
    if name.isupper() and len(name) <= SHORT_NAME and any(m.exact for m in named):
        return tuple(m for m in named if m.exact)
    if not matches and (stem := SITE_WORDS.sub("", name)) not in {name, ""}:
        return meant(stem, gazetteer)  # of a free zone or a station that nobody lists, its town says where it is
    return named or tuple(m for m in matches if m.form is Form.CODE and m.exact)


def is_strange(match: Match) -> bool:
    """Tell whether a name is quite another word than a town's own: "Poti" for Teresina."""
    return (
        match.form is Form.ALIAS
        and match.record.kind in {"city", "capital"}
        and match.record.source == TOWN_SOURCE
        and not any(is_like(spelled, match.record.name) for spelled in match.spellings)
    )


def _without_strange_names(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """Set aside towns that have a name only as another word, where some place has it for its own.

    What is left of such names is a large town's old or foreign name, of which nobody else makes use.
    """
    provinces = {(m.record.country, m.record.region) for m in matches if m.record.source == REGION_SOURCE}
    if any(map(is_looked_up, matches)):
        matches = tuple(m for m in matches if m.form is not Form.ALIAS or m.record.source != TOWN_SOURCE)
    elif any(map(_is_large_by_own_name, matches)):
        matches = tuple(
            m
            for m in matches
            if m.form is not Form.ALIAS
            or m.record.source != TOWN_SOURCE
            or any(_is_part_of(spelled, m.record.name) for spelled in m.spellings)
        )
    strange = {
        m.record.id for m in matches if is_strange(m) and (m.record.country, m.record.region) not in provinces
    }  # the chief town of Jalal-Abad province is called Manas now, and was Jalal-Abad
    if not strange:
        return matches
    own = [m for m in matches if m.record.id not in strange and m.form in {Form.PRIMARY, Form.ALIAS}]
    known = max((max(m.record.population, LEAST_KNOWN) for m in own), default=0)
    return tuple(
        m
        for m in matches
        if m.record.id not in strange
        or (
            max(map(len, m.spellings)) > SHORTEST_STRANGE
            and m.record.population >= (FAR_BETTER_KNOWN * known if own else LARGE_TOWN)
        )
    )


def _without_provinces(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """Set aside the province that is called after its chief town or its sea: who writes Kirkuk means the town.

    A province is meant where the text says so ("Kirkuk province" is a name of its own in the index), and a state whose
    town of the same name lies elsewhere (New York, Washington) stays.
    """
    owned = [m for m in matches if m.form in {Form.PRIMARY, Form.ALIAS}]
    towns = [
        m.record
        for m in owned
        if m.record.kind in {"capital", "city"}
        and not _goes_on(m.record.name, m.spellings)
        and (
            m.form is Form.PRIMARY
            or m.record.population >= LARGE_TOWN
            or any(_is_part_of(spelled, m.record.name) for spelled in m.spellings)
        )
    ]
    if any(m.record.kind in WATERS for m in owned):  # the Gulf is no province, nor a county
        return tuple(m for m in matches if m.record.source not in {REGION_SOURCE, COUNTY_SOURCE} or m.form is Form.CODE)
    return tuple(
        m
        for m in matches
        if m.record.source != REGION_SOURCE
        or m.form is Form.CODE
        or not any(t.country == m.record.country and rough_km(t, m.record) <= SEAT_KM for t in towns)
    )


def _is_large_by_own_name(match: Match) -> bool:
    """Tell whether a large town bears a short name as its own: Puno, as some spell Pune, whose fame is another's."""
    is_town = match.form is Form.PRIMARY and match.record.source == TOWN_SOURCE
    return is_town and match.record.population >= LARGE_TOWN and len(fold(match.record.name)) <= SHORT_NAME


def _is_part_of(spelled: str, name: str) -> bool:
    """Tell whether a town is called by a part of its name: Durango for Victoria de Durango."""
    return set(fold(spelled).split()) <= set(fold(name).split())


def _goes_on(name: str, spellings: Sequence[str]) -> bool:
    """Tell whether a town is called after its state and more: who says Oklahoma does not mean Oklahoma City."""
    return any(name != spelled and name.startswith(f"{spelled} ") for spelled in spellings)


def rough_km(a: Record, b: Record) -> float:
    """Measure roughly; good to a few per cent, which is all a threshold needs."""
    dlon = abs(a.lon - b.lon)
    dlon = min(dlon, 360 - dlon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return DEGREE_KM * math.hypot(dlon, a.lat - b.lat)
