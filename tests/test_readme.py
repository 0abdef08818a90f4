"""What README promises, tried as a reader would try it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.DOTALL)
PAGE = (ROOT / "layers" / "site" / "pages" / "start-command-line.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    {
        *re.findall(r"`(corridors (?:trace|geocode|data)[^`]*)`", README),
        *map(str.strip, re.findall(r"^(corridors (?:trace|geocode|data)[^#\n]*)", PAGE, re.MULTILINE)),
        "corridors map seeds/azerbaijan-nato-25.md",
        "corridors map seeds/azerbaijan-nato-25.md --focus AZ,GE",
    }
)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_readme_runs(command, tmp_path):
    """A command that README or the page of the command line shows can be typed as it stands."""
    words = shlex.split(command)[1:]
    extra = ["-o", str(tmp_path)] if words[0] == "map" else []
    done = subprocess.run(
        [sys.executable, "-m", "layers", *words, *extra], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_import_example_runs():
    """The Python example of README runs as it stands and prints the railway."""
    (example,) = [code for language, code in BLOCKS if language == "python"]
    done = subprocess.run([sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Baku–Tbilisi–Kars railway rail 8" in done.stdout


def test_the_make_commands_exist_and_ci_runs_them():
    """README's commands are targets of the Makefile, and CI runs all that end by themselves."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
        assert f"make {target}" in ci or target == "open"  # which serves until somebody ends it


def test_every_linked_file_is_there():
    """No link or picture of README leads nowhere."""
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert link.startswith("https://") or (ROOT / link).is_file(), link


def test_the_top_level_is_the_one_promised():
    """Nothing stands at the top level but what the design names."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout, so there is no list of files")
    allowed = {
        "pyproject.toml", "README.md", "geo", "layers", "seeds", "tests", "output", "Makefile", "LICENSE",
        "CHANGELOG.md", "CONTRIBUTING.md", "constraints.txt", ".ci", ".gitignore",
    }  # fmt: skip
    assert {line.split("/")[0] for line in tracked.stdout.splitlines()} <= allowed
