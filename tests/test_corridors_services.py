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
        ("Freight links between Doha and Muscat are daily.", ("Doha", "Muscat")),
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
        ("Romania reopened the 1,520 mm line from Galati port to the Moldovan border at Giurgiulesti.",
         ("Galati port", "Giurgiulesti")),
        ("They plan railway lines from Chop to Uzhhorod and from Lviv to the Polish border at Mostyska.",
         ("Lviv", "Mostyska")),
        ("The airline has begun flights between Dublin (DUB) and the island of Jersey (JER).", ("Dublin", "Jersey")),
        ("It flew to Chicago (ORD) from Toronto (YYZ) for the first time.", ("Toronto", "Chicago")),
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
        "Soldiers from Kyiv guard the Polish border at Mostyska.",
        "Delegates of Dublin (IRL) and of Jersey (JER) had talks on flights.",
        "Links between Doha and Islamabad grew.",
        "Diplomatic connections between Tehran and Moscow deepened.",
        "The connection between Brussels and Ankara on tariffs broke down.",
        "The line between Donetsk and Luhansk held.",
        "An axis linking Tehran with Damascus and Beirut worries them.",
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
    ("text", "waypoints"),
    [
        ("The Rhine–Danube corridor is to be longer.", ()),
        ("Trains use the Khaf–Herat railway.", ("Khaf", "Herat")),
        ("The C-Lion1 cable was cut.", ()),
    ],
)
def test_a_name_that_holds_waters_or_letters_gives_no_ends(text, waypoints):
    """Rivers that a corridor is called after, and the letter of a cable's name, are no stops; towns in a name are."""
    assert [route.waypoints for route in found(text)] == [waypoints]


def test_pairs_that_share_a_verb_are_a_way_each():
    """Of "link A with B, C with D, and E with F" each pair is a way; of "A with B and C" B and C are of one."""
    ways = [
        route.waypoints
        for route in found("Ferries link Tallinn with Helsinki, Riga with Stockholm, and Klaipeda with Kiel.")
    ]
    assert ways == [("Tallinn", "Helsinki"), ("Riga", "Stockholm"), ("Klaipeda", "Kiel")]
    ways = [route.waypoints for route in found("Trains connect Baku with Tbilisi and Yerevan with Batumi.")]
    assert ways == [("Baku", "Tbilisi"), ("Yerevan", "Batumi")]
    assert ("Baku", "Tbilisi", "Kars") in [r.waypoints for r in found("Trains connect Baku with Tbilisi and Kars.")]


def test_a_degree_of_longitude_is_no_road():
    """The E 044 of a position is no way; the E60 is one."""
    assert found("Meet at N 41° 41.663 , E 044° 48.088 on the bridge.") == ()
    assert [route.mode for route in found("Lorries queue on the E60 near Gori.")] == ["road"]


def test_who_owns_a_crossing_is_no_stop():
    """Of "Egypt's Arqin" the stop is Arqin; of a country that trucks pass, the country."""
    (route,) = found("Trucks were sent from Port Sudan through Egypt's Arqin to Aswan.")
    assert "Egypt" not in route.waypoints
    (route,) = found("Trucks were sent from Port Sudan through Egypt to Gaza.")
    assert "Egypt" in route.waypoints


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The Arica–La Paz railway has not carried freight since 2005.", "closed"),
        ("The Arica–La Paz railway has carried freight since 2005.", "operating"),
    ],
)
def test_a_way_that_has_not_carried_anything_for_years_is_closed(text, status):
    """What has carried nothing since a year is out of use; what has carried freight since then is in use."""
    assert [route.status for route in found(text)] == [status]


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
