"""The sequence tagger: its best path and its chances are those of the model, and its weights can be read."""

from __future__ import annotations

import gc
import math
import weakref
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DataError
from geo.gazetteer import Gazetteer
from geo.reading import document
from geo.recognition import recognise, tagger
from geo.recognition.tagger import LABELS, Tagger, load_tagger, spans_of
from geo.recognition.tokens import tokenise
from geo.workshop import collect_words as collect
from geo.workshop import train_recognition as train

WEIGHTS = st.floats(-4, 4)
ROWS = st.lists(st.tuples(*[WEIGHTS] * len(LABELS)), min_size=1, max_size=5)
TRANSITIONS = st.tuples(*[st.tuples(*[WEIGHTS] * len(LABELS))] * len(LABELS))


def clue(name):
    """Give one clue, as the functions of a part do."""
    yield name


def weight_of(path, rows, transitions):
    """Add up what a path of labels weighs."""
    own = sum(row[label] for row, label in zip(rows, path, strict=True))
    return own + sum(transitions[a][b] for a, b in pairwise(path))


@settings(deadline=None, max_examples=60)
@given(ROWS, TRANSITIONS)
def test_places_are_those_of_the_heaviest_path(rows, transitions):
    """Of all paths of labels through a stretch, the tagger takes one that weighs most, and says how likely it is."""
    model = Tagger({str(i): row for i, row in enumerate(rows)}, transitions)
    found = model.tag([[(clue, str(i))] for i in range(len(rows))])
    paths = list(product(range(len(LABELS)), repeat=len(rows)))
    weights = [weight_of(path, rows, transitions) for path in paths]
    best = [spans_of(p) for p, w in zip(paths, weights, strict=True) if w > max(weights) - 1e-9]
    assert [(span.first, span.last) for span in found] in best
    total = sum(map(math.exp, weights))
    for span in found:
        chances = [
            sum(math.exp(w) for p, w in zip(paths, weights, strict=True) if p[i] < 2) / total
            for i in range(span.first, span.last)
        ]
        assert span.confidence == pytest.approx(min(chances))


@pytest.mark.parametrize(
    ("path", "spans"),
    [
        ((3, 3), []),
        ((0, 1, 3, 0), [(0, 2), (3, 4)]),
        ((0, 0), [(0, 1), (1, 2)]),
        ((2, 1, 1), [(1, 3)]),
        ((1,), [(0, 1)]),
    ],
)
def test_labels_describe_spans(path, spans):
    """A place is a beginning and the insides that follow it; an inside alone is a place too."""
    assert spans_of(path) == spans


def test_a_part_is_added_up_once():
    """Clues the model does not know weigh nothing, and the sum of a part is remembered."""
    model = Tagger({"a": (1.0, 0.0, 0.0, 0.0)}, [(0.0,) * 4] * 4)
    asked = []

    def part(*names):
        asked.append(names)
        yield from names

    for _ in range(3):
        assert len(model.tag([[(part, "a", "unheard")]])) == 1
    assert asked == [("a", "unheard")]


def test_stretches_read_together_are_read_as_one_by_one():
    """What a stretch holds does not hang on what else is read with it; a clue by itself is a part too."""
    model = Tagger({"a": (1.0, 0.0, 0.0, 0.0), "b": (0.0, 0.0, 0.0, 2.0)}, [(0.0,) * 4] * 4)
    one, other = [["a"], ["b"]], [["b", "unheard"], ["b"], ["a"], ["a", "b"]]
    assert model.tag_all([one, other]) == [model.tag(one), model.tag(other)]
    assert [(span.first, span.last) for span in model.tag(other)] == [(2, 3)]


def test_weights_are_written_and_read_back(tmp_path, monkeypatch):
    """A written model is sorted by clue, and does the same when it is loaded."""
    (tmp_path / "data").mkdir()
    transitions = [(0.0, 1.0, 0.0, 0.0), *[(0.0,) * 4] * 3]
    weights = {"b": (2.0, 0.0, 0.0, 0.5), "a": (0.0, 0.0, 0.0, 3.0)}
    train.write_tagger(weights, transitions, tmp_path / "data" / "toy.tsv", about="A toy")
    lines = (tmp_path / "data" / "toy.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[:4] == ["# A toy", "# clue\tB-place\tI-place\tother\tO", "a\t0\t0\t0\t3", "b\t2\t0\t0\t0.5"]
    monkeypatch.setattr(tagger, "files", lambda _package: tmp_path)
    model = load_tagger("toy")
    assert [(s.first, s.last) for s in model.tag([[(clue, "b")], [(clue, "c")], [(clue, "a")]])] == [(0, 2)]


@pytest.mark.parametrize("line", ["before:in\t1\t2\t3", "before:in\t1\t2\t3\tmuch", "no tab at all"])
def test_a_line_without_its_weights_is_told(tmp_path, monkeypatch, line):
    """A broken file of weights is named with its line and what to do."""
    (tmp_path / "data").mkdir()
    name = f"broken-{len(line)}"
    (tmp_path / "data" / f"{name}.tsv").write_text(f"# A toy\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(tagger, "files", lambda _package: tmp_path)
    with pytest.raises(DataError, match=rf"^{name}\.tsv line 2: .* needs 4 weights, .*; train the model again$"):
        load_tagger(name)


def test_training_is_repeatable_and_learns():
    """The same examples give the same weights, and the weights find what the examples mark."""
    stretches = [([["word:in"], ["word:oz"]], ["O", "B-place"]), ([["word:mr"], ["word:toto"]], ["O", "O"])] * 5
    weights, transitions = train.fit_tagger(stretches)
    assert (weights, transitions) == train.fit_tagger(stretches)
    model = Tagger(weights, transitions)
    assert [(s.first, s.last) for s in model.tag([[(clue, "word:in")], [(clue, "word:oz")]])] == [(1, 2)]
    assert model.tag([[(clue, "word:mr")], [(clue, "word:toto")]]) == []


def test_small_corpora_are_read_twice():
    """A corpus less than half as large as the largest counts double, so that its ways are learned too."""
    one = ([["a"]], ["O"])
    assert len(train.balanced({"large": [one] * 10, "half": [one] * 5, "small": [one] * 2})) == 10 + 10 + 4


# Words and lists


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pikeville, Ky. (AP)", ["Pikeville", ",", "Ky.", "(", "AP", ")"]),
        ("12 Elm St. Paul", ["12", "Elm", "St.", "Paul"]),
        ("Lt. Col. Smith’s", ["Lt.", "Col.", "Smith", "’s"]),
        ("W.Va. and the U.S. end.", ["W.Va.", "and", "the", "U.S.", "end", "."]),
    ],
)
def test_full_stops_belong_to_abbreviations(text, words):
    """The full stop of a shortened state, street or title is no mark of its own."""
    assert tokenise(document(text)).texts == words


def test_habits_are_counted_within_sentences():
    """A word's capital at the beginning of a sentence says nothing of its habit."""
    text = "Bell rang the bell in Paris, and Bell left Paris. " * 5
    assert collect.habits([text]) == {
        "and": "0",
        "bell": "2",
        "in": "0",
        "left": "0",
        "paris": "4",
        "rang": "0",
        "the": "0",
    }


def test_a_gazetteer_no_longer_used_is_let_go():
    """What recognition remembers of a gazetteer does not keep it in memory."""
    gazetteer = Gazetteer.open().with_entries([])
    recognise(document("They met in Baku."), gazetteer)
    held = weakref.ref(gazetteer)
    del gazetteer
    gc.collect()
    assert held() is None
