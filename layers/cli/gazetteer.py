"""``corridors gazetteer``: what names are known, and places of one's own for all runs."""

from __future__ import annotations

from pathlib import Path

import click

from layers.cli.options import examples, open_gazetteer
from layers.cli.terminal import clear, count, say, table

__all__ = ["gazetteer"]


@click.group(short_help="See what names are known; add places of your own.")
def gazetteer() -> None:
    """See what names are known, and add places of your own for all runs."""


@gazetteer.command(short_help="Say what names are known, from where, and where the index lies.")
def info() -> None:
    """Say what names are known: each source with its records, what was added, and where the index lies."""
    from geo import cache
    from geo.gazetteer import Gazetteer
    from geo.gazetteer.user_gazetteers import additions

    opened = open_gazetteer(())
    counts = opened.row_counts()
    rows = [
        {
            "source": source.id,
            "records": counts.get(source.id, ""),
            "version": source.version,
            "licence": source.licence,
        }
        for source in Gazetteer.sources()
    ]
    table(("source", "records", "version", "licence"), [row for row in rows if row["records"]])
    click.echo(f"{sum(counts.values()):,} records by {opened.name_count():,} names")
    added = [
        {
            "added": a.name,
            "records": a.rows,
            "bytes": a.size_bytes,
            "file": a.file,
            "kind": "dump" if a.is_dump else "table",
        }
        for a in additions()
    ]
    if added:
        table(("added", "records", "bytes", "kind", "file"), added)
    click.echo(f"index: {Gazetteer.index_path()}")
    click.echo(f"cache: {cache.folder()}")


@gazetteer.command(short_help="Make the index anew.")
def build() -> None:
    """Make the index anew, about 20 seconds; a run does so by itself where it is missing, damaged or out of date."""
    from geo import cache
    from geo.gazetteer import Gazetteer, packages

    packages.files()  # nothing is thrown away where there is nothing to make it anew from
    if Gazetteer.is_compiled():
        cache.forget(Gazetteer.index_path())
    opened = open_gazetteer(())
    click.echo(f"{sum(opened.row_counts().values()):,} records by {opened.name_count():,} names")
    click.echo(f"index: {Gazetteer.index_path()}")


@gazetteer.command(
    short_help="Add a file of places for all runs.",
    epilog=examples(
        "corridors gazetteer add depots.csv",
        "corridors gazetteer add ~/Downloads/AZ.zip",
        "corridors gazetteer add x.osm.pbf",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
def add(file: Path) -> None:
    """Add the places of FILE for all runs to come.

    FILE is a table as CSV, GeoJSON or YAML, with name, lon and lat and, if you like, id, aliases, kind, country and
    precision; a dump of GeoNames, such as allCountries.txt or a country's zip; or an OpenStreetMap extract (.osm.pbf),
    whose stations, border crossings, ports, airfields, bases and towns are taken. A table's places come before all
    others; a dump's stand beside ours. Adding a file of the same name again replaces it.
    """
    from geo.gazetteer.user_gazetteers import add as add_file

    addition = add_file(file, progress=say)
    clear()
    click.echo(f"added {addition.name}: {count(addition.rows, 'record')} of {addition.file}")


@gazetteer.command(short_help="Forget a file that was added.", epilog=examples("corridors gazetteer remove depots"))
@click.argument("name")
def remove(name: str) -> None:
    """Forget the file that was added under NAME; ``corridors gazetteer info`` lists them."""
    from geo.gazetteer.user_gazetteers import remove as remove_file

    click.echo(f"removed {remove_file(name).name}")
