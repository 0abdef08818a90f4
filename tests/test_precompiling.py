"""What is compiled ahead on a first run: what the words let expect, no more, and in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from geo import precompiling


@pytest.mark.parametrize(
    ("text", "networks"),
    [
        ("The ministers met in Lima and flew home to Quito.", set()),
        ("Ferries cross to Tangier.", {"water"}),
        ("Barges bring grain down the canal.", {"water"}),
        ("A fibre-optic cable was laid to Djibouti.", {"water"}),
        ("The Railway reopens in March.", {"rail"}),
        ("Trucks queue on the highway.", {"road"}),
        ("On March 3 troops came by land.", set()),
        ("Containers change from the train to a ship.", {"rail", "water"}),
        ("", set()),
    ],
)
def test_only_what_the_words_let_expect_is_compiled_ahead(text, networks):
    """No water is compiled for an article without ships, no rails for one without trains."""
    assert set(precompiling.expected(text)) - {"outlines", "catalogue"} == networks


def test_every_expected_part_can_be_prepared():
    """Whatever a text lets expect is a part that can be compiled."""
    assert set(precompiling.WAYS.values()) < set(precompiling.PARTS)


def test_parts_are_compiled_in_a_process_of_their_own(tmp_path, monkeypatch):
    """Nobody waits for it, it says nothing, and what it made lies in the cache."""
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))
    helper = precompiling.begin(["catalogue"])
    assert helper.wait() == 0
    assert [path.name.partition("-")[0] for path in tmp_path.glob("*.json")] == ["catalogue"]


def test_a_cache_that_cannot_be_written_is_told_by_whoever_asks(tmp_path):
    """The second process ends in silence: the first one meets the same fault and tells the user."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "geo.precompiling", "rail"],
        env=os.environ | {"CORRIDORS_CACHE": str(tmp_path / "file" / "cache")},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


@pytest.mark.slow
def test_a_first_map_compiles_what_it_needs_and_no_more(tmp_path, monkeypatch):
    """An article of one ferry leaves water in the cache, and neither rails nor roads."""
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "cache"))
    article = tmp_path / "ferry.txt"
    article.write_text("Ferries link Suakin with Jeddah.", encoding="utf-8")
    command = [sys.executable, "-m", "layers", "map", str(article), "--format", "html", "-o", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = {path.name.partition("-")[0].partition(".")[0] for path in (tmp_path / "cache").glob("*.network")}
    assert made == {"water"}
