"""Weigh the records that share a name.

Every candidate gets a score that is a weighted sum of a few clues; a softmax over the candidates of one name turns
scores into shares that sum to one. The first round judges each by itself; in the second and third it also gains from
the company of what the round before made of the other names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.resolution.candidates import lookup_for, rough_km
from geo.resolution.company import clues_in_company, field_of, homes_of
from geo.resolution.names import hints_of, names_of
from geo.resolution.scope import scope_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Mention, Record
    from geo.resolution.candidates import Candidates
    from geo.resolution.company import Field
    from geo.resolution.names import Name
    from geo.resolution.weights import Weights

__all__ = ["Ranked", "Scored", "rank", "softmax"]

TWIN_KM = 8.0
TWIN_DEGREES = 0.1  # of latitude: farther apart than TWIN_KM
LEAST_SHARE = 1e-4  # what is less likely is no alternative
MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its share of the belief, 0 to 1."""

    record: Record
    score: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A name with its candidates, best first.

    Attributes
    ----------
    unknown
        The share of the belief that the name means something the gazetteer does not know.
    note
        Why the best is not what the name would mean by itself; ``""`` where it is.
    """

    name: Name
    candidates: tuple[Scored, ...]
    unknown: float = 1.0
    note: str = ""

    @property
    def best(self) -> Scored:
        """The candidate with the largest share."""
        return self.candidates[0]


def rank(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    weights: Weights,
    *,
    focus: frozenset[str] = frozenset(),
) -> list[Ranked]:
    """Rank the candidates of every name in a document.

    Parameters
    ----------
    document
        Where the mentions stand.
    mentions
        As recognised.
    gazetteer
        Where candidates come from.
    weights
        Of the clues.
    focus
        Countries (ISO 3166-1 alpha-2) that the document is known to be about.

    Returns
    -------
    Names in the order of their first mention; a name without candidates has none.
    """
    lookup = lookup_for(gazetteer)
    named = names_of(document.text, mentions, gazetteer)
    names = [*named, *hints_of(document.text, mentions, lambda name: lookup.says_where(name, gazetteer))]
    candidates = [lookup.candidates(name.text, gazetteer) for name in names]
    if not named:
        return []
    peoples, scope = homes_of(mentions, gazetteer), scope_of(document.text)
    field = field_of(names, candidates)
    shares = softmax(field.alone @ weights.alone, field.starts)
    for round_ in (weights.second, weights.third):
        company = clues_in_company(field, shares, lookup, peoples=peoples, scope=scope, focus=focus)
        shares = softmax(np.hstack([field.alone, company]) @ round_, field.starts)
    return _ranked(field, shares)


def softmax(scores: NDArray[np.float64], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Turn scores into shares that sum to one within each group.

    Parameters
    ----------
    scores
        Of all candidates, group by group.
    starts
        Where each group begins; an empty group begins where the next does.

    Examples
    --------
    >>> softmax(np.log([1.0, 3.0, 5.0]), np.array([0, 2])).tolist()
    [0.25, 0.75, 1.0]
    """
    if not len(scores):
        return scores
    sizes = np.diff(starts, append=len(scores))
    starts, sizes = starts[sizes > 0], sizes[sizes > 0]
    powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    return np.asarray(powers / np.repeat(np.add.reduceat(powers, starts), sizes), dtype=np.float64)


def _ranked(field: Field, shares: NDArray[np.float64]) -> list[Ranked]:
    ranked = []
    all_, starts = shares.tolist(), field.starts.tolist()
    ends = [*starts[1:], len(all_)]
    for index, name in enumerate(field.names):
        if not name.mentions:
            break  # hints come last
        own = all_[starts[index] : ends[index]]
        ranked.append(Ranked(name, _without_twins(field.candidates[index], own[:-1]), own[-1]))
    return ranked


def _without_twins(candidates: Candidates, shares: list[float]) -> tuple[Scored, ...]:
    """Put the likeliest first; join records of two sources that are one place: one kind, a few kilometres apart."""
    records = [match.record for match in candidates.matches]
    likely = [i for i, share in enumerate(shares) if share >= LEAST_SHARE]
    likely.sort(key=lambda i: (-shares[i], records[i].id))
    kept: list[tuple[Record, float]] = []
    for i in likely[:MOST_KEPT]:
        record, share = records[i], shares[i]
        for k, (other, so_far) in enumerate(kept):
            if record.kind == other.kind and abs(record.lat - other.lat) < TWIN_DEGREES and _are_twins(record, other):
                kept[k] = (other, so_far + share)
                break
        else:
            kept.append((record, share))
    return tuple(Scored(*pair) for pair in sorted(kept, key=lambda pair: (-pair[1], pair[0].id)))


def _are_twins(a: Record, b: Record) -> bool:
    return a.id == b.id or rough_km(a, b) <= TWIN_KM
