"""What the page is told: tables and styles as plain values, ready to be written as JSON.

Everything that came from an article stays a string here; the page puts it into text nodes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from geo import outlines
from layers import styles
from layers.author.apply_words import HIDDEN
from layers.map.contract import BaseLabel, LegTold, Reference
from layers.map.document_counts import weighed
from layers.map.encoding import encode_lines, utf16_length
from layers.map.extent import far_from, near, padded, view_of
from layers.map.language import DEFAULT, Language, language_named
from layers.map.page_styles import look_key, looks_of, own_look
from layers.map.shapes import NO_SHAPE, shapes_of
from layers.map.terrain import credited, terrain_told
from layers.translated_names import Called, called_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geo.outlines import Clip, Extent, Label
    from layers.author import Look
    from layers.frames import Frames
    from layers.map.contract import (
        ActorTold,
        BaseTold,
        CorridorTold,
        LanguageTold,
        PlaceTold,
        SentenceTold,
        SourceTold,
        Told,
        UnresolvedTold,
    )
    from layers.map.document_counts import Weights

__all__ = ["content", "safe_url"]

LINE_UNITS = 10_000  # lines of corridors to 0.0001°, about 11 m
AT_FIRST = 0.08  # how much beyond its frame the first view shows, as a share of the frame
MOST_OUTLINED = 300  # places: where there are more, the page paints them and tints no country
LONG_NAME = 24  # characters that stand beside a dot in one line


def content(
    frames: Frames,
    *,
    title: str | None = None,
    language: str = DEFAULT,
    with_text: bool = True,
    weights: Weights | None = None,
) -> Told:
    """Gather all that the page shows.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.
    title
        In place of the document's own.
    language
        Code of the language of the page's own words.
    with_text
        False leaves out all of the article's text beyond names.
    weights
        Of a corpus: how many documents speak of each feature.

    Returns
    -------
    Values that JSON can hold, in a fixed order (:mod:`layers.map.contract`).
    """
    spoken = language_named(language)
    frame = weights.frame if weights else view_of(frames)
    sentences, words = _Sentences(with_text=with_text), _Words()
    clip = outlines.clipped(padded(frame))
    countries = spoken.countries(_country_names(frames, clip))
    called = called_in(frames, language)
    names = {**called.places, **(_of_countries(frames, countries) if language != DEFAULT else {})}
    places = [
        _place(row, frame, sentences, names.get(row.id, row.name), frames.looks.get(("place", row.id)))
        for row in _rows(frames.places)
    ]
    shapes = shapes_of(frames.places, clip) if weights is None and len(places) <= MOST_OUTLINED else {}
    for place in places:
        place["area"], place["course"] = shapes.get(place["id"], NO_SHAPE)
    corridors = _corridors(frames, frame, sentences, words, called)
    actors: list[ActorTold] = [
        {"id": row.id, "name": row.name, "country": row.country, "evidence": sentences.refer(row.evidence)}
        for row in _rows(frames.actors)
    ]
    unresolved: list[UnresolvedTold] = [
        {
            "what": row.what,
            "name": row.name if with_text or row.what != "movement" else None,  # a movement's is the article's words
            "reason": row.reason,
            "evidence": sentences.refer(row.evidence),
        }
        for row in _rows(frames.unresolved)
    ]
    document = {**frames.document, "title": title or frames.document["title"], "url": safe_url(frames.document["url"])}
    document |= {key: frames.words.told.get(key) for key in ("subtitle", "byline", "note", "source_line")}
    told: Told = {
        "document": document,
        "frame": [round(value, 4) for value in frame],
        "far": [] if weights else list(far_from(frames)),
        "base": {
            **_base(
                clip,
                outlines.clipped(padded(frame, AT_FIRST)),
                lambda label: called.lettering(label, countries, spoken.code),
            ),
            "terrain": None if weights else terrain_told(frames, frame, called.ground),
        },
        "language": _language(spoken, countries, weights),
        "has_text": with_text,
        "wishes": {
            "extent": bool(frames.words.extent),
            "legend": frames.words.legend,
            "hidden": [row.name for row in _rows(frames.unresolved) if row.reason == HIDDEN],
            "lists": list(frames.words.lists) if frames.words.lists is not None else None,
        },
        "styles": looks_of(frames, spoken),
        "places": places,
        "corridors": corridors,
        "actors": actors,
        "unresolved": unresolved,
        "words": words.listed,
        "sentences": sentences.listed(),
        "sources": _sources(frames),
    }
    return weighed(told, weights) if weights else told


def _language(spoken: Language, countries: dict[str, str], weights: Weights | None) -> LanguageTold:
    told: LanguageTold = {"code": spoken.code, "words": _words(spoken, weights), "countries": countries}
    return {**told, "digits": spoken.digits} if spoken.digits else told


def _words(spoken: Language, weights: Weights | None) -> dict[str, Any]:
    """Return the words that the page's scripts choose from; those of a corpus only where the page is of one."""
    left_out = (*("reading.", "figure.", "report."), *(() if weights else ("corpus.",)))
    return {key: words for key, words in spoken.words.items() if not key.startswith(left_out)}


