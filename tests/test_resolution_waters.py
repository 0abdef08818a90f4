"""Rivers and the towns on them, states and the towns among towns, islands, and what our own list has looked up."""

from __future__ import annotations

import pytest

from geo.courses import Catalogue
from geo.courses.choosing import is_area
from geo.gazetteer import Gazetteer
from geo.gazetteer.prominence import weighed
from geo.geoparsing import find
from geo.outlines.river_courses import load
from geo.reading import document


@pytest.fixture(scope="module")
def kinds():
    """Return a reader: from a text to the kind and country of each place of it, by its name there."""
    gazetteer, catalogue = Gazetteer.open(), Catalogue.load()

    def read(text):
        places = find(document(text), gazetteer=gazetteer, catalogue=catalogue).resolved.places
        return {m.phrase: (place.kind, place.country) for place in places for m in place.mentions}

    return read


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("The road from Bishkek goes through Naryn to the Torugart Pass. In Naryn trucks wait.", "Naryn"),
        ("From Osh the Pamir Highway climbs to Sary-Tash, Murghab and Khorog. In Murghab petrol is sold.", "Murghab"),
        ("From Narva the road runs to Ivangorod and St Petersburg.", "Narva"),
        ("In Awash the railway to Djibouti has a station.", "Awash"),
    ],
)
def test_a_river_s_name_without_its_article_is_the_town_on_it(kinds, text, town):
    """Who writes "in Naryn" is in the town, whatever the river that is called so."""
    assert kinds(text)[town][0] == "city"


@pytest.mark.parametrize(
    ("text", "river"),
    [
        ("Dams on the Naryn feed Uzbekistan; Toktogul lies on it.", "Naryn"),
        ("The Tigris and Euphrates rise in Turkey.", "Tigris"),
        ("Barges are back on Rhine and Danube after the drought, shippers in Germany said.", "Danube"),
        ("Boats go down the Murghab River from Murghab to Mary.", "Murghab River"),
    ],
)
def test_a_river_stays_one_where_the_text_or_the_distance_says_so(kinds, text, river):
    """An article before a name or before its row, a word after it, a town of its name on another continent."""
    assert kinds(text)[river][0] == "river"


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("Buses from Columbia, Fulton and Mexico, all in Missouri, were late.", "Mexico", ("city", "US")),
        ("Trains from Nashville, Murfreesboro and Lebanon in Tennessee stop at noon.", "Lebanon", ("city", "US")),
        ("Flights from Lima, Cusco and Mexico were cancelled.", "Mexico", ("country", "MX")),
        ("Lorries from Tokyo, Osaka and China wait in the port.", "China", ("country", "CN")),
    ],
)
def test_a_country_s_name_in_a_list_of_towns_is_a_town_only_among_towns_of_its_own_country(kinds, text, name, meant):
    """Mexico between two towns of Missouri is the one in Missouri; between two of Peru it is the country."""
    assert kinds(text)[name] == meant


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Fighting spread to Nyala, El Fasher, Zalingei and El Geneina.", "Zalingei", "SD"),
        ("The Pamir Highway links Osh, Murghab and Khorog.", "Khorog", "TJ"),
    ],
)
def test_the_only_record_of_a_name_is_meant_where_it_lies_among_the_others(kinds, text, name, country):
    """A town that nothing speaks for but its neighbours is not said to fit nothing."""
    assert kinds(text)[name][1] == country


@pytest.mark.parametrize(
    ("name", "own"),
    [("Nicaea", "İznik"), ("Stalingrad", "Volgograd"), ("Constantinople", "Istanbul"), ("Bombay", "Mumbai")],
)
def test_a_name_that_our_list_gives_a_town_outweighs_other_towns_aliases(name, own):
    """Nice has been called Nicaea too, but who says Nicaea means the town that our list of names has for it."""
    assert weighed(Gazetteer.open().lookup(name))[0].match.record.name == own


def test_towns_that_only_have_a_name_among_many_keep_it():
    """Where our list says nothing, the large town's other name counts as before."""
    assert weighed(Gazetteer.open().lookup("Warschau"))[0].match.record.name == "Warsaw"


@pytest.mark.parametrize("name", ["Saint Helena", "Ascension Island", "Wallis", "Cayman Islands", "Palau", "Malta"])
def test_a_small_island_can_end_a_line(name):
    """Ships and cables go to an island that is no wider than a large city."""
    assert not is_area(weighed(Gazetteer.open().lookup(name))[0].match.record)


@pytest.mark.parametrize("name", ["Baffin Island", "Azores", "Fiji", "Trinidad", "Aleutian Islands"])
def test_a_wide_island_or_a_row_of_islands_cannot(name):
    """Where on Baffin Island a line should end nobody can say."""
    assert is_area(weighed(Gazetteer.open().lookup(name))[0].match.record)


@pytest.mark.parametrize(
    "text",
    [
        "A cable from Cape Town to Saint Helena was landed.",
        "Flights from Brize Norton to Ascension Island resumed.",
        "Ships sail from Miami to the Cayman Islands.",
    ],
)
def test_the_places_of_small_islands_are_found(kinds, text):
    """Both ends are on the map."""
    assert len(kinds(text)) == 2


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Barges go down the Madeira from Porto Velho to Itacoatiara in Brazil.", "Madeira", "river"),
        ("Soy leaves Porto Velho by barge on the Madeira river.", "Madeira", "river"),
        ("The Lena and the Aldan froze near Yakutsk.", "Aldan", "river"),
        ("Boats go down the Meta and the Orinoco in Colombia.", "Meta", "river"),
        ("Flights link Lisbon with Madeira and the Azores.", "Madeira", "islands"),
        ("Trains reach Aldan from Tynda and Yakutsk.", "Aldan", "city"),
        ("Motorists were warned by the Kansas Department of Transportation in Topeka.", "Kansas", "region"),
        ("Roads run from Memphis to the Kentucky border.", "Kentucky", "region"),
    ],
)
def test_the_article_makes_a_river_of_what_else_has_none(kinds, text, name, kind):
    """Said as "the Madeira" it is the river in Brazil, "Madeira" the island; the article of a department is its own."""
    assert kinds(text).get(name, (kind,))[0] == kind


@pytest.mark.parametrize(
    ("text", "north"),
    [
        ("Barges go down the Severn river from Worcester to Gloucester in England.", 53),
        ("Boats went up the James River from Norfolk to Richmond in Virginia.", 40),
    ],
)
def test_of_rivers_of_one_name_the_nearest_is_meant(text, north):
    """England's Severn is not Ontario's, nor Virginia's James Dakota's."""
    found = find(document(text), gazetteer=Gazetteer.open(), catalogue=Catalogue.load()).resolved.places
    (river,) = [place.record for place in found if place.kind == "river"]
    assert river.lat < north


@pytest.mark.parametrize(
    "name", ["Tapajós", "Godavari", "Mahanadi", "São Francisco", "Northern Dvina", "Purus", "Moselle"]
)
def test_great_rivers_are_known_with_all_their_letters(name):
    """Rivers whose names Natural Earth's file spoils are records of their own, with a course to be drawn."""
    (record,) = {m.record for m in Gazetteer.open().lookup(f"{name} River") if m.record.kind == "river"}
    assert record.id in set(load().labels.tolist())
