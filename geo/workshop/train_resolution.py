"""Learn the weights of resolution from gold: ``python -m geo.workshop.train_resolution CORPUS.jsonl …``.

A corpus holds one JSON object a line: ``text`` and ``toponyms`` with ``start``, ``end``, ``lat`` and ``lon``. A
candidate is right when it lies within 161 km (100 miles) of the gold point, or is the country or region that the point
stands for. Every name in a document is a small contest between its candidates; the weights are those under which the
right ones win most surely (conditional logit).

Corpora given with ``--sparse`` mark one name a text: the others are recognised, and what a record has for itself gets
weights of its own there, which are thrown away. An encyclopedia has an article for every Springfield, whatever its
size: it teaches what company says, and nothing of what is usually meant.

``--across`` trains without each corpus in turn and says how well it does on that one.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from geo.evaluation.gold import as_mentions, read_gold
from geo.evaluation.toponyms import RIGHT_KM
from geo.gazetteer import Gazetteer
from geo.geodesy import haversine_km
from geo.reading import document as as_document
from geo.recognition import recognise
from geo.resolution import candidates
from geo.resolution.candidates import lookup_for
from geo.resolution.context import clues_in_company, field_of, homes_of
from geo.resolution.mention_groups import hints_of, names_of
from geo.resolution.ranking import softmax
from geo.resolution.ranking_weights import CLUES, FILE, Weights, written
from geo.resolution.scope import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.evaluation import GoldDocument
    from geo.model import LonLat
    from geo.resolution.context import Field
    from geo.resolution.mention_groups import Container

__all__ = ["Case", "Contests", "accuracy", "case_of", "fit", "learn", "right_ones"]

AREA_KM = 1000.0  # points of countries and regions differ between gazetteers
AREAS = [candidates.KINDS.index(kind) for kind in ("country", "region")]
PENALTY = 1.0
FOLDS = 5
FEWEST = 2 * FOLDS  # of fewer texts none is left out
FOCUS_WEIGHT = 3.0  # set by hand: no corpus says what its texts are known to be about


@dataclass(frozen=True, slots=True)
class Case:
    """One text of a corpus: the candidates of its names, and which are right.

    Attributes
    ----------
    right
        For each candidate.
    counts
        How many mentions with a point each name has.
    peoples
        How often the people of each country or region are named.
    scope
        How strongly the text speaks of each scope.
    """

    field: Field
    right: NDArray[np.bool_]
    counts: NDArray[np.int64]
    peoples: Mapping[Container, int]
    scope: Mapping[str, float]
    is_sparse: bool = False


@dataclass(frozen=True, slots=True)
class Contests:
    """Names whose candidates are neither all right nor all wrong, one after the other.

    Attributes
    ----------
    clues
        One row a candidate.
    right
        Which rows are right.
    starts
        Where each name begins.
    weights
        How much each name counts.
    """

    clues: NDArray[np.float64]
    right: NDArray[np.bool_]
    starts: NDArray[np.int64]
    weights: NDArray[np.float64]


def case_of(gold: GoldDocument, gazetteer: Gazetteer, *, is_sparse: bool = False) -> Case | None:
    """Prepare one text; ``None`` where it holds no name.

    Parameters
    ----------
    gold
        The text with its marked names.
    gazetteer
        Where names are looked up.
    is_sparse
        True where only some names are marked: the others are recognised.
    """
    if not gold.text.strip():
        return None
    document = as_document(gold.text)
    mentions = as_mentions(gold, document)
    if is_sparse:
        taken = [(m.start, m.end) for m in mentions]
        found = recognise(document, gazetteer)
        others = [m for m in found if not any(a < m.end and m.start < b for a, b in taken)]
        mentions = tuple(sorted((*mentions, *others), key=lambda m: m.start))
    lookup = lookup_for(gazetteer)
    names = names_of(gold.text, mentions, gazetteer)
    names += hints_of(gold.text, mentions, lambda name: lookup.says_where(name, gazetteer))
    found_candidates = [lookup.bound(name.text, name.binding, gazetteer) for name in names]
    if not names:
        return None
    points = {t.start: t.point for t in gold.toponyms or () if t.point is not None and not t.is_neutral}
    marked = [[points[m.start] for m in name.mentions if m.start in points] for name in names]
    right = [right_ones(each, here[0]) if here else np.zeros(len(each.kind), dtype=bool)
             for each, here in zip(found_candidates, marked, strict=True)]  # fmt: skip
    return Case(
        field_of(names, found_candidates),
        np.concatenate(right),
        np.array([len(here) for here in marked]),
        homes_of(mentions, gazetteer),
        scope_of(gold.text),
        is_sparse,
    )


def right_ones(found: candidates.Candidates, point: LonLat) -> NDArray[np.bool_]:
    """Tell which candidates of a name lie where the gold says; where none does, the unknown place is right."""
    if not found.matches:
        return np.ones(1, dtype=bool)
    records = [match.record for match in found.matches]
    km = haversine_km(np.array([r.lon for r in records]), np.array([r.lat for r in records]), *point)
    right = km <= RIGHT_KM
    if not right.any():  # nothing lies there: a country or region whose point is a matter of convention
        right = (km <= AREA_KM) & np.isin(found.kind[:-1], AREAS)
    return np.append(right, not right.any())


def shares_of(case: Case, weights: Weights, gazetteer: Gazetteer) -> NDArray[np.float64]:
    """Return the share of each candidate after the last round."""
    field = case.field
    shares = softmax(field.alone @ weights.alone, field.starts)
    for round_ in (weights.second, weights.third):
        shares = softmax(clues_of(case, shares, gazetteer) @ round_, field.starts)
    return shares


def clues_of(case: Case, shares: NDArray[np.float64], gazetteer: Gazetteer) -> NDArray[np.float64]:
    """Return the clues of a round, given what the round before made of the names."""
    company = clues_in_company(case.field, shares, lookup_for(gazetteer), peoples=case.peoples, scope=case.scope)
    return np.hstack([case.field.alone, company])


def contests_of(cases: Iterable[tuple[Case, NDArray[np.float64]]]) -> Contests:
    """Gather the names that teach something; the last columns repeat a sparse text's own clues, for own weights."""
    blocks, right, sizes, weights = [], [], [], []
    own = len(candidates.CLUES)
    for case, clues in cases:
        bounds = np.append(case.field.starts, len(case.right))
        for index, count in enumerate(case.counts.tolist()):
            rows = slice(bounds[index], bounds[index + 1])
            answers = case.right[rows]
            if case.is_sparse and case.field.names[index].containers:
                continue  # such gold takes every namesake of its title for the place of the title
            if count and answers.any() and not answers.all():
                extra = clues[rows, :own] if case.is_sparse else np.zeros((len(answers), own))
                blocks.append(np.hstack([clues[rows], extra]))
                right.append(answers)
                sizes.append(len(answers))
                weights.append(1 + np.log(count))
    return Contests(
        np.concatenate(blocks), np.concatenate(right), np.cumsum([0, *sizes[:-1]]), np.array(weights, dtype=np.float64)
    )


