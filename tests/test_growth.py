"""Twice the text is twice the work, whatever it is made of: reading, recognition, corridors, resolution.

Work is counted, not timed: the lines of Python that are gone through, which no busy machine makes more. What C does
under one line is not seen by that, so that the shapes that are hard on regular expressions are timed as well, loosely.
"""

from __future__ import annotations

import gc
import json
import math
import sys
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geo import Gazetteer
from geo.courses import Catalogue
from geo.geoparsing import find
from geo.reading import document
from geo.recognition.tagger import load_tagger

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

MOST = 1.15  # exponent of the work in the length; a square would be 2
PIECES = 240
PARTS = 4
SHARE = 0.03  # of all work; parts of the program that do less are not judged by themselves
NEWS = 80_000  # characters
TIMED = (1_000, 8_000)
MOST_TIMED = 1.6  # linear work would have to be 3.5 times slower by chance to look like this
LEAST_S = 0.02  # what takes less is not measured: noise
GAZETTEER, CATALOGUE = Gazetteer.open(), Catalogue.load()
GOLD = Path(__file__).parent / "gold" / "corridors"


@cache
def known() -> list[str]:
    """Return towns from all over the world, no two of them next to each other on the map."""
    query = "SELECT name FROM record WHERE population > 20000 ORDER BY population % 997, id LIMIT 20000"
    return [name for (name,) in GAZETTEER._connection.execute(query)]


def names(count: int) -> list[str]:
    """Return so many towns."""
    return list(islice(cycle(known()), count))


def pairs(count: int) -> list[tuple[str, str]]:
    """Return so many towns, each with another."""
    both = iter(names(2 * count))
    return list(zip(both, both, strict=True))


SHAPES = {
    "a run of towns": lambda n: " ".join(names(n)),
    "towns and commas": lambda n: ", ".join(names(n)),
    "a town a line": lambda n: "\n".join(names(n)),
    "a town a paragraph": lambda n: "\n\n".join(names(n)),
    "a chain of towns": lambda n: "–".join(names(n)),
    "a chain with blanks": lambda n: " – ".join(names(n)),
    "towns and and": lambda n: " and ".join(names(n)),
    "from town to town": lambda n: " to ".join(names(n)),
    "town of the town": lambda n: " of the ".join(names(n)),
    "towns in brackets": lambda n: " ".join(f"({name})" for name in names(n)),
    "towns in quotes": lambda n: " ".join(f'"{name}"' for name in names(n)),
    "towns, bullets": lambda n: "".join(f"- {name}\n" for name in names(n)),
    "towns by sentences": lambda n: "".join(f"It is in {name}. " for name in names(n)),
    "news": lambda n: "".join(f"Officials from {name} met there on May 3.\n\n" for name in names(n)),
    "towns cited": lambda n: "".join(f"It left {name} (Trend, May 3, 2019). " for name in names(n)),
    "ports": lambda n: "Port of " * n,
    "saints": lambda n: "St. " * n,
    "Saint Petersburgs": lambda n: "St. Petersburg " * n,
    "brackets within brackets": lambda n: "(" * n + "Baku" + ")" * n,
    "open brackets": lambda n: "(Baku " * n,
    "quotes": lambda n: '" ' * n + "Baku",
    "capitals": lambda n: "BAKU KARS " * n,
    "hyphens": lambda n: "Baku-" * n,
    "dashes": lambda n: "–" * n + "Baku",
    "scripts": lambda n: "Баку Tbilisi თბილისი 北京 باكو " * n,
    "one sentence again": lambda n: "Trains run from Baku to Kars. " * n,
    "unknown names": lambda n: " ".join(f"Xy{i}zan" for i in range(n)),
    "small words": lambda n: "the " * 4 * n,
    "initials": lambda n: "A. " * n,
    "streets": lambda n: "Main Street " * n,
    "peoples": lambda n: "Georgians and Afghans " * n,
    "one long word": lambda n: "A" * 8 * n,
    "numbers": lambda n: "1,200 km on May 3, 2019; " * n,
    "addresses": lambda n: "https://a.example/2019/05/06/ " * n,
    "notes": lambda n: "[1]" * n + "\n\nNotes\n" + "1. Trend, May 3, 2019.\n" * n,
    "according": lambda n: "according to Reuters (May 3) " * n,
    "authors": lambda n: "(Smith and Jones, 2019) " * n,
    "railways": lambda n: "".join(f"The {a}–{b} railway is closed. " for a, b in pairs(n)),
    "ferries": lambda n: "".join(f"Ferries link {a} with {b}. " for a, b in pairs(n)),
    "flights from one town": lambda n: "".join(f"Planes fly from Istanbul to {name}. " for name in names(n)),
    "highways with ends": lambda n: "".join(f"The {a} Highway runs from {a} to {b}. " for a, b in pairs(n)),
    "one way, told again": lambda n: "The Hejaz railway runs from Damascus to Medina. " * n,
    "distances": lambda n: "".join(f"The well lies 30 km north of {name}. " for name in names(n)),
    "hyphened towns": lambda n: ", ".join(f"{a}-{b}" for a, b in pairs(n)),
    "parts of long names": lambda n: "".join(f"He met him in {name}. " for name in names(n)) + "Port of Spain. " * n,
}  # fmt: skip
MARKS = (
    "ports", "saints", "brackets within brackets", "open brackets", "quotes", "capitals", "hyphens", "dashes",
    "unknown names", "small words", "initials", "streets", "one long word", "numbers", "addresses", "notes",
    "according", "authors",
)  # fmt: skip
"""Shapes that are hard on regular expressions and cheap to read."""


