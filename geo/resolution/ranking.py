"""Weigh the records that share a name.

Every candidate gets a score that is a weighted sum of a few clues; a softmax over the candidates of one name turns
scores into shares that sum to one. The first round judges each by itself; in the second and third it also gains from
the company of what the round before made of the other names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from geo.gazetteer import fold
from geo.resolution.candidates import is_strange, lookup_for, rough_km
from geo.resolution.context import clues_in_company, field_of, homes_of
from geo.resolution.mention_groups import hints_of, names_of
from geo.resolution.qualifiers import Binding
from geo.resolution.scope import scope_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Mention, Record
    from geo.resolution.candidates import Candidates
    from geo.resolution.context import Field
    from geo.resolution.mention_groups import Name
    from geo.resolution.ranking_weights import Weights

__all__ = ["Ranked", "Scored", "rank", "softmax"]

TWIN_KM = 8.0
TWIN_DEGREES = 0.1  # of latitude: farther apart than TWIN_KM
LEAST_SHARE = 1e-4  # what is less likely is no alternative
MOST_KEPT = 20
BOOK = 30_000  # characters; of what is longer only so much is read again where a name is judged by its own sentence
FAME, FEW_WORDS, FALL = 1.5, 50, 3
"""How much fame counts in the shortest text, in how many words half as much, and how steeply it falls."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its share of the belief, 0 to 1; strange where the name is quite another word than its own."""

    record: Record
    score: float
    is_strange: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A name with its candidates, best first.

    Attributes
    ----------
    unknown
        The share of the belief that the name means something the gazetteer does not know.
    note
        Why the best is not what the name would mean by itself; ``""`` where it is.
    refusal
        Why none of the candidates is meant; ``""`` where the shares alone decide.
    """

    name: Name
    candidates: tuple[Scored, ...]
    unknown: float = 1.0
    note: str = ""
    refusal: str = ""

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
    passed_over: Sequence[Mention] = (),
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
    passed_over
        Further mentions, which are to say nothing.

    Returns
    -------
    Names in the order of their first mention; a name without candidates has none.
    """
    lookup = lookup_for(gazetteer)
    named = names_of(document.text, mentions, gazetteer)
    read = sorted([*mentions, *passed_over], key=lambda mention: mention.start)
    names = [*named, *hints_of(document.text, read, lambda name: lookup.says_where(name, gazetteer))]
    candidates = [lookup.bound(name.text, name.binding, gazetteer) for name in names]
    if not named:
        return []
    peoples, scope = homes_of(mentions, gazetteer), scope_of(document.text)
    field = field_of(names, candidates)
    shares = softmax(field.alone @ weights.alone, field.starts)
    fame = 0.0 if focus else _fame(document.text)  # who says what a text is about knows better than fame
    for round_ in (weights.second, weights.third):
        company = clues_in_company(field, shares, lookup, peoples=peoples, scope=scope, focus=focus)
        scores = np.hstack([field.alone, company]) @ round_
        shares = softmax(scores + fame * field.fame, field.starts)
    ranked = _by_themselves(_ranked(field, shares), document, mentions, gazetteer, weights)
    return _beside_bound(ranked, document, mentions, gazetteer, weights)


def _by_themselves(
    ranked: list[Ranked], document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, weights: Weights
) -> list[Ranked]:
    """Judge a name by its own sentence that is explained only later, in another one, as something less known.

    Who writes of Hull and Zeebrugge, and then of Hull, Quebec, spoke of another Hull before.
    """
    bound: dict[str, set[int]] = {}
    for reading in ranked:
        if reading.name.binding.within is not None:
            bound.setdefault(fold(reading.name.text), set()).update(m.sentence for m in reading.name.mentions)
    for index, reading in enumerate(ranked):
        own = {m.sentence for m in reading.name.mentions}
        later = bound.get(fold(reading.name.text))
        if later is None or reading.name.binding != Binding() or own & later:
            continue
        here = [m for m in mentions if m.sentence in own]
        alone = {r.name.mentions: r for r in _near(reading, document, here, gazetteer, weights)}
        if len(alone) > 1:
            ranked = [alone.get(r.name.mentions, r) if i == index or _is_open(r) else r for i, r in enumerate(ranked)]
    return ranked


def _beside_bound(
    ranked: list[Ranked], document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, weights: Weights
) -> list[Ranked]:
    """Judge names that are open by themselves where all the others are bound: "from Poti to Moscow, Idaho".

    What the words beside it bind says nothing of where the rest of a text plays.
    """
    free = [r for r in ranked if r.name.binding == Binding()]
    if len(free) == len(ranked) or not free or not all(map(_is_open, free)):
        return ranked
    kept = {m.start for r in free for m in r.name.mentions}
    here = [m for m in mentions if m.start in kept]
    others = [m for m in mentions if m.start not in kept]
    alone = {r.name.mentions: r for r in rank(document, here, gazetteer, weights, passed_over=others)}
    return [alone.get(r.name.mentions, r) for r in ranked]


def _near(
    reading: Ranked, document: Document, here: Sequence[Mention], gazetteer: Gazetteer, weights: Weights
) -> list[Ranked]:
    """Rank the names of some sentences by themselves; in a book by what stands around a name's first mention."""
    if len(document.text) <= BOOK:
        return rank(document, here, gazetteer, weights)
    start = max(0, reading.name.starts[0] - BOOK // 2)
    around = [m for m in here if start <= m.start and m.end <= start + BOOK]
    moved = {replace(m, start=m.start - start, end=m.end - start): m for m in around}
    excerpt = replace(document, text=document.text[start : start + BOOK])
    return [
        replace(found, name=_moved_back(found.name, moved, reading.name))
        for found in rank(excerpt, list(moved), gazetteer, weights)
    ]


def _moved_back(name: Name, moved: Mapping[Mention, Mention], whole: Name) -> Name:
    """Return a name of an excerpt as it stands in the text; the one that was asked for with all its mentions."""
    mentions = tuple(moved[mention] for mention in name.mentions)
    if whole.mentions[0] in mentions and name.text == whole.text:
        return whole
    return replace(name, mentions=mentions, starts=tuple(mention.start for mention in mentions))


def _is_open(reading: Ranked) -> bool:
    return bool(reading.candidates) and reading.unknown > reading.best.score


def _fame(text: str) -> float:
    """Return how much fame counts beside what the weights say: much in a sentence, nothing in an article.

    The weights were learned from whole articles, in which ten names and all the other words say where a text plays. In
    one sentence one other name is no reason why London should be the one in Ontario.
    """
    words = text.count(" ") + 1
    return FAME / (1 + (words / FEW_WORDS) ** FALL)


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
    sizes = np.empty_like(starts)
    sizes[:-1], sizes[-1] = starts[1:], len(scores)
    sizes -= starts
    if not sizes.all():
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
    kept: list[Scored] = []
    for i in likely[:MOST_KEPT]:
        record, share = records[i], shares[i]
        for k, other in enumerate(kept):
            if record.kind == other.record.kind and _are_twins(record, other.record):
                kept[k] = replace(other, score=other.score + share)
                break
        else:
            kept.append(Scored(record, share, is_strange(candidates.matches[i])))
    return tuple(sorted(kept, key=lambda each: (-each.score, each.record.id)))


def _are_twins(a: Record, b: Record) -> bool:
    return a.id == b.id or (abs(a.lat - b.lat) < TWIN_DEGREES and rough_km(a, b) <= TWIN_KM)
