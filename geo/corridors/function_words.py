"""The small words that the grammars go by, from ``geo/data/corridor-words.csv``: a class and its words."""

from __future__ import annotations

from functools import cache

from geo.csv_tables import data_table

__all__ = ["words"]


@cache
def _classes() -> dict[str, frozenset[str]]:
    rows = data_table("corridor-words.csv", columns=("class", "words"))
    return {row["class"]: frozenset(row["words"].split()) for _, row in rows}


def words(name: str) -> frozenset[str]:
    """Return the words of a class, lower-case unless their case tells.

    Examples
    --------
    >>> "ferry" in words("chains-sure")
    True
    """
    return _classes()[name]
