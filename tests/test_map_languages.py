"""The page's own words: complete in five languages, and countries by the names they have there."""

import json
from string import Formatter

import pytest
from babel import Locale
from conftest import TEXT
from visit import Visit, save, told

from geo.errors import DataError
from layers import styles
from layers.author.keys import LANGUAGES
from layers.frames import to_frames
from layers.map import draw
from layers.map.language import LABELS, codes, language_named, parse

OTHERS = [code for code in codes() if code != "en"]


def texts(value):
    """Return the texts of a word: one, or one for each plural form."""
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]


def fields(text):
    """Return the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_there_are_fifteen_languages():
    """English and the fourteen in which articles are read."""
    assert (
        codes()
        == LANGUAGES
        == ("ar", "az", "de", "en", "es", "fa", "fr", "hy", "ka", "kk", "pt", "ru", "tr", "uk", "zh")
    )


@pytest.mark.parametrize("code", OTHERS)
def test_every_word_is_there_with_its_values(code):
    """Each text of English has its counterpart, with the same values in braces and all twelve months."""
    english, own = language_named("en").words, language_named(code).words
    assert set(own) == set(english)
    for key, value in english.items():
        wanted = set().union(*(fields(text) for text in texts(value)))
        for text in texts(own[key]):
            assert text.strip() or key == "thousands", key
            assert fields(text) == wanted, key
    assert len(own["months"]) == 12


@pytest.mark.parametrize("code", OTHERS)
def test_every_look_is_named(code):
    """Modes, statuses, bases, precisions and kinds all have a name of their own."""
    book, labels = styles.load(), language_named(code).labels
    for part in LABELS:
        assert set(labels[part]) == set(getattr(book, part)), part


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "name: X\nwords: {a: b}\nmodes: {cable: Kabel (Strom, Daten)}",
            r"xx\.yaml line 3 \(Daten\)\): None; expected text",
        ),
        ("name: X\nwords:\n  a: yes", r"xx\.yaml line 3 \(a\): True; expected text or a mapping or a list"),
        (
            "name: X\nwords:\n  months: [a, b]",
            r"xx\.yaml line 3 \(months\): \['a', 'b'\]; expected a list of at least 12",
        ),
        ("name: X\nwords: {}\nchecked: maybe", r"xx\.yaml line 3 \(X\): checked 'maybe'; expected true or false"),
        (
            "name: X\nwords: {}\nmood: fine",
            r"xx\.yaml line 3 \(X\): field 'mood' unknown; expected some of name, words",
        ),
    ],
)
def test_a_slip_in_a_language_is_named_with_its_line(text, told):
    """A comma that is not quoted, a word that YAML takes for a truth, eleven months: file, line, key."""
    with pytest.raises(DataError, match=told):
        parse(text, "xx")


@pytest.mark.parametrize("code", codes())
def test_plurals_are_the_ones_the_language_has(code):
    """CLDR says which forms there are: Russian has four, Arabic six, Chinese one."""
    allowed = {*Locale(code).plural_form.tags, "other"}
    for key, value in language_named(code).words.items():
        if isinstance(value, dict):
            assert set(value) <= allowed, key
            assert "other" in value, key


def test_a_language_that_the_page_does_not_speak_is_refused(atlas):
    """The message names those it speaks."""
    with pytest.raises(DataError, match="language 'xx' unknown; expected one of ar, az, de, en, es, fa, fr, hy, ka"):
        draw(to_frames(atlas), language="xx")


@pytest.mark.parametrize(
    ("code", "georgia", "caspian"),
    [
        ("az", "Gürcüstan", "Xəzər dənizi"),
        ("ka", "საქართველო", "კასპიის ზღვა"),
        ("ru", "Грузия", "Каспийское море"),
        ("tr", "Gürcistan", "Hazar Denizi"),
    ],
)
def test_countries_and_seas_have_their_names(atlas, code, georgia, caspian):
    """Countries are called as CLDR calls them, on the ground and in the list; the data keeps the English name."""
    data = told(draw(to_frames(atlas), language=code).html)
    place = next(place for place in data["places"] if place["id"] == "georgia")
    assert (place["name"], place["english"]) == (georgia, "Georgia")
    assert {georgia, caspian} <= {label[1] for label in data["base"]["labels"]}


def test_a_page_without_text_holds_names_alone(atlas):
    """No sentence of the article, nor any four words of it in a row beyond names, is in the page."""
    html = draw(to_frames(atlas), with_text=False).html
    data = told(html)
    assert all(sentence["text"] is None for sentence in data["sentences"])
    del data["language"]  # the page's own words
    held = json.dumps(data, ensure_ascii=False)
    names = " ".join(item["name"] for part in ("places", "corridors", "actors", "unresolved") for item in data[part])
    words = TEXT.split()
    for i in range(len(words) - 3):
        four = " ".join(words[i : i + 4])
        assert four not in held or four in names
    assert "by water from" not in html
    assert "Railgazette.example" in html  # what is cited is no text of the article


@pytest.mark.browser
@pytest.mark.parametrize("code", codes())
def test_the_page_speaks_its_language(browser, atlas, tmp_path, code):
    """No key shows in place of a word, dates and numbers are written as is usual, and everything works."""
    page = draw(to_frames(atlas), language=code, with_text=code != "ru")
    visit = Visit(browser, save(page.html, tmp_path), reduced_motion="reduce")
    assert visit.page.locator("html").get_attribute("lang") == code
    visit.page.locator("#corridors button").first.click()
    words = language_named(code).words
    seen = visit.page.locator("body").inner_text() + visit.page.locator(".card").inner_text()
    assert not [key for key in words if "." in key and key in seen]
    assert "{" not in seen
    when = {  # as CLDR writes a long date; Arabic and Persian with their own digits
        "ar": "٣ مايو ٢٠١٨",
        "az": "3 may 2018",
        "de": "3. Mai 2018",
        "en": "May 3, 2018",
        "es": "3 de mayo de 2018",
        "fa": "۳ مهٔ ۲۰۱۸",
        "fr": "3 mai 2018",
        "hy": "3 մայիսի, 2018 թ.",
        "ka": "3 მაისი, 2018",
        "kk": "2018 ж. 3 мамыр",
        "pt": "3 de maio de 2018",
        "ru": "3 мая 2018 г.",
        "tr": "3 Mayıs 2018",
        "uk": "3 травня 2018 р.",
        "zh": "2018年5月3日",
    }
    assert when[code] in visit.page.locator("#dateline").text_content()
    visit.page.locator("#as-table").click()
    visit.page.locator("#filters summary").click()
    assert not [key for key in words if "." in key and key in visit.page.locator("#panel").inner_text()]
    visit.close()


@pytest.mark.browser
def test_a_page_without_text_still_leads_everywhere(browser, atlas, tmp_path):
    """Instead of sentences it lists what is named together, and what is cited there."""
    page = draw(to_frames(atlas), with_text=False)
    visit = Visit(browser, save(page.html, tmp_path), reduced_motion="reduce")
    first = visit.page.locator("#evidence li").first
    assert "Baku–Tbilisi–Kars railway, Baku, Kars" in first.inner_text()
    assert "Railgazette.example, March 12, 2018" in first.inner_text()
    first.get_by_role("link", name="Kars", exact=True).click()
    assert visit.page.locator(".card h2").text_content() == "Kars"
    assert visit.page.locator(".card blockquote").count() == 0
    visit.close()
