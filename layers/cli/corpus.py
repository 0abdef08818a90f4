"""``corridors corpus``: many documents into one dataset."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from geo.errors import OutputError, SourceError
from layers import parquet
from layers.cli.options import OWN_PLACES, countries, examples, open_gazetteer
from layers.cli.terminal import count, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from layers.corpora.corpus_run import Corpus, Progress

__all__ = ["corpus"]

LOG_EVERY_S = 30.0
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command(
    short_help="Read many documents into one dataset.",
    epilog=examples(
        "corridors corpus articles/ -o archive",
        "corridors corpus news.jsonl -o archive --workers 4 --focus AZ,GE --since 2019-01-01",
        "corridors corpus news.parquet -o archive --scheduler tcp://127.0.0.1:8786 --resume",
    ),
)
@click.argument("sources", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="Of the dataset."
)
@click.option(
    "--workers", type=click.IntRange(min=0), help="Processes to read with; 0 reads in this one, without Dask."
)
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler that runs already, such as tcp://host:8786.")
@click.option("--resume", is_flag=True, help="Go on with a run that was cut short; what is done is not done again.")
@click.option("--focus", default="", metavar="AZ,GE", help="Countries the corpus is about, by their two-letter codes.")
@click.option("--since", type=DAY, help="Only documents of this day or later (2019-05-14).")
@click.option("--until", type=DAY, help="Only documents of this day or earlier.")
@OWN_PLACES
def corpus(
    sources: Sequence[Path],
    output: Path,
    workers: int | None,
    scheduler: str | None,
    focus: str,
    since: datetime | None,
    until: datetime | None,
    own_places: Sequence[Path],
    *,
    resume: bool,
) -> None:
    """Read many documents into one dataset of places and corridors (GeoParquet, by month).

    SOURCE is a folder of documents, a .jsonl file with {"id", "text"} a line, or a .parquet file with such columns;
    title, date, url and publisher are kept where given. What cannot be read is listed with its reason in the table
    failures, and the rest goes on.
    """
    parquet.check("a corpus needs")
    if since and until and since > until:
        raise click.UsageError(f"--since {since.date()} is after --until {until.date()}; no day is between them")
    from layers.corpora import corpus as make

    focused = countries(focus, open_gazetteer(own_places))  # compiled once, before many ask for it
    with _resumable(), _Bar() as bar:
        made = make(
            sources,
            output,
            workers=workers,
            scheduler=scheduler,
            resume=resume,
            focus=focused,
            gazetteers=own_places,
            since=since.date().isoformat() if since else None,
            until=until.date().isoformat() if until else None,
            progress=bar.show,
        )
    _tell(made, bar.before)
    if not made.rows["documents"] and made.rows["failures"]:
        raise SourceError(f"no document was read; why not stands in the table {made.folder / 'failures'}")


@contextmanager
def _resumable() -> Iterator[None]:
    """Say on Ctrl-C how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        raise OutputError("interrupted; what is done is kept: give the same command with --resume") from None


class _Bar:
    """One line of progress at a terminal: documents, their speed, the time left; a line now and then in a log."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        self._console = Console(stderr=True)
        self._bar = Bar(TextColumn("{task.description}"), BarColumn(), console=self._console, transient=True)
        self._task = self._bar.add_task("starting", total=None)
        self._live = self._console.is_terminal
        self._first: Progress | None = None
        self._since = 0.0
        self._told = 0.0
        self._dashboard: str | None = None

    @property
    def before(self) -> int:
        """Documents that an earlier run had read."""
        return self._first.documents + self._first.failures if self._first else 0

    def __enter__(self) -> Self:
        if self._live:
            self._bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._live:
            self._bar.stop()

    def show(self, progress: Progress) -> None:
        """Show how far the run has come."""
        now = time.monotonic()
        if progress.dashboard != self._dashboard:
            self._dashboard = progress.dashboard
            self._console.print(f"Dask's dashboard: {progress.dashboard}", soft_wrap=True, highlight=False)
        if self._first is None and progress.step == "reading":  # what an earlier run has done tells nothing of speed
            self._first, self._since, self._told = progress, now, now
        line = _said(progress, self._first, now - self._since)
        self._bar.update(self._task, total=progress.batches, completed=progress.done, description=line)
        if not self._live and self._first is not None and now - self._told >= LOG_EVERY_S:
            self._told = now
            self._console.print(line, soft_wrap=True, highlight=False)


def _said(progress: Progress, first: Progress | None, seconds: float) -> str:
    """Say in one line how far a run has come, how fast it is and what time it wants."""
    line = f"{progress.step}: {progress.documents:,} documents"
    if first is not None and progress.done > first.done:
        done = progress.done - first.done
        line += f", {(progress.documents - first.documents) / max(seconds, 0.001):,.0f} a second"
        left = seconds / done * (progress.batches - progress.done)
        line += f", {_clock(left)} left" if left else ""
    line += f", {count(progress.failures, 'failure')}" if progress.failures else ""
    return f"{line}; {progress.done:,} of {progress.batches:,} batches"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"


def _tell(made: Corpus, before: int) -> None:
    """Write what the dataset holds and how long each step took."""
    rows = [{"table": name, "rows": f"{number:,}"} for name, number in made.rows.items()]
    if made.left_out:
        rows.append({"table": "left out", "rows": f"{made.left_out:,} (by their date)"})
    width = max(len(row["rows"].split(" ")[0]) for row in rows)
    for row in rows:
        number, _, note = row["rows"].partition(" ")
        row["rows"] = f"{number:>{width}} {note}".rstrip()
    table(("table", "rows"), rows)
    if made.seconds:
        steps = ", ".join(f"{step} {_clock(seconds)}" for step, seconds in made.seconds.items())
        read = made.rows["documents"] + made.rows["failures"] + made.left_out - before
        speed = read / max(made.seconds.get("reading", 0.0), 0.001)
        click.echo(f"{steps}" + (f"; {speed:,.0f} documents a second" if read else ""))
    click.echo(f"dataset: {made.folder}")
