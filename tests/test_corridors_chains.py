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
