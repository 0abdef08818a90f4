"""The one table of what an author may say: keys, what each may hold, and what it does.

The table of the page ``words-and-looks.md`` is written from it, and a test says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "COLOURS",
    "DASHES",
    "DETAILS",
    "FEATURE_KEYS",
    "KEYS",
    "LABELS",
    "LANGUAGES",
    "LEGENDS",
    "LISTS",
    "MAP_KEYS",
    "Key",
]

COLOURS: Mapping[str, str] = {
    "black": "#1c2530", "grey": "#5b636b", "red": "#b3261e", "orange": "#a84300", "brown": "#7a4a21",
    "green": "#1b6e3c", "teal": "#0b6e75", "blue": "#00579c", "purple": "#6a3fa0", "pink": "#a8246e",
}  # fmt: skip
"""Colours that have a name: each stands out from land and from water by 4.5 to 1 or more."""
DASHES: Mapping[str, tuple[float, ...]] = {
    "solid": (),
    "dashed": (7.0, 4.0),
    "dotted": (1.4, 3.6),
    "dash-dot": (8.0, 3.0, 1.6, 3.0),
}
"""Patterns of a line, in pixels."""
DETAILS = ("full", "overview", "plain")
LEGENDS = ("top-right", "bottom-left", "bottom-right", "folded", "off")
LANGUAGES = ("ar", "az", "de", "en", "es", "fa", "fr", "hy", "ka", "kk", "pt", "ru", "tr", "uk", "zh")
"""As :func:`layers.map.language.codes` has them; a test says so."""
LISTS = ("corridors", "places", "sentences", "actors", "not-drawn", "story")
LABELS: Mapping[str, tuple[str, ...]] = {
    "place": ("auto", "off", "left", "right", "above", "below"),
    "corridor": ("auto", "off", "start", "middle", "end"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that an author may say.

    Attributes
    ----------
    of
        Of the ``map``, or of a ``feature``.
    holds
        What may stand after it, in words.
    does
        What it changes.
    """

    name: str
    of: Literal["map", "feature"]
    holds: str
    does: str

    @property
    def field(self) -> str:
        """The field of the record that keeps it."""
        return self.name.replace("-", "_")


def _either(values: Mapping[str, object] | tuple[str, ...]) -> str:
    *first, last = (f"`{value}`" for value in values)
    return f"{', '.join(first)} or {last}"


KEYS = (
    Key("title", "map", "a line of text", "the heading, in place of the article's own"),
    Key("subtitle", "map", "a line of text", "stands below the heading"),
    Key("byline", "map", "a line of text", "who made the map"),
    Key("note", "map", "a line of text", "what readers should know: before the page's lists, in report and figure"),
    Key("source-line", "map", "a line of text", "in place of the line that names the article"),
    Key("language", "map", _either(LANGUAGES), "of all words but the article's, and of names"),
    Key("extent", "map", "west, south, east, north in degrees", "the first view of page and figure"),
    Key("detail", "map", _either(DETAILS), "of the base map: with relief, rivers and towns; coarse; land and borders"),
    Key("legend", "map", _either(LEGENDS), "where the page's legend stands"),
    Key("lists", "map", f"one or more of {_either(LISTS)}", "which lists the page has, beside the sources"),
    Key("features", "map", "a list; each begins with `place` or `corridor` and a name", "how single features look:"),
    Key("name", "feature", "a line of text", "what it is called, everywhere"),
    Key("note", "feature", "a line of text", "stands on its card and in the report"),
    Key("colour", "feature", f"`#rrggbb`, {_either(COLOURS)}", "of its line or dot; on dark pages made light enough"),
    Key("dash", "feature", _either(DASHES), "of a corridor's traced legs; what is inferred or schematic keeps its own"),
    Key("hide", "feature", "`true` or `false`", "drawn nowhere, and listed as left out by the author"),
    Key("label", "feature", "`auto` or `off`; of a place `left`, `right`, `above` or `below`; of a corridor `start`,"
        " `middle` or `end`", "where its name stands on the map, if anywhere"),
    Key("order", "feature", "a number", "its place in lists, lowest first, before all that have none"),
)  # fmt: skip
"""All keys, those of the map first, in the order of that table."""
MAP_KEYS = frozenset(key.name for key in KEYS if key.of == "map")
FEATURE_KEYS = frozenset(key.name for key in KEYS if key.of == "feature")
