"""Every dot right, or said to be unknown: fame, aliases, qualifiers, strays, relative places, labels."""

from __future__ import annotations

import pytest

from geo import geoparse
from geo.courses.choosing import choose
from geo.gazetteer import Form, Gazetteer
from geo.gazetteer.transliterated import is_like
from geo.geodesy import destination, distance_km

CITIES = [
    "London GB", "Paris FR", "Berlin DE", "Madrid ES", "Rome IT", "Vienna AT", "Moscow RU", "Istanbul TR",
    "Athens GR", "Cairo EG", "Lagos NG", "Nairobi KE", "New York US", "Chicago US", "Toronto CA", "Lima PE",
    "Santiago CL", "Buenos Aires AR", "Beijing CN", "Tokyo JP", "Seoul KR", "Singapore SG", "Manila PH", "Delhi IN",
    "Karachi PK", "Tehran IR", "Kabul AF", "Tashkent UZ", "Baku AZ", "Sydney AU",
]  # fmt: skip
PAIRS = [(a, b) for step in (1, 7) for a, b in zip(CITIES, CITIES[step:] + CITIES[:step], strict=True)]


def placed(text):
    """Return the phrases of the places of a text with their records, in reading order."""
    pairs = [(m.start, m.phrase, p.record) for p in geoparse(text).places for m in p.mentions]
    return [(phrase, record) for _, phrase, record in sorted(pairs, key=lambda pair: pair[0])]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_between_world_cities_one_travels_between_world_cities(one, other):
    """Nearness never beats fame so far that Paris is in Maine because Berlin in New Hampshire is near."""
    for record, wanted in zip(choose([one[:-3], other[:-3]], "rail", Gazetteer.open()), (one, other), strict=True):
        assert record is not None
        assert record.country == wanted[-2:]


NAMESAKES = [
    ("Valencia", "Venezuela", "Spain"), ("Tripoli", "Lebanon", "Libya"), ("Córdoba", "Argentina", "Spain"),
    ("Mérida", "Mexico", "Venezuela"), ("Cartagena", "Colombia", "Spain"), ("Santiago", "Panama", "Chile"),
    ("Birmingham", "Alabama", "England"), ("Perth", "Scotland", "Australia"), ("Athens", "Ohio", "Greece"),
    ("Paris", "Texas", "France"), ("Alexandria", "Virginia", "Egypt"), ("Hyderabad", "Pakistan", "India"),
    ("Vienna", "Virginia", "Austria"), ("Moscow", "Idaho", "Russia"), ("Manchester", "New Hampshire", "England"),
]  # fmt: skip


CODES = {
    "Venezuela": "VE",
    "Spain": "ES",
    "Lebanon": "LB",
    "Libya": "LY",
    "Argentina": "AR",
    "Mexico": "MX",
    "Colombia": "CO",
    "Panama": "PA",
    "Chile": "CL",
    "Alabama": "US",
    "England": "GB",
    "Scotland": "GB",
    "Australia": "AU",
    "Ohio": "US",
    "Greece": "GR",
    "Texas": "US",
    "France": "FR",
    "Virginia": "US",
    "Egypt": "EG",
    "Pakistan": "PK",
    "India": "IN",
    "Austria": "AT",
    "Idaho": "US",
    "Russia": "RU",
    "New Hampshire": "US",
}


@pytest.mark.parametrize(("name", "a", "b"), NAMESAKES)
@pytest.mark.parametrize(
    "text", ["Talks were held in {0}, {1}, and in {0}, {2}.", "Rain fell in {0} ({1}) and {0} ({2})."]
)
def test_the_words_beside_a_name_bind_it(text, name, a, b):
    """Each of two namesakes lies in what stands beside it."""
    towns = [record for phrase, record in placed(text.format(name, a, b)) if phrase == name]
    assert [town.country for town in towns] == [CODES[a], CODES[b]]
    assert distance_km((towns[0].lon, towns[0].lat), (towns[1].lon, towns[1].lat)) > 300


