"""The cache folder: built once, whole or not at all."""

from __future__ import annotations

import multiprocessing
import sqlite3
from functools import partial
from typing import TYPE_CHECKING

import pytest

from geo import cache
from geo.cache import KEPT_VERSIONS, built, damaged, fingerprint, folder, forget, is_built, mend, opened
from geo.errors import CacheError, CorridorsError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def cache_folder(tmp_path, monkeypatch):
    """Give each test a cache of its own."""
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def write(path: Path, content: bytes = b"whole", log: Path | None = None) -> None:
    """Build a small file, and note that it was done."""
    if log is not None:
        with log.open("a") as stream:
            stream.write("built\n")
    path.write_bytes(content)


def test_the_folder_is_made_where_the_environment_names_it(cache_folder):
    """CORRIDORS_CACHE moves the cache."""
    assert folder() == cache_folder
    assert cache_folder.is_dir()


def test_a_folder_that_cannot_be_made_is_named_in_the_error(tmp_path, monkeypatch):
    """Where a file stands in the way, the message says which folder and what to do."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(CacheError, match=r"file/cache cannot be made .* name another in CORRIDORS_CACHE"):
        folder()


def test_a_file_is_built_once(tmp_path):
    """The second call returns what the first one built."""
    build = partial(write, log=tmp_path / "log")
    first = built("a.bin", key="0" * 16, build=build)
    assert built("a.bin", key="0" * 16, build=build) == first
    assert (tmp_path / "log").read_text() == "built\n"
    assert is_built("a.bin", key="0" * 16)


@pytest.mark.parametrize("damage", [b"", b"whole and more", b"wholf", b"who"])
def test_a_damaged_file_is_built_again(damage):
    """A file that was cut short, emptied or overwritten is not taken for the whole one."""
    path = built("a.bin", key="0" * 16, build=write)
    path.write_bytes(damage)
    assert not is_built("a.bin", key="0" * 16)
    assert built("a.bin", key="0" * 16, build=write).read_bytes() == b"whole"


def test_a_build_that_fails_leaves_nothing(cache_folder):
    """After an error there is no half file, and the error is the builder's own."""

    def fail(path):
        path.write_bytes(b"half")
        raise KeyError("row 12")

    with pytest.raises(KeyError, match="row 12"):
        built("a.bin", key="0" * 16, build=fail)
    assert not [path for path in cache_folder.iterdir() if path.suffix != ".lock"]


def test_a_full_disk_is_an_error_of_the_cache():
    """An OSError while building becomes a CacheError that says what to do."""

    def fail(_):
        raise OSError(28, "No space left on device")

    with pytest.raises(CacheError, match=r"No space left on device.*free some space"):
        built("a.bin", key="0" * 16, build=fail)
    assert issubclass(CacheError, OSError)
    assert issubclass(CacheError, CorridorsError)


def test_old_versions_are_removed(cache_folder):
    """Of many versions the newest stay, each with its note."""
    for number in range(5):
        built("a.bin", key=f"{number:016x}", build=write)
    assert len(list(cache_folder.glob("a-*.bin"))) == KEPT_VERSIONS
    assert len(list(cache_folder.glob("a-*.note"))) == KEPT_VERSIONS


def test_forgetting_makes_the_next_call_build_again():
    """A file that turned out damaged in its middle can be thrown away."""
    path = built("a.bin", key="0" * 16, build=write)
    forget(path)
    assert not path.exists()
    assert not is_built("a.bin", key="0" * 16)
    forget(path)  # twice is no error


def test_fingerprints_depend_on_content_and_on_where_it_ends(tmp_path):
    """A path counts by its bytes; ab + c is not a + bc."""
    file = tmp_path / "data"
    file.write_bytes(b"x")
    first = fingerprint([file])
    file.write_bytes(b"y")
    assert fingerprint([file]) != first
    assert fingerprint(["ab", "c"]) != fingerprint(["a", "bc"])
    assert fingerprint([b"a"]) == fingerprint(["a"])
    assert len(first) == 16


