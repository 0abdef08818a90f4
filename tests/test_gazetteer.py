"""Names to records: what the index knows, in which order it answers, and how it is kept."""

from __future__ import annotations

from functools import cache as remembered

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DataError
from geo.gazetteer import Form, Gazetteer, curated, fold
from geo.geodesy import distance_km

KABUL_AIRPORT = (69.2123, 34.5659)  # aeronautical information publication: 34°33'57"N 069°12'44"E
ALAT = (49.42, 39.94)
KRTSANISI = (44.88, 41.62)
BAKU = (49.867, 40.409)


@remembered
def gazetteer():
    """Open the compiled index once."""
    return Gazetteer.open()


def ids(name):
    """Return the ids of a name's records, best first."""
    return [match.record.id for match in gazetteer().lookup(name)]


@pytest.mark.parametrize(
    "spellings",
    [
        ("Ələt", "ƏLƏT", "Alat"),
        ("St. Petersburg", "St Petersburg", "Saint Petersburg", "Saint-Petersburg", "SAINT PETERSBURG"),
        ("U.S.", "US", "U.S"),
        ("Bakı", "BAKI", "Baki", "baki"),
        ("Nagorno-Karabakh", "Nagorno–Karabakh", "Nagorno Karabakh"),
        ("Ts'alk'a", "Ts’alk’a", "Tsalka"),
        ("NATO-Georgia Training Center", "NATO–Georgia Training Centre"),
        ("Łódź", "Lodz"),
        ("КАЗАНЬ", "Казань", "казан"),
        ("索姆－勒兹", "索姆-勒兹"),  # a full-width hyphen
        ("Ǿ", "ø", "o"),
        ("Ærø", "Aero"),
        ("Mount Ararat", "Mt. Ararat"),
        ("Böyük Kəsik", "Boyuk Kasik"),
        ("Köln", "Ko\u0308ln", "Koln"),
        ("Port\u00a0Said", "Port  Said", " Port Said "),
    ],
)
def test_spellings_of_one_name_fold_together(spellings):
    """Case, accents, apostrophes, hyphens, stops and spaces do not part a name from itself."""
    assert len(set(map(fold, spellings))) == 1


@pytest.mark.parametrize(
    "pair", [("Niger", "Nigeria"), ("Bari", "Bar"), ("Киев", "Київ"), ("Iran", "Iraq"), ("東京", "京都")]
)
def test_different_names_stay_apart(pair):
    """Folding guesses nothing: names that differ in a letter are different names."""
    assert fold(pair[0]) != fold(pair[1])


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_folding_twice_is_folding_once(name):
    """What is folded stays as it is, whatever the script."""
    assert fold(fold(name)) == fold(name)


@settings(deadline=None)  # the first look-up may compile the index
@given(st.text(alphabet=st.characters(codec=None), max_size=20))
def test_any_name_can_be_looked_up(name):
    """Half characters, control characters and emoji have no records, and do no harm."""
    assert isinstance(gazetteer().lookup(name), tuple)


@pytest.mark.parametrize("name", ["Alat", "Ələt", "Alyat", "Alyaty", "Alat Port", "Port of Alat"])
def test_alat_is_the_port_by_every_name(name):
    """The port south of Baku comes before the town of Olot in Uzbekistan that is called Alat as well."""
    record = gazetteer().lookup(name)[0].record
    assert (record.kind, record.country) == ("port", "AZ")
    assert distance_km((record.lon, record.lat), ALAT) < 10


NAMED = {
    "Turkmenbashi International Sea Trade Port": ("port", "TM"),
    "Aktau International Sea Trade Port": ("port", "KZ"),
    "Batumi International Sea Port": ("port", "GE"),
    "Krasnovodsk": ("city", "TM"),
    "Türkmenbaşy": ("city", "TM"),
    "Leninakan": ("city", "AM"),
    "Gatwick": ("airport", "GB"),
    "Heydar Aliyev Airport": ("airport", "AZ"),
    "Saint Louis": ("city", "US"),
    "Upper Lars": ("crossing", "RU"),
    "Anzali": ("port", "IR"),
    "Marabda": ("junction", "GE"),
    "Supsa": ("pipeline-terminal", "GE"),
    "Incirlik": ("base", "TR"),
    "Deutschland": ("country", "DE"),
    "Kirgizstan": ("country", "KG"),
}


@pytest.mark.parametrize("name", NAMED)
def test_names_that_analysts_write_lead_to_what_they_mean(name):
    """Forms of ports and airports, former names and a site's short name come first with the right kind of thing."""
    record = gazetteer().lookup(name)[0].record
    assert (record.kind, record.country) == NAMED[name]


@pytest.mark.parametrize("name", ["Kyiv", "Kiev", "Київ", "Киев"])
def test_kyiv_is_known_by_its_old_name(name):
    """Both spellings lead to Ukraine's capital."""
    assert any(m.record.kind == "capital" and m.record.country == "UA" for m in gazetteer().lookup(name)[:2])


