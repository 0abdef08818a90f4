"""The part of the outlines that a map needs: land, borders and lettering within an extent, coarse beyond it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from geo.checked import Form, Lat, Lon, Text
from geo.csv_tables import data_table, rows_as
from geo.errors import DataError
from geo.outlines import lakes
from geo.outlines.packed import UNITS, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.outlines.packed import Resolution, Shapes

__all__ = ["Clip", "Extent", "Label", "clipped"]

Extent = tuple[float, float, float, float]
"""West, south, east, north in degrees; east may run past 180 where the map crosses the antimeridian."""
FINE_WIDTH = 75.0  # degrees: up to this width a map takes the 10m outlines
COARSER = 12.0  # thousandths of a degree by which the lines of a wider map are simplified
SPECK = {True: 2.5e-6, False: 1.2e-5}  # share of a fine or a coarse map below which a lake is left out
LEAST_LAKE = 4  # the last rank of lakes that have a name on the map
FULL_TURN = 360 * UNITS
SOUTH, NORTH = -85 * UNITS, 85 * UNITS  # what Web Mercator shows


@dataclass(frozen=True, slots=True)
class Label:
    """Lettering of the base map.

    Attributes
    ----------
    rank
        1 (an ocean, a country that fills the map) to 5 (a strait, a speck).
    code
        ISO 3166-1 alpha-2 of a country, ``""`` for a water.
    names
        Of a water in other languages, by ISO 639-1 code.
    """

    kind: Literal["country", "sea", "lake"]
    name: str
    lon: float
    lat: float
    rank: int
    code: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clip:
    """Outlines for one map; lines are arrays of (lon, lat) in thousandths of a degree.

    Attributes
    ----------
    extent, world
        What the fine and the coarse lines were cut to; thousandths of a degree.
    land
        Closed rings, to be filled by the even-odd rule. Segments along ``extent`` or ``world`` are cuts, not coasts.
    international, disputed
        Borders; draw the disputed ones dashed.
    lakes
        Closed rings like those of the land; only lakes large enough to be seen.
    far_land, far_international, far_disputed
        The same for the rest of the world, coarse.
    """

    resolution: Resolution
    extent: tuple[int, int, int, int]
    world: tuple[int, int, int, int]
    land: tuple[NDArray[np.int32], ...]
    international: tuple[NDArray[np.int32], ...]
    disputed: tuple[NDArray[np.int32], ...]
    lakes: tuple[NDArray[np.int32], ...]
    far_land: tuple[NDArray[np.int32], ...]
    far_international: tuple[NDArray[np.int32], ...]
    far_disputed: tuple[NDArray[np.int32], ...]
    labels: tuple[Label, ...]


def clipped(extent: Extent, resolution: Resolution | None = None) -> Clip:
    """Cut the outlines for a map.

    Parameters
    ----------
    extent
        West, south, east, north in degrees, WGS 84; east may run past 180, west below -180.
    resolution
        ``None`` takes the finer one for a map up to 75° wide.

    Returns
    -------
    Land, borders and lettering.

    Raises
    ------
    DataError
        If the extent is empty or upside down.

    Examples
    --------
    >>> clip = clipped((40.0, 38.0, 52.0, 44.0))
    >>> clip.resolution
    '10m'
    >>> {label.name for label in clip.labels if label.kind == "sea"}
    {'Caspian Sea'}
    """
    west, south, east, north = extent
    if not (all(map(math.isfinite, extent)) and west < east and south < north):
        raise DataError(f"outlines: extent {extent} is empty; expected west < east and south < north")
    finest = resolution or ("10m" if east - west <= FINE_WIDTH else "50m")
    middle = round((west + east) / 2 * UNITS)
    world = (middle - FULL_TURN // 2, SOUTH, middle + FULL_TURN // 2, NORTH)
    near = (
        max(round(west * UNITS), world[0]),
        max(round(south * UNITS), SOUTH),
        min(round(east * UNITS), world[2]),
        min(round(north * UNITS), NORTH),
    )
    outlines, far = load(finest), _around(near, world)
    tolerance = COARSER if east - west > FINE_WIDTH else 0.0
    land = _simplified(_cut(outlines.land, near), tolerance)
    borders = _simplified(_cut(outlines.borders, near), tolerance)
    far_borders = _cut(outlines.world_borders, *far)
    waters, lake_labels = _lakes(near, tolerance)
    return Clip(
        resolution=finest,
        extent=near,
        world=world,
        land=_rings(land),
        international=_lines(borders, "international"),
        disputed=_lines(borders, "disputed"),
        lakes=waters,
        far_land=_rings(_cut(outlines.world, *far)),
        far_international=_lines(far_borders, "international"),
        far_disputed=_lines(far_borders, "disputed"),
        labels=(*_country_labels(finest, near), *_sea_labels(near), *lake_labels),
    )


def _around(hole: tuple[int, int, int, int], frame: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    """Return the four strips of a frame that surround a hole."""
    west, south, east, north = hole
    return [
        (frame[0], frame[1], west, frame[3]),
        (east, frame[1], frame[2], frame[3]),
        (west, frame[1], east, south),
        (west, north, east, frame[3]),
    ]


def _cut(shapes: Shapes, *frames: tuple[int, int, int, int]) -> list[tuple[str, BaseGeometry]]:
    """Return what lies in the frames, moved to the frames' turn of the Earth."""
    import shapely

    found: list[tuple[str, BaseGeometry]] = []
    for frame in frames:
        for turn in (-FULL_TURN, 0, FULL_TURN):
            west, south, east, north = frame[0] - turn, frame[1], frame[2] - turn, frame[3]
            if west >= min(east, 180 * UNITS) or east <= -180 * UNITS or south >= north:
                continue
            labels, chosen = shapes.within((west, south, east, north))
            pieces = shapely.clip_by_rect(chosen, west, south, east, north)
            if turn:
                pieces = shapely.transform(pieces, partial(np.add, (turn, 0)))
            parts, owner = shapely.get_parts(pieces, return_index=True)
            found += [(labels[i], part) for i, part in zip(owner, parts, strict=True)]
    return found


