"""How well texts are read that nothing was learned from: ``python tests/benchmarks/across_corpora.py CORPUS.jsonl …``.

Leaves each corpus out in turn: trains recognition, roles and resolution on the others and scores this one, end to end
and with the names given. ``--also CORPUS.jsonl`` adds corpora that are only ever trained on. Takes minutes.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import geo.workshop.train_recognition
import geo.workshop.train_resolution
from geo.annotating import annotate_names
from geo.evaluation import read_gold, score_toponyms
from geo.evaluation.gold import as_mentions
from geo.gazetteer import Gazetteer
from geo.reading import document as as_document
from geo.recognition import classifier, recognise, tagger
from geo.resolution import ranking_weights
from layers.cli.terminal import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.evaluation import GoldDocument

LOADERS = (classifier.load, tagger.load_tagger, ranking_weights.load)
MODULES = (classifier, tagger, ranking_weights)
DATA = Path(geo.workshop.train_recognition.__file__).parents[1] / "data"


@contextmanager
def trained_on(corpora: Sequence[Path], resolved_on: Sequence[Path]) -> Iterator[None]:
    """Put weights learned from some corpora in the place of the shipped ones."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        for path in DATA.iterdir():
            (data / path.name).symlink_to(path)
        for name in ("toponym-weights.tsv", "role-weights.tsv", "resolution-weights.tsv"):
            (data / name).unlink()
        geo.workshop.train_recognition.main([*map(str, corpora), "-o", str(data)])
        geo.workshop.train_resolution.main([*map(str, resolved_on), "-o", str(data)])
        with patch.object(classifier, "files", lambda _: Path(folder)), \
             patch.object(tagger, "files", lambda _: Path(folder)), \
             patch.object(ranking_weights, "files", lambda _: Path(folder)):  # fmt: skip
            forget()
            yield
    forget()


def forget() -> None:
    """Let the weights be read again."""
    for loader in LOADERS:
        loader.cache_clear()


def row(label: str, gold: Sequence[GoldDocument], gazetteer: Gazetteer) -> dict[str, str]:
    """Read a corpus and score it."""
    found, given = [], []
    for each in gold:
        if not each.text.strip():
            found.append({"toponyms": []})
            given.append({"toponyms": []})
            continue
        article = as_document(each.text)
        found.append(annotate_names(article, recognise(article, gazetteer), gazetteer))
        given.append(annotate_names(article, as_mentions(each, article), gazetteer))
    scores, alone = score_toponyms(gold, found), score_toponyms(gold, given)
    shares = {
        "strict F": scores.strict.f1,
        "P": scores.strict.precision.share,
        "R": scores.strict.recall.share,
        "end to end": scores.end_to_end.share,
        "countries": scores.countries.share,
        "others": scores.others.share,
        "of those found": scores.placed.share,
        "names given": alone.end_to_end.share,
        "AUC": alone.auc,
        "roles": scores.roles.share,
    }
    return {"left out": label, "names": str(scores.strict.recall.of)} | {
        name: "" if share is None else f"{share:.3f}" for name, share in shares.items()
    }


def main() -> None:
    """Print one row a corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--also", nargs="*", type=Path, default=[])
    options = parser.parse_args()
    gazetteer = Gazetteer.open()
    rows = []
    for left_out in options.corpora:
        others = [path for path in options.corpora if path != left_out]
        with trained_on([*others, *options.also], others):
            rows.append(row(left_out.stem, list(read_gold(left_out, gazetteer)), gazetteer))
    table(list(rows[0]), rows)


if __name__ == "__main__":
    main()
