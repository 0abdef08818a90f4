"""GeoNames' own dump format, such as ``allCountries.txt`` or a country's zip, made into an index of its own.

The dump may hold 13 million rows: it is read line by line and never as a whole, and the index stays on disk. A line of
it becomes a record when it is looked up, not before. What the gazetteer has anyway keeps its id there, so that a record
that both know is given once: a first-order region is ``geonames-regions:GE.04``, a country ``countries:GE``.

The columns are those of https://download.geonames.org/export/dump/readme.txt.
"""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

from geo.errors import DataError, SourceError
from geo.gazetteer.compiling import LONGEST_NAME_WORDS, without_garbage_collection
from geo.gazetteer.entry import Form
from geo.gazetteer.spellings import fold
from geo.model import Record
from geo.user_files import check_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Dump", "compile_dump", "is_dump"]

COLUMNS = 19
PRIMARY, ALIAS, CODE = int(Form.PRIMARY), int(Form.ALIAS), int(Form.CODE)  # SQLite takes plain numbers faster
ROWS_AT_ONCE = 20_000  # so many rows are held in memory
ROWS_TOLD = 250_000  # the user hears of progress each time so many more are read
CITY_CODE_LENGTH = 3
SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA page_size = 32768;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -32000;
PRAGMA temp_store = FILE;
CREATE TABLE record (id INTEGER PRIMARY KEY, line TEXT);
CREATE TABLE name (folded TEXT, record INTEGER, form INTEGER, spelling TEXT);
CREATE TABLE start (word TEXT PRIMARY KEY, words INTEGER) WITHOUT ROWID;
CREATE TABLE about (rows INTEGER, names INTEGER);
"""
STARTS = """
INSERT INTO start
SELECT substr(folded, 1, instr(folded, ' ') - 1) AS first, max(length(folded) - length(replace(folded, ' ', '')) + 1)
FROM name WHERE instr(folded, ' ') AND form <> :code
GROUP BY first HAVING length(folded) - length(replace(folded, ' ', '')) < :longest
"""
# Feature codes whose things have a kind of their own here; others go by their class.
KINDS = {
    "PPLC": "capital", "CONT": "continent", "ADM1": "region",
    "OCN": "ocean", "SEA": "sea", "GULF": "gulf", "BAY": "bay", "BAYS": "bay", "STRT": "strait", "CNL": "canal",
    "CNLN": "canal", "LK": "lake", "LKS": "lake", "RSV": "lake", "STM": "river", "STMS": "river", "HBR": "port",
    "MT": "mountains", "MTS": "mountains", "PK": "mountains", "DSRT": "desert", "PLN": "plain", "PEN": "peninsula",
    "ISL": "islands", "ISLS": "islands", "PASS": "pass",
    "AIRP": "airport", "AIRB": "base", "AIRF": "airport", "AIRQ": "airport", "BDG": "bridge", "DAM": "dam",
    "FY": "terminal", "CTRS": "space-centre", "CSTM": "crossing", "PSTB": "crossing", "INSM": "base", "MILB": "base",
    "NVB": "base", "PRT": "port", "PSN": "nuclear-plant", "OILR": "refinery", "OILT": "pipeline-terminal",
    "RSTN": "station", "RSTP": "station", "RJCT": "junction", "TNL": "tunnel", "TNLRR": "tunnel", "TNLRD": "tunnel",
    "DCKY": "shipyard",
}  # fmt: skip
CLASSES = {"A": "region", "P": "city", "L": "region"}
AREAL = frozenset({"continent", "ocean", "sea", "gulf", "river", "lake", "mountains", "desert", "plain", "peninsula"})
POINTLESS = frozenset({"PPLH", "PPLQ", "PPLCH", "ADM1H", "ADM2H", "ADM3H", "ADM4H", "ADMDH", "PCLH"})  # no longer there


def is_dump(path: Path) -> bool:
    """Tell whether a file is a GeoNames dump: a zip of one, or a text whose first line has its columns."""
    try:
        check_regular(path)
        if zipfile.is_zipfile(path):
            return True
        with path.open("rb") as stream:
            return stream.readline(65_536).count(b"\t") == COLUMNS - 1
    except (OSError, SourceError):
        return False  # whoever reads it next says why it cannot be read


def compile_dump(source: Path, target: Path, *, progress: Callable[[str], None] = lambda _step: None) -> None:
    """Make the index of a dump.

    Parameters
    ----------
    source
        The dump, or a zip that holds it.
    target
        The file to write; the caller puts it into place.
    progress
        Told how many rows are read.

    Raises
    ------
    DataError
        If a line is not one of GeoNames' dump.
    OSError
        If the disk is full.
    """
    target.unlink(missing_ok=True)
    try:
        with without_garbage_collection(), closing(sqlite3.connect(target, isolation_level=None)) as connection:
            connection.executescript(SCHEMA)
            connection.execute("BEGIN")
            rows, names = _write(connection, source, progress)
            progress(f"sorting {names:,} names of {source.name}")
            connection.execute("CREATE INDEX by_name ON name (folded)")
            connection.execute(STARTS, {"code": CODE, "longest": LONGEST_NAME_WORDS})
            connection.execute("INSERT INTO about VALUES (?, ?)", (rows, names))
            connection.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        raise DataError(f"{source.name}: a GeoNames id stands in two lines; each must stand once") from error
    except sqlite3.OperationalError as error:
        raise OSError(None, str(error), str(target)) from error


def _write(connection: sqlite3.Connection, source: Path, progress: Callable[[str], None]) -> tuple[int, int]:
    records: list[tuple[int, str]] = []
    names: list[tuple[str, int, int, str]] = []
    rows = known = 0
    for number, line in _lines(source):
        try:
            key, name, plain, others, lat, lon, class_, code, country, _, region, _, _, _, people, _, _, _, _ = (
                line.split("\t")
            )
            id_ = int(key)
            on_globe = -90 <= float(lat) <= 90 and -180 <= float(lon) <= 180
        except ValueError:
            raise DataError(
                f"{source.name} line {number}: is no line of a GeoNames dump; expected {COLUMNS} columns divided by"
                " tabs, with id, latitude and longitude in the first, fifth and sixth"
            ) from None
        if not on_globe:
            raise DataError(f"{source.name} line {number}: {name!r} at lon {lon}, lat {lat} is off the globe; swapped?")
        rows += 1
        if not code or code in POINTLESS:
            continue
        records.append((id_, f"{name}\t{class_}\t{code}\t{lon}\t{lat}\t{country}\t{region}\t{people}"))
        folded = fold(name)
        names.append((folded, id_, PRIMARY, name))
        if others or plain != name:
            names += _other_names(id_, name, folded, plain, others)
        if len(records) >= ROWS_AT_ONCE:
            known += _flush(connection, records, names)
            if rows % ROWS_TOLD < ROWS_AT_ONCE:
                progress(f"reading {source.name}: {rows:,} rows")
    known += _flush(connection, records, names)
    return rows, known


def _other_names(id_: int, own: str, folded: str, plain: str, others: str) -> list[tuple[str, int, int, str]]:
    """Return the names beside a record's own, each that folds to another key."""
    found: dict[str, tuple[str, int, int, str]] = {}
    for name in (plain, *others.split(",")) if others else (plain,):
        if name == own:
            continue
        is_plain = name.isascii()
        if is_plain and (name.islower() or "/" in name):  # romanisations that nobody writes, and web addresses
            continue
        key = fold(name)
        if key and key != folded and key not in found:
            is_code = is_plain and len(name) == CITY_CODE_LENGTH and name.isupper()
            found[key] = (key, id_, CODE if is_code else ALIAS, name)
    return list(found.values())


