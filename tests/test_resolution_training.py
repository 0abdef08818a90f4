"""How the weights of resolution are learned, kept and applied."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest

from geo.errors import DataError
from geo.evaluation.gold import gold_document
from geo.gazetteer import Form, Gazetteer, Match
from geo.model import Record
from geo.resolution.candidates import CLUES, Lookup, clues_alone, kind_of
from geo.resolution.ranking import softmax
from geo.resolution.ranking_weights import load, parse, written
from geo.resolution.scope import scope_of
from geo.workshop import train_resolution as train


@cache
def gazetteer():
    """Open the compiled index once."""
    return Gazetteer.open()


def case(*points, text="She lives in Atlanta, Georgia.", is_sparse=False):
    """Prepare a text whose names lie at such points."""
    toponyms = [
        {"start": text.index(n), "end": text.index(n) + len(n), "lat": lat, "lon": lon} for n, lon, lat in points
    ]
    gold = gold_document(json.dumps({"text": text, "toponyms": toponyms}), "here", gazetteer())
    return train.case_of(gold, gazetteer(), is_sparse=is_sparse)


ATLANTA, GEORGIA = ("Atlanta", -84.39, 33.75), ("Georgia", -83.5, 32.75)


def record(kind, lon=0.0, lat=0.0, **more):
    """Return a record of a kind at a point."""
    return Record("t", f"{kind} {lon} {lat}", "X", kind, lon, lat, **more)


def test_shares_sum_to_one():
    """A softmax of 0 and ln 3 gives a quarter and three quarters; large scores do no harm, nor do empty groups."""
    starts = np.array([0, 2, 2])
    assert softmax(np.log([1.0, 3.0, 5.0]), starts).tolist() == pytest.approx([0.25, 0.75, 1.0])
    assert softmax(np.array([1000.0, 1000.0]), np.array([0])).tolist() == pytest.approx([0.5, 0.5])
    assert softmax(np.zeros(0), np.array([0])).tolist() == []


def test_contests_teach_what_wins():
    """Where the larger town is always right, people get a positive weight and what all share gets none."""
    clues = np.array([[6.0, 1.0], [3.0, 1.0]] * 20)
    contests = train.Contests(clues, np.array([True, False] * 20), np.arange(0, 40, 2), np.ones(20))
    people, noise = train.fit(contests)
    assert people > 0.5
    assert noise == 0


def test_a_record_is_right_where_the_gold_says():
    """Right is within 161 km, else a country or region, whose points are convention, else the place nobody knows."""
    town, land = Match(record("city"), Form.PRIMARY, exact=True), Match(record("country"), Form.PRIMARY, exact=True)
    found = Lookup()._candidates((town, land))
    assert train.right_ones(found, (1.44, 0)).tolist() == [True, True, False]  # 160 km on the equator
    assert train.right_ones(found, (1.46, 0)).tolist() == [False, True, False]
    assert train.right_ones(found, (9.5, 0)).tolist() == [False, False, True]


def test_contests_are_held_for_ambiguous_names_alone():
    """A name with one record, or whose records are all right, teaches nothing."""
    one = case(ATLANTA, GEORGIA)
    held = train.contests_of([(one, one.field.alone)])
    assert len(held.starts) == 2
    assert 2 <= held.right.sum() < len(held.right)


def test_sparse_texts_teach_what_company_says():
    """Of a text with one marked name the others are recognised, and its own clues get columns of their own."""
    one = case(("Tbilisi", 44.8, 41.7), text="Tbilisi is the capital of Georgia.", is_sparse=True)
    assert [name.text for name in one.field.names if name.mentions] == ["Tbilisi", "Georgia"]
    assert one.counts.tolist()[:2] == [1, 0]


def test_learned_weights_put_the_marked_places_right():
    """A model learned from two texts gets these two right."""
    cases = [
        case(ATLANTA, GEORGIA),
        case(("Tbilisi", 44.8, 41.7), ("Georgia", 43.5, 42.0), text="She lives in Tbilisi, Georgia."),
    ]
    weights = train.learn(cases, gazetteer())
    best, possible, total = train.accuracy(cases, weights, gazetteer())
    assert best == possible == total == 4


def test_training_is_reproducible():
    """The same corpus gives the same file, byte for byte."""
    cases = [case(ATLANTA, GEORGIA)]
    first, second = (written(train.learn(cases, gazetteer()), "x") for _ in range(2))
    assert first == second


def test_weights_are_read_as_they_were_written():
    """The shipped weights survive being written and read again, to the third decimal."""
    again = parse(written(load(), "about"))
    for mine, yours in zip(load(), again, strict=True):
        assert mine == pytest.approx(yours, abs=5e-4)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("alone town: people (log10)\tmany", "line 1: 'many' is no weight"),
        ("alone moon\t1", "line 1: 'alone moon' is no clue"),
        ("fourth form: alias\t1", "line 1: 'fourth form: alias' is no clue"),
    ],
)
def test_a_damaged_file_of_weights_is_refused(line, message):
    """Weights that fit no clue of this version would be silently wrong: they are refused."""
    with pytest.raises(DataError, match=message):
        parse(line)


def test_each_kind_of_record_has_its_clue():
    """Every record has one kind and one form, whatever its source."""
    for kind in ("country", "city", "region", "county", "sea", "airport", "port", "base", "strait", "continent"):
        row = clues_alone([Match(record(kind, region="Y"), Form.ALIAS, exact=False)])[0]
        marked = [clue for clue, size in zip(CLUES, row, strict=True) if size]
        assert f"kind: {kind_of(record(kind, region='Y'))}" in marked
        assert "form: alias" in marked
    assert kind_of(record("region", region="Kakheti")) == "region"
    assert kind_of(record("region")) == "area"


def test_without_a_text_the_better_known_comes_first():
    """Of two towns of one name the larger has the larger share, and the shares sum to one."""
    towns = [
        Match(record("city", lon, population=n), Form.PRIMARY, exact=True) for lon, n in ((0, 900), (50, 2_000_000))
    ]
    small, large = softmax(clues_alone(towns) @ load().alone, np.zeros(1, dtype=np.int64))
    assert large > small
    assert small + large == pytest.approx(1)


def test_plain_words_tell_a_local_page_from_world_news():
    """A sheriff and a school board are local, ministers and embassies are not, and crores are Indian."""
    local = scope_of("The sheriff spoke to the school board; deputies guarded the parade.")
    world = scope_of("The minister told the embassy that sanctions would follow.")
    assert local["local"] > local.get("world", 0)
    assert world["world"] > world.get("local", 0)
    assert "IN" in scope_of("It cost two crores.")
    assert scope_of("") == {}
