"""How long ``corridors map`` takes on the sample article, against the bare imports it cannot do without.

Run it with the project's Python: ``python tests/benchmarks/main_job.py [ROUNDS]``. Prints ratios; never fails on time.
Each round runs both commands, one after the other, so that what else the machine does weighs on both alike; processor
time tells most where it does much.
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


def seconds(command: list[str]) -> tuple[float, float]:
    """Time one run of a command in a process of its own: by the clock, and of the processor."""
    start, used = time.perf_counter(), sum(os.times()[2:4])
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start, sum(os.times()[2:4]) - used


def main() -> None:
    """Print the times, the ratio and its spread."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        job = [
            sys.executable,
            "-m",
            "layers",
            "map",
            "seeds/azerbaijan-nato-25.md",
            "-o",
            folder,
            "--format",
            "html,vector",
        ]
        seconds(job)  # fills the caches
        seconds(IMPORTS)
        pairs = [(seconds(IMPORTS), seconds(job)) for _ in range(rounds)]
        size = (Path(folder) / "azerbaijan-nato-25" / "map.html").stat().st_size
    for number, kind in enumerate(("by the clock", "of the processor")):
        imports, jobs = ([each[number] for each in side] for side in zip(*pairs, strict=True))
        ratios = sorted(job / bare for bare, job in zip(imports, jobs, strict=True))
        print(
            f"{kind}: bare imports {statistics.median(imports):.2f} s, corridors map {statistics.median(jobs):.2f} s,"
        )
        print(f"  ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}; wanted: 1.4)")
    print(f"map.html           {size / 1000:6.0f} KB (wanted: 600)")


if __name__ == "__main__":
    main()