@pytest.mark.parametrize(
    ("name", "kind", "country", "point", "km"),
    [
        ("Kabul International Airport", "airport", "AF", KABUL_AIRPORT, 2),
        ("NATO-Georgia Training Center", "training-centre", "GE", KRTSANISI, 10),
        ("Baku", "capital", "AZ", BAKU, 5),
        ("Suez Canal", "canal", "EG", (32.35, 30.6), 60),
        ("Strait of Hormuz", "strait", "", (56.4, 26.5), 60),
    ],
)
def test_places_of_the_first_article_come_from_records(name, kind, country, point, km):
    """Places people ask for first have a record with its source, a kind and a point that a map agrees with."""
    record = gazetteer().lookup(name)[0].record
    assert record.kind == kind
    assert not country or record.country == country
    assert distance_km((record.lon, record.lat), point) < km
    assert record.source in {source.id for source in Gazetteer.sources()}


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("US", "countries:US"),
        ("U.S.", "countries:US"),
        ("UK", "countries:GB"),
        ("UAE", "countries:AE"),
        ("Türkiye", "countries:TR"),
    ],
)
def test_abbreviations_are_countries_first(name, id_):
    """The village of Us in France comes after the United States."""
    assert ids(name)[0] == id_


def test_georgia_is_a_country_and_a_state():
    """Both records are offered; which is meant is for the text to tell."""
    assert set(ids("Georgia")[:2]) == {"countries:GE", "geonames-regions:US.GA"}


PLACED = {  # worked out on a map: the seat of the county, or a town in the middle of the region
    "Laurel County": ("US", (-84.08, 37.13)), "Licking County": ("US", (-82.4, 40.06)),
    "Oxfordshire": ("GB", (-1.26, 51.75)),
    "County Mayo": ("IE", (-9.3, 53.85)), "Bohol": ("PH", (124.2, 9.85)), "Hérault": ("FR", (3.3, 43.6)),
    "Gwinnett": ("US", (-84.0, 33.96)), "Ontario": ("CA", (-86, 50)), "Sakha": ("RU", (130, 65)),
    "Alta.": ("CA", (-115, 55)),
    "Mass.": ("US", (-71.8, 42.3)), "Khatlon": ("TJ", (69.0, 37.8)), "Syunik": ("AM", (46.3, 39.3)),
    "Sinkiang": ("CN", (85.5, 41.5)), "Uruzgan": ("AF", (65.9, 32.7)), "Kharkiv Oblast": ("UA", (36.5, 49.5)),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACED)
def test_regions_and_counties_are_known_by_the_names_people_write(name):
    """Counties, provinces and oblasts come with former names, local names and abbreviations."""
    country, point = PLACED[name]
    near = [
        match.record.kind
        for match in gazetteer().lookup(name)
        if match.record.country == country and distance_km((match.record.lon, match.record.lat), point) < 161
    ]
    assert "region" in near


@pytest.mark.parametrize(
    ("name", "id_"), [("Chechens", "RU.12"), ("Texan", "US.TX"), ("Abkhaz", "GE.02"), ("Catalan", "ES.56")]
)
def test_the_people_of_a_region_lead_to_it(name, id_):
    """An adjective of a region is marked as such, as one of a country is."""
    assert f"geonames-regions:{id_}" in {m.record.id for m in gazetteer().lookup(name) if m.form is Form.DEMONYM}


def test_a_township_is_no_second_candidate_for_its_town():
    """Blackpool the borough and Blackpool the town are one place to a reader; Washington is not thirty counties."""
    assert len(ids("Blackpool")) == 1
    assert not [id_ for id_ in ids("Washington") if id_.startswith("geonames-counties")]


def test_no_town_of_western_sahara_is_moroccan():
    """Towns south of 27°40' N that GeoNames files under Morocco are given as Western Sahara's, as the UN sees it."""
    assert {m.record.country for m in gazetteer().lookup("Smara")} & {"EH", "MA"} == {"EH"}


@pytest.mark.parametrize(
    ("name", "country"), [("Georgian", "GE"), ("Afghans", "AF"), ("Turkish", "TR"), ("Dutch", "NL")]
)
def test_demonyms_lead_to_their_country(name, country):
    """The adjective or noun of a people is marked as such."""
    assert any(m.form is Form.DEMONYM and m.record.country == country for m in gazetteer().lookup(name))


def test_codes_are_marked_as_codes():
    """An airport's code is no name of it."""
    assert [m.form for m in gazetteer().lookup("OAKB")] == [Form.CODE]


def test_what_nothing_is_called_has_no_records():
    """A made-up name, and marks alone, are empty answers."""
    assert gazetteer().lookup("Qwertzuville") == ()
    assert gazetteer().lookup(" . ") == ()
    assert gazetteer().lookup("") == ()


