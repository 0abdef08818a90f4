"""What looks like the name of a way, and what does not, beside one another."""

from __future__ import annotations

import pytest
from routes_found import found

from geo.courses import Catalogue


@pytest.mark.parametrize(
    ("none", "way"),
    [
        ("It lies 65 km by road from Sydney.", "The road from Sydney to Melbourne is open."),
        ("The Hamburg–America Line carried emigrants.", "The Hamburg–Bremen railway carried emigrants."),
        ("The Paris–Roubaix race passes through the town.", "The Paris–Lyon railway passes through the town."),
    ],
)
def test_a_rule_holds_here_and_not_there(none, way):
    """A distance, a firm and a race are no ways; a road and railways in nearly the same words are."""
    assert not found(none)
    assert found(way)


def test_a_citation_tells_no_way():
    """Names in a citation's brackets are the source's, and join nothing."""
    assert not found("Trucks of the Alliance (Mod.gov.az, May 3, 2019) stood in the yard.")


@pytest.mark.parametrize(
    "phrase",
    [
        "Turkmenistan-Afghanistan-Pakistan-India (Tapi) pipeline",
        "“North-South” international transport corridor",
        "North–South (INSTC) International Transport Corridor",
    ],
)
def test_brackets_and_quotes_within_a_name_hide_it_not(phrase):
    """A name is known with an abbreviation in brackets or quotes inside it."""
    assert Catalogue.load().named(phrase) is not None


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("“Middle” international transport corridor", "titr"),
        ("Lobito Trade Corridor", "lobito"),
        ("Zangezur transport corridor", "zangezur"),
        ("Lobito Trade Fair", None),
        ("Trade corridor", None),
    ],
)
def test_what_a_corridor_is_for_is_no_part_of_its_name(name, known):
    """People add "trade" or "transport" at will; without the word corridor it is another thing."""
    entry = Catalogue.load().named(name)
    assert (entry.id if entry else None) == known


def test_brackets_make_no_name():
    """What is no name without its brackets is none with them."""
    assert Catalogue.load().named("Turkmenistan-Afghanistan-Pakistan-India (Tapi) talks") is None
