"""Railways and roads of the user's own: OpenStreetMap extracts, Natural Earth, or any file of lines.

GeoJSON, GeoPackage, Shapefile and whatever else GDAL reads. What a line is, is told by the usual fields: ``railway``,
``highway`` (OpenStreetMap), ``fclass`` (Geofabrik's shapefiles), ``featurecla`` (Natural Earth); else by the name of
its layer or file; else the user says it.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import DataError
from geo.user_files import check_regular

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.tracing.routing import Carrier, OwnNetwork

    Floats = NDArray[np.float64]
    Strings = NDArray[np.object_]

__all__ = ["read_lines"]

OSM_FIELDS: dict[Carrier, str] = {"rail": "railway", "road": "highway"}
OSM_KINDS: dict[Carrier, frozenset[str]] = {
    "rail": frozenset({"rail", "narrow_gauge", "light_rail", "preserved"}),
    "road": frozenset(
        kind + link
        for kind in ("motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential")
        for link in ("", "_link")
    ),
}
NATURAL_EARTH: dict[Carrier, frozenset[str]] = {"rail": frozenset({"Railroad"}), "road": frozenset({"Road"})}
NAMED: dict[Carrier, tuple[str, ...]] = {"rail": ("rail",), "road": ("road", "highway")}
FIELDS = (*OSM_FIELDS.values(), "fclass", "featurecla")


def read_lines(own: OwnNetwork, carrier: Carrier) -> tuple[Floats, NDArray[np.int64]]:
    """Read the railways or the roads of a file.

    Parameters
    ----------
    own
        The file.
    carrier
        Which of its lines are wanted.

    Returns
    -------
    Longitude and latitude of all points, degrees, WGS 84, shape ``(n, 2)``, and for each the number of its line.

    Raises
    ------
    DataError
        If the file cannot be read, has no lines, does not tell what they are, or lies nowhere on the globe.
    """
    if not own.path.exists():
        raise DataError(f"{own.path}: no such file; expected railways or roads as GeoJSON, GeoPackage or Shapefile")
    if not own.path.is_dir():  # GDAL reads folders of Shapefiles
        check_regular(own.path)
    found = [_layer(own, name, carrier) for name in _layers(own)]
    if all(layer is None for layer in found):
        raise DataError(
            f"{own.path.name}: cannot tell railways from roads, there is none of the fields {', '.join(FIELDS)}; "
            f"write rail={own.path.name} or road={own.path.name}"
        )
    points, counts, first = [], [], 0
    for layer in found:
        if layer is not None and len(layer[0]):
            points.append(layer[0])
            counts.append(layer[1] + first)
            first = int(counts[-1][-1]) + 1
    if not points:
        return np.empty((0, 2)), np.empty(0, dtype=np.int64)
    return np.concatenate(points), np.concatenate(counts)


def _layers(own: OwnNetwork) -> tuple[str, ...]:
    pyogrio = _pyogrio()
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(own.path) if kind is None or "Point" not in str(kind)]
    except pyogrio.errors.DataSourceError as error:
        raise DataError(
            f"{own.path.name}: no file of lines that GDAL can read; expected GeoJSON, GeoPackage or Shapefile"
        ) from error
    except UnicodeEncodeError as error:
        raise DataError(f"{own.path.name}: GDAL opens no file whose name is not UTF-8; rename it") from error
    if not layers:
        raise DataError(f"{own.path.name}: holds no lines")
    return tuple(layers)


def _layer(own: OwnNetwork, name: str, carrier: Carrier) -> tuple[Floats, NDArray[np.int64]] | None:
    """Return points and line numbers of a layer's wanted lines, ``None`` where it does not tell what its lines are."""
    import shapely

    pyogrio = _pyogrio()
    try:
        known = {str(field).lower(): str(field) for field in pyogrio.read_info(own.path, layer=name)["fields"]}
        columns = [known[field] for field in FIELDS if field in known]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of shapes that are no lines, which are passed over
            meta, _, geometry, data = pyogrio.raw.read(own.path, layer=name, columns=columns, force_2d=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, OSError) as error:
        raise DataError(f"{own.path.name}: layer {name} cannot be read; is the file whole?") from error
    if geometry is None:
        return np.empty((0, 2)), np.empty(0, dtype=np.int64)
    fields = {str(field).lower(): column for field, column in zip(meta["fields"], data, strict=True)}
    wanted = _wanted(own, name, carrier, fields, len(geometry))
    if wanted is None:
        return None
    shapes = shapely.from_wkb(geometry[wanted], on_invalid="ignore")  # such as a line of one point, which leads nowhere
    parts = shapely.get_parts(shapes[~shapely.is_missing(shapes)])
    lines = parts[shapely.get_type_id(parts) == 1]
    points, line = shapely.get_coordinates(lines, return_index=True)
    return _on_the_globe(own, points, meta["crs"]), line.astype(np.int64)


def _wanted(
    own: OwnNetwork, layer: str, carrier: Carrier, fields: dict[str, Strings], count: int
) -> NDArray[np.bool_] | None:
    """Tell which features are railways, or roads; ``None`` where nothing says it."""
    if own.carrier not in {None, carrier}:
        return np.zeros(count, dtype=np.bool_)
    kinds = {
        OSM_FIELDS[carrier]: OSM_KINDS[carrier],
        "fclass": OSM_KINDS[carrier],
        "featurecla": NATURAL_EARTH[carrier],
    }
    told = next((field for field in kinds if field in fields), None)
    if told is not None:
        return np.isin(fields[told].astype(str), list(kinds[told]))
    if own.carrier is not None:
        return np.ones(count, dtype=np.bool_)
    if set(OSM_FIELDS.values()) & set(fields):
        return np.zeros(count, dtype=np.bool_)
    names = (layer.lower(), own.path.stem.lower())
    said = [kind for name in names for kind, words in NAMED.items() if any(word in name for word in words)]
    return np.full(count, said[0] == carrier) if said else None


def _on_the_globe(own: OwnNetwork, points: Floats, crs: str | None) -> Floats:
    if crs is not None and crs.upper() not in {"EPSG:4326", "OGC:CRS84"}:
        from pyproj import Transformer

        lons, lats = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(points[:, 0], points[:, 1])
        points = np.column_stack((lons, lats))
    off = np.flatnonzero(~(np.isfinite(points).all(axis=1) & (np.abs(points) <= (180, 90)).all(axis=1)))
    if len(off):
        x, y = points[off[0]]
        hint = "no CRS is given; write one, such as a .prj file" if crs is None else f"its CRS is given as {crs}"
        raise DataError(f"{own.path.name}: {x:g}, {y:g} is off the globe; {hint}")
    return points


def _pyogrio() -> Any:
    import pyogrio  # type: ignore[import-untyped]
    import pyogrio.raw  # type: ignore[import-untyped]

    return pyogrio
