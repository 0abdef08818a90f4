"""From chosen ways to routes: mention, name, mode, state, direction and stops as the text tells them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, get_args

from geo.corridors.bare_names import plain
from geo.corridors.chooser import log_odds
from geo.corridors.evidence import kind_of
from geo.corridors.inland import water_mode
from geo.corridors.modes import WEAK, cue_mode, noun_mode
from geo.corridors.qualities import mode_features, state_features
from geo.corridors.rules import around, entry_for
from geo.corridors.status import apart_from_reasons, ends_a_branch, status_of
from geo.corridors.way_words import classes_of
from geo.gazetteer import fold
from geo.model import Mention, Mode, Route, Status
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.corridors.chooser import Chosen
    from geo.corridors.evidence import Evidence
    from geo.corridors.model_labels import LentWay
    from geo.corridors.second_voice import Voice
    from geo.courses import Catalogue, Entry
    from geo.gazetteer import Gazetteer

__all__ = ["MODES", "STATES", "as_routes"]

MODES: tuple[Mode, ...] = get_args(Mode)
STATES: tuple[Status, ...] = get_args(Status)
"""In the order in which the encoder tells them (:mod:`geo.encoder.mode_and_status`), too."""
MOVEMENT = frozenset({"go", "carry", "flow", "vehicle", "goods", "journey"})
WEAK_STATES = frozenset({"operating", "unknown"})
"""What the rules say where no cue stands; the judge is asked then. With the encoder it knows better where one stands,
too: on 935 passages .774 of the states were right for .766, and .911 of the modes for .898."""
MODE_VOICE, STATE_VOICE = 5.0, 5.0
"""Log-odds that a model's label adds to ours; with ``RULE_ALONE`` and ``ALONE_TAKEN`` chosen on passages to learn from,
answered for with 0, 10 and 30 % of errors (``tests/benchmarks/own_reader.py``)."""
SHORT = 6  # an abbreviation has fewer letters


def as_routes(
    ways: Sequence[Chosen],
    evidence: Evidence,
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    known: Mapping[str, Mapping[str, float]],
    voice: Voice | None = None,
) -> list[Route]:
    """Return the chosen ways as routes, in reading order.

    Parameters
    ----------
    ways
        What was taken.
    evidence
        The document's words, names and tellings.
    gazetteer, catalogue
        Tell rivers from seas, and what a name or a row of places is known as.
    known
        Weights, as :func:`geo.corridors.chooser.weights` gives them.
    voice
        What the encoder says beside the judge, where it reads.
    """
    jury = _Jury(known, voice)
    routes = [
        _of_model(way, way.lent, evidence, catalogue, jury)
        if way.lent is not None
        else _of_rule(way, way.rule, evidence, catalogue, jury)
        if way.rule is not None
        else _route(way, evidence, gazetteer, catalogue, jury)
        for way in ways
    ]
    if any(way.lent is not None for way in ways):
        routes = [replace(route, read_by=route.read_by or "rules") for route in routes]
    return sorted(routes, key=lambda route: (route.mention.start, -route.mention.end))


class _Jury(NamedTuple):
    """Who says in which state a way is and how one travels on it: the judge, and the encoder where it reads."""

    known: Mapping[str, Mapping[str, float]]
    voice: Voice | None

    def of_mode(self, way: Chosen, features: Sequence[str]) -> dict[Mode, float]:
        odds = [log_odds(features, self.known.get(f"mode {mode}", {})) for mode in MODES]
        if self.voice is not None:
            odds = self.voice.of_mode(odds, (way.first, way.last), features)
        return dict(zip(MODES, odds, strict=True))

    def of_state(self, way: Chosen, features: Sequence[str]) -> dict[Status, float]:
        odds = [log_odds(features, self.known.get(f"state {state}", {})) for state in STATES]
        if self.voice is not None:
            odds = self.voice.of_state(odds, (way.first, way.last), features)
        return dict(zip(STATES, odds, strict=True))


def _of_model(way: Chosen, lent: LentWay, evidence: Evidence, catalogue: Catalogue, jury: _Jury) -> Route:
    """Return what a model read; name and entry are our own, mode and state a vote of both."""
    tokens, document = evidence.tokens, evidence.document
    start, end = tokens.starts[way.first], tokens.ends[way.last - 1]
    mention = Mention(start, end, document.text[start:end], sentence_at(document.sentences, start))
    stops = tuple(map(plain, way.stops))
    if not _returns(stops):
        stops = tuple(dict.fromkeys(stops))
    bounds = evidence.bounds[mention.sentence]
    listed = way.rule.catalogue if way.rule is not None else None
    use = way.name.uses[0].entry if way.name is not None else None
    entry = catalogue.get(listed) if listed else use or entry_for(stops, lent.mode, mention, document, catalogue)
    return Route(
        mention=mention,
        mode=_mode(way, bounds, evidence, entry, jury, lent.mode),
        name=_name(mention.phrase, entry, named=lent.named),
        status=_state(way, bounds, evidence, entry, mention, jury, lent.status),
        directed=lent.directed,
        waypoints=stops,
        catalogue=entry.id if entry else None,
        later=way.rule.later if way.rule is not None else tuple(_later(way, evidence)),
        read_by="model" if way.rule is None and way.name is None and way.telling is None else "both",
    )


def _of_rule(way: Chosen, rule: Route, evidence: Evidence, catalogue: Catalogue, jury: _Jury) -> Route:
    """Return what the rules found; its mode and state the jury says where they have no cue, or the encoder reads.

    What has its mode from an adjective ("maritime"), what the catalogue knows and what has one end keeps the rules'.
    """
    bounds = evidence.bounds[rule.mention.sentence]
    entry = catalogue.get(rule.catalogue) if rule.catalogue else None
    called = bool(rule.name) and fold(rule.name or "") in fold(rule.mention.phrase)
    open_to_all = jury.voice is not None and entry is None and len(rule.waypoints) > 1
    heard = open_to_all and not _is_said(way, rule.mode, evidence)
    if not called and (heard or _is_weak(way, rule.mode, evidence)):
        mode = _mode(way, bounds, evidence, None, jury)
        if entry is not None and entry.mode != mode:
            rule, entry = replace(rule, name=None, catalogue=None), None  # a wire to Mombasa is not the railway
        rule = replace(rule, mode=mode)
    if jury.voice is None and rule.status not in WEAK_STATES:
        return rule
    if entry is not None and ends_a_branch(*around(rule.mention, evidence.document)):
        return rule
    return replace(rule, status=_state(way, bounds, evidence, entry, rule.mention, jury))


def _route(
    way: Chosen,
    evidence: Evidence,
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    jury: _Jury,
) -> Route:
    tokens, document = evidence.tokens, evidence.document
    start, end = tokens.starts[way.first], tokens.ends[way.last - 1]
    mention = Mention(start, end, document.text[start:end], sentence_at(document.sentences, start))
    bounds = evidence.bounds[mention.sentence]
    stops = (
        tuple(dict.fromkeys(_stop(name, gazetteer) for name in way.stops))
        if not _returns(way.stops)
        else tuple(_stop(name, gazetteer) for name in way.stops)
    )
    use = way.name.uses[0] if way.name else None
    entry = (use.entry or catalogue.named(mention.phrase)) if use else None
    told = use is None or use.mode == "multimodal" or not (use.noun or entry) or (entry is None and use.noun in WEAK)
    mode = _mode(way, bounds, evidence, entry, jury) if told or use is None else use.mode
    if mode == "sea":
        mode = water_mode([tokens.word(i) for i in range(way.first, way.last)], stops, gazetteer)
    if entry is None and not use:
        entry = entry_for(stops, mode, mention, document, catalogue)
    return Route(
        mention=mention,
        mode=mode,
        name=_name(mention.phrase, entry, named=use is not None and use.source not in {"chain", "row", "row-noun"}),
        status=_state(way, bounds, evidence, entry, mention, jury),
        directed=use is None and _is_directed(way, evidence),
        waypoints=stops,
        catalogue=entry.id if entry else None,
        later=tuple(_later(way, evidence)),
    )


def _stop(name: str, gazetteer: Gazetteer) -> str:
    """Name a stop without generic words, unless a country's name is what they would leave: Port of Spain."""
    short = plain(name)
    return name if short != name and kind_of(short, gazetteer) == "country" != kind_of(name, gazetteer) else short


