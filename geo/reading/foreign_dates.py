"""Dates of other languages and calendars in citations, rewritten as the reader of citations knows them.

"5 июня 2026 г.", "9. Juni", "11 de junio", "5月30日" become "June 5, 2026" and the like. Of the Persian (Jalali) and
the Islamic (Hijri) calendar only dates with a year can be told in ours; of one without, the outlet is kept and the day
left open. Islamic dates are reckoned by the tabular calendar, which may be a day off from what was sighted.
"""

from __future__ import annotations

import math
import re
from datetime import date as Date
from functools import cache
from typing import NamedTuple

from geo.csv_tables import data_table

__all__ = ["UNDATED", "in_english"]

UNDATED = "undated"
"""What stands for a date that cannot be told in our calendar."""
ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DIGITS = {ord(digit): str(i % 10) for i, digit in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
SIGNS = {ord("،"): ",", ord("؛"): ";", ord("\uff0c"): ",", ord("\uff1b"): ";", ord("\u00a0"): " "}
HAN = re.compile(r"(?:(?P<year>\d{4})\s*年)?\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")
YEAR_WORDS = r"(?:\s*(?:г\.|года|р\.|року|թ\.|թվականի|ж\.|жыл[а-яғ]*|წ\.|წელი|м\.|م\.|م|هـ|ق\.|ش\.))?"
PERSIAN_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})  # years of a cycle of 33, right from 1206 to 1498
ISLAMIC_LEAP_SHIFT, ISLAMIC_YEAR, ISLAMIC_EPOCH = 3, 354, 227_014  # the day before 1 Muharram 1
CENTURIES = range(1206, 1499)  # years of both calendars for which the rules above hold


class Month(NamedTuple):
    """A month of a calendar, counted from 1."""

    calendar: str
    number: int


def in_english(entry: str) -> str:
    """Return an entry of a citation whose date is in another language with that date in English.

    Parameters
    ----------
    entry
        An outlet and a date, such as "Handelsblatt, 9. Juni"; what holds no such date comes back as it is.

    Examples
    --------
    >>> in_english("Укрінформ, 5 червня 2026 р."), in_english("El País, 11 de junio")
    ('Укрінформ, June 5, 2026', 'El País, June 11')
    >>> in_english("新华社\uff0c2026年5月30日"), in_english("ایرنا، ۲ خرداد ۱۴۰۵")
    ('新华社, May 30, 2026', 'ایرنا, May 23, 2026')
    >>> in_english("ایرنا، ۲ خرداد"), in_english("the Balkan route of 2015")
    ('ایرنا, undated', 'the Balkan route of 2015')
    """
    words = entry.translate(DIGITS | SIGNS)
    if not re.search(r"\d", words):
        return entry
    if found := HAN.search(words):
        told = _english("gregorian", int(found["month"]), int(found["day"]), found["year"])
    elif found := _pattern().search(words):
        month = _months()[re.sub(r"\s+", " ", found["month"].lower())]
        told = _english(month.calendar, month.number, int(found["day"]), found["year"] or found["before"])
    else:
        return entry
    return f"{words[: found.start()].rstrip(' ,')}, {told}" if told and not words[found.end() :].strip(" .") else entry


def _english(calendar: str, month: int, day: int, year: str | None) -> str:
    """Write a date in English, "" for one that cannot be."""
    if calendar == "gregorian":
        if not 1 <= month <= len(ENGLISH):
            return ""
        return f"{ENGLISH[month - 1]} {day}" + (f", {year}" if year else "")
    if year is None:
        return UNDATED
    if int(year) not in CENTURIES:
        return ""
    when = (_from_persian if calendar == "jalali" else _from_islamic)(int(year), month, day)
    return f"{ENGLISH[when.month - 1]} {when.day}, {when.year}"


def _from_persian(year: int, month: int, day: int) -> Date:
    """Return a day of the Persian calendar in ours.

    Examples
    --------
    >>> _from_persian(1403, 12, 30), _from_persian(1399, 1, 1), _from_persian(1357, 11, 22)
    (datetime.date(2025, 3, 20), datetime.date(2020, 3, 20), datetime.date(1979, 2, 11))
    """
    new_year = Date(2020, 3, 20).toordinal()  # of 1399
    if year >= 1399:
        new_year += sum(365 + (y % 33 in PERSIAN_LEAP) for y in range(1399, year))
    else:
        new_year -= sum(365 + (y % 33 in PERSIAN_LEAP) for y in range(year, 1399))
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return Date.fromordinal(new_year + before + day - 1)


def _from_islamic(year: int, month: int, day: int) -> Date:
    """Return a day of the tabular Islamic calendar in ours.

    Examples
    --------
    >>> _from_islamic(1445, 9, 1), _from_islamic(1400, 1, 1)
    (datetime.date(2024, 3, 11), datetime.date(1979, 11, 21))
    """
    leaps = (ISLAMIC_LEAP_SHIFT + 11 * year) // 30
    return Date.fromordinal(ISLAMIC_EPOCH + day + math.ceil(29.5 * (month - 1)) + (year - 1) * ISLAMIC_YEAR + leaps)


@cache
def _months() -> dict[str, Month]:
    """Return the months by their names; where two calendars share one, the first in the file counts."""
    found: dict[str, Month] = {}
    columns = [f"m{number}" for number in range(1, 13)]
    for _, row in data_table("languages", "months.csv", columns=("calendar", *columns)):
        for number, column in enumerate(columns, start=1):
            for name in row[column].split(";"):
                found.setdefault(name, Month(row["calendar"], number))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_months(), key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<before>\d{{4}}){YEAR_WORDS}\s+)?(?<!\d)(?P<day>\d{{1,2}})(?:\.?º|\.|er)?\s+(?:de\s+)?(?P<month>{names})"
        rf"(?![^\W\d_])(?:\s*,?\s*(?:de\s+)?(?P<year>\d{{4}}){YEAR_WORDS})?",
        re.IGNORECASE,
    )
