"""Files appear in a folder whole or not at all; the only writer into ``output/``."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock

from geo.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["new_aside", "write_files"]

ASIDE = ".writing-"
LOCK = f"{ASIDE}lock"
LONGEST_WAIT_S = 60.0


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    """Write files into a folder: each appears whole or not at all, and none before all could be written.

    Parameters
    ----------
    folder
        Made if need be. What a killed run left half-written there is removed; two runs at once take turns.
    files
        Content by name.

    Returns
    -------
    The paths, in the order given.

    Raises
    ------
    OutputError
        If the folder cannot be made or written; what stood there before is left as it was.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_files(Path(folder) / "article", {"map.html": "<!doctype html>"})]
    ['map.html']
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone_in(folder):
            _replace_all(folder, files)
    except OSError as error:
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise OutputError(
            f"{folder} cannot be written ({error.strerror or error}); name another folder with -o, or free some space"
        ) from error
    return [folder / name for name in files]


def new_aside(folder: Path, prefix: str) -> Path:
    """Make an empty file that nobody else has, with the rights that this user's new files have.

    Parameters
    ----------
    folder
        Where.
    prefix
        What its name begins with.

    Notes
    -----
    The system itself applies the user's mask; files of :mod:`tempfile` are for their owner's eyes only.
    """
    while True:
        path = folder / f"{prefix}{secrets.token_hex(8)}"
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            continue
        return path


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder against other runs; what a run that is no more was writing there is swept away."""
    lock = folder / LOCK
    try:
        with FileLock(lock, timeout=LONGEST_WAIT_S):
            for leftover in folder.glob(f"{ASIDE}*"):
                if leftover != lock:
                    leftover.unlink(missing_ok=True)
            try:
                yield
            finally:
                # While it is held: who waits finds the file gone and asks anew. Removed later, it may be another's.
                with suppress(OSError):
                    lock.unlink(missing_ok=True)
    finally:
        if os.name == "nt":  # where a file in use cannot be removed, so that this one is nobody's
            with suppress(OSError):
                lock.unlink(missing_ok=True)


def _replace_all(folder: Path, files: Mapping[str, str | bytes]) -> None:
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, content in files.items():
            temporary = new_aside(folder, ASIDE)
            waiting.append((temporary, folder / name))
            temporary.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        for aside, target in waiting:
            aside.replace(target)
    finally:
        for aside, _ in waiting:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
