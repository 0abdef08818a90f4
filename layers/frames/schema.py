"""The tables of an atlas: what others may build on. Their columns stand in ``columns.csv``."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from geo.model import DataSource
from layers.author.wishes import NOTHING_SAID, Words
from layers.frames.columns import columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

    from layers.author.wishes import Look, Target

__all__ = ["ACTORS", "CORRIDORS", "CRS", "LEGS", "PLACES", "SENTENCES", "SOURCES", "UNRESOLVED", "Frames"]

CRS = "EPSG:4326"

DTYPES: Mapping[str, str] = {"text": "str", "number": "float64", "whole": "int64", "flag": "bool"}
"""What pandas calls the types of :mod:`layers.frames.columns`; all others hold objects."""


def _dtypes(table: str) -> Mapping[str, str]:
    return {column.name: DTYPES.get(column.type, "object") for column in columns_of(table, "frame")}


PLACES = _dtypes("places")
"""Columns of the places and their types; the geometry is a point."""
CORRIDORS = _dtypes("corridors")
"""Columns of the corridors; the geometry is a line, with one part per leg where there are several."""
LEGS = _dtypes("legs")
"""Columns of the legs; ``index`` counts from 0 within the corridor."""
ACTORS = _dtypes("actors")
UNRESOLVED = _dtypes("unresolved")
"""Columns of what was seen and not drawn; ``what`` is ``place``, ``corridor``, ``stop`` or ``movement``, and
``sentence`` the ``index`` of where it was first read."""
SENTENCES = _dtypes("sentences")
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
