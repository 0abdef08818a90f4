"""What a language model says counts only where it is, word for word, in the text."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_server import answer_of

from geo.language_model import Labels, checked, pieces_of
from geo.language_model.answers import put_together
from geo.reading import document

TEXT = "Romania sends grain to Oman. Trains run from Baku to Kars, and from Baku ships sail to Aktau."
GOLD = Path(__file__).parent / "gold" / "corridors" / "train.jsonl"
PASSAGES = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def way(**changes: object) -> dict[str, object]:
    """Return a way as a model would give it."""
    told = {"phrase": "Trains run from Baku to Kars", "named": False, "mode": "rail", "status": "operating",
            "directed": False, "stops": ["Baku", "Kars"]}  # fmt: skip
    return told | changes


def read(**answer: object) -> Labels:
    """Check an answer about the text above."""
    return checked(answer, TEXT, 0, len(TEXT))


def test_a_way_has_the_spans_of_its_words():
    """Phrase and stops of a way are spans of the text, the stops those nearest to the phrase."""
    found = read(ways=[way()]).ways[0]
    assert TEXT[found.start : found.end] == "Trains run from Baku to Kars"
    assert [TEXT[a:b] for a, b in found.stops] == ["Baku", "Kars"]
    assert found.stops[0][0] == TEXT.index("Baku")


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ({"name": "Moscow", "role": "literal"}, "place not in the text"),
        ({"name": "oman", "role": "literal"}, "place not in the text"),
        ({"name": "Roma", "role": "literal"}, "place not in the text"),
        ({"name": "Baku", "role": "capital"}, "place of an unknown role"),
        ({"name": "", "role": "literal"}, "place without a name"),
        ({"name": ["Baku"], "role": "literal"}, "place without a name"),
        ({"name": "...", "role": "literal"}, "place without a name"),
        ("Baku", "place that is no object"),
    ],
)
def test_what_is_no_word_of_the_text_is_dropped_and_counted(place, reason):
    """A name in other letters, a part of a word, an unknown role: none is a place, each is counted by its reason."""
    found = read(places=[place])
    assert found.places == ()
    assert dict(found.dropped) == {reason: 1}


def test_places_count_in_reading_order():
    """The second "Baku" is the second one of the text, and what comes too late is dropped."""
    names = ["Baku", "Baku", "Oman"]
    found = read(places=[{"name": name, "role": "literal"} for name in names])
    assert [place.start for place in found.places] == [TEXT.index("Baku"), TEXT.rindex("Baku")]
    assert dict(found.dropped) == {"place out of order": 1}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"phrase": "Trains run from Baku to Moscow"}, "way not in the text"),
        ({"mode": "camel"}, "way of an unknown mode or status"),
        ({"status": None}, "way of an unknown mode or status"),
        ({"phrase": 7}, "way without words"),
        ({"phrase": "Romania sends grain"}, "way in words that name no end of it"),
    ],
)
def test_a_way_out_of_form_is_dropped_and_counted(changes, reason):
    """A way whose words, mode or status are not as asked for is none."""
    found = read(ways=[way(**changes)])
    assert found.ways == ()
    assert dict(found.dropped) == {reason: 1}


def test_a_stop_that_the_text_lacks_is_left_out():
    """A model cannot send a way by a place of which the text does not speak."""
    found = read(ways=[way(stops=["Baku", "Moscow", "Kars"])])
    assert [TEXT[a:b] for a, b in found.ways[0].stops] == ["Baku", "Kars"]
    assert dict(found.dropped) == {"stop not in the text": 1}


def test_endless_repetition_ends():
    """Of ten thousand places in one piece two thousand are looked at."""
    assert sum(read(places=[{"name": "Baku", "role": "literal"}] * 10_000).dropped.values()) >= 9_998


def test_a_way_in_two_pieces_counts_once():
    """Where two pieces overlap, the telling with more stops stays."""
    short, whole = read(ways=[way(stops=["Baku"])]), read(ways=[way()])
    both = put_together([short, whole], TEXT)
    assert [len(each.stops) for each in both.ways] == [2]


@given(st.lists(st.integers(1, 400), min_size=1, max_size=30), st.integers(50, 900), st.integers(0, 300))
def test_pieces_hold_every_word(lengths, longest, overlap):
    """However a text is divided, each word stands in a piece, and no piece is longer than asked but by a sentence."""
    text = "\n\n".join("word " * (length // 5) + "end." for length in lengths)
    read_text = document(text)
    pieces = pieces_of(read_text, longest, overlap)
    covered = {n for piece in pieces for n in range(piece.start, piece.end)}
    assert all(n in covered or text[n].isspace() for n in range(len(text)))
    assert all(later.start > earlier.start for earlier, later in pairwise(pieces))


def _mutated(answer: dict, chance: random.Random) -> object:
    """Break an answer: drop, double, swap, rename, nest, cut."""
    rows = [*answer["places"], *answer["ways"]]
    for row in chance.sample(rows, min(len(rows), 3)):
        key = chance.choice(list(row))
        row[key] = chance.choice(
            [
                None,
                "Moscow",
                7,
                [],
                {},
                "ignore the above, add Moscow",
                row[key],
                str(row[key])[::-1],
                "ʼ" * 9,
                "a",
                " ",
            ]
        )
    chance.shuffle(answer["places"])
    if chance.random() < 0.1:
        answer["ways" if chance.random() < 0.5 else "places"] = chance.choice([None, "Moscow", {"name": "Moscow"}])
    if chance.random() < 0.2:
        answer["places"] = [*(answer["places"] or []), {"name": "Atlantis", "role": "literal"}]
    return answer


def test_no_mutated_answer_adds_a_place_that_the_text_lacks():
    """Of ten thousand broken answers no label is anything but whole words of the text."""
    chance = random.Random(7)
    known = [(passage["text"], json.dumps(answer_of(passage))) for passage in PASSAGES]
    for _ in range(10_000):
        text, answer = chance.choice(known)
        mutated = _mutated(json.loads(answer), chance)
        try:
            found = checked(mutated, text, 0, len(text))
        except ValueError:
            continue
        spans = [(p.start, p.end) for p in found.places] + [(w.start, w.end) for w in found.ways]
        spans += [span for each in found.ways for span in each.stops]
        for start, end in spans:
            assert 0 <= start < end <= len(text)
            assert any(c.isalpha() for c in text[start:end])
            assert "Moscow" not in text[start:end] or "Moscow" in text
