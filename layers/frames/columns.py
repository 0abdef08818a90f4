"""Every column of every table, said once: ``columns.csv``; what the formats write is derived from it.

A row of the file gives the table, the column, its type, the files it goes into, its unit and its meaning. The order of
the rows is the order of the columns in every format. To add a field, add a row, and its value where rows are made
(:mod:`layers.frames.rows`).

Examples
--------
>>> from layers.frames.columns import columns_of
>>> [column.name for column in columns_of("corridors", "geojson") if column.unit == "km"]
['length_km', 'published_km', 'drawn_km', 'stated_km']
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import msgspec

from geo import csv_tables
from geo.checked import Form, Text, one_of
from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FORMATS", "NESTED", "TABLES", "Column", "Format", "Type", "as_markdown", "columns_of", "names_of", "parse"]

Type = Literal[
    "text", "number", "whole", "flag", "date", "texts", "evidence", "alternatives", "legs", "citations"
]  # fmt: skip
Format = Literal["frame", "geojson", "csv", "gpkg", "parquet", "kml", "gpx"]
FORMATS: tuple[str, ...] = get_args(Format)
TABLES = (
    "places", "corridors", "legs", "actors", "unresolved", "sentences", "sources", "document", "evidence", "citations",
    "alternatives",
)  # fmt: skip
NESTED: Mapping[str, str] = {name: name for name in ("evidence", "alternatives", "legs", "citations")}
"""Types whose values are lists of rows of the table of the same name."""
HEAD = ("table", "column", "type", "files", "unit", "meaning")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table.

    Attributes
    ----------
    table
        One of :data:`TABLES`.
    type
        ``text``, ``number``, ``whole``, ``flag`` (true or false), ``date`` (ISO text), ``texts`` (a list of text), or
        one of :data:`NESTED`.
    files
        The formats that carry it, of :data:`FORMATS`; ``frame`` is the table in memory.
    unit
        Such as ``km``; empty where there is none.
    meaning
        What it says, in one line.
    """

    table: str
    name: str
    type: str
    files: frozenset[str]
    unit: str
    meaning: str


def columns_of(table: str, file: Format) -> tuple[Column, ...]:
    """Return the columns of a table that a format carries, in their order.

    Parameters
    ----------
    table
        One of :data:`TABLES`.
    file
        One of :data:`FORMATS`.

    Raises
    ------
    geo.errors.DataError
        ``columns.csv`` holds a row that does not fit.

    Examples
    --------
    >>> [column.name for column in columns_of("citations", "gpkg")]
    ['outlet', 'date', 'accessed', 'note', 'url']
    """
    return tuple(column for column in _all() if column.table == table and file in column.files)


def names_of(table: str, file: Format) -> tuple[str, ...]:
    """Return the names of :func:`columns_of`.

    Examples
    --------
    >>> names_of("legs", "csv")[:3]
    ('start', 'end', 'mode')
    """
    return tuple(column.name for column in columns_of(table, file))


@cache
def _all() -> tuple[Column, ...]:
    source = files("layers.frames") / "columns.csv"
    return parse(source.read_text(encoding="utf-8"))


def parse(text: str) -> tuple[Column, ...]:
    """Read and check the rows of ``columns.csv``.

    Parameters
    ----------
    text
        The file, with its head.

    Raises
    ------
    geo.errors.DataError
        A row does not fit: the message names its line, what it holds, and what is allowed.

    Examples
    --------
    >>> text = "table,column,type,files,unit,meaning" + chr(10) + "places,id,text,geojson frame,,a short name"
    >>> parse(text)[0].meaning
    'a short name'
    """
    found: dict[tuple[str, str], Column] = {}
    for where, row in csv_tables.rows_as(_Row, csv_tables.table(text, "columns.csv", HEAD)):
        files_ = frozenset(row.files.split())
        if not files_ <= set(FORMATS):
            raise DataError(f"{where}: files {row.files!r} unknown; expected some of {', '.join(FORMATS)}")
        column = Column(row.table, row.column, row.type, files_, row.unit, row.meaning)
        if found.setdefault((column.table, column.name), column) is not column:
            raise DataError(f"{where}: {column.table}.{column.name} stands there twice")
    return tuple(found.values())


class _Row(Form, frozen=True):
    table: Annotated[str, one_of(TABLES)]
    column: Annotated[str, msgspec.Meta(pattern=r"^[^\W\d]\w*\Z", description="a plain name")]
    type: Type
    files: Text
    meaning: Text
    unit: str = ""


def as_markdown() -> str:
    """Return all columns as the text of ``README.md`` beside this module: ``python -m layers.frames``.

    Examples
    --------
    >>> "| `length_km` | number, km |" in as_markdown()
    True
    """
    lines = [
        "# The columns of every table",
        "",
        "Made from `columns.csv` by `python -m layers.frames > layers/frames/README.md`. Coordinates are in degrees",
        "(WGS 84, longitude first). In `atlas.geojson` places and corridors are features, the other tables members of",
        "the collection; `corridors data --schema` prints its JSON Schema. `frame` is the table in memory",
        "(`layers.frames.to_frames`).",
    ]
    for table in TABLES:
        lines += ["", f"## {table}", "", "| column | type | in | meaning |", "|---|---|---|---|"]
        for column in (each for each in _all() if each.table == table):
            kind = f"{column.type}, {column.unit}" if column.unit else column.type
            files_ = ", ".join(name for name in FORMATS if name in column.files)
            lines.append(f"| `{column.name}` | {kind} | {files_} | {column.meaning} |")
    return "\n".join(lines) + "\n"