def _flush(
    connection: sqlite3.Connection, records: list[tuple[int, str]], names: list[tuple[str, int, int, str]]
) -> int:
    connection.executemany("INSERT INTO record VALUES (?, ?)", records)
    connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", names)
    written = len(names)
    records.clear()
    names.clear()
    return written


def _lines(source: Path) -> Iterator[tuple[int, str]]:
    try:
        with _opened(source) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="\n")
            yield from enumerate(text, start=1)
    except UnicodeDecodeError as error:
        raise DataError(f"{source.name}: is not UTF-8 text, as GeoNames' dumps are ({error.reason})") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise DataError(f"{source.name}: the zip is damaged ({error}); download it again") from error


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    if not zipfile.is_zipfile(source):
        with source.open("rb") as stream:
            yield stream
        return
    with zipfile.ZipFile(source) as archive:
        tables = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
        if len(tables) != 1:
            raise DataError(f"{source.name}: holds {len(tables)} tables (.txt); expected one, such as AZ.txt")
        with archive.open(tables[0]) as member:
            yield member  # type: ignore[misc]  # a ZipExtFile reads bytes as any binary file does


class Dump:
    """The index of a dump, read without being loaded.

    Parameters
    ----------
    path
        What :func:`compile_dump` wrote.
    region_name
        Gives the name of the first-order region with an id such as ``geonames-regions:GE.04``, or ``""``.

    Raises
    ------
    sqlite3.DatabaseError
        If the file is damaged.
    """

    def __init__(self, path: Path, *, region_name: Callable[[str], str] = lambda _id: "") -> None:
        self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.rows, self.names = self._connection.execute("SELECT rows, names FROM about").fetchone()
        self._region_name = lru_cache(maxsize=4096)(region_name)

    def lookup(self, folded: str) -> list[tuple[Record, Form, str]]:
        """Return the records that go by a folded name, each with the form and the spelling of the name."""
        rows = self._connection.execute(
            "SELECT name.form, name.spelling, record.id, record.line FROM name JOIN record ON record.id = name.record"
            " WHERE name.folded = ?",
            (folded,),
        )
        return [(self._record(id_, line), Form(form), spelling) for form, spelling, id_, line in rows]

    def longest_from(self, word: str) -> int:
        """Return how many words the longest name has that begins with a word; at least 1."""
        row = self._connection.execute("SELECT words FROM start WHERE word = ?", (word,)).fetchone()
        return row[0] if row else 1

    def names_like(self, beginning: str) -> Iterator[str]:
        """Give the folded names that begin so."""
        rows = self._connection.execute(
            "SELECT DISTINCT folded FROM name WHERE folded >= ? AND folded < ? AND form <> ?",
            (beginning, f"{beginning}\U0010ffff", CODE),
        )
        return (row[0] for row in rows)

    def get(self, key: str) -> Record | None:
        """Return the record with a GeoNames id, or ``None``."""
        if not (key.isascii() and key.isdigit() and len(key) <= len(str(2**31))):
            return None
        row = self._connection.execute("SELECT id, line FROM record WHERE id = ?", (int(key),)).fetchone()
        return self._record(*row) if row else None

    def _record(self, id_: int, line: str) -> Record:
        name, class_, code, lon, lat, country, region, people = line.split("\t")
        source, key, kind = "geonames", str(id_), KINDS.get(code) or CLASSES.get(class_, "site")
        region_key = f"{country}.{region}"
        if code.startswith("PCL"):
            source, key, kind = "countries", country, "country"
        elif code == "ADM1":
            source, key = "geonames-regions", region_key
        elif code == "ADM2":
            source, key = "geonames-counties", f"{region_key}.{fold(name).replace(' ', '-')}"
        return Record(
            source=source,
            key=key,
            name=name,
            kind=kind,
            lon=float(lon),
            lat=float(lat),
            country=country,
            region=self._region_name(f"geonames-regions:{region_key}"),
            population=int(people) if people.isdigit() else 0,
            precision="area" if class_ == "A" or kind in AREAL else "exact",
        )