def _returns(stops: Sequence[str]) -> bool:
    return len(stops) > 2 and fold(stops[0]) == fold(stops[-1])


def _name(phrase: str, entry: Entry | None, *, named: bool) -> str | None:
    """Return the established name; what the article calls a way wins unless it is a mere abbreviation."""
    if entry is not None and (not named or phrase.isupper() or len(phrase) < SHORT):
        return entry.name
    if not named:
        return None
    return re.sub(r"(?<=\w)-(?=[A-ZÀ-Þ])", "–", phrase.strip('“”"‘’'))


def _later(way: Chosen, evidence: Evidence) -> Iterable[Mention]:
    tokens, document = evidence.tokens, evidence.document
    for use in way.name.uses[1:] if way.name else ():
        start, end = tokens.starts[use.first], tokens.ends[use.last - 1]
        yield Mention(start, end, document.text[start:end], sentence_at(document.sentences, start), cue="reference")


def _mode(
    way: Chosen,
    bounds: tuple[int, int],
    evidence: Evidence,
    entry: Entry | None,
    jury: _Jury,
    voice: Mode | None = None,
) -> Mode:
    features = mode_features(way.first, way.last, bounds, evidence.tokens, entry, ())
    odds = jury.of_mode(way, features)
    if voice is not None:
        odds[voice] += MODE_VOICE
    return max(MODES, key=odds.__getitem__)


