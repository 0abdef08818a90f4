"""A corpus from end to end: divide, read, gather; and go on where a run was cut short."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import OutputError
from geo.geoparsing import sources as data_sources
from geo.reading import MARKDOWN_SUFFIXES, PLAIN_SUFFIXES
from layers.corpora.gathering import gather
from layers.corpora.reader import LONGEST_S, Task
from layers.corpora.running import connected, run_alone, run_on
from layers.corpora.schema import SCHEMA_VERSION, TABLES
from layers.corpora.sources import find_batches, fingerprint_of
from layers.corpora.staging import done_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dask_geopandas import GeoDataFrame

    from layers.corpora.sources import Batch

__all__ = ["Corpus", "Progress", "corpus"]

SUFFIXES = tuple(suffix for suffix in (*MARKDOWN_SUFFIXES, *PLAIN_SUFFIXES) if suffix)
MANIFEST = "_corpus.json"
STAGING = ".staging"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: batches done of all, and the documents and failures in them."""

    done: int
    batches: int
    documents: int
    failures: int
    dashboard: str | None = None


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
    """

    folder: Path
    rows: dict[str, int] = field(default_factory=dict)
    left_out: int = 0

    def table(self, name: str) -> GeoDataFrame:
        """Return a table with geometry (``mentions``, ``places``, ``corridors``) as a dask-geopandas frame.

        Nothing is read before it is asked for. ``geopandas.read_parquet(corpus.folder / name)`` reads it whole.
        """
        import dask_geopandas  # noqa: PLC0415 - an optional part

        return dask_geopandas.read_parquet(self.folder / name)


def corpus(  # noqa: PLR0913 - each says something else of a run
    sources: Sequence[str | Path],
    output: str | Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
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
        Folders, ``.jsonl`` and ``.parquet`` files; see :func:`~layers.corpora.sources.find_batches`.
    output
        Folder of the dataset; must be new or empty unless ``resume``.
    workers
        Processes on this machine, by Dask; 0 reads in a plain loop without it. One for each core where not given. A
        script that starts processes needs its ``if __name__ == "__main__":``.
    scheduler
        Address of a Dask scheduler to use instead.
    resume
        Go on with a run that was cut short: what is done is not done again.
    focus, gazetteers
        As for one article: countries it is about, tables of the user's own places.
    since, until
        First and last day (ISO form) of the documents wanted.
    longest_s
        Seconds after which a document is given up and listed as a failure.
    progress
        Told of each batch that is done.

    Returns
    -------
    The dataset.

    Raises
    ------
    SourceError
        If a source does not exist or holds no document.
    OutputError
        If the folder holds something else, cannot be written, or the scheduler is away.
    """
    paths = [Path(source).absolute() for source in sources]
    folder = Path(output).absolute()
    task = Task(tuple(focus), tuple(str(Path(p).absolute()) for p in gazetteers), since, until, longest_s)
    batches = find_batches(paths, suffixes=SUFFIXES)
    manifest = _manifest(paths, task, batches)
    finished = _prepare(folder, manifest, resume=resume)
    if finished is not None:
        return finished
    staging = folder / STAGING
    counts = _read(batches, staging, task, workers=workers, scheduler=scheduler, progress=progress)
    rows = gather(staging, folder, range(len(batches)))
    left_out = sum(told["left out"] for told in counts.values())
    _write(folder / MANIFEST, manifest | {"rows": rows, "left_out": left_out})
    shutil.rmtree(staging)
    return Corpus(folder, rows, left_out)


def _read(
    batches: Sequence[Batch],
    staging: Path,
    task: Task,
    *,
    workers: int | None,
    scheduler: str | None,
    progress: Callable[[Progress], None],
) -> dict[int, dict[str, int]]:
    """Read the batches that are not done yet; return the counts of all."""
    counts = done_batches(staging)
    missing = [batch for batch in batches if batch.number not in counts]

    def count(done: Iterable[tuple[Batch, dict[str, int]]], dashboard: str | None) -> None:
        report = _Report(counts, len(batches), dashboard)
        progress(report.progress())
        for batch, told in done:
            counts[batch.number] = told
            progress(report.progress())

    if workers == 0 or not missing:
        count(run_alone(missing, staging, task), None)
    else:
        processes = workers or min(os.cpu_count() or 1, len(missing))
        with connected(workers=processes, scheduler=scheduler) as client:
            count(run_on(client, missing, staging, task), client.dashboard_link)
    return counts


@dataclass(frozen=True, slots=True)
class _Report:
    """Sums what is done so far."""

    counts: dict[int, dict[str, int]]
    batches: int
    dashboard: str | None

    def progress(self) -> Progress:
        told = self.counts.values()
        return Progress(
            done=len(self.counts),
            batches=self.batches,
            documents=sum(each["documents"] + each["left out"] for each in told),
            failures=sum(each["failures"] for each in told),
            dashboard=self.dashboard,
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
        return Corpus(folder, found["rows"], found["left_out"])
    return None


def _write(path: Path, content: dict[str, Any]) -> None:
    aside = path.with_name(f".{path.name}")
    aside.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    aside.replace(path)
