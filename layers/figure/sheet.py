"""A sheet of paper measured in points, and the few things that are drawn on it.

The only part of the figure that speaks to matplotlib while drawing. Text stays text in every format; its halo is a
shape of its own below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from layers import styles
from layers.figure.icons import path_of
from layers.figure.lettering import font, width_of
from layers.localisation import ENGLISH_VOICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from layers.figure.lettering import Weight
    from layers.figure.sizes_and_themes import Theme
    from layers.localisation import Voice
    from layers.styles import Kind, Stroke

__all__ = ["Box", "Sheet", "shade"]

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""
NO_LIGATURES = ("-liga", "-dlig", "-clig")  # each would need a font of its own in a PDF, and fail a search for "fi"
DISC_EDGE = 0.09  # of a badge's disc, as a share of its size


@dataclass(slots=True)
class Sheet:
    """A figure of a size in points, y upwards."""

    figure: Figure
    axes: Axes
    theme: Theme
    order: float = 1.0
    window: Any = None
    voice: Voice = ENGLISH_VOICE

    @property
    def is_right_to_left(self) -> bool:
        """True where lines of text begin at the right."""
        return self.voice.is_right_to_left

    @classmethod
    def blank(cls, width: float, height: float, theme: Theme, voice: Voice = ENGLISH_VOICE) -> Sheet:
        """Return an empty sheet."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(width / 72, height / 72), facecolor=theme.paper)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, width), ylim=(0, height))
        axes.axis("off")
        return cls(figure, axes, theme, voice=voice)

    def within(self, box: Box | None) -> None:
        """Clip what is drawn from here on to a box, or to nothing."""
        from matplotlib.patches import Rectangle

        self.window = None
        if box:
            self.window = Rectangle(box[:2], box[2] - box[0], box[3] - box[1], transform=self.axes.transData)

    def area(self, rings: Iterable[NDArray[np.float64]], *, fill: str, edge: str = "none", width: float = 0) -> None:
        """Fill closed rings, holes where a ring lies in another and turns the other way."""
        from matplotlib.path import Path

        kept = [ring for ring in rings if len(ring) > 2]
        if not kept:
            return
        codes = np.concatenate([_codes(len(ring), closed=True) for ring in kept])
        self._patch(Path(np.concatenate(kept), codes), facecolor=fill, edgecolor=edge, linewidth=width)

    def lines(
        self,
        lines: Iterable[NDArray[np.float64]],
        *,
        color: str,
        width: float,
        dash: Sequence[float] = (),
        begun: float = 0.0,
        cap: str = "butt",
        opacity: float = 1.0,
    ) -> None:
        """Draw lines with one pen."""
        from matplotlib.path import Path

        kept = [line for line in lines if len(line) > 1]
        if not kept:
            return
        codes = np.concatenate([_codes(len(line), closed=False) for line in kept])
        self._patch(
            Path(np.concatenate(kept), codes),
            facecolor="none",
            edgecolor=color,
            linewidth=width,
            linestyle=(begun, tuple(dash)) if dash else "solid",
            capstyle=cap,
            joinstyle="round" if cap == "round" or not dash else "bevel",
            alpha=opacity,
        )

    def stroke(
        self, lines: Sequence[NDArray[np.float64]], stroke: Stroke, *, pixel: float, paper: str, begun: float = 0.0
    ) -> None:
        """Draw lines with a stroke of the styles, its dashes going on from so many points of an earlier line."""
        self.lines(
            lines,
            color=paper if stroke.color == styles.PAPER else shade(stroke.color, stroke.dark, self.theme),
            width=stroke.width * pixel,
            dash=[max(n * pixel, 0.01) for n in stroke.dash],
            begun=begun,
            cap=stroke.cap,
            opacity=stroke.opacity,
        )

    def box(
        self, box: Box, *, fill: str = "none", edge: str = "none", width: float = 0.0, opacity: float = 1.0
    ) -> None:
        """Draw a rectangle."""
        from matplotlib.patches import Rectangle

        shape = Rectangle(box[:2], box[2] - box[0], box[3] - box[1])
        self._add(shape, facecolor=fill, edgecolor=edge, linewidth=width, alpha=opacity)

    def picture(self, box: Box, pixels: NDArray[np.uint8]) -> None:
        """Fill a box with a picture: red, green, blue, opacity, its first row at the top."""
        from matplotlib.image import AxesImage

        self.order += 1
        left, bottom, right, top = box
        image = AxesImage(self.axes, extent=(left, right, bottom, top), origin="upper", interpolation="bilinear")
        image.set_data(pixels)
        image.set_zorder(self.order)
        self.axes.add_artist(image)
        if self.window is not None:
            image.set_clip_path(self.window)

    def disc(self, x: float, y: float, radius: float, *, fill: str, edge: str = "none", width: float = 0.0) -> None:
        """Draw a circle."""
        from matplotlib.patches import Circle

        self._add(Circle((x, y), radius), facecolor=fill, edgecolor=edge, linewidth=width)

    def icon(self, x: float, y: float, kind: Kind, size: float) -> None:
        """Draw the symbol of a kind of place, on its disc where it has one, with a rim that keeps lines off."""
        from matplotlib.path import Path

        color, rim = shade(kind.group.color, kind.group.dark, self.theme), self.theme.paper
        drawing = path_of(kind.icon.path)
        scale = size / 16 * (0.74 if kind.icon.badge else 1.0)
        points = (np.asarray(drawing.vertices) - 8) * (scale, -scale) + (x, y)
        if kind.icon.badge:
            self.disc(x, y, size / 2, fill=color, edge=rim, width=size * DISC_EDGE)
        else:
            reach = float(np.abs(np.asarray(points) - (x, y)).max())
            self.disc(x, y, reach + size * DISC_EDGE / 2, fill=rim)
        self._patch(
            Path(points, drawing.codes), facecolor=rim if kind.icon.badge else color, edgecolor="none", linewidth=0
        )

    def text(  # noqa: PLR0913 - what a line of text has
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        color: str | None = None,
        weight: Weight = "normal",
        italic: bool = False,
        align: str = "left",
        halo: str | None = None,
    ) -> None:
        """Write a line whose baseline begins, is centred or ends at a point."""
        if halo:
            self._halo(x, y, text, size, weight=weight, italic=italic, align=align, halo=halo)
        self.order += 1
        self.axes.text(
            x,
            y,
            text,
            fontproperties=font(weight, italic=italic, text=text),
            fontsize=size,
            color=color or self.theme.text,
            ha=align,
            va="baseline",
            parse_math=False,
            fontfeatures=NO_LIGATURES,
            zorder=self.order,
        )

    def begin(self, x: float, y: float, text: str, size: float, **looks: Any) -> None:
        """Write a line of running text that begins at a point and goes on as the language runs."""
        self.text(x, y, text, size, align="right" if self.is_right_to_left else "left", **looks)

    def _halo(
        self, x: float, y: float, text: str, size: float, *, weight: Weight, italic: bool, align: str, halo: str
    ) -> None:
        from matplotlib.path import Path
        from matplotlib.textpath import text_to_path

        points, codes = text_to_path.get_text_path(font(weight, italic=italic, text=text), text, ismath=False)
        if not len(points):
            return
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[align] * width_of(text, size, weight, italic=italic)
        placed = np.asarray(points) * (size / text_to_path.FONT_SCALE) + (x - shift, y)
        self._patch(
            Path(placed, codes), facecolor=halo, edgecolor=halo, linewidth=size * 0.3, joinstyle="round", alpha=0.85
        )

    def _patch(self, path: Any, **look: Any) -> None:
        from matplotlib.patches import PathPatch

        self._add(PathPatch(path), **look)

    def _add(self, patch: Any, **look: Any) -> None:
        self.order += 1
        patch.set(zorder=self.order, **look)
        self.axes.add_artist(patch)  # not add_patch, which measures every curve to find limits that are set
        if self.window is not None:
            patch.set_clip_path(self.window)


def shade(light: str, dark: str, theme: Theme) -> str:
    """Return the colour that a theme gives to a thing that has one for light and one for dark paper.

    Examples
    --------
    >>> from layers.figure.sizes_and_themes import THEMES
    >>> shade("#b34700", "#ff9a52", THEMES["grey"])
    '#474747'
    """
    if theme.dark:
        return dark
    if not theme.grey:
        return light
    red, green, blue = (int(light[i : i + 2], 16) for i in (1, 3, 5))
    level = round((0.2126 * red + 0.7152 * green + 0.0722 * blue) * 0.8)  # darker than its luminance: no hue to help
    return f"#{level:02x}{level:02x}{level:02x}"


def _codes(count: int, *, closed: bool) -> NDArray[np.uint8]:
    codes = np.full(count, 2, dtype=np.uint8)  # LINETO
    codes[0] = 1  # MOVETO
    if closed:
        codes[-1] = 79  # CLOSEPOLY
    return codes
