"""The tables of the fourteen languages: every row is read, is of its language, and does what it is there for."""

from __future__ import annotations

import re
import unicodedata

import pytest
from babel import Locale

from geo.corridors.unread_sentences import SPOKEN_OF
from geo.courses import Catalogue
from geo.csv_tables import data_table
from geo.errors import DataError
from geo.gazetteer import Gazetteer, fold
from geo.languages.catalogue_names import calls_in, names_of_ways
from geo.languages.forms import forms_of
from geo.languages.identify import language_of
from geo.languages.language_data import CASES, endings_of, language, languages, listed, words_of
from geo.languages.local_gazetteer import known_in, meant_by
from geo.languages.names import scene_of
from geo.languages.words import lexicon_of, plain, words_in
from geo.reading import document

CODES = tuple(languages())
SCRIPTS = {"Latin": "LATIN", "Cyrillic": "CYRILLIC", "Georgian": "GEORGIAN", "Armenian": "ARMENIAN", "Arabic": "ARABIC"}
SCRIPTS["Han"] = "CJK"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """Return the compiled gazetteer."""
    return Gazetteer.open()


def of_script(word: str, code: str) -> bool:
    """Tell whether all letters of a word are of the language's script."""
    script = SCRIPTS[language(code).script]
    return all(unicodedata.name(letter).startswith(script) for letter in word if letter.isalpha())


def test_there_are_fourteen_languages() -> None:
    """The languages of the people who map transit are all there."""
    assert set(CODES) == {"ru", "tr", "az", "ka", "hy", "uk", "kk", "fa", "ar", "zh", "fr", "es", "pt", "de"}


@pytest.mark.parametrize("code", CODES)
def test_each_language_is_what_cldr_says(code: str) -> None:
    """A language's English name, its own name and its direction agree with the Unicode CLDR."""
    row, locale = language(code), Locale(code)
    assert (row.name, row.direction) == (locale.get_language_name("en"), locale.text_direction)
    assert row.own == locale.get_language_name(code)
    assert all(len(country) == 2 for country in row.homes)


@pytest.mark.parametrize("code", CODES)
def test_every_word_is_found_with_its_class(code: str) -> None:
    """Each word of a language's list is found in a text, with the class and the value of its row."""
    lexicon = lexicon_of(code)
    for row in words_of(code):
        for phrase in row.words:
            shown = f"Haupt{phrase[1:]}" if phrase.startswith("*") else phrase.replace("*", "")
            words = words_in(shown, code, 0, len(shown))
            found = {(sense.kind, sense.value) for sense in lexicon.at(words, 0)}
            assert (row.kind, row.value) in found, f"{code}: {phrase}"


@pytest.mark.parametrize("code", CODES)
def test_every_word_is_in_the_script_of_its_language(code: str) -> None:
    """No row has slipped into the file of another language: letters are of its script."""
    odd = [word for row in words_of(code) for word in row.words if not of_script(word, code)]
    assert odd == []


@pytest.mark.parametrize("code", CODES)
def test_no_word_stands_twice_in_a_class(code: str) -> None:
    """A word stands once in its class, so that who edits it finds the only place."""
    seen: set[tuple[str, str, str]] = set()
    for row in words_of(code):
        for word in row.words:
            assert (row.kind, row.value, word) not in seen, f"{code}: {word}"
            seen.add((row.kind, row.value, word))


@pytest.mark.parametrize("code", CODES)
def test_each_language_can_tell_a_way(code: str) -> None:
    """Each language has words for ways, vehicles and states, and words or endings for where things come from and go."""
    kinds = {row.kind for row in words_of(code)}
    assert {"function", "and", "way", "vehicle", "link", "status", "not"} <= kinds
    assert {"person", "person-after"} & kinds
    cases = {ending.case for ending in endings_of(code)}
    for end in ("from", "to"):
        assert {end, f"{end}-after"} & kinds or end in cases, f"{code} has nothing for {end}"
    assert {row.value for row in words_of(code) if row.kind == "way"} >= {"rail", "road", "sea", "pipeline"}


@pytest.mark.parametrize("code", CODES)
def test_every_ending_leads_back(code: str) -> None:
    """Each ending leads its example back to the plain name, with the case that the row says."""
    for _, row in data_table(code, "endings.csv"):
        found = {(form.name, form.case) for form in forms_of(row["inflected"], code)}
        assert (row["name"], row["case"]) in found, f"{code}: {row}"
        assert row["case"] in CASES
        assert of_script(row["inflected"] + row["name"], code)


@pytest.mark.parametrize("code", CODES)
def test_every_listed_name_of_a_place_means_it(code: str, gazetteer: Gazetteer) -> None:
    """What a language calls a sea, a strait or a town leads to its record before any other."""
    known = known_in(code, gazetteer)
    for _, row in data_table("languages", "places.csv"):
        record = meant_by(row["record"], row["kind"], gazetteer, country=row["country"])
        assert record is not None, row["record"]
        for name in row[code].split(";"):
            meant = [match.record.id for match in known.gazetteer.lookup(name)]
            assert record.id in meant[:2], f"{code}: {name}"
            assert fold(name) in known.sure


