"""A reader of the user's own: a language model that they run lends its reading, by labels alone.

A server that speaks the OpenAI-compatible chat API is asked, piece of text by piece, for words of the text: names of
places with their role, and ways with their mode, status and stops. What is not word for word in the text is dropped and
counted. Coordinates, lengths and records never come from a model: resolver, catalogue and tracing are the same as ever,
and :mod:`geo.corridors.chooser` weighs the model's ways beside our own.

Nothing is asked unless an address is given. Answers are kept beside the article (:mod:`geo.readers.kept`), so that a
later run needs no model and gives the same bytes; whatever fails is said, and read by our own reader.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.readers.asking import Endpoint, ReaderFault
    from geo.readers.kept import KeptAnswers
    from geo.readers.labels import Labels, PlaceLabel, WayLabel, checked
    from geo.readers.lent import LentReading, Reader
    from geo.readers.merging import with_lent
    from geo.readers.opening import ReaderChoice
    from geo.readers.pieces import Piece, pieces_of
    from geo.readers.prompt import Prompt

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
    "Endpoint": "geo.readers.asking",
    "ReaderFault": "geo.readers.asking",
    "KeptAnswers": "geo.readers.kept",
    "Labels": "geo.readers.labels",
    "PlaceLabel": "geo.readers.labels",
    "WayLabel": "geo.readers.labels",
    "checked": "geo.readers.labels",
    "LentReading": "geo.readers.lent",
    "Reader": "geo.readers.lent",
    "with_lent": "geo.readers.merging",
    "ReaderChoice": "geo.readers.opening",
    "Piece": "geo.readers.pieces",
    "pieces_of": "geo.readers.pieces",
    "Prompt": "geo.readers.prompt",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for: few runs have a reader."""
    if name not in _HOMES:
        raise AttributeError(f"module 'geo.readers' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
