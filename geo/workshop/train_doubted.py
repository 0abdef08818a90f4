"""Learn which names are places that the tagger passed over: ``python -m geo.workshop.train_doubted GOLD.jsonl …``.

The passages must be ones that the tagger has not learned: of those it knows it doubts nothing, and how near it came to
taking a name for a place would say nothing. ``--across`` learns without each fifth of the passages in turn and says,
for several thresholds, how many of the places that it passed over are listed and how many of those listed are places.

The same passages give the same weights.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.courses import Catalogue
from geo.gazetteer import Gazetteer
from geo.geoparsing import find
from geo.overlap import Overlaps
from geo.reading import document
from geo.recognition.classifier import Classifier
from geo.recognition.uncertain import Doubts, doubts_of
from geo.workshop.train_corridors import Examples, Fitting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Lesson", "examples_of", "lesson_of"]

FILE = "doubt-weights.tsv"
PENALTY = 2.0
FOLDS = 5
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
EVERY = "*"
"""The clue that every name has: its weight is how rare places are among such names."""


class Lesson(NamedTuple):
    """The names of a passage that nobody took for places, and which of them are places."""

    doubts: Doubts
    right: tuple[bool, ...]


def lesson_of(gold: Mapping[str, Any], gazetteer: Gazetteer, catalogue: Catalogue) -> Lesson:
    """Read a passage and tell by the gold which of the names passed over are places, or governments called so.

    Parameters
    ----------
    gold
        A line of gold, with its ``text`` and ``toponyms``.
    gazetteer, catalogue
        What it is read with.
    """
    article = document(gold["text"])
    found = find(article, gazetteer=gazetteer, catalogue=catalogue)
    ways = [each for route in found.routes if route.name for each in (route.mention, *route.later)]
    doubts = doubts_of(article, [*found.mentions, *ways], gazetteer)
    marked = Overlaps([(each["start"], each["end"]) for each in gold["toponyms"]])
    starts, ends = doubts.tokens.starts, doubts.tokens.ends
    return Lesson(doubts, tuple(marked.meets(starts[name.first], ends[name.last - 1]) for name in doubts.names))


def examples_of(lessons: Sequence[Lesson]) -> Examples:
    """Put the names of all lessons together."""
    examples = Examples()
    for number, lesson in enumerate(lessons):
        for clues, right in zip(lesson.doubts.clues, lesson.right, strict=True):
            examples.add([clue for clue in clues if clue != EVERY], number, 1.0, right)
    return examples


def _learned(fitting: Fitting, lessons: Sequence[int]) -> dict[str, float]:
    bias, *others = fitting.fit(lessons, PENALTY).items()
    return dict([(EVERY, bias[1]), *sorted(others)])


def _across(lessons: Sequence[Lesson], fitting: Fitting) -> Iterator[str]:
    """Say for each threshold what weights do on passages that they have not seen."""
    judged: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        judge = Classifier(_learned(fitting, [n for n in range(len(lessons)) if n % FOLDS != fold]))
        for lesson in lessons[fold::FOLDS]:
            judged += zip(map(judge.probability, lesson.doubts.clues), lesson.right, strict=True)
    places = sum(right for _, right in judged)
    for threshold in THRESHOLDS:
        listed = [right for chance, right in judged if chance >= threshold]
        told = f"{len(listed)} of {len(judged)} names are listed, {sum(listed)} of them places of {places}"
        yield f"{threshold}: {told}; precision {sum(listed) / len(listed):.3f}, recall {sum(listed) / places:.3f}"


def main() -> None:
    """Learn from the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--across", action="store_true")
    parser.add_argument("--output", type=Path, default=Path(__file__).parents[1] / "data" / FILE)
    options = parser.parse_args()
    gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    lines = [line for path in options.gold for line in path.read_text(encoding="utf-8").split("\n") if line]
    marked = [gold for gold in map(json.loads, lines) if gold.get("toponyms")]
    lessons = [lesson_of(gold, gazetteer, catalogue) for gold in marked]
    fitting = Fitting(examples_of(lessons))
    if options.across:
        print(*_across(lessons, fitting), sep="\n")
    weights = _learned(fitting, range(len(lessons)))
    names = ", ".join(path.stem for path in options.gold)
    head = f"# What tells a place among names passed over; from {names} by geo.workshop.train_doubted; CC0-1.0\n"
    rows = "".join(f"{clue}\t{weight}\n" for clue, weight in weights.items())
    options.output.write_text(head + rows, encoding="utf-8")


if __name__ == "__main__":
    main()
