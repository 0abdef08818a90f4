"""Batches through Dask: on this machine's cores by default, on a cluster by its address.

Only a few batches are under way at any time, so that a scheduler holds a handful of futures whatever the corpus. A
batch whose worker died is given out again; what is done is marked on disk, so nothing is read twice for long.
"""

from __future__ import annotations

import logging
import math
import queue
import signal
import threading
import time
from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import asdict
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from geo.errors import OutputError
from layers.corpora.batches import Batch
from layers.corpora.staging import read_batch
from layers.corpora.worker import STARTS, Reader, Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from distributed import Client, Future, LocalCluster
    from distributed.deploy.cluster import Cluster

__all__ = ["connected", "run_on", "warm", "work"]

UNDER_WAY = 3
"""Batches given out for each thread that works on them: one at work, two waiting for it."""
TRIES = 20
"""Times a batch may take its worker down before the run gives up: more than bad luck, less than for ever."""
PATIENCE_S = 120.0
"""How long a scheduler, or all its workers, may be gone before the run stops; ``--resume`` goes on from there."""
ANSWER_S = 10.0
ASK_EVERY_S = 1.0
CALM = {"distributed.worker.profile.enabled": False, "distributed.admin.tick.interval": "500ms"}
"""Dask's settings for workers of ours, which wait for their readers most of the time: looking a hundred times a second
what a waiting thread does takes 3 % of a core."""

Done = tuple[Batch, dict[str, int]]


def work(batch: dict[str, Any], staging: str, task: dict[str, Any]) -> dict[str, int]:
    """Read one batch on a worker, whose reading process stays for the next."""
    whole = Batch(**{**batch, "paths": tuple(batch["paths"])})
    return read_batch(whole, Path(staging), _reader(_task(task)))


def _task(given: dict[str, Any]) -> Task:
    return Task(**{**given, "focus": tuple(given["focus"]), "gazetteers": tuple(given["gazetteers"])})


_THREAD = threading.local()
"""Each thread of a worker keeps its reading process from batch to batch: the gazetteer is opened once."""


def _reader(task: Task) -> Reader:
    held: tuple[Task, Reader] | None = getattr(_THREAD, "reader", None)
    if held is None or held[0] != task:
        if held is not None:
            held[1].close()
        held = _THREAD.reader = (task, Reader(task))
    return held[1]


def run_on(client: Client, batches: Iterable[Batch], staging: Path, task: Task) -> Iterator[Done]:
    """Read batches on Dask's workers, in whatever order they are done.

    Parameters
    ----------
    client
        Connected to a scheduler whose workers see the same files under the same names, and have this project installed.
    batches, staging, task
        What to read, where the parts go, and how.

    Yields
    ------
    Each batch with its counts, when it is done.

    Raises
    ------
    OutputError
        If the scheduler or all workers stay away, or a batch has taken down one worker after the other.
    """
    waiting = deque(batches)
    under_way: dict[str, tuple[Future[Any], Batch]] = {}
    ended: queue.SimpleQueue[str] = queue.SimpleQueue()
    tries: Counter[int] = Counter()
    cluster = _Cluster(client)

    def give_out(batch: Batch) -> None:
        tries[batch.number] += 1
        if tries[batch.number] > TRIES:
            raise OutputError(f"batch {batch.number} ({batch.paths[0]}) ended {TRIES} workers; look at their logs")
        key = f"corridors-{uuid4().hex[:8]}-{batch.number}"
        future = client.submit(work, batch.as_dict(), str(staging), asdict(task), key=key, pure=False)
        under_way[key] = (future, batch)
        future.add_done_callback(lambda future: ended.put(future.key))

    while waiting or under_way:
        room = cluster.room()
        while waiting and len(under_way) < room:
            give_out(waiting.popleft())
        try:
            key = ended.get(timeout=1)
        except queue.Empty:
            continue
        future, batch = under_way.pop(key)
        told = _told(future)
        if told is None:
            waiting.appendleft(batch)
        else:
            yield batch, told


