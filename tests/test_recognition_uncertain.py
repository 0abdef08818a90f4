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
from geo.recognition.uncertain import find_doubted

TABLE = Path(geo.__file__).parent / "data" / "en" / "place-cues.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
MADE_UP = ["Qarabulaq", "Wentwhistle", "Sankoroni", "Zhelnovka", "Tirrabeek", "Ulanqab Seke"]
"""Names of no place that we know of: what tells them is what stands around them."""


def doubted(text, mentions=()):
    """Return the names that stand like places in a text where nothing else was read."""
    return [mention.phrase for mention in find_doubted(document(text), mentions, Gazetteer.open())]


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
