"""The outlines of single countries and regions for one map: fine within its extent, coarse beyond it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.outlines import region_outlines
from geo.outlines.clipping import COARSER, FINE_WIDTH, _around, _cut, _rings, _simplified
from geo.outlines.packed import UNITS, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from geo.outlines.clipping import Clip
    from geo.outlines.packed import Shapes

    Rings = tuple[NDArray[np.int32], ...]

__all__ = ["areas_within", "regions_within"]

FAR = 120.0  # thousandths of a degree by which an outline beyond the extent is simplified
SPECK = 2e-5  # share of the map below which an island of a country is left out


def areas_within(clip: Clip, codes: Iterable[str]) -> dict[str, Rings]:
    """Return the rings of countries as a map shows them.

    Parameters
    ----------
    clip
        What the base map was cut to; the rings take its resolution and its turn of the Earth.
    codes
        ISO 3166-1 alpha-2, ``XK`` for Kosovo; those that have no outline are left out.

    Returns
    -------
    By code, closed rings in thousandths of a degree, to be filled by the even-odd rule.

    Examples
    --------
    >>> from geo.outlines import clipped
    >>> found = areas_within(clipped((40.0, 38.0, 52.0, 44.0)), ["GE", "ZZ"])
    >>> list(found), len(found["GE"])
    (['GE'], 1)
    """
    wanted = sorted(set(codes))
    return _within(clip, wanted, load(clip.resolution).countries, load("50m").countries) if wanted else {}


def regions_within(clip: Clip, records: Iterable[str]) -> dict[str, Rings]:
    """Return the rings of first-order regions as a map shows them.

    Parameters
    ----------
    clip
        As for :func:`areas_within`.
    records
        Ids such as ``"geonames-regions:US.OK"``; those that have no outline are left out.

    Returns
    -------
    By id, closed rings like those of :func:`areas_within`.

    Examples
    --------
    >>> from geo.outlines import clipped
    >>> list(regions_within(clipped((-104.0, 30.0, -92.0, 40.0)), ["geonames-regions:US.OK", "geonames:1"]))
    ['geonames-regions:US.OK']
    """
    wanted = sorted(set(records))
    return _within(clip, wanted, region_outlines.load(), region_outlines.load()) if wanted else {}


def _within(clip: Clip, wanted: Sequence[str], near_shapes: Shapes, far_shapes: Shapes) -> dict[str, Rings]:
    width = (clip.extent[2] - clip.extent[0]) / UNITS
    near = [item for item in _cut(near_shapes, clip.extent) if item[0] in wanted]
    far = [item for item in _cut(far_shapes, *_around(clip.extent, clip.world)) if item[0] in wanted]
    near, far = _simplified(near, COARSER if width > FINE_WIDTH else COARSER / 6), _simplified(far, FAR)
    least = SPECK * (clip.extent[2] - clip.extent[0]) * (clip.extent[3] - clip.extent[1])
    found: dict[str, Rings] = {}
    for code in wanted:
        pieces = [item for item in (*near, *far) if item[0] == code and item[1].area > 0]
        large = [item for item in pieces if item[1].area > least] or pieces
        if large:
            found[code] = _rings(large)
    return found
