"""A file of corridors, ours or a user's: read, checked entry by entry, turned into records."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import yaml

from geo.characters import line
from geo.checked import Form, Point, Text, checked, line_at
from geo.courses.catalogue_entry import Branch, Entry, EntryLeg, Published, Stop
from geo.errors import DataError, SourceError
from geo.model import LonLat, Mode, Status
from geo.safe_yaml import read_yaml
from geo.user_files import read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["entries_in", "read_entries"]

MAX_BYTES = 20_000_000
Word = str | int | float
"""A name of digits alone is a number to YAML."""


class _Leg(Form, frozen=True):
    mode: Mode
    start: str = msgspec.field(name="from")
    end: str = msgspec.field(name="to")


class _Bends(Form, frozen=True):
    start: str = msgspec.field(name="from")
    end: str = msgspec.field(name="to")
    points: tuple[Point, ...]


class _Branch(Form, frozen=True):
    name: Word
    waypoints: Annotated[tuple[str, ...], msgspec.Meta(min_length=2)]
    mode: Mode | None = None


class _Corridor(Form, frozen=True):
    """An entry as the file has it; the head of ``geo/data/corridors.yaml`` says what the keys mean."""

    id: Text
    name: Text
    mode: Mode
    status: Status
    waypoints: Annotated[tuple[str, ...], msgspec.Meta(min_length=2)]
    aliases: tuple[Word, ...] | None = None
    legs: tuple[_Leg, ...] | None = None
    serves: tuple[str, ...] | None = None
    shape: tuple[_Bends, ...] | None = None
    branches: tuple[_Branch, ...] | None = None
    published_km: Annotated[float, msgspec.Meta(gt=0)] | None = None
    published_between: tuple[str, str] | None = None
    sources: dict[str, str] | None = None
    note: Word | None = None
    ends: tuple[str, ...] | None = None
    status_since: object = None
    published_note: object = None


def read_entries(path: Path) -> Iterator[Entry]:
    """Read a user's file of corridors.

    Parameters
    ----------
    path
        YAML of the same form as ``geo/data/corridors.yaml``.

    Returns
    -------
    Its corridors in the order of the file.

    Raises
    ------
    DataError
        If the file cannot be read, or an entry cannot be true; the message names the line.
    """
    text, data = _read(path)
    return entries_in(data, path.name, text)


def entries_in(data: object, name: str, text: str = "") -> Iterator[Entry]:
    """Turn what a file holds into records.

    Parameters
    ----------
    data
        As YAML or JSON gave it.
    name
        Of the file, for complaints.
    text
        The file itself; complaints then name the line.

    Raises
    ------
    DataError
        If an entry cannot be true.
    """
    if not isinstance(data, dict) or not isinstance(data.get("corridors"), list):
        raise DataError(
            f"{name}: there is no list 'corridors'; expected entries with id, name, mode, status, waypoints"
        )
    publishers = data.get("sources") or {}
    seen: set[str] = set()
    for number, fields in enumerate(data["corridors"]):
        place = ("corridors", number)
        corridor = checked(fields, _Corridor, name, at=place, text=text)
        try:
            yield _entry(corridor, publishers, seen)
        except _Untrue as error:
            at = f"line {line_at(text, place)}" if text else f"entry {number + 1}"
            raise DataError(f"{name} {at} ({corridor.id}): {error}") from None


class _Untrue(ValueError):
    """Two values of an entry that cannot both be."""


def _entry(corridor: _Corridor, publishers: Mapping[str, Any], seen: set[str]) -> Entry:
    if corridor.id in seen:
        raise _Untrue(f"id {corridor.id!r} stands twice; ids must be unique")
    seen.add(corridor.id)
    waypoints = tuple(map(_stop, corridor.waypoints))
    branches = _branches(corridor, waypoints)
    ways = (waypoints, *(branch.waypoints for branch in branches))
    return Entry(
        id=corridor.id,
        name=corridor.name,
        aliases=tuple(map(str, corridor.aliases or ())),
        mode=corridor.mode,
        status=corridor.status,
        waypoints=waypoints,
        legs=tuple(EntryLeg(leg.mode, _stop(leg.start), _stop(leg.end)) for leg in corridor.legs or ()),
        serves=frozenset(corridor.serves or ()),
        shape=dict(_bends(each, ways) for each in corridor.shape or ()),
        branches=branches,
        published=_published(corridor, waypoints, publishers),
        note=str(corridor.note or ""),
        source=_source(corridor.sources or {}, publishers),
    )


def _branches(corridor: _Corridor, waypoints: tuple[Stop, ...]) -> tuple[Branch, ...]:
    found: list[Branch] = []
    known = set(waypoints)
    for each in corridor.branches or ():
        stops = tuple(map(_stop, each.waypoints))
        if stops[0] not in known:
            raise _Untrue(f"branch {each.name!r} begins at {stops[0]}, which the corridor does not pass")
        known.update(stops)
        found.append(Branch(str(each.name), each.mode or corridor.mode, stops))
    return tuple(found)


def _bends(each: _Bends, ways: tuple[tuple[Stop, ...], ...]) -> tuple[tuple[Stop, Stop], tuple[LonLat, ...]]:
    pair = _stop(each.start), _stop(each.end)
    if all(pair not in set(pairwise(stops)) for stops in ways):
        raise _Untrue(f"shape from {pair[0]} to {pair[1]}; expected two waypoints that follow one another")
    return pair, each.points


def _published(corridor: _Corridor, waypoints: tuple[Stop, ...], publishers: Mapping[str, Any]) -> Published | None:
    if corridor.published_km is None:
        return None
    between = corridor.published_between
    start, end = (_stop(text) for text in between) if between else (waypoints[0], waypoints[-1])
    for stop in (start, end):
        if stop not in waypoints:
            raise _Untrue(f"published_between names {stop}, which is none of its waypoints")
    key = (corridor.sources or {}).get("published_km", "unverified")
    return Published(corridor.published_km, start, end, "" if key == "unverified" else _source({"km": key}, publishers))


def _source(keys: Mapping[str, str], publishers: Mapping[str, Any]) -> str:
    names: dict[str, None] = {}
    for key in keys.values():
        if key == "unverified":
            continue
        if key not in publishers:
            raise _Untrue(f"source {key!r} is not among the file's sources; add it there or say unverified")
        publisher = publishers[key]
        names[", ".join(str(publisher[part]) for part in ("publisher", "date") if publisher.get(part))] = None
    return "; ".join(names) or "general knowledge, unverified"


def _stop(text: str) -> Stop:
    name, comma, country = text.rpartition(", ")
    if not comma or not (len(country) == 2 and country.isupper()):
        raise _Untrue(f"waypoint {text!r} is not of the form 'Name, CC' with an ISO country code")
    return Stop(name, country)


def _read(path: Path) -> tuple[str, Any]:
    try:
        text = read_whole(path, limit=MAX_BYTES, what="a catalogue").decode("utf-8-sig")
        return text, _cleaned(read_yaml(text))
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
