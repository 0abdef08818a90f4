"""The process in which a file is read: no network, no writing, no programs, little memory; JSON to standard output."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import warnings
from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING

from geo.reading.formats.extracted import Extracted, PicturesError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["MAX_CHARACTERS", "answer", "main", "prepare", "shut_doors"]

MEMORY_BYTES = 1_500_000_000
CPU_S = 120
MAX_CHARACTERS = 8_000_000
"""Most characters taken from one file: some 2,500 pages."""

FORBIDDEN = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.remove", "os.rename",
    "os.rmdir", "os.mkdir", "os.symlink", "os.link", "os.truncate", "os.chmod", "os.chown", "shutil.rmtree",
    "urllib.Request",
})  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> None:
    """Read the file on standard input as the format named last on the command line."""
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not spoil the answer
    kind = sys.argv[-1]
    data = sys.stdin.buffer.read()
    prepare(kind)
    shut_doors()
    output.write(b"\n" + json.dumps(answer(data, kind), ensure_ascii=True).encode())
    output.flush()
    os._exit(0)  # without the tidying up of libraries


def prepare(kind: str) -> None:
    """Load a reader's libraries, which must be done before the doors are shut."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    _reader(kind)


def shut_doors() -> None:
    """Bound memory and time of this process, and forbid it what no reader of a file needs; for good."""
    _limit()
    sys.addaudithook(_refuse)


def answer(data: bytes, kind: str) -> dict[str, Any]:
    """Return what a file holds as plain values, or the ``error`` for which it cannot be read; never raise."""
    try:
        return _told(_reader(kind)(data))
    except UnreadableError as error:
        return {"error": str(error), "scan": isinstance(error, PicturesError)}
    except MemoryError:
        return {"error": "reading it needs more memory than is allowed; it may be a bomb, or is damaged"}
    except RecursionError:
        return {"error": "its parts lie too deep within each other; it is damaged, or made to do harm"}
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a damaged file
        return {"error": f"it is damaged, or no {kind.upper()} file ({type(error).__name__}: {_line(error)})"}


def _reader(kind: str) -> Callable[[bytes], Extracted]:
    module = import_module(f"geo.reading.formats.{'html' if kind == 'mhtml' else kind}")
    read: Callable[[bytes], Extracted] = getattr(module, f"read_{kind}")
    return read


def _told(found: Extracted) -> dict[str, Any]:
    if not any(map(str.isalnum, found.text)):
        raise UnreadableError("there is no text in it; nothing to map")
    if len(found.text) > MAX_CHARACTERS:
        raise UnreadableError(f"it holds {len(found.text):,} characters; at most {MAX_CHARACTERS:,} are read: split it")
    return asdict(found) | {"notes": [[n.start, n.end, n.words] for n in found.notes]}


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:160]


def _limit() -> None:
    """Bound memory and computing time where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Forbid what no reader of a file needs."""
    if event in FORBIDDEN:
        raise UnreadableError(f"reading it asked for {event}, which no document may")
    if event == "open":
        _, mode, flags = arguments
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & WRITING):
            raise UnreadableError("reading it asked to write a file, which no document may")
