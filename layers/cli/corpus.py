"""``corridors corpus``: many documents into one dataset."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from layers.cli.options import OWN_PLACES, countries, examples, open_gazetteer
from layers.cli.terminal import count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from layers.corpora.making import Corpus, Progress

__all__ = ["corpus"]

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
def corpus(  # noqa: PLR0913 - click hands over each option by its name
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
    from layers.corpora import corpus as make  # noqa: PLC0415 - an optional part, and --help need not wait

    focused = countries(focus, open_gazetteer(own_places))  # compiled once, before many ask for it
    with _Bar() as bar:
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
    _tell(made, bar.seconds)


class _Bar:
    """One line of progress: documents, their speed, the time left; at a terminal only."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - slow to import
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - ditto

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed} of {task.total} batches"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("reading", total=None)
        self._start = time.monotonic()
        self._first: int | None = None
        self._dashboard: str | None = None

    @property
    def seconds(self) -> float:
        """Seconds since the bar was made."""
        return time.monotonic() - self._start

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._bar.stop()

    def show(self, progress: Progress) -> None:
        """Show how far the run has come."""
        if self._first is None:  # what an earlier run has done says nothing about this one's speed
            self._first, self._start = progress.documents, time.monotonic()
        if progress.dashboard != self._dashboard:
            self._dashboard = progress.dashboard
            self._bar.console.print(f"Dask's dashboard: {progress.dashboard}", soft_wrap=True)
        speed = (progress.documents - self._first) / max(self.seconds, 0.001)
        failed = f", {count(progress.failures, 'failure')}" if progress.failures else ""
        self._bar.update(
            self._task,
            total=progress.batches,
            completed=progress.done,
            description=f"{progress.documents:,} documents, {speed:,.0f} a second{failed}",
        )


def _tell(made: Corpus, seconds: float) -> None:
    for name, rows in made.rows.items():
        click.echo(f"{name:10} {rows:>12,}")
    if made.left_out:
        click.echo(f"{'left out':10} {made.left_out:>12,}  (by their date)")
    click.echo(f"{made.rows['documents'] / max(seconds, 0.001):,.0f} documents a second; dataset: {made.folder}")
