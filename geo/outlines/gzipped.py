"""Packed outlines as they lie in ``geo/data``: JSON, gzipped so that the same content gives the same bytes."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo import cache
from geo.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PackedFile", "read_packed", "write_packed"]


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A packed file of ``geo/data`` of which a compiled form is kept.

    Attributes
    ----------
    path
        Where it is.
    layout
        Number of the compiled form's layout; a new one makes every cache anew.
    """

    path: Path
    layout: str

    def pack(self, packed: dict[str, Any]) -> Path:
        """Write it; as :func:`write_packed`."""
        return write_packed(self.path, packed)

    def content(self) -> dict[str, Any]:
        """Read it whole; as :func:`read_packed`."""
        return read_packed(self.path)

    def key(self) -> str:
        """Return the key under which its compiled form is kept."""
        return cache.fingerprint([self.path, self.layout]) if self.path.exists() else self.layout


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
