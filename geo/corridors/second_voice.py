"""The second voice: what the encoder says of names, tellings and ways, where it reads beside the judge.

The judge knows words and their governors; the encoder (:mod:`geo.encoder.way_reader`) has a sense of the whole passage.
Each is asked, and a few weights say how much either counts. They are text, ``geo/data/voice-weights.tsv``, learned by
``python -m geo.workshop.train_second_voice`` from passages that neither of the two had seen; so is the second look
(:mod:`geo.corridors.second`) at what both say together. What the judge finds unlikely is not asked of the encoder,
which takes its time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache as remember
from importlib.resources import files
from typing import TYPE_CHECKING

from geo import cache
from geo.corridors.chooser import chance, pairs_to_join, read_weights, weights
from geo.corridors.offered_names import with_offered
from geo.encoder.encoder_use import way_sense_of
from geo.encoder.mode_and_status import MODES, STATES
from geo.encoder.way_reader import Telling
from geo.overlap import Overlaps
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.corridors.chooser import Odds
    from geo.corridors.evidence import Evidence, NamedWay, ToldWay
    from geo.corridors.stop_candidates import Reach
    from geo.encoder.way_reader import WaySense
    from geo.model import Document

    Extent = tuple[int, int]

__all__ = [
    "FIRST",
    "JURY",
    "KEPT",
    "STOPS",
    "TOLD",
    "Voice",
    "catalogue_says",
    "clues_of",
    "hear",
    "log_odds_of",
    "sentence_of",
    "telling_of",
    "uses_of",
    "voice_weights",
]

FILE = "voice-weights.tsv"
LIKELY = 0.05
"""A telling or a name that the judge finds less likely is not asked of the encoder."""
PLAUSIBLE = 0.4
"""Where the judge finds nothing in a document likelier than this, the encoder is not asked of it: so are seven in ten
pieces of news, and two ways of the gold in a hundred."""
FIRST = (0.05, 0.3, 0.3)
"""How sure both must be for the second look: of what rules found, of a name, of a telling."""
KEPT = 0.48
"""How sure the second look must be of what the rules did not read: chosen on passages that neither voice had seen."""
OFFERED, LISTED = 0.65, 0.24
"""How sure the encoder must be of a name that it alone offers; as how sure one counts that is but listed. With a lower
bar recall did not rise on passages held out, and precision fell by up to .01."""
CERTAIN = 1e-6
TOLD = ("way", "ends", "whole")
STOPS = ("end", "via")
JURY = ("judge", "encoder", "entry")
"""Whose word on a state or a mode is weighed: the judge's, the encoder's and the catalogue's; the judge has heard the
last, and may have believed it too readily."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What the encoder says of a document's ways, and how much that counts.

    Attributes
    ----------
    evidence
        The document's names and tellings.
    sense
        The encoder's sense of it.
    known
        Weights, as :func:`voice_weights` gives them.
    """

    evidence: Evidence
    sense: WaySense
    known: Mapping[str, Mapping[str, float]]

    def beside(self, odds: Odds) -> tuple[Voice, Odds]:
        """Return the voice with the names that the encoder offers, too, and what judge and encoder say of all."""
        together, (voice, clues) = self._of_what_was_found(odds), self.with_offered()
        if not clues:
            return self, together
        old = len(self.evidence.names)
        only_new = replace(voice.evidence, names=voice.evidence.names[old:])
        joins = {
            (name + old, telling): chance(features, weights()["joins"])
            for (name, telling), features in pairs_to_join(only_new, odds.ends)
        }
        sure = [self._chance("offered", each) for each in clues]
        names = [*together.names, *(each if each >= OFFERED else min(each, LISTED) for each in sure)]
        return voice, replace(together, names=names, joins={**together.joins, **joins})

    def with_offered(self) -> tuple[Voice, list[dict[str, float]]]:
        """Return the voice that has the names that the encoder offers, too, and what it says of each (log-odds)."""
        offers = self.sense.offered()
        voice = replace(self, evidence=with_offered(self.evidence, [extent for extent, _ in offers]))
        where, clues = Overlaps(extent for extent, _ in offers), []
        for way in voice.evidence.names[len(self.evidence.names) :]:
            uses, sentences = uses_of(way, self.evidence)
            surest = max(offers[number][1] for use in uses for number in where.numbers(*use))
            clues.append({"encoder tag": surest, "encoder name": float(self.sense.named(uses, sentences).mean())})
        return voice, clues

    def _of_what_was_found(self, odds: Odds) -> Odds:
        asked = [n for n, surety in enumerate(odds.ways) if surety >= LIKELY]
        told = self.sense.told([telling_of(self.evidence.told[n], self.evidence) for n in asked]) if asked else ()
        together = {kind: list(said) for kind, said in zip(TOLD, (odds.ways, odds.ends, odds.wholes), strict=True)}
        for number, heard in zip(asked, told, strict=True):
            clues = clues_of([together[kind][number] for kind in TOLD], heard)
            for kind in TOLD:
                together[kind][number] = self._chance(kind, clues)
        names = [self._name(way, surety) for way, surety in zip(self.evidence.names, odds.names, strict=True)]
        return replace(odds, names=names, ways=together["way"], ends=together["ends"], wholes=together["whole"])

    def _name(self, way: NamedWay, surety: float) -> float:
        if surety < LIKELY:
            return surety
        uses, sentences = uses_of(way, self.evidence)
        heard = float(self.sense.named(uses, sentences).mean())
        return self._chance("name", {"judge name": log_odds_of(surety), "encoder name": heard})

    def _chance(self, model: str, clues: Mapping[str, float]) -> float:
        known = self.known[model]
        score = known.get("*", 0.0) + sum(known.get(clue, 0.0) * value for clue, value in clues.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))

    def of_state(self, judged: Sequence[float], way: Extent, features: Sequence[str]) -> list[float]:
        """Return what judge and encoder say together of a way's being in each of the states (log-odds).

        Parameters
        ----------
        judged
            What the judge says, in the order of :data:`geo.encoder.mode_and_status.STATES` (log-odds).
        way
            Its words by their tokens.
        features
            What speaks for the states, as the judge was given it.
        """
        said, _ = self.sense.described(*self._words(*way))
        return self._jury("state", STATES, judged, said[0], features)

    def of_mode(self, judged: Sequence[float], way: Extent, features: Sequence[str]) -> list[float]:
        """Return what they say together of a way's modes; as :meth:`of_state`, by ``MODES``."""
        _, said = self.sense.described(*self._words(*way))
        return self._jury("mode", MODES, judged, said[0], features)

    def _jury(
        self,
        kind: str,
        choices: Sequence[str],
        judged: Sequence[float],
        heard: Iterable[float],
        features: Sequence[str],
    ) -> list[float]:
        known = self.known[kind]
        each = zip(choices, judged, heard, catalogue_says(features, choices), strict=True)
        return [
            known[choice] + sum(known[juror] * word for juror, word in zip(JURY, words, strict=True))
            for choice, *words in each
        ]

    def of_stops(self, kind: str, judged: Mapping[str, float], reach: Reach) -> dict[str, float]:
        """Return what judge and encoder say together of each place's being an end of a way, or passed by it.

        Parameters
        ----------
        kind
            One of :data:`STOPS`.
        judged
            What the judge says of each place, by its folded name (probabilities).
        reach
            The way, and where each place stands.
        """
        heard = self.stops_heard(kind, judged, reach)
        return {
            key: self._chance(kind, {f"judge {kind}": log_odds_of(chance), f"encoder {kind}": heard[key]})
            if key in heard
            else chance
            for key, chance in judged.items()
        }

    def stops_heard(self, kind: str, keys: Iterable[str], reach: Reach) -> dict[str, float]:
        """Return what the encoder says of places (log-odds, the mean over their mentions), of those that it read.

        Parameters
        ----------
        kind, reach
            As for :meth:`of_stops`.
        keys
            The folded names of the places.
        """
        starts, ends = self.evidence.tokens.starts, self.evidence.tokens.ends
        first, last = reach.uses[0]
        way = (starts[first], ends[last - 1])
        asked = [
            (key, extent)
            for key in keys
            for extent in ((starts[place.first], ends[place.last - 1]) for _, place in reach.places[key])
            if self.sense.has_read(extent)
        ]
        if not asked or not self.sense.has_read(way):
            return {}
        said: dict[str, list[float]] = {}
        for (key, _), row in zip(asked, self.sense.stops(way, [extent for _, extent in asked]), strict=True):
            said.setdefault(key, []).append(float(row[STOPS.index(kind)]))
        return {key: sum(each) / len(each) for key, each in said.items()}

    def _words(self, first: int, last: int) -> tuple[list[Extent], list[Extent]]:
        start, end = self.evidence.tokens.starts[first], self.evidence.tokens.ends[last - 1]
        return [(start, end)], [sentence_of(start, self.evidence.document)]


