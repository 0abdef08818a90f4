"""How the compiled index is kept: made once, made anew when damaged, and never written to."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest

from geo import cache
from geo import gazetteer as gazetteer_module
from geo.errors import CacheError
from geo.gazetteer import Form, Gazetteer, compiling
from geo.gazetteer.entry import Entry
from geo.model import Record


@pytest.fixture
def small(monkeypatch, tmp_path):
    """Compile two made-up places into an empty cache, and count how often."""
    entries = [
        Entry(
            Record("t", "1", "Foo", "city", 1, 2, population=5), (("Foo", Form.PRIMARY), ("Old Foo Town", Form.ALIAS))
        ),
        Entry(Record("t", "2", "Foo", "city", 3, 4, population=9), (("Foo", Form.PRIMARY), ("FOO", Form.CODE))),
    ]
    built = []

    def entries_again():
        built.append(1)
        return iter(entries)

    monkeypatch.setenv(cache.ENVIRONMENT_VARIABLE, str(tmp_path))
    monkeypatch.setattr(compiling, "_entries", entries_again)
    return built


@pytest.mark.usefixtures("small")
def test_what_is_no_name_is_told_without_the_index():
    """Every name of the index passes the row of bits, in any spelling of it; of a thousand other words hardly one."""
    gazetteer = Gazetteer.open()
    assert all(gazetteer.lookup(name) for name in ("Foo", "foo", "Old Foo Town", "old-foo town"))
    mask = compiling._mask(["foo", "old foo town"])
    assert compiling.may_be_named("foo", mask)
    assert sum(compiling.may_be_named(f"bar {number}", mask) for number in range(1000)) < 2


def test_the_index_is_compiled_once(small):
    """A second opening finds the index ready; steps are told while it is made."""
    steps = []
    assert not Gazetteer.is_compiled()
    first = Gazetteer.open(progress=steps.append)
    assert steps == ["reading names", "naming countries in all languages", "sorting names", "writing the index"]
    assert Gazetteer.is_compiled()
    assert [m.record.id for m in Gazetteer.open().lookup("foo")] == ["t:2", "t:1"]
    assert first.lookup("old foo town")[0].form is Form.ALIAS
    assert first.longest_from("old") == 3
    assert len(small) == 1


@pytest.mark.parametrize("damage", [b"", b"garbage" * 1000])
def test_a_damaged_index_is_made_anew(small, tmp_path, damage):
    """An index that was cut short or overwritten is compiled again, without a word to the user."""
    Gazetteer.open()
    (path,) = tmp_path.glob("gazetteer-*.sqlite")
    path.write_bytes(damage)
    assert not Gazetteer.is_compiled()
    assert Gazetteer.open().lookup("Foo")
    assert len(small) == 2


def test_an_index_that_cannot_be_made_well_is_told(monkeypatch, tmp_path):
    """Where even a new index is damaged, the file is named and what to do with it."""
    monkeypatch.setenv(cache.ENVIRONMENT_VARIABLE, str(tmp_path))
    monkeypatch.setattr(
        gazetteer_module, "compile_index", lambda path, **_: path.write_bytes(b"SQLite format 3\0" + b"x" * 9000)
    )
    with pytest.raises(CacheError, match=r"cannot be read though it was made anew .*; delete it and run again$"):
        Gazetteer.open()


OPEN_AT_ONCE = """
import sys, time
from pathlib import Path
from geo.gazetteer import Form, Gazetteer, compiling
from geo.gazetteer.entry import Entry
from geo.model import Record

def entries():
    Path(sys.argv[1]).open("a").write("built\\n")
    time.sleep(1)
    yield Entry(Record("t", "1", "Foo", "city", 1, 2), (("Foo", Form.PRIMARY),))

compiling._entries = entries
print(Gazetteer.open().lookup("Foo")[0].record.id)
"""


def test_two_runs_at_once_compile_once(tmp_path):
    """Two runs that start together in an empty cache build the index once, and both can use it."""
    log = tmp_path / "log"
    environment = os.environ | {cache.ENVIRONMENT_VARIABLE: str(tmp_path / "cache")}
    runs = [
        subprocess.Popen([sys.executable, "-c", OPEN_AT_ONCE, log], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [run.communicate(timeout=60)[0] for run in runs] == ["t:1\n", "t:1\n"]
    assert log.read_text() == "built\n"


def test_the_index_is_read_only(small):
    """Nobody can write into the shared index through the gazetteer."""
    opened = Gazetteer.open()
    with pytest.raises(sqlite3.OperationalError):
        opened._connection.execute("DELETE FROM name")
    assert small
