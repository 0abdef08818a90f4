"""Stops from the text around a way: of named ways all, of told ones what stands elsewhere than between their ends.

A name is found where it stands, and the text tells elsewhere where the way goes: "runs from …", "it ends at …", "by way
of …". What the first look joins to a name (:mod:`geo.corridors.chooser`) is one telling in one piece. Where it joins
none, the places in reach of the name (:mod:`geo.corridors.stop_candidates`) are weighed one by one as ends, then two by
two, then what is passed between them (:mod:`geo.corridors.stop_features`, :mod:`geo.corridors.via_features`). Nothing
is filled in where that is too unsure: a way without stops is drawn as the catalogue knows it, or listed. Where the
encoder reads, it has a say in each place, and a told way gets what it is said to pass in the sentences around.

The weights are text, ``geo/data/stop-weights.tsv``, learned by ``python -m geo.workshop.train_stops``.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cache as remember
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING

from geo import cache
from geo.corridors.chooser import chance, read_weights
from geo.corridors.modes import cue_mode
from geo.corridors.stop_candidates import ON, Company, Reach, key_of, reach_of
from geo.corridors.stop_features import end_features, nearest, pair_features
from geo.corridors.via_features import Stretch, via_features
from geo.courses.position_along import along

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.corridors.chooser import Chosen, Odds
    from geo.corridors.evidence import Evidence
    from geo.corridors.second_voice import Voice
    from geo.gazetteer import Gazetteer
    from geo.model import Mode

__all__ = ["end_chances", "fill_stops", "likely_pairs", "stop_weights", "stretch_of", "via_chances"]

FILE = "stop-weights.tsv"
LIKELIEST = 5  # places of which each two are weighed as ends
NEITHER = 0.08  # where only one place is likelier than this, no two are weighed
LEAST = 0.02  # a place less likely than this to be an end is none
TWO = 2
PIECE = 0.4  # of the line of the catalogue; two places that lie nearer than this are ends of a part of it
PASSED = 0.45  # how surely a place must be passed
PASSED_TOO = 0.5  # how surely a told way must pass one that stands elsewhere
SURE, OF_ENDS = 0.45, 0.3
"""A list is taken where the chance of its ends times (that of its vias + ``OF_ENDS``) is at least ``SURE``; chosen by
cross-validation on the passages to learn from."""


def fill_stops(
    ways: Sequence[Chosen],
    evidence: Evidence,
    odds: Odds,
    known: Mapping[str, Mapping[str, float]],
    gazetteer: Gazetteer,
    voice: Voice | None = None,
) -> list[Chosen]:
    """Give named ways that have no stops those that the text tells, and told ways what they pass besides.

    Parameters
    ----------
    ways
        What was taken, in reading order.
    evidence, odds
        The document's names and tellings, and what the judge says of them.
    known
        Weights, as :func:`stop_weights` gives them.
    gazetteer
        Tells kinds of places and where they lie.
    voice
        What the encoder says of places, where it reads.

    Returns
    -------
    Each way once, in the same order: a telling that says where a named way goes is no way of its own.
    """
    if voice is None and all(way.stops or not is_named(way) for way in ways):
        return list(ways)
    company = Company.of(ways, evidence, odds)
    by_ends: dict[frozenset[str], list[int]] = {}
    for number, way in enumerate(ways):
        if len(way.stops) >= TWO:
            by_ends.setdefault(_ends(way.stops), []).append(number)
    filled = list(ways)
    told: set[int] = set()
    for number, way in enumerate(ways):
        if way.stops or way.lent is not None or not is_named(way):
            continue
        reach = reach_to(way, evidence, odds, company, gazetteer)
        stops = _stops(reach, known, gazetteer, voice)
        same = by_ends.get(_ends(stops), []) if stops else []
        if stops and same and _is_piece(stops, reach, gazetteer):
            continue
        if stops and not any(_is_rival(ways[other], reach) for other in same):
            filled[number] = _with_stops(way, stops)
            told.update(other for other in same if _tells(ways[other], reach))
    kept = [way for number, way in enumerate(filled) if number not in told]
    if voice is None:
        return kept
    return [
        _with_more(way, reach_to(way, evidence, odds, company, gazetteer), known, gazetteer, voice)
        if len(way.stops) >= TWO and way.lent is None and not is_named(way)
        else way
        for way in kept
    ]


def _with_more(
    way: Chosen, reach: Reach, known: Mapping[str, Mapping[str, float]], gazetteer: Gazetteer, voice: Voice
) -> Chosen:
    """Add to the stops of a told way what it passes by both judge and encoder, where it is told."""
    ends = (key_of(way.stops[0]), key_of(way.stops[-1]))
    if ends[0] == ends[1] or not reach.places.keys() >= set(ends):
        return way
    stretch = stretch_of(ends, reach)
    passed = via_chances(reach, stretch, known, gazetteer, voice, named=False)
    names = {key_of(stop): stop for stop in way.stops[1:-1]}
    more = {key for key in passed if key not in names and passed[key] >= PASSED_TOO}
    if not more:
        return way
    names |= {key: reach.name(key) for key in more}
    order = sorted(names, key=lambda key: _told_at(key, stretch, reach) if key in reach.places else 0)
    return _with_stops(way, (way.stops[0], *(names[key] for key in order), way.stops[-1]))


def _ends(stops: Sequence[str]) -> frozenset[str]:
    return frozenset((key_of(stops[0]), key_of(stops[-1])))


def _is_piece(stops: Sequence[str], reach: Reach, gazetteer: Gazetteer) -> bool:
    """Tell a piece of a way by the catalogue's line: "trucks drive from Gilgit to Chilas" tells one of a highway."""
    ends = [along(reach.entry, name, gazetteer) for name in (stops[0], stops[-1])] if reach.entry is not None else []
    shares = [end.share for end in ends if end is not None]
    return len(shares) == TWO and abs(shares[0] - shares[1]) < PIECE


