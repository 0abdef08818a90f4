"""Lines of an OpenStreetMap extract that matter here: railways, roads, ferries, waterways, pipelines, power lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import DataError
from geo.tracing.pbf import node_places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["CLASSES", "Extract", "read_extract"]

CLASSES = ("rail", "siding", "disused", "road", "minor road", "ferry", "waterway", "pipeline", "power")
"""What a line is, in the order of its number. Sidings, disused railways and minor roads are kept, not followed."""
RAIL = frozenset({"rail", "narrow_gauge", "light_rail", "preserved"})
PLANNED = frozenset({"construction", "proposed"})
GONE = frozenset({"disused", "abandoned", "razed"})
ROADS = frozenset({"motorway", "trunk", "primary", "secondary"})
MINOR = frozenset({"tertiary", "unclassified"})
WATERS = frozenset({"river", "canal", "fairway"})
ATTRIBUTES = ("name", "gauge", "electrified", "maxspeed", "substance", "voltage")
BATCH = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Extract:
    """Lines of an extract.

    Attributes
    ----------
    places
        Longitude and latitude of all points, ten-millionths of a degree, shape ``(n, 2)``.
    counts
        How many points each line has.
    kinds
        What each line is, a position in :data:`CLASSES`.
    attributes
        For each line its name, gauge, voltage and so on, and ``status`` where it is not in use.
    date
        When the extract was taken, ``""`` where it does not say.
    """

    places: NDArray[np.int32]
    counts: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    attributes: tuple[Mapping[str, str], ...]
    date: str


def read_extract(path: Path, *, progress: Callable[[str, float], None] = lambda _step, _share: None) -> Extract:
    """Read the lines of an extract.

    Parameters
    ----------
    path
        Such as ``georgia-latest.osm.pbf``.
    progress
        Told each step, and which share of it is done.

    Raises
    ------
    DataError
        If it is no extract, is cut short, or has no line that matters.
    """
    import osmium

    size = path.stat().st_size
    refs: list[NDArray[np.int64]] = []
    batch: list[int] = []
    counts: list[int] = []
    kinds: list[int] = []
    attributes: list[dict[str, str]] = []
    progress("lines", 0.0)
    try:
        reader = osmium.io.Reader(str(path))
        date = str(reader.header().get("osmosis_replication_timestamp") or "")[:10]
        reader.close()
        ways: Any = osmium.FileProcessor(str(path), osmium.osm.WAY).with_filter(osmium.filter.TagFilter(*_pairs()))
        for way in ways:
            kind, told = _kind(way.tags)
            if kind is None or len(way.nodes) < 2:
                continue
            batch.extend(node.ref for node in way.nodes)
            counts.append(len(way.nodes))
            kinds.append(CLASSES.index(kind))
            attributes.append(told)
            if len(batch) > BATCH:
                refs.append(np.array(batch, dtype=np.int64))
                batch.clear()
    except RuntimeError as error:
        raise DataError(f"{path.name}: cut short, or no OpenStreetMap extract ({error}); fetch it again") from error
    refs.append(np.array(batch, dtype=np.int64))
    names = np.concatenate(refs)
    del refs
    if not len(names):
        raise DataError(
            f"{path.name}: has no railway, road, ferry, waterway, pipeline or power line; is it the right one?"
        )
    wanted, at = np.unique(names, return_inverse=True)
    del names
    at = at.astype(np.int32)
    found = node_places(path, wanted, progress=lambda done: progress("places", done / size))
    missing = found[:, 0] == np.iinfo(np.int64).min
    places = found.astype(np.int32)[at]
    return _whole(
        Extract(places, np.array(counts, np.int32), np.array(kinds, np.uint8), tuple(attributes), date), missing[at]
    )


def _whole(extract: Extract, missing: NDArray[np.bool_]) -> Extract:
    """Leave out the points that the extract does not have, at its edge; a line without two is none."""
    if not missing.any():
        return extract
    line = np.repeat(np.arange(len(extract.counts)), extract.counts)
    counts = np.bincount(line[~missing], minlength=len(extract.counts))
    lines = counts > 1
    kept = ~missing & lines[line]
    attributes = tuple(told for told, keep in zip(extract.attributes, lines.tolist(), strict=True) if keep)
    return Extract(extract.places[kept], counts[lines].astype(np.int32), extract.kinds[lines], attributes, extract.date)


def _pairs() -> list[tuple[str, str]]:
    """Return the tags of which a way must have one; the library that reads the file drops all others."""
    roads = {f"{kind}{link}" for kind in ROADS | MINOR for link in ("", "_link")} | PLANNED
    wanted = {"railway": RAIL | PLANNED | GONE, "highway": roads, "waterway": WATERS}
    pairs = [(key, value) for key, values in wanted.items() for value in sorted(values)]
    return [*pairs, ("route", "ferry"), ("man_made", "pipeline"), ("power", "line")]


def _kind(tags: Any) -> tuple[str | None, dict[str, str]]:
    """Return what a way is by its tags, ``None`` where it does not matter here, and what they say of it."""
    kind, status = _class(tags)
    told = {key: tags[key] for key in ATTRIBUTES if key in tags} if kind else {}
    return kind, told | ({"status": status} if status else {})


def _class(tags: Any) -> tuple[str | None, str]:  # noqa: PLR0911 - a table of tags
    railway, highway = tags.get("railway"), tags.get("highway")
    if railway in RAIL:
        return ("siding" if "service" in tags else "rail"), ""
    if railway in PLANNED:
        return "disused", railway
    if railway in GONE:
        return "disused", "disused"
    if tags.get("route") == "ferry":
        return "ferry", ""
    if highway is not None:
        if highway in PLANNED:
            return ("road", highway) if tags.get(highway) in ROADS else (None, "")
        bare = highway.removesuffix("_link")
        return ("road" if bare in ROADS else "minor road" if bare in MINOR else None), ""
    if tags.get("waterway") in WATERS:
        return "waterway", ""
    if tags.get("man_made") == "pipeline":
        return "pipeline", ""
    return ("power", "") if tags.get("power") == "line" else (None, "")
