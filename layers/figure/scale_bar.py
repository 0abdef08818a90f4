"""The scale bar: how long a round number of kilometres is in the middle of a map."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from layers.figure.lettering import width_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.figure.ground import View
    from layers.figure.labels import Crowd
    from layers.figure.sheet import Box, Sheet

__all__ = ["draw_scale_bar", "scale_inside"]

NICE = (1, 2, 5)


def draw_scale_bar(sheet: Sheet, view: View, x: float, y: float, font: float) -> float:
    """Draw a bar of a round length as it is in the middle of the map; return where its words end.

    Parameters
    ----------
    x, y
        Left end and baseline of its words, points.
    font
        Points.
    """
    left, bottom, right, top = view.box
    middle = np.array([(left + right) / 2, (bottom + top) / 2])
    metres = _metres_per_point(view, middle)
    wanted = (right - left) * 0.2 * metres / 1000
    power = 10.0 ** math.floor(math.log10(wanted))
    km = max(n * power for n in NICE if n * power <= wanted)
    length = km * 1000 / metres
    theme = sheet.theme
    tall, low = font * 0.32, y
    for i in range(4):
        start = x + length * i / 4
        sheet.box(
            (start, low, start + length / 4, low + tall), fill=theme.text if i % 2 == 0 else theme.paper,
            edge=theme.text, width=0.4,
        )  # fmt: skip
    lat = view.lonlat(middle[None])[0][1]
    where = ""
    if wanted > 400 and math.isfinite(lat):
        side = sheet.voice.say("north" if lat >= 0 else "south", degrees=sheet.voice.spoken.figures(f"{abs(lat):.0f}"))
        where = f" at {side}" if sheet.voice.is_english else f" ({side})"
    words = (sheet.voice.length(km) if km >= 1 else f"{km * 1000:.0f} m") + where
    sheet.text(x + length + font * 0.6, y, words, font)
    return x + length + font * 0.6 + width_of(words, font)


def _metres_per_point(view: View, point: NDArray[np.float64]) -> float:
    from pyproj import Geod

    (west, south), (east, north) = view.lonlat(point + np.array([[-10.0, 0.0], [10.0, 0.0]]))
    if not np.isfinite([west, south, east, north]).all():
        return view.scale
    _, _, metres = Geod(ellps="WGS84").inv(west, south, east, north)
    length: float = float(metres) / 20.0
    return length


def scale_inside(sheet: Sheet, view: View, crowd: Crowd, font: float) -> None:
    """Draw a scale bar in the corner of a map where it covers least, on a ground of its own."""
    left, bottom, right, top = view.box
    wide, high = (right - left) * 0.2 + font * 7.5, font * 1.7
    corners = ((left, bottom), (right - wide, bottom), (left, top - high), (right - wide, top - high))
    boxes = [(x, y, x + wide, y + high) for x, y in corners]
    box = min(boxes, key=lambda box: (sum(_meets(box, other) for other in crowd.boxes), crowd.covered(box)))
    sheet.box(box, fill=sheet.theme.paper, opacity=0.8)
    draw_scale_bar(sheet, view, box[0] + font * 0.6, box[1] + font * 0.6, font)
    crowd.add(box)


def _meets(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