def _is_rival(way: Chosen, reach: Reach) -> bool:
    """Tell another named way between the same ends from a telling that the catalogue knows as this one."""
    listed = way.rule.catalogue if way.rule is not None else None
    named = is_named(way) or way.name is not None
    return named and not (reach.entry is not None and listed == reach.entry.id)


def _tells(way: Chosen, reach: Reach) -> bool:
    """Tell a telling of the same way, "it runs from A to B", from another way: "flights link A with B, too"."""
    tokens = reach.evidence.tokens
    sentence = bisect_right(reach.evidence.begins, way.first) - 1
    if way.lent is not None or not any(abs(sentence - at) <= ON for at in reach.sentences):
        return False
    modes = {cue_mode(word) for word in tokens.lowers[way.first : way.last]} - {None, "multimodal"}
    return reach.mode == "multimodal" or modes <= {reach.mode}


def is_named(way: Chosen) -> bool:
    """Tell whether a way was taken by its name."""
    return bool(way.rule.name) if way.rule is not None else way.name is not None


def _with_stops(way: Chosen, stops: tuple[str, ...]) -> Chosen:
    rule = replace(way.rule, waypoints=stops) if way.rule is not None else None
    return replace(way, stops=stops, rule=rule)


def reach_to(way: Chosen, evidence: Evidence, odds: Odds, company: Company, gazetteer: Gazetteer) -> Reach:
    """Return the places in reach of a way that was taken.

    Parameters
    ----------
    way, evidence, odds
        As for :func:`fill_stops`.
    company
        What else the document names.
    gazetteer
        Tells where places lie.
    """
    uses = [(way.first, way.last)]
    mode: Mode = "multimodal"
    entry = None
    if way.name is not None:
        uses += [(use.first, use.last) for use in way.name.uses]
        mode, entry = way.name.uses[0].mode, way.name.uses[0].entry
    if way.rule is not None:
        starts, mode = evidence.tokens.starts, way.rule.mode
        uses += [(bisect_left(starts, m.start), bisect_left(starts, m.end)) for m in way.rule.later]
    return reach_of(uses, mode, entry, evidence=evidence, odds=odds, company=company, gazetteer=gazetteer)


