"""Numbers behind an overview: how many documents speak of each feature, when, and which speak of it most.

A feature in a document is a row of four numbers; all of an overview is reckoned from such rows, so memory grows with 24
bytes for each feature of each document and with nothing else of the corpus. numpy does the sums, for which DuckDB would
take 66 MB to install.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["Calendar", "Spoken", "month_counts", "pairs_of"]

NO_DAY = np.iinfo(np.int32).min
PAIRS_AT_ONCE = 1_000_000


@dataclass(slots=True)
class Calendar:
    """When each document was written: the place of its month, -1 where it has no date, and its day since 1970."""

    month_of: NDArray[np.int32]
    day_of: NDArray[np.int32]
    months: int


@dataclass(slots=True)
class Spoken:
    """Which documents speak of which features; filled piece by piece, then folded.

    Attributes
    ----------
    feature, document
        Their numbers.
    mentions
        How often the document speaks of the feature.
    row
        Of the table the first of these came from.
    """

    feature: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    document: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    mentions: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    row: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    _pieces: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]] = field(
        default_factory=list
    )

    def add(
        self,
        feature: NDArray[np.int32],
        document: NDArray[np.int32],
        mentions: NDArray[np.int32],
        row: NDArray[np.int64],
    ) -> None:
        """Take some more rows; what one document says of one feature need not stand together."""
        self._pieces.append((feature, document, mentions, row))

    def fold(self) -> Spoken:
        """Return the rows by feature and document, each pair once: mentions summed, the first row kept.

        Examples
        --------
        >>> spoken = Spoken()
        >>> spoken.add(*(np.array(column) for column in ([1, 0, 1], [7, 7, 7], [2, 1, 3], [0, 1, 2])))
        >>> [column.tolist() for column in (lambda s: (s.feature, s.document, s.mentions, s.row))(spoken.fold())]
        [[0, 1], [7, 7], [1, 5], [1, 0]]
        """
        if not self._pieces:
            return self
        feature, document, mentions, row = (np.concatenate(column) for column in zip(*self._pieces, strict=True))
        self._pieces.clear()
        order = np.lexsort((row, document, feature))
        feature, document, mentions, row = (column[order] for column in (feature, document, mentions, row))
        new = np.ones(len(feature), dtype=bool)
        new[1:] = (feature[1:] != feature[:-1]) | (document[1:] != document[:-1])
        starts = np.flatnonzero(new)
        return Spoken(feature[starts], document[starts], np.add.reduceat(mentions, starts), row[starts])

    def documents(self, features: int) -> NDArray[np.int64]:
        """Return how many documents speak of each feature (folded rows)."""
        return np.bincount(self.feature, minlength=features)

    def totals(self, features: int) -> NDArray[np.int64]:
        """Return how often each feature is mentioned."""
        return np.bincount(self.feature, weights=self.mentions, minlength=features).astype(np.int64)

    def days(self, features: int, calendar: Calendar) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the first and the last day on which each feature is spoken of, :data:`NO_DAY` where none is known."""
        first = np.full(features, np.iinfo(np.int32).max, np.int32)
        last = np.full(features, NO_DAY, np.int32)
        day = calendar.day_of[self.document]
        dated = day != NO_DAY
        np.minimum.at(first, self.feature[dated], day[dated])
        np.maximum.at(last, self.feature[dated], day[dated])
        first[last == NO_DAY] = NO_DAY
        return first, last

    def top(self, wanted: NDArray[np.bool_], calendar: Calendar, number: int) -> NDArray[np.int64]:
        """Return which rows are those of the documents that speak most of each wanted feature.

        Those that mention it most often come first, of these the newest, of these the first in the corpus.
        """
        rows = np.flatnonzero(wanted[self.feature])
        feature, document = self.feature[rows], self.document[rows]
        order = np.lexsort((document, -calendar.day_of[document].astype(np.int64), -self.mentions[rows], feature))
        sorted_feature = feature[order]
        starts = np.searchsorted(sorted_feature, sorted_feature, side="left")
        return rows[order[np.arange(len(order)) - starts < number]]


def month_counts(
    feature: NDArray[np.int32], document: NDArray[np.int32], calendar: Calendar
) -> dict[int, list[tuple[int, int]]]:
    """Count the documents of each month for each feature; undated documents count in none.

    Returns
    -------
    For each feature that has a dated document, its months in order, each with a number.

    Examples
    --------
    >>> calendar = Calendar(np.array([0, 2, 2, -1]), np.array([1, 70, 71, NO_DAY]), 3)
    >>> month_counts(np.array([5, 5, 5, 5]), np.array([0, 1, 2, 3]), calendar)
    {5: [(0, 1), (2, 2)]}
    """
    month = calendar.month_of[document]
    dated = month >= 0
    keys = feature[dated].astype(np.int64) * max(calendar.months, 1) + month[dated]
    found: dict[int, list[tuple[int, int]]] = {}
    for key, number in zip(*(column.tolist() for column in np.unique(keys, return_counts=True)), strict=True):
        found.setdefault(key // calendar.months, []).append((key % calendar.months, number))
    return found


def pairs_of(spoken: Spoken, rank: NDArray[np.int32]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Make the pairs of features that one document names, in pieces of bounded size.

    Parameters
    ----------
    spoken
        Folded.
    rank
        A number for each feature that is asked about, -1 for all others.

    Yields
    ------
    Pairs as ``lower rank * ranks + higher rank``, and the document of each.
    """
    ranks = int(rank.max(initial=-1)) + 1
    ranked = rank[spoken.feature]
    kept = ranked >= 0
    ranked, document = ranked[kept].astype(np.int64), spoken.document[kept].astype(np.int64)
    order = np.lexsort((ranked, document))
    ranked, document = ranked[order], document[order]
    starts = np.flatnonzero(np.r_[True, document[1:] != document[:-1]]) if len(document) else np.empty(0, np.int64)
    sizes = np.diff(np.r_[starts, len(document)])
    for size in np.unique(sizes[sizes > 1]).tolist():
        low, high = np.triu_indices(size, 1)
        own = starts[sizes == size]
        step = max(1, PAIRS_AT_ONCE // len(low))
        for i in range(0, len(own), step):
            here = own[i : i + step, None]
            codes = ranked[here + low] * ranks + ranked[here + high]
            yield codes.ravel(), np.repeat(document[own[i : i + step]], len(low))
