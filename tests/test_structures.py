"""A canal, tunnel or bridge that is drawn as a line is no dot beside it."""

from __future__ import annotations

import pytest

from geo import geoparse


@pytest.mark.parametrize(
    ("text", "line", "mentions"),
    [
        ("Ships queue at the Suez Canal. The Suez Canal carries a tenth of trade.", "Suez Canal", 2),
        ("Barges use the Volga–Don Canal; the Volga-Don Canal freezes in winter.", "Volga–Don Canal", 2),
        ("The Kiel Canal links the North Sea and the Baltic.", "Kiel Canal", 1),
    ],
)
def test_a_canal_is_its_line(text, line, mentions):
    """The canal is drawn once, as the line, which tells of every mention."""
    atlas = geoparse(text)
    assert [place.record.name for place in atlas.places if place.record.kind == "canal"] == []
    (drawn,) = [corridor for corridor in atlas.corridors if corridor.name == line]
    assert len(drawn.mentions) == mentions


def test_a_canal_without_a_line_stays_a_dot():
    """Where no line bears its name, a canal is a place like others."""
    atlas = geoparse("Officials met in Baku to speak of the Karakum Canal.")
    kinds = {place.record.name: place.record.kind for place in atlas.places}
    assert {name for name, kind in kinds.items() if kind == "canal"} == {
        name for name in kinds if name not in {c.name for c in atlas.corridors} and "Canal" in name
    }


def test_a_town_is_never_swallowed_by_a_line():
    """A road route of two towns leaves both their dots."""
    atlas = geoparse("Trucks drive from Gwadar to Quetta.")
    assert {place.record.name for place in atlas.places} == {"Gwadar", "Quetta"}
