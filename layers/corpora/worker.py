"""A process of its own that reads documents, so that one that hangs or bursts takes nobody with it.

:func:`serve` takes one JSON object a line and answers each with one line; :class:`Reader` is the other end. A document
that takes too long is given up with its process, and the next one gets a new process; so is one that kills the process.
The gazetteer's index is opened once for each process and shared as a memory map; lines that one process has traced are
found by all in the cache folder (:mod:`geo.tracing.trace_cache`). A reader whose near end was killed ends by itself: at
once where it waits, and by a watchdog that no endless loop can hold up where it works.
"""

from __future__ import annotations

import faulthandler
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from geo.cache import mend
from geo.errors import CorridorsError, OutputError
from geo.reading.decoding import MAX_BYTES
from layers.corpora.corpus_rows import document_rows, failure_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import IO

    from geo.model import Document
    from geo.reading.formats.isolated_pool import Prepared
    from layers.corpora.batches import Entry
    from layers.corpora.corpus_rows import Rows

__all__ = ["STARTS", "Reader", "Task", "serve"]

FAR_END = "from layers.corpora.worker import serve; serve()"
LONGEST_S = 60.0
FULL_BYTES = 1_500_000_000  # a process that has grown so large is replaced after its document
MOST_BYTES = 6_000_000_000  # a process that asks for more is refused it, and its document given up
START_S = 300.0  # the first process of all may have to compile the gazetteer
MENDED = 75  # exit code of a process that found the cache damaged and forgot what was
STARTS = 3  # a process that dies as it starts may have met with short memory or a passing killer
GRACE_S = 5.0  # a reader ends itself so much later than its near end would have ended it
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
NOT_OURS = frozenset({"MALLOC_TRIM_THRESHOLD_"})
"""Set by Dask for its workers, so that they give memory back at once; a reader would soon ask for it again."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is the same for every document of a run.

    Attributes
    ----------
    focus
        Countries (ISO 3166-1 alpha-2) the corpus is about.
    gazetteers
        Files of the user's own places.
    since, until
        First and last day (ISO form) of the documents wanted; one without a date is left out where either is given.
    longest_s
        Seconds after which a document is given up.
    """

    focus: tuple[str, ...] = ()
    gazetteers: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    longest_s: float = LONGEST_S


