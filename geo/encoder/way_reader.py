"""What the encoder says of ways: whether words tell one, its ends and stops, its state, and how one travels on it.

The encoder of English (:mod:`geo.encoder.english_weights`) knows what words mean, not what a way is. Its upper eight
layers are bent to that by small matrices of our own (LoRA, Hu et al. 2021: two of rank 16 beside each large one), and
five small nets look at what then comes of the words of a proposal, a name, a way, a place, and of each piece of a word,
which may stand in a name that no form tells (:mod:`geo.corridors.offered_names`). All of it lies in
``geo/data/encoder-corridors.npz``, learned by ``python -m geo.workshop.train_way_reader`` from our gold that is open;
how much its voice counts beside the judge's was learned from a part of it that neither has seen
(:mod:`geo.corridors.second_voice`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from geo.encoder.english_weights import WIDTH, EnglishWeights
from geo.encoder.forward import Encoder
from geo.encoder.mode_and_status import STATES
from geo.encoder.windows import windows_of
from geo.encoder.wordpieces import WordPieces
from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.encoder.subwords import Token
    from geo.model import Document

    Array = NDArray[Any]
    Extent = tuple[int, int]

__all__ = ["BEFORE", "FILE", "TOP", "VIAS", "WINDOW", "Telling", "WayReader", "WaySense"]

FILE = "encoder-corridors.npz"
TOP = 12
"""The last layer that is read."""
WINDOW = 382
"""Pieces of words that are read together: a passage, and what stands around it."""
AT_ONCE = 2
BEFORE = 6
"""Pieces before a place that say what it is to a way: "by way of"."""
VIAS = 3
"""Stops between the ends of a telling that are looked at."""
BEGINS, INSIDE = 0, 1
OFFERED = -1.0
"""How surely (log-odds) a piece of a word must stand in the name of a way to be offered as one."""
APART = 2
"""Characters that may stand between two pieces of one name."""
BLOCK = 4096
"""Pieces whose tags are worked out together."""
DIGITS = 2
"""Of the logarithm of odds; the rest differs between processors."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A proposal by its characters.

    Attributes
    ----------
    first, last
        Of its first stop and its last.
    anchor
        Of the word of a way, where there is one.
    whole
        Of all its words.
    vias
        Of the stops between.
    """

    first: Extent
    last: Extent
    anchor: Extent | None
    whole: Extent
    vias: tuple[Extent, ...] = ()

    def gap(self) -> Extent | None:
        """Return what stands between the two stops, whichever is first."""
        start, end = min(self.first[1], self.last[1]), max(self.first[0], self.last[0])
        return (start, end) if start < end else None


@dataclass(frozen=True, slots=True, eq=False)
class WaySense:
    """A document as the encoder understands it, to be asked for any words that it read.

    Attributes
    ----------
    tokens
        The pieces of words that were read, in reading order.
    vectors
        A row for each.
    nets
        The small nets' matrices by name.

    Examples
    --------
    >>> from geo.encoder.subwords import Token
    >>> nets = {f"way.{part}.{kind}": np.zeros(shape) for part, wide in (("own", 2), ("sent", 2), ("out", 14))
    ...         for kind, shape in (("w", (2, wide)), ("b", wide))}
    >>> sense = WaySense([Token(0, 0, 4)], np.ones((1, 2)), nets)
    >>> states, modes = sense.described([(0, 4)], [(0, 4)])
    >>> states.round(2).tolist()
    [[-1.79, -1.79, -1.79, -1.79, -1.79, -1.79]]
    """

    tokens: Sequence[Token]
    vectors: Array
    nets: Mapping[str, Array]

    def told(self, tellings: Sequence[Telling]) -> Array:
        """Return how surely each telling is of a way, has its ends right, and all its stops (log-odds, a row each)."""
        one = self._linear("told.first", self._means(each.first for each in tellings))
        other = self._linear("told.last", self._means(each.last for each in tellings))
        within = one + other + self._linear("told.anchor", self._means(each.anchor for each in tellings))
        within += self._linear("told.span", self._means(each.whole for each in tellings))
        within += self._linear("told.gap", self._means(each.gap() for each in tellings))
        within += self._linear("told.vias", np.array([self._mean_of(each.vias[:VIAS]) for each in tellings]))
        met = np.concatenate((np.maximum(within, 0), one * other), axis=1)
        return self._scores("told.out", self._linear("told.mid", met))

    def stops(self, way: Extent, places: Sequence[Extent]) -> Array:
        """Return how surely each place is an end of a way, and how surely the way passes it (log-odds, a row each).

        Parameters
        ----------
        way
            The characters of its words.
        places
            The characters of each place.
        """
        own, spans = self._pieces(way), [self._pieces(place) for place in places]
        before = [(max(0, first - BEFORE), first) for first, _ in spans]
        between = [(min(own[1], last), max(own[0], first)) for first, last in spans]
        one = self._linear("stop.way", self._rows([own]))
        other = self._linear("stop.place", self._rows(spans))
        within = one + other + self._linear("stop.before", self._rows(before))
        within += self._linear("stop.between", self._rows(between))
        met = np.concatenate((np.maximum(within, 0), one * other), axis=1)
        return self._scores("stop.out", self._linear("stop.mid", met))

    def has_read(self, extent: Extent) -> bool:
        """Tell whether some of these characters were read."""
        first, last = self._pieces(extent)
        return first < last

    def offered(self) -> list[tuple[Extent, float]]:
        """Return words that stand in the name of a way, and how surely (log-odds, the mean over their pieces)."""
        scores = np.zeros((len(self.tokens), 2), np.float32)
        for at in range(0, len(scores), BLOCK):  # of a book all at once would be a gigabyte
            some = self.vectors[at : at + BLOCK].astype(np.float32)
            scores[at : at + BLOCK] = self._scores("tag.out", self._linear("tag.own", some))
        found: list[tuple[Extent, float]] = []
        begun = 0
        for number in range(len(self.tokens) + 1):
            ends = number == len(self.tokens) or scores[number, INSIDE] < OFFERED
            if begun < number and (ends or self._breaks(number, scores)):
                extent = (self.tokens[begun].start, self.tokens[number - 1].end)
                found.append((extent, float(scores[begun:number, INSIDE].mean())))
                begun = number
            if ends:
                begun = number + 1
        return found

    def _breaks(self, number: int, scores: Array) -> bool:
        """Tell where another name begins, or where something between was not read."""
        gap = self.tokens[number].start - self.tokens[number - 1].end
        return bool(scores[number, BEGINS] > 0) or gap > APART

    def named(self, uses: Sequence[Extent], sentences: Sequence[Extent]) -> Array:
        """Return how surely each use of a name is a way's (log-odds).

        Parameters
        ----------
        uses, sentences
            The characters of each name and of the sentence it stands in.
        """
        found: Array = self._scores("name.out", self._beside("name", uses, sentences))[:, 0]
        return found

    def described(self, ways: Sequence[Extent], sentences: Sequence[Extent]) -> tuple[Array, Array]:
        """Return how likely each way is in each state and of each mode (natural logarithms, a row a way).

        Parameters
        ----------
        ways, sentences
            The characters of each way's words and of the sentence they stand in.

        Returns
        -------
        In the order of :data:`geo.encoder.mode_and_status.STATES`, and of its ``MODES``.
        """
        scores = self._scores("way.out", self._beside("way", ways, sentences))
        states, modes = np.split(scores, [len(STATES)], axis=1)
        return _logarithms(states), _logarithms(modes)

    def _beside(self, net: str, own: Iterable[Extent], around: Iterable[Extent]) -> Array:
        return self._linear(f"{net}.own", self._means(own)) + self._linear(f"{net}.sent", self._means(around))

    def _linear(self, net: str, given: Array) -> Array:
        found: Array = given @ self.nets[f"{net}.w"] + self.nets[f"{net}.b"]
        return found

    def _scores(self, net: str, within: Array) -> Array:
        return self._linear(net, np.maximum(within, 0)).round(DIGITS)

    def _means(self, extents: Iterable[Extent | None]) -> Array:
        """Return the mean over the pieces within each extent; nothing where none was read."""
        return self._rows((0, 0) if each is None else self._pieces(each) for each in extents)

    def _mean_of(self, extents: Sequence[Extent]) -> Array:
        """Return the mean over the pieces within some extents together."""
        spans = [self._pieces(each) for each in extents]
        counts = [last - first for first, last in spans if first < last]
        means = self._rows(span for span in spans if span[0] < span[1])
        if not counts:
            return np.zeros(self.vectors.shape[1], np.float32)
        found: Array = np.average(means, axis=0, weights=counts).astype(np.float32)
        return found

    def _pieces(self, extent: Extent) -> tuple[int, int]:
        """Return which of the pieces that were read stand within some characters."""
        first = bisect_right(self.tokens, extent[0], key=lambda token: token.end)
        return first, bisect_left(self.tokens, extent[1], lo=first, key=lambda token: token.start)

    def _rows(self, pieces: Iterable[tuple[int, int]]) -> Array:
        none = np.zeros(self.vectors.shape[1], np.float32)
        means = [
            self.vectors[first:last].mean(axis=0, dtype=np.float32) if first < last else none for first, last in pieces
        ]
        return np.array(means)


def _logarithms(scores: Array) -> Array:
    scores = scores - scores.max(axis=1, keepdims=True)
    found: Array = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class WayReader:
    """The encoder with its bent layers, and the nets.

    Attributes
    ----------
    encoder, pieces, nets
        What it reads with.
    """

    encoder: Encoder
    pieces: WordPieces
    nets: Mapping[str, Array]

    @classmethod
    def open(cls, learned: bytes | None = None) -> WayReader:
        """Load the encoder's weights and our own.

        Parameters
        ----------
        learned
            What a file such as :data:`FILE` holds, where it is not our own.

        Raises
        ------
        DataError
            If one of the two files is missing or damaged.
        """
        weights = EnglishWeights.load(TOP)
        try:
            packed = np.load(BytesIO(learned or (files("geo") / "data" / FILE).read_bytes()))
            own = {name: packed[name].astype(np.float32) for name in packed.files}
            for name in dict.fromkeys(each[:-2] for each in own if each.startswith("lora/")):
                matrix = weights.arrays[f"l{name.removeprefix('lora/')}.w"].T  # its rows lie together this way round
                matrix += own[f"{name}.b"].T @ own[f"{name}.a"].T
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
            raise DataError(f"{FILE}: what reads ways cannot be read ({error}); install corridors again") from error
        nets = {name.removeprefix("head/"): array for name, array in own.items() if name.startswith("head/")}
        return cls(Encoder(weights), WordPieces(weights.pieces, weights.unknown), nets)

    def read(self, document: Document, wanted: Sequence[Extent]) -> WaySense:
        """Return what the encoder makes of a document, as far as somebody asks.

        Parameters
        ----------
        document
            As it was read.
        wanted
            Characters that will be asked for, in reading order; what is around each is read with it.
        """
        divided = self.pieces.divide(document.text)
        sentences = [(sentence.start, sentence.end) for sentence in document.sentences]
        tokens: list[Token] = []
        windows: list[list[int]] = []
        for window in windows_of(divided, sentences, most=WINDOW):
            some = divided[window]
            if _meet((some[0].start, some[-1].end), wanted):
                tokens += some
                windows.append([token.id for token in some])
        read = (
            states.astype(np.float16) for states in self.encoder.states_of_all(windows, layers=(TOP,), at_once=AT_ONCE)
        )
        return WaySense(tokens, np.concatenate([np.zeros((0, WIDTH), np.float16), *read]), self.nets)


def _meet(extent: Extent, others: Sequence[Extent]) -> bool:
    """Tell whether one of some extents in order, which do not overlap, meets this one."""
    first = bisect_right(others, extent[0], key=lambda other: other[1])
    return first < len(others) and others[first][0] < extent[1]
