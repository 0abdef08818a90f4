"""The legend: a sample of every mode, certainty, kind of place and border that the figure shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from layers import styles
from layers.author.symbology import is_changed, strokes_of
from layers.figure.lettering import ASCENT, LEADING, broken, width_of
from layers.localisation import ENGLISH_VOICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from layers.figure.sheet import Sheet
    from layers.figure.sizes_and_themes import Size
    from layers.figure.subject import Feature
    from layers.localisation import Voice
    from layers.styles import Kind, Stroke

__all__ = ["Entry", "Legend", "entries_for"]

SAMPLE = 3.4  # ems: length of a line's sample
GAP = 0.55  # ems between a sample and its words
BETWEEN = 1.5  # ems between entries in a row
SMALLER = 0.92
FEW = 8  # entries where there is little room


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend: strokes, a symbol, or a patch of colour, and words."""

    words: str
    strokes: tuple[Stroke, ...] = ()
    kind: Kind | None = None
    patch: str = ""
    border: str = ""


def entries_for(
    shown: Iterable[Feature],
    *,
    named: bool,
    borders: Iterable[str],
    named_color: str,
    lines_only: bool = False,
    voice: Voice = ENGLISH_VOICE,
) -> tuple[Entry, ...]:
    """Return what the legend explains.

    Parameters
    ----------
    shown
        The features that the map shows.
    named, named_color
        Whether countries are set off, and in which colour.
    borders
        Which of ``international`` and ``disputed`` show.
    lines_only
        Explain corridors and disputed borders alone, where there is little room.
    voice
        The language.
    """
    book = styles.load()
    features = list(shown)
    legs = [leg for f in features if f.is_corridor for leg in f.row["legs"]]
    modes = {leg["mode"] for leg in legs}
    entries = [Entry(voice.label("modes", m), styles.strokes(m)) for m in book.modes if m in modes]
    entries += [Entry(f.name, own) for f in features if f.is_corridor and (own := _own(f))]
    if any(leg["basis"] == "inferred" for leg in legs):
        entries.append(Entry(voice.label("bases", "inferred"), _plain(basis="inferred")))
    precisions = {leg["precision"] for leg in legs if not styles.is_true(leg["mode"], leg["precision"])}
    entries += [Entry(voice.say(f"figure.{p}"), _plain(precision=p)) for p in sorted(precisions)]
    statuses = {f.row["status"] for f in features if f.is_corridor} - {"operating", "unknown"}
    entries += [Entry(voice.label("statuses", s), _plain(status=s)) for s in book.statuses if s in statuses]
    if lines_only:
        words = "Disputed border" if voice.is_english else voice.say("figure.disputed")
        disputed = [Entry(words, border="disputed")] if "disputed" in set(borders) else []
        return tuple([*entries, *disputed][:FEW])
    kinds = {styles.kind(f.row["kind"]) for f in features if not f.is_corridor and not f.is_area}
    entries += [Entry(voice.kind(k), kind=k) for k in sorted(kinds, key=lambda k: (k.group.order, k.order))]
    if named:
        entries.append(Entry(voice.say("figure.named"), patch=named_color))
    labels = {"international": voice.say("figure.border"), "disputed": voice.say("figure.disputed")}
    entries += [Entry(labels[kind], border=kind) for kind in ("international", "disputed") if kind in set(borders)]
    return tuple(entries)


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries laid out in a width: in rows from left to right, or one below the other.

    Attributes
    ----------
    places
        Left end and baseline of each entry, points, the first baseline at 0 and further ones below.
    height
        Of all, points.
    """

    entries: tuple[Entry, ...]
    words: tuple[tuple[str, ...], ...]
    places: tuple[tuple[float, float], ...]
    height: float
    font: float
    size: Size
    width: float = 0.0

    @classmethod
    def laid_out(cls, entries: Sequence[Entry], width: float, size: Size, *, stacked: bool) -> Legend:
        """Lay entries out in a width of points."""
        font = size.font * SMALLER
        before = (SAMPLE + GAP) * font
        words = tuple(tuple(broken(e.words, width - before, font)) for e in entries)
        widths = [before + max(width_of(line, font) for line in lines) for lines in words]
        row = LEADING * 1.12 * font
        places: list[tuple[float, float]] = []
        x = y = 0.0
        if stacked:
            for lines in words:
                places.append((0.0, y))
                y -= row + (len(lines) - 1) * LEADING * font
            return cls(tuple(entries), words, tuple(places), -y, font, size, width)
        column = _column(widths, width, BETWEEN * font)
        for own in widths:
            if x and x + own > width + 0.1:
                x, y = 0.0, y - row
            places.append((x, y))
            x += column * -(-(own + BETWEEN * font) // column) if column else own + BETWEEN * font
        return cls(tuple(entries), words, tuple(places), row - y if entries else 0.0, font, size, width)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw the entries, the first baseline at ``y``."""
        sample, theme = SAMPLE * self.font, sheet.theme
        for entry, lines, (dx, dy) in zip(self.entries, self.words, self.places, strict=True):
            left, middle = x + dx, y + dy + ASCENT * self.font / 2
            if sheet.is_right_to_left:
                left = x + self.width - dx - sample
            line = [np.array([[left, middle], [left + sample, middle]])]
            for stroke in entry.strokes:
                sheet.stroke(line, stroke, pixel=self.size.pixel * 0.9, paper=theme.paper)
            if entry.kind:
                sheet.icon(left + sample / 2, middle, entry.kind, self.font * 1.35)
            if entry.patch:
                tall = self.font * 0.45
                sheet.box(
                    (left + sample * 0.2, middle - tall, left + sample * 0.8, middle + tall),
                    fill=entry.patch, edge=theme.border, width=0.35,
                )  # fmt: skip
            if entry.border:
                dash = (2.0, 1.3) if entry.border == "disputed" else ()
                sheet.lines(line, color=theme.border, width=0.6, dash=dash)
            for i, words in enumerate(lines):
                beside = left - GAP * self.font if sheet.is_right_to_left else left + sample + GAP * self.font
                sheet.begin(beside, y + dy - i * LEADING * self.font, words, self.font)


def _own(feature: Feature) -> tuple[Stroke, ...]:
    """Return a line as its author wants it, nothing where that is as all of its mode."""
    look = feature.row["look"]
    for leg in feature.row["legs"]:
        if is_changed(leg["mode"], leg["basis"], leg["precision"], look):
            return strokes_of(leg["mode"], leg["status"], leg["basis"], leg["precision"], look)
    return ()


def _plain(**changes: str) -> tuple[Stroke, ...]:
    """Return a line of no particular mode with what a status, basis or precision changes."""
    area = styles.load().groups["area"]
    return tuple(
        stroke if stroke.color == styles.PAPER else replace(stroke, color=area.color, dark=area.dark)
        for stroke in styles.strokes("rail", **changes)
        if stroke.role != "mark" or changes.get("status") == "closed"
    )


def _column(widths: Sequence[float], width: float, between: float) -> float:
    """Return the column width that lines entries up without adding a row, 0 where there is none."""
    if not widths:
        return 0.0
    for count in range(8, 1, -1):
        column = width / count
        if sum(own + between > column + 0.1 for own in widths) <= len(widths) // 6:
            return column
    return 0.0
