"""``--reader`` on the command line: where the text goes, what it costs, what is kept, what the map says."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from model_server import said, serving
from test_language_model_pool import ANSWER, TEXT

from geo import geoparse
from geo.errors import ProviderError
from geo.language_model import Endpoint, Reader
from layers.cli import corridors
from layers.review.feature_values import shown_corridor


@pytest.fixture
def article(tmp_path):
    """Return an article's file."""
    path = tmp_path / "brief.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*words: object):
    """Run a command; return its result."""
    return CliRunner().invoke(corridors, [str(word) for word in words])


def test_a_map_says_who_read_it_and_the_bytes_stay(article, tmp_path):
    """The run names the address; page and report name the model; a run without the server writes the same bytes."""
    options = ("--format", "html,geojson,md", "-o", tmp_path / "out")
    with serving(lambda _: said(ANSWER)) as (address, _):
        first = run("map", article, "--reader", address, "--model", "small", *options)
    assert first.exit_code == 0, first.output
    assert f"the text goes to {address} (model small)" in first.output
    assert "note: Read by the language model small and by our own rules." in first.output
    files = {path.name: path.read_bytes() for path in (tmp_path / "out" / "brief").iterdir()}
    assert all(b"Language model small" in files[name] for name in ("map.html", "atlas.geojson", "report.md"))
    assert all(b"Read by: the language model" in files[name] for name in ("map.html", "atlas.geojson", "report.md"))
    assert run("map", article, *options).exit_code == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "out" / "brief").iterdir()} == files
    assert run("map", article, "--reader", "fast", *options).exit_code == 0
    assert b"Language model" not in (tmp_path / "out" / "brief" / "atlas.geojson").read_bytes()


def test_a_model_that_never_answers_has_read_nothing(article, tmp_path):
    """Neither the run nor the report says that a model read what it was not reached for."""
    result = run(
        "map", article, "--reader", "http://127.0.0.1:1/v1", "--model", "small", "--format", "md", "-o", tmp_path
    )
    assert "note: Read by our own rules alone: the language model small gave no answer." in result.output
    report = (tmp_path / "brief" / "report.md").read_text(encoding="utf-8")
    assert "and by our own rules" not in report


def test_a_dry_run_asks_nothing(article):
    """How many questions and characters a reading would take is said, and no question is put."""
    with serving(lambda _: said(ANSWER)) as (address, asked):
        result = run("map", article, "--reader", address, "--model", "small", "--dry-run")
    assert f"{article}: 1 question, {len(TEXT)} characters" in result.output
    assert asked == []


def test_a_wrong_reader_is_told_before_anything_is_read(article):
    """A reader that cannot be used is an error that says what is allowed."""
    result = run("map", article, "--reader", "slow")
    assert isinstance(result.exception, ProviderError)
    assert "no reader is called 'slow'; allowed are auto, fast, encoder or an address" in str(result.exception)


def test_geoparse_tells_the_reader(article):
    """In JSON, each corridor says who read it, and the reading what went wrong."""
    with serving(lambda _: said(ANSWER)) as (address, _):
        result = run("geoparse", article, "--reader", address, "--model", "small")
    found = json.loads(result.stdout)
    assert [corridor["read_by"] for corridor in found["corridors"]] == ["both", "model"]
    assert found["reader"]["model"] == "small"
    assert found["reader"]["faults"] == []


def test_a_model_is_measured_with_gold(tmp_path):
    """``corridors evaluate GOLD --reader URL`` scores the reading with a model."""
    gold = tmp_path / "gold.jsonl"
    way = {"start": 0, "end": 28, "phrase": TEXT[:28], "name": None, "mode": "rail", "status": "operating",
           "directed": True, "waypoints": ["Baku", "Kars"]}  # fmt: skip
    gold.write_text(json.dumps({"id": 1, "text": TEXT, "corridors": [way]}), encoding="utf-8")
    with serving(lambda _: said(ANSWER)) as (address, asked):
        result = run("evaluate", gold, "--reader", address, "--model", "small")
    assert result.exit_code == 0, result.output
    assert len(asked) == 1


def test_where_readers_disagree_the_review_begins():
    """A way that only one of the two readers saw has the largest doubt, and doubt orders the review page."""
    with serving(lambda _: said(ANSWER)) as (address, _):
        atlas = geoparse(TEXT, reader=Reader(Endpoint.at(address, "small"), "small"))
    doubts = {corridor.read_by: shown_corridor(corridor)["doubt"] for corridor in atlas.corridors}
    assert doubts["model"] == 1.0
    assert doubts["both"] < 1.0
