"""Which formats a run writes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from geo.errors import OutputError
from layers import parquet
from layers.formats import FILES, GROUPS, chosen, encoded
from layers.frames import to_frames


def test_groups_stand_for_formats():
    """Groups and single formats mix, each file comes once and in one order."""
    assert chosen(["docx", "vector", "html", "kml"]) == ("html", *GROUPS["vector"], "docx")
    assert chosen(["all"]) == tuple(FILES)


def test_an_unknown_format_is_named():
    """A slip is named, with all that is allowed."""
    with pytest.raises(OutputError, match=r"format 'shp' unknown; expected one or more of html, geojson"):
        chosen(["html", "shp"])


def test_the_command_refuses_an_unknown_format(tmp_path):
    """On the command line it is wrong usage: exit 2, no traceback, nothing written."""
    command = [sys.executable, "-m", "layers", "map", "x.md", "-o", str(tmp_path / "out"), "--format", "shp"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "format 'shp' unknown" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_only_what_is_asked_for_is_made(atlas):
    """The report alone has no figure beside it to link to; data alone loads no drawing library."""
    made = encoded(to_frames(atlas), chosen(["md", "kml"]))
    assert list(made) == ["atlas.kml", "report.md"]
    assert "figure.png" not in made["report.md"]


WITHOUT = """
import runpy, sys
sys.modules["pyarrow"] = None
sys.argv = ["corridors", *sys.argv[1:]]
runpy.run_module("layers", run_name="__main__")
"""
"""The command where pyarrow is not installed, as far as Python can tell."""


def without_pyarrow(*words, cwd):
    """Run the command without it."""
    return subprocess.run([sys.executable, "-c", WITHOUT, *words], cwd=cwd, capture_output=True, text=True, check=False)


def test_groups_leave_geoparquet_out_where_it_cannot_be_written(monkeypatch):
    """All and the vector formats stand for what can be written; GeoParquet by its name is refused with what helps."""
    monkeypatch.setattr(parquet, "is_there", lambda: False)
    assert chosen(["all"]) == chosen(FILES) == tuple(name for name in FILES if name != "parquet")
    assert "parquet" not in chosen(["html", "vector"])
    with pytest.raises(OutputError, match=r"'parquet' needs pyarrow.*pip install 'corridors\[parquet\]'"):
        chosen(["html", "parquet"])


def test_without_pyarrow_the_other_files_are_the_same(tmp_path):
    """The extra changes no byte of the other files; the run says what was left out, the commands of corpora what to do."""
    (tmp_path / "ferries.txt").write_text("Ferries link Suakin with Jeddah.", encoding="utf-8")
    done = without_pyarrow("map", "ferries.txt", "-o", "without", "--format", "html,vector", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (
        "note: GeoParquet is not written, as pyarrow is not installed; pip install 'corridors[parquet]'" in done.stdout
    )
    command = [sys.executable, "-m", "layers", "map", "ferries.txt", "-o", "with", "--format", "html,vector"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    made = {
        run: {path.name: path.read_bytes() for path in (tmp_path / run / "ferries").iterdir()}
        for run in ("with", "without")
    }
    assert made["with"].pop("atlas.parquet")
    assert made["with"] == made["without"]
    refused = without_pyarrow("corpus", ".", "-o", "archive", "--workers", "0", cwd=tmp_path)
    assert refused.returncode == 1
    assert refused.stderr == "error: a corpus needs pyarrow, which is not installed: pip install 'corridors[parquet]'\n"