def test_one_name_of_the_holder_may_be_two():
    """The Georgia of Tbilisi is the country, that of Atlanta the state."""
    found = placed("Lawyers in Tbilisi, Georgia, and in Atlanta, Georgia, worked on the case.")
    assert [(record.kind, record.country) for phrase, record in found if phrase == "Georgia"] == [
        ("country", "GE"),
        ("region", "US"),
    ]


def test_a_holder_of_one_name_may_be_a_province_of_either_side():
    """Multan lies in Pakistan's Punjab, Ludhiana in India's, though one is better known than the other."""
    found = placed("Farmers near Multan, Punjab, and near Ludhiana, Punjab, sowed their wheat early.")
    assert [record.country for phrase, record in found if phrase == "Punjab"] == ["PK", "IN"]


@pytest.mark.parametrize(("town", "state"), [("Conway", "Kansas"), ("Fairbanks", "Texas"), ("Spokane", "Ohio")])
@pytest.mark.parametrize("text", ["They met in {0}, {1}, on Monday.", "The pipeline begins at {0} in {1}."])
def test_a_state_that_has_no_such_town_leaves_it_unplaced(town, state, text):
    """Nobody is sent to Conway, Arkansas, who was told of Conway, Kansas; the list says why it is not placed."""
    atlas = geoparse(text.format(town, state))
    assert town not in {mention.phrase for place in atlas.places for mention in place.mentions}
    assert any(item.name == town and state in item.reason for item in atlas.unresolved)


@pytest.mark.parametrize(
    ("text", "name", "region"),
    [
        ("Offices in Boston, New York and Chicago were shut.", "Boston", "Massachusetts"),
        ("Offices in Denver, Washington and Miami were shut.", "Denver", "Colorado"),
        ("They moved from Rochester, New York, to Spokane, Washington.", "Spokane", "Washington"),
        ("They moved from Athens, Ohio, and Boston.", "Athens", "Ohio"),
    ],
)
def test_towns_in_a_row_do_not_hold_each_other(text, name, region):
    """Boston, New York and Chicago are three cities; Rochester, New York, is one."""
    assert [record.region for phrase, record in placed(text) if phrase == name] == [region]


def test_a_town_in_a_row_of_towns_is_not_held_by_its_oblast():
    """Barabinsk lies in the oblast of Novosibirsk, and in a list both are stations."""
    found = dict(placed("Storms cut off Omsk, Barabinsk, Novosibirsk, Mariinsk and Krasnoyarsk."))
    assert found["Novosibirsk"].kind == "city"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A ferry links Plymouth with Roscoff.", "Roscoff", "FR"),
        ("Trucks take the Whitehorse–Skagway road.", "Skagway", "US"),
        ("Lorries for Kununurra waited in Darwin, Alice Springs and Tennant Creek.", "Kununurra", "AU"),
    ],
)
def test_the_only_place_of_a_name_is_meant_beside_its_neighbours(text, name, country):
    """A small town that nobody shares its name with is on the map where the text speaks of what lies around it."""
    assert [record.country for phrase, record in placed(text) if phrase == name] == [country]


def test_the_only_place_of_a_name_is_not_meant_far_from_all():
    """Roscoff is no stop between Perth and Adelaide."""
    assert "Roscoff" not in dict(placed("Lorries for Roscoff waited in Perth, Adelaide and Sydney."))


def test_a_large_town_s_short_name_is_no_spelling_of_a_larger_one():
    """Puno is in Peru, also where nothing else says so; what only sounds alike in other languages does not count."""
    assert [record.country for _, record in placed("TRUCKS LEFT PUNO.")] == ["PE"]
    assert [record.country for _, record in placed("Flights left Santa Cruz for Madrid.")] == ["BO", "ES"]


@pytest.mark.parametrize("state", ["Borno", "Kachin", "Bayelsa", "Zamfara"])
@pytest.mark.parametrize("form", ["{0}", "{0} State"])
def test_a_state_goes_by_its_name_with_and_without_the_word(state, form):
    """Who writes of Borno means the state in Nigeria, no village in Italy."""
    (place,) = geoparse(f"Troops moved into {form.format(state)} on Monday, the army said in Abuja.").places[:1]
    assert (place.record.kind, place.record.region) == ("region", f"{state} State")


