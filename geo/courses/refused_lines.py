"""Which straight lines would be false, so that none is drawn: the reader is told why instead.

Where no way was found, a straight line says "from here to there". It is false where there is no way to find: across a
closed border, between two railways that do not meet, over a thousand kilometres of open land, over land by sea.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.corridors.status import UNBUILT
from geo.errors import TracingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.model import Leg, LonLat, Mode, Status

__all__ = ["refuse_at_sea", "refuse_false"]

LONGEST_KM: Mapping[Mode, float] = {"rail": 300.0, "road": 1000.0, "waterway": 300.0, "sea": 200.0}
"""A longer straight leg of a mode is false: a railway of 300 km is on the world's network, a voyage on its water."""
LONGEST_TO_BE_BUILT_KM = 1000.0
"""The same on land for a way that is not there yet, which no network can have."""
CLOSED = "closed"
GROUND = frozenset({"rail", "road"})
AFLOAT_KM = 40.0  # no bridge or tunnel is longer
STEP_KM = 5.0
KM_PER_DEGREE = 111.2
OFFSHORE_KM = 15.0  # an end of a railway or road so far from any land lies at sea


def refuse_false(legs: Sequence[Leg], status: Status = "operating") -> None:
    """Refuse a line with a straight leg that would be false.

    Parameters
    ----------
    legs
        As :func:`geo.tracing.trace` gives them, for a way whose course nobody has set down.
    status
        The way's: one that is still to be built is on no network, so that a longer straight line may stand for it.

    Raises
    ------
    TracingError
        That names the two places and says why no line joins them.

    Examples
    --------
    >>> from geo.model import Leg
    >>> reason = "the rail network has no open way from Sydney to Jakarta"
    >>> leg = Leg("Sydney", "Jakarta", "rail", ((151.2, -33.9), (106.8, -6.2)), 5510.0, "straight", "", reason=reason)
    >>> try:
    ...     refuse_false([leg])
    ... except TracingError as error:
    ...     print(error)
    Sydney–Jakarta: the rail network has no open way from Sydney to Jakarta; a straight line of 5,510 km would be false
    """
    for leg in legs:
        refuse_at_sea([leg])
        if leg.precision != "straight" or leg.mode not in LONGEST_KM:
            continue
        is_coming = status in UNBUILT and leg.mode in GROUND
        longest = max(LONGEST_KM[leg.mode], LONGEST_TO_BE_BUILT_KM) if is_coming else LONGEST_KM[leg.mode]
        if leg.reason.startswith(CLOSED) or leg.length_km > longest:
            raise TracingError(
                f"{leg.start}–{leg.end}: {leg.reason}; a straight line of {leg.length_km:,.0f} km would be false"
            )
        if leg.mode in GROUND and (afloat := _afloat_km(leg)) > AFLOAT_KM:
            told = f"{leg.start}–{leg.end}: {leg.reason}"
            raise TracingError(f"{told}; {afloat:,.0f} km of a straight line would lie on water: try mode sea")


def refuse_at_sea(legs: Iterable[Leg]) -> None:
    """Refuse a railway or road of which an end lies in open water.

    Raises
    ------
    TracingError
        That names the place and says what to give instead.
    """
    for leg in legs:
        if leg.precision != "straight" or leg.mode not in GROUND:
            continue
        for name, place in ((leg.start, leg.line[0]), (leg.end, leg.line[-1])):
            if _is_at_sea(place):
                lon, lat = place
                raise TracingError(
                    f"{name} lies at sea (lon {lon:.2f}, lat {lat:.2f}), where no {leg.mode} goes; "
                    "give a place on land or another mode"
                )


def _afloat_km(leg: Leg) -> float:
    """Return how much of a straight leg lies on water, kilometres."""
    import numpy as np

    from geo.tracing.path_smoothing import great_circle
    from geo.tracing.water import open_water

    lons, lats, _ = great_circle(leg.line[0], leg.line[-1], STEP_KM)
    water = open_water()
    afloat = [water.is_clear(lons[i : i + 1], lats[i : i + 1]) for i in range(len(lons))]
    return float(np.mean(afloat)) * leg.length_km


def _is_at_sea(place: LonLat) -> bool:
    """Tell whether there is nothing but water at a place and some way around it."""
    import numpy as np

    from geo.tracing.water import open_water

    angles = np.radians(np.arange(0, 360, 30))
    high = OFFSHORE_KM / KM_PER_DEGREE
    wide = high / max(0.02, math.cos(math.radians(place[1])))
    lons = np.concatenate(([place[0]], place[0] + wide * np.sin(angles)))
    lats = np.concatenate(([place[1]], place[1] + high * np.cos(angles)))
    return open_water().is_clear(lons, np.clip(lats, -90, 90))
