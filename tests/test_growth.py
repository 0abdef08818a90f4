"""Twice the text takes twice the time, whatever it is made of: reading, recognition and resolution, stage by stage."""

from __future__ import annotations

import gc
import math
import time
from itertools import cycle, islice, pairwise

import pytest

from geo import Gazetteer
from geo.reading import document
from geo.recognition import recognise
from geo.resolution import resolve

MOST = 1.6  # exponent of the time in the length: 1 and what a busy machine adds; a square would be 2
TRIES = 3
SIZES = (900, 3600)  # pieces; below, resolution hears every name of a text: the square of a few
LEAST_S = 0.04  # what takes less is not measured: noise
GAZETTEER = Gazetteer.open()


def names(count: int) -> list[str]:
    """Return so many towns from all over the world, no two of them next to each other on the map."""
    query = "SELECT name FROM record WHERE population > 20000 ORDER BY population % 997, id LIMIT 20000"
    known = [name for (name,) in GAZETTEER._connection.execute(query)]
    return list(islice(cycle(known), count))


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
}  # fmt: skip


def seconds(text: str) -> tuple[float, ...]:
    """Return the processor time of each stage."""
    gc.collect()
    times = [time.process_time()]
    read = document(text)
    times.append(time.process_time())
    mentions = recognise(read, GAZETTEER)
    times.append(time.process_time())
    resolve(read, mentions, GAZETTEER)
    times.append(time.process_time())
    return tuple(b - a for a, b in pairwise(times))


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_length_and_no_faster(shape):
    """From 900 pieces to 3,600 no stage's time grows faster than the length to the power of 1.6."""
    texts = [SHAPES[shape](n) for n in SIZES]
    seconds(texts[-1])  # names once looked up are remembered
    gc.disable()
    try:
        best = [tuple(math.inf for _ in range(3))] * 2
        for _ in range(TRIES):
            best = [tuple(map(min, before, seconds(text))) for before, text in zip(best, texts, strict=True)]
            grown = {
                stage: math.log(large / max(small, LEAST_S / 4), 4)
                for stage, small, large in zip(("reading", "recognition", "resolution"), *best, strict=True)
                if large > LEAST_S
            }
            if all(exponent <= MOST for exponent in grown.values()):
                return
    finally:
        gc.enable()
    pytest.fail(f"{shape}: {', '.join(f'{stage} {exponent:.2f}' for stage, exponent in grown.items())}")
