"""The routes that are found in a text, for tests."""

from __future__ import annotations

from functools import cache

from geo import Gazetteer
from geo.corridors import find_corridors
from geo.reading import document
from geo.recognition import recognise


@cache
def gazetteer():
    """Return the compiled gazetteer."""
    return Gazetteer.open()


def found(text):
    """Return the routes found in a text."""
    read = document(text)
    return find_corridors(read, recognise(read, gazetteer()), gazetteer())
