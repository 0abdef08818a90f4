"""Which words name places, and whether they mean the place or those who act in its name."""

from __future__ import annotations

import math
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from names_found import gazetteer, mentions, names, roles

from geo import recognition
from geo.errors import DataError
from geo.reading import document
from geo.recognition import classifier, recognise
from geo.recognition.classifier import Classifier
from geo.recognition.gazetteer_matches import Knowledge
from geo.recognition.mention_spans import find_spans
from geo.recognition.tagger import Tagger
from geo.recognition.tokens import tokenise
from geo.workshop import train_recognition as train

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
LEAST_F = 0.88


def test_no_name_ends_with_a_dash():
    """Where the gazetteer knows only the first word of "Komsomolsk-na-Amur", that word is the name."""
    text = "At the head of the list stood the railway between Tynda and Komsomolsk-na-Amur."
    assert names(text) == ["Tynda", "Komsomolsk", "Amur"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister, Ilham Aliyev, met Jens Stoltenberg in Brussels.", ["Brussels"]),
        ("Laura Cooper and Petr Pavel spoke to reporters in Baku.", ["Baku"]),
        ("Dr. Jordan flew from Amman to Cairo.", ["Amman", "Cairo"]),
        ("Mr. Washington, a farmer, moved to Ohio.", ["Ohio"]),
        ("Paris Jackson and Houston Ray flew to Rome with Chelsea Clinton.", ["Rome"]),
        ("Sydney Carter, Austin Powell and Madison Hamilton spoke in Oslo.", ["Oslo"]),
        ("Prime Minister Viktor Orban and Angela Merkel met in Vienna.", ["Vienna"]),
    ],
)
def test_people_are_no_places(text, expected):
    """A name after a title or a given name is a person, even where a place is called so."""
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The North Atlantic Treaty Organization sent a team to Kosovo.", ["Kosovo"]),
        ("The World Health Organization praised nurses in Geneva.", ["Geneva"]),
        ("The European Bank for Reconstruction and Development lent money to Tajikistan.", ["Tajikistan"]),
        ("Interfax reported from Minsk.", ["Minsk"]),
        ("Editors of Trend and Interfax met in Baku.", ["Baku"]),
    ],
)
def test_organisations_are_no_places(text, expected):
    """A body or an agency names no place, though an ocean or a continent be in its name."""
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PIKEVILLE, Ky. (AP) — Two people died.", ["PIKEVILLE", "Ky."]),
        ("Trinidad and Tobago sent doctors to Jamaica.", ["Trinidad and Tobago", "Jamaica"]),
        ("Reporters from The Hague flew home.", ["The Hague"]),
        ("Chad Johnson, a lawyer, flew to Lagos.", ["Lagos"]),
        ("The Washington Post has an office in Cairo.", ["Cairo"]),
        ("Police from Walker County searched a house in Jasper.", ["Walker County", "Jasper"]),
        ("Baku’s port is busy.", ["Baku"]),
    ],
)
def test_names_have_their_true_ends(text, expected):
    """A name is found whole, with the full stop or article that belongs to it, and without what does not."""
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Trucks reached Mazar-i-Sharif on Monday.", "Mazar-i-Sharif"),
        ("Lorries leave Campo Grande before dawn.", "Campo Grande"),
        ("The line passes Lucas do Rio Verde in the end.", "Lucas do Rio Verde"),
        ("Barges wait at Port-au-Prince for weeks.", "Port-au-Prince"),
    ],
)
def test_towns_of_several_words_are_found_whole(text, town):
    """A town that the gazetteer knows by exactly these words is found, whatever its language joins them with."""
    assert names(text) == [town]


def test_a_name_that_goes_on_is_left_to_its_owner():
    """A town's name within a longer one, or a house or a body called like a town, is no town."""
    text = "The White House was silent. Reporters of the Los Angeles Times waited."
    assert names(text) == []


def test_peoples_and_languages_beyond_countries_are_demonyms():
    """Texans and Asians name people, as the people of a country do."""
    found = recognise(document("Texans and Asian buyers met in Houston."), gazetteer())
    assert [(m.phrase, m.is_demonym) for m in found] == [("Texans", True), ("Asian", True), ("Houston", False)]


@pytest.mark.parametrize("name", ["Reghaïa", "Bichena", "Kotputli", "Marg‘ilon", "Ouesso", "Eschweiler"])
def test_towns_anywhere_are_found_before_a_verb_of_speech(name):
    """Officials in a town speak, wherever in the world it lies and however it is spelled."""
    assert names(f"Officials in {name} said the road was closed.") == [name]


