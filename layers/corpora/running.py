"""Batches through a plain loop, or through Dask: on this machine's cores by default, on a cluster by its address.

Only a few batches are under way at any time, so that a scheduler holds a handful of futures whatever the corpus. A
batch whose worker died is given out again; what is done is marked on disk, so nothing is read twice for long.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import OutputError
from layers.corpora.reader import Reader, Task
from layers.corpora.sources import Batch
from layers.corpora.staging import read_batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from distributed import Client, Future

__all__ = ["connected", "run_alone", "run_on", "work"]

UNDER_WAY = 3
"""Batches given out for each thread that works on them: one at work, two waiting for it."""
TRIES = 20
"""Times a batch may take its worker down before the run gives up: more than bad luck, less than for ever."""
PATIENCE_S = 120.0
"""How long a scheduler may be gone before the run stops; ``--resume`` goes on from there."""

Done = tuple[Batch, dict[str, int]]


def run_alone(batches: Iterable[Batch], staging: Path, task: Task) -> Iterator[Done]:
    """Read batches one after the other in this process."""
    with Reader(task) as reader:
        for batch in batches:
            yield batch, read_batch(batch, staging, reader)


def work(batch: dict[str, Any], staging: str, task: dict[str, Any]) -> dict[str, int]:
    """Read one batch on a worker, whose reading process stays for the next."""
    given = Task(**{**task, "focus": tuple(task["focus"]), "gazetteers": tuple(task["gazetteers"])})
    whole = Batch(**{**batch, "paths": tuple(batch["paths"])})
    return read_batch(whole, Path(staging), _reader(given))


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
        If the scheduler stays away, or a batch has taken down one worker after the other.
    """
    from distributed import wait  # noqa: PLC0415 - an optional part

    waiting = iter(batches)
    under_way: dict[Future[Any], Batch] = {}
    tries: Counter[int] = Counter()
    gone_since: float | None = None

    def give_out(batch: Batch) -> None:
        tries[batch.number] += 1
        if tries[batch.number] > TRIES:
            raise OutputError(f"batch {batch.number} ({batch.paths[0]}) ended {TRIES} workers; look at their logs")
        key = f"corridors-{batch.number}-{tries[batch.number]}"
        future = client.submit(work, batch.as_dict(), str(staging), asdict(task), key=key, pure=False)
        under_way[future] = batch

    while True:
        gone_since = _gone_since(client, gone_since)
        for batch in islice(waiting, max(0, _room(client) - len(under_way))):
            give_out(batch)
        if not under_way:
            return
        with suppress(TimeoutError):
            wait(list(under_way), timeout=1, return_when="FIRST_COMPLETED")
        for future in [future for future in under_way if future.status != "pending"]:
            batch = under_way.pop(future)
            if future.status == "finished":
                yield batch, future.result()
            elif future.status == "error" and not _is_bad_luck(future.exception()):
                future.result()
            else:
                give_out(batch)


def _room(client: Client) -> int:
    threads: dict[str, int] = client.nthreads()
    return UNDER_WAY * max(1, sum(threads.values()))


def _is_bad_luck(error: BaseException | None) -> bool:
    """Tell whether a batch may go well on another worker: its own died, or the line was cut."""
    from distributed import KilledWorker  # noqa: PLC0415 - an optional part
    from distributed.comm.core import CommClosedError  # noqa: PLC0415 - ditto

    return isinstance(error, KilledWorker | CommClosedError)


def _gone_since(client: Client, since: float | None) -> float | None:
    """Return when the scheduler was first missed, ``None`` while it is there."""
    if client.status == "running":
        return None
    now = time.monotonic()
    if since is not None and now - since > PATIENCE_S:
        raise OutputError(
            f"the scheduler has been away for {PATIENCE_S:.0f} s; start it again and run the same command with --resume"
        )
    time.sleep(1)
    return since or now


@contextmanager
def connected(*, workers: int, scheduler: str | None) -> Iterator[Client]:
    """Connect to a scheduler, or start workers on this machine for as long as they are needed.

    Parameters
    ----------
    workers
        Processes to start, of one thread each, where there is no scheduler.
    scheduler
        Address of one that runs already, such as ``tcp://10.0.0.5:8786``.
    """
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - an optional part
    except ImportError as error:
        raise OutputError("corpora need Dask; install it with: pip install 'corridors[corpus]'") from error
    if scheduler is not None:
        try:
            client = Client(scheduler, timeout=10)
        except (OSError, TimeoutError, ValueError) as error:
            raise OutputError(f"no scheduler answers at {scheduler} ({error}); check the address") from None
        with client:
            yield client
        return
    logging.getLogger("distributed").setLevel(logging.ERROR)  # a worker that dies is our business, not the reader's
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", memory_limit=0
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client
