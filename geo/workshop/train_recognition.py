"""Train the models of recognition from gold: ``python -m geo.workshop.train_recognition CORPUS.jsonl …``.

A corpus holds one JSON object a line: ``text`` and ``toponyms``, each with ``start``, ``end`` and perhaps ``type``,
``group`` or ``role`` (literal, associative) and ``modifier``. What the annotators call a demonym, a homonym or a name
inside an organisation's name is learned as such, so that it is neither taken for a place nor held against one. A
corpus whose toponyms carry a role teaches roles as well; one that marks a single toponym in each text (``relocar`` in
its name) teaches roles alone; lines without toponyms teach nothing.

The tagger is trained by CRFsuite (``pip install corridors[train]``), which is not needed to read.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from geo.gazetteer import Gazetteer
from geo.reading import document as as_document
from geo.recognition.gazetteer_matches import Knowledge, is_demonym, names_people
from geo.recognition.role_clues import role_clues
from geo.recognition.tagger import LABELS, TRANSITION
from geo.recognition.tagger_features import Setting, clues, clues_of, stretches
from geo.recognition.tokens import tokenise
from geo.workshop.augmentation import names_of_towns, renamed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.recognition.gazetteer_matches import Candidate
    from geo.recognition.tagger import Scores
    from geo.recognition.tokens import Tokens

__all__ = ["fit", "fit_tagger", "is_neutral", "role_candidates", "role_examples", "toponym_sequences"]

Example = tuple[list[str], bool]
Labelled = tuple[list[list[str]], list[str]]
"""The clues of each word of a stretch, and the label of each."""
NEUTRAL_TYPES = frozenset({"Demonym", "Language", "Homonym", "Embedded_Non_Lit", "Non_Toponym"})
ASSOCIATIVE = frozenset({"associative", "metonymic", "mixed"})
RAREST_CLUE = 4
PENALTY = 3.0
ROLE_PENALTY = 6.0
SMALLEST_WEIGHT = 0.02
LASSO, RIDGE, ROUNDS = 0.1, 0.5, 120
RAREST_TAGGER_CLUE = 2


def is_neutral(toponym: dict[str, Any], gazetteer: Gazetteer) -> bool:
    """Tell whether a gold toponym is neither asked for nor punished."""
    if toponym.get("type") in NEUTRAL_TYPES or toponym.get("modifier") == "Adjective":
        return True
    matches = gazetteer.lookup(toponym["phrase"])
    return is_demonym(matches) or names_people(toponym["phrase"], matches)


def toponym_sequences(lines: Iterable[dict[str, Any]], gazetteer: Gazetteer) -> Iterator[Labelled]:
    """Give every stretch around capitals with the labels that the annotators' spans give its words."""
    knowledge = Knowledge.of(gazetteer)
    for line in lines:
        text = line["text"]
        if not text.strip():
            continue
        tokens = tokenise(as_document(text))
        labels = _labels(line["toponyms"], tokens, gazetteer)
        setting = Setting(text, tokens, knowledge.words(tokens), knowledge.names(text, tokens))
        for first, last in stretches(tokens):
            words = [[clue for part in parts for clue in clues_of(part)] for parts in clues(setting, first, last)]
            yield words, labels[first:last]


def _renamed(line: dict[str, Any], towns: dict[int, list[str]], gazetteer: Gazetteer) -> dict[str, Any]:
    neutral = [index for index, toponym in enumerate(line["toponyms"]) if is_neutral(toponym, gazetteer)]
    return renamed(line, neutral, towns, gazetteer)


def _labels(toponyms: Iterable[dict[str, Any]], tokens: Tokens, gazetteer: Gazetteer) -> list[str]:
    labels = ["O"] * len(tokens)
    for toponym in toponyms:
        first, more = ("other", "other") if is_neutral(toponym, gazetteer) else ("B-place", "I-place")
        for index, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
            if start < toponym["end"] and toponym["start"] < end:
                labels[index], first = first, more
    return labels


def role_of(toponym: dict[str, Any]) -> str | None:
    """Return what the annotators call a toponym's role, under whichever key their corpus has it."""
    return toponym.get("role") or toponym.get("group") or toponym.get("type")


def role_examples(lines: Iterable[dict[str, Any]], gazetteer: Gazetteer) -> Iterator[Example]:
    """Give the clues of every gold toponym, with whether it stands for people or a government."""
    for candidate, tokens, answer in role_candidates(lines, gazetteer):
        yield role_clues(candidate, tokens), answer


