"""Change the program in one place, run the nearest tests, and say which changes none of them notices: `make mutants`.

`python tests/mutants.py --most 60 --part courses` tries sixty of one part; the same number tries the same ones, as long as
the code stays. Each change is made in the memory of a process of its own, which begins where the libraries are loaded and
the program is not: no file is touched, and a change costs a few seconds. What the program remembers of earlier runs
(`traces` in the cache) is hidden from it, and what it writes is thrown away.

mutmut changes what stands in functions alone, and half of what this program rests on are the numbers above them; cosmic-ray
writes into the files that one is working on, and starts the interpreter and every library anew for each change.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from contextlib import redirect_stderr, redirect_stdout
from importlib.machinery import SourceFileLoader
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
PARTS = {
    "courses": (
        "geo/courses/*.py",
        (
            "charting structures completion_reach reconciling courses_foreign_detours courses_voyage_passages"
            " corridors_ends catalogue"
        ),
    ),
    "resolution": (
        "geo/resolution/*.py",
        "resolution_witnesses resolution resolution_shortened courses_foreign_detours",
    ),
    "tracing": (
        "geo/tracing/*.py",
        (
            "tracing_bends tracing_cables tracing_closures tracing_rivers tracing_sea tracing"
            " tracing_junction_fixes tracing_networks tracing_online"
        ),
    ),
    "extent": ("layers/map/extent.py", "map_extent"),
}
"""What is changed, and by which tests it should be noticed."""
ASIDE = ("raise", "annotation", "returns", "decorator_list", "format_spec", "msg")
SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
SLOWEST = 6  # times what the tests take of the program as it is
SPARE_S = 20


class Mutant(NamedTuple):
    """One change: the node it is made at, in the order of :func:`ast.walk`, and which of that node's.

    Attributes
    ----------
    shown
        The node whose code tells a reader what is changed: of a number, what it stands in.
    lot
        By which few are drawn; it stays where other code of the file moves.
    """

    path: Path
    node: int
    which: int
    line: int
    shown: int
    lot: str

    @property
    def told(self) -> str:
        """The code before and after."""
        trees = ast.parse(self.path.read_text(encoding="utf-8")), changed(self.path, self.node, self.which)
        return " → ".join(brief(next(islice(ast.walk(tree), self.shown, None))) for tree in trees)


def changes(node: ast.AST) -> Iterator[Callable[[], None]]:
    """Yield what may be changed at a node; calling it does so, in place."""
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in SWAPS:
            yield lambda: node.ops.__setitem__(0, SWAPS[type(op)]())
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in SWAPS:
            yield lambda: setattr(node, "op", SWAPS[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield lambda: setattr(node, "operand", ast.UnaryOp(ast.Not(), operand))
        case ast.Constant(value=bool(value)):
            yield lambda: setattr(node, "value", not value)
        case ast.Constant(value=int(value)):
            yield lambda: setattr(node, "value", value + 1)
        case ast.Constant(value=float(value)):
            yield lambda: setattr(node, "value", value * 12 or 1.0)
            yield lambda: setattr(node, "value", 0.0 if value else -1.0)
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            yield lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=[test, *rest]):
            yield lambda: setattr(node, "ifs", rest)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield lambda: setattr(node, "value", ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield lambda: setattr(node, "value", ast.Constant(None))
        case ast.Name(id=name, ctx=ast.Load()) if name in NAMES:
            yield lambda: setattr(node, "id", NAMES[name])


def marked(tree: ast.Module) -> ast.Module:
    """Mark what is left alone: messages of errors, annotations, what the type checker alone reads."""
    for node in ast.walk(tree):
        is_typing = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        aside = getattr(node, "is_aside", False) or isinstance(node, (ast.Raise, ast.Assert)) or is_typing
        node.is_aside = aside
        for field, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    child.is_aside = aside or field in ASIDE
    return tree


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield every change of a file."""
    tree = marked(ast.parse(path.read_text(encoding="utf-8")))
    places = {id(node): index for index, node in enumerate(ast.walk(tree))}
    holders = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for index, node in enumerate(ast.walk(tree)):
        count = 0 if getattr(node, "is_aside", False) else len(list(changes(node)))
        if not count:
            continue
        shown = node
        while isinstance(shown, (ast.Constant, ast.Name, ast.UnaryOp)) and isinstance(
            holders[id(shown)], (ast.expr, ast.stmt)
        ):
            shown = holders[id(shown)]
        within = shown
        while not hasattr(within, "lineno"):
            within = holders[id(within)]
        for which in range(count):
            words = f"{path.name} {ast.unparse(shown)} {type(node).__name__} {ast.unparse(node)} {which}"
            lot = hashlib.sha256(words.encode()).hexdigest()
            yield Mutant(path, index, which, within.lineno, places[id(shown)], lot)


