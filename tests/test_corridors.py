"""Corridors as a reader would find them in a text."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from routes_found import found, gazetteer

from geo.corridors import find_corridors
from geo.courses.choosing import choose
from geo.gazetteer import fold
from geo.reading import document
from geo.recognition import recognise

GOLD = Path(__file__).parents[2] / "shared" / "corridor-gold" / "dev.jsonl"


def told(text):
    """Return phrase, mode and waypoints of each route in a text."""
    return [(route.mention.phrase, route.mode, route.waypoints) for route in found(text)]


@pytest.mark.parametrize(
    ("text", "phrase", "mode", "waypoints"),
    [
        (
            "Grain moves along the Jaffna–Colombo railway.",
            "Jaffna–Colombo railway",
            "rail",
            ("Jaffna", "Colombo"),
        ),
        (
            "Snow shut the Mazar-i-Sharif-Kabul highway for a day.",
            "Mazar-i-Sharif-Kabul highway",
            "road",
            ("Mazar-i-Sharif", "Kabul"),
        ),
        (
            "Barges go up the Danube from Constanta to Vienna.",
            "Barges go up the Danube from Constanta to Vienna",
            "waterway",
            ("Constanta", "Vienna"),
        ),
        (
            "Buses shuttle between Adama and Addis Ababa.",
            "Buses shuttle between Adama and Addis Ababa",
            "road",
            ("Adama", "Addis Ababa"),
        ),
        (
            "Tourists fly between Ushuaia and Deception Island.",
            "fly between Ushuaia and Deception Island",
            "air",
            ("Ushuaia", "Deception Island"),
        ),
        (
            "Trucks go from Herat over the border at Islam Qala to Mashhad.",
            "Trucks go from Herat over the border at Islam Qala to Mashhad",
            "road",
            ("Herat", "Islam Qala", "Mashhad"),
        ),
        (
            "Boats run between Manaus and Iquitos, stopping at Tabatinga.",
            "Boats run between Manaus and Iquitos, stopping at Tabatinga",
            "waterway",
            ("Manaus", "Tabatinga", "Iquitos"),
        ),
        (
            "Tankers sailed from Basra round the Cape of Good Hope to Antwerp.",
            "Tankers sailed from Basra round the Cape of Good Hope to Antwerp",
            "sea",
            ("Basra", "Cape of Good Hope", "Antwerp"),
        ),
    ],
)
def test_a_route_is_read_whole(text, phrase, mode, waypoints):
    """A chain and a route in prose give their phrase, mode and waypoints in the order of travel."""
    assert told(text) == [(phrase, mode, waypoints)]


def test_a_later_leg_starts_where_the_one_before_ended():
    """A later "then by ship" goes on from where the pipeline arrived, though another name stands nearer."""
    legs = told("Oil reaches Supsa by pipeline from Baku, then crosses the Black Sea in tankers to Odesa.")
    assert [(mode, waypoints) for _, mode, waypoints in legs] == [
        ("pipeline", ("Baku", "Supsa")),
        ("sea", ("Supsa", "Odesa")),
    ]


def test_a_mode_holds_for_the_next_route_too():
    """To "fly from A to B and from C to D" is two air routes."""
    assert [(mode, w) for _, mode, w in told("Planes fly from Auckland to Suva and from Lima to Quito.")] == [
        ("air", ("Auckland", "Suva")),
        ("air", ("Lima", "Quito")),
    ]


def test_cargo_is_no_mode():
    """Ferries that carry railway wagons go by sea."""
    assert told("Ferries carrying railway wagons link Poti with Varna.")[0][1:] == ("sea", ("Poti", "Varna"))


def test_a_mode_list_shares_its_far_end():
    """Each mode of "road, rail (A–B line) and air links (X Airport) to and from Z" is a corridor of its own."""
    routes = told("It has road, rail (Baku–Astara line) and air links (Ganja Airport) to and from Tehran.")
    assert [(mode, waypoints) for _, mode, waypoints in routes] == [
        ("road", ("Tehran",)),
        ("rail", ("Baku", "Astara")),
        ("air", ("Ganja", "Tehran")),
    ]


def test_a_name_takes_the_ends_its_sentence_states():
    """A named corridor and the ends told right after it are one corridor, not two."""
    text = "The Berbera Corridor, a highway from Berbera through Hargeisa to Jijiga, takes more trucks."
    (route,) = found(text)
    assert (route.mention.phrase, route.name) == ("Berbera Corridor", "Berbera Corridor")
    assert route.waypoints == ("Berbera", "Hargeisa", "Jijiga")


def test_a_name_ends_before_the_comma():
    """Punctuation after a name is no part of its phrase."""
    assert [r.mention.phrase for r in found("Without the Suez Canal, ships go round Africa.")] == ["Suez Canal"]


def test_a_proper_name_is_no_chain():
    """The Pan-American Highway does not lead from Pan to American."""
    assert told("Lorries queue on the Pan-American Highway.") == [("Pan-American Highway", "road", ())]


def test_ships_between_two_ports_have_a_choice():
    """Ships between the ends of the Cape Route are not said to take it: they may go by Suez, unless the text says."""
    (route,) = found("Ships sail from Singapore to Rotterdam.")
    assert route.catalogue is None
    (route,) = found("Ships sail from Singapore round the Cape of Good Hope to Rotterdam.")
    assert route.catalogue == "cape-route"


def test_a_closed_line_is_not_taken_for_one_in_use():
    """Trains from Tbilisi to Kars do not use the old line by way of Gyumri, unless the text says that it is closed."""
    (route,) = found("Trains run from Tbilisi to Kars.")
    assert (route.catalogue, route.status) == (None, "operating")


@pytest.mark.parametrize(
    "text",
    [
        "The Armenia–Azerbaijan border is closed.",
        "Talks between Baku and Ankara lasted from Monday to Friday.",
        "The Karabakh–Qarabag derby ended without goals.",
        "She reads Nagorno-Karabakh reports on pages 12–15.",
        "The Baku-Ankara alliance grew.",
        "The Georgian Railway company published its figures.",
        "Nothing of note was said.",
    ],
)
def test_what_is_no_way_is_left_alone(text):
    """Borders, talks, fixtures, alliances and companies are no corridors."""
    assert told(text) == []


words = st.sampled_from(
    [
        "Baku",
        "Tbilisi",
        "Kars",
        "Poti",
        "Alat",
        "the",
        "a",
        "from",
        "to",
        "via",
        "through",
        "between",
        "and",
        "with",
        "by",
        "rail",
        "ferries",
        "trucks",
        "flown",
        "pipeline",
        "road",
        "railway",
        "corridor",
        "–",
        "-",
        "/",
        "(",
        ")",
        ",",
        ".",
        ";",
        "railways",
        "Port",
        "of",
        "Airport",
        "link",
        "reaches",
        "leaves",
        "then",
        "there",
        "whence",
        "stopping",
        "at",
        "across",
        "Caspian",
        "Sea",
        "air",
        "🚢",
        "é̀",
        "باكو",
        "Pan",
        "American",
        "East",
        "West",
        "to/from",
        "\n",
        "Danube",
        "round",
        "Cape",
        "Good",
        "Hope",
        "BTC",
        "1829",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(words, max_size=40).map(" ".join) | st.text(max_size=80))
def test_no_text_breaks_the_grammar(text):
    """Whatever a text says, every phrase is the very words at its offsets, and no route names a place twice."""
    if not text.strip():
        return
    for route in found(text):
        assert text[route.mention.start : route.mention.end] == route.mention.phrase
        assert route.mention.phrase.strip() == route.mention.phrase


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Baku", "Tbilisi", "Kars", "Poti", "Mazar-i-Sharif"]), min_size=2, max_size=4, unique=True
    )
)
def test_a_chain_gives_its_places_back(names):
    """Places joined by en dashes before "railway" come back in order."""
    text = f"Freight uses the {'–'.join(names)} railway today."
    assert told(text) == [(f"{'–'.join(names)} railway", "rail", tuple(names))]


def test_a_long_hostile_sentence_is_read_quickly():
    """Ten thousand repeated cues take no exponential time."""
    assert isinstance(found("from via across at via from " * 2000 + "Baku to Kars by rail"), tuple)


@pytest.mark.skipif(not GOLD.exists(), reason="the annotated development items lie beside the project, not in it")
def test_annotated_items_are_found():
    """On the annotated development items detection and whole corridors keep an F of 0.95 or more."""
    hits = wrong = missed = whole = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        left, seen = [], set()
        for route in found(item["text"]):
            if route.catalogue is None or route.catalogue not in seen:
                left.append(route)
            seen.add(route.catalogue)
        for gold in item["corridors"]:
            hit = next((r for r in left if _is_same(r, gold)), None)
            if hit is None:
                missed += 1
                continue
            left.remove(hit)
            hits += 1
            ours, theirs = [[fold(n) for n in names] for names in (hit.waypoints, gold["waypoints"])]
            whole += ours == theirs or (not gold["directed"] and ours[::-1] == theirs)
        wrong += len(left)
    assert 2 * hits / (2 * hits + wrong + missed) >= 0.95
    assert 2 * whole / (2 * hits + wrong + missed) >= 0.95


def _is_same(route, gold):
    overlaps = route.mention.start < gold["end"] and gold["start"] < route.mention.end
    return overlaps and route.mode == gold["mode"]


def test_what_refers_to_a_corridor_later_is_evidence_and_no_corridor():
    """An abbreviation introduced for it, its name again and "the pipeline" are later mentions of one corridor."""
    text = (
        "The Poti–Varna–Ruse (PVR) pipeline is old. PVR leaks. The pipeline carries oil; a pipeline from Baku to Tbilisi "
        "carries gas. Tolls on the Poti–Varna–Ruse pipeline rose."
    )
    first, second = found(text)
    assert first.waypoints == ("Poti", "Varna", "Ruse")
    assert [mention.phrase for mention in first.later] == ["PVR", "The pipeline", "Poti–Varna–Ruse pipeline"]
    assert second.waypoints == ("Baku", "Tbilisi")


@pytest.mark.parametrize(
    ("text", "phrase", "mode"),
    [
        ("Tolls on the Trans-Sahel Highway rose.", "Trans-Sahel Highway", "road"),
        ("The E77 road was widened.", "E77 road", "road"),
        ("The Kandalaksha gas pipeline froze.", "Kandalaksha gas pipeline", "pipeline"),
        ("Gas reaches Germany through Ost Stream 3.", "Ost Stream 3", "pipeline"),
        ("Drivers praise the Via Carpatia.", "Via Carpatia", "road"),
        ("Aid came by the Khartoum Airlift.", "Khartoum Airlift", "air"),
    ],
)
def test_a_name_built_like_a_corridors_is_one(text, phrase, mode):
    """Names that no catalogue knows are read by their form."""
    assert (phrase, mode) in [(p, m) for p, m, _ in told(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The road to peace between Chad and Sudan is long.",
        "A pipeline of engineers from Pune to Austin keeps the firm alive.",
        "The minister flew from Ankara to Doha for talks.",
        "The Gulf, Colorado and Santa Fe Railway bought land in Galveston.",
        "It lies 65 km by road from Sydney.",
        "The river forms the boundary between Marion and Polk.",
        "The Paris–Berlin axis lost weight after the Oder–Neisse line became the frontier.",
    ],
)
def test_figures_of_speech_firms_and_frontiers_are_left_alone(text):
    """What only sounds like a way is none."""
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Baku-Kars-Poti-",
        "The Middle Corridor and the Suez Canal, ",
        "from Baku via Kars, via Poti, ",
        "the Baku–Kars railway and the line, ",
        "air, rail (Baku–Kars line) and sea access (Alat Port), ",
        "by rail to Baku by rail from Kars ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(text):
    """Eight times as much hostile text takes less than twenty times as long: nothing grows with the square."""

    def seconds(times):
        read = document("Trains " + text * times)
        mentions = recognise(read, gazetteer())
        start = process_time()
        find_corridors(read, mentions, gazetteer())
        return process_time() - start

    seconds(10)
    assert seconds(800) < 20 * max(seconds(100), 0.01)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("No ferry has sailed between Newcastle and Bergen since 2008.", ["GB", "NO"]),
        ("The airline flies from Colombo over Muscat to Paris.", ["LK", "OM", "FR"]),
        ("Oil was pumped from Kirkuk via Homs to Tripoli.", ["IQ", "SY", "LB"]),
        ("Trains run from Cambridge to Ely.", ["GB", "GB"]),
    ],
)
def test_of_namesakes_the_one_near_the_other_waypoints_is_meant(text, countries):
    """A route's places are chosen together, so that it does not cross an ocean without need."""
    (route,) = found(text)
    chosen = choose(route.waypoints, route.mode, gazetteer())
    assert [record.country for record in chosen] == countries


def test_a_border_nearby_makes_no_frontier_of_a_line():
    """A railway leads to a border and stays a railway; only where a frontier is spoken of is a line of names none."""
    assert told("Trains on the Thessaloniki–Idomeni line reached the border late.") != []
