"""Corridors known by name: our catalogue, read from ``geo/data/corridors.yaml`` and checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache as remember
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import yaml

from geo import cache
from geo.errors import CacheError, DataError
from geo.gazetteer import fold
from geo.model import LonLat, Mode, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["Catalogue", "Entry", "EntryLeg", "Published", "Stop"]

FILE = "corridors.yaml"
SHORTEST_WORD = 5  # a single all-capitals alias shorter than this (BTK, TAP) needs the text to say what it means


@dataclass(frozen=True, slots=True)
class Stop:
    """A waypoint as the catalogue writes it: ``"Alat, AZ"``."""

    name: str
    country: str

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"


@dataclass(frozen=True, slots=True)
class EntryLeg:
    """A stretch of a corridor of several modes."""

    mode: Mode
    start: Stop
    end: Stop


@dataclass(frozen=True, slots=True)
class Published:
    """A length that somebody published.

    Attributes
    ----------
    km
        Kilometres, between two of the corridor's waypoints.
    source
        Where it was read, in words; ``""`` where it is general knowledge and unverified.
    """

    km: float
    start: Stop
    end: Stop
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A corridor of the catalogue.

    Attributes
    ----------
    serves
        Countries whose traffic it is known to carry.
    shape
        Bends between two consecutive waypoints, by hand.
    published
        A published length of the whole or of a part, ``None`` where we know of none.
    source
        Where its facts were read, in words for the reader.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    mode: Mode
    status: Status
    waypoints: tuple[Stop, ...]
    legs: tuple[EntryLeg, ...]
    serves: frozenset[str]
    shape: dict[tuple[Stop, Stop], tuple[LonLat, ...]]
    published: Published | None
    note: str
    source: str

    @property
    def published_km(self) -> float | None:
        """The published length of the whole, ``None`` where there is none or it covers a part only."""
        whole = self.published is not None and (self.published.start, self.published.end) == self.ends
        return self.published.km if self.published is not None and whole else None

    @property
    def ends(self) -> tuple[Stop, Stop]:
        """The first and the last waypoint."""
        return self.waypoints[0], self.waypoints[-1]

    def leg_modes(self) -> tuple[tuple[Mode, tuple[Stop, ...]], ...]:
        """Divide the waypoints into stretches of one mode."""
        if not self.legs:
            return ((self.mode, self.waypoints),)
        order = {stop: i for i, stop in reversed(list(enumerate(self.waypoints)))}
        return tuple(
            (leg.mode, self.waypoints[order[leg.start] : order[leg.end] + 1])
            if leg.start in order and leg.end in order and order[leg.start] < order[leg.end]
            else (leg.mode, (leg.start, leg.end))
            for leg in self.legs
        )

    def bends(self, stops: Sequence[Stop]) -> tuple[tuple[LonLat, ...], ...]:
        """Return the bends between each two of some consecutive stops, in the order of travel."""
        return tuple(self.shape.get((a, b)) or self.shape.get((b, a), ())[::-1] for a, b in pairwise(stops))


class Catalogue:
    """All entries, by id and by every name they go by."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._by_id = {entry.id: entry for entry in entries}
        self._by_name: dict[str, Entry] = {}
        self._starts: dict[str, int] = {}
        for entry in entries:
            for name in (entry.name, *entry.aliases):
                folded = fold(name)
                self._by_name.setdefault(folded, entry)
                first = folded.split(" ")[0]
                self._starts[first] = max(self._starts.get(first, 0), folded.count(" ") + 1)

    @classmethod
    @remember
    def load(cls) -> Catalogue:
        """Load our own catalogue.

        YAML is slow to read, so what it says is kept as JSON in the cache folder.

        Raises
        ------
        DataError
            If an entry cannot be true.
        """
        text = (files("geo") / "data" / FILE).read_text(encoding="utf-8")
        try:
            kept = cache.built(
                "catalogue.json", key=cache.fingerprint([text]), build=lambda path: _write_json(_parsed(text), path)
            )
            data = json.loads(kept.read_text(encoding="utf-8"))
        except (CacheError, OSError, ValueError):
            data = _parsed(text)
        return cls(tuple(_entries(data, FILE)))

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, entry_id: str) -> Entry | None:
        """Return the entry with an id."""
        return self._by_id.get(entry_id)

    def named(self, name: str) -> Entry | None:
        """Return the entry that goes by a name, in whatever spelling folds to it."""
        return self._by_name.get(fold(name))

    def longest_from(self, word: str) -> int:
        """Return how many words the longest name has that begins with a folded word; 0 where none does."""
        return self._starts.get(word, 0)


