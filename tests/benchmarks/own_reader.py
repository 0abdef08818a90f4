"""How the chooser bears a language model that errs: final scores with 0, 10 and 30 % errors of each kind.

``python tests/benchmarks/own_reader.py GOLD.jsonl …``: a stand-in on loopback answers from the gold, with a share of
ways left out, invented, shifted (other words, another end) and relabelled (mode and status); see
``tests/model_server.py``. Scores are those of :mod:`geo.evaluation.corridor_passages`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from model_server import from_gold, serving

from geo import Gazetteer
from geo.courses import Catalogue
from geo.evaluation.corridor_passages import score_ways
from geo.geoparsing import find
from geo.language_model import Endpoint, Reader
from geo.reading import document
from geo.workshop.train_corridors import as_found

RATES = (0.0, 0.1, 0.3)
SHOWN = ("precision", "recall", "detection", "ends", "whole", "mode", "status", "invented", "empty")


def main() -> None:
    """Print a row for our own reader and one for each share of errors."""
    passages = [json.loads(line) for name in sys.argv[1:] for line in Path(name).read_text("utf-8").splitlines()]
    gazetteer, catalogue = Gazetteer.open(), Catalogue.load()

    def found(reader: Reader | None) -> list[dict[str, Any]]:
        return [
            as_found(find(document(p["text"]), gazetteer=gazetteer, catalogue=catalogue, reader=reader).routes)
            for p in passages
        ]

    print(f"{len(passages)} passages\n{'':24}", *(f"{name:>10}" for name in SHOWN))
    _show("our own reader", passages, found(None))
    for rate in RATES:
        with serving(from_gold(passages, rate)) as (address, _):
            reader = Reader(Endpoint.at(address, "gold"), "gold")
            _show(f"model with {rate:.0%} errors", passages, found(reader))


def _show(label: str, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    scores = score_ways(gold, found).as_dict()
    print(f"{label:24}", *(f"{scores[name]:>10}" for name in SHOWN), flush=True)


if __name__ == "__main__":
    main()
