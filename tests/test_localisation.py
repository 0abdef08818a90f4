"""Page, figure and report in another language: names, direction, digits, letters; English where letters are lacking."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise

import pytest
from visit import told

from geo.gazetteer import Gazetteer
from geo.languages.exonyms import names_in
from layers.figure import draw as draw_figure
from layers.figure import typefaces
from layers.figure.lettering import font
from layers.frames import to_frames
from layers.localisation import voice_of
from layers.map import draw
from layers.map.language import LABELS, codes, language_named
from layers.report import content_of, to_docx, to_markdown
from layers.translated_names import Called, called_in

RIGHT_TO_LEFT = {"ar", "fa"}


@pytest.fixture(scope="module")
def frames(atlas):
    """Return the tables of the small article."""
    return to_frames(atlas)


def russian(atlas):
    """Return the tables of the small article as if it were in Russian, its places called as in it."""
    frames = to_frames(atlas)
    places = frames.places.assign(name=frames.places["name"].replace("Baku", "Баку"))
    return replace(frames, places=places, document={**frames.document, "languages": "ru"})


def test_a_town_is_called_as_the_page_speaks_and_as_the_article_says_on_its_card(frames):
    """The map letters Баку, the card adds the article's Baku, and data that leave the page keep the table's name."""
    place = next(place for place in told(draw(frames, language="ru").html)["places"] if place["id"] == "baku")
    assert (place["name"], place["said"], place["english"]) == ("Баку", "Baku", "Baku")


def test_a_page_in_the_language_of_the_article_leaves_its_names(frames):
    """An English page of an English article asks nobody what towns are called."""
    assert called_in(frames, "en") == Called({}, {})
    place = next(place for place in told(draw(frames).html)["places"] if place["id"] == "baku")
    assert (place["name"], place["said"]) == ("Baku", None)


def test_an_english_page_of_a_russian_article_has_english_names(atlas):
    """What is Баку there is Baku on the page."""
    assert called_in(russian(atlas), "en").places["baku"] == "Baku"
    assert "baku" not in called_in(russian(atlas), "ru").places


def test_no_name_is_made_up():
    """A place that neither our list nor CLDR names stays as it is, and an unknown language has no names."""
    gazetteer = Gazetteer.open()
    assert names_in("ka", ["sites:edvard-grieg-oil-field", "geonames:587084"], gazetteer) == {"geonames:587084": "ბაქო"}
    assert names_in("xx", ["geonames:587084"], gazetteer) == {}


def test_a_way_with_a_name_of_its_own_keeps_it():
    """Only a name that is nothing but ends and our own word for the mode is put together anew."""
    called = Called({}, {"Baku": "Баку", "Kars": "Карс"})
    assert called.way("Baku–Kars road route") == "Баку–Карс"
    assert called.way("Baku–Tbilisi–Kars railway") == "Baku–Tbilisi–Kars railway"
    assert called.way("Baku–Genoa sea route") == "Baku–Genoa sea route"


@pytest.mark.parametrize("code", ["ar", "en", "fa", "ru"])
def test_the_page_runs_as_its_language_does(frames, code):
    """Arabic and Persian pages run from right to left, their map does not, and no other page says a direction."""
    html = draw(frames, language=code).html
    head = re.search(r"<html[^>]*>", html)[0]
    assert ('dir="rtl"' in head) == (code in RIGHT_TO_LEFT)
    assert '<div id="map" dir="ltr"' in html
    assert language_named(code).direction == ("rtl" if code in RIGHT_TO_LEFT else "ltr")


@pytest.mark.parametrize("code", codes())
def test_a_language_says_whether_a_native_reader_has_read_it(code):
    """None of ours has been yet, English aside, whose words are the original."""
    assert language_named(code).checked is False


def test_numbers_and_dates_are_written_as_the_language_writes_them():
    """Persian has digits of its own, German groups by points, Chinese begins with the year."""
    assert language_named("fa").number(12345) == "۱۲٬۳۴۵"
    assert language_named("ar").day("2026-05-03") == "٣ مايو ٢٠٢٦"
    assert language_named("de").number(1234567) == "1.234.567"
    assert language_named("zh").day("2026-05-03") == "2026年5月3日"
    assert language_named("uk").say("figure.places", n=5, names="Київ") == "5 місць: Київ"


def test_slanted_letters_are_drawn_only_where_there_are_any():
    """The name of a water is slanted in Latin letters, and upright in Arabic ones, of which ours has none slanted."""
    assert font(italic=True, text="Caspian Sea").get_style() == "italic"
    assert font(italic=True, text="Каспийское море").get_style() == "italic"
    assert font(italic=True, text="دریای خزر").get_style() == "normal"
    assert font(italic=True, text="里海").get_style() == "normal"


def test_the_figure_speaks_the_language_of_the_page(frames):
    """Notes, legend, credits and alternative text are Russian, and so are towns; the title is the article's."""
    figure = draw_figure(frames, language="ru")
    svg = figure.svg()
    assert "Железная дорога" in svg
    assert "Сделано в Corridors." in svg
    assert "Баку" in svg
    assert figure.alt.startswith("Карта к статье")
    assert "Drawn with" not in svg


