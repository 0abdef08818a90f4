"""The typefaces of this machine, and which letters each has: looked through once, and kept in the cache."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import cache as store
from layers.figure.lettering import FAMILY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Typeface", "best_for", "letters_of_ours", "typefaces"]

REGULAR = 400
NO_LETTERS = ("last resort", "adobe blank", "adobe notdef")  # typefaces whose every letter is a box or nothing
LAYOUT = "1"  # of what is kept
Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Typeface:
    """An upright typeface of regular weight whose letters are outlines, so that a PDF can hold them.

    Attributes
    ----------
    letters
        Ranges of code points, first and last.
    """

    name: str
    letters: Ranges

    def having(self, wanted: frozenset[int]) -> frozenset[int]:
        """Return which of some letters it has."""
        return frozenset(code for code in wanted if any(first <= code <= last for first, last in self.letters))


def best_for(missing: frozenset[int], known: Sequence[Typeface] | None = None) -> tuple[str, frozenset[int]]:
    """Return the typeface that has most of some letters, and which of them it has; ``""`` where none has any.

    Of several that have as many, one without serifs comes first, then one that shapes Chinese letters as in Beijing.
    """
    best: tuple[tuple[int, bool, bool], str, frozenset[int]] = ((0, False, False), "", frozenset())
    for face in typefaces() if known is None else known:
        having = face.having(missing)
        rank = (len(having), "sans" in face.name.lower(), face.name.endswith(" SC"))
        if having and rank > best[0]:
            best = (rank, face.name, having)
    return best[1], best[2]


@cache
def letters_of_ours() -> frozenset[int]:
    """Return the letters of the figure's own typeface."""
    from matplotlib import font_manager

    return frozenset(font_manager.get_font(font_manager.findfont(FAMILY)).get_charmap())


@cache
def typefaces() -> tuple[Typeface, ...]:
    """Return the typefaces of this machine in the order of their names; looked through anew when one comes or goes."""
    from matplotlib import font_manager

    _meet(font_manager)
    entries = sorted(
        (entry.name, entry.fname)
        for entry in font_manager.fontManager.ttflist
        if entry.weight == REGULAR and entry.style == "normal" and not entry.name.lower().startswith(NO_LETTERS)
    )
    key = store.fingerprint([LAYOUT, *(f"{name} {path} {_stamp(path)}" for name, path in entries)])

    def build(target: Path) -> None:
        found = [[name, letters] for name, path in entries if (letters := _ranges(path))]
        target.write_text(json.dumps(found), encoding="utf-8")

    return store.opened("typefaces.json", key=key, build=build, read=_read)


def _meet(font_manager: Any) -> None:
    """Make known what was installed after matplotlib looked: it keeps its list from run to run."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - known):
        with suppress(OSError, RuntimeError, ValueError, KeyError):  # of a kind it cannot open
            font_manager.fontManager.addfont(path)


def _read(path: Path) -> tuple[Typeface, ...]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(Typeface(name, tuple((first, last) for first, last in letters)) for name, letters in rows)


def _stamp(path: str) -> str:
    try:
        about = Path(path).stat()
    except OSError:
        return ""
    return f"{about.st_size} {about.st_mtime_ns}"


def _ranges(path: str) -> Ranges:
    from matplotlib.ft2font import FT2Font

    try:
        face = FT2Font(path)
        return _joined(face.get_charmap()) if face.scalable else ()
    except (OSError, RuntimeError, ValueError):  # gone since matplotlib looked, or of a kind it cannot open
        return ()


def _joined(codes: Iterable[int]) -> Ranges:
    """Return numbers as ranges.

    Examples
    --------
    >>> _joined([5, 3, 4, 9])
    ((3, 5), (9, 9))
    """
    found = []
    for _, run in groupby(enumerate(sorted(codes)), key=lambda pair: pair[1] - pair[0]):
        numbers = [code for _, code in run]
        found.append((numbers[0], numbers[-1]))
    return tuple(found)
