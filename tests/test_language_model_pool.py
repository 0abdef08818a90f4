"""A model's ways and our own stand in one pool: a right one is taken, a wrong one does little harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from model_server import from_gold, said, serving

from geo import Gazetteer, geoparse
from geo.courses import Catalogue
from geo.evaluation.corridor_passages import WayScores, score_ways
from geo.geoparsing import find
from geo.language_model import Endpoint, KeptAnswers, Reader, ReaderChoice
from geo.reading import document
from geo.workshop.train_corridors import as_found
from layers import to_frames
from layers.export.geojson import to_geojson

GOLD = Path(__file__).parent / "gold" / "corridors" / "train.jsonl"
PASSAGES = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()][:40]
TEXT = "Trains run from Baku to Kars. Whoever buys in Kars sells in Van next morning."
WAY = {"phrase": "buys in Kars sells in Van", "named": False, "mode": "road", "status": "operating",
       "directed": True, "stops": ["Kars", "Van"]}  # fmt: skip
RAIL = {"phrase": "Trains run from Baku to Kars", "named": False, "mode": "rail", "status": "operating",
        "directed": True, "stops": ["Baku", "Kars"]}  # fmt: skip
PLACES = [{"name": name, "role": "literal"} for name in ("Baku", "Kars", "Van")]
ANSWER = {"places": PLACES, "ways": [RAIL, WAY]}


@pytest.fixture(scope="module")
def scores() -> dict[float | None, WayScores]:
    """Score our own reader, and a model with given shares of errors beside it."""
    gazetteer, catalogue = Gazetteer.open(), Catalogue.load()

    def scored(reader: Reader | None) -> WayScores:
        found = [find(document(p["text"]), gazetteer=gazetteer, catalogue=catalogue, reader=reader) for p in PASSAGES]
        return score_ways(PASSAGES, [as_found(each.routes) for each in found])

    all_scores: dict[float | None, WayScores] = {None: scored(None)}
    for rate in (0.0, 0.3):
        with serving(from_gold(PASSAGES, rate)) as (address, _):
            all_scores[rate] = scored(Reader(Endpoint.at(address, "gold"), "gold"))
    return all_scores


def test_a_model_that_is_right_is_believed(scores):
    """With the gold for an answer, nine in ten ways have both ends, and 85 in a hundred all stops in order."""
    assert scores[0.0].f1("ends") >= 0.90
    assert scores[0.0].f1("whole") >= 0.85


def test_a_model_that_errs_is_no_worse_than_none(scores):
    """With three in ten ways missing, invented, shifted and relabelled, the map is no worse than by our rules alone."""
    for level in ("detected", "ends", "whole"):
        assert scores[0.3].f1(level) >= scores[None].f1(level)


def test_a_way_says_who_read_it():
    """What both readers saw, what the model alone saw and what the rules alone saw is told apart, on the card too."""
    with serving(lambda _: said(ANSWER)) as (address, _):
        atlas = geoparse(TEXT, reader=Reader(Endpoint.at(address, "small"), "small"))
    assert {c.name: c.read_by for c in atlas.corridors} == {
        "Baku–Tbilisi–Kars railway": "both",
        "Kars–Van road route": "model",
    }
    assert all("Read by: " in corridor.note for corridor in atlas.corridors)
    assert [source.name for source in atlas.sources if source.id == "language-model"] == ["Language model small"]


def test_who_read_a_way_is_a_column_of_its_own():
    """The tables of corridors, and what is exported of them, say who read each; nothing where our rules read alone."""
    with serving(lambda _: said(ANSWER)) as (address, _):
        atlas = geoparse(TEXT, reader=Reader(Endpoint.at(address, "small"), "small"))
    frames = to_frames(atlas)
    assert dict(zip(frames.corridors["id"], frames.corridors["read_by"], strict=True)) == {
        "baku-tbilisi-kars-railway": "both",
        "kars-van-road-route": "model",
    }
    told = [feature["properties"]["read_by"] for feature in to_geojson(frames, "corridors")["features"]]
    assert told == list(frames.corridors["read_by"])
    assert set(to_frames(geoparse(TEXT)).corridors["read_by"]) == {""}


def test_nobody_is_asked_unless_told():
    """Without a reader an atlas says nothing of one."""
    atlas = geoparse(TEXT)
    assert atlas.reading is None
    assert {corridor.read_by for corridor in atlas.corridors} == {None}


def test_kept_answers_need_no_server(tmp_path):
    """What was answered is kept beside the article: with the server gone or not named, the atlas is the same."""
    article = tmp_path / "brief.md"
    article.write_text(TEXT, encoding="utf-8")
    with serving(lambda _: said(ANSWER)) as (address, asked):
        first = geoparse(TEXT, reader=ReaderChoice(address, "small").for_article(article))
        again = geoparse(TEXT, reader=ReaderChoice(address, "small").for_article(article))
        assert len(asked) == 1
        geoparse(TEXT, reader=ReaderChoice(address, "small", refresh=True).for_article(article))
        assert len(asked) == 2
    gone = geoparse(TEXT, reader=ReaderChoice(address, "small").for_article(article))
    unnamed = geoparse(TEXT, reader=ReaderChoice().for_article(article))
    assert first == again == gone == unnamed
    assert ReaderChoice("fast").for_article(article) is None
    assert ReaderChoice().for_article(tmp_path / "other.md") is None


def test_another_text_or_model_is_asked_for(tmp_path):
    """An answer counts for the words, the model and the prompt it was given for, and for no others."""
    kept = KeptAnswers.open(tmp_path / "brief.reading.jsonl")
    with serving(lambda _: said(ANSWER)) as (address, asked):
        for text, model in ((TEXT, "small"), (f"{TEXT} Then it rained.", "small"), (TEXT, "large")):
            geoparse(text, reader=Reader(Endpoint.at(address, model), model, kept))
    assert len(asked) == 3


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"format": 1, "key": "a"}', '{"format": 9, "key": "a", "answer": {}}', "\\ud800"]
)
def test_a_damaged_line_of_kept_answers_is_asked_for_again(tmp_path, line):
    """A line that is no kept answer is left out with a note; the others stay."""
    path = tmp_path / "brief.reading.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")
    with serving(lambda _: said(ANSWER)) as (address, asked):
        atlas = geoparse(TEXT, reader=Reader(Endpoint.at(address, "small"), "small", KeptAnswers.open(path)))
    assert len(asked) == 1
    assert atlas.reading is not None
    assert atlas.reading.faults == ("brief.reading.jsonl, line 1: no kept answer; left out",)