def _parsed(text: str) -> Any:  # noqa: ANN401 - whatever the file holds; checked entry by entry
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders


def _write_json(data: object, path: Path) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")


def _entries(data: object, name: str) -> Iterator[Entry]:
    if not isinstance(data, dict) or not isinstance(data.get("corridors"), list):
        raise DataError(
            f"{name}: there is no list 'corridors'; expected entries with id, name, mode, status, waypoints"
        )
    publishers = data.get("sources") or {}
    seen: set[str] = set()
    for number, fields in enumerate(data["corridors"], start=1):
        if not isinstance(fields, dict):
            raise DataError(f"{name} entry {number}: {fields!r} is no mapping; expected id, name, mode and so on")
        where = f"{name} entry {number} ({fields.get('id', 'without id')})"
        missing = [key for key in ("id", "name", "mode", "status", "waypoints") if not fields.get(key)]
        if missing:
            raise DataError(f"{where}: {missing[0]!r} is missing; an entry needs id, name, mode, status and waypoints")
        if fields["id"] in seen:
            raise DataError(f"{where}: id {fields['id']!r} stands twice; ids must be unique")
        seen.add(fields["id"])
        yield _entry(fields, publishers, where)


def _entry(fields: dict[str, Any], publishers: dict[str, Any], where: str) -> Entry:
    _check(where, "mode", fields["mode"], get_args(Mode))
    _check(where, "status", fields["status"], get_args(Status))
    waypoints = tuple(_stop(text, where) for text in fields["waypoints"])
    if len(waypoints) < 2:  # noqa: PLR2004 - two ends
        raise DataError(f"{where}: has {len(waypoints)} waypoint; a corridor needs at least two")
    for leg in fields.get("legs") or ():
        _check(where, "leg mode", leg["mode"], get_args(Mode))
    legs = tuple(
        EntryLeg(leg["mode"], _stop(leg["from"], where), _stop(leg["to"], where)) for leg in fields.get("legs") or ()
    )
    shape = {
        (_stop(each["from"], where), _stop(each["to"], where)): tuple((float(x), float(y)) for x, y in each["points"])
        for each in fields.get("shape") or ()
    }
    return Entry(
        id=fields["id"],
        name=fields["name"],
        aliases=tuple(str(alias) for alias in fields.get("aliases") or ()),
        mode=fields["mode"],
        status=fields["status"],
        waypoints=waypoints,
        legs=legs,
        serves=frozenset(str(country) for country in fields.get("serves") or ()),
        shape=shape,
        published=_published(fields, waypoints, publishers, where),
        note=str(fields.get("note") or ""),
        source=_source(fields.get("sources") or {}, publishers, where),
    )


def _published(
    fields: dict[str, Any], waypoints: tuple[Stop, ...], publishers: dict[str, Any], where: str
) -> Published | None:
    km = fields.get("published_km")
    if km is None:
        return None
    if isinstance(km, bool) or not isinstance(km, int | float) or km <= 0:
        raise DataError(f"{where}: published_km {km!r}; expected a number of kilometres above 0")
    between = fields.get("published_between")
    start, end = (_stop(text, where) for text in between) if between else (waypoints[0], waypoints[-1])
    for stop in (start, end):
        if stop not in waypoints:
            raise DataError(f"{where}: published_between names {stop}, which is none of its waypoints")
    key = (fields.get("sources") or {}).get("published_km", "unverified")
    return Published(float(km), start, end, "" if key == "unverified" else _source({"km": key}, publishers, where))


def _source(keys: dict[str, str], publishers: dict[str, Any], where: str) -> str:
    names: dict[str, None] = {}
    for key in keys.values():
        if key == "unverified":
            continue
        if key not in publishers:
            raise DataError(f"{where}: source {key!r} is not among the file's sources; add it there or say unverified")
        publisher = publishers[key]
        names[", ".join(str(publisher[part]) for part in ("publisher", "date") if publisher.get(part))] = None
    return "; ".join(names) or "general knowledge, unverified"


def _stop(text: str, where: str) -> Stop:
    name, comma, country = str(text).rpartition(", ")
    if not comma or not (len(country) == 2 and country.isupper()):  # noqa: PLR2004 - ISO alpha-2
        raise DataError(f"{where}: waypoint {text!r} is not of the form 'Name, CC' with an ISO country code")
    return Stop(name, country)


def _check(where: str, what: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise DataError(f"{where}: {what} {value!r} unknown; expected one of {', '.join(allowed)}")
