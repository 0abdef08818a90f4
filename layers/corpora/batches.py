"""From what a user names — folders, JSON lines, Parquet — to batches of documents that any worker can read by itself.

A batch is a pointer, not a load of text: a file with a range of bytes or rows, or a list of files. So the list of all
batches of a million documents stays small, a scheduler passes on a few hundred bytes, and a batch that is done twice
gives the same rows twice. Workers on other machines must see the same files under the same names.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.characters import line, whole
from geo.errors import SourceError
from geo.reading import MARKDOWN_SUFFIXES, PLAIN_SUFFIXES, is_readable
from geo.reading.formats import FORMATS
from geo.user_files import LONGEST_LINE, check_regular, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["BATCH_DOCUMENTS", "Batch", "Entry", "find_batches", "fingerprint_of", "read_entries"]

COLUMNS = ("id", "text", "title", "date", "url", "publisher")
BATCH_DOCUMENTS = 250
BATCH_BYTES = 4_000_000
"""Whichever comes first ends a batch: some seconds of work, so that little is lost with a worker."""
PACKED_WEIGHT = 5
"""A file of another program (HTML, PDF, DOCX, EPUB) takes the time of so many plain texts, or longer."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents of one source, in its order.

    Attributes
    ----------
    number
        Place among all batches; names the files that come of it.
    kind
        ``files``, ``jsonl`` or ``parquet``.
    paths
        One file, or each document's own.
    start, stop
        Bytes of a JSON lines file or rows of a Parquet file; unused for ``files``.
    first
        Number of the first document in its source, for those that have no id of their own.
    root
        Folder that the names of ``files`` are told from.
    """

    number: int
    kind: str
    paths: tuple[str, ...]
    start: int = 0
    stop: int = 0
    first: int = 1
    root: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, as a scheduler passes them on."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Entry:
    """One document to read: its text, or the file it is in; or why there is none."""

    id: str
    source: str
    text: str | None = None
    path: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None
    publisher: str | None = None
    error: str | None = None


def find_batches(sources: Sequence[Path]) -> list[Batch]:
    """Divide sources into batches.

    Parameters
    ----------
    sources
        Folders of documents of every kind that :func:`geo.read` reads (other files in them are passed over), ``.jsonl``
        files (``{"id", "text"[, "title", "date", "url"]}`` a line), ``.parquet`` files with the same columns, or single
        documents.

    Returns
    -------
    Batches in the order of the sources; files of a folder in the order of their names.

    Raises
    ------
    SourceError
        If a source does not exist, is of an unknown kind, or holds no document.
    """
    found: list[Batch] = []
    for source in sources:
        before = len(found)
        for batch in _divided(source):
            found.append(Batch(len(found), **batch))
        if len(found) == before:
            allowed = ", ".join((*MARKDOWN_SUFFIXES, *(s for s in PLAIN_SUFFIXES if s), *FORMATS))
            raise SourceError(f"{source} holds no document; expected files of kind {allowed}, or lines of JSON")
    return found


def _divided(source: Path) -> Iterator[dict[str, Any]]:
    if source.is_dir():
        yield from _files(sorted(p for p in source.rglob("*") if is_readable(p) and p.is_file()), source)
    elif not source.exists():
        raise SourceError(f"{source} does not exist; name a folder, a .jsonl or a .parquet file")
    elif check_regular(source) >= 0 and source.suffix.lower() in {".jsonl", ".ndjson"}:
        yield from _lines(source)
    elif source.suffix.lower() in {".parquet", ".pq"}:
        yield from _table_rows(source)
    elif is_readable(source):
        yield from _files([source], source.parent)
    else:
        raise SourceError(f"{source}: not a folder, .jsonl, .parquet or a document of a kind that is read")


def _files(paths: Sequence[Path], root: Path) -> Iterator[dict[str, Any]]:
    held: list[str] = []
    size = weight = 0
    for path in paths:
        held.append(str(path))
        size += path.stat().st_size
        weight += PACKED_WEIGHT if path.suffix.lower() in FORMATS else 1
        if weight >= BATCH_DOCUMENTS or size >= BATCH_BYTES:
            yield {"kind": "files", "paths": tuple(held), "root": str(root)}
            held, size, weight = [], 0, 0
    if held:
        yield {"kind": "files", "paths": tuple(held), "root": str(root)}


def _lines(source: Path) -> Iterator[dict[str, Any]]:
    start = position = 0
    first = number = 1
    with source.open("rb") as stream:
        while piece := stream.readline(BATCH_BYTES):
            position += len(piece)
            if not piece.endswith(b"\n"):
                continue  # a line that is longer than a batch, or the last one
            number += 1
            if number - first == BATCH_DOCUMENTS or position - start >= BATCH_BYTES:
                yield {"kind": "jsonl", "paths": (str(source),), "start": start, "stop": position, "first": first}
                start, first = position, number
    if position > start:
        yield {"kind": "jsonl", "paths": (str(source),), "start": start, "stop": position, "first": first}


def _table_rows(source: Path) -> Iterator[dict[str, Any]]:
    from pyarrow import ArrowInvalid
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(source) as table:
            count, names = table.metadata.num_rows, set(table.schema_arrow.names)
    except (OSError, ArrowInvalid) as error:
        raise SourceError(f"{source} is no Parquet file ({error})") from None
    if "text" not in names:
        raise SourceError(f"{source} has no column 'text' but {', '.join(sorted(names))}; rename one")
    for start in range(0, count, BATCH_DOCUMENTS):
        stop = min(start + BATCH_DOCUMENTS, count)
        yield {"kind": "parquet", "paths": (str(source),), "start": start, "stop": stop, "first": start + 1}


def read_entries(batch: Batch) -> Iterator[Entry]:
    """Read the documents of a batch; one that cannot be read says why, and the rest go on."""
    readers = {"files": _file_entries, "jsonl": _line_entries, "parquet": _row_entries}
    yield from readers[batch.kind](batch)


def _file_entries(batch: Batch) -> Iterator[Entry]:
    for path in batch.paths:
        name = whole(Path(path).relative_to(batch.root).as_posix())  # two files of one name lie in two folders
        yield Entry(id=name, source=name, path=path)


def _line_entries(batch: Batch) -> Iterator[Entry]:
    (path,) = batch.paths
    with Path(path).open("rb") as stream:
        stream.seek(batch.start)
        for number, words in enumerate(lines_of(stream), start=batch.first):
            source = f"{Path(path).name}:{number}"
            if words is None:
                yield Entry(id=source, source=source, error=f"holds more than {LONGEST_LINE:,} bytes in one line")
            elif words.strip():
                yield _line_entry(words, source)
            if stream.tell() >= batch.stop:
                return


def _line_entry(words: bytes, source: str) -> Entry:
    try:
        return _entry(json.loads(words), source)
    except RecursionError:
        return Entry(id=source, source=source, error="no JSON (brackets within brackets without end)")
    except ValueError as error:
        return Entry(id=source, source=source, error=f"no JSON ({error})")


def _row_entries(batch: Batch) -> Iterator[Entry]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    (path,) = batch.paths
    with ParquetFile(path) as table:
        columns = [name for name in COLUMNS if name in table.schema_arrow.names]
        number = batch.first
        first = 0
        for group in range(table.num_row_groups):
            rows = table.metadata.row_group(group).num_rows
            low, high = max(batch.start - first, 0), min(batch.stop - first, rows)
            first += rows
            if low >= high:
                continue
            try:
                rows_read = table.read_row_group(group, columns=columns).slice(low, high - low).to_pylist()
            except (OSError, ValueError, ArrowException) as error:  # damaged from here on, or no UTF-8
                source = f"{Path(path).name}:{number}"
                reason = f"rows {number}-{number + high - low - 1} cannot be read ({error})"
                yield Entry(id=source, source=source, error=reason)
                number += high - low
                continue
            for fields in rows_read:
                yield _entry(fields, f"{Path(path).name}:{number}")
                number += 1


def _entry(fields: object, source: str) -> Entry:
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        return Entry(id=source, source=source, error='no "text" in it')
    given = fields.get("id")
    id_ = source if given is None or given == "" else line(str(given)) or source
    rest = {
        name: None if fields.get(name) is None else line(str(fields[name])) or None
        for name in ("title", "url", "publisher")
    }
    try:
        date = _day(fields.get("date"))
    except ValueError:
        return Entry(id=id_, source=source, error=f"date {str(fields['date'])[:40]!r} is no day; write 2019-05-14")
    return Entry(id=id_, source=source, text=whole(fields["text"]), date=date, **rest)


def _day(value: object) -> str | None:
    """Return a date, or the day of a point in time, in ISO form."""
    if value is None or value == "":
        return None
    return Date.fromisoformat(str(value)[:10]).isoformat()


def fingerprint_of(sources: Iterable[Path]) -> str:
    """Return a hash of which files a corpus is made of, by name and size."""
    digest = hashlib.sha256()
    for source in sources:
        files = sorted(p for p in source.rglob("*") if p.is_file()) if source.is_dir() else [source]
        for path in files:
            digest.update(f"{path.name} {path.stat().st_size}\n".encode(errors="surrogatepass"))
    return digest.hexdigest()[:16]
