"""What a text was seen to speak of and what came of it is no corridor."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import RecordError
from geo.model.checks import check_span

__all__ = ["Seen"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A movement or way that was read and from which no corridor was made.

    Attributes
    ----------
    start, end
        Span of :attr:`phrase` in the document's text.
    phrase
        The words that speak of it.
    sentence
        Index into ``Document.sentences``.
    reason
        Why no corridor was made, one clause for the reader.
    """

    start: int
    end: int
    phrase: str
    sentence: int
    reason: str

    def __post_init__(self) -> None:
        check_span(f"seen {self.phrase!r}", self.start, self.end)
        if len(self.phrase) != self.end - self.start:
            raise RecordError(
                f"seen {self.phrase!r} is {len(self.phrase)} characters long, but its span {self.start}-{self.end} is "
                f"{self.end - self.start}; a phrase must be text[start:end]"
            )
        if self.sentence < 0:
            raise RecordError(f"seen {self.phrase!r}: sentence {self.sentence} is no index; expected 0 or more")
        if not self.reason:
            raise RecordError(f"seen {self.phrase!r} has no reason; say why no corridor was made of it")
