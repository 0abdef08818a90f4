"""Shaded relief of any part of the world, from tiles of 2' to a pixel."""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import DataError
from layers.basemap.nearness import NEAR_KM
from layers.basemap.packed_lines import NEUTRAL, RELIEF, TILE, tile_name
from layers.basemap.records import Relief

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    from geo.outlines import Extent
    from layers.basemap.nearness import Nearness

    Floats = NDArray[np.float64]
    Greys = NDArray[np.uint8]

__all__ = ["Shade", "relief_of", "shade_of"]

PER_DEGREE = 30  # pixels of the tiles
COLUMNS, ROWS = 360 * PER_DEGREE, 180 * PER_DEGREE
MOST_WIDE = 1500  # pixels of a page's relief
MOST_BYTES = 60_000
QUALITIES = (50, 38, 28, 20, 12, 6)
FAR_BLUR = 1.1  # pixels: far from what a map is about the relief is softer, and takes less room
COARSE = 48  # cells across, in which far is told from near
REMEMBERED = 128  # tiles, 360 kB each


@dataclass(frozen=True, slots=True, eq=False)
class Shade:
    """Relief on a grid of longitude and latitude.

    Attributes
    ----------
    values
        Rows from the north, 128 where the ground is level.
    west, north
        Edges, degrees.
    step
        Degrees to a pixel.
    """

    values: Greys
    west: float
    north: float
    step: float

    def at(self, lon: Floats, lat: Floats) -> Floats:
        """Return the shade at points, -1 (dark) to 1 (lit); 0 beyond the edges and where a point is not finite."""
        from scipy import ndimage

        column, row = (lon - self.west) / self.step - 0.5, (self.north - lat) / self.step - 0.5
        outside = ~(np.isfinite(column) & np.isfinite(row))
        places = np.where(outside, -9.0, row), np.where(outside, -9.0, column)
        found = ndimage.map_coordinates(self.values.astype(np.float32), places, order=1, cval=float(NEUTRAL))
        return np.asarray((found - NEUTRAL) / NEUTRAL)

    def rows_at(self, lats: Floats) -> Greys:
        """Return rows at some latitudes, each between the two rows around it."""
        row = np.clip((self.north - lats) / self.step - 0.5, 0, len(self.values) - 1)
        above = np.floor(row).astype(np.int64)
        share = (row - above).astype(np.float32)[:, None]
        below = np.minimum(above + 1, len(self.values) - 1)
        return np.rint(self.values[above] * (1 - share) + self.values[below] * share).astype(np.uint8)


def shade_of(extent: Extent, most_wide: int) -> Shade:
    """Return the relief of an extent.

    Parameters
    ----------
    extent
        West, south, east, north, degrees; east may run past 180.
    most_wide
        Pixels; a wider part is made smaller.

    Returns
    -------
    The relief, its edges on the grid of the data: a little wider than the extent.

    Raises
    ------
    DataError
        If the package came without its relief, or it is damaged.

    Examples
    --------
    >>> shade = shade_of((40.0, 38.0, 50.0, 44.0), 200)
    >>> shade.values.ndim, shade.west <= 40.0, shade.north >= 44.0
    (2, True, True)
    """
    from PIL import Image as Pictures

    west, south, east, north = extent
    first, last = math.floor(west * PER_DEGREE), math.ceil(min(east, west + 360) * PER_DEGREE)
    top = max(math.floor((90 - north) * PER_DEGREE), 0)
    bottom = min(math.ceil((90 - south) * PER_DEGREE), ROWS)
    values = _mosaic(first + 180 * PER_DEGREE, top, last - first, bottom - top)
    step = 1 / PER_DEGREE
    if values.shape[1] > most_wide:
        share = most_wide / values.shape[1]
        size = (most_wide, max(1, round(values.shape[0] * share)))
        values = np.asarray(Pictures.fromarray(values).resize(size, Pictures.Resampling.BOX))
        step /= share
    return Shade(values, first / PER_DEGREE, 90 - top / PER_DEGREE, step)


def relief_of(extent: Extent, nearness: Nearness | None) -> Relief:
    """Return the relief of an extent as a page shows it, sharp near what the map is about, soft elsewhere.

    Parameters
    ----------
    extent
        West, south, east, north, degrees.
    nearness
        ``None`` makes all of it as sharp.
    """
    from PIL import Image as Pictures
    from PIL import ImageFilter

    west, south, east, north = extent
    shade = shade_of(extent, MOST_WIDE)
    wide = shade.values.shape[1]  # its edges are those of whole pixels, half a one off at the most
    high = max(1, round(wide * (_mercator(north) - _mercator(south)) / math.radians(east - west)))
    heights = np.linspace(_mercator(north), _mercator(south), 2 * high + 1)[1::2]
    lats = np.degrees(2 * np.arctan(np.exp(heights)) - math.pi / 2)
    lons = np.linspace(west, east, 2 * wide + 1)[1::2]
    sharp = Pictures.fromarray(shade.rows_at(lats))
    if nearness is not None:
        soft = sharp.filter(ImageFilter.GaussianBlur(FAR_BLUR))
        sharp = Pictures.composite(
            sharp, soft, _mask(lons, lats, nearness).resize(sharp.size, Pictures.Resampling.BILINEAR)
        )
    return Relief(extent, _encoded(sharp), sharp.width, sharp.height)


def _mask(lons: Floats, lats: Floats, nearness: Nearness) -> Image:
    """Return a small picture that is white near what the map is about and black far from it."""
    from PIL import Image as Pictures

    columns = lons[:: max(1, len(lons) // COARSE)]
    rows = lats[:: max(1, len(lats) // COARSE)]
    cells = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    km = nearness.km(cells).reshape(len(rows), len(columns))
    share = np.clip((1.4 * NEAR_KM - km) / (0.4 * NEAR_KM), 0, 1)
    return Pictures.fromarray(np.rint(share * 255).astype(np.uint8))


def _encoded(picture: Image) -> bytes:
    """Return a picture in WebP, as good as the room allows."""
    for quality in QUALITIES:
        stream = io.BytesIO()
        picture.save(stream, "WEBP", quality=quality, method=4)
        if len(stream.getvalue()) <= MOST_BYTES:
            break
    return stream.getvalue()


def _mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(lat)))


def _mosaic(left: int, top: int, wide: int, high: int) -> Greys:
    """Put tiles together; columns are counted from 180° W and may run over."""
    found = np.full((high, wide), NEUTRAL, dtype=np.uint8)
    for row in range(top // TILE, (top + high - 1) // TILE + 1):
        for column in range(left // TILE, (left + wide - 1) // TILE + 1):
            tile = _tile(column % (COLUMNS // TILE), row)
            if tile is None:
                continue
            x, y = column * TILE - left, row * TILE - top
            target = found[max(y, 0) : y + TILE, max(x, 0) : x + TILE]
            target[:] = tile[max(-y, 0) :, max(-x, 0) :][: target.shape[0], : target.shape[1]]
    return found


@lru_cache(maxsize=REMEMBERED)
def _tile(column: int, row: int) -> Greys | None:
    from PIL import Image as Pictures

    try:
        with zipfile.ZipFile(RELIEF) as archive, archive.open(tile_name(column, row)) as stream:
            return np.asarray(Pictures.open(io.BytesIO(stream.read())).convert("L"))
    except KeyError:
        return None  # nothing but water
    except (OSError, zipfile.BadZipFile) as error:
        raise DataError(f"{RELIEF.name} cannot be read ({error}); install the package again") from error
