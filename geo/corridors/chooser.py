"""Which of the names and tellings of a document are ways: a small learned judge, and "one way, one corridor".

Where a model of the user's own lends its reading (:mod:`geo.language_model`), its ways stand in the same pool: they are
taken first, and what the rules or the judge make of the same words gives them a name, an entry of the catalogue and a
second voice. In the parts that the model read, a way that it did not see needs to be surer than elsewhere.

The judge is a handful of logistic regressions over the features of :mod:`geo.corridors.features`; their weights are
text, ``geo/data/way-weights.tsv``, made by ``python -m geo.workshop.train_corridors``. What is taken is settled from
the surest on: no two ways in the same words, none twice between the same ends, a telling of a named way goes to its
name. All that may be a way is taken so; a second look (:mod:`geo.corridors.second`) then keeps what holds beside the
others.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache as remember
from importlib.resources import files
from typing import TYPE_CHECKING

from geo import cache
from geo.corridors.features import join_features
from geo.corridors.second import second_features
from geo.gazetteer import fold
from geo.overlap import Overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.corridors.evidence import Evidence, NamedWay
    from geo.corridors.model_labels import Lending, LentWay
    from geo.corridors.proposals import Proposal
    from geo.model import Route

__all__ = ["FIRST", "KEPT", "Chosen", "Odds", "chance", "choose_ways", "judge", "log_odds", "pairs_to_join", "pool_of",
           "read_weights", "weights"]  # fmt: skip

FILE = "way-weights.tsv"
BIAS = "*"
NAME_SURE, TELLING_SURE = 0.5, 0.6
FIRST = (0.05, 0.3, 0.2)  # how sure the first look must be of what rules found, of a name, of a telling
BESIDE = (0.05, NAME_SURE, TELLING_SURE)  # the same where a model's reading stands in for the second look
WIDE = (0.02, 0.25, 0.3)  # of what the second look learns from: the more it has seen refused, the better
KEPT, RULE_KEPT = 0.5, 0.3  # how sure the second look must be; of what the rules read, a little less
JOINED = 0.5
RULE_ALONE, ALONE_TAKEN = 0.5, 0.97  # what a model that read the words did not see, by the rules and by the judge
REACH = 4  # sentences after a name in which the way may still be told
FEWEST_ENDS = 0.1  # a telling less likely than this to have its ends right says nothing of a name
TWO_ENDS = 2
"""Thresholds were chosen by cross-validation on the passages to learn from; see the README of the gold."""


@dataclass(frozen=True, slots=True)
class Odds:
    """What the judge says of everything in a document (probabilities, 0 to 1).

    Attributes
    ----------
    names
        That each name is a way's.
    ways, ends, wholes
        That each telling is of a way; that its ends are right; that all its stops are.
    joins
        For pairs of a name and a telling: that the telling says where the named way goes.
    """

    names: Sequence[float]
    ways: Sequence[float]
    ends: Sequence[float]
    wholes: Sequence[float]
    joins: Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A way that was taken.

    Attributes
    ----------
    first, last
        Token indices of its words, end exclusive.
    stops
        What the text says it passes, in order.
    surety
        Probability (0 to 1).
    rule
        What the rules made of it, where they found it.
    name
        Its name and all uses of it, where it has one.
    telling
        The proposal that it was made of, or that gave a name its stops.
    lent
        What a model of the user's own made of it, where one saw it.
    """

    first: int
    last: int
    stops: tuple[str, ...]
    surety: float
    rule: Route | None = None
    name: NamedWay | None = None
    telling: Proposal | None = None
    lent: LentWay | None = None


def judge(evidence: Evidence, known: Mapping[str, Mapping[str, float]]) -> Odds:
    """Say how surely each name and telling of a document is a way.

    Parameters
    ----------
    evidence
        Its names and tellings.
    known
        Weights, as :func:`weights` gives them.
    """
    ends = [chance(way.features, known["ends"]) for way in evidence.told]
    return Odds(
        names=[chance(way.features, known["name"]) for way in evidence.names],
        ways=[chance(way.features, known["way"]) for way in evidence.told],
        ends=ends,
        wholes=[chance(way.features, known["whole"]) for way in evidence.told],
        joins={pair: chance(features, known["joins"]) for pair, features in pairs_to_join(evidence, ends)},
    )


def choose_ways(
    evidence: Evidence,
    odds: Odds,
    known: Mapping[str, Mapping[str, float]],
    lending: Lending | None = None,
    least: tuple[float, float, float] = FIRST,
    kept: float = KEPT,
) -> list[Chosen]:
    """Choose the ways of a document.

    Parameters
    ----------
    evidence, odds
        Its names and tellings, and what the judge says of them.
    known
        Weights, as :func:`weights` gives them.
    lending
        What a model of the user's own read.
    least
        How sure the first look must be; as for :func:`pool_of`.
    kept
        How sure the second look must be of what the rules did not read.

    Returns
    -------
    Each way once, in reading order.
    """
    if lending is not None:
        return _beside_model(evidence, odds, lending)
    pool = pool_of(evidence, odds, least)
    looked = zip(pool, second_features(pool, evidence, odds), strict=True)
    sure = ((way, chance(features, known["kept"])) for way, features in looked)
    return [way for way, surety in sure if surety >= (RULE_KEPT if way.rule is not None else kept)]


