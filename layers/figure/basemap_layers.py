"""The base map in the figure: relief below all lines, rivers, railways, roads and inner borders, and what to letter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from geo.outlines.packed import UNITS
from layers.basemap import base_map, features_of, shade_of
from layers.figure.ground import on_sheet
from layers.map.extent import padded, view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from layers.basemap import BaseMap, Drawn, Town
    from layers.figure.ground import View
    from layers.figure.sheet import Sheet
    from layers.frames import Frames

    Floats = NDArray[np.float64]

__all__ = ["draw_terrain", "rivers_for", "terrain_of", "towns_for"]

GRAIN = 0.6  # points to a pixel of relief: finer than the data on most maps, coarse enough for a small file
LEVELS = 14  # of shade: fewer make smaller files and cannot be told from more
BLURRED, FAINTEST = 1600.0, 0.3  # metres in a point below which relief has no more to show, and what is left of it
MOST_WIDE = 2400  # pixels of the relief that is looked at
TRACKS_WITHIN = {"railways": 6000.0, "roads": 3000.0, "regions": 2600.0}
"""Metres in a point beyond which a figure has none of them: they would be a web."""
PIXEL = 0.55  # points that stand for a pixel of the page, by the size of its letters and of the figure's
EQUATOR = 156_543.0  # metres in a pixel at zoom 0
DENSEST = 0.06  # points of track to a square point of map: more is a web
RIVER_PEN, TRACK_PEN = 0.34, 0.24
MOST_TOWNS, MOST_RIVERS = 16, 6
LEAST_RIVER = 45.0  # points of a river's course on the sheet


def terrain_of(frames: Frames, view: View) -> BaseMap:
    """Return the ground under a figure, as detailed as its author wants it.

    Where the page's own base map covers the figure it is taken, so that it is cut once.
    """
    wanted = view.extent
    page = padded(view_of(frames))
    turn = 360 * round(((page[0] + page[2]) - (wanted[0] + wanted[2])) / 720)
    moved = (wanted[0] + turn, wanted[1], wanted[2] + turn, wanted[3])
    covers = page[0] <= moved[0] and page[1] <= moved[1] and moved[2] <= page[2] and moved[3] <= page[3]
    return base_map(page if covers else wanted, features_of(frames), frames.words.detail or "full")


def draw_terrain(sheet: Sheet, view: View, terrain: BaseMap) -> None:
    """Draw a base map but for its towns; nothing where it is plain."""
    if terrain.relief is None:
        return
    _draw_relief(sheet, view)
    _draw_tracks(sheet, view, terrain)
    _draw_rivers(sheet, view, terrain)


def _draw_relief(sheet: Sheet, view: View) -> None:
    """Lay light and shadow over the land of a window; level ground and water stay as they are."""
    left, bottom, right, top = view.box
    columns, rows = max(1, round((right - left) / GRAIN)), max(1, round((top - bottom) / GRAIN))
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = top - (np.arange(rows) + 0.5) * (top - bottom) / rows
    spots = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    lonlat = _within_globe(view, view.lonlat(spots), spots)
    extent = view.extent
    shade = shade_of(extent, min(columns, MOST_WIDE))
    middle = (extent[0] + extent[2]) / 2
    lon = lonlat[:, 0] - 360 * np.round((lonlat[:, 0] - middle) / 360)
    values = np.round(shade.at(lon, lonlat[:, 1]) * LEVELS) / LEVELS
    strength = min(max(view.scale / BLURRED, FAINTEST), 1.0)
    lit = _lit(values.reshape(rows, columns) * strength, sheet.theme.shadow, sheet.theme.light)
    sheet.picture(view.box, lit)


def _within_globe(view: View, lonlat: Floats, spots: Floats) -> Floats:
    """Return positions, with no latitude for those that do not lead back to their spot: they are off the globe."""
    known = np.where(np.isfinite(lonlat), lonlat, 0.0)
    back = np.hypot(*(view.points(known) - spots).T)
    known[~(np.isfinite(lonlat).all(axis=1) & (back < 1.0)), 1] = np.nan
    return known


def _lit(values: Floats, shadow: float, light: float) -> NDArray[np.uint8]:
    """Return shade as black and white that let through what is below: red, green, blue, opacity."""
    picture = np.zeros((*values.shape, 4), dtype=np.uint8)
    picture[..., :3] = np.where(values > 0, 255, 0)[..., None]
    opacity = np.where(values > 0, values * light, -values * shadow)
    picture[..., 3] = np.rint(np.clip(opacity, 0, 1) * 255)
    return picture


def _draw_rivers(sheet: Sheet, view: View, terrain: BaseMap) -> None:
    """Draw rivers, the greater the wider; lakes are to be drawn over them."""
    zoom = _zoom(view)
    for low, high, pen in ((-math.inf, 2.6, 1.7), (2.6, 4.1, 1.3), (4.1, zoom + 0.4, 0.9)):
        chosen = [line for line in terrain.rivers if low < line.zoom <= min(high, zoom + 0.4)]
        _draw(sheet, view, chosen, color=sheet.theme.river, width=RIVER_PEN * pen)


def _draw_tracks(sheet: Sheet, view: View, terrain: BaseMap) -> None:
    """Draw inner borders, roads and railways thin and grey, those for which the map is large enough."""
    theme, zoom = sheet.theme, _zoom(view)
    near = [line for line in terrain.regions if line.zoom <= zoom + 1.0]
    lines: Iterable[tuple[str, Sequence[Drawn], float, tuple[float, ...]]] = (
        ("regions", near, 0.9, (1.6, 1.4)),
        ("roads", terrain.roads, 0.8, ()),
        ("railways", terrain.railways, 1.2, ()),
    )
    for name, drawn, pen, dash in lines:
        placed = on_sheet(view, [line.points for line in drawn]) if view.scale <= TRACKS_WITHIN[name] else []
        if placed and _density(view, placed) <= DENSEST:
            sheet.lines(placed, color=theme.track, width=TRACK_PEN * pen, dash=dash)


def _density(view: View, lines: Sequence[Floats]) -> float:
    """Return the length of lines in a window for each square point of it."""
    left, bottom, right, top = view.box
    starts, ends = (np.concatenate([line[part] for line in lines]) for part in (slice(None, -1), slice(1, None)))
    shown = _shown(view, (starts + ends) / 2)
    return float(np.hypot(*(ends - starts)[shown].T).sum()) / ((right - left) * (top - bottom))


def towns_for(view: View, terrain: BaseMap) -> tuple[Town, ...]:
    """Return the towns that a map of this scale has room for, the largest first."""
    zoom = _zoom(view)
    return tuple(town for town in terrain.towns if town.zoom <= zoom)[:MOST_TOWNS]


def rivers_for(view: View, terrain: BaseMap) -> tuple[tuple[str, Floats], ...]:
    """Return name and longest stretch on the sheet of the rivers worth lettering, the longest first."""
    drawn = [line for line in terrain.rivers if line.name and line.zoom <= _zoom(view)]
    courses: dict[str, tuple[float, Floats]] = {}
    for line in drawn:
        points = view.points(line.points / UNITS)
        for part in np.split(points, np.flatnonzero(~_shown(view, points))):
            inside = part[_shown(view, part)]
            length = float(np.hypot(*np.diff(inside, axis=0).T).sum()) if len(inside) > 1 else 0.0
            if length >= LEAST_RIVER and length > courses.get(line.name, (0.0, inside))[0]:
                courses[line.name] = (length, _evenly(inside))
    longest = sorted(courses.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple((name, course) for name, (_, course) in longest[:MOST_RIVERS])


def _shown(view: View, points: Floats) -> NDArray[np.bool_]:
    left, bottom, right, top = view.box
    x, y = points.T
    return np.asarray((x > left) & (x < right) & (y > bottom) & (y < top))


def _evenly(line: Floats) -> Floats:
    """Return 101 points along a line, as far from one another as can be."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0, along[-1], 101)
    return np.column_stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)])


def _draw(sheet: Sheet, view: View, drawn: Sequence[Drawn], *, color: str, width: float) -> None:
    sheet.lines(on_sheet(view, [line.points for line in drawn]), color=color, width=width)


def _zoom(view: View) -> float:
    """Return the zoom level at which a page would show the middle of a map as large."""
    left, bottom, right, top = view.box
    lat = view.lonlat(np.array([[(left + right) / 2, (bottom + top) / 2]]))[0, 1]
    around = EQUATOR * math.cos(math.radians(lat if math.isfinite(lat) else 0.0))
    return math.log2(max(around, 1.0) / (view.scale * PIXEL))
