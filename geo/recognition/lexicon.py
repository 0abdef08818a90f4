"""What words tell by themselves: titles, organisations, prepositions of place; names of people; habits of writing."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from geo.csv_tables import data_table

__all__ = ["classes_of", "habit_of", "people_named", "role_classes_of"]


KEPT = 65_536  # words of which each answer is remembered: most words of a text are the same few


@cache
def _classes(*names: str) -> dict[str, tuple[str, ...]]:
    """Return the classes of each word in files of classes and words."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        for _, row in data_table(name, columns=("class", "words")):
            for word in row["words"].split():
                found[word] = (*found.get(word, ()), row["class"])
    return found


def _below_comment(name: str) -> str:
    """Return a file without its head, lines that begin with ``#``; what is below is taken as it is."""
    text = (files("geo") / "data" / name).read_text(encoding="utf-8")
    while text.startswith("#"):
        text = text.partition("\n")[2]
    return text


@cache
def _words(name: str) -> frozenset[str]:
    """Return the words of a file that holds one on each line, below a comment that tells where they are from."""
    return frozenset(_below_comment(name).splitlines())


@cache
def _habits() -> dict[str, str]:
    cells = _below_comment("word-habits.tsv").replace("\n", "\t").split("\t")
    return dict(zip(cells[::2], cells[1::2], strict=False))  # a last cell, after the last line, is empty


@lru_cache(maxsize=KEPT)
def classes_of(word: str) -> tuple[str, ...]:
    """Return the classes a lower-case word belongs to.

    Examples
    --------
    >>> classes_of("president"), classes_of("in"), classes_of("xyzzy")
    (('title', 'politics', 'acting'), ('locative',), ())
    """
    return _classes("lexicon.csv").get(word, ())


@lru_cache(maxsize=KEPT)
def role_classes_of(word: str) -> tuple[str, ...]:
    """Return these classes, and those that tell a government from its ground: what each does, has and deals in.

    Examples
    --------
    >>> role_classes_of("refusal"), role_classes_of("president"), role_classes_of("ratified")
    (('statecraft',), ('title', 'politics', 'acting', 'statecraft'), ('deed',))
    """
    return _classes("lexicon.csv", "role-words.csv").get(word, ())


@lru_cache(maxsize=KEPT)
def people_named(word: str) -> str:
    """Tell whether people have a lower-case word as given name (``"g"``), surname (``"s"``), both or neither.

    Examples
    --------
    >>> people_named("svetlana"), people_named("jordan"), people_named("kerosene")
    ('g', 'gs', '')
    """
    given = "g" if word in _words("given-names.txt") else ""
    return f"{given}s" if word in _words("surnames.txt") else given


@lru_cache(maxsize=KEPT)
def habit_of(word: str) -> str:
    """Tell how a lower-case word is written within sentences: from ``"0"``, never capitalised, to ``"4"``, always.

    Returns
    -------
    ``"?"`` for a word that was hardly met.

    Examples
    --------
    >>> habit_of("because"), habit_of("paris"), habit_of("xyzzy")
    ('0', '3', '?')
    """
    return _habits().get(word, "?")
