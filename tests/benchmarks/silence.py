"""What of all that was missed is in no list: ``python tests/benchmarks/silence.py GOLD.jsonl …``.

A reader of a map forgives a place that it lacks if the map says so. Each place of the gold (names that act and names
without a point are left out) is *right* where a name that touches it was put within the gold's tolerance (``tol_km``;
161 km where it gives none), *wrong* where it was put elsewhere, *acting* where it was taken for a government, *listed*
where it stands among what was seen and not drawn, *way* where it is but a part of the name of a way that was read (the
Mughal of "the Mughal Road"; the map draws or lists it by that name), else *silent*. A name counts by all its mentions: one that is on the
map by another sentence is not missing. Missed is all that is not right; the figure that matters is silent of missed.

The other side of it is a list of rubbish: *places* is the share of the names listed as doubted ("stands where a place
would …") that touch any name of the gold, places and governments, neutral ones among them.
``--told`` prints the silent names and the listed ones that are no places, each with the words around it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.courses import Catalogue
from geo.courses.charting import planned
from geo.courses.undrawn import seen_not_drawn
from geo.evaluation.gold import gold_document
from geo.gazetteer import Gazetteer, fold
from geo.geodesy import distance_km
from geo.geoparsing import find
from geo.languages.mixed_languages import with_reader
from geo.reading import document
from geo.recognition.uncertain import CUE
from layers.cli.terminal import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.evaluation import GoldToponym
    from geo.model import Mention, Unresolved

USUAL_KM = 161.0
AROUND = 60  # characters printed on each side
KINDS = ("right", "wrong", "acting", "listed", "way", "silent")
PUT = frozenset({"right", "wrong", "acting"})
BEST = {kind: rank for rank, kind in enumerate(KINDS)}


class Read(NamedTuple):
    """What came of a text: places with their points, governments that act, all that is listed, named ways."""

    placed: list[tuple[Mention, float, float]]
    actors: list[Mention]
    listed: list[Unresolved]
    ways: list[Mention]


def read(text: str, gazetteer: Gazetteer, catalogue: Catalogue) -> Read:
    """Read a text as a map of it would be made, without tracing its lines."""
    article = with_reader(document(text), "auto")
    found = find(article, gazetteer=gazetteer, catalogue=catalogue)
    plans = planned(found.routes, found.resolved, gazetteer, catalogue)
    lineless = [item for plan in plans for item in plan.unresolved]
    listed = seen_not_drawn(found.resolved.unresolved, plans, lineless, found.seen, mentions=found.mentions)
    placed = [(m, place.lon, place.lat) for place in found.resolved.places for m in place.mentions]
    actors = [m for actor in found.resolved.actors for m in actor.mentions]
    ways = [m for route in found.routes if route.name for m in (route.mention, *route.later)]
    return Read(placed, actors, [item for item in listed if item.what in {"place", "stop"}], ways)


def judged(gold: Iterable[tuple[GoldToponym, float]], seen: Read) -> list[tuple[GoldToponym, str]]:
    """Say of each place of the gold what became of it."""
    alone = [(each, _judged(each, tolerance, seen)) for each, tolerance in gold]
    best: dict[str, str] = {}
    for each, kind in alone:
        name = fold(each.phrase)
        best[name] = min(best.get(name, "silent"), kind, key=BEST.__getitem__)
    return [(each, kind if kind in PUT else best[fold(each.phrase)]) for each, kind in alone]


def _judged(each: GoldToponym, tolerance: float, seen: Read) -> str:
    kms = [distance_km((lon, lat), each.point) for m, lon, lat in seen.placed if each.point and _touch(each, m)]
    if kms:
        return "right" if min(kms) <= tolerance else "wrong"
    if any(_touch(each, m) for m in seen.actors):
        return "acting"
    named = any(_touch(each, m) for item in seen.listed for m in item.mentions)
    if named or any(fold(item.name) == fold(each.phrase) for item in seen.listed):
        return "listed"
    return "way" if any(_touch(each, m) for m in seen.ways) else "silent"


def _touch(each: GoldToponym, mention: Mention) -> bool:
    return each.start < mention.end and mention.start < each.end


def _texts(
    path: Path, gazetteer: Gazetteer
) -> Iterator[tuple[str, list[tuple[GoldToponym, float]], list[GoldToponym]]]:
    """Give each text whose names are marked: the places in it with their tolerance, and all names of the gold."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        fields: dict[str, Any] = json.loads(line) if line else {}
        if not fields.get("toponyms") or not fields["text"].strip():
            continue
        gold = gold_document(line, f"{path.name} line {number}", gazetteer).toponyms or ()
        tolerances = {(t["start"], t["end"]): float(t.get("tol_km") or USUAL_KM) for t in fields["toponyms"]}
        asked = [g for g in gold if g.point and not g.is_neutral and g.role != "associative"]
        yield fields["text"], [(g, tolerances[g.start, g.end]) for g in asked], list(gold)


def main() -> None:
    """Print one row a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--told", action="store_true", help="print what is silent, and what is listed and no place")
    options = parser.parse_args()
    gazetteer, catalogue, rows = Gazetteer.open(), Catalogue.load(), []
    for path in options.gold:
        counts: Counter[str] = Counter()
        for text, asked, gold in _texts(path, gazetteer):
            seen = read(text, gazetteer, catalogue)
            for each, kind in judged(asked, seen):
                counts[kind] += 1
                if options.told and kind == "silent":
                    print(f"silent   {_around(text, each.start, each.end)}")
            for mention in (m for item in seen.listed for m in item.mentions[:1] if m.cue == CUE):
                is_place = any(_touch(g, mention) for g in gold)
                counts["doubted"] += 1
                counts["places"] += is_place
                if options.told and not is_place:
                    print(f"no place {_around(text, mention.start, mention.end)}")
        rows.append(_row(path.stem, counts))
    table(list(rows[0]), rows)


def _row(label: str, counts: Counter[str]) -> dict[str, str]:
    missed = sum(counts[kind] for kind in KINDS[1:])
    return {
        "gold": label,
        **{kind: str(counts[kind]) for kind in KINDS},
        "silent of missed": f"{counts['silent'] / max(1, missed):.3f}",
        "doubted": str(counts["doubted"]),
        "places": f"{counts['places'] / max(1, counts['doubted']):.3f}",
    }


def _around(text: str, start: int, end: int) -> str:
    words = f"{text[max(0, start - AROUND) : start]}[{text[start:end]}]{text[end : end + AROUND]}"
    return re.sub(r"\s+", " ", words)


if __name__ == "__main__":
    main()
