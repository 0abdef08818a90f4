"""The map of the figure: ground, corridors, symbols, numbers, names, globe and scale bar, in one window."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.outlines import clipped
from layers import styles
from layers.author.colours import shades
from layers.author.symbology import strokes_of
from layers.figure.area_labels import letter_graticule, name_areas, name_ground, number_of, write
from layers.figure.basemap_layers import draw_terrain
from layers.figure.beyond_map import point_beyond
from layers.figure.framing import lonlat_of
from layers.figure.globe import draw_globe
from layers.figure.ground import FINEST, country_spots, draw_ground, on_sheet
from layers.figure.insets import find_insets, outline
from layers.figure.labels import Crowd
from layers.figure.lettering import ASCENT, width_of
from layers.figure.scale_bar import scale_inside
from layers.figure.sheet import shade
from layers.figure.visible_parts import part_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.outlines import Clip
    from layers.basemap import BaseMap
    from layers.figure.ground import View
    from layers.figure.labels import Name
    from layers.figure.sheet import Box, Sheet
    from layers.figure.sizes_and_themes import Size
    from layers.figure.subject import Feature
    from layers.styles import Kind, Stroke

__all__ = ["Content", "draw_map", "shows"]

SYMBOL, DOT = 1.75, 1.45  # ems across: symbols on a disc, those without
BADGE = 0.66  # ems: radius of a corridor's number
SPARSE = 3.0  # points between the sampled points of a line that names avoid
MANY, LEAST_SHARE = 26, 0.66  # features beyond which a map is drawn smaller, and how small
GLOBE = (0.13, 2.4, 5.4)  # radius as a share of the map's shorter side, and its limits in ems
UNITS = 1000
Point = tuple[float, float]
DIRECTIONS = (45, -45, 135, -135, 90, -90, 0, 180)  # degrees: where a symbol steps aside
ROUGH, ROUGHEST = 24_000.0, 0.5  # metres in a point that make lines a point rough, and how rough they get
INSET_FONT, SMALL_SCALE = 0.92, 0.8  # of an inset's letters, and of those of its scale bar
CLOSE = 0.45  # of its reach: symbols may overlap at their rims


def shows(view: View, clip: Clip, feature: Feature) -> bool:
    """Tell whether any of a feature lies in the window; of a country, where it is lettered, or a good part of it."""
    if feature.is_area and feature.row["kind"] == "country":
        spot = country_spots(clip).get(feature.row["country"])
        is_held = spot is not None and view.holds(view.points(np.array([spot]))[0])
        return is_held or part_of(view, feature.row["country"]) is not None
    return any(view.holds(point) for point in view.points(lonlat_of(feature)))


@dataclass(frozen=True, slots=True)
class Content:
    """What a map shows.

    Attributes
    ----------
    clip, terrain
        Outlines of the ground, and the base map.
    features
        Those that show, in the order of their numbers.
    keyed
        Numbers that a note explains; no others are written.
    far
        Places that the map leaves out for being far from all the rest; its rim points at them.
    """

    clip: Clip
    terrain: BaseMap
    features: Sequence[Feature]
    keyed: frozenset[int]
    far: Sequence[Feature] = ()

    @property
    def corridors(self) -> list[Feature]:
        """Those that are lines."""
        return [f for f in self.features if f.is_corridor]

    @property
    def points(self) -> list[Feature]:
        """Those that are symbols."""
        return [f for f in self.features if not f.is_corridor and not f.is_area]


def draw_map(sheet: Sheet, view: View, content: Content, size: Size, *, is_inset: bool = False) -> None:
    """Draw all that lies in the window.

    Parameters
    ----------
    sheet, view
        Where.
    content
        What.
    size
        What the figure is for.
    is_inset
        A part of another map: without globe, insets of its own and degrees, with a scale bar inside.
    """
    countries = {f.row["country"] for f in content.features if f.is_area and f.row["kind"] == "country"}
    draw_ground(sheet, view, content.clip, named=countries, terrain=partial(draw_terrain, terrain=content.terrain))
    crowd = Crowd(view.box)
    corridors, whole = content.corridors, size
    size = _thinned(size, len(content.points) + len(corridors))
    sheet.within(view.box)
    lines = {f.number: _draw_corridor(sheet, view, f, size) for f in _lowest_first(corridors)}
    for parts in lines.values():
        crowd.marks += [point for part in parts for point in _sampled(part) if view.holds(point)]
    everywhere = {f.number: (float(x), float(y)) for f in content.points for x, y in view.points(lonlat_of(f))}
    insets = [] if is_inset else find_insets(view, everywhere, crowd, size.font)
    inside = {number for inset in insets for number in inset.members}
    points = [f for f in content.points if f.number not in inside]
    true = {f.number: everywhere[f.number] for f in points}
    spots = _set_apart(points, true, crowd, size)
    if is_inset:
        scale_inside(sheet, view, crowd, size.font * SMALL_SCALE)
    else:
        _draw_globe_in_a_corner(sheet, view, content.clip, crowd, size.font)
    within = [f for f in corridors if f.number in content.keyed]
    badges = [badge for f in within if (badge := _badge(view, f, lines[f.number], crowd, size))]
    names = _name_points(points, spots, crowd, size, content.keyed)
    sheet.within(view.box)
    for number in sorted(inside):
        sheet.disc(*everywhere[number], size.font * 0.2, fill=sheet.theme.text)
    _tie_symbols(sheet, true, spots, names, size)
    for f in sorted(points, key=lambda f: -styles.kind(f.row["kind"]).rank):
        x, y = spots[f.number]
        sheet.icon(x, y, _recoloured(f), 2 * _reach(f, size))
    sheet.within(None)
    for badge in badges:
        badge.draw(sheet)
    for name in names:
        write(sheet, name, size.font, color=sheet.theme.text)
    if not is_inset:
        point_beyond(sheet, view, content.far, crowd, size, content.keyed)
    name_areas(sheet, view, content.clip, content.features, crowd, size, content.keyed)
    name_ground(sheet, view, content.terrain, crowd, size, named={f.name for f in content.features})
    if not is_inset:
        letter_graticule(sheet, view, crowd, size)
    sheet.box(view.box, edge=sheet.theme.coast, width=0.6)
    for inset in insets:
        outline(sheet, inset, partial(_draw_inset, sheet, content=content, members=inset.members, size=whole))


def _draw_inset(sheet: Sheet, view: View, *, content: Content, members: frozenset[int], size: Size) -> None:
    """Draw the map of an inset: its members, and the corridors and areas that come into it."""
    clip = sheet.voice.ground(clipped(view.extent))
    around = [f for f in content.features if (f.is_corridor or f.is_area) and shows(view, clip, f)]
    shown = [f for f in content.features if f.number in members or f in around]
    told = {f.number for f in around if f.is_area or not _lies_within(view, f)}  # by the map itself
    inner = replace(content, clip=clip, features=shown, keyed=content.keyed - told)
    draw_map(sheet, view, inner, replace(size, font=size.font * INSET_FONT), is_inset=True)


def _lies_within(view: View, feature: Feature) -> bool:
    return all(view.holds(point) for point in view.points(lonlat_of(feature)))


def _tie_symbols(
    sheet: Sheet, true: Mapping[int, Point], spots: Mapping[int, Point], names: Iterable[Name], size: Size
) -> None:
    """Join symbols that stepped aside to where they belong, and names that stand apart to their symbols."""
    for number, spot in true.items():
        if spot != spots[number]:
            sheet.lines([np.array([spot, spots[number]])], color=sheet.theme.text, width=0.45)
            sheet.disc(*spot, size.font * 0.16, fill=sheet.theme.text)
    for name in names:
        if name.leader:
            sheet.lines([np.array(name.leader)], color=sheet.theme.faint, width=0.35)


def _lowest_first(corridors: Iterable[Feature]) -> list[Feature]:
    """Return corridors in drawing order: what is inferred below what is stated, then by mode."""
    order = styles.load().modes
    return sorted(corridors, key=lambda f: (f.row["basis"] != "inferred", -order[f.row["mode"]].order, -f.number))


def _draw_corridor(sheet: Sheet, view: View, feature: Feature, size: Size) -> list[NDArray[np.float64]]:
    """Draw a corridor leg by leg, each with its own look; return its lines on the sheet."""
    runs: list[tuple[tuple[str, str, str, str], list[NDArray[Any]]]] = []
    for leg in feature.row["legs"]:
        look = (leg["mode"], leg["status"], leg["basis"], leg["precision"])
        if not runs or runs[-1][0] != look:
            runs.append((look, []))
        for part in getattr(leg["geometry"], "geoms", [leg["geometry"]]):
            points = np.asarray(part.coords)[:, :2] * UNITS
            own = runs[-1][1]
            if own and np.abs(own[-1][-1] - points[0]).max() < 1:
                own[-1] = np.vstack([own[-1], points[1:]])
            else:
                own.append(points)
    fine = min(max(view.scale / ROUGH, FINEST), ROUGHEST)
    placed = [(look, on_sheet(view, lines, fine=fine)) for look, lines in runs]
    own = feature.row["look"]
    passes = [(stroke, lines) for look, lines in placed for stroke in strokes_of(*look, own)]
    paper = sheet.theme.land
    for role in ("line", "core", "mark"):
        along: dict[Stroke, float] = {}
        for stroke, lines in passes:
            if stroke.role == role:
                begun = along.get(stroke, 0.0)
                sheet.stroke(lines, stroke, pixel=size.pixel, paper=paper, begun=begun if role == "mark" else 0.0)
                along[stroke] = begun + sum(map(_length, lines))
    return [line for _, lines in placed for line in lines]


def _length(line: NDArray[np.float64]) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _sampled(line: NDArray[np.float64]) -> list[tuple[float, float]]:
    steps = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.arange(0, along[-1] + SPARSE / 2, SPARSE)
    return list(zip(np.interp(at, along, line[:, 0]).tolist(), np.interp(at, along, line[:, 1]).tolist(), strict=True))


def _reach(feature: Feature, size: Size) -> float:
    return size.font * (SYMBOL if styles.kind(feature.row["kind"]).icon.badge else DOT) / 2


def _colours(feature: Feature, light: str, dark: str) -> tuple[str, str]:
    """Return the colours that a feature's author gives it, else its own."""
    look = feature.row["look"]
    return shades(look.colour) if look and look.colour else (light, dark)