def pool_of(evidence: Evidence, odds: Odds, least: tuple[float, float, float] = FIRST) -> list[Chosen]:
    """Return all that may be a way, in reading order, for the second look to choose from.

    Parameters
    ----------
    evidence, odds
        A document's names and tellings, and what the judge says of them.
    least
        How sure the first look must be of what the rules found, of a name, of a telling.
    """
    table = _Table()
    _take_rules(table, evidence, odds, least[0])
    _take_names(table, evidence, odds, least[1])
    _take_tellings(table, evidence, odds, least[2])
    return sorted(table.chosen, key=lambda way: (way.first, -way.last))


def _beside_model(evidence: Evidence, odds: Odds, lending: Lending) -> list[Chosen]:
    table = _Table(lending)
    for way in lending.ways:
        table.add(_lent(way, evidence, odds))
    _take_rules(table, evidence, odds, BESIDE[0])
    _take_names(table, evidence, odds, BESIDE[1])
    _take_tellings(table, evidence, odds, BESIDE[2])
    return sorted(table.chosen, key=lambda way: (way.first, -way.last))


class _Table:
    """What is taken so far: words, ends and stops that no other way may have."""

    def __init__(self, lending: Lending | None = None) -> None:
        self.lending = lending
        self.chosen: list[Chosen] = []
        self.words: set[int] = set()
        self.by_stop: dict[str, set[int]] = {}
        self.ends: set[frozenset[str]] = set()

    def meets(self, first: int, last: int) -> bool:
        return not self.words.isdisjoint(range(first, last))

    def asks(self, first: int, last: int, least: float, alone: float) -> float:
        """Return how sure a way must be: surer where a model read the same words and saw none."""
        return alone if self.lending is not None and self.lending.covers(first, last) else least

    def knows(self, stops: Sequence[str]) -> bool:
        """Tell whether a way is between the same ends, or all the stops are another way's."""
        if len(stops) >= TWO_ENDS and _ends(stops) in self.ends:
            return True
        return bool(set.intersection(*(self.by_stop.get(fold(stop), set()) for stop in stops)))

    def add(self, way: Chosen) -> None:
        for stop in way.stops:
            self.by_stop.setdefault(fold(stop), set()).add(len(self.chosen))
        self.chosen.append(way)
        self.words.update(range(way.first, way.last))
        if len(way.stops) >= TWO_ENDS:
            self.ends.add(_ends(way.stops))


def _ends(stops: Sequence[str]) -> frozenset[str]:
    return frozenset((fold(stops[0]), fold(stops[-1])))


def _lent(way: LentWay, evidence: Evidence, odds: Odds) -> Chosen:
    """Take a way of a model, with what the rules and the judge make of the same words."""
    starts = evidence.tokens.starts
    rule = next(
        (
            route
            for route in evidence.votes
            if bisect_left(starts, route.mention.start) < way.last
            and way.first < bisect_left(starts, route.mention.end)
            and _agree(route.waypoints, way.stops)
        ),
        None,
    )
    name = next(
        (
            name
            for name, surety in zip(evidence.names, odds.names, strict=True)
            if surety >= NAME_SURE
            and way.named
            and any(use.first < way.last and way.first < use.last for use in name.uses)
        ),
        None,
    )
    telling = next(
        (
            told.proposal
            for told, surety in zip(evidence.told, odds.ways, strict=True)
            if surety >= TELLING_SURE and told.proposal.first < way.last and way.first < told.proposal.last
        ),
        None,
    )
    return Chosen(way.first, way.last, way.stops, 1.0, rule=rule, name=name, telling=telling, lent=way)


