"""Names that a text uses in full elsewhere: "the Upper Lars checkpoint … the Stepantsminda–Lars highway".

A word that no record goes by means the place of a longer name of the same text that ends in it, where there is but one.
And a name that means little by itself stays open where no record goes by its longer form: the Nicaea of "Alexandria
Nicaea" is hardly Nice; nor is a river of which nobody knows the island that is called so ("the rivers Madeira and …").
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
SURE, DOUBTED = 0.7, 0.2
"""Shares by which a name is surely what it says, and may well be what nobody has listed."""


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
    readings = [_unless_river(reading) for reading in readings]
    if all(reading.candidates for reading in readings):
        return readings
    unknown: dict[str, str] = {}
    longer: dict[str, dict[str, Ranked]] = {}
    for reading in readings:
        *before, last = fold(reading.name.text).split() or [""]
        if before and not reading.candidates:
            unknown.setdefault(last, reading.name.text)
        if before and reading.candidates and not reading.refusal and reading.best.score >= LEAST_SURE:
            longer.setdefault(last, {})[reading.best.record.id] = reading
    return [_whole(r, longer) if not r.candidates else _open(r, unknown) for r in readings]


def _unless_river(reading: Ranked) -> Ranked:
    if "river" not in reading.name.cues or not reading.candidates or reading.refusal:
        return reading
    if any(c.record.kind == "river" for c in reading.candidates) or reading.name.binding.within is not None:
        return reading
    return replace(reading, refusal="the text calls it a river, and no record of this name is one")


def _open(reading: Ranked, unknown: dict[str, str]) -> Ranked:
    whole = unknown.get(fold(reading.name.text))
    if whole is None or reading.refusal or reading.best.score >= SURE or reading.unknown < DOUBTED:
        return reading
    return replace(reading, refusal=f"the text calls it {whole} elsewhere, and no record goes by that")


def _whole(reading: Ranked, longer: dict[str, dict[str, Ranked]]) -> Ranked:
    name = fold(reading.name.text)
    meant = longer.get(name, {})
    if len(meant) != 1 or len(name) < SHORTEST:
        return reading
    other = next(iter(meant.values()))
    note = f"No record is called {reading.name.text}; the text calls it {other.name.text} elsewhere."
    return replace(reading, candidates=other.candidates[:1], unknown=other.unknown, note=note)
