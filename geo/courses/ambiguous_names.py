"""Names that several corridors go by: "the Trans-Caspian route" of an article on India, Iran and Russia.

A corridor of the catalogue that is called by another name than its own is meant only where the text speaks of some
country that it passes. Where it speaks of others alone, the corridor is meant that goes by the same words among others,
and passes the most countries of the text; where there is none, nothing is drawn.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.courses.catalogue import Catalogue, Entry
    from geo.model import Route

__all__ = ["fitted"]

FEWEST_COUNTRIES = 2  # of one country alone a text says too little


def fitted(route: Route, catalogue: Catalogue, countries: Sequence[str]) -> Route:
    """Return a route with the corridor of the catalogue that its text can mean.

    Parameters
    ----------
    route
        As the text states it.
    catalogue
        What is known of corridors.
    countries
        Countries of which the text speaks (ISO 3166-1 alpha-2).
    """
    entry = catalogue.get(route.catalogue) if route.catalogue else None
    spoken = set(countries)
    if entry is None or route.waypoints or len(spoken) < FEWEST_COUNTRIES or _countries(entry) & spoken:
        return route
    words = fold(route.mention.phrase)
    if words in fold(entry.name):
        return route
    others = [other for other in catalogue.entries if _goes_by(other, words) and len(_countries(other) & spoken) > 1]
    if not others:
        return replace(route, catalogue=None, name=route.mention.phrase)
    meant = max(others, key=lambda other: (len(_countries(other) & spoken), other.id))
    return replace(route, catalogue=meant.id, name=meant.name, mode=meant.mode)


def _countries(entry: Entry) -> set[str]:
    return {stop.country for stop in entry.stops} | entry.serves


def _goes_by(entry: Entry, words: str) -> bool:
    return any(f" {words} " in f" {fold(name)} " for name in (entry.name, *entry.aliases))
