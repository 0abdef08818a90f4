"""A base map as a file of the cache."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from layers.basemap.records import BaseMap, Drawn, Relief, Town

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_base_map", "write_base_map"]

LINES = ("rivers", "railways", "roads", "regions")


def write_base_map(made: BaseMap, target: Path) -> None:
    """Write a base map as JSON."""
    relief = made.relief
    told: dict[str, Any] = {
        "extent": made.extent,
        "relief": relief and {**asdict(relief), "webp": base64.b64encode(relief.webp).decode()},
        "towns": [list(asdict(town).values()) for town in made.towns],
        "credits": made.credits,
    }
    for name in LINES:
        drawn: tuple[Drawn, ...] = getattr(made, name)
        told[name] = [[line.zoom, line.points.ravel().tolist(), line.name] for line in drawn]
    target.write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")


def read_base_map(path: Path) -> BaseMap:
    """Read what :func:`write_base_map` wrote."""
    told = json.loads(path.read_text(encoding="utf-8"))
    relief = told["relief"]
    rivers, railways, roads, regions = (
        tuple(Drawn(zoom, np.array(points, dtype=np.int32).reshape(-1, 2), title) for zoom, points, title in told[name])
        for name in LINES
    )
    return BaseMap(
        tuple(told["extent"]),
        relief and Relief(**{**relief, "extent": tuple(relief["extent"]), "webp": base64.b64decode(relief["webp"])}),
        rivers=rivers,
        railways=railways,
        roads=roads,
        regions=regions,
        towns=tuple(Town(*row) for row in told["towns"]),
        credits=tuple(told["credits"]),
    )