def likely_pairs(ends: Mapping[str, float], most: int = LIKELIEST) -> list[tuple[str, str]]:
    """Return each two of the places that are likeliest to be ends.

    Parameters
    ----------
    ends
        How surely each place is one.
    most
        Of how many places.

    Examples
    --------
    >>> likely_pairs({"poti": 0.6, "baku": 0.7, "paris": 0.01})
    [('baku', 'poti')]
    """
    likely = sorted((key for key in ends if ends[key] > LEAST), key=lambda key: (-ends[key], key))
    return list(combinations(likely[:most], 2))


def stretch_of(pair: tuple[str, str], reach: Reach) -> Stretch:
    """Return two ends by the mentions of them that stand nearest together, in reading order.

    Parameters
    ----------
    pair
        The two, by their folded names.
    reach
        The way and its places.
    """
    mentions = zip(nearest(reach.places[pair[0]], reach.places[pair[1]]), pair, strict=True)
    (one, first), (other, last) = sorted(mentions, key=lambda each: each[0][1].first)
    return Stretch((first, last), one, other)


def end_chances(
    reach: Reach, known: Mapping[str, Mapping[str, float]], gazetteer: Gazetteer, voice: Voice | None = None
) -> dict[str, float]:
    """Return how surely each place in reach is an end of the way.

    Parameters
    ----------
    reach
        The way and its places.
    known, gazetteer, voice
        As for :func:`fill_stops`.
    """
    judged = {key: chance(each, known["end"]) for key, each in end_features(reach, gazetteer).items()}
    return judged if voice is None else voice.of_stops("end", judged, reach)


def via_chances(
    reach: Reach,
    stretch: Stretch,
    known: Mapping[str, Mapping[str, float]],
    gazetteer: Gazetteer,
    voice: Voice | None = None,
    *,
    named: bool,
) -> dict[str, float]:
    """Return how surely each place near the ends of a way is passed by it.

    Parameters
    ----------
    reach, known, gazetteer, voice
        As for :func:`end_chances`.
    stretch
        Its ends.
    named
        Whether it has a name.
    """
    features = via_features(reach, stretch, gazetteer, named=named)
    judged = {key: chance(each, known["via"]) for key, each in features.items()}
    return judged if voice is None else voice.of_stops("via", judged, reach)


def _stops(
    reach: Reach, known: Mapping[str, Mapping[str, float]], gazetteer: Gazetteer, voice: Voice | None
) -> tuple[str, ...] | None:
    ends = end_chances(reach, known, gazetteer, voice)
    if len(ends) < TWO or sorted(ends.values())[-TWO] < NEITHER:
        return None
    pairs = {pair: chance(pair_features(pair, ends, reach, gazetteer), known["pair"]) for pair in likely_pairs(ends)}
    if not pairs:
        return None
    pair = max(pairs, key=lambda each: (pairs[each], each))
    if pairs[pair] * (1 + OF_ENDS) < SURE:
        return None
    stretch = stretch_of(pair, reach)
    passed = via_chances(reach, stretch, known, gazetteer, voice, named=True)
    surety = pairs[pair] * (math.prod(max(sure, 1 - sure) for sure in passed.values()) + OF_ENDS)
    if surety < SURE:
        return None
    vias = sorted((key for key in passed if passed[key] >= PASSED), key=lambda key: _told_at(key, stretch, reach))
    return tuple(map(reach.name, (stretch.ends[0], *vias, stretch.ends[1])))


def _told_at(key: str, stretch: Stretch, reach: Reach) -> int:
    """Return where a place stands that is nearest to the ends."""
    middle = (stretch.one[1].first + stretch.other[1].last) / 2
    apart = [
        (sentence not in (stretch.one[0], stretch.other[0]), abs(place.first - middle), place.first)
        for sentence, place in reach.places[key]
    ]
    return min(apart)[-1]


@remember
def stop_weights() -> Mapping[str, Mapping[str, float]]:
    """Return the learned weights: for ``end``, ``pair`` and ``via``, of each feature."""
    return cache.parsed("stop-weights", (files("geo") / "data" / FILE).read_text(encoding="utf-8"), read_weights)
