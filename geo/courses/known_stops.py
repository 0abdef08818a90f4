"""The stops of the known ways that a text names: who writes of the Stuart Highway means Katherine in Australia.

The course of a way of the catalogue is drawn by itself, so what its stops are called and where they lie is known before
any name is resolved. A name of the text that is one of them is that place, and no namesake or unknown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.courses.choosing import locate
from geo.resolution.names_alone import bare
from geo.resolution.qualifiers import bindings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.courses import Catalogue
    from geo.gazetteer import Gazetteer
    from geo.model import Mention, Record, Route

__all__ = ["known_stops", "with_vouched"]

CONFIDENCE = 0.9
HELD = " in "


def known_stops(routes: Iterable[Route], gazetteer: Gazetteer, catalogue: Catalogue) -> Mapping[str, Record]:
    """Return where the stops lie of those routes that the catalogue knows, by their names.

    Parameters
    ----------
    routes
        The corridors of a text.
    gazetteer
        Where stops are looked up.
    catalogue
        What is known of named ways.

    Returns
    -------
    Records by names as :func:`geo.resolution.names_alone.bare` gives them; names of two stops are left out.

    Examples
    --------
    >>> from geo import geoparse
    >>> from geo.courses import Catalogue
    >>> from geo.gazetteer import Gazetteer
    >>> gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    >>> routes = geoparse("The Stuart Highway was cut by floods.").routes
    >>> known_stops(routes, gazetteer, catalogue)["katherine"].country
    'AU'
    """
    found: dict[str, Record | None] = {}
    for entry_id in dict.fromkeys(route.catalogue for route in routes if route.catalogue):
        entry = catalogue.get(entry_id)
        if entry is None:
            continue
        for stop in entry.stops:
            record = locate(stop.name, gazetteer, entry.mode, country=stop.country)
            name = bare(stop.name)
            if record is not None:
                found[name] = record if found.get(name, record) == record else None
    return {name: record for name, record in found.items() if record is not None}


def with_vouched(
    text: str,
    mentions: Sequence[Mention],
    doubted: Sequence[Mention],
    stops: Mapping[str, Record],
    gazetteer: Gazetteer,
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Take for places names that stand like places, though they are names of people, too, where something vouches.

    That is a known way of which they are a stop (Katherine), or the country that the text says they lie in (Vik in
    Iceland), where it has a place of that name.

    Parameters
    ----------
    text
        The article.
    mentions
        What was read as places.
    doubted
        What stands like places and was not read as such.
    stops
        As :func:`known_stops` gives them.
    gazetteer
        Knows what lies in which country.

    Returns
    -------
    Places in reading order, and what stays in doubt.
    """
    known, open_ = [*mentions], []
    held = {start for start, binding in bindings(text, doubted, gazetteer).items() if binding.within is not None}
    for mention in doubted:
        is_held = mention.start in held and text.startswith(HELD, mention.end)
        if is_held or bare(mention.name) in stops:
            known.append(replace(mention, cue="waypoint", confidence=CONFIDENCE))
        else:
            open_.append(mention)
    return tuple(sorted(known, key=lambda mention: mention.start)), tuple(open_)