def _told(future: Future[Any]) -> dict[str, int] | None:
    """Return a batch's counts, or ``None`` where its worker died, the line was cut or the scheduler forgot it.

    What the batch itself could not do is raised.
    """
    from distributed import CancelledError, KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        told: dict[str, int] = future.result(timeout=ANSWER_S)
    except (CancelledError, KilledWorker, CommClosedError, TimeoutError):
        return None
    return told


class _Cluster:
    """Watches a scheduler: how much it can be given, and how long it or its workers have been away."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._asked = -math.inf
        self._room = 0
        self._good = time.monotonic()

    def room(self) -> int:
        """Return how many batches may be under way; wait while the scheduler is away.

        Raises
        ------
        OutputError
            If it, or every worker, has been away for too long.
        """
        while time.monotonic() - self._asked > ASK_EVERY_S:
            threads = self._threads()
            self._asked = time.monotonic()
            if threads:
                self._good = self._asked
                self._room = UNDER_WAY * threads
            elif self._asked - self._good > PATIENCE_S or self._client.status == "closed":
                who = "the scheduler has no worker" if threads == 0 else "the scheduler is away"
                raise OutputError(
                    f"{who} and did not get well in {self._asked - self._good:.0f} s; what is done is kept: start it "
                    "again and give the same command with --resume"
                )
            if threads is not None:
                break
            time.sleep(ASK_EVERY_S)
        return self._room

    def _threads(self) -> int | None:
        """Return the number of threads that work, ``None`` where nobody answers."""
        if self._client.status != "running":
            return None
        try:
            threads: dict[str, int] = self._client.nthreads()
            return sum(threads.values())
        except (OSError, TimeoutError, RuntimeError, ValueError):
            return None


@contextmanager
def connected(*, workers: int, scheduler: str | Cluster | None) -> Iterator[Client]:
    """Connect to a scheduler, or start workers on this machine for as long as they are needed.

    Parameters
    ----------
    workers
        Processes to start, of one thread each, where there is no scheduler.
    scheduler
        Address of one that runs already, such as ``tcp://10.0.0.5:8786``, or a cluster as Dask's deployments make them.

    Raises
    ------
    OutputError
        If Dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise OutputError("corpora need Dask; install it with: pip install 'corridors[corpus]'") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # who dies or is away is told by us, in one line
    if scheduler is not None:
        try:
            Client(scheduler, timeout=ANSWER_S).close()
            client = Client(scheduler, timeout=PATIENCE_S)  # the time it may be away later
        except (OSError, TimeoutError, ValueError) as error:
            raise OutputError(f"no scheduler answers at {scheduler} ({error}); check the address") from None
        with client:
            yield client
        return
    cluster = _local_cluster(workers)
    with cluster, Client(cluster) as client:
        yield client


def _local_cluster(workers: int) -> LocalCluster:
    from dask import config
    from distributed import LocalCluster

    fault: Exception | None = None
    for _ in range(STARTS):
        try:
            with _deaf(), config.set(CALM):
                return LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    memory_limit=0,
                    silence_logs=logging.CRITICAL,
                )
        except (RuntimeError, OSError, TimeoutError) as error:  # one that was killed as it started
            fault = error
    raise OutputError(f"Dask's workers cannot be started here ({fault}); read without them: --workers 0") from fault


@contextmanager
def _deaf() -> Iterator[None]:
    """Let what is started meanwhile never hear Ctrl-C, which a terminal sends to all processes; we hear it afterwards.

    Processes and threads inherit the mask of whoever starts them: so the workers, and those that take their place.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    resource_tracker.ensure_running()  # it would lift the mask where it has to be started first
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def warm(client: Client, task: Task) -> None:
    """Let every worker that is there start its reading process, so that no batch waits for it.

    Raises
    ------
    OutputError
        If one cannot.
    """
    ended: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
    given = asdict(task)
    futures = [client.submit(_warm, given, workers=[worker], pure=False) for worker in client.nthreads()]
    for future in futures:
        future.add_done_callback(ended.put)
    for _ in futures:
        ended.get().result()


def _warm(task: dict[str, Any]) -> None:
    _reader(_task(task)).start()
