"""Which formats a run writes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from geo.errors import OutputError
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