def all_found(text: str) -> None:
    """Find all that is in a text; that it is English is settled, for a row of names may look like any language."""
    read = replace(document(text), language="en", stretches=())
    find(read, gazetteer=GAZETTEER, catalogue=CATALOGUE)


def work(text: str) -> Counter[str]:
    """Return how many lines of each part of the program are gone through to find all that is in a text."""
    steps: dict[str, list[int]] = {}
    tracers: dict[str, Callable[..., object]] = {}

    def tracer(part: str) -> Callable[..., object]:
        count = steps.setdefault(part, [0])

        def step(_frame: FrameType, _event: str, _arg: object) -> object:
            count[0] += 1
            return step

        return step

    def enter(frame: FrameType, event: str, arg: object) -> object:
        path = frame.f_code.co_filename
        if path not in tracers:
            tracers[path] = tracer(path.rpartition("/geo/")[2].partition("/")[0] if "/geo/" in path else "elsewhere")
        return tracers[path](frame, event, arg)

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        all_found(text)
    finally:
        sys.settrace(before)
    return Counter({part: count for part, (count,) in steps.items()})


def grown(whole: str, quarters: list[str]) -> dict[str, float]:
    """Return the exponents that are too large: the work for a text against that for its quarters one by one."""
    all_found(whole)  # what is looked up once is remembered
    for_all = work(whole)
    for_quarters = sum(map(work, quarters), Counter[str]())
    judged = {part: count for part, count in for_all.items() if count > SHARE * for_all.total()}
    exponents = {part: 1 + math.log(count / for_quarters[part], PARTS) for part, count in judged.items()}
    exponents["all"] = 1 + math.log(for_all.total() / for_quarters.total(), PARTS)
    return {part: round(exponent, 2) for part, exponent in exponents.items() if exponent > MOST}


def assert_linear(whole: str, quarters: list[str]) -> None:
    """Say of which parts the work grows too fast; once more where a memory may have been emptied in between."""
    load_tagger("toponym-weights")._forget()
    if grown(whole, quarters):
        assert not grown(whole, quarters)


def in_quarters(text: str, lengths: list[int]) -> list[str]:
    """Divide a text at some lengths."""
    return [text[a:b] for a, b in pairwise((0, *lengths, len(text)))]


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_with_the_length_and_no_faster(shape):
    """From 60 pieces to 240 no part of the program does more work than the length to the power of 1.15.

    What is done once, however long the text, is no growth: where it looks like some, 240 to 960 pieces tell.
    """
    for pieces in (PIECES, PARTS * PIECES):
        whole, begins = SHAPES[shape](pieces), [SHAPES[shape](pieces // PARTS * n) for n in range(1, PARTS)]
        divides = all(map(whole.startswith, begins))
        quarters = in_quarters(whole, [*map(len, begins)]) if divides else begins[:1] * PARTS
        if pieces > PIECES:
            assert_linear(whole, quarters)
        elif not grown(whole, quarters):
            return


@pytest.mark.slow
def test_work_grows_with_the_length_of_news():
    """The same holds of articles put together to 80,000 characters.

    What one article in many asks for, such as weighing all names again, the whole does and few of the quarters do:
    where that looks like growth, 320,000 characters tell.
    """
    lines = (GOLD / "train.jsonl").read_text(encoding="utf-8").splitlines()
    text = "\n\n".join(islice(cycle([json.loads(line)["text"] for line in lines]), 400))
    for size in (NEWS, PARTS * NEWS):
        whole = text[:size]
        quarters = in_quarters(whole, [size // PARTS * n for n in range(1, PARTS)])
        if size > NEWS:
            assert_linear(whole, quarters)
        elif not grown(whole, quarters):
            return


def seconds(text: str) -> float:
    """Return the processor time that reading a text takes."""
    gc.collect()
    begun = time.process_time()
    all_found(text)
    return time.process_time() - begun


@pytest.mark.slow
@pytest.mark.parametrize("shape", MARKS)
def test_time_grows_little_faster_than_the_length(shape):
    """From 1,000 pieces to 8,000 the time grows with the length to the power of 1.6 at the very most."""
    small, large = (SHAPES[shape](n) for n in TIMED)
    seconds(small)
    before, after = max(seconds(small), LEAST_S), seconds(large)
    assert math.log(after / before, TIMED[1] / TIMED[0]) <= MOST_TIMED or seconds(large) / before < 8**MOST_TIMED
