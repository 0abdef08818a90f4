"""The names on the map of the figure beside those of points: areas, waters, towns, rivers, and degrees at the rim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from layers import styles
from layers.figure.ground import graticule
from layers.figure.labels import superscript
from layers.figure.lettering import ASCENT, width_of
from layers.figure.terrain import rivers_for, towns_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from geo.outlines import Clip
    from layers.basemap import BaseMap, Town
    from layers.figure.ground import View
    from layers.figure.labels import Crowd, Name
    from layers.figure.lettering import Weight
    from layers.figure.looks import Size
    from layers.figure.sheet import Sheet
    from layers.figure.subject import Feature

    Point = tuple[float, float]

__all__ = ["letter_graticule", "name_areas", "name_ground", "write"]

WIDE = 12_000.0  # metres in a point, beyond which only large waters are lettered
SHIFTS = (0, 1.4, -1.4, 2.8, -2.8, 4.5, -4.5)
ALONG = (0.5, 0.38, 0.62, 0.26, 0.74, 0.14, 0.86)  # shares of a river's course at which its name may stand


def write(
    sheet: Sheet, name: Name, font: float, *, color: str, weight: Weight = "normal", italic: bool = False
) -> None:
    """Write a name in its place, with a halo of the land's colour."""
    for x, y, line in name.lines:
        sheet.text(x, y, line, font, color=color, weight=weight, italic=italic, align=name.align, halo=sheet.theme.land)


def name_areas(sheet: Sheet, view: View, clip: Clip, features: Sequence[Feature], crowd: Crowd, size: Size) -> None:
    """Letter named countries, regions and seas, then the rest of the ground where there is room."""
    theme, number = sheet.theme, (superscript if size.notes != "names" else lambda _n: "")
    done: set[str] = set()
    for f in features:
        if not f.is_area or (f.row["look"] and f.row["look"].label == "off"):
            continue
        water = styles.kind(f.row["kind"]).group.key == "water"
        code = f.row["country"] if f.row["kind"] == "country" else ""
        labels = [label for label in clip.labels if (label.code == code if code else label.name == f.name)]
        spots = [(label.lon, label.lat) for label in labels] + [(f.row["geometry"].x, f.row["geometry"].y)]
        weight: Weight = "normal" if water else "bold"
        name = _lettered(f.name + number(f.number), view, spots, crowd, size.font, weight=weight, shifts=SHIFTS)
        if name:
            done |= {label.name for label in labels} | {f.name}
            write(sheet, name, size.font, color=theme.sea_text if water else theme.text, weight=weight, italic=water)
    most = {"country": 4, "sea": 3 if view.scale > WIDE else 5, "lake": 2 if view.scale > WIDE else 3}
    for label in sorted(clip.labels, key=lambda label: (label.rank, label.kind, label.name)):
        if label.name in done or label.rank > most[label.kind]:
            continue
        water = label.kind != "country"
        font = size.font * (0.86 if label.rank < 3 else 0.78)  # noqa: PLR2004 - large countries and oceans
        if name := _lettered(label.name, view, [(label.lon, label.lat)], crowd, font, shifts=SHIFTS[:3]):
            done.add(label.name)
            write(sheet, name, font, color=theme.sea_text if water else theme.faint, italic=water)


def name_ground(sheet: Sheet, view: View, terrain: BaseMap, crowd: Crowd, size: Size) -> None:
    """Letter towns and rivers of the base map where nothing else stands."""
    _name_towns(sheet, view, towns_for(view, terrain), crowd, size)
    _name_rivers(sheet, view, rivers_for(view, terrain), crowd, size)


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
            return name
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
        words = _degrees(degrees, kind)
        width = width_of(words, font)
        x, y = (x - width / 2, bottom + font * 0.45) if kind == "lon" else (left + font * 0.5, y - ASCENT * font / 2)
        box = (x - font * 0.3, y - font * 0.2, x + width + font * 0.3, y + font)
        if crowd.is_free(box) and not crowd.covered(box):
            crowd.add(box)
            sheet.text(x, y, words, font, color=sheet.theme.faint, halo=None)


def _degrees(value: float, kind: str) -> str:
    value = (value + 180) % 360 - 180 if kind == "lon" else value
    side = {"lon": ("E", "W"), "lat": ("N", "S")}[kind][value < 0]
    return f"{abs(value):g}°" + (f" {side}" if value else "")
