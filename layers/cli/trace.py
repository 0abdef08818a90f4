"""``corridors trace``: one corridor on the ground, as GeoJSON or as a table of its legs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from layers.cli.options import (
    ONLINE_ROUTING,
    OWN_CORRIDORS,
    OWN_NETWORKS,
    OWN_PLACES,
    examples,
    open_catalogue,
    open_gazetteer,
    open_routing,
)
from layers.cli.terminal import table as write_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geo.gazetteer import Gazetteer
    from geo.model import Corridor, Leg, Mode, Record
    from geo.tracing import Routing

__all__ = ["trace"]

MODES = ("rail", "road", "sea", "air", "pipeline", "waterway", "cable")
FELL_BACK = "traced offline"
COLUMNS = ("leg", "mode", "precision", "km", "network km", "detour", "source", "why")


@click.command(
    short_help="Trace one corridor as GeoJSON, or as a table of its legs.",
    epilog=examples(
        'corridors trace "Baku–Tbilisi–Kars railway" > railway.geojson',
        'corridors trace "Baku–Tbilisi–Kars railway" --table',
        "corridors trace --mode rail Baku Tbilisi Kars",
        'corridors trace --mode sea "Tripoli, LB" Piraeus',
        "corridors trace --mode sea --northern-sea-route Rotterdam Yokohama",
        "corridors trace --mode cable Marseille Alexandria",
        "corridors trace --mode sea Shanghai Rotterdam --avoid suez",
        'corridors trace --mode sea Jubail Genoa --via "Cape of Good Hope"',
        "corridors trace --mode rail Herat Khaf --network railways.geojson --table",
    ),
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--mode", type=click.Choice(MODES), help="How one travels between the places given.")
@click.option(
    "--table",
    is_flag=True,
    help="Write a table of the legs in place of GeoJSON: length as drawn and by the network, in km, detour over the"
    " direct line, source, and why a leg is not traced.",
)
@click.option(
    "--northern-sea-route", "northern", is_flag=True, help="Let ships take the Northern Sea Route where it is shorter."
)
@click.option(
    "--via",
    multiple=True,
    metavar="NAME",
    help="What the way must pass: by sea a strait, canal or cape such as 'Cape of Good Hope'; else a place. May be"
    " given several times.",
)
@click.option(
    "--avoid",
    multiple=True,
    metavar="NAME",
    help="A strait or canal that no ship takes, such as suez. May be given several times.",
)
@OWN_PLACES
@OWN_CORRIDORS
@OWN_NETWORKS
@ONLINE_ROUTING
def trace(
    *,
    names: Sequence[str],
    mode: Mode | None,
    own_places: Sequence[Path],
    own_corridors: Sequence[Path],
    own_networks: Sequence[str],
    engine: tuple[str, str] | None,
    table: bool,
    northern: bool,
    via: Sequence[str],
    avoid: Sequence[str],
) -> None:
    """Trace a corridor known by NAME, or with --mode one through several places, and write it as GeoJSON."""
    from geo.courses.charting import trace as trace_corridor

    if mode is None and len(names) > 1:
        raise click.UsageError("several places need --mode; without it give one corridor's name, in quotation marks")
    gazetteer = open_gazetteer(own_places)
    routing = open_routing(own_networks, engine, northern=northern)
    corridor = trace_corridor(
        names[0] if mode is None else list(names),
        mode=mode,
        gazetteer=gazetteer,
        catalogue=open_catalogue(own_corridors, gazetteer),
        routing=routing,
        via=via,
        avoid=avoid,
    )
    if engine is not None:
        _tell_faults(corridor)
    _tell_unused(routing, corridor)
    countries = _tell_choices([*names[:-1], *via, *names[-1:]], corridor, gazetteer) if mode is not None else {}
    if table:
        write_table(COLUMNS, [*map(_row, corridor.legs)])
        click.echo("\n".join(_sums(corridor)))
    else:
        click.echo(json.dumps(_as_geojson(corridor, countries), ensure_ascii=False))


def _tell_choices(names: Sequence[str], corridor: Corridor, gazetteer: Gazetteer) -> dict[str, str]:
    """Say beside the result which place each name was taken for, and what else it could be.

    Returns
    -------
    The country of each waypoint, by its record.
    """
    from geo.courses.choosing import others
    from geo.courses.voyage_passages import is_passage

    found: dict[str, str] = {}
    stops = [waypoint for waypoint in corridor.waypoints if not waypoint.record.startswith("passages:")]
    asked = [name for name in names if not (corridor.mode == "sea" and is_passage(name))]
    for name, waypoint in zip(asked, stops, strict=True):
        record = gazetteer.get(waypoint.record)
        if record is None:
            continue
        found[record.id] = record.country
        more = [_told(other) for other in others(name, record, gazetteer)]
        also = f"; it could also be {' or '.join(more)}" if more else ""
        click.echo(f"note: {name} is taken for {_told(record)}{also}", err=True)
    return found


def _told(record: Record) -> str:
    where = ", ".join(part for part in (record.region, record.country) if part and part != record.name)
    return f"{record.name} ({record.kind}{f', {where}' if where else ''}; {record.id})"


def _tell_faults(corridor: Corridor) -> None:
    """Say once for each reason, beside the result, what the routing engine did not answer."""
    for reason in dict.fromkeys(leg.reason.rsplit("; ", 2)[-2] for leg in corridor.legs if FELL_BACK in leg.reason):
        click.echo(f"note: {reason}; {FELL_BACK}", err=True)


def _tell_unused(routing: Routing, corridor: Corridor) -> None:
    """Say beside the result which file of the user's own the line does not follow anywhere."""
    for own in routing.networks:
        if not any(own.label in leg.source for leg in corridor.legs):
            ends = f"{corridor.waypoints[0].name} and {corridor.waypoints[-1].name}"
            click.echo(
                f"note: {own.label} was not followed: it does not cover {ends}, or the world's network is denser there",
                err=True,
            )


