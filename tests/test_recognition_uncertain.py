"""Names that stand like places and were not read as such are listed, and give no dot."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import geo
from geo import geoparse
from geo.gazetteer import Gazetteer
from geo.model import Mention
from geo.reading import document
from geo.recognition.doubt_clues import DoubtedName, is_maker
from geo.recognition.tokens import tokenise
from geo.recognition.uncertain import find_doubted

TABLE = Path(geo.__file__).parent / "data" / "en" / "place-cues.csv"
TABLED = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
ROWS = [row for row in TABLED if row["looks at"] != "maker"]
MAKERS = [row for row in TABLED if row["looks at"] == "maker"]
MADE_UP = ["Qarabulaq", "Wentwhistle", "Sankoroni", "Zhelnovka", "Tirrabeek", "Ulanqab Seke"]
"""Names of no place that we know of: what tells them is what stands around them."""


def doubted(text, mentions=()):
    """Return the names that stand like places by the words beside them, in a text where nothing else was read."""
    found = find_doubted(document(text), mentions, Gazetteer.open(), least_likely=2)
    return [mention.phrase for mention in found]


def cyprus(text):
    """Return Cyprus as a mention, where a text names it."""
    at = text.find("Cyprus")
    return [Mention(at, at + len("Cyprus"), "Cyprus", 0)] if at >= 0 else []


def listed(text):
    """Return what the map of a text lists as a place that it does not show, with the reason."""
    return {item.name: item.reason for item in geoparse(text).unresolved if item.what == "place"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['looks at']}: {row['words'][:20]}")
def test_each_cue_has_a_sentence_where_it_holds_and_one_where_it_must_not(row):
    """The words of a row make a name stand like a place in the one sentence, and not in the other."""
    assert doubted(row["holds"], cyprus(row["holds"]))
    assert not doubted(row["must not hold"], cyprus(row["must not hold"]))


@pytest.mark.parametrize("row", MAKERS, ids=lambda row: row["words"][:20])
def test_each_word_of_makers_says_so_beside_a_name_and_not_elsewhere(row):
    """A name beside such a word is a company's, a ship's or a party's; beside another it may be a place's."""
    for word in row["words"].split():
        assert is_maker(DoubtedName(0, 1), tokenise(document(f"Relined, a Dutch {word}, is known.")))
    assert is_maker(DoubtedName(0, 1), tokenise(document(row["holds"])))
    assert not is_maker(DoubtedName(0, 1), tokenise(document(row["must not hold"])))


@pytest.mark.parametrize("name", MADE_UP)
@pytest.mark.parametrize(
    "text",
    [
        "In {} bread had run short.",
        "Villagers of {} fled when the shelling began.",
        "{} terminal takes the boxes over.",
        "The detour by {} has slid into the river.",
        "Settlements such as {} are served by a coaster.",
        "{}, the American base, has a sealift of its own.",
        "Barges call at Malakal, Bor and {} on Tuesday.",
    ],
)
def test_a_name_in_a_place_s_stead_is_on_the_map_or_in_a_list(text, name):
    """Whoever reads the map learns of each name that stands like a place, known or not."""
    atlas = geoparse(text.format(name))
    said = [m.phrase for each in (*atlas.places, *atlas.actors, *atlas.unresolved) for m in each.mentions]
    assert any(name in phrase for phrase in said), said


@pytest.mark.parametrize(
    "text",
    [
        "LONDON (Reuters) - Ships wait.",
        "He was the top scorer at Euro 2016.",
        "The board met at Christmas, Gul Rahman said.",
        "Officials spoke in Talks of peace, and the talks went on.",
        "In March and in April the ministry of Transport and Industry met.",
        "Ahmed Karimi, Anna Lind and Omar met.",
    ],
)
def test_agencies_days_and_people_are_not_listed(text):
    """What has a capital for another reason than being a place is in no list of places."""
    assert not {"Reuters", "Euro", "Gul Rahman", "Talks", "March", "Transport", "Omar"} & set(listed(text))


def test_what_is_listed_says_how_many_records_have_its_name():
    """The reason is true: it does not say that no record has the name where records have it."""
    reasons = listed("Barges stop at Zirrabulaq Shoal. Buses from Mozyr refinery to Minsk were late.")
    assert all("no gazetteer record" in why for name, why in reasons.items() if name == "Zirrabulaq Shoal")
    assert not any("no gazetteer record" in why for name, why in reasons.items() if name == "Mozyr")


NEARLY_ALL = 0.8
LISTS = [
    "The ferry calls at Naroi, Cakova, {} and Maloku, and on its way back at Totoya.",
    "Five landing points are planned: St Francois on {}, Beausejour on Desirata and St Louis on Mariga.",
    "The road from Quetta to {} has been shut by snow since Friday.",
    "Trucks go round by {} and Tezhkan, since the bridge near Kunduz is down.",
    "The line runs from Rohri by {} and Shikarpur to Jacobabad.",
    "In {} two locks are wanting.",
    "Floods have cut off the villages between {} and Malakal.",
]


@pytest.mark.parametrize("text", LISTS)
def test_names_that_nothing_marks_as_places_are_nearly_all_listed(text):
    """Islands, camps and villages that no record has and no word marks are on the map or listed, as good as always."""
    said = 0
    for name in MADE_UP:
        atlas = geoparse(text.format(name))
        listed_or_placed = [m.phrase for each in (*atlas.places, *atlas.unresolved) for m in each.mentions]
        said += any(name in phrase for phrase in listed_or_placed)
    assert said >= NEARLY_ALL * len(MADE_UP)


@pytest.mark.parametrize(
    "text",
    [
        "The road is to cost Sh10.8 billion, the deputy said in Nairobi on Tuesday.",
        "Boats leave on Tuesdays and Fridays for Kiel.",
        "TenneT and Energinet own the cable to Eemshaven, while Relined, a Dutch firm, will lease it.",
        "Rogelio Abad and Anna Karimova met the mayor of San Remigio.",
    ],
)
def test_sums_days_brands_and_full_names_of_people_are_not_listed(text):
    """What no place is called is in no list of places, however it stands."""
    none = {"Sh", "Tuesday", "Tuesdays", "Fridays", "TenneT", "Relined", "Rogelio Abad", "Anna Karimova"}
    assert not none & set(listed(text))


def test_what_is_listed_says_how_likely_it_is_a_place():
    """A name in a row of places is a likelier place than one of whom a newspaper writes."""
    text = "Barges stop at Zirrabulaq Shoal. Kommerling, a newspaper, wrote of it."
    found = {m.phrase: m.confidence for m in find_doubted(document(text), (), Gazetteer.open(), least_likely=0)}
    assert found["Zirrabulaq Shoal"] > found["Kommerling"]
