"""The encoder of English: what it is packed as, how text is divided for it, and what it makes of where pieces stand."""

from __future__ import annotations

import json
import unicodedata
from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.encoder import english_weights
from geo.encoder.english_weights import BLOCK, EnglishWeights, unpacked
from geo.encoder.forward import Encoder, distances
from geo.encoder.wordpieces import WordPieces
from geo.errors import DataError
from geo.workshop.build_english_encoder import in_four_bits, tensors


@pytest.fixture(scope="module")
def lowest() -> EnglishWeights:
    """Return the encoder with its two lowest layers."""
    return EnglishWeights.load(layers=2)


def words(text: str, weights: EnglishWeights) -> list[str]:
    """Return the pieces of a text as the vocabulary spells them."""
    names = {number: piece for piece, number in weights.pieces.items()}
    return [names[token.id] for token in WordPieces(weights.pieces, weights.unknown).divide(text)]


def test_text_is_divided_as_the_encoder_learned_it(lowest):
    """Small letters, no marks, punctuation apart, the longest pieces: what the model's own tokeniser gives."""
    assert words("Trains to Türkiye's İzmir–Ankara line.", lowest) == [
        "trains", "to", "turk", "##iy", "##e", "'", "s", "i", "##z", "##mir", "–", "ankara", "line", ".",
    ]  # fmt: skip
    assert words("Aqina 北京 $5", lowest) == ["a", "##qi", "##na", "北", "京", "$", "5"]
    assert words("x" * 101, lowest) == ["[UNK]"]


@given(st.text(max_size=60))
def test_pieces_stand_in_order_and_on_their_own_letters(lowest, text):
    """Each piece holds some of the text's characters, in order; what is left out is space, mark or control."""
    tokens = WordPieces(lowest.pieces, lowest.unknown).divide(text)
    assert all(token.start < token.end <= len(text) for token in tokens)
    assert all(one.start <= other.start for one, other in pairwise(tokens))
    held = {at for token in tokens for at in range(token.start, token.end)}
    left = {unicodedata.category(text[at])[0] for at in range(len(text)) if at not in held}
    assert left <= {"Z", "C", "M"} | {unicodedata.category("\ufffd")[0]}


@settings(max_examples=30)
@given(st.lists(st.floats(-2, 2, width=32), min_size=2 * BLOCK, max_size=2 * BLOCK))
def test_four_bits_lose_half_a_step_at_most(numbers):
    """A packed weight lies within half a step of its own, or at the end of what four bits say where that loses less."""
    matrix = np.array(numbers, np.float32).reshape(1, -1)
    read = unpacked(*in_four_bits(matrix))
    blocks, found = matrix.reshape(2, BLOCK), read.reshape(2, BLOCK)
    plain = np.abs(blocks).max(axis=1, keepdims=True) / 7.5
    assert (((found - blocks) ** 2).sum(axis=1) <= BLOCK * (plain[:, 0] / 2 + 1e-3) ** 2 + 1e-6).all()


def test_distances_are_told_apart_by_side_and_then_by_size():
    """Up to eight pieces away each distance has a kind of its own, before and after; far ones share the last."""
    kinds = distances(300)
    assert kinds[0, :9].tolist() == [0, 17, 18, 19, 20, 21, 22, 23, 24]
    assert kinds[8, :9].tolist() == [8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert (kinds[0, 299], kinds[299, 0]) == (31, 15)


def test_what_stands_around_a_word_changes_it(lowest):
    """The same word elsewhere in a window, or beside another, has another vector; alone it has its own twice."""
    encoder, line, shut = Encoder(lowest), lowest.pieces["line"], lowest.pieces["shut"]
    one, same, beside = (encoder.states([window], layers=(2,)) for window in ([line], [line], [line, shut]))
    assert np.array_equal(one, same)
    assert np.abs(one[0] - beside[0]).max() > 0.01


def test_a_window_is_read_alike_beside_longer_ones(lowest):
    """Windows read together do not see each other, however long each is."""
    encoder, short, long = Encoder(lowest), [2003, 2240], list(range(3000, 3040))
    alone = encoder.states([short], layers=(2,))
    assert np.abs(encoder.states([long, short], layers=(2,))[-2:] - alone).max() < 1e-4


@pytest.mark.parametrize("content", [b"PK nothing of the kind", b""])
def test_a_damaged_encoder_says_what_to_do(monkeypatch, tmp_path, content):
    """A file that a full disk cut short is named, and what to do."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / english_weights.FILE).write_bytes(content)
    monkeypatch.setattr(english_weights, "files", lambda _: tmp_path)
    with pytest.raises(DataError, match=r"encoder-english\.npz.*install corridors again"):
        EnglishWeights.load()


def test_a_file_of_tensors_is_read_by_its_head(tmp_path):
    """The arrays of a file of safetensors come out by name and shape; another file is named."""
    array = np.arange(6, dtype="<f4").reshape(2, 3)
    head = json.dumps({"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}).encode()
    file = BytesIO(len(head).to_bytes(8, "little") + head + array.tobytes())
    path = tmp_path / "model.safetensors"
    path.write_bytes(file.getvalue())
    assert np.array_equal(tensors(path)["a"], array)
    path.write_bytes(b"no such thing at all")
    with pytest.raises(DataError, match="no file of tensors"):
        tensors(path)
