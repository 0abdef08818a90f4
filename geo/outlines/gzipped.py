"""Packed outlines as they lie in ``geo/data``: JSON, gzipped so that the same content gives the same bytes."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from geo.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_packed", "write_packed"]


def write_packed(path: Path, packed: dict[str, Any]) -> Path:
    """Write a packed file; the same content gives the same bytes."""
    text = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    return path


def read_packed(path: Path) -> dict[str, Any]:
    """Read a packed file whole, its header included.

    Raises
    ------
    DataError
        If the package came without it, or it is damaged.
    """
    try:
        read: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError) as error:
        raise DataError(f"{path.name} cannot be read ({error}); install the package again") from error
    return read
