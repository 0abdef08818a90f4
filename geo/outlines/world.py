"""The whole world's outlines as shapely geometries, for those who ask in which country a point lies."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, cast

from geo.model import DataSource
from geo.outlines.packed import UNITS, load, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely import MultiLineString
    from shapely.geometry.base import BaseGeometry

    from geo.outlines.packed import Resolution

__all__ = ["VIEW_NOTE", "borders", "countries", "country_names", "land", "sources"]

VIEW_NOTE = "Borders follow the United Nations view; dashed lines are disputed or undetermined."


@cache
def land(resolution: Resolution = "50m") -> BaseGeometry:
    """Return all land as one geometry, WGS 84 degrees.

    Examples
    --------
    The Caspian is water:

    >>> import shapely
    >>> shapely.contains_xy(land(), [49.8, 51.0], [40.4, 41.0]).tolist()
    [True, False]
    """
    return _joined(shape for _, shape in load(resolution).land.all())


@cache
def countries(resolution: Resolution = "50m") -> Mapping[str, BaseGeometry]:
    """Return countries and territories by ISO 3166-1 alpha-2 code (``XK`` for Kosovo), WGS 84 degrees.

    Land whose sovereignty is undetermined, such as the Siachen glacier, is in none of them.

    Examples
    --------
    >>> import shapely
    >>> bool(shapely.contains_xy(countries()["UA"], 34.1, 45.1))  # Simferopol
    True
    """
    groups: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, shape in load(resolution).countries.all():
        if code:
            groups[code].append(shape)
    return {code: _joined(group) for code, group in sorted(groups.items())}


def country_names(resolution: Resolution = "50m") -> Mapping[str, str]:
    """Return the English names of countries and territories, as maps letter them, by ISO 3166-1 alpha-2 code.

    Parameters
    ----------
    resolution
        ``50m`` or ``10m``: of the file that names them.

    Returns
    -------
    Names by code; territories without a code are left out.

    Raises
    ------
    DataError
        If there is no such resolution, or its file is damaged.

    Examples
    --------
    >>> country_names()["XK"]
    'Kosovo'
    """
    return {code: name for code, name in load(resolution).names.items() if code}


@cache
def borders(resolution: Resolution = "50m") -> Mapping[str, MultiLineString]:
    """Return land borders, ``international`` and ``disputed``, WGS 84 degrees.

    Examples
    --------
    >>> sorted(borders())
    ['disputed', 'international']
    """
    lines = load(resolution).borders.all()
    return {
        kind: cast("MultiLineString", _joined(shape for label, shape in lines if label == kind))
        for kind in ("international", "disputed")
    }


def sources() -> tuple[DataSource, ...]:
    """Return what the outlines were made from, for the page's credits and ``corridors data``.

    Returns
    -------
    One for each resolution, with version, licence and attribution.

    Examples
    --------
    >>> sorted({source.licence for source in sources()})
    ['public domain']
    """
    found = []
    for resolution, scale in (("50m", "1:50 million"), ("10m", "1:10 million")):
        path = path_of(cast("Resolution", resolution))
        packed = path.read_bytes()
        found.append(
            DataSource(
                id=f"outlines-{resolution}",
                name=f"Natural Earth countries {scale}, mended to the United Nations view",
                version="4.1.0 (world-atlas 2.0.2)",
                licence="public domain",
                attribution="Made with Natural Earth",
                url="https://www.naturalearthdata.com/",
                sha256=hashlib.sha256(packed).hexdigest(),
                size_bytes=len(packed),
            )
        )
    return tuple(found)


def _joined(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    import shapely

    parts = shapely.transform(list(shapes), lambda xy: xy / UNITS)
    if len(parts) and parts[0].geom_type == "LineString":
        return shapely.MultiLineString(list(parts))
    joined = shapely.MultiPolygon(list(shapely.get_parts(parts)))
    return joined if joined.is_valid else shapely.make_valid(joined, method="structure", keep_collapsed=False)
