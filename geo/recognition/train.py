"""Train the models of recognition from gold: ``python -m geo.recognition.train CORPUS.jsonl …``.

A corpus holds one JSON object a line: ``text`` and ``toponyms``, each with ``start``, ``end`` and perhaps ``type``,
``group`` (literal, associative) and ``modifier``. What the annotators call a demonym, a homonym or a name inside an
organisation's name teaches neither way. A corpus whose toponyms carry a ``group`` teaches roles as well; one that
marks a single toponym in each text (``relocar`` in its name) teaches roles alone.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from geo.gazetteer import Gazetteer
from geo.reading import document as as_document
from geo.recognition.candidates import Candidate, find_candidates, is_demonym
from geo.recognition.features import DocumentEvidence, toponym_clues
from geo.recognition.roles import role_clues
from geo.recognition.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["fit", "is_neutral", "role_examples", "toponym_examples"]

Example = tuple[list[str], bool]
NEUTRAL_TYPES = frozenset({"Demonym", "Language", "Homonym", "Embedded_Non_Lit", "Non_Toponym"})
ASSOCIATIVE = frozenset({"associative", "metonymic", "mixed"})
RAREST_CLUE = 4
PENALTY = 1.0
SMALLEST_WEIGHT = 0.02


def is_neutral(toponym: dict[str, Any], gazetteer: Gazetteer) -> bool:
    """Tell whether a gold toponym is neither asked for nor punished."""
    if toponym.get("type") in NEUTRAL_TYPES or toponym.get("modifier") == "Adjective":
        return True
    return is_demonym(gazetteer.lookup(toponym["phrase"]))


def toponym_examples(lines: Iterable[dict[str, Any]], gazetteer: Gazetteer) -> Iterator[Example]:
    """Give every candidate span with whether annotators marked just this span."""
    for line in lines:
        gold = {(t["start"], t["end"]): is_neutral(t, gazetteer) for t in line["toponyms"]}
        neutral = [span for span, is_out in gold.items() if is_out]
        for candidate, clues in _candidates(line["text"], gazetteer):
            if any(start < candidate.end and candidate.start < end for start, end in neutral):
                continue
            yield clues, (candidate.start, candidate.end) in gold


def role_examples(lines: Iterable[dict[str, Any]], gazetteer: Gazetteer) -> Iterator[Example]:
    """Give every gold toponym that a candidate covers, with whether it stands for people or a government."""
    for line in lines:
        if not line["text"].strip():
            continue
        roles = {
            (t["start"], t["end"]): t.get("group") or t.get("type")
            for t in line["toponyms"]
            if not is_neutral(t, gazetteer)
        }
        tokens = tokenise(as_document(line["text"]))
        for candidate in find_candidates(line["text"], tokens, gazetteer):
            role = roles.get((candidate.start, candidate.end))
            if role is not None:
                yield role_clues(candidate, tokens), role in ASSOCIATIVE


def _candidates(text: str, gazetteer: Gazetteer) -> Iterator[tuple[Candidate, list[str]]]:
    if not text.strip():
        return
    tokens = tokenise(as_document(text))
    candidates = find_candidates(text, tokens, gazetteer)
    evidence = DocumentEvidence(tokens, candidates)
    for candidate in candidates:
        if not candidate.is_demonym:
            yield candidate, toponym_clues(candidate, tokens, evidence)


def fit(examples: Sequence[Example], *, penalty: float = PENALTY) -> dict[str, float]:
    """Fit a logistic regression with a quadratic penalty.

    Parameters
    ----------
    examples
        Clues and answers.
    penalty
        Strength of the pull of every weight towards zero.

    Returns
    -------
    From clue to weight, the negligible ones left out.
    """
    counts = Counter(clue for clues, _ in examples for clue in set(clues))
    columns = {clue: i for i, clue in enumerate(sorted(c for c, n in counts.items() if n >= RAREST_CLUE))}
    rows = [[columns[c] for c in dict.fromkeys(clues) if c in columns] for clues, _ in examples]
    indptr = np.cumsum([0, *map(len, rows)])
    matrix = csr_matrix(
        (np.ones(indptr[-1]), np.fromiter((i for row in rows for i in row), dtype=np.int64), indptr),
        shape=(len(rows), len(columns)),
    )
    signs = np.where([answer for _, answer in examples], 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (matrix @ weights)
        value = np.logaddexp(0, -margins).sum() + penalty / 2 * weights @ weights
        slope = matrix.T @ (-signs * expit(-margins)) + penalty * weights
        return float(value), slope

    result = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {clue: w for clue, i in columns.items() if abs(w := round(float(result.x[i]), 3)) >= SMALLEST_WEIGHT}


def read_corpus(path: Path) -> list[dict[str, Any]]:
    """Read a corpus, one JSON object a line."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def write(weights: dict[str, float], path: Path, *, about: str) -> None:
    """Write weights with the words that say where they come from."""
    lines = [f"# {about}", *(f"{clue}\t{weight:g}" for clue, weight in sorted(weights.items()))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Train both models and write them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.jsonl")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "data")
    options = parser.parse_args(arguments)
    gazetteer = Gazetteer.open()
    corpora = {path.stem: read_corpus(path) for path in options.corpora}
    whole = {name: lines for name, lines in corpora.items() if "relocar" not in name}
    with_roles = {
        name: lines
        for name, lines in corpora.items()
        if "relocar" in name or any("group" in t for line in lines for t in line["toponyms"])
    }
    toponyms = [example for lines in whole.values() for example in toponym_examples(lines, gazetteer)]
    roles = [example for lines in with_roles.values() for example in role_examples(lines, gazetteer)]
    write(
        fit(toponyms),
        options.output / "toponym-weights.tsv",
        about=f"Weights learned from {len(toponyms)} spans of {', '.join(whole)} by geo.recognition.train; CC0-1.0",
    )
    write(
        fit(roles),
        options.output / "role-weights.tsv",
        about=f"Weights learned from {len(roles)} names of {', '.join(with_roles)} by geo.recognition.train; CC0-1.0",
    )


if __name__ == "__main__":
    main()
