"""Files that a user names: regular ones alone, and never more of them than is wanted.

A device, a pipe or a socket has no end, or waits for ever; what a link leads to counts, not the link.
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, BinaryIO

from geo.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["LONGEST_LINE", "check_regular", "lines_of", "read_whole"]

KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)
ENDLESS = 4  # times the limit
LONGEST_LINE = 130_000_000
"""Bytes of the longest line of JSON that is read: a whole article, each of its characters escaped."""


def check_regular(path: Path) -> int:
    """Return the size of a regular file in bytes; refuse everything else that may bear a name.

    Raises
    ------
    SourceError
        If it is a folder, a device, a pipe or a socket, or a link to one; or if the kernel makes it up (``/proc``).
    OSError
        If it is missing, or may not be looked at.

    Examples
    --------
    >>> from pathlib import Path
    >>> check_regular(Path("/dev/zero"))
    Traceback (most recent call last):
    ...
    geo.errors.SourceError: /dev/zero is a device; expected a file: save what it gives in one, and name that
    """
    try:
        about = path.stat()
    except ValueError as error:  # a name with a zero byte in it
        raise SourceError(f"{str(path)!r} is no name of a file ({error})") from None
    if not about.st_size and _is_kernels(path):
        raise SourceError(f"{path} is no file but a view of the system; expected a file: save what it gives in one")
    if not stat.S_ISREG(about.st_mode):
        kind = next((name for is_one, name in KINDS if is_one(about.st_mode)), "no regular file")
        raise SourceError(f"{path} is {kind}; expected a file: save what it gives in one, and name that")
    return about.st_size


def _is_kernels(path: Path) -> bool:
    """Tell what the kernel makes up while it is read: it says that it is empty, and may never end."""
    return path.resolve().parts[:2] in {("/", "proc"), ("/", "sys")}


def read_whole(path: Path, *, limit: int, what: str) -> bytes:
    """Return the bytes of a regular file; never more than one beyond the limit is read.

    Parameters
    ----------
    path
        The file.
    limit
        Bytes it may hold.
    what
        It is read as, such as ``"one article"``, for the error.

    Raises
    ------
    SourceError
        If it is no regular file, or larger.
    OSError
        If it cannot be read.
    """
    size = check_regular(path)
    if size <= limit:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
        if len(data) <= limit:
            return data
        size = len(data)  # some files say that they are empty and are not
    raise SourceError(f"{path} holds {size:,} bytes; at most {limit:,} are read as {what}: split it")


def lines_of(stream: BinaryIO, *, limit: int = LONGEST_LINE) -> Iterator[bytes | None]:
    r"""Give the lines of a stream, and ``None`` for each that is longer than a limit, of which nothing is kept.

    A line that does not end after several times the limit is taken for one without end, and the last.

    Examples
    --------
    >>> import io
    >>> list(lines_of(io.BytesIO(b"one\ntwo and three\nfour"), limit=5))
    [b'one\n', None, b'four']
    """
    while piece := stream.readline(limit + 1):
        if len(piece) <= limit:
            yield piece
            continue
        skipped = len(piece)
        while not piece.endswith(b"\n") and skipped < ENDLESS * limit and (piece := stream.readline(limit + 1)):
            skipped += len(piece)
        yield None
        if skipped >= ENDLESS * limit:
            return
