"""A name that a state and a town share means what the other members of its list are."""

from __future__ import annotations

import pytest

from geo import geoparse
from geo.gazetteer import Gazetteer


def placed(text, name):
    """Return the records that a name of a text has on the map."""
    atlas = geoparse(text)
    return {
        place.record.id
        for place in (*atlas.places, *atlas.actors)
        for mention in place.mentions
        if mention.phrase == name
    }


STATE, CAPITAL = "geonames-regions:US.WA", "geonames:4140963"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Farms in Oregon, Idaho and Washington grow wheat for export.", STATE),
        ("Fires burn in Washington, Oregon and California.", STATE),
        ("Snow closed schools in Maryland, Virginia and Washington.", CAPITAL),
        ("Envoys left Washington for Moscow.", CAPITAL),
        ("Flights from Boston, Philadelphia and Washington were late.", CAPITAL),
        ("They play in Seattle (Qwest Field), Houston (Reliant Stadium), Washington (RFK Stadium) and Miami.", CAPITAL),
    ],
)
def test_washington_is_a_state_among_its_neighbours(text, meant):
    """Beside Oregon and Idaho it is the state, beside Maryland and Virginia, or Boston, the capital."""
    assert placed(text, "Washington") == {meant}


@pytest.mark.parametrize("others", ["Los Angeles, Miami", "Chicago, Detroit", "Houston, Dallas"])
def test_new_york_is_a_city_among_cities(others):
    """In a list of towns it is the town, in a list of states the state."""
    assert placed(f"The firm has offices in {others}, New York and Denver.", "New York") == {"geonames:5128581"}
    assert placed("People came from Vermont, New York, Ohio and Virginia.", "New York") == {"geonames-regions:US.NY"}


@pytest.mark.parametrize(
    ("text", "name", "record"),
    [
        ("Qatar is an ally in the Gulf; Tehran and Riyadh quarrel.", "Gulf", "areas:persian-gulf"),
        ("Platforms in the Gulf off Louisiana and Texas were shut.", "Gulf", "areas:gulf-of-mexico"),
        ("Hopes for peace in the Middle East faded, Cairo and Amman said.", "Middle East", "areas:middle-east"),
        ("Ferries link Trinidad with Tobago.", "Trinidad", "areas:trinidad"),
        ("Buses run from Trinidad to Santa Cruz and Cochabamba in Bolivia.", "Trinidad", "geonames:3902377"),
        ("Constantinople, Nicomedia and Nicaea fell in turn.", "Nicaea", "geonames:745026"),
        ("Planes flew from Salisbury to Lusaka and Beira.", "Salisbury", "geonames:890299"),
        ("He moved from Salisbury to Baltimore and Annapolis.", "Salisbury", "geonames:4368711"),
        ("Tea went from Canton to London.", "Canton", "geonames:1809858"),
        ("Refineries in Beaumont and Port Arthur in Texas stopped.", "Port Arthur", "geonames:4720039"),
    ],
)
def test_former_names_gulfs_and_islands(text, name, record):
    """A former name gives way to towns that are called so now, unless the text plays where it was used."""
    assert placed(text, name) == {record}


def test_a_former_name_is_no_town_s_first_claim_where_others_are_called_so():
    """Montgomery is in Alabama before it is a former name in Pakistan; Bombay is Mumbai all the same."""
    first = {name: Gazetteer.open().lookup(name)[0].record for name in ("Montgomery", "Bombay", "Calcutta", "Canton")}
    assert {name: record.country for name, record in first.items()} == {
        "Montgomery": "US",
        "Bombay": "IN",
        "Calcutta": "IN",
        "Canton": "CN",
    }


@pytest.mark.parametrize("county", ["Yorkshire", "Cheshire", "Berkshire", "Sussex", "Northamptonshire", "Merseyside"])
def test_english_counties_are_in_england(county):
    """A county that no council is called after any more is where it was, and not in America."""
    found = placed(f"Floods in {county} closed the road to London and Manchester.", county)
    assert found == {f"areas:{county.lower()}"}


def test_what_holds_a_town_is_the_province_though_its_chief_town_is_called_so():
    """A town in Guanajuato lies in the state; trucks that leave Guanajuato leave the town."""
    atlas = geoparse("The gas pipeline runs from Los Ramones in Nuevo León to Apaseo el Alto in Guanajuato.")
    kinds = {place.name: place.record.kind for place in atlas.places}
    assert kinds["Guanajuato"] == "region"
    atlas = geoparse("Trucks left Guanajuato for Querétaro and León.")
    assert {place.record.kind for place in atlas.places if place.name == "Guanajuato"} == {"city"}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Gangs fight in Sinaloa, Durango and Tamaulipas.", "Durango", "region"),
        ("Rain fell over Helmand, Kandahar and Nimroz.", "Kandahar", "region"),
        ("The drought hit Borno, Kano and Yobe.", "Kano", "region"),
        ("Buses link Culiacán, Durango and Torreón.", "Durango", "city"),
        ("Planes from Maiduguri, Kano and Kaduna were late.", "Kano", "city"),
        ("Lorries wait in Kandahar, Herat and Mazar-i-Sharif.", "Kandahar", "city"),
        ("Envoys met in Helmand, Kabul and Nimroz.", "Kabul", "capital"),
    ],
)
def test_a_province_called_like_its_chief_town_is_meant_among_provinces(text, name, kind):
    """Beside provinces that no town is called like, and no town, it is the province; but never for a capital."""
    (record,) = {place.record for place in geoparse(text).places if any(m.phrase == name for m in place.mentions)}
    assert record.kind == kind


def test_a_town_called_nearly_like_its_state_does_not_hide_it():
    """Chiapas is the state, though Chiapa de Corzo has that name among its others; Durango alone is the town."""
    assert placed("Migrants crossed Chiapas on foot.", "Chiapas") == {"geonames-regions:MX.05"}
    assert placed("Migrants waited in Durango.", "Durango") == {"geonames:4011743"}
