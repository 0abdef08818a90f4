"""How well corridors are found in passages told as real articles tell them.

Gentler on words and stricter on sense than :mod:`geo.evaluation.corridors`: a passage tells one way in many words, so
phrases need only meet. A way of the gold is *detected* where a found one meets its phrase (or has its ends); its *ends*
are right where moreover the modes are compatible (``multimodal`` with any) and first and last stop agree, or the name
does; it is *whole* where every stop agrees in order. Ways that cannot be drawn are asked of nobody: finding them is
neither praised nor punished.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Way = Mapping[str, Any]

__all__ = ["WayScores", "ends_agree", "key", "meet", "score_ways", "whole_agrees"]

GENERIC = re.compile(
    r"\b(port of|port|ports|the|city of|international airport|airport|airfield|railway|railroad|corridor|route|canal"
    r"|pipeline|system|line|highway|harbou?r|crossing|station|province|region)\b"
)


def key(name: str | None) -> str:
    """Fold a name for comparison: no accents, no marks, no generic words.

    Examples
    --------
    >>> key("Port of Poti") == key("Poti"), key("São Luís")
    (True, 'saoluis')
    """
    plain = unicodedata.normalize("NFKD", (name or "").lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", GENERIC.sub(" ", plain))


@dataclass(frozen=True, slots=True)
class WayScores:
    """Counts and the measures made of them.

    Attributes
    ----------
    gold, found
        Ways asked for; ways found, without those that answer for one that cannot be drawn.
    detected, ends, whole
        How many were.
    mode, status
        Of the detected ones, how many have the right mode, the right status.
    invented
        Ways found in passages without any.
    empty
        Passages without any.
    """

    gold: int
    found: int
    detected: int
    ends: int
    whole: int
    mode: int
    status: int
    invented: int
    empty: int
    missed: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def f1(self, level: str = "detected") -> float:
        """Return the harmonic mean of precision and recall at a level: ``detected``, ``ends`` or ``whole``."""
        return 2 * int(getattr(self, level)) / max(self.found + self.gold, 1)

    def as_dict(self) -> dict[str, float | int]:
        """Return all measures as plain numbers, to four decimals."""
        return {
            "gold": self.gold,
            "found": self.found,
            "precision": round(self.detected / max(self.found, 1), 4),
            "recall": round(self.detected / max(self.gold, 1), 4),
            "detection": round(self.f1(), 4),
            "ends": round(self.f1("ends"), 4),
            "whole": round(self.f1("whole"), 4),
            "mode": round(self.mode / max(self.detected, 1), 4),
            "status": round(self.status / max(self.detected, 1), 4),
            "invented": self.invented,
            "empty": self.empty,
        }


def score_ways(gold: Sequence[Way], found: Sequence[Way]) -> WayScores:
    """Score what was found in passages against their gold.

    Parameters
    ----------
    gold
        For each passage ``id`` and ``corridors``: ``start``, ``end`` (code points, end exclusive), ``name``, ``mode``,
        ``status``, ``directed``, ``waypoints``, ``drawable``.
    found
        The same passages in the same order, as ``corridors geoparse`` writes them.

    Raises
    ------
    ValueError
        If the two have not as many passages.

    Examples
    --------
    >>> line = {"start": 0, "end": 9, "name": None, "mode": "rail", "status": "closed", "waypoints": ["Kars", "Gyumri"]}
    >>> scores = score_ways([{"id": "a", "corridors": [line]}], [{"corridors": [{**line, "status": "operating"}]}])
    >>> scores.whole, scores.status
    (1, 0)
    """
    counts = dict.fromkeys(("gold", "found", "detected", "ends", "whole", "mode", "status", "invented", "empty"), 0)
    missed: list[tuple[str, str]] = []
    for passage, answer in zip(gold, found, strict=True):
        ways, others = list(passage["corridors"]), list(answer["corridors"])
        if not ways:
            counts["empty"] += 1
            counts["invented"] += len(others)
        counts["found"] += len(others)
        for way, number in matched(ways, others):
            if not way.get("drawable", True):
                counts["found"] -= number is not None
                continue
            counts["gold"] += 1
            if number is None:
                missed.append((str(passage.get("id")), str(way.get("phrase"))))
                continue
            counts["detected"] += 1
            counts["ends"] += ends_agree(way, others[number])
            counts["whole"] += whole_agrees(way, others[number])
            counts["mode"] += way["mode"] == others[number]["mode"]
            counts["status"] += way["status"] == others[number]["status"]
    return WayScores(**counts, missed=tuple(missed))


def matched(ways: Sequence[Way], others: Sequence[Way]) -> list[tuple[Way, int | None]]:
    """Return each way of the gold with the number of the found one that answers for it, ``None`` where none does.

    Parameters
    ----------
    ways
        The gold of a passage.
    others
        What was found in it; each answers for one way at most, the best it can.
    """
    used: set[int] = set()
    found: list[tuple[Way, int | None]] = []
    for way in sorted(ways, key=lambda each: not each.get("drawable", True)):
        fitting = [n for n, other in enumerate(others) if n not in used and (meet(way, other) or _has_ends(way, other))]
        best: int | None = None
        if fitting:
            drawable = way.get("drawable", True)
            best = max(fitting, key=lambda n: _agreement(way, others[n])) if drawable else fitting[0]
            used.add(best)
        found.append((way, best))
    return found


def meet(way: Way, other: Way) -> bool:
    """Tell whether the phrases of two ways overlap."""
    return bool(other["start"] < way["end"] and way["start"] < other["end"])


def _has_ends(way: Way, other: Way) -> bool:
    return ends_agree(way, other) and bool(_stops(way))


def _agreement(way: Way, other: Way) -> tuple[bool, bool, bool]:
    return whole_agrees(way, other), ends_agree(way, other), _modes_agree(way, other)


def _modes_agree(way: Way, other: Way) -> bool:
    return way["mode"] == other["mode"] or "multimodal" in (way["mode"], other["mode"])


def _stops(way: Way) -> list[str]:
    return [folded for folded in map(key, way.get("waypoints") or ()) if folded]


def _names_agree(way: Way, other: Way) -> bool:
    mine, its = key(way.get("name")), key(other.get("name")) or key(other.get("phrase"))
    return bool(mine and its and (mine in its or its in mine))


def ends_agree(way: Way, other: Way) -> bool:
    """Tell whether a found way has the gold's name or the gold's two ends, and a compatible mode."""
    if not _modes_agree(way, other):
        return False
    mine, its = _stops(way), _stops(other)
    named = bool(way.get("name")) and _names_agree(way, other)
    if named and (not mine or not its or {mine[0], mine[-1]} == {its[0], its[-1]}):
        return True
    if not mine or not its:
        return False
    ends, others = (mine[0], mine[-1]), (its[0], its[-1])
    return ends == others or (not way.get("directed") and ends == others[::-1])


def whole_agrees(way: Way, other: Way) -> bool:
    """Tell whether moreover every stop agrees, in order."""
    if not ends_agree(way, other):
        return False
    mine, its = _stops(way), _stops(other)
    if way.get("name") and _names_agree(way, other) and not mine:
        return True
    return mine == its or (not way.get("directed") and mine == its[::-1])
