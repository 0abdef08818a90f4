"""Words that tell something of the name beside them, by class: titles, organisations, prepositions of place."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

__all__ = ["classes_of"]


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    with (files("geo") / "data" / "lexicon.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for word in row["words"].split():
                found[word] = (*found.get(word, ()), row["class"])
    return found


def classes_of(word: str) -> tuple[str, ...]:
    """Return the classes a lower-case word belongs to.

    Examples
    --------
    >>> classes_of("president"), classes_of("in"), classes_of("xyzzy")
    (('title',), ('locative',), ())
    """
    return _classes().get(word, ())