def test_a_record_is_found_by_its_id():
    """The id on a map leads back to the record; an id of nothing to nothing."""
    record = gazetteer().lookup("Tbilisi")[0].record
    assert gazetteer().get(record.id) == record
    assert gazetteer().get("geonames:0") is None
    assert gazetteer().get("nonsense") is None


def test_the_longest_name_tells_how_far_to_read():
    """A reader who meets a word knows how many words the longest name that begins so has."""
    assert gazetteer().longest_from("kabul") >= 3
    assert gazetteer().longest_from("qwertzuville") == 1


def test_every_source_is_described():
    """Each source of names says its version, licence and whom to name."""
    for source in Gazetteer.sources():
        assert source.version, source.id
        assert source.licence in {"CC BY 4.0", "MIT", "Apache-2.0", "CC0-1.0", "public domain"}
        assert source.attribution
        assert source.size_bytes


OWN = "id,name,aliases,kind,lon,lat,country,precision\nmy-baku,Baku,Depot Nine;X Base,base,49.5,40.1,AZ,approximate\n"


def own(folder, text, name="mine.csv"):
    """Write a user's own table."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_own_places_come_first(tmp_path):
    """A table of one's own is asked before all other sources, by name and by alias, and keeps its name as source."""
    with_own = Gazetteer.open(own_files=[own(tmp_path, OWN)])
    assert [m.record.id for m in with_own.lookup("Baku")][:2] == ["mine:my-baku", "geonames:587084"]
    assert with_own.lookup("depot nine")[0].record.precision == "approximate"
    assert with_own.get("mine:my-baku").kind == "base"
    assert with_own.longest_from("depot") >= 2
    assert with_own.longest_from("kabul") >= 3


def test_name_and_point_are_enough(tmp_path):
    """Of a table of one's own only name, lon and lat must be there; a spreadsheet's byte-order mark does no harm."""
    path = own(tmp_path, "\ufeffname,lon,lat\nQwertzuville,44.5,41.5\n")
    record = Gazetteer.open(own_files=[path]).lookup("Qwertzuville")[0].record
    assert (record.id, record.kind, record.precision) == ("mine:Qwertzuville", "site", "exact")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("name,lon\nX,1\n", "mine.csv: column 'lat' is missing; expected id,name,aliases,kind,lon,lat"),
        ("name,lon,lat\nX,1,2\n ,1,2\n", "mine.csv line 3: the name is empty"),
        ("name,lon,lat\nX,east,2\n", "mine.csv line 2 (X): lon 'east'; expected a number"),
        ("name,lon,lat\nX,41.5,144.5\n", "mine.csv line 2: mine:X 'X': lon 41.5, lat 144.5 is off the globe; swapped?"),
        ("name,lon,lat\nX,nan,2\n", "mine.csv line 2: mine:X 'X': lon nan, lat 2.0 is off the globe"),
        ("name,lon,lat,kind\nX,1,2,prot\n", "mine.csv line 2 (X): kind 'prot' unknown; expected one of "),
        (
            "name,lon,lat,country\nX,1,2,Azerbaijan\n",
            "mine.csv line 2 (X): country 'Azerbaijan'; expected an ISO 3166-1 alpha-2 code such as AZ",
        ),
        (
            "name,lon,lat,precision\nX,1,2,good\n",
            "mine.csv line 2 (X): precision 'good' unknown; expected one of exact, approx",
        ),
        (
            "id,name,lon,lat\na,X,1,2\na,Y,1,2\n",
            "mine.csv line 3: id 'a' stands in an earlier line; ids must be unique",
        ),
        ("name,lon,lat\nX,1,2,3\n", "mine.csv line 2: has another number of values than the header"),
        ("name,lon,lat\nX,1\n", "mine.csv line 2: has another number of values than the header"),
    ],
)
def test_a_row_that_cannot_be_true_is_told(tmp_path, table, message):
    """A wrong row of a user's table is named by file and line, with what is allowed; nothing is skipped."""
    with pytest.raises(DataError) as error:
        Gazetteer.open(own_files=[own(tmp_path, table)])
    assert message in str(error.value)


def test_a_site_kept_as_a_port_goes_by_the_forms_of_its_name():
    """A port is found as "Port of X" and "X Seaport" too."""
    table = "name,lon,lat,kind\nQuux Port,1,2,port\n"
    (entry,) = curated.read_sites(table, name="t.csv", source="t")
    assert {name for name, _ in entry.names} >= {"Quux Port", "Port of Quux", "Quux Seaport"}


def test_the_linking_vowel_of_persian_may_be_left_out():
    """Bandar Lengeh is Bandar-e Lengeh, Mazar Sharif Mazar-i-Sharif; a vowel that links nothing stays."""
    assert fold("Bandar-e Lengeh") == fold("Bandar Lengeh") == fold("Bandar-e-Lengeh")
    assert fold("Mazar-i-Sharif") == fold("Mazar Sharif")
    assert fold("Vitamin-E") == "vitamin e"
    (found, *_) = gazetteer().lookup("Bandar Lengeh")
    assert found.record.country == "IR"