def role_candidates(lines: Iterable[dict[str, Any]], gazetteer: Gazetteer) -> Iterator[tuple[Candidate, Tokens, bool]]:
    """Give every gold toponym whose ends are ends of words, with whether it stands for people or a government."""
    knowledge = Knowledge.of(gazetteer)
    for line in lines:
        text = line["text"]
        if not text.strip():
            continue
        tokens = tokenise(as_document(text))
        first_at = {start: index for index, start in enumerate(tokens.starts)}
        last_at = {end: index + 1 for index, end in enumerate(tokens.ends)}
        for toponym in line["toponyms"]:
            role = role_of(toponym)
            if role is None or is_neutral(toponym, gazetteer):
                continue
            first, last = first_at.get(toponym["start"]), last_at.get(toponym["end"])
            if first is not None and last is not None:
                yield knowledge.span(first, last, text, tokens), tokens, role in ASSOCIATIVE


def fit_tagger(sequences: Iterable[Labelled]) -> tuple[dict[str, Scores], list[Scores]]:
    """Fit a conditional random field with CRFsuite.

    Parameters
    ----------
    sequences
        Clues and labels of stretches of words.

    Returns
    -------
    Weights and transitions, as :class:`~geo.recognition.tagger.Tagger` takes them, the negligible ones left out.
    """
    import pycrfsuite  # type: ignore[import-untyped]

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for words, labels in sequences:
        trainer.append(pycrfsuite.ItemSequence(words), labels)
    trainer.set_params({"c1": LASSO, "c2": RIDGE, "max_iterations": ROUNDS, "feature.minfreq": RAREST_TAGGER_CLUE})
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        learned = tagger.info()
        tagger.close()
    rows: dict[str, dict[str, float]] = defaultdict(dict)
    for (clue, label), weight in learned.state_features.items():
        rows[clue][label] = round(weight, 3)
    weights: dict[str, Scores] = {
        clue: tuple(row.get(label, 0.0) for label in LABELS)
        for clue, row in rows.items()
        if max(map(abs, row.values())) >= SMALLEST_WEIGHT
    }
    transitions: list[Scores] = [
        tuple(round(learned.transitions.get((before, after), 0.0), 3) for after in LABELS) for before in LABELS
    ]
    return weights, transitions


def balanced(corpora: dict[str, list[Labelled]]) -> list[Labelled]:
    """Read the smaller corpora twice, so that the largest does not drown their ways of marking."""
    largest = max(map(len, corpora.values()), default=0)
    return [
        sequence
        for found in corpora.values()
        for _ in range(1 if 2 * len(found) > largest else 2)
        for sequence in found
    ]


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


def write_tagger(weights: dict[str, Scores], transitions: Sequence[Scores], path: Path, *, about: str) -> None:
    """Write the weights of a tagger, one line a clue, one column a label."""
    rows = {**weights, **{f"{TRANSITION}:{label}": row for label, row in zip(LABELS, transitions, strict=True)}}
    lines = ["\t".join([clue, *(f"{weight:g}" for weight in row)]) for clue, row in sorted(rows.items())]
    head = [f"# {about}", "\t".join(["# clue", *LABELS])]
    path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


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
        if "relocar" in name or any("group" in t or "role" in t for line in lines for t in line["toponyms"])
    }
    towns = names_of_towns()
    sequences = {
        name: [
            *toponym_sequences(lines, gazetteer),
            *toponym_sequences((_renamed(line, towns, gazetteer) for line in lines), gazetteer),
        ]
        for name, lines in whole.items()
    }
    roles = [example for lines in with_roles.values() for example in role_examples(lines, gazetteer)]
    write_tagger(
        *fit_tagger(balanced(sequences)),
        options.output / "toponym-weights.tsv",
        about=f"Weights learned from {sum(map(len, sequences.values()))} stretches of {', '.join(whole)} by "
        "geo.workshop.train_recognition; CC0-1.0",
    )
    write(
        fit(roles, penalty=ROLE_PENALTY),
        options.output / "role-weights.tsv",
        about=f"Weights learned from {len(roles)} names of {', '.join(with_roles)} by "
        "geo.workshop.train_recognition; CC0-1.0",
    )


if __name__ == "__main__":
    main()
