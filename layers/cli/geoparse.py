"""``corridors geoparse``: places and corridors of texts, as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from geo.errors import CorridorsError, SourceError
from layers.cli.options import OWN_CORRIDORS, OWN_PLACES, countries, examples, open_catalogue, open_gazetteer
from layers.cli.terminal import fail

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.model import Document

__all__ = ["geoparse"]


class Options(TypedDict):
    """What is wanted of every text."""

    focus: tuple[str, ...]
    demonyms: bool


@click.command(
    short_help="Find places and corridors in a text, as JSON.",
    epilog=examples("corridors geoparse report.txt", "corridors geoparse texts.jsonl --jsonl > found.jsonl"),
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--jsonl", is_flag=True, help='Read many texts, one {"id": …, "text": …} a line; write one line for each.'
)
@click.option(
    "--demonyms", is_flag=True, help="Put “Georgian” and “Afghans” among the toponyms, at the country they belong to."
)
@click.option("--focus", default="", metavar="AZ,GE", help="Countries the texts are known to be about.")
@OWN_PLACES
@OWN_CORRIDORS
def geoparse(
    file: Path | None,
    *,
    jsonl: bool,
    demonyms: bool,
    focus: str,
    own_places: Sequence[Path],
    own_corridors: Sequence[Path],
) -> None:
    """Find places and corridors in FILE, or in what is piped in, and write them as JSON.

    Each is given with its position: start and end count the characters of the text (Unicode code points), the first
    being 0. A toponym without a record has the point of what it is likely near, such as a town beside it in the text;
    "near" says which. What no map of the text would show stands under "unresolved", each with the reason.
    """
    from layers.annotations import annotate, annotate_line  # noqa: PLC0415

    gazetteer = open_gazetteer(own_places)
    catalogue = open_catalogue(own_corridors, gazetteer)
    options: Options = {"focus": countries(focus, gazetteer), "demonyms": demonyms}
    if not jsonl:
        text = _document(file)
        click.echo(
            json.dumps({"id": text.source} | annotate(text, gazetteer, catalogue, **options), ensure_ascii=False)
        )
        return
    failures = 0
    for number, line in enumerate(_lines(file), start=1):
        try:
            words = line.decode("utf-8")
            if words.strip():
                click.echo(json.dumps(annotate_line(words, gazetteer, catalogue, **options), ensure_ascii=False))
        except UnicodeDecodeError as error:
            failures += fail(f"line {number}: not UTF-8 (byte 0x{line[error.start]:02X} at {error.start}); skipped")
        except CorridorsError as error:
            failures += fail(f"line {number}: {error}; skipped")
    if failures:
        click.get_current_context().exit(1)


def _document(file: Path | None) -> Document:
    from geo.reading import document, read  # noqa: PLC0415

    if file is not None:
        return read(file)
    try:
        return document(sys.stdin.buffer.read().decode("utf-8-sig"), source="standard input")
    except UnicodeDecodeError as error:
        raise SourceError(f"standard input is not UTF-8: byte at {error.start:,}; convert it first") from None


def _lines(file: Path | None) -> Iterator[bytes]:
    if file is None:
        yield from sys.stdin.buffer
        return
    try:
        with file.open("rb") as stream:
            yield from stream
    except OSError as error:
        raise SourceError(f"{file} cannot be read ({error.strerror}); expected lines of JSON") from None
