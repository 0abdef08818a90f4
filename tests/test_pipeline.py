"""An article in, a map and its layers out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo.errors import OutputError, SourceError
from layers import build
from layers.formats import FILES
from layers.pipeline import folder_of

SEEDS = Path(__file__).parents[1] / "seeds"
ARTICLE = "Ferries link Suakin with Jeddah. Trains run from Baku to Tbilisi.\n"
NAMES = [name for names in FILES.values() for name in names]


@pytest.fixture
def article(tmp_path):
    """Return the file of a small article."""
    path = tmp_path / "ferries.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_one_article_becomes_a_folder_of_files(article, tmp_path):
    """The map comes first, beside it every other format; all are there and none is empty."""
    outputs = build(article, tmp_path / "output")
    assert [path.name for path in outputs.files] == NAMES
    assert all(path.stat().st_size for path in outputs.files)
    assert {path.name for path in (tmp_path / "output" / "ferries").iterdir()} == set(NAMES)


def test_steps_are_told_in_order(article, tmp_path):
    """Whoever waits is told each step as it begins."""
    steps = []
    build(article, tmp_path / "output", progress=steps.append)
    assert steps[:4] == ["reading", "finding places and corridors", "drawing", "saving"]
    assert [step.partition(" is ready; making ")[2].split(",")[0] for step in steps[4:]] == ["geojson", "png"]


def test_an_article_without_a_place_writes_nothing(tmp_path):
    """Where there is nothing to draw no folder is made."""
    path = tmp_path / "dull.txt"
    path.write_text("Nothing of note was said.", encoding="utf-8")
    assert build(path, tmp_path / "output").files == ()
    assert not (tmp_path / "output").exists()


def test_a_missing_article_is_named(tmp_path):
    """A missing file raises an error with its name."""
    with pytest.raises(SourceError, match=r"gone\.txt does not exist"):
        build(tmp_path / "gone.txt", tmp_path / "output")


def test_a_rebuild_replaces_its_own_map(article, tmp_path):
    """The same article may be mapped again and again into one folder."""
    first = build(article, tmp_path / "output")
    before = [path.read_bytes() for path in first.files]
    assert [path.read_bytes() for path in build(article, tmp_path / "output").files] == before


def test_files_of_an_earlier_run_are_told(article, tmp_path):
    """A run that leaves a format out says that its older file beside the new ones is not of this run."""
    build(article, tmp_path, formats=["html", "csv"])
    again = build(article, tmp_path, formats=["html"])
    (note,) = again.notes
    assert "places.csv, corridors.csv" in note
    assert build(article, tmp_path, formats=["html", "csv"]).notes == ()


def test_another_article_does_not_replace_it(article, tmp_path):
    """An article of another name whose folder would be the same is refused, and the first map stays."""
    outputs = build(article, tmp_path / "output")
    before = outputs.files[0].read_bytes()
    other = tmp_path / "Ferries.md"
    other.write_text("Trains run from Kabul to Herat.", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds the map of ferries\.txt, and Ferries\.md would overwrite it"):
        build(other, tmp_path / "output")
    assert outputs.files[0].read_bytes() == before


@pytest.mark.parametrize(
    ("names", "folders"),
    [
        (["статья.md", "记事.md", "باكو.txt"], 3),
        (["a b.md", "a-b.md"], 1),
        (["con.txt", "CON.txt"], 2),
        (["x" * 300 + ".md", "x" * 301 + ".md"], 2),
        (["….md", "x.md"], 2),
    ],
)
def test_folders_are_named_after_articles(names, folders, tmp_path):
    """Names in other scripts get folders of their own; no folder name is empty, long or refused by Windows."""
    found = {folder_of(Path(name), tmp_path) for name in names}
    assert len(found) == folders
    for folder in found:
        assert folder.parent == tmp_path
        assert 0 < len(folder.name) < 100
        assert folder.name.isascii()
        assert folder.name not in {"con", "nul", "aux", "prn"}


def test_same_input_same_bytes(tmp_path):
    """Two runs in other processes, other time zones and other languages give the same bytes in every file."""
    runs = []
    for number, (seed, zone, language) in enumerate([("1", "Asia/Tokyo", "C"), ("4242", "America/Lima", "C.UTF-8")]):
        output = tmp_path / str(number)
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        command = [sys.executable, "-m", "layers", "map", str(SEEDS / "lobito-and-the-red-sea.md"), "-o", str(output)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        runs.append({p.relative_to(output).as_posix(): p.read_bytes() for p in output.rglob("*") if p.is_file()})
    assert len(runs[0]) == len(NAMES)
    assert runs[0] == runs[1]


def test_the_sample_brief_is_mapped(tmp_path):
    """The sample brief shows its railway, its port, the training centre and the airport, each with its record."""
    outputs = build(SEEDS / "azerbaijan-nato-25.md", tmp_path)
    features = json.loads(outputs.files[1].read_text(encoding="utf-8"))["features"]
    names = {feature["properties"]["name"] for feature in features}
    assert {"Baku–Tbilisi–Kars railway", "Alat Port", "Kabul International Airport"} <= names
    assert any("Training" in name for name in names)
    assert all(f["properties"]["record"] for f in features if f["properties"]["layer"] == "place")


def test_the_map_is_there_before_figure_and_report(tmp_path, monkeypatch):
    """Whoever waits for the map has it first; should the figure fail, map and data are there all the same."""
    article = tmp_path / "ways.txt"
    article.write_text("Ferries link Suakin with Jeddah.", encoding="utf-8")
    folder = tmp_path / "out" / "ways"

    def fail(*_arguments, **_options):
        assert (folder / "map.html").stat().st_size > 100_000
        assert (folder / "atlas.gpkg").exists()
        raise IndexError("no such letter")

    monkeypatch.setattr("layers.figure.draw", fail)
    told = []
    with pytest.raises(IndexError):
        build(article, tmp_path / "out", progress=told.append)
    assert any("map.html is ready" in step for step in told)
    assert not (folder / "figure.png").exists()
