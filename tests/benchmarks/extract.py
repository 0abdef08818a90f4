"""Time and memory of compiling a made OpenStreetMap extract: ``python tests/benchmarks/extract.py [MEGABYTES]``.

The file is written to a temporary folder, as real ones are (dense nodes, deltas, zlib): nodes in random walks, ways of
twelve of them; of forty ways one is a railway, three are roads, the rest houses. It is compiled in a process of its
own, with a cache of its own, and both are deleted. By default 600 MB; wanted are 0.4 million nodes a second of
processor time and 1.2 GB of memory at the most. It never fails on time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np

NODES, WAYS = 8000, 8000  # in a block, as in real files
POINTS = 12  # of a way
WORDS = [b"", b"railway", b"rail", b"highway", b"primary", b"building", b"yes", b"residential"]
TAGS = [(1, 2), (3, 4), (3, 7), (3, 7), *[(5, 6)] * 36]
KINDS = 24  # of blocks of nodes, which differ in their walks
COMPILE = """
import sys, time
from pathlib import Path
from geo.tracing.user_networks import add
started, spent = time.perf_counter(), time.process_time()
found = add(Path(sys.argv[1]))
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
print(time.perf_counter() - started, time.process_time() - spent, peak, sum(found.lines.values()))
"""


def varints(values: np.ndarray) -> bytes:
    """Return numbers as protobuf writes them, seven bits a byte."""
    values = values.astype(np.uint64)
    parts = np.array([(values >> np.uint64(7 * k)) & np.uint64(127) for k in range(10)], dtype=np.uint8).T
    length = np.maximum(1, 10 - np.argmax(parts[:, ::-1] > 0, axis=1)) * (values > 0) + (values == 0)
    kept = np.arange(10) < length[:, None]
    more = np.arange(10) < length[:, None] - 1
    return (parts | (more * 128)).astype(np.uint8)[kept].tobytes()


def zigzag(values: np.ndarray) -> np.ndarray:
    """Return signed numbers as unsigned ones, small where they were near zero."""
    return (values << 1) ^ (values >> 63)


def field(number: int, content: bytes) -> bytes:
    """Return a field of bytes."""
    return varints(np.array([number << 3 | 2])) + varints(np.array([len(content)])) + content


def number_field(number: int, value: int) -> bytes:
    """Return a field of one number."""
    return varints(np.array([number << 3])) + varints(np.array([value]))


def blob(kind: bytes, content: bytes) -> bytes:
    """Return a block of the file with its header."""
    body = number_field(2, len(content)) + field(3, zlib.compress(content, 1))
    header = field(1, kind) + number_field(3, len(body))
    return len(header).to_bytes(4, "big") + header + body


def block(group: bytes) -> bytes:
    """Return a block of nodes or ways."""
    return blob(b"OSMData", field(1, b"".join(field(1, word) for word in WORDS)) + field(2, group))


def small(value: int) -> bytes:
    """Return one number as protobuf writes it."""
    done = bytearray()
    while value > 127:
        done.append(value & 127 | 128)
        value >>= 7
    return bytes([*done, value])


def ways_block(firsts: list[int]) -> bytes:
    """Return a block of ways by the nodes they begin at."""
    parts = []
    for number, first in enumerate(firsts):
        key, value = TAGS[number % len(TAGS)]
        refs = small(first << 1) + bytes([2]) * (POINTS - 1)
        way = b"\x08" + small(number + 1) + bytes([0x12, 1, key, 0x1A, 1, value, 0x42, len(refs)]) + refs
        parts.append(b"\x1a" + small(len(way)) + way)
    return block(b"".join(parts))


def write(path: Path, megabytes: float) -> tuple[int, int]:
    """Write an extract; return how many nodes and ways it has."""
    chance = np.random.default_rng(16)
    walks = [[varints(zigzag(chance.integers(-900, 900, NODES - 1))) for _ in range(2)] for _ in range(KINDS)]
    ones = varints(zigzag(np.ones(NODES - 1, dtype=np.int64)))
    first, ways = 1, 0
    with path.open("wb") as stream:
        stream.write(blob(b"OSMHeader", field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes")))
        while stream.tell() < 0.85 * megabytes * 1e6:  # ways are about a seventh of a real file
            lat, lon = walks[int(chance.integers(KINDS))]
            at = zigzag(np.array([first, chance.integers(41e7, 43e7), chance.integers(40e7, 47e7)]))
            heads = [varints(at[i : i + 1]) for i in range(3)]
            dense = field(1, heads[0] + ones) + field(8, heads[1] + lat) + field(9, heads[2] + lon)
            stream.write(block(field(2, dense)))
            first += NODES
        nodes = first - 1
        blocks = [ways_block(chance.integers(1, max(2, nodes - 2 * POINTS), WAYS).tolist()) for _ in range(KINDS)]
        while stream.tell() < megabytes * 1e6:
            stream.write(blocks[ways // WAYS % KINDS])
            ways += WAYS
    return nodes, ways


def main() -> None:
    """Write, compile, tell, delete."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.osm.pbf"
        nodes, ways = write(path, megabytes)
        sys.stdout.write(f"{path.stat().st_size / 1e6:.0f} MB, {nodes / 1e6:.1f} million nodes, {ways:,} ways\n")
        done = subprocess.run(
            [sys.executable, "-c", COMPILE, str(path)],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "CORRIDORS_CACHE": str(Path(folder) / "cache")},
        )
        wall, spent, peak, lines = map(float, done.stdout.split())
        sys.stdout.write(
            f"compiled {lines:,.0f} lines in {wall:.0f} s, {spent:.1f} s of processor time: "
            f"{nodes / spent / 1e6:.2f} million nodes a second (wanted 0.4); {peak:,.0f} MB (wanted 1,200)\n"
        )


if __name__ == "__main__":
    main()
