"""Learn which pairs of places are ways: ``python -m geo.workshop.train_languages tests/gold/languages/??.jsonl``.

A passage is an object a line as under ``tests/gold/languages``. Names are read as they are where the encoder is
installed, which it has to be; what speaks for each pair is the same in all languages, so all teach together.
``--across`` learns without each fifth of the passages in turn and says how well it does on that fifth, beside the
grammar; with ``--apart`` without each language in turn. The same passages give the same weights.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from geo.corridors.chooser import log_odds
from geo.courses import Catalogue
from geo.evaluation.ways import WayScores, key, score_ways
from geo.gazetteer import Gazetteer
from geo.languages.called import calls_in
from geo.languages.pairs import pairs_in
from geo.languages.reading import gazetteer_for, scenes_of, with_reader
from geo.languages.ways import find_ways
from geo.languages.weighing import FILE, beside, choose_ways
from geo.reading import document as as_document
from geo.workshop.train_corridors import Examples, Fitting, as_found, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geo.languages.names import Found, Scene
    from geo.languages.pairs import Pair
    from geo.model import Document, Route
    from geo.workshop.train_corridors import Weights

__all__ = ["Lesson", "School", "lesson_of"]

PENALTIES = {"pair": 3.0, "kept": 3.0}
PARTS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A passage as it was read, and its gold.

    Attributes
    ----------
    scenes
        Its stretches; for each the pairs of places, and which of them are ways.
    english
        For each place as the gold writes it, where it begins and ends, the English name that waypoints have.
    """

    id: str
    language: str
    document: Document
    scenes: Sequence[tuple[Scene, Sequence[Pair], Sequence[bool]]]
    english: Sequence[tuple[int, int, str]]
    gold: Sequence[dict[str, Any]]


def lesson_of(passage: dict[str, Any], gazetteer: Gazetteer, catalogue: Catalogue) -> Lesson:
    """Read a passage of gold with the encoder."""
    document = with_reader(as_document(passage["text"]), "always")
    english = [(toponym["start"], toponym["end"], toponym["en"]) for toponym in passage["toponyms"]]
    ways = {frozenset((key(way["waypoints"][0]), key(way["waypoints"][-1]))) for way in passage["corridors"]
            if len(way["waypoints"]) > 1}  # fmt: skip
    scenes = []
    for scene in scenes_of(document, gazetteer_for(document, gazetteer)):
        pairs = [*pairs_in(document, scene, [*calls_in(document, scene, catalogue)])]
        names = [key(_english(name, english)) for name in scene.names]
        scenes.append((scene, pairs, [frozenset((names[pair.one], names[pair.two])) in ways for pair in pairs]))
    return Lesson(str(passage["id"]), passage["lang"], document, scenes, english, passage["corridors"])


def _english(name: Found, english: Iterable[tuple[int, int, str]]) -> str:
    """Return what the gold calls a name that was read."""
    return next((said for start, end, said in english if name.start < end and start < name.end), name.name)


class School:
    """All lessons, with what is learned from them prepared once."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self.lessons = lessons
        examples = Examples()
        for number, lesson in enumerate(lessons):
            for _, pairs, right in lesson.scenes:
                for pair, its in zip(pairs, right, strict=True):
                    examples.add(pair.features, number, 1.0, its)
        self.pairs = Fitting(examples)

    def learn(self, which: Sequence[int]) -> Weights:
        """Learn both looks from some of the lessons; the second from what the first says of lessons it has not seen."""
        others = [
            self.pairs.fit([n for i, n in enumerate(which) if i % PARTS != part], PENALTIES["pair"])
            for part in range(PARTS)
        ]
        second = Examples()
        for i, number in enumerate(which):
            for scene, pairs, right in self.lessons[number].scenes:
                odds = [log_odds(pair.features, others[i % PARTS]) for pair in pairs]
                for each, features in beside(pairs, scene.names, odds):
                    second.add(features, number, 1.0, right[each])
        return {
            "pair": self.pairs.fit(which, PENALTIES["pair"]),
            "kept": Fitting(second).fit(which, PENALTIES["kept"]),
        }


def _reader(
    find: Callable[..., Iterable[Route]], lesson: Lesson, gazetteer: Gazetteer, catalogue: Catalogue
) -> Callable[[Scene], Iterable[Route]]:
    return partial(find, lesson.document, gazetteer=gazetteer_for(lesson.document, gazetteer), catalogue=catalogue)


def _answer(lesson: Lesson, read: Callable[[Scene], Iterable[Route]]) -> dict[str, list[dict[str, Any]]]:
    """Return what is read in a passage, with its stops called as the gold calls them."""
    called = {name.name: _english(name, lesson.english) for scene, *_ in lesson.scenes for name in scene.names}
    found = as_found(route for scene, *_ in lesson.scenes for route in read(scene))
    for way in found["corridors"]:
        way["waypoints"] = [called.get(name, name) for name in way["waypoints"]]
    return found


def _scores(lessons: Sequence[Lesson], answers: Sequence[dict[str, Any]]) -> WayScores:
    return score_ways([{"id": each.id, "corridors": each.gold} for each in lessons], answers)


def across(lessons: Sequence[Lesson], parts: Sequence[int], gazetteer: Gazetteer, catalogue: Catalogue) -> WayScores:
    """Score every passage by weights learned without its part."""
    school, answers = School(lessons), [dict[str, Any]() for _ in lessons]
    for part in sorted(set(parts)):
        known = school.learn([number for number, its in enumerate(parts) if its != part])
        for number in (number for number, its in enumerate(parts) if its == part):
            read = _reader(partial(choose_ways, known=known), lessons[number], gazetteer, catalogue)
            answers[number] = _answer(lessons[number], read)
    _tell(lessons, answers)
    return _scores(lessons, answers)


def _tell(lessons: Sequence[Lesson], answers: Sequence[dict[str, Any]]) -> None:
    for code in sorted({lesson.language for lesson in lessons}):
        its = [number for number, lesson in enumerate(lessons) if lesson.language == code]
        print(code, _scores([lessons[n] for n in its], [answers[n] for n in its]).as_dict())


def main() -> None:
    """Learn from the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--across", action="store_true")
    parser.add_argument("--apart", action="store_true")
    parser.add_argument("--output", type=Path, default=Path(__file__).parents[1] / "data" / "languages" / FILE)
    arguments = parser.parse_args()
    gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    passages = [json.loads(line) for path in arguments.gold for line in path.read_text(encoding="utf-8").splitlines()]
    lessons = [lesson_of(each, gazetteer, catalogue) for each in passages if each]
    if arguments.across or arguments.apart:
        order = list(range(len(lessons)))
        Random(1).shuffle(order)
        folds = {number: place % PARTS for place, number in enumerate(order)}
        codes = sorted({lesson.language for lesson in lessons})
        parts = [codes.index(lesson.language) if arguments.apart else folds[n] for n, lesson in enumerate(lessons)]
        by_rule = [_answer(lesson, _reader(find_ways, lesson, gazetteer, catalogue)) for lesson in lessons]
        print("by the grammar", _scores(lessons, by_rule).as_dict())
        print("learned", across(lessons, parts, gazetteer, catalogue).as_dict())
    learned = School(lessons).learn(range(len(lessons)))
    arguments.output.write_text(written(learned, "geo.workshop.train_languages"), encoding="utf-8")


if __name__ == "__main__":
    main()
