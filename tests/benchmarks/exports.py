"""What each export costs, in processor time and on the clock, against the bare imports that the main job needs anyway.

Run it with the project's Python: ``python tests/benchmarks/exports.py [ROUNDS] [ARTICLE]``. Prints ratios; never fails
on time. Each round runs the bare imports and every choice of formats in a process of its own, one after the other, so
that what else the machine does weighs on all alike. Below, each encoder alone in one process, with its files' sizes.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMPORTS = [sys.executable, "-c", "import geopandas, folium, geopy, shapely, yaml"]
CHOICES = ("html", "html,vector", "html,vector,png,docx", "html,vector,png,svg,embed,report", "all")
WANTED = {"html,vector": 1.6, "html,vector,png,docx": 3.5}


def spent(command: list[str]) -> tuple[float, float]:
    """Return the processor's and the clock's seconds of one run of a command in a process of its own."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    after = os.times()
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return cpu, time.perf_counter() - start


def whole_runs(article: str, rounds: int, folder: str) -> None:
    """Print the time of runs with different formats."""
    job = [sys.executable, "-m", "layers", "map", article, "-o", folder, "--format"]
    spent([*job, "all"])  # fills the caches
    spent(IMPORTS)
    runs = {"imports": IMPORTS} | {choice: [*job, choice] for choice in CHOICES}
    measured = [{name: spent(command) for name, command in runs.items()} for _ in range(rounds)]
    print(f"{'formats':36}  CPU s  ratio (least to most)    wall s  ratio  wanted   (median of {rounds})")
    for name in runs:
        cpu, wall = zip(*(each[name] for each in measured), strict=True)
        ratios = sorted(each[name][0] / each["imports"][0] for each in measured)
        clock = statistics.median(each[name][1] / each["imports"][1] for each in measured)
        print(
            f"{name:36} {statistics.median(cpu):6.2f} {statistics.median(ratios):6.2f}"
            f" ({ratios[0]:.2f} to {ratios[-1]:.2f})     {statistics.median(wall):6.2f} {clock:6.2f}"
            f"  {WANTED.get(name, '')}"
        )


def single_encoders(article: str, rounds: int) -> None:
    """Print the processor time of each format alone, the imports it needs once among it, and the size of its files."""
    from geo import geoparse, read
    from layers.formats import FILES, encoded
    from layers.frames import to_frames

    frames = to_frames(geoparse(read(ROOT / article)))
    print(f"\n{'format':10} first ms   again ms (median)   size")
    for name in FILES:
        if name == "html":
            continue
        times = []
        made: dict[str, str | bytes] = {}
        for _ in range(rounds + 1):
            start = time.process_time()
            made = encoded(frames, (name,))
            times.append((time.process_time() - start) * 1000)
        sizes = ", ".join(
            f"{file} {len(c.encode() if isinstance(c, str) else c) / 1000:.0f} KB" for file, c in made.items()
        )
        print(f"{name:10} {times[0]:8.1f} {statistics.median(times[1:]):10.1f}            {sizes}")


def main() -> None:
    """Print both tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    article = sys.argv[2] if len(sys.argv) > 2 else "seeds/azerbaijan-nato-25.md"
    with tempfile.TemporaryDirectory() as folder:
        whole_runs(article, rounds, folder)
    single_encoders(article, rounds)


if __name__ == "__main__":
    main()
