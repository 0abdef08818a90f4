"""Learn what fills the stops of named ways: ``python -m geo.workshop.train_stops GOLD.jsonl … [--lightly FILE …]``.

Passages are those of :mod:`geo.workshop.train_corridors`; files given with ``--lightly`` count less. What the judge of
ways says of each passage comes from weights that have not seen it, so that here is learned what helps on texts that
nobody has seen. ``--across`` learns without each third of the passages in turn and says how well all is then found,
first without and then with the stops filled in.

The same passages give the same weights.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from geo.corridors import stops
from geo.corridors.chooser import chance, choose_ways, judge
from geo.corridors.routes import as_routes
from geo.corridors.stop_candidates import Company, reach_of
from geo.corridors.stop_features import end_features, pair_features
from geo.corridors.stops import fill_stops, likely_pairs
from geo.corridors.via_features import via_features
from geo.courses import Catalogue
from geo.evaluation.corridor_passages import key, score_ways
from geo.gazetteer import Gazetteer
from geo.workshop.corridor_lessons import lesson_of, named, passages
from geo.workshop.train_corridors import Examples, Fitting, School, as_found, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.corridors.chooser import Chosen, Odds
    from geo.corridors.stop_candidates import Reach
    from geo.evaluation.corridor_passages import WayScores
    from geo.workshop.corridor_lessons import Lesson

__all__ = ["Case", "Class", "StopSchool", "across", "cases_of"]

LIGHT = 0.5  # weight of a passage given with --lightly
EASY = 0.3  # of a pair of ends that the first look has found already
UNNAMED = 0.6  # of a via of a way without a name, from which is learned too how vias are told
PENALTIES = {"end": 20.0, "pair": 20.0, "via": 20.0}
WEIGHED = 7  # places of which each two are learned from, more than are weighed later
PARTS = FOLDS = 3
TWO = 2
Weights = dict[str, dict[str, float]]
HEAD = "# Weights of the stops of named ways; python -m geo.workshop.train_stops writes them. Model, feature, weight.\n"


@dataclass(frozen=True, slots=True)
class Case:
    """A way of the gold with the places in reach of it.

    Attributes
    ----------
    stops
        What the gold says it passes, folded for comparison.
    named
        Whether it has a name.
    easy
        Whether the first look gives it stops.
    lesson
        The number of its passage.
    weight
        How much it counts.
    """

    reach: Reach
    stops: tuple[str, ...]
    named: bool
    easy: bool
    lesson: int
    weight: float


def cases_of(
    number: int, lesson: Lesson, odds: Odds, ways: Sequence[Chosen], catalogue: Catalogue, gazetteer: Gazetteer
) -> Iterable[Case]:
    """Yield the ways of a passage that are learned from.

    Parameters
    ----------
    number, lesson
        The passage.
    odds, ways
        What the judge says of it, and which ways it takes.
    catalogue, gazetteer
        What is known of named ways, and of places.
    """
    evidence = lesson.evidence
    company = Company.of(ways, evidence, odds)
    for each in lesson.gold:
        told = tuple(folded for stop in each["waypoints"] if (folded := key(stop)))
        if not each.get("drawable", True) or not (each.get("name") or len(told) >= TWO):
            continue
        first = max(0, bisect_left(evidence.tokens.ends, each["start"] + 1))
        last = bisect_left(evidence.tokens.starts, each["end"])
        if first >= last:
            continue
        entry = catalogue.named(each["name"]) if each.get("name") else None
        reach = reach_of(
            [(first, last)], each["mode"], entry, evidence=evidence, odds=odds, company=company, gazetteer=gazetteer
        )
        easy = any(ways[way].stops for way in reach.own)
        yield Case(reach, told, bool(each.get("name")), easy, number, lesson.weight)


class StopSchool:
    """All ways to learn from, with what is learned from them prepared once.

    Parameters
    ----------
    cases
        As :func:`cases_of` gives them.
    gazetteer
        Tells kinds of places and where they lie.
    """

    def __init__(self, cases: Sequence[Case], gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.named = [case for case in cases if case.named]
        self.features = [end_features(case.reach, gazetteer) for case in self.named]
        ends, vias = Examples(), Examples()
        for case, found in zip(self.named, self.features, strict=True):
            for place, features in found.items():
                right = bool(case.stops) and key(case.reach.name(place)) in (case.stops[0], case.stops[-1])
                ends.add(features, case.lesson, case.weight, right)
        for case in cases:
            self._add_vias(case, vias)
        self.ends, self.vias = Fitting(ends), Fitting(vias)

    def _add_vias(self, case: Case, vias: Examples) -> None:
        """Add what may be passed between the ends that the gold gives."""
        by_key = {key(case.reach.name(place)): place for place in case.reach.places}
        if len(case.stops) < TWO or not {case.stops[0], case.stops[-1]} <= by_key.keys():
            return
        pair = (by_key[case.stops[0]], by_key[case.stops[-1]])
        if pair[0] == pair[1]:
            return
        stretch = stops.stretch_of(pair, case.reach)
        weight = case.weight * (1.0 if case.named else UNNAMED)
        for place, features in via_features(case.reach, stretch, self.gazetteer, named=case.named).items():
            vias.add(features, case.lesson, weight, key(case.reach.name(place)) in case.stops[1:-1])

    def learn(self, which: Sequence[int]) -> Weights:
        """Learn all models from some of the passages.

        Parameters
        ----------
        which
            Their numbers.

        Returns
        -------
        For each model, the weight of each feature.
        """
        found = {"end": self.ends.fit(which, PENALTIES["end"])}
        parts = {number: i % PARTS for i, number in enumerate(sorted(which))}
        unseen = [self.ends.fit([n for n in which if parts[n] != part], PENALTIES["end"]) for part in range(PARTS)]
        pairs = Examples()
        for case, features in zip(self.named, self.features, strict=True):
            if case.lesson not in parts:
                continue
            known = unseen[parts[case.lesson]]
            ends = {place: chance(each, known) for place, each in features.items()}
            right = {case.stops[0], case.stops[-1]} if len(case.stops) >= TWO else None
            weight = case.weight * (EASY if case.easy else 1.0)
            for pair in likely_pairs(ends, WEIGHED):
                said = {key(case.reach.name(place)) for place in pair}
                pairs.add(pair_features(pair, ends, case.reach, self.gazetteer), case.lesson, weight, said == right)
        found["pair"] = Fitting(pairs).fit(which, PENALTIES["pair"])
        found["via"] = self.vias.fit(which, PENALTIES["via"])
        return found


class Class:
    """Passages to learn from, with the judge of ways that is learned from them."""

    def __init__(self, lessons: Sequence[Lesson], gazetteer: Gazetteer, catalogue: Catalogue) -> None:
        self.lessons, self.gazetteer, self.catalogue = lessons, gazetteer, catalogue
        self.school = School(lessons, catalogue)

    def learn(self, which: Sequence[int]) -> tuple[Weights, Weights]:
        """Return the judge's weights and those that fill stops, learned from some of the passages."""
        found, unseen = self.school.looks(which)
        cases: list[Case] = []
        for number in which:
            lesson = self.lessons[number]
            odds = judge(lesson.evidence, unseen[number])
            ways = choose_ways(lesson.evidence, odds, unseen[number])
            cases += cases_of(number, lesson, odds, ways, self.catalogue, self.gazetteer)
        return found, StopSchool(cases, self.gazetteer).learn(which)


