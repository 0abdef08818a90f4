"""What ``import geo`` and ``import layers`` offer is what they promise."""

from __future__ import annotations

import inspect

import pytest

import geo
import layers


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
        (layers, {"Frames", "Outputs", "build", "draw", "to_frames", "to_geojson"}),
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
