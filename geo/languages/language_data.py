"""What is known of each language: ``geo/data/languages/languages.csv`` and a folder a language beside it.

``words.csv`` holds words by class and, for nouns of ways and vehicles, by mode; for words of state, by status. A word
that ends in ``*`` stands for all that begin so, one that begins with ``*`` for all compounds that end so.
``endings.csv`` says which ending of a name goes back to which plain one, with the case that it tells. ``common.txt``
and ``people.txt`` are lists of words and of people's names (:mod:`geo.workshop.collect_languages`). Every row is
checked when it is read.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, cast, get_args

from geo.errors import DataError
from geo.model import Mode, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

__all__ = [
    "CASES",
    "CLASSES",
    "Ending",
    "Language",
    "Value",
    "WordRow",
    "data_folder",
    "endings_of",
    "language",
    "languages",
    "listed",
    "rows_of",
    "words_of",
]

MODES: tuple[str, ...] = get_args(Mode)
STATES: tuple[str, ...] = get_args(Status)
CASES = ("", "from", "to", "at", "of", "via", "with")
"""What an ending says of the place: one comes from it, goes there, is in it, speaks of what it has, passes it."""
CLASSES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "function", "from", "from-after", "cut", "to", "to-after", "at", "via", "via-after", "between",
            "between-after", "and", "before", "after", "person", "person-after", "link", "goods", "not",
        ),
        ("",),
    ),
    "way": MODES,
    "vehicle": MODES,
    "status": STATES,
}  # fmt: skip
"""Classes of words, and the values that each allows."""


Value = Mode | Status | Literal[""]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that names and ways are read in.

    Attributes
    ----------
    code
        ISO 639-1.
    name, own
        In English and in itself.
    cased
        Whether names are told by capital letters.
    spaced
        Whether words are divided by spaces.
    direction
        ``ltr`` or ``rtl``.
    homes
        Countries (ISO 3166-1 alpha-2) whose small towns its texts are likely to name.
    """

    code: str
    name: str
    own: str
    script: str
    cased: bool
    spaced: bool
    direction: str
    homes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending of an inflected name: cut off, and the plain one put in its place."""

    ending: str
    plain: str
    case: str


@dataclass(frozen=True, slots=True)
class WordRow:
    """Words of one class and value."""

    kind: str
    value: Value
    words: tuple[str, ...]


def data_folder(*parts: str) -> Traversable:
    """Return a folder or file under ``geo/data``."""
    found: Traversable = files("geo") / "data"
    for part in parts:
        found = found / part
    return found


def rows_of(*parts: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the rows of a table under ``geo/data``, each with the name of its file."""
    with data_folder(*parts).open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            yield "/".join(parts), row


@cache
def languages() -> Mapping[str, Language]:
    """Return the languages beside English that are read, by code."""
    return {
        row["code"]: Language(
            code=row["code"],
            name=row["name"],
            own=row["own"],
            script=row["script"],
            cased=row["cased"] == "yes",
            spaced=row["spaced"] == "yes",
            direction=row["direction"],
            homes=frozenset(row["homes"].split(";")),
        )
        for _, row in rows_of("languages", "languages.csv")
    }


def language(code: str) -> Language:
    """Return a language by its code.

    Raises
    ------
    DataError
        If it is none of those that are read.
    """
    found = languages().get(code)
    if found is None:
        raise DataError(f"language {code!r} is unknown; expected one of {', '.join(languages())}")
    return found


@cache
def endings_of(code: str) -> tuple[Ending, ...]:
    """Return the endings of a language's names, longest first."""
    found = []
    for where, row in rows_of(code, "endings.csv"):
        if row["case"] not in CASES:
            raise DataError(f"{where}: case {row['case']!r} is unknown; expected one of {', '.join(CASES)}")
        found.append(Ending(row["ending"], row["plain"], row["case"]))
    return tuple(sorted(dict.fromkeys(found), key=lambda e: -len(e.ending)))


@cache
def words_of(code: str) -> tuple[WordRow, ...]:
    """Return the words of a language by class."""
    found = []
    for where, row in rows_of(code, "words.csv"):
        allowed = CLASSES.get(row["class"])
        if allowed is None or row["value"] not in allowed:
            raise DataError(
                f"{where}: class {row['class']!r} with value {row['value']!r} is unknown; expected one of "
                f"{', '.join(CLASSES)}, with a mode or a state where it has one"
            )
        words = tuple(word for word in row["words"].split(";") if word)
        if not words:
            raise DataError(f"{where}: class {row['class']!r} has no words; leave the row out")
        found.append(WordRow(row["class"], cast("Value", row["value"]), words))
    return tuple(found)


@cache
def listed(code: str, name: str) -> frozenset[str]:
    """Return the lines of a language's list, ``common`` or ``people``; none where it has no such list."""
    path = data_folder(code, f"{name}.txt")
    if not path.is_file():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
