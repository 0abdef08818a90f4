"""``corridors open``: the studio, a local page for all of it."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.errors import SourceError
from layers.cli.options import examples
from layers.cli.terminal import clear

if TYPE_CHECKING:
    from layers.studio import Shelf

__all__ = ["open_", "open_studio"]

FOLDER = "Corridors"


@click.command(
    "open",
    short_help="Do all of it in a local page: paste, map, check, take home.",
    epilog=examples("corridors open", "corridors open articles/", "corridors open report.md"),
)
@click.argument("what", type=click.Path(path_type=Path), required=False, metavar="[FOLDER or ARTICLE]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="A port of this machine; a free one by default.")
@click.option("--no-browser", is_flag=True, help="Print the address and leave it to you to open it.")
def open_(what: Path | None, *, port: int, no_browser: bool) -> None:
    """Do all of it in a page: paste or drop an article, see its map, check it, give it words, take the files home.

    The articles lie in FOLDER, by itself Corridors in your documents, and all that you do lies beside them: corrections
    and words in NAME.review.yaml, maps in output. The command line gives the same files. The page is served to this
    machine alone, and needs no network.
    """
    from layers.review.review_server import check_libraries

    check_libraries()
    open_studio(what, port=port, no_browser=no_browser)


def open_studio(what: Path | None, *, port: int, no_browser: bool, tab: str = "map", by: str = "") -> None:
    """Serve the studio of a folder or of an article until it is interrupted.

    Parameters
    ----------
    what
        The folder, the article, or nothing for the user's own folder.
    port
        0 takes a free one.
    no_browser
        Whether opening the address is left to the person.
    tab
        Where an article is opened: ``map``, ``check``, ``words`` or ``take``.
    by
        Initials that corrections carry.
    """
    from layers.review.review_server import address_of, listen, new_token
    from layers.studio import serve

    shelf, article = _shelf(what)
    token = new_token()
    listener = listen(port)
    clear()
    address = address_of(listener, token) + (f"#{article}/{tab}" if article else "")
    click.echo(f"the studio of {shelf.folder}")
    click.echo(f"  open: {address}")
    click.echo("  stop with Ctrl-C; every change is kept as soon as it is made")
    if not no_browser:
        webbrowser.open(address)
    serve(shelf, listener, token, by=by)


def _shelf(what: Path | None) -> tuple[Shelf, str]:
    """Return the shelf of a folder or of an article's folder, and the article's id where one was named."""
    import platformdirs

    from geo.reading import is_readable
    from layers.studio import Shelf

    if what is None:
        return Shelf(Path(platformdirs.user_documents_dir()) / FOLDER), ""
    if not what.is_file():
        if not what.exists() and is_readable(what):
            raise SourceError(f"{what} does not exist; check the name, or name a folder")
        return Shelf(what), ""
    shelf = Shelf(what.parent)
    found = [each.id for each in shelf.articles() if each.path.name == what.name]
    if not found:
        raise SourceError(f"{what} is of no kind that is read; see corridors map --help for the kinds")
    return shelf, found[0]
