"""Characters without a glyph, a partner or a typeface: cleaned where they come in, and never a run lost by them."""

from __future__ import annotations

import io
import os
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from geo import read
from geo.characters import clean, clean_around, line, whole
from geo.reading import document
from layers.figure.drawable_text import LONGEST_NAME, shortened, spelling_for
from layers.pipeline import build
from layers.review import read_corrections

ODD = ["\ufeff", "\u200b", "\u2060\u200d", "\\ud83d\\udea2", "\\ud83d", "\\u0000", "\u202e", "e\u0301\u0323\u0302"]
TEXT = "Trains run from Baku to Kars ({}, May 3, 2019).\n"


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_odd_characters_cost_no_run(tmp_path, odd):
    """Whatever stands in title, publisher and citation, all files are written, the figure among them."""
    article = tmp_path / "odd.md"
    head = f'---\ntitle: "{odd}"\npublisher: "a{odd}"\n---\n'
    article.write_text(head + TEXT.format(odd), encoding="utf-8")
    made = build(article, tmp_path / "out", formats=["html", "geojson", "gpkg", "pdf", "svg", "md"])
    assert len(made.files) == 8
    assert made.atlas.document.title


def test_front_matter_joins_the_halves_of_a_character(tmp_path):
    """An emoji as JSON writes it in YAML is one character."""
    article = tmp_path / "ship.md"
    article.write_text('---\ntitle: "\\ud83d\\udea2 Ways"\n---\n' + TEXT, encoding="utf-8")
    assert read(article).title == "🚢 Ways"


def test_a_file_is_read_in_composed_form(tmp_path):
    """A decomposed letter is one letter, so that a name is found however the file was made; positions follow."""
    article = tmp_path / "accents.md"
    article.write_text(
        "Ferries link Co\u0302te with Bres\u200bt[^1] today.\n\n[^1]: Trend, May 3, 2019.\n", encoding="utf-8"
    )
    found = read(article)
    assert "Côte with Brest[1] today" in found.text
    assert all(found.text[c.start : c.end] == "[1]" for c in found.citations)


def test_the_string_given_keeps_its_positions():
    """A text that is given as a string is not a character longer or shorter; half a character is replaced."""
    text = "A\u200bt \ud83d Co\u0302te."
    assert document(text).text == "A\u200bt \ufffd Co\u0302te."


def test_joiners_stay_where_a_script_needs_them():
    """Persian and Hindi keep the joiners within their words, Latin loses them."""
    assert clean("می\u200cخواهم क्\u200dष Ba\u200dku") == "می\u200cخواهم क्\u200dष Baku"


@given(st.text())
@settings(deadline=None, max_examples=300)
def test_cleaning_once_is_enough(text):
    """What is clean stays as it is, can be written, and what stands around a position keeps to its side."""
    once = clean(text)
    assert clean(once) == once
    once.encode()
    whole(text).encode()
    assert len(whole(text)) == len(text)
    assert line(text) == " ".join(line(text).split())
    middle = len(text) // 2
    joined, moved = clean_around(text, [middle])
    assert joined[: moved[middle]] == clean(text[:middle])


def test_a_review_is_cleaned_too(tmp_path):
    """Neither the title nor a place's name that a review gives holds half characters, or such as have no glyph."""
    review = tmp_path / "a.review.yaml"
    review.write_text('title: "\\ud83d\\udea2 x"\ncorrections:\n- place: Baku\n  name: "\\ufeffB"\n', encoding="utf-8")
    found = read_corrections(review)
    assert found.title == "🚢 x"
    (tmp_path / "a.txt").write_text("Trains run from Baku to Kars.", encoding="utf-8")
    made = build(tmp_path / "a.txt", tmp_path / "out", formats=["geojson"])
    assert [place.name for place in made.atlas.places] == ["B", "Kars"]


def test_what_no_typeface_has_is_spelled_in_latin_letters():
    """Where this machine has no Chinese typeface a figure's title is written as it sounds; pictures are left out."""
    spelling = spelling_for(["北京 🚢 Baku"], plain=True)
    assert spelling("北京 🚢 Baku") == "BeiJing Baku"
    assert spelling_for(["Тбилиси თბილისი"])("Тбилиси თბილისი") == "Тбилиси თბილისი"


def test_letters_that_cannot_be_set_are_drawn_plainly(atlas):
    """A title of marks without letters, which matplotlib's PDF trips over, is drawn all the same."""
    from dataclasses import replace

    from layers.figure import draw
    from layers.frames import to_frames

    odd = replace(atlas, document=replace(atlas.document, title="x\u0302\u0323 \ufeff क्षि ﷺ"))
    assert len(PdfReader(io.BytesIO(draw(to_frames(odd)).pdf())).pages) == 1


def test_long_words_and_names_are_shortened():
    """Neither a word nor a name is longer than a figure can bear."""
    assert len(shortened("x" * 5000)) == 60
    assert len(shortened("word " * 5000)) <= LONGEST_NAME


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="every file's name is Unicode there")
def test_a_file_whose_name_is_no_utf8_is_read_wherever_it_is_named(tmp_path):
    """An article, a table of places, a catalogue and lines of JSON; GDAL's own formats are refused in one line."""
    from geo.errors import DataError
    from geo.gazetteer.user_tables import read_table
    from geo.tracing import OwnNetwork
    from geo.tracing.line_files import read_lines
    from layers.corpora import corpus

    def named(name, content):
        path = tmp_path / os.fsdecode(b"\xff" + name.encode())
        path.write_text(content, encoding="utf-8")
        return path

    article = named("a.txt", "Ferries link Suakin with Jeddah.")
    outputs = build(article, tmp_path / "output", formats=["html", "geojson", "csv"])
    assert outputs.atlas.document.source == "\ufffda.txt"
    assert outputs.files[0].name == "map.html"
    (place,) = read_table(named("t.csv", "name,lon,lat\nAlat,49.4,39.9\n"), source="own")
    assert place.record.name == "Alat"
    lines = named("l.jsonl", '{"id": 1, "text": "Ferries link Suakin with Jeddah."}\n')
    assert corpus([lines], tmp_path / "corpus", workers=0).rows["documents"] == 1
    with pytest.raises(DataError, match="whose name is not UTF-8; rename it"):
        read_lines(OwnNetwork(named("n.geojson", "{}")), "rail")
