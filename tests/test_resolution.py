"""Which record a name means in its text, and what is said where none can be told."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer
from geo.geodesy import distance_km
from geo.model import Mention
from geo.reading import document
from geo.recognition import recognise
from geo.resolution import SURE_ALONE, resolve
from geo.resolution.search_area import BESIDE, FAR, NAMED
from geo.slugs import slug


@cache
def gazetteer():
    """Open the compiled index once."""
    return Gazetteer.open()


def resolved(text, **options):
    """Read, recognise and resolve a text."""
    article = document(text)
    return resolve(article, recognise(article, gazetteer()), gazetteer(), **options)


def marked(text, *phrases, **options):
    """Resolve phrases of a text, each marked at its every occurrence, whatever recognition would say."""
    article = document(text)
    found = sorted(
        (start, phrase) for phrase in phrases for start in range(len(text)) if text.startswith(phrase, start)
    )
    mentions = [Mention(start, start + len(phrase), phrase, 0) for start, phrase in found]
    return resolve(article, mentions, gazetteer(), **options)


def record_ids(found):
    """Return the records of the places found."""
    return [place.record.id for place in found.places]


def test_georgia_after_tbilisi_is_the_country():
    """A town and the country that holds it speak for each other."""
    assert [p.country for p in resolved("She lives in Tbilisi, Georgia.").places] == ["GE", "GE"]


def test_georgia_after_atlanta_is_the_state():
    """A town and the state that holds it speak for each other."""
    places = {p.name: p.record.id for p in resolved("She lives in Atlanta, Georgia.").places}
    assert places["Georgia"] == "geonames-regions:US.GA"


@pytest.mark.parametrize(
    "text",
    [
        "Pipes run from Baku through Georgia.",
        "Ships anchor off Batumi in Georgia.",
        "Georgia and Azerbaijan signed the contract in Baku.",
    ],
)
def test_georgia_in_the_company_of_its_neighbours_is_the_country(text):
    """Beside Baku or Batumi nobody means the American state."""
    found = resolved(text)
    assert "countries:GE" in [*record_ids(found), *(actor.record.id for actor in found.actors)]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The city of London, Ontario, has a university.", "CA"),
        ("Paris, Texas, is a small town.", "US"),
        ("Cranes stand idle in Tripoli, Lebanon.", "LB"),
        ("Cranes stand idle in Tripoli, Libya.", "LY"),
        ("It rained in Birmingham, Alabama.", "US"),
        ("It rained in Birmingham, England.", "GB"),
    ],
)
def test_what_stands_after_the_comma_decides(text, country):
    """A town followed by its state or country is the one there, not the best known of its name."""
    assert resolved(text).places[0].country == country


@pytest.mark.parametrize(
    ("phrase", "id_"),
    [
        ("US", "countries:US"),
        ("U.S.", "countries:US"),
        ("UK", "countries:GB"),
        ("UAE", "countries:AE"),
        ("U.A.E.", "countries:AE"),
    ],
)
def test_abbreviations_are_countries(phrase, id_):
    """Common abbreviations mean the country, never a village spelled so."""
    assert record_ids(marked(f"Aid came from the {phrase} by air.", phrase)) == [id_]


def test_two_senses_are_kept_apart_where_the_text_does():
    """One name means one thing, but for what stands after its comma."""
    found = marked("From Springfield, Ill., he drove to Springfield, Mass., and home.", "Springfield")
    assert sorted(p.record.region for p in found.places) == ["Illinois", "Massachusetts"]


def test_a_state_in_another_name_says_where_the_text_plays():
    """A university's or a newspaper's name is no toponym, but it tells which Athens is meant."""
    found = marked("A student of Ohio University was hurt in Athens, the Ohio State Patrol said.", "Athens")
    assert [p.record.region for p in found.places] == ["Ohio"]


def test_a_focus_leads_to_its_country():
    """Whoever knows what a text is about can say so."""
    text = "A new road reaches Batumi from Georgia."
    assert "countries:GE" in record_ids(marked(text, "Georgia", focus=["GE"]))


def test_spellings_of_one_place_are_one_place():
    """A place under its old and its new name is one place with both mentions."""
    found = resolved("Repairs in Kiev go on. Repairs in Kyiv go on.")
    assert [(p.name, len(p.mentions)) for p in found.places] == [("Kyiv", 2)]


def test_one_name_has_one_sense_in_a_text():
    """Said once with its state, Springfield is that Springfield throughout."""
    text = "A bus left for Springfield, Illinois. It rained. Later the bus was seen in Springfield."
    found = marked(text, "Springfield", "Illinois")
    places = {p.name: p for p in found.places}
    assert len(places["Springfield"].mentions) == 2
    assert distance_km((places["Springfield"].lon, places["Springfield"].lat), (-89.65, 39.80)) < 15


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Moscow rejected the plan.", "russia"),
        ("Ankara said on Monday that it would pay.", "turkey"),
        ("Washington hopes for a second round of talks.", "united-states"),
        ("Baku merely rents out the berths it owns.", "azerbaijan"),
    ],
)
def test_a_capital_that_acts_is_its_country(text, actor):
    """A capital that acts counts as its country's government, and puts no dot on the map."""
    found = resolved(text)
    assert [a.id for a in found.actors] == [actor]
    assert found.places == ()


