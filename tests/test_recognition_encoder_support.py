"""Names in English where the encoder was asked to read: what it adds, drops and says of roles, and what it leaves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo import Gazetteer
from geo.encoder.clues import Clues
from geo.encoder.subwords import Token
from geo.languages.mixed_languages import with_reader
from geo.reading import document
from geo.recognition import recognise
from geo.recognition.encoder_support import with_clues

if TYPE_CHECKING:
    from geo.model import Mention


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """Return the compiled gazetteer."""
    return Gazetteer.open()


@pytest.fixture
def read(gazetteer):
    """Return what reads a text with clues: for each phrase how likely it is a name, and how likely it acts."""

    def read_(text: str, said: dict[str, tuple[float, float]]) -> dict[str, Mention]:
        tokens = [Token(0, match.start(), match.end()) for match in re.finditer(r"\w+|[^\w\s]", text)]
        begins, goes_on, acts = (np.zeros(len(tokens)) for _ in range(3))
        for phrase, (chance, acting) in said.items():
            start = text.index(phrase)
            within = [i for i, token in enumerate(tokens) if start <= token.start and token.end <= start + len(phrase)]
            begins[within[0]], goes_on[within[1:]], acts[within] = chance, chance, acting
        plain = document(text)
        found = with_clues(plain, recognise(plain, gazetteer), Clues(tokens, begins, goes_on, acts), gazetteer)
        return {mention.phrase: mention for mention in found}

    return read_


def test_what_the_encoder_alone_is_sure_of_is_added(read):
    """A hamlet of no list is a name where the encoder is sure, without its possessive; where it is not, none."""
    text = "They blame Zvorunga's pump, and go on to Tbilisi."
    assert set(read(text, {"Zvorunga's": (0.95, 0), "Tbilisi": (1, 0)})) == {"Zvorunga", "Tbilisi"}
    assert set(read(text, {"Zvorunga's": (0.7, 0), "Tbilisi": (1, 0)})) == {"Tbilisi"}


def test_nothing_in_a_citation_is_added(read):
    """The outlet of a citation is no place, whatever the encoder thinks."""
    text = "Lorries wait in Tbilisi (Zvorunga.example, May 3, 2019)."
    assert set(read(text, {"Tbilisi": (1, 0), "Zvorunga": (0.99, 0)})) == {"Tbilisi"}


def test_what_the_tagger_is_sure_of_stays(read):
    """A capital after "in" is a place, whatever the encoder overlooks."""
    assert set(read("Ministers met in Tbilisi on Monday.", {})) == {"Tbilisi"}


def test_peoples_are_left_to_the_rules(read):
    """The encoder learned nothing of demonyms: they stay what they are, marked."""
    found = read("Georgian officials met in Tbilisi.", {"Tbilisi": (1, 0)})
    assert found["Georgian"].is_demonym


def test_the_encoder_tells_roles(read):
    """Where the encoder is sure, it says who acts; where it is in doubt, the role stays as it was."""
    text = "Trains for Tbilisi wait until Moscow agrees."
    sure = read(text, {"Tbilisi": (1, 0.05), "Moscow": (1, 0.95)})
    assert (sure["Tbilisi"].role, sure["Moscow"].role) == ("literal", "associative")
    plain = {m.phrase: m.role for m in recognise(document(text), Gazetteer.open())}
    doubt = read(text, {"Tbilisi": (1, 0.5), "Moscow": (1, 0.5)})
    assert {phrase: mention.role for phrase, mention in doubt.items()} == plain


def test_english_is_read_with_it_when_asked(weights, gazetteer):
    """`--reader encoder` reads English with the encoder; the text's own names are found all the same."""
    assert weights.exists()
    from geo.languages.mixed_languages import mentions_in

    read = with_reader(document("Ferries link Poti with Constanta."), "always")
    assert [mention.phrase for mention in mentions_in(read, gazetteer, recognise)] == ["Poti", "Constanta"]
