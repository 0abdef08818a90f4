"""Positions in running text and by themselves.

Latitude comes first wherever no letter tells, as everybody writes it. Two bare numbers in a text are a position only
with three decimals and more each; a person who asks for one may write fewer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model import LonLat

__all__ = ["Position", "find_positions", "position_of", "record_of"]

SOURCE = "coordinates"
DEGREE, MINUTE, SECOND = r"(?:\s?[°º˚d]\s?|\s(?=\d{1,2}\.\d))", r"\s?['′’‘ʹ]\s?", r"\s?(?:[\"″”“]|''|′′|’’)\s?"
NUMBER = r"\d{1,3}(?:[.,]\d+)?"


def _angle_pattern(which: str) -> str:
    """Return a pattern of degrees, minutes and seconds whose groups begin with a letter."""
    return (
        rf"(?P<{which}d>{NUMBER})(?:{DEGREE}(?:(?P<{which}m>\d{{1,2}}(?:[.,]\d+)?)(?:{MINUTE}"
        rf"(?:(?P<{which}s>\d{{1,2}}(?:[.,]\d+)?)(?:{SECOND})?)?)?)?)?"
    )


A, B = _angle_pattern("a"), _angle_pattern("b")
NORTH, EAST = r"(?:[NS]\b|North\b|South\b|north\b|south\b)", r"(?:[EWO]\b|East\b|West\b|east\b|west\b)"
BETWEEN = r"\s?[,;/]?\s?(?:and\s)?"
AFTER = re.compile(rf"(?<![\w.]){A}\s?(?P<ah>{NORTH}){BETWEEN}{B}\s?(?P<bh>{EAST})")
BEFORE = re.compile(rf"(?<![\w.])(?P<ah>[NS])\s?{A}{BETWEEN}(?P<bh>[EWO])\s?{B}")
BARE = re.compile(
    r"(?<![\w.,°-])(?P<lat>[-−+]?\d{1,2}\.\d{3,})°?\s?[,;]\s?(?P<lon>[-−+]?\d{1,3}\.\d{3,})°?(?![\w%°]|\.\d)"
)
ASKED = re.compile(r"(?P<lat>[-−+]?\d{1,2}(?:\.\d+)?)\s?[,; ]\s?(?P<lon>[-−+]?\d{1,3}(?:\.\d+)?)")
AERONAUTICAL = re.compile(
    r"\b(?P<ad>\d{2})(?P<am>\d{2})(?P<as>\d{2}(?:\.\d+)?)?(?P<ah>[NS])\s?(?P<bd>[01]\d{2})(?P<bm>\d{2})"
    r"(?P<bs>\d{2}(?:\.\d+)?)?(?P<bh>[EW])\b"
)
LOOKS_SO = re.compile(r"\d[^\n]{0,12}[NSEW°º˚]|[NSEW]\s?\d|\d\.\d{3}")
GRID = re.compile(r"\b\d{1,2}[C-HJ-NP-X](?:\s?[A-HJ-NP-Z]{2}\s?\d|[\s,]+\d{6})|UTM")
NORTHING = re.compile(r"[NSns](?:(?<=[NS])|orth|outh)\s?[,;/]?\s?(?:and\s)?\d")
"""What every position with angles holds."""
PRECISE = re.compile(r"[°º˚.'′’]")
SIXTY = 60.0


@dataclass(frozen=True, slots=True)
class Position:
    """A point that stands in a text as numbers, from ``start`` to ``end``."""

    start: int
    end: int
    point: LonLat


def find_positions(text: str) -> tuple[Position, ...]:
    """Find the positions in a text.

    Parameters
    ----------
    text
        Of an article; degrees with or without minutes and seconds, or a reference to the military grid.

    Returns
    -------
    In reading order, none overlapping.

    Examples
    --------
    >>> [p.point for p in find_positions("It sank at 40.3777 N, 51.8920 E on Tuesday.")]
    [(51.892, 40.3777)]
    >>> [p.point for p in find_positions("Meet at N 41° 41.663 , E 044° 48.088 on the bridge.")]
    [(44.801467, 41.694383)]
    >>> find_positions("Flight 4142 left at 10.30, gate 12.45.")
    ()
    """
    if not (LOOKS_SO.search(text) or GRID.search(text)):
        return ()
    found: list[Position] = []
    for position in sorted(_all(text), key=lambda p: (p.start, -p.end)):
        if not found or position.start >= found[-1].end:
            found.append(position)
    return tuple(found)


def position_of(text: str) -> LonLat | None:
    """Return the point that a text is, by itself; ``None`` where it is none.

    Parameters
    ----------
    text
        A point and nothing else: numbers, latitude first as people write them, or a grid reference.

    Returns
    -------
    Longitude and latitude (WGS 84, degrees).

    Examples
    --------
    >>> position_of("41.7, 44.8"), position_of("38TMM8318918302"), position_of("Baku")
    ((44.8, 41.7), (44.797919, 41.716346), None)
    """
    text = text.strip()
    for position in _all(text):
        if (position.start, position.end) == (0, len(text)):
            return position.point
    match = ASKED.fullmatch(text)
    return _checked(_signed(match["lon"]), _signed(match["lat"])) if match else None


def record_of(point: LonLat, name: str) -> Record:
    """Return a record of a point that was given by numbers.

    Parameters
    ----------
    point
        Longitude and latitude (WGS 84, degrees).
    name
        What the text calls it.

    Returns
    -------
    A site whose key is the point itself: latitude, longitude, six decimals.

    Examples
    --------
    >>> record_of((49.4, 40.0), "40.0, 49.4").id
    'coordinates:40.000000,49.400000'
    """
    key = f"{point[1]:.6f},{point[0]:.6f}"
    return Record(source=SOURCE, key=key, name=name, kind="site", lon=point[0], lat=point[1])


def _all(text: str) -> Iterator[Position]:
    for pattern in (AFTER, BEFORE, AERONAUTICAL):
        for match in pattern.finditer(text) if NORTHING.search(text) else ():
            point = _from_angles(match)
            if point is not None:
                yield Position(match.start(), match.end(), point)
    for match in BARE.finditer(text):
        point = _checked(_signed(match["lon"]), _signed(match["lat"]))
        if point is not None:
            yield Position(match.start(), match.end(), point)
    yield from _on_grids(text)


def _on_grids(text: str) -> Iterator[Position]:
    if not GRID.search(text):
        return
    from geo.positions import grids

    for pattern, read in ((grids.MGRS, grids.from_mgrs), (grids.UTM, grids.from_utm)):
        for match in re.finditer(rf"\b{pattern}\b", text):
            point = read(match)
            if point is not None:
                yield Position(match.start(), match.end(), point)


def _from_angles(match: re.Match[str]) -> LonLat | None:
    if match.re is not AERONAUTICAL and not PRECISE.search(match[0]):
        return None  # "between 5 N and 10 E" is no point
    lat, lon = _angle(match, "a"), _angle(match, "b")
    if lat is None or lon is None:
        return None
    lat = -lat if match["ah"][0].upper() == "S" else lat
    lon = -lon if match["bh"][0].upper() == "W" else lon
    return _checked(lon, lat)


def _angle(match: re.Match[str], which: str) -> float | None:
    degrees, minutes, seconds = (float((match[f"{which}{part}"] or "0").replace(",", ".")) for part in "dms")
    if minutes >= SIXTY or seconds >= SIXTY:
        return None
    return degrees + minutes / SIXTY + seconds / SIXTY**2


def _signed(number: str) -> float:
    return float(number.replace("−", "-"))


def _checked(lon: float, lat: float) -> LonLat | None:
    on_globe = -180 <= lon <= 180 and -90 <= lat <= 90
    return (round(lon, 6), round(lat, 6)) if on_globe else None
