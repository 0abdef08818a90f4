"""Citations in the text: "(Mod.gov.az, May 3; Nato.int, April 4, 23)" is three outlet–date pairs.

The first form is that of newsletters and briefs: a parenthesis of entries divided by semicolons, each an outlet
followed by dates. Rules learned from such texts:

- a day alone repeats the month before it: "February 12, 18" are two dates;
- a year closes all dates of its entry: "January 22, February 12, 18, May 1, 2019" are four dates of 2019;
- an entry without an outlet continues the one before: "Mod.gov.az, March 6; accessed May 11";
- "accessed (on)" marks the day somebody looked; "see" marks a cross-reference;
- a date without any year takes the document's year, or the newest year the citations state.

Other forms: numbered notes (:mod:`~geo.reading.footnotes`), and in the running text "according to Reuters (May 3)",
"(Smith and Jones, 2019)" and bare web addresses (:mod:`~geo.reading.attributions`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from typing import TYPE_CHECKING

from geo.model import Citation
from geo.reading.attributions import find_attributions
from geo.reading.dates import exists
from geo.reading.footnotes import find_notes, pairs_of_note
from geo.reading.outlet_dates import Pair, read_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Period", "find_citations"]

PARENTHESIS = re.compile(r"[(\uff08]([^()\uff08\uff09]{4,400})[)\uff09]")
FORESIGHT = timedelta(days=7)  # a cited date this far after the document's own must be last year's


@dataclass(frozen=True, slots=True)
class Period:
    """When a document was written, as far as is known: decides the year of a date that states none."""

    date: Date | None = None


def find_citations(text: str, period: Period, notes: Iterable[tuple[int, int, str]] = ()) -> tuple[Citation, ...]:
    """Find all citations in a text.

    Parameters
    ----------
    text
        The article.
    period
        When it was written; without it the newest year stated in the citations is taken.
    notes
        Footnotes that the file holds apart from the text: start and end of the mark, and the note's words. Without
        any, marks in the text and a list of notes at its end are looked for.

    Returns
    -------
    Pairs in reading order; several share the span of one parenthesis or mark.

    Examples
    --------
    >>> found = find_citations("It grew (Mod.gov.az, May 3; Nato.int, April 4, 23, 2019).", Period())
    >>> [(c.outlet, str(c.date), c.year_stated) for c in found]
    [('Mod.gov.az', '2019-05-03', False), ('Nato.int', '2019-04-04', True), ('Nato.int', '2019-04-23', True)]
    >>> find_citations("Trade grew, according to Reuters (4 May 2019).", Period())[0].outlet
    'Reuters'
    """
    bracketed = [pair for m in PARENTHESIS.finditer(text) for pair in read_pairs(m[1], m.start(), m.end())]
    noted = [pair for note in notes or find_notes(text) for pair in pairs_of_note(*note)]
    taken = {(pair.start, pair.end) for pair in (*bracketed, *noted)}
    told = [p for p in find_attributions(text) if not any(a < p.end and p.start < b for a, b in taken)]
    pairs = sorted((*bracketed, *noted, *told), key=lambda pair: pair.start)
    newest = max((pair.year for pair in pairs if pair.year is not None and pair.month), default=None)
    return tuple(_citation(pair, period.date, newest) for pair in pairs)


def _citation(pair: Pair, written: Date | None, newest: int | None) -> Citation:
    year = pair.year if pair.year is not None else (written.year if written else newest)
    date = None
    if year is not None and pair.month and exists(pair.month, pair.day, year):
        date = Date(year, pair.month, pair.day)
        if pair.year is None and written is not None and date > written + FORESIGHT:
            date = _in_year(date, year - 1)
    return Citation(
        outlet=pair.outlet,
        date=date,
        start=pair.start,
        end=pair.end,
        year_stated=pair.year is not None or not pair.month,
        accessed=pair.accessed,
        see=pair.see,
        note=pair.note,
        url=pair.url,
    )


def _in_year(date: Date, year: int) -> Date:
    """Move a date to another year; 29 February becomes the 28th where there is none."""
    try:
        return date.replace(year=year)
    except ValueError:
        return date.replace(year=year, day=28)
