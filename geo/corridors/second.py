"""The second look: each way that was taken is weighed once more, beside the others that were.

The first look judges every name and telling by itself, so that a way told twice is taken twice, and a passage without
any way gets its least unlikely one. What speaks here is how sure the first look was, and how a way stands to the surer
ones around it: in the same sentence, with a stop or an end in common, within its stops or going on from them, hung on
the same word. On passages nobody had learned from, this look takes three lines in five out of those in passages
without any way.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.gazetteer import fold
from geo.overlap import Overlaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.corridors.chooser import Chosen, Odds
    from geo.corridors.evidence import Evidence

__all__ = ["second_features"]

WINDOW = 12  # sentences to either side in which other ways count
NEIGHBOURS = 40  # ways before and after that count, in a sentence that is a list
LIKELY = 0.6
DEFINITE = frozenset({"the", "this", "that", "its"})
INDEFINITE = frozenset({"a", "an", "another", "new"})
BEFORE = 3  # words before the word of a way that may say "the" or "another"
TWO = 2


def second_features(ways: Sequence[Chosen], evidence: Evidence, odds: Odds) -> list[list[str]]:
    """Return for each way what speaks for keeping it.

    Parameters
    ----------
    ways
        What the first look took, in reading order.
    evidence, odds
        The document's names and tellings, and what the judge says of them.
    """
    pool = _Pool(ways, evidence, odds)
    return [list(dict.fromkeys(pool.features(number))) for number in range(len(ways))]


@dataclass(frozen=True, slots=True)
class _Pool:
    """The ways that were taken, with what is asked of them again and again."""

    ways: Sequence[Chosen]
    evidence: Evidence
    odds: Odds
    sentences: Sequence[int] = field(init=False)
    stops: Sequence[tuple[str, ...]] = field(init=False)
    told: Overlaps = field(init=False)
    named: Overlaps = field(init=False)
    uses: Sequence[int] = field(init=False)

    def __post_init__(self) -> None:
        begins, evidence = self.evidence.begins, self.evidence
        uses = [(use.first, use.last, number) for number, way in enumerate(evidence.names) for use in way.uses]
        put = object.__setattr__
        put(self, "sentences", [max(0, bisect_right(begins, way.first) - 1) for way in self.ways])
        put(self, "stops", [tuple(map(fold, way.stops)) for way in self.ways])
        put(self, "told", Overlaps((way.proposal.first, way.proposal.last) for way in evidence.told))
        put(self, "named", Overlaps((first, last) for first, last, _ in uses))
        put(self, "uses", [number for _, _, number in uses])

    def features(self, number: int) -> Iterator[str]:
        way = self.ways[number]
        kind = _kind(way)
        yield from self._of_itself(number, kind)
        first = bisect_left(self.sentences, self.sentences[number] - WINDOW)
        last = bisect_right(self.sentences, self.sentences[number] + WINDOW)
        first, last = max(first, number - NEIGHBOURS), min(last, number + NEIGHBOURS + 1)
        others = [other for other in range(first, last) if other != number]
        surer = [o for o in others if (self.ways[o].surety, -o) > (way.surety, -number)]
        yield from self._of_company(number, kind, others, surer)
        for other in surer:
            yield from self._beside(number, other, kind)
        yield from self._of_anchor(way, self.sentences[number], others)

    def _of_itself(self, number: int, kind: str) -> Iterator[str]:
        way, odds = self.ways[number], self.odds
        yield f"kind={kind},{_source(way)}"
        yield f"{kind},surety={_tenth(way.surety)}"
        yield f"n={min(len(way.stops), 5)}"
        yield f"{kind},n={min(len(way.stops), 3)}"
        told = self._telling(number)
        if told is not None:
            yield f"{kind},way={_tenth(odds.ways[told])}"
            yield f"{kind},ends={_tenth(odds.ends[told])}"
            yield f"{kind},whole={_tenth(odds.wholes[told])}"
            yield f"ends={_tenth(odds.ends[told])}"
        name = self._name(way)
        if name is not None:
            yield f"{kind},name={_tenth(odds.names[name])}"
        yield f"sentence={min(self.sentences[number], 5)}"
        yield f"sentences={min(len(self.evidence.bounds), 12) // 3}"

    def _telling(self, number: int) -> int | None:
        """Return the likeliest telling in the words of a way, of the same ends if there is one."""
        way, stops = self.ways[number], self.stops[number]
        met = list(self.told.numbers(way.first, way.last))
        if way.telling is not None:
            met = [t for t in met if self.evidence.told[t].proposal is way.telling]
        elif way.name is not None:
            return None
        same = [t for t in met if stops and _ends(self.evidence.told[t].proposal.names) == {stops[0], stops[-1]}]
        return max(same or met, key=lambda t: (self.odds.ways[t], -t), default=None)

    def _name(self, way: Chosen) -> int | None:
        if way.name is not None or way.rule is not None:
            met = sorted(self.uses[number] for number in self.named.numbers(way.first, way.last))
            return next((n for n in met if way.name is None or self.evidence.names[n] is way.name), None)
        return None

    def _of_company(self, number: int, kind: str, others: Sequence[int], surer: Sequence[int]) -> Iterator[str]:
        way, sentence = self.ways[number], self.sentences[number]
        here = sum(self.sentences[other] == sentence for other in surer)
        sureties = [way.surety, *(self.ways[other].surety for other in others)]
        yield f"surer-here={min(here, 3)}"
        yield f"{kind},surer-here={min(here, 3)}"
        yield f"surer={min(len(surer), 6)}"
        yield f"ways={min(len(others) + 1, 8)}"
        yield f"surest={_tenth(max(sureties))}"
        yield f"likely={min(sum(surety >= LIKELY for surety in sureties), 6)}"
        yield f"behind={_tenth(max(sureties) - way.surety)}"
        yield f"here={min(1 + sum(self.sentences[other] == sentence for other in others), 5)}"

    def _beside(self, number: int, other: int, kind: str) -> Iterator[str]:
        mine, its = self.stops[number], self.stops[other]
        gap = abs(self.sentences[number] - self.sentences[other])
        where = ("here", "near")[gap] if gap < TWO else "far"
        way, surer = self.ways[number], self.ways[other]
        yield f"{kind}+{_kind(surer)},{where}"
        if way.telling is not None:
            if surer.telling is not None and way.telling.anchor == surer.telling.anchor >= 0:
                yield "same-anchor"
            if surer.first <= way.telling.anchor < surer.last:
                yield f"anchored-in-{_kind(surer)}"
        both = set(mine) & set(its)
        if both:
            yield f"shares,{where}"
            yield f"shares{min(len(both), 2)},{where},{kind}"
        if both and len(mine) >= TWO and len(its) >= TWO:
            yield from (f"{how},{where}" for how in _relations(mine, its))

    def _of_anchor(self, way: Chosen, sentence: int, others: Sequence[int]) -> Iterator[str]:
        anchor = way.telling.anchor if way.telling is not None else -1
        if anchor <= 0:
            return
        words = [self.evidence.tokens.word(i) for i in range(max(0, anchor - BEFORE), anchor)]
        if DEFINITE.intersection(words[-2:]):
            yield "definite"
            if any(self.sentences[other] in (sentence - 1, sentence - 2) for other in others):
                yield "definite-after"
        if INDEFINITE.intersection(words[-2:]):
            yield "indefinite"


def _relations(mine: tuple[str, ...], its: tuple[str, ...]) -> Iterator[str]:
    if set(mine) <= set(its):
        yield "within"
    if set(its) <= set(mine):
        yield "holds"
    if mine[0] == its[0]:
        yield "same-first"
    if mine[-1] == its[-1]:
        yield "same-last"
    if mine[0] == its[-1]:
        yield "goes-on"
    if mine[-1] == its[0]:
        yield "goes-before"


def _ends(names: Sequence[str]) -> set[str]:
    return {fold(names[0]), fold(names[-1])}


def _kind(way: Chosen) -> str:
    if way.rule is not None:
        return "rule-named" if way.rule.name else "rule"
    return "name" if way.name is not None else "told"


def _source(way: Chosen) -> str:
    if way.rule is None and way.name is not None:
        return way.name.uses[0].source
    return way.telling.kind if way.rule is None and way.telling is not None else ""


def _tenth(chance: float) -> int:
    return int(chance * 10)
