"""From the parts that batches left to a dataset partitioned by month, in the order of the corpus.

Parts are read one after the other and rows held back until a month has enough for a file, so memory stays bounded
whatever the corpus; the order of parts is the order of batches, so the same corpus gives the same bytes whoever read
which batch. The dataset is written beside the old one and renamed into place when it is whole.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from layers.corpora.schema import PARTITION, TABLES, to_table
from layers.corpora.staging import part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["UNKNOWN", "gather"]

UNKNOWN = "unknown"
FILE_ROWS = 100_000
"""A month's rows go to a file when there are so many …"""
HELD_ROWS = 1_000_000
"""… or when all months together hold so many; the fullest month goes first."""


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
    sizes: dict[str, int] = defaultdict(int)
    written: dict[str, int] = defaultdict(int)

    def write(month: str) -> None:
        folder = fresh / name / f"{PARTITION}={month}"
        folder.mkdir(parents=True, exist_ok=True)
        table = pa.concat_tables(held.pop(month))
        pq.write_table(table, folder / f"part-{written[month]:04d}.parquet", compression="zstd")
        written[month] += 1
        sizes.pop(month, None)

    (fresh / name).mkdir(parents=True)
    total = 0
    for number in numbers:
        for month, rows in _by_month(name, number, staging):
            held[month].append(rows)
            sizes[month] += rows.num_rows
            total += rows.num_rows
            if sizes[month] >= FILE_ROWS:
                write(month)
        while sum(sizes.values()) >= HELD_ROWS:
            write(max(sorted(sizes), key=sizes.__getitem__))
    for month in sorted(held):
        write(month)
    if not total:  # readers want a schema even where nothing was found
        held[UNKNOWN].append(to_table(name, []))
        write(UNKNOWN)
    return total


def _by_month(name: str, number: int, staging: Path) -> Iterator[tuple[str, pa.Table]]:
    """Divide a batch's rows by the month of their document."""
    table = pq.read_table(part(name, number, staging))
    if not table.num_rows:
        return
    if name == "failures":
        yield UNKNOWN, table
        return
    dates = pq.read_table(part("documents", number, staging), columns=["document", "date"])
    months = pc.fill_null(pc.strftime(dates["date"], format="%Y-%m"), UNKNOWN)
    month_of = dict(zip(dates["document"].to_pylist(), months.to_pylist(), strict=True))
    labels = pa.array([month_of[id_] for id_ in table["document"].to_pylist()])
    for month in sorted(set(month_of.values())):
        rows = table.filter(pc.equal(labels, month))
        if rows.num_rows:
            yield month, rows.replace_schema_metadata(table.schema.metadata)
