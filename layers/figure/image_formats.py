"""The finished figure as PNG, SVG and PDF: the same bytes each time, described for those who cannot see it."""

from __future__ import annotations

import io
import logging
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from xml.sax.saxutils import escape

import numpy as np

from layers.export.markup import writable
from layers.figure.lettering import FAMILY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["DPI", "Figure", "settings"]

T = TypeVar("T")
DPI = 300
PACKED = 5  # of 9, which takes as long as all the drawing for two hundredths fewer bytes
MAKER = "Corridors"
SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",  # text as text
    "svg.hashsalt": MAKER,  # ids that do not change
    "pdf.fonttype": 42,  # fonts embedded as TrueType, so that text can be searched and edited
    "pdf.compression": 6,
    "lines.scale_dashes": False,  # dashes in points, as the styles have them
    "path.simplify": False,
    "text.usetex": False,
    "axes.unicode_minus": False,
    "text.hinting": "none",  # widths that grow with the size, so that words stand as measured in every format
}
FACES = "'DejaVu Sans', Verdana, Geneva, sans-serif"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn figure.

    Attributes
    ----------
    drawing
        matplotlib's own.
    title
        Of the article.
    alt
        What the figure shows, in words.
    projection
        Its name.
    again
        Draws it once more in the plainest letters, where those of the article cannot be set.
    """

    drawing: Any
    title: str
    alt: str
    projection: str
    again: Callable[[], Any] | None = None

    def png(self, dpi: int = DPI) -> bytes:
        """Return the figure as PNG, with title and description in its metadata."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from PIL import Image, PngImagePlugin

        told = PngImagePlugin.PngInfo()
        for name, text in (("Title", self.title), ("Description", self.alt), ("Software", MAKER)):
            told.add_itxt(name, text, lang="en")

        def painted(drawing: Any) -> Any:
            usual, drawing.dpi = drawing.dpi, dpi
            canvas = FigureCanvasAgg(drawing)
            canvas.draw()
            drawing.dpi = usual
            return canvas

        canvas = self._tried(painted)
        opaque = np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[:, :, :3])  # smaller, and sooner packed
        stream = io.BytesIO()
        Image.fromarray(opaque).save(stream, format="PNG", dpi=(dpi, dpi), pnginfo=told, compress_level=PACKED)
        return stream.getvalue()

    def pdf(self) -> bytes:
        """Return the figure as PDF with embedded fonts; title and subject say what it shows."""
        metadata = {"Title": self.title, "Subject": self.alt, "Creator": MAKER, "Producer": MAKER, "CreationDate": None}
        with _no_layout_tables():
            return self._saved("pdf", metadata=metadata)

    def svg(self) -> str:
        """Return the figure as SVG whose text is text, with ``title`` and ``desc`` for screen readers."""
        metadata = {"Date": None, "Creator": None}
        text = self._saved("svg", metadata=metadata).decode("utf-8")
        head, body = text.split("<svg ", 1)
        attributes, rest = body.split(">", 1)
        title, alt = escape(writable(self.title)), escape(writable(self.alt))
        told = f'<title id="title">{title}</title>\n <desc id="desc">{alt}</desc>'
        named = f'<svg role="img" aria-labelledby="title desc" {attributes}>\n {told}'
        return (head + named + rest).replace("'DejaVu Sans'", FACES)

    def _saved(self, kind: str, **options: object) -> bytes:
        def saved(drawing: Any) -> bytes:
            stream = io.BytesIO()
            drawing.savefig(stream, format=kind, facecolor=drawing.get_facecolor(), **options)
            return stream.getvalue()

        return self._tried(saved)

    def _tried(self, save: Callable[[Any], T]) -> T:
        """Save the drawing; where its letters are ones that matplotlib cannot set, the drawing in plain ones."""
        with settings():
            try:
                return save(self.drawing)
            except Exception:
                if self.again is None:
                    raise
                return save(self.again())

    def _repr_png_(self) -> bytes:
        """Show the figure in a notebook."""
        return self.png(dpi=144)


@contextmanager
def _no_layout_tables() -> Iterator[None]:
    """Leave out of embedded fonts what only a typesetter needs: the letters of a PDF are placed already.

    Takes two thirds off the time of a PDF. matplotlib offers no way to ask for it; should fontTools come to call its
    list something else, files are a little larger and slower, and nothing else changes.
    """
    from fontTools.subset import Options

    usual = getattr(Options, "_drop_tables_default", None)
    if not isinstance(usual, list):
        yield
        return
    Options._drop_tables_default = [*usual, "GDEF", "GPOS", "GSUB", "kern"]  # noqa: SLF001 - see above
    try:
        yield
    finally:
        Options._drop_tables_default = usual  # noqa: SLF001 - see above


@contextmanager
def _unspoken(name: str) -> Iterator[None]:
    """Keep a library from saying on the terminal that a typeface has no bold: its regular letters do."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextmanager
def settings(families: Sequence[str] = (FAMILY,)) -> Iterator[None]:
    """Draw as matplotlib does out of the box, whatever a user's matplotlibrc says, with our few settings.

    A letter that no typeface here has is drawn as a box, which the reader sees; no warning tells of it as well.
    """
    import matplotlib as mpl

    ours: Any = {
        k: v for k, v in mpl.rcParamsDefault.items() if not k.startswith(("backend", "webagg", "keymap", "date."))
    }
    ours |= SETTINGS | {"font.family": list(families)}
    with mpl.rc_context(ours), warnings.catch_warnings(), _unspoken("matplotlib.font_manager"):
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        yield