def _recoloured(feature: Feature) -> Kind:
    """Return the kind of a place in the colour that its author gives it."""
    kind = styles.kind(feature.row["kind"])
    light, dark = _colours(feature, kind.group.color, kind.group.dark)
    return replace(kind, group=replace(kind.group, color=light, dark=dark))


def _draw_globe_in_a_corner(sheet: Sheet, view: View, clip: Clip, crowd: Crowd, font: float) -> None:
    """Put the globe where it covers least; a map of the world needs none."""
    if view.projection.is_world:
        return
    left, bottom, right, top = view.box
    share, least, most = GLOBE
    radius = min(max(min(right - left, top - bottom) * share, least * font), most * font)
    room = radius * 1.25
    corners = [(right - room, top - room), (left + room, bottom + room), (left + room, top - room),
               (right - room, bottom + room)]  # fmt: skip

    def cost(corner: tuple[float, float]) -> int:
        box = _around(corner, room)
        return crowd.covered(box) + 40 * sum(_meet(box, other) for other in crowd.boxes)

    x, y = min(corners, key=cost)
    draw_globe(sheet, view, clip, x=x, y=y, radius=radius)
    crowd.add(_around((x, y), radius * 1.1))


def _around(point: Sequence[float], reach: float) -> Box:
    return (point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@dataclass(frozen=True, slots=True)
class _Badge:
    """A corridor's number, on its line or tied to it."""

    feature: Feature
    spot: Point
    on_line: Point
    font: float
    half: float

    def draw(self, sheet: Sheet) -> None:
        """Draw the disc with the number in the colour of the corridor's mode."""
        mode = styles.load().modes[self.feature.row["mode"]]
        color = shade(*_colours(self.feature, mode.color, mode.dark), sheet.theme)
        x, y = self.spot
        if self.spot != self.on_line:
            sheet.lines([np.array([self.spot, self.on_line])], color=color, width=self.font * 0.09)
        sheet.disc(x, y, self.half, fill=color, edge=sheet.theme.paper, width=self.font * 0.16)
        lower = y - ASCENT * self.font * 0.48
        number = str(self.feature.number)
        sheet.text(x, lower, number, self.font, weight="bold", align="center", color=sheet.theme.paper)


def _badge(
    view: View, feature: Feature, lines: Sequence[NDArray[np.float64]], crowd: Crowd, size: Size
) -> _Badge | None:
    """Find room for a corridor's number: on its line near the middle, or beside it where symbols and numbers crowd."""
    points = [point for line in lines for point in _sampled(line) if view.holds(point, margin=size.font)]
    if not points:
        return None
    font = size.font * 0.8
    half = max(BADGE * size.font, width_of(str(feature.number), font, "bold") / 2 + size.font * 0.28)
    order = sorted(range(0, len(points), max(1, len(points) // 60)), key=lambda i: abs(i - len(points) / 2))
    tries = [(points[i], points[i]) for i in order]
    for away in (2.4, 3.6, 5.0, 7.0):
        for i in order[:: max(1, len(order) // 7)]:
            x, y = points[i]
            steps = ((math.cos(a) * half * away, math.sin(a) * half * away) for a in np.radians(DIRECTIONS))
            tries += [((x + dx, y + dy), points[i]) for dx, dy in steps]
    free = (pair for pair in tries if crowd.is_free(_around(pair[0], half * 1.1)))
    spot, on_line = next(free, (points[order[0]], points[order[0]]))
    crowd.add(_around(spot, half * 1.1))
    return _Badge(feature, spot, on_line, font, half)


def _thinned(size: Size, count: int) -> Size:
    """Return smaller letters and thinner lines for a map with much on it."""
    share = min(1.0, max(LEAST_SHARE, (MANY / max(count, 1)) ** 0.4))
    return replace(size, font=size.font * share, pixel=size.pixel * share)


def _set_apart(
    points: Sequence[Feature], true: dict[int, tuple[float, float]], crowd: Crowd, size: Size
) -> dict[int, tuple[float, float]]:
    """Return where symbols stand: in their place, or beside it where a weightier one stands in the way."""
    spots: dict[int, tuple[float, float]] = {}
    for f in sorted(points, key=lambda f: (styles.kind(f.row["kind"]).rank, f.number)):
        x, y = true[f.number]
        reach = _reach(f, size)
        tries = [(x, y)]
        for away in (1.7, 2.3, 3.0):
            length = reach * away + size.font * 0.3
            tries += [(x + length * math.cos(a), y + length * math.sin(a)) for a in np.radians(DIRECTIONS)]
        free = (spot for spot in tries if not any(_meet(_around(spot, reach * CLOSE), box) for box in crowd.boxes))
        spots[f.number] = spot = next(free, (x, y))
        crowd.add(_around(spot, reach))
    return spots


def _name_points(
    points: Sequence[Feature], spots: Mapping[int, Point], crowd: Crowd, size: Size, keyed: frozenset[int]
) -> list[Name]:
    """Find room for the names of points by rank; where there is none its number stands alone, if a note explains it."""
    names = []
    for f in sorted(points, key=lambda f: (styles.kind(f.row["kind"]).rank, f.number)):
        x, y = spots[f.number]
        reach = _reach(f, size)
        number = number_of(f, keyed, size)
        label = f.row["look"].label if f.row["look"] else "auto"
        if label == "off":
            continue
        name = crowd.place(f.name + number, x, y, size=size.font, reach=reach, side=label)
        if name is None and number:
            name = crowd.place(number, x, y, size=size.font, reach=reach)
        if name is not None:
            names.append(name)
    return names
