"""Bend the encoder to ways: ``python -m geo.workshop.train_way_reader GOLD.jsonl … --states FILE.jsonl …``.

Passages are as for :mod:`geo.workshop.train_corridors`. Every proposal and name that the reader finds in them is
learned as right or wrong, every way of the gold by its state and mode, and each place as a stop of it or none. Snippets
(``--states``) are a few sentences in which only state and mode are marked:
``{"id": …, "text": …, "ways": [{"phrase": …, "status": …, "mode": …}]}``. ``--second FILE`` is what a second annotator
says of the states of the gold, which counts more where the two differ. ``--before FILE`` goes on from what was
learned before, twice more, and takes the mean of both. Three times through 4,349 passages and 6,500 snippets take an
hour to an hour and a half on two cores that know numbers of 16 bits; needs the extra ``train``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from geo.corridors.second_voice import sentence_of, telling_of, uses_of
from geo.courses import Catalogue
from geo.encoder.english_weights import EnglishWeights
from geo.encoder.mode_and_status import MODES, STATES
from geo.encoder.way_reader import BEFORE, FILE, TOP, WINDOW
from geo.encoder.wordpieces import WordPieces
from geo.evaluation.corridor_passages import key, meet
from geo.gazetteer import Gazetteer
from geo.reading import document as as_document
from geo.workshop.corridor_lessons import answers_for, lesson_of, name_label, named, passages, read_twice, told_labels
from geo.workshop.way_net import Batch, begun, first_layers, loss, tensors

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

ROUNDS, ROUNDS_MORE = 3, 2
LENGTHS = range(32, WINDOW + 17, 16)  # of passages learned together, in pieces
PIECES = 2560  # at once
MOST = {"told": 640, "stops": 640, "names": 128, "ways": 160}  # questions at once; more are left to the next round
PACE_OF_LAYERS, PACE_OF_NETS, WARM, SHRINKS, LARGEST = 8e-4, 1e-3, 0.06, 0.01, 5.0
FORGETS = (0.9, 0.98)  # how fast Adam does
DROPPED = 0.15
SEED = 7
OUTSIDE = (0, 0)
USES_FOR_STOPS = 2  # of a way: as it is marked, and as it is found
TRUSTED = 3  # how often a second annotator's word counts: of 60 ways on which two differed, a third took it on 49
FOUND = 3  # uses of a way, beside the one that is marked, from which its state is learned
PRECISION = torch.bfloat16


@dataclass(frozen=True, slots=True, eq=False)
class Studied:
    """A passage as the net sees it; pieces count from the mark of the beginning.

    Attributes
    ----------
    pieces
        Their numbers.
    told, told_right
        First piece and last of each part of each telling; what of it is right, below 0 where nobody asks.
    stops, stop_right
        The same of each way of the gold and each place: the way's words, the place, what stands before it and between;
        whether it is an end, or passed.
    names, name_right
        The same of each use of a name and its sentence.
    ways, way_state, way_mode, way_share
        Of each way of the gold and its sentence, and of the same way as the reader finds it: in words of its own
        choice, or by its name wherever that stands. Of the state, the share of annotators that say each. How much each
        counts; together those of one way count 1.
    """

    pieces: Array
    told: Array
    told_right: Array
    stops: Array
    stop_right: Array
    names: Array
    name_right: Array
    ways: Array
    way_state: Array
    way_mode: Array
    way_share: Array


def studied(lesson: Lesson, weights: EnglishWeights) -> Studied:
    """Prepare a passage.

    Parameters
    ----------
    lesson
        The passage with its gold.
    weights
        The encoder, whose vocabulary is asked.
    """
    document = lesson.evidence.document
    tokens = _divided(document, weights)
    ways = [each for each in lesson.gold if each.get("drawable", True)]
    asked = (_tellings(lesson, tokens), _stops(lesson, tokens), _names(lesson, tokens))
    return _studied(tokens, weights, asked, document, [use for way in ways for use in _uses(way, lesson)])


def _uses(way: Mapping[str, Any], lesson: Lesson) -> list[Mapping[str, Any]]:
    """Return a way of the gold as it is marked, and as the reader finds it; "share" says how much each counts."""
    evidence, gold = lesson.evidence, [each for each in lesson.gold if each.get("drawable", True)]
    spans = [telling_of(told, evidence).whole for told in evidence.told if answers_for(told, lesson) == [way]]
    spans = [spans[n] for n in range(0, len(spans), max(1, len(spans) // FOUND))][:FOUND]
    for name in evidence.names:
        extents = uses_of(name, evidence)[0]
        meant = [each for each in gold if any(meet(each, {"start": start, "end": end}) for start, end in extents)]
        if meant == [way] and name_label(lesson, name):
            spans += extents[:FOUND]
    spans = [span for span in dict.fromkeys(spans) if span != (way["start"], way["end"])]
    if not spans:
        return [{**way, "share": 1.0}]
    found = [{**way, "start": start, "end": end, "share": 0.5 / len(spans)} for start, end in spans]
    return [{**way, "share": 0.5}, *found]


def studied_states(snippet: Mapping[str, Any], weights: EnglishWeights) -> Studied:
    """Prepare some sentences in which only the states and modes of ways are marked.

    Parameters
    ----------
    snippet
        Its text, and its ways with phrase (which stands in it once), status and mode.
    weights
        As for :func:`studied`.
    """
    document = as_document(snippet["text"])
    places = [(document.text.index(way["phrase"]), way) for way in snippet["ways"]]
    ways = [{**way, "start": start, "end": start + len(way["phrase"]), "share": 1.0} for start, way in places]
    return _studied(_divided(document, weights), weights, (([], []),) * 3, document, ways)


def _states(way: Mapping[str, Any]) -> list[float]:
    """Return how likely each state of a way is by those who read of it."""
    first, *second = way.get("states") or [way["status"]]
    said = [first, *second * TRUSTED]
    return [said.count(state) / len(said) for state in STATES]


def _divided(document: Document, weights: EnglishWeights) -> list[Token]:
    return WordPieces(weights.pieces, weights.unknown).divide(document.text)[:WINDOW]


def _studied(
    tokens: Sequence[Token],
    weights: EnglishWeights,
    asked: Sequence[tuple[list[Any], list[Any]]],
    document: Document,
    ways: Sequence[Mapping[str, Any]],
) -> Studied:
    told, stops, names = asked
    ways = [way for way in ways if way["end"] <= tokens[-1].end]
    return Studied(
        np.array([weights.begins, *(token.id for token in tokens), weights.ends]),
        np.array(told[0], np.int32).reshape(-1, 10),
        np.array(told[1], np.float32).reshape(-1, 3),
        np.array(stops[0], np.int32).reshape(-1, 8),
        np.array(stops[1], np.float32).reshape(-1, 2),
        np.array(names[0], np.int32).reshape(-1, 4),
        np.array(names[1], np.float32),
        np.array([_with_sentence((way["start"], way["end"]), document, tokens) for way in ways], np.int32).reshape(
            -1, 4
        ),
        np.array([_states(way) for way in ways], np.float32).reshape(-1, len(STATES)),
        np.array([MODES.index(way["mode"]) for way in ways], np.int64),
        np.array([way["share"] for way in ways], np.float32),
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
    uses = [use for way in lesson.gold for use in _uses(way, lesson)[:USES_FOR_STOPS] if way["waypoints"]]
    for way in uses:
        if way["end"] > last:
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
    lessons: Sequence[Studied],
    weights: EnglishWeights,
    rounds: int = ROUNDS,
    pieces: int = PIECES,
    precision: torch.dtype = PRECISION,
    *,
    before: Mapping[str, Array] | None = None,
) -> dict[str, Array]:
    """Learn the small matrices; the same passages give nearly the same on one machine.

    Parameters
    ----------
    lessons
        Passages, as :func:`studied` prepares them.
    weights
        The encoder's own.
    rounds
        How often through all of them.
    pieces
        How many pieces of words at once.
    precision
        Of the layers' numbers.
    before
        What was learned before, to go on from: the layers move at half the pace then, and what is returned is the mean
        of before and after (Wortsman et al. 2022, https://arxiv.org/abs/2109.01903): more rounds tell ends better, and
        make the nets surer of states than they are right.
    """
    torch.manual_seed(SEED)
    chance = np.random.default_rng(SEED)
    base, learned = tensors(weights, precision), begun(1)
    if before is not None:
        learned |= {name: torch.tensor(array, dtype=torch.float32) for name, array in before.items()}
    read = _read(lessons, base, weights, chance, pieces)
    moving = _optimiser(learned, PACE_OF_LAYERS if before is None else PACE_OF_LAYERS / 2)
    steps = rounds * len(_batches(lessons, chance, pieces))
    pace = torch.optim.lr_scheduler.LambdaLR(
        moving, lambda step: min((step + 1) / (WARM * steps), max(0.0, 1 - step / steps) / (1 - WARM))
    )
    for _ in range(rounds):
        for length, some in _batches(lessons, chance, pieces):
            batch = packed(length, [lessons[n] for n in some], [read[n] for n in some], chance)
            moving.zero_grad()
            wrong = loss(learned, base, batch, DROPPED) / max(1, pieces // length)
            wrong.backward()  # type: ignore[no-untyped-call] # PyTorch says nothing of it
            torch.nn.utils.clip_grad_norm_(learned.values(), LARGEST)
            moving.step()
            pace.step()
    after = {name: each.detach().numpy() for name, each in learned.items()}
    return after if before is None else {name: (before[name].astype(np.float32) + after[name]) / 2 for name in after}


def _optimiser(learned: Mapping[str, torch.Tensor], pace_of_layers: float) -> torch.optim.Optimizer:
    """Return what moves the small matrices: those of layers and nets at a pace each; biases do not shrink."""
    groups: dict[tuple[float, float], list[torch.Tensor]] = {}
    for name, each in learned.items():
        is_net = name.startswith("head/")
        kind = (PACE_OF_NETS if is_net else pace_of_layers, 0.0 if is_net and name.endswith(".b") else SHRINKS)
        groups.setdefault(kind, []).append(each.requires_grad_())
    each_kind = [{"params": some, "lr": pace, "weight_decay": shrinks} for (pace, shrinks), some in groups.items()]
    return torch.optim.AdamW(each_kind, betas=FORGETS)


@torch.no_grad()
def _read(
    lessons: Sequence[Studied],
    base: Mapping[str, torch.Tensor],
    weights: EnglishWeights,
    chance: np.random.Generator,
    pieces: int,
) -> dict[int, torch.Tensor]:
    """Return what the frozen layers make of each passage."""
    found = {}
    for length, some in _batches(lessons, chance, pieces):
        numbers = np.full((len(some), length), weights.ends)
        for row, number in enumerate(some):
            numbers[row, : len(lessons[number].pieces)] = lessons[number].pieces
        is_piece = _is_piece(length, [lessons[number] for number in some])
        for number, states in zip(some, first_layers(torch.tensor(numbers), is_piece, base), strict=True):
            found[number] = states[: len(lessons[number].pieces)].clone()
    return found


def _batches(lessons: Sequence[Studied], chance: np.random.Generator, pieces: int) -> list[tuple[int, list[int]]]:
    """Put passages of about one length together, by chance: that length in pieces, and their numbers."""
    by_length: dict[int, list[int]] = {}
    for number, lesson in enumerate(lessons):
        by_length.setdefault(next(each for each in LENGTHS if len(lesson.pieces) <= each), []).append(number)
    found = []
    for length, some in by_length.items():
        order, size = chance.permutation(len(some)), max(1, pieces // length)
        found += [(length, [some[i] for i in order[at : at + size]]) for at in range(0, len(some), size)]
    return [found[i] for i in chance.permutation(len(found))]


def _is_piece(length: int, lessons: Sequence[Studied]) -> torch.Tensor:
    return torch.arange(length)[None] < torch.tensor([len(lesson.pieces) for lesson in lessons])[:, None]


def packed(
    length: int, lessons: Sequence[Studied], states: Sequence[torch.Tensor], chance: np.random.Generator
) -> Batch:
    """Return some passages as the net takes them, filled up with nothing.

    Parameters
    ----------
    length
        Of each in pieces.
    lessons, states
        Passages, and what the frozen layers make of their pieces.
    chance
        Chooses questions where there are too many.
    """
    together = torch.zeros((len(lessons), length, states[0].shape[1]), dtype=states[0].dtype)
    for row, each in enumerate(states):
        together[row, : len(each)] = each

    def asked(what: str, *answers: str) -> Iterator[torch.Tensor]:
        rows = np.concatenate([np.insert(getattr(each, what), 0, row, axis=1) for row, each in enumerate(lessons)])
        order = np.sort(chance.permutation(len(rows))[: MOST[what]])
        for each in (rows, *(np.concatenate([getattr(lesson, name) for lesson in lessons]) for name in answers)):
            yield torch.tensor(each[order])

    return Batch(
        together,
        _is_piece(length, lessons),
        *asked("told", "told_right"),
        *asked("stops", "stop_right"),
        *asked("names", "name_right"),
        *asked("ways", "way_state", "way_mode", "way_share"),
    )


def written(learned: dict[str, Array], path: Path) -> None:
    """Write what is read, in half precision."""
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **{name: each.astype(np.float16) for name, each in learned.items()})


def main() -> None:
    """Learn from the files named on the command line."""
    arguments = named(__doc__, FILE)
    gazetteer, catalogue, weights = Gazetteer.open(), Catalogue.load(), EnglishWeights.load(TOP)
    gold = read_twice(passages(arguments.gold), arguments.second)
    lessons = [studied(lesson_of(each, gazetteer, catalogue), weights) for each in gold]
    lessons += [studied_states(each, weights) for each in passages(arguments.states)]
    if arguments.before is None:
        written(learned_from(lessons, weights), arguments.output)
        return
    with np.load(arguments.before) as file:
        before = {name: file[name] for name in file.files}
    written(learned_from(lessons, weights, ROUNDS_MORE, before=before), arguments.output)


if __name__ == "__main__":
    main()
