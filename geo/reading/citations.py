"""Citations in the text: "(Mod.gov.az, May 3; Nato.int, April 4, 23)" is three outlet–date pairs.

The form is the one of newsletters and briefs: a parenthesis of entries divided by semicolons, each an outlet followed
by dates. Rules learned from such texts:

- a day alone repeats the month before it: "February 12, 18" are two dates;
- a year closes all dates of its entry: "January 22, February 12, 18, May 1, 2019" are four dates of 2019;
- an entry without an outlet continues the one before: "Mod.gov.az, March 6; accessed May 11";
- "accessed (on)" marks the day somebody looked; "see" marks a cross-reference;
- a date without any year takes the document's year, or the newest year the citations state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a type here; `date` is a field name
from datetime import timedelta

from geo.model import Citation

__all__ = ["Period", "find_citations"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]|20)\d\d"
PARENTHESIS = re.compile(r"\(([^()]{4,400})\)")
DATE_PART = re.compile(
    rf"(?P<iso>{_YEAR}-\d\d-\d\d)"
    rf"|(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?!\d)"
    rf"|(?P<day_first>{_DAY})\s+(?P<month_last>{_MONTH})"
    rf"|(?P<year>{_YEAR})(?!\d)"
    rf"|(?P<more>{_DAY})(?!\d)",
    re.IGNORECASE,
)
ENTRY = re.compile(
    r"\s*(?P<see>see(?:\s+also)?\s+)?(?P<outlet>[^\s,;(][^,;()]{0,79}?)?\s*,?\s*(?P<accessed>accessed(?:\s+on)?\s+)?"
    rf"(?P<dates>(?:{_YEAR}-\d\d-\d\d|{_MONTH}\s+{_DAY}|{_DAY}\s+{_MONTH})(?!\d).*)\Z",
    re.IGNORECASE | re.DOTALL,
)
SEPARATOR = re.compile(r"[\s,]*(?:and\s+|&\s*|[–-]\s*)?")
FORESIGHT = timedelta(days=7)  # a cited date this far after the document's own must be last year's


@dataclass(frozen=True, slots=True)
class Period:
    """When a document was written, as far as is known: decides the year of a date that states none."""

    date: Date | None = None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A citation whose year may still be open."""

    outlet: str
    month: int
    day: int
    year: int | None
    accessed: bool
    see: bool
    start: int
    end: int


def find_citations(text: str, period: Period) -> tuple[Citation, ...]:
    """Find all outlet–date pairs in a text.

    Parameters
    ----------
    text
        The article.
    period
        When it was written; without it the newest year stated in the citations is taken.

    Returns
    -------
    Pairs in reading order; several share the span of one parenthesis.

    Examples
    --------
    >>> found = find_citations("It grew (Mod.gov.az, May 3; Nato.int, April 4, 23, 2019).", Period())
    >>> [(c.outlet, str(c.date), c.year_stated) for c in found]
    [('Mod.gov.az', '2019-05-03', False), ('Nato.int', '2019-04-04', True), ('Nato.int', '2019-04-23', True)]
    """
    pairs = [pair for match in PARENTHESIS.finditer(text) for pair in _pairs(match)]
    newest = max((pair.year for pair in pairs if pair.year is not None), default=None)
    return tuple(_citation(pair, period.date, newest) for pair in pairs)


def _pairs(match: re.Match[str]) -> list[_Pair]:
    """Read one parenthesis; it is a citation only if every entry is."""
    outlet, see = "", False
    pairs: list[_Pair] = []
    for entry in match[1].split(";"):
        parts = ENTRY.match(entry)
        if parts is None:
            return []
        continued = (parts["outlet"] or "").casefold() in {"accessed", "accessed on"}
        if parts["outlet"] and not continued:
            outlet, see = parts["outlet"].strip(), bool(parts["see"])
        dates = _dates(parts["dates"])
        if not dates or not _is_outlet(outlet):
            return []
        accessed = continued or bool(parts["accessed"])
        pairs += [
            _Pair(outlet, *date, accessed=accessed, see=see, start=match.start(), end=match.end()) for date in dates
        ]
    return pairs


def _is_outlet(name: str) -> bool:
    """Tell whether a name can be a newspaper, a site or a body: a capital, a digit, a domain; not "in December"."""
    return bool(name) and (name[0].isupper() or name[0].isdigit() or "." in name or not name[0].isascii())


def _dates(words: str) -> list[tuple[int, int, int | None]]:
    """Read "January 22, February 12, 18, May 1, 2019"; an empty list if anything else stands there."""
    dates: list[tuple[int, int, int | None]] = []
    month = 0
    position = 0
    while position < len(words) and (part := DATE_PART.match(words, position)):
        if part["iso"]:
            year, month, day = map(int, part["iso"].split("-"))
            dates.append((month, day, year))
        elif part["year"]:
            year = int(part["year"])
            dates = [(m, d, y or year) for m, d, y in dates]
        elif part["more"]:
            dates.append((month, _number(part["more"]), None))
        else:
            name = part["month"] or part["month_last"]
            month = MONTHS.index(name[:3].lower()) + 1
            dates.append((month, _number(part["day"] or part["day_first"]), None))
        separator = SEPARATOR.match(words, part.end())
        position = separator.end() if separator else part.end()
    finished = position >= len(words) and dates and dates[0][0]
    return dates if finished and all(_exists(*date) for date in dates) else []


def _number(day: str) -> int:
    return int(day.rstrip("stndrhSTNDRH"))


def _exists(month: int, day: int, year: int | None) -> bool:
    try:
        Date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def _citation(pair: _Pair, written: Date | None, newest: int | None) -> Citation:
    year = pair.year if pair.year is not None else (written.year if written else newest)
    date = None
    if year is not None and _exists(pair.month, pair.day, year):
        date = Date(year, pair.month, pair.day)
        if pair.year is None and written is not None and date > written + FORESIGHT:
            date = _in_year(date, year - 1)
    return Citation(
        outlet=pair.outlet,
        date=date,
        start=pair.start,
        end=pair.end,
        year_stated=pair.year is not None,
        accessed=pair.accessed,
        see=pair.see,
    )


def _in_year(date: Date, year: int) -> Date:
    """Move a date to another year; 29 February becomes the 28th where there is none."""
    try:
        return date.replace(year=year)
    except ValueError:
        return date.replace(year=year, day=28)
