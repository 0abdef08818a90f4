"""``corridors map``: articles into maps, the main job."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import CorridorsError, SourceError
from geo.languages.notices import sentences_of
from layers.cli.article_sources import SOURCES
from layers.cli.article_sources import articles as articles_named
from layers.cli.author import author_options, words_given
from layers.cli.options import (
    ONLINE_ROUTING,
    OWN_CORRIDORS,
    OWN_NETWORKS,
    OWN_PLACES,
    READER,
    TILES,
    countries,
    examples,
    formats_named,
    open_catalogue,
    open_gazetteer,
    open_reader,
    open_routing,
)
from layers.cli.terminal import cache_is_damaged, clear, count, debugging, fail, own_fault, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.geocoding import Answers
    from geo.language_model import ReaderChoice
    from geo.model import Atlas
    from layers.pipeline import Outputs

__all__ = ["map_"]

LISTED = 20  # of what is not drawn, beside the run; all of it stands on the page and in the report


@click.command(
    "map",
    short_help="Turn articles into maps: the main job.",
    epilog=examples("corridors map report.md", "corridors map report.md brief.txt -o maps --focus AZ,GE"),
)
@click.argument("sources", type=click.Path(path_type=Path), nargs=-1, metavar="ARTICLE...")
@SOURCES
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    metavar="FOLDER",
    help="Where the results go: one folder in it for each article.",
)
@click.option(
    "--focus",
    default="",
    metavar="AZ,GE",
    help="Countries the article is about, by their two-letter codes; helps where several places have one name.",
)
@TILES
@author_options
@click.option(
    "--no-text",
    is_flag=True,
    help="Leave the article's sentences out of map.html, which then holds only names, citations and numbers.",
)
@click.option(
    "--format",
    "formats",
    default="all",
    show_default=True,
    metavar="NAMES",
    help="What to write, separated by commas: html, geojson, gpkg, kml, csv, parquet, gpx, png, svg, pdf, embed, md,"
    " docx; vector, figure or report for several of these, or all.",
)
@click.option(
    "--size",
    type=click.Choice(["column", "page", "slide", "social"]),
    default="page",
    show_default=True,
    help="Of the figure: 85 mm or 174 mm wide, 16:9, or 1200 by 630 pixels.",
)
@click.option(
    "--theme", type=click.Choice(["light", "dark", "grey"]), default="light", show_default=True, help="Of it."
)
@click.option(
    "--site",
    metavar="URL",
    help="Where the folder will be published; embed.html then has whole addresses, as social media want them.",
)
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Corrections by hand (YAML). Without it, NAME.review.yaml beside the article is taken, if there is one.",
)
@click.option("--together", is_flag=True, help="Put all articles on one map, in place of a map for each.")
@OWN_PLACES
@OWN_CORRIDORS
@OWN_NETWORKS
@ONLINE_ROUTING
@READER
@click.option("--dry-run", is_flag=True, help="Say how much would be asked of the reader, and ask nothing.")
@click.option(
    "--online",
    metavar="PROVIDER",
    help="Ask a web geocoder for names that nobody here knows: nominatim, photon, geonames, opencage or arcgis."
    " Only those names leave this machine.",
)
@click.option("--contact", metavar="E-MAIL", help="Sent to the geocoder with each question; nominatim wants one.")
@click.option("--online-url", metavar="URL", help="Address of a geocoder of your own, in place of the public one.")
def map_(
    *,
    sources: Sequence[Path],
    addresses: Sequence[str],
    ocr: bool,
    languages: str,
    output: Path,
    focus: str,
    tiles: str | None,
    no_text: bool,
    formats: str,
    size: str,
    theme: str,
    site: str | None,
    review: Path | None,
    together: bool,
    own_places: Sequence[Path],
    own_corridors: Sequence[Path],
    own_networks: Sequence[str],
    engine: tuple[str, str] | None,
    wanted: str,
    model: str,
    refresh_reading: bool,
    reader_limit: int,
    dry_run: bool,
    online: str | None,
    contact: str | None,
    online_url: str | None,
    **wishes: Any,
) -> None:
    """Turn articles into maps.

    ARTICLE is a text (.txt), Markdown (.md), a page saved from a browser (.html, .mhtml), .pdf, .docx, .odt, .rtf
    or .epub, an e-mail (.eml), subtitles (.srt, .vtt), a folder of such files, or - for what is piped in. Each gets
    a folder of its own in the output folder, named after the file, with map.html, which opens in any browser and
    needs no network, and for other programs such as QGIS atlas.gpkg and atlas.geojson (everything found), a figure,
    a report and a page that shows how to embed the map.
    What was seen in the text and is not drawn is listed with its sentence and the reason.
    """
    click.get_current_context().call_on_close(gc.enable)
    gc.disable()  # one article's records live to its end anyway: looking for garbage among them takes a tenth of a run
    articles = articles_named(sources, output, addresses=addresses, ocr=ocr, languages=languages)
    if review is not None and len(articles) > 1 and not together:
        raise click.UsageError("--review FILE goes with one article; for several, put NAME.review.yaml beside each")
    from layers.formats import Finish, chosen

    outputs = formats_named(formats, chosen)
    reader = open_reader(wanted, model, refresh=refresh_reading, limit=reader_limit)
    if dry_run:
        _say_questions([articles] if together else articles, reader)
        return
    gazetteer = open_gazetteer(own_places, articles=articles)
    catalogue = open_catalogue(own_corridors, gazetteer)
    routing = open_routing(own_networks, engine)
    focused = countries(focus, gazetteer)
    words = words_given(wishes)
    asking = None if online is None else _asking(online, contact=contact, url=online_url)
    options = {
        "gazetteer": gazetteer,
        "catalogue": catalogue,
        "routing": routing,
        "focus": focused,
        "tiles": tiles,
        "with_text": not no_text,
        "formats": outputs,
        "finish": Finish(size, theme, site),
        "online": asking,
        "review": review,
        "words": words,
        "reader": reader,
    }
    failures = 0
    taken: dict[Path, Path | Sequence[Path]] = {}
    for source in [articles] if together else articles:
        try:
            _map_one(source, output, taken=taken, **options)
        except CorridorsError as error:
            clear()
            failures += fail(error)
        except Exception as error:
            if debugging() or isinstance(error, (OSError, click.ClickException)) or cache_is_damaged():
                raise
            clear()
            failures += fail(own_fault(error, about=str(source if isinstance(source, Path) else source[0])))
        if len(articles) > 1:
            gc.collect()
    if failures:
        click.get_current_context().exit(1)


def _say_questions(articles: Sequence[Path | Sequence[Path]], choice: ReaderChoice) -> None:
    """Say how many questions a reader would be asked about each article."""
    from geo.reading import read, together

    for source in articles:
        parts = [source] if isinstance(source, Path) else list(source)
        reader = choice.for_article(None if str(parts[0]) == "-" else parts[0])
        number, characters = (0, 0) if reader is None else reader.questions(together([read(path) for path in parts]))
        click.echo(f"{parts[0]}: {count(number, 'question')}, {characters:,} characters")


def _map_one(
    source: Path | Sequence[Path],
    output: Path,
    *,
    taken: dict[Path, Path | Sequence[Path]],
    **options: Any,
) -> None:
    from layers.pipeline import build, folder_of

    first, more = (source, 0) if isinstance(source, Path) else (source[0], len(source) - 1)
    folder = folder_of(first, output, more=more)
    other = taken.setdefault(folder, source)
    if other is not source:
        raise SourceError(f"{first}: its folder {folder} was just written from {other}; rename one or use -o")
    outputs = build(source, output, progress=say, **options)
    clear()
    if not outputs.files:
        said = " ".join(["", *sentences_of(outputs.atlas.document)])
        raise SourceError(
            f"{first}: nothing to draw: no place or corridor was found{_lost(outputs.atlas)}.{said}".rstrip(".")
        )
    _tell(outputs)


def _tell(outputs: Outputs) -> None:
    atlas = outputs.atlas
    for said in sentences_of(atlas.document):
        click.echo(f"note: {said}", err=True)
    first, *others = outputs.files
    click.echo(f"{'map' if first.name == 'map.html' else 'written'}: {first}")
    if others:
        click.echo(f"  also: {', '.join(path.name for path in others)}")
    reviewed = sum(each.review is not None for each in atlas.places + atlas.actors)
    reviewed += sum(each.review is not None for each in atlas.corridors)
    if reviewed:
        click.echo(f"  reviewed by hand: {count(reviewed, 'feature')}")
    for item in atlas.unresolved[:LISTED]:
        click.echo(f"  not drawn: {item.name} ({item.reason})")
    if len(atlas.unresolved) > LISTED:
        click.echo(f"  not drawn: {len(atlas.unresolved) - LISTED} more, listed under “Seen, not drawn”")
    for note in outputs.notes:
        click.echo(f"  note: {note}")
    click.echo(
        f"{atlas.document.source}: {count(len(atlas.places), 'place')}, {count(len(atlas.corridors), 'corridor')},"
        f" {count(len(atlas.actors), 'actor')}, {len(atlas.unresolved)} seen and not drawn"
    )


def _asking(provider: str, *, contact: str | None, url: str | None) -> Callable[[Sequence[str]], Answers]:
    from geo.geocoding import Cache, ask, open_provider

    return partial(ask, provider=open_provider(provider, contact=contact, url=url), cache=Cache.open(), progress=say)


def _lost(atlas: Atlas) -> str:
    if not atlas.unresolved:
        return ""
    first = atlas.unresolved[0].name
    return f" ({len(atlas.unresolved)} seen and not drawn, the first being {first!r})"
