"""From one result of an answer to one place: the checks that all services share."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from geo.geocoding.providers import Found, number, text
from geo.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["goes_by", "place"]

AREAL = frozenset({
    "bay", "continent", "country", "desert", "gulf", "islands", "lake", "mountains", "ocean", "peninsula", "plain",
    "region", "sea", "strait",
})  # fmt: skip
LEAST_LIKENESS = 0.8


def place(  # noqa: PLR0913 - a record has so many columns
    source: str,
    key: str,
    *,
    name: str,
    kind: str,
    lon: object,
    lat: object,
    country: str = "",
    region: str = "",
    population: int = 0,
    box: Iterable[object] | None = None,
    names: Iterable[object] = (),
) -> Found:
    """Return a place of an answer as a record, checked.

    Parameters
    ----------
    source, key, name, kind, country, region, population
        As in :class:`geo.model.Record`.
    lon, lat
        As the answer has them, before geopy turns 190° east into 170° west.
    box
        west, south, east, north; used where the place is an area and the box can be true.
    names
        Further names of the place.

    Returns
    -------
    The place.

    Raises
    ------
    TypeError
        If it has no name or no id, or a value is of the wrong kind.
    ValueError
        If its point is not on the globe.
    """
    if not (name and key):
        raise TypeError("a place without a name or an id")
    point = Record(
        source=source,
        key=key,
        name=name,
        kind=kind,
        lon=number(lon),
        lat=number(lat),
        country=country,
        region=region,
        population=max(0, population),
        precision="approximate",
    )
    record = _with_extent(point, box) if box is not None and kind in AREAL else point
    return Found(record, tuple(dict.fromkeys(filter(None, (name, *map(text, names))))))


def goes_by(asked: str, names: Iterable[str]) -> bool:
    """Tell whether one of a place's names is the one asked for, allowing for spelling.

    A geocoder that knows no "Baku Bay Terminal" may answer with Baku; that would put a dot where there is nothing.

    Parameters
    ----------
    asked
        The name asked for.
    names
        The names of the place answered with.

    Returns
    -------
    True where a name holds the one asked for as whole words, is spelled nearly alike, or is in another script.

    Examples
    --------
    >>> goes_by("Böyük Kəsik", ["Boyuk Kesik"]), goes_by("Vaziani", ["Vaziani Air Base"])
    (True, True)
    >>> goes_by("Baku Bay Terminal", ["Baku"]), goes_by("Vaziani", ["ვაზიანი"])
    (False, True)
    """
    from geo.gazetteer.spellings import fold

    wanted = fold(asked)
    return any(
        f" {wanted} " in f" {given} " or _in_another_script(wanted, given) or _likeness(wanted, given) >= LEAST_LIKENESS
        for given in map(fold, names)
    )


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _in_another_script(one: str, other: str) -> bool:
    return one.isascii() and not any(c.isascii() and c.isalpha() for c in other)


def _with_extent(point: Record, box: Iterable[object]) -> Record:
    try:
        west, south, east, north = map(number, box)
        return replace(point, extent=(west, south, east, north))
    except (TypeError, ValueError):  # a frame that cannot be true is no loss; the point stands
        return point
