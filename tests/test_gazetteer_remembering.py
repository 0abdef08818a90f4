"""What is remembered of a gazetteer goes with it."""

from __future__ import annotations

import gc
from weakref import ref

from geo import Gazetteer
from geo.corridors import find_corridors
from geo.gazetteer.remembering import remembered
from geo.reading import document
from geo.recognition import recognise


def test_a_gazetteer_goes_when_its_article_is_read():
    """Reading article after article, each with a gazetteer of its own, keeps none of them."""
    gazetteer = Gazetteer.open()
    read = document(
        "Cargo trains run from Poti by way of Tbilisi to Baku along the Middle Corridor. The Danube is low."
    )
    assert find_corridors(read, recognise(read, gazetteer), gazetteer)
    alive = ref(gazetteer)
    del gazetteer
    gc.collect()
    assert alive() is None


def test_an_answer_is_asked_for_once_of_each_gazetteer():
    """The same words are answered from memory, and another gazetteer gives its own answer."""
    asked: list[tuple[str, str]] = []

    class Named:
        """Stands for a gazetteer."""

        def __init__(self, name: str) -> None:
            self.name = name

    @remembered(10)
    def answer(word: str, gazetteer: Named) -> str:
        asked.append((word, gazetteer.name))
        return f"{word} by {gazetteer.name}"

    one, other = Named("one"), Named("other")
    assert [answer("Poti", one), answer("Poti", one), answer("Poti", other)] == ["Poti by one"] * 2 + ["Poti by other"]
    assert asked == [("Poti", "one"), ("Poti", "other")]