class _Sentences:
    """The sentences that carry something, each kept once and referred to by number."""

    def __init__(self, *, with_text: bool = True) -> None:
        self._known: dict[int, SentenceTold] = {}
        self.with_text = with_text

    def refer(self, evidence: Iterable[Mapping[str, Any]]) -> list[Reference]:
        """Return sentence start and the phrase's span within the sentence, in JavaScript's counting."""
        references = []
        for item in evidence:
            quote, start = item["quote"], item["start"]
            text = quote if self.with_text else None
            self._known.setdefault(start, {"at": start, "text": text, "citations": item["citations"]})
            if text is None:
                references.append(Reference(start, 0, 0))
                continue
            before = utf16_length(quote[: item["phrase_start"] - start])
            length = utf16_length(quote[item["phrase_start"] - start : item["phrase_end"] - start])
            references.append(Reference(start, before, before + length))
        return references

    def listed(self) -> list[SentenceTold]:
        """Return the sentences in reading order."""
        return [self._known[start] for start in sorted(self._known)]


class _Words:
    """Names and reasons that many legs repeat, each kept once and referred to by number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a text, a new one where it is new."""
        return self._numbers.setdefault(text, len(self._numbers))

    @property
    def listed(self) -> list[str]:
        """Return the texts by their numbers."""
        return list(self._numbers)


def _place(  # its fields as the scripts name them
    row: Any,
    extent: Extent,
    sentences: _Sentences,
    name: str,
    look: Look | None,
) -> PlaceTold:
    named = bool(look and look.name)
    return {
        "id": row.id,
        "name": name,
        "english": row.name if name != row.name else None,
        "said": row.evidence[0]["phrase"] if name != row.name and row.evidence and sentences.with_text else None,
        "short": _lettered(name, row.evidence) if name == row.name and sentences.with_text and not named else name,
        "kind": row.kind,
        "look": styles.kind(row.kind).key,
        "country": row.country,
        "region": row.region,
        "role": row.role,
        "precision": row.precision,
        "confidence": row.confidence,
        "record": row.record,
        "lon": round(near(row.geometry.x, extent), 5),
        "lat": round(row.geometry.y, 5),
        "mentions": row.mentions,
        "evidence": sentences.refer(row.evidence),
        "alternatives": row.alternatives,
        "note": row.note,
        "own": own_look(look),
    }


def _lettered(name: str, evidence: Iterable[Mapping[str, Any]]) -> str:
    """Return what the map letters: the words the reader has read where a long name has a shorter form there.

    Examples
    --------
    >>> said = [{"phrase": "NATO-Georgia Training Center", "role": "literal"}, {"phrase": "there", "role": "literal"}]
    >>> _lettered("NATO-Georgia Joint Training and Evaluation Centre", said)
    'NATO-Georgia Training Center'
    """
    phrases: list[str] = [
        item["phrase"] for item in evidence if item["role"] == "literal" and item["phrase"][:1].isupper()
    ]
    if len(name) <= LONG_NAME or not phrases:
        return name
    return min((name, phrases[0]), key=len)


