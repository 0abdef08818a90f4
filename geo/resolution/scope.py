"""What the plain words of a text say of its scope: a town and its school, or governments and their troops.

Sheriffs, school boards and county fairs belong to the pages of a local paper, whose Paris may well be in Tennessee;
ministers, embassies and sanctions do not. A few words belong to one country's way of life or spelling.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from geo.csv_tables import data_table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LOCAL", "WORLD", "scope_of"]

FILE = "scope-words.csv"
LOCAL, WORLD = "local", "world"
WORD = re.compile(r"[a-z]{2,}")
PER_WORDS = 100.0


@cache
def _scopes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, row in data_table(FILE, columns=("scope", "words")):
        for word in row["words"].split():
            found[word] = (*found.get(word, ()), row["scope"])
    return found


def scope_of(text: str) -> Mapping[str, float]:
    """Return how strongly a text speaks of each scope, on a scale that grows slowly.

    Returns
    -------
    For ``"local"``, ``"world"`` and the ISO 3166-1 codes of some countries, the logarithm of one more than the number
    of their words in a hundred; scopes without a word are left out.

    Examples
    --------
    >>> sorted(scope_of("The sheriff said that the school was closed."))
    ['US', 'local']
    """
    words = WORD.findall(text)
    scopes = _scopes()
    counts = Counter(scope for word in scopes.keys() & set(words) for scope in scopes[word])
    return {scope: math.log1p(PER_WORDS * count / (len(words) + PER_WORDS)) for scope, count in counts.items()}
