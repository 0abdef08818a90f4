"""Ways that news tells of services, hubs and rotations; beside each what reads alike and is no way."""

from __future__ import annotations

import pytest
from routes_found import found

from geo import Gazetteer
from geo.reading import document
from geo.recognition import recognise


@pytest.mark.parametrize(
    ("text", "waypoints"),
    [
        ("An intermodal service linking Lianyungang with Almaty via Khorgos has begun.",
         ("Lianyungang", "Khorgos", "Almaty")),
        ("The operator has a weekly service that connects Trieste and Mersin.", ("Trieste", "Mersin")),
        ("The only route between Karachi and Quetta was cut.", ("Karachi", "Quetta")),
        ("The line's service calls at Shanghai, Ningbo, Singapore and Rotterdam.",
         ("Shanghai", "Ningbo", "Singapore", "Rotterdam")),
        ("A new rotation will call at Ningbo, Colombo and Piraeus.", ("Ningbo", "Colombo", "Piraeus")),
        ("The company shipped its first cargo of uranium via Aktau and Baku to Poti.", ("Aktau", "Baku", "Poti")),
        ("The train runs between Moscow's Kuntsevo-2 hub and the container terminal in Novosibirsk.",
         ("Kuntsevo", "Novosibirsk")),
        ("The cargo is shipped from Mumbai to Bandar Abbas, then moved by rail to Astara and on to Moscow.",
         ("Bandar Abbas", "Astara", "Moscow")),
        ("The pipeline starts at Sangachal near Baku, crosses Georgia and ends at Ceyhan.",
         ("Sangachal", "Georgia", "Ceyhan")),
        ("The government inaugurated a new railway line, linking the capital, Addis Ababa with Djibouti.",
         ("Addis Ababa", "Djibouti")),
        ("A railway linking Addis Ababa, the capital, with Djibouti was built.", ("Addis Ababa", "Djibouti")),
        ("The ships' rotation becomes London Gateway → Rotterdam → Hamburg → Cape of Good Hope → Port Louis → Sydney.",
         ("London Gateway", "Rotterdam", "Hamburg", "Cape of Good Hope", "Port Louis", "Sydney")),
    ],
)  # fmt: skip
def test_a_service_is_a_way_between_what_it_joins(text, waypoints):
    """A service, a rotation, a cargo sent via ports: the stops are those told, in their order, and told once."""
    ways = [route.waypoints for route in found(text)]
    assert waypoints in ways
    assert not any(set(way) < set(waypoints) and way[0] == waypoints[0] for way in ways)


@pytest.mark.parametrize(
    "text",
    [
        "An intelligence service linking Tehran with Moscow was named in court.",
        "The front line between Donetsk and Kharkiv has not moved.",
        "The train started from the Kazakhstan-Chinese terminal and went north.",
        "Relations linking Ankara with Baku are old.",
        "The minister calls at Ankara, Baku and Tbilisi next week.",
        "The church service will be held in Karachi and Quetta.",
        "The company shipped its first product via email to Baku.",
        "They saw no link between Monday's talks in Almaty and the vote in Osh.",
    ],
)
def test_what_joins_no_places_by_travel_is_no_way(text):
    """Offices, talks and visits that name places in the same words tell of no way."""
    assert [route.waypoints for route in found(text) if len(route.waypoints) > 1] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The loop is Le Havre – Port Said – Jebel Ali – Port Klang.",
         ["Le Havre", "Port Said", "Jebel Ali", "Port Klang"]),
        ("The loop is Le Havre-Port Said-Jebel Ali-Port Klang.", ["Le Havre", "Port Said", "Jebel Ali", "Port Klang"]),
        ("It calls at Pointe des Galets > Port Louis > Durban.", ["Pointe des Galets", "Port Louis", "Durban"]),
        ("Floods hit Rhône-Alpes and Guinea-Bissau.", ["Rhône-Alpes", "Guinea-Bissau"]),
        ("Trains from Stratford-upon-Avon were late.", ["Stratford-upon-Avon"]),
        ("The convoy reached Mazar-i-Sharif.", ["Mazar-i-Sharif"]),
    ],
)  # fmt: skip
def test_dashes_divide_names_of_several_words_and_no_single_name(text, names):
    """Each port of a rotation is a place of its own; a name with a hyphen stays one."""
    assert [mention.phrase for mention in recognise(document(text), Gazetteer.open())] == names
