"""The names on the map of the figure beside those of points: areas, waters, towns, rivers, and degrees at the rim."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.outlines import countries
from layers import styles
from layers.figure.basemap_layers import rivers_for, towns_for
from layers.figure.ground import graticule
from layers.figure.labels import superscript
from layers.figure.lettering import ASCENT, width_of
from layers.figure.visible_parts import part_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from numpy.typing import NDArray

    from geo.outlines import Clip
    from layers.basemap import BaseMap, Town
    from layers.figure.ground import View
    from layers.figure.labels import Crowd, Name
    from layers.figure.lettering import Weight
    from layers.figure.sheet import Sheet
    from layers.figure.sizes_and_themes import Size
    from layers.figure.subject import Feature
    from layers.localisation import Voice

    Point = tuple[float, float]

__all__ = ["letter_graticule", "name_areas", "name_ground", "number_of", "write"]

TIED = 0.9  # ems between an area's middle and its name from which on a line joins them
WIDE = 12_000.0  # metres in a point, beyond which only large waters are lettered
HALF_TURN = 180.0
SHIFTS = (0, 1.4, -1.4, 2.8, -2.8, 4.5, -4.5)
ALONG = (0.5, 0.38, 0.62, 0.26, 0.74, 0.14, 0.86)  # shares of a river's course at which its name may stand


def write(
    sheet: Sheet, name: Name, font: float, *, color: str, weight: Weight = "normal", italic: bool = False
) -> None:
    """Write a name in its place, with a halo of the land's colour."""
    for x, y, line in name.lines:
        sheet.text(x, y, line, font, color=color, weight=weight, italic=italic, align=name.align, halo=sheet.theme.land)


def name_areas(
    sheet: Sheet,
    view: View,
    clip: Clip,
    features: Sequence[Feature],
    crowd: Crowd,
    size: Size,
    keyed: Container[int],
) -> None:
    """Letter named countries, regions and seas, then the rest of the ground where there is room.

    A number stands only beside a name that has a note; a name that had to step aside is tied to its area by a line.
    """
    theme = sheet.theme
    done: set[str] = set()
    for f in features:
        if not f.is_area or (f.row["look"] and f.row["look"].label == "off"):
            continue
        water = styles.kind(f.row["kind"]).group.key == "water"
        code = f.row["country"] if f.row["kind"] == "country" else ""
        labels = [label for label in clip.labels if (label.code == code if code else label.name == f.name)]
        spots = [(label.lon, label.lat) for label in labels] + [(f.row["geometry"].x, f.row["geometry"].y)]
        if code and not any(view.holds(point) for point in view.points(np.array(spots))):
            spots += [part] if (part := part_of(view, code)) else []
        weight: Weight = "normal" if water else "bold"
        text = f.name + number_of(f, keyed, size)
        name = _lettered(text, view, spots, crowd, size.font, weight=weight, shifts=SHIFTS)
        if name:
            done |= {label.name for label in labels} | {f.name}
            if not water and not _stands_on(view, name, code):
                _tie(sheet, name, size.font)
            write(sheet, name, size.font, color=theme.sea_text if water else theme.text, weight=weight, italic=water)
    most = {"country": 4, "sea": 3 if view.scale > WIDE else 5, "lake": 2 if view.scale > WIDE else 3}
    for label in sorted(clip.labels, key=lambda label: (label.rank, label.kind, label.name)):
        if label.name in done or label.rank > most[label.kind]:
            continue
        water = label.kind != "country"
        font = size.font * (0.86 if label.rank < 3 else 0.78)
        if name := _lettered(label.name, view, [(label.lon, label.lat)], crowd, font, shifts=SHIFTS[:3]):
            done.add(label.name)
            write(sheet, name, font, color=theme.sea_text if water else theme.faint, italic=water)


def number_of(feature: Feature, keyed: Container[int], size: Size) -> str:
    """Return the number beside a name, nothing where no note explains it."""
    return superscript(feature.number) if size.notes != "names" and feature.number in keyed else ""


def _leader(name: Name, spot: Point, font: float) -> tuple[Point, Point] | None:
    """Return the line from an area's middle to a name that does not stand on it."""
    left, bottom, right, top = name.box
    end = (min(max(spot[0], left), right), min(max(spot[1], bottom), top))
    away = float(np.hypot(end[0] - spot[0], end[1] - spot[1]))
    return (spot, end) if away > TIED * font else None


def _stands_on(view: View, name: Name, code: str) -> bool:
    """Tell whether the middle of a name lies in its country."""
    left, bottom, right, top = name.box
    lon, lat = view.lonlat(np.array([[(left + right) / 2, (bottom + top) / 2]]))[0]
    outline = countries("50m").get(code)
    return outline is not None and bool(shapely.contains_xy(outline, (lon + 180) % 360 - 180, lat))


