"""Compile what a run will need, ahead of it: in a second process while the first one compiles the gazetteer.

A compiled file is made when it is first asked for, so that no run waits for what it does not use. On a first run much
has to be made, one after the other; what the words of the article let expect is made meanwhile on another core. A wrong
guess costs nobody anything: what was not expected is compiled when it is asked for.

Run as ``python -m geo.precompiling rail water`` it compiles these.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from geo.csv_tables import data_table
from geo.errors import CorridorsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["PARTS", "begin", "expected", "prepare"]

WAYS = {"rail": "rail", "road": "road", "sea": "water", "waterway": "water", "cable": "water"}
"""What is compiled for a way of each mode; the other modes need no network."""
ROAD_USES = ("noun", "pair")  # "land", "march" and "drive" say little of roads, whose network takes longest to compile
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _gazetteer() -> None:
    from geo.gazetteer import Gazetteer
    from geo.gazetteer.packages import neighbours

    neighbours()
    Gazetteer.open()


def _outlines() -> None:
    from geo.outlines import lakes, packed, region_outlines, river_courses

    packed.load("50m")
    packed.load("10m")
    lakes.load()
    region_outlines.load()
    river_courses.load()


def _catalogue() -> None:
    from geo.courses import Catalogue

    Catalogue.load()


def _rail() -> None:
    from geo.tracing.junctions import open_junctions

    open_junctions("rail")


def _road() -> None:
    from geo.tracing.junctions import open_junctions

    open_junctions("road")


def _water() -> None:
    from geo.tracing.water import open_water

    open_water()


PARTS: dict[str, Callable[[], None]] = {
    "gazetteer": _gazetteer,
    "outlines": _outlines,
    "water": _water,
    "rail": _rail,
    "road": _road,
    "catalogue": _catalogue,
}
"""What can be compiled; what takes most memory first, while the gazetteer beside it takes little yet."""


def expected(text: str) -> tuple[str, ...]:
    """Return what a run on a text will ask for beside the gazetteer, as far as its words tell.

    Examples
    --------
    >>> expected("A train ferry will carry the wagons.")
    ('outlines', 'water', 'rail', 'catalogue')
    >>> expected("Talks were held in Baku.")
    ('outlines', 'catalogue')
    """
    words = set(WORD.findall(text.lower()))
    rows = [row for _, row in data_table("modes.csv") if row["mode"] != "road" or row["use"] in ROAD_USES]
    told = {row["mode"] for row in rows if not words.isdisjoint(row["words"].split())}
    wanted = {"outlines", "catalogue", *(WAYS[mode] for mode in told & WAYS.keys())}
    return tuple(part for part in PARTS if part in wanted)


def begin(parts: Iterable[str]) -> subprocess.Popen[bytes]:
    """Compile parts in a process of its own, one after the other, and do not wait for it.

    Parameters
    ----------
    parts
        Keys of :data:`PARTS`. Whoever asks for a part that is being compiled waits until it is there.
    """
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-m", "geo.precompiling", *parts]
    return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)


def prepare(parts: Iterable[str]) -> None:
    """Compile parts that are not compiled yet."""
    for part in parts:
        PARTS[part]()


if __name__ == "__main__":
    try:
        prepare(sys.argv[1:])
    except (CorridorsError, KeyboardInterrupt):  # whoever needs the part will meet the same, and say so
        sys.exit(1)
