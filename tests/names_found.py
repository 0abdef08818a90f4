"""What recognition finds in a text, for tests."""

from __future__ import annotations

from functools import cache

from geo.gazetteer import Gazetteer
from geo.reading import document
from geo.recognition import recognise


@cache
def gazetteer():
    """Open the compiled index once."""
    return Gazetteer.open()


def mentions(text):
    """Return the mentions of a text that name places."""
    return [m for m in recognise(document(text), gazetteer()) if not m.is_demonym]


def names(text):
    """Return the phrases of a text that name places."""
    return [m.phrase for m in mentions(text)]


def roles(text):
    """Return phrase and role of each mention."""
    return [(m.phrase, m.role) for m in mentions(text)]
