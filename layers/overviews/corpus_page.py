"""From a summary to the page: the features that fit, as tables of the map with their weights beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from layers.frames import CORRIDORS, PLACES, Frames
from layers.frames.bounds import bounds
from layers.frames.schema import ACTORS, LEGS, SENTENCES, SOURCES, UNRESOLVED
from layers.frames.tables import layer, table
from layers.map import draw
from layers.map.document_counts import Paper, Tie, Weight, Weights
from layers.map.language import DEFAULT, language_named
from layers.map.page_data import safe_url
from layers.overviews.exporting import together_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.outlines import Extent
    from layers.map import Page
    from layers.overviews.summary import CorridorSum, PlaceSum, Quote, Source, Summary, Tally

__all__ = ["LARGEST_PAGE", "MOST_CORRIDORS", "MOST_PLACES", "show"]

LARGEST_PAGE = 5_000_000
"""Bytes of the page at most, whatever the corpus."""
MOST_PLACES, MOST_CORRIDORS = 2500, 600
"""Features on the page at most: more would not be told apart, and a phone has to move them."""
QUOTES = 3
"""Documents behind each feature on the page; the exports have more."""
DETAIL = 0.002  # degrees: lines on the page leave out what the closest zoom hardly shows
FRAMED = 0.8  # share of all that is said which the first view shows
LESS = 0.8  # what is kept of the features where the page is too large


def show(
    summary: Summary,
    *,
    title: str | None = None,
    language: str = DEFAULT,
    with_text: bool = True,
    tiles: str | None = None,
    largest: int = LARGEST_PAGE,
) -> Page:
    """Draw a summary as one page.

    Parameters
    ----------
    summary
        As :func:`layers.overviews.summarising.summarise` gives it.
    title, language, with_text, tiles
        As for the map of an article: :func:`layers.map.draw`.
    largest
        Bytes of the page at most; of the features as many as fit, those with most documents first.

    Returns
    -------
    The page, which says how many features it leaves to the exports.
    """
    title = title or language_named(language).words["corpus.title"].format(name=summary.name)
    places, corridors = summary.places[:MOST_PLACES], summary.corridors[:MOST_CORRIDORS]
    while True:
        told = _Told(summary, places, corridors)
        page = draw(told.frames(title), tiles=tiles, language=language, with_text=with_text, weights=told.weights())
        if len(page.html.encode()) <= largest or len(places) + len(corridors) <= 1:
            return page
        places, corridors = (part[: int(len(part) * LESS)] for part in (places, corridors))  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class _Told:
    """What of a summary goes on the page."""

    summary: Summary
    places: Sequence[PlaceSum]
    corridors: Sequence[CorridorSum]

    def frames(self, title: str) -> Frames:
        """Lay the features out as the tables of a map; sentences are numbered in the order of their first use."""
        numbers: dict[tuple[Source, int, str], int] = {}
        papers = {paper: number for number, paper in enumerate(self._papers())}
        place_rows = [_place_row(place, _evidence(place.top, numbers, papers)) for place in self.places]
        corridor_rows = [_corridor_row(each, _evidence(each.top, numbers, papers)) for each in self.corridors]
        shapes = [shapely.simplify(corridor.line, DETAIL) for corridor in self.corridors]
        document = {"title": title, **dict.fromkeys(("date", "date_basis", "publisher", "url", "source", "sha256"))}
        sources = [{name: source.get(name) for name in SOURCES} for source in self.summary.sources]
        return Frames(
            places=layer(PLACES, place_rows, [shapely.Point(place.lon, place.lat) for place in self.places]),
            corridors=layer(CORRIDORS, corridor_rows, shapes),
            legs=layer(LEGS, [_leg_row(corridor) for corridor in self.corridors], shapes),
            actors=table(ACTORS, []),
            unresolved=table(UNRESOLVED, []),
            sentences=table(SENTENCES, []),
            sources=table(SOURCES, sources),
            document=document,
        )

    def weights(self) -> Weights:
        """Return the numbers of the features, and all else that a corpus has and an article has not."""
        summary = self.summary
        shown = {place.id for place in self.places}
        ties = [pair for pair in summary.together if pair.a.id in shown and pair.b.id in shown]
        return Weights(
            months=summary.months,
            by_month=summary.by_month,
            documents=summary.documents,
            undated=summary.undated,
            places={place.id: _weight(place.tally) for place in self.places},
            corridors={each.id: _weight(each.tally, status=each.statuses, basis=each.bases) for each in self.corridors},
            papers=[
                Paper(source.title, source.date, source.publisher, safe_url(source.url)) for source in self._papers()
            ],
            frame=self._frame(),
            ties=[Tie(pair.a.id, pair.b.id, together_lines(pair.a, pair.b), _weight(pair.tally)) for pair in ties]
            if summary.together
            else None,
            below=summary.below,
            left_out={
                "places": len(summary.places) - len(self.places),
                "corridors": len(summary.corridors) - len(self.corridors),
            },
        )

    def _papers(self) -> list[Source]:
        """Return the documents quoted, each once."""
        features: list[PlaceSum | CorridorSum] = [*self.places, *self.corridors]
        return list(dict.fromkeys(quote.source for feature in features for quote in feature.top[:QUOTES]))

    def _frame(self) -> Extent:
        """Return the extent of the features that most of the documents speak of."""
        exact = [place for place in self.places if place.precision != "area"]
        points = [(place.lon, place.lat) for place in _most(exact)]
        points += [tuple(point) for each in _most(self.corridors) for point in shapely.get_coordinates(each.line)]
        points = points or [(place.lon, place.lat) for place in self.places]
        return bounds(np.array(points, dtype=float))


def _most(features: Sequence[Any]) -> list[Any]:
    """Return the first features, until they make up most of what is said."""
    left = FRAMED * sum(feature.tally.documents for feature in features)
    found = []
    for feature in features:
        if left <= 0:
            break
        found.append(feature)
        left -= feature.tally.documents
    return found


def _weight(tally: Tally, **facts: Any) -> Weight:
    return Weight(tally.documents, tally.months, tally.first, tally.last, facts)


def _evidence(
    top: Iterable[Quote], numbers: dict[tuple[Source, int, str], int], papers: dict[Source, int]
) -> list[dict[str, Any]]:
    """Return quotes as the map's evidence; in place of offsets in one text stands a number for each sentence."""
    rows = []
    for quote in list(top)[:QUOTES]:
        known = (quote.source, quote.quote_start, quote.quote)
        at = numbers.setdefault(known, len(numbers))
        from_, to = at + quote.start - quote.quote_start, at + quote.end - quote.quote_start
        rows.append(
            {
                "quote": quote.quote,
                "start": at,
                "end": at + len(quote.quote),
                "phrase": quote.quote[from_ - at : to - at],
                "phrase_start": from_,
                "phrase_end": to,
                "role": quote.role,
                "citations": [{"document": papers[quote.source]}],
            }
        )
    return rows


