"""What a built wheel brings along, so that its first run compiles nothing: compiled files, and what they were made of.

A checkout has none of it: there the packages of the extra ``rebuild`` are installed, and the user's cache is filled
from them. The folder is laid out like the cache (:mod:`geo.cache`), and ``manifest.json`` in it records for each
compiled file the key it is kept under and its hash, for each package its version and the hashes of the files read.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["FOLDER", "MANIFEST", "key_of", "manifest", "size_of", "version_of"]

FOLDER = Path(__file__).parent / "compiled"
MANIFEST = "manifest.json"


@cache
def manifest() -> dict[str, Any]:
    """Return the record of what was brought along; its parts are empty where nothing was.

    Returns
    -------
    ``files``: by name, the ``key``, ``sha256`` and ``bytes`` of a compiled file; ``packages``: by name, the ``version``
    of a package and, by their path in it, ``sha256`` and ``bytes`` of its ``files``; ``sources``: all sources of data.
    """
    try:
        read: dict[str, Any] = json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        read = {}
    return {"files": {}, "packages": {}, "sources": []} | read


def key_of(name: str) -> str | None:
    """Return the key under which a compiled file was brought along, ``None`` where it was not, or is gone."""
    key = manifest()["files"].get(name, {}).get("key")
    stem, dot, suffix = name.partition(".")
    return key if key and (FOLDER / f"{stem}-{key}{dot}{suffix}.note").is_file() else None


def version_of(package: str) -> str | None:
    """Return the version of a package whose data was brought along in compiled form."""
    version: str | None = manifest()["packages"].get(package, {}).get("version")
    return version


def size_of(package: str, inside: str) -> int | None:
    """Return how many bytes a file of such a package had."""
    size: int | None = manifest()["packages"].get(package, {}).get("files", {}).get(inside, {}).get("bytes")
    return size