def _row(leg: Leg) -> dict[str, str]:
    from geo.geodesy import distance_km

    direct = distance_km(leg.line[0], leg.line[-1])
    km = leg.length_km if leg.network_km is None else leg.network_km
    return {
        "leg": f"{leg.start}–{leg.end}",
        "mode": leg.mode,
        "precision": leg.precision,
        "km": f"{leg.length_km:.1f}",
        "network km": "" if leg.network_km is None else f"{leg.network_km:.1f}",
        "detour": f"{km / direct:.2f}" if direct > 0 else "",
        "source": leg.source,
        "why": leg.reason,
    }


def _sums(corridor: Corridor) -> list[str]:
    """Say how long the whole is, by each of the lengths there are."""
    lines = [
        "",
        f"{corridor.name} ({corridor.status})",
        f"drawn      {corridor.drawn_km:8.1f} km, {corridor.traced_share:.0%} of it along a network or sea lane",
        f"network    {corridor.length_km:8.1f} km, true length where the network knows it, else as drawn",
    ]
    if corridor.published_km:
        ratio = corridor.drawn_km / corridor.published_km
        lines.append(f"published  {corridor.published_km:8.1f} km; drawn over published {ratio:.3f}")
    return [*lines, *([f"source     {corridor.source}"] if corridor.source else [])]


def _as_geojson(corridor: Corridor, countries: Mapping[str, str]) -> dict[str, Any]:
    from geo.model import Atlas, Document
    from layers import to_geojson

    nothing = Document(text="", title=corridor.name, sha256="", sentences=(), source="")
    collection = to_geojson(Atlas(nothing, corridors=(corridor,)))
    if countries:  # which Paris it is, is told with its name
        told = [", ".join(filter(None, (w.name, countries.get(w.record)))) for w in corridor.waypoints]
        for feature in collection["features"]:
            if "waypoints" in feature["properties"]:
                feature["properties"]["waypoints"] = told
    return {key: collection[key] for key in ("type", "bbox", "features")}
