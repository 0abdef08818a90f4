"""Passages of gold as the net behind the encoder of ways is asked of them: pieces of words, and what is right of each.

A telling, a name, a way, a place count here by the pieces of words that stand within them; what is right comes from the
gold (:mod:`geo.workshop.corridor_lessons`). :mod:`geo.workshop.train_way_reader` learns from it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.corridors.second_voice import sentence_of, telling_of, uses_of
from geo.encoder.mode_and_status import MODES, STATES
from geo.encoder.way_reader import BEFORE, VIAS, WINDOW
from geo.encoder.wordpieces import WordPieces
from geo.evaluation.corridor_passages import key, meet
from geo.reading import document as as_document
from geo.workshop.corridor_lessons import answers_for, name_label, told_labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.encoder.english_weights import EnglishWeights
    from geo.encoder.subwords import Token
    from geo.model import Document
    from geo.workshop.corridor_lessons import Lesson

    Array = NDArray[Any]
    Extent = tuple[int, int]

__all__ = ["Studied", "studied", "studied_states"]

OUTSIDE = (0, 0)
PARTS_OF_TOLD = 5  # beside the vias
USES_FOR_STOPS = 2  # of a way: as it is marked, and as it is found
TRUSTED = 3  # how often a second annotator's word counts: of 60 ways on which two differed, a third took it on 49
FOUND = 3  # uses of a way, beside the one that is marked, from which its state is learned


@dataclass(frozen=True, slots=True, eq=False)
class Studied:
    """A passage as the net sees it; pieces count from the mark of the beginning.

    Attributes
    ----------
    pieces
        Their numbers.
    tags
        Of each, whether it begins the name of a way and whether it stands in one, below 0 where nobody asks.
    told, told_right
        First piece and last of each part of each telling; what of it is right, below 0 where nobody asks.
    stops, stop_right
        The same of each way of the gold and each place: the way's words, the place, what stands before it and between;
        whether it is an end, or passed.
    names, name_right
        The same of each use of a name and its sentence.
    ways, way_state, way_mode, way_share
        Of each way of the gold and its sentence, and of the same way as the reader finds it: in words of its own
        choice, or by its name wherever that stands. Of the state, the share of annotators that say each. How much each
        counts; together those of one way count 1.
    """

    pieces: Array
    tags: Array
    told: Array
    told_right: Array
    stops: Array
    stop_right: Array
    names: Array
    name_right: Array
    ways: Array
    way_state: Array
    way_mode: Array
    way_share: Array


def studied(lesson: Lesson, weights: EnglishWeights) -> Studied:
    """Prepare a passage.

    Parameters
    ----------
    lesson
        The passage with its gold.
    weights
        The encoder, whose vocabulary is asked.
    """
    document = lesson.evidence.document
    tokens = _divided(document, weights)
    ways = [each for each in lesson.gold if each.get("drawable", True)]
    asked = (_tellings(lesson, tokens), _stops(lesson, tokens), _names(lesson, tokens))
    tags = _tags(lesson.gold, document.text, tokens)
    return _studied(tokens, weights, tags, asked, document, [use for way in ways for use in _uses(way, lesson)])


def _tags(gold: Sequence[Mapping[str, Any]], text: str, tokens: Sequence[Token]) -> Array:
    """Return of each piece whether it begins the name of a way, and whether it stands in one, wherever it is said."""
    tags = np.zeros((len(tokens), 2), np.float32)
    named = [way for way in gold if way.get("name")]
    for way in sorted(named, key=lambda way: way["end"] - way["start"]):  # of two that meet, the longer is learned
        said = r"(?<!\w)" + re.escape(text[way["start"] : way["end"]]) + r"(?!\w)"
        for use in re.finditer(said, text):
            first, last = (place - 1 for place in _pieces(use.span(), tokens))
            if use.end() <= tokens[-1].end:
                tags[first:last] = (0, 1) if way.get("drawable", True) else (-1, -1)
                tags[first, 0] = 1 if way.get("drawable", True) else -1
    return tags


def _uses(way: Mapping[str, Any], lesson: Lesson) -> list[Mapping[str, Any]]:
    """Return a way of the gold as it is marked, and as the reader finds it; "share" says how much each counts."""
    evidence, gold = lesson.evidence, [each for each in lesson.gold if each.get("drawable", True)]
    spans = [telling_of(told, evidence).whole for told in evidence.told if answers_for(told, lesson) == [way]]
    spans = [spans[n] for n in range(0, len(spans), max(1, len(spans) // FOUND))][:FOUND]
    for name in evidence.names:
        extents = uses_of(name, evidence)[0]
        meant = [each for each in gold if any(meet(each, {"start": start, "end": end}) for start, end in extents)]
        if meant == [way] and name_label(lesson, name):
            spans += extents[:FOUND]
    spans = [span for span in dict.fromkeys(spans) if span != (way["start"], way["end"])]
    if not spans:
        return [{**way, "share": 1.0}]
    found = [{**way, "start": start, "end": end, "share": 0.5 / len(spans)} for start, end in spans]
    return [{**way, "share": 0.5}, *found]


def studied_states(snippet: Mapping[str, Any], weights: EnglishWeights) -> Studied:
    """Prepare some sentences in which only the states and modes of ways are marked.

    Parameters
    ----------
    snippet
        Its text, and its ways with phrase (which stands in it once), status and mode.
    weights
        As for :func:`studied`.
    """
    document = as_document(snippet["text"])
    places = [(document.text.index(way["phrase"]), way) for way in snippet["ways"]]
    ways = [{**way, "start": start, "end": start + len(way["phrase"]), "share": 1.0} for start, way in places]
    tokens = _divided(document, weights)
    return _studied(tokens, weights, np.full((len(tokens), 2), -1.0), (([], []),) * 3, document, ways)


def _states(way: Mapping[str, Any]) -> list[float]:
    """Return how likely each state of a way is by those who read of it."""
    first, *second = way.get("states") or [way["status"]]
    said = [first, *second * TRUSTED]
    return [said.count(state) / len(said) for state in STATES]


def _divided(document: Document, weights: EnglishWeights) -> list[Token]:
    return WordPieces(weights.pieces, weights.unknown).divide(document.text)[:WINDOW]


def _studied(
    tokens: Sequence[Token],
    weights: EnglishWeights,
    tags: Array,
    asked: Sequence[tuple[list[Any], list[Any]]],
    document: Document,
    ways: Sequence[Mapping[str, Any]],
) -> Studied:
    told, stops, names = asked
    ways = [way for way in ways if way["end"] <= tokens[-1].end]
    return Studied(
        np.array([weights.begins, *(token.id for token in tokens), weights.ends]),
        np.pad(tags.astype(np.float32), ((1, 1), (0, 0)), constant_values=-1),
        np.array(told[0], np.int32).reshape(-1, 2 * (PARTS_OF_TOLD + VIAS)),
        np.array(told[1], np.float32).reshape(-1, 3),
        np.array(stops[0], np.int32).reshape(-1, 8),
        np.array(stops[1], np.float32).reshape(-1, 2),
        np.array(names[0], np.int32).reshape(-1, 4),
        np.array(names[1], np.float32),
        np.array([_with_sentence((way["start"], way["end"]), document, tokens) for way in ways], np.int32).reshape(
            -1, 4
        ),
        np.array([_states(way) for way in ways], np.float32).reshape(-1, len(STATES)),
        np.array([MODES.index(way["mode"]) for way in ways], np.int64),
        np.array([way["share"] for way in ways], np.float32),
    )


def _pieces(extent: Extent, tokens: Sequence[Token]) -> Extent:
    """Return which pieces stand within characters, one at least, counted from the mark of the beginning."""
    first = bisect_right(tokens, extent[0], key=lambda token: token.end)
    last = bisect_left(tokens, extent[1], lo=first, key=lambda token: token.start)
    first = min(first, len(tokens) - 1)
    return first + 1, max(last, first + 1) + 1


def _with_sentence(extent: Extent, document: Document, tokens: Sequence[Token]) -> tuple[int, int, int, int]:
    """Return the pieces of some words, and those of the sentence that they begin in."""
    return *_pieces(extent, tokens), *_pieces(sentence_of(extent[0], document), tokens)


def _tellings(lesson: Lesson, tokens: Sequence[Token]) -> tuple[list[Any], list[Any]]:
    rows, right = [], []
    for way in lesson.evidence.told:
        told = telling_of(way, lesson.evidence)
        if max(told.first[1], told.last[1], told.whole[1]) > tokens[-1].end:
            continue
        first, last, whole = (_pieces(span, tokens) for span in (told.first, told.last, told.whole))
        anchor = _pieces(told.anchor, tokens) if told.anchor is not None else OUTSIDE
        gap = (min(first[1], last[1]), max(first[0], last[0]))
        gap = gap if gap[0] < gap[1] else OUTSIDE
        vias = [_pieces(via, tokens) if via[1] <= tokens[-1].end else OUTSIDE for via in told.vias[:VIAS]]
        vias += [OUTSIDE] * (VIAS - len(vias))
        rows.append([place for part in (first, last, anchor, whole, gap, *vias) for place in part])
        right.append(told_labels(lesson, way) or (-1, -1, -1))
    return rows, right


def _stops(lesson: Lesson, tokens: Sequence[Token]) -> tuple[list[Any], list[Any]]:
    evidence, rows, right = lesson.evidence, [], []
    starts, ends, last = evidence.tokens.starts, evidence.tokens.ends, tokens[-1].end
    places = [
        (key(place.name), _pieces((starts[place.first], ends[place.last - 1]), tokens))
        for sentence in evidence.places
        for place in sentence
        if ends[place.last - 1] <= last
    ]
    uses = [use for way in lesson.gold for use in _uses(way, lesson)[:USES_FOR_STOPS] if way["waypoints"]]
    for way in uses:
        if way["end"] > last:
            continue
        own, stops = _pieces((way["start"], way["end"]), tokens), [key(name) for name in way["waypoints"]]
        for name, place in places:
            gap = (min(own[1], place[1]), max(own[0], place[0]))
            before = (max(1, place[0] - BEFORE), place[0]) if place[0] > 1 else OUTSIDE
            rows.append((*own, *place, *before, *(gap if gap[0] < gap[1] else OUTSIDE)))
            right.append((name in (stops[0], stops[-1]), name in stops[1:-1]))
    return rows, right


def _names(lesson: Lesson, tokens: Sequence[Token]) -> tuple[list[Any], list[Any]]:
    rows, right = [], []
    for way in lesson.evidence.names:
        label = name_label(lesson, way)
        for span in uses_of(way, lesson.evidence)[0]:
            if span[1] <= tokens[-1].end:
                rows.append(_with_sentence(span, lesson.evidence.document, tokens))
                right.append(-1 if label is None else int(label))
    return rows, right
