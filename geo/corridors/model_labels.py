"""What a model of the user's own read of a document, by tokens in place of letters."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.language_model import LentReading
    from geo.model import Mode, Status
    from geo.recognition.tokens import Tokens

__all__ = ["Lending", "LentWay", "lending_of"]


@dataclass(frozen=True, slots=True)
class LentWay:
    """A way as a model read it.

    Attributes
    ----------
    first, last
        Token indices of its phrase, end exclusive.
    named
        Whether the phrase is a name.
    stops
        Words of the text, in order of travel.
    """

    first: int
    last: int
    named: bool
    mode: Mode
    status: Status
    directed: bool
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lending:
    """Ways that a model read, and the tokens of the parts it read."""

    ways: tuple[LentWay, ...]
    read: tuple[tuple[int, int], ...]

    def covers(self, first: int, last: int) -> bool:
        """Tell whether the model read some words."""
        return any(begin <= first and last <= end for begin, end in self.read)


def lending_of(reading: LentReading, text: str, tokens: Tokens) -> Lending:
    """Return what a model read, by tokens.

    Parameters
    ----------
    reading
        Its labels and the parts it read.
    text
        The document's own letters, which the labels are words of.
    tokens
        Its words.
    """
    starts = tokens.starts

    def token_at(offset: int) -> int:
        return bisect_left(starts, offset)

    ways = tuple(
        LentWay(
            token_at(way.start),
            max(token_at(way.start) + 1, token_at(way.end)),
            way.named,
            way.mode,
            way.status,
            way.directed,
            tuple(text[start:end] for start, end in way.stops),
        )
        for way in reading.labels.ways
        if token_at(way.start) < len(starts)
    )
    return Lending(ways, tuple((token_at(piece.start), token_at(piece.end)) for piece in reading.read))
