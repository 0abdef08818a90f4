"""What other languages call countries, and what must never become one."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import pytest
from babel import Locale

from geo.gazetteer import Form, Gazetteer
from geo.gazetteer.country_names import Claim, Rival, accepted
from geo.gazetteer.prominence import weighed

DATA = files("geo") / "data"


@cache
def gazetteer():
    """Open the compiled index once."""
    return Gazetteer.open()


@pytest.mark.parametrize("language", ["ar", "el", "fa", "he", "hi", "hy", "ja", "ka", "ko", "ru", "th", "uk", "zh"])
def test_countries_go_by_their_names_in_other_scripts(language):
    """Nine in ten of a language's names of countries, as CLDR has them, lead to that country first."""
    names = {code: name for code, name in Locale(language).territories.items() if len(code) == 2}
    known = {code: name for code, name in names.items() if gazetteer().get(f"countries:{code}")}
    first = {code: weighed(gazetteer().lookup(name)) for code, name in known.items()}
    right = [code for code, found in first.items() if found and found[0].match.record.id == f"countries:{code}"]
    assert len(right) >= 0.9 * len(known), sorted(set(known) - set(right))


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Niemcy", "DE"), ("Saksa", "DE"), ("Németország", "DE"), ("Tyskland", "DE"), ("Ujerumani", "DE"),
        ("Ranska", "FR"), ("Noorwegen", "NO"), ("Ấn Độ", "IN"), ("Kuwejt", "KW"), ("Hrvatska", "HR"),
    ],
)  # fmt: skip
def test_countries_go_by_their_names_in_latin_letters(name, country):
    """Polish, Finnish, Hungarian, Danish, Swahili … names lead to the country."""
    assert weighed(gazetteer().lookup(name))[0].match.record.id == f"countries:{country}"


def test_no_word_of_english_is_a_country():
    """No word that we know as an English word, in any list of ours, names a country only because a language does."""
    words = set()
    for table in ("lexicon.csv", "modes.csv", "role-words.csv", "scope-words.csv", "corridor-words.csv"):
        with (DATA / table).open(encoding="utf-8", newline="") as stream:
            words |= {word for row in csv.DictReader(stream) for word in row["words"].split()}
    words |= {line.partition("\t")[0] for line in (DATA / "word-habits.tsv").read_text("utf-8").splitlines()[1:]}
    words |= {"sepia", "end", "laws", "shine", "malt", "pole", "gene", "sin", "man", "mon"}
    strange = {
        word: match.record.name
        for word in words
        for match in gazetteer().lookup(word)
        if match.record.kind == "country" and match.form is Form.VARIANT
    }
    assert strange == {}


@pytest.mark.parametrize("name", ["Norfolk", "Toki", "Jesi", "Rusko", "Melita", "Kongo", "Dania", "Chili", "Turgi"])
def test_a_name_that_is_a_place_of_its_own_stays_that_place(name):
    """Where a place has the name for its own, what Norfolk Island is in Czech or Turkey in Estonian is not added."""
    found = gazetteer().lookup(name)
    assert any(match.form is Form.PRIMARY for match in found)
    assert not any(match.record.kind == "country" and match.form is Form.VARIANT for match in found)


def claim(name, country, *locales):
    """Make a claim that the locales call a country so."""
    return Claim(name.lower(), country, tuple((locale, name) for locale in locales))


@pytest.mark.parametrize(
    ("claim_", "rivals", "form"),
    [
        (claim("Niemcy", "DE", "pl"), [], Form.VARIANT),
        (claim("Германия", "DE", "ru"), [], Form.ALIAS),
        (claim("Nien", "DE", "pl"), [], None),  # too short
        (claim("Jamus", "DE", "bas"), [], None),  # a language of no whole country
        (claim("Robert", "DE", "pl"), [], None),  # a person's name
        (claim("Niemcy", "DE", "pl"), [Rival(Form.PRIMARY, "city", "PL")], None),
        (claim("Niemcy", "DE", "pl"), [Rival(Form.ALIAS, "city", "PL")], None),
        (claim("Niemcy", "DE", "pl"), [Rival(Form.ALIAS, "capital", "DE")], Form.VARIANT),
        (claim("Niemcy", "DE", "pl"), [Rival(Form.CODE, "airport", "PL")], Form.VARIANT),
        (claim("Германия", "DE", "ru"), [Rival(Form.PRIMARY, "city", "US")], None),
        (claim("Германия", "DE", "ru"), [Rival(Form.ALIAS, "city", "US")], Form.ALIAS),
        (claim("Германия", "DE", "ru"), [Rival(Form.ALIAS, "city", "BY")], None),  # Russian is what Belarus writes
        (claim("Германия", "DE", "sr_Cyrl"), [Rival(Form.ALIAS, "city", "US")], None),
        (claim("Германия", "DE", "ru"), [Rival(Form.ALIAS, "country", "GM")], None),
    ],
)
def test_a_name_holds_only_where_it_takes_nothing_from_others(claim_, rivals, form):
    """A name of another language is taken by rules of script, length, words and what else is called so."""
    found = [form for _, form in accepted([claim_], {claim_.folded: rivals})]
    assert found == ([] if form is None else [form])
