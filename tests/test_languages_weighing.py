"""Where the encoder has read a text, ways are chosen among all pairs of places, and not by the grammar alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from geo.courses import Catalogue
from geo.encoder.clues import Clues
from geo.encoder.subwords import Token
from geo.gazetteer import Gazetteer
from geo.languages import mixed_languages
from geo.languages.mixed_languages import gazetteer_for, routes_in, scenes_of
from geo.languages.pair_classifier import weights
from geo.languages.pairs import FURTHER, pairs_in
from geo.reading import document
from geo.workshop.train_languages import School, lesson_of

GOLD = Path(__file__).parent / "gold" / "languages"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """Return the compiled gazetteer."""
    return Gazetteer.open()


@pytest.fixture
def ends(gazetteer, monkeypatch):
    """Return what reads the ends of ways, by the rules alone or with an encoder that has nothing to say of names."""

    def read(text: str, *, with_encoder: bool) -> list[tuple[str, str]]:
        tokens = [Token(0, match.start(), match.end()) for match in re.finditer(r"\w+|[^\w\s]", text)]
        some, none = np.full(len(tokens), 0.4), np.zeros(len(tokens))
        monkeypatch.setattr(
            mixed_languages, "clues_of", lambda _: Clues(tokens, some, none, none) if with_encoder else None
        )
        mixed_languages.scenes_of.cache_clear()
        its = document(text)
        routes = routes_in(its, gazetteer_for(its, gazetteer), Catalogue.load(), tuple)
        return [(route.waypoints[0], route.waypoints[-1]) for route in routes]

    yield read
    mixed_languages.scenes_of.cache_clear()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La nueva vía une Lima y Cusco.", ("Lima", "Cusco")),
        ("O gado sai de Santos rumo a Beirute.", ("Santos", "Beirute")),
    ],
)
def test_a_way_that_the_grammar_has_no_word_for_is_read_with_the_encoder(ends, text, expected):
    """Two places governed as ends are a way though no listed word names it; by the rules alone nothing changes."""
    assert ends(text, with_encoder=False) == []
    assert ends(text, with_encoder=True) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Матч Баку — Тбилиси перенесли на субботу.",
        "Переговоры между Парижем и Лондоном идут.",
        "Министры встретились в Баку и Тбилиси.",
        "Der Minister sprach in Hamburg und am Tag darauf in Duisburg mit der Presse.",
    ],
)
def test_places_that_merely_share_a_sentence_are_no_way(ends, text):
    """A match, a meeting, a journey of which nothing is told draw no line, whoever reads."""
    assert ends(text, with_encoder=False) == ends(text, with_encoder=True) == []


def test_what_the_grammar_reads_is_read_with_the_encoder_too(ends):
    """A way with its word, its origin and its goal is the same by either reader, with the stops between."""
    text = "Грузы из Китая всё чаще идут через Актау и Баку в Поти."
    assert ends(text, with_encoder=True) == ends(text, with_encoder=False) == [("Китай", "Поти")]


def test_pairs_grow_with_the_text_and_no_faster(gazetteer):
    """Each place is paired with the few that follow it, however many places a text names."""
    one = "Поезда идут из Баку в Тбилиси через Гянджу. "
    counts = []
    for times in (4, 8):
        its = document(one * times)
        (scene,) = scenes_of(its, gazetteer_for(its, gazetteer))
        pairs = [*pairs_in(its, scene, ())]
        assert len(pairs) <= FURTHER * len(scene.names)
        counts.append(len(pairs))
    assert counts[1] <= 2.2 * counts[0]


def test_weights_are_of_features_that_gold_shows_and_the_same_each_time(gazetteer):
    """What is learned from some passages twice is the same; the shipped weights know both looks and no word."""
    lines = (GOLD / "tr.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    catalogue = Catalogue.load()
    lessons = [lesson_of(json.loads(line), gazetteer, catalogue) for line in lines]
    assert School(lessons, (), catalogue).learn(range(12)) == School(lessons, (), catalogue).learn(range(12))
    assert {"pair", "kept"} <= set(weights())
    assert all(name.isascii() for model in weights().values() for name in model)
