"""What is said of a line that is much longer or shorter than somebody says."""

from __future__ import annotations

import pytest

from geo import geoparse, trace
from geo.courses import Catalogue
from geo.courses.length_check import misfit, without_misfit


def told(text):
    """Return the note of the only corridor of a text."""
    (corridor,) = geoparse(text).corridors
    return corridor.note


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A 1,500 km road from Tbilisi to Yerevan is open.", "shorter than the stated 1,500 km."),
        ("A 100 km road from Tbilisi to Yerevan is open.", "longer than the stated 100 km."),
    ],
)
def test_a_stated_length_that_the_line_misses_is_said(text, said):
    """More than 15 % either way."""
    assert said in told(text)


def test_a_stated_length_that_fits_is_not_remarked_on():
    """Tbilisi and Yerevan are some 275 km apart by road, as the text says."""
    assert "The line is" not in told("A 275 km road from Tbilisi to Yerevan is open.")


def test_a_system_is_not_called_long_for_its_branches():
    """Keystone's published length is that of its first line; its branches to the Gulf are drawn with it."""
    assert "The line is" not in trace("Keystone Pipeline").note


def test_a_line_alone_that_misses_its_length_says_so():
    """The Trans-Saharan gas pipeline is a sketch through five towns."""
    entry = Catalogue.load().named("Trans-Saharan gas pipeline")
    corridor = trace(entry.name)
    assert misfit(entry, None, corridor.legs) in corridor.note
    assert "shorter than the published 4,128 km" in corridor.note


def test_what_was_said_of_another_line_can_be_taken_out():
    """The rest of a note stays as it was."""
    said = "The line is 20% shorter than the published 940 km. The line is 18% longer than the stated 700 km."
    note = f"Opened in 1977. {said}"
    assert without_misfit(note) == "Opened in 1977."
    assert without_misfit("The line is electrified.") == "The line is electrified."
