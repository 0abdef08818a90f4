"""Citations in the running text: "according to Reuters (May 3)", "(Smith and Jones, 2019)", bare web addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.reading.dates import DAY, MONTH, YEAR, read_dates
from geo.reading.footnotes import ADDRESS, date_in_address, host_of
from geo.reading.outlet_dates import Pair

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_attributions"]

_NAME = r"[^\W\d_][\w.&’'-]{0,40}"
_DATES = rf"(?i:(?:{YEAR}-\d\d-\d\d|{MONTH}\s+{DAY}(?!\d)|{DAY}\s+{MONTH})[^()]{{0,60}})"
ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|[Aa]s (?:reported|quoted|cited|noted) (?:by|in)|[Rr]eported by|[Qq]uoted (?:by|in))"
    r"\s+(?:the\s+)?"
    rf"(?P<outlet>{_NAME}(?:\s+(?:of|the|and|for|de|{_NAME})){{0,5}}?)\s*\((?P<dates>{_DATES})\)"
)
REPORTED = re.compile(
    rf"\b(?P<outlet>{_NAME}(?:\s+{_NAME}){{0,4}}?)\s+(?:reported|reports|wrote|writes|noted|said)\s*\((?P<dates>{_DATES})\)"
)
# What a text must hold for the patterns beside it to be worth trying at each of its words.
TOLD = re.compile(r"(?:ccording to|eported by|(?:quoted|cited|noted|reported|Quoted) (?:by|in))\s")
SAID = re.compile(r"(?:reported|reports|wrote|writes|noted|said)\s*\(")
YEAR_BRACKET = re.compile(rf"\({YEAR}")
AUTHORS = (
    rf"{_NAME}(?:\s+{_NAME}){{0,3}}"
    rf"(?:(?:,\s+{_NAME}){{0,4}},?\s+(?:and|&)\s+{_NAME}(?:\s+{_NAME}){{0,2}}|\s+et\s+al\.?)?"
)
PAGES = r"(?:\s*[,:]\s*(?:pp?\.\s*)?\d{1,4}(?:\s*[–-]\s*\d{1,4})?)?"
BRACKET = re.compile(r"\(([^()]{6,240})\)")
AUTHOR_YEAR = re.compile(
    rf"\s*(?P<see>see(?:\s+also)?\s+|cf\.\s+|e\.g\.,?\s+)?(?P<names>{AUTHORS}),?\s+(?P<year>{YEAR})[a-z]?(?P<pages>{PAGES})\s*\Z"
)
_SURNAME = r"[^\W\d_][\w’'-]{1,40}"
NARRATIVE = re.compile(
    rf"\b(?P<names>{_SURNAME}(?:\s+(?:and|&)\s+{_SURNAME}|\s+et\s+al\.?)?)\s+\((?P<year>{YEAR})[a-z]?(?P<pages>{PAGES})\)"
)
MONTH_NAME = re.compile(rf"{MONTH}\Z", re.IGNORECASE)
SMALL_WORDS = frozenset(
    {"and", "&", "et", "al.", "al", "de", "van", "von", "der", "den", "bin", "al-", "da", "di", "la", "le"}
)
SURE = re.compile(r"\bet\s+al\b|\s&\s|\sand\s")
REFERENCE_REACH = 240
INNER = frozenset({"of", "the", "and", "for", "de"})
LONGEST_INITIAL = 4  # "U.S." ends no sentence
LINE = re.compile(rf"^({_NAME})[ ,].{{0,400}}", re.MULTILINE)


def find_attributions(text: str) -> list[Pair]:
    """Find citations that are part of the text's own sentences.

    Examples
    --------
    >>> [(p.outlet, p.month, p.day) for p in find_attributions("Trade grew, according to the Financial Times (May 3).")]
    [('Financial Times', 5, 3)]
    >>> [(p.outlet, p.url) for p in find_attributions("See https://www.rferl.org/a/1.html.")]
    [('rferl.org', 'https://www.rferl.org/a/1.html')]
    """
    return [*_according(text), *_author_year(text), *_addresses(text)]


def _according(text: str) -> Iterator[Pair]:
    for sign, pattern in ((TOLD, ACCORDING), (SAID, REPORTED)):
        for match in pattern.finditer(text) if sign.search(text) else ():
            dates = read_dates(match["dates"].strip())
            outlet = _outlet(match["outlet"])
            if outlet:
                for month, day, year in dates:
                    yield Pair(
                        outlet,
                        month,
                        day,
                        year,
                        accessed=False,
                        see=False,
                        start=match.end("outlet") - len(outlet),
                        end=match.end(),
                    )


def _outlet(words: str) -> str:
    """Return the name at the end of some words: "they met. The Financial Times" ends in "Financial Times"."""
    kept: list[str] = []
    for word in reversed(re.split(r"(\s+)", words)):
        if word.strip() and not (word[0].isupper() or (kept and word in INNER)):
            break
        if word.endswith(".") and kept and len(word) > LONGEST_INITIAL:
            break
        kept.append(word)
    name = "".join(reversed(kept)).lstrip()
    return name.removeprefix("The ").removeprefix("the ").lstrip() if name[:1].isupper() else ""


def _author_year(text: str) -> Iterator[Pair]:
    """Yield "(Smith and Jones, 2019)" and "Smith (2019)".

    A name and a year in brackets may also be a town and a year: where neither several authors nor a page says that
    it is a citation, the list of references must hold it.
    """
    references = _References(text)
    for bracket in BRACKET.finditer(text):
        entries = [AUTHOR_YEAR.match(entry) for entry in bracket[1].split(";")]
        found = [entry for entry in entries if entry is not None]
        if len(found) < len(entries):
            continue
        notes = [references.entry(entry["names"], entry["year"], after=bracket.end()) for entry in found]
        if all(_is_citation(entry, note) for entry, note in zip(found, notes, strict=True)):
            for entry, note in zip(found, notes, strict=True):
                yield _pair(entry, note, bracket.start(), bracket.end())
    for match in NARRATIVE.finditer(text) if YEAR_BRACKET.search(text) else ():
        note = references.entry(match["names"], match["year"], after=match.end())
        if note and match["names"][0].isupper():
            yield _pair(match, note, match.start(), match.end())


def _is_citation(entry: re.Match[str], note: str) -> bool:
    names = entry["names"]
    words = [word.strip(",") for word in names.split()]
    if not names[0].isupper() or any(MONTH_NAME.match(word) for word in words):
        return False
    if not all(word[:1].isupper() or word in SMALL_WORDS for word in words):
        return False
    return bool(note or SURE.search(names) or entry["pages"])


class _References:
    """The lines of a text by their first word: where a list of references has its entries."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, list[tuple[int, str]]] = {}
        for match in LINE.finditer(text):
            self._lines.setdefault(match[1], []).append((match.start(), match[0]))

    def entry(self, names: str, year: str, *, after: int) -> str:
        """Return the entry that begins with the first author and has the year; ``""`` where there is none."""
        first = re.split(r"[\s,]", names, maxsplit=1)[0]
        lines = self._lines.get(first, ())
        return next((" ".join(line.split()) for at, line in lines if at > after and year in line[:REFERENCE_REACH]), "")


def _pair(entry: re.Match[str], note: str, start: int, end: int) -> Pair:
    see = bool(entry.groupdict().get("see"))
    outlet = f"{' '.join(entry['names'].split())} {entry['year']}"
    return Pair(outlet, 0, 0, None, accessed=False, see=see, start=start, end=end, note=note)


def _addresses(text: str) -> Iterator[Pair]:
    for match in ADDRESS.finditer(text):
        url = match[0].rstrip(".,;:!?*_")
        year, month, day = date_in_address(url)
        host = host_of(url)
        if "." in host:
            end = match.start() + len(url)
            yield Pair(host, month, day, year, accessed=False, see=False, start=match.start(), end=end, url=url)
