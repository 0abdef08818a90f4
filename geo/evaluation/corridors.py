"""How well corridors are found in text.

A corridor of the gold is *detected* where a found one overlaps its phrase; it is found *with its mode* where the mode
agrees too, and *whole* where moreover the waypoints are the same in the same order, either way round unless the gold
says that the movement goes one way. Each found corridor answers for one corridor of the gold at most: at each level as
many pairs are made as can be made. What is found and answers for none, above all in an item that holds no corridor at
all, costs precision.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo.errors import SourceError
from geo.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Item = Mapping[str, Any]
    Agrees = Callable[[Item, Item], bool]

__all__ = ["Agreement", "CorridorScores", "score_corridors"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision and recall at one level of strictness.

    Attributes
    ----------
    right
        Pairs of a corridor of the gold and a found one.
    found, gold
        All that were found; all that should have been.

    Examples
    --------
    >>> agreement = Agreement(right=8, found=10, gold=16)
    >>> agreement.precision, agreement.recall, round(agreement.f1, 3)
    (0.8, 0.5, 0.615)
    """

    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 1 where there was none to find."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 1 where there was nothing to find and nothing was found."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0

    def __add__(self, other: Agreement) -> Agreement:
        """Return both together, as if scored at once."""
        return Agreement(self.right + other.right, self.found + other.found, self.gold + other.gold)

    def as_dict(self) -> dict[str, float | int]:
        """Return counts and shares as plain numbers, to four decimals."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {
            "right": self.right,
            "found": self.found,
            "gold": self.gold,
            **{k: round(v, 4) for k, v in shares.items()},
        }


@dataclass(frozen=True, slots=True)
class CorridorScores:
    """The scores of some items.

    Attributes
    ----------
    items
        How many texts.
    detection, with_mode, whole
        Phrases overlap; and the mode agrees; and the waypoints agree.
    status, direction
        Corridors found whole whose status (or direction) agrees, of those found whole (``gold`` and ``found`` alike).
    negatives, negatives_clean
        Texts without a corridor, and those of them in which none was found.
    by_mode
        ``whole`` for each mode of the gold; a corridor that answers for none counts under the mode it was found with.
    missed, spurious
        What the gold has and was not found whole, and what was found and is not in the gold: number of the text, from
        0, and phrase.
    """

    items: int
    detection: Agreement
    with_mode: Agreement
    whole: Agreement
    status: Agreement
    direction: Agreement
    negatives: int
    negatives_clean: int
    by_mode: Mapping[str, Agreement] = field(default_factory=dict)
    missed: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    spurious: tuple[tuple[int, str], ...] = field(default=(), repr=False)

    def as_dict(self) -> dict[str, Any]:
        """Return all measures as plain numbers."""
        return {
            "items": self.items,
            "detection": self.detection.as_dict(),
            "with_mode": self.with_mode.as_dict(),
            "whole": self.whole.as_dict(),
            "status_accuracy": round(self.status.recall, 4),
            "direction_accuracy": round(self.direction.recall, 4),
            "negatives": self.negatives,
            "negatives_clean": self.negatives_clean,
            "by_mode": {mode: agreement.as_dict() for mode, agreement in self.by_mode.items()},
        }


def score_corridors(gold: Sequence[Item], predicted: Sequence[Item]) -> CorridorScores:
    """Score found corridors against gold.

    Parameters
    ----------
    gold
        One mapping a text, with ``corridors``: a list of ``start``, ``end`` (code points, end exclusive), ``mode``,
        ``waypoints`` (names), ``status`` and ``directed``; ``phrase`` where it is to be shown. No corridors at all is a
        statement too: whatever is found there is wrong.
    predicted
        The same of what was found, as ``corridors geoparse`` writes it, for the same texts in the same order.

    Returns
    -------
    The scores.

    Raises
    ------
    SourceError
        If there are not as many texts on both sides, or a corridor lacks what is compared.

    Examples
    --------
    >>> line = {"start": 4, "end": 18, "mode": "rail", "waypoints": ["Kars", "Gyumri"], "directed": False}
    >>> line, back = {**line, "status": "closed"}, {**line, "waypoints": ["Gyumri", "Kars"], "status": "operating"}
    >>> gold, found = [{"corridors": [line]}, {"corridors": []}], [{"corridors": [back]}, {"corridors": [back]}]
    >>> scores = score_corridors(gold, found)
    >>> scores.whole.precision, scores.whole.recall, scores.status.recall, scores.negatives_clean
    (0.5, 1.0, 0.0, 0)
    """
    if len(gold) != len(predicted):
        raise SourceError(
            f"{len(gold)} texts in the gold but {len(predicted)} predicted; expected the same texts in the same order"
        )
    items = [_ScoredItem(number, *pair) for number, pair in enumerate(zip(gold, predicted, strict=True))]
    empty = [item for item in items if not item.gold]
    whole = [pair for item in items for pair in item.whole]
    found, wanted = (sum(len(side) for side in sides) for sides in ([i.found for i in items], [i.gold for i in items]))
    return CorridorScores(
        items=len(items),
        detection=Agreement(sum(len(item.detected) for item in items), found, wanted),
        with_mode=Agreement(sum(len(item.with_mode) for item in items), found, wanted),
        whole=Agreement(len(whole), found, wanted),
        status=Agreement(sum(g["status"] == p["status"] for g, p in whole), len(whole), len(whole)),
        direction=Agreement(sum(g["directed"] == p["directed"] for g, p in whole), len(whole), len(whole)),
        negatives=len(empty),
        negatives_clean=sum(not item.found for item in empty),
        by_mode=_by_mode(items),
        missed=tuple((item.number, _phrase(each)) for item in items for each in item.missed),
        spurious=tuple((item.number, _phrase(each)) for item in items for each in item.spurious),
    )


class _ScoredItem:
    """One text: its corridors, and the pairs made at each level."""

    def __init__(self, number: int, gold: Item, found: Item) -> None:
        self.number = number
        self.gold = _corridors(gold, f"text {number} of the gold")
        self.found = _corridors(found, f"text {number} of the predictions")
        self.detected = _pairs(self.gold, self.found, _overlap)
        self.with_mode = _pairs(self.gold, self.found, _same_mode)
        self.whole = _pairs(self.gold, self.found, _same)

    @property
    def missed(self) -> list[Item]:
        """Corridors of the gold that were not found whole."""
        right = {id(gold) for gold, _ in self.whole}
        return [each for each in self.gold if id(each) not in right]

    @property
    def spurious(self) -> list[Item]:
        """Found corridors that answer for none of the gold, whole."""
        right = {id(found) for _, found in self.whole}
        return [each for each in self.found if id(each) not in right]


FIELDS = ("start", "end", "mode", "waypoints", "status", "directed")


def _corridors(item: Item, where: str) -> list[Item]:
    corridors = item.get("corridors")
    if not isinstance(corridors, list | tuple):
        raise SourceError(f'{where} has no list "corridors"; an empty list says that there are none')
    for each in corridors:
        missing = [name for name in FIELDS if name not in each]
        if missing:
            raise SourceError(f"{where}: a corridor lacks {', '.join(missing)}; expected {', '.join(FIELDS)}")
    return list(corridors)


def _overlap(gold: Item, found: Item) -> bool:
    return bool(gold["start"] < found["end"] and found["start"] < gold["end"])


def _same_mode(gold: Item, found: Item) -> bool:
    return _overlap(gold, found) and bool(gold["mode"] == found["mode"])


def _same(gold: Item, found: Item) -> bool:
    if not _same_mode(gold, found):
        return False
    wanted, names = ([fold(name) for name in side["waypoints"]] for side in (gold, found))
    return wanted == names or (not gold["directed"] and wanted == names[::-1])


def _pairs(gold: Sequence[Item], found: Sequence[Item], agrees: Agrees) -> list[tuple[Item, Item]]:
    """Pair as many as agree, each at most once: augmenting paths, as in Kuhn's algorithm."""
    taken: dict[int, int] = {}  # number of a found corridor → number of the gold it answers for

    def give(number: int, tried: set[int]) -> bool:
        for candidate, each in enumerate(found):
            if candidate in tried or not agrees(gold[number], each):
                continue
            tried.add(candidate)
            if candidate not in taken or give(taken[candidate], tried):
                taken[candidate] = number
                return True
        return False

    for number in range(len(gold)):
        give(number, set())
    return [(gold[number], found[candidate]) for candidate, number in sorted(taken.items())]


def _by_mode(items: Sequence[_ScoredItem]) -> dict[str, Agreement]:
    right, found, gold = Counter[str](), Counter[str](), Counter[str]()
    for item in items:
        right.update(each["mode"] for each, _ in item.whole)
        found.update(each["mode"] for each in item.found)
        gold.update(each["mode"] for each in item.gold)
    return {mode: Agreement(right[mode], found[mode], gold[mode]) for mode in sorted({*found, *gold})}


def _phrase(corridor: Item) -> str:
    return str(corridor.get("phrase") or f"{corridor['start']}-{corridor['end']}")
