"""Encoder and head as one: from a document to clues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.encoder.clues import Clues
from geo.encoder.encoder_weights import WIDTH, Weights
from geo.encoder.forward import Encoder
from geo.encoder.head import LABELS, STATES, Head, load_head
from geo.encoder.mode_and_status import WayClues, WayHead, load_way_head
from geo.encoder.subwords import Subwords
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
    encoder, subwords, head, way_head
        What it reads with.
    """

    encoder: Encoder
    subwords: Subwords
    head: Head | None
    way_head: WayHead | None = None

    @classmethod
    def open(cls, path: Path, *, headless: bool = False) -> EncoderReader:
        """Load weights and head.

        Parameters
        ----------
        path
            The file of weights, as :func:`geo.encoder.encoder_weights.find_weights` gives it.
        headless
            True to train a head.

        Raises
        ------
        DataError
            If one of the two files is missing or damaged.
        """
        weights = Weights.load(path)
        heads = (None, None) if headless else (load_head(), load_way_head())
        return cls(Encoder(weights), Subwords(weights), *heads)

    def read(self, document: Document) -> Clues:
        """Return the clues of a document."""
        assert self.head is not None  # noqa: S101 - a reader without one only trains
        assert self.way_head is not None  # noqa: S101 - as above
        tokens = self.subwords.divide(document.text)
        found, kept = [np.zeros((0, LABELS + 1), np.float32)], []
        for states in self.states(document, tokens):
            found.append(self.head.chances(states))
            kept.append(states[:, -WIDTH:].astype(np.float16))
        chances = np.concatenate(found).round(DIGITS)
        ways = WayClues(tokens, np.concatenate(kept), self.way_head) if kept else None
        return Clues(tokens, chances[:, 1], chances[:, 2], chances[:, LABELS], ways)

    def states(self, document: Document, tokens: Sequence[Token]) -> Iterator[NDArray[np.float32]]:
        """Yield the states of a document's pieces, some windows at once."""
        sentences = [(sentence.start, sentence.end) for sentence in document.sentences]
        windows = list(windows_of(tokens, sentences))
        pieces = [[token.id for token in tokens[window]] for window in windows]
        yield from self.encoder.states_of_all(pieces, layers=STATES, at_once=AT_ONCE)
