"""What ``import geo`` and ``import layers`` offer is what they promise."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

import geo
import layers
from geo.errors import CorridorsError, SourceError


@pytest.mark.parametrize("package", [geo, layers], ids=["geo", "layers"])
def test_all_is_honest(package):
    """Every name in ``__all__`` is there, is listed by ``dir`` and has a docstring."""
    for name in package.__all__:
        assert name in dir(package)
        assert inspect.getdoc(getattr(package, name)), name


@pytest.mark.parametrize(
    ("package", "names"),
    [
        (geo, {"Gazetteer", "geoparse", "read", "trace"}),
        (layers, {"Frames", "Outputs", "build", "draw", "show", "to_frames", "to_geojson"}),
    ],
    ids=["geo", "layers"],
)
def test_promised_names_are_there(package, names):
    """The names of the design stand in ``__all__``."""
    assert names <= set(package.__all__)


@pytest.mark.parametrize("package", [geo, layers], ids=["geo", "layers"])
def test_an_unknown_name_is_told_by_name(package):
    """A slip of the pen gives the usual AttributeError with the name in it."""
    with pytest.raises(AttributeError, match="geoprase"):
        _ = package.geoprase


def test_an_atlas_is_short_at_a_prompt_and_a_table_in_a_notebook(atlas):
    """What a prompt prints is one line of counts; the notebook's tables hold every place and run nothing."""
    assert repr(atlas) == (
        "<Atlas of 'Moving a mission across the Caucasus': 11 places, 3 corridors, 1 actor, 1 seen and not drawn>"
    )
    table = replace(atlas, document=replace(atlas.document, title="<script>alert(1)</script>"))._repr_html_()
    assert "<td>Baku–Tbilisi–Kars railway</td><td>rail</td><td>operating</td><td>stated</td>" in table
    assert table.count("<table>") == 3
    assert "<script" not in table


def test_a_table_in_a_notebook_stops_somewhere(atlas):
    """Of a thousand places the first twenty are shown, and that is said."""
    many = tuple(replace(atlas.places[0], id=f"p{n}") for n in range(1000))
    assert "the first 20 of 1000" in replace(atlas, places=many)._repr_html_()


def test_build_takes_strings_and_paths(tmp_path):
    """An article, a folder and a review may be named by a string, as README does."""
    article = tmp_path / "ferries.txt"
    article.write_text("Ferries link Suakin with Jeddah.", encoding="utf-8")
    by_path = layers.build(article, tmp_path / "one", formats=["geojson"])
    by_string = layers.build(str(article), str(tmp_path / "two"), formats=["geojson"])
    assert [p.name for p in by_string.files] == [p.name for p in by_path.files]
    assert by_string.files[0].read_bytes() == by_path.files[0].read_bytes()
    together = layers.build([str(article), article], str(tmp_path / "three"), formats=["geojson"])
    assert together.files[0].parent == tmp_path / "three" / "ferries-and-1-more"


@pytest.mark.parametrize("address", ["https://example.org/a", Path("https://example.org/a")], ids=["string", "path"])
def test_an_address_is_told_with_both_ways_to_go_on(address, tmp_path):
    """An address in place of a file says to save the page, or how to have it fetched."""
    with pytest.raises(SourceError, match=r"save the page .* corridors map --fetch https://example\.org/a"):
        layers.build(address, tmp_path)


def test_show_opens_the_map(monkeypatch, tmp_path):
    """Outside a notebook the map opens in the browser, from a file that is complete."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened: list[str] = []
    layers.show(geo.geoparse("Ferries link Suakin with Jeddah."), opening=opened.append)
    (path,) = tmp_path.glob("corridors-*/map.html")
    assert opened == [path.as_uri()]
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_every_error_for_a_user_grows_on_one_tree():
    """Each class of geo and layers that is called an error descends from the one root; so one ``except`` is enough."""
    inner = {"PicturesError", "UnreadableError"}  # of the process in which a file is read; it reaches nobody
    for package in (geo, layers):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            path = Path(package.__path__[0]).parent.joinpath(*found.name.split("."))
            source = path / "__init__.py" if found.ispkg else path.with_suffix(".py")
            for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and node.name.endswith("Error") and node.name not in inner:
                    cls = getattr(import_module(found.name), node.name)
                    assert issubclass(cls, CorridorsError), f"{found.name}.{node.name}"


TYPED = """
from pathlib import Path
import geo
import layers
atlas = geo.geoparse("Trains on the Baku–Tbilisi–Kars railway carry wheat from Kars.")
for corridor in atlas.corridors:
    line: str = f"{corridor.name} {corridor.mode} {round(corridor.length_km)} km, {corridor.precision}"
points: list[tuple[float, float]] = [(place.lon, place.lat) for place in atlas.places]
html: str = layers.draw(atlas).html
layers.show(atlas)
files: tuple[Path, ...] = layers.build("article.txt", "out").files
title: str = geo.read("article.txt").title
collection = layers.to_geojson(atlas)["features"]
rows: int = len(layers.to_frames(atlas).places)
reveal_type(atlas)
wrong: int = layers.build("article.txt", "out")
"""


def test_the_public_face_is_typed(tmp_path):
    """What README does from Python passes mypy's strict rules without stubs, and a slip is found by them."""
    program = tmp_path / "program.py"
    program.write_text(TYPED, encoding="utf-8")
    root = Path(geo.__file__).parents[1]
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(root / "pyproject.toml"),
               "--no-error-summary", str(program)]  # fmt: skip
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    told = [line for line in done.stdout.splitlines() if line.partition(":")[0].endswith("program.py")]
    assert [line.partition(": ")[2] for line in told] == [
        'note: Revealed type is "geo.model.atlas.Atlas"',
        (
            'error: Incompatible types in assignment (expression has type "Outputs", variable has type "int")'
            "  [assignment]"
        ),
    ], done.stdout + done.stderr
