"""Where a railway that a text or a user names bends, as far as the catalogue knows of a line that passes both places.

The junction network has long chords; the catalogue has bends, set down by hand, of corridors that lie along some of
them. A way between two places along such a corridor is drawn through its bends where the network has nothing better;
the network still decides which way it is.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.courses.waypoints import Stretch, entry_course
from geo.tracing.bends import bends_between

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.courses.catalogue import Catalogue
    from geo.gazetteer import Gazetteer
    from geo.model import LonLat

__all__ = ["with_hints"]


def with_hints(stretches: Iterable[Stretch], catalogue: Catalogue, gazetteer: Gazetteer) -> tuple[Stretch, ...]:
    """Give railways that nobody set down the bends of corridors along which they lie.

    Parameters
    ----------
    stretches
        Of a way that the catalogue does not know by name.
    catalogue, gazetteer
        Where corridors and their waypoints are looked up.

    Returns
    -------
    The same, some of them with bends as hints.
    """
    return tuple(_hinted(each, catalogue, gazetteer) if each.mode == "rail" else each for each in stretches)


def _hinted(stretch: Stretch, catalogue: Catalogue, gazetteer: Gazetteer) -> Stretch:
    places = [(stop.lon, stop.lat) for stop in stretch.waypoints]
    if stretch.bends or len(places) < 2:
        return stretch
    lines = _lines(catalogue, gazetteer)
    bends = tuple(_between(lines, a, b) for a, b in pairwise(places))
    return replace(stretch, bends=bends, are_hints=True) if any(bends) else stretch


def _between(lines: tuple[tuple[LonLat, ...], ...], a: LonLat, b: LonLat) -> tuple[LonLat, ...]:
    """Return the bends of the first line that passes both places."""
    for line in lines:
        found = bends_between(line, a, b) or bends_between(line, b, a)[::-1]
        if found:
            return found
    return ()


@lru_cache(maxsize=4)
def _lines(catalogue: Catalogue, gazetteer: Gazetteer) -> tuple[tuple[LonLat, ...], ...]:
    """Return the railways of the catalogue of which bends are known, as lines through waypoints and bends."""
    entries = [entry for entry in catalogue.entries if entry.mode == "rail" and entry.shape]
    stretches = [each for entry in entries for each in entry_course(entry, gazetteer).stretches if any(each.bends)]
    return tuple(_line(each) for each in stretches)


def _line(stretch: Stretch) -> tuple[LonLat, ...]:
    places = [(stop.lon, stop.lat) for stop in stretch.waypoints]
    return (*(p for a, inner in zip(places, stretch.bends, strict=False) for p in (a, *inner)), places[-1])
