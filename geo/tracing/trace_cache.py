"""Traced lines, kept in the cache folder so that a repeated run traces nothing.

One JSON file for each request, named by a hash of all that the answer depends on. It is written under a temporary name
and renamed, so that it is there whole or not at all; what cannot be read is traced again.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from geo.cache import fingerprint, folder, whole
from geo.errors import CorridorsError
from geo.model import Leg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from geo.model import Mode, Waypoint

__all__ = ["keep", "kept", "request_key"]

FIELDS = {field.name for field in fields(Leg)}


def request_key(waypoints: Sequence[Waypoint], mode: Mode, parts: Iterable[str | bytes | Path]) -> str:
    """Return a hash of a request and of what its answer is made from.

    Parameters
    ----------
    waypoints, mode
        The request.
    parts
        Fingerprints of networks, closures and code.
    """
    asked = json.dumps([mode, [[p.name, p.lon, p.lat, p.record, p.basis] for p in waypoints]])
    return fingerprint([asked, *parts])


def kept(key: str) -> tuple[Leg, ...] | None:
    """Return the legs that were kept under a key, ``None`` where there are none or they are damaged."""
    try:
        rows = json.loads(_path(key).read_text(encoding="utf-8"))
        return tuple(_leg(row) for row in rows) or None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, CorridorsError):
        return None


def keep(key: str, legs: Sequence[Leg]) -> None:
    """Keep legs under a key. A cache that cannot be written only costs time, so it is no error."""
    with suppress(OSError):
        target = _path(key)
        target.parent.mkdir(exist_ok=True)
        with whole(target) as path, path.open("w", encoding="utf-8") as stream:
            json.dump([asdict(leg) for leg in legs], stream, ensure_ascii=False, separators=(",", ":"))


def _path(key: str) -> Path:
    return folder() / "traces" / f"{key}.json"


def _leg(row: dict[str, Any]) -> Leg:
    if set(row) != FIELDS:
        raise ValueError(f"fields {sorted(row)}")
    return Leg(**{**row, "line": tuple((lon, lat) for lon, lat in row["line"])})  # Leg checks what it is given
