"""What a base map is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from geo.outlines import Extent

__all__ = ["DETAILS", "BaseMap", "Detail", "Drawn", "Relief", "Town"]

Detail = Literal["full", "overview", "plain"]
DETAILS: tuple[Detail, ...] = ("full", "overview", "plain")


@dataclass(frozen=True, slots=True)
class Relief:
    """Shaded relief as a picture to be laid over the land.

    Attributes
    ----------
    extent
        West, south, east, north of the picture's edges in degrees; its rows are evenly spaced in Web Mercator, so that
        it lies on a page's map without being bent.
    webp
        Greys, in WebP: 128 is level ground, and water; lighter is lit, darker is shade. Blended as ``hard-light`` (or,
        on dark ground, ``soft-light``) 128 changes nothing.
    width, height
        Pixels.
    """

    extent: Extent
    webp: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A line of the ground: a stretch of a river, railway, road or inner border.

    Attributes
    ----------
    zoom
        Zoom level of a Web Mercator page (256 pixels round the world at 0) from which it is worth drawing.
    points
        Longitude and latitude in thousandths of a degree, shape ``(n, 2)``.
    name
        Of a river, in English; ``""`` where there is none.
    """

    zoom: float
    points: NDArray[np.int32]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Town:
    """A town that the text does not name, for orientation.

    Attributes
    ----------
    zoom
        Zoom level from which there is room for its name beside the weightier ones.
    """

    name: str
    lon: float
    lat: float
    zoom: float
    population: int


@dataclass(frozen=True, slots=True)
class BaseMap:
    """The ground under a map beside land, borders, lakes and seas, which :func:`geo.outlines.clipped` gives.

    Attributes
    ----------
    extent
        West, south, east, north, degrees; all longitudes below lie within it, so that they may run past 180.
    relief
        ``None`` on a plain map.
    rivers, railways, roads, regions
        Lines, the weightiest first; ``regions`` are borders between first-order regions. Rivers run through lakes:
        draw lakes over them.
    towns
        The weightiest first.
    credits
        Whom to thank, each with licence; already in words.
    """

    extent: Extent
    relief: Relief | None = None
    rivers: tuple[Drawn, ...] = ()
    railways: tuple[Drawn, ...] = ()
    roads: tuple[Drawn, ...] = ()
    regions: tuple[Drawn, ...] = ()
    towns: tuple[Town, ...] = ()
    credits: tuple[str, ...] = ()