def _of_countries(frames: Frames, countries: Mapping[str, str]) -> dict[str, str]:
    """Return what countries are called, by the ids of places, but for those that their author named."""
    looks = {row.id: frames.looks.get(("place", row.id)) for row in _rows(frames.places) if row.kind == "country"}
    return {
        row.id: countries.get(row.country, row.name)
        for row in _rows(frames.places)
        if row.id in looks and not ((look := looks[row.id]) and look.name)
    }


def _corridors(
    frames: Frames, extent: Extent, sentences: _Sentences, words: _Words, called: Called
) -> list[CorridorTold]:
    legs: dict[str, list[LegTold]] = {}
    for leg in _rows(frames.legs):
        own = frames.looks.get(("corridor", leg.corridor_id))
        key = look_key(leg.mode, leg.status, leg.basis, leg.precision, own)
        texts = (key, called.word(leg.start), called.word(leg.end), leg.source, leg.reason)
        look, start, end, source, reason = map(words.number, texts)
        lines = _lines(leg.geometry, extent)
        legs.setdefault(leg.corridor_id, []).append(LegTold(look, start, end, source, reason, lines))
    return [
        {
            "id": row.id,
            "name": called.way(row.name),
            "mode": row.mode,
            "status": row.status,
            "basis": row.basis,
            "precision": row.precision,
            "directed": bool(row.directed),
            "waypoints": [called.word(name) for name in row.waypoints],
            "length_km": _number(row.length_km),
            "published_km": _number(row.published_km),
            "drawn_km": _number(row.drawn_km),
            "traced_share": _number(row.traced_share),
            "crosses": row.crosses,
            "mentions": row.mentions,
            "evidence": sentences.refer(row.evidence),
            "note": row.note,
            "source": row.source,
            "own": own_look(frames.looks.get(("corridor", row.id))),
            "legs": legs.get(row.id, []),
        }
        for row in _rows(frames.corridors)
    ]


def _country_names(frames: Frames, clip: Clip) -> dict[str, str]:
    """Return the English names of the countries that the page may have to name."""
    wanted = {*frames.places["country"], *frames.actors["country"], *(label.code for label in clip.labels)}
    wanted |= {item["country"] for row in _rows(frames.places) for item in row.alternatives}
    return {code: name for code, name in outlines.country_names(clip.resolution).items() if code in wanted}


def _base(clip: Clip, first: Clip, lettering: Callable[[Label], str]) -> BaseTold:
    """Return the ground; a country is lettered where the first view shows most of it."""
    showing = {label.name: label for label in first.labels if label.kind == "country"}
    labels = [showing.get(label.name, label) if label.kind == "country" else label for label in clip.labels]
    return {
        "near": list(clip.extent),
        "world": list(clip.world),
        "land": encode_lines([*clip.land, *clip.far_land]),
        "international": encode_lines([*clip.international, *clip.far_international]),
        "disputed": encode_lines([*clip.disputed, *clip.far_disputed]),
        "lakes": encode_lines(clip.lakes),
        "labels": [BaseLabel(label.kind, lettering(label), label.lon, label.lat, label.rank) for label in labels],
    }


def _sources(frames: Frames) -> list[SourceTold]:
    rows: list[SourceTold] = [
        {"name": row["name"], "version": row["version"], "licence": row["licence"], "attribution": row["attribution"]}
        for row in frames.sources.to_dict("records")
    ]
    own = [s for s in outlines.sources() if s.name not in {row["name"] for row in rows}][:1]
    rows += [
        {"name": "Land and borders", "version": s.version, "licence": s.licence, "attribution": s.attribution}
        for s in own
    ]
    if frames.words.detail != "plain":
        rows += credited(rows)
    rows.append({"name": "Map script", "version": "1.9.4", "licence": "BSD 2-Clause", "attribution": "Leaflet"})
    return rows


def _lines(geometry: BaseGeometry, extent: Extent) -> list[str]:
    import shapely

    lines = []
    for part in shapely.get_parts(geometry):
        points = shapely.get_coordinates(part)
        middle = float(points[:, 0].mean())
        lines.append(np.rint(np.add(points, (near(middle, extent) - middle, 0)) * LINE_UNITS))
    return encode_lines(lines)


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples(index=False))


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value


def safe_url(url: str | None) -> str | None:
    """Return an address that a reader may follow, ``None`` for any other scheme than http and https."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
