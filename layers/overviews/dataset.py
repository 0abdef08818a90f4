"""A corpus' dataset, opened to be read: whether it is one, which months it has, its rows in pieces of bounded size."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import SourceError
from layers.corpora.corpus_schema import PARTITION, SCHEMA_VERSION
from layers.corpora.staging import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["UNKNOWN", "Dataset", "open_dataset", "picked"]

MANIFEST = "_corpus.json"
TABLES = ("documents", "places", "corridors", "failures")
BATCH_ROWS = 8192
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Dataset:
    """What ``corridors corpus`` left in a folder.

    Attributes
    ----------
    manifest
        What it was made from: sources, options, versions of the data, rows by table.
    months
        Those to be read, in order (``2019-05``); :data:`UNKNOWN` last, for documents without a date.
    """

    folder: Path
    manifest: Mapping[str, Any]
    months: tuple[str, ...]

    def batches(
        self, table: str, columns: Sequence[str], *, rows: int = BATCH_ROWS
    ) -> Iterator[tuple[str, pa.RecordBatch]]:
        """Read some columns of a table, by month and in the order of its files.

        Parameters
        ----------
        table
            ``documents``, ``places``, ``corridors`` or ``failures``.
        columns
            Only these are read from disk.
        rows
            At most so many at a time.

        Yields
        ------
        The month and some of its rows.

        Raises
        ------
        SourceError
            If a file is damaged or lacks a column.
        """
        for month in self.months:
            for batch in self.month(month, table, columns, rows=rows):
                yield month, batch

    def month(
        self, month: str, table: str, columns: Sequence[str], *, rows: int = BATCH_ROWS
    ) -> Iterator[pa.RecordBatch]:
        """Read the rows of one month; see :meth:`batches`."""
        for path in sorted((self.folder / table / f"{PARTITION}={month}").glob("*.parquet")):
            yield from _read(path, columns, rows)

    def between(self, first: str | None, last: str | None) -> Dataset:
        """Return the dataset with only the months from one to another; undated documents are in none.

        Raises
        ------
        SourceError
            If a month is no month, or there is no document in any of them.
        """
        for month in (first, last):
            if month is not None and not MONTH.fullmatch(month):
                raise SourceError(f"{month!r} is no month; write 2019-05")
        if first is None and last is None:
            return self
        dated = [month for month in self.months if month != UNKNOWN]
        chosen = tuple(month for month in dated if (first or month) <= month <= (last or month))
        if not chosen:
            has = f"from {dated[0]} to {dated[-1]}" if dated else "without a date only"
            wanted = " ".join(f"{word} {month}" for word, month in (("from", first), ("to", last)) if month)
            raise SourceError(f"{self.folder} has no document {wanted}; it has documents {has}")
        return Dataset(self.folder, self.manifest, chosen)


def open_dataset(folder: Path) -> Dataset:
    """Open a folder that ``corridors corpus`` wrote.

    Parameters
    ----------
    folder
        With a folder for each table, and ``_corpus.json``.

    Returns
    -------
    The dataset with all its months.

    Raises
    ------
    SourceError
        If the folder is no dataset, is not finished, or has a form that this version does not read.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from layers import corpus
    >>> folder = TemporaryDirectory()
    >>> lines, dataset = Path(folder.name) / "news.jsonl", Path(folder.name) / "news"
    >>> _ = lines.write_text('{"text": "Ferries link Suakin with Jeddah.", "date": "2024-05-03"}', encoding="utf-8")
    >>> _ = corpus([lines], dataset, workers=0)
    >>> open_dataset(dataset).months
    ('2024-05',)
    >>> folder.cleanup()
    """
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        raise SourceError(f"{folder} {what}; name a folder that `corridors corpus SOURCE -o FOLDER` wrote")
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        schema = manifest["schema"]
    except FileNotFoundError:
        raise SourceError(
            f"{folder} is no dataset: it has no {MANIFEST};"
            " name a folder that `corridors corpus SOURCE -o FOLDER` wrote"
        ) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise SourceError(f"{folder / MANIFEST} is damaged; make the dataset again with `corridors corpus`") from None
    if schema != SCHEMA_VERSION:
        raise SourceError(
            f"{folder} has version {schema} of the schema, this program reads {SCHEMA_VERSION};"
            " make the dataset again with this version's `corridors corpus`"
        )
    if "rows" not in manifest:
        raise SourceError(f"{folder} is not finished; go on with `corridors corpus … --resume`")
    missing = [name for name in TABLES if not (folder / name).is_dir()]
    if missing:
        raise SourceError(f"{folder} lacks the table {missing[0]}; make the dataset again with `corridors corpus`")
    found = sorted(path.name.partition("=")[2] for path in (folder / "documents").glob(f"{PARTITION}=*"))
    odd = [month for month in found if month != UNKNOWN and not MONTH.fullmatch(month)]
    if odd:
        raise SourceError(
            f"{folder / 'documents'}: {PARTITION}={odd[0]} is no month; expected one like {PARTITION}=2019-05"
        )
    dated = [month for month in found if month != UNKNOWN]
    return Dataset(folder, manifest, (*dated, *(month for month in found if month == UNKNOWN)))


def _read(path: Path, columns: Sequence[str], rows: int) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(path) as table:
            missing = [name for name in columns if name not in table.schema_arrow.names]
            if missing:
                raise SourceError(
                    f"{path} has no column {missing[0]!r}; make the dataset again with `corridors corpus`"
                )
            yield from table.iter_batches(rows, columns=list(columns))
    except (OSError, pa.ArrowException) as error:
        raise SourceError(f"{path} cannot be read ({error}); make the dataset again with `corridors corpus`") from None


def picked(
    batches: Iterator[tuple[str, pa.RecordBatch]], numbers: Sequence[int]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read single rows by their place in the table.

    Parameters
    ----------
    batches
        As :meth:`Dataset.batches` gives them.
    numbers
        Of the rows wanted, counted from 0 over all batches, in rising order.

    Yields
    ------
    The number and the row.
    """
    start = 0
    wanted = iter(numbers)
    number = next(wanted, None)
    for _, batch in batches:
        if number is None:
            return
        stop = start + batch.num_rows
        here: list[int] = []
        while number is not None and number < stop:
            here.append(number)
            number = next(wanted, None)
        if here:
            rows = batch.take(pa.array([n - start for n in here])).to_pylist()
            yield from zip(here, rows, strict=True)
        start = stop
