"""Tables to files that other programs read; the only writer into ``output/``.

GeoJSON follows RFC 7946: WGS 84, longitude first, at most six decimals, a bounding box, no ``crs`` member, lines cut at
±180°. Beside our own properties each feature carries those of simplestyle 1.1, so that viewers which know it draw the
colours of the map. The same tables give the same bytes.
"""

from __future__ import annotations

import json
import math
import os
import tempfile
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from filelock import FileLock

from geo.errors import OutputError
from layers import styles
from layers.frames.bounds import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from layers.frames import Frames

__all__ = ["Layer", "to_geojson", "to_geojson_text", "write_files"]

Layer = Literal["places", "corridors", "atlas"]

DECIMALS = 6  # about 0.1 m; RFC 7946 asks for no more
PLACE_COLUMNS = (
    "id", "name", "kind", "country", "region", "role", "precision", "confidence", "record", "mentions", "evidence",
    "alternatives",
)  # fmt: skip
CORRIDOR_COLUMNS = (
    "id", "name", "mode", "status", "basis", "precision", "directed", "waypoints", "length_km", "published_km",
    "drawn_km", "traced_share", "mentions", "evidence", "note", "source",
)  # fmt: skip
LEG_COLUMNS = ("start", "end", "mode", "basis", "precision", "length_km", "network_km", "source", "reason")
DESCRIBED = ("status", "basis", "precision")
ASIDE = ".writing-"
LOCK = f"{ASIDE}lock"
LONGEST_WAIT_S = 60.0
FAINT = 0.6  # opacity of what is not both stated or catalogued and traced, for viewers that cannot dash


def to_geojson(frames: Frames, layer: Layer = "atlas") -> dict[str, Any]:
    """Turn tables into a GeoJSON feature collection.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.
    layer
        ``places``, ``corridors``, or both in one ``atlas``, whose features say theirs in the property ``layer`` and
        which also lists actors and what could not be placed.

    Returns
    -------
    A mapping as RFC 7946 describes it. A corridor is one feature; its ``legs`` stand in the order of travel, and
    ``parts`` says how many lines of the geometry each takes.

    Examples
    --------
    >>> from geo.model import Atlas, Document
    >>> from layers.frames import to_frames
    >>> frames = to_frames(Atlas(Document(text="", title="Nothing", sha256="0" * 64, sentences=())))
    >>> to_geojson(frames, "places")["features"]
    []
    """
    features: list[dict[str, Any]] = []
    if layer != "corridors":
        features += _places(frames.places)
    if layer != "places":
        features += _corridors(frames.corridors, frames.legs)
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    shown = {"places": [frames.places], "corridors": [frames.corridors], "atlas": [frames.places, frames.corridors]}
    if box := _bbox(geometry for table in shown[layer] for geometry in table.geometry):
        collection["bbox"] = box
    collection["document"] = dict(frames.document)
    if layer == "atlas":
        collection["actors"] = _records(frames.actors.to_dict("records"))
        collection["unresolved"] = _records(frames.unresolved.to_dict("records"))
    collection["sources"] = _records(
        frames.sources[["id", "name", "version", "licence", "attribution", "url"]].to_dict("records")
    )
    if layer == "atlas":
        for feature in features:
            kind = "place" if feature["geometry"]["type"] == "Point" else "corridor"
            feature["properties"] = {"layer": kind} | feature["properties"]
    collection["features"] = features
    return collection


def to_geojson_text(frames: Frames, layer: Layer = "atlas") -> str:
    """Return :func:`to_geojson` as text, one feature a line, so that changes show in a diff."""
    collection = to_geojson(frames, layer)
    features = collection.pop("features")
    head = json.dumps(collection, ensure_ascii=False, allow_nan=False)[:-1]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in features)
    return f'{head}, "features": [\n{lines}\n]}}\n'


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    """Write files into a folder: each appears whole or not at all, and none before all could be written.

    Parameters
    ----------
    folder
        Made if need be. What a killed run left half-written there is removed; two runs at once take turns.
    files
        Content by name.

    Returns
    -------
    The paths, in the order given.

    Raises
    ------
    OutputError
        If the folder cannot be made or written; what stood there before is left as it was.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_files(Path(folder) / "article", {"map.html": "<!doctype html>"})]
    ['map.html']
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone_in(folder):
            _replace_all(folder, files)
    except OSError as error:
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise OutputError(
            f"{folder} cannot be written ({error.strerror or error}); name another folder with -o, or free some space"
        ) from error
    return [folder / name for name in files]


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder against other runs; what a run that is no more was writing there is swept away."""
    lock = folder / LOCK
    try:
        with FileLock(lock, timeout=LONGEST_WAIT_S):
            for leftover in folder.glob(f"{ASIDE}*"):
                if leftover != lock:
                    leftover.unlink(missing_ok=True)
            yield
    finally:
        with suppress(OSError):
            lock.unlink(missing_ok=True)


