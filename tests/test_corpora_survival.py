"""What happens to long runs: killed workers, clients and schedulers, Ctrl-C; the dataset is that of a quiet run."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from geo.errors import OutputError
from layers.corpora import batches, corpus, dask_batches
from layers.corpora.staging import read_batch
from layers.corpora.worker import Reader, Task

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")

TOWNS = (("Suakin", "Jeddah"), ("Poti", "Constanta"), ("Vladivostok", "Busan"), ("Odesa", "Istanbul"))
ARTICLES = 1500  # six batches


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """Return a file of short articles that make several batches."""
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number in range(ARTICLES):
            here, there = TOWNS[number % len(TOWNS)]
            text = f"Ferries link {here} with {there}. Nothing else is said in article {number}."
            stream.write(json.dumps({"id": number, "date": f"2019-{number % 3 + 1:02d}-14", "text": text}) + "\n")
    return path


@pytest.fixture(scope="module")
def quiet(news, tmp_path_factory):
    """Return the files of a run in which nothing went wrong."""
    made = corpus([news], tmp_path_factory.mktemp("quiet") / "out", workers=0)
    assert made.rows["documents"] == ARTICLES
    return content(made.folder)


def content(folder):
    """Return all files of a dataset by their place in it."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def free_port():
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_scheduler(port):
    """Start a scheduler as a process of its own, and wait until it listens."""
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--no-dashboard"]
    process = subprocess.Popen([*command, "--port", str(port)], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    process.kill()
    raise AssertionError("the scheduler did not start")


def start_workers(port, number=2):
    """Start workers as processes of their own."""
    command = [sys.executable, "-m", "distributed.cli.dask_worker", f"tcp://127.0.0.1:{port}", "--no-dashboard"]
    return [
        subprocess.Popen([*command, "--nthreads", "1", "--no-nanny"], stderr=subprocess.DEVNULL) for _ in range(number)
    ]


@contextmanager
def cluster():
    """Start a scheduler and two workers on loopback; yield its port and all processes, to which more may be added."""
    port = free_port()
    processes = [start_scheduler(port)]
    try:
        processes += start_workers(port)
        yield port, processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def start_run(news, folder, *options):
    """Start ``corridors corpus`` in a process group of its own."""
    command = [sys.executable, "-m", "layers", "corpus", str(news), "-o", str(folder), *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)


def wait_for_batches(folder, number):
    """Wait until some batches are done, and no more than that."""
    deadline = time.monotonic() + 120
    while len(list((folder / ".staging" / "done").glob("0*.json"))) < number:
        assert time.monotonic() < deadline, "no batch was done"
        time.sleep(0.02)


def readers_of(folder):
    """Return the processes that read documents and were started in a folder."""
    listed = subprocess.run(["ps", "-eww", "-o", "pid,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if "layers.corpora.worker" in line and str(folder) in line]


def test_a_killed_worker_changes_nothing(news, tmp_path, quiet):
    """With a scheduler and two workers of its own, one killed in the middle, the dataset is the same byte for byte."""
    with cluster() as (port, processes):
        killed = []

        def kill(progress):
            if progress.done == 1 and not killed:
                processes[1].kill()
                killed.append(progress.done)

        made = corpus([news], tmp_path / "out", scheduler=f"tcp://127.0.0.1:{port}", progress=kill)
    assert killed
    assert content(made.folder) == quiet


def test_a_scheduler_that_comes_back_is_given_the_rest(news, tmp_path, quiet):
    """A scheduler killed in the middle and started again with new workers gets what was not done; the run goes on."""
    with cluster() as (port, processes):
        renewed = []

        def renew():
            processes.append(start_scheduler(port))
            processes.extend(start_workers(port))

        def kill(progress):
            if progress.done == 2 and not renewed:
                processes[0].kill()
                processes[0].wait()
                renewed.append(threading.Thread(target=renew))
                renewed[0].start()

        made = corpus([news], tmp_path / "out", scheduler=f"tcp://127.0.0.1:{port}", progress=kill)
        renewed[0].join()
    assert content(made.folder) == quiet


def test_a_scheduler_that_stays_away_ends_the_run_and_resume_ends_the_work(news, tmp_path, quiet, monkeypatch):
    """A scheduler that does not come back ends the run in one line; --resume, even without Dask, completes it."""
    monkeypatch.setattr(dask_batches, "PATIENCE_S", 4.0)
    with cluster() as (port, processes):

        def kill(progress):
            if progress.done == 2:
                processes[0].kill()

        with pytest.raises(OutputError, match=r"the scheduler is away .* --resume"):
            corpus([news], tmp_path / "out", scheduler=f"tcp://127.0.0.1:{port}", progress=kill)
    told = []
    made = corpus([news], tmp_path / "out", workers=0, resume=True, progress=lambda p: told.append(p.done))
    assert told[0] >= 2
    assert content(made.folder) == quiet


def test_a_scheduler_without_workers_is_told(news, tmp_path, monkeypatch):
    """A run on a scheduler that nobody works for ends with what is missing."""
    monkeypatch.setattr(dask_batches, "PATIENCE_S", 2.0)
    port = free_port()
    scheduler = start_scheduler(port)
    try:
        with pytest.raises(OutputError, match="the scheduler has no worker"):
            corpus([news], tmp_path / "out", scheduler=f"tcp://127.0.0.1:{port}")
    finally:
        scheduler.kill()
        scheduler.wait()


@pytest.mark.parametrize("workers", [0, 2])
def test_ctrl_c_is_one_line_and_resume_goes_on(news, tmp_path, quiet, workers):
    """Ctrl-C, which a terminal sends to all processes of a run, ends it in one line; --resume completes it."""
    folder = tmp_path / "out"
    with start_run(news, folder, "--workers", str(workers)) as run:
        wait_for_batches(folder, 1)
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "error: interrupted; what is done is kept: give the same command with --resume" in said
    assert "Traceback" not in said
    made = corpus([news], folder, workers=0, resume=True)
    assert content(made.folder) == quiet


def test_a_killed_client_leaves_nobody_and_resume_goes_on(news, tmp_path, quiet):
    """A run that gets kill -9 takes its workers and readers along; --resume completes the dataset."""
    folder = tmp_path / "out"
    own = tmp_path / "own.csv"  # named on the readers' command line, so that we know them
    own.write_text("name,lat,lon,kind\nZzyzx Siding,35.14,-116.1,station\n", encoding="utf-8")
    with start_run(news, folder, "--workers", "2", "--gazetteer", str(own)) as run:
        wait_for_batches(folder, 1)
        assert readers_of(tmp_path)
        os.kill(run.pid, signal.SIGKILL)
    assert not (folder / "documents").exists()
    deadline = time.monotonic() + 60
    while readers_of(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not readers_of(tmp_path)
    made = corpus([news], folder, workers=0, resume=True, gazetteers=[own])
    fresh = corpus([news], tmp_path / "fresh", workers=0, gazetteers=[own])
    assert content(made.folder) == content(fresh.folder)
    assert quiet.keys() == content(fresh.folder).keys()


def test_a_forgotten_worker_writes_nothing_after_the_end(news, tmp_path, quiet):
    """A worker still at a batch when its run has ended finds nowhere to write, and the dataset stays as it is."""
    made = corpus([news], tmp_path / "out", workers=0)
    (batch, *_) = batches.find_batches([news])
    with Reader(Task()) as reader, pytest.raises(OutputError, match="its run has ended"):
        read_batch(batch, made.folder / ".staging", reader)
    assert content(made.folder) == quiet
