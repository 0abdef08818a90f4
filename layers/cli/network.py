"""``corridors network``: railways and roads of one's own OpenStreetMap, for all runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from layers.cli.options import examples
from layers.cli.terminal import clear, count, say, table

if TYPE_CHECKING:
    from geo.tracing.user_networks import AddedNetwork

__all__ = ["network"]


@click.group(short_help="Add an OpenStreetMap extract of your own; lines follow it.")
def network() -> None:
    """Add railways and roads of your own for all runs: lines follow them wherever they cover both ends."""


@network.command(
    short_help="Add an extract for all runs.",
    epilog=examples("corridors network add georgia-latest.osm.pbf", "corridors network add railways.gpkg"),
)
@click.argument("file", type=click.Path(path_type=Path))
def add(file: Path) -> None:
    """Compile FILE once, so that every map and trace uses it where it covers both ends.

    FILE is an OpenStreetMap extract (.osm.pbf), or railways and roads as GeoPackage, GeoJSON or Shapefile. The file may
    go afterwards. Adding one of the same name again replaces it.
    """
    from geo.tracing.user_networks import add as add_file

    told = ""

    def progress(step: str, share: float) -> None:
        nonlocal told
        line = f"{file.name}: {step} {share:.0%}"
        if line != told and sys.stderr.isatty():
            told = line
            say(line)

    added = add_file(file, progress=progress)
    clear()
    click.echo(f"added {added.name}: {_lines(added)}")


@network.command("list", short_help="List what was added.")
def list_() -> None:
    """List the networks that were added, with their date and extent."""
    from geo.tracing.user_networks import added

    rows = [
        {
            "network": each.name,
            "lines": sum(each.lines.values()),
            "date": each.date or "not said",
            "extent": ", ".join(f"{edge:.2f}" for edge in each.bounds),
            "file": each.file,
        }
        for each in added()
    ]
    if rows:
        table(("network", "lines", "date", "extent", "file"), rows)
    else:
        click.echo("no network was added; add an OpenStreetMap extract: corridors network add georgia-latest.osm.pbf")


@network.command(short_help="Say what one holds.", epilog=examples("corridors network info georgia-latest"))
@click.argument("name")
def info(name: str) -> None:
    """Say what the network called NAME holds: its lines by class, date, extent and licence."""
    from geo.tracing.user_networks import added_as

    each = added_as(name)
    click.echo(f"{each.name}: {_lines(each)}")
    click.echo(f"file     {each.file}, {each.size_bytes:,} bytes")
    click.echo(f"date     {each.date or 'not said'}")
    click.echo("extent   " + ", ".join(f"{edge:.4f}" for edge in each.bounds))
    click.echo(f"licence  {each.source.licence}, {each.source.attribution}")


@network.command(short_help="Forget one.", epilog=examples("corridors network remove georgia-latest"))
@click.argument("name")
def remove(name: str) -> None:
    """Forget the network that was added under NAME; ``corridors network list`` lists them."""
    from geo.tracing.user_networks import remove as remove_network

    click.echo(f"removed {remove_network(name).name}")


def _lines(added: AddedNetwork) -> str:
    whole = count(sum(added.lines.values()), "line")
    return f"{whole} ({', '.join(f'{number:,} {name}' for name, number in added.lines.items())})"
