"""How often a name's role is right: ``python tests/benchmarks/roles.py WITH_ROLES.jsonl MARKED_ONCE.jsonl``.

Takes a corpus of articles whose toponyms carry a role (GeoWebNews) and one of sentences with one marked toponym each
(ReLocaR), and scores gold names alone: each corpus with nothing of itself in training; the sentences by five-fold
cross-validation with the articles added; the articles by halves with the sentences added. Each mean
is of four random divisions, with the least and the most. Lists are not evened out.
"""

from __future__ import annotations

import argparse
import random
from itertools import chain
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from geo.gazetteer import Gazetteer
from geo.recognition import ROLE_THRESHOLD
from geo.recognition.classifier import Classifier
from geo.recognition.fixed_roles import acts
from geo.recognition.role_clues import role_clues
from geo.workshop.train_recognition import fit, read_corpus, role_candidates
from layers.cli.terminal import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Name = tuple[list[str], bool | None, bool]  # its clues, whether it acts by rule, whether it is associative in gold

FOLDS, HALVES = 5, 2
DIVISIONS = 4


def names(line: dict[str, Any], gazetteer: Gazetteer) -> list[Name]:
    """Return the names of one document."""
    return [
        (role_clues(candidate, tokens), acts(candidate, tokens), answer)
        for candidate, tokens, answer in role_candidates([line], gazetteer)
    ]


def accuracy(training: Iterable[Name], tested: Sequence[Name]) -> float:
    """Return the share of names whose role is right."""
    model = Classifier(fit([(clues, answer) for clues, _, answer in training]))
    found = [model.probability(clues) >= ROLE_THRESHOLD if sure is None else sure for clues, sure, _ in tested]
    return sum(role == answer for role, (_, _, answer) in zip(found, tested, strict=True)) / len(tested)


def folded(documents: Sequence[Sequence[Name]], others: Sequence[Name], folds: int) -> float:
    """Return the accuracy over all documents, each read by a model that saw the others' folds and another corpus."""
    right = total = 0.0
    for fold in range(folds):
        rest = [document for index, document in enumerate(documents) if index % folds != fold]
        tested = list(chain.from_iterable(documents[fold::folds]))
        right += accuracy(chain(*rest, others), tested) * len(tested)
        total += len(tested)
    return right / total


def main() -> None:
    """Print one row a corpus."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", nargs=2, type=Path, metavar="CORPUS.jsonl")
    options = parser.parse_args()
    gazetteer = Gazetteer.open()
    articles, sentences = ([names(line, gazetteer) for line in read_corpus(path)] for path in options.corpora)
    rows = []
    for path, own, other, folds in zip(
        options.corpora, (articles, sentences), (sentences, articles), (HALVES, FOLDS), strict=True
    ):
        tested, added = list(chain.from_iterable(own)), list(chain.from_iterable(other))
        alone, shares = accuracy(added, tested), []
        for seed in range(DIVISIONS):
            random.Random(seed).shuffle(own)
            shares.append(folded(own, added, folds))
        row = {"corpus": path.stem, "names": str(len(tested)), "learned from the other alone": f"{alone:.3f}"}
        with_own = f"and from {folds - 1} of {folds} parts of itself"
        rows.append(row | {with_own: f"{fmean(shares):.3f} ({min(shares):.3f}–{max(shares):.3f})"})
    for row in rows:
        table(list(row), [row])


if __name__ == "__main__":
    main()
