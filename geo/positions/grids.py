"""Points given on a grid: MGRS by the library of that name, UTM by pyproj."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import mgrs
from pyproj import Transformer

if TYPE_CHECKING:
    from geo.model import LonLat

__all__ = ["MGRS", "UTM", "from_mgrs", "from_utm"]

MGRS = (
    r"(?P<zone>0?[1-9]|[1-5]\d|60)(?P<band>[C-HJ-NP-X])\s?(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])\s?"
    r"(?P<digits>\d{1,5}\s?\d{1,5}|\d{2,10})"
)
UTM = (
    r"(?:UTM\s*)?(?:[Zz]one\s*)?(?P<uzone>0?[1-9]|[1-5]\d|60)\s?(?P<uband>[C-HJ-NP-X])[\s,]+"
    r"(?P<easting>\d{6})(?:\.\d+)?\s*m?\s*E?[\s,]+(?P<northing>\d{6,7})(?:\.\d+)?\s*m?\s*N?"
)
EQUATOR = "N"  # bands from here on lie north of it


def from_mgrs(match: re.Match[str]) -> LonLat | None:
    """Return the middle of an MGRS square, ``None`` where there is no such square."""
    digits = re.sub(r"\s", "", match["digits"])
    if len(digits) % 2:
        return None
    written = f"{int(match['zone']):02d}{match['band']}{match['square']}{digits}"
    half = 10.0 ** (5 - len(digits) // 2) / 2
    try:
        zone, hemisphere, easting, northing = _mgrs().MGRSToUTM(written)
        if _mgrs().UTMToMGRS(zone, hemisphere, easting, northing, MGRSPrecision=len(digits) // 2) != written:
            return None  # the library goes on over the edge of a zone; such a square does not exist
    except mgrs.core.MGRSError:
        return None
    return _on_earth(int(zone), northern=hemisphere == "N", easting=easting + half, northing=northing + half)


def from_utm(match: re.Match[str]) -> LonLat | None:
    """Return the point of UTM coordinates; the letter is that of the band, or N and S for the hemisphere."""
    easting, northing = float(match["easting"]), float(match["northing"])
    if not 100_000 <= easting <= 900_000 or northing > 10_000_000:
        return None
    band = match["uband"]
    northern = band >= EQUATOR and band != "S"
    return _on_earth(int(match["uzone"]), northern=northern, easting=easting, northing=northing)


def _on_earth(zone: int, *, northern: bool, easting: float, northing: float) -> LonLat:
    lon, lat = _transformer(zone, northern=northern).transform(easting, northing)
    return round(lon, 6), round(lat, 6)


@cache
def _mgrs() -> mgrs.MGRS:
    return mgrs.MGRS()


@cache
def _transformer(zone: int, *, northern: bool) -> Transformer:
    return Transformer.from_crs(f"EPSG:{(32600 if northern else 32700) + zone}", "EPSG:4326", always_xy=True)
