"""What ``corridors map`` is given to read: files, folders, addresses to fetch, scans to recognise first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.errors import ScanError, SourceError
from layers.cli.terminal import clear, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["SOURCES", "articles"]

_SOURCES = (
    click.option(
        "--fetch",
        "addresses",
        multiple=True,
        metavar="URL",
        help="Fetch a page and map it; the page is kept beside its map. Only this one page is asked for, and only where"
        " the site's robots.txt lets programs have it. May be given several times.",
    ),
    click.option(
        "--ocr",
        is_flag=True,
        help="Recognise the text of scans by ocrmypdf or tesseract, where installed; kept as NAME.ocr.pdf beside them,"
        " which later runs take by themselves.",
    ),
    click.option(
        "--ocr-language",
        "languages",
        default="eng",
        show_default=True,
        metavar="NAMES",
        help="Of scans, as tesseract calls them: rus+eng.",
    ),
)


def SOURCES(command: Callable[..., None]) -> Callable[..., None]:  # noqa: N802 - stands among the options
    """Add what is said of where articles come from."""
    for option in reversed(_SOURCES):
        command = option(command)
    return command


def articles(
    sources: Sequence[Path], output: Path, *, addresses: Sequence[str] = (), ocr: bool = False, languages: str = "eng"
) -> list[Path]:
    """Return the files to read: of a folder, all that may be articles, by name; pages fetched, scans recognised.

    Parameters
    ----------
    sources
        Files and folders.
    output
        Where the maps go; a fetched page is kept in the folder of its own.
    addresses
        Of pages to fetch.
    ocr
        Whether the text of scans is recognised.
    languages
        Of scans.
    """
    if not sources and not addresses:
        raise click.UsageError("name an article's file, a folder of them, or --fetch URL")
    found = [path for source in sources for path in _files_of(source)]
    found += [_fetched(address, output) for address in addresses]
    if ocr:
        for path in found:
            _recognise(path, languages)
    return found


def _files_of(source: Path) -> list[Path]:
    from geo.reading import is_readable

    if not source.is_dir():
        return [source]
    inside = sorted(path for path in source.iterdir() if path.is_file() and is_readable(path))
    if not inside:
        raise SourceError(f"{source} holds no file that is read; see corridors map --help for the kinds")
    return inside


def _fetched(address: str, output: Path) -> Path:
    """Fetch a page into the folder where its map will lie."""
    from layers.fetched import keep_page
    from layers.pipeline import folder_of

    say(f"fetching {address}")
    path = keep_page(address, lambda name: folder_of(Path(name), output))
    clear()
    click.echo(f"page: {path}")
    return path


def _recognise(path: Path, languages: str) -> None:
    from geo.reading import read
    from geo.reading.ocr import recognise

    if path.suffix.lower() != ".pdf":
        return
    try:
        read(path)
    except ScanError:
        say(f"recognising the text of {path.name}, some seconds a page")
        recognise(path, languages=languages)