def test_a_name_with_both_roles_gives_a_place_and_an_actor():
    """The town is drawn where it is a town; the government counts where it acts."""
    found = resolved("People in Moscow stayed at home, but Moscow rejected the offer.")
    assert [(p.name, len(p.mentions)) for p in found.places] == [("Moscow", 1)]
    assert [(a.country, len(a.mentions)) for a in found.actors] == [("RU", 1)]


def test_an_unknown_name_is_listed_with_its_reason():
    """What no gazetteer knows is neither dropped nor put anywhere."""
    found = marked("Lorries wait in Qwertzuville near Baku.", "Qwertzuville", "Baku")
    assert [(u.what, u.name, u.reason) for u in found.unresolved] == [
        ("place", "Qwertzuville", "no gazetteer record has this name")
    ]
    assert [m.start for m in found.unresolved[0].mentions] == [16]
    assert [p.name for p in found.places] == ["Baku"]


def test_a_name_of_many_places_of_which_none_stands_out_is_listed():
    """Where dozens share a name and nothing speaks for one, that is said, with the candidates."""
    found = marked("The mail goes to San Isidro.", "San Isidro")
    (unresolved,) = found.unresolved
    assert unresolved.reason.endswith("records share this name and none stands out")
    assert len(unresolved.alternatives) > 1


def test_a_name_whose_namesakes_all_lie_elsewhere_is_listed():
    """An estate in London is no hamlet in America, even where only the hamlet is known."""
    text = "Police in London closed roads in Tottenham, Enfield and Camden after a fire in Sears, east of Hackney."
    found = marked(text, "London", "Tottenham", "Enfield", "Camden", "Sears", "Hackney")
    (unresolved,) = found.unresolved
    assert unresolved.name == "Sears"
    assert "of this name" in unresolved.reason
    assert unresolved.reason.endswith("what else the text speaks of") or " km from anything else" in unresolved.reason


def where(text, *phrases):
    """Mark phrases of a text; say near what the unresolved ones are and how sure that is, by the mention's start."""
    return {start: (b.record.name, b.confidence) for start, b in marked(text, *phrases).whereabouts().items()}


def test_an_unknown_name_is_near_the_town_beside_it():
    """A street that no gazetteer knows has no place, but the town it is named beside says where to look."""
    text = "The museum is in Qwertz Street in Tbilisi. A flight to Paris leaves at noon."
    found = marked(text, "Qwertz Street", "Tbilisi", "Paris")
    assert {start: near.record.name for start, near in found.whereabouts().items()} == {17: "Tbilisi"}
    assert "Qwertz Street" not in [p.name for p in found.places]