def across(taught: Class, number: int) -> tuple[WayScores, WayScores]:
    """Score the first passages by weights learned without their third: as they are, and with stops filled in."""
    order = list(range(number))
    Random(1).shuffle(order)
    always = range(number, len(taught.lessons))
    before: dict[int, Any] = {}
    after: dict[int, Any] = {}
    for fold in range(FOLDS):
        known, filling = taught.learn([*(n for i, n in enumerate(order) if i % FOLDS != fold), *always])
        for n in order[fold::FOLDS]:
            evidence = taught.lessons[n].evidence
            odds = judge(evidence, known)
            ways = choose_ways(evidence, odds, known)
            filled = fill_stops(ways, evidence, odds, filling, taught.gazetteer)
            for answers, found in ((before, ways), (after, filled)):
                answers[n] = as_found(as_routes(found, evidence, taught.gazetteer, taught.catalogue, known))
    gold = [{"id": each.id, "corridors": each.gold} for each in taught.lessons[:number]]
    scored = [score_ways(gold, [answers[n] for n in range(number)]) for answers in (before, after)]
    return scored[0], scored[1]


def main() -> None:
    """Learn from the files named on the command line."""
    arguments = named(__doc__, stops.FILE)
    gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    gold = passages(arguments.gold)
    lessons = [lesson_of(each, gazetteer, catalogue) for each in gold]
    lessons += [lesson_of(each, gazetteer, catalogue, LIGHT) for each in passages(arguments.lightly)]
    taught = Class(lessons, gazetteer, catalogue)
    if arguments.across:
        for scores in across(taught, len(gold)):
            print(scores.as_dict())
    arguments.output.write_text(written(taught.learn(range(len(lessons)))[1], HEAD), encoding="utf-8")


if __name__ == "__main__":
    main()
