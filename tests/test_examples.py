"""The examples in docstrings run and print what they say."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def with_examples() -> list[str]:
    """Return the modules of geo and layers in which an example stands."""
    paths = sorted(path for package in ("geo", "layers") for path in (ROOT / package).rglob("*.py"))
    found = [path.relative_to(ROOT).with_suffix("") for path in paths if ">>> " in path.read_text(encoding="utf-8")]
    return [".".join(path.parts).removesuffix(".__init__") for path in found]


@pytest.mark.parametrize("name", with_examples())
def test_examples_print_what_they_say(name, capsys):
    """Every example of a module gives the result that stands below it."""
    result = doctest.testmod(import_module(name), optionflags=FLAGS)
    assert result.attempted
    assert not result.failed, capsys.readouterr().out


def test_there_are_examples():
    """Over a hundred modules say by example how they are used."""
    assert len(with_examples()) > 100


def test_a_sentence_goes_the_way_that_contributors_are_told(capsys):
    """The walk from a sentence to a dot in CONTRIBUTING.md runs, step by step, and gives what stands there."""
    result = doctest.testfile(str(ROOT / "CONTRIBUTING.md"), module_relative=False, encoding="utf-8", optionflags=FLAGS)
    assert result.attempted > 10
    assert not result.failed, capsys.readouterr().out