@pytest.mark.parametrize(
    "text", ["Families moved to the village of Qvzdorium in May.", "A depot stands in Xqzwstan near Poti."]
)
def test_a_town_that_no_gazetteer_knows_is_found_all_the_same(text):
    """A name is found by what stands around it, so that the map can say that it knows no such place."""
    assert {"Qvzdorium", "Xqzwstan"} & set(names(text))


def test_demonyms_are_marked():
    """The people of a country point to it, but are no place."""
    found = recognise(document("Georgian officers and Afghan pilots trained near Tbilisi."), gazetteer())
    assert [(m.phrase, m.is_demonym) for m in found] == [("Georgian", True), ("Afghan", True), ("Tbilisi", False)]


@pytest.mark.parametrize(
    ("text", "facility"),
    [
        ("Soldiers guard Kabul International Airport by night.", "Kabul International Airport"),
        ("Wagons wait at Alat Port for the ferry.", "Alat Port"),
        ("Cadets train at the NATO-Georgia Training Center all year.", "NATO-Georgia Training Center"),
        ("Troops met at Vaziani Military Base on Friday.", "Vaziani Military Base"),
        ("Tankers pass the Strait of Hormuz in convoy.", "Strait of Hormuz"),
        ("The jet took off from Heydar Aliyev International Airport.", "Heydar Aliyev International Airport"),
        ("Flights from Kabul airport resumed on Monday.", "Kabul airport"),
        ("Snow closed the Torugart pass for a week.", "Torugart pass"),
        ("Lorries queue before the Salang tunnel all night.", "Salang tunnel"),
    ],
)
def test_facilities_are_found_whole(text, facility):
    """An airport, a port, a base or a strait is one place with its full name, not the town within it."""
    assert roles(text) == [(facility, "literal")]


def test_roads_and_rivers_are_found_whole():
    """A name that ends in Street, River or County is one place, known to the gazetteer or not."""
    assert names("A fire began on Gorky Street, near the Marble River.") == ["Gorky Street", "Marble River"]
    assert names("In Clark County, two houses burned.") == ["Clark County"]


def test_a_headline_in_title_case_is_no_road():
    """Where every word is a capital, the last one tells nothing of those before it."""
    assert "Drowns In River" not in " ".join(names("Local Man Drowns In River\n\nHe was found in Ohio."))


def test_a_name_found_once_is_found_again():
    """A name that is surely a place in one sentence is one in the others too, where it may be one at all."""
    never, rarely = (0.0, 0.0, 0.0, 9.0), (0.0, 0.0, 0.0, 1.0)
    weights = {"small:.": never, "small:in": never, "bias": rarely, "-1:in": (9.0, 0.0, 0.0, 0.0)}
    text = "Later in Zorbino. Zorbino. Ansty. Zorbino."
    tagger, tokens = Tagger(weights, [(0.0,) * 4] * 4), tokenise(document(text))
    found = find_spans(text, tokens, Knowledge.of(gazetteer()), tagger)
    assert [tokens.texts[span.first] for span in found] == ["Zorbino"] * 3
    assert found[0].confidence > 0.9
    assert found[1].confidence == pytest.approx(2 / (3 + math.e))  # two of four labels, one of them e times as likely


def test_names_joined_by_and_are_both_found():
    """Coordination parts two names; it does not join them into one."""
    assert names("Talks in Yerevan and Tbilisi went on.") == ["Yerevan", "Tbilisi"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The US, the UK and the UAE sent food.", ["US", "UK", "UAE"]),
        ("The U.S. and the U.K. sent food.", ["U.S.", "U.K."]),
        ("Aid from the US reached Yemen.", ["US", "Yemen"]),
    ],
)
def test_abbreviations_are_names_without_their_article(text, expected):
    """The article before an abbreviation is no part of the name, at the beginning of a sentence neither."""
    assert names(text) == expected


def test_citations_name_no_places():
    """An outlet's name in a citation is no toponym of the text."""
    assert names("Trains run to Kars (Baku Times, May 3, 2019; Georgia Today, May 4, 2019).") == ["Kars"]


def test_every_mention_says_how_sure_and_why():
    """A reader finds a confidence, a clue and the sentence with each mention."""
    found = mentions("Rain fell. Ministers met in Tbilisi.")
    assert [(m.sentence, 0.5 <= m.confidence <= 1, bool(m.cue)) for m in found] == [(1, True, True)]


