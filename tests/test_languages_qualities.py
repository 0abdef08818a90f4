"""What the encoder says of a way's state and mode is weighed beside the words that the lists know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

import numpy as np
import pytest

from geo.courses import Catalogue
from geo.encoder import mode_and_status
from geo.encoder.clues import Clues
from geo.encoder.mode_and_status import MODES, STATES, WayClues, WayHead, load_way_head, mean_of
from geo.encoder.subwords import Token
from geo.errors import DataError
from geo.gazetteer import Gazetteer
from geo.languages import mixed_languages
from geo.languages.mixed_languages import gazetteer_for, routes_in
from geo.languages.pair_classifier import weights
from geo.model import Mode, Route, Status
from geo.reading import document


@dataclass(frozen=True)
class Saying:
    """An encoder that says the same of every way."""

    state: str
    mode: str

    def told(self, way, sentence):
        """Say it, and be sure of it."""
        assert sentence[0] <= way[0] < way[1] <= sentence[1]
        return {s: 0.9 * (s == self.state) + 0.02 for s in STATES}, {m: 0.9 * (m == self.mode) + 0.02 for m in MODES}


@pytest.fixture
def way(monkeypatch):
    """Return what reads the one way of a text with an encoder that says something of it, or nothing."""
    gazetteer = Gazetteer.open()

    def read(text: str, said: Saying | None) -> Route:
        tokens = [Token(0, match.start(), match.end()) for match in re.finditer(r"\w+|[^\w\s]", text)]
        some, none = np.full(len(tokens), 0.4), np.zeros(len(tokens))
        monkeypatch.setattr(mixed_languages, "clues_of", lambda _: Clues(tokens, some, none, none, said))
        mixed_languages.scenes_of.cache_clear()
        its = document(text)
        (route,) = routes_in(its, gazetteer_for(its, gazetteer), Catalogue.load(), tuple)
        return route

    yield read
    mixed_languages.scenes_of.cache_clear()


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_where_no_word_tells_a_state_the_encoder_does(way, state):
    """A way of which no listed word tells a state has that which the encoder finds likeliest."""
    assert way("La nueva vía une Lima y Cusco.", Saying(state, "rail")).status == state


def test_a_word_that_tells_the_state_is_not_overruled(way):
    """A line that is said to be closed is closed, whatever the encoder takes it for."""
    assert way("La línea férrea entre Lima y Cusco está cerrada.", Saying("operating", "rail")).status == "closed"


def test_a_mode_that_words_leave_open_is_the_encoder_s_where_it_is_likely(way):
    """A corridor of goods is a railway where the encoder is sure of it; on its word alone it is not."""
    assert way("El corredor de mercancías une Lima y Cusco.", Saying("operating", "rail")).mode == "rail"
    assert way("La nueva vía une Lima y Cusco.", Saying("operating", "rail")).mode == "multimodal"


def test_a_word_that_names_the_mode_is_not_overruled(way):
    """What is said to run by train is a railway, whatever the encoder takes it for."""
    assert way("Поезда идут из Баку в Тбилиси через Гянджу.", Saying("operating", "sea")).mode == "rail"


def test_an_encoder_that_says_nothing_of_ways_changes_nothing_of_them(way):
    """Without the net, state and mode are those of the grammar."""
    assert way("La nueva vía une Lima y Cusco.", None).mode == "multimodal"


def test_the_net_knows_all_states_and_modes_of_the_model():
    """Each number of the net says a state or a mode that a corridor can have, each of them once."""
    assert set(STATES) == set(get_args(Status))
    assert set(MODES) == set(get_args(Mode))
    assert len(load_way_head().outer_bias) == len(STATES) + len(MODES)
    assert {name for name in weights() if " " in name} == {f"mode {mode}" for mode in MODES}


def test_what_is_said_of_a_way_is_of_its_words_and_its_sentence():
    """The net sees the mean over the pieces of the words, and over those of the sentence: checked by hand."""
    tokens = [Token(0, 0, 4), Token(0, 5, 9), Token(0, 10, 14)]
    rows = np.array([[1.0], [2.0], [6.0]], np.float32)
    assert mean_of(rows, tokens, 5, 14).tolist() == [4.0]
    assert mean_of(rows, tokens, 0, 14).tolist() == [3.0]
    assert mean_of(rows, tokens, 20, 30).tolist() == [6.0]  # beyond the last piece: the nearest
    states, modes = WayClues(tokens, np.zeros((3, 384)), WayHead.silent()).told((5, 9), (0, 14))
    assert set(states.values()) == {round(1 / len(STATES), 3)}
    assert set(modes.values()) == {round(1 / len(MODES), 3)}


def test_a_damaged_net_is_named(monkeypatch, tmp_path):
    """A file that holds no net is an error that says which file and what to do."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / mode_and_status.FILE).write_bytes(b"no net")
    monkeypatch.setattr(mode_and_status, "files", lambda _: tmp_path)
    with pytest.raises(
        DataError, match=r"encoder-ways\.npz: the head for ways cannot be read .*; install corridors again"
    ):
        load_way_head()
