"""The net behind :mod:`geo.encoder.way_reader` as it learns: eight layers of the encoder, bent by LoRA, and five nets.

The same sums as :mod:`geo.encoder.forward` and :class:`geo.encoder.way_reader.WaySense` do in NumPy, in PyTorch, which
knows their slopes. LoRA is by Hu et al. 2021 (https://arxiv.org/abs/2106.09685): beside each matrix that stays as it
is, two small ones are learned, of which the second begins with nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from torch.nn import functional

from geo.encoder.english_weights import HEADS, MATRICES, WIDTH, EnglishWeights
from geo.encoder.forward import distances
from geo.encoder.mode_and_status import MODES, STATES
from geo.encoder.way_reader import TOP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Tensors = Mapping[str, torch.Tensor]

__all__ = ["FROZEN", "Batch", "begun", "first_layers", "forward", "loss", "tensors"]

FROZEN = 4
"""Layers that stay as they are; what they make of a text is worked out once."""
RANK, WITHIN = 16, 128
NETS = ("first", "last", "anchor", "span", "gap", "vias")
STOP_NETS = ("way", "place", "before", "between")
TELLS, STOPS, TAGS = 3, 2, 2
SHARE_OF_TOLD, SHARE_OF_STOPS, SHARE_OF_STATE, SHARE_OF_MODE, SHARE_OF_TAGS = 0.3, 0.3, 3.0, 0.5, 0.2
SHARES = (1.0, 1.5, 0.5)  # of a way, of its ends, of all its stops
FAR = -1e9


class Batch(NamedTuple):
    """Some passages of one length, and what is asked of them.

    Attributes
    ----------
    states
        What the frozen layers make of each piece; passages × pieces × numbers.
    is_piece
        Which pieces are there.
    tags
        Whether each piece begins the name of a way and whether it stands in one, below 0 where nobody asks.
    told, told_right
        Tellings: the passage, then first piece and last of each part, of vias as many parts as there may be; what is
        right of each, below 0 where nobody asks.
    stops, stop_right
        The same of a way and a place: the passage, the way's words, the place, what stands before it, what between.
    names, name_right
        The same of names: the passage, the name, its sentence.
    ways, way_state, way_mode, way_share
        The same of ways of the gold: how likely each state is, the mode, how much the way counts.
    """

    states: torch.Tensor
    is_piece: torch.Tensor
    tags: torch.Tensor
    told: torch.Tensor
    told_right: torch.Tensor
    stops: torch.Tensor
    stop_right: torch.Tensor
    names: torch.Tensor
    name_right: torch.Tensor
    ways: torch.Tensor
    way_state: torch.Tensor
    way_mode: torch.Tensor
    way_share: torch.Tensor


def tensors(weights: EnglishWeights, kind: torch.dtype) -> dict[str, torch.Tensor]:
    """Return the encoder's own arrays, which nobody learns.

    Parameters
    ----------
    weights
        Of all layers that are read.
    kind
        Of its numbers: half as long ones are multiplied four times as fast, where a processor knows them.
    """
    found = {name: torch.tensor(np.ascontiguousarray(array), dtype=kind) for name, array in weights.arrays.items()}
    every = np.arange(len(weights.pieces))
    return {**found, "emb.word": torch.tensor(weights.vectors(every), dtype=kind)}


def begun(seed: int) -> dict[str, torch.Tensor]:
    """Return what is learned as it begins.

    Parameters
    ----------
    seed
        Of the numbers by chance.

    Examples
    --------
    >>> len(begun(1)), bool(begun(1)["lora/4.q.b"].any())
    (140, False)
    """
    chance = np.random.default_rng(seed)
    found: dict[str, torch.Tensor] = {}

    def by_chance(rows: int, columns: int) -> torch.Tensor:
        return torch.tensor(chance.normal(0, rows**-0.5, (rows, columns)), dtype=torch.float32)

    def matrix(name: str, rows: int, columns: int) -> None:
        found[f"head/{name}.w"] = by_chance(rows, columns)
        found[f"head/{name}.b"] = torch.zeros(columns)

    for layer in range(FROZEN, TOP):
        for name, (columns, rows) in MATRICES.items():
            found[f"lora/{layer}.{name}.a"] = by_chance(rows, RANK)
            found[f"lora/{layer}.{name}.b"] = torch.zeros(RANK, columns)
    for part in NETS:
        matrix(f"told.{part}", WIDTH, WITHIN)
    found["head/told.vias.w"].zero_()  # so that what goes on from nets without it begins where they ended
    for part in STOP_NETS:
        matrix(f"stop.{part}", WIDTH, WITHIN)
    for net, count in (("told", TELLS), ("stop", STOPS)):
        matrix(f"{net}.mid", 2 * WITHIN, WITHIN)
        matrix(f"{net}.out", WITHIN, count)
    for net, count in (("name", 1), ("way", len(STATES) + len(MODES))):
        matrix(f"{net}.own", WIDTH, WITHIN)
        matrix(f"{net}.sent", WIDTH, WITHIN)
        matrix(f"{net}.out", WITHIN, count)
    matrix("tag.own", WIDTH, WITHIN)
    matrix("tag.out", WITHIN, TAGS)
    return found


def first_layers(pieces: torch.Tensor, is_piece: torch.Tensor, base: Tensors) -> torch.Tensor:
    """Return what the frozen layers make of some passages.

    Parameters
    ----------
    pieces
        Numbers of pieces, with the marks of beginning and end; passages × pieces.
    is_piece
        Which of them are there.
    base
        As :func:`tensors` gives it.
    """
    places = torch.arange(pieces.shape[1]) + EnglishWeights.first_place
    vectors = _normal(base["emb.word"][pieces] + base["emb.pos"][places], "emb.ln", base)
    near = _nearness(is_piece, base)
    for layer in range(FROZEN):
        vectors = _layer(vectors, near, {}, base, layer)
    return vectors


def forward(learned: Tensors, base: Tensors, batch: Batch, dropped: float = 0.0) -> tuple[torch.Tensor, ...]:
    """Return the scores of the tellings, the stops, the names, the ways and the pieces of a batch.

    Parameters
    ----------
    learned, base
        What is learned, and the encoder's own arrays.
    batch
        Passages and questions.
    dropped
        What share of the numbers is left out by chance, as nets learn best.
    """
    vectors, near = batch.states, _nearness(batch.is_piece, base)
    for layer in range(FROZEN, TOP):
        vectors = _layer(vectors, near, learned, base, layer)
    vectors = functional.dropout(vectors.float(), dropped)
    sums = torch.cat([torch.zeros(len(vectors), 1, WIDTH), vectors.cumsum(1)], 1)

    def linear(net: str, given: torch.Tensor) -> torch.Tensor:
        return given @ learned[f"head/{net}.w"] + learned[f"head/{net}.b"]

    def kept(given: torch.Tensor) -> torch.Tensor:
        return functional.dropout(given.relu(), dropped)

    def mean(rows: torch.Tensor, *parts: int) -> torch.Tensor:
        passage, extents = rows[:, 0], [(rows[:, 1 + 2 * part], rows[:, 2 + 2 * part]) for part in parts]
        within = torch.stack([sums[passage, last] - sums[passage, first] for first, last in extents]).sum(0)
        pieces = torch.stack([last - first for first, last in extents]).sum(0)
        return within / pieces.clamp_min(1)[:, None]

    def met(net: str, nets: Sequence[str], rows: torch.Tensor) -> torch.Tensor:
        last = range(len(nets) - 1, (rows.shape[1] - 1) // 2)  # all extents that are left
        places = [*([place] for place in range(len(nets) - 1)), last]
        parts = [linear(f"{net}.{part}", mean(rows, *place)) for place, part in zip(places, nets, strict=True)]
        both = torch.cat([kept(torch.stack(parts).sum(0)), parts[0] * parts[1]], -1)
        return linear(f"{net}.out", kept(linear(f"{net}.mid", both)))

    def beside(net: str, rows: torch.Tensor) -> torch.Tensor:
        return linear(f"{net}.out", kept(linear(f"{net}.own", mean(rows, 0)) + linear(f"{net}.sent", mean(rows, 1))))

    told, stops = met("told", NETS, batch.told), met("stop", STOP_NETS, batch.stops)
    tags = linear("tag.out", kept(linear("tag.own", vectors)))
    return told, stops, beside("name", batch.names)[:, 0], beside("way", batch.ways), tags


def loss(learned: Tensors, base: Tensors, batch: Batch, dropped: float) -> torch.Tensor:
    """Return how wrong the net is of a batch (cross-entropies, weighed).

    Parameters
    ----------
    learned, base, batch, dropped
        As for :func:`forward`.
    """
    told, stops, names, ways, tags = forward(learned, base, batch, dropped)
    asked = [_entropy(told[:, number], batch.told_right[:, number]) * share for number, share in enumerate(SHARES)]
    wrong = SHARE_OF_TOLD * torch.stack(asked).sum()
    wrong = wrong + SHARE_OF_STOPS * _entropy(stops, batch.stop_right) + _entropy(names, batch.name_right)
    wrong = wrong + SHARE_OF_TAGS * _entropy(tags, batch.tags)
    states, modes = ways[:, : len(STATES)], ways[:, len(STATES) :]
    lost = SHARE_OF_STATE * functional.cross_entropy(states, batch.way_state, reduction="none")
    lost = lost + SHARE_OF_MODE * functional.cross_entropy(modes, batch.way_mode, reduction="none")
    return wrong + (lost * batch.way_share).sum()


def _entropy(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    lost = functional.binary_cross_entropy_with_logits(scores, right.clamp_min(0), reduction="none")
    return (lost * (right >= 0)).sum()


def _nearness(is_piece: torch.Tensor, base: Tensors) -> torch.Tensor:
    """Return how much each piece attends to each other for where it stands; to what is no piece not at all."""
    near = base["emb.near"][torch.tensor(distances(is_piece.shape[1]))].permute(2, 0, 1)[None]
    return near + torch.where(is_piece, 0.0, FAR)[:, None, None, :].to(near.dtype)


def _normal(given: torch.Tensor, name: str, base: Tensors) -> torch.Tensor:
    return functional.layer_norm(given, (WIDTH,), base[f"{name}.w"], base[f"{name}.b"], EnglishWeights.epsilon)


def _layer(vectors: torch.Tensor, near: torch.Tensor, learned: Tensors, base: Tensors, layer: int) -> torch.Tensor:
    passages, pieces, _ = vectors.shape

    def linear(name: str, given: torch.Tensor) -> torch.Tensor:
        rows = given.flatten(0, 1)
        found = torch.addmm(base[f"l{layer}.{name}.b"], rows, base[f"l{layer}.{name}.w"])
        if f"lora/{layer}.{name}.a" in learned:
            one, other = (learned[f"lora/{layer}.{name}.{each}"].to(given.dtype) for each in "ab")
            found = torch.addmm(found, rows @ one, other)
        return found.view(passages, pieces, -1)

    def by_head(name: str) -> torch.Tensor:
        return linear(name, vectors).view(passages, pieces, HEADS, -1).transpose(1, 2)

    queries, keys, values = (by_head(name) for name in "qkv")
    seen = functional.scaled_dot_product_attention(queries, keys, values, attn_mask=near)
    vectors = _normal(vectors + linear("ao", seen.transpose(1, 2).reshape(vectors.shape)), f"l{layer}.aln", base)
    inner = functional.gelu(linear("fi", vectors))
    return _normal(vectors + linear("fo", inner), f"l{layer}.oln", base)
