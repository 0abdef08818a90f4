"""Traced lines against searoute and scgraph on the same pairs in the same run, and against published lengths.

Run it with the project's Python: ``python tests/benchmarks/tracing.py [lengths|rail|sea|first]…``, all by default.
Times are compared as ratios, since the machine may be busy; it never fails on time. scgraph-data 2.0.0 does not import
with scgraph 3 or later: it is given the one name it misses.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
import types
from itertools import pairwise

RAIL = {  # lon, lat of both ends; published km; where it was read
    "Tbilisi–Poti": ((44.80, 41.72), (41.66, 42.15), 310, "Japan Railway & Transport Review 24"),
    "Berlin–Hamburg": ((13.37, 52.53), (10.01, 53.55), 286.8, "line length, general knowledge"),
    "Moscow–Saint Petersburg": ((37.66, 55.78), (30.36, 59.93), 649.7, "line length, general knowledge"),
    "Budapest–Belgrade": ((19.08, 47.50), (20.46, 44.80), 350, "Wikipedia"),
    "Innsbruck–Verona": ((11.40, 47.26), (10.98, 45.43), 275.4, "Wikipedia"),
    "Belgrade–Bar": ((20.46, 44.80), (19.10, 42.09), 476, "Wikipedia"),
    "Kunming–Vientiane": ((102.86, 24.88), (102.64, 18.03), 1035, "CGTN"),
    "Xining–Lhasa": ((101.81, 36.62), (91.07, 29.63), 1956, "China Radio International"),
    "Adelaide–Darwin": ((138.58, -34.94), (130.93, -12.48), 2979, "Lernidee"),
    "Mombasa–Nairobi": ((39.58, -4.05), (36.91, -1.37), 472, "Radar Africa"),
    "Dakar–Koulikoro": ((-17.43, 14.67), (-7.56, 12.86), 1287, "Wikipedia"),
    "Moscow–Vladivostok": ((37.66, 55.78), (131.88, 43.11), 9289, "Wikipedia"),
}
SEA = {  # ditto; nautical distance tables give round figures
    "Alat–Turkmenbashi": ((49.41, 39.96), (52.97, 40.01), 306, "ferry"),
    "Aktau–Alat": ((51.20, 43.60), (49.41, 39.96), 470, "about 253 nautical miles"),
    "Poti–Constanta": ((41.65, 42.15), (28.65, 44.10), 1100, "about 595 nautical miles"),
    "Odesa–Istanbul": ((30.75, 46.49), (28.98, 41.01), 635, "343 nautical miles"),
    "Rotterdam–Singapore": ((4.14, 51.95), (103.84, 1.26), 15350, "8,288 nautical miles"),
    "Shanghai–Los Angeles": ((121.80, 31.30), (-118.25, 33.74), 10560, "about 5,700 nautical miles"),
}
ROUNDS = 5
APART = 0.004  # degrees between two questions of a kind: far enough for another junction, so that nothing remembers
FRESH = {  # what makes query(n), the n-th question of a kind: some hundreds of metres beside the one before
    "corridors, rail": (
        "from geo.model import Waypoint; from geo.tracing import trace\n"
        "def query(n): return trace([Waypoint('Baku', 49.85 + n * SHIFT, 40.38, 'a'),"
        " Waypoint('Tbilisi', 44.8, 41.72, 'b'), Waypoint('Kars', 43.09, 40.61, 'c')], 'rail', remember=False)\n"
    ),
    "scgraph, rail": (
        "import sys, types, scgraph; core = types.ModuleType('scgraph.core'); core.GeoGraph = scgraph.GeoGraph\n"
        "sys.modules['scgraph.core'] = core; from scgraph_data.world_railways import world_railways_geograph as net\n"
        "at = lambda lon, lat: {'latitude': lat, 'longitude': lon}\n"
        "def query(n):\n"
        "    stops = [at(49.85 + n * SHIFT, 40.38), at(44.8, 41.72), at(43.09, 40.61)]\n"
        "    return [net.get_shortest_path(a, b, silent=True) for a, b in zip(stops, stops[1:])]\n"
    ),
    "corridors, sea": (
        "from geo.model import Waypoint; from geo.tracing import trace\n"
        "def query(n): return trace([Waypoint('Aktau', 51.2 - n * SHIFT, 43.6, 'a'),"
        " Waypoint('Alat', 49.41, 39.96, 'b')], 'sea', remember=False)\n"
    ),
    "searoute, sea": (
        "import searoute\ndef query(n): return searoute.searoute([51.2 - n * SHIFT, 43.6], [49.41, 39.96])\n"
    ),
}
CLOCK = """
import json, statistics, time
SHIFT = 0.004
began, spent = time.perf_counter(), time.process_time()
{setup}
query(0)
first, cpu, times, cpu_times = time.perf_counter() - began, time.process_time() - spent, [], []
for number in range(1, 8):
    start, spent = time.perf_counter(), time.process_time()
    query(number)
    times.append(time.perf_counter() - start)
    cpu_times.append(time.process_time() - spent)
