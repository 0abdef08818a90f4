"""What a command says: tables, progress, one line for an error."""

from __future__ import annotations

import os
import platform
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo import characters

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "cache_is_damaged", "clear", "count", "debugging", "fail", "leave_pipe", "occupy_closed_streams", "own_fault",
    "say", "speak_utf8", "table",
]  # fmt: skip

LONGEST_FAULT = 300
STREAMS = 2  # the number of the last of the standard streams


def table(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    """Write a table as wide as it is: nothing is cut, so that an id can be copied."""
    from rich.cells import cell_len

    cells = [columns, *(["" if row.get(c) is None else str(row[c]) for c in columns] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def fail(reason: object) -> int:
    """Write one line of what went wrong, and return 1."""
    click.echo(f"error: {' '.join(str(reason).split())}", err=True)
    return 1


def own_fault(error: Exception, *, about: str = "") -> str:
    """Say of a slip of ours what we need to know to mend it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        ours = version("corridors")
    except PackageNotFoundError:
        ours = "not installed"
    told = characters.line(str(error))[:LONGEST_FAULT]
    what = f"{type(error).__name__}: {told}" if told else type(error).__name__
    where = f"{about}: " if about else ""
    return (
        f"{where}our own fault ({what}); please report it with this line, the version (corridors {ours}, Python "
        f"{platform.python_version()}, {platform.system()}) and, if you may, the file; `corridors --debug …` says more"
    )


def debugging() -> bool:
    """Tell whether the user wants to see where in the program something goes wrong."""
    settings = click.get_current_context().find_root().obj
    return bool(settings and settings.get("debug"))


def cache_is_damaged() -> bool:
    """Tell whether a cached file is no longer as it was made, which would explain anything."""
    from geo import cache
    from geo.errors import CorridorsError

    try:
        return bool(cache.damaged())
    except CorridorsError:
        return False


def speak_utf8() -> None:
    """Write UTF-8 into files and pipes on every system; a terminal shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def occupy_closed_streams() -> None:
    """Open nothing in the place of a standard stream that is closed: a file of ours would be taken for it."""
    while True:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere > STREAMS:
            os.close(nowhere)
            break
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - to the end of the run


def leave_pipe() -> None:
    """Let Python close its standard output without a complaint when nobody reads it any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def say(step: str) -> None:
    """Show a step on the one line of progress, at a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{step} …", nl=False, err=True)


def clear() -> None:
    """Take the line of progress away."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)


def count(number: int, noun: str) -> str:
    """Write a number with its noun: 1 place, 2 places."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
