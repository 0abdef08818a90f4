"""The world's junctions and the user's own lines as one network, in which the denser of two lines is preferred.

Every point of an own line becomes a point of the network, so that the line is drawn as it is. Where both networks run
side by side, a way costs a third more on the one whose points stand farther apart, and three times as much on the
world's beside an extract of OpenStreetMap, which has every line with its true course; the two are joined like parts of
one network that end within three kilometres of each other.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo.cache import fingerprint, opened
from geo.geodesy import MEAN_RADIUS_KM, distances_km
from geo.tracing.arrays import read_arrays, write_arrays
from geo.tracing.borders import countries_at
from geo.tracing.data_files import code, junction_fingerprint
from geo.tracing.graph import BRIDGE_COST, Network, arrange, network_of
from geo.tracing.junction_fixes import border_cost
from geo.tracing.junctions import BRIDGE_KM, both_ways, bridges, open_junctions

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.tracing.routing import Carrier, OwnNetwork
    from geo.tracing.user_networks import AddedNetwork

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

__all__ = ["graph", "merge", "open_merged"]

COARSE_COST = 1.33  # a way beside a denser one costs so many times its length
BESIDE_COST = 3.0  # ditto, beside an extract that has every line: stations often stand nearer to a coarse junction
STEPS = 1_000_000  # coordinates are held together to a millionth of a degree, a tenth of a metre


def open_merged(carrier: Carrier, own: tuple[OwnNetwork | AddedNetwork, ...]) -> Network:
    """Open the world's network merged with the user's own lines, compiled first if this is the first time.

    Parameters
    ----------
    carrier
        ``"rail"`` or ``"road"``.
    own
        The user's files, one or more.

    Raises
    ------
    DataError
        If a file cannot be read, or does not tell what its lines are.
    CacheError
        If the cache folder cannot be written.
    """
    return _opened(carrier, own, fingerprint([junction_fingerprint(carrier), code(), *(each.key for each in own)]))


@cache
def _opened(carrier: Carrier, own: tuple[OwnNetwork | AddedNetwork, ...], key: str) -> Network:
    def build(path: Path) -> None:
        whole = [number for number, each in enumerate(own, start=1) if each.is_osm]
        lines = [each.read_lines(carrier) for each in own]
        write_arrays(path, merge(open_junctions(carrier), lines, carrier, whole=whole))

    name = f"{carrier}-merged.network"
    return opened(name, key=key, build=build, read=lambda path: network_of(read_arrays(path)))


def merge(
    world: Network,
    extracts: list[tuple[Floats, Ints]],
    carrier: Carrier = "rail",
    *,
    whole: Collection[int] = (),
) -> dict[str, NDArray[np.generic]]:
    """Merge lines into a network.

    Parameters
    ----------
    world
        The network to begin with.
    extracts
        Points, longitude and latitude in degrees, and for each the number of its line, as
        :func:`~geo.tracing.line_files.read_lines` gives them.
    carrier
        What they are.
    whole
        Numbers, from 1, of the extracts that have every line where they have any.

    Returns
    -------
    The fields of :class:`~geo.tracing.graph.Network` by name. ``origin`` is 0 for the world's ways, 1 for those of the
    first extract and so on.
    """
    lons, lats = [world.lons], [world.lats]
    rows = np.repeat(np.arange(len(world.lons)), np.diff(world.starts))
    ways = [(rows, world.ends.astype(np.int64), world.km.astype(np.float64), np.zeros(len(rows), np.uint8))]
    bridged = [np.asarray(world.bridged)]
    costs = [_bare_costs(world, rows, carrier)]
    for number, (points, line) in enumerate(extracts, start=1):
        places, start, end, km = graph(points, line)
        first = sum(map(len, lons))
        lons.append(places[:, 0])
        lats.append(places[:, 1])
        ways.append((start + first, end + first, km, np.full(len(km), number, np.uint8)))
        bridged.append(np.zeros(len(km), np.bool_))
        costs.append(km)
    lon, lat = np.concatenate(lons), np.concatenate(lats)
    a, b, km, origin = (np.concatenate(parts) for parts in zip(*ways, strict=True))
    cost = np.concatenate(costs) * _coarser(lon, lat, (a, b, km, origin), whole)
    bridge = bridges(lon, lat, a, b)
    a, b, km, cost = (
        np.concatenate(pair)
        for pair in ((a, bridge[0]), (b, bridge[1]), (km, bridge[2]), (cost, bridge[2] * BRIDGE_COST))
    )
    gap = np.concatenate((*bridged, np.ones(len(bridge[2]), np.bool_)))
    origin = np.concatenate((origin, np.zeros(len(bridge[2]), np.uint8)))
    more = {"cost": cost, "origin": origin}
    if world.country is None or world.link is None or world.reckoned is None:
        return arrange(lon, lat, (a, b, km, gap), more={**more, "cost": cost.astype(np.float32)})
    own = len(world.lons)
    country = np.concatenate((world.country, countries_at(lon[own:], lat[own:])))
    cost = (cost + border_cost(country[a], country[b], carrier)).astype(np.float32)
    rest = len(a) - len(world.link)
    more |= {"cost": cost, "link": np.concatenate((world.link, np.zeros(rest, np.uint8)))}
    more |= {"reckoned": np.concatenate((world.reckoned, np.zeros(rest, np.bool_)))}
    done = arrange(lon, lat, (a, b, km, gap), more=more)
    return {**done, "country": country[np.argsort(lat, kind="stable")]}


def _bare_costs(world: Network, rows: Ints, carrier: Carrier) -> Floats:
    """Return what the world's ways cost but for the borders they cross: holes and ferries cost more."""
    ways = np.arange(len(rows))
    if world.cost is None or world.country is None:
        return np.asarray(world.km * np.where(world.bridged, BRIDGE_COST, 1.0), dtype=np.float64)
    return np.maximum(world.costs(ways) - border_cost(world.country[rows], world.country[world.ends], carrier), 0.0)


