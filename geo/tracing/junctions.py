"""The world's rail and road junctions, from the data of scgraph-data 2.0.0 (OpenStreetMap, ODbL).

Its modules hold two literals: ``graph``, a list of ``{neighbour: km}``, and ``nodes``, a list of ``[lat, lon]``. They
are read as text, never run. Where two parts of the network end within three kilometres of each other without being
joined, a bridge is added and marked; wider gaps stay.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from geo.cache import opened
from geo.errors import DataError
from geo.tracing.arrays import read_arrays, write_arrays
from geo.tracing.data_files import junction_file, junction_fingerprint
from geo.tracing.graph import Network, arrange, network_of
from geo.tracing.junction_fixes import mend
from geo.tracing.links import load_links

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

__all__ = ["BRIDGE_KM", "both_ways", "bridges", "open_junctions", "read_junctions"]

BRIDGE_KM = 3.0
LEAST_KM = 0.001  # a way of no length is still a way
PUNCTUATION = bytes.maketrans(b"[]{},:", b"      ")


@cache
def open_junctions(mode: Literal["rail", "road"]) -> Network:
    """Open the rail or road network, compiled first if this is the first time.

    Parameters
    ----------
    mode
        ``"rail"`` or ``"road"``.

    Returns
    -------
    The network, mapped into memory.

    Raises
    ------
    DataError
        If the package's data cannot be read.
    CacheError
        If the cache folder cannot be written.
    """

    def build(path: Path) -> None:
        write_arrays(path, mend(read_junctions(junction_file(mode)), mode, load_links()))

    key = junction_fingerprint(mode)
    return opened(f"{mode}.network", key=key, build=build, read=lambda path: network_of(read_arrays(path)))


def read_junctions(path: Path) -> dict[str, NDArray[np.generic]]:
    """Read a module of scgraph-data as text.

    Parameters
    ----------
    path
        Such as ``…/scgraph_data/world_railways.py``.

    Returns
    -------
    The fields of :class:`~geo.tracing.graph.Network` by name.

    Raises
    ------
    DataError
        If the file does not hold a graph and its nodes, or they do not fit together.
    """
    found: dict[bytes, bytes] = {}
    with path.open("rb") as stream:
        for line in stream:
            name, sign, literal = line.partition(b"=")
            if sign and name.strip() in {b"graph", b"nodes"}:
                found[name.strip()] = literal
            del literal, line  # tens of megabytes
    if set(found) != {b"graph", b"nodes"}:
        names = sorted(name.decode() for name in found)
        raise DataError(f"{path.name} holds {names or 'nothing'}; expected 'graph' and 'nodes'")
    try:
        places = _numbers(found.pop(b"nodes")).reshape(-1, 2)
        graph = found.pop(b"graph")
        counts = _counts(graph)
        pairs = _numbers(graph).reshape(-1, 2)
        del graph
    except (ValueError, DeprecationWarning) as error:
        raise DataError(f"{path.name} does not hold pairs of numbers: {error}") from error
    rows = np.repeat(np.arange(len(counts)), counts)
    cols, km = pairs[:, 0].astype(np.int64), pairs[:, 1]
    _check(path.name, places, counts, cols, km)
    other = rows != cols  # a way from a point to itself leads nowhere
    rows, cols, km = rows[other], cols[other], np.maximum(km[other], LEAST_KM)
    rows, cols, km = both_ways(rows, cols, km, len(places))
    lats, lons = places[:, 0].copy(), places[:, 1].copy()
    gaps = bridges(lons, lats, rows, cols)
    bridged = np.arange(len(rows) + len(gaps[0])) >= len(rows)
    ways = [np.concatenate(parts) for parts in zip((rows, cols, km), gaps, strict=True)]
    return arrange(lons, lats, (ways[0], ways[1], ways[2], bridged))


def _numbers(literal: bytes) -> Floats:
    return np.fromstring(literal.translate(PUNCTUATION).decode("ascii"), sep=" ")


def _counts(graph: bytes) -> Ints:
    """Return how many ways lead from each point: the colons before each closing brace."""
    signs = np.frombuffer(graph, dtype=np.uint8)
    upto = np.searchsorted(np.flatnonzero(signs == ord(":")), np.flatnonzero(signs == ord("}")))
    return np.diff(upto, prepend=0)


def _check(name: str, places: Floats, counts: Ints, cols: Ints, km: Floats) -> None:
    if len(places) != len(counts):
        raise DataError(f"{name}: {len(places)} nodes, but ways from {len(counts)}; expected as many")
    if len(cols) != counts.sum() or (len(cols) and not 0 <= cols.min() <= cols.max() < len(places)):
        raise DataError(f"{name}: a way leads to a node that is not there; nodes run from 0 to {len(places) - 1}")
    if len(km) and not (np.isfinite(km).all() and km.min() >= 0):
        raise DataError(f"{name}: a way is {km.min()} km long; expected 0 or more")
    off = np.flatnonzero((np.abs(places[:, 0]) > 90) | (np.abs(places[:, 1]) > 180))
    if len(off):
        raise DataError(f"{name}: node {off[0]} at lat {places[off[0], 0]}, lon {places[off[0], 1]} is off the globe")


def both_ways(rows: Ints, cols: Ints, km: Floats, count: int) -> tuple[Ints, Ints, Floats]:
    """Return each way once in each direction, the shorter where the data give two lengths."""
    low, high = np.minimum(rows, cols), np.maximum(rows, cols)
    order = np.lexsort((km, high, low))
    keys = low[order] * count + high[order]
    first = order[np.concatenate(([True], keys[1:] != keys[:-1]))[: len(order)]]
    low, high, km = low[first], high[first], km[first]
    return np.concatenate((low, high)), np.concatenate((high, low)), np.concatenate((km, km))


def bridges(lons: Floats, lats: Floats, rows: Ints, cols: Ints) -> tuple[Ints, Ints, Floats]:
    """Join what ends within three kilometres of another part: each point of a smaller part to its nearest."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    from geo.geodesy import MEAN_RADIUS_KM

    links = csr_matrix((np.ones(len(rows), np.int8), (rows, cols)), shape=(len(lons), len(lons)))
    parts = connected_components(links, directed=False)[1]
    phi, lam = np.radians(lats), np.radians(lons)
    globe = np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi))) * MEAN_RADIUS_KM
    small = np.flatnonzero(parts != np.bincount(parts).argmax())
    pairs = cKDTree(globe[small]).sparse_distance_matrix(cKDTree(globe), BRIDGE_KM, output_type="coo_matrix")
    here, there, km = small[pairs.row], pairs.col.astype(np.int64), np.asarray(pairs.data)
    apart = parts[here] != parts[there]
    here, there, km = here[apart], there[apart], km[apart]
    best = _nearest(here, parts[there], km) & _nearest(there, parts[here], km)
    here, there, km = here[best], there[best], np.maximum(km[best], LEAST_KM)
    return both_ways(here, there, km, len(lons))


def _nearest(points: Ints, parts: Ints, km: Floats) -> Bools:
    """Tell which pairs are the nearest that a point has with a part."""
    order = np.lexsort((km, parts, points))
    changed = (np.diff(points[order]) != 0) | (np.diff(parts[order]) != 0)
    nearest = np.zeros(len(points), dtype=np.bool_)
    nearest[order[np.concatenate(([True], changed))[: len(order)]]] = True
    return nearest
