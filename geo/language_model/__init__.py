"""A reader of the user's own: a language model that they run lends its reading, by labels alone.

A server that speaks the OpenAI-compatible chat API is asked, piece of text by piece, for words of the text: names of
places with their role, and ways with their mode, status and stops. What is not word for word in the text is dropped and
counted. Coordinates, lengths and records never come from a model: resolver, catalogue and tracing are the same as ever,
and :mod:`geo.corridors.chooser` weighs the model's ways beside our own.

Nothing is asked unless an address is given. Answers are kept beside the article
(:mod:`geo.language_model.answer_cache`), so that a later run needs no model and gives the same bytes; whatever fails is
said, and read by our own reader.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.language_model.answer_cache import KeptAnswers
    from geo.language_model.answers import Labels, PlaceLabel, WayLabel, checked
    from geo.language_model.chat_api import Endpoint, ReaderFault
    from geo.language_model.chunks import Piece, pieces_of
    from geo.language_model.merged_mentions import with_lent
    from geo.language_model.model_reading import LentReading, Reader
    from geo.language_model.prompt import Prompt
    from geo.language_model.reader_choice import ReaderChoice

__all__ = [
    "Endpoint",
    "KeptAnswers",
    "Labels",
    "LentReading",
    "Piece",
    "PlaceLabel",
    "Prompt",
    "Reader",
    "ReaderChoice",
    "ReaderFault",
    "WayLabel",
    "checked",
    "pieces_of",
    "with_lent",
]

_HOMES = {
    "Endpoint": "geo.language_model.chat_api",
    "ReaderFault": "geo.language_model.chat_api",
    "KeptAnswers": "geo.language_model.answer_cache",
    "Labels": "geo.language_model.answers",
    "PlaceLabel": "geo.language_model.answers",
    "WayLabel": "geo.language_model.answers",
    "checked": "geo.language_model.answers",
    "LentReading": "geo.language_model.model_reading",
    "Reader": "geo.language_model.model_reading",
    "with_lent": "geo.language_model.merged_mentions",
    "ReaderChoice": "geo.language_model.reader_choice",
    "Piece": "geo.language_model.chunks",
    "pieces_of": "geo.language_model.chunks",
    "Prompt": "geo.language_model.prompt",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for: few runs have a reader."""
    if name not in _HOMES:
        raise AttributeError(f"module 'geo.language_model' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
