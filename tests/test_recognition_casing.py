"""Headlines, datelines, decomposed letters: text as it comes."""

from __future__ import annotations

import unicodedata

import pytest

from geo import geoparse
from geo.gazetteer import Gazetteer
from geo.reading import document
from geo.recognition import recognise
from geo.recognition.casing import as_prose


def found(text):
    """Return the phrases recognised."""
    return [m.phrase for m in recognise(document(text), Gazetteer.open())]


@pytest.mark.parametrize("town", ["Baku", "Poti", "Kars", "Lima", "Oslo", "Dakar", "Quito", "Busan", "Basra", "Aden"])
def test_a_cry_a_headline_and_a_dateline_name_the_town(town):
    """Four capitals are no abbreviation where everything stands in capitals, nor at the head of a report."""
    assert town.upper() in found(f"FREIGHT TRAINS TO {town.upper()} HALTED")
    assert town in found(f"Ministry Sends Wheat To {town} And Rice From {town}")
    for told in (" (AP)", ", 4 June", ", June 4", ", 4 June (AP)"):
        assert found(f"{town.upper()}{told} — The rail line reopened.")[:1] == [town.upper()], told


def test_offsets_stay_what_they_were():
    """A text that is read as prose keeps its letters in every mention."""
    text = "SHIPS LEFT POTI → BATUMI → TRABZON. US AND UAE SIGN DEAL"
    prose = as_prose(document(text), Gazetteer.open())
    assert len(prose.text) == len(text)
    assert "US and UAE" in prose.text
    for place in geoparse(text).places:
        assert all(text[m.start : m.end] == m.phrase for m in place.mentions)


def test_plain_sentences_are_left_alone():
    """Nothing is changed where nobody cries."""
    article = document("In May the United States Navy left New York for Port Said.\nIt was the Day of the Sea.")
    assert as_prose(article, Gazetteer.open()) is article


@pytest.mark.parametrize("name", ["Zürich", "Köln", "München", "São Paulo", "Malmö", "Łódź", "Gävle", "Šiauliai"])
def test_decomposed_letters_are_whole(name):
    """A name whose accents stand as characters of their own is the same name."""
    text = f"The firm moved to {name} in May."
    atlas = geoparse(unicodedata.normalize("NFD", text))
    assert [unicodedata.normalize("NFC", m.phrase) for p in atlas.places for m in p.mentions] == [name]
    assert atlas.places[0].record.id == geoparse(text).places[0].record.id


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Exports from Côte d'Ivoire to Mali fell.", ["Côte d'Ivoire", "Mali"]),
        ("Exports from Côte d’Ivoire to Mali fell.", ["Côte d’Ivoire", "Mali"]),
        ("Crude goes to the Gulf of Oman.", ["Gulf of Oman"]),
        ("Ships sail around the Cape of Good Hope.", ["Cape of Good Hope"]),
        ("Ships wait in the Hamriya Free Zone.", ["Hamriya Free Zone"]),
        ("The office is in Leeds LS1 2US, England.", ["Leeds", "England"]),
        ("Flight BA123US was late and invoice 77UK is open.", []),
        ("Georgia Tarnley flew to Rome.", ["Rome"]),
        ("Paris Almqvarn flew to Rome.", ["Rome"]),
        ("Cocoa left the port by ship.", []),
        ("They want to make it a new Suez Canal.", []),
        ("Another Afghanistan, they fear.", []),
        ("Drugs take the Balkan route.", []),
        ("The Turkmenistan–Afghanistan–Pakistan–India (Tapi) line waits. Tapi will be long.",
         ["Turkmenistan", "Afghanistan", "Pakistan", "India"]),
    ],
)  # fmt: skip
def test_what_is_a_place_and_what_is_none(text, phrases):
    """Names are whole; codes, persons, goods, figures of speech and abbreviations of ways are no places."""
    assert found(text) == phrases


def test_five_thousand_hyphens_and_capitals_are_no_burden():
    """Odd texts give an atlas without places, and soon."""
    for text in ("-" * 5000, "A-" * 2500, "QXZ " * 1500):
        assert not geoparse(text).corridors