def test_a_name_that_contains_a_town_of_the_text_is_near_that_town():
    """A hall that is named after Lusaka is looked for there, even where another town stands beside it."""
    text = "Lusaka is busy. Trucks from Ndola stop at the Lusaka Qwertz Hall."
    assert where(text, "Lusaka", "Ndola", "Lusaka Qwertz Hall") == {46: ("Lusaka", NAMED)}


def test_the_farther_a_town_stands_the_less_it_says():
    """Far from any town in the text, an unknown name is less surely near the nearest; near a country it is nowhere."""
    text = "Qwertzuville is unknown. " + "It rained. " * 150 + "Baku."
    assert where(text, "Qwertzuville", "Baku") == {0: ("Baku", FAR)}
    assert FAR < BESIDE < NAMED
    assert where("Qwertzuville is in France.", "Qwertzuville", "France") == {}


def test_of_namesakes_none_of_which_stands_out_the_likeliest_tells_where_to_look():
    """It is no place of the text, and less sure than not."""
    found = marked("The fair in Greenville was a success.", "Greenville")
    assert not found.places
    near = found.whereabouts()[12]
    assert near.record == found.unresolved[0].alternatives[0].record
    assert near.confidence < SURE_ALONE


def test_demonyms_give_neither_place_nor_actor():
    """French engineers put no dot on France."""
    found = resolved("French engineers and Kazakh welders repaired the bridge.")
    assert (found.places, found.actors, found.unresolved) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("A Georgian minister flew from Tbilisi to Baku.", "countries:GE"),
        ("French engineers met Kazakh welders.", "countries:FR"),
    ],
)
def test_a_people_has_a_home(text, home):
    """A demonym leads to the country whose people it names, and how sure that is."""
    article = document(text)
    mentions = recognise(article, gazetteer())
    homes = resolve(article, mentions, gazetteer()).homes_of(mentions, gazetteer())
    first = next(m for m in mentions if m.is_demonym)
    assert homes[first.start][0].id == home
    assert 0.5 <= homes[first.start][1] <= 1


def test_nothing_comes_of_nothing():
    """A text without a name gives no place, no actor, and nothing unresolved."""
    found = resolved("it rained all day.")
    assert (found.places, found.actors, found.unresolved, found.record_of()) == ((), (), (), {})


def test_places_keep_their_alternatives():
    """The other Tripoli is kept with its score, best first, for those who disagree."""
    place = resolved("Cranes stand idle in Tripoli. Officials came from Beirut in Lebanon.").places[0]
    assert {"LY", "LB"} - {place.country} <= {a.record.country for a in place.alternatives}
    scores = [a.score for a in place.alternatives]
    assert scores == sorted(scores, reverse=True)
    assert place.confidence >= scores[0]


def test_ids_are_unique_slugs():
    """Two places of one name have different ids, each fit for an address."""
    found = marked("From Tripoli, Libya, to Trablous.", "Tripoli", "Trablous")
    ids = [p.id for p in found.places]
    assert len(set(ids)) == len(ids)
    assert all(id_ == slug(id_) for id_ in ids)


def test_the_same_text_gives_the_same_answer():
    """Nothing depends on chance or on what was read before."""
    text = "Trains run from Baku through Georgia to Kars; Springfield is far."
    assert resolved(text) == resolved(text)


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_a_slug_is_fit_for_an_address(name):
    """Whatever the name, its slug is made of lower-case letters, digits and single hyphens, and is not empty."""
    made = slug(name)
    assert made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in made
    assert made.strip("-") == made


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.sampled_from(["Baku", "Georgia", "US", "Tripoli", ", ", "in", "🚢", "東京", "\ud800", "."]), min_size=1)
)
def test_whatever_the_text_each_mention_has_one_fate(words):
    """Each literal mention ends in a place or among the unresolved, each other one in an actor or there."""
    text = " ".join(words)
    if not text.strip():
        return
    article = document(text)
    mentions = [m for m in recognise(article, gazetteer()) if not m.is_demonym]
    found = resolve(article, mentions, gazetteer())
    fates = [m for group in (found.places, found.actors, found.unresolved) for each in group for m in each.mentions]
    assert sorted(m.start for m in fates) == [m.start for m in mentions]
