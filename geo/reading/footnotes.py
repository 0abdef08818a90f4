"""Numbered notes: marks in the text, the notes in a list at its end or at the foot of the file's pages."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from geo.reading.dates import DAY, MONTH, YEAR, read_dates
from geo.reading.outlet_dates import Pair, is_outlet, read_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ADDRESS", "date_in_address", "find_notes", "host_of", "marks_inside", "pairs_of_note"]

HEADING = re.compile(
    r"^[ \t#*]*(?:end\s?notes?|foot\s?notes?|notes(?: and references)?|references|sources|bibliography)[ \t*:]*$",
    re.IGNORECASE | re.MULTILINE,
)
ENTRY = re.compile(
    r"^[ \t]*[\[(^]*(\d{1,3})[\].):]*[ \t]+(\S.*(?:\n(?![ \t]*[\[(^]*\d{1,3}[\].):]*[ \t])(?![ \t]*\n).+)*)",
    re.MULTILINE,
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
MARK = re.compile(r"\[(\d{1,3})\]|(?<=[^\W_]|[.,;:!?”\"’»)])([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")
ADDRESS = re.compile(r"https?://[^\s<>()\[\]{}\"'“”«»]{3,400}")
IN_PATH = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0?[1-9]|1[0-2])[/-](?P<d>0?[1-9]|[12]\d|3[01])(?!\d)")
FULL_DATE = re.compile(
    rf"(?P<accessed>(?:accessed|retrieved|viewed)(?:\s+on)?:?\s+)?"
    rf"(?P<date>{YEAR}-\d\d-\d\d|{MONTH}\s+{DAY},?\s+{YEAR}|{DAY}\s+{MONTH},?\s+{YEAR})(?!\d)",
    re.IGNORECASE,
)
DIVIDERS = re.compile(r"[,;(]|\.\s|[”\"]|\s[–—]\s")
LONGEST_OUTLET = 80
MOST_NOTES = 3_000
MOST_HEADINGS = 40


def find_notes(text: str) -> list[tuple[int, int, str]]:
    r"""Find the marks of numbered notes in a text that lists the notes at its end.

    Returns
    -------
    Start and end of each mark, and the words of its note. Without a list there is no mark: "[3]" alone says nothing.

    Examples
    --------
    >>> find_notes("Trade grew.[1] Ports did not.\n\nNotes\n1. Trend, May 3, 2019.")
    [(11, 14, 'Trend, May 3, 2019.')]
    """
    for heading in islice(HEADING.finditer(text), MOST_HEADINGS):
        notes = {m[1]: " ".join(m[2].split()) for m in ENTRY.finditer(text, heading.end())}
        if notes:
            return _marks(text[: heading.start()], notes)
    return []


def _marks(text: str, notes: dict[str, str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for mark in MARK.finditer(text):
        label = mark[1] or mark[2].translate(RAISED)
        if label in notes and len(found) < MOST_NOTES:
            found.append((mark.start(), mark.end(), notes[label]))
    return found


def marks_inside(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text of the same length in which marks stand before the full stop they follow.

    So the sentence ends behind its mark, and not before it: ``grew.[1] `` becomes ``grew[1]. ``.

    Examples
    --------
    >>> marks_inside("Trade grew.[1] Ports did not.", [(11, 14)])
    'Trade grew[1]. Ports did not.'
    """
    for start, end in spans:
        stop = start
        while stop > 0 and text[stop - 1] in '.!?…”"’':
            stop -= 1
        if stop < start:
            text = text[:stop] + text[start:end] + text[stop:start] + text[end:]
    return text


def pairs_of_note(start: int, end: int, words: str) -> list[Pair]:
    """Return what a note cites: outlet–date pairs, else one citation of its source as far as it can be told.

    Examples
    --------
    >>> (pair,) = pairs_of_note(0, 3, 'J. Doe, "Trains and ports," Eurasia Daily Monitor, May 3, 2019.')
    >>> pair.outlet, (pair.year, pair.month, pair.day)
    ('Eurasia Daily Monitor', (2019, 5, 3))
    """
    plain = ADDRESS.sub("", words).strip(" .;,")
    pairs = read_pairs(plain, start, end)
    address = ADDRESS.search(words)
    url = address[0].rstrip(".,;:!?") if address else None
    if pairs and all(len(pair.outlet) <= LONGEST_OUTLET for pair in pairs):
        return [
            Pair(
                p.outlet,
                p.month,
                p.day,
                p.year,
                accessed=p.accessed,
                see=p.see,
                start=start,
                end=end,
                note=words,
                url=url,
            )
            for p in pairs
        ]
    return [_described(words, url, start, end)]


def _described(words: str, url: str | None, start: int, end: int) -> Pair:
    dates = list(_full_dates(words))
    published = [each for each in dates if not each[2]] or dates
    if published:
        position, (month, day, year), accessed = published[0]
        outlet = _before(words[:position]) or (host_of(url) if url else "")
    else:
        (year, month, day), accessed = date_in_address(url) if url else (None, 0, 0), False
        outlet = host_of(url) if url else ""
    outlet = outlet or _shortened(words)
    return Pair(outlet, month, day, year, accessed=accessed, see=False, start=start, end=end, note=words, url=url)


def _full_dates(words: str) -> Iterator[tuple[int, tuple[int, int, int | None], bool]]:
    for match in FULL_DATE.finditer(words):
        dates = read_dates(match["date"])
        if dates:
            yield match.start(), dates[0], bool(match["accessed"])


def _before(words: str) -> str:
    """Return what stands between the last divider and a date: the outlet."""
    pieces = [piece.strip(" .,“”\"'’‘") for piece in DIVIDERS.split(words)]
    last = next((piece for piece in reversed(pieces) if piece), "")
    return last if is_outlet(last) and len(last) <= LONGEST_OUTLET else ""


def _shortened(words: str) -> str:
    if len(words) <= LONGEST_OUTLET:
        return words.rstrip(" .") or words
    return words[: LONGEST_OUTLET - 1].rsplit(" ", 1)[0] + "…"


def host_of(url: str) -> str:
    """Return the site of an address, as a citation names it.

    Examples
    --------
    >>> host_of("https://www.rferl.org/a/1.html")
    'rferl.org'
    """
    host = url.split("://", 1)[-1].split("/", 1)[0].rsplit("@", maxsplit=1)[-1].split(":", maxsplit=1)[0].lower()
    return host.removeprefix("www.")


def date_in_address(url: str) -> tuple[int | None, int, int]:
    """Return year, month and day that the path of an address states; no year and zeros where it states none."""
    match = IN_PATH.search(url)
    return (int(match["y"]), int(match["m"]), int(match["d"])) if match else (None, 0, 0)
