"""How fast a corpus is read, by a plain loop and by Dask: ``python tests/benchmarks/corpora.py [ARTICLES [WORKERS]]``.

The articles are made here, from templates and the names of the gazetteer, the same for the same number: nobody's text
is needed. Ratios are against the plain loop of the same run. Memory is the peak of this process and of the largest one
it started.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from geo.gazetteer import Gazetteer
from layers.corpora import corpus

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = (
    "{a} and {b} signed a memorandum on transit, officials in {a} said.",
    "The governor of {a} opened a terminal that will serve shippers from {b} and {c}.",
    "Heavy rain closed the road near {a}, and trucks waited outside {b} for two days.",
    "Prices for grain rose in {c}, traders told reporters in {a}.",
    "A delegation from {b} visited {c} in the spring.",
    "“We expect more traffic through {a},” said a railway manager in {b}.",
)
WAYS = (
    "Trains run from {a} via {b} to {c} twice a week.",
    "A ferry links {a} with {b}.",
    "The {a}–{b} highway was reopened after repairs.",
    "Flights between {a} and {b} will start in autumn.",
    "The {a}-{b}-{c} railway carried a fifth more cargo than a year ago.",
)
PLAIN = (
    "Nobody expected the talks to end so soon.",
    "The figures were published by the ministry on Monday (Agenda.ge, May {d}, 2019).",
    "Analysts said that customs rules remain the chief obstacle, and that a common form would save days.",
    "The plan has been debated for more than ten years, and its costs have doubled since.",
)
SHARES = (30, 1, 60)  # of sentences; one article in three or so speaks of a corridor
REGIONS = (("AZ", "GE", "TR", "AM"), ("KZ", "UZ", "TM", "KG"), ("RO", "BG", "UA", "MD"), ("TZ", "KE", "UG", "ZM"))


def towns(gazetteer: Gazetteer) -> list[list[str]]:
    """Return names of larger places by region, in a fixed order."""
    rows = gazetteer._connection.execute(
        "SELECT name, country FROM record WHERE population > 40000 AND kind IN ('city', 'capital') ORDER BY id"
    ).fetchall()
    return [[name for name, country in rows if country in region] for region in REGIONS]


def articles(number: int, names: list[list[str]]) -> Iterator[dict[str, object]]:
    """Make articles of about 3,000 characters, seeded."""
    chance = random.Random(20261124)  # noqa: S311 - the same articles every time
    for i in range(number):
        region = chance.choice(names)
        some = chance.sample(region, 6)
        sentences = []
        for _ in count():
            (frames,) = chance.choices((PLACES, WAYS, PLAIN), weights=SHARES)
            frame = chance.choice(frames)
            a, b, c = chance.sample(some, 3)
            sentences.append(frame.format(a=a, b=b, c=c, d=chance.randint(1, 28)))
            if sum(map(len, sentences)) > 2800:
                break
        yield {"id": i, "date": f"2019-{i % 12 + 1:02d}-{i % 28 + 1:02d}", "text": " ".join(sentences)}


def main(number: int, workers: int) -> None:
    """Read the same corpus twice and print what each way cost."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        with source.open("w", encoding="utf-8") as stream:
            for article in articles(number, towns(Gazetteer.open())):
                stream.write(json.dumps(article, ensure_ascii=False) + "\n")
        print(f"{number:,} articles, {source.stat().st_size / 1e6:.1f} MB")
        corpus([source], Path(folder) / "warm", workers=0, until="2019-01-03")  # routes of the templates into the cache
        baseline = None
        for label, processes in (("plain loop", 0), ("Dask, 1 worker", 1), (f"Dask, {workers} workers", workers)):
            start = time.perf_counter()
            made = corpus([source], Path(folder) / f"with-{processes}", workers=processes)
            seconds = time.perf_counter() - start
            baseline = baseline or seconds
            print(f"{label:16} {number / seconds:8.1f} documents/s  {baseline / seconds:5.2f} x plain loop", end="  ")
            print(f"{made.rows['mentions']:,} mentions, {made.rows['corridors']:,} corridors")
        for who, name in ((resource.RUSAGE_SELF, "this process"), (resource.RUSAGE_CHILDREN, "largest other")):
            print(f"peak memory, {name}: {resource.getrusage(who).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main(*(int(value) for value in [*sys.argv[1:], *("2000", "2")[len(sys.argv) - 1 :]]))