def fit(contests: Contests, *, penalty: float = PENALTY) -> NDArray[np.float64]:
    """Fit a conditional logit with a quadratic penalty; return one weight a column."""
    sizes = np.diff(contests.starts, append=len(contests.right))
    weights = np.repeat(contests.weights, sizes)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = contests.clues @ values
        scores -= np.repeat(np.maximum.reduceat(scores, contests.starts), sizes)
        powers = np.exp(scores)
        good = np.where(contests.right, powers, 0.0)
        total, total_good = np.add.reduceat(powers, contests.starts), np.add.reduceat(good, contests.starts)
        surplus = weights * (powers / np.repeat(total, sizes) - good / np.repeat(total_good, sizes))
        value = penalty / 2 * float(values @ values) - float(contests.weights @ np.log(total_good / total))
        return value, penalty * values + contests.clues.T @ surplus

    result = minimize(loss, np.zeros(contests.clues.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return np.asarray(np.round(result.x, 3), dtype=np.float64)


def learn(cases: Sequence[Case], gazetteer: Gazetteer) -> Weights:
    """Learn the rounds, one after the other.

    What one round believes of a text, when the next learns from it, comes from weights that were learned without that
    text (stacking): of texts it has seen a round is surer than it will be of others.

    References
    ----------
    Wolpert (1992), Stacked generalization, doi:10.1016/S0893-6080(05)80023-1.
    """
    weights = Weights(*(np.zeros(len(CLUES[name])) for name in Weights._fields))
    clues = [case.field.alone for case in cases]
    for round_ in Weights._fields:
        weights = weights._replace(**{round_: _fitted(round_, list(zip(cases, clues, strict=True)))})
        if round_ != Weights._fields[-1]:
            clues = _unseen_clues(round_, cases, clues, gazetteer)
    return weights


def _fitted(round_: str, seen: Sequence[tuple[Case, NDArray[np.float64]]]) -> NDArray[np.float64]:
    """Return the weights of a round."""
    values = fit(contests_of(seen))[: len(CLUES[round_])]
    if "in focus" in CLUES[round_]:
        values[CLUES[round_].index("in focus")] = FOCUS_WEIGHT
    return values


def _unseen_clues(
    round_: str, cases: Sequence[Case], clues: Sequence[NDArray[np.float64]], gazetteer: Gazetteer
) -> list[NDArray[np.float64]]:
    """Return the clues of the next round, each text's from what a round makes of it that has not seen it."""
    seen, found = list(zip(cases, clues, strict=True)), list(clues)
    for fold in range(FOLDS):
        others = [pair for i, pair in enumerate(seen) if i % FOLDS != fold]
        weights = _fitted(round_, others if len(cases) >= FEWEST else seen)
        for i in range(fold, len(cases), FOLDS):
            shares = softmax(clues[i] @ weights, cases[i].field.starts)
            found[i] = clues_of(cases[i], shares, gazetteer)
    return found


def accuracy(cases: Iterable[Case], weights: Weights, gazetteer: Gazetteer) -> tuple[int, int, int]:
    """Count mentions whose best record is right, those with a record that is, and all that have a point."""
    best = possible = total = 0
    for case in cases:
        shares = shares_of(case, weights, gazetteer)
        bounds = np.append(case.field.starts, len(shares))
        for index, count in enumerate(case.counts.tolist()):
            rows = slice(bounds[index], bounds[index + 1])
            total += count
            right = case.right[rows][:-1]
            possible += count * bool(right.any())
            if count and len(right):
                best += count * bool(right[int(np.argmax(shares[rows][:-1]))])
    return best, possible, total


def read_cases(path: Path, gazetteer: Gazetteer, *, is_sparse: bool = False) -> list[Case]:
    """Prepare all texts of a corpus."""
    found = (case_of(gold, gazetteer, is_sparse=is_sparse) for gold in read_gold(path, gazetteer))
    return [case for case in found if case is not None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn the weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.jsonl")
    parser.add_argument("--sparse", nargs="*", type=Path, default=[], metavar="CORPUS.jsonl")
    parser.add_argument("--across", action="store_true", help="leave each corpus out in turn; write nothing")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "data")
    options = parser.parse_args(arguments)
    gazetteer = Gazetteer.open()
    corpora = {path.stem: read_cases(path, gazetteer) for path in options.corpora}
    sparse = {path.stem: read_cases(path, gazetteer, is_sparse=True) for path in options.sparse}
    extra = [case for each in sparse.values() for case in each]
    if options.across:
        for left_out, cases in corpora.items():
            others = [case for name, each in corpora.items() if name != left_out for case in each]
            best, possible, total = accuracy(cases, learn([*others, *extra], gazetteer), gazetteer)
            print(f"{left_out}: {best / total:.3f} of {total} names right; {best / possible:.3f} of those that can be")
        return
    cases = [*(case for each in corpora.values() for case in each), *extra]
    names = ", ".join([*corpora, *sparse])
    about = f"Weights learned from {len(cases)} documents of {names} by geo.workshop.train_resolution; CC0-1.0"
    (options.output / FILE).write_text(written(learn(cases, gazetteer), about), encoding="utf-8")


if __name__ == "__main__":
    main()
