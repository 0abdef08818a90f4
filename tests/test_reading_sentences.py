"""Sentences: where they begin and end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reading.citations import Period, find_citations
from geo.reading.sentences import find_sentences, sentence_at


def split(text):
    """Return a text's sentences."""
    return [text[s.start : s.end] for s in find_sentences(text, find_citations(text, Period()))]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Trains left.", "Ships came!", "Why?", "Nobody knows…", "So be it."],
        ["Gen. Petr left with Dr. No and Lt. Col. Smith.", "He slept."],
        ["St. Petersburg lies north of Mt. Elbrus.", "It rains."],
        ["He flew to the U.S. on Monday.", "She stayed."],
        ["He stayed in the U.S.", "The army left."],
        ["Acme Inc. Ltd. Partners grew.", "It sells tea."],
        ["J. R. R. Tolkien wrote.", "We read."],
        ["It cost 3.5 million.", "It was 12.30 p.m. then."],
        ["Oil, gas, etc. were sent.", "Nothing came back."],
        ["He asked “Why?” and left.", "Nobody said “no.”", "“Go!”", "They went."],
        ["The talks (see below. They were long.) ended.", "All left."],
        ["A bracket ( opened here.", "Never closed."],
        ["Fighting (in Nov. 2020) stopped.", "Trade (slowly!) grew."],
    ],
)
def test_full_stops_end_sentences_unless_they_belong_to_something(sentences):
    """Abbreviations, initials, numbers, brackets and questions within a sentence do not end it."""
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["东京下雨了。", "北京没有！", "“真的？”", "是。"],
        ["आज बारिश है।", "कल नहीं।"],
        ["هل وصل القطار؟", "نعم وصل.", "شكرا."],
        ["یہ ریل ہے۔", "وہ جہاز ہے۔"],
    ],
)
def test_the_stops_of_other_scripts_end_sentences(sentences):
    """Chinese, Hindi, Arabic and Urdu texts are divided at their own stops."""
    glue = "" if sentences[0][0] == "东" else " "
    assert split(glue.join(sentences)) == sentences


def test_a_letter_alone_on_its_line_is_a_sentence_of_its_own():
    """The A above a list is no part of the line after the blank one; in the line itself it is a word as any other."""
    assert split("A\n\nAlat lies by the sea.") == ["A", "Alat lies by the sea."]
    assert split("A\nport lies by the sea.") == ["A\nport lies by the sea."]


def test_blank_lines_end_sentences():
    """A heading without a stop is a sentence of its own; a line break alone ends nothing."""
    assert split("A heading\n\nA sentence that\nruns on.\n \nNext") == [
        "A heading",
        "A sentence that\nruns on.",
        "Next",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It grew (A, May 3, 2019). Then not.", ["It grew (A, May 3, 2019).", "Then not."]),
        ("It grew. (A, May 3, 2019). Then not.", ["It grew. (A, May 3, 2019).", "Then not."]),
        ("It grew. (A, May 3, 2019) Then not.", ["It grew. (A, May 3, 2019)", "Then not."]),
        ("It grew. (A, May 3, 2019; B, June 4)", ["It grew. (A, May 3, 2019; B, June 4)"]),
        ("It grew. (But slowly.) Then not.", ["It grew.", "(But slowly.)", "Then not."]),
        ("A heading\n\n(A, May 3, 2019). Text.", ["A heading", "(A, May 3, 2019).", "Text."]),
    ],
)
def test_a_trailing_citation_belongs_to_the_sentence_it_proves(text, expected):
    """A citation after the full stop joins the sentence before it, but never across a blank line."""
    assert split(text) == expected


def test_sentence_at_finds_the_sentence_of_an_offset():
    """Each offset belongs to the sentence that holds it, white space to the one before."""
    sentences = find_sentences("One. Two. Three.")
    assert [sentence_at(sentences, offset) for offset in (0, 3, 4, 5, 9, 10, 99)] == [0, 0, 0, 1, 1, 2, 2]


WORDS = st.sampled_from([
    " ", "\n", "\n\n", ".", "!", "?", "…", "。", "(", ")", '"', "”", "St.", "U.S.", "the", "The", "J.", "rain",
    "(A, May 3, 2019)", "\r", "\u2028", "é", "🚢", "ا", "\ud800",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(WORDS, max_size=60).map("".join) | st.text(alphabet=st.characters(codec=None)))
def test_sentences_cover_the_text_and_never_overlap(text):
    """Whatever the text, sentences stand in order, and hold every character but white space."""
    sentences = find_sentences(text, find_citations(text, Period()))
    position = 0
    for index, sentence in enumerate(sentences):
        assert sentence.index == index
        assert not text[position : sentence.start].strip()
        assert text[sentence.start : sentence.end].strip()
        position = sentence.end
    assert not text[position:].strip()


@pytest.mark.parametrize("unit", [".", ". ", "St. ", "(", "(a. b. ", "A.", "\n", " \n", '."', "a (b. "])
def test_long_runs_take_no_time(unit):
    """A hostile run of 200,000 characters is divided in seconds, not minutes."""
    text = "a" + unit * (200_000 // len(unit)) + "b"
    begun = time.process_time()
    find_sentences(text)
    assert time.process_time() - begun < 5
