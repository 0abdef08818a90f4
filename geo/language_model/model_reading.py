"""A document read by a model: each piece from what is kept, else asked for; what fails is said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from geo.language_model.answer_cache import KeptAnswers
from geo.language_model.answers import Labels, checked, put_together
from geo.language_model.chat_api import ReaderFault
from geo.language_model.chunks import Piece, pieces_of
from geo.language_model.prompt import Prompt
from geo.language_model.reader_choice import MOST_CHARACTERS
from geo.model import DataSource, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.language_model.chat_api import Endpoint
    from geo.model import Document

__all__ = ["LentReading", "Reader"]

AT_ONCE = 2  # questions on the way; a model of one's own answers few at a time
MOST_FAULTS = 3  # one after another, then nothing more is asked


@dataclass(frozen=True, slots=True)
class LentReading:
    """What a model read of a document.

    Attributes
    ----------
    labels
        Words of the text with their labels.
    read
        The pieces in which it marked anything, by their spans; the rest is for our own reader alone.
    model, host, prompt
        Who read, where, and the hash of what was asked.
    asked, kept
        How many pieces were asked for, and how many answers were kept from before.
    faults
        Why pieces were not read, each reason once.
    """

    labels: Labels
    read: tuple[Piece, ...]
    model: str
    host: str
    prompt: str
    asked: int = 0
    kept: int = 0
    faults: tuple[str, ...] = ()

    @property
    def has_read(self) -> bool:
        """Tell whether any piece was read."""
        return bool(self.read)

    def covers(self, start: int, end: int) -> bool:
        """Tell whether a span lies in what was read."""
        return any(piece.start <= start and end <= piece.end for piece in self.read)

    def summary(self) -> Reading:
        """Return what the map should say of it."""
        dropped = sum(self.labels.dropped.values())
        return Reading(self.model, self.prompt, dropped, self.faults, self.has_read)

    def source(self) -> DataSource:
        """Return the model as a source of the map; where it ran is not told."""
        return DataSource(
            id="language-model",
            name=f"Language model {self.model}",
            version=f"prompt {self.prompt}",
            licence="labels on words of the article",
            attribution=self.summary().told(),
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """A model, what it answered before, and what it may take.

    Attributes
    ----------
    endpoint
        Whom to ask; ``None`` asks nobody and takes what is kept.
    model
        Whose kept answers are taken.
    kept
        Answers of earlier runs; new ones are added and saved.
    refresh
        Ask anew what is kept.
    most_characters
        A text beyond this is not read further by the model.
    progress
        Told how far it is.
    """

    endpoint: Endpoint | None
    model: str
    kept: KeptAnswers = field(default_factory=KeptAnswers)
    refresh: bool = False
    most_characters: int = MOST_CHARACTERS
    progress: Callable[[str], None] = lambda _step: None

    def questions(self, document: Document) -> tuple[int, int]:
        """Return how many pieces would be asked for, and how many characters they hold."""
        wanted = [piece for piece, kept in self._pieces(document, Prompt.load()) if kept is None]
        return len(wanted), sum(piece.end - piece.start for piece in wanted)

    def read(self, document: Document) -> LentReading:
        """Let the model read a document.

        Parameters
        ----------
        document
            As it was read.

        Raises
        ------
        OutputError
            If new answers cannot be kept where they should be.
        """
        prompt = Prompt.load()
        pieces = self._pieces(document, prompt)
        known = {piece: answer for piece, answer in pieces if answer is not None}
        wanted = [piece for piece, answer in pieces if answer is None]
        answers, faults = self._ask(document.text, wanted, prompt) if self.endpoint is not None else ({}, [])
        if self.endpoint is None and wanted:
            faults.append(f"no answer of {self.model} is kept for {len(wanted)} of {len(pieces)} parts of the text")
        for piece, answer in answers.items():
            self.kept.put(document.text[piece.start : piece.end], self.model, prompt, answer)
        if answers:
            self.kept.save()
        if pieces and pieces[-1][0].end < len(document.text.rstrip()):
            faults.append(f"the model reads the first {self.most_characters:,} characters; the rest was not sent")
        given = {
            piece: checked(known.get(piece) or answers[piece], document.text, piece.start, piece.end)
            for piece, _ in pieces
            if piece in known or piece in answers
        }
        read = [piece for piece, labels in given.items() if labels.places or labels.ways]
        if len(read) < len(given):
            faults.append(f"the model marked nothing in {len(given) - len(read)} of {len(pieces)} parts of the text")
        return LentReading(
            labels=put_together(list(given.values()), document.text),
            read=tuple(read),
            model=self.model,
            host=self.endpoint.host if self.endpoint is not None else "",
            prompt=prompt.hash,
            asked=len(answers),
            kept=len(known),
            faults=tuple(dict.fromkeys((*self.kept.notes, *faults))),
        )

    def _pieces(self, document: Document, prompt: Prompt) -> list[tuple[Piece, dict[str, Any] | None]]:
        """Return each piece with what is kept of it, if anything that can be used."""
        found = []
        for piece in pieces_of(document):
            if piece.end > self.most_characters:
                break
            answer = None if self.refresh else self.kept.get(document.text[piece.start : piece.end], self.model, prompt)
            found.append((piece, answer if answer is not None and _is_usable(answer, document.text, piece) else None))
        return found

    def _ask(self, text: str, wanted: Sequence[Piece], prompt: Prompt) -> tuple[dict[Piece, dict[str, Any]], list[str]]:
        """Ask for pieces, a few at a time; stop where asking on would be in vain."""
        answers: dict[Piece, dict[str, Any]] = {}
        faults: list[str] = []
        in_a_row = 0
        with ThreadPoolExecutor(AT_ONCE) as workers:
            for first in range(0, len(wanted), AT_ONCE):
                some = wanted[first : first + AT_ONCE]
                self.progress(f"the model reads part {first + 1} of {len(wanted)}")
                for piece, answer in zip(some, workers.map(partial(self._answer, text, prompt), some), strict=True):
                    if isinstance(answer, ReaderFault):
                        faults.append(str(answer))
                        in_a_row += MOST_FAULTS if answer.is_final else 1
                    else:
                        in_a_row, answers[piece] = 0, answer
                if in_a_row >= MOST_FAULTS:
                    break
        return answers, faults

    def _answer(self, text: str, prompt: Prompt, piece: Piece) -> dict[str, Any] | ReaderFault:
        assert self.endpoint is not None  # noqa: S101 - _ask is not called without one
        try:
            return self.endpoint.ask(
                text[piece.start : piece.end], prompt, lambda answer: checked(answer, text, piece.start, piece.end)
            )
        except ReaderFault as fault:
            return fault


def _is_usable(answer: Mapping[str, Any], text: str, piece: Piece) -> bool:
    try:
        checked(answer, text, piece.start, piece.end)
    except ValueError:
        return False
    return True
