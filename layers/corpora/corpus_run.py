"""A corpus from end to end: divide, read, gather; and go on where a run was cut short."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import OutputError
from geo.geoparsing import sources as data_sources
from layers.corpora.batches import find_batches, fingerprint_of
from layers.corpora.corpus_schema import SCHEMA_VERSION, TABLES
from layers.corpora.dask_batches import connected, run_on, warm
from layers.corpora.gathering import gather
from layers.corpora.staging import done_batches, prepare, read_batch
from layers.corpora.worker import LONGEST_S, Reader, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dask_geopandas import GeoDataFrame
    from distributed.deploy.cluster import Cluster

    from layers.corpora.batches import Batch

__all__ = ["Corpus", "Progress", "corpus"]

MANIFEST = "_corpus.json"
STAGING = ".staging"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: batches done of all, the documents and failures in them, and what it does now."""

    done: int
    batches: int
    documents: int
    failures: int
    dashboard: str | None = None
    step: str = "reading"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A finished dataset.

    Attributes
    ----------
    folder
        Where it lies.
    rows
        Number of rows by table.
    left_out
        Documents passed over because of their date.
    seconds
        What this run took, by step: ``starting`` its workers, ``reading``, ``gathering``; empty where nothing was left
        to do.
    """

    folder: Path
    rows: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def table(self, name: str) -> GeoDataFrame:
        """Return a table with geometry (``mentions``, ``places``, ``corridors``) as a dask-geopandas frame.

        Nothing is read before it is asked for. ``geopandas.read_parquet(corpus.folder / name)`` reads it whole.
        """
        import dask_geopandas

        return dask_geopandas.read_parquet(self.folder / name)


def corpus(  # noqa: PLR0913 - each says something else of a run
    sources: Sequence[str | Path],
    output: str | Path,
    *,
    workers: int | None = None,
    scheduler: str | Cluster | None = None,
    resume: bool = False,
    focus: Iterable[str] = (),
    gazetteers: Iterable[str | Path] = (),
    since: str | None = None,
    until: str | None = None,
    longest_s: float = LONGEST_S,
    progress: Callable[[Progress], None] = lambda _progress: None,
) -> Corpus:
    """Read many documents into one dataset.

    Parameters
    ----------
    sources
        Folders, ``.jsonl`` and ``.parquet`` files; see :func:`~layers.corpora.batches.find_batches`.
    output
        Folder of the dataset; must be new or empty unless ``resume``.
    workers
        Processes on this machine, by Dask; 0 reads in a plain loop without it. One for each core where not given. A
        script that starts processes needs its ``if __name__ == "__main__":``.
    scheduler
        Address of a Dask scheduler to use instead, or a cluster as Dask's deployments make them (``SLURMCluster(…)``).
    resume
        Go on with a run that was cut short: what is done is not done again.
    focus, gazetteers
        As for one article: countries it is about, tables of the user's own places.
    since, until
        First and last day (ISO form) of the documents wanted.
    longest_s
        Seconds after which a document is given up and listed as a failure.
    progress
        Told of each step that begins and each batch that is done.

    Returns
    -------
    The dataset.

    Raises
    ------
    SourceError
        If a source does not exist or holds no document.
    OutputError
        If the folder holds something else, cannot be written, or the scheduler is away.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> folder = TemporaryDirectory()
    >>> lines, dataset = Path(folder.name) / "news.jsonl", Path(folder.name) / "news"
    >>> _ = lines.write_text('{"text": "Ferries link Suakin with Jeddah.", "date": "2024-05-03"}', encoding="utf-8")
    >>> made = corpus([lines], dataset, workers=0)
    >>> made.rows["documents"], made.rows["places"]
    (1, 2)
    >>> folder.cleanup()
    """
    paths = [Path(source).absolute() for source in sources]
    folder = Path(output).absolute()
    task = Task(tuple(focus), tuple(str(Path(p).absolute()) for p in gazetteers), since, until, longest_s)
    batches = find_batches(paths)
    manifest = _manifest(paths, task, batches)
    finished = _prepare(folder, manifest, resume=resume)
    if finished is not None:
        return finished
    staging = folder / STAGING
    prepare(staging)
    report = _Report(done_batches(staging), len(batches), progress)
    _read([each for each in batches if each.number not in report.counts], staging, task, report, workers, scheduler)
    report.begin("gathering")
    rows = gather(staging, folder, range(len(batches)))
    report.end()
    left_out = sum(told["left out"] for told in report.counts.values())
    _write(folder / MANIFEST, manifest | {"rows": rows, "left_out": left_out})
    _remove(staging)
    return Corpus(folder, rows, left_out, report.seconds)


def _read(
    missing: Sequence[Batch],
    staging: Path,
    task: Task,
    report: _Report,
    workers: int | None,
    scheduler: str | Cluster | None,
) -> None:
    """Read the batches that are not done yet."""
    report.begin("starting")
    if not missing:
        return
    if workers == 0:
        with Reader(task) as reader:
            reader.start()
            report.begin("reading")
            for batch in missing:
                report.count(batch, read_batch(batch, staging, reader))
        return
    with connected(workers=workers or min(os.cpu_count() or 1, len(missing)), scheduler=scheduler) as client:
        report.dashboard = client.dashboard_link
        if scheduler is None:
            warm(client, task)
        report.begin("reading")
        for batch, told in run_on(client, missing, staging, task):
            report.count(batch, told)


class _Report:
    """Sums what is done so far, notes how long each step takes, and passes both on."""

    def __init__(self, counts: dict[int, dict[str, int]], batches: int, progress: Callable[[Progress], None]) -> None:
        self.counts = counts
        self.seconds: dict[str, float] = {}
        self.dashboard: str | None = None
        self._batches = batches
        self._progress = progress
        self._step = ""
        self._since = 0.0
        self._sums = Counter[str]()
        for told in counts.values():
            self._sums.update(told)

    def begin(self, step: str) -> None:
        """Say that a step begins, and with it the one before ends."""
        self.end()
        self._step = step
        self._tell()

    def end(self) -> None:
        """Note how long the present step took."""
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = now - self._since
        self._since = now

    def count(self, batch: Batch, told: dict[str, int]) -> None:
        """Add a batch that is done."""
        self.counts[batch.number] = told
        self._sums.update(told)
        self._tell()

    def _tell(self) -> None:
        self._progress(
            Progress(
                done=len(self.counts),
                batches=self._batches,
                documents=self._sums["documents"] + self._sums["left out"],
                failures=self._sums["failures"],
                dashboard=self.dashboard,
                step=self._step,
            )
        )


def _manifest(paths: Sequence[Path], task: Task, batches: Sequence[Batch]) -> dict[str, Any]:
    """Describe a run: the same description, the same rows."""
    return {
        "schema": SCHEMA_VERSION,
        "tables": list(TABLES),
        "sources": [path.name for path in paths],
        "sources_hash": fingerprint_of(paths),
        "batches": len(batches),
        "options": {
            "focus": list(task.focus),
            "gazetteers": [Path(path).name for path in task.gazetteers],
            "since": task.since,
            "until": task.until,
        },
        "data": [{"id": s.id, "version": s.version, "licence": s.licence} for s in data_sources()],
    }


def _prepare(folder: Path, manifest: dict[str, Any], *, resume: bool) -> Corpus | None:
    """Make the folder, or check that what lies in it is this very run; return the dataset if it is finished."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = {path.name for path in folder.iterdir()}
        if not names:
            _write(folder / MANIFEST, manifest)
            return None
    except OSError as error:
        raise OutputError(f"{folder} cannot be written ({error.strerror}); name another folder with -o") from error
    if not resume:
        raise OutputError(f"{folder} is not empty; name another folder with -o, or go on with --resume")
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise OutputError(f"{folder} holds no run to go on with: {MANIFEST} is missing or damaged") from None
    for key, value in manifest.items():
        if found.get(key) != value:
            was, now = (json.dumps(each)[:80] for each in (found.get(key), value))
            raise OutputError(f"{folder} holds a run whose {key} were {was}, now {now}; name another folder with -o")
    if "rows" in found:
        _remove(folder / STAGING)  # where a run was killed between its last two steps
        return Corpus(folder, found["rows"], found["left_out"])
    return None


def _remove(staging: Path) -> None:
    """Remove the parts, though a worker that was given up may be writing one more."""
    for _ in range(3):
        shutil.rmtree(staging, ignore_errors=True)


def _write(path: Path, content: dict[str, Any]) -> None:
    aside = path.with_name(f".{path.name}")
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    aside.write_text(text, encoding="utf-8", errors="backslashreplace")  # a file's name need not be UTF-8
    aside.replace(path)
