"""Learn the judge's weights: ``python -m geo.workshop.train_corridors GOLD.jsonl … [--lightly SENTENCES.jsonl …]``.

A passage is an object a line, ``{"text", "corridors": [{"start", "end", "name", "mode", "status", "directed",
"waypoints", "drawable"}]}``, as under ``tests/gold/corridors``. Files given with ``--lightly`` hold sentences made up
for a purpose; they count less. ``--across`` learns without each fifth of the passages in turn and says how well it does
on that fifth; the weights written are learned from all.

Every model is a logistic regression (ridge penalty), so the same passages give the same weights.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from geo.corridors import chooser
from geo.corridors.chooser import chance, choose_ways, judge, pairs_to_join
from geo.corridors.evidence import gather_evidence
from geo.corridors.findings import look
from geo.corridors.qualities import mode_features, state_features
from geo.corridors.routes import MODES, STATES, as_routes
from geo.corridors.rules import around, read_by_rules
from geo.corridors.status import status_of
from geo.courses import Catalogue
from geo.evaluation.ways import WayScores, ends_agree, key, meet, score_ways, whole_agrees
from geo.gazetteer import Gazetteer
from geo.model import Mention
from geo.reading import document as as_document
from geo.reading.sentences import sentence_at
from geo.recognition import recognise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.corridors.evidence import Evidence, NamedWay, ToldWay
    from geo.model import Route

__all__ = ["Lesson", "learn", "lesson_of"]

LIGHT = 0.7  # weight of a made-up sentence
PENALTIES = {"way": 20.0, "ends": 20.0, "whole": 20.0, "name": 5.0, "joins": 5.0, "mode": 3.0, "state": 5.0}
FEWEST = 3  # times a feature must be seen
SMALLEST = 0.03  # weights nearer to 0 change nothing
FOLDS = 5
TELLING_LETTERS = 5  # a shorter name says too little
OWN_WORDS = 2.5  # a name that is a told way's phrase for the most part is that way's name
Weights = dict[str, dict[str, float]]
Example = tuple[list[str] | tuple[str, ...], float, float]
"""Features, whether right (0 or 1), weight."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A passage, what it offers, and its gold."""

    id: str
    evidence: Evidence
    gold: Sequence[Mapping[str, Any]]
    weight: float


def lesson_of(passage: Mapping[str, Any], gazetteer: Gazetteer, catalogue: Catalogue, weight: float = 1.0) -> Lesson:
    """Read a passage of gold."""
    document = as_document(passage["text"])
    mentions = recognise(document, gazetteer)
    findings = look(document, mentions, gazetteer, catalogue)
    votes = read_by_rules(findings, gazetteer, catalogue)
    actors = [mention.start for mention in mentions if mention.role == "associative"]
    evidence = gather_evidence(findings, gazetteer, votes, actors)
    return Lesson(str(passage["id"]), evidence, passage["corridors"], weight)


def _span(evidence: Evidence, first: int, last: int) -> dict[str, Any]:
    return {"start": evidence.tokens.starts[first], "end": evidence.tokens.ends[last - 1], "mode": "multimodal"}


def _told_labels(lesson: Lesson, way: ToldWay) -> tuple[bool, bool, bool] | None:
    """Tell whether a telling is of a way of the gold, has its ends, has all its stops; ``None`` where nobody asks."""
    proposal = way.proposal
    found = {**_span(lesson.evidence, proposal.first, proposal.last), "waypoints": list(proposal.names)}
    stops = {key(name) for name in proposal.names}
    detected = ends = whole = neutral = False
    for each in lesson.gold:
        if not each.get("drawable", True):
            neutral |= meet(each, found)
            continue
        unnamed = {**each, "name": None}
        its = {key(name) for name in each["waypoints"]}
        detected |= meet(each, found) and (bool(stops & its) or not its)
        ends |= ends_agree(unnamed, found)
        whole |= whole_agrees(unnamed, found)
    if neutral and not ends:
        return None
    return detected or ends, ends, whole


