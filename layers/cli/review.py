"""``corridors review``: look through what was found, and correct it, in a local page."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from layers.cli.options import OWN_PLACES, countries, examples, open_gazetteer
from layers.cli.terminal import clear, say

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["review"]


@click.command(
    short_help="Look through and correct what was found, in a local page.",
    epilog=examples("corridors review report.md --by LK", "corridors map report.md"),
)
@click.argument("source", type=click.Path(path_type=Path), metavar="ARTICLE")
@click.option(
    "--review",
    "review_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the corrections are kept, in place of NAME.review.yaml beside the article.",
)
@click.option("--by", metavar="LK", default="", help="Your initials, which each correction carries.")
@click.option("--focus", default="", metavar="AZ,GE", help="Countries the article is about, as in corridors map.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="A port of this machine; a free one by default.")
@click.option("--no-browser", is_flag=True, help="Print the address and leave it to you to open it.")
@OWN_PLACES
def review(
    source: Path,
    *,
    review_file: Path | None,
    by: str,
    focus: str,
    port: int,
    no_browser: bool,
    own_places: Sequence[Path],
) -> None:
    """Look through what was found in ARTICLE, and correct it.

    Opens the studio at the check: the article beside the map. Each change is written at once to NAME.review.yaml beside
    the article, which corridors map reads by itself. The page is served to this machine alone, and needs no network.
    With --review, --focus or --gazetteer, which a map of the studio would not know of, the check comes alone.
    """
    from layers.review.review_server import address_of, check_libraries, listen, new_token, serve
    from layers.review.session import Session

    if str(source) == "-" or source.is_dir():
        raise click.UsageError("a review needs the file of one article: its corrections lie beside it")
    check_libraries()
    if review_file is None and not focus and not own_places:
        from geo.reading import read
        from layers.cli.open import open_studio
        from layers.review import find_corrections

        read(source)  # what cannot be read is told before a page opens
        find_corrections(source)
        open_studio(source, port=port, no_browser=no_browser, tab="check", by=by.strip())
        return
    gazetteer = open_gazetteer(own_places)
    say("finding places and corridors")
    session = Session(source, review=review_file, gazetteer=gazetteer, focus=countries(focus, gazetteer), by=by.strip())
    session.state()
    token = new_token()
    listener = listen(port)
    clear()
    address = address_of(listener, token)
    click.echo(f"reviewing {source.name}; corrections go to {session.path}")
    click.echo(f"  open: {address}")
    click.echo("  stop with Ctrl-C; every change is kept as soon as it is made")
    if not no_browser:
        webbrowser.open(address)
    serve(session, listener, token)
