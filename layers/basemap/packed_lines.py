"""The data files of the base map, and lines as they are packed there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo.csv_tables import data_table
from geo.errors import DataError
from geo.outlines.packed import DATA, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.outlines import Extent

__all__ = [
    "NEUTRAL",
    "REGIONS",
    "RELIEF",
    "RIVERS",
    "TILE",
    "TRACKS",
    "UNITS",
    "PackedLines",
    "open_lines",
    "river_names",
    "tile_name",
]

RELIEF = DATA / "basemap-relief.zip"
RIVERS = DATA / "basemap-rivers.npz"
TRACKS: Mapping[str, Path] = {mode: DATA / f"basemap-{mode}.npz" for mode in ("rail", "road")}
REGIONS = DATA / "basemap-regions.npz"
TILE = 600
"""Pixels along a side of a tile of the relief, 2' each."""
NEUTRAL = 128
"""What level ground and water are in the relief: lighter is lit, darker is shade."""
NAMES = "river-names.csv"
FULL_TURN = 360 * UNITS


def tile_name(column: int, row: int) -> str:
    """Return the name of a tile, counted from 180° W and 90° N."""
    return f"{column:02d}-{row:02d}.webp"


def river_names() -> dict[str, str]:
    """Return what the map calls rivers that Natural Earth's file calls otherwise, by the name there."""
    return {row["written"]: row["name"] for _, row in data_table(NAMES, columns=("written", "name", "also"))}


@dataclass(frozen=True, slots=True, eq=False)
class PackedLines:
    """Lines of the whole world in thousandths of a degree.

    Attributes
    ----------
    points, ends
        All points, and where those of each line end.
    names
        Of what each line is a part, ``""`` where it has none.
    ranks
        The lower, the weightier.
    bounds
        West, south, east, north of each line.
    """

    points: NDArray[np.int32]
    ends: NDArray[np.int64]
    names: NDArray[np.str_]
    ranks: NDArray[np.float32]
    bounds: NDArray[np.int32]

    def within(self, extent: Extent, most_rank: float) -> Iterator[tuple[str, float, NDArray[np.int32]]]:
        """Yield name, rank and points of the lines that come into an extent, turned to where the extent has them.

        Parameters
        ----------
        extent
            West, south, east, north, degrees; east may run past 180.
        most_rank
            Lines of a higher rank are left out.
        """
        west, south, east, north = (value * UNITS for value in extent)
        b = self.bounds
        for turn in (-FULL_TURN, 0, FULL_TURN):
            meets = (b[:, 0] + turn <= east) & (b[:, 2] + turn >= west) & (b[:, 1] <= north) & (b[:, 3] >= south)
            for i in np.flatnonzero(meets & (self.ranks <= most_rank)).tolist():
                line = self.points[self.ends[i - 1] if i else 0 : self.ends[i]]
                yield str(self.names[i]), float(self.ranks[i]), line + np.array([turn, 0], dtype=np.int32)


@cache
def open_lines(path: Path) -> PackedLines:
    """Open packed lines.

    Raises
    ------
    DataError
        If the package came without the file, or it is damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            firsts, steps, sizes = arrays["firsts"], arrays["steps"], arrays["sizes"]
            names, ranks = arrays["names"], arrays["ranks"]
            ends = np.cumsum(sizes, dtype=np.int64)
            starts = ends - sizes
            points = np.zeros((int(ends[-1]), 2), dtype=np.int32)
            inner = np.ones(len(points), dtype=np.bool_)
            inner[starts] = False
            points[inner] = steps
            points = np.cumsum(points, axis=0, dtype=np.int32)
            points += np.repeat(firsts - points[starts], sizes, axis=0)
            low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise DataError(f"{path.name} cannot be read ({error}); install the package again") from error
    return PackedLines(points, ends, names, ranks, np.hstack([low, high]))