def test_only_states_are_called_so():
    """Helmand is a province: no "Helmand State" is known, where Borno State is."""
    names = {name: Gazetteer.open().lookup(f"{name} State") for name in ("Helmand", "Borno", "Assam")}
    assert [bool(found) for found in names.values()] == [False, True, True]


@pytest.mark.parametrize("text", ["Mali, Guinea and Senegal met.", "The line crosses Texas, Oklahoma and Kansas."])
def test_a_list_binds_nobody(text):
    """Countries and states in a row are countries and states."""
    assert all(record.kind in {"country", "region"} for _, record in placed(text))


def test_a_name_before_its_explanation_is_free():
    """Who writes of a ferry from Hull, and later of Hull, Quebec, means two towns."""
    found = placed("A ferry links Hull with Zeebrugge. The firm also has a depot in Hull, Quebec, near Ottawa.")
    assert [record.country for phrase, record in found if phrase == "Hull"] == ["GB", "CA"]


@pytest.mark.parametrize("town", ["Poti", "Julfa", "Goris", "Vale", "Kazbegi"])
def test_a_town_s_own_name_beats_any_alias(town):
    """A far city that some list calls so is never meant where a town has the name for its own."""
    for _, record in placed(f"Wheat from Kazakhstan arrived in {town} by rail."):
        assert any(
            match.record.id == record.id and (match.form is not Form.ALIAS or is_like(town, record.name))
            for match in Gazetteer.open().lookup(record.name if record.kind == "country" else town)
        )


def test_a_village_on_the_other_side_of_the_world_is_refused():
    """The pipeline of Iran does not end in Ireland; the reason names the record and how far it lies."""
    atlas = geoparse("The UAE and Saudi Arabia avoid the strait; Iran says that the Gorey-Jask pipeline is full.")
    assert not [place for place in atlas.places if place.country == "IE"]
    assert not atlas.corridors
    reasons = {item.name: item.reason for item in atlas.unresolved}
    assert "Leinster, IE" in reasons["Gorey"]


@pytest.mark.parametrize(
    ("text", "point", "km"),
    [
        ("An explosion was reported 30 km south of Baku.", (49.89, 40.11), 5),
        ("A drone fell some 15 miles north-east of Tbilisi.", (45.04, 41.845), 5),
        ("The mine lies ten kilometres west of Ganja.", (46.24, 40.68), 6),
        ("A truck burned midway between Zugdidi and Poti.", (41.77, 42.33), 8),
        ("A ship was hit 60 nautical miles south of Aden.", (45.03, 11.78), 12),
    ],
)
def test_a_distance_from_a_town_is_a_spot_of_its_own(text, point, km):
    """The spot lies where the words say, with its doubt, and the town they measure from is no exact dot."""
    (place,) = [p for p in geoparse(text).places if p.record.precision == "relative"]
    assert distance_km((place.lon, place.lat), point) < km
    assert place.record.extent is not None
    assert place.note.startswith("Reckoned")
    assert len(geoparse(text).places) == 1


def test_a_relation_is_no_spot():
    """That a town is so far from another says something of the town."""
    assert {p.record.precision for p in geoparse("Baku is 30 km from Sumqayit.").places} == {"exact"}


def test_a_hyphened_town_is_no_half_of_it():
    """Ji-Paraná is a town in Rondônia, however well known the state of Paraná is."""
    found = dict(placed("Buses run in Brazil from Vilhena and Ji-Paraná to Porto Velho."))
    assert found["Ji-Paraná"].region == "Rondônia"
    assert "Paraná" not in found


def test_hyphened_names_are_one_or_two():
    """Kosh-Dobo is one name, if unknown; the two sides of a crossing are two."""
    atlas = geoparse("Surveyors in Kyrgyzstan came through Kosh-Dobo and Makmal.")
    assert [item.name for item in atlas.unresolved] == ["Kosh-Dobo"]
    found = placed("Freight enters Kazakhstan over the Dostyk-Alashankou border crossing.")
    assert [phrase for phrase, _ in found] == ["Kazakhstan", "Dostyk", "Alashankou"]