def hear(evidence: Evidence, odds: Odds) -> Voice | None:
    """Ask the encoder of a document's names and tellings; ``None`` where it does not read, or nothing is likely.

    Parameters
    ----------
    evidence
        Names and tellings of a document that knows who reads it (:func:`geo.encoder.encoder_use.with_encoder`).
    odds
        What the judge says of them.
    """
    if evidence.document.way_reader != "encoder":
        return None
    if not evidence.votes and max((*odds.ways, *odds.names), default=0.0) < PLAUSIBLE:
        return None
    told = [telling_of(way, evidence) for way, chance in zip(evidence.told, odds.ways, strict=True) if chance >= LIKELY]
    named = [way for way, chance in zip(evidence.names, odds.names, strict=True) if chance >= LIKELY]
    wanted = {sentence_of(telling.whole[0], evidence.document) for telling in told}
    wanted |= {sentence for way in named for sentence in uses_of(way, evidence)[1]}
    # what the rules found is asked for its state and mode
    wanted |= {sentence_of(route.mention.start, evidence.document) for route in evidence.votes}
    sense = way_sense_of(evidence.document, sorted(wanted)) if wanted else None
    return Voice(evidence, sense, voice_weights()) if sense is not None else None


def clues_of(judged: Sequence[float], heard: Iterable[float]) -> dict[str, float]:
    """Return what both voices say of a telling as log-odds by name: the clues that the weights are of.

    Parameters
    ----------
    judged
        What the judge says of it, in the order of :data:`TOLD` (probabilities).
    heard
        What the encoder says of it, in the same order (log-odds).

    Examples
    --------
    >>> clues = clues_of((0.5, 0.5, 0.5), (1.0, 0.0, -1.0))
    >>> clues["judge way"], clues["encoder way"]
    (0.0, 1.0)
    """
    found = {f"judge {kind}": log_odds_of(chance) for kind, chance in zip(TOLD, judged, strict=True)}
    return found | {f"encoder {kind}": float(said) for kind, said in zip(TOLD, heard, strict=True)}


