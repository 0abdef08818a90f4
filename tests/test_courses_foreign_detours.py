"""Long ways round through countries of which a text does not speak."""

from __future__ import annotations

import pytest

import geo


@pytest.fixture(scope="module")
def gazetteer():
    """Return the gazetteer."""
    return geo.Gazetteer.open()


def note_of(text, gazetteer):
    """Return the note of the only corridor of a text."""
    (corridor,) = geo.geoparse(text, gazetteer=gazetteer).corridors
    return corridor.note


def test_a_way_through_lands_that_the_article_does_not_name_says_so(gazetteer):
    """From the Gulf to London by rail one crosses Iran and Turkey: the card says so, and what the road would be."""
    note = note_of("Freight goes by rail from Al-Faw in Iraq to London in Britain.", gazetteer)
    assert "goes round through Iran (" in note
    assert "Türkiye (" in note
    assert "of which the article does not speak; by road it" in note


@pytest.mark.parametrize(
    "text",
    [
        "Trains run from Tbilisi in Georgia to Yerevan in Armenia by rail.",
        "Trains run from Warsaw in Poland to Berlin in Germany by rail.",
        "Flights link Warsaw with Baku.",
    ],
)
def test_a_way_within_the_lands_of_the_article_says_nothing(text, gazetteer):
    """No word is lost on a way that stays where the article is, or flies over what lies between."""
    assert "does not speak" not in note_of(text, gazetteer)