def _name_label(lesson: Lesson, way: NamedWay) -> bool | None:
    """Tell whether a name is that of a way of the gold; ``None`` where it is another name of one."""
    other = False
    for use in way.uses:
        found = _span(lesson.evidence, use.first, use.last)
        phrase = lesson.evidence.document.text[found["start"] : found["end"]]
        for each in lesson.gold:
            if meet(each, found):
                long = each["end"] - each["start"] >= OWN_WORDS * (found["end"] - found["start"])
                if each.get("drawable", True) and (each.get("name") or not long):
                    return True
                other = True
            elif (
                each.get("name")
                and len(key(phrase)) >= TELLING_LETTERS
                and (key(phrase) in key(each["name"]) or key(each["name"]) in key(phrase))
            ) or (len(use.stops) > 1 and ends_agree({**each, "name": None}, {**found, "waypoints": list(use.stops)})):
                other = True
    return None if other else False


def _joins_label(lesson: Lesson, name: NamedWay, told: ToldWay) -> bool:
    found = {**_span(lesson.evidence, told.proposal.first, told.proposal.last), "waypoints": list(told.proposal.names)}
    spans = [_span(lesson.evidence, use.first, use.last) for use in name.uses]
    return any(
        each.get("name")
        and any(meet(each, span) for span in spans)
        and ends_agree({**each, "name": None, "mode": "multimodal"}, found)
        for each in lesson.gold
    )


def _qualities(lesson: Lesson, catalogue: Catalogue) -> Iterable[tuple[Mapping[str, Any], list[str], list[str]]]:
    """Yield each way of the gold with the features of its mode and of its state."""
    evidence = lesson.evidence
    tokens, document = evidence.tokens, evidence.document
    for each in lesson.gold:
        if not each.get("drawable", True):
            continue
        first = int(np.searchsorted(tokens.starts, each["start"]))
        last = max(first + 1, int(np.searchsorted(tokens.starts, each["end"])))
        mention = Mention(each["start"], each["end"], document.text[each["start"] : each["end"]],
                          sentence_at(document.sentences, each["start"]))  # fmt: skip
        bounds = evidence.bounds[mention.sentence]
        entry = catalogue.named(each["name"]) if each.get("name") else None
        sentence, at = around(mention, document)
        vote = status_of(sentence, at=at, catalogued=entry.status if entry else None)
        yield (
            each,
            mode_features(first, last, bounds, tokens, entry, ()),
            state_features(first, last, bounds, tokens, entry, named=bool(each.get("name")), vote=vote),
        )


