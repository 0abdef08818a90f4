"""``corridors geocode``: one name, its candidates, and why they stand in this order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from geo.errors import SourceError
from layers.cli.options import OWN_PLACES, countries, examples, open_gazetteer
from layers.cli.terminal import clear, say, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.gazetteer import Gazetteer

__all__ = ["geocode"]

COLUMNS = ("name", "kind", "region", "country", "lon", "lat", "record", "people", "weight", "why")


@click.command(
    short_help="List the places that go by a name.",
    epilog=examples(
        "corridors geocode Tripoli",
        "corridors geocode Tripoli --country LB --json",
        "corridors geocode Turkmenbaschi --close",
        "corridors geocode 'Qaradaş' --online nominatim --contact me@example.org",
    ),
)
@click.argument("name")
@click.option("--country", metavar="AZ", default="", help="Only places of this country, by its two-letter code.")
@click.option("--close", is_flag=True, help="Where no place is called so, list those of the names spelled most alike.")
@click.option("--json", "form", flag_value="json", help="As JSON instead of a table.")
@click.option("--geojson", "form", flag_value="geojson", help="As GeoJSON instead of a table.")
@click.option("--most", default=10, show_default=True, type=click.IntRange(min=1), help="How many to list at the most.")
@OWN_PLACES
@click.option(
    "--online",
    metavar="PROVIDER",
    help="Where nobody here knows the name, ask a web geocoder: nominatim, photon, geonames, opencage or arcgis.",
)
@click.option("--contact", metavar="E-MAIL", help="Sent to the geocoder with the question; nominatim wants one.")
@click.option("--online-url", metavar="URL", help="Address of a geocoder of your own, in place of the public one.")
def geocode(
    name: str,
    *,
    country: str,
    close: bool,
    form: str | None,
    most: int,
    own_places: Sequence[Path],
    online: str | None,
    contact: str | None,
    online_url: str | None,
) -> None:
    """List the places that go by NAME, likeliest first, and say why they stand in this order.

    A place weighs as much as the people who live there, or as the town it is as well known as; less where the name is
    not quite its own, or is spelled otherwise. WHY says it for each.
    """
    from geo.gazetteer.prominence import candidates, close_candidates, to_geojson

    gazetteer = open_gazetteer(own_places)
    if country:
        (country,) = countries(country, gazetteer)
    found = candidates(name, gazetteer, country=country)
    reason = ""
    if not found and online is not None:
        gazetteer, reason = _asked(name, gazetteer, online, contact=contact, url=online_url)
        found = candidates(name, gazetteer, country=country)
    if not found and close:
        found = close_candidates(name, gazetteer, country=country, most=most)
    if not found:
        where = f" in {country}" if country else ""
        hint = reason or ("try another spelling" if close else "try --close for names spelled alike")
        raise SourceError(f"no place is called {name!r}{where}; {hint}, or add it with --gazetteer FILE")
    found = found[:most]
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    elif form == "geojson":
        click.echo(json.dumps(to_geojson(found), ensure_ascii=False, indent=1))
    else:
        table(COLUMNS, found)


def _asked(
    name: str, gazetteer: Gazetteer, provider: str, *, contact: str | None, url: str | None
) -> tuple[Gazetteer, str]:
    """Ask a provider; return the gazetteer with its answers, or the reason why there are none."""
    from geo.geocoding import Cache, ask, open_provider

    answers = ask([name], open_provider(provider, contact=contact, url=url), cache=Cache.open(), progress=say)
    clear()
    return gazetteer.with_entries(answers.entries()), answers.unanswered.get(name, "")
