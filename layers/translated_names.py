"""What places and corridors are called in the language of a page, a figure or a report.

The tables keep the name that the article or the gazetteer gives; what a reader of another language calls it stands
beside, and only where somebody has written it down (:mod:`geo.languages.exonyms`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo.courses.corridor_record import MODE_NAMES
from geo.languages.identify import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.outlines import Label
    from layers.frames import Frames

__all__ = ["Called", "called_in"]

LATIN = frozenset({"az", "de", ENGLISH, "es", "fr", "pt", "tr"})
"""Languages in which a name that is nowhere written down otherwise is written as in English."""
BETWEEN = "–"  # of the ends in the name of a way that has none of its own
OUR_WORDS = tuple(MODE_NAMES.values())


@dataclass(frozen=True, slots=True)
class Called:
    """Names in one language.

    Attributes
    ----------
    places
        By the ids of places: those that are called otherwise than in their table.
    words
        By the names that stand in the tables, for whatever names a place by its name alone: stops, ends of legs.
    ground
        By the English names of towns and waters that the base map letters.
    """

    places: Mapping[str, str]
    words: Mapping[str, str]
    ground: Mapping[str, str] = field(default_factory=dict)
    is_english: bool = False

    def word(self, name: str) -> str:
        """Return what a place of this name is called."""
        return self.words.get(name, name)

    def way(self, name: str) -> str:
        """Return what a way is called whose name is nothing but its ends and our word for its mode.

        Examples
        --------
        >>> called = Called({}, {"Baku": "Bakı", "Tbilisi": "Tiflis"})
        >>> called.way("Baku–Tbilisi rail route"), called.way("Baku–Tbilisi–Kars railway")
        ('Bakı–Tiflis', 'Baku–Tbilisi–Kars railway')
        >>> called.way("Bakı–Tbilisi rail route")
        'Bakı–Tiflis'
        """
        if not self.words:
            return name
        own = next((word for word in OUR_WORDS if name.endswith(f" {word}")), "")
        ends = name.removesuffix(f" {own}").split(BETWEEN)
        known = {*self.words, *self.words.values()}  # what the language calls a place is its name there already
        if not own or not known.issuperset(ends):
            return name
        return BETWEEN.join(map(self.word, ends)) + (f" {own}" if self.is_english else "")

    def lettering(self, label: Label, countries: Mapping[str, str], language: str) -> str:
        """Return how a country or a water is lettered on the ground."""
        own = countries.get(label.code) or self.ground.get(label.name)
        return own or label.names.get(language, label.name)


NOTHING = Called({}, {})


def called_in(frames: Frames, language: str) -> Called:
    """Return what the places of an atlas are called in a language.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them; a name that their author gave stays.
    language
        Two letters. A map in English of an English text needs nothing.
    """
    spoken = str(frames.document.get("languages", "")).split(",")[0] or ENGLISH
    if language == spoken == ENGLISH:
        return NOTHING
    from geo.gazetteer import Gazetteer
    from geo.languages.exonyms import all_names, names_in

    gazetteer = Gazetteer.open()
    rows: list[Any] = [row for row in frames.places.itertuples(index=False) if not _is_named(frames, str(row.id))]
    ground = {} if language == ENGLISH else all_names(language, gazetteer)
    names = names_in(language, (row.record for row in rows), gazetteer)
    if language in LATIN and spoken != language:
        names = {**names_in(ENGLISH, (row.record for row in rows), gazetteer), **names}
    places = {row.id: names[row.record] for row in rows if names.get(row.record, row.name) != row.name}
    words = {**ground, **{row.name: places.get(row.id, row.name) for row in rows}}
    return Called(places, words, ground, is_english=language == ENGLISH)


def _is_named(frames: Frames, id_: str) -> bool:
    look = frames.looks.get(("place", id_))
    return bool(look and look.name)
