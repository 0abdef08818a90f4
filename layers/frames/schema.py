"""The columns of every table and their types: what others may build on."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from geo.model import DataSource
from layers.author.words import NOTHING_SAID, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

    from layers.author.words import Look, Target

__all__ = ["ACTORS", "CORRIDORS", "CRS", "LEGS", "PLACES", "SENTENCES", "SOURCES", "UNRESOLVED", "Frames"]

CRS = "EPSG:4326"

PLACES: Mapping[str, str] = {
    "id": "str",
    "name": "str",
    "kind": "str",
    "country": "str",
    "region": "str",
    "role": "str",
    "precision": "str",
    "doubt_km": "float64",
    "confidence": "float64",
    "record": "str",
    "record_source": "str",
    "mentions": "int64",
    "evidence": "object",
    "alternatives": "object",
    "note": "str",
    "review": "str",
    "review_note": "str",
}
"""Columns of the places and their types; the geometry is a point."""

CORRIDORS: Mapping[str, str] = {
    "id": "str",
    "name": "str",
    "mode": "str",
    "status": "str",
    "basis": "str",
    "precision": "str",
    "directed": "bool",
    "waypoints": "object",
    "length_km": "float64",
    "published_km": "float64",
    "stated_km": "float64",
    "stated_years": "str",
    "drawn_km": "float64",
    "traced_share": "float64",
    "crosses": "str",
    "mentions": "int64",
    "evidence": "object",
    "note": "str",
    "source": "str",
    "read_by": "str",
    "review": "str",
    "review_note": "str",
}
"""Columns of the corridors; the geometry is a line, with one part per leg where there are several. ``read_by`` is
``rules``, ``model`` or ``both`` where a language model of the user's own read too, else ``""``."""

LEGS: Mapping[str, str] = {
    "corridor_id": "str",
    "index": "int64",
    "start": "str",
    "end": "str",
    "mode": "str",
    "status": "str",
    "basis": "str",
    "precision": "str",
    "length_km": "float64",
    "network_km": "float64",
    "source": "str",
    "reason": "str",
}
"""Columns of the legs; ``index`` counts from 0 within the corridor."""

ACTORS: Mapping[str, str] = {
    "id": "str",
    "name": "str",
    "country": "str",
    "record": "str",
    "mentions": "int64",
    "evidence": "object",
    "review": "str",
    "review_note": "str",
}
UNRESOLVED: Mapping[str, str] = {
    "what": "str",
    "name": "str",
    "reason": "str",
    "sentence": "int64",
    "mentions": "int64",
    "evidence": "object",
    "alternatives": "object",
}
"""Columns of what was seen and not drawn; ``what`` is ``place``, ``corridor``, ``stop`` or ``movement``, and
``sentence`` the ``index`` of where it was first read."""
SENTENCES: Mapping[str, str] = {
    "index": "int64",
    "start": "int64",
    "end": "int64",
    "text": "str",
    "places": "object",
    "corridors": "object",
    "actors": "object",
}
SOURCES: Mapping[str, str] = {each.name: "object" for each in fields(DataSource)}


@dataclass(frozen=True, slots=True)
class Frames:
    """An atlas as tables.

    Attributes
    ----------
    places, corridors, legs
        With geometry, in EPSG:4326; columns as in :data:`PLACES`, :data:`CORRIDORS` and :data:`LEGS`.
    actors, unresolved, sentences, sources
        Without geometry; columns as in the constants of the same names.
    document
        ``title date date_basis publisher url source sha256``; the date in ISO form.
    words
        What the author says of the map; see :mod:`layers.author`.
    looks
        What the author says of how features are drawn, by ``place`` or ``corridor`` and id.

    Notes
    -----
    ``evidence`` is a list of ``{quote, start, end, phrase, phrase_start, phrase_end, role, citations}``: the sentence,
    its span in the document's text, the words in it, their span, and ``{outlet, date, accessed}`` for each citation in
    the sentence, with ``note`` and ``url`` where it is a footnote or gives an address; ``page`` and ``source`` follow
    where the document has pages, or is several articles. ``alternatives`` is a list of
    ``{name, kind, country, region, record, score}``, best first.
    ``review`` is ``accepted``, ``changed`` or ``added`` where a person checked the feature, else ``""``;
    ``review_note`` says by whom, and what.
    """

    places: gpd.GeoDataFrame
    corridors: gpd.GeoDataFrame
    legs: gpd.GeoDataFrame
    actors: pd.DataFrame
    unresolved: pd.DataFrame
    sentences: pd.DataFrame
    sources: pd.DataFrame
    document: Mapping[str, str | None]
    words: Words = NOTHING_SAID
    looks: Mapping[tuple[Target, str], Look] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to draw."""
        return self.places.empty and self.corridors.empty
