"""What a card says where the line is much longer or shorter than somebody published, or than the text says."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.courses.catalogue import Entry
    from geo.model import Leg

__all__ = ["misfit", "without_misfit"]

MOST = 0.15  # share of a known length by which a line may miss it without a word
SAID = re.compile(r" ?The line is \d+% (?:longer|shorter) than the (?:published|stated) [\d,]+ km\.")


def misfit(entry: Entry | None, stated_km: float | None, legs: Sequence[Leg]) -> str:
    """Say so where a line misses a known length by more than 15 %.

    What is published may be the line alone or a system with its branches: the one that it comes nearer to counts.

    Parameters
    ----------
    entry
        The catalogue's, with the published length.
    stated_km
        What the text says.
    legs
        The line, with its branches.

    Returns
    -------
    A sentence for each length missed; ``""`` where there is none.

    Examples
    --------
    >>> from geo.model import Leg
    >>> misfit(None, 150.0, [Leg("A", "B", "rail", ((0.0, 0.0), (1.0, 0.0)), 111.3, "straight", "test")])
    'The line is 26% shorter than the stated 150 km.'
    """
    line = {(a.name, b.name) for a, b in pairwise(entry.waypoints)} if entry else set()
    whole = _told_km(legs)
    alone = _told_km(leg for leg in legs if (leg.start, leg.end) in line) or whole
    told = []
    for whose, length in (("published", entry.published_km if entry else None), ("stated", stated_km)):
        if length:
            km = min(whole, alone, key=lambda each: abs(each / length - 1))
            if abs(km / length - 1) > MOST:
                way = "longer" if km > length else "shorter"
                told.append(f"The line is {abs(km / length - 1):.0%} {way} than the {whose} {length:,.0f} km.")
    return " ".join(told)


def without_misfit(note: str) -> str:
    """Take out of a note what was said of a line that is another now.

    Examples
    --------
    >>> without_misfit("Opened in 1996. The line is 27% longer than the published 300 km.")
    'Opened in 1996.'
    """
    return SAID.sub("", note).strip()


def _told_km(legs: Iterable[Leg]) -> float:
    return sum(leg.length_km if leg.network_km is None else leg.network_km for leg in legs)
