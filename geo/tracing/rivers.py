"""Rivers and canals: lines set down by hand, joined where they meet.

They are few and coarse, so every line along them is schematic; it says that it follows the river at all.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.earth import distance_km, length_km
from geo.errors import DataError
from geo.model import Leg
from geo.tracing.files import WATERWAYS
from geo.tracing.graph import Network, arrange, network_of
from geo.tracing.search import find_paths

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.model import LonLat, Mode, Waypoint

__all__ = ["RIVERS", "open_rivers", "trace_river"]

RIVERS = "rivers and canals by hand"
REASON = "drawn along a line of the waterway set down by hand within about 5 km, so shorter than its bends make it"
ASIDE_KM = 25.0  # a port farther off than this is not on the waterway
STEPS = 10_000  # points are held together to a ten-thousandth of a degree


def trace_river(a: Waypoint, b: Waypoint, mode: Mode) -> Leg | None:
    """Trace a line along rivers and canals, ``None`` where these do not join the two places."""
    ends = [(a.lon, a.lat), (b.lon, b.lat)]
    (found,) = find_paths(open_rivers(), ends, [a.name, b.name], (), "waterway")
    if isinstance(found, str) or len(found[0].spots) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    spots = found[0].spots
    if max(distance_km(spots[0], ends[0]), distance_km(spots[-1], ends[1])) > ASIDE_KM:
        return None
    return Leg(a.name, b.name, mode, spots, length_km(spots), "schematic", RIVERS, reason=REASON)


@cache
def open_rivers(path: Path = WATERWAYS) -> Network:
    """Read rivers and canals from a YAML file.

    Raises
    ------
    DataError
        If the file does not name each waterway with a line of two or more points on the globe.
    """
    import yaml  # noqa: PLC0415 - not needed where the traced line is cached

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        rows = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)["waterways"]  # noqa: S506 - both are safe
        lines = {str(row["name"]): [(float(lon), float(lat)) for lon, lat in row["line"]] for row in rows}
    except (yaml.YAMLError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path.name} is no list of waterways with name and line: {error!r}") from error
    for name, line in lines.items():
        if len(line) < 2:  # noqa: PLR2004 - a line has two ends
            raise DataError(f"{path.name}: the line of {name} has {len(line)} point(s); expected two or more")
        if any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in line):  # noqa: PLR2004
            raise DataError(f"{path.name}: the line of {name} leaves the globe; swapped?")
    return _network([part for line in lines.values() for part in pairwise(line)])


def _network(parts: list[tuple[LonLat, LonLat]]) -> Network:
    ends = np.round(np.array(parts).reshape(-1, 2) * STEPS) / STEPS
    places, names = np.unique(ends, axis=0, return_inverse=True)
    a, b = names.reshape(-1, 2).T
    km: NDArray[np.float64] = np.array([distance_km(*part) for part in parts])
    both = (np.concatenate((a, b)), np.concatenate((b, a)), np.concatenate((km, km)))
    return network_of(arrange(places[:, 0], places[:, 1], (*both, np.zeros(2 * len(km), dtype=np.bool_))))
