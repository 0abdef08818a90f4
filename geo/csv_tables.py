"""Tables as CSV, ours and users': each row with its place in the file, and checked against a form."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from geo.checked import Form, checked
from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["data_table", "rows_as", "table"]

F = TypeVar("F", bound=Form)


def table(
    text: str, name: str, columns: Collection[str] = (), *, known: Collection[str] = (), remarks: bool = False
) -> Iterator[tuple[str, dict[str, str]]]:
    r"""Give the rows of a table, each with its place: ``ports.csv line 3``.

    Parameters
    ----------
    text
        CSV with a header.
    name
        What to call the file in complaints.
    columns
        Those that must be there.
    known
        All that may be there, for complaints.
    remarks
        Pass over lines before the header that begin with ``#``.

    Raises
    ------
    DataError
        If a column is missing, a row has another number of values than the header, or it is no CSV.

    Examples
    --------
    >>> list(table("# of this year\nname,lon\nAlat,49.4", "ports.csv", remarks=True))
    [('ports.csv line 3', {'name': 'Alat', 'lon': '49.4'})]
    """
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    above = next((at for at, line in enumerate(lines) if not line.startswith("#")), 0) if remarks else 0
    reader = csv.DictReader(io.StringIO("".join(lines[above:])))
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise DataError(f"{name} line {reader.line_num + above + 1}: is no CSV ({error})") from None
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise DataError(f"{name}: column {missing[0]!r} is missing; expected {','.join(known or columns)}")
        if row is None:
            return
        where = f"{name} line {reader.line_num + above}"
        if None in row or None in row.values():
            raise DataError(f"{where}: has another number of values than the header; quote values that hold a comma")
        yield where, row


def data_table(*parts: str, columns: Collection[str] = ()) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the rows of a table under ``geo/data``; as :func:`table`.

    Parameters
    ----------
    parts
        Folders, and the name of the file.
    columns
        Those that must be there.

    Examples
    --------
    >>> next(data_table("en", "governors.csv"))
    ('en/governors.csv line 2', {'words': 'from', 'role': 'from'})
    """
    text = files("geo").joinpath("data", *parts).read_text(encoding="utf-8")
    return table(text, "/".join(parts), columns, remarks=True)


def rows_as(form: type[F], rows: Iterable[tuple[str, dict[str, str]]]) -> Iterator[tuple[str, F]]:
    r"""Check rows against a form; columns that it does not have are left to those who read them.

    Parameters
    ----------
    form
        A cell that is empty is as good as none: a field that may be empty has a default.
    rows
        As :func:`table` gives them.

    Raises
    ------
    DataError
        As :func:`checked`.

    Examples
    --------
    >>> class Port(Form):
    ...     name: str
    ...     lon: float
    >>> list(rows_as(Port, table("name,lon,note\nAlat,49.4,", "ports.csv")))
    [('ports.csv line 2', Port(name='Alat', lon=49.4))]
    """
    columns = set(form.__struct_encode_fields__)
    for where, row in rows:
        filled = {column: value for column, value in row.items() if value and column in columns}
        yield where, checked(filled, form, where, loose=True)
