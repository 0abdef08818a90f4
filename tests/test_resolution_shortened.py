"""What the rest of a text says of a name that means little by itself."""

from __future__ import annotations

import pytest

from geo import geoparse
from geo.gazetteer import Gazetteer
from geo.resolution.candidates import Lookup


def placed(text):
    """Return the countries of the places of a text by their phrases."""
    return {m.phrase: p.record.country or p.record.kind for p in geoparse(text).places for m in p.mentions}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Soy leaves Brazil on the rivers Madeira and Tapajós, by way of Manaus and Santarém.", "Madeira"),
        ("Trucks go from Cuiabá to Itaituba (PA) in Brazil, and barges from there to Santarém.", "PA"),
    ],
)
def test_what_the_words_beside_it_rule_out_is_left_open(text, phrase):
    """A river is no island, and letters in brackets after a town abroad are no American state."""
    assert phrase not in placed(text)


@pytest.mark.parametrize(
    ("text", "phrase", "country"),
    [
        ("Tourists fly from Lisbon to Madeira and the Azores.", "Madeira", "PT"),
        ("Trucks go from Pittsburgh (PA) to Cleveland (OH) in the United States.", "Pittsburgh", "US"),
        (
            "An engineer of Russia, born in Odessa, he studied in Zurich, Switzerland, and worked in Kief.",
            "Odessa",
            "UA",
        ),
        ("The drillers of Midland and Odessa in Texas fly to Houston.", "Odessa", "US"),
        ("Ships from Peru and Chile cross the Pacific to China.", "Pacific", "ocean"),
        ("The plant stands in Pacific, Washington, near Tacoma.", "Pacific", "US"),
    ],
)
def test_namesakes_are_told_apart(text, phrase, country):
    """The countries spoken of decide between namesakes that are nearly alike; an ocean comes before a little town."""
    assert placed(text)[phrase] == country


def test_countries_have_their_numbers_whatever_was_read_before():
    """Sums go by the numbers of countries, so that these may not depend on what was met first."""
    gazetteer, one, other = Gazetteer.open(), Lookup(), Lookup()
    one.candidates("Paris", gazetteer)
    other.candidates("Tbilisi", gazetteer)
    assert [one.country(code) for code in ("GE", "FR", "US", "")] == [
        other.country(code) for code in ("GE", "FR", "US", "")
    ]