def _replace_all(folder: Path, files: Mapping[str, str | bytes]) -> None:
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, content in files.items():
            handle, temporary = tempfile.mkstemp(prefix=ASIDE, dir=folder)
            waiting.append((Path(temporary), folder / name))
            with os.fdopen(handle, "wb") as stream:
                stream.write(content.encode("utf-8") if isinstance(content, str) else content)
            Path(temporary).chmod(0o644)
        for aside, target in waiting:
            aside.replace(target)
    finally:
        for aside, _ in waiting:
            with suppress(OSError):
                aside.unlink(missing_ok=True)


def _places(table: gpd.GeoDataFrame) -> Iterable[dict[str, Any]]:
    for row in table.to_dict("records"):
        kind = styles.kind(row["kind"])
        properties = {name: _plain(row[name]) for name in PLACE_COLUMNS}
        style = {
            "title": row["name"],
            "description": kind.label,
            "marker-color": kind.group.color,
            "marker-size": "medium",
        }
        yield _feature(row["id"], row["geometry"], properties | style)


def _corridors(table: gpd.GeoDataFrame, legs: gpd.GeoDataFrame) -> Iterable[dict[str, Any]]:
    for row in table.to_dict("records"):
        own = legs[legs["corridor_id"] == row["id"]].sort_values("index")
        properties = {name: _plain(row[name]) for name in CORRIDOR_COLUMNS}
        properties["legs"] = [
            {name: _plain(leg[name]) for name in LEG_COLUMNS} | {"parts": len(_parts(leg["geometry"]))}
            for leg in own.to_dict("records")
        ]
        line = styles.strokes(row["mode"], row["status"], row["basis"], row["precision"])[0]
        certain = row["basis"] != "inferred" and row["precision"] in {"traced", "great-circle"}
        style = {
            "title": row["name"],
            "description": ", ".join((styles.load().modes[row["mode"]].label, *(row[name] for name in DESCRIBED))),
            "stroke": line.color,
            "stroke-width": line.width,
            "stroke-opacity": 1.0 if certain else FAINT,
        }
        yield _feature(row["id"], row["geometry"], properties | style)


def _feature(id_: str, geometry: BaseGeometry, properties: dict[str, Any]) -> dict[str, Any]:
    feature: dict[str, Any] = {"type": "Feature", "id": id_}
    if geometry.geom_type != "Point":
        feature["bbox"] = _bbox([geometry])
    return feature | {"geometry": _geometry(geometry), "properties": properties}


def _geometry(geometry: BaseGeometry) -> dict[str, Any]:
    if geometry.geom_type == "Point":
        return {"type": "Point", "coordinates": _rounded(geometry.coords[0])}
    parts = [_line(part) for part in _parts(geometry)]
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    return list(getattr(geometry, "geoms", [geometry]))


def _line(part: BaseGeometry) -> list[list[float]]:
    points = [_rounded(point) for point in part.coords]
    kept = [points[0], *(b for a, b in pairwise(points) if a != b)]
    return kept if len(kept) > 1 else [points[0], points[-1]]  # RFC 7946: two positions or more


def _rounded(point: Iterable[float]) -> list[float]:
    lon, lat, *_ = point
    return [round(float(lon), DECIMALS) + 0.0, round(float(lat), DECIMALS) + 0.0]


def _bbox(geometries: Iterable[BaseGeometry]) -> list[float]:
    """Return west, south, east, north as RFC 7946 has them: west is greater where the antimeridian is crossed."""
    import shapely  # noqa: PLC0415 - imported with geopandas anyway

    points = shapely.get_coordinates(list(geometries))
    if not len(points):
        return []
    west, south, east, north = bounds(points)
    return [*_rounded((west, south)), *_rounded((east - 360 if east > 180 else east, north))]  # noqa: PLR2004 - half a turn


def _records(rows: Iterable[Mapping[Any, Any]]) -> list[dict[str, Any]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell holds anything
    """Make a table's cell fit for JSON: no numpy number, no NaN."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None
    return value