try:  # ru_maxrss begins at what the parent had when it started this process
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
except OSError:
    peak = float("nan")
print(json.dumps([first, cpu, statistics.median(times), statistics.median(cpu_times), peak]))
"""


def say(line: str = "") -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def timed(query, a, b):
    """Return what a query gives, and its median processor time in seconds over places some way apart, all different."""
    found, times = query(a, b), []
    for number in range(1, ROUNDS + 1):
        start = time.process_time()
        query((a[0] + number * APART, a[1]), (b[0], b[1] + number * APART))
        times.append(time.process_time() - start)
    return found, statistics.median(times)


def lengths() -> None:
    """Print told and drawn over published length of every corridor with a sourced length, worst first, none hidden.

    What is told is ``Corridor.length_km``, of which the drawn line is told apart. Cables are left out, as in the tests:
    what is published of them is the cable of a whole system, with slack and with branches that are not drawn.
    """
    from geo import Gazetteer, trace
    from geo.courses import Catalogue

    gazetteer, rows = Gazetteer.open(), []
    for entry in Catalogue.load().entries:
        if entry.published is None or not entry.published.source or entry.mode == "cable":
            continue
        names = [stop.name for stop in entry.waypoints]
        part = names[names.index(entry.published.start.name) : names.index(entry.published.end.name) + 1]
        corridor = trace(entry.name, gazetteer=gazetteer)
        within = set(pairwise(part if entry.published_km is None else names))
        legs = [leg for leg in corridor.legs if (leg.start, leg.end) in within]  # without the branches, as in the tests
        drawn = sum(leg.length_km for leg in legs)
        true = sum(leg.length_km if leg.network_km is None else leg.network_km for leg in legs)
        rows.append((drawn / entry.published.km, true / entry.published.km, entry))
    rows.sort(key=lambda row: -abs(row[1] - 1))
    say(f"{'corridor':<28} {'mode':<10} {'told':>6} {'drawn':>7} {'published':>10}  source")
    for drawn, true, entry in rows:
        mark = " " if 0.95 <= true <= 1.05 else "*"
        say(
            f"{entry.id:<28} {entry.mode:<10} {true:6.3f}{mark} {drawn:6.3f} {entry.published.km:9.1f}   "
            f"{entry.published.source}"
        )
    told, drawn = (sum(0.95 <= row[column] <= 1.05 for row in rows) for column in (1, 0))
    say(f"within 0.95 to 1.05 of {len(rows)}: {told} as told, {drawn} as drawn (wanted: 4 in 5 as told)\n")


def compare(pairs, ours, theirs, name: str) -> None:
    """Print length errors and times of both on the same pairs."""
    say(f"{'pair':<26} {'published':>9} {'corridors':>10} {name:>10} {'ms':>8} {name + ' ms':>12}")
    errors, times = ([], []), ([], [])
    for pair, (a, b, published, _) in pairs.items():
        cells = []
        for number, query in enumerate((ours, theirs)):
            km, seconds = timed(query, a, b)
            cells.append(km)
            errors[number].append(abs(km / published - 1) if km else 1.0)
            times[number].append(seconds)
        say(
            f"{pair:<26} {published:9.0f} {cells[0]:10.0f} {cells[1] or float('nan'):10.0f} "
            f"{times[0][-1] * 1000:8.1f} {times[1][-1] * 1000:12.1f}"
        )
    median = [statistics.median(values) for values in errors]
    ratio = statistics.median(a / b for a, b in zip(*times, strict=True))
    say(f"median length error: corridors {median[0]:.1%}, {name} {median[1]:.1%}, ratio {median[0] / median[1]:.2f}")
    say(f"median of time ratios, corridors over {name}: {ratio:.2f}\n")


def rail() -> None:
    """Compare with scgraph: the same data, the ends of each line alone."""
    import scgraph

    from geo.model import Waypoint
    from geo.tracing import trace

    core = types.ModuleType("scgraph.core")
    core.GeoGraph = scgraph.GeoGraph
    sys.modules["scgraph.core"] = core
    from scgraph_data.world_railways import world_railways_geograph as net

    def ours(a, b):
        legs = trace([Waypoint("A", *a, "a"), Waypoint("B", *b, "b")], "rail", remember=False)
        return sum(leg.length_km if leg.network_km is None else leg.network_km for leg in legs)

    def theirs(a, b):
        ends = ({"latitude": lat, "longitude": lon} for lon, lat in (a, b))
        try:
            return net.get_shortest_path(*ends, silent=True)["length"]
        except Exception:  # noqa: BLE001 - no way, in whatever words
            return None

    compare(RAIL, ours, theirs, "scgraph")


def sea() -> None:
    """Compare with searoute: the same lanes on oceans, and short seas; tell how much of a line lies on land."""
    import searoute
    import shapely

    from geo.geodesy import length_km
    from geo.model import Waypoint
    from geo.outlines import land
    from geo.tracing import trace

    def line(a, b):
        legs = trace([Waypoint("A", *a, "a"), Waypoint("B", *b, "b")], "sea", remember=False)
        return [point for leg in legs for point in leg.line]

    def their_line(a, b):
        return searoute.searoute(list(a), list(b))["geometry"]["coordinates"]

    compare(SEA, lambda a, b: length_km(line(a, b)), lambda a, b: length_km(their_line(a, b)), "searoute")
    ground = land("10m")
    shapely.prepare(ground)
    say(f"{'share on land':<26} {'corridors':>10} {'searoute':>10}   (whole lines, harbours included)")
    for pair, (a, b, _, _) in list(SEA.items())[:4]:
        shares = []
        for points in (line(a, b), their_line(a, b)):
            drawn = shapely.LineString(points)
            shares.append(shapely.intersection(drawn, ground).length / drawn.length)
        say(f"{pair:<26} {shares[0]:10.2%} {shares[1]:10.2%}")
    say()


def first() -> None:
    """Time the first query of a fresh interpreter, the next ones, and memory."""
    say(f"{'fresh interpreter':<18} {'first s':>8} {'its CPU s':>10} {'next ms':>9} {'CPU ms':>8} {'memory MB':>10}")
    for name, setup in FRESH.items():
        runs = []
        for _ in range(3):
            script = CLOCK.replace("{setup}", setup)
            done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
            runs.append(json.loads(done.stdout.splitlines()[-1]))
        best = [min(values) for values in zip(*runs, strict=True)]
        worst = max(run[0] for run in runs)
        say(
            f"{name:<18} {best[0]:8.2f} {best[1]:10.2f} {best[2] * 1000:9.1f} {best[3] * 1000:8.1f} {best[4]:10.0f}"
            f"  (up to {worst:.2f})"
        )
    say("wanted: first query 0.6 s, next 20 ms; best of three runs\n")


def main() -> None:
    """Run the parts asked for."""
    parts = {"lengths": lengths, "rail": rail, "sea": sea, "first": first}
    for name in sys.argv[1:] or list(parts):
        parts[name]()
    say(f"peak memory of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
