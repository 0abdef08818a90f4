"""``corridors overview``: a corpus as one map and one set of exports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from layers import parquet
from layers.cli.options import LANGUAGE, TILES, check_language, examples, formats_named
from layers.cli.terminal import clear, count, say

if TYPE_CHECKING:
    from layers.overviews import OverviewOutputs

__all__ = ["overview"]

CO_MENTIONS = 100


@click.command(
    short_help="Turn a corpus into one map and one set of exports.",
    epilog=examples(
        "corridors corpus articles/ -o archive",
        "corridors overview archive -o output",
        "corridors overview archive --from 2019-01 --to 2019-06 --min-documents 5 --co-mentions",
    ),
)
@click.argument("dataset", type=click.Path(path_type=Path), metavar="DATASET")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    metavar="FOLDER",
    help="Where the results go: a folder in it, named after the dataset.",
)
@click.option("--from", "first", metavar="MONTH", help="Only documents of this month (2019-05) or later.")
@click.option("--to", "last", metavar="MONTH", help="Only documents of this month or earlier.")
@click.option(
    "--min-documents",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Leave out places and corridors that fewer documents speak of.",
)
@click.option(
    "--top", type=click.IntRange(1), help="At most so many places and so many corridors, those with most documents."
)
@click.option(
    "--co-mentions",
    type=click.IntRange(1),
    is_flag=False,
    flag_value=CO_MENTIONS,
    metavar="[N]",
    help="Show which places the same documents name, the N strongest pairs (100 without a number). A pair is no way.",
)
@click.option(
    "--format",
    "formats",
    default="all",
    show_default=True,
    metavar="NAMES",
    help="What to write, separated by commas: html, geojson, gpkg, csv, parquet, pmtiles; vector for the data formats"
    " without tiles, all for html and vector.",
)
@click.option("--title", help="Heading of the map.")
@LANGUAGE
@click.option(
    "--no-text",
    is_flag=True,
    help="Leave the documents' sentences out of map.html, which then holds only names, titles and numbers.",
)
@TILES
def overview(
    *,
    dataset: Path,
    output: Path,
    first: str | None,
    last: str | None,
    min_documents: int,
    top: int | None,
    co_mentions: int | None,
    formats: str,
    title: str | None,
    language: str,
    tiles: str | None,
    no_text: bool,
) -> None:
    """Turn a corpus into one map and one set of exports.

    DATASET is a folder that `corridors corpus` wrote. The map is one file of 5 MB at most that needs no network: places
    as circles and corridors as lines, as large and as wide as the number of documents that speak of them, with a slider
    by month and, behind each, the documents that speak of it most. What does not fit is left to the exports, and the
    page says how much that is. GeoJSON, GeoPackage, GeoParquet and CSV hold all of it, with documents by month.
    """
    check_language(language)
    parquet.check("a corpus needs")
    from layers.overviews import overview as make
    from layers.overviews.overview_run import formats_named as choose

    wanted = formats_named(formats, choose)
    made = make(
        dataset,
        output,
        first=first,
        last=last,
        min_documents=min_documents,
        top=top,
        co_mentions=co_mentions or 0,
        formats=wanted,
        title=title,
        language=language,
        with_text=not no_text,
        tiles=tiles,
        progress=say,
    )
    clear()
    _tell(made)


def _tell(made: OverviewOutputs) -> None:
    summary = made.summary
    months = f" from {summary.months[0]} to {summary.months[-1]}" if summary.months else ""
    undated = f" ({summary.undated} without a date)" if summary.undated else ""
    click.echo(
        f"{count(summary.documents, 'document')}{months}{undated}: {count(len(summary.places), 'place')},"
        f" {count(len(summary.corridors), 'corridor')}"
        + (f", {count(len(summary.together), 'pair')} named together" if summary.together else "")
    )
    if any(summary.below.values()):
        click.echo(
            f"  left out: {count(summary.below['places'], 'place')}, {count(summary.below['corridors'], 'corridor')}"
        )
    for note in made.notes:
        click.echo(f"  note: {note}")
    page, *others = made.files
    click.echo(f"  {'map' if page.name == 'map.html' else 'written'}: {page}")
    if others:
        click.echo(f"  also: {', '.join(path.name for path in others)}")