def test_runs_that_start_together_build_once(tmp_path):
    """Four processes asking for one file get it, and one of them built it."""
    context = multiprocessing.get_context("spawn")
    build = partial(write, log=tmp_path / "log")
    workers = [
        context.Process(target=built, args=("a.bin",), kwargs={"key": "0" * 16, "build": build}) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert (tmp_path / "log").read_text() == "built\n"


def test_a_first_run_says_what_it_prepares(tmp_path, monkeypatch, caplog):
    """Whoever listens hears of each file that is built, and of none that is there already."""
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))
    with caplog.at_level("INFO", logger="geo.cache"):
        built("map.bin", key="0" * 16, build=lambda path: path.write_bytes(b"x"))
        built("map.bin", key="0" * 16, build=lambda path: path.write_bytes(b"x"))
    assert [record.getMessage() for record in caplog.records] == ["preparing map.bin"]


def test_what_cannot_be_read_is_made_anew(caplog):
    """A file that is damaged in its middle, so that reading it raises anything, is made anew, and that is said."""
    built("a.bin", key="0" * 16, build=lambda path: path.write_bytes(b"rotten"))

    def read(path):
        if path.read_bytes() == b"rotten":
            raise IndexError("a flipped bit")
        return path.read_bytes()

    assert opened("a.bin", key="0" * 16, build=write, read=read) == b"whole"
    assert "a.bin in the cache was damaged (IndexError); it is made anew" in caplog.text
    with pytest.raises(CacheError, match="though it was made anew"):
        opened("b.bin", key="0" * 16, build=lambda path: path.write_bytes(b"rotten"), read=read)


def test_a_flipped_bit_in_the_middle_is_found():
    """Where something went wrong, files are read whole, and what is no longer as it was made is forgotten."""
    size = 400_000
    good = built("a.bin", key="0" * 16, build=lambda path: path.write_bytes(bytes(size)))
    bad = built("b.bin", key="0" * 16, build=lambda path: path.write_bytes(bytes(size)))
    content = bytearray(bad.read_bytes())
    content[size // 2] ^= 1
    bad.write_bytes(content)
    assert is_built("b.bin", key="0" * 16)  # head, tail and length are as they were
    assert damaged() == (bad,)
    assert mend() == (bad.name,)
    assert good.exists()
    assert not bad.exists()
    assert mend() == ()


def test_a_full_disk_leaves_no_half_note(cache_folder):
    """SQLite's word for a full disk is an error of the cache as well, and nothing half-made stays."""

    def fail(path):
        path.write_bytes(b"half")
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(CacheError, match=r"database or disk is full.*free some space"):
        built("a.bin", key="0" * 16, build=fail)
    assert not [path for path in cache_folder.iterdir() if path.suffix != ".lock"]


def test_what_was_parsed_is_kept_and_made_anew_where_damaged(monkeypatch, tmp_path):
    """A second run reads what a first one parsed; a bit flipped in its middle only means that it is parsed again."""
    monkeypatch.setenv(cache.ENVIRONMENT_VARIABLE, str(tmp_path))
    parsed = []

    def parse(text: str) -> dict[str, float]:
        parsed.append(text)
        return {f"clue {number}": number / 3 for number in range(20_000)}

    first = cache.parsed("numbers", "made from this", parse)
    assert cache.parsed("numbers", "made from this", parse) == first
    assert len(parsed) == 1
    (path,) = tmp_path.glob("numbers-*.parsed")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert cache.parsed("numbers", "made from this", parse) == first
    assert len(parsed) == 2
    assert cache.parsed("numbers", "made from that", parse) == first
    assert parsed[2:] == ["made from that"]


def test_what_cannot_be_kept_is_parsed_all_the_same(monkeypatch, tmp_path):
    """Where the cache folder cannot be made, texts are parsed at every run."""
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv(cache.ENVIRONMENT_VARIABLE, str(tmp_path / "file"))
    assert cache.parsed("numbers", "1 2 3", str.split) == ["1", "2", "3"]
