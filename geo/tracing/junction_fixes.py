"""What is put right in the world's junctions when they are compiled.

- A way whose length is its chord to a thousandth has no length of its own: it is reckoned from the ways around it.
- Roads are longer than the data say, which straighten their bends: most where they still bend most, in mountains.
  Railways are too, by a fiftieth.
- Where a line ends within fifteen kilometres of another part of the network, a bridge is added and marked; shorter gaps
  are bridged when the data are read (:mod:`geo.tracing.junctions`).
- Train ferries, tunnels and railways of which the data have nothing are joined to it (:mod:`geo.tracing.links`).
- Each junction learns its country, and a border crossed costs what it costs a traveller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.geodesy import MEAN_RADIUS_KM, haversine_km
from geo.tracing.borders import countries_at, load_borders, number_of
from geo.tracing.gaps import holes
from geo.tracing.graph import BRIDGE_COST, arrange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.tracing.links import Link

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]
    Arrays = Mapping[str, NDArray[Any]]

__all__ = ["border_cost", "mend"]

CHORD_SHARE = 0.0015  # a way this near to its chord in length has the chord's length
CHORD_KM = {"rail": 15.0, "road": 1.0}  # a shorter one may well be straight
LEAST_KNOWN_KM = 200.0  # of ways around, to reckon by
CELL = 3.0  # degrees
MOST_BENDS = 1.4
USUAL_BENDS = {"rail": 1.09, "road": 1.055}  # mean of all ways over 5 km whose length is known
KEPT_BENDS = 1.02  # published over kept lengths of 48 railways (medians 1.026 on long chords, 1.021 elsewhere)
SHORT_KM = 10.0  # a piece between two junctions that is shorter keeps its bends
AT_A_TIME = 4096  # points whose neighbours are looked for together
GAP_KM = 15.0
LEAST_PART_KM = 40.0  # what is shorter altogether is a siding
LINK_KM = 15.0  # how far an end of a link may lie from the network
HOLE_COST_KM = 60.0  # what a hole in a line costs besides: a way round that is hardly longer is taken instead
FERRY_COST = 2.0  # km on land that are as bad as 1 km on a train ferry
BORDER_KM, OPEN_KM, GAUGE_KM = 150.0, 10.0, 150.0  # what a border costs; where it is open; where the gauge changes


def mend(arrays: Arrays, carrier: str, links: Sequence[Link]) -> dict[str, NDArray[Any]]:
    """Put right what a junction network lacks.

    Parameters
    ----------
    arrays
        A network as :func:`~geo.tracing.junctions.read_junctions` gives it.
    carrier
        ``"rail"`` or ``"road"``.
    links
        What is to be joined to it, numbered from 1 in ``link``.

    Returns
    -------
    The fields of :class:`~geo.tracing.graph.Network` by name.
    """
    lons, lats = arrays["lons"], arrays["lats"]
    rows = np.repeat(np.arange(len(lons)), np.diff(arrays["starts"]))
    cols, bridged = arrays["ends"].astype(np.int64), arrays["bridged"]
    km, reckoned = _reckoned(lons, lats, (rows, cols, arrays["km"].astype(np.float64)), bridged, carrier)
    gaps = _wide_gaps(lons, lats, rows, cols, km)
    link = np.zeros(len(rows) + len(gaps[0]), dtype=np.uint8)
    rows, cols, km = (np.concatenate(pair) for pair in zip((rows, cols, km), gaps, strict=True))
    added = np.ones(len(gaps[0]), dtype=np.bool_)
    bridged, reckoned = np.concatenate((bridged, added)), np.concatenate((reckoned, np.zeros_like(added)))
    for number, each in enumerate(links, start=1):
        if each.carrier != carrier:
            continue
        more = _link_ways(lons, lats, each)
        if more is None:
            continue
        lons, lats = np.concatenate((lons, more[0][:, 0])), np.concatenate((lats, more[0][:, 1]))
        rows, cols, km = (np.concatenate(pair) for pair in zip((rows, cols, km), more[1:], strict=True))
        own = np.tile(np.arange(len(more[1]) // 2) < len(each.line) - 1, 2)  # the rest joins its ends to the network
        bridged, reckoned = np.concatenate((bridged, ~own)), np.concatenate((reckoned, np.zeros_like(own)))
        link = np.concatenate((link, np.where(own, number, 0).astype(np.uint8)))
    country = countries_at(lons, lats)
    ferries = np.isin(link, [number for number, each in enumerate(links, start=1) if each.kind == "ferry"])
    cost = km * np.where(bridged, BRIDGE_COST, np.where(ferries, FERRY_COST, 1.0))
    if carrier == "rail":  # roads end in the open everywhere, and look at one another over mountains
        lost = holes(lons, lats, (rows, cols, km), country)
        rows, cols, km = (np.concatenate(pair) for pair in zip((rows, cols, km), lost, strict=True))
        cost = np.concatenate((cost, lost[2] * BRIDGE_COST + HOLE_COST_KM))
        bridged, reckoned, link = (
            np.concatenate((values, np.full(len(lost[0]), fill, dtype=values.dtype)))
            for values, fill in ((bridged, True), (reckoned, False), (link, 0))
        )
    cost += border_cost(country[rows], country[cols], carrier)
    done = arrange(
        lons,
        lats,
        (rows, cols, km, bridged),
        more={"cost": cost.astype(np.float32), "link": link, "reckoned": reckoned},
    )
    return {**done, "country": country[np.argsort(lats, kind="stable")]}


def border_cost(here: NDArray[np.uint8], there: NDArray[np.uint8], carrier: str) -> Floats:
    """Return what each way costs for the border it crosses, in kilometres."""
    cost = np.zeros(len(here))
    crossing = np.flatnonzero((here != there) & (here > 0) & (there > 0))
    pairs = here[crossing].astype(np.int64) * 256 + there[crossing]
    known, which = np.unique(pairs, return_inverse=True)
    borders, codes = load_borders(), number_of()
    prices = []
    for pair in known.tolist():
        a, b = codes[pair // 256], codes[pair % 256]
        gauge = GAUGE_KM if carrier == "rail" and borders.gauge_change(a, b) else 0.0
        prices.append(gauge + (OPEN_KM if borders.is_open(a, b) else BORDER_KM))
    cost[crossing] = np.array(prices)[which] if prices else 0.0
    return cost


def _reckoned(
    lons: Floats, lats: Floats, ways: tuple[Ints, Ints, Floats], bridged: Bools, carrier: str
) -> tuple[Floats, Bools]:
    """Lengthen ways that have the length of their chord by the bends that ways around them have."""
    rows, cols, km = ways
    chord = haversine_km(lons[rows], lats[rows], lons[cols], lats[cols])
    straight = ~bridged & (chord > CHORD_KM[carrier]) & (np.abs(km - chord) < CHORD_SHARE * chord)
    known = ~bridged & ~straight & (chord > CHORD_KM["road"]) & (km < MOST_BENDS * chord)
    cells = (np.floor((lats[rows] + 90) / CELL) * 1000 + np.floor((lons[rows] + 180) / CELL)).astype(np.int64)
    count = int(cells.max(initial=0)) + 1
    whole = np.bincount(cells[known], weights=km[known], minlength=count)
    direct = np.bincount(cells[known], weights=chord[known], minlength=count)
    bends = np.where(direct >= LEAST_KNOWN_KM, whole / np.maximum(direct, 1e-9), USUAL_BENDS[carrier])
    whole_km = np.where(straight, km * np.maximum(bends[cells], 1.0), km)
    if carrier == "road":  # the data straighten as many bends as they keep: published over kept lengths of 46 roads
        whole_km = whole_km * np.where(known | straight, np.clip(whole_km / np.maximum(chord, 1e-9), 1, MOST_BENDS), 1)
    else:
        whole_km = np.where(bridged | (km < SHORT_KM), whole_km, whole_km * KEPT_BENDS)
    return whole_km, straight


def _wide_gaps(lons: Floats, lats: Floats, rows: Ints, cols: Ints, km: Floats) -> tuple[Ints, Ints, Floats]:
    """Join parts of some length where they are nearest to one another, and where a line of one ends."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    links = csr_matrix((np.ones(len(rows), np.int8), (rows, cols)), shape=(len(lons), len(lons)))
    parts = connected_components(links, directed=False)[1]
    long = np.bincount(parts[rows], weights=km, minlength=int(parts.max(initial=0)) + 1) / 2 >= LEAST_PART_KM
    main = int(np.bincount(parts).argmax())
    dead = (np.bincount(rows, minlength=len(lons)) == 1) & long[parts]
    phi, lam = np.radians(lats), np.radians(lons)
    globe = np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi))) * MEAN_RADIUS_KM
    small = long[parts] & (parts != main)
    found: list[tuple[Ints, Ints, Floats]] = []
    for ends, others in ((small, long[parts]), (dead & ~small, small)):
        one, other = np.flatnonzero(ends), np.flatnonzero(others)
        if len(one) and len(other):
            tree = cKDTree(globe[other])
            for some in np.array_split(one, len(one) // AT_A_TIME + 1):  # all pairs at once would take 350 MB
                pairs = cKDTree(globe[some]).sparse_distance_matrix(tree, GAP_KM, output_type="coo_matrix")
                apart = parts[some[pairs.row]] != parts[other[pairs.col]]
                found.append((some[pairs.row[apart]], other[pairs.col[apart]], np.asarray(pairs.data)[apart]))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    here, there, off = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.lexsort((off, parts[there], here))
    changed = (np.diff(here[order]) != 0) | (np.diff(parts[there][order]) != 0)
    best = order[np.concatenate(([True], changed))[: len(order)]]  # the nearest that a point has of each part
    here, there, off = here[best], there[best], off[best]
    pair = np.minimum(parts[here], parts[there]).astype(np.int64) * len(lons) + np.maximum(parts[here], parts[there])
    order = np.lexsort((off, pair))
    first = order[np.concatenate(([True], np.diff(pair[order]) != 0))[: len(order)]]  # the nearest of two parts
    nearest = np.zeros(len(here), dtype=np.bool_)
    nearest[first] = True
    kept = nearest | dead[here]
    low, high = np.minimum(here[kept], there[kept]), np.maximum(here[kept], there[kept])
    _, once = np.unique(low * len(lons) + high, return_index=True)
    here, there, off = low[once], high[once], off[kept][once]
    return np.concatenate((here, there)), np.concatenate((there, here)), np.concatenate((off, off))


def _link_ways(lons: Floats, lats: Floats, link: Link) -> tuple[Floats, Ints, Ints, Floats] | None:
    """Return the points that a link adds and its ways in both directions, ``None`` for a ferry that lands nowhere."""
    points = np.array(link.line)
    ends: list[int] = []
    off: list[float] = []
    for lon, lat in (link.line[0], link.line[-1]):
        km = haversine_km(lon, lat, lons, lats)
        ends.append(int(np.argmin(km)))
        off.append(float(np.min(km)))
    if link.kind in {"ferry", "tunnel"} and max(off) > LINK_KM:
        return None
    names = len(lons) + np.arange(len(points))
    a, b, parts = [names[:-1]], [names[1:]], [np.array(link.parts_km())]
    for name, end, stub in zip(names[[0, -1]], ends, off, strict=True):
        if stub <= LINK_KM:
            a.append(np.array([name]))
            b.append(np.array([end]))
            parts.append(np.array([max(stub, 1e-3)]))
    one, other, length = np.concatenate(a), np.concatenate(b), np.concatenate(parts)
    return points, np.concatenate((one, other)), np.concatenate((other, one)), np.concatenate((length, length))