def catalogue_says(features: Sequence[str], choices: Sequence[str]) -> list[float]:
    """Return for each choice whether the catalogue says so (1 or 0).

    Parameters
    ----------
    features
        What speaks for a state or a mode.
    choices
        The states or modes.

    Examples
    --------
    >>> catalogue_says(["vote:closed", "entry:operating"], ("operating", "closed"))
    [1.0, 0.0]
    """
    said = set(features)
    return [float(f"entry:{choice}" in said) for choice in choices]


def telling_of(way: ToldWay, evidence: Evidence) -> Telling:
    """Return a telling by its characters.

    Parameters
    ----------
    way
        One of those of the evidence.
    evidence
        Where its words stand.
    """
    proposal, starts, ends = way.proposal, evidence.tokens.starts, evidence.tokens.ends
    one, other, at = proposal.stops[0], proposal.stops[-1], proposal.anchor
    return Telling(
        first=(starts[one.first], ends[one.last - 1]),
        last=(starts[other.first], ends[other.last - 1]),
        anchor=(starts[at], ends[at]) if at >= 0 else None,
        whole=(starts[proposal.first], ends[proposal.last - 1]),
        vias=tuple((starts[stop.first], ends[stop.last - 1]) for stop in proposal.stops[1:-1]),
    )


def uses_of(way: NamedWay, evidence: Evidence) -> tuple[list[Extent], list[Extent]]:
    """Return the characters of each use of a name, and of its sentences.

    Parameters
    ----------
    way, evidence
        As for :func:`telling_of`.
    """
    starts, ends = evidence.tokens.starts, evidence.tokens.ends
    uses = [(starts[use.first], ends[use.last - 1]) for use in way.uses]
    return uses, [sentence_of(start, evidence.document) for start, _ in uses]


def sentence_of(start: int, document: Document) -> Extent:
    """Return the characters of the sentence in which one stands."""
    sentence = document.sentences[sentence_at(document.sentences, start)]
    return sentence.start, sentence.end


def log_odds_of(chance: float) -> float:
    """Return the logarithm of the odds of a chance, which is never quite 0 or 1.

    Examples
    --------
    >>> log_odds_of(0.5), round(log_odds_of(1.0), 1)
    (0.0, 13.8)
    """
    chance = min(max(chance, CERTAIN), 1 - CERTAIN)
    return math.log(chance / (1 - chance))


@remember
def voice_weights() -> Mapping[str, Mapping[str, float]]:
    """Return how much either voice counts, and the weights of the second look at what they say together."""
    return cache.parsed("voice-weights", (files("geo") / "data" / FILE).read_text(encoding="utf-8"), read_weights)
