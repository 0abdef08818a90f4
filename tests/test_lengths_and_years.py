"""What a text states of a corridor: whether it is in use, how long it is, since when."""

from __future__ import annotations

from pathlib import Path

import pytest
from routes_found import found

from geo.corridors.status import status_of

GOLD = Path(__file__).parents[2] / "shared" / "corridor-gold" / "dev.jsonl"


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The long-closed line may reopen.", "closed"),
        ("A new line is planned.", "planned"),
        ("The line is under construction.", "under construction"),
        ("The minister proposed a line.", "proposed"),
        ("Trains run along the line.", "operating"),
        ("The lock was shut for repairs.", "operating"),
        ("In the nineteenth century caravans went there.", "unknown"),
        ("It would link both towns.", "proposed"),
        ("None of the missing rails has been laid.", "proposed"),
        ("Minsk talks of a new railway there.", "proposed"),
        ("Lima wants the gas pipeline.", "proposed"),
        ("Hargeisa has long hoped for a road to the sea.", "proposed"),
        ("The mayor dreams of another line.", "proposed"),
        ("A pipeline could run through the desert.", "proposed"),
        ("She wants a seat on the train.", "operating"),
        ("The track is bad for want of a bridge.", "operating"),
        ("Kenya wants the long corridor.", "proposed"),
        ("Flights were cut to one a week.", "operating"),
        ("The ferry has not sailed since the war.", "closed"),
        ("The pipeline is still waiting.", "planned"),
    ],
)
def test_status_follows_the_words(sentence, status):
    """The words around a corridor give its status; without a cue it is in use."""
    assert status_of(sentence) == status


def test_a_contrast_divides_two_statuses():
    """In "A is closed, but B carries grain" the closure is A's alone."""
    text = "The Gyumri–Kars railway is closed, but the Poti–Tbilisi railway carries grain."
    assert [route.status for route in found(text)] == ["closed", "operating"]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The road opened in 2025 and lorries use it.", "operating"),
        ("The road has finally been inaugurated.", "operating"),
        ("The road opened in 2025 leads south.", "operating"),
        ("The road could be opened in 2030.", "under construction"),
        ("The road has not opened on time.", "under construction"),
        ("Talks on the road opened the week.", "under construction"),
    ],
)
def test_a_text_that_says_a_way_is_open_wins_over_the_catalogue(sentence, status):
    """What the catalogue has as under construction is in use where the text says that it has opened."""
    assert status_of(sentence, catalogued="under construction") == status


def test_the_catalogue_speaks_where_the_sentence_does_not():
    """Where the sentence has no cue the catalogue's status is taken."""
    assert status_of("Many speak of the line.", catalogued="planned") == "planned"


@pytest.mark.parametrize(
    ("text", "length", "years"),
    [
        ("Abandoned in 1998, the 440-km Arica–La Paz railway is a memory.", 440, [("closed", 1998)]),
        ("The Kampala–Juba road, 640 km long, was completed in 2012.", 640, [("opened", 2012)]),
        ("Trains use the Dakar–Bamako railway, which runs over 1,228 km.", 1228, []),
        ("A mill stands 20 km from the Baku–Tbilisi railway.", None, []),
        ("The first 180 km of the Abuja–Kano railway are in use.", None, []),
        ("The Oslo–Bergen railway was opened in 1909. The line is 300 miles long.", 482.8, [("opened", 1909)]),
        (
            "Work on the Hoima–Tanga pipeline began in 2023 and it is due by 2026.",
            None,
            [("begun", 2023), ("due", 2026)],
        ),
    ],
)
def test_length_and_years_are_those_the_sentence_ties_to_the_corridor(text, length, years):
    """A length counts beside the name or with a word of length; a year comes with what happened in it."""
    (route,) = found(text)
    assert route.stated_km == length
    assert [(year.event, year.year) for year in route.years] == years
