"""Ways round: straits, canals and capes that a voyage must pass or must avoid."""

from __future__ import annotations

import pytest

from geo import geoparse
from geo.corridors.stated_passages import passages_said
from geo.courses.charting import trace
from geo.errors import TracingError
from geo.tracing.passages import canals, crosses, load_passages, passage, passed


def line_of(corridor):
    """Return all points of a corridor."""
    return [point for leg in corridor.legs for point in leg.line]


@pytest.mark.parametrize(
    ("ends", "avoid", "km"),
    [  # nautical distance tables, general knowledge
        (("Shanghai", "Rotterdam"), "suez", 25_500),
        (("Jeddah", "Genoa"), "Suez Canal", 20_500),
        (("Hamburg", "Gdansk"), "kiel", 1_330),
    ],
)
def test_a_voyage_keeps_out_of_what_it_must_avoid(ends, avoid, km):
    """The line does not cross the passage's gate, is as long as the way round, and the name says which way."""
    corridor = trace(ends, mode="sea", avoid=[avoid])
    assert not crosses(line_of(corridor), passage(avoid))
    assert corridor.length_km == pytest.approx(km, rel=0.06)
    assert corridor.name.endswith(f"avoiding {passage(avoid).name}")


BLIND = {"hormuz", "dardanelles", "bosporus"}  # from Rotterdam one goes in and out again, and touches the gate


@pytest.mark.parametrize("name", [each.name for each in load_passages() if each.id not in BLIND])
def test_a_voyage_goes_through_what_it_must_pass(name):
    """From Rotterdam to Yokohama by whichever passage: the line crosses its gate, without land between."""
    corridor = trace(["Rotterdam", "Yokohama"], mode="sea", via=[name])
    assert passage(name) in passed(line_of(corridor))
    assert {leg.precision for leg in corridor.legs} == {"traced"}
    assert name in corridor.name


@pytest.mark.parametrize("strait", ["Bosporus", "Dardanelles"])
def test_where_all_ways_are_shut_no_line_is_drawn(strait):
    """No ship leaves the Black Sea but by both straits, nor over the neck of the peninsula beside one of them."""
    with pytest.raises(TracingError, match=f"that avoids {strait}"):
        trace(["Odesa", "Piraeus"], mode="sea", avoid=[strait])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"mode": "sea", "avoid": ["Suezz"]}, "no passage is called 'Suezz'; expected one of Suez Canal"),
        ({"mode": "sea", "via": ["suez"], "avoid": ["Suez Canal"]}, "both to be passed and to be avoided"),
        ({"mode": "rail", "avoid": ["suez"]}, "passages are for ships, and this way is by rail"),
    ],
)
def test_what_cannot_be_is_refused(asked, message):
    """The message names the thing and what is allowed."""
    with pytest.raises(TracingError, match=message):
        trace(["Shanghai", "Rotterdam"], **asked)


@pytest.mark.parametrize(
    ("text", "via", "avoid"),
    [
        ("Ships go from Jubail to Genoa around the Cape of Good Hope instead of Suez.", ["good-hope"], ["suez"]),
        ("As the Suez Canal is blocked, tankers go round Africa.", ["good-hope"], ["suez"]),
        ("Carriers avoiding the Red Sea sail around Africa.", ["good-hope"], ["bab-el-mandeb"]),
        ("Tankers sail through the Strait of Hormuz to Mumbai.", ["hormuz"], []),
        ("They bypass the Panama Canal via Cape Horn.", ["horn"], ["panama"]),
        ("With the Suez Canal still closed, ships sail from Shanghai to Rotterdam.", [], ["suez"]),
        ("With Suez shut, tankers go from Jubail to Genoa.", [], ["suez"]),
        ("With the Suez Canal open again, ships sail from Shanghai to Rotterdam.", [], []),
        ("Ships talk with Suez closed-circuit cameras.", [], []),
        ("The Suez Canal earns Egypt billions.", [], []),
        ("A conference in Panama discussed freight from Shanghai to Rotterdam.", [], []),
    ],
)
def test_the_words_say_which_way(text, via, avoid):
    """What is said to be passed and to be avoided is read; a name alone says neither."""
    known = load_passages()
    assert passages_said(text, known=known, canals=canals()) == (
        tuple(passage(name).name for name in via),
        tuple(passage(name).name for name in avoid),
    )


def test_a_diverted_route_of_a_text_is_not_drawn_through_the_canal():
    """The corridor's line rounds the cape, and its name says what it avoids."""
    atlas = geoparse("Container ships sail from Shanghai to Rotterdam around the Cape of Good Hope instead of Suez.")
    (corridor,) = [each for each in atlas.corridors if each.mode == "sea"]
    names = [each.id for each in passed(line_of(corridor))]
    assert "good-hope" in names
    assert "suez" not in names
    assert "avoiding Suez Canal" in corridor.name


def test_no_ship_is_sent_through_ice_for_want_of_other_ways():
    """A voyage that avoids all that it could pass is refused with their names, unless it asks for an Arctic passage."""
    ends, shut = ["Shanghai, CN", "Rotterdam, NL"], ["suez", "panama", "good hope", "horn", "magellan"]
    with pytest.raises(TracingError, match="avoids Suez Canal and Panama Canal and Cape of Good Hope and Cape Horn"):
        trace(ends, mode="sea", avoid=shut)
    asked = trace(ends, mode="sea", avoid=shut, via=["Northwest Passage"])
    assert max(lat for leg in asked.legs for _, lat in leg.line) > 70
