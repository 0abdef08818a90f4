"""Weigh the encoder's voice: ``python -m geo.workshop.train_second_voice GOLD.jsonl …``.

The passages were seen by neither voice: the encoder was bent by others (:mod:`geo.workshop.train_way_reader`), the
judge learned from others (:mod:`geo.workshop.train_corridors`), and both are weighed as they are shipped. From what
they say come the weights of each, and the second look at what is taken. ``--across`` says how well all that does on
each third, with a second look learned from the other two; ``--only state mode`` leaves all other weights as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_softmax

from geo.corridors import chooser, second_voice
from geo.corridors.chooser import choose_ways, judge, log_odds, pool_of, weights
from geo.corridors.routes import as_routes
from geo.corridors.second import second_features
from geo.corridors.second_voice import (
    JURY,
    STOPS,
    TOLD,
    Voice,
    catalogue_says,
    clues_of,
    log_odds_of,
    sentence_of,
    telling_of,
    uses_of,
    voice_weights,
)
from geo.corridors.stops import end_chances, fill_stops, stop_weights, stretch_of, via_chances
from geo.courses import Catalogue
from geo.encoder.mode_and_status import MODES, STATES
from geo.encoder.way_reader import WayReader
from geo.evaluation.corridor_passages import key, score_ways
from geo.gazetteer import Gazetteer
from geo.workshop.corridor_lessons import kept_labels, lesson_of, name_label, named, passages, qualities, told_labels
from geo.workshop.train_corridors import Examples, Fitting, as_found, written
from geo.workshop.train_stops import cases_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.corridors.chooser import Odds
    from geo.encoder.way_reader import WaySense
    from geo.evaluation.corridor_passages import WayScores
    from geo.workshop.corridor_lessons import Lesson
    from geo.workshop.train_corridors import Weights
    from geo.workshop.train_stops import Case

__all__ = ["Heard", "across", "heard", "learned_from", "second_look", "stop_questions", "together"]

PARTS = 3
PENALTY, PENALTY_OF_KEPT, PENALTY_OF_START = 1.0, 10.0, 5.0
DIGITS = 3
CLUES = {
    "way": ("judge way", "encoder way", "encoder ends"),
    "ends": ("judge way", "judge ends", "encoder way", "encoder ends"),
    "whole": ("judge ends", "judge whole", "encoder ends", "encoder whole"),
    "name": ("judge name", "encoder name"),
    "offered": ("encoder tag", "encoder name"),
    "end": ("judge end", "encoder end"),
    "via": ("judge via", "encoder via"),
}
"""What is heard for each question; more of it told nothing more."""
HEAD = (
    "# How much judge and encoder count beside each other, and the second look at what both say; "
    "python -m geo.workshop.train_second_voice writes them. Model, feature, weight.\n"
)
Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """A passage with what both voices say of it.

    Attributes
    ----------
    lesson, known
        The passage, and the judge's weights.
    odds, sense
        What that judge says, and the encoder's sense of it.
    """

    lesson: Lesson
    known: Mapping[str, Mapping[str, float]]
    odds: Odds
    sense: WaySense


def heard(lessons: Sequence[Lesson], reader: WayReader) -> list[Heard]:
    """Let both voices speak of passages that neither has seen.

    Parameters
    ----------
    lessons
        Those passages.
    reader
        The encoder.
    """
    known, found = weights(), []
    for lesson in lessons:
        document = lesson.evidence.document
        sense = reader.read(document, [(0, len(document.text))])
        found.append(Heard(lesson, known, judge(lesson.evidence, known), sense))
    return found


def _questions(kind: str, passages: Sequence[Heard]) -> Iterator[tuple[dict[str, float], float]]:
    """Yield what is heard of each telling or name, and whether it is right."""
    for each in passages:
        evidence, odds = each.lesson.evidence, each.odds
        if kind == "offered":
            voice, offered = Voice(evidence, each.sense, {}).with_offered()
            for name, clues in zip(voice.evidence.names[len(evidence.names) :], offered, strict=True):
                label = name_label(each.lesson, name)
                if label is not None:
                    yield clues, float(label)
            continue
        if kind == "name":
            for name, surety in zip(evidence.names, odds.names, strict=True):
                label = name_label(each.lesson, name)
                if label is not None:
                    said = float(each.sense.named(*uses_of(name, evidence)).mean())
                    yield {"judge name": log_odds_of(surety), "encoder name": said}, float(label)
            continue
        told = each.sense.told([telling_of(way, evidence) for way in evidence.told]) if evidence.told else ()
        for number, (way, said) in enumerate(zip(evidence.told, told, strict=True)):
            labels = told_labels(each.lesson, way)
            if labels is not None:
                judged = (odds.ways[number], odds.ends[number], odds.wholes[number])
                yield clues_of(judged, said), float(labels[TOLD.index(kind)])


def stop_questions(
    passages: Sequence[Heard], learned: Weights, gazetteer: Gazetteer, catalogue: Catalogue
) -> dict[str, list[tuple[dict[str, float], float]]]:
    """Return what is heard of each place beside a way of the gold, and whether it is its end, or passed by it.

    Parameters
    ----------
    passages
        With what both say of them.
    learned
        How much either counts for what is a way.
    gazetteer, catalogue
        As for :func:`geo.corridors.find_corridors`.

    Returns
    -------
    For each of :data:`geo.corridors.second_voice.STOPS`.
    """
    found: dict[str, list[tuple[dict[str, float], float]]] = {kind: [] for kind in STOPS}
    for number, each in enumerate(passages):
        voice, odds = together(each, learned)
        lesson = replace(each.lesson, evidence=voice.evidence)
        ways = pool_of(lesson.evidence, odds, second_voice.FIRST)
        for case in cases_of(number, lesson, odds, ways, catalogue, gazetteer):
            for kind, judged, right in _judged(case, gazetteer):
                for place, heard in voice.stops_heard(kind, judged, case.reach).items():
                    clues = {f"judge {kind}": log_odds_of(judged[place]), f"encoder {kind}": heard}
                    found[kind].append((clues, float(key(case.reach.name(place)) in right)))
    return found


def _judged(case: Case, gazetteer: Gazetteer) -> Iterator[tuple[str, dict[str, float], set[str]]]:
    """Yield for each question what the judge says of each place, and the names of those of which it is true."""
    reach, stops, known = case.reach, case.stops, stop_weights()
    if case.named and not case.easy:
        yield "end", end_chances(reach, known, gazetteer), {*stops[:1], *stops[-1:]}
    places = {key(reach.name(place)): place for place in reach.places}
    if len(stops) > 1 and stops[0] != stops[-1] and {stops[0], stops[-1]} <= places.keys():
        stretch = stretch_of((places[stops[0]], places[stops[-1]]), reach)
        yield "via", via_chances(reach, stretch, known, gazetteer, named=case.named), set(stops[1:-1])


def learned_from(
    passages: Sequence[Heard],
    gazetteer: Gazetteer,
    catalogue: Catalogue,
) -> Weights:
    """Learn how much either voice counts for each question.

    Parameters
    ----------
    passages
        With what both say of them.
    gazetteer, catalogue
        As for :func:`geo.corridors.find_corridors`.
    """
    found = {kind: _fitted(kind, list(_questions(kind, passages))) for kind in CLUES if kind not in STOPS}
    told = [(each, *way) for each in passages for way in qualities(each.lesson, catalogue)]
    found["state"] = _jury(told, "state", STATES)
    found["mode"] = _jury(told, "mode", MODES)
    asked = stop_questions(passages, found, gazetteer, catalogue)
    return found | {kind: _fitted(kind, questions) for kind, questions in asked.items()}


def _fitted(kind: str, questions: Sequence[tuple[Mapping[str, float], float]]) -> dict[str, float]:
    given = np.array([[1.0, *(clues[clue] for clue in CLUES[kind])] for clues, _ in questions])
    given = given.reshape(-1, 1 + len(CLUES[kind]))  # where nobody asks, too
    right = np.array([label for _, label in questions])

    def loss(factors: Array) -> tuple[float, Array]:
        score = given @ factors
        held = PENALTY * np.r_[0.0, factors[1:]]
        value = float(np.sum(np.logaddexp(0, score) - right * score) + held @ factors / 2)
        return value, given.T @ (expit(score) - right) + held

    best = minimize(loss, np.zeros(given.shape[1]), jac=True, method="L-BFGS-B").x
    return {name: round(float(factor), DIGITS) for name, factor in zip((chooser.BIAS, *CLUES[kind]), best, strict=True)}


def _jury(told: Sequence[tuple[Any, ...]], kind: str, choices: Sequence[str]) -> dict[str, float]:
    """Return how much counts what is said of each choice, by name: see :data:`JURY`; and what each starts with."""
    clues, right = [], []
    for each, way, of_mode, of_state in told:
        extent = (way["start"], way["end"])
        states, modes = each.sense.described([extent], [sentence_of(extent[0], each.lesson.evidence.document)])
        features, said = (of_state, states) if kind == "state" else (of_mode, modes)
        odds = [log_odds(features, each.known.get(f"{kind} {choice}", {})) for choice in choices]
        clues.append(list(zip(odds, said[0], catalogue_says(features, choices), strict=True)))
        right.append(choices.index(way["status" if kind == "state" else "mode"]))
    given, rows, names = np.array(clues), np.arange(len(right)), JURY
    held = np.r_[np.full(len(names), PENALTY), np.full(len(choices), PENALTY_OF_START)]

    def loss(factors: Array) -> float:
        scores = given @ factors[: len(names)] + factors[len(names) :]
        lost = -float(log_softmax(scores, axis=1)[rows, right].sum())
        return lost + float(held @ (factors - begin) ** 2) / 2

    begin = np.r_[0.5, 1.0, np.zeros(len(names) - 2 + len(choices))]
    best = minimize(loss, begin, method="L-BFGS-B").x
    return {name: round(float(factor), DIGITS) for name, factor in zip((*names, *choices), best, strict=True)}


def together(passage: Heard, learned: Weights) -> tuple[Voice, Odds]:
    """Return the voice of the encoder in a passage, and what both say.

    Parameters
    ----------
    passage
        With what each says.
    learned
        How much either counts, as :func:`learned_from` gives it.
    """
    return Voice(passage.lesson.evidence, passage.sense, learned).beside(passage.odds)


def second_look(passages: Sequence[Heard], learned: Weights) -> Fitting:
    """Return what the second look learns from: each way that is taken, and whether it answers for one of the gold.

    Parameters
    ----------
    passages, learned
        As for :func:`together`.
    """
    ways = Examples()
    for number, each in enumerate(passages):
        voice, odds = together(each, learned)
        pool = pool_of(voice.evidence, odds, chooser.WIDE)
        labels = kept_labels(replace(each.lesson, evidence=voice.evidence), pool)
        for features, right in zip(second_features(pool, voice.evidence, odds), labels, strict=True):
            ways.add(features, number, each.lesson.weight, right)
    return Fitting(ways)


def across(passages: Sequence[Heard], learned: Weights, gazetteer: Gazetteer, catalogue: Catalogue) -> WayScores:
    """Score every passage by a judge and a second look that have not seen it.

    Parameters
    ----------
    passages, learned
        As for :func:`together`.
    gazetteer, catalogue
        As for :func:`geo.corridors.find_corridors`.
    """
    looked, answers = second_look(passages, learned), []
    numbers = range(len(passages))
    kept = [looked.fit([n for n in numbers if n % PARTS != part], PENALTY_OF_KEPT) for part in range(PARTS)]
    for number, each in enumerate(passages):
        voice, odds = together(each, learned)
        known = {**each.known, "kept": kept[number % PARTS]}
        ways = choose_ways(voice.evidence, odds, known, least=second_voice.FIRST, kept=second_voice.KEPT)
        ways = fill_stops(ways, voice.evidence, odds, stop_weights(), gazetteer, voice)
        answers.append(as_found(as_routes(ways, voice.evidence, gazetteer, catalogue, known, voice)))
    return score_ways([{"id": each.lesson.id, "corridors": each.lesson.gold} for each in passages], answers)


def main() -> None:
    """Learn from the files named on the command line."""
    arguments = named(__doc__, second_voice.FILE)
    gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    lessons = [lesson_of(each, gazetteer, catalogue) for each in passages(arguments.gold)]
    said = heard(lessons, WayReader.open())
    learned = learned_from(said, gazetteer, catalogue)
    if arguments.across:
        print(across(said, learned, gazetteer, catalogue).as_dict())
    learned["kept"] = second_look(said, learned).fit(range(len(said)), PENALTY_OF_KEPT)
    if arguments.only:
        learned = {
            kind: learned[kind] if kind in arguments.only else dict(own) for kind, own in voice_weights().items()
        }
    arguments.output.write_text(written(learned, HEAD), encoding="utf-8")


if __name__ == "__main__":
    main()
