"""How a figure or a report speaks: the page's own words, and what it calls places, in one language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo import outlines
from layers import styles
from layers.map.language import DEFAULT, Language, language_named
from layers.translated_names import Called, called_in

if TYPE_CHECKING:
    from layers.basemap import BaseMap
    from layers.frames import Frames
    from layers.styles import Kind

__all__ = ["ENGLISH_VOICE", "Voice", "voice_of"]


@dataclass(frozen=True, slots=True)
class Voice:
    """A language with the names that one atlas has in it.

    Attributes
    ----------
    spoken
        Its words.
    called
        What the places of the atlas are called.
    """

    spoken: Language
    called: Called

    @property
    def is_english(self) -> bool:
        """True where nothing has to be said otherwise than the code says it."""
        return self.spoken.code == DEFAULT

    @property
    def is_right_to_left(self) -> bool:
        """True for Arabic and Persian."""
        return self.spoken.direction == "rtl"

    @property
    def view_note(self) -> str:
        """Which view borders follow."""
        return outlines.VIEW_NOTE if self.is_english else str(self.spoken.words["view"])

    def say(self, key: str, **values: Any) -> str:
        """Return a text of ``layers/map/languages``."""
        return self.spoken.say(key, **values)

    def label(self, part: str, key: str) -> str:
        """Return what a mode, a status or the like is called.

        Examples
        --------
        >>> ENGLISH_VOICE.label("modes", "rail"), Voice(language_named("de"), Called({}, {})).label("modes", "rail")
        ('Railway', 'Eisenbahn')
        """
        found = getattr(styles.load(), part)[key]
        return self.spoken.label(part, key, found if isinstance(found, str) else found.label)

    def kind(self, kind: Kind) -> str:
        """Return what a kind of place is called."""
        return self.spoken.label("kinds", kind.key, kind.label)

    def name(self, row: Any, *, is_corridor: bool) -> str:
        """Return what a corridor or a place is called, unless its author has named it."""
        name = str(row["name"])
        if row.get("look") and row["look"].name:
            return name
        if is_corridor:
            return self.called.way(name)
        if row["kind"] == "country" and not self.is_english:
            return self.country(row["country"], name)
        return self.called.places.get(row["id"], name)

    def country(self, code: str, english: str) -> str:
        """Return what a country is called."""
        return self.spoken.countries({code: english})[code]

    def ground(self, clip: outlines.Clip) -> outlines.Clip:
        """Return a piece of the world whose countries and waters are lettered in this language."""
        if self.is_english:
            return clip
        countries = self.spoken.countries({label.code: label.name for label in clip.labels if label.code})
        labels = tuple(
            replace(label, name=self.called.lettering(label, countries, self.spoken.code)) for label in clip.labels
        )
        return replace(clip, labels=labels)

    def terrain(self, terrain: BaseMap) -> BaseMap:
        """Return a base map whose towns and rivers are lettered in this language."""
        own = self.called.ground
        if not own:
            return terrain
        return replace(
            terrain,
            towns=tuple(replace(town, name=own.get(town.name, town.name)) for town in terrain.towns),
            rivers=tuple(replace(river, name=own.get(river.name, river.name)) for river in terrain.rivers),
        )

    def length(self, km: float) -> str:
        """Return a length in kilometres."""
        if self.is_english:
            return f"{km:,.0f} km".replace(",", "\u202f")
        return str(self.spoken.words["km"]).format(n=self.spoken.number(km))


ENGLISH_VOICE = Voice(language_named(DEFAULT), Called({}, {}))


def voice_of(frames: Frames, language: str) -> Voice:
    """Return how an atlas is told in a language."""
    return Voice(language_named(language), called_in(frames, language))
