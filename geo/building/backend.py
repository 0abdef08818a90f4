"""The build backend: that of setuptools, but a wheel carries the compiled data.

To compile it, a build needs the packages of the extra ``rebuild``; an editable install compiles nothing and needs none.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    build_sdist,
    build_wheel,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)
from setuptools.command.build_py import build_py

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BuildWithData",
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

COMPILING = ("filelock", "numpy", "platformdirs", "pyproj", "pyyaml", "scipy", "shapely")
"""Those of our dependencies that the compilation uses."""


def get_requires_for_build_wheel(config_settings: Mapping[str, Any] | None = None) -> list[str]:
    """Return what has to be installed to build a wheel: the packages with the data, and what compiles it."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    using = [each for each in project["dependencies"] if each.startswith(COMPILING)]
    data = project["optional-dependencies"]["rebuild"]
    return [*build_meta.get_requires_for_build_wheel(config_settings), *using, *data]


class BuildWithData(build_py):  # type: ignore[misc] # setuptools has no types
    """Copy the modules into the folder that becomes the wheel, and compile the data into it."""

    def run(self) -> None:
        """Do so; an editable install is left to its cache."""
        super().run()
        if not self.editable_mode:
            folder = Path(self.build_lib) / "geo" / "compiled"
            command = [sys.executable, "-m", "geo.building.bundling", str(folder.resolve())]
            subprocess.run(command, check=True)
