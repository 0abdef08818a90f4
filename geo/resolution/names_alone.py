"""Names without the words that say what they are, so that one place is called one thing: "Port of Poti", "Poti"."""

from __future__ import annotations

import re

from geo.gazetteer import fold

__all__ = ["bare"]

GENERIC = re.compile(
    r"^(?:the |city of |port of )+"
    r"|(?: (?:port|seaport|harbou?r|terminal|station|city|airport|dry port|border crossing|crossing|checkpoint))+$",
    re.IGNORECASE,
)


def bare(name: str) -> str:
    """Return a folded name without the words that say what it is.

    Examples
    --------
    >>> bare("Port of Poti"), bare("Baku port"), bare("the Dostyk border crossing"), bare("Port Said")
    ('poti', 'baku', 'dostyk', 'port said')
    """
    return fold(GENERIC.sub("", name)) or fold(name)
