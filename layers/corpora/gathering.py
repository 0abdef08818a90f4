"""From the parts that batches left to a dataset partitioned by month, in the order of the corpus.

Parts are read one after the other and rows held back until a month has enough for a file, so memory stays bounded
whatever the corpus; the order of parts is the order of batches, so the same corpus gives the same bytes whoever read
which batch. The dataset is written beside the old one and renamed into place when it is whole.
"""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from layers.corpora.corpus_schema import PARTITION, TABLES, to_table
from layers.corpora.staging import MONTH, UNKNOWN, part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["gather"]

FILE_ROWS = 100_000
"""A month's rows go to a file when there are so many …"""
HELD_BYTES = 200_000_000
"""… or when all months together hold so much; the fullest month goes first."""


def gather(staging: Path, output: Path, numbers: Sequence[int]) -> dict[str, int]:
    """Write the dataset.

    Parameters
    ----------
    staging
        Folder with the parts of all batches.
    output
        Folder that gets one folder for each table, with ``month=YYYY-MM`` folders in it.
    numbers
        Of the batches, in order.

    Returns
    -------
    Rows by table.
    """
    fresh = output / ".gathering"
    shutil.rmtree(fresh, ignore_errors=True)
    counts = {name: _gather_table(name, staging, fresh, numbers) for name in TABLES}
    for name in TABLES:
        shutil.rmtree(output / name, ignore_errors=True)
        (fresh / name).rename(output / name)
    fresh.rmdir()
    return counts


def _gather_table(name: str, staging: Path, fresh: Path, numbers: Sequence[int]) -> int:
    held: dict[str, list[pa.Table]] = defaultdict(list)
    rows: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    written: Counter[str] = Counter()

    def write(month: str) -> None:
        folder = fresh / name / f"{PARTITION}={month}"
        folder.mkdir(parents=True, exist_ok=True)
        table = pa.concat_tables(held.pop(month))
        pq.write_table(table, folder / f"part-{written[month]:04d}.parquet", compression="zstd")
        written[month] += 1
        del rows[month], sizes[month]

    (fresh / name).mkdir(parents=True)
    total = 0
    for number in numbers:
        for month, found in _by_month(part(name, number, staging)):
            held[month].append(found)
            rows[month] += found.num_rows
            sizes[month] += found.nbytes
            total += found.num_rows
            if rows[month] >= FILE_ROWS:
                write(month)
        while sizes.total() >= HELD_BYTES:
            write(max(sorted(sizes), key=sizes.__getitem__))
    for month in sorted(held):
        write(month)
    if not total:  # readers want a schema even where nothing was found
        held[UNKNOWN].append(to_table(name, []))
        write(UNKNOWN)
    return total


def _by_month(path: Path) -> Iterator[tuple[str, pa.Table]]:
    """Divide a batch's rows by the month of their document."""
    with pq.ParquetFile(path) as file:
        table = file.read()
    months = table[MONTH]
    table = table.drop_columns([MONTH])
    for month in sorted(pc.unique(months).to_pylist()):
        yield month, table.filter(pc.equal(months, month))