def _place_row(place: PlaceSum, evidence: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country or "",
        "region": place.region or "",
        "role": place.role,
        "precision": place.precision,
        "doubt_km": float("nan"),
        "confidence": place.confidence,
        "record": place.id,
        "record_source": place.id.partition(":")[0],
        "mentions": place.tally.mentions,
        "evidence": evidence,
        "alternatives": [],
        "note": "",
        "review": "",
        "review_note": "",
    }


def _corridor_row(corridor: CorridorSum, evidence: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": corridor.id,
        "name": corridor.name,
        "mode": corridor.mode,
        "status": corridor.status,
        "basis": corridor.basis,
        "precision": corridor.precision,
        "directed": corridor.directed,
        "waypoints": list(corridor.waypoints),
        "length_km": corridor.length_km,
        "published_km": corridor.published_km,
        "crosses": "",
        "stated_km": None,
        "stated_years": "",
        "drawn_km": corridor.length_km,
        "traced_share": 1.0 if corridor.precision == "traced" else 0.0,
        "mentions": corridor.tally.mentions,
        "evidence": evidence,
        "note": "",
        "source": "",
        "read_by": "",
        "review": "",
        "review_note": "",
    }


def _leg_row(corridor: CorridorSum) -> dict[str, Any]:
    ends = (corridor.waypoints[0], corridor.waypoints[-1]) if corridor.waypoints else ("", "")
    return {
        "corridor_id": corridor.id,
        "index": 0,
        "start": ends[0],
        "end": ends[1],
        "mode": corridor.mode,
        "status": corridor.status,
        "basis": corridor.basis,
        "precision": corridor.precision,
        "length_km": corridor.length_km,
        "network_km": None,
        "source": "",
        "reason": "",
    }
