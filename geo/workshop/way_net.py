"""The net behind :mod:`geo.encoder.way_reader` as it learns: four layers of the encoder, bent by LoRA, and four nets.

The same sums as :mod:`geo.encoder.forward` and :class:`geo.encoder.way_reader.WaySense` do in NumPy, in JAX, which
knows their slopes. LoRA is by Hu et al. 2021 (https://arxiv.org/abs/2106.09685): beside each matrix that stays as it
is, two small ones are learned, of which the second begins with nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from geo.encoder.encoder_weights import HEADS, INNER, WIDTH
from geo.encoder.mode_and_status import MODES, STATES
from geo.encoder.way_reader import TOP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Arrays = Mapping[str, Any]

__all__ = ["FROZEN", "Batch", "begun", "forward", "loss"]

FROZEN = 4
"""Layers that stay as they are; what they make of a text is worked out once."""
RANK, WITHIN = 16, 128
NETS = ("first", "last", "anchor", "span", "gap")
STOP_NETS = ("way", "place", "before", "between")
TELLS, STOPS = 3, 2
SHARE_OF_TOLD, SHARE_OF_STOPS, SHARE_OF_STATE, SHARE_OF_MODE = 0.3, 0.3, 3.0, 0.5
SHARES = (1.0, 1.5, 0.5)  # of a way, of its ends, of all its stops
FAR = -1e9
EPSILON = 1e-12


class Batch(NamedTuple):
    """Some passages of one length, and what is asked of them.

    Attributes
    ----------
    states
        What the frozen layers make of each piece; passages × pieces × numbers.
    is_piece
        Which pieces are there.
    told, told_right, told_asked
        Tellings: the passage, then first piece and last of each part; what is right of each; whether it is asked.
    stops, stop_right, stop_asked
        The same of a way and a place: the passage, the way's words, the place, what stands before it, what between.
    names, name_right, name_asked
        The same of names: the passage, the name, its sentence.
    ways, way_state, way_mode, way_asked
        The same of ways of the gold.
    """

    states: Any
    is_piece: Any
    told: Any
    told_right: Any
    told_asked: Any
    stops: Any
    stop_right: Any
    stop_asked: Any
    names: Any
    name_right: Any
    name_asked: Any
    ways: Any
    way_state: Any
    way_mode: Any
    way_asked: Any


def begun(seed: int) -> dict[str, NDArray[np.float32]]:
    """Return what is learned as it begins.

    Parameters
    ----------
    seed
        Of the numbers by chance.

    Examples
    --------
    >>> len(begun(1)), begun(1)["lora/4.q.b"].any()
    (86, np.False_)
    """
    chance = np.random.default_rng(seed)
    found: dict[str, NDArray[np.float32]] = {}

    def matrix(name: str, rows: int, columns: int) -> None:
        found[f"head/{name}.w"] = chance.normal(0, rows**-0.5, (rows, columns)).astype(np.float32)
        found[f"head/{name}.b"] = np.zeros(columns, np.float32)

    shapes = {**dict.fromkeys(("q", "k", "v", "ao"), (WIDTH, WIDTH)), "fi": (WIDTH, INNER), "fo": (INNER, WIDTH)}
    for layer in range(FROZEN, TOP):
        for name, (rows, columns) in shapes.items():
            found[f"lora/{layer}.{name}.a"] = chance.normal(0, rows**-0.5, (rows, RANK)).astype(np.float32)
            found[f"lora/{layer}.{name}.b"] = np.zeros((RANK, columns), np.float32)
    for part in NETS:
        matrix(f"told.{part}", WIDTH, WITHIN)
    for part in STOP_NETS:
        matrix(f"stop.{part}", WIDTH, WITHIN)
    for net, count in (("told", TELLS), ("stop", STOPS)):
        matrix(f"{net}.mid", 2 * WITHIN, WITHIN)
        matrix(f"{net}.out", WITHIN, count)
    for net, count in (("name", 1), ("way", len(STATES) + len(MODES))):
        matrix(f"{net}.own", WIDTH, WITHIN)
        matrix(f"{net}.sent", WIDTH, WITHIN)
        matrix(f"{net}.out", WITHIN, count)
    return found


def forward(
    learned: Arrays, base: Arrays, batch: Batch, key: Any = None, dropped: float = 0.0
) -> tuple[Any, Any, Any, Any]:
    """Return the scores of the tellings, the stops, the names and the ways of a batch.

    Parameters
    ----------
    learned, base
        What is learned, and the encoder's own arrays.
    batch
        Passages and questions.
    key, dropped
        What share of the numbers is left out by chance, as nets learn best; none without a key.
    """
    vectors = batch.states.astype(jnp.float32)
    for layer in range(FROZEN, TOP):
        vectors = _layer(vectors, batch.is_piece, learned, base, layer)

    def kept(given: Any, number: int) -> Any:
        if key is None or not dropped:
            return given
        chosen = jax.random.bernoulli(jax.random.fold_in(key, number), 1 - dropped, given.shape)
        return jnp.where(chosen, given / (1 - dropped), 0)

    def linear(net: str, given: Any) -> Any:
        return given @ learned[f"head/{net}.w"] + learned[f"head/{net}.b"]

    vectors = kept(vectors, 0)
    none = jnp.zeros((vectors.shape[0], 1, WIDTH))
    sums = jnp.concatenate([none, jnp.cumsum(vectors, 1)], 1)

    def mean(rows: Any, part: int) -> Any:
        passage, first, last = rows[:, 0], rows[:, 1 + 2 * part], rows[:, 2 + 2 * part]
        return (sums[passage, last] - sums[passage, first]) / jnp.maximum(last - first, 1)[:, None]

    def met(net: str, nets: tuple[str, ...], rows: Any, number: int) -> Any:
        parts = [linear(f"{net}.{part}", mean(rows, place)) for place, part in enumerate(nets)]
        within = kept(jax.nn.relu(sum(parts)), number)
        both = jnp.concatenate([within, parts[0] * parts[1]], -1)
        return linear(f"{net}.out", kept(jax.nn.relu(linear(f"{net}.mid", both)), number + 1))

    told, stops = met("told", NETS, batch.told, 1), met("stop", STOP_NETS, batch.stops, 5)

    def beside(net: str, rows: Any, number: int) -> Any:
        own = linear(f"{net}.own", mean(rows, 0)) + linear(f"{net}.sent", mean(rows, 1))
        return linear(f"{net}.out", kept(jax.nn.relu(own), number))

    return told, stops, beside("name", batch.names, 3)[:, 0], beside("way", batch.ways, 4)


def loss(learned: Arrays, base: Arrays, batch: Batch, key: Any, dropped: float) -> Any:
    """Return how wrong the net is, for a passage (cross-entropies, weighed).

    Parameters
    ----------
    learned, base, batch, key, dropped
        As for :func:`forward`.
    """
    told, stops, names, ways = forward(learned, base, batch, key, dropped)
    wrong = SHARE_OF_TOLD * sum(
        share * _entropy(told[:, number], batch.told_right[:, number], batch.told_asked)
        for number, share in enumerate(SHARES)
    )
    wrong += SHARE_OF_STOPS * sum(
        _entropy(stops[:, number], batch.stop_right[:, number], batch.stop_asked) for number in range(STOPS)
    )
    wrong += _entropy(names, batch.name_right, batch.name_asked)
    each = jnp.arange(len(ways))
    states = jax.nn.log_softmax(ways[:, : len(STATES)], -1)[each, batch.way_state]
    modes = jax.nn.log_softmax(ways[:, len(STATES) :], -1)[each, batch.way_mode]
    wrong -= jnp.sum(batch.way_asked * (SHARE_OF_STATE * states + SHARE_OF_MODE * modes))
    return wrong / batch.states.shape[0]


def _entropy(scores: Any, right: Any, asked: Any) -> Any:
    return jnp.sum(asked * (jnp.logaddexp(0, scores) - right * scores))


def _layer(vectors: Any, is_piece: Any, learned: Arrays, base: Arrays, layer: int) -> Any:
    passages, pieces, _ = vectors.shape

    def linear(name: str, given: Any) -> Any:
        bent = (given @ learned[f"lora/{layer}.{name}.a"]) @ learned[f"lora/{layer}.{name}.b"]
        return given @ base[f"l{layer}.{name}.w"] + base[f"l{layer}.{name}.b"] + bent

    def by_head(name: str) -> Any:
        return linear(name, vectors).reshape(passages, pieces, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)

    def normal(name: str, given: Any) -> Any:
        given = given - given.mean(-1, keepdims=True)
        given = given * jax.lax.rsqrt((given * given).mean(-1, keepdims=True) + EPSILON)
        return given * base[f"l{layer}.{name}.w"] + base[f"l{layer}.{name}.b"]

    queries, keys, values = (by_head(name) for name in "qkv")
    scores = queries @ keys.transpose(0, 1, 3, 2) * (WIDTH // HEADS) ** -0.5
    scores += jnp.where(is_piece, 0.0, FAR)[:, None, None, :]
    seen = (jax.nn.softmax(scores, -1) @ values).transpose(0, 2, 1, 3).reshape(vectors.shape)
    vectors = normal("aln", vectors + linear("ao", seen))
    return normal("oln", vectors + linear("fo", jax.nn.gelu(linear("fi", vectors), approximate=False)))
