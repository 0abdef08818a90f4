"""A stop by its own name, without the generic words around it."""

from __future__ import annotations

import re

from geo.corridors.joining import bare

__all__ = ["plain"]

GENERIC = re.compile(
    r"^(?:port|city|town|village|port city|municipality) of |"
    r" (?:dry port|sea ?port|port|terminal|refinery|oil ?field|gas field|field|border crossing|crossing|checkpoint"
    r"|railway station|station|airport|district|city|harbou?r|region|province|area|junction|basin)$"
)
"""Generic words that a stop goes without; capitalised ones belong to the name."""


def plain(name: str) -> str:
    """Name a stop without the generic words around it: "Khorgos dry port" → "Khorgos".

    Examples
    --------
    >>> plain("Port of Poti"), plain("Baku port"), plain("Gilan Province")
    ('Poti', 'Baku', 'Gilan Province')
    """
    short = GENERIC.sub("", bare(name))
    return short or name
