"""Outlet–date pairs: "Mod.gov.az, May 3; Nato.int, April 4, 23" is three."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.reading.dates import DAY, MONTH, YEAR, read_dates
from geo.reading.foreign_dates import UNDATED, in_english

__all__ = ["Pair", "is_outlet", "read_pairs"]

ENTRY = re.compile(
    r"\s*(?P<see>see(?:\s+also)?\s+)?(?P<outlet>[^\s,;(][^,;()]{0,79}?)?\s*,?\s*(?P<accessed>accessed(?:\s+on)?\s+)?"
    rf"(?P<dates>(?:{YEAR}-\d\d-\d\d|{MONTH}\s+{DAY}|{DAY}\s+{MONTH})(?!\d).*)\Z",
    re.IGNORECASE | re.DOTALL,
)


SEMICOLON = re.compile("[;؛\uff1b]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A citation whose year may still be open; its month is 0 where it states no day."""

    outlet: str
    month: int
    day: int
    year: int | None
    accessed: bool
    see: bool
    start: int
    end: int
    note: str = ""
    url: str | None = None


def read_pairs(words: str, start: int, end: int) -> list[Pair]:
    """Read what stands in one parenthesis or note; it is a citation only if every entry is.

    Parameters
    ----------
    words
        Entries divided by semicolons, each an outlet followed by dates.
    start, end
        The span that cites them.
    """
    outlet, see = "", False
    pairs: list[Pair] = []
    for entry in SEMICOLON.split(words):
        parts = ENTRY.match(entry)
        if parts is None:
            foreign = in_english(entry)
            first = foreign.lstrip()[:1]
            if foreign == entry or first != first.title():  # "в Баку, 5 июня" is no outlet; Georgian has no capitals
                return []
            if foreign.endswith(f", {UNDATED}"):
                outlet = foreign.removesuffix(f", {UNDATED}").strip()
                pairs.append(Pair(outlet, 0, 0, None, accessed=False, see=False, start=start, end=end))
                continue
            parts = ENTRY.match(foreign)
            if parts is None:
                return []
        continued = (parts["outlet"] or "").casefold() in {"accessed", "accessed on"}
        if parts["outlet"] and not continued:
            outlet, see = parts["outlet"].strip(), bool(parts["see"])
        dates = read_dates(parts["dates"])
        if not dates or not is_outlet(outlet):
            return []
        accessed = continued or bool(parts["accessed"])
        pairs += [Pair(outlet, *date, accessed=accessed, see=see, start=start, end=end) for date in dates]
    return pairs


def is_outlet(name: str) -> bool:
    """Tell whether a name can be a newspaper, a site or a body: a capital, a digit, a domain; not "in December"."""
    return bool(name) and (name[0].isupper() or name[0].isdigit() or "." in name or not name[0].isascii())
