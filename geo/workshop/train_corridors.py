"""Learn the judge's weights: ``python -m geo.workshop.train_corridors GOLD.jsonl … [--lightly SENTENCES.jsonl …]``.

A passage is an object a line, ``{"text", "corridors": [{"start", "end", "name", "mode", "status", "directed",
"waypoints", "drawable"}]}``, as under ``tests/gold/corridors``. Files given with ``--lightly`` hold sentences made up
for a purpose; they count less. ``--across`` learns without each fifth of the passages in turn and says how well it does
on that fifth; the weights written are learned from all. ``--only state`` writes those of states anew and leaves the
others.

Every model is a logistic regression (ridge penalty), so the same passages give the same weights.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from geo.corridors import chooser
from geo.corridors.chooser import chance, choose_ways, judge, pairs_to_join, pool_of, read_weights
from geo.corridors.routes import MODES, STATES, as_routes
from geo.corridors.second import second_features
from geo.courses import Catalogue
from geo.errors import DataError
from geo.evaluation.corridor_passages import WayScores, score_ways
from geo.gazetteer import Gazetteer
from geo.workshop.corridor_lessons import (
    joins_label,
    kept_labels,
    lesson_of,
    name_label,
    named,
    passages,
    qualities,
    told_labels,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.model import Route
    from geo.workshop.corridor_lessons import Lesson

__all__ = ["Examples", "Fitting", "School", "Weights", "across", "as_found", "with_kinds", "written"]

LIGHT = 0.7  # weight of a made-up sentence
PENALTIES = {"way": 20.0, "ends": 20.0, "whole": 20.0, "name": 5.0, "joins": 5.0, "mode": 3.0, "state": 20.0,
             "kept": 3.0}  # fmt: skip
FEWEST = 3  # times a feature must be seen
SMALLEST = 0.03  # weights nearer to 0 change nothing
SMALLEST_OF_MODE = 0.05  # the same of a mode, which is said by thousands of words together
FOLDS = 5
PARTS = 3  # of the lessons; what the second look learns of one is what weights of the others say of it
HEAD = "# Weights of the judge of ways; python -m geo.workshop.train_corridors writes them. Model, feature, weight.\n"
Weights = dict[str, dict[str, float]]
Array = np.ndarray[Any, Any]


class Examples:
    """Things with features, each of a lesson; some of them right.

    Attributes
    ----------
    right
        For each whether it is right (0 or 1), below 0 where nobody asks.
    """

    def __init__(self) -> None:
        self.columns: dict[str, int] = {}
        self.cells: list[list[int]] = []
        self.labels: list[float] = []
        self.weights: list[float] = []
        self.lessons: list[int] = []

    def add(self, features: Iterable[str], lesson: int, weight: float, right: float | None = 0.0) -> None:
        """Add one."""
        columns = self.columns
        self.cells.append([columns.setdefault(feature, len(columns)) for feature in dict.fromkeys(features)])
        self.labels.append(-1.0 if right is None else float(right))
        self.weights.append(weight)
        self.lessons.append(lesson)

    def matrix(self) -> csr_matrix:
        """Return which has which feature."""
        ends = np.cumsum([0, *map(len, self.cells)])
        return csr_matrix((np.ones(ends[-1]), np.concatenate([*self.cells, []]).astype(int), ends),
                          shape=(len(self.cells), len(self.columns)))  # fmt: skip


class Fitting:
    """Models of the same examples, learned from some of the lessons: logistic regressions with a ridge penalty."""

    def __init__(self, examples: Examples) -> None:
        self.features = list(examples.columns)
        self.matrix = examples.matrix()
        self.right = np.array(examples.labels)
        self.weight = np.array(examples.weights)
        self.lesson = np.array(examples.lessons, dtype=int)

    def fit(self, lessons: Sequence[int], penalty: float, right: Array | None = None) -> dict[str, float]:
        """Learn from some lessons; return the weights worth keeping.

        Parameters
        ----------
        lessons
            Their numbers.
        penalty
            How strongly weights are held near 0.
        right
            What is right, where it is another question than the examples' own.
        """
        right = self.right if right is None else right
        rows = np.isin(self.lesson, np.asarray(lessons)) & (right >= 0)
        seen = np.asarray(self.matrix[rows].sum(axis=0)).ravel()
        columns = np.flatnonzero(seen >= FEWEST)
        columns = columns[np.argsort([self.features[i] for i in columns], kind="stable")]
        matrix, label, weight = self.matrix[rows][:, columns], right[rows], self.weight[rows]
        turned = matrix.T.tocsr()

        def loss(parameters: Array) -> tuple[float, Array]:
            score = matrix @ parameters[1:] + parameters[0]
            error = weight * (expit(score) - label)
            value = float(np.sum(weight * (np.logaddexp(0, score) - label * score)))
            value += penalty / 2 * float(parameters[1:] @ parameters[1:])
            return value, np.concatenate([[error.sum()], turned @ error + penalty * parameters[1:]])

        best = minimize(loss, np.zeros(len(columns) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
        kept = {self.features[i]: round(float(w), 3) for i, w in zip(columns, best[1:], strict=True)
                if abs(w) >= SMALLEST}  # fmt: skip
        return {chooser.BIAS: round(float(best[0]), 3), **kept}


class School:
    """All lessons, with what is learned from them prepared once.

    Parameters
    ----------
    lessons
        Passages with their gold.
    catalogue
        What is known of named ways.
    """

    def __init__(self, lessons: Sequence[Lesson], catalogue: Catalogue) -> None:
        self.lessons = lessons
        told, names, modes, states = Examples(), Examples(), Examples(), Examples()
        labels: list[tuple[float, float, float]] = []
        self.modes: list[str] = []
        self.states: list[str] = []
        for number, lesson in enumerate(lessons):
            for way in lesson.evidence.told:
                right = told_labels(lesson, way)
                told.add(way.features, number, lesson.weight)
                labels.append(
                    (-1.0, -1.0, -1.0) if right is None else (float(right[0]), float(right[1]), float(right[2]))
                )
            for name in lesson.evidence.names:
                names.add(name.features, number, lesson.weight, name_label(lesson, name))
            for each, of_mode, of_state in qualities(lesson, catalogue):
                modes.add(of_mode, number, lesson.weight)
                states.add(of_state, number, lesson.weight)
                self.modes.append(each["mode"])
                self.states.append(each["status"])
        self.labels = np.array(labels).T
        self.told, self.names = Fitting(told), Fitting(names)
        self.mode, self.state = Fitting(modes), Fitting(states)

    def learn(self, which: Sequence[int]) -> Weights:
        """Learn all models from some of the lessons.

        The first look has seen what it learned from, so the second look and what joins names and tellings learn from
        what weights of the other lessons say of each.

        Parameters
        ----------
        which
            Their numbers.

        Returns
        -------
        For each model, the weight of each feature.
        """
        found, _ = self.looks(which)
        return found | self._qualities(which)

    def without_second_look(self, which: Sequence[int]) -> Weights:
        """Learn the first look, modes and states from some of the lessons.

        Parameters
        ----------
        which
            Their numbers.
        """
        return self._first_look(which) | self._qualities(which)

    def _qualities(self, which: Sequence[int]) -> Weights:
        found: Weights = {}
        for kind, choices, taught, right in (
            ("mode", MODES, self.mode, self.modes),
            ("state", STATES, self.state, self.states),
        ):
            for choice in choices:
                label = np.array([float(each == choice) for each in right])
                found[f"{kind} {choice}"] = taught.fit(which, PENALTIES[kind], label)
        for model in [name for name in found if name.startswith("mode ")]:
            found[model] = {f: w for f, w in found[model].items() if f == chooser.BIAS or abs(w) >= SMALLEST_OF_MODE}
        return found

    def looks(self, which: Sequence[int]) -> tuple[Weights, dict[int, Weights]]:
        """Learn which names and tellings are ways, from some of the lessons.

        Parameters
        ----------
        which
            Their numbers.

        Returns
        -------
        The weights of both looks, and for each lesson weights of which the first look has not seen it.
        """
        found = self._first_look(which)
        others = [self._first_look([n for i, n in enumerate(which) if i % PARTS != part]) for part in range(PARTS)]
        unseen = {number: others[i % PARTS] for i, number in enumerate(which)}
        found["joins"] = self._joins(which, unseen)
        found["kept"] = self._second_look(which, unseen, found["joins"])
        later = {"joins": found["joins"], "kept": found["kept"]}
        return found, {number: {**known, **later} for number, known in unseen.items()}

    def _first_look(self, which: Sequence[int]) -> Weights:
        found = {
            model: self.told.fit(which, PENALTIES[model], label)
            for model, label in zip(("way", "ends", "whole"), self.labels, strict=True)
        }
        found["name"] = self.names.fit(which, PENALTIES["name"])
        return found

    def _joins(self, which: Sequence[int], unseen: Mapping[int, Weights]) -> dict[str, float]:
        pairs = Examples()
        for number in which:
            lesson = self.lessons[number]
            ends = [chance(way.features, unseen[number]["ends"]) for way in lesson.evidence.told]
            for (n, t), features in pairs_to_join(lesson.evidence, ends):
                right = joins_label(lesson, lesson.evidence.names[n], lesson.evidence.told[t])
                pairs.add(features, number, lesson.weight, right)
        return Fitting(pairs).fit(which, PENALTIES["joins"])

    def _second_look(
        self, which: Sequence[int], unseen: Mapping[int, Weights], joins: Mapping[str, float]
    ) -> dict[str, float]:
        ways = Examples()
        for number in which:
            lesson = self.lessons[number]
            odds = judge(lesson.evidence, {**unseen[number], "joins": joins})
            pool = pool_of(lesson.evidence, odds, chooser.WIDE)
            labels = kept_labels(lesson, pool)
            for features, right in zip(second_features(pool, lesson.evidence, odds), labels, strict=True):
                ways.add(features, number, lesson.weight, right)
        return Fitting(ways).fit(which, PENALTIES["kept"])


def as_found(routes: Iterable[Route]) -> dict[str, list[dict[str, Any]]]:
    """Return routes as ``corridors geoparse`` writes them."""
    return {
        "corridors": [
            {
                "start": route.mention.start,
                "end": route.mention.end,
                "phrase": route.mention.phrase,
                "name": route.name,
                "mode": route.mode,
                "status": route.status,
                "directed": route.directed,
                "waypoints": list(route.waypoints),
            }
            for route in routes
        ]
    }


def across(lessons: Sequence[Lesson], light: Sequence[Lesson], gazetteer: Gazetteer, catalogue: Catalogue) -> WayScores:
    """Score every passage by weights learned without its fifth."""
    order = list(range(len(lessons)))
    Random(1).shuffle(order)
    made_up = range(len(lessons), len(lessons) + len(light))
    school = School([*lessons, *light], catalogue)
    answers: dict[int, dict[str, list[dict[str, Any]]]] = {}
    for fold in range(FOLDS):
        known = school.learn([*(n for i, n in enumerate(order) if i % FOLDS != fold), *made_up])
        for number in order[fold::FOLDS]:
            evidence = lessons[number].evidence
            ways = choose_ways(evidence, judge(evidence, known), known)
            answers[number] = as_found(as_routes(ways, evidence, gazetteer, catalogue, known))
    gold = [{"id": each.id, "corridors": each.gold} for each in lessons]
    return score_ways(gold, [answers[number] for number in range(len(lessons))])


def written(found: Weights, head: str = HEAD) -> str:
    """Return weights as the text of the file they are kept in, which begins with what it is."""
    lines = [f"{model}\t{name}\t{value:g}\n" for model in sorted(found) for name, value in sorted(found[model].items())]
    return head + "".join(lines)


def with_kinds(known: Weights, learned: Weights, kinds: Iterable[str]) -> Weights:
    """Return weights of which those of some kinds of models are what was learned, all others as they were.

    Parameters
    ----------
    known, learned
        For each model, the weight of each feature.
    kinds
        First words of models' names.

    Raises
    ------
    DataError
        If no model is of a kind.

    Examples
    --------
    >>> with_kinds({"way": {"a": 1.0}, "state closed": {"b": 1.0}}, {"state closed": {"b": 2.0}}, ["state"])
    {'way': {'a': 1.0}, 'state closed': {'b': 2.0}}
    """
    wanted, there = tuple(kinds), sorted({model.split()[0] for model in learned})
    for kind in wanted:
        if kind not in there:
            raise DataError(f"--only {kind}: no such kind of model; there are {', '.join(there)}")
    kept = {model: weights for model, weights in known.items() if model.split()[0] not in wanted}
    return kept | {model: weights for model, weights in learned.items() if model.split()[0] in wanted}


def main() -> None:
    """Learn from the files named on the command line."""
    arguments = named(__doc__, chooser.FILE)
    gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    lessons = [lesson_of(each, gazetteer, catalogue) for each in passages(arguments.gold)]
    light = [lesson_of(each, gazetteer, catalogue, LIGHT) for each in passages(arguments.lightly)]
    if arguments.across:
        print(across(lessons, light, gazetteer, catalogue).as_dict())
    school = School([*lessons, *light], catalogue)
    learned = school.learn(range(len(lessons) + len(light)))
    if arguments.only:
        learned = with_kinds(read_weights(arguments.output.read_text(encoding="utf-8")), learned, arguments.only)
    arguments.output.write_text(written(learned), encoding="utf-8")


if __name__ == "__main__":
    main()