SNIPPETS = st.sampled_from([
    "Baku", "New York", "St.", "the", "The", "US", "Georgia", ",", " and ", " in ", "\n", "’s", "-", "–", "(", ")",
    ".", "🚢", "ایران", "שלום", "東京", "\ud800", "\u200f", "e\u0301", "İ", "ǅ", "NATO-Georgia Training Center",
    "Alat Port", "_", "4",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(SNIPPETS, min_size=1, max_size=40).map(" ".join) | st.text(st.characters(codec=None), min_size=1))
def test_every_phrase_is_what_the_text_says(text):
    """Whatever the text, mentions stand in order, do not overlap, and each phrase is text[start:end]."""
    if not text.strip():
        return
    position = 0
    for mention in recognise(document(text), gazetteer()):
        assert mention.start >= position
        assert text[mention.start : mention.end] == mention.phrase
        position = mention.end


@pytest.mark.parametrize("unit", ["A", "a", "Baku ", "New York ", "St. ", "Baku-", "A.", "The ", "(Trend, May 3) "])
def test_monotonous_text_takes_no_time(unit):
    """100,000 characters of one word are read in seconds."""
    text = unit * (100_000 // len(unit))
    gazetteer()
    begun = time.process_time()
    recognise(document(text), gazetteer())
    assert time.process_time() - begun < 10


# The models


def test_fit_separates_what_can_be_separated():
    """Clues that hold only for one answer get weights that tell the answers apart."""
    examples = [(["bias", "before:in"], True), (["bias", "before:mr"], False)] * 50
    model = Classifier(train.fit(examples, penalty=1.0))
    assert model.probability(["bias", "before:in"]) > 0.9
    assert model.probability(["bias", "before:mr"]) < 0.1
    assert 0.4 < model.probability(["bias", "before:unheard"]) < 0.6


def test_fit_leaves_out_what_is_rare():
    """A clue seen less than four times is no ground for a weight."""
    examples = [(["bias"], True), (["bias"], False)] * 10 + [(["bias", "once"], True)] * 3
    assert "once" not in train.fit(examples)


def test_a_probability_is_the_logistic_of_the_sum():
    """The model is a plain sum of weights: 2 − 1 gives 1/(1+e⁻¹)."""
    model = Classifier({"a": 2.0, "b": -1.0})
    assert model.probability(["a", "b", "unknown"]) == pytest.approx(1 / (1 + math.exp(-1)))
    assert model.judge(["b", "a"]) == (model.probability(["b", "a"]), "a")
    assert model.judge([]) == (0.5, "")


def test_weights_are_written_sorted_and_read_back(tmp_path, monkeypatch):
    """A file of weights is readable, sorted, and gives the same model when it is loaded."""
    (tmp_path / "data").mkdir()
    train.write({"b:in": 0.5, "a:mr": -1.25}, tmp_path / "data" / "toy.tsv", about="A toy")
    assert (tmp_path / "data" / "toy.tsv").read_text(encoding="utf-8") == "# A toy\na:mr\t-1.25\nb:in\t0.5\n"
    monkeypatch.setattr(classifier, "files", lambda _package: tmp_path)
    assert classifier.load("toy").probability(["b:in"]) == pytest.approx(1 / (1 + math.exp(-0.5)))


@pytest.mark.parametrize(("line", "found"), [("before:in\tmuch", "'much'"), ("no tab at all", "'no tab at all'")])
def test_a_line_that_is_no_weight_is_told(tmp_path, monkeypatch, line, found):
    """A broken file of weights is named with its line and what to do."""
    (tmp_path / "data").mkdir()
    name = f"broken-{len(line)}"
    (tmp_path / "data" / f"{name}.tsv").write_text(f"# A toy\nbias\t1\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(classifier, "files", lambda _package: tmp_path)
    with pytest.raises(DataError, match=rf"^{name}\.tsv line 3: {found} is no weight; train the model again$"):
        classifier.load(name)


def test_gold_that_teaches_neither_way_is_left_out():
    """Demonyms and languages are neither asked for nor punished, marked as such or not."""
    assert train.is_neutral({"phrase": "Baku", "type": "Demonym"}, gazetteer())
    assert train.is_neutral({"phrase": "Baku", "modifier": "Adjective"}, gazetteer())
    assert train.is_neutral({"phrase": "Georgian"}, gazetteer())
    assert not train.is_neutral({"phrase": "Baku", "type": "Literal"}, gazetteer())


def test_examples_come_from_marked_spans():
    """A span the annotators marked teaches yes, another candidate no."""
    text = "Mr. Paris lives in Lyon."
    line = {"text": text, "toponyms": [{"start": 19, "end": 23, "phrase": "Lyon", "group": "literal"}]}
    words, labels = zip(
        *[pair for stretch in train.toponym_sequences([line], gazetteer()) for pair in zip(*stretch, strict=True)],
        strict=True,
    )
    assert [label for clues, label in zip(words, labels, strict=True) if "word:lyon" in clues] == ["B-place"]
    assert [label for clues, label in zip(words, labels, strict=True) if "word:paris" in clues] == ["O"]
    assert [answer for _, answer in train.role_examples([line], gazetteer())] == [False]


@pytest.mark.slow
@pytest.mark.skipif(not (CORPORA / "trnews.jsonl").exists(), reason="the corpora lie beside the checkout")
def test_what_is_learned_from_two_corpora_holds_for_a_third(monkeypatch):
    """Trained on local and web news alone, recognition finds the toponyms of world news with F ≥ 0.88."""
    learned = [line for name in ("lgl", "geowebnews-dev") for line in train.read_corpus(CORPORA / f"{name}.jsonl")]
    model = Tagger(*train.fit_tagger(train.toponym_sequences(learned, gazetteer())))
    monkeypatch.setattr(recognition, "load_tagger", lambda _name: model)
    right = found_in_all = asked = 0
    for line in train.read_corpus(CORPORA / "trnews.jsonl"):
        gold = {(t["start"], t["end"]): train.is_neutral(t, gazetteer()) for t in line["toponyms"]}
        neutral = [span for span, is_out in gold.items() if is_out]
        wanted = gold.keys() - neutral
        found = {(m.start, m.end) for m in mentions(line["text"])}
        found = {span for span in found if not any(a < span[1] and span[0] < b for a, b in neutral)}
        right += len(found & wanted)
        found_in_all += len(found)
        asked += len(wanted)
    assert 2 * right / (found_in_all + asked) >= LEAST_F


@pytest.mark.parametrize("city", ["Saigon", "Constantinople", "Bombay", "Rangoon", "Calcutta", "Leningrad", "Madras"])
@pytest.mark.parametrize("sentence", ["{} fell.", "{} was besieged.", "Trains left {} at noon."])
def test_cities_that_all_the_world_knows_need_few_words(city, sentence):
    """A city of a million people, by an old name too, is found in the shortest sentence."""
    assert names(sentence.format(city)) == [city]


@pytest.mark.parametrize("sum_of_money", ["US$8bn", "US$ 32", "HK$5", "A$4.7m", "C$2", "NZ$10", "S$3"])
def test_a_currency_is_no_country(sum_of_money):
    """The letters before a sum are its currency's."""
    assert names(f"The line from Kashgar will cost {sum_of_money} in all.") == ["Kashgar"]


@pytest.mark.parametrize("phrase", ["Inter-Island link", "Inter-City train", "Trans-Border shipment"])
def test_a_word_for_a_kind_of_land_is_no_name(phrase):
    """Island by itself is no place, though Iceland is called so in many tongues."""
    assert names(f"Wellington pays for the {phrase}.") == ["Wellington"]


@pytest.mark.parametrize("line", ["Oder–Neisse", "Mason-Dixon", "Durand", "Curzon", "Maginot"])
def test_a_frontier_is_no_place_nor_a_way(line):
    """The rivers and persons after which a frontier is called are not where it is; the towns beside it are."""
    assert names(f"After the war the {line} line became the frontier, and Poznan grew.") == ["Poznan"]


@pytest.mark.parametrize("brand", ["Toyota", "Hitachi", "Komatsu", "Nokia", "Delmas", "Marathon", "Tata", "Bayer"])
def test_a_company_that_is_called_like_a_town_is_no_place(brand):
    """Who sells and ships is a company; where trains stop, and what lies in a country, is the town."""
    names = [m.phrase for m in recognise(document(f"{brand} sold more in Kenya, and {brand} said so."), gazetteer())]
    assert names == ["Kenya"]
    assert brand in [m.phrase for m in recognise(document(f"A warehouse in {brand} burned."), gazetteer())]


@pytest.mark.parametrize("place", ["Georgia", "Paris", "Jordan"])
def test_a_given_name_before_a_trade_or_a_water_is_a_town(place):
    """The Educators, the Policemen and the Creek of a town have no given name; Tarnley has."""
    for rest in ("Policemen were sent for", "Educators asked for more"):
        found = [m.phrase for m in recognise(document(f"Four {place} {rest} in {place}."), gazetteer())]
        assert found.count(place) == 2, found
    assert not [m for m in recognise(document(f"{place} Tarnley flew to Rome."), gazetteer()) if m.phrase == place]
