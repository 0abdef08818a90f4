"""One figure: title, map, legend, notes and credits on a sheet of the size that is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo import outlines
from layers.basemap import CREDITS
from layers.figure.basemap_layers import terrain_of
from layers.figure.drawable_text import spelled, spelling_for
from layers.figure.framing import shape_wanted, window
from layers.figure.image_formats import Figure, settings
from layers.figure.legend import Legend, entries_for
from layers.figure.lettering import LEADING, broken, width_of
from layers.figure.mapping import Content, draw_map, shows
from layers.figure.notes import Notes
from layers.figure.scale_bar import draw_scale_bar
from layers.figure.sheet import Sheet
from layers.figure.sizes_and_themes import size_named, theme_named
from layers.figure.subject import alternative_text, cited, subject_of
from layers.map.extent import far_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.figure.legend import Entry
    from layers.figure.sizes_and_themes import Size
    from layers.figure.subject import Feature, Subject
    from layers.frames import Frames

__all__ = ["draw"]

TITLE, SUBTITLE, CREDIT = 1.32, 1.05, 0.74  # of the running text
SHAPES = {"column": (0.62, 1.15), "page": (0.42, 0.72)}  # least and greatest height of the map to its width
MARGIN = 0.5  # ems round everything
BESIDE = 1.6  # ems between the map and what stands beside it
MARGIN_FIXED = 1.6  # ems, where the figure stands alone


def draw(frames: Frames, *, size: str = "page", theme: str = "light", language: str = "en") -> Figure:
    """Draw an atlas as a figure for print, slides or social media.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them; not empty.
    size
        ``column`` (85 mm wide), ``page`` (174 mm), ``slide`` (16:9) or ``social`` (1200 × 630 pixels).
    theme
        ``light``, ``dark`` or ``grey``.
    language
        Of all that is not the article's, by its two-letter code; see :func:`layers.map.language.codes`.

    Returns
    -------
    The figure, which writes itself as PNG, SVG and PDF.

    Raises
    ------
    OutputError
        If there is no such size or theme.
    DataError
        If the figure does not speak the language.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> draw(frames, size="column").svg()[:5]
    '<?xml'
    """
    look, colors = size_named(size), theme_named(theme)
    subject = subject_of(frames, language)
    voice = subject.voice
    texts = [
        subject.title,
        subject.subtitle,
        subject.source,
        *subject.rows.words.told.values(),
        *(f.name for f in subject.features),
        *(cited(f.row) for f in subject.features),
    ]
    own = () if voice.is_english else tuple(map(str, (*voice.spoken.words.values(), *voice.called.ground.values())))

    def drawn(*, plain: bool) -> tuple[Sheet, _Plan]:
        spelling = spelling_for((*texts, *own), plain=plain)
        told = subject if spelling.has(own) else subject_of(frames)  # rather in English than in boxes
        with settings(spelling.families):
            plan = _Plan(frames, spelled(told, spelling), look, named_color=colors.named, said=spelling.note)
            sheet = Sheet.blank(plan.width, plan.height, colors, told.voice)
            plan.draw(sheet)
        return sheet, plan

    sheet, plan = drawn(plain=False)
    projection = plan.view.projection.name
    alt = alternative_text(subject, projection)
    return Figure(
        sheet.figure, title=subject.title, alt=alt, projection=projection, again=lambda: drawn(plain=True)[0].figure
    )


class _Plan:
    """Where everything goes: measured first, then drawn."""

    def __init__(self, frames: Frames, subject: Subject, size: Size, *, named_color: str, said: str = "") -> None:
        self.subject, self.size, self.voice = subject, size, subject.voice
        self.said = self.voice.say("figure.latin") if said else ""
        font = size.font
        self.width = size.width * 72
        self.margin = font * (MARGIN_FIXED if size.height else MARGIN)
        self.inner = self.width - 2 * self.margin
        self.title = broken(subject.title, self.inner, font * TITLE, "bold")[:3]
        self.subtitle = broken(subject.subtitle, self.inner, font * SUBTITLE)[:2] if subject.subtitle else []
        self.credits = broken(self._credit_line(), self.inner, font * CREDIT)
        head = (len(self.title) * TITLE + len(self.subtitle) * SUBTITLE) * LEADING * font + font * 0.5
        foot = len(self.credits) * LEADING * font * CREDIT
        under = font * 2.0  # scale bar and projection, below the map
        beside = self.inner * size.beside
        width = self.inner - (beside + font * BESIDE if beside else 0)
        if size.height:
            self.height = size.height * 72
            height = self.height - 2 * self.margin - head - under - font * 0.4 - foot
        else:
            least, most = SHAPES[size.key]
            height = width * min(max(shape_wanted(frames, subject.features), least), most)
        # The map's own shape, then what shows in it, then what must be said of that, then how high it all is.
        view = window(frames, subject.features, (self.margin, 0.0, self.margin + width, height))
        self.clip = self.voice.ground(outlines.clipped(view.extent))
        far = set(far_from(frames))
        self.shown = [f for f in subject.features if shows(view, self.clip, f)]
        self.far = [f for f in subject.features if f.row["id"] in far and f not in self.shown]
        self.legend = Legend.laid_out(self._entries(named_color), beside or self.inner, size, stacked=size.beside > 0)
        used = self.legend.height + font * 1.4
        if not size.height:
            used += head + height + under + foot + font * 0.8 + 2 * self.margin
        tallest = height + under if size.height else size.tallest * 72
        self.notes = self._notes(beside or self.inner, tallest - used)
        self.keyed = self.notes.keyed
        if not size.height:
            self.height = used + self.notes.height + (LEADING * font if self.notes.left_out else 0)
        top = self.height - self.margin - head
        self.terrain = self.voice.terrain(terrain_of(frames, view))
        self.view = replace(view, box=(self.margin, top - height, self.margin + width, top))

    def _credit_line(self) -> str:
        ground = () if self.subject.rows.words.detail == "plain" else CREDITS
        credit = "; ".join(dict.fromkeys((*self.subject.credits, *ground)))
        words = self.subject.rows.words
        own = " ".join(f"{text.rstrip('.')}." for text in (words.note, words.byline) if text)
        source = self.voice.say("figure.source", source=self.subject.source.rstrip("."), data=credit)
        parts = (own, source, self.voice.view_note, self.said, self.voice.say("figure.drawn"))
        return " ".join(part for part in parts if part)

    def _entries(self, named_color: str) -> tuple[Entry, ...]:
        kinds = {"international": self.clip.international, "disputed": self.clip.disputed}
        return entries_for(
            self.shown,
            named=any(f.is_area and f.row["kind"] == "country" for f in self.shown),
            borders=[kind for kind, lines in kinds.items() if lines],
            named_color=named_color,
            lines_only=self.size.notes == "names",
            voice=self.voice,
        )

    def _notes(self, width: float, tallest: float) -> Notes:
        features: Sequence[Feature] = self.subject.features if self.size.notes == "full" else self.shown
        if self.size.notes == "names":
            features = [f for f in self.shown if f.is_corridor]
        return Notes.laid_out(
            features,
            frozenset(f.number for f in self.subject.features) - {f.number for f in self.shown},
            width=width,
            tallest=tallest,
            font=self.size.font,
            count=self.size.columns,
            brief=self.size.notes == "names",
            voice=self.voice,
        )

    def draw(self, sheet: Sheet) -> None:
        """Draw all of it."""
        font, theme, view = self.size.font, sheet.theme, self.view
        y = self.height - self.margin
        edge = self.margin + self.inner if sheet.is_right_to_left else self.margin
        for line in self.title:
            y -= font * TITLE
            sheet.begin(edge, y, line, font * TITLE, weight="bold")
            y -= font * TITLE * (LEADING - 1)
        for line in self.subtitle:
            y -= font * SUBTITLE
            sheet.begin(edge, y, line, font * SUBTITLE, color=theme.faint)
            y -= font * SUBTITLE * (LEADING - 1)
        draw_map(sheet, view, Content(self.clip, self.terrain, self.shown, self.keyed, self.far), self.size)
        under = view.box[1] - font * 1.25
        small = font * 0.82
        end = draw_scale_bar(sheet, view, view.box[0], under, small)
        words = f"{view.projection.name[:1].upper()}{view.projection.name[1:]}"
        for spoken in (self.voice.say("figure.projection", name=words), words, words.split(" (", maxsplit=1)[0]):
            if end + font + width_of(spoken, small) <= view.box[2]:
                sheet.text(view.box[2], under, spoken, small, align="right", color=theme.faint)
                break
        if self.size.beside:
            x, top = view.box[2] + font * BESIDE, view.box[3]
            if self.size.notes == "names":  # corridors before the legend: they are what is read first
                self._draw_notes(sheet, x, top)
                top -= self.notes.height + font * (1.4 if self.notes.left_out else 0.4)
            self.legend.draw(sheet, x, top - font * 0.8)
            if self.size.notes != "names":
                self._draw_notes(sheet, x, top - self.legend.height - font * 1.2)
        else:
            top = under - font * 1.9
            self.legend.draw(sheet, self.margin, top)
            self._draw_notes(sheet, self.margin, top - self.legend.height)
        y = self.margin + len(self.credits) * LEADING * font * CREDIT
        for line in self.credits:
            y -= font * CREDIT
            sheet.begin(edge, y, line, font * CREDIT, color=theme.faint)
            y -= font * CREDIT * (LEADING - 1)

    def _draw_notes(self, sheet: Sheet, x: float, y: float) -> None:
        self.notes.draw(sheet, x, y)
        if self.notes.left_out:
            words = self.voice.say("figure.left", n=self.notes.left_out)
            size = self.notes.font
            if sheet.is_right_to_left:
                x += self.size.beside or self.inner
            sheet.begin(x, y - self.notes.height - size, words, size, color=sheet.theme.faint)
