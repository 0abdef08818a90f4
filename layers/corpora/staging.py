"""A batch's rows on disk: one Parquet file a table, then a mark that the batch is done; each whole or not at all.

A batch is done when its mark is there, and the mark comes last. So a worker may be killed at any moment, and a batch
may be done twice, by two workers even: the files it leaves are the same. The folders are made by the run alone, so that
a worker that was forgotten, and wakes up after the run has ended, finds nowhere to write and stops.
"""

from __future__ import annotations

import json
from datetime import date as Date
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.cache import whole
from geo.errors import OutputError
from layers.corpora.batches import read_entries
from layers.corpora.corpus_rows import failure_rows
from layers.corpora.corpus_schema import TABLES, to_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from layers.corpora.batches import Batch, Entry
    from layers.corpora.corpus_rows import Rows
    from layers.corpora.worker import Reader

__all__ = ["MONTH", "UNKNOWN", "done_batches", "part", "prepare", "read_batch"]

MARKS = "done"
MONTH = "month of its document"
"""Column of a part that says where its rows belong; the dataset says it by the names of its folders."""
UNKNOWN = "unknown"
"""Month of what has no date."""


def prepare(folder: Path) -> None:
    """Make the folders for the parts of all batches."""
    for name in (MARKS, *TABLES):
        (folder / name).mkdir(parents=True, exist_ok=True)


def read_batch(batch: Batch, folder: Path, reader: Reader) -> dict[str, int]:
    """Read all documents of a batch and leave their rows in a folder.

    Parameters
    ----------
    batch
        What to read.
    folder
        Where the parts of all batches lie.
    reader
        Reads one document after the other.

    Returns
    -------
    Number of rows by table, and of documents that were passed over by their date as ``left out``.

    Raises
    ------
    OutputError
        If the folder has not been prepared, or its run has ended.
    """
    mark = _mark(batch.number, folder)
    if mark.exists():
        told: dict[str, int] = json.loads(mark.read_text(encoding="utf-8"))
        return told
    read = [(entry, reader.read(entry)) for entry in read_entries(batch)]
    try:
        tables = _tables([found for _, found in read])
    except (ValueError, TypeError, KeyError, pa.ArrowException):  # one says what no table can hold
        read = [(entry, _storable(entry, found)) for entry, found in read]
        tables = _tables([found for _, found in read])
    left_out = sum(not found for _, found in read)
    counts = {name: len(table) for name, table in tables.items()} | {"left out": left_out}
    for name, table in tables.items():
        _whole(part(name, batch.number, folder), partial(pq.write_table, table, compression="lz4"))
    _whole(mark, lambda path: path.write_text(json.dumps(counts), encoding="utf-8"))
    return counts


def _tables(read: Sequence[Rows]) -> dict[str, pa.Table]:
    """Lay the rows of a batch out in tables, each with the month of its document."""
    tables = {}
    for name in TABLES:
        rows = [row for found in read for row in found.get(name, ())]
        months = [month for found in read for month in [_month(found)] * len(found.get(name, ()))]
        tables[name] = _table(name, rows).append_column(MONTH, pa.array(months, pa.string()))
    return tables


def _storable(entry: Entry, found: Rows) -> Rows:
    """Return a document's rows, or the row of a failure where no table can hold them."""
    try:
        _tables([found])
    except (ValueError, TypeError, KeyError, pa.ArrowException) as error:
        reason = f"our own fault, please report it ({type(error).__name__}: {error})"
        return failure_rows(entry.id, entry.source, reason)
    return found


def done_batches(folder: Path) -> dict[int, dict[str, int]]:
    """Return the counts of the batches that are done, by number."""
    return {
        int(mark.stem): json.loads(mark.read_text(encoding="utf-8")) for mark in sorted((folder / MARKS).glob("*.json"))
    }


def part(name: str, number: int, folder: Path) -> Path:
    """Return where a batch's rows of one table lie."""
    return folder / name / f"{number:08d}.parquet"


def _mark(number: int, folder: Path) -> Path:
    return folder / MARKS / f"{number:08d}.json"


def _month(found: Rows) -> str:
    date = found["documents"][0]["date"] if "documents" in found else None
    return date[:7] if date else UNKNOWN


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    if rows and "geometry" in rows[0]:
        shapes = shapely.to_wkb([_shape(row["geometry"]) for row in rows])
        rows = [row | {"geometry": shape} for row, shape in zip(rows, shapes, strict=True)]
    if name == "documents":
        rows = [row | {"date": Date.fromisoformat(row["date"]) if row["date"] else None} for row in rows]
    return to_table(name, rows)


def _shape(coordinates: Any) -> BaseGeometry | None:
    if coordinates is None:
        return None
    if isinstance(coordinates[0], float | int):
        return shapely.Point(coordinates)
    if len(coordinates) == 1:
        return shapely.LineString(coordinates[0])
    return shapely.MultiLineString(coordinates)


def _whole(target: Path, write: Callable[[Path], object]) -> None:
    """Write a file under a temporary name and rename it, so that it is there whole or not at all."""
    if not target.parent.is_dir():
        raise OutputError(f"{target.parent} is not there: its run has ended, or this machine does not see it")
    with whole(target) as path:
        write(path)