def brief(node: ast.AST) -> str:
    """Return the first line of a node's code, as short as it is still known by."""
    if isinstance(node, (ast.If, ast.While)):
        return "if " + brief(node.test)
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else text[:87] + "…"


def changed(path: Path, index: int, which: int) -> ast.Module:
    """Return the code of a file with one change."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    node = next(islice(ast.walk(tree), index, None))
    list(changes(node))[which]()
    return ast.fix_missing_locations(tree)


def passes(tests: list[str], mutant: Mutant | None, limit_s: int) -> bool | None:
    """Run tests in a process of their own; ``None`` where they go on past the limit."""
    with tempfile.TemporaryDirectory() as folder:
        pid = os.fork()
        if not pid:
            try:
                os._exit(_child(tests, mutant, Path(folder)))
            finally:  # nothing of this process may go on with what the other does
                os._exit(1)
        return _ended(pid, limit_s)


def _child(tests: list[str], mutant: Mutant | None, folder: Path) -> int:
    os.setsid()
    cache = Path(os.environ["CORRIDORS_CACHE"])
    shutil.copytree(cache, folder / "cache", copy_function=os.link, ignore=shutil.ignore_patterns("traces", "*.lock"))
    os.environ["CORRIDORS_CACHE"] = str(folder / "cache")
    if mutant is not None:
        usual, code = SourceFileLoader.get_code, compile(changed(*mutant[:3]), str(mutant.path), "exec")
        SourceFileLoader.get_code = lambda self, name: code if Path(self.path) == mutant.path else usual(self, name)
    import pytest

    with (folder / "log").open("w") as log, redirect_stdout(log), redirect_stderr(log):
        options = [
            "-x",
            "-q",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            f"--basetemp={folder / 'tests'}",
            "-m",
            "not browser",
        ]
        return int(pytest.main([*options, *tests]))


def _ended(pid: int, limit_s: int) -> bool | None:
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.05)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def drawn(part: str, most: int) -> list[Mutant]:
    """Return some changes of a part, by lot and always the same, in the order of the files."""
    every = [mutant for path in sorted(ROOT.glob(PARTS[part][0])) for mutant in mutants_of(path)]
    return sorted(sorted(every, key=lambda mutant: mutant.lot)[:most], key=lambda mutant: (mutant.path, mutant.line))


def main() -> None:
    """Try some changes of each part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=int, default=20, help="changes of each part")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; may be given again")
    options = parser.parse_args()
    os.chdir(ROOT)
    os.environ.setdefault("CORRIDORS_CACHE", str(ROOT / ".pytest_cache" / "corridors"))
    Path(os.environ["CORRIDORS_CACHE"]).mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    sys.dont_write_bytecode = True
    import folium
    import geopandas
    import pyogrio
    import pytest
    import scipy.sparse.csgraph
    import scipy.spatial

    assert all((folium, geopandas, pyogrio, pytest, scipy))  # loaded once, before the processes part
    noticed = tried = 0
    for part in options.part or PARTS:
        tests = [f"tests/test_{name}.py" for name in PARTS[part][1].split()]
        began = time.monotonic()
        if not passes(tests, None, 600):
            sys.exit(f"{part}: the tests fail before anything is changed")
        limit_s = int((time.monotonic() - began) * SLOWEST + SPARE_S)
        few = drawn(part, options.most)
        survivors = [mutant for mutant in few if passes(tests, mutant, limit_s)]
        noticed, tried = noticed + len(few) - len(survivors), tried + len(few)
        print(f"{part}: {len(few) - len(survivors)} of {len(few)} noticed", flush=True)
        for mutant in survivors:
            print(f"  {mutant.path.relative_to(ROOT)}:{mutant.line}  {mutant.told}", flush=True)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{noticed} of {tried} changes noticed; {spent.ru_utime + spent.ru_stime:.0f} processor seconds")


if __name__ == "__main__":
    main()
