"""What the names of a text were found to mean, as the corridors of the text ask for it.

The resolver decides once what each mention means; a corridor takes that answer for the very words it is told in. Where
they were refused it has none, whatever other records share the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.gazetteer import fold
from geo.resolution.names_alone import bare

if TYPE_CHECKING:
    from geo.model import Mention, Record, Route
    from geo.resolution import Resolved

__all__ = ["Decisions"]


class Decisions:
    """The decisions of the resolver, by the mentions they were made for."""

    def __init__(self, resolved: Resolved) -> None:
        meant = resolved.record_of()
        self._by_name: dict[str, list[tuple[Mention, Record | None]]] = {}
        for reading in resolved.readings:
            for mention in reading.name.mentions:
                record = meant.get(mention.start, (None, 0.0))[0]
                self._by_name.setdefault(bare(mention.name), []).append((mention, record))
        self._reasons = {bare(item.name): item.reason for item in resolved.unresolved}

    def of(self, route: Route) -> dict[str, Record]:
        """Return the records of a route's waypoints by their folded names; those that were refused are left out."""
        found = {}
        for name in route.waypoints:
            record = self._record(name, route)
            if record is not None:
                found[fold(name)] = record
        return found

    def reason(self, name: str) -> str:
        """Return why a name was not placed, in words for the reader."""
        return self._reasons.get(bare(name), "no gazetteer record has this name")

    def _record(self, name: str, route: Route) -> Record | None:
        """Take the mention in the route's own words before any other of the same name."""
        said = self._by_name.get(bare(name), ())
        words = [route.mention, *route.later]
        here = [record for mention, record in said if any(_within(mention, phrase) for phrase in words)]
        if here:
            return here[0]
        return next((record for _, record in said if record is not None), None)


def _within(mention: Mention, phrase: Mention) -> bool:
    return phrase.start <= mention.start and mention.end <= phrase.end
