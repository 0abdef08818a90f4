"""A name that is a stop of a known way which the text names is that stop."""

from __future__ import annotations

from geo import geoparse
from geo.annotating import annotate
from geo.courses import Catalogue
from geo.courses.choosing import locate
from geo.gazetteer import Gazetteer
from geo.geodesy import distance_km
from geo.reading import document


def placed(atlas, name):
    """Return the records of a name."""
    return [place.record for place in atlas.places if any(mention.phrase == name for mention in place.mentions)]


def test_small_towns_along_a_named_highway_are_on_the_map():
    """Port Augusta is 2,000 km from Darwin and small, Katherine a name of people: the highway says where both are."""
    atlas = geoparse("The Stuart Highway from Port Augusta to Darwin was closed between Katherine and Tennant Creek.")
    assert [record.country for name in ("Port Augusta", "Katherine") for record in placed(atlas, name)] == ["AU", "AU"]
    assert not {item.name for item in atlas.unresolved} & {"Port Augusta", "Katherine", "Stuart Highway"}


def test_stops_of_a_way_lie_where_its_line_passes():
    """Whatever else is called so, of the stops of sixty railways and roads all but one in fifty are found on the way."""
    catalogue, gazetteer = Catalogue.load(), Gazetteer.open()
    named = [entry for entry in catalogue.entries if entry.mode in {"rail", "road"} and len(entry.waypoints) > 2]
    asked, right = 0, 0
    for entry in named[:: len(named) // 60]:
        names = [stop.name for stop in entry.waypoints]
        atlas = geoparse(f"The {entry.name} is old. Storms cut it off {', '.join(names[:-1])} and {names[-1]}.")
        if entry.id not in {route.catalogue for route in atlas.routes}:
            continue  # its name is not read without a word for what it is
        for stop in entry.waypoints:
            own = locate(stop.name, gazetteer, entry.mode, country=stop.country)
            asked += 1
            right += any(
                distance_km((own.lon, own.lat), (each.lon, each.lat)) < 60 for each in placed(atlas, stop.name)
            )
    assert asked > 200
    assert right >= 0.98 * asked


def test_words_beside_a_name_weigh_more_than_a_known_way():
    """Moscow, Idaho is no stop of the Trans-Siberian Railway, which the text names as well."""
    atlas = geoparse("The Trans-Siberian Railway is long. She was born in Moscow, Idaho, and lives in Omsk.")
    assert [record.country for record in placed(atlas, "Moscow")] == ["US"]


def test_a_name_in_the_country_where_it_lies_is_a_place():
    """Vik in Iceland is on the map, though the word alone says little; Vik in Peru is nowhere."""
    text = "Highway 1 connects Reykjavik, Borgarnes, Akureyri, Egilsstadir, Höfn and Vik in {}."
    assert [record.country for record in placed(geoparse(text.format("Iceland")), "Vik")] == ["IS"]
    assert not placed(geoparse(text.format("Peru")), "Vik")


def test_without_the_way_a_name_of_people_is_no_place():
    """Nobody is put on the map because some highway passes a town of her name."""
    atlas = geoparse("Katherine waited in Darwin, and the road was closed.")
    assert not placed(atlas, "Katherine")


def test_geoparse_lists_no_way_as_a_missing_place():
    """What ``corridors geoparse`` prints as unresolved does not hold a way that it gives as a corridor."""
    text = document("The Stuart Highway was closed near Darwin.")
    found = annotate(text, gazetteer=Gazetteer.open(), catalogue=Catalogue.load())
    assert [corridor["name"] for corridor in found["corridors"]] == ["Stuart Highway"]
    assert "Stuart Highway" not in {item["phrase"] for item in found["unresolved"]}
