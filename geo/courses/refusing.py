"""Which straight lines would be false, so that none is drawn: the reader is told why instead.

Where no way was found, a straight line says "from here to there". It is false where there is no way to find: across a
closed border, between two railways that do not meet, over a thousand kilometres of open land, over land by sea.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import TracingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model import Leg, Mode

__all__ = ["refuse_false"]

LONGEST_KM: Mapping[Mode, float] = {"rail": 300.0, "road": 1000.0, "waterway": 1000.0, "sea": 200.0}
"""A longer straight leg of a mode is false: a railway of 300 km is on the world's network, a voyage on its water."""
CLOSED = "closed"


def refuse_false(legs: Sequence[Leg]) -> None:
    """Refuse a line with a straight leg that would be false.

    Parameters
    ----------
    legs
        As :func:`geo.tracing.trace` gives them, for a way whose course nobody has set down.

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
        if leg.precision != "straight" or leg.mode not in LONGEST_KM:
            continue
        if leg.reason.startswith(CLOSED) or leg.length_km > LONGEST_KM[leg.mode]:
            raise TracingError(
                f"{leg.start}–{leg.end}: {leg.reason}; a straight line of {leg.length_km:,.0f} km would be false"
            )