def _simplified(pieces: list[tuple[str, BaseGeometry]], tolerance: float) -> list[tuple[str, BaseGeometry]]:
    import shapely

    if not tolerance or not pieces:
        return pieces
    labels, shapes = zip(*pieces, strict=True)
    parts, owner = shapely.get_parts(shapely.simplify(list(shapes), tolerance), return_index=True)
    return [(labels[i], part) for i, part in zip(owner, parts, strict=True) if not part.is_empty]


def _lakes(near: tuple[int, int, int, int], tolerance: float) -> tuple[tuple[NDArray[np.int32], ...], list[Label]]:
    """Return the rings of the lakes that can be seen on the map, and their names; the larger, the better the rank."""
    shapes, known = lakes.load()
    area = (near[2] - near[0]) * (near[3] - near[1])
    pieces = [(i, piece) for i, piece in _cut(shapes, near) if piece.area > area * SPECK[not tolerance]]
    largest: dict[int, BaseGeometry] = {}
    for key, piece in pieces:
        i = int(key)
        largest[i] = max((largest.get(i, piece), piece), key=lambda shape: shape.area)
    labels = []
    for i, piece in sorted(largest.items()):
        lake, turn = known[i], FULL_TURN * round((piece.centroid.x - known[i].label[0]) / FULL_TURN)
        x, y = lake.label[0] + turn, lake.label[1]
        if lake.name and near[0] < x < near[2] and near[1] < y < near[3]:
            rank = 2 + sum(piece.area < area * share for share in (0.003, 0.0008, 0.0002))
            if rank > LEAST_LAKE:
                continue
            labels.append(Label("lake", lake.name, x / UNITS, y / UNITS, rank, names=lake.names))
    return _rings(_simplified(pieces, tolerance)), labels


def _rings(pieces: Iterable[tuple[str, BaseGeometry]]) -> tuple[NDArray[np.int32], ...]:
    import shapely

    parts = np.array([piece for _, piece in pieces], dtype=object)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON] if len(parts) else parts
    return _whole_numbers(shapely.get_rings(polygons)) if len(polygons) else ()


def _lines(pieces: Iterable[tuple[str, BaseGeometry]], kind: str) -> tuple[NDArray[np.int32], ...]:
    import shapely

    lines = [piece for label, piece in pieces if label == kind]
    if not lines:
        return ()
    joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    return _whole_numbers(joined)


def _whole_numbers(lines: Sequence[BaseGeometry] | NDArray[np.object_]) -> tuple[NDArray[np.int32], ...]:
    import shapely

    points, owner = shapely.get_coordinates(lines, return_index=True)
    rounded = np.rint(points).astype(np.int32)
    ends = np.flatnonzero(np.diff(owner)) + 1
    return tuple(line for line in np.split(rounded, ends) if len(line) > 1)


def _country_labels(resolution: Resolution, near: tuple[int, int, int, int]) -> list[Label]:
    """Letter a country at its middle, or at the middle of the part that shows."""
    import shapely

    outlines = load(resolution)
    showing: dict[str, BaseGeometry] = {}
    for code, piece in _cut(outlines.countries, near):
        if code and (code not in showing or piece.area > showing[code].area):
            showing[code] = piece
    area = (near[2] - near[0]) * (near[3] - near[1])
    labels = []
    for code, piece in sorted(showing.items()):
        x, y = outlines.labels[code]
        if not shapely.intersects_xy(piece, x, y):
            rough = shapely.simplify(piece, math.sqrt(area) / 100)
            whole = rough if rough.area > 0 else piece
            middle = shapely.maximum_inscribed_circle([whole], math.sqrt(area) / 100)
            x, y = shapely.get_coordinates(middle)[0]
        rank = 1 + sum(piece.area < area * share for share in (0.08, 0.02, 0.004, 0.0008))
        labels.append(Label("country", outlines.names[code], round(x / UNITS, 3), round(y / UNITS, 3), rank, code))
    return labels


class _Sea(Form, frozen=True):
    name: Text
    lon: Lon
    lat: Lat
    rank: int
    az: str = ""
    ka: str = ""
    ru: str = ""
    tr: str = ""


@cache
def _seas() -> tuple[Label, ...]:
    rows = [sea for _, sea in rows_as(_Sea, data_table("outlines-seas.csv"))]
    return tuple(Label("sea", sea.name, sea.lon, sea.lat, sea.rank, names=_other_names(sea)) for sea in rows)


def _other_names(sea: _Sea) -> dict[str, str]:
    return {code: name for code in ("az", "ka", "ru", "tr") if (name := getattr(sea, code))}


def _sea_labels(near: tuple[int, int, int, int]) -> list[Label]:
    west, south, east, north = (value / UNITS for value in near)
    return [
        replace(sea, lon=sea.lon + turn)
        for sea in _seas()
        for turn in (-360, 0, 360)
        if west < sea.lon + turn < east and south < sea.lat < north
    ]
