"""Whether a name means the place or those who act in its name."""

from __future__ import annotations

import pytest
from names_found import mentions, names, roles


@pytest.mark.parametrize(
    "text",
    [
        "The convoy reached Tbilisi at dawn.",
        "Trucks entered Kutaisi on Monday.",
        "Trucks will leave Campo Grande and go west.",
    ],
)
def test_a_town_reached_or_left_is_a_place(text):
    """Where somebody arrives or leaves is a place, though a verb stands before it."""
    assert [role for _, role in roles(text)] == ["literal"]


@pytest.mark.parametrize(
    "text",
    ["Abidjan remains the busiest port for Malian cotton.", "Lubumbashi is a hub for copper traders."],
)
def test_a_place_called_a_port_or_a_hub_is_a_place(text):
    """What the sentence itself calls a port, a town or a hub is no government."""
    (found, *_) = mentions(text)
    assert found.role == "literal"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("US-branded helicopters were bought.", "associative"),
        ("Tehran-backed fighters attacked at dawn.", "associative"),
        ("The Baku-built platform leaned.", "associative"),
        ("The Damascus-bound convoy was hit.", "literal"),
    ],
)
def test_who_backs_or_builds_acts(text, role):
    """Before a participle of doing a name is who did it; where somebody is bound to is a place."""
    (found, *_) = mentions(text)
    assert found.role == role


@pytest.mark.parametrize(
    "text",
    [
        "The delegation arrived in Baku on Tuesday.",
        "A new ferry terminal opened in Baku.",
        "Snow fell on the roofs of Baku.",
        "Lorries are queueing outside Baku.",
    ],
)
def test_a_capital_can_be_a_place(text):
    """In a town things happen: the capital is the place."""
    assert roles(text) == [("Baku", "literal")]


@pytest.mark.parametrize(
    "text",
    [
        "Baku merely rents out the berths it owns.",
        "The new treaty enables Baku to ship more oil.",
        "Baku has long favoured a second bridge.",
        "Baku rejected the offer on Monday.",
        "Baku hopes for a second round of talks.",
    ],
)
def test_a_capital_can_act(text):
    """A capital that rents out, hopes or rejects is a government."""
    assert roles(text) == [("Baku", "associative")]


@pytest.mark.parametrize(
    "text",
    [
        "Ankara has pressed for a second line through the mountains.",
        "Moscow, for its part, promotes the northern route.",
        "Regrettably, Tehran has not signed.",
        "Talks with Tehran went on for a week.",
    ],
)
def test_a_verb_is_found_over_what_stands_between(text):
    """Helping verbs, an adverb or an aside between a name and what it does hide no actor."""
    [(_, role)] = roles(text)
    assert role == "associative"


@pytest.mark.parametrize(
    "text",
    [
        "TBILISI, Georgia (AP) — The minister resigned.",
        "ALMATY — The government has signed the treaty.",
        "NAIROBI, Kenya, March 3 (Reuters) - Kenya's president won.",
    ],
)
def test_a_dateline_is_a_place(text):
    """Where an agency reports from is a place, whatever the sentence after it is about."""
    head = text[: max(text.find(mark) for mark in "(—")]
    found = [m for m in mentions(text) if m.start < len(head)]
    assert found
    assert {m.role for m in found} == {"literal"}


def test_one_name_may_have_both_roles():
    """The same name is a place in one clause and a government in the next."""
    text = "People in Moscow stayed at home, but Moscow rejected the offer."
    assert roles(text) == [("Moscow", "literal"), ("Moscow", "associative")]


def test_the_members_of_a_list_share_a_role():
    """What holds for one name of a list holds for all."""
    for text in (
        "Equipment came from Turkey, the US, France and Norway.",
        "Schools in London, Paris and Madrid closed early.",
        "Turkey, Bulgaria and Romania signed the paper on Friday.",
        "Prices rose in Batumi, Kutaisi and Zugdidi.",
    ):
        found = mentions(text)
        assert len(found) >= 3, text
        assert len({m.role for m in found}) == 1, text


def test_seas_do_not_act():
    """A sea has no government: its name is the place, whatever verb follows."""
    assert roles("The Baltic Sea froze near Tallinn.")[0] == ("Baltic Sea", "literal")


def test_a_bridge_does_not_act():
    """A facility that is closed is a place, whatever the sentence says of it."""
    assert [role for _, role in roles("The Crimean bridge was closed.")] == ["literal"]


@pytest.mark.parametrize(
    "text",
    [
        "The posts got donated equipment from Turkey, the US, France, the United Kingdom and Norway.",
        "Equipment came as a gift from Norway, the United Kingdom and Turkey.",
        "The port is built with a loan from China.",
        "The firm needs permission from Kenya.",
    ],
)
def test_who_gives_what_governments_give_acts(text):
    """Gifts, loans and permissions come from governments, each of a list."""
    assert {role for _, role in roles(text)} == {"associative"}


@pytest.mark.parametrize("state", ["the Soviet Union", "Yugoslavia", "Czechoslovakia"])
def test_a_state_that_ended_is_where_it_was(state):
    """The breakup of a state is no deed of it."""
    assert {role for _, role in roles(f"After the breakup of {state} the line was closed.")} == {"literal"}
    assert {role for _, role in roles(f"After independence from {state} the line was closed.")} == {"literal"}


def test_an_alliance_is_no_ocean():
    """The North Atlantic of the alliance is a part of its name."""
    assert names("Troops of the North Atlantic Alliance flew to Oslo.") == ["Oslo"]
