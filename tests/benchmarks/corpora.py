"""How fast a corpus is read: ``python tests/benchmarks/corpora.py [ARTICLES …] [--runs loop,1,2,kill]``.

The articles are made here, from templates and the names of the gazetteer, the same for the same number: nobody's text
is needed. As in a press, few towns are spoken of often and many seldom (the n-th largest of its region with a weight of
1/n), and one article in three names a corridor. Each run is a process of its own that begins with everything compiled
and no line traced. ``loop`` is the plain loop without Dask, a number so many workers, ``kill`` two workers of which one
gets kill -9 every ``--kill-every`` seconds. Times are by the clock, ``CPU`` is the processors' time of all processes;
memory is the peak of the client, and of the largest worker and the largest reading process. The digest is one of every
byte of the dataset. ``--tasks N`` measures what one task costs scheduler, client and worker when there is nothing to
read.

::

    python tests/benchmarks/corpora.py 1000 10000              # loop, one worker, two: overhead, gain, growth
    python tests/benchmarks/corpora.py 100000 --runs 2         # the long one alone
    python tests/benchmarks/corpora.py 10000 --runs 2,kill     # same bytes with a worker killed every 30 s
    python tests/benchmarks/corpora.py --tasks 5000
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import accumulate, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from geo import cache
from geo.gazetteer import Gazetteer
from layers.corpora import corpus
from layers.corpora.batches import Batch
from layers.corpora.dask_batches import connected, run_on
from layers.corpora.staging import prepare
from layers.corpora.worker import Task

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
LONGEST = 2800  # characters after which an article ends
SAMPLE_S = 0.5


def towns(gazetteer: Gazetteer) -> list[list[str]]:
    """Return names of larger places by region, the largest first."""
    rows = gazetteer._connection.execute(
        "SELECT name, country FROM record WHERE population > 40000 AND kind IN ('city', 'capital')"
        " ORDER BY population DESC, id"
    ).fetchall()
    return [list(dict.fromkeys(name for name, country in rows if country in region)) for region in REGIONS]


def articles(number: int, names: list[list[str]]) -> Iterator[dict[str, object]]:
    """Make articles of about 3,000 characters, seeded."""
    chance = random.Random(20261124)
    weights = [list(accumulate(1 / rank for rank in range(1, len(region) + 1))) for region in names]
    for i in range(number):
        which = chance.randrange(len(names))
        some: dict[str, None] = {}
        while len(some) < 6:
            some.update(dict.fromkeys(chance.choices(names[which], cum_weights=weights[which])))
        sentences: list[str] = []
        for _ in count():
            (frames,) = chance.choices((PLACES, WAYS, PLAIN), weights=SHARES)
            a, b, c = chance.sample(list(some), 3)
            sentences.append(chance.choice(frames).format(a=a, b=b, c=c, d=chance.randint(1, 28)))
            if sum(map(len, sentences)) > LONGEST:
                break
        yield {"id": i, "date": f"2019-{i % 12 + 1:02d}-{i % 28 + 1:02d}", "text": " ".join(sentences)}


@dataclass
class Watch:
    """Looks at a run's processes as it goes: their memory and processor time by what they do; kills if it is to."""

    process: psutil.Process
    kill_every: float = 0.0
    kills: int = 0
    memory: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("client", "worker", "reader"), 0))
    roles: dict[int, str] = field(default_factory=dict)
    spent: dict[int, tuple[str, float]] = field(default_factory=dict)

    def sample(self) -> None:
        """Take memory and time of every process."""
        for process in self._all():
            try:
                who = self._role(process)
                times = process.cpu_times()
                self.spent[process.pid] = (who, times.user + times.system)
                self.memory[who] = max(self.memory[who], process.memory_info().rss)
            except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
                continue

    def kill(self) -> None:
        """Kill the worker that has lived longest, as no worker would wish it; one that only starts is spared."""
        roles = [(p, self.roles.get(p.pid)) for p in self._all()]
        at_work = {p.ppid() for p, role in roles if role == "reader" and p.is_running()}
        workers = [p for p, role in roles if role == "worker" and p.pid in at_work]
        if workers:
            os.kill(min(workers, key=psutil.Process.create_time).pid, signal.SIGKILL)
            self.kills += 1

    def seconds(self, who: str) -> float:
        """Return the processor time of all processes of a kind."""
        return sum(seconds for role, seconds in self.spent.values() if role == who)

    def _all(self) -> list[psutil.Process]:
        try:
            return [self.process, *self.process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _role(self, process: psutil.Process) -> str:
        if process.pid == self.process.pid:
            return "client"
        if process.pid not in self.roles:
            command = " ".join(process.cmdline())
            if not command:  # it has ended
                raise psutil.NoSuchProcess(process.pid)
            reads, works = "layers.corpora.worker" in command, "spawn_main" in command
            self.roles[process.pid] = "reader" if reads else "worker" if works else "client"
        return self.roles[process.pid]


def fresh_cache(folder: Path) -> Path:
    """Return a cache folder with all that is compiled and no traced line; nothing is copied."""
    folder.mkdir()
    for file in cache.folder().iterdir():
        if file.is_file() and file.suffix != ".lock":
            try:
                os.link(file, folder / file.name)
            except OSError:
                shutil.copy2(file, folder / file.name)
    return folder


def digest(folder: Path) -> str:
    """Return a hash of every file of a dataset."""
    found = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with path.open("rb") as stream:
            found.update(hashlib.file_digest(stream, "sha256").digest())
    return found.hexdigest()[:16]


def measure(source: Path, folder: Path, run: str, kill_every: float) -> dict[str, Any]:
    """Make one run in a process of its own, and say all that was seen of it."""
    output = folder / f"out-{run}"
    environment = os.environ | {cache.ENVIRONMENT_VARIABLE: str(fresh_cache(folder / f"cache-{run}"))}
    command = [sys.executable, __file__, "--single", str(source), str(output), {"loop": "0", "kill": "2"}.get(run, run)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        watch = Watch(psutil.Process(process.pid))
        killed = time.monotonic()
        while process.poll() is None:
            watch.sample()
            if run == "kill" and time.monotonic() - killed > kill_every:
                watch.kill()
                killed = time.monotonic()
            time.sleep(SAMPLE_S)
        told: dict[str, Any] = json.loads(process.stdout.read() if process.stdout else "")
    return told | {
        "watch": watch,
        "digest": digest(output),
        "bytes": sum(p.stat().st_size for p in output.rglob("*") if p.is_file()),
        "lines": len(list((folder / f"cache-{run}" / "traces").glob("*.json"))),
    }


def single(source: Path, output: Path, workers: int) -> None:
    """Be one run."""
    start = time.perf_counter()
    made = corpus([source], output, workers=workers)
    print(json.dumps({"seconds": made.seconds, "total": time.perf_counter() - start, "rows": made.rows}))


def compare(number: int, runs: list[str], kill_every: float, before: dict[str, float]) -> None:
    """Make the runs over one corpus and print what each cost, against the first and against a smaller corpus."""
    with tempfile.TemporaryDirectory(prefix="corridors-") as name:
        folder = Path(name)
        source = folder / "articles.jsonl"
        with source.open("w", encoding="utf-8") as stream:
            for article in articles(number, towns(Gazetteer.open())):
                stream.write(json.dumps(article, ensure_ascii=False) + "\n")
        print(f"\n{number:,} articles, {source.stat().st_size / 1e6:,.1f} MB")
        first: dict[str, Any] = {}
        for run in runs:
            found = measure(source, folder, run, kill_every)
            first = first or found
            _print(run, number, found, first, before)
            before.setdefault(run, found["total"] / number)
            shutil.rmtree(folder / f"out-{run}")
            shutil.rmtree(folder / f"cache-{run}")


def _print(run: str, number: int, found: dict[str, Any], first: dict[str, Any], before: dict[str, float]) -> None:
    seconds, watch = found["seconds"], found["watch"]
    cpu = {who: watch.seconds(who) for who in watch.memory}
    print(
        f"  {run:5} {number / seconds['reading']:7.1f} documents/s reading, {number / found['total']:7.1f} in all;"
        f"  {found['total']:8.1f} s = starting {seconds['starting']:.1f} + reading {seconds['reading']:.1f}"
        f" + gathering {seconds['gathering']:.1f} + rest"
    )
    print(
        f"        reading takes {seconds['reading'] / first['seconds']['reading']:.2f} x the time of the first run;"
        f" CPU {sum(cpu.values()) / number * 1000:.1f} ms a document"
        f" ({', '.join(f'{who} {spent / number * 1000:.2f}' for who, spent in cpu.items())}),"
        f" {sum(cpu.values()) / max(sum(first['watch'].seconds(who) for who in cpu), 0.001):.2f} x the first's"
    )
    print(
        f"        peak memory: {', '.join(f'{who} {size / 1e6:,.0f} MB' for who, size in watch.memory.items())};"
        f"  dataset {found['bytes'] / 1e6:,.1f} MB, {found['lines']:,} lines traced"
    )
    rows = ", ".join(f"{rows:,} {name}" for name, rows in found["rows"].items())
    same = "" if found is first else "  same bytes" if found["digest"] == first["digest"] else "  OTHER BYTES"
    print(f"        {rows};  digest {found['digest']}{same}" + (f", {watch.kills} kills" if watch.kills else ""))
    if run in before:
        print(f"        {found['total'] / number / before[run]:.3f} x the time for a document of the smallest corpus")


def tasks(number: int, workers: int) -> None:
    """Give out batches that are done already, so that only what Dask and we do around a batch is left."""
    with tempfile.TemporaryDirectory(prefix="corridors-") as name, connected(workers=workers, scheduler=None) as client:
        staging = Path(name)
        prepare(staging)
        for i in range(number):
            (staging / "done" / f"{i:08d}.json").write_text("{}", encoding="ascii")
        batches = [Batch(i, "jsonl", ("articles.jsonl",)) for i in range(number)]
        list(run_on(client, batches[:100], staging, Task()))
        cpu, start = time.process_time(), time.perf_counter()
        assert sum(1 for _ in run_on(client, batches, staging, Task())) == number
        seconds = time.perf_counter() - start
        cpu = time.process_time() - cpu
    print(
        f"{number:,} tasks with nothing to read, {workers} workers: {seconds / number * 1000:.2f} ms each by the clock,"
        f" {cpu / number * 1000:.2f} ms of client and scheduler (one process): {number / cpu:,.0f} tasks/s at most"
    )


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="*", help="numbers of articles; 1000 where none is given")
    parser.add_argument("--runs", default="loop,1,2", help="loop, a number of workers, kill; with commas between")
    parser.add_argument("--kill-every", type=float, default=30.0, metavar="S", help="seconds between two kills")
    parser.add_argument("--tasks", type=int, default=0, metavar="N", help="measure the cost of a task instead")
    parser.add_argument("--single", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.single:
        single(Path(asked.single[0]), Path(asked.single[1]), int(asked.single[2]))
        return
    if asked.tasks:
        tasks(asked.tasks, 2)
        return
    before: dict[str, float] = {}
    for number in asked.articles or [1000]:
        compare(number, asked.runs.split(","), asked.kill_every, before)


if __name__ == "__main__":
    main()
