"""Names of ways that no form tells, as the encoder offers them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from way_passage import PASSAGE

from geo.corridors import read_corridors
from geo.corridors.offered_names import with_offered
from geo.courses import Catalogue
from geo.encoder.encoder_use import with_encoder
from geo.encoder.subwords import Token
from geo.encoder.way_reader import WaySense
from geo.gazetteer import Gazetteer
from geo.reading import document
from geo.recognition import recognise
from geo.workshop.corridor_lessons import lesson_of

OFFERS = "We rode the Ghan from Darwin. Sunlander and Spirit of Queensland ply off the coast."
PIECES = [(3, 7), (8, 11), (12, 16), (17, 21), (22, 28), (28, 29), (30, 33), (33, 39), (40, 43), (44, 50), (51, 53),
          (54, 64), (65, 68)]  # fmt: skip


def tagging(begins, inside) -> WaySense:
    """Return a sense that is sure of some pieces that they begin a name, and of some that they stand in one."""
    vectors = np.zeros((len(PIECES), 2), np.float32)
    vectors[list(begins), 0] = vectors[list(inside), 1] = 4
    nets = {"tag.own.w": np.eye(2), "tag.own.b": np.zeros(2), "tag.out.w": np.eye(2), "tag.out.b": np.full(2, -2.0)}
    return WaySense([Token(0, *each) for each in PIECES], vectors, nets)


def test_the_encoder_offers_words_that_stand_in_a_name():
    """A run of pieces that stand in a name is offered whole, and two names side by side as two."""
    sense = tagging(begins=(2, 6, 9), inside=(1, 2, 6, 7, 8, 9, 10, 11))
    assert [OFFERS[start:end] for (start, end), _ in sense.offered()] == [
        "the", "Ghan", "Sunlander and", "Spirit of Queensland",
    ]  # fmt: skip
    assert {sure for _, sure in sense.offered()} == {2.0}
    assert tagging((), ()).offered() == []


def test_no_name_goes_on_over_what_was_not_read():
    """Two pieces that stand in names with sentences between them that nobody read are offered as two."""
    sense = replace(tagging((), (1, 2)), tokens=[Token(0, 3, 7), Token(0, 8, 12), Token(0, 900, 905)])
    assert [extent for extent, _ in replace(sense, vectors=sense.vectors[:3]).offered()] == [(8, 12), (900, 905)]


def test_a_text_of_any_length_is_offered_its_names(monkeypatch):
    """Pieces are looked at block by block; where one ends within a name, the name stays whole."""
    whole = tagging(begins=(2, 9), inside=(1, 2, 9, 10, 11)).offered()
    monkeypatch.setattr("geo.encoder.way_reader.BLOCK", 2)
    assert tagging(begins=(2, 9), inside=(1, 2, 9, 10, 11)).offered() == whole


@pytest.mark.usefixtures("voiced")
def test_a_name_without_a_form_is_read_where_the_text_speaks_of_a_way():
    """An interconnector is known by its bare name; a firm of that name is no way, and the judge alone finds no name."""
    way = (
        "Work on EnergyConnect, which is to carry power from South Australia to New South Wales, is half done, "
        "Transgrid said."
    )
    firm = "EnergyConnect said on Monday that its profit had risen by a tenth, and that it would pay for an office."
    assert "EnergyConnect" in read_names(way, "auto")
    assert read_names(firm, "auto") == []
    assert "EnergyConnect" not in read_names(way, "none")


def read_names(text, reader):
    """Return the names of the ways that are read in a text."""
    gazetteer = Gazetteer.open()
    read = with_encoder(document(text), reader, is_foreign=False) if reader != "none" else document(text)
    return [route.name for route in read_corridors(read, recognise(read, gazetteer), gazetteer).routes]


def test_what_is_offered_is_weighed_beside_the_names_found_by_form():
    """A train whose name has no form is a name for the voices; an article is none of it, nor what is a name already."""
    passage = {**PASSAGE, "text": OFFERS, "corridors": []}
    evidence = lesson_of(passage, Gazetteer.open(), Catalogue.load()).evidence
    sense = tagging(begins=(2,), inside=(1, 2, 9, 10, 11))
    found = with_offered(evidence, [extent for extent, _ in sense.offered()])
    new = found.names[len(evidence.names) :]
    said = [OFFERS[found.tokens.starts[way.uses[0].first] : found.tokens.ends[way.uses[0].last - 1]] for way in new]
    assert said == ["Ghan", "Spirit of Queensland"]
    assert with_offered(found, [(12, 16)]) is found
    assert with_offered(evidence, [(8, 11), (28, 29)]) is evidence