def fit(examples: Sequence[Example], penalty: float) -> dict[str, float]:
    """Fit a logistic regression with a ridge penalty; return the weights worth keeping.

    Parameters
    ----------
    examples
        Features, whether right (0 or 1), and weight.
    penalty
        How strongly weights are held near 0.
    """
    counts = Counter(feature for features, _, _ in examples for feature in dict.fromkeys(features))
    columns = {feature: i for i, feature in enumerate(sorted(f for f, n in counts.items() if n >= FEWEST))}
    rows, cols = [], []
    for row, (features, _, _) in enumerate(examples):
        for feature in dict.fromkeys(features):
            column = columns.get(feature)
            if column is not None:
                rows.append(row)
                cols.append(column)
    matrix = csr_matrix((np.ones(len(rows)), (rows, cols)), shape=(len(examples), len(columns)))
    right = np.array([label for _, label, _ in examples], dtype=float)
    weight = np.array([each for _, _, each in examples], dtype=float)

    def loss(parameters: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        score = matrix @ parameters[1:] + parameters[0]
        error = weight * (expit(score) - right)
        value = float(np.sum(weight * (np.logaddexp(0, score) - right * score)))
        value += penalty / 2 * float(parameters[1:] @ parameters[1:])
        return value, np.concatenate([[error.sum()], matrix.T @ error + penalty * parameters[1:]])

    best = minimize(loss, np.zeros(len(columns) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    kept = {feature: round(float(best[i + 1]), 3) for feature, i in columns.items() if abs(best[i + 1]) >= SMALLEST}
    return {chooser.BIAS: round(float(best[0]), 3), **kept}


def learn(lessons: Sequence[Lesson], catalogue: Catalogue) -> Weights:
    """Learn all models.

    Parameters
    ----------
    lessons
        Passages with their gold.
    catalogue
        What is known of named ways.

    Returns
    -------
    For each model, the weight of each feature.
    """
    told: dict[str, list[Example]] = {"way": [], "ends": [], "whole": []}
    names: list[Example] = []
    modes: list[tuple[str, list[str], float]] = []
    states: list[tuple[str, list[str], float]] = []
    for lesson in lessons:
        for way in lesson.evidence.told:
            labels = _told_labels(lesson, way)
            if labels is not None:
                for model, label in zip(told, labels, strict=True):
                    told[model].append((way.features, float(label), lesson.weight))
        for name in lesson.evidence.names:
            is_name = _name_label(lesson, name)
            if is_name is not None:
                names.append((name.features, float(is_name), lesson.weight))
        for each, of_mode, of_state in _qualities(lesson, catalogue):
            modes.append((each["mode"], of_mode, lesson.weight))
            states.append((each["status"], of_state, lesson.weight))
    found = {model: fit(examples, PENALTIES[model]) for model, examples in told.items()}
    found["name"] = fit(names, PENALTIES["name"])
    found["joins"] = fit(_joins(lessons), PENALTIES["joins"])
    for kind, choices, examples in (("mode", MODES, modes), ("state", STATES, states)):
        for choice in choices:
            found[f"{kind} {choice}"] = fit(
                [(features, float(right == choice), weight) for right, features, weight in examples], PENALTIES[kind]
            )
    return found


def _joins(lessons: Sequence[Lesson]) -> list[Example]:
    """Return pairs of name and telling, judged by weights learned from the other half of the passages."""
    examples: list[Example] = []
    halves = lessons[::2], lessons[1::2]
    for here, there in (halves, halves[::-1]):
        known = fit(
            [
                (way.features, float(labels[1]), lesson.weight)
                for lesson in there
                for way in lesson.evidence.told
                if (labels := _told_labels(lesson, way)) is not None
            ],
            PENALTIES["ends"],
        )
        for lesson in here:
            ends = [chance(way.features, known) for way in lesson.evidence.told]
            for (n, t), features in pairs_to_join(lesson.evidence, ends):
                label = _joins_label(lesson, lesson.evidence.names[n], lesson.evidence.told[t])
                examples.append((features, float(label), lesson.weight))
    return examples


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
    order = list(lessons)
    Random(1).shuffle(order)  # noqa: S311 - the same folds each time
    answers: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for fold in range(FOLDS):
        known = learn([each for i, each in enumerate(order) if i % FOLDS != fold] + list(light), catalogue)
        for lesson in order[fold::FOLDS]:
            ways = choose_ways(lesson.evidence, judge(lesson.evidence, known))
            answers[lesson.id] = as_found(as_routes(ways, lesson.evidence, gazetteer, catalogue, known))
    gold = [{"id": each.id, "corridors": each.gold} for each in lessons]
    return score_ways(gold, [answers[each.id] for each in lessons])


def written(found: Weights) -> str:
    """Return weights as the text of the file they are kept in."""
    head = (
        "# Weights of the judge of ways; python -m geo.workshop.train_corridors writes them. Model, feature, weight.\n"
    )
    lines = [f"{model}\t{name}\t{value:g}\n" for model in sorted(found) for name, value in sorted(found[model].items())]
    return head + "".join(lines)


def _read(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]


def main() -> None:
    """Learn from the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--lightly", nargs="*", type=Path, default=[])
    parser.add_argument("--across", action="store_true")
    parser.add_argument("--output", type=Path, default=Path(__file__).parents[1] / "data" / chooser.FILE)
    arguments = parser.parse_args()
    gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    lessons = [lesson_of(each, gazetteer, catalogue) for each in _read(arguments.gold)]
    light = [lesson_of(each, gazetteer, catalogue, LIGHT) for each in _read(arguments.lightly)]
    if arguments.across:
        print(across(lessons, light, gazetteer, catalogue).as_dict())
    arguments.output.write_text(written(learn([*lessons, *light], catalogue)), encoding="utf-8")


if __name__ == "__main__":
    main()
