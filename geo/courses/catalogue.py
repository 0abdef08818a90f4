"""Corridors known by name: our catalogue, read from ``geo/data/corridors.yaml`` and checked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache as remember
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import yaml

from geo import cache
from geo.characters import line
from geo.errors import CacheError, DataError, SourceError
from geo.gazetteer import fold
from geo.model import LonLat, Mode, Status
from geo.regular import read_whole
from geo.safe_yaml import read_our_yaml, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["COMPILED", "Branch", "Catalogue", "Entry", "EntryLeg", "Published", "Stop", "compiled_key"]

FILE = "corridors.yaml"
COMPILED = "catalogue.json"
MAX_BYTES = 20_000_000
LISTS = frozenset({"aliases", "branches", "ends", "waypoints", "legs", "serves", "shape", "published_between"})
FIELDS = LISTS | {
    *("id", "name", "mode", "status", "status_since", "published_km", "published_note", "sources", "note"),
}
SHORTEST_WORD = 5  # a single all-capitals alias shorter than this (BTK, TAP) needs the text to say what it means


BESIDE_THE_NAME = re.compile(r"\s*\([^()]*\)|[\"“”„«»]")
"""An abbreviation that an article introduces within a name, "the A–B (AB) railway", and quotes within one."""


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
class Branch:
    """A part of a corridor that leaves its line: to another port, from another field.

    Attributes
    ----------
    waypoints
        In order; the first is one of the corridor's, or of a branch before it.
    """

    name: str
    mode: Mode
    waypoints: tuple[Stop, ...]


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
    branches
        Further parts, drawn with it.
    published
        A published length of the whole line or of a part of it, ``None`` where we know of none.
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
    branches: tuple[Branch, ...]
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

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All waypoints, then those of the branches; each once."""
        return tuple(dict.fromkeys([*self.waypoints, *(stop for b in self.branches for stop in b.waypoints)]))

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
            for entry in _entries(_read(path), path.name):
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
        """Return the entry that goes by a name, in whatever spelling folds to it, brackets and quotes aside."""
        found = self._by_name.get(fold(name))
        if found is None and BESIDE_THE_NAME.search(name) is not None:
            found = self._by_name.get(fold(BESIDE_THE_NAME.sub("", name)))
        return found

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
        return _catalogue_of(read_our_yaml(text))


def _catalogue_of(data: object) -> Catalogue:
    return Catalogue(tuple(_entries(data, FILE)))


def _read(path: Path) -> Any:
    try:
        return _cleaned(read_yaml(read_whole(path, limit=MAX_BYTES, what="a catalogue").decode("utf-8-sig")))
    except SourceError as error:
        raise DataError(str(error)) from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); expected a YAML file of corridors") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name}: not UTF-8 (byte at {error.start:,}); save it as UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "no text"
        raise DataError(f"{path.name}{where}: no YAML ({problem})") from error
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError) as error:  # a tag on the wrong value
        raise DataError(f"{path.name}: a value in it cannot be true ({error or type(error).__name__})") from error


def _cleaned(data: Any) -> Any:
    """Clean every text in what a user's file holds."""
    if isinstance(data, str):
        return line(data)
    if isinstance(data, list):
        return [_cleaned(each) for each in data]
    if isinstance(data, dict):
        return {_cleaned(key): _cleaned(value) for key, value in data.items()}
    return data


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
    unknown = sorted(str(key) for key in set(fields) - FIELDS)
    if unknown:
        raise DataError(f"{where}: field {unknown[0]!r} unknown; expected some of {', '.join(sorted(FIELDS))}")
    for key in LISTS & set(fields):
        if not isinstance(fields[key] or [], list):
            raise DataError(f"{where}: {key} {fields[key]!r}; expected a list")
    _check(where, "mode", fields["mode"], get_args(Mode))
    _check(where, "status", fields["status"], get_args(Status))
    waypoints = tuple(_stop(text, where) for text in fields["waypoints"])
    if len(waypoints) < 2:
        raise DataError(f"{where}: has {len(waypoints)} waypoint; a corridor needs at least two")
    legs = tuple(_leg(leg, where) for leg in fields.get("legs") or ())
    branches = _branches(fields, waypoints, where)
    ways = (waypoints, *(branch.waypoints for branch in branches))
    shape = dict(_bends(each, ways, where) for each in fields.get("shape") or ())
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
        branches=branches,
        published=_published(fields, waypoints, publishers, where),
        note=str(fields.get("note") or ""),
        source=_source(fields.get("sources") or {}, publishers, where),
    )


def _leg(leg: object, where: str) -> EntryLeg:
    if not isinstance(leg, dict) or set(leg) != {"mode", "from", "to"}:
        raise DataError(f"{where}: leg {leg!r}; expected a mapping with mode, from and to")
    _check(where, "leg mode", leg["mode"], get_args(Mode))
    return EntryLeg(leg["mode"], _stop(leg["from"], where), _stop(leg["to"], where))


def _branches(fields: dict[str, Any], waypoints: tuple[Stop, ...], where: str) -> tuple[Branch, ...]:
    found: list[Branch] = []
    known = set(waypoints)
    for each in fields.get("branches") or ():
        if not isinstance(each, dict) or not {"name", "waypoints"} <= set(each) <= {"name", "waypoints", "mode"}:
            raise DataError(f"{where}: branch {each!r}; expected a mapping with name, waypoints and, if need be, mode")
        mode = each.get("mode", fields["mode"])
        _check(where, "branch mode", mode, get_args(Mode))
        stops = tuple(_stop(text, where) for text in each["waypoints"])
        if len(stops) < 2:
            raise DataError(f"{where}: branch {each['name']!r} has {len(stops)} waypoint; expected at least two")
        if stops[0] not in known:
            raise DataError(f"{where}: branch {each['name']!r} begins at {stops[0]}, which the corridor does not pass")
        known.update(stops)
        found.append(Branch(str(each["name"]), mode, stops))
    return tuple(found)


def _bends(
    each: object, ways: tuple[tuple[Stop, ...], ...], where: str
) -> tuple[tuple[Stop, Stop], tuple[LonLat, ...]]:
    if not isinstance(each, dict) or set(each) != {"from", "to", "points"}:
        raise DataError(f"{where}: shape {each!r}; expected a mapping with from, to and points")
    pair = _stop(each["from"], where), _stop(each["to"], where)
    if all(pair not in set(pairwise(stops)) for stops in ways):
        raise DataError(f"{where}: shape from {pair[0]} to {pair[1]}; expected two waypoints that follow one another")
    try:
        points = tuple((float(lon), float(lat)) for lon, lat in each["points"])
    except (TypeError, ValueError) as error:
        raise DataError(f"{where}: points {each['points']!r}; expected a list of [lon, lat]") from error
    for lon, lat in points:
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise DataError(f"{where}: lon {lon}, lat {lat} is off the globe; swapped?")
    return pair, points


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
    if not comma or not (len(country) == 2 and country.isupper()):
        raise DataError(f"{where}: waypoint {text!r} is not of the form 'Name, CC' with an ISO country code")
    return Stop(name, country)


def _check(where: str, what: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise DataError(f"{where}: {what} {value!r} unknown; expected one of {', '.join(allowed)}")
