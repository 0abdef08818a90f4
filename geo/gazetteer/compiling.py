"""From every source of names to one SQLite file that is read without being loaded.

Two tables: ``record`` holds what has a point; ``name`` leads from a folded name to records, kept in the order of the
key so that a look-up reads one page. A third, ``start``, tells for a first word how many words the longest name that
begins with it has, so that a reader of running text knows how far to look. Most of what such a reader asks for is no
name at all: ``mask`` holds one long row of bits, in which nineteen of twenty such words are told without a look-up.
"""

from __future__ import annotations

import gc
import sqlite3
from collections import defaultdict
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from geo import shipped
from geo.cache import fingerprint
from geo.gazetteer import country_names, curated, packages
from geo.gazetteer.country_names import Rival
from geo.gazetteer.entry import Form
from geo.gazetteer.spellings import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geo.gazetteer.entry import Entry

__all__ = [
    "INDEX_NAME",
    "LONGEST_NAME_WORDS",
    "SCHEMA_VERSION",
    "SPELLING_DIVIDER",
    "compile_index",
    "may_be_named",
    "source_key",
    "without_garbage_collection",
]

INDEX_NAME = "gazetteer.sqlite"
SCHEMA_VERSION = 2
LONGEST_NAME_WORDS = 8
MASK_BITS = 24  # of a check sum: 2 MB, of which a million names fill a seventeenth
CODE = int(Form.CODE)
SPELLING_DIVIDER = "|"
SOURCES = ("spellings.py", "packages.py", "regions.py", "curated.py", "country_names.py", "compiling.py")
SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA page_size = 8192;
CREATE TABLE record (
    id INTEGER PRIMARY KEY, source TEXT, key TEXT, name TEXT, kind TEXT, lon REAL, lat REAL, country TEXT, region TEXT,
    population INTEGER, precision TEXT, west REAL, south REAL, east REAL, north REAL
);
CREATE TABLE name (
    folded TEXT, record INTEGER, form INTEGER, spelling TEXT, PRIMARY KEY (folded, record)
) WITHOUT ROWID;
CREATE TABLE start (word TEXT PRIMARY KEY, words INTEGER) WITHOUT ROWID;
CREATE TABLE mask (bits BLOB);
"""


def source_key() -> str:
    """Return the fingerprint of all that the index is made from: packages by version, our files by content."""
    if brought := shipped.key_of(INDEX_NAME):
        return brought
    described = [f"{source.id} {source.version} {source.size_bytes}" for source in packages.sources()]
    own = [curated.data_file(name).read_bytes() for name in curated.FACT_FILES]
    code = [Path(__file__).with_name(name) for name in SOURCES]
    return fingerprint([f"schema {SCHEMA_VERSION}", country_names.cldr_version(), *described, *own, *code])


def compile_index(path: Path, *, progress: Callable[[str], None] = lambda _step: None) -> None:
    """Write the index.

    Parameters
    ----------
    path
        The file to write; the caller puts it into place.
    progress
        Told the name of each step as it begins.
    """
    path.unlink(missing_ok=True)
    with without_garbage_collection(), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        progress("reading names")
        names = _write_records(connection, _entries())
        progress("naming countries in all languages")
        names += _abroad(connection, names)
        progress("sorting names")
        names.sort()
        progress("writing the index")
        connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", names)
        connection.executemany("INSERT INTO start VALUES (?, ?)", _starts(names))
        connection.execute("INSERT INTO mask VALUES (?)", (_mask({row[0] for row in names}),))
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Millions of small objects are made and none is circular: looking for cycles would double the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _entries() -> Iterator[Entry]:
    return chain(
        curated.countries(),
        curated.sites(),
        curated.areas(),
        curated.rivers(),
        packages.places_and_regions(),
        packages.airports(),
        packages.ports(),
    )


NameRow = tuple[str, int, int, str]


def _write_records(connection: sqlite3.Connection, entries: Iterable[Entry]) -> list[NameRow]:
    names: list[NameRow] = []

    def rows() -> Iterator[tuple[object, ...]]:
        for number, (record, forms) in enumerate(entries, start=1):
            names.extend(_claims(number, forms))
            yield (
                number,
                record.source,
                record.key,
                record.name,
                record.kind,
                record.lon,
                record.lat,
                record.country,
                record.region,
                record.population,
                record.precision,
                *(record.extent or (None, None, None, None)),
            )

    connection.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows())
    return names


def _claims(number: int, forms: Iterable[tuple[str, Form]]) -> Iterator[NameRow]:
    """Give each key of a record once: with the best of the forms that fold to it, and all spellings, best first."""
    found: dict[str, tuple[int, list[str]]] = {}
    for form, name in sorted((form, name) for name, form in forms):
        if folded := fold(name):
            spellings = found.setdefault(folded, (int(form), []))[1]
            if name not in spellings:
                spellings.append(name)
    return ((folded, number, form, SPELLING_DIVIDER.join(names)) for folded, (form, names) in found.items())


def _abroad(connection: sqlite3.Connection, names: Iterable[NameRow]) -> list[NameRow]:
    """Return what other languages call the countries that were written."""
    found = {
        number: (kind, country) for number, kind, country in connection.execute("SELECT id, kind, country FROM record")
    }
    numbers = {country: number for number, (kind, country) in found.items() if kind == "country"}
    if not numbers:
        return []
    offered = [claim for claim in country_names.claims() if claim.country in numbers]
    asked = {claim.folded for claim in offered}
    rivals: dict[str, list[Rival]] = defaultdict(list)
    for folded, number, form, _ in names:
        if folded in asked:
            rivals[folded].append(Rival(Form(form), *found[number]))
    known = {(folded, number) for folded, number, _, _ in names if folded in asked}
    rows = {
        (claim.folded, numbers[claim.country]): (int(form), {spelling for _, spelling in claim.spellings})
        for claim, form in country_names.accepted(offered, rivals)
    }
    return [
        (*key, form, SPELLING_DIVIDER.join(sorted(spellings)))
        for key, (form, spellings) in rows.items()
        if key not in known
    ]


def _mask(names: Iterable[str]) -> bytes:
    bits = bytearray(1 << MASK_BITS - 3)
    for name in names:
        at = crc32(name.encode()) >> 32 - MASK_BITS
        bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)


def may_be_named(folded: str, mask: bytes) -> bool:
    """Tell whether the index may hold a folded name; what it surely does not hold is told soon."""
    at = crc32(folded.encode()) >> 32 - MASK_BITS
    return bool(mask[at >> 3] >> (at & 7) & 1)


def _starts(rows: list[NameRow]) -> list[tuple[str, int]]:
    longest: dict[str, int] = {}
    for folded, _, form, _ in rows:
        first, space, rest = folded.partition(" ")
        if not space or form == CODE:
            continue
        words = rest.count(" ") + 2
        if longest.get(first, 1) < words <= LONGEST_NAME_WORDS:
            longest[first] = words
    return sorted(longest.items())
