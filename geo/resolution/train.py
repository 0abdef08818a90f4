"""Learn the weights of resolution from gold: ``python -m geo.resolution.train CORPUS.jsonl …``.

A corpus holds one JSON object a line: ``text`` and ``toponyms`` with ``start``, ``end``, ``lat`` and ``lon``. A
candidate is right when it lies within 161 km (100 miles) of the gold point, or is the country that holds it where the
gold is a country's point. Every name in a document is a small contest between its candidates; the weights are those
under which the right ones win most surely (conditional logit).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from geo.earth import distance_km
from geo.gazetteer import Gazetteer
from geo.model import Mention
from geo.reading import document as as_document
from geo.reading.sentences import sentence_at
from geo.recognition.classifier import Classifier
from geo.recognition.train import is_neutral, read_corpus, write
from geo.resolution.ranking import (
    ALONE,
    TOGETHER,
    Company,
    clues_alone,
    clues_in_company,
    demonym_countries,
    names_of,
    softmax,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.model import Document, Record
    from geo.resolution.ranking import Name

__all__ = ["contests", "fit_contests", "gold_mentions", "learn"]

RIGHT_KM = 161.0
COUNTRY_KM = 400.0  # country points differ between gazetteers
PENALTY = 1.0
FOCUS_WEIGHT = 3.0  # set by hand: no corpus says what its texts are known to be about

Contest = tuple[list[dict[str, float]], list[bool]]


def gold_mentions(
    line: dict[str, Any], document: Document, gazetteer: Gazetteer
) -> tuple[list[Mention], dict[int, tuple[float, float]]]:
    """Return a line's gold toponyms as mentions, and where each truly is, by its start."""
    mentions, truth = [], {}
    for toponym in sorted(line["toponyms"], key=lambda t: t["start"]):
        mentions.append(
            Mention(
                toponym["start"],
                toponym["end"],
                toponym["phrase"],
                sentence_at(document.sentences, toponym["start"]),
                is_demonym=is_neutral(toponym, gazetteer),
            )
        )
        if toponym.get("lat") is not None:
            truth[toponym["start"]] = (toponym["lon"], toponym["lat"])
    return mentions, truth


def contests(
    lines: Sequence[dict[str, Any]], gazetteer: Gazetteer, first_round: Classifier | None
) -> Iterator[Contest]:
    """Give a contest for every name: its candidates' clues, and which are right.

    Parameters
    ----------
    first_round
        Weights of the first round; with them the clues of the second are given.
    """
    for line in lines:
        if not line["text"].strip():
            continue
        document = as_document(line["text"])
        mentions, truth = gold_mentions(line, document, gazetteer)
        names = names_of(document, mentions, gazetteer)
        company = None
        if first_round is not None:
            shares = [softmax([first_round.score(clues_alone(n, m), ALONE) for m in n.matches]) for n in names]
            company = Company(names, shares, demonym_countries(mentions, gazetteer), frozenset())
        for index, name in enumerate(names):
            point = next((truth[m.start] for m in name.mentions if m.start in truth), None)
            if point is None or len(name.matches) < 2:  # noqa: PLR2004 - no contest
                continue
            right = [is_right(m.record, point) for m in name.matches]
            if not any(right) or all(right):
                continue
            yield [_clues(name, i, company, index) for i in range(len(name.matches))], right


def _clues(name: Name, which: int, company: Company | None, index: int) -> dict[str, float]:
    match = name.matches[which]
    clues = clues_alone(name, match)
    return clues if company is None else clues | clues_in_company(name, match, company, index)


def is_right(record: Record, point: tuple[float, float]) -> bool:
    """Tell whether a record lies where the gold says."""
    limit = COUNTRY_KM if record.kind == "country" else RIGHT_KM
    return distance_km((record.lon, record.lat), point) <= limit


def fit_contests(found: Sequence[Contest], *, penalty: float = PENALTY) -> dict[str, float]:
    """Fit a conditional logit with a quadratic penalty; return a weight for each clue."""
    names = sorted({clue for clues, _ in found for each in clues for clue in each})
    column = {name: i for i, name in enumerate(names)}
    blocks = []
    for clues, right in found:
        block = np.zeros((len(clues), len(names)))
        for row, each in enumerate(clues):
            for clue, size in each.items():
                block[row, column[clue]] = size
        blocks.append((block, np.array(right)))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = penalty / 2 * float(weights @ weights), penalty * weights
        for block, right in blocks:
            scores = block @ weights
            scores -= scores.max()
            powers = np.exp(scores)
            all_, good = powers / powers.sum(), np.where(right, powers, 0.0)
            value -= float(np.log(good.sum() / powers.sum()))
            slope = slope + block.T @ (all_ - good / good.sum())
        return value, slope

    result = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return {name: round(float(w), 3) for name, w in zip(names, result.x, strict=True)}


def learn(lines: Sequence[dict[str, Any]], gazetteer: Gazetteer) -> dict[str, float]:
    """Learn both rounds, one after the other."""
    first = {f"{ALONE} {k}": w for k, w in fit_contests(list(contests(lines, gazetteer, None))).items()}
    second = fit_contests(list(contests(lines, gazetteer, Classifier(first))))
    return first | {f"{TOGETHER} {k}": w for k, w in second.items()} | {f"{TOGETHER} in focus": FOCUS_WEIGHT}


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn the weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.jsonl")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "data")
    options = parser.parse_args(arguments)
    corpora = {path.stem: read_corpus(path) for path in options.corpora}
    lines = [line for each in corpora.values() for line in each]
    write(
        learn(lines, Gazetteer.open()),
        options.output / "resolution-weights.tsv",
        about=f"Weights learned from {len(lines)} documents of {', '.join(corpora)} by geo.resolution.train; CC0-1.0",
    )


if __name__ == "__main__":
    main()
