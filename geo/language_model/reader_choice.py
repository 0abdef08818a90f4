"""Which reader a user asked for: our rules, the encoder, a model that answered before, or one at an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import ProviderError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from geo.encoder.encoder_use import EncoderUse
    from geo.language_model.chat_api import Endpoint
    from geo.language_model.model_reading import Reader

__all__ = ["AUTO", "ENCODER", "FAST", "OURS", "ReaderChoice", "beside"]

AUTO, FAST, ENCODER = "auto", "fast", "encoder"
OURS = (AUTO, FAST, ENCODER)
MOST_CHARACTERS = 200_000  # of a text that is sent
ENDING = ".reading.jsonl"  # of the file of answers kept beside an article
USES: Mapping[str, EncoderUse] = {FAST: "never", ENCODER: "always"}


def beside(article: Path) -> Path:
    """Return the file of an article's kept answers.

    Examples
    --------
    >>> from pathlib import Path
    >>> beside(Path("seeds/brief.md")).name
    'brief.reading.jsonl'
    """
    return article.with_name(f"{article.stem}{ENDING}")


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """What a user said of readers, for any article.

    Attributes
    ----------
    wanted
        ``fast`` for our own rules alone; ``encoder`` for the multilingual encoder and them (:mod:`geo.encoder`);
        ``auto`` takes the encoder, where it is installed, to weigh ways, and for names in other languages than
        English, and what a model answered
        before, where that is kept beside the article; or the address of a server, asked beside what ``auto`` takes.
    model
        As the server calls it.
    refresh
        Ask anew what is kept.
    most_characters
        A text beyond this is not sent further.
    progress
        Told how far a reading is.
    """

    wanted: str = AUTO
    model: str = ""
    refresh: bool = False
    most_characters: int = MOST_CHARACTERS
    progress: Callable[[str], None] = lambda _step: None

    def __post_init__(self) -> None:
        if self.wanted in OURS:
            if self.refresh:
                raise ProviderError("a reading is asked anew of a server; name its address with --reader URL")
            if self.wanted != AUTO and self.model:
                raise ProviderError(f"--model {self.model} needs a server; name its address with --reader URL")
        else:
            self._endpoint()  # a wrong address is told before anything is read

    def _endpoint(self) -> Endpoint:
        if "://" not in self.wanted:
            raise ProviderError(
                f"no reader is called {self.wanted!r}; allowed are {AUTO}, {FAST}, {ENCODER} or an address such as "
                "http://127.0.0.1:11434/v1"
            )
        from geo.language_model.chat_api import Endpoint

        return Endpoint.at(self.wanted, self.model)

    @property
    def encoder(self) -> EncoderUse:
        """Whether the encoder reads beside our rules, as :func:`geo.geoparse` takes it."""
        return USES.get(self.wanted, "auto")

    def for_article(self, article: Path | None) -> Reader | None:
        """Return the reader of an article, ``None`` where our own rules read alone.

        Parameters
        ----------
        article
            Its file, beside which answers are kept; ``None`` keeps them for this run.

        Raises
        ------
        ProviderError
            If the address cannot be used.
        """
        if self.wanted in {FAST, ENCODER}:
            return None
        answers = beside(article) if article is not None else None
        if self.wanted == AUTO and (answers is None or not answers.exists()):
            return None
        from geo.language_model.answer_cache import KeptAnswers
        from geo.language_model.model_reading import Reader

        kept = KeptAnswers.open(answers) if answers is not None else KeptAnswers()
        if self.wanted != AUTO:
            endpoint = self._endpoint()
            return Reader(endpoint, endpoint.model, kept, self.refresh, self.most_characters, self.progress)
        models = [self.model] if self.model else kept.models()
        return Reader(None, models[0], kept, progress=self.progress) if kept.rows and models else None
