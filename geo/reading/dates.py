"""Dates as newsletters write them: "January 22, February 12, 18, May 1, 2019", "4 May", "2019-05-04"."""

from __future__ import annotations

import re
from datetime import date as Date

__all__ = ["DAY", "MONTH", "YEAR", "exists", "read_dates"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?:1[89]|20)\d\d"
DATE_PART = re.compile(
    rf"(?P<iso>{YEAR}-\d\d-\d\d)"
    rf"|(?P<month>{MONTH})\s+(?P<day>{DAY})(?!\d)"
    rf"|(?P<day_first>{DAY})\s+(?P<month_last>{MONTH})"
    rf"|(?P<year>{YEAR})(?!\d)"
    rf"|(?P<more>{DAY})(?!\d)",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"[\s,]*(?:and\s+|&\s*|[–-]\s*)?")


def read_dates(words: str) -> list[tuple[int, int, int | None]]:
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
    return dates if finished and all(exists(*date) for date in dates) else []


def _number(day: str) -> int:
    return int(day.rstrip("stndrhSTNDRH"))


def exists(month: int, day: int, year: int | None) -> bool:
    """Tell whether the calendar has a day; without a year any leap year will do."""
    try:
        Date(year or 2000, month, day)
    except ValueError:
        return False
    return True
