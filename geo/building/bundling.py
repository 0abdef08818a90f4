"""Put compiled data into a folder that becomes part of a wheel, with a record of what each was made from.

Run as ``python -m geo.building.bundling FOLDER``; the packages of the extra ``rebuild`` have to be installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import cache, precompiling, shipped
from geo.courses import catalogue
from geo.errors import CacheError
from geo.gazetteer import compiling, packages
from geo.outlines import lakes, packed, region_outlines, river_courses
from geo.tracing import data_files as tracing_files
from geo.tracing.provenance import sources as tracing_sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model import DataSource

__all__ = ["KEYS", "NOTICE", "bring"]

NOTICE = "NOTICE.txt"
KEYS: dict[str, Callable[[], str]] = {
    compiling.INDEX_NAME: compiling.source_key,
    packages.NEIGHBOURS: packages.neighbours_key,
    catalogue.COMPILED: catalogue.compiled_key,
    "outlines-50m.npz": lambda: packed.key_of("50m"),
    "outlines-10m.npz": lambda: packed.key_of("10m"),
    lakes.COMPILED: lakes.FILE.key,
    region_outlines.COMPILED: region_outlines.FILE.key,
    river_courses.COMPILED: river_courses.FILE.key,
    "rail.network": lambda: tracing_files.junction_fingerprint("rail"),
    "road.network": lambda: tracing_files.junction_fingerprint("road"),
    "water.network": tracing_files.water_fingerprint,
}
"""What is brought along, and under which key."""


def bring(folder: Path) -> None:
    """Compile all that a run may ask for, in two processes, and copy it into a folder.

    Parameters
    ----------
    folder
        Made anew. What the cache has already is taken from there, after its hash was checked.

    Raises
    ------
    CacheError
        If something could not be compiled.
    DataError
        If a package that the data is compiled from is not installed.
    """
    cache.mend()
    helper = precompiling.begin([part for part in precompiling.PARTS if part != "gazetteer"])
    precompiling.prepare(["gazetteer"])
    if helper.wait():
        precompiling.prepare(precompiling.PARTS)  # raises what went wrong there
    shutil.rmtree(folder, ignore_errors=True)  # an earlier build's
    folder.mkdir(parents=True)
    entries = {name: _copied(name, key(), folder) for name, key in KEYS.items()}
    sources = [*packages.sources(), *tracing_sources()]
    record = {"files": entries, "packages": _packages(), "sources": [asdict(source) for source in sources]}
    (folder / shipped.MANIFEST).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / NOTICE).write_text(_notice(sources), encoding="utf-8")


def _copied(name: str, key: str, folder: Path) -> dict[str, Any]:
    compiled = cache.path_of(name, key=key)
    note = compiled.with_name(f"{compiled.name}.note")
    if not cache.is_built(name, key=key):
        raise CacheError(f"{compiled} was not compiled")
    for path in (compiled, note):
        shutil.copyfile(path, folder / path.name)
    told = json.loads(note.read_text(encoding="utf-8"))
    return {"key": key, "sha256": told["sha256"], "bytes": told["bytes"]}


def _packages() -> dict[str, Any]:
    """Describe the packages and their files that the data was compiled from."""
    read = {
        **{(package, inside): packages.package_file(package, inside) for package, inside in packages.ALL_FILES},
        **{("scgraph_data", path.name): path for path in tracing_files.junction_files()},
        ("searoute", "data/marnet_searoute.geojson"): tracing_files.lane_file(),
    }
    found: dict[str, Any] = {}
    for (package, inside), path in sorted(read.items()):
        entry = found.setdefault(package, {"version": version(package), "files": {}})
        whole = path.read_bytes()
        entry["files"][inside] = {"sha256": hashlib.sha256(whole).hexdigest(), "bytes": len(whole)}
    return found


def _notice(sources: list[DataSource]) -> str:
    head = (
        "The files in this folder are compiled from the data below, each under its own licence;\n"
        f"{shipped.MANIFEST} has their hashes. The program itself is under the MIT licence.\n"
    )
    rows = (f"\n{s.name}\n  {s.version} · {s.licence} · {s.attribution} {s.url}".rstrip() for s in sources)
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    os.umask(0o022)
    bring(Path(sys.argv[1]))
