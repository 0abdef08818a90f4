"""Places joined by dashes, slashes and arrows, as articles set them."""

from __future__ import annotations

import pytest

from geo import Gazetteer
from geo.corridors import find_corridors
from geo.corridors.chains import find_rows
from geo.reading import document
from geo.recognition.tokens import tokenise

GAZETTEER = Gazetteer.open()


def rows(text: str) -> list[tuple[str, ...]]:
    """Return the names of each row of a text."""
    read = document(text)
    return [names for _, _, names in find_rows(read.text, tokenise(read), GAZETTEER)]


def ways(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return mode and stops of each way of a text."""
    return [(route.mode, route.waypoints) for route in find_corridors(document(text), (), GAZETTEER)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rasht (Iran)-Astara (Iran)-Baku (Azerbaijan)", ("Rasht", "Astara", "Baku")),
        ("Lagos (Apapa)-Ibadan", ("Lagos", "Ibadan")),
        ("Lusaka -> Ndola → Kitwe", ("Lusaka", "Ndola", "Kitwe")),
        ("Lusaka --> Ndola => Kitwe ⇒ Kolwezi", ("Lusaka", "Ndola", "Kitwe", "Kolwezi")),
        ("Medan↔Penang", ("Medan", "Penang")),
        ("Ulan-Ude-Naushki", ("Ulan-Ude", "Naushki")),
        ("the Tashkent-Jeddah-Tashkent flights", ("Tashkent", "Jeddah")),
    ],
)
def test_a_row_is_its_places(text, names):
    """Countries in brackets are no stops, arrows join as dashes do, and there and back is the way between two."""
    assert rows(text) == [names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the Kopparåsen-Vassijaure railway", ("Kopparåsen", "Vassijaure")),
        ("the Elenga-Hatiramkul-Rangpur road", ("Elenga", "Hatiramkul", "Rangpur")),
        ("the Ndola-Lubumbashi Development Corridor", ("Ndola", "Lubumbashi")),
        ("the Ndola-Kapiri Mposhi road", ("Ndola", "Kapiri Mposhi")),
    ],
)
def test_names_that_nobody_knows_are_stops_as_well(text, names):
    """Hyphens divide unknown names in a row, and what a way is for is no part of its last stop."""
    assert rows(text) == [names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Al-Duraih-Al-Kuhail road was opened.", ("Al-Duraih", "Al-Kuhail")),  # nobody knows them
        ("The El-Obeid-El-Fasher road was opened.", ("El-Obeid", "El-Fasher")),
        ("The Al Ain-Abu Dhabi road was opened.", ("Al Ain", "Abu Dhabi")),
        ("The Az - Zarqa line was opened.", ("Az", "Zarqa")),
    ],
)
def test_an_article_that_a_hyphen_ties_is_the_beginning_of_its_name(text, names):
    """An article is no stop: "Al-Kuhail" is one; where spaces stand around the dash it joins two."""
    assert rows(text) == [names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Wagons of the Delhi-Patna Ganga Rani train were full.", ("Delhi", "Patna")),
        ("The Chicago-Kansas City train was full.", ("Chicago", "Kansas City")),  # a town, whole
        ("The Elenga-Hatiram Kul train was full.", ("Elenga", "Hatiram Kul")),  # no large town in it
    ],
)
def test_what_a_train_is_called_is_no_part_of_its_last_stop(text, names):
    """A large town is the stop where nobody knows the whole; a known name, and one without such a town, stay whole."""
    assert rows(text) == [names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("GULMI: The Ridi-Tamghas road was cut.", ("Ridi", "Tamghas")),
        ("DELFT: The Hague-Rotterdam railway was cut.", ("The Hague", "Rotterdam")),
        ("Storms cut The Hague-Rotterdam railway.", ("The Hague", "Rotterdam")),
    ],
)
def test_what_a_dateline_opens_is_no_part_of_a_name(text, names):
    """After a colon "The" belongs to the sentence, unless a place is called so."""
    assert rows(text) == [names]


@pytest.mark.parametrize("text", ["Ahmed Abdel-Ghani scored", "the Ledger-Enquirer called the race"])
def test_names_of_people_are_not_divided(text):
    """Without a word of a way two halves that nobody knows are one name."""
    assert not rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "Home > Africa > Kenya",
        "the HVDC Inter-Island link",
        "an Indo-Bangladesh protocol",
        "a Feb-April sale",
        "Baku (it rained) and Kars",
        "Kenya (2019)-Uganda",
    ],
)
def test_what_is_no_row(text):
    """The steps of a web page, a prefix, a month, words in brackets that are no name: none joins places."""
    assert rows(text) == []


def test_a_choice_of_ends_is_a_way_each():
    """Of "A–B/C" and "A/B–C" each end has its own way, sharing the rest."""
    assert rows("the Baku–Tbilisi–Poti/Batumi railway") == [("Baku", "Tbilisi", "Poti"), ("Baku", "Tbilisi", "Batumi")]
    assert rows("the Baku/Alat–Aktau route") == [("Baku", "Aktau"), ("Alat", "Aktau")]
    assert ways("Oil moves on the Baku–Tbilisi–Poti/Batumi railway.") == [
        ("rail", ("Baku", "Tbilisi", "Poti")),
        ("rail", ("Baku", "Tbilisi", "Batumi")),
    ]


def test_arrows_need_no_noun():
    """Known places that arrows join are a way; "Login → Settings" is none."""
    assert ways("We drove by car: Lusaka -> Ndola -> Kitwe.") == [("road", ("Lusaka", "Ndola", "Kitwe"))]
    assert ways("Open Login → Settings → Network to drive on.") == []
