"""A way is gone on with only where the text speaks of where it goes."""

from __future__ import annotations

import geo


def test_ferries_to_an_island_are_no_way_round_the_world():
    """Of "from Athens for Crete" nothing is drawn beyond Greek waters: the catalogue's way to China passes Piraeus."""
    atlas = geo.geoparse("Ferries leave Athens for Crete.")
    assert atlas.corridors or any("Crete" in item.name for item in atlas.unresolved)
    points = [point for corridor in atlas.corridors for leg in corridor.legs for point in leg.line]
    assert all(20 <= lon <= 30 and 33 <= lat <= 42 for lon, lat in points)


def test_a_port_is_gone_on_from_where_the_text_speaks_of_the_other_shore():
    """Where the text speaks of a country beyond, the catalogue's ferry from the port it names is drawn."""
    atlas = geo.geoparse("Supplies for Afghanistan go by sea from Alat Port in Azerbaijan by way of Turkmenistan.")
    assert [corridor.basis for corridor in atlas.corridors if corridor.mode == "sea"] != []


def test_a_sea_and_a_country_are_no_ends_of_a_known_railway():
    """Of "the Black Sea ports with Azerbaijan's ports" no railway of the catalogue is drawn; what the text names is."""
    text = "The block train, operating on the Poti-Baku route, will link the Black Sea ports with Azerbaijan's ports."
    atlas = geo.geoparse(text)
    assert [[stop.name for stop in corridor.waypoints] for corridor in atlas.corridors] == [["Poti", "Baku"]]
    assert any("Black Sea" in item.name for item in atlas.unresolved)


def test_another_name_of_a_way_that_is_drawn_is_no_place_that_is_missing():
    """Of "TITR, or Middle Corridor" the second name is not listed as a place without a record."""
    text = "The train follows the Trans-Caspian International Transport Route (TITR, or Middle Corridor) to Baku."
    assert "Middle Corridor" not in {item.name for item in geo.geoparse(text).unresolved}
    unknown = geo.geoparse("Trains go from Baku to Middle Corridorville and Poti.").unresolved
    assert "Middle Corridorville" in {item.name for item in unknown}


def test_ships_call_at_a_state_that_is_one_island():
    """Malta is narrow enough for the end of a line, and its port is where a ship calls; Libya is not."""
    (corridor,) = geo.geoparse("The ship sailed from Malta to Tunis.").corridors
    assert corridor.waypoints[0].record == "searoute-ports:MTMLA"
    assert geo.geoparse("The ship sailed from Libya to Tunis.").corridors == ()


def test_where_a_text_ends_a_known_way_elsewhere_the_text_wins():
    """Two ends that the catalogue's way of that name does not pass are drawn; one that it does not pass is listed."""
    told = "The Bioceanic Railway, a 3,700-km line from the Brazilian port of Santos to Ilo in Peru, was no dream."
    (corridor,) = geo.geoparse(told).corridors
    assert [stop.name for stop in corridor.waypoints] == ["Santos", "Ilo"]


def test_a_way_that_ends_elsewhere_goes_by_the_words_of_the_text():
    """What the catalogue calls like it is another way, and neither its name nor its source is told of this one."""
    told = "The Bioceanic Railway, a 3,700-km line from the Brazilian port of Santos to Ilo in Peru, was no dream."
    (corridor,) = geo.geoparse(told).corridors
    assert corridor.name == "Bioceanic Railway"
    assert (corridor.catalogue, corridor.published_km, corridor.source) == (None, None, "")
    known = "The Trans-Caspian International Transport Route carries freight from Aktau to Baku."
    assert "Trans-Caspian International Transport Route" in {c.name for c in geo.geoparse(known).corridors}


def test_an_airport_goes_by_its_town_and_its_own_name():
    """One place each are "Tokyo Narita" and "Brussels Charleroi", far from all else or not; a narrator is none."""
    atlas = geo.geoparse("Peach flies between Tokyo Narita (NRT) and Brussels Charleroi (CRL).")
    assert [stop.record for stop in atlas.corridors[0].waypoints] == ["airportsdata:RJAA", "airportsdata:EBCI"]
    assert geo.geoparse("He is a Tokyo Narrator.").corridors == ()
