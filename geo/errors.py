"""Everything that can go wrong, as one tree.

::

    CorridorsError
    ├── SourceError       (ValueError)    an article that cannot be read
    │   └── ScanError     (ValueError)    one whose pages are pictures of text
    ├── DataError         (ValueError)    a data file with a wrong row, or a package without its data
    ├── RecordError       (ValueError)    a record built with values that cannot be true
    ├── CacheError        (OSError)       a cache folder that cannot be used
    ├── TracingError      (ValueError)    a line asked for between things that have none
    ├── ProviderError     (ValueError)    an online service that cannot be opened
    └── OutputError       (OSError)       a result that cannot be written

Each is also the builtin a caller would expect, so ``except ValueError`` works for a wrong value. A message names the
thing, the value found, what is allowed, and what to do next. A name that cannot be placed is not an error: it is data,
listed as :class:`geo.model.Unresolved`.
"""

from __future__ import annotations

__all__ = [
    "CacheError",
    "CorridorsError",
    "DataError",
    "OutputError",
    "ProviderError",
    "RecordError",
    "ScanError",
    "SourceError",
    "TracingError",
]


class CorridorsError(Exception):
    """Root of all errors raised on purpose by this project."""


class SourceError(CorridorsError, ValueError):
    """An article is missing, empty, binary, wrongly encoded or too large."""


class ScanError(SourceError):
    """An article's pages are pictures; its text has to be recognised first."""


class DataError(CorridorsError, ValueError):
    """A data file holds a row that cannot be true, or a package came without its data."""


class RecordError(CorridorsError, ValueError):
    """A record was built with values that cannot be true."""


class CacheError(CorridorsError, OSError):
    """The user's cache folder cannot be used."""


class TracingError(CorridorsError, ValueError):
    """A line was asked for between things that have none."""


class ProviderError(CorridorsError, ValueError):
    """An online service cannot be opened: unknown, or without the contact, key or address it needs."""


class OutputError(CorridorsError, OSError):
    """A result cannot be written."""
