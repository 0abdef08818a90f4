"""What kind of word a word is, for the reader of ways: the noun of a way, a vehicle, goods, a verb of movement.

The classes are data of the language, ``geo/data/en/way-words.csv``: a class and its words.
"""

from __future__ import annotations

from functools import cache, lru_cache

from geo.csv_tables import data_table

__all__ = ["classes_of", "governor_roles", "words_of"]

_NONE: frozenset[str] = frozenset()
KEPT = 65_536  # words whose classes are remembered
LISTS = ("name-", "governor-", "feature-", "row-", "verbs-of-firms")


@cache
def _classes() -> dict[str, frozenset[str]]:
    rows = data_table("en", "way-words.csv", columns=("class", "words"))
    return {row["class"]: frozenset(row["words"].split()) for _, row in rows}


@cache
def _words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in _classes().items():
        if name.startswith(LISTS):
            continue  # lists for one module, which say nothing of a word by itself
        for word in words:
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def governor_roles() -> dict[str, str]:
    """Return what each preposition says of the place it governs: that one comes from it, goes there, passes it."""
    return {row["words"]: row["role"] for _, row in data_table("en", "governors.csv", columns=("words", "role"))}


@lru_cache(maxsize=KEPT)
def classes_of(word: str) -> frozenset[str]:
    """Return the classes that a lower-case word belongs to.

    Examples
    --------
    >>> sorted(classes_of("ferry"))
    ['carry', 'vehicle']
    """
    return _words().get(word, _NONE)


def words_of(name: str) -> frozenset[str]:
    """Return the words of a class.

    Examples
    --------
    >>> "highway" in words_of("way-road")
    True
    """
    return _classes()[name]