def test_a_place_is_called_what_the_article_calls_it():
    """The label is the article's word where the gazetteer's is another; accents alone are none."""
    (place,) = geoparse("Stalingrad was besieged in 1942.").places
    assert (place.label, place.name) == ("Stalingrad", "Volgograd")
    assert geoparse("Rain fell in Kandahar.").places[0].label == "Kandahār"


def test_a_town_and_its_port_are_one_dot():
    """Haifa and the Port of Haifa are one place with both mentions."""
    (place,) = geoparse("Trucks reached Haifa. Cranes at the Port of Haifa stood still.").places
    assert [m.phrase for m in place.mentions] == ["Haifa", "Port of Haifa"]


@pytest.mark.parametrize(
    "text",
    [
        "Turkmenbashi is hot. Wagons wait at Turkmenbashi International Seaport.",
        "Constanța grows. The Port of Constanta loads grain.",
        "Odesa is dark; ships wait at Odessa Port.",
        "The Port of Gwadar is small, and Gwadar is far from Lahore.",
    ],
)
def test_a_port_is_its_town_in_whatever_letters(text):
    """A port and its town are one place, though the gazetteer spells the two otherwise than the text, or each other."""
    places = [place for place in geoparse(text).places if place.record.name != "Lahore"]
    assert [len(place.mentions) for place in places] == [2]


@pytest.mark.parametrize(
    "text", ["Newport and the Port of New Haven are small.", "Kars and the Port of Poti are far apart."]
)
def test_a_port_is_no_other_town(text):
    """Newport is no port called New; two towns stay two places."""
    assert len(geoparse(text).places) == 2


def test_a_region_is_itself():
    """The Almaty region is the region, and Oklahoma the state."""
    assert placed("Farmers in the Almaty region sow wheat.")[0][1].kind == "region"
    assert {record.kind for _, record in placed("The line crosses Texas, Oklahoma and Kansas.")} == {"region"}


@pytest.mark.parametrize("town", ["Poti", "Kars", "Ekibastuz", "Assab", "Nukus", "Luderitz", "Gwadar"])
@pytest.mark.parametrize("far", ["Moscow, Idaho", "Dublin, Ohio", "Athens, Georgia", "Paris, Texas"])
def test_a_bound_name_leaves_its_neighbour_where_it_is(town, far):
    """An office in Moscow, Idaho, says nothing of where wheat from Poti comes from."""
    (record,) = [record for phrase, record in placed(f"Wheat from {town} goes to the firm in {far}.") if phrase == town]
    own = [m.record for m in Gazetteer.open().lookup(town) if m.form is Form.PRIMARY]
    assert record in own


def test_a_capital_is_known_wherever_a_text_plays():
    """Tonga's capital is no unknown place because the only other name of the text lies in Yemen."""
    assert [record.country for _, record in placed("Lorries drive to Nuku’alofa and to Sana’a.")] == ["TO", "YE"]


@pytest.mark.parametrize(("town", "now"), [("Jalal-Abad", "Manas")])
def test_the_seat_that_was_renamed_goes_before_its_province(town, now):
    """Who goes to Jalal-Abad goes to the town, which the gazetteer calls Manas, and not to its province."""
    (record,) = [record for phrase, record in placed(f"Wagons go to Osh and to {town}.") if phrase == town]
    assert (record.name, record.kind) == (now, "city")