def _state(
    way: Chosen,
    bounds: tuple[int, int],
    evidence: Evidence,
    entry: Entry | None,
    mention: Mention,
    jury: _Jury,
    voice: Status | None = None,
) -> Status:
    sentence, at = around(mention, evidence.document)
    vote = status_of(sentence, at=at, catalogued=entry.status if entry else None)
    bounds = _without_reasons(bounds, sentence, at, mention, evidence)
    features = state_features(
        way.first, way.last, bounds, evidence.tokens, entry, named=way.name is not None or _is_named(way), vote=vote
    )
    odds = jury.of_state(way, features)
    if voice is not None:
        odds[voice] += STATE_VOICE
    return max(STATES, key=odds.__getitem__)


def _is_weak(way: Chosen, mode: Mode, evidence: Evidence) -> bool:
    """Tell a way that has its mode only from being called a "line"."""
    words = [evidence.tokens.word(i) for i in range(way.first, way.last)]
    said = [word for word in words if cue_mode(word) or noun_mode(word)]
    return bool(said) and WEAK.issuperset(said) and mode in map(noun_mode, said)


def _is_said(way: Chosen, mode: Mode, evidence: Evidence) -> bool:
    """Tell a way that has its mode from an adjective: "maritime routes to and from Afghanistan"."""
    words = {evidence.tokens.word(i) for i in range(way.first, way.last)}
    return mode in {noun_mode("route", [word]) for word in words} - {"multimodal"}


def _is_named(way: Chosen) -> bool:
    return way.rule is not None and bool(way.rule.name)


def _is_directed(way: Chosen, evidence: Evidence) -> bool:
    """Tell movement told one way from a way that is built."""
    if way.telling is None or way.telling.anchor < 0 or way.telling.stops[0].role == "between":
        return False
    return bool(classes_of(evidence.tokens.word(way.telling.anchor)) & MOVEMENT)


def _without_reasons(
    bounds: tuple[int, int], sentence: str, at: int, mention: Mention, evidence: Evidence
) -> tuple[int, int]:
    """Leave out of a sentence the reason that speaks of another way: its state is not this one's."""
    start, stop = apart_from_reasons(sentence, at)
    origin, starts = mention.start - at, evidence.tokens.starts
    first = bisect_left(starts, origin + start) if start else bounds[0]
    last = bisect_left(starts, origin + stop) if stop < len(sentence) else bounds[1]
    return max(first, bounds[0]), min(last, bounds[1])
