"""``corridors geoparse``: places and corridors of texts, as JSON."""

from __future__ import annotations

import codecs
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import click

from geo.characters import line, whole
from geo.errors import CorridorsError, SourceError
from geo.user_files import LONGEST_LINE, check_regular, lines_of
from layers.cli.options import (
    OWN_CORRIDORS,
    OWN_PLACES,
    READER,
    countries,
    examples,
    open_catalogue,
    open_gazetteer,
    open_reader,
)
from layers.cli.terminal import cache_is_damaged, debugging, fail, own_fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.encoder.encoder_use import EncoderUse
    from geo.language_model import Reader
    from geo.model import Document

__all__ = ["geoparse"]


class Options(TypedDict):
    """What is wanted of every text."""

    focus: tuple[str, ...]
    demonyms: bool
    reader: Reader | None
    encoder: EncoderUse


@click.command(
    short_help="Find places and corridors in a text, as JSON.",
    epilog=examples("corridors geoparse report.txt", "corridors geoparse texts.jsonl --jsonl > found.jsonl"),
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--jsonl",
    is_flag=True,
    help='Read many texts, one {"id": …, "text": …} a line; write one line for each, an "error" for one not read.',
)
@click.option(
    "--demonyms", is_flag=True, help="Put “Georgian” and “Afghans” among the toponyms, at the country they belong to."
)
@click.option("--focus", default="", metavar="AZ,GE", help="Countries the texts are known to be about.")
@OWN_PLACES
@OWN_CORRIDORS
@READER
def geoparse(
    file: Path | None,
    *,
    jsonl: bool,
    demonyms: bool,
    focus: str,
    own_places: Sequence[Path],
    own_corridors: Sequence[Path],
    wanted: str,
    model: str,
    refresh_reading: bool,
    reader_limit: int,
) -> None:
    """Find places and corridors in FILE, or in what is piped in, and write them as JSON.

    Each is given with its position: start and end count the characters of the text (Unicode code points), the first
    being 0. A toponym without a record has the point of what it is likely near, such as a town beside it in the text;
    "near" says which. What no map of the text would show stands under "unresolved", each with the reason.
    """
    from geo.annotating import annotate, annotate_line

    gazetteer = open_gazetteer(own_places)
    catalogue = open_catalogue(own_corridors, gazetteer)
    choice = open_reader(wanted, model, refresh=refresh_reading, limit=reader_limit)
    reader = choice.for_article(None if jsonl else file)
    options: Options = {
        "focus": countries(focus, gazetteer),
        "demonyms": demonyms,
        "reader": reader,
        "encoder": choice.encoder,
    }
    if not jsonl:
        text = _document(file)
        read = {"id": text.source} | annotate(text, gazetteer, catalogue, **options)
        click.echo(json.dumps(read, ensure_ascii=False))
        _tell({read["reading"]: 1} if "reading" in read else {})
        return
    failures = asked = 0
    told: dict[str, int] = {}
    for number, words in enumerate(_lines(file), start=1):
        if words is not None and number == 1:
            words = words.removeprefix(codecs.BOM_UTF8)  # noqa: PLW2901 - as Windows writes it
        if words is not None and not words.strip():
            continue
        asked += 1
        found: dict[str, Any] | None = None
        try:
            found = annotate_line(_decoded(words), gazetteer, catalogue, **options)
        except CorridorsError as error:
            reason = str(error)
        except Exception as error:  # one line may cost itself, never the lines after it
            if debugging() or cache_is_damaged():
                raise
            reason = own_fault(error)
        if found is None:
            failures += fail(f"line {number}: {reason}")
            found = {"id": _id_of(words), "error": line(reason), "line": number}
        if "reading" in found:
            told[found["reading"]] = told.get(found["reading"], 0) + 1
        click.echo(json.dumps(found, ensure_ascii=False))
    if not asked:
        raise SourceError(f"{file or 'standard input'} holds no line; expected an object with id and text on each")
    _tell(told)
    if failures:
        click.get_current_context().exit(1)


def _tell(said: Mapping[str, int]) -> None:
    """Say beside the run what must be known of the languages of the texts, and of how many texts."""
    for reading, texts in said.items():
        click.echo(f"note: {reading}" if texts == 1 else f"note: of {texts} texts: {reading}", err=True)


def _decoded(words: bytes | None) -> str:
    if words is None:
        raise SourceError(f"holds more than {LONGEST_LINE:,} bytes; divide the text")
    try:
        return words.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"not UTF-8 (byte 0x{words[error.start]:02X} at {error.start})") from None


def _id_of(words: bytes | None) -> str | int | None:
    """Return the id of a line that could not be read for another reason, where it has one that can be written."""
    try:
        given = json.loads(words or b"{}").get("id")
    except (ValueError, RecursionError, AttributeError):
        return None
    return whole(given) if isinstance(given, str) else given if isinstance(given, int) else None


def _document(file: Path | None) -> Document:
    from geo.reading import document, read
    from geo.reading.decoding import load_piped

    if file is not None:
        return read(file)
    try:
        return document(load_piped().decode("utf-8-sig"), source="standard input")
    except UnicodeDecodeError as error:
        raise SourceError(f"standard input is not UTF-8: byte at {error.start:,}; convert it first") from None


def _lines(file: Path | None) -> Iterator[bytes | None]:
    if file is None:
        yield from lines_of(sys.stdin.buffer)
        return
    try:
        check_regular(file)
        with file.open("rb") as stream:
            yield from lines_of(stream)
    except OSError as error:
        raise SourceError(f"{file} cannot be read ({error.strerror}); expected lines of JSON") from None
