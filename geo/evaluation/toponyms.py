"""How well names are found, placed and told apart.

The measures are those of Gritta, Pilehvar and Collier, "A Pragmatic Guide to Geoparsing Evaluation" (2020): precision,
recall and F of spans; accuracy within 161 km (100 miles), mean and median error and the area under the curve of log
errors for names that were found; and the figure that matters to a reader of a map, the share of all gold that was
found *and* put where it belongs. Neutral spans (demonyms, languages, names inside an organisation's name) are neither
asked for nor punished.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from geo.geodesy import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.evaluation.gold import GoldDocument, GoldToponym
    from geo.model import LonLat

__all__ = [
    "FAR_KM",
    "Fault",
    "FaultKind",
    "Rate",
    "Shares",
    "ToponymScores",
    "area_under_errors",
    "faults_of",
    "score_toponyms",
]

RIGHT_KM = 161.0
FAR_KM = 20_039.0
"""Half the Earth's circumference, as the Pragmatic Guide has it: no error is larger."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    right: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1; ``None`` where there was nothing to get right."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Shares:
    """Precision and recall.

    Examples
    --------
    >>> Shares(precision=Rate(8, 10), recall=Rate(8, 16)).f1
    0.6153846153846154
    """

    precision: Rate
    recall: Rate

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; ``None`` where nothing was asked and nothing found."""
        if not self.precision.of and not self.recall.of:
            return None
        p, r = self.precision.share or 0.0, self.recall.share or 0.0
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class ToponymScores:
    """The scores of some documents.

    Attributes
    ----------
    strict, overlap
        Of spans: the same start and end, or at least one character in common.
    placed
        Names found with the exact span and within 161 km, of those found whose gold has a point.
    end_to_end, countries, others
        The same, of *all* gold with a point; of that which is a country; of that which is none.
    errors_km
        Kilometres from the gold for each name found that was given a point, sorted.
    roles
        Names whose role is right, of those found whose gold tells it.
    associative
        Precision and recall of the associative role among these.
    """

    documents: int
    strict: Shares
    overlap: Shares
    placed: Rate
    end_to_end: Rate
    countries: Rate
    others: Rate
    errors_km: tuple[float, ...] = field(repr=False)
    roles: Rate
    associative: Shares

    @property
    def mean_km(self) -> float | None:
        """Mean error of the names that were given a point."""
        return statistics.fmean(self.errors_km) if self.errors_km else None

    @property
    def median_km(self) -> float | None:
        """Median error of the names that were given a point."""
        return statistics.median(self.errors_km) if self.errors_km else None

    @property
    def auc(self) -> float | None:
        """Area under the curve of log errors, 0 (all exact) to 1 (all at the other end of the Earth)."""
        return area_under_errors(self.errors_km)

    def as_dict(self) -> dict[str, Any]:
        """Return all measures as plain numbers; ``None`` where a corpus tells nothing."""
        return {
            "documents": self.documents,
            "gold": self.strict.recall.of,
            "found": self.strict.precision.of,
            "strict": _shares(self.strict),
            "overlap": _shares(self.overlap),
            "accuracy_161km": _rounded(self.placed.share),
            "mean_km": _rounded(self.mean_km, 1),
            "median_km": _rounded(self.median_km, 1),
            "auc": _rounded(self.auc),
            "end_to_end": _rounded(self.end_to_end.share),
            "end_to_end_gold": self.end_to_end.of,
            "end_to_end_countries": _rounded(self.countries.share),
            "end_to_end_others": _rounded(self.others.share),
            "role_accuracy": _rounded(self.roles.share),
            "associative": _shares(self.associative),
        }


def _shares(shares: Shares) -> dict[str, float | None]:
    return {
        "precision": _rounded(shares.precision.share),
        "recall": _rounded(shares.recall.share),
        "f1": _rounded(shares.f1),
    }


def _rounded(number: float | None, digits: int = 4) -> float | None:
    return None if number is None else round(number, digits)


def area_under_errors(errors_km: Sequence[float]) -> float | None:
    """Return the area under the sorted log errors, as a share of the largest possible.

    Parameters
    ----------
    errors_km
        Errors in kilometres, in any order.

    Returns
    -------
    0 (all exact) to 1 (all half the Earth away), by the trapezoidal rule; ``None`` without errors.

    References
    ----------
    Gritta, Pilehvar, Limsopatham and Collier (2018), "What's missing in geographical parsing?",
    doi:10.1007/s10579-017-9385-8.

    Examples
    --------
    >>> area_under_errors([0.0, 0.0]), round(area_under_errors([20_038.0, 20_038.0]), 6)
    (0.0, 1.0)
    """
    if not errors_km:
        return None
    logs = sorted(math.log(km + 1) for km in errors_km)
    if len(logs) == 1:
        return logs[0] / math.log(FAR_KM)
    area = sum(logs) - (logs[0] + logs[-1]) / 2
    return area / ((len(logs) - 1) * math.log(FAR_KM))


FaultKind = Literal["missed", "invented", "unplaced", "misplaced", "role"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that went wrong.

    Attributes
    ----------
    kind
        ``missed``: marked but not found; ``invented``: found but not marked; ``unplaced``: found without a point;
        ``misplaced``: more than 161 km off; ``role``: the wrong role.
    detail
        What was said instead, in a few words.
    """

    kind: FaultKind
    start: int
    phrase: str
    detail: str = ""


