"""Faults tried on the command line, kind by kind: how many were tried, how many were not borne.

A fault is borne if the command ends in time with 0, 1 or 2, without a traceback, and with what it promises. Run as
``python tests/benchmarks/faults.py [KIND …] [--tree FOLDER]``; the second names another checkout to try. On a machine with
much else to do, ``--longest 900`` waits longer for each, and ``--cache FOLDER`` damages copies of a cache that is there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_S = 240  # by the clock, on a machine that may be busy
MOST_CPU_S = 20
MOST_BYTES = 6_000_000_000
TEXT = "Trains run from Baku to Kars{}, and ferries link Suakin with Jeddah.\n"
ODD = [
    "\ufeff", "\u200b", "\u2060", "\u200d", "\\ud83d\\udea2", "\\ud83d", "\u202e\u202d", "\U000e0001", "北京", "🚢",
    "\\u0000",    "e\u0302\u0323", "क्षि", "ﷺ"]  # fmt: skip
BAD_LINES = ["not json",
    '{"id": 2}', "[" * 100_000, '{"id": 4, "text": "\\ud83d Baku"}',
             '{"id": "\\udc80", "text": "Baku"}',
             '{"text": "Baku", "title": "\\ud83d", "date": "x"}',
             '{"text": "/M-1Street^1"}', '{"text": 5}', '{"text": ""}',
             '{"text": "Baku", "url": "\\udfff"}', "{" * 5000, '{"text": "' + "(" * 20_000 + '"}']  # fmt: skip


class Bench:
    """Runs commands of one checkout in a folder of its own and counts what was not borne."""

    def __init__(self, tree: Path, folder: Path, *, cache: Path | None = None, longest_s: float = LONGEST_S) -> None:
        self.tree, self.folder, self.whole, self.longest_s = tree, folder, cache, longest_s
        self.tried: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()

    def run(self, *arguments, cache=None, stdin=None, env=None, closed=False):
        """Run a command; return exit code (124 where it was stopped), output, errors and processor seconds."""
        before = sum(os.times()[2:4])
        environment = os.environ | {"PYTHONPATH": str(self.tree)} | (env or {})
        if cache:
            environment["CORRIDORS_CACHE"] = str(cache)
        command = f'ulimit -v {MOST_BYTES // 1000}; exec "$@"' + (" >&-" if closed else "")
        given = {"stdin": stdin} if stdin is not None else {"input": b""}
        try:
            done = subprocess.run(
                [shutil.which("bash") or "bash", "-c", command, "-", sys.executable, "-m", "layers"]
                + [str(argument) for argument in arguments],
                cwd=self.folder,
                env=environment,
                capture_output=True,
                timeout=self.longest_s,
                check=False,
                **given,
            )
        except subprocess.TimeoutExpired:
            return 124, "", "", float("inf")
        out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        return done.returncode, out, err, sum(os.times()[2:4]) - before

    def judge(self, kind, what, told, *, good=None, codes=(0, 1, 2)):
        """Count one fault."""
        code, out, err, seconds = told
        fine = code in codes and "Traceback" not in err and (good is None or good(out, err))
        self.tried[kind] += 1
        self.failed[kind] += not fine
        if not fine:
            last = err.strip().splitlines()[-1:] or [""]
            print(
                f"    not borne: {kind}: {ascii(what)[:60]}: code {code}, {seconds:.0f} s, {last[0][:110]}", flush=True
            )

    def write(self, name, text):
        """Write a file."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def characters(self):
        """Characters without a glyph or a partner, in every field."""
        for odd in ODD:
            head = f'---\ntitle: "{odd}"\npublisher: "{odd}a"\n---\n'
            self.write("odd.md", head + TEXT.format(f" ({odd}, May 3, 2019)"))
            self.judge(
                "characters", odd, self.run("map", "odd.md", "--format", "html,geojson,gpkg,pdf,docx"), codes=(0,)
            )
        for odd in ODD[:6]:
            self.write("odd.md", TEXT.format(""))
            self.write("odd.review.yaml", f'title: "{odd}x"\ncorrections:\n- place: Baku\n  name: "{odd}y"\n')
            self.judge(
                "characters", f"review {odd}", self.run("map", "odd.md", "--format", "html,gpkg,png"), codes=(0,)
            )
        (self.folder / "odd.review.yaml").unlink()

    def lines(self):
        """One line of many that cannot be read."""
        good = json.dumps({"id": "last", "text": TEXT.format("")})
        for number, bad in enumerate(BAD_LINES):
            self.write("lines.jsonl", f"{good}\n{bad}\n{good}\n")
            told = self.run("geoparse", "lines.jsonl", "--jsonl")
            self.judge("lines", bad, told, good=lambda out, _: out.count('"last"') == 2)
            told = self.run("corpus", "lines.jsonl", "-o", f"corpus{number}", "--workers", "0")
            self.judge("lines", f"corpus {bad}", told, good=lambda _o, _e, n=number: self._documents(n) >= 2)

    def _documents(self, number):
        path = self.folder / f"corpus{number}" / "_corpus.json"
        return json.loads(path.read_text()).get("rows", {}).get("documents", 0) if path.exists() else 0

    def words(self):
        """Long words: the default run within some processor seconds."""
        for what in (f"---\ntitle: {'x' * 2000}\n---\n{TEXT.format('')}", TEXT.format(" " + "Y" * 2000),
                     TEXT.format(f" ({'z' * 390}, May 3, 2019)"), ("Q" * 2000 + " ") * 50 + TEXT.format(""),
                     TEXT.replace("Kars", "K" + "a" * 2000 + " Port").format("")):  # fmt: skip
            self.write("long.md", what)
            told = self.run("map", "long.md")
            self.judge("words", what[:40], told if told[3] < MOST_CPU_S else (124, *told[1:]))

    def cache(self):
        """Flip bits in the middle of each cached file; the run and the one after it must succeed."""
        source = self.folder / "cache"
        if self.whole:
            shutil.copytree(self.whole, source)
        self.write("ways.md", TEXT.format(""))
        self.run("map", "ways.md", cache=source)
        for path in sorted(source.glob("[!.]*.*")):
            if path.suffix in {".note", ".lock", ".js", ".css"} or path.stat().st_size < 200_000:
                continue
            for share in (0.3, 0.5, 0.8):
                damaged = self.folder / "damaged"
                shutil.rmtree(damaged, ignore_errors=True)
                shutil.copytree(source, damaged, ignore=shutil.ignore_patterns("traces"))
                content = bytearray(path.read_bytes())
                at = int(len(content) * share)
                content[at : at + 64] = bytes(b ^ 0x5A for b in content[at : at + 64])
                (damaged / path.name).write_bytes(content)
                for run in (1, 2):
                    told = self.run("map", "ways.md", "-o", f"out{run}", "--format", "html,png", cache=damaged)
                    self.judge("cache", f"{path.name} at {share}, run {run}", told, codes=(0,))
        full = self.folder / "full"
        told = self.run(
            "map", "ways.md", cache=full, env={"BASH_ENV": str(self.write("limit.sh", "ulimit -f 20000\n"))}
        )
        self.judge("cache", "full disk", told, codes=(1,), good=lambda _o, _e: not list(full.glob(".*sqlite*")))

    def endless(self):
        """Name what has no end wherever a file is named."""
        fifo, link = self.folder / "fifo", self.folder / "link.jsonl"
        os.mkfifo(fifo)
        link.symlink_to("/dev/zero")
        self.write("ways.md", TEXT.format(""))
        for path in ("/dev/zero", fifo, link):
            for arguments in (("map", path), ("geoparse", path), ("geoparse", "--jsonl", path), ("evaluate", path),
                              ("map", "ways.md", "--review", path), ("map", "ways.md", "--gazetteer", path),
                              ("map", "ways.md", "--catalogue", path), ("map", "ways.md", "--network", path),
                              ("corpus", path, "-o", "endless", "--workers", "0")):  # fmt: skip
                self.judge("endless", " ".join(map(str, arguments)), self.run(*arguments), codes=(1, 2))
        for command in (("map", "-"), ("geoparse",), ("geoparse", "--jsonl")):
            with Path("/dev/zero").open("rb") as zero:
                self.judge("endless", f"{command} < /dev/zero", self.run(*command, stdin=zero), codes=(1, 2))

    def network(self):
        """Run first without network: the page asks for nothing."""
        self.write("ways.md", TEXT.format(""))
        env = {"PATH": "/nowhere", "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
        told = self.run("map", "ways.md", "-o", "offline", "--format", "html", env=env, cache=self.folder / "bare")
        page = self.folder / "offline" / "ways" / "map.html"
        self.judge("network", "bare machine", told, good=lambda *_: "<script src" not in page.read_text("utf-8"))

    def traps(self):
        """Values of YAML that are none, wherever YAML is read; tables and lines that no program writes."""
        laughs = "&a [x, x, x, x, x, x, x, x, x]\n" + "".join(
            f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]\n"
            for before, one in zip("abcdefgh", "bcdefghi", strict=True)
        )
        self.write("ways.md", TEXT.format(""))
        for value in ("0x" + "f" * 5000, "9" * 5000, "1:" * 2000 + "1", "!!float 1e99999", ".nan", "0000-00-00",
                      "2019-05-03t25:61:61Z", "*nope", "{<<: 5}", "{? [a]: b}", "[" * 1_000_000, "- " * 20_000,
                      "&a {b: *a}", laughs):  # fmt: skip
            short = value[:24]
            self.write("front.md", f"---\ntitle: x\ndate: {value}\n---\n{TEXT.format('')}")
            self.judge("traps", f"front matter {short}", self.run("geoparse", "front.md"))
            for name, option in (("t.yaml", "--gazetteer"), ("c.yaml", "--catalogue"), ("r.yaml", "--review")):
                self.write(name, f"a: {value}\n")
                told = self.run("map", "ways.md", option, name, "--format", "html")
                self.judge("traps", f"{option} {short}", told if told[3] < MOST_CPU_S else (124, *told[1:]))
        for cells in (
            '"' + "x" * 200_000 + '",1,1',
            '"Zed,1,1',
            "Zed\x00,1,1",
            "Zed," + "1" * 6000 + ",1",
            "Zed,1e309,1",
        ):
            self.write("t.csv", f"name,lon,lat\n{cells}\n")
            self.judge("traps", f"table {cells[:20]}", self.run("geoparse", "ways.md", "--gazetteer", "t.csv"))
        for shape in (
            '"LineString","coordinates":[[1,2]]',
            '"MultiLineString","coordinates":[[[1,2]]]',
            '"Polygon","coordinates":[[[0,0],[1,1]]]',
            '"LineString","coordinates":[[1,"a"],[null,2]]',
        ):
            feature = f'{{"type":"Feature","properties":{{"railway":"rail"}},"geometry":{{"type":{shape}}}}}'
            self.write("n.geojson", f'{{"type":"FeatureCollection","features":[{feature}]}}')
            told = self.run("map", "ways.md", "--network", "n.geojson", "--format", "html")
            self.judge("traps", f"network {shape[:24]}", told)

    def small(self):
        """Try what is left."""
        for tag in (
            "!!bool x",
            "!!int x",
            "!!timestamp x",
            "!!float x",
            "!!binary ü",
            "!!set x",
            "&a [*a]",
            "2019-13-45",
        ):
            self.write("tag.md", f"---\ntitle: {tag}\n---\n{TEXT.format('')}")
            self.judge("small", tag, self.run("map", "tag.md", "--format", "html"))
            self.write("tag.yaml", f"- name: {tag}\n  lon: 1\n  lat: 1\n")
            self.judge("small", f"table {tag}", self.run("geoparse", "tag.md", "--gazetteer", "tag.yaml"))
        self.write("ways.md", TEXT.format(""))
        self.judge("small", "closed stdout", self.run("geoparse", "ways.md", closed=True))
        self.judge("small", "closed stdout", self.run("map", "ways.md", "--format", "html", closed=True))
        page = "<html><body><article>" + "<p>Trains run from Baku to Kars every day of the year.</p>" * 60_000
        self.write("page.html", page + "</article></body></html>")
        self.judge("small", "60,000 paragraphs of HTML", self.run("geoparse", "page.html"))


def main() -> None:
    """Try the kinds that are asked for, or all."""
    kinds = ("characters", "lines", "words", "cache", "endless", "network", "traps", "small")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", choices=[*kinds, []], default=[])
    parser.add_argument("--tree", type=Path, default=ROOT)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--longest", type=float, default=LONGEST_S)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(given.tree.resolve(), Path(folder), cache=given.cache, longest_s=given.longest)
        for kind in given.kinds or kinds:
            getattr(bench, kind)()
            print(f"{kind:12} {bench.tried[kind]:4} tried {bench.failed[kind]:4} not borne", flush=True)


if __name__ == "__main__":
    main()