def _agree(stops: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether two lists of stops may be of one way: one is empty, or they have an end in common."""
    return not stops or not others or bool(_ends(stops) & _ends(others))


def _take_rules(table: _Table, evidence: Evidence, odds: Odds, least: float) -> None:
    starts = evidence.tokens.starts
    uses = [(use, p) for way, p in zip(evidence.names, odds.names, strict=True) for use in way.uses]
    named = Overlaps((use.first, use.last) for use, _ in uses)
    told = Overlaps((way.proposal.first, way.proposal.last) for way in evidence.told)
    for route in evidence.votes:
        first, last = bisect_left(starts, route.mention.start), bisect_left(starts, route.mention.end)
        heard = [uses[number][1] for number in named.numbers(first, last)]
        heard += [odds.ways[number] for number in told.numbers(first, last)]
        surest = max(heard, default=least)
        lent = table.lending is not None and (
            table.meets(first, last) or (bool(route.waypoints) and table.knows(route.waypoints))
        )
        if surest >= table.asks(first, last, least, RULE_ALONE) and not lent:
            table.add(Chosen(first, last, route.waypoints, surest, rule=route))


def _take_names(table: _Table, evidence: Evidence, odds: Odds, least: float) -> None:
    called = {fold(way.rule.name) for way in table.chosen if way.rule is not None and way.rule.name}
    joined = _joined(evidence, odds)
    for number, (way, surety) in enumerate(zip(evidence.names, odds.names, strict=True)):
        if (
            surety < table.asks(way.uses[0].first, way.uses[0].last, least, ALONE_TAKEN)
            or _words(way, evidence) in called
            or any(table.meets(use.first, use.last) for use in way.uses)
        ):
            continue
        first, stops, telling = way.uses[0], way.uses[0].stops, None
        if not stops:
            telling = joined.get(number)
            stops = telling.names if telling is not None else ()
        if len(stops) >= TWO_ENDS and _ends(stops) in table.ends:
            continue
        table.add(Chosen(first.first, first.last, stops, surety, name=way, telling=telling))


def _words(way: NamedWay, evidence: Evidence) -> str:
    first = way.uses[0]
    return fold(evidence.document.text[evidence.tokens.starts[first.first] : evidence.tokens.ends[first.last - 1]])


def _joined(evidence: Evidence, odds: Odds) -> dict[int, Proposal]:
    """Return for each name, by its number, the telling that most surely says where it goes."""
    best: dict[int, tuple[float, int]] = {}
    for (n, t), joined in odds.joins.items():
        if joined >= JOINED:
            weighed = (joined * (0.5 + odds.ends[t] + 0.5 * odds.wholes[t]), t)
            best[n] = max(weighed, best.get(n, weighed))
    return {n: evidence.told[t].proposal for n, (_, t) in best.items()}


def _take_tellings(table: _Table, evidence: Evidence, odds: Odds, least: float) -> None:
    joined = {t for (_, t), surety in odds.joins.items() if surety >= JOINED}
    order = sorted(
        (t for t, surety in enumerate(odds.ways) if surety >= least and t not in joined),
        key=lambda t: -(odds.ends[t] + 0.5 * odds.wholes[t] + 0.2 * odds.ways[t]),
    )
    for t in order:
        proposal = evidence.told[t].proposal
        if odds.ways[t] < table.asks(proposal.first, proposal.last, least, ALONE_TAKEN):
            continue
        if not table.knows(proposal.names) and not table.meets(proposal.first, proposal.last):
            table.add(Chosen(proposal.first, proposal.last, proposal.names, odds.ways[t], telling=proposal))


def pairs_to_join(evidence: Evidence, ends: Sequence[float]) -> Iterable[tuple[tuple[int, int], list[str]]]:
    """Yield each pair of a name and a telling that may belong together, with what speaks for it.

    Parameters
    ----------
    evidence
        Names and tellings of a document.
    ends
        For each telling, how surely its ends are right.
    """
    likely = [
        t for t, way in enumerate(evidence.told) if ends[t] >= FEWEST_ENDS and len(way.proposal.stops) >= TWO_ENDS
    ]
    where = [evidence.told[t].sentence for t in likely]
    for n, way in enumerate(evidence.names):
        gaps: dict[int, int] = {}  # to the nearest use before it; later uses come nearer
        for s in (_sentence(use.first, evidence) for use in way.uses):
            for number in range(bisect_left(where, s), bisect_left(where, s + REACH + 1)):
                gaps[likely[number]] = where[number] - s
        for t, gap in sorted(gaps.items()):
            proposal = evidence.told[t].proposal
            yield (n, t), join_features(way.uses, proposal, gap, len(evidence.names), ends[t], evidence)


def _sentence(token: int, evidence: Evidence) -> int:
    begins = evidence.begins
    return max(0, bisect_left(begins, token + 1) - 1)


@remember
def weights() -> Mapping[str, Mapping[str, float]]:
    """Return the learned weights: for each model, of each feature."""
    return cache.parsed("way-weights", (files("geo") / "data" / FILE).read_text(encoding="utf-8"), read_weights)


def read_weights(text: str) -> dict[str, dict[str, float]]:
    r"""Return the weights that a text holds: for each model, of each feature.

    Examples
    --------
    >>> read_weights("way\tlikely\t3\n")
    {'way': {'likely': 3.0}}
    """
    found: dict[str, dict[str, float]] = {}
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            model, feature, value = line.split("\t")
            found.setdefault(model, {})[feature] = float(value)
    return found


def chance(features: Iterable[str], known: Mapping[str, float]) -> float:
    """Return the probability (0 to 1) that a model gives to something with these features.

    Examples
    --------
    >>> round(chance(["likely"], {"*": -1.0, "likely": 3.0}), 2)
    0.88
    """
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, log_odds(features, known)))))


def log_odds(features: Iterable[str], known: Mapping[str, float]) -> float:
    """Return the logarithm of the odds that a model gives to something with these features.

    Examples
    --------
    >>> log_odds(["likely"], {"*": -1.0, "likely": 3.0})
    2.0
    """
    return known.get(BIAS, 0.0) + sum([known.get(feature, 0.0) for feature in features])