class Reader:
    """The near end of a reading process, which is started when it is first needed.

    Examples
    --------
    >>> from layers.corpora.batches import Entry
    >>> with Reader(Task()) as reader:
    ...     rows = reader.read(Entry(id="a", source="a.txt", text="Ferries link Suakin with Jeddah."))
    >>> [row["phrase"] for row in rows["mentions"]]
    ['Suakin', 'Jeddah']
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:  # when the thread ends that kept it from batch to batch
        if not sys.is_finalizing():
            self.close()

    def start(self) -> None:
        """Start the process now, so that no document has to wait for it.

        Raises
        ------
        OutputError
            If it cannot start, because the cache folder cannot be written, say: then no document can be read.
        """
        self._running()

    def read(self, entry: Entry, *, is_second: bool = False) -> Rows:
        """Return the rows of a document: its content, nothing where it is not wanted, or why it failed.

        Parameters
        ----------
        entry
            The document.
        is_second
            True where the cache was found damaged when it was read first, and mended.

        Raises
        ------
        OutputError
            If the process cannot start, which is no document's fault.
        """
        if entry.error is not None:
            return failure_rows(entry.id, entry.source, entry.error)
        if entry.text is not None and len(entry.text) > MAX_BYTES:
            reason = f"{len(entry.text):,} characters; at most {MAX_BYTES:,} are read as one article"
            return failure_rows(entry.id, entry.source, reason)
        process = self._running()
        try:
            assert process.stdin is not None  # noqa: S101 - for the type checker: it was asked for
            process.stdin.write(json.dumps(asdict(entry)).encode() + b"\n")
            process.stdin.flush()
            answer = self._answers.get(timeout=self._task.longest_s)
        except queue.Empty:
            self.close()
            return failure_rows(entry.id, entry.source, f"given up after {self._task.longest_s:g} s")
        except OSError:
            answer = b""
        if not answer:
            code = self.close()
            if code == MENDED and not is_second:
                return self.read(entry, is_second=True)
            return failure_rows(entry.id, entry.source, f"its reading process died (exit code {code})")
        told = json.loads(answer)
        if told["bytes"] > FULL_BYTES:
            self.close()
        rows: Rows = told["rows"]
        return rows

    def close(self) -> int | None:
        """End the process, if there is one, and return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return None
        with suppress(ProcessLookupError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)  # and what it started to take a PDF apart
        code = process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what was still to be written has nobody to read it
                if pipe is not None:
                    pipe.close()
        return code

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None:
            return self._process
        for _ in range(STARTS):
            self._process = process = self._started()
            fault = self._fault()
            if fault == "":
                return process
            code = self.close()
            if fault is not None:
                raise OutputError(f"no document can be read: {fault}")
        raise OutputError(f"no document can be read: the reading process ends as it starts (exit code {code})")

    def _started(self) -> subprocess.Popen[bytes]:
        self._answers = queue.SimpleQueue()
        process = subprocess.Popen(
            [sys.executable, "-c", FAR_END, json.dumps(asdict(self._task))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            env={name: value for name, value in (ONE_THREAD | os.environ).items() if name not in NOT_OURS},
            start_new_session=True,  # Ctrl-C at a terminal is for the run to answer
        )
        threading.Thread(target=_pass_on, args=(process.stdout, self._answers), daemon=True).start()
        return process

    def _fault(self) -> str | None:
        """Wait until the process is ready; return why it never will be, ``None`` where it died without a word."""
        try:
            answer = self._answers.get(timeout=START_S)
        except queue.Empty:
            return f"the reading process was not ready after {START_S:g} s"
        fault: str | None = json.loads(answer)["fault"] if answer else None
        return fault


def _pass_on(pipe: IO[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    """Put each line into the queue, and an empty one where the process has ended."""
    try:
        for line in pipe:
            answers.put(line)
    except (OSError, ValueError):  # closed while we waited
        pass
    answers.put(b"")


def serve() -> None:
    """Read documents from standard input until it ends: the far end of a :class:`Reader`."""
    given = json.loads(sys.argv[1])
    task = Task(**{**given, "focus": tuple(given["focus"]), "gazetteers": tuple(given["gazetteers"])})
    answers = sys.stdout.buffer

    def tell(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()

    _limit()
    try:
        read = _reading(task)
    except CorridorsError as error:
        tell({"fault": str(error)})
        return
    tell({"fault": ""})
    with Path(os.devnull).open("w", encoding="ascii") as nowhere:
        for line in sys.stdin.buffer:
            faulthandler.dump_traceback_later(task.longest_s + GRACE_S, exit=True, file=nowhere)
            rows = read(json.loads(line))
            faulthandler.cancel_dump_traceback_later()
            try:
                tell({"rows": rows, "bytes": _memory()})
            except BrokenPipeError:
                os._exit(0)  # nobody is left who wants to know


def _limit() -> None:
    """Bound the memory of this process where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _reading(task: Task) -> Callable[[dict[str, Any]], Rows]:
    from geo.courses import Catalogue
    from geo.gazetteer import Gazetteer
    from geo.geoparsing import drawn, find
    from geo.reading.formats.isolated_pool import Prepared

    gazetteer = Gazetteer.open(own_files=[Path(path) for path in task.gazetteers])
    catalogue = Catalogue.load()
    prepared = Prepared()  # ends with this process, whose standard input it reads to its end

    def read(fields: dict[str, Any]) -> Rows:
        try:
            document = _document(fields, prepared)
            if not _is_wanted(document.date, task):
                return {}
            found = find(document, gazetteer=gazetteer, catalogue=catalogue, focus=task.focus)
            atlas = drawn(document, found, gazetteer=gazetteer, catalogue=catalogue)
            return document_rows(fields["id"], atlas, found)
        except CorridorsError as error:
            reason = str(error).replace(fields["path"] or fields["source"], fields["source"])
        except (MemoryError, RecursionError) as error:
            reason = f"too large or too deep ({type(error).__name__})"
        except Exception as error:  # noqa: BLE001 - a slip of ours costs one document of a hundred thousand, and is told
            if mend():
                os._exit(MENDED)  # the cache was to blame: a new process makes it anew and reads the document
            reason = f"our own fault, please report it ({type(error).__name__}: {error})"
        return failure_rows(fields["id"], fields["source"], reason)

    return read


def _document(fields: dict[str, Any], prepared: Prepared) -> Document:
    from geo.reading import document, read

    if fields["path"] is not None:
        return read(fields["path"], extract=prepared.extract)
    found = document(fields["text"], title=fields["title"], source=fields["source"])
    date = Date.fromisoformat(fields["date"]) if fields["date"] else None
    return replace(
        found,
        date=date or found.date,
        date_basis="stated" if date else found.date_basis,
        publisher=fields["publisher"] or found.publisher,
        url=fields["url"] or found.url,
    )


def _is_wanted(date: Date | None, task: Task) -> bool:
    if task.since is None and task.until is None:
        return True
    return date is not None and (task.since or "") <= date.isoformat() <= (task.until or "9999")


def _memory() -> int:
    """Return the memory this process holds, in bytes; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        pass
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