def faults_of(document: GoldDocument, predicted: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return what went wrong in one document, in reading order.

    Parameters
    ----------
    document
        The gold.
    predicted
        A record of ``corridors geoparse``.

    Returns
    -------
    Names missed, invented, put in a wrong place or given a wrong role; none where all is right.

    Examples
    --------
    >>> from geo.evaluation.gold import GoldDocument, GoldToponym
    >>> gold = GoldDocument("1", "To Baku", (GoldToponym(3, 7, "Baku", (49.9, 40.4)),), None)
    >>> [(fault.kind, fault.start) for fault in faults_of(gold, {"toponyms": []})]
    [('missed', 3)]
    """
    comparison = _Comparison(document, predicted)
    found = [*comparison.missed(), *comparison.invented(), *comparison.misjudged()]
    return tuple(sorted(found, key=lambda fault: (fault.start, fault.kind)))


def score_toponyms(gold: Iterable[GoldDocument], predicted: Iterable[Mapping[str, Any]]) -> ToponymScores:
    """Score documents together.

    Parameters
    ----------
    gold
        Documents; those without annotated toponyms are passed over.
    predicted
        A record of ``corridors geoparse`` for each, in the same order.

    Returns
    -------
    Shares and errors of all documents together; errors in kilometres.

    Raises
    ------
    ValueError
        If there are more of the one than of the other.

    Examples
    --------
    >>> from geo.evaluation.gold import GoldDocument, GoldToponym
    >>> gold = GoldDocument("1", "To Baku", (GoldToponym(3, 7, "Baku", (49.9, 40.4)),), None)
    >>> score_toponyms([gold], [{"toponyms": []}]).strict.recall
    Rate(right=0, of=1)
    """
    pairs = [_Comparison(g, p) for g, p in zip(gold, predicted, strict=True) if g.toponyms is not None]
    asked = sum(len(pair.asked) for pair in pairs)
    found = sum(len(pair.found) for pair in pairs)
    located = [(g, p) for pair in pairs for g, p in pair.matched if g.point is not None]
    wanted = [g for pair in pairs for g in pair.asked if g.point is not None]
    right = [g for g, p in located if is_right(g, p)]
    told = [(g.role, p["role"]) for pair in pairs for g, p in pair.matched if g.role is not None]
    both = sum(g == p == "associative" for g, p in told)
    exact = sum(len(pair.matched) for pair in pairs)
    return ToponymScores(
        documents=len(pairs),
        strict=Shares(Rate(exact, found), Rate(exact, asked)),
        overlap=Shares(
            Rate(sum(pair.touching_found() for pair in pairs), found),
            Rate(sum(pair.touched_gold() for pair in pairs), asked),
        ),
        placed=Rate(len(right), len(located)),
        end_to_end=Rate(len(right), len(wanted)),
        countries=Rate(sum(g.is_country for g in right), sum(g.is_country for g in wanted)),
        others=Rate(sum(not g.is_country for g in right), sum(not g.is_country for g in wanted)),
        errors_km=tuple(sorted(km for g, p in located if (km := error_km(g, p)) is not None)),
        roles=Rate(sum(g == p for g, p in told), len(told)),
        associative=Shares(
            Rate(both, sum(p == "associative" for _, p in told)), Rate(both, sum(g == "associative" for g, _ in told))
        ),
    )


def error_km(gold: GoldToponym, predicted: Mapping[str, Any]) -> float | None:
    """Measure how far a predicted toponym lies from the gold; ``None`` where either has no point."""
    if gold.point is None or predicted.get("lat") is None:
        return None
    there: LonLat = (predicted["lon"], predicted["lat"])
    return distance_km(gold.point, there)


def is_right(gold: GoldToponym, predicted: Mapping[str, Any]) -> bool:
    """Tell whether a predicted toponym lies within 161 km of the gold."""
    km = error_km(gold, predicted)
    return km is not None and km <= RIGHT_KM


class _Comparison:
    """The gold and the prediction of one document, matched by their spans."""

    def __init__(self, document: GoldDocument, predicted: Mapping[str, Any]) -> None:
        marked = document.toponyms or ()
        neutral = [g for g in marked if g.is_neutral]
        self.asked = [g for g in marked if not g.is_neutral]
        by_span = {(g.start, g.end): g for g in self.asked}
        self.found = [
            p
            for p in predicted["toponyms"]
            if (p["start"], p["end"]) in by_span or not any(_touch(g.start, g.end, p) for g in neutral)
        ]
        self.matched = [(by_span[p["start"], p["end"]], p) for p in self.found if (p["start"], p["end"]) in by_span]

    def touching_found(self) -> int:
        return sum(any(_touch(g.start, g.end, p) for g in self.asked) for p in self.found)

    def touched_gold(self) -> int:
        return sum(any(_touch(g.start, g.end, p) for p in self.found) for g in self.asked)

    def missed(self) -> Iterator[Fault]:
        exact = {(g.start, g.end) for g, _ in self.matched}
        for g in self.asked:
            if (g.start, g.end) not in exact:
                near = next((p["phrase"] for p in self.found if _touch(g.start, g.end, p)), "")
                yield Fault("missed", g.start, g.phrase, f"found {near!r}" if near else "")

    def invented(self) -> Iterator[Fault]:
        for p in self.found:
            if not any(_touch(g.start, g.end, p) for g in self.asked):
                yield Fault("invented", p["start"], p["phrase"])

    def misjudged(self) -> Iterator[Fault]:
        for g, p in self.matched:
            km = error_km(g, p)
            if km is not None and km > RIGHT_KM:
                yield Fault(
                    "misplaced",
                    g.start,
                    g.phrase,
                    f"{km:,.0f} km off at {p['name'] or 'a town beside it'} ({p['record'] or p.get('near')})",
                )
            elif km is None and g.point is not None:
                yield Fault("unplaced", g.start, g.phrase)
            if g.role is not None and g.role != p["role"]:
                yield Fault("role", g.start, g.phrase, f"{p['role']}, should be {g.role}")


def _touch(start: int, end: int, predicted: Mapping[str, Any]) -> bool:
    return bool(start < predicted["end"] and predicted["start"] < end)
