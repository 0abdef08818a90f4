"""What the catalogue may add to a text, and what it may not."""

from __future__ import annotations

import pytest

from geo import geoparse, trace


@pytest.mark.parametrize(
    "text",
    [
        "Flights from Kabul airport resumed on Monday.",
        "A ferry from Poti sails twice a week.",
        "The train from Kunming was full again.",
    ],
)
def test_one_end_alone_is_no_line(text):
    """Where nothing else in the text speaks for a way on, none is drawn, and the reason is listed."""
    atlas = geoparse(text)
    assert not atlas.corridors
    assert [u.reason.partition(" (")[0] for u in atlas.unresolved if u.what == "corridor"] == [
        "the text names one end alone"
    ]


@pytest.mark.parametrize(
    ("text", "stop"),
    [
        ("Flights from Kabul airport resumed on Monday. Azerbaijan had asked for them.", "Heydar Aliyev"),
        ("In Vientiane the train from Kunming is full.", "Vientiane"),
    ],
)
def test_what_the_text_speaks_of_elsewhere_speaks_for_a_way_on(text, stop):
    """Another country, or another stop, that the text names makes a corridor of the catalogue likely: an inference."""
    (corridor,) = geoparse(text).corridors
    assert corridor.basis == "inferred"
    assert any(w.name.startswith(stop) for w in corridor.waypoints)


@pytest.mark.parametrize(
    "text",
    [
        "The Bosphorus bridge was closed to lorries in the storm.",
        "Lorries took the Salang tunnel until dawn.",
    ],
)
def test_a_bridge_or_a_tunnel_is_a_place(text):
    """What stands at one spot is no way from one place to another."""
    atlas = geoparse(text)
    assert not atlas.corridors
    assert not [u for u in atlas.unresolved if u.what == "corridor"]


@pytest.mark.parametrize(
    ("names", "ports"),
    [
        (["Alat", "Turkmenbashi"], ["sites:alat-port", "sites:port-of-turkmenbashi"]),
        (["Alat", "Aktau"], ["sites:alat-port", "sites:port-of-aktau"]),
        (["Baku", "Turkmenbashi"], ["searoute-ports:AZBAK", "sites:port-of-turkmenbashi"]),
    ],
)
def test_ships_go_from_port_to_port(names, ports):
    """A town given by name is its port for a ship, the one that we looked up first, and no other town's."""
    assert [w.record for w in trace(names, mode="sea").waypoints] == ports


def test_a_voyage_between_towns_is_that_between_their_ports():
    """Across the Caspian the line is about as long as the one of the catalogue, which has the same ports."""
    named = trace("Alat–Türkmenbaşy ferry line")
    assert trace(["Alat", "Turkmenbashi"], mode="sea").length_km == pytest.approx(named.length_km, rel=0.01)


def test_ships_take_the_route_that_the_text_names():
    """Along the Northern Sea Route a ship goes by the Arctic, about half as far as by Suez."""
    route = next(c for c in geoparse("Tankers sail from Sabetta along the Northern Sea Route to Tianjin.").corridors)
    names = [w.name for w in route.waypoints]
    assert names[0] == "Sabetta"
    assert names[-1] == "Tianjin"
    assert "Bering Strait western side" in names
    assert "Kara Gate" not in names
    assert {w.basis for w in route.waypoints[1:-1] if w.name != "Northern Sea Route"} == {"catalogued"}
    assert route.length_km < 13_000
    assert "the catalogue's way that the text names" in route.note


def test_a_namesake_far_off_is_no_stop():
    """Where the gazetteer has the name in another part of the world alone, the line leaves it out and says so."""
    (route,) = geoparse("Trucks ran from Assab through Manda and Semera to Kombolcha.").corridors
    assert [w.name for w in route.waypoints] == ["Assab", "Semera", "Kombolcha"]
    assert "'Manda' was not placed; the line leaves it out." in route.note


def test_a_second_mode_is_no_corridor_s_name():
    """Ships that shun the canal sail, and do not go by waterway."""
    atlas = geoparse("Ships left the Suez Canal and sailed from Singapore round the Cape of Good Hope to Rotterdam.")
    assert not [c for c in atlas.corridors if c.mode == "waterway" and "Singapore" in c.name]


def test_a_stop_that_the_catalogue_goes_round_is_said():
    """Where a text sends a corridor through a town that the catalogue's course does not pass, the note says so."""
    (railway,) = geoparse("The Trans-Afghan railway from Termez via Herat to Peshawar waits.").corridors
    assert "The text also names" in railway.note
    assert "Herat" in railway.note


def test_the_canal_is_no_river():
    """Later words for a corridor fit what it was called: barges on a river are not "the canal"."""
    (barges,) = geoparse(
        "Barges go down the Danube from Vienna to Budapest. In Panama, the canal is short of water."
    ).corridors
    assert len(barges.mentions) == 1
