"""How well a name stands by itself: what it would be as a place, before a word of the text is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.gazetteer import Form, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.gazetteer import Match
    from geo.languages.language_data import Language
    from geo.languages.local_gazetteer import Known
    from geo.model import Record

__all__ = ["NOTHING", "Standing"]

NOTHING = 0.0
SURE = 6.0
GREAT = frozenset({"country", "capital", "continent"})
WIDE = frozenset({"sea", "ocean", "gulf", "strait", "canal", "lake"})
BY_HAND = frozenset({"sites", "waypoints"})
SIZES = ((1_000_000, 5.0), (200_000, 4.5), (50_000, 4.0), (10_000, 3.0), (0, 2.0))
"""People, and how well a town of so many stands."""
AT_HOME = 0.5
BY_KIND = {"region": 3.5, "river": 4.0, "mountains": 4.0, "island": 3.5}
SITE, OTHER, COUNTY, AREA = 4.5, 2.5, 2.5, 4.0


class Standing:
    """Says how well names stand in one language."""

    def __init__(self, language: Language, known: Known) -> None:
        self._language = language
        self._known = known
        self._kept: dict[str, float] = {}

    def __call__(self, name: str) -> float:
        """Return how well a name stands, 0 where no record goes by it."""
        found = self._kept.get(name)
        if found is None:
            found = self._kept[name] = self._of(name)
        return found

    def _of(self, name: str) -> float:
        if fold(name) in self._known.sure:
            return SURE
        return max((self._weigh(match) for match in self._meant(name)), default=NOTHING)

    def _meant(self, name: str) -> Iterable[Match]:
        return (match for match in self._known.gazetteer.lookup(name) if match.form < Form.BARE)

    def _weigh(self, match: Match) -> float:
        record = match.record
        if record.kind in GREAT or record.kind in WIDE:
            return SURE
        home = AT_HOME if record.country in self._language.homes else 0.0
        return _by_record(record) + home


def _by_record(record: Record) -> float:
    if record.source in BY_HAND or record.kind == "port":
        return SITE
    if record.source == "geonames":
        return next(standing for people, standing in SIZES if record.population >= people)
    if record.source == "geonames-counties":
        return COUNTY
    if record.source in {"areas", "rivers"}:
        return AREA
    return BY_KIND.get(record.kind, OTHER)
