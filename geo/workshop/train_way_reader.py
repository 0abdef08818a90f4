"""Bend the encoder to ways: ``python -m geo.workshop.train_way_reader GOLD.jsonl … --states FILE.jsonl …``.

Passages are as for :mod:`geo.workshop.train_corridors`. Every proposal and name that the reader finds in them is
learned as right or wrong, every way of the gold by its state and mode, each place as a stop of it or none, and each
piece of a word as one that stands in the name of a way or not. Passages of ``--renamed`` are learned with other names
of towns (:func:`geo.workshop.augmentation.renamed_ways`): what was learned before is new so, and teaches ends as new
gold does. Snippets (``--states``) are a few sentences in which only state and mode are marked:
``{"id": …, "text": …, "ways": [{"phrase": …, "status": …, "mode": …}]}``. ``--second FILE`` is what a second annotator
says of the states of the gold, which counts more where the two differ. ``--before FILE`` goes on from what was
learned before, once more, at half the pace. Three times through 4,349 passages and 6,500 snippets take an
hour to an hour and a half on two cores that know numbers of 16 bits; needs the extra ``train``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from geo.courses import Catalogue
from geo.encoder.english_weights import EnglishWeights
from geo.encoder.way_reader import FILE, TOP, WINDOW
from geo.gazetteer import Gazetteer
from geo.workshop.augmentation import names_of_towns, renamed_ways
from geo.workshop.corridor_lessons import lesson_of, named, passages, read_twice
from geo.workshop.way_lessons import Studied, studied, studied_states
from geo.workshop.way_net import Batch, begun, first_layers, loss, tensors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["learned_from", "packed", "written"]

ROUNDS, ROUNDS_MORE = 3, 1
LENGTHS = range(32, WINDOW + 17, 16)  # of passages learned together, in pieces
PIECES = 2560  # at once
MOST = {"told": 640, "stops": 640, "names": 128, "ways": 160}  # questions at once; more are left to the next round
PACE_OF_LAYERS, PACE_OF_NETS, WARM, SHRINKS, LARGEST = 8e-4, 1e-3, 0.06, 0.01, 5.0
FORGETS = (0.9, 0.98)  # how fast Adam does
DROPPED = 0.15
SEED = 7
PRECISION = torch.bfloat16


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
        What was learned before, to go on from: the layers move at half the pace then.
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
    return {name: each.detach().numpy() for name, each in learned.items()}


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
    tags = torch.full((len(lessons), length, 2), -1.0)
    for row, lesson in enumerate(lessons):
        tags[row, : len(lesson.tags)] = torch.tensor(lesson.tags)

    def asked(what: str, *answers: str) -> Iterator[torch.Tensor]:
        rows = np.concatenate([np.insert(getattr(each, what), 0, row, axis=1) for row, each in enumerate(lessons)])
        order = np.sort(chance.permutation(len(rows))[: MOST[what]])
        for each in (rows, *(np.concatenate([getattr(lesson, name) for lesson in lessons]) for name in answers)):
            yield torch.tensor(each[order])

    return Batch(
        together,
        _is_piece(length, lessons),
        tags,
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
    towns = names_of_towns()
    gold += [renamed_ways(each, towns, gazetteer) for each in read_twice(passages(arguments.renamed), arguments.second)]
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
