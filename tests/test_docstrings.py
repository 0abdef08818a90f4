"""What the packages offer is described: what goes in, what comes out, what is refused, and how it looks when it runs."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from itertools import pairwise

import griffe
import pytest

import geo
import layers

WITHOUT_EXAMPLE = {
    "layers.cli.main": "ends the process",
    "layers.site.site_build.build_site": "takes minutes and a browser",
    "layers.studio.studio_server.application": "is asked by a browser alone; tests/test_studio.py does",
    "layers.studio.studio_server.serve": "serves until it is interrupted",
}


def offered():
    """Return every function in ``__all__`` of the two packages and of their direct subpackages, by its full name."""
    packages = ["geo", "layers"]
    packages += [f"{p.__name__}.{m.name}" for p in (geo, layers) for m in pkgutil.iter_modules(p.__path__) if m.ispkg]
    modules = [import_module(name) for name in packages]
    found = [getattr(module, name) for module in modules for name in getattr(module, "__all__", ())]
    return {f"{it.__module__}.{it.__qualname__}": it for it in found if inspect.isfunction(it)}


def sections_of(function):
    """Return the sections of a docstring by their kind, as a renderer of documentation reads them."""
    text = griffe.Docstring(inspect.getdoc(function) or "", parser="numpy")
    return {section.kind.value: section for section in text.parse(warnings=False)}


@pytest.mark.parametrize("name", sorted(offered()))
def test_each_parameter_is_described_and_none_that_is_not_there(name):
    """Under Parameters stand the names of the signature, all of them, in its order."""
    function = offered()[name]
    section = sections_of(function).get("parameters")
    described = (
        [each.strip("*") for parameter in section.value for each in parameter.name.split(", ")] if section else []
    )
    assert described == list(inspect.signature(function).parameters)
    assert all(parameter.description for parameter in (section.value if section else ()))


@pytest.mark.parametrize("name", sorted(offered()))
def test_what_comes_back_is_described(name):
    """Where something is returned or yielded, a section says what it is."""
    function = offered()[name]
    returns = inspect.signature(function).return_annotation not in {"None", "NoReturn"}
    assert bool(sections_of(function).keys() & {"returns", "yields"}) == returns


@pytest.mark.parametrize("name", sorted(offered()))
def test_each_error_is_described(name):
    """Every class of error that a function raises itself stands under Raises; what it hands on may stand there too."""
    function = offered()[name]
    words = inspect.getsource(function).split()
    raised = {after.split("(")[0] for word, after in pairwise(words) if word == "raise"}
    section = sections_of(function).get("raises")
    described = {str(each.annotation) for each in section.value} if section else set()
    assert {error for error in raised if error.endswith("Error")} <= described


@pytest.mark.parametrize("name", sorted(offered().keys() - WITHOUT_EXAMPLE.keys()))
def test_each_function_is_shown_at_work(name):
    """There is an example, which tests/test_examples.py runs."""
    assert "examples" in sections_of(offered()[name])
