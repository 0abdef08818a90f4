"""A river is "the Naryn"; Naryn without its article is the town on it.

English says "the" before the names of rivers, once before a row of them: "the Tigris and Euphrates". Where a name that
a river and a town share never has it, and no word beside it speaks of a river, the town is meant, if it lies on that
river or near something else of which the text surely speaks. Danube in Minnesota does not, and stays a river.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.resolution.candidates import is_strange, meant, rough_km
from geo.resolution.ranking import Scored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Record
    from geo.resolution.ranking import Ranked

__all__ = ["with_towns_for_rivers"]

TOWNS = frozenset({"city", "capital", "town"})
ARTICLE = re.compile(
    r"(?:\b[Tt]he|\brivers?:?)\s(?:(?:[Uu]pper|[Ll]ower|[Mm]iddle|[Bb]lue|[Ww]hite|[a-z]+ern)\s)?"
    r"(?:[^\W\d_][\w’'-]*(?:,\s|,?\s(?:and|or)\s)){0,5}$"
)
"""What stands before a river: "the", "the Ob and", "rivers", "the upper", "the frozen northern"."""
BEFORE, AFTER = 60, 12  # characters that are looked at
RIVER_AFTER = re.compile(r"\s(?:[Rr]iver|[Bb]asin|[Vv]alley|[Dd]elta|[Cc]anal)s?\b")
WITHOUT_ARTICLE = frozenset({"city", "town", "region", "islands"})
NOUN_AFTER = re.compile(
    r"-|\s(?:[A-Z0-9]|accords?|agency|agreement|airport|archipelago|area|authorit|border|club|conference|congress|deal|declaration|district"
    r"|fire|government|group|islands?|meeting|office|peninsula|plant|plan|port|process|protocol|province|region|round"
    r"|route|side|state|station|summit|talks|team|treaty|wine)"
)
"""What the article before a name belongs to in place of it: "the Madeira wine"."""
RIVER_SAID = re.compile(r"\s[Rr]iver\b")
NEAR_KM = 600.0
LEAST_PEOPLE = 5_000
LEAST_SURE = 0.5


def with_towns_for_rivers(readings: Sequence[Ranked], text: str, gazetteer: Gazetteer) -> list[Ranked]:
    """Mean the town by a name that stands without the article that a river has.

    Parameters
    ----------
    readings
        The names of a text with their candidates, best first.
    text
        The article, for what stands before the names.
    gazetteer
        Knows towns that rivers leave hardly any share of the belief.

    Returns
    -------
    The same names in the same order; where a town took a river's place, or a river a town's, its note says so.
    """
    sure = [r.best.record for r in readings if r.candidates and not r.refusal and r.best.score >= LEAST_SURE]
    points = [record for record in sure if record.kind in TOWNS]
    return [_as_river(_turned(reading, text, points, gazetteer), text, points, gazetteer) for reading in readings]


def _turned(reading: Ranked, text: str, points: Sequence[Record], gazetteer: Gazetteer) -> Ranked:
    if not reading.candidates or reading.refusal or reading.best.record.kind != "river":
        return reading
    if "river" in reading.name.cues or any(_is_river(text, m.start, m.end) for m in reading.name.mentions):
        return reading
    towns = [
        match.record
        for match in meant(reading.name.text, gazetteer)
        if match.record.kind in TOWNS
        and match.record.population >= LEAST_PEOPLE
        and not is_strange(match)
        and (_lies_on(match.record, reading.best.record) or _nearest(match.record, points) <= NEAR_KM)
    ]
    if not towns:
        return reading
    town = min(towns, key=lambda record: (_nearest(record, points), -record.population, record.id))
    best = Scored(town, max(LEAST_SURE, reading.best.score))
    others = tuple(c for c in reading.candidates if c.record.id != town.id)
    unknown = min(reading.unknown, 1 - best.score)
    return replace(reading, candidates=(best, *others), unknown=unknown, note="A river would have its article.")


def _as_river(reading: Ranked, text: str, points: Sequence[Record], gazetteer: Gazetteer) -> Ranked:
    """Take the river for a town or an island that has the article wherever it stands: "the Madeira"."""
    if not reading.candidates or reading.best.record.kind not in WITHOUT_ARTICLE or any(reading.name.binding):
        return reading
    said = [bool(RIVER_SAID.match(text, m.end)) for m in reading.name.mentions]
    if 2 * sum(said) <= len(said) and not all(_has_article(text, m.start, m.end) for m in reading.name.mentions):
        return reading
    rivers = [m.record for m in meant(reading.name.text, gazetteer) if m.record.kind == "river"]
    if not rivers:
        return reading
    river = min(rivers, key=lambda record: _nearest(record, points))  # of those of one name
    best = Scored(river, max(LEAST_SURE, reading.best.score))
    others = tuple(c for c in reading.candidates if c.record.id != river.id)
    unknown = min(reading.unknown, 1 - best.score)
    return replace(
        reading, candidates=(best, *others), unknown=unknown, refusal="", note="Only a river has the article."
    )


def _has_article(text: str, start: int, end: int) -> bool:
    return text[max(0, start - BEFORE) : start].endswith(("the ", "The ")) and NOUN_AFTER.match(text, end) is None


def _is_river(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    return ARTICLE.search(before) is not None or RIVER_AFTER.match(after) is not None


def _nearest(town: Record, points: Sequence[Record]) -> float:
    return min((rough_km(town, point) for point in points), default=math.inf)


def _lies_on(town: Record, river: Record) -> bool:
    if river.extent is None:
        return False
    west, south, east, north = river.extent
    return west <= town.lon <= east and south <= town.lat <= north
