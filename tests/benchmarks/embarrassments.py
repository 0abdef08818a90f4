"""How many maps would embarrass their makers: ``python tests/benchmarks/embarrassments.py GOLD.jsonl …``.

Counts the texts in which a name that the gold places was given a record more than 1,000 km off, or twice its own
tolerance where that is more, and lists the worst; names said to be unknown embarrass nobody. Beside it the share of all
gold names found and put within the gold's tolerance (``tol_km``; 161 km where it gives none).

With ``--drawn`` the maps are drawn (half a second a text), and a text embarrasses as well where any dot, or any end
of a line between places that the text states, lies more than 1,000 km beyond every point of its gold. Countries,
continents and oceans are left out there: nobody can misplace them, and the gold does not mark those in names of
organisations.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from geo import geoparse
from geo.annotating import annotate
from geo.gazetteer import Gazetteer
from geo.geodesy import distance_km
from geo.reading import document

FAR_KM, USUAL_KM, WORST = 1000.0, 161.0, 10
WIDE = frozenset({"country", "continent", "ocean"})


def main() -> None:
    """Print one line a file, and the worst dots."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--drawn", action="store_true", help="draw the maps, and look at all their dots and ends")
    options = parser.parse_args()
    gazetteer, worst = Gazetteer.open(), []
    for path in options.gold:
        texts = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        embarrassing = within = asked = 0
        for text in texts:
            off = list(_off(text, gazetteer))
            asked += len(off)
            within += sum(km <= tolerance for km, tolerance, _, _ in off)
            far = [(km, told) for km, tolerance, told, has_record in off if has_record and km > _limit(tolerance)]
            far += _beyond(text) if options.drawn else []
            embarrassing += bool(far)
            worst += far
        share = within / max(1, asked)
        print(f"{path.stem}: {embarrassing} of {len(texts)} texts embarrass; {share:.3f} of names within tolerance")
    for km, told in sorted(worst, reverse=True)[:WORST]:
        print(f"  {km:8,.0f} km  {told}")


def _limit(tolerance: float) -> float:
    return max(FAR_KM, 2 * tolerance)


def _beyond(text: dict[str, Any]) -> list[tuple[float, str]]:
    """Give the dots and ends of a drawn map that lie far beyond all points of the gold."""
    points = [
        ((g["lon"], g["lat"]), float(g.get("tol_km") or USUAL_KM)) for g in text["toponyms"] if g["lat"] is not None
    ]
    atlas = geoparse(text["text"])
    drawn = {((place.lon, place.lat), f"dot {place.label}") for place in atlas.places if place.kind not in WIDE}
    for corridor in atlas.corridors:
        for leg in corridor.legs:
            if leg.basis == "stated":
                drawn |= {(end, f"an end of {corridor.name}") for end in (leg.line[0], leg.line[-1])}
    off = [(min((distance_km(at, g) - tolerance for g, tolerance in points), default=0.0), told) for at, told in drawn]
    return sorted((km, f"{told} ({text.get('id')})") for km, told in off if km > FAR_KM)


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
