"""Names to records: countries, regions, 235,000 populated places, airports, ports, sites, seas.

The names come from installed packages and our own files under ``geo/data``; :mod:`geo.gazetteer.compiling` makes one
index of them in the user's cache, once. Knows nothing of articles.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from geo import cache
from geo.gazetteer import curated, packages
from geo.gazetteer.compiling import (
    INDEX_NAME,
    LONGEST_NAME_WORDS,
    SPELLING_DIVIDER,
    compile_index,
    may_be_named,
    source_key,
)
from geo.gazetteer.entry import Form
from geo.gazetteer.spellings import fold, fold_word
from geo.gazetteer.user_gazetteers import OwnPlaces
from geo.model import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from geo.gazetteer.entry import Entry
    from geo.gazetteer.fuzzy import Close
    from geo.gazetteer.geonames_dump import Dump
    from geo.model import DataSource

__all__ = ["Form", "Gazetteer", "Match", "fold", "fold_word"]

REMEMBERED_NAMES = 20_000
HAND_KEPT = frozenset({"sites", "waypoints"})
HAND_KEPT_STANDING = 50_000  # a site listed by hand is as well known as a town of so many people
SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Match:
    """A record that goes by a name.

    Attributes
    ----------
    form
        How the name stands to the record: its own name, an alias, a code, a demonym …
    exact
        True where the name is spelled just as the record's source spells it.
    spellings
        How the source spells this name.
    """

    record: Record
    form: Form
    exact: bool
    spellings: tuple[str, ...] = ()


class Gazetteer:
    """A read-only index of names.

    Examples
    --------
    >>> gazetteer = Gazetteer.open()
    >>> [match.record.name for match in gazetteer.lookup("Tbilisi") if match.record.population > 1_000_000]
    ['Tbilisi']
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        own: Iterable[Entry] = (),
        dumps: tuple[Dump, ...] = (),
        mask: bytes = b"",
    ) -> None:
        self._connection = connection
        self._mask: bytes = mask or connection.execute("SELECT bits FROM mask").fetchone()[0]
        self._dumps = dumps
        self.own_sources: tuple[DataSource, ...] = ()
        self._own: dict[str, list[Match]] = {}
        self._own_starts: dict[str, int] = {}
        self._points: dict[str, tuple[tuple[float, float], ...]] = {}
        for entry in own:
            self._add(entry)
        self.lookup = lru_cache(maxsize=REMEMBERED_NAMES)(self._lookup)
        self.longest_from = lru_cache(maxsize=REMEMBERED_NAMES)(self._longest_from)

    @classmethod
    def open(cls, *, own_files: Iterable[Path] = (), progress: Callable[[str], None] = lambda _step: None) -> Gazetteer:
        """Open the compiled index, compiling it first if need be.

        Parameters
        ----------
        own_files
            The user's own places: tables as CSV, GeoJSON or YAML with the columns of ``geo/data/sites.csv``, which come
            before all others, and dumps of GeoNames, which stand beside ours. What was added for all runs
            (:func:`geo.gazetteer.user_gazetteers.add`) is opened as well.
        progress
            Told each step of a compilation.

        Returns
        -------
        The gazetteer.

        Raises
        ------
        DataError
            If a table holds a row that cannot be true.
        CacheError
            If the cache folder cannot be used, or the index is damaged even after it was made anew.
        """
        connection = cache.opened(
            INDEX_NAME,
            key=source_key(),
            build=lambda target: compile_index(target, progress=progress),
            read=_connected,
        )
        return cls(connection).with_files(own_files, progress)

    def with_files(self, files: Iterable[Path], progress: Callable[[str], None] = lambda _step: None) -> Gazetteer:
        """Return this gazetteer with the user's own places, those of the files and those added for all runs."""
        own = OwnPlaces.open(files, region_name=self._region_name, progress=progress)
        if not own.sources:
            return self
        wider = Gazetteer(self._connection, own=own.entries, dumps=own.dumps, mask=self._mask)
        wider.own_sources = own.sources
        return wider

    def with_entries(self, entries: Iterable[Entry]) -> Gazetteer:
        """Return this gazetteer with further places, which come before those of the index; this one stays as it is."""
        wider = Gazetteer(self._connection, own=entries, dumps=self._dumps, mask=self._mask)
        wider.own_sources = self.own_sources
        for folded, matches in self._own.items():
            wider._own.setdefault(folded, [])[:0] = matches
        for word, words in self._own_starts.items():
            wider._own_starts[word] = max(words, wider._own_starts.get(word, 1))
        return wider

    @staticmethod
    def is_compiled() -> bool:
        """Tell whether :meth:`open` will find its index ready."""
        return cache.is_built(INDEX_NAME, key=source_key())

    @staticmethod
    def index_path() -> Path:
        """Return where the compiled index lies, or will."""
        return cache.path_of(INDEX_NAME, key=source_key())

    @staticmethod
    def sources() -> tuple[DataSource, ...]:
        """Describe every source of names."""
        return (*packages.sources(), *curated.sources())

    def _lookup(self, name: str) -> tuple[Match, ...]:
        """Return all records that go by a name, best claims first, then the better known.

        Parameters
        ----------
        name
            As written; spelling variants fold together (:func:`geo.gazetteer.spellings.fold`).

        Returns
        -------
        Matches; empty where nothing has this name.
        """
        folded = fold(name)
        if not folded or SURROGATES.search(folded):  # half a character, from a broken file name or a shell
            return ()
        matches = [_match(row, name) for row in self._rows(folded)]
        if self._dumps:
            matches = self._with_dumps(matches, folded, name)
        matches.sort(key=lambda m: (not m.exact, m.form, -_standing(m.record), m.record.id))
        own = self._own.get(folded)
        if not own:
            return tuple(matches)
        given = {match.record.id for match in own}
        return (*own, *(match for match in matches if match.record.id not in given))

    def _rows(self, folded: str) -> list[tuple[Any, ...]]:
        """Return form, spelling and record of all that goes by a folded name."""
        if not may_be_named(folded, self._mask):
            return []
        return self._connection.execute(
            "SELECT name.form, name.spelling, record.* FROM name JOIN record ON record.id = name.record"
            " WHERE name.folded = ?",
            (folded,),
        ).fetchall()

    def _longest_from(self, word: str) -> int:
        """Return how many words the longest name has that begins with a word (folded, without spaces); at least 1."""
        row = self._connection.execute("SELECT words FROM start WHERE word = ?", (word,)).fetchone()
        return max(
            row[0] if row else 1, self._own_starts.get(word, 1), *(dump.longest_from(word) for dump in self._dumps)
        )

    def close_to(self, name: str, *, most: int = 5) -> tuple[Close, ...]:
        """Return names that are spelled nearly so, most alike first; of a user's dump those with the same two letters.

        Parameters
        ----------
        name
            As written; takes about a second, and is never asked for while an article is read.
        most
            How many to return at the most.
        """
        from geo.gazetteer.fuzzy import closest

        folded = fold(name)
        if not folded or SURROGATES.search(folded):
            return ()
        rows = self._connection.execute("SELECT DISTINCT folded FROM name WHERE form < ?", (Form.CODE,))
        known = chain((row[0] for row in rows), self._own, *(dump.names_like(folded[:2]) for dump in self._dumps))
        return closest(name, known, most=most)

    def points_of(self, kind: str) -> tuple[tuple[float, float], ...]:
        """Return longitude and latitude of all records of a kind from south to north; of airports with a code."""
        if kind not in self._points:
            rows = self._connection.execute(
                "SELECT lon, lat FROM record WHERE kind = ? AND (source != 'airportsdata' OR population > 0)", (kind,)
            )
            self._points[kind] = tuple(sorted(((lon, lat) for lon, lat in rows), key=itemgetter(1)))
        return self._points[kind]

    def towns(self, extent: tuple[float, float, float, float], *, least: int) -> tuple[Record, ...]:
        """Return the populated places of an extent, the largest first.

        Parameters
        ----------
        extent
            West, south, east, north, degrees; east may run past 180, west below -180.
        least
            Inhabitants.
        """
        west, south, east, north = extent
        rows = self._connection.execute(
            "SELECT * FROM record WHERE population >= ? AND source = 'geonames' AND lat BETWEEN ? AND ?"
            " AND (lon BETWEEN ? AND ? OR lon + 360 BETWEEN ? AND ? OR lon - 360 BETWEEN ? AND ?)"
            " ORDER BY population DESC, id",
            (least, south, north, west, east, west, east, west, east),
        )
        return tuple(map(_record, rows))

    def row_counts(self) -> dict[str, int]:
        """Return how many records each source gives, by its id."""
        return dict(self._connection.execute("SELECT source, count(*) FROM record GROUP BY source ORDER BY source"))

    def name_count(self) -> int:
        """Return how many pairs of a name and a record the index holds."""
        return int(self._connection.execute("SELECT count(*) FROM name").fetchone()[0])

    def get(self, record_id: str) -> Record | None:
        """Return the record with an id such as ``geonames:611717``, or ``None``."""
        source, _, key = record_id.partition(":")
        for matches in self._own.values():
            for match in matches:
                if match.record.id == record_id:
                    return match.record
        row = self._connection.execute("SELECT * FROM record WHERE key = ? AND source = ?", (key, source)).fetchone()
        if row:
            return _record(row)
        found = (dump.get(key) for dump in self._dumps if source == "geonames")
        return next(filter(None, found), None)

    def _with_dumps(self, matches: list[Match], folded: str, name: str) -> list[Match]:
        """Add what the user's dumps know of a name; of a record that we know as well, ours stays."""
        known = {match.record.id for match in matches}
        for dump in self._dumps:
            for record, form, spelling in dump.lookup(folded):
                if record.id not in known:
                    known.add(record.id)
                    matches.append(Match(record, form, exact=spelling == name, spellings=(spelling,)))
        return matches

    def _region_name(self, id_: str) -> str:
        region = self.get(id_)
        return region.name if region else ""

    def _add(self, entry: Entry) -> None:
        for name, form in entry.names:
            folded = fold(name)
            if not folded:
                continue
            self._own.setdefault(folded, []).append(Match(entry.record, form, exact=True, spellings=(name,)))
            first, *rest = folded.split(" ")
            if rest and len(rest) < LONGEST_NAME_WORDS:
                self._own_starts[first] = max(self._own_starts.get(first, 1), len(rest) + 1)


def _match(row: tuple[Any, ...], name: str) -> Match:
    spellings = tuple(row[1].split(SPELLING_DIVIDER))
    return Match(_record(row[2:]), Form(row[0]), name in spellings, spellings)


def _standing(record: Record) -> int:
    return HAND_KEPT_STANDING if record.source in HAND_KEPT else record.population


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.execute("PRAGMA mmap_size = 268435456")
    connection.execute("SELECT folded FROM name LIMIT 1").fetchone()
    return connection


def _record(row: tuple[Any, ...]) -> Record:
    _, source, key, name, kind, lon, lat, country, region, population, precision, *extent = row
    return Record(
        source=source,
        key=key,
        name=name,
        kind=kind,
        lon=lon,
        lat=lat,
        country=country,
        region=region,
        population=population,
        precision=precision,
        extent=None if extent[0] is None else tuple(extent),
    )
