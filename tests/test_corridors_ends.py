"""Ends of a route with what is said of them: where they lie, what stands there, who built the way."""

from __future__ import annotations

import pytest
from routes_found import found


def told(text):
    """Return mode and waypoints of each route in a text."""
    return [(route.mode, route.waypoints) for route in found(text)]


@pytest.mark.parametrize(
    ("text", "mode", "waypoints"),
    [
        (
            "Ferries sail from Poti in Georgia to Burgas in Bulgaria.",
            "sea",
            ("Poti", "Burgas"),
        ),
        (
            "Gas moves by pipeline from Warri in the south of Nigeria over Agadez in Niger to Hassi R'Mel.",
            "pipeline",
            ("Warri", "Agadez", "Hassi R'Mel"),
        ),
        (
            "A railway runs from Beira on the Indian Ocean through Moatize to Lilongwe.",
            "rail",
            ("Beira", "Moatize", "Lilongwe"),
        ),
        (
            "Trucks go from Chirundu on the border with Zambia to Harare.",
            "road",
            ("Chirundu", "Harare"),
        ),
        (
            "Trains run from Kapikule on the Bulgarian border to Istanbul.",
            "rail",
            ("Kapikule", "Istanbul"),
        ),
        (
            "Trucks drive from Mersin, Turkey, through Habur on the Iraqi border to Erbil.",
            "road",
            ("Mersin", "Habur", "Erbil"),
        ),
    ],
)
def test_where_an_end_lies_does_not_break_the_route(text, mode, waypoints):
    """The country, the coast or the border that a place lies in or on is no stop, and the route goes on after it."""
    assert told(text) == [(mode, waypoints)]


@pytest.mark.parametrize(
    ("text", "mode", "waypoints"),
    [
        (
            "The road from the port of Cotonou over Parakou to the bridge at Malanville is full of lorries.",
            "road",
            ("Cotonou", "Parakou", "Malanville"),
        ),
        (
            "A railway from the mines of Zouérat to the harbour at Nouadhibou carries ore.",
            "rail",
            ("Zouérat", "Nouadhibou"),
        ),
        (
            "The oil pipeline runs from the Agadem fields to the terminal at Sèmè-Kpodji.",
            "pipeline",
            ("Agadem", "Sèmè-Kpodji"),
        ),
        (
            "A pipeline from the Kirkuk oil fields to the Haifa refinery is silent.",
            "pipeline",
            ("Kirkuk", "Haifa"),
        ),
    ],
)
def test_what_stands_at_an_end_names_the_end(text, mode, waypoints):
    """Fields, mines, harbours and bridges are told by the place that they lie at."""
    assert told(text) == [(mode, waypoints)]


@pytest.mark.parametrize(
    ("text", "mode", "waypoints"),
    [
        (
            "The Chad–Cameroon pipeline, laid by an American firm between Doba and Kribi, was sold.",
            "pipeline",
            ("Doba", "Kribi"),
        ),
        (
            "The Uganda–Tanzania oil pipeline, which will run from Hoima to Tanga, is late.",
            "pipeline",
            ("Hoima", "Tanga"),
        ),
        (
            "The Hejaz railway, built with Ottoman money and German steel from Damascus to Medina, is in ruins.",
            "rail",
            ("Damascus", "Medina"),
        ),
    ],
)
def test_a_clause_after_a_name_tells_its_ends(text, mode, waypoints):
    """A named corridor goes where the clause that follows says, not between the countries it is called after."""
    assert told(text) == [(mode, waypoints)]


@pytest.mark.parametrize(
    ("text", "waypoints"),
    [
        (
            ("Trucks will leave Campo Grande, cross the river on the new bridge between Porto Murtinho and Carmelo "
            "Peralta, and roll over the Chaco to Mariscal Estigarribia before climbing through Salta and the Jama Pass "
            "to Antofagasta and Iquique."),
            (
                "Campo Grande", "Porto Murtinho", "Carmelo Peralta", "Mariscal Estigarribia", "Salta", "Jama Pass",
                "Antofagasta", "Iquique",
            ),
        ),
        (
            ("Lorries set out from Gwadar, climb through Quetta and the Bolan Pass to Kandahar, and roll on to Herat "
            "before crossing at Islam Qala to Mashhad."),
            ("Gwadar", "Quetta", "Bolan Pass", "Kandahar", "Herat", "Islam Qala", "Mashhad"),
        ),
    ],
)  # fmt: skip
def test_a_journey_in_stages_is_one_route(text, waypoints):
    """Verb after verb, from where vehicles leave to where they end, with all that lies between."""
    assert told(text) == [("road", waypoints)]


@pytest.mark.parametrize(
    ("text", "mode", "waypoints"),
    [
        ("A railway from Kyaukphyu over Muse to Ruili is planned.", "rail", ("Kyaukphyu", "Muse", "Ruili")),
        (
            "The road from Augustów over Suwałki to Marijampolė, part of the Via Baltica, is wide.",
            "road",
            ("Augustów", "Suwałki", "Marijampolė"),
        ),
    ],
)
def test_over_a_town_is_by_way_of_it(text, mode, waypoints):
    """A town after "over" is a stop, and what a road is part of is none."""
    assert (mode, waypoints) in told(text)


def test_rows_on_both_sides_of_with_are_one_line():
    """Three towns linked with two others lie along one line; two linked with one, or with two, are read as before."""
    text = "The new trains link Chicago, Kansas City and Laredo with Monterrey and San Luis Potosí in Mexico."
    assert told(text) == [("rail", ("Chicago", "Kansas City", "Laredo", "Monterrey", "San Luis Potosí"))]
    for other in ("Trains connect Baku and Tbilisi with Kars.", "Ferries link Poti and Batumi with Varna and Burgas."):
        assert all(len(waypoints) < 4 for _, waypoints in told(other))
