"""How fast a corpus becomes an overview: ``python tests/benchmarks/overviews.py [DOCUMENTS…]``.

The datasets are written straight in the schema, seeded; each is summed up, drawn and written in a process of its own,
so that the peak of memory is its own. Seconds are the processor's; the ratio is of seconds a document to the first's.
The largest is made once more with tens of thousands of corridors, each in one document or two.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))
ONE = """
import json, resource, sys, time
import layers
steps, start = {}, time.process_time()
def tell(step):
    steps.setdefault(step.split()[0], time.process_time() - start)
made = layers.overview(sys.argv[1], sys.argv[2], formats=sys.argv[3].split(","), co_mentions=100, progress=tell)
print(json.dumps({
    "seconds": time.process_time() - start,
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "places": len(made.summary.places), "corridors": len(made.summary.corridors), "steps": steps,
    "bytes": {path.name: path.stat().st_size for path in made.files},
}))
"""


def main(sizes: list[int]) -> None:
    """Make an overview of each size and print what it cost."""
    from corpus_made import write_many

    first = None
    with tempfile.TemporaryDirectory() as folder:
        for size, more in [*((size, {}) for size in sizes), (max(sizes), {"corridors": 60_000, "even": True})]:
            dataset = write_many(Path(folder) / f"of-{size}-{len(more)}", size, **more)
            for formats in ("html", "all"):
                command = [sys.executable, "-c", ONE, str(dataset), str(Path(folder) / "out"), formats]
                run = subprocess.run(command, check=True, capture_output=True, text=True)
                told = json.loads(run.stdout)
                first = first or told["seconds"] / size
                print(
                    f"{size:>8,} documents, {formats:4} {told['seconds']:6.1f} s"
                    f" {told['seconds'] / size / first:6.2f} x a document  {told['memory']:6.0f} MB at most;"
                    f" {told['places']:,} places, {told['corridors']:,} corridors"
                )
                print("         ", "; ".join(f"{name} {size / 1e6:.2f} MB" for name, size in told["bytes"].items()))
                print("         ", "; ".join(f"{step} from {seconds:.1f} s" for step, seconds in told["steps"].items()))


if __name__ == "__main__":
    main([int(value) for value in sys.argv[1:]] or [1_000, 10_000, 100_000])
