"""Where to look for a name that no record could be tied to: a street, a school, a hamlet that no gazetteer knows.

Such a name gives no place and has no record. What it contains and what stands beside it in the text say all the same
where it likely is; how often that was right in news is measured and stated.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from geo.gazetteer import fold
from geo.resolution.candidates import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.model import Mention, Record
    from geo.resolution.ranking import Ranked

__all__ = ["BESIDE", "FAR", "NAMED", "Beside", "whereabouts"]

NAMED, BESIDE, FAR = 0.9, 0.75, 0.6
"""How often, in news, an unknown name lies within 161 km of the place it is named after (29 of 30 names of three
corpora), of a town that stands near it in the text (292 of 379), and of the nearest town of the text where all stand
farther (25 of 38)."""
REACH = 1000  # characters
LEAST_TOWN = 0.5  # a town this sure tells where what stands beside it is
TOWNS = frozenset({"capital", "city", "county", "site", "airport", "port"})
WORD = re.compile(r"[\w’'.]+")


class Beside(NamedTuple):
    """A record near which an unresolved name likely is, and how sure that is.

    Attributes
    ----------
    confidence
        0 to 1: :data:`NAMED`, :data:`BESIDE`, :data:`FAR`, or the share of a namesake.
    """

    record: Record
    confidence: float


def whereabouts(unresolved: Iterable[Ranked], resolved: Iterable[Ranked]) -> dict[int, Beside]:
    """Say for mentions without a record where they likely are, by the mention's start.

    Parameters
    ----------
    unresolved
        Names to which no record could be tied.
    resolved
        Those to which one could; only towns, counties and facilities among them that are sure enough tell something.

    Returns
    -------
    The town of the text that a name contains ("Belfast Magistrates' Court" where Belfast is named), else the town that
    stands nearest in the text, unless that is far and the name has namesakes: then the likeliest of these. A mention
    of which nothing can be said is left out.
    """
    sure = [
        (name, name.best.record)
        for name in resolved
        if name.best.score >= LEAST_TOWN and kind_of(name.best.record) in TOWNS
    ]
    by_name = {fold(name.name.text): record for name, record in sure}
    towns = sorted(((m.start, record) for name, record in sure for m in name.name.mentions), key=lambda town: town[0])
    starts = [start for start, _ in towns]
    found = {}
    for name in unresolved:
        for mention in name.name.mentions:
            place = _near(name, mention, by_name, towns, starts)
            if place is not None:
                found[mention.start] = place
    return found


def _near(
    name: Ranked,
    mention: Mention,
    by_name: Mapping[str, Record],
    towns: Sequence[tuple[int, Record]],
    starts: Sequence[int],
) -> Beside | None:
    named = next((by_name[part] for part in _parts(mention.name) if part in by_name), None)
    if named is not None:
        return Beside(named, NAMED)
    after = bisect_left(starts, mention.start)
    near = min(towns[max(0, after - 1) : after + 1], key=lambda town: abs(town[0] - mention.start), default=None)
    if near is not None and abs(near[0] - mention.start) <= REACH:
        return Beside(near[1], BESIDE)
    if name.candidates:
        return Beside(name.best.record, min(1.0, name.best.score))
    return Beside(near[1], FAR) if near is not None else None


def _parts(name: str) -> Iterator[str]:
    """Yield the folded runs of words inside a name, longest first, without the name itself.

    Examples
    --------
    >>> list(_parts("Greater Suva Area"))
    ['greater suva', 'suva area', 'greater', 'suva', 'area']
    """
    words = [(word.start(), word.end()) for word in WORD.finditer(name)]
    for size in range(len(words) - 1, 0, -1):
        for first in range(len(words) - size + 1):
            yield fold(name[words[first][0] : words[first + size - 1][1]])
