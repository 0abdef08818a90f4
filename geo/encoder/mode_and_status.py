"""What the encoder says of a way: in which state it is, and how one travels on it.

A small net of our own (``geo/data/encoder-ways.npz``) looks at what the eighth layer makes of the words that tell a way
and of the sentence they stand in, each on the mean. It learned from the ways of English and of fourteen languages, by
``python -m geo.workshop.train_languages``; a state that one language tells is told alike in another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast
from zipfile import BadZipFile

import numpy as np

from geo.encoder.encoder_weights import WIDTH
from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.encoder.subwords import Token
    from geo.model import Mode, Status

    Array = NDArray[Any]
    Saying = tuple[Mapping[Status, float], Mapping[Mode, float]]

__all__ = ["FILE", "MODES", "STATES", "WayClues", "WayHead", "load_way_head", "mean_of"]

FILE = "encoder-ways.npz"
STATES = cast("tuple[Status, ...]", ("operating", "under construction", "planned", "proposed", "closed", "unknown"))
MODES = cast("tuple[Mode, ...]", ("rail", "road", "sea", "air", "pipeline", "waterway", "cable", "multimodal"))
DIGITS = 3
"""Of a chance; the rest differs between processors."""
ARRAYS = ("own", "around", "inner_bias", "outer", "outer_bias")


@dataclass(frozen=True, slots=True, eq=False)
class WayHead:
    """The numbers of the net.

    Attributes
    ----------
    own, around
        From the encoder's numbers for a way's own words, and for its sentence, to what is kept of them.
    inner_bias, outer, outer_bias
        From there to scores: :data:`STATES`, then :data:`MODES`.
    """

    own: Array
    around: Array
    inner_bias: Array
    outer: Array
    outer_bias: Array

    @classmethod
    def silent(cls) -> WayHead:
        """Return a net that finds all equally likely."""
        shapes = ((WIDTH, 1), (WIDTH, 1), 1, (1, len(STATES) + len(MODES)), len(STATES) + len(MODES))
        return cls(*(np.zeros(shape, np.float32) for shape in shapes))

    def told(self, own: Array, around: Array) -> Saying:
        """Return how likely each state and each mode is.

        Parameters
        ----------
        own, around
            The means over the words of a way and over its sentence, of the encoder's numbers.
        """
        within = np.maximum(own @ self.own + around @ self.around + self.inner_bias, 0)
        scores = within @ self.outer + self.outer_bias
        states, modes = _shares(scores[: len(STATES)]), _shares(scores[len(STATES) :])
        return dict(zip(STATES, states, strict=True)), dict(zip(MODES, modes, strict=True))


def _shares(scores: Array) -> list[float]:
    shares = np.exp(scores - scores.max())
    return [round(float(share), DIGITS) for share in shares / shares.sum()]


@dataclass(frozen=True, slots=True, eq=False)
class WayClues:
    """What the encoder says of any way of a text.

    Attributes
    ----------
    tokens
        The pieces of words in reading order.
    states
        The encoder's numbers for each; there is one at least.
    head
        The net.

    Examples
    --------
    >>> from geo.encoder.subwords import Token
    >>> head = WayHead(np.zeros((384, 1)), np.zeros((384, 1)), np.zeros(1), np.zeros((1, 14)), np.eye(14)[0] * 9)
    >>> clues = WayClues([Token(0, 0, 4)], np.zeros((1, 384)), head)
    >>> states, modes = clues.told((0, 4), (0, 4))
    >>> states["operating"], modes["rail"]
    (0.999, 0.125)
    """

    tokens: Sequence[Token]
    states: Array
    head: WayHead

    def told(self, way: tuple[int, int], sentence: tuple[int, int]) -> Saying:
        """Return how likely each state and each mode is of a way, by its characters and those of its sentence."""
        return self.head.told(*(mean_of(self.states, self.tokens, *span) for span in (way, sentence)))


def mean_of(rows: Array, tokens: Sequence[Token], start: int, end: int) -> Array:
    """Return the mean of the rows of the pieces that stand within characters; of the nearest where none does."""
    first = bisect_right(tokens, start, key=lambda token: token.end)
    last = bisect_left(tokens, end, lo=first, key=lambda token: token.start)
    first = min(first, len(tokens) - 1)
    found: Array = rows[first : max(last, first + 1)].mean(axis=0, dtype=np.float32)
    return found


def load_way_head() -> WayHead:
    """Load the net that comes with the project.

    Raises
    ------
    DataError
        If its file is missing or damaged.
    """
    try:
        packed = np.load(BytesIO((files("geo") / "data" / FILE).read_bytes()))
        return WayHead(*(packed[name].astype(np.float32) for name in ARRAYS))
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise DataError(f"{FILE}: the head for ways cannot be read ({error}); install corridors again") from error