@pytest.mark.parametrize("code", CODES)
def test_countries_are_known_by_their_names_in_the_language(code: str, gazetteer: Gazetteer) -> None:
    """Each country is found under the name that CLDR gives it in the language."""
    known, territories = known_in(code, gazetteer), Locale(code).territories
    for iso in ("GE", "AZ", "AM", "TR", "RU", "KZ", "UZ", "TM", "IR", "CN", "UA", "DE", "FR", "EG", "BR", "IN"):
        found = known.gazetteer.lookup(territories[iso])
        assert (found[0].record.kind, found[0].record.country) == ("country", iso), f"{code}: {territories[iso]}"


@pytest.mark.parametrize("code", CODES)
def test_every_name_of_a_way_is_heard(code: str, gazetteer: Gazetteer) -> None:
    """Each name that a language has for a corridor of the catalogue gives that corridor, however it is inflected."""
    catalogue = Catalogue.load()
    for row in names_of_ways():
        entry = catalogue.get(row["catalogue"])
        assert entry is not None, row["catalogue"]
        for name in filter(None, row[code].split(";")):
            shown = re.sub(r"\*", "", name)
            text = document(f"— {shown} —")
            scene = scene_of(text, 0, len(text.text), code, known_in(code, gazetteer))
            assert entry.id in {route.catalogue for route in calls_in(text, scene, catalogue)}, f"{code}: {name}"


@pytest.mark.parametrize("code", CODES)
def test_lists_hold_plain_words_in_order(code: str) -> None:
    """The collected lists hold each word once, spelled as it is compared."""
    for name in ("common", "people"):
        words = listed(code, name)
        assert all(word == plain(word) and len(word) > 1 for word in words)


def test_an_unknown_class_of_words_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row of a class that nobody reads stops the run and says which classes there are."""
    rows = [("ru/words.csv line 2", {"class": "wya", "value": "rail", "words": "поезд"})]
    monkeypatch.setattr("geo.languages.language_data.data_table", lambda *_, **__: iter(rows))
    with pytest.raises(DataError, match=r"ru/words\.csv line 2: class 'wya' unknown; expected one of .*way"):
        words_of.__wrapped__("ru")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            {"class": "way", "value": "rial", "words": "поезд"},
            "value 'rial' is not for class 'way'; expected one of rail",
        ),
        ({"class": "to", "value": "rail", "words": "в"}, "value 'rail' is not for class 'to'; expected none"),
        ({"class": "to", "value": "", "words": ";"}, "words ';'; expected words divided by semicolons"),
        ({"class": "to", "value": "", "words": ""}, "words is missing; expected class, words, value"),
    ],
)
def test_a_row_of_words_that_cannot_be_is_named_with_its_line(row, told, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word under a mode that there is not, or a class without words, is told with file, line and what may be."""
    monkeypatch.setattr("geo.languages.language_data.data_table", lambda *_, **__: iter([("ru/words.csv line 7", row)]))
    with pytest.raises(DataError, match=re.escape(f"ru/words.csv line 7: {told}")):
        words_of.__wrapped__("ru")


def test_an_ending_of_no_case_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ending whose case nobody reads is told with file, line and the cases that there are."""
    rows = [("ru/endings.csv line 3", {"ending": "ии", "plain": "ия", "case": "of it", "inflected": "", "name": ""})]
    monkeypatch.setattr("geo.languages.language_data.data_table", lambda *_, **__: iter(rows))
    with pytest.raises(DataError, match=r"ru/endings\.csv line 3: case 'of it' unknown; expected one of .*from, to"):
        endings_of.__wrapped__("ru")


def test_an_unknown_language_is_named() -> None:
    """A language that is not read is refused by name, with those that are."""
    with pytest.raises(DataError, match="language 'xx' is unknown; expected one of ru, tr"):
        language("xx")


def test_what_is_said_of_ways_is_said_of_every_mode() -> None:
    """Every mode that a language has a word for has words for the reader of the map."""
    modes = {row.value for code in CODES for row in words_of(code) if row.kind in {"way", "vehicle"}}
    assert modes <= set(SPOKEN_OF)


def test_what_is_asked_of_one_script_narrows_nothing_in_another():
    """The languages of a script are told apart among themselves, and a later text in another has all of its own."""
    assert language_of("Поезда идут из Баку в Тбилиси, а паромы ходят через Каспийское море в порт Актау.") == "ru"
    dutch = "De trein rijdt elke dag van Amsterdam naar Utrecht en daarna verder over de grens naar het oosten,"
    assert language_of(f"{dutch} waar de reizigers uitstappen en met de bus naar hun dorp gaan.") == "nl"
    assert language_of("बाकू से तिब्लिसी तक रेलगाड़ी चलती है और सामान बंदरगाह तक जाता है।") == "hi"
