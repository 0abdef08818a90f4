"""Make ``geo/data/outlines-regions.json.gz``: the outlines of GeoNames' first-order regions, from Natural Earth.

Run once, by hand: ``python -m geo.workshop.build_region_outlines world_map.gpkg``. The file is Natural Earth 4.1.0,
1:10 million, as QGIS packs and generalises it; Debian's ``qgis-common`` 3.22.16 has it under
``/usr/share/qgis/resources/data`` (``apt-get download qgis-common``, ``dpkg-deb -x``). The same input gives the same
bytes.

Names and codes of regions change, and Natural Earth divides some countries more finely than GeoNames; so a polygon
belongs to the region in which most of its towns are filed, and a region is taken where its polygons hold most of its
towns. Regions that were divided or founded since 2018 are left without an outline, rather than with a wrong one.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.gazetteer import packages
from geo.gazetteer.curated import areas
from geo.gazetteer.entry import Form
from geo.gazetteer.spellings import fold
from geo.outlines.packed import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.gazetteer.entry import Entry
    from geo.model import Record
    from geo.workshop.topology import Ring

    Shapes = NDArray[np.object_]

__all__ = ["build", "main"]

REGIONS = "geonames-regions"
LAYER = "states_provinces"
OTHER_GROUND = frozenset({"kuban", "volhynia"})  # a province goes by the name of a landscape
NEAR = 0.2  # degrees: a town so far off every polygon is on an islet or a coast that was generalised
MOST_OF_POLYGON, MOST_OF_REGION = 0.6, 0.75  # shares of towns
TOLERANCE = 8.0  # thousandths of a degree
SMALLEST = 100.0  # square thousandths: islets of 1 km² are left out
MIN_RING_POINTS = 4
HEADER = {
    "source": "Natural Earth 4.1.0 states and provinces, 1:10 million, by way of qgis-common 3.22.16 (Debian)",
    "url": "https://www.naturalearthdata.com/",
    "licence": "public domain",
    "keys": "ids of records: country and code of a first-order region in GeoNames, or an area of ours that is one",
    "made": "2026-11-29",
    "units": "thousandths of a degree, WGS 84, longitude before latitude; arcs as differences",
}


def main(arguments: list[str]) -> int:
    """Build from the file named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m geo.workshop.build_region_outlines world_map.gpkg\n")
        return 2
    path = build(Path(arguments[0]))
    sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")
    return 0


def build(package: Path) -> Path:
    """Build the packed outlines.

    Parameters
    ----------
    package
        QGIS's ``world_map.gpkg``.
    """
    import shapely
    from pyogrio import raw  # type: ignore[import-untyped]

    from geo.outlines import region_outlines
    from geo.workshop.build_outlines import differences
    from geo.workshop.topology import cut_into_arcs, simplified

    _, _, encoded, _ = raw.read(package, layer=LAYER, columns=[])
    shapes = shapely.from_wkb(encoded)
    entries = list(packages.places_and_regions())
    parts = _members(shapes, [entry.record for entry in entries])
    parts |= {area: parts[region] for area, region in _same_as(entries) if region in parts}
    topology = cut_into_arcs({key: _rings(shapes[numbers]) for key, numbers in sorted(parts.items())})
    topology = simplified(topology, TOLERANCE)
    arcs = [differences(arc) for arc in topology.arcs]
    return region_outlines.FILE.pack({**HEADER, "regions": topology.rings, "arcs": arcs})


def _members(shapes: Shapes, records: Sequence[Record]) -> dict[str, list[int]]:
    """Return the polygons of each region by the region's key."""
    keys = {(r.country, r.name): r.id for r in records if r.source == REGIONS}
    towns = [r for r in records if r.source == "geonames"]
    home = [keys.get((town.country, town.region), "") for town in towns]
    filed: dict[int, Counter[str]] = defaultdict(Counter)
    for key, number in zip(home, _polygons_of(towns, shapes), strict=True):
        filed[number][key] += 1
    parts: dict[str, list[int]] = defaultdict(list)
    held: Counter[str] = Counter()
    for number, counts in sorted(filed.items()):
        key, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if number >= 0 and key and most >= MOST_OF_POLYGON * counts.total():
            parts[key].append(number)
            held[key] += most
    return _with_most_towns(parts, held, Counter(home))


def _same_as(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Give the ids of the areas of ours that are a first-order region, each with the region's."""
    known = {
        (entry.record.country, fold(name)): entry.record.id
        for entry in entries
        if entry.record.source == REGIONS
        for name, form in entry.names
        if form <= Form.ALIAS
    }
    for entry in areas():
        region = known.get((entry.record.country, fold(entry.record.name)))
        if entry.record.kind == "region" and region and entry.record.key not in OTHER_GROUND:
            yield entry.record.id, region


def _with_most_towns(
    parts: Mapping[str, list[int]], held: Mapping[str, int], all_towns: Mapping[str, int]
) -> dict[str, list[int]]:
    return {key: numbers for key, numbers in parts.items() if held[key] >= MOST_OF_REGION * all_towns[key]}


def _polygons_of(towns: Sequence[Record], shapes: Shapes) -> list[int]:
    """Return for each town the number of the polygon that it lies in or close to, -1 where there is none."""
    import shapely

    tree = shapely.STRtree(shapes)
    points = shapely.points([town.lon for town in towns], [town.lat for town in towns])
    found = np.full(len(towns), -1)
    inside, polygons = tree.query(points, predicate="intersects")
    found[inside] = polygons
    outside = np.flatnonzero(found < 0)
    near, polygons = tree.query_nearest(points[outside], max_distance=NEAR, all_matches=False)
    found[outside[near]] = polygons
    return [int(number) for number in found]


def _rings(shapes: Shapes) -> list[list[Ring]]:
    """Return the rings of the shapes' union in whole numbers."""
    import shapely

    united = shapely.transform(shapely.coverage_union_all(shapes), lambda xy: xy * UNITS)
    parts = shapely.get_parts(united)
    largest = max(part.area for part in parts)
    found = []
    for part in (part for part in parts if part.area == largest or part.area > SMALLEST):
        rings = [_whole_numbers(ring) for ring in (part.exterior, *part.interiors)]
        if len(rings[0]) >= MIN_RING_POINTS:
            found.append([ring for ring in rings if len(ring) >= MIN_RING_POINTS])
    return found


def _whole_numbers(ring: Any) -> Ring:
    import shapely

    points = np.rint(shapely.get_coordinates(ring)).astype(int)
    kept = points[np.r_[True, np.any(np.diff(points, axis=0) != 0, axis=1)]]
    return tuple((int(x), int(y)) for x, y in kept)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
