"""What is known of each language: ``geo/data/languages/languages.csv`` and a folder a language beside it.

``words.csv`` holds words by class and, for nouns of ways and vehicles, by mode; for words of state, by status. A word
that ends in ``*`` stands for all that begin so, one that begins with ``*`` for all compounds that end so.
``endings.csv`` says which ending of a name goes back to which plain one, with the case that it tells. ``common.txt``
and ``people.txt`` are lists of words and of people's names (:mod:`geo.workshop.collect_languages`). Every row is
checked when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Literal, cast, get_args

import msgspec

from geo.checked import Form, Text
from geo.csv_tables import data_table, rows_as
from geo.errors import DataError
from geo.model import Mode, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
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
    "words_of",
]

MODES: tuple[str, ...] = get_args(Mode)
STATES: tuple[str, ...] = get_args(Status)
Case = Literal["", "from", "to", "at", "of", "via", "with"]
"""What an ending says of the place: one comes from it, goes there, is in it, speaks of what it has, passes it."""
CASES: tuple[str, ...] = get_args(Case)
Class = Literal[
    "function", "from", "from-after", "cut", "to", "to-after", "at", "via", "via-after", "between", "between-after",
    "and", "before", "after", "person", "person-after", "link", "goods", "not", "way", "vehicle", "status",
]  # fmt: skip
CLASSES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(get_args(Class), ("",)),
    "way": MODES,
    "vehicle": MODES,
    "status": STATES,
}
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


class _Language(Form, frozen=True):
    code: Text
    name: Text
    own: Text
    script: Text
    cased: Literal["yes", "no"]
    spaced: Literal["yes", "no"]
    direction: Literal["ltr", "rtl"]
    homes: Text


class _Ending(Form, frozen=True):
    ending: str = ""
    plain: str = ""
    case: Case = ""


class _Words(Form, frozen=True):
    kind: Class = msgspec.field(name="class")
    words: Annotated[
        str, msgspec.Meta(pattern="[^;]", description="words divided by semicolons; leave an empty row out")
    ]
    value: str = ""


@cache
def languages() -> Mapping[str, Language]:
    """Return the languages beside English that are read, by code."""
    return {
        row.code: Language(
            code=row.code,
            name=row.name,
            own=row.own,
            script=row.script,
            cased=row.cased == "yes",
            spaced=row.spaced == "yes",
            direction=row.direction,
            homes=frozenset(row.homes.split(";")),
        )
        for _, row in rows_as(_Language, data_table("languages", "languages.csv"))
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
    columns = ("ending", "plain", "case", "inflected", "name")
    rows = rows_as(_Ending, data_table(code, "endings.csv", columns=columns))
    found = [Ending(row.ending, row.plain, row.case) for _, row in rows]
    return tuple(sorted(dict.fromkeys(found), key=lambda e: -len(e.ending)))


@cache
def words_of(code: str) -> tuple[WordRow, ...]:
    """Return the words of a language by class."""
    found = []
    for where, row in rows_as(_Words, data_table(code, "words.csv", columns=("class", "value", "words"))):
        allowed = CLASSES[row.kind]
        if row.value not in allowed:
            one = f"one of {', '.join(allowed)}" if any(allowed) else "none"
            raise DataError(f"{where}: value {row.value!r} is not for class {row.kind!r}; expected {one}")
        words = tuple(word for word in row.words.split(";") if word)
        found.append(WordRow(row.kind, cast("Value", row.value), words))
    return tuple(found)


@cache
def listed(code: str, name: str) -> frozenset[str]:
    """Return the lines of a language's list, ``common`` or ``people``; none where it has no such list."""
    path = data_folder(code, f"{name}.txt")
    if not path.is_file():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