def test_a_figure_whose_letters_no_typeface_has_is_in_english(frames, monkeypatch):
    """Boxes say nothing: where no typeface has Chinese letters, the words are English."""
    monkeypatch.setattr(typefaces, "typefaces", lambda: ())
    svg = draw_figure(frames, language="zh").svg()
    assert "Drawn with Corridors." in svg
    assert "铁路" not in svg.partition("</desc>")[2]  # its description, which no typeface draws, is Chinese


def test_an_english_figure_and_report_are_as_ever(frames):
    """To say the language that is spoken anyway changes no letter."""
    assert draw_figure(frames, language="en").svg() == draw_figure(frames).svg()
    assert to_markdown(content_of(frames, language="en")) == to_markdown(content_of(frames))


@pytest.mark.parametrize("code", [code for code in codes() if code != "en"])
def test_a_report_has_its_headings_in_its_language(frames, code):
    """No heading of ours is left in English, no brace is left open, and what is English is announced."""
    text = to_markdown(content_of(frames, language=code))
    words = language_named(code).words
    lines = text.splitlines()
    heads = [one for one, two in pairwise([*lines, ""]) if one.startswith("## ") or two.startswith("| ---")]
    english = {"Evidence", "Corridors", "Length, km", "Licence", "Name or words"}
    english -= {"Corridors", "Licence"} if code == "fr" else set()  # which are French as well
    assert not [head for head in heads if re.search(rf"\b({'|'.join(sorted(english))})\b", head)]
    assert words["report.english"] in text.replace("\\", "")
    assert not re.search(r"\{[a-z]+\}", text)


def test_a_word_file_in_persian_runs_from_right_to_left(frames):
    """Paragraphs and tables are turned round, and the language is named for the spelling checker."""
    packed = zipfile.ZipFile(io.BytesIO(to_docx(content_of(frames, language="fa"), None)))
    assert "<w:bidiVisual/>" in packed.read("word/document.xml").decode()
    styles = packed.read("word/styles.xml").decode()
    assert "<w:bidi" in styles
    assert 'w:bidi="fa"' in styles
    plain = zipfile.ZipFile(io.BytesIO(to_docx(content_of(frames), None)))
    assert "bidiVisual" not in plain.read("word/document.xml").decode()


def test_a_voice_labels_everything_that_has_a_look(frames):
    """Every mode, status, basis and precision has its word in the voice of each language."""
    for code in codes():
        voice = voice_of(frames, code)
        for part in LABELS[:-1]:
            for key in voice.spoken.labels.get(part, {}):
                assert voice.label(part, key)
