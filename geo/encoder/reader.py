"""Encoder and head as one: from a document to clues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.encoder.clues import Clues
from geo.encoder.forward import Encoder
from geo.encoder.head import LABELS, STATES, Head, load_head
from geo.encoder.subwords import Subwords
from geo.encoder.weights import Weights
from geo.encoder.windows import windows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.encoder.subwords import Token
    from geo.model import Document

__all__ = ["EncoderReader"]

AT_ONCE = 8
"""Windows that are read together: as many as keep a processor's products large and the memory small."""
DIGITS = 3
"""Of a chance; the rest differs between processors."""


@dataclass(frozen=True, slots=True, eq=False)
class EncoderReader:
    """Reads documents piece by piece.

    Attributes
    ----------
    encoder, subwords, head
        What it reads with.
    """

    encoder: Encoder
    subwords: Subwords
    head: Head | None

    @classmethod
    def open(cls, path: Path, *, headless: bool = False) -> EncoderReader:
        """Load weights and head.

        Parameters
        ----------
        path
            The file of weights, as :func:`geo.encoder.weights.find_weights` gives it.
        headless
            True to train a head.

        Raises
        ------
        DataError
            If one of the two files is missing or damaged.
        """
        weights = Weights.load(path)
        return cls(Encoder(weights), Subwords(weights), None if headless else load_head())

    def read(self, document: Document) -> Clues:
        """Return the clues of a document."""
        assert self.head is not None  # noqa: S101 - a reader without one only trains
        tokens = self.subwords.divide(document.text)
        found = [self.head.chances(states) for states in self.states(document, tokens)]
        chances = np.concatenate(found).round(DIGITS) if found else np.zeros((0, LABELS + 1), np.float32)
        return Clues(tokens, chances[:, 1], chances[:, 2], chances[:, LABELS])

    def states(self, document: Document, tokens: Sequence[Token]) -> Iterator[NDArray[np.float32]]:
        """Yield the states of a document's pieces, some windows at once."""
        sentences = [(sentence.start, sentence.end) for sentence in document.sentences]
        windows = list(windows_of(tokens, sentences))
        for first in range(0, len(windows), AT_ONCE):
            some = windows[first : first + AT_ONCE]
            yield self.encoder.states([[token.id for token in tokens[window]] for window in some], layers=STATES)
