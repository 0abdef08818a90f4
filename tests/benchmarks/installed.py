"""What an installation weighs, library by library: those that the project asks for, and what they ask for in turn.

Run it with the project's Python: ``python tests/benchmarks/installed.py [EXTRA …]``. Sizes are those of the files that
each distribution says it has installed here, byte code apart, in millions of bytes. A wheel's compiled data comes on top.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def normal(name: str) -> str:
    """Return a distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(extras: list[str]) -> list[str]:
    """Return what the project asks for, with some of its extras and what these take along."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        for each in project["optional-dependencies"][extra]:
            own = Requirement(each)
            wanted += (
                asked_for(sorted(own.extras))[len(project["dependencies"]) :] if own.name == "corridors" else [each]
            )
    return wanted


def gather(requirements: list[str], found: dict[str, str], *, by: str, extras: set[str]) -> None:
    """Add distributions to those found, each with who asked for it first."""
    for text in requirements:
        requirement = Requirement(text)
        marker = requirement.marker
        if marker and not any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            continue
        name = normal(requirement.name)
        if name not in found:
            try:
                more = distribution(name).requires or []
            except PackageNotFoundError:
                print(f"not installed here: {name}")
                continue
            found[name] = by
            gather(more, found, by=name, extras=requirement.extras)


def weight(name: str) -> tuple[float, float]:
    """Return the size of a distribution's files, and of their byte code."""
    there = distribution(name)
    paths = [(Path(str(there.locate_file(file))), str(file)) for file in there.files or ()]
    sizes = [(path.stat().st_size / 1e6, name.endswith(".pyc")) for path, name in paths if path.is_file()]
    return sum(size for size, compiled in sizes if not compiled), sum(size for size, compiled in sizes if compiled)


def main() -> None:
    """Print the heaviest first, and the sum."""
    found: dict[str, str] = {}
    gather(asked_for(sys.argv[1:]), found, by="corridors", extras=set())
    weights = {name: weight(name) for name in found}
    for name in sorted(found, key=lambda each: -sum(weights[each])):
        print(f"{weights[name][0]:8.1f} {weights[name][1]:6.1f}  {name} (for {found[name]})")
    files, compiled = (sum(side) for side in zip(*weights.values(), strict=True))
    print(f"{files:8.1f} {compiled:6.1f}  all {len(found)}, together {files + compiled:.0f} MB (wanted: 700)")


if __name__ == "__main__":
    main()
