"""Places told by their distance from another: "30 km south of Baku", "midway between Zugdidi and Poti".

Such words name a spot, and it is not the town they mention. The spot is reckoned on the ellipsoid, with the circle in
which it may lie: a bearing told by eight or sixteen points is so vague, and so is a distance without a bearing, which
goes all the way round.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from geo.geodesy import bearing, destination, distance_km
from geo.model import Mention, Place, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.model import Document, LonLat

__all__ = ["SOURCE", "with_relatives"]

SOURCE = "relative"
NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "a hundred": 100, "dozen": 12, "a dozen": 12,
}  # fmt: skip
UNITS = (("nautical", 1.852), ("nm", 1.852), ("mi", 1.609344), ("k", 1.0), ("m", 0.001))
LETTERS = {"N": "north", "E": "east", "S": "south", "W": "west"}
POINTS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}
NUMBER = rf"(?P<number>\d{{1,4}}(?:[.,]\d+)?|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
UNIT = r"(?P<unit>nautical miles?|nm|kilomet(?:er|re)s?|kms?|miles?|mi|met(?:er|re)s?|m)\b\.?"
BEARING = (
    r"(?:(?:to|in) the )?(?:due )?(?:(?P<first>north|south|east|west)(?P<second>[- ]?(?:north|south|east|west))?"
    r"(?P<third>[- ]?(?:east|west))?(?:ern side)?(?:wards?)?|(?-i:(?P<letters>[NS]?[NS][EW]|[EW][NS][EW]|[NESW])))"
)
ALONG = r"(?:up|down)[- ]?(?:stream|river) of|(?:up|down) the (?:coast|river|road|line|valley) from|inland (?:of|from)"
AWAY = re.compile(
    rf"\b(?:(?:about|some|around|roughly|nearly|almost|approximately|just|over|more than|less than|under)\s)?"
    rf"{NUMBER}[\s-]?{UNIT}\s(?:{BEARING}\s(?:of|from)|(?P<from>(?:away\s)?from)|off|outside|out of|{ALONG})\s"
    rf"(?:the\s)?(?:(?:coast|shore|port|city|town|village|capital|border town)(?: of)?\s)?$",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\b(?:midway|halfway|half-way|mid-way|somewhere|at a point|at a spot)\sbetween\s$", re.IGNORECASE)
BORDER = re.compile(r"\b(?:the\s)?(?:[A-Z][\w’'-]+(?:[–-][A-Z][\w’'-]+)?\s)?border\s(?:near|at|close to|by)\s$")
AND = re.compile(r"\sand\s(?:the\s)?")
RELATING = re.compile(r"\b(?:is|are|was|were|lies|lie|stands|only|just)\s+$")
"""Before a distance without a bearing: "Baku is 30 km from Sumgait" tells of Baku, and names no further spot."""
APPOSITION = re.compile(r"(?:,| \(| [–—-])?\s?(?:which\s)?(?:(?:is|are|was|were|lies|lie|stands|located|situated)\s)*")
"""Between a town and a distance that says where it lies."""
REACH = 90  # characters in which the words before a name are looked for
LONGEST_KM = 1500.0
WIDE = frozenset({"country", "continent", "ocean", "region"})
VAGUE_POINT, VAGUE_HALF_POINT = 0.4, 0.2
"""How far off to the side a bearing of eight or sixteen points may lead: the tangent of half a point."""
LEAST_DOUBT_KM, BORDER_DOUBT_KM = 1.0, 15.0
DEGREE_KM = 111.2


class _Spot(NamedTuple):
    start: int
    end: int
    point: LonLat
    doubt_km: float
    told: str
    anchors: tuple[Mention, ...]


def with_relatives(places: Sequence[Place], document: Document) -> tuple[Place, ...]:
    """Put what is told relative to a place where it is, and take those words from the place itself.

    Parameters
    ----------
    places
        As the names of a text were resolved.
    document
        Where they stand.

    Returns
    -------
    The places in reading order. A town that the text names only to measure from is none of them any more.
    """
    at = {mention.start: (mention, place) for place in places for mention in place.mentions}
    spots = [*_spots(document.text, at)]
    if not spots:
        return tuple(places)
    used = {mention for spot in spots for mention in spot.anchors}
    kept = []
    for place in places:
        mentions = tuple(m for m in place.mentions if m not in used)
        if mentions:
            kept.append(replace(place, mentions=mentions) if len(mentions) < len(place.mentions) else place)
    taken = {place.id for place in kept}
    made = [_place(spot, at[spot.anchors[0].start][1], document, taken) for spot in spots]
    return tuple(sorted([*kept, *made], key=lambda place: place.mentions[0].start))


def _spots(text: str, at: Mapping[int, tuple[Mention, Place]]) -> Iterator[_Spot]:
    ends = sorted({mention.end for mention, place in at.values() if place.kind not in WIDE})
    for start, (mention, place) in sorted(at.items(), key=lambda item: item[0]):
        here = (place.lon, place.lat)
        before = text[max(0, start - REACH) : start]
        if place.kind in WIDE or place.record.source in {SOURCE, "coordinates"}:
            continue
        if (match := AWAY.search(before)) is not None:
            km = _km(match)
            begin = start - len(before) + match.start()
            is_told = match["from"] and RELATING.search(before[: match.start()])
            if 0 < km <= LONGEST_KM and not is_told and not _tells_of_a_place(text, begin, ends):
                yield _away(match, km, here, _Words(begin, mention.end, mention, place.name))
        elif (match := BETWEEN.search(before)) is not None:
            yield from _between(text, at, start, start - len(before) + match.start())
        elif (match := BORDER.search(before)) is not None:
            begin = start - len(before) + match.start()
            yield _Spot(begin, mention.end, here, BORDER_DOUBT_KM, f"on the border near {place.name}", (mention,))


def _tells_of_a_place(text: str, begin: int, ends: Sequence[int]) -> bool:
    """Tell whether a distance only says where a town lies that is named before it: "Sumgait, 30 km north of Baku"."""
    before = bisect_right(ends, begin) - 1
    return before >= 0 and APPOSITION.fullmatch(text, ends[before], begin) is not None


class _Words(NamedTuple):
    start: int
    end: int
    mention: Mention
    name: str


def _away(match: re.Match[str], km: float, here: LonLat, words: _Words) -> _Spot:
    told_bearing = _bearing(match)
    if told_bearing is None:
        told, point, doubt = f"{km:,.0f} km from {words.name}, whichever way", here, km
    else:
        told = f"{km:,.0f} km from {words.name} at {told_bearing[0]:.0f}°"
        point = destination(here, told_bearing[0], km)
        doubt = max(LEAST_DOUBT_KM, told_bearing[1] * km)
    return _Spot(words.start, words.end, point, doubt, told, (words.mention,))


def _between(text: str, at: Mapping[int, tuple[Mention, Place]], start: int, begin: int) -> Iterator[_Spot]:
    """Give the middle between two towns."""
    mention, one = at[start]
    joined = AND.match(text, mention.end)
    second, other = at.get(joined.end(), (None, None)) if joined else (None, None)
    if second is None or other is None or other.kind in WIDE:
        return
    here, there = (one.lon, one.lat), (other.lon, other.lat)
    km = distance_km(here, there)
    if 0 < km <= LONGEST_KM:
        point = destination(here, bearing(here, there), km / 2)
        told = f"between {one.name} and {other.name}"
        yield _Spot(begin, second.end, point, km / 2, told, (mention, second))


def _km(match: re.Match[str]) -> float:
    number, unit = match["number"].lower(), match["unit"].lower()
    if number in NUMBERS:
        value = float(NUMBERS[number])
    else:
        value = float(number.replace(",", "" if re.fullmatch(r"\d,\d{3}", number) else "."))
    return value * next(km for prefix, km in UNITS if unit.startswith(prefix))


def _bearing(match: re.Match[str]) -> tuple[float, float] | None:
    """Return the bearing in degrees and how far off it may be, as a share of the distance; ``None`` for none."""
    words = [w.strip("- ").lower() for w in (match["first"], match["second"], match["third"]) if w]
    words = words or [LETTERS[letter] for letter in match["letters"] or ""]
    if not words:
        return None
    angles = [POINTS[word] for word in words]
    x, y = sum(math.cos(math.radians(a)) for a in angles), sum(math.sin(math.radians(a)) for a in angles)
    degrees = math.degrees(math.atan2(y, x)) % 360
    if len(angles) > 2:
        return degrees, VAGUE_HALF_POINT
    return degrees, VAGUE_POINT


def _place(spot: _Spot, anchor: Place, document: Document, taken: set[str]) -> Place:
    from geo.slugs import slug

    phrase = document.text[spot.start : spot.end]
    name = " ".join(phrase.split())
    lon, lat = spot.point
    high = spot.doubt_km / DEGREE_KM
    wide = min(179.0, high / max(0.01, math.cos(math.radians(lat))))
    record = Record(
        source=SOURCE,
        key=f"{anchor.record.id}@{lat:.4f},{lon:.4f}",
        name=name,
        kind="site",
        lon=round(lon, 5),
        lat=round(lat, 5),
        country="",
        precision="relative",
        extent=(_wrapped(lon - wide), max(-90.0, lat - high), _wrapped(lon + wide), min(90.0, lat + high)),
    )
    id_ = slug(name)
    while id_ in taken:
        id_ += "-2"
    taken.add(id_)
    first = spot.anchors[0]
    mention = Mention(spot.start, spot.end, phrase, first.sentence, confidence=first.confidence, cue=SOURCE)
    note = f"Reckoned: {spot.told}; within about {max(1.0, spot.doubt_km):,.0f} km."
    return Place(id=id_, record=record, confidence=anchor.confidence, mentions=(mention,), note=note)


def _wrapped(lon: float) -> float:
    return (lon + 180) % 360 - 180
