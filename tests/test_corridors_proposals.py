"""What may be a way is put together generously, and what shares no governor is not."""

from __future__ import annotations

import pytest

import geo
from geo.corridors.evidence import gather_evidence
from geo.corridors.first_pass import look
from geo.corridors.rules import read_by_rules
from geo.courses import Catalogue
from geo.gazetteer import Gazetteer
from geo.reading import document
from geo.recognition import recognise


def ends_told(text: str) -> set[tuple[str, str]]:
    """Return the ends of everything in a text that may be a way."""
    read, gazetteer, catalogue = document(text), Gazetteer.open(), Catalogue.load()
    findings = look(read, recognise(read, gazetteer), gazetteer, catalogue)
    evidence = gather_evidence(findings, gazetteer, read_by_rules(findings, gazetteer, catalogue), ())
    return {(way.proposal.names[0], way.proposal.names[-1]) for way in evidence.told if len(way.proposal.stops) > 1}


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("From Hodeidah to Taiz it is the same story.", ("Hodeidah", "Taiz")),
        ("The five miles between Portwood and Denton are being built.", ("Portwood", "Denton")),
        ("Major ones? Peshawar to Karachi, Lahore to Quetta, Quetta to Zahidan.", ("Lahore", "Quetta")),
        ("Trucks left Peshawar for Kabul on Saturday. On Sunday six more started from Quetta.", ("Quetta", "Kabul")),
    ],
)
def test_two_ends_need_no_word_of_a_way(text: str, ends: tuple[str, str]) -> None:
    """What is governed as two ends are may be a way, in a list of such pairs and over two sentences, too."""
    assert ends in ends_told(text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Hodeidah and Taiz are the same story.", ("Hodeidah", "Taiz")),
        ("Prices rose from Hodeidah to Taiz.", ("Hodeidah", "Taiz")),
        ("Between Warsaw and Minsk much is old.", ("Warsaw", "Minsk")),
        ("Major ones? Peshawar to Karachi, Lahore to Quetta, Quetta to Zahidan.", ("Karachi", "Lahore")),
        ("Trucks left Peshawar for Kabul. On Sunday six more went from Quetta to Chaman.", ("Quetta", "Kabul")),
    ],
)
def test_places_that_share_no_governor_are_no_ends(text: str, ends: tuple[str, str]) -> None:
    """Two towns side by side are no way, nor are the neighbours of two pairs; an end told here needs no other."""
    assert ends not in ends_told(text)


def test_a_line_is_what_the_article_speaks_of() -> None:
    """Beside crude and barrels "the line" is a pipe, beside kilovolts a wire, and beside trains a railway."""
    texts = {
        "pipeline": "Crude oil is pumped again after the storm, the pipeline company said. From Port Arthur the 28-inch "
        "line goes to Tulsa, and carries 660,000 barrels of gasoline and diesel.",
        "cable": "Electricity will be traded over high-voltage wires. A 400 kV line from Nairobi to Mombasa, with a new "
        "substation, is to carry 500 megawatts of power.",
        "rail": "Trains run again and passengers are back at the stations. The line from Kamloops to Vancouver was "
        "opened to freight trains.",
    }
    for mode, text in texts.items():
        assert [corridor.mode for corridor in geo.geoparse(text).corridors] == [mode]


def test_a_port_whose_name_is_a_country_s_without_it_keeps_its_name() -> None:
    """Port of Spain is no Spain; the port of Poti is Poti."""
    text = "A ferry goes from Port of Spain to Georgetown in Guyana. Ferries sail from the Port of Poti to Constanta."
    stops = {stop.name for corridor in geo.geoparse(text).corridors for stop in corridor.waypoints}
    assert "Spain" not in stops
    assert "Poti" in stops


@pytest.mark.parametrize(
    ("text", "name", "places"),
    [
        ("The scheme puts officers into NATO headquarters and brings trainers from Italy.", "NATO", 0),
        ("The route runs from Italy into ASEAN markets by sea.", "ASEAN", 0),
        ("FERRY FROM POTI TO NATO IN BICOL", "NATO", 1),  # a title in capitals tells nothing by them
        ("The ferry goes from Poti to Nato in Bicol.", "Nato", 1),
    ],
)
def test_letters_of_an_organisation_are_no_place(text: str, name: str, places: int) -> None:
    """NATO is no town of Nato in a sentence in small letters, so nothing goes there."""
    read, gazetteer = document(text), Gazetteer.open()
    findings = look(read, recognise(read, gazetteer), gazetteer, Catalogue.load())
    assert [span.name.casefold() for span in findings.spans].count(name.casefold()) == places
