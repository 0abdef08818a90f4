"""How many maps would embarrass their makers: ``python tests/benchmarks/embarrassments.py GOLD.jsonl …``.

Counts the texts in which a name that the gold places was given a record more than 1,000 km off, or twice its own
tolerance where that is more, and lists the worst; names said to be unknown embarrass nobody. Beside it the share of all
gold names found and put within the gold's tolerance (``tol_km``; 161 km where it gives none).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from geo.earth import distance_km
from geo.gazetteer import Gazetteer
from geo.reading import document
from layers.annotations import annotate

FAR_KM, USUAL_KM, WORST = 1000.0, 161.0, 10


def main() -> None:
    """Print one line a file, and the worst dots."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    gazetteer, worst = Gazetteer.open(), []
    for path in parser.parse_args().gold:
        texts = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        embarrassing = within = asked = 0
        for text in texts:
            off = list(_off(text, gazetteer))
            asked += len(off)
            within += sum(km <= tolerance for km, tolerance, _, _ in off)
            far = [(km, told) for km, tolerance, told, has_record in off if has_record and km > _limit(tolerance)]
            embarrassing += bool(far)
            worst += far
        share = within / max(1, asked)
        print(f"{path.stem}: {embarrassing} of {len(texts)} texts embarrass; {share:.3f} of names within tolerance")
    for km, told in sorted(worst, reverse=True)[:WORST]:
        print(f"  {km:8,.0f} km  {told}")


def _limit(tolerance: float) -> float:
    return max(FAR_KM, 2 * tolerance)


def _off(text: dict[str, Any], gazetteer: Gazetteer) -> Any:
    """Give for each name its kilometres off, its tolerance, both in words, and whether it was given a record."""
    found = {(t["start"], t["end"]): t for t in annotate(document(text["text"]), gazetteer)["toponyms"]}
    for gold in text["toponyms"]:
        if gold.get("lat") is None:
            continue
        tolerance = float(gold.get("tol_km") or USUAL_KM)
        got = found.get((gold["start"], gold["end"]))
        if got is None or got["lat"] is None:
            yield float("inf"), tolerance, gold["phrase"], False
            continue
        km = distance_km((got["lon"], got["lat"]), (gold["lon"], gold["lat"]))
        yield km, tolerance, f"{gold['phrase']} is {got['name']} ({text.get('id')})", got["record"] is not None


if __name__ == "__main__":
    main()
