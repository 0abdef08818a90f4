"""What a sentence says of a corridor's length and years: "the 440-km Arica–La Paz railway, opened in 1913".

A figure is taken only where its place in the sentence ties it to the corridor: just before its name, or after it with
a word of length ("is 142 km long", "over 1,860 km"). "20 km from", "the first 180 km" are other lengths.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.model import StatedYear

if TYPE_CHECKING:
    from geo.model import YearEvent

__all__ = ["stated_km", "stated_years"]

NUMBER = r"(?P<n>\d{1,3}(?:[,\u00a0\u202f ]\d{3})+|\d+(?:\.\d+)?)"
UNIT = r"(?P<unit>km|kilomet(?:re|er)s?|miles?)"
BEFORE = re.compile(
    rf"{NUMBER}[- \u00a0]?{UNIT}\b(?:[- ]long)?,?(?: of(?= new\b))?(?: (?!of|from|along|to)[\w-]+){{0,3}} ?$",
    re.IGNORECASE,
)
AFTER = re.compile(
    rf"(?:\b(?:is|are|runs|ran|stretch(?:es|ed)|covers?|measur(?:es|ing)|totals|extends|over|some|of|about|around|for"
    rf"|nearly|almost|roughly|distance of|length of),?(?: (?:some|about|around|nearly|almost|over|more than|a|total))*"
    rf" {NUMBER}[- \u00a0]?{UNIT}\b(?:[- ]long| in (?:all|length|total))?"
    r"|(?:(?<!\d)[,(]| and) ?(?P<n2>\d[\d,.]*)[- \u00a0]?"
    r"(?P<unit2>km|kilomet(?:re|er)s?|miles?)\b(?: (?:long|in all|in length)|\)|,))",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"\b(?:first|last|next|another|from|within|only|north|south|east|west|away)\b", re.IGNORECASE)
ELSEWHERE_BEFORE = re.compile(
    r"\b(?:first|last|next|another)\W+$|\b(?:from|within|only|north|south|east|west|away)\b", re.IGNORECASE
)  # "the next 180 km", not "in the next stage 180 km"
KM_PER_MILE = 1.609344
LONGEST_KM = 45_000.0
WORD_BEFORE = 12  # characters before a figure that may say that it is another length: "the first 180 km"
REACH = 90  # characters after a name in which its length is looked for

EVENTS: tuple[tuple[YearEvent, str], ...] = (
    ("due", r"due|expected|scheduled|by|before|until|not before|will|should|target"),
    ("closed", r"clos(?:ed|ure)|abandoned|shut|ceased|suspended|withdrawn|stopped|idle|severed|cancelled|no \w+ has"),
    ("begun", r"began|begun|started|launched|broke ground|broken|work|construction|building"),
    ("opened", r"opened|inaugurated|completed|finished|entered service|in service|running|built|reopened|revived"),
    ("agreed", r"approved|agreed|signed|announced|proposed|endorsed"),
)
EVENT = tuple((event, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for event, words in EVENTS)
YEAR = re.compile(
    r"\b(?:in|since|by|before|until|of|from|for|after)(?: (?:early|late|mid|January|February|March|April|May|June|July"
    r"|August|September|October|November|December))? (?P<year>1[5-9]\d\d|20\d\d)\b(?! ?(?:km|tonnes))"
)
WORDS_BEFORE_YEAR = 60  # characters before a year in which the word that explains it stands


def stated_km(sentence: str, start: int, end: int) -> float | None:
    """Return the length that a sentence gives the corridor it names, in kilometres; ``None`` where it gives none.

    Parameters
    ----------
    sentence
        The words around the corridor.
    start, end
        Where in it the corridor is named.

    Examples
    --------
    >>> stated_km("The 440-km Arica–La Paz railway is shut.", 11, 31)
    440.0
    >>> stated_km("Then 284 km of new railway will go from A to B.", 19, 46)
    284.0
    >>> stated_km("Then 284 km of the new railway will go from A to B.", 23, 50) is None
    True
    >>> stated_km("It is 20 km from the A–B line.", 21, 29) is None
    True
    >>> stated_km("The TAZARA railway runs over 1,860 km.", 4, 18)
    1860.0
    """
    before = sentence[max(0, start - REACH) : start]
    found = BEFORE.search(before)
    if found is not None and not ELSEWHERE_BEFORE.search(before[: found.start()], found.start() - WORD_BEFORE):
        return _km(found["n"], found["unit"])
    found = AFTER.search(sentence[end : end + REACH])
    if found is None:
        return None
    following = sentence[end + found.end() : end + found.end() + len(" from it")]
    if ELSEWHERE.search(found[0]) or re.match(r" ?(?:from|of|north|south|east|west|away)\b", following):
        return None
    return _km(found["n"] or found["n2"], found["unit"] or found["unit2"])


def _km(number: str, unit: str) -> float | None:
    plain = re.sub(r"[,\u00a0\u202f ]", "", number)
    length = float(plain) * (KM_PER_MILE if unit.lower().startswith("mile") else 1.0)
    return round(length, 1) if 0 < length <= LONGEST_KM else None


def stated_years(clause: str) -> tuple[StatedYear, ...]:
    """Return the years that a clause tells of its corridor, in its order, with what happened where a word says so.

    Examples
    --------
    >>> [(y.event, y.year) for y in stated_years("the line, abandoned in 2005, may reopen by 2030")]
    [('closed', 2005), ('due', 2030)]
    """
    years = []
    for found in YEAR.finditer(clause):
        before = clause[max(0, found.start() - WORDS_BEFORE_YEAR) : found.start("year")]
        ranked = [(match.end(), event) for event, words in EVENT for match in words.finditer(before)]
        years.append(StatedYear(max(ranked)[1] if ranked else "other", int(found["year"])))
    return tuple(dict.fromkeys(years))
