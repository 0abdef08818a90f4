"""The list below or beside the map: each number with its name, what it is, and the sources the article cites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from layers.figure.lettering import LEADING, broken, width_of
from layers.figure.subject import cited, describe
from layers.localisation import ENGLISH_VOICE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.figure.sheet import Sheet
    from layers.figure.subject import Feature
    from layers.localisation import Voice

__all__ = ["Notes"]

INDENT = 1.75  # ems, for a number
GUTTER = 1.6  # ems between columns
SMALLER = 0.88
WORD_SPACE = 0.34  # ems
SPACE = 0.18  # ems between notes
Line = tuple[str, str, str]
"""Number, bold words, plain words."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes broken into lines and columns.

    Attributes
    ----------
    columns
        Blocks of lines; each block is a note.
    left_out
        How many features there was no room for.
    keyed
        Numbers of those that there is a note on: the map writes no others.
    """

    columns: tuple[tuple[tuple[Line, ...], ...], ...]
    font: float
    column_width: float
    height: float
    left_out: int = 0
    keyed: frozenset[int] = frozenset()

    @classmethod
    def laid_out(
        cls,
        features: Sequence[Feature],
        outside: frozenset[int],
        *,
        width: float,
        tallest: float,
        font: float,
        count: int,
        brief: bool = False,
        voice: Voice = ENGLISH_VOICE,
    ) -> Notes:
        """Lay notes out in columns of even height.

        Parameters
        ----------
        features
            In the order of their numbers.
        outside
            Numbers of those that the map does not show.
        width, tallest
            Room, points.
        font
            Of the running text, points; notes are a little smaller.
        count
            Of columns.
        brief
            Name alone.
        voice
            The language.
        """
        size = font * SMALLER
        column = (width - (count - 1) * GUTTER * size) / count
        blocks = [
            _block(f, column - INDENT * size, size, is_outside=f.number in outside, brief=brief, voice=voice)
            for f in features
        ]
        kept = len(blocks)
        while kept and _height(_columns(blocks[:kept], count), size) > tallest - (
            0 if kept == len(blocks) else LEADING * size
        ):
            kept -= 1
        columns = _columns(blocks[:kept], count)
        return cls(
            tuple(tuple(c) for c in columns),
            size,
            column,
            _height(columns, size),
            left_out=len(blocks) - kept,
            keyed=frozenset(f.number for f in features[:kept]),
        )

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw the notes, the top of the first line at ``y``."""
        theme, size = sheet.theme, self.font
        on = -1 if sheet.is_right_to_left else 1  # which way a line runs
        if on < 0:
            x += len(self.columns) * (self.column_width + GUTTER * size) - GUTTER * size
        for i, column in enumerate(self.columns):
            left, here = x + on * i * (self.column_width + GUTTER * size), y - size
            for block in column:
                for number, bold, plain in block:
                    if number:
                        end = left + on * (INDENT - 0.5) * size
                        align = "left" if on < 0 else "right"
                        sheet.text(end, here, number, size, weight="bold", align=align, color=theme.text)
                    inner = left + on * INDENT * size
                    if bold:
                        sheet.begin(inner, here, bold, size, weight="bold")
                        inner += on * (width_of(bold, size, "bold") + WORD_SPACE * size)
                    if plain:
                        sheet.begin(inner, here, plain, size, color=theme.faint)
                    here -= LEADING * size
                here -= SPACE * size


def _block(
    feature: Feature,
    width: float,
    size: float,
    *,
    is_outside: bool,
    brief: bool,
    voice: Voice,
) -> tuple[Line, ...]:
    """Break a note into lines: its name in bold, then what it is and who is cited."""
    names = broken(feature.name, width, size, "bold")
    lines: list[Line] = [("", name, "") for name in names]
    if not brief:
        told = describe(feature, voice) + (f" ({voice.say('figure.off')})" if is_outside else "")
        sources = cited(feature.row, voice=voice)
        words = f"{told}. {sources}." if sources else f"{told}."
        room = width - width_of(names[-1], size, "bold") - WORD_SPACE * size
        first, rest = _first_line(words, room, size)
        lines[-1] = ("", names[-1], first)
        lines += [("", "", line) for line in broken(rest, width, size)]
    _, bold, plain = lines[0]
    lines[0] = (str(feature.number), bold, plain)
    return tuple(lines)


def _first_line(words: str, room: float, size: float) -> tuple[str, str]:
    taken: list[str] = []
    parts = words.split(" ")
    while parts and width_of(" ".join([*taken, parts[0]]), size) <= room:
        taken.append(parts.pop(0))
    return " ".join(taken), " ".join(parts)


def _columns(blocks: Sequence[tuple[Line, ...]], count: int) -> list[list[tuple[Line, ...]]]:
    """Divide blocks into columns as even as they can be, in order."""
    lengths = [len(block) + SPACE for block in blocks]
    low, high = max(lengths, default=0.0), sum(lengths)
    for _ in range(30):
        limit = (low + high) / 2
        if len(_filled(lengths, limit)) <= count:
            high = limit
        else:
            low = limit
    columns, start = [], 0
    for number in _filled(lengths, high + 1e-6):
        columns.append(list(blocks[start : start + number]))
        start += number
    return columns


def _filled(lengths: Sequence[float], limit: float) -> list[int]:
    counts, room = [0], limit
    for length in lengths:
        if length > room and counts[-1]:
            counts.append(0)
            room = limit
        counts[-1] += 1
        room -= length
    return counts


def _height(columns: Sequence[Sequence[tuple[Line, ...]]], size: float) -> float:
    return max((sum(len(block) * LEADING * size + SPACE * size for block in column) for column in columns), default=0.0)
