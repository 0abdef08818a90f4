"""The ground below the features: the part of the Earth that a window shows, in points on the sheet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.outlines.packed import UNITS, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from geo.outlines import Clip, Extent
    from layers.figure.projection import Projection
    from layers.figure.sheet import Box, Sheet

    Terrain = Callable[["Sheet", "View"], None]

__all__ = ["FINEST", "View", "country_spots", "draw_ground", "graticule", "on_sheet"]

STEPS = (0.5, 1, 2, 5, 10, 15, 20, 30)  # degrees between lines of the graticule
LINES_WANTED = 5
LONGEST_EDGE = 1.0  # degrees: longer edges are cuts or parallels, which a projection bends
FINEST = 0.12  # points: detail that no printer shows
AROUND = 60  # points along each side of the window that are looked up on the globe


@dataclass(frozen=True)
class View:
    """A window on a projected Earth.

    Attributes
    ----------
    box
        On the sheet, points.
    west_south
        Projected coordinates of its lower left corner, metres.
    scale
        Metres in a point.
    """

    projection: Projection
    box: Box
    west_south: tuple[float, float]
    scale: float

    def points(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where longitude and latitude, shape (n, 2), come to lie on the sheet."""
        return (self.projection.forward(lonlat) - self.west_south) / self.scale + self.box[:2]

    def lonlat(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the longitude and latitude of points on the sheet; infinite off the globe."""
        return self.projection.inverse((points - self.box[:2]) * self.scale + self.west_south)

    def holds(self, point: Sequence[float], margin: float = 0.0) -> bool:
        """Tell whether a point on the sheet lies in the window, so far from its edge."""
        left, bottom, right, top = self.box
        return left + margin <= point[0] <= right - margin and bottom + margin <= point[1] <= top - margin

    @property
    def extent(self) -> Extent:
        """West, south, east, north of all that shows."""
        left, bottom, right, top = self.box
        if self.projection.is_world:
            middle = self.projection.middle
            return (middle - 179.9, -84.9, middle + 179.9, 84.9)
        x, y = np.linspace(left, right, AROUND), np.linspace(bottom, top, AROUND)
        sides = [np.column_stack([x, np.full(AROUND, e)]) for e in (bottom, top)]
        sides += [np.column_stack([np.full(AROUND, e), y]) for e in (left, right)]
        found = self.lonlat(np.vstack([*sides, [[(left + right) / 2, (bottom + top) / 2]]]))
        found = found[np.isfinite(found).all(axis=1)]
        lon, lat = self.projection.turned(found[:, 0]) + self.projection.middle, found[:, 1]
        west, south, east, north = lon.min() - 1, lat.min() - 1, lon.max() + 1, lat.max() + 1
        for pole in (90.0, -90.0):
            if self.holds(self.points(np.array([[self.projection.middle, pole]]))[0]):
                west, east = self.projection.middle - 180, self.projection.middle + 180
                south, north = (south, 85.0) if pole > 0 else (-85.0, north)
        return (float(west), float(max(south, -84.9)), float(east), float(min(north, 84.9)))


def draw_ground(sheet: Sheet, view: View, clip: Clip, *, named: Iterable[str], terrain: Terrain | None = None) -> None:
    """Draw water, land, named countries, the base map, graticule and borders.

    Parameters
    ----------
    sheet, view
        Where.
    clip
        The outlines of what the window shows.
    named
        ISO 3166-1 alpha-2 codes of countries to be set off from the others.
    terrain
        Draws relief, rivers and tracks; lakes come over them. ``None`` leaves the land plain.
    """
    theme = sheet.theme
    sheet.within(view.box)
    if view.projection.is_world:
        sheet.area([_globe_edge(view)], fill=theme.water)
    else:
        sheet.box(view.box, fill=theme.water)
    land = on_sheet(view, clip.land, closed=True)
    pen = 0.35
    sheet.area(land, fill=theme.land)
    sheet.area(on_sheet(view, _countries(clip, set(named)), closed=True), fill=theme.named)
    if terrain:
        terrain(sheet, view)
    sheet.area(on_sheet(view, clip.lakes, closed=True), fill=theme.water, edge=theme.coast, width=pen * 0.8)
    sheet.lines(graticule(view).values(), color=theme.graticule, width=0.3)
    sheet.lines(_coasts(view, clip), color=theme.coast, width=pen)
    sheet.lines(on_sheet(view, clip.international), color=theme.border, width=pen * 1.2)
    sheet.lines(on_sheet(view, clip.disputed), color=theme.border, width=pen * 1.6, dash=(2.0, 1.3))
    sheet.within(None)


def country_spots(clip: Clip) -> dict[str, tuple[float, float]]:
    """Return where the ground letters each country that shows, by its ISO 3166-1 alpha-2 code."""
    return {label.code: (label.lon, label.lat) for label in clip.labels if label.code}


def graticule(view: View) -> dict[tuple[str, float], NDArray[np.float64]]:
    """Return meridians and parallels on the sheet by ``("lon" | "lat", degrees)``."""
    west, south, east, north = view.extent
    found: dict[tuple[str, float], NDArray[np.float64]] = {}
    step = next((s for s in STEPS if (north - south) / s <= LINES_WANTED), STEPS[-1])
    wide = next((s for s in STEPS if (east - west) / s <= LINES_WANTED * 1.6), STEPS[-1])
    steps = np.linspace(0, 1, 90)[:, None]
    for lon in np.arange(math.ceil(west / wide) * wide, east, wide):
        ends = np.array([[lon, south], [lon, north]])
        found["lon", float(lon)] = view.points(ends[:1] * (1 - steps) + ends[1:] * steps)
    for lat in np.arange(math.ceil(south / step) * step, north, step):
        ends = np.array([[west, lat], [east, lat]])
        found["lat", float(lat)] = view.points(ends[:1] * (1 - steps) + ends[1:] * steps)
    return found


def on_sheet(
    view: View, lines: Iterable[NDArray[Any]], *, closed: bool = False, fine: float = FINEST
) -> list[NDArray[np.float64]]:
    """Project lines in thousandths of a degree, long edges bent, detail too fine for print left out."""
    import shapely

    kept = [line for line in lines if np.any(line != line[:1])]  # what was cut down to a point is no line
    if not kept:
        return []
    shapes = shapely.segmentize(
        shapely.linestrings(np.concatenate(kept), indices=np.repeat(np.arange(len(kept)), [len(k) for k in kept])),
        LONGEST_EDGE * UNITS,
    )
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    placed = view.points(points / UNITS)
    drawn = shapely.simplify(shapely.linestrings(placed, indices=owner), fine, preserve_topology=False)
    least = 4 if closed else 2
    found = (shapely.get_coordinates(line) for line in np.atleast_1d(np.asarray(drawn, dtype=object)))
    return [line for line in found if len(line) >= least]


def _coasts(view: View, clip: Clip) -> list[NDArray[np.float64]]:
    """Return the rims of land without the cuts along the clip's own edge."""
    west, south, east, north = clip.extent
    pieces = []
    for ring in clip.land:
        x, y = ring[:, 0], ring[:, 1]
        along = ((x[:-1] == x[1:]) & np.isin(x[:-1], (west, east))) | (
            (y[:-1] == y[1:]) & np.isin(y[:-1], (south, north))
        )
        pieces += [piece for piece in np.split(ring, np.flatnonzero(along) + 1) if len(piece) > 1]
    return on_sheet(view, pieces)


def _countries(clip: Clip, codes: set[str]) -> list[NDArray[np.int32]]:
    import shapely

    west, south, east, north = clip.extent
    rings: list[NDArray[np.int32]] = []
    for turn in (-360 * UNITS, 0, 360 * UNITS):
        frame = (west - turn, south, east - turn, north)
        labels, shapes = load(clip.resolution).countries.within(frame)
        chosen = [shape for label, shape in zip(labels, shapes, strict=True) if label in codes]
        if chosen:
            pieces = shapely.get_parts(shapely.clip_by_rect(chosen, *frame))
            polygons = pieces[shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON]
            rings += [
                np.add(shapely.get_coordinates(ring), (turn, 0)).astype(np.int32)
                for ring in shapely.get_rings(polygons)
            ]
    return rings


def _globe_edge(view: View) -> NDArray[np.float64]:
    up = np.linspace(-89.9, 89.9, 120)
    middle = view.projection.middle
    east = np.column_stack([np.full(120, middle + 179.98), up])
    west = np.column_stack([np.full(120, middle - 179.98), up[::-1]])
    edge = view.points(np.vstack([east, west]))
    return np.vstack([edge, edge[:1]])
