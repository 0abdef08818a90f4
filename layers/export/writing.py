"""Files appear in a folder whole or not at all; the only writer into ``output/``."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from geo.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["usual_mode", "write_files"]

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


def usual_mode() -> int:
    """Return the rights that this user's new files have."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


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
            handle, temporary = tempfile.mkstemp(prefix=ASIDE, dir=folder)
            waiting.append((Path(temporary), folder / name))
            with os.fdopen(handle, "wb") as stream:
                stream.write(content.encode("utf-8") if isinstance(content, str) else content)
            Path(temporary).chmod(usual_mode())
        for aside, target in waiting:
            aside.replace(target)
    finally:
        for aside, _ in waiting:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
