"""Names that are stops of a way which the text names and of which it is known where it runs.

Such a way is a witness that outweighs all others but the words beside the name: a small town that nothing else of the
text lies near is that town all the same, and a namesake that is better known is not meant.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.resolution.candidates import rough_km
from geo.resolution.names_alone import bare
from geo.resolution.ranking import Scored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model import Record
    from geo.resolution.ranking import Ranked

__all__ = ["with_known_stops"]

SURE = 0.7
"""What a record that a known way speaks for is believed at the least. A choice, not a measurement."""
NEAR_KM = 60.0  # a town and its port, its airport, its crossing
WIDE = frozenset({"country", "continent", "ocean", "region"})


def with_known_stops(readings: Sequence[Ranked], stops: Mapping[str, Record]) -> list[Ranked]:
    """Let names mean the stops that are called so.

    Parameters
    ----------
    readings
        The names of a text with their candidates, best first.
    stops
        Where the stops of known ways lie, by their bare names.

    Returns
    -------
    The same names in the same order.
    """
    return [_at_stop(reading, stops.get(bare(reading.name.text))) for reading in readings]


def _at_stop(reading: Ranked, stop: Record | None) -> Ranked:
    if stop is None or not reading.name.binding.allows(stop):
        return reading
    if reading.candidates and reading.best.record.kind in WIDE:
        return reading
    near = [c for c in reading.candidates if c.record.kind not in WIDE and rough_km(c.record, stop) <= NEAR_KM]
    best = near[0] if near else Scored(stop, 0.0)
    if best.score >= SURE and not reading.refusal:
        return reading
    others = tuple(each for each in reading.candidates if each is not best)
    best = replace(best, score=SURE)
    return replace(reading, candidates=(best, *others), unknown=1 - SURE, refusal="")
