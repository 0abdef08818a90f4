"""The small words that the grammars go by, from ``geo/data/corridor-words.csv``: a class and its words."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

__all__ = ["words"]


@cache
def _classes() -> dict[str, frozenset[str]]:
    with (files("geo") / "data" / "corridor-words.csv").open(encoding="utf-8") as stream:
        return {row["class"]: frozenset(row["words"].split()) for row in csv.DictReader(stream)}


def words(name: str) -> frozenset[str]:
    """Return the words of a class, lower-case unless their case tells.

    Examples
    --------
    >>> "ferry" in words("chains-sure")
    True
    """
    return _classes()[name]
