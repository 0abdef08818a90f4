"""Many files, one after the other, each in a process of its own that is forked from one whose libraries are loaded.

Starting Python and loading a reader's libraries takes ten times as long as reading a page. So where many files are to
be read, a process for each format waits with its libraries loaded; for each file it forks, and the copy shuts the same
doors as :mod:`~geo.reading.formats.isolated_child` does before it looks at a single byte. What one file does to its
process the next one never sees. Where the system cannot fork, files are read as ever.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Self

from geo.errors import SourceError
from geo.reading.formats import isolated, isolated_child

if TYPE_CHECKING:
    from types import TracebackType

    from geo.reading.formats.extracted import Extracted

__all__ = ["Prepared", "serve"]

START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from geo.reading.formats.isolated_pool import serve; serve()"
)
SIZE = struct.Struct("<Q")
LIMIT = struct.Struct("<d")
START_S = 60.0
GRACE_S = 30.0  # a copy stops itself in time; only where the machine is out of breath is it waited for longer
LATE = b"late"
PAGE = (
    b"<!DOCTYPE html><html><head><title>A page</title></head><body><article><h1>A page</h1><p>Trains run to Kars every"
    b" day, and boats to Poti.</p><p>Published on 6 May 2019.</p></article></body></html>"
)


class Prepared:
    """Reads files as :func:`~geo.reading.formats.extract` does, to the same results, in a tenth of its time.

    Examples
    --------
    >>> page = b"<html><body><p>Trains run to Kars.</p></body></html>"
    >>> with Prepared() as prepared:
    ...     [prepared.extract(page, "html", name=name).text for name in ("a.html", "b.html")]
    ['Trains run to Kars.', 'Trains run to Kars.']
    """

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that wait."""
        for waiting in self._waiting.values():
            if waiting is not None:
                waiting.close()
        self._waiting.clear()

    def extract(self, data: bytes, kind: str, *, name: str, timeout_s: float | None = None) -> Extracted:
        """Read the bytes of a file; see :func:`geo.reading.formats.extract`."""
        limit = isolated.TIMEOUT_S if timeout_s is None else timeout_s
        if kind not in self._waiting:
            self._waiting[kind] = _Waiting.started(kind)
        waiting = self._waiting[kind]
        if waiting is None:  # it cannot be prepared here; the plain way works, or says why not
            return isolated.extract(data, kind, name=name, timeout_s=timeout_s)
        try:
            answer = waiting.ask(data, limit)
        except (queue.Empty, OSError):  # nobody waits any more
            self._forget(kind)
            return isolated.extract(data, kind, name=name, timeout_s=timeout_s)
        if answer == LATE:
            raise SourceError(isolated.too_long(name, limit))
        return isolated.decode_answer(answer, name)

    def _forget(self, kind: str) -> None:
        waiting = self._waiting.pop(kind)
        if waiting is not None:
            waiting.close()


class _Waiting:
    """The near end of a process that forks."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._pass_on, daemon=True).start()

    @classmethod
    def started(cls, kind: str) -> Self | None:
        """Start a process for a format; ``None`` where that does not go."""
        if not hasattr(os, "fork"):
            return None
        command = [sys.executable, "-I", "-c", START, json.dumps([p for p in sys.path if p]), kind]
        waiting = cls(
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        with suppress(queue.Empty, OSError):
            if waiting._answer(START_S) == b"ready":
                return waiting
        waiting.close()
        return None

    def ask(self, data: bytes, limit: float) -> bytes:
        """Return the answer for a file: empty where its process broke off, :data:`LATE` where it was stopped."""
        assert self._process.stdin is not None  # noqa: S101 - for the type checker: it was asked for
        self._process.stdin.write(LIMIT.pack(limit))
        _send(data, self._process.stdin)
        return self._answer(limit + GRACE_S)

    def close(self) -> None:
        """End it, and what it may have forked."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _answer(self, limit: float) -> bytes:
        answer = self._answers.get(timeout=limit)
        if answer is None:
            raise BrokenPipeError
        return answer

    def _pass_on(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - ditto
        with suppress(OSError, ValueError):  # closed while we waited
            while (answer := _received(self._process.stdout)) is not None:
                self._answers.put(answer)
        self._answers.put(None)


def serve() -> None:
    """Fork for each file on standard input; the format is the last word of the command line."""
    kind = sys.argv[-1]
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not spoil the answer
    isolated_child.prepare(kind)
    isolated_child.answer(
        PAGE, kind
    )  # loads what is loaded late; a PDF reader makes nothing of it, but has loaded its own
    _send(b"ready", answers)
    while limit := requests.read(LIMIT.size):
        data = _received(requests)
        if data is None:
            return
        _send(_in_a_copy(data, kind, *LIMIT.unpack(limit)), answers)


def _in_a_copy(data: bytes, kind: str, limit: float) -> bytes:
    """Read a file in a fork of this process; return nothing where that broke off."""
    inlet, outlet = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(inlet)
            signal.setitimer(signal.ITIMER_REAL, limit)  # the system ends it then, whatever it is doing
            with os.fdopen(outlet, "wb") as stream:
                isolated_child.shut_doors()
                stream.write(json.dumps(isolated_child.answer(data, kind), ensure_ascii=True).encode())
            os._exit(0)  # without the tidying up of libraries
        finally:
            os._exit(1)
    os.close(outlet)
    with os.fdopen(inlet, "rb") as stream:
        answer = stream.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        return LATE
    return answer if status == 0 else b""


def _send(answer: bytes, stream: IO[bytes]) -> None:
    stream.write(SIZE.pack(len(answer)) + answer)
    stream.flush()


def _received(stream: IO[bytes]) -> bytes | None:
    """Return one answer or file, ``None`` at the end of the stream."""
    head = stream.read(SIZE.size)
    if len(head) < SIZE.size:
        return None
    (size,) = SIZE.unpack(head)
    return stream.read(size)
