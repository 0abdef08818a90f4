"""Ferries, waterways, pipelines and power lines of the networks that a user added: followed where they join both ends.

Unlike railways and roads these are not merged with a network of the world: a ferry of an extract is the ferry, and
where the extract has none the world's sea lanes serve.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.cache import fingerprint, opened
from geo.geodesy import distance_km, length_km
from geo.model import Leg
from geo.tracing.arrays import read_arrays, write_arrays
from geo.tracing.data_files import code
from geo.tracing.graph import arrange, network_of
from geo.tracing.network_merging import graph
from geo.tracing.search import find_paths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.model import LonLat, Mode, Waypoint
    from geo.tracing.graph import Network
    from geo.tracing.search import Path as Way
    from geo.tracing.user_networks import AddedNetwork

__all__ = ["FOLLOWED", "followed", "with_lines"]

FOLLOWED: dict[Mode, str] = {"sea": "ferry", "waterway": "waterway", "pipeline": "pipeline", "cable": "power"}
"""Which lines of an extract a mode follows, by :data:`geo.tracing.osm_lines.CLASSES`."""
OFF_KM = {"sea": 8.0, "waterway": 15.0, "pipeline": 25.0, "cable": 25.0}  # how far a place may lie from its line,
OFF_SHARE, LEAST_OFF_KM = 0.25, 0.5  # but no farther than this share of the distance to the next, or half a kilometre


def with_lines(networks: Sequence[AddedNetwork], mode: Mode, places: Sequence[LonLat]) -> tuple[AddedNetwork, ...]:
    """Return the added networks that have lines of a mode and reach all places."""
    if mode not in FOLLOWED:
        return ()
    return tuple(each for each in networks if each.lines.get(FOLLOWED[mode]) and all(map(each.holds, places)))


def followed(stops: Sequence[Waypoint], mode: Mode, networks: Sequence[AddedNetwork]) -> list[Leg] | None:
    """Follow a line of an added network through all stops.

    Parameters
    ----------
    stops
        At least two, in the order of travel.
    mode
        One of :data:`FOLLOWED`.
    networks
        Those of :func:`with_lines`.

    Returns
    -------
    One leg for each pair of stops, traced to within the line's own vertices; ``None`` where no network joins them all.
    """
    places = [(stop.lon, stop.lat) for stop in stops]
    for each in networks:
        found = find_paths(_opened(each, mode), places, [stop.name for stop in stops], [], FOLLOWED[mode])
        if len(found) != 1 or isinstance(found[0], str):
            continue
        ways = found[0]
        ends = [ways[0].spots[0], *(way.spots[-1] for way in ways)]
        gap = min(distance_km(a, b) for a, b in pairwise(places))
        most = min(OFF_KM[mode], max(LEAST_OFF_KM, OFF_SHARE * gap))
        if all(distance_km(place, end) <= most for place, end in zip(places, ends, strict=True)):
            return [_leg(stops[number], stops[number + 1], mode, way, each) for number, way in enumerate(ways)]
    return None


def _leg(start: Waypoint, end: Waypoint, mode: Mode, way: Way, network: AddedNetwork) -> Leg:
    km = length_km(way.spots)
    return Leg(start.name, end.name, mode, way.spots, km, "traced", network.label, network_km=way.km)


@cache
def _opened(network: AddedNetwork, mode: Mode) -> Network:
    def build(path: Path) -> None:
        places, start, end, km = graph(*network.read_lines(FOLLOWED[mode]))
        ways = start, end, km, np.zeros(len(km), np.bool_)
        write_arrays(path, arrange(places[:, 0], places[:, 1], ways))

    name = f"{FOLLOWED[mode]}-added.network"
    key = fingerprint([code(), network.key, FOLLOWED[mode]])
    return opened(name, key=key, build=build, read=lambda path: network_of(read_arrays(path)))
