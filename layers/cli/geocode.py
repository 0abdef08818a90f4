"""``corridors geocode``: one name, its candidates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from geo.errors import SourceError
from layers.cli.options import OWN_PLACES, countries, examples, open_gazetteer
from layers.cli.terminal import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["geocode"]


@click.command(
    short_help="List the places that go by a name.",
    epilog=examples("corridors geocode Tripoli", "corridors geocode Tripoli --country LB --json"),
)
@click.argument("name")
@click.option("--country", metavar="AZ", default="", help="Only places of this country, by its two-letter code.")
@click.option("--json", "as_json", is_flag=True, help="As JSON instead of a table.")
@click.option("--most", default=10, show_default=True, type=click.IntRange(min=1), help="How many to list at the most.")
@OWN_PLACES
def geocode(name: str, country: str, *, as_json: bool, most: int, own_places: Sequence[Path]) -> None:
    """List the places that go by NAME, likeliest first."""
    from layers.annotations import candidates  # noqa: PLC0415

    gazetteer = open_gazetteer(own_places)
    if country:
        (country,) = countries(country, gazetteer)
    found = candidates(name, gazetteer, country=country)[:most]
    if not found:
        where = f" in {country}" if country else ""
        raise SourceError(f"no place is called {name!r}{where}; try another spelling, or add it with --gazetteer FILE")
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        table(("name", "kind", "region", "country", "lon", "lat", "record", "people"), found)
