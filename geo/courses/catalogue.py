"""Corridors known by name: our catalogue, read from ``geo/data/corridors.yaml`` and checked."""

from __future__ import annotations

import json
import re
from functools import cache as remember
from importlib.resources import files
from typing import TYPE_CHECKING

from geo import cache
from geo.courses.catalogue_entry import Branch, Entry, EntryLeg, Published, Stop
from geo.courses.catalogue_file import entries_in, read_entries
from geo.errors import CacheError, DataError
from geo.gazetteer import fold
from geo.safe_yaml import read_our_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["COMPILED", "Branch", "Catalogue", "Entry", "EntryLeg", "Published", "Stop", "compiled_key"]

FILE = "corridors.yaml"
COMPILED = "catalogue.json"
SHORTEST_WORD = 5  # a single all-capitals alias shorter than this (BTK, TAP) needs the text to say what it means
NOUNS = ("railway", "railroad", "line", "pipeline", "corridor", "route", "highway", "road", "canal", "cable")


BESIDE_THE_NAME = re.compile(r"\s*\([^()]*\)|[\"“”„«»]")
"""An abbreviation that an article introduces within a name, "the A–B (AB) railway", and quotes within one."""

PURPOSE = re.compile(r"(?: (?:international|transport|transit|trade|economic))+(?= corridor$)", re.IGNORECASE)
"""What a corridor is for, said between its name and the word."""


class Catalogue:
    """All entries, by id and by every name they go by."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._by_id = {entry.id: entry for entry in entries}
        self._by_name: dict[str, Entry] = {}
        self._starts: dict[str, int] = {}
        self._seconds: dict[str, set[str]] = {}
        self._by_ends: dict[frozenset[str], list[Entry]] = {}
        for entry in entries:
            self._by_ends.setdefault(frozenset(fold(stop.name) for stop in entry.ends), []).append(entry)
            for name in (entry.name, *entry.aliases):
                folded = fold(name)
                self._by_name.setdefault(folded, entry)
                first, *rest = folded.split(" ")
                self._seconds.setdefault(first, set()).update(rest[:1])
                self._starts[first] = max(self._starts.get(first, 0), folded.count(" ") + 1)

    @classmethod
    def load(cls, *, own_files: Sequence[Path] = ()) -> Catalogue:
        """Load our own catalogue, and the user's.

        Parameters
        ----------
        own_files
            YAML files of the same form as ``geo/data/corridors.yaml``. Their entries come before ours: one with the id
            of ours takes its place, and a name that both give means theirs.

        Returns
        -------
        All entries.

        Raises
        ------
        DataError
            If a file cannot be read, or an entry cannot be true.
        """
        ours = _ours()
        if not own_files:
            return ours
        own: dict[str, Entry] = {}
        for path in own_files:
            for entry in read_entries(path):
                if entry.id in own:
                    raise DataError(f"{path.name}: id {entry.id!r} stands in two files; ids must be unique")
                own[entry.id] = entry
        return cls((*own.values(), *(entry for entry in ours.entries if entry.id not in own)))

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, entry_id: str) -> Entry | None:
        """Return the entry with an id."""
        return self._by_id.get(entry_id)

    def named(self, name: str) -> Entry | None:
        """Return the entry that goes by a name, in whatever spelling folds to it, brackets and quotes aside.

        Words for what a corridor is for may be left out, as people add them at will: "Lobito Trade Corridor".
        """
        found = self._by_name.get(fold(name))
        if found is None and BESIDE_THE_NAME.search(name) is not None:
            name = BESIDE_THE_NAME.sub("", name)
            found = self._by_name.get(fold(name))
        if found is None and PURPOSE.search(name) is not None:
            found = self._by_name.get(fold(PURPOSE.sub("", name)))
        return found

    def called(self, name: str) -> Entry | None:
        """Return the entry that a user means by a name, the word for what it is left out or not: "Baku–Tbilisi–Kars".

        Parameters
        ----------
        name
            As typed.

        Returns
        -------
        ``None`` where no entry is called so, or several are.
        """
        found = self.named(name)
        if found is not None:
            return found
        meant = {entry.id: entry for noun in NOUNS if (entry := self.named(f"{name} {noun}")) is not None}
        return next(iter(meant.values())) if len(meant) == 1 else None

    def between(self, one: str, other: str) -> Sequence[Entry]:
        """Return the entries whose ends have these names, either way round, in the order of the catalogue."""
        return self._by_ends.get(frozenset((fold(one), fold(other))), ())

    def may_go_on(self, first: str, second: str) -> bool:
        """Tell whether some name begins with these two folded words."""
        return second in self._seconds.get(first, ())

    def longest_from(self, word: str) -> int:
        """Return how many words the longest name has that begins with a folded word; 0 where none does."""
        return self._starts.get(word, 0)


def compiled_key() -> str:
    """Return the key under which the compiled catalogue is kept."""
    return cache.fingerprint([(files("geo") / "data" / FILE).read_text(encoding="utf-8")])


@remember
def _ours() -> Catalogue:
    """Load the catalogue that comes with the project; YAML is slow to read, so it is kept as JSON in the cache."""
    text = (files("geo") / "data" / FILE).read_text(encoding="utf-8")
    try:
        return cache.opened(
            COMPILED,
            key=cache.fingerprint([text]),
            build=lambda path: _write_json(read_our_yaml(text), path),
            read=lambda path: _catalogue_of(json.loads(path.read_text(encoding="utf-8"))),
        )
    except CacheError:  # it is only slower without
        return _catalogue_of(read_our_yaml(text), text)


def _catalogue_of(data: object, text: str = "") -> Catalogue:
    return Catalogue(tuple(entries_in(data, FILE, text)))


def _write_json(data: object, path: Path) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
