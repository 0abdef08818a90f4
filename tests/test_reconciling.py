"""One meaning for a name in a text and for the corridor that ends at it."""

from __future__ import annotations

import json

import pytest

from geo import geoparse
from geo.geodesy import distance_km
from layers import draw, to_frames
from layers.export import places_csv, rows_of, to_geojson
from layers.review.feature_values import shown_place

VICTORIA_SC = (55.45, -4.62)
VICTORIA_AU = (144.5, -37.0)
NEWCASTLE_GB = (-1.61, 54.97)
TEXT = "There are also flights between Nairobi and Victoria, but Victoria is far from Lusaka, Harare and Durban."


def called(atlas, name):
    """Return the places of a name, in reading order."""
    return [place for place in atlas.places if any(m.name == name for m in place.mentions)]


def is_at(place, point, km=40):
    """Tell whether a place lies at a point."""
    return distance_km((place.lon, place.lat), point) <= km


def test_a_flight_says_which_town_is_meant():
    """The Victoria to which one flies from Nairobi is in the Seychelles, on the map of places too."""
    atlas = geoparse(TEXT)
    (place,) = called(atlas, "Victoria")
    assert is_at(place, VICTORIA_SC)
    assert len(place.mentions) == 2
    assert is_at(atlas.corridors[0].waypoints[-1], VICTORIA_SC)


def test_what_the_name_would_mean_by_itself_is_kept():
    """The other meaning stays among the alternatives with its share, and the note says why it was not taken."""
    (place,) = called(geoparse("A ferry runs from Newcastle to Bergen. Newcastle was busy."), "Newcastle")
    assert is_at(place, NEWCASTLE_GB)
    other = place.alternatives[0].record
    assert not is_at(other, NEWCASTLE_GB, km=500)
    assert f"By itself the name would mean {other.name}" in place.note
    assert "from Newcastle to Bergen" in place.note
    assert sum(a.score for a in place.alternatives) + place.confidence <= 1


def test_the_reason_is_shown_and_written():
    """Why another meaning was not taken stands on the card, in GeoJSON, in CSV and on the review page."""
    atlas = geoparse("A ferry runs from Newcastle to Bergen. Newcastle was busy.")
    (place,) = called(atlas, "Newcastle")
    frames = to_frames(atlas)
    written = {f["properties"]["name"]: f["properties"] for f in to_geojson(frames)["features"]}
    assert written[place.name]["note"] == place.note != ""
    assert place.note in places_csv(rows_of(frames))
    assert shown_place(place)["note"] == place.note
    assert json.dumps(place.note, ensure_ascii=False)[1:-1] in draw(atlas).html


def test_a_name_that_is_sure_elsewhere_keeps_its_own_meaning_there():
    """Melbourne's Victoria stays in Australia, though the flight of the next sentence ends in the Seychelles."""
    text = "Melbourne is the capital of Victoria. There are flights between Nairobi and Victoria."
    first, second = called(geoparse(text), "Victoria")
    assert is_at(first, VICTORIA_AU, km=300)
    assert is_at(second, VICTORIA_SC)
    assert [m.start for m in first.mentions + second.mentions] == [28, 76]
    assert not first.note


@pytest.mark.parametrize(
    "text",
    [
        "Ferries link Suakin with Jeddah.",  # the port of Jeddah is Jeddah
        "The road from Kampala to Rwanda is open.",  # no town stands for a country
        "Trains run from Addis Ababa to Djibouti.",
        "Freight uses the Baku–Tbilisi–Kars railway.",  # the catalogue's course decides nothing
        "Rain fell in Lusaka.",
    ],
)
def test_where_both_agree_nothing_is_changed(text):
    """A town and its port or airport, a country and a town in it, are no disagreement."""
    assert not [place.note for place in geoparse(text).places if place.note]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Trains run between Valencia and Toledo.", ["ES", "ES"]),
        ("A railway from Toledo to Valencia by way of Cuenca is planned.", ["ES", "ES", "ES"]),
        ("Trains run from Cartagena to Murcia.", ["ES", "ES"]),
        ("Trains run from Lisbon to Moscow.", ["PT", "RU"]),
        ("Trains run from Beijing to London.", ["CN", "GB"]),
    ],
)
def test_no_train_crosses_an_ocean(text, countries):
    """A way by land ends where land goes, though each name alone is better known elsewhere; long ones stay."""
    assert [place.country for place in geoparse(text).places] == countries