def graph(points: Floats, line: Ints) -> tuple[Floats, Ints, Ints, Floats]:
    """Return the places of lines, each once, and the ways between them in both directions."""
    whole = np.round(points * STEPS).astype(np.int64)
    keys = (whole[:, 0] + 180 * STEPS) * (181 * 2 * STEPS) + whole[:, 1] + 90 * STEPS
    _, first, name = np.unique(keys, return_index=True, return_inverse=True)
    places = whole[first] / STEPS
    same = line[1:] == line[:-1]
    a, b = name[:-1][same], name[1:][same]
    a, b = a[a != b], b[a != b]
    km = distances_km(places[a, 0], places[a, 1], places[b, 0], places[b, 1])
    return (places, *both_ways(a, b, np.maximum(km, 1e-6), len(places)))


def _coarser(
    lon: Floats, lat: Floats, ways: tuple[Ints, Ints, Floats, NDArray[np.uint8]], whole: Collection[int]
) -> Floats:
    """Tell how many times its length each way costs for running beside a network that shows its course better."""
    from scipy.spatial import cKDTree

    a, b, km, origin = ways
    phi, lam = np.radians(lat), np.radians(lon)
    globe = np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi))) * MEAN_RADIUS_KM
    cost = np.ones(len(km))
    for number in range(1, int(origin.max(initial=0)) + 1):
        own = origin == number
        if not own.any():
            continue
        spacing = np.bincount(a, weights=km, minlength=len(lon)) / np.maximum(1, np.bincount(a, minlength=len(lon)))
        for these, others in ((~own, own),) if number in whole else ((own, ~own), (~own, own)):
            there = np.unique(a[others])
            here = np.unique(a[these])
            found = cKDTree(globe[there]).query(globe[here], distance_upper_bound=BRIDGE_KM)
            off, at = np.asarray(found[0]), np.asarray(found[1])
            beside = np.full(len(lon), -1.0)  # how far apart points stand on the other network, -1 where it is far
            close = np.isfinite(off)
            beside[here[close]] = spacing[there[at[close]]]
            both = these & (beside[a] >= 0) & (beside[b] >= 0)
            if number in whole:
                cost[both & ~np.isin(origin, list(whole))] = BESIDE_COST
            else:
                coarse = both & (np.maximum(beside[a], beside[b]) < km)
                cost[coarse] = np.maximum(cost[coarse], COARSE_COST)
    return cost