@pytest.mark.parametrize(
    ("words", "degrees", "km", "doubt_km"),
    [
        ("25km NE of", 45, 25, 10),
        ("12.5 km SSW of", 202.5, 12.5, 2.5),
        ("5 miles N of", 0, 8.05, 3.2),
        ("ten miles outside", None, 0, 16.1),
        ("some 15 km upstream of", None, 0, 15),
        ("60 nautical miles off the coast of", None, 0, 111.1),
    ],
)
@pytest.mark.parametrize("town", ["Mosul", "Kharkiv", "Dushanbe", "Aswan"])
def test_letters_and_rivers_measure_as_well(words, degrees, km, doubt_km, town):
    """A bearing in letters counts; what is told without one lies somewhere in the circle round the town."""
    (place,) = [p for p in geoparse(f"A depot {words} {town} burned.").places if p.record.precision == "relative"]
    (record,) = [r for _, r in placed(f"Trains go to {town}.")]
    here = (record.lon, record.lat)
    wanted = here if degrees is None else destination(here, degrees, km)
    assert distance_km((place.lon, place.lat), wanted) < 1 + km / 20
    assert place.record.extent is not None
    assert (place.record.extent[3] - place.record.extent[1]) * 55.6 == pytest.approx(doubt_km, rel=0.1)


@pytest.mark.parametrize("text", ["{0}, 30 km north of {1}, has a port.", "{0} (30 km north of {1}) grew.",
                                  "{0} lies 30 km north of {1}."])  # fmt: skip
@pytest.mark.parametrize(("town", "other"), [("Sumgait", "Baku"), ("Rustavi", "Tbilisi"), ("Beyneu", "Aktau")])
def test_a_distance_that_tells_of_a_named_town_is_no_further_dot(text, town, other):
    """Where a named town is said to lie so far from another, both stand where they are and nothing beside them."""
    places = geoparse(text.format(town, other)).places
    assert [p.record.precision == "relative" for p in places] == [False, False]


@pytest.mark.parametrize("bearing", ["South", "North", "West", "East", "Far North"])
@pytest.mark.parametrize(
    "text",
    [
        "Seoul closed the complex because of what the {} had done. Trains from Busan stopped.",
        "In Georgia many look to the {}; trucks from Poti to Tbilisi wait.",
        "Seoul knows what the North and the South said. Busan heard the {} say it again.",
    ],
)
def test_a_bearing_is_no_province_of_a_far_country(bearing, text):
    """The North of a Korean text is no province of Cameroon: it is placed only where the text speaks of its country."""
    atlas = geoparse(text.format(bearing))
    assert not [p for p in atlas.places for m in p.mentions if m.phrase == bearing]


def test_a_bearing_is_a_province_in_a_text_about_its_country():
    """Who writes of Yaoundé and Douala in Cameroon may mean its province by "Far North"."""
    text = "In Cameroon the road from Yaoundé to Maroua in the Far North is closed. Lorries wait in Douala."
    assert {r.country for phrase, r in placed(text) if phrase == "Far North"} <= {"CM"}


@pytest.mark.parametrize(("first", "second"), [("Alexandria", "Al ‘Arīsh"), ("Alexandria", "Al Mansurah"),
                                               ("Medina", "Al Khobar"), ("Damascus", "De Zor")])  # fmt: skip
def test_the_first_word_of_the_next_name_is_no_state(first, second):
    """After a comma, Al ‘Arīsh is a town and no Alabama."""
    found = dict(placed(f"Traders went to {first}, {second}, and Cairo for spices."))
    assert found[first].country != "US"


def test_a_weak_record_needs_more_than_its_country():
    """Of a village in Texas, less likely than none at all, nobody speaks who tells of Papua and of Americans."""
    text = (
        "Japanese and Australian troops fought for the Kokoda Track between Buna and Port Moresby. "
        "Men from the USA came up from Port Moresby and took Buna."
    )
    assert "US" not in {record.country for phrase, record in placed(text) if phrase == "Buna"}


@pytest.mark.parametrize(
    "text",
    [
        "Karim Fouad, MD and CEO of Telecom Egypt, spoke in Cairo; trains reach Alexandria.",
        "The Romans built it about 130 B.C. from Capua to Rome.",
        "New FE-India-ME services call at Mumbai and Dubai.",
    ],
)
def test_two_letters_are_a_state_only_at_home(text):
    """MD is no Maryland in Egypt and B.C. no province in ancient Rome."""
    assert not {record.country for _, record in placed(text)} & {"US", "CA"}
