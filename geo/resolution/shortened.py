"""Names that a text uses in full elsewhere: "the Upper Lars checkpoint … the Stepantsminda–Lars highway".

A word that no record goes by means the place of a longer name of the same text that ends in it, where there is but one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.resolution.ranking import Ranked

__all__ = ["with_shortened"]

SHORTEST = 4
LEAST_SURE = 0.5


def with_shortened(readings: Sequence[Ranked]) -> list[Ranked]:
    """Give names that no record goes by the record of the longer name of the text that ends in them.

    Parameters
    ----------
    readings
        The names of a text with their candidates, best first.

    Returns
    -------
    The same names in the same order; a shortened one says in its note what it was taken for.
    """
    if all(reading.candidates for reading in readings):
        return list(readings)
    longer: dict[str, dict[str, Ranked]] = {}
    for reading in readings:
        *before, last = fold(reading.name.text).split() or [""]
        if before and reading.candidates and not reading.refusal and reading.best.score >= LEAST_SURE:
            longer.setdefault(last, {})[reading.best.record.id] = reading
    return [_whole(reading, longer) if not reading.candidates else reading for reading in readings]


def _whole(reading: Ranked, longer: dict[str, dict[str, Ranked]]) -> Ranked:
    name = fold(reading.name.text)
    meant = longer.get(name, {})
    if len(meant) != 1 or len(name) < SHORTEST:
        return reading
    other = next(iter(meant.values()))
    note = f"No record is called {reading.name.text}; the text calls it {other.name.text} elsewhere."
    return replace(reading, candidates=other.candidates[:1], unknown=other.unknown, note=note)
