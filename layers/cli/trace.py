"""``corridors trace``: one corridor on the ground, as GeoJSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from layers.cli.options import OWN_PLACES, examples, open_gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.model import Corridor, Mode

__all__ = ["trace"]

MODES = ("rail", "road", "sea", "air", "pipeline", "waterway")


@click.command(
    short_help="Trace one corridor as GeoJSON.",
    epilog=examples(
        'corridors trace "Baku–Tbilisi–Kars railway" > railway.geojson',
        "corridors trace --mode rail Baku Tbilisi Kars",
        'corridors trace --mode sea "Tripoli, LB" Piraeus',
    ),
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--mode", type=click.Choice(MODES), help="How one travels between the places given.")
@OWN_PLACES
def trace(names: Sequence[str], mode: Mode | None, own_places: Sequence[Path]) -> None:
    """Trace a corridor known by NAME, or with --mode one through several places, and write it as GeoJSON."""
    from geo.geoparsing import trace as trace_corridor  # noqa: PLC0415

    if mode is None and len(names) > 1:
        raise click.UsageError("several places need --mode; without it give one corridor's name, in quotation marks")
    gazetteer = open_gazetteer(own_places)
    corridor = trace_corridor(names[0] if mode is None else list(names), mode=mode, gazetteer=gazetteer)
    click.echo(json.dumps(_as_geojson(corridor), ensure_ascii=False))


def _as_geojson(corridor: Corridor) -> dict[str, Any]:
    from geo.model import Atlas, Document  # noqa: PLC0415
    from layers import to_geojson  # noqa: PLC0415

    nothing = Document(text="", title=corridor.name, sha256="", sentences=(), source="")
    collection = to_geojson(Atlas(nothing, corridors=(corridor,)))
    return {key: collection[key] for key in ("type", "bbox", "features")}