def _tie(sheet: Sheet, name: Name, font: float) -> None:
    if name.leader:
        sheet.lines([np.array(name.leader)], color=sheet.theme.faint, width=0.35)
        sheet.disc(*name.leader[0], font * 0.12, fill=sheet.theme.faint)


def name_ground(sheet: Sheet, view: View, terrain: BaseMap, crowd: Crowd, size: Size, *, named: Container[str]) -> None:
    """Letter towns and rivers of the base map where nothing else stands, but for those that the map names anyway."""
    towns = [town for town in towns_for(view, terrain) if town.name not in named]
    _name_towns(sheet, view, towns, crowd, size)
    rivers = [(name, course) for name, course in rivers_for(view, terrain) if name not in named]
    _name_rivers(sheet, view, rivers, crowd, size)


def _name_rivers(
    sheet: Sheet, view: View, rivers: Iterable[tuple[str, NDArray[np.float64]]], crowd: Crowd, size: Size
) -> None:
    """Letter rivers beside their course, each once, at the first of some points of it that are free."""
    font, color = size.font * 0.74, sheet.theme.sea_text
    for title, course in rivers:
        for share in ALONG:
            x, y = course[int(share * (len(course) - 1))]
            if not view.holds((x, y), margin=font):
                continue
            name = crowd.place(title, x, y, size=font, reach=0.0, further=False)
            if name is not None:
                write(sheet, name, font, color=color, italic=True)
                break


def _name_towns(sheet: Sheet, view: View, towns: Iterable[Town], crowd: Crowd, size: Size) -> None:
    """Letter towns for orientation, small and faint, where nothing else stands."""
    font, color = size.font * 0.78, sheet.theme.faint
    for town in towns:
        x, y = view.points(np.array([[town.lon, town.lat]]))[0]
        if not view.holds((x, y), margin=font) or not crowd.is_free(
            (x - font * 0.3, y - font * 0.3, x + font * 0.3, y + font * 0.3)
        ):
            continue
        name = crowd.place(town.name, x, y, size=font, reach=font * 0.2, further=False)
        if name is not None and not crowd.covered(name.box):
            sheet.disc(x, y, font * 0.16, fill=color, edge=sheet.theme.land, width=font * 0.06)
            write(sheet, name, font, color=color)


def _lettered(
    text: str,
    view: View,
    spots: Iterable[Point],
    crowd: Crowd,
    font: float,
    *,
    shifts: Sequence[float],
    weight: Weight = "normal",
) -> Name | None:
    """Find room for the name of an area at the first of some spots, longitude and latitude, that shows and is free."""
    for spot in spots:
        x, y = view.points(np.array([spot]))[0]
        if view.holds((x, y)) and (name := crowd.centre(text, x, y, size=font, weight=weight, shifts=shifts)):
            return replace(name, leader=_leader(name, (float(x), float(y)), font))
    return None


def letter_graticule(sheet: Sheet, view: View, crowd: Crowd, size: Size) -> None:
    """Write degrees where meridians meet the lower edge and parallels the left one."""
    left, bottom, _, _ = view.box
    font = size.font * 0.66
    for (kind, degrees), line in graticule(view).items():
        along, edge = (1, bottom) if kind == "lon" else (0, left)
        crossed = np.flatnonzero(np.diff(np.sign(line[:, along] - edge)) != 0)
        if not len(crossed):
            continue
        a, b = line[crossed[0]], line[crossed[0] + 1]
        share = (edge - a[along]) / (b[along] - a[along])
        x, y = a + (b - a) * share
        words = _degrees(degrees, kind, sheet.voice)
        width = width_of(words, font)
        x, y = (x - width / 2, bottom + font * 0.45) if kind == "lon" else (left + font * 0.5, y - ASCENT * font / 2)
        box = (x - font * 0.3, y - font * 0.2, x + width + font * 0.3, y + font)
        if crowd.is_free(box) and not crowd.covered(box):
            crowd.add(box)
            sheet.text(x, y, words, font, color=sheet.theme.faint, halo=None)


def _degrees(value: float, kind: str, voice: Voice) -> str:
    value = (value + 180) % 360 - 180 if kind == "lon" else value
    side = {"lon": ("east", "west"), "lat": ("north", "south")}[kind][value < 0]
    degrees = voice.spoken.figures(f"{abs(value):g}")
    return voice.say(side, degrees=degrees) if value and abs(value) != HALF_TURN else f"{degrees}°"
