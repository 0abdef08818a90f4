"""What a user brings beside our own names: tables of places and dumps of GeoNames, for one run or added for all.

A table is read each time; a dump is compiled once into the cache. What is added stands in the folder ``added`` of the
cache folder: a note for each, and a copy of each table, so that the user's file may move.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo import cache
from geo.errors import CacheError, DataError
from geo.gazetteer.spellings import fold
from geo.model import DataSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geo.gazetteer.entry import Entry
    from geo.gazetteer.geonames_dump import Dump

__all__ = ["OUR_SOURCES", "Addition", "OwnPlaces", "add", "additions", "remove", "source_id"]

ADDED = "added"
OUR_SOURCES = frozenset({
    "locode", "rivers", "towns",
    "geonames", "geonames-regions", "geonames-counties", "airportsdata", "searoute-ports", "countries", "regions",
    "sites", "waypoints", "areas",
})  # fmt: skip
EDGE_BYTES = 65_536
DUMP_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Addition:
    """A file that was added for all runs.

    Attributes
    ----------
    name
        What it is called here, and removed by: the file's name without its suffix.
    file
        Where it came from.
    key
        Fingerprint of its content, or of a dump's size, time and edges.
    """

    name: str
    file: str
    key: str
    rows: int
    size_bytes: int
    is_dump: bool


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """Everything a user brings to one gazetteer."""

    entries: tuple[Entry, ...] = ()
    dumps: tuple[Dump, ...] = ()
    sources: tuple[DataSource, ...] = ()

    @classmethod
    def open(
        cls,
        files: Iterable[Path],
        *,
        region_name: Callable[[str], str],
        progress: Callable[[str], None] = lambda _step: None,
    ) -> OwnPlaces:
        """Read the files of one run, then what was added for all.

        Raises
        ------
        DataError
            If a file holds what cannot be true.
        SourceError
            If it cannot be read.
        CacheError
            If the cache folder cannot be used.
        """
        entries: list[Entry] = []
        dumps: list[Dump] = []
        tables: list[DataSource] = []
        about: list[DataSource] = []
        given = [(path, None) for path in files]
        for path, addition in [*given, *((_kept(each), each) for each in additions())]:
            if addition.is_dump if addition else _is_dump(path):
                key = addition.key if addition else _stamp(path)
                dump = _open_dump(path, key, region_name, progress)
                dumps.append(dump)
                about.append(_source(path, key, dump.rows))
            else:
                from geo.gazetteer.user_tables import read_table

                read = list(read_table(path, source=source_id(path)))
                entries += read
                tables.append(_source(path, cache.fingerprint([path]), len(read)))
        return cls(tuple(entries), tuple(dumps), (*tables, *about))


def add(path: Path, *, progress: Callable[[str], None] = lambda _step: None) -> Addition:
    """Add a file for all runs to come; one that was added before under the same name is replaced.

    Parameters
    ----------
    path
        A table (CSV, GeoJSON, YAML) or a dump of GeoNames.
    progress
        Told each step of a compilation.

    Raises
    ------
    DataError
        If the file holds what cannot be true; then nothing is added.
    SourceError
        If it cannot be read.
    CacheError
        If the cache folder cannot be written.
    """
    path = path.resolve()
    name = "-".join(fold(path.stem).split()) or "x"
    if is_extract(path):
        return _add_extract(path, progress=progress)
    if is_dump := _is_dump(path):
        key = _stamp(path)
        rows = _open_dump(path, key, lambda _id: "", progress).rows
    else:
        from geo.gazetteer.user_tables import read_table

        rows = sum(1 for _ in read_table(path, source=source_id(path)))
        key = cache.fingerprint([path])
    addition = Addition(name, str(path), key, rows, path.stat().st_size, is_dump)
    if not is_dump:
        _put(_kept(addition), path.read_bytes())
    return _noted(addition)


def _noted(addition: Addition) -> Addition:
    """Write down what was added."""
    told = json.dumps(asdict(addition), ensure_ascii=False, indent=1)
    _put(_note(addition.name), told.encode(errors="backslashreplace"))
    return addition


def _add_extract(path: Path, *, progress: Callable[[str], None]) -> Addition:
    """Add the places of an OpenStreetMap extract: the table made of it is what is kept."""
    from geo.gazetteer.osm_places import table_of

    if not path.is_file():
        raise DataError(f"{path}: no such file; expected an OpenStreetMap extract (.osm.pbf)")
    progress(f"reading {path.name}")
    text = table_of(path)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / f"{path.name.split('.')[0]}.csv"
        table.write_text(text, encoding="utf-8")
        return _noted(replace(add(table, progress=progress), file=str(path)))  # the table is gone in a moment


def is_extract(path: Path) -> bool:
    """Tell whether a file is an OpenStreetMap extract by its name."""
    return path.name.lower().endswith(".pbf")


def remove(name: str) -> Addition:
    """Forget a file that was added.

    Raises
    ------
    DataError
        If nothing of this name was added.
    """
    known = {addition.name: addition for addition in additions()}
    if name not in known:
        raise DataError(f"nothing called {name!r} was added; added are: {', '.join(known) or 'none'}")
    addition = known[name]
    with suppress(OSError):
        _note(name).unlink()
    if addition.is_dump:
        cache.discard(_index_name(Path(addition.file)), key=addition.key)
    else:
        _kept(addition).unlink(missing_ok=True)
    return addition


def additions() -> tuple[Addition, ...]:
    """Return what was added for all runs, by name.

    Raises
    ------
    CacheError
        If a note of it cannot be read.
    """
    folder = cache.folder() / ADDED
    found = []
    for note in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            found.append(Addition(**json.loads(note.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError) as error:
            raise CacheError(f"{note} cannot be read; delete it, and add the file again") from error
    return tuple(found)


def _is_dump(path: Path) -> bool:
    from geo.gazetteer.geonames_dump import is_dump

    return is_dump(path)


def _open_dump(path: Path, key: str, region_name: Callable[[str], str], progress: Callable[[str], None]) -> Dump:
    from geo.gazetteer.geonames_dump import Dump, compile_dump

    def build(target: Path) -> None:
        if not path.exists():
            raise DataError(f"{path} is gone, and its index with it; bring it back, or forget it: corridors gazetteer"
                            f" remove {'-'.join(fold(path.stem).split())}")  # fmt: skip
        compile_dump(path, target, progress=progress)

    return cache.opened(
        _index_name(path), key=key, build=build, read=lambda index: Dump(index, region_name=region_name)
    )


def _index_name(path: Path) -> str:
    return f"{'-'.join(fold(path.stem).split()).replace('.', '-')}-places.sqlite"


def _stamp(path: Path) -> str:
    """Fingerprint a large file without reading it whole: where it is, size, time, head and tail."""
    about = path.stat()
    with path.open("rb") as stream:
        head = stream.read(EDGE_BYTES)
        stream.seek(max(0, about.st_size - EDGE_BYTES))
        tail = stream.read()
    return cache.fingerprint([f"dump {DUMP_SCHEMA} {path.name} {about.st_size} {about.st_mtime_ns}", head, tail])


def source_id(path: Path) -> str:
    """Return what the records of a user's file are filed under: its name, told apart from the names of our sources.

    Examples
    --------
    >>> from pathlib import Path
    >>> source_id(Path("depots.csv")), source_id(Path("countries.csv"))
    ('depots', 'own-countries')
    """
    return f"own-{path.stem}" if path.stem in OUR_SOURCES else path.stem


def _source(path: Path, key: str, rows: int) -> DataSource:
    return DataSource(
        id=source_id(path),
        name=f"{path.name}, brought by the user",
        version=key,
        licence="not stated",
        attribution=path.name,
        rows=rows,
        size_bytes=path.stat().st_size if path.exists() else None,
    )


def _folder() -> Path:
    return cache.folder() / ADDED


def _note(name: str) -> Path:
    return _folder() / f"{name}.json"


def _kept(addition: Addition) -> Path:
    """Return where an added table is kept; a dump stays where it is."""
    file = Path(addition.file)
    if is_extract(file):  # what is kept of it is the table that was made of it
        file = Path(f"{file.name.split('.', maxsplit=1)[0]}.csv")
    return file if addition.is_dump else _folder() / "tables" / f"{file.stem}{file.suffix}"


def _put(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with cache.whole(target) as path:
            path.write_bytes(content)
    except OSError as error:
        raise CacheError(f"{target} cannot be written ({error.strerror}); free some space") from error
