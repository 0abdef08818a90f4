"""Copies of a corpus with towns called otherwise: what is marked stays marked."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer
from geo.workshop.augmentation import names_of_towns, renamed, renamed_ways

TOWNS = {1: ["Kutaisi", "Örebro"], 2: ["Campo Grande"]}
WORDS = ("Springfield", "Georgia", "St Andrews", "police", "in", "BOSTON", "Xqzw", ",")


@cache
def gazetteer():
    """Open the compiled index once."""
    return Gazetteer.open()


@cache
def world():
    """Read the names of the world's towns once."""
    return names_of_towns()


def marked(words, chosen):
    """Return a line of a corpus in which some words are marked."""
    toponyms, at = [], 0
    for word, is_chosen in zip(words, chosen, strict=True):
        if is_chosen:
            toponyms.append({"start": at, "end": at + len(word), "phrase": word})
        at += len(word) + 1
    return {"text": " ".join(words), "toponyms": toponyms}


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.booleans()), max_size=12))
def test_every_mark_stays_on_its_name(pairs):
    """However the names change in length, each mark covers its new name, and what is not marked stays as it was."""
    line = marked([word for word, _ in pairs], [is_chosen for _, is_chosen in pairs])
    found = renamed(line, (), TOWNS, gazetteer())
    assert len(found["toponyms"]) == len(line["toponyms"])
    for old, new in zip(line["toponyms"], found["toponyms"], strict=True):
        assert found["text"][new["start"] : new["end"]] == new["phrase"]
        assert len(old["phrase"].split()) == len(new["phrase"].split())
        assert old["phrase"].isupper() == new["phrase"].isupper()

    def rest(each):
        text, at, kept = each["text"], 0, []
        for toponym in each["toponyms"]:
            kept.append(text[at : toponym["start"]])
            at = toponym["end"]
        return [*kept, text[at:]]

    assert rest(found) == rest(line)


def test_some_towns_and_no_country_are_renamed():
    """Towns change their names, a name alike all through a text; countries and what is neutral keep theirs."""
    towns = world()
    changed = 0
    for number in range(200):
        line = marked(["Springfield", "Georgia", "Austin", str(number), "Springfield"], [True, True, True, False, True])
        found = renamed(line, (2,), towns, gazetteer())
        first, country, kept, again = (t["phrase"] for t in found["toponyms"])
        assert (country, kept, again) == ("Georgia", "Austin", first)
        assert renamed(line, (2,), towns, gazetteer()) == found, "the same text, the same names"
        changed += first != "Springfield"
    assert 35 < changed < 90, "200 throws, three in ten of which change a name"


def test_new_names_come_from_all_over_the_world():
    """Towns on every continent lend their names."""
    single = set(world()[1])
    assert {"Kutaisi", "Lubumbashi", "Antofagasta", "Kathmandu", "Rotterdam"} <= single


ROAD = "From Ankara's gate the Ankara-Sivas road runs by Yozgat to Sivas in Turkey; New Ankara Road is another."
WAYS = [
    {
        "start": 23,
        "end": 40,
        "phrase": "Ankara-Sivas road",
        "name": "Ankara–Sivas road",
        "waypoints": ["Ankara", "Sivas"],
    },
    {"start": 52, "end": 69, "phrase": "", "name": None, "waypoints": ["Yozgat", "Turkey"]},
]


def test_a_way_goes_between_other_towns_wherever_they_are_named():
    """Each town has one other name in the whole passage, a country its own, and what is marked stays marked."""
    found = renamed_ways({"id": "p", "text": ROAD, "corridors": WAYS}, TOWNS, gazetteer())
    text, (road, other) = found["text"], found["corridors"]
    for way in (road, other):
        assert text[way["start"] : way["end"]] == way["phrase"]
        assert all(stop in text for stop in way["waypoints"])
    assert road["phrase"] == "-".join(road["waypoints"]) + " road"
    assert road["name"] == "–".join(road["waypoints"]) + " road"
    assert {*road["waypoints"], *other["waypoints"]} & {"Kutaisi", "Örebro", "Orebro"}
    assert other["waypoints"][1] == "Turkey"
    assert text.count(road["waypoints"][0]) >= ROAD.count("Ankara")


def test_a_passage_without_stops_stays_as_it_is():
    """Where no way passes anything there is nothing to call otherwise."""
    passage = {"id": "p", "text": "Talks in Ankara went on.", "corridors": []}
    assert renamed_ways(passage, TOWNS, gazetteer())["text"] == passage["text"]
