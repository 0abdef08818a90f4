"""A gazetteer that also knows how a language calls countries, great cities, seas and straits.

Countries, continents and the cities after which time zones are called have their names from the Unicode CLDR, which
comes with babel; seas, straits, rivers, regions and some ports from ``geo/data/languages/places.csv``. The names are
put before those of the index, and only in the gazetteer that texts of that language are read with: an English text is
read with the index as it is.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from geo.csv_tables import data_table
from geo.errors import DataError
from geo.gazetteer import Form, fold
from geo.gazetteer.entry import Entry
from geo.languages.language_data import languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.gazetteer import Gazetteer
    from geo.model import Record

__all__ = ["Known", "known_in", "names_of"]

SCRIPTS = {"zh": ("zh", "zh_Hant")}
CONTINENTS = {
    "002": "Africa", "009": "Oceania", "142": "Asia", "143": "Central Asia", "150": "Europe",
    "021": "North America", "005": "South America", "013": "Central America", "029": "Caribbean", "030": "East Asia",
    "034": "South Asia", "035": "Southeast Asia", "145": "Western Asia", "011": "West Africa", "014": "East Africa",
    "015": "North Africa",
}  # fmt: skip
"""Numbers of the United Nations' M49 that CLDR names, and what our gazetteer calls them."""
TOWNS = frozenset({"capital", "city"})
KEPT: WeakKeyDictionary[Gazetteer, dict[str, Known]] = WeakKeyDictionary()
MADE: WeakKeyDictionary[Gazetteer, dict[str, tuple[frozenset[str], frozenset[str]]]] = WeakKeyDictionary()


class Known(NamedTuple):
    """A gazetteer for one language.

    Attributes
    ----------
    sure
        Folded names that CLDR or our own list vouches for.
    small_starts
        First words of those of them that begin with a small letter: the mer of "mer Noire".
    """

    gazetteer: Gazetteer
    sure: frozenset[str]
    small_starts: frozenset[str] = frozenset()


def known_in(code: str, gazetteer: Gazetteer) -> Known:
    """Return a gazetteer that knows a language's own names of what is much written about.

    Parameters
    ----------
    code
        The language; for English, or one that is not read, the gazetteer stays as it is.
    gazetteer
        Any; what it knows is kept.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> known = known_in("zh", Gazetteer.open())
    >>> known.gazetteer.lookup("哈萨克斯坦")[0].record.name, "哈萨克斯坦" in known.sure
    ('Kazakhstan', True)
    """
    if code not in languages():
        return Known(gazetteer, frozenset())
    made_for = MADE.get(gazetteer, {})
    if code in made_for:
        return Known(gazetteer, *made_for[code])
    kept = KEPT.setdefault(gazetteer, {})
    if code not in kept:
        named = [*_of_cldr(code, gazetteer), *_of_list(code, gazetteer)]
        made = gazetteer.with_entries(_entries(named))
        sure = frozenset(fold(name) for name, _ in named)
        small = frozenset(fold(name.split()[0]) for name, _ in named if name[:1].islower())
        kept[code] = Known(made, sure, small)
        MADE[made] = {**made_for, code: (sure, small)}
    return kept[code]


def names_of(code: str, gazetteer: Gazetteer) -> dict[str, str]:
    """Return a language's own names by the ids of the records: the first of our own list, else the first of CLDR.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> names_of("de", Gazetteer.open())["areas:black-sea"]
    'Schwarzes Meer'
    """
    found: dict[str, str] = {}
    for name, record in (*_of_list(code, gazetteer), *_of_cldr(code, gazetteer)):
        found.setdefault(f"{record.source}:{record.key}", name)
    return found


def _entries(named: Iterable[tuple[str, Record]]) -> Iterator[Entry]:
    """Give the names as the records' own, each once a record: in its language it is what the place is called."""
    for name, record in dict.fromkeys(named):
        yield Entry(record, ((name, Form.PRIMARY),))


def _of_cldr(code: str, gazetteer: Gazetteer) -> Iterator[tuple[str, Record]]:
    from babel import Locale
    from babel.core import get_global

    zones = get_global("zone_territories")
    for script in SCRIPTS.get(code, (code,)):
        locale = Locale.parse(script)
        for territory, name in locale.territories.items():
            record = _territory(territory, gazetteer)
            if record is not None:
                yield name.partition(" (")[0], record
        for zone, names in locale.time_zones.items():
            record = _city(zone, str(zones.get(zone, "")), gazetteer)
            if record is not None and "city" in names:
                yield names["city"], record


def _territory(code: str, gazetteer: Gazetteer) -> Record | None:
    if code in CONTINENTS:
        return next((m.record for m in gazetteer.lookup(CONTINENTS[code]) if m.record.source == "areas"), None)
    if len(code) != 2:
        return None
    return next((m.record for m in gazetteer.lookup(code) if m.record.kind == "country"), None)


def _city(zone: str, country: str, gazetteer: Gazetteer) -> Record | None:
    """Return the city after which a time zone is called: Asia/Baku."""
    name = zone.rpartition("/")[2].replace("_", " ")
    towns = (m.record for m in gazetteer.lookup(name) if m.record.kind in TOWNS and m.record.country == country)
    return max(towns, key=lambda record: record.population, default=None)


@cache
def _listed() -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple(data_table("languages", "places.csv", columns=("record", "kind", "country", *languages())))


def _of_list(code: str, gazetteer: Gazetteer) -> Iterator[tuple[str, Record]]:
    for where, row in _listed():
        record = meant_by(row["record"], row["kind"], gazetteer, country=row["country"])
        if record is None:
            raise DataError(f"{where}: the gazetteer has no {row['kind']} called {row['record']!r}")
        for name in row[code].split(";"):
            yield name, record


def meant_by(name: str, kind: str, gazetteer: Gazetteer, *, country: str = "") -> Record | None:
    """Return the record that a row of ``places.csv`` means: of its kind and country, the best known."""
    kinds = TOWNS if kind == "city" else {kind}
    found = [m.record for m in gazetteer.lookup(name) if m.record.kind in kinds and country in {"", m.record.country}]
    return max(found, key=lambda record: record.population, default=None)
