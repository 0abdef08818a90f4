"""Windows and macOS can do the main job: nothing on its way is particular to one system."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import geo
import layers

ROOT = Path(geo.__file__).parents[1]
MODULES = frozenset({
    "fcntl", "pwd", "grp", "termios", "tty", "pty", "resource", "syslog", "crypt", "spwd", "nis", "posix", "readline",
})  # fmt: skip
"""Of Python's own library, there on POSIX systems alone."""
CALLS = frozenset({
    "os.fork", "os.forkpty", "os.umask", "os.getuid", "os.geteuid", "os.getgid", "os.getegid", "os.chown", "os.killpg",
    "os.setsid", "os.getpgid", "os.mkfifo", "os.mknod", "os.nice", "os.uname", "os.wait", "os.waitpid", "os.sysconf",
    "os.sched_getaffinity", "os.posix_spawn", "os.getloadavg", "os.statvfs", "os.WIFSIGNALED", "os.WTERMSIG",
    "signal.SIGKILL", "signal.SIGALRM", "signal.SIGHUP", "signal.SIGUSR1", "signal.setitimer", "signal.alarm",
    "signal.pthread_sigmask", "signal.pause", "socket.AF_UNIX", "time.tzset",
})  # fmt: skip
PLACES = ("/dev/", "/tmp/", "/proc/", "/etc/", "/usr/", "/var/")  # noqa: S108 - looked for, not used
ASIDE = {
    "geo/reading/formats/isolated_pool.py": "reads thousands of files by fork; corpora alone ask for it, where there is one",
    "geo/reading/formats/isolated_child.py": "bounds memory by resource where there is such a module",
    "geo/building/bundling.py": "builds wheels",
}
"""Rooms that the main job does not enter, or that ask before they do."""
ROOMS = ("layers/corpora/", "layers/site/", "geo/building/")


def on_the_way():
    """Return the modules that ``corridors map`` and ``corridors open`` may load."""
    found = sorted(path for package in (geo, layers) for path in Path(package.__path__[0]).rglob("*.py"))
    return [path for path in found if not path.relative_to(ROOT).as_posix().startswith(ROOMS)]


def particular(tree):
    """Return what a module uses that only POSIX systems have, as (line, name)."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # examples are run elsewhere
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, a.name) for a in names if a.name.split(".")[0] in MODULES)
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in MODULES:
                yield node.lineno, module
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if f"{name}.{attr}" in CALLS:
                yield node.lineno, f"{name}.{attr}"
            case ast.Constant(value=str(value)) if value.startswith(PLACES) and id(node) not in docs:
                yield node.lineno, value[:40]


@pytest.mark.parametrize("path", on_the_way(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_module_on_the_way_of_the_main_job_is_of_one_system(path):
    """No module imports, calls or names what is not on every system, but those that ask before they do."""
    found = list(particular(ast.parse(path.read_text(encoding="utf-8"))))
    if path.relative_to(ROOT).as_posix() in ASIDE:
        assert found, "it no longer does: take it out of the list"
        return
    assert found == []


@pytest.mark.parametrize(
    ("code", "finds"),
    [
        ("import fcntl", True), ("from resource import setrlimit", True), ("os.umask(0)", True),
        ("open('/dev/null')", True), ("signal.SIGKILL", True), ("signal.SIGINT", False), ("path = 'dev/null'", False),
        ("'''/dev/zero is a device'''", False),
    ],
)  # fmt: skip
def test_the_test_sees_what_it_looks_for(code, finds):
    """Each kind of thing that is looked for is found where it is, and not elsewhere."""
    assert bool(list(particular(ast.parse(code)))) is finds


BLOCKED = f"""
import builtins, json, os, runpy, signal, sys
def ours(frame):
    return frame.f_globals.get("__name__", "").split(".")[0] in ("geo", "layers")
real = builtins.__import__
def importing(name, *given, **named):
    if name.split(".")[0] in {sorted(MODULES)!r} and ours(sys._getframe(1)):
        raise ModuleNotFoundError(f"No module named {{name!r}}, as on Windows", name=name)
    return real(name, *given, **named)
builtins.__import__ = importing
def refuse(event, arguments):
    if event in ("os.fork", "os.forkpty"):
        raise OSError("no fork on this system")
sys.addaudithook(refuse)
def gone(call, name):
    def asked(*given, **named):
        if ours(sys._getframe(1)):
            raise AttributeError(f"{{name}} is called, which Windows has not")
        return call(*given, **named)
    return asked
for module, name in [each.split(".") for each in {sorted(CALLS)!r}]:
    held = sys.modules.get(module)
    if callable(getattr(held, name, None)) and module == "os":
        setattr(held, name, gone(getattr(held, name), module + "." + name))
sys.argv = ["corridors", *json.loads(sys.argv[1])]
runpy.run_module("layers", run_name="__main__")
"""
"""Runs the command where no process can be forked, and nothing of ours finds POSIX' modules and calls.

Libraries know where they run, and are let alone: filelock, without fcntl on this system, would wait for itself.
"""


def without_posix(*words, cwd):
    """Run the command as on a system that has none of it."""
    command = [sys.executable, "-c", BLOCKED, json.dumps(words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)


def test_a_map_is_made_where_posix_is_missing(tmp_path, monkeypatch):
    """With its modules blocked and its calls gone, the command makes the same files, of a text and of a web page."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    text = "Ferries link Suakin with Jeddah. Trains run from Baku to Tbilisi."
    (tmp_path / "ferries.txt").write_text(text, encoding="utf-8")
    (tmp_path / "page.html").write_text(f"<html><body><article><p>{text}</p></article></body></html>", encoding="utf-8")
    done = without_posix(
        "map", "ferries.txt", "page.html", "-o", "without", "--format", "html,vector,png", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    command = [sys.executable, "-m", "layers", "map", "ferries.txt", "-o", "with", "--format", "html,vector,png"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    made = sorted(path.name for path in (tmp_path / "with" / "ferries").iterdir())
    for name in made:
        one, other = ((tmp_path / run / "ferries" / name).read_bytes() for run in ("without", "with"))
        assert one == other, name
    assert (tmp_path / "without" / "page" / "map.html").is_file()


def test_the_studio_serves_where_posix_is_missing(tmp_path, monkeypatch):
    """There the studio starts, takes a text and makes its map."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    starter = tmp_path / "corridors"
    starter.write_text(
        f"#!{sys.executable}\nimport sys, json\nsys.argv = ['x', json.dumps(sys.argv[1:])]\n{BLOCKED}", encoding="utf-8"
    )
    starter.chmod(0o755)
    command = [sys.executable, str(ROOT / "tests" / "newcomer.py"), str(starter), str(tmp_path / "studio")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
