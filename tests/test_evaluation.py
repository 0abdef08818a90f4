"""Gold against what was found: every measure on cases small enough to count by hand."""

from __future__ import annotations

import json
import math
from functools import cache

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SourceError
from geo.evaluation import GoldDocument, GoldToponym, faults_of, read_gold, score_toponyms
from geo.evaluation.gold import as_mentions, gold_document
from geo.evaluation.toponyms import area_under_errors
from geo.gazetteer import Gazetteer
from geo.reading import document
from layers.cli import corridors


@cache
def gazetteer() -> Gazetteer:
    """Open the compiled gazetteer once for this file."""
    return Gazetteer.open()


def gold(*toponyms: GoldToponym, text: str = "") -> GoldDocument:
    """Return a document with such gold."""
    return GoldDocument("one", text, toponyms, None)


def found(start, end, phrase="", *, at=(None, None), role="literal"):
    """Return a toponym as ``corridors geoparse`` writes it."""
    lon, lat = at
    return {"start": start, "end": end, "phrase": phrase, "role": role, "name": phrase, "lat": lat, "lon": lon,
            "record": "x:1", "confidence": 1.0}  # fmt: skip


def predicted(*toponyms):
    """Return a record with such toponyms."""
    return {"id": "one", "toponyms": list(toponyms), "corridors": []}


def line(**fields) -> str:
    """Return a line of gold."""
    return json.dumps({"id": "1", "text": "Kars and Baku", **fields})


def test_strict_spans_count_exact_matches_alone():
    """Of three marked and four found two are the same: precision 1/2, recall 2/3, F 4/7; one more overlaps."""
    scores = score_toponyms(
        [gold(GoldToponym(0, 4, "Kars"), GoldToponym(9, 13, "Baku"), GoldToponym(20, 30, "Port Baku"))],
        [predicted(found(0, 4), found(9, 13), found(25, 30), found(40, 44))],
    )
    assert (scores.strict.precision.share, scores.strict.recall.share) == (1 / 2, 2 / 3)
    assert scores.strict.f1 == pytest.approx(4 / 7)
    assert (scores.overlap.precision.share, scores.overlap.recall.share) == (3 / 4, 1)


def test_neutral_names_are_neither_asked_for_nor_punished():
    """A demonym that is found costs no precision, one that is not found no recall."""
    marked = gold(GoldToponym(0, 8, "Georgian", is_neutral=True), GoldToponym(20, 24, "Kars"))
    with_it = score_toponyms([marked], [predicted(found(0, 8), found(20, 24))])
    without = score_toponyms([marked], [predicted(found(20, 24))])
    assert with_it.strict == without.strict
    assert with_it.strict.f1 == 1


def test_end_to_end_asks_for_the_name_and_the_place():
    """Of four with a point one is missed, one unplaced, one far off: a quarter; of the three found a third."""
    kars, baku = (43.1, 40.6), (49.9, 40.4)
    scores = score_toponyms(
        [
            gold(
                GoldToponym(0, 4, "Kars", kars),
                GoldToponym(5, 9, "Baku", baku),
                GoldToponym(10, 14, "Kars", kars),
                GoldToponym(15, 19, "Baku", baku),
                GoldToponym(20, 24, "Nowhere"),
            )
        ],
        [predicted(found(0, 4, at=kars), found(5, 9, at=kars), found(10, 14), found(20, 24, at=kars))],
    )
    assert scores.end_to_end.share == 1 / 4
    assert scores.placed.share == 1 / 3
    assert len(scores.errors_km) == 2
    assert scores.mean_km == pytest.approx(575 / 2, abs=5)  # Kars to Baku by the haversine formula: 575 km


@pytest.mark.parametrize(("lat", "is_right"), [(1.45, True), (1.46, False)])
def test_right_is_within_161_km(lat, is_right):
    """1.45 degrees along a meridian from the equator are 160.3 km, 1.46 are 161.4 km (WGS 84)."""
    scores = score_toponyms([gold(GoldToponym(0, 4, "X", (0.0, 0.0)))], [predicted(found(0, 4, at=(0.0, lat)))])
    assert scores.placed.share == float(is_right)


def test_countries_are_counted_apart():
    """Countries are easy; the rest is not hidden behind them."""
    marked = gold(GoldToponym(0, 5, "Italy", (12.5, 42.5), is_country=True), GoldToponym(6, 10, "Kars", (43.1, 40.6)))
    scores = score_toponyms([marked], [predicted(found(0, 5, at=(12.5, 42.5)))])
    assert (scores.countries.share, scores.others.share, scores.end_to_end.share) == (1, 0, 1 / 2)


def test_roles_are_judged_where_the_name_was_found():
    """Three found of four: two roles right; of two called associative one is, and that is the only one there is."""
    marked = gold(
        GoldToponym(0, 4, "Baku", role="associative"),
        GoldToponym(5, 9, "Baku", role="literal"),
        GoldToponym(10, 14, "Baku", role="literal"),
        GoldToponym(15, 19, "Baku", role="associative"),
    )
    act = {"role": "associative"}
    scores = score_toponyms([marked], [predicted(found(0, 4, **act), found(5, 9, **act), found(10, 14))])
    assert scores.roles.share == 2 / 3
    assert (scores.associative.precision.share, scores.associative.recall.share) == (1 / 2, 1)


def test_nothing_to_judge_gives_no_number():
    """Where a corpus tells nothing, the measure is absent and not nought."""
    measures = score_toponyms([gold()], [predicted()]).as_dict()
    assert measures["strict"]["f1"] is None
    assert measures["role_accuracy"] is None
    assert measures["auc"] is None
    assert json.dumps(measures)


def test_the_area_under_the_curve_follows_the_pragmatic_guide():
    """The trapezoidal rule over sorted log errors: of 0, 9 and 99 km it gives ln 10 · (1/2 + 3/2) / (2 ln 20,039)."""
    assert area_under_errors([99, 0, 9]) == pytest.approx(math.log(10) / math.log(20_039))
    assert area_under_errors([]) is None
    assert area_under_errors([0.0]) == 0


@given(st.lists(st.floats(0, 20_038), min_size=1))
def test_the_area_is_a_share(errors):
    """Whatever the errors, the area lies between 0 and 1."""
    area = area_under_errors(errors)
    assert area is not None
    assert -1e-9 <= area <= 1 + 1e-9


def test_faults_say_what_went_wrong():
    """Each fault is named once, in reading order, with what was said instead."""
    marked = gold(
        GoldToponym(0, 4, "Kars", (43.1, 40.6), "literal"),
        GoldToponym(5, 9, "Baku", (49.9, 40.4)),
        GoldToponym(10, 20, "Port Sudan"),
    )
    faults = faults_of(
        marked,
        predicted(
            found(0, 4, "Kars", at=(-75.7, 45.2), role="associative"),
            found(5, 9, "Baku"),
            found(15, 20, "Sudan"),
            found(30, 34, "Oslo"),
        ),
    )
    assert [(f.kind, f.phrase) for f in faults] == [
        ("misplaced", "Kars"), ("role", "Kars"), ("unplaced", "Baku"), ("missed", "Port Sudan"), ("invented", "Oslo"),
    ]  # fmt: skip
    assert faults[1].detail == "associative, should be literal"
    assert faults[3].detail == "found 'Sudan'"


# Reading gold


def test_gold_is_read_with_its_conventions(tmp_path):
    """Demonyms are neutral whether marked so or not; mixed and metonymic names are associative; points are lon, lat."""
    path = tmp_path / "gold.jsonl"
    text = "Georgian French Kars Paris Italy"
    spans = [
        (0, 8, {}),
        (9, 15, {"modifier": "Adjective"}),
        (16, 20, {"type": "Embedded_Non_Lit"}),
        (21, 26, {"type": "metonymic", "lat": 48.85, "lon": 2.35}),
        (27, 32, {"lat": 42.8, "lon": 12.8}),
    ]
    toponyms = [{"start": a, "end": b, **more} for a, b, more in spans]
    path.write_text(json.dumps({"text": text, "toponyms": toponyms}) + "\n\n", encoding="utf-8")
    (read,) = read_gold(path, gazetteer())
    assert [t.is_neutral for t in read.toponyms] == [True, True, True, False, False]
    assert read.toponyms[3].role == "associative"
    assert read.toponyms[3].point == (2.35, 48.85)
    assert [t.is_country for t in read.toponyms] == [False, False, False, False, True]
    assert read.corridors is None


def test_a_state_called_as_a_country_is_none():
    """Georgia in America is not counted among the countries."""
    fields = {"text": "Georgia", "toponyms": [{"start": 0, "end": 7, "lat": 32.75, "lon": -83.5}]}
    assert not gold_document(json.dumps(fields), "here", gazetteer()).toponyms[0].is_country


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("{", "here: no JSON"),
        ("[]", 'here: no "text" in it'),
        ('{"text": "a"}', "here: neither toponyms nor corridors in it"),
        (line(toponyms=[{"start": 0}]), "here: a toponym lacks its 'end'"),
        (line(toponyms=[{"start": 9, "end": 99}]), "here: span 9-99 is not in the text, which has 13 characters"),
        (
            line(toponyms=[{"start": 0, "end": 4, "phrase": "Baku"}]),
            "here: 'Baku' is marked at 0-4, where the text has",
        ),
    ],
)
def test_broken_gold_is_refused_with_its_place(words, message):
    """Gold that does not fit its text would give wrong figures: it is refused."""
    with pytest.raises(SourceError, match=message.replace("[", r"\[")):
        gold_document(words, "here", gazetteer())


def test_marked_names_can_be_given():
    """The marked names stand as mentions, the neutral ones as demonyms."""
    marked = gold_document(line(toponyms=[{"start": 0, "end": 4}]), "here", gazetteer())
    (mention,) = as_mentions(marked, document(marked.text))
    assert (mention.phrase, mention.start, mention.is_demonym) == ("Kars", 0, False)


# The command


@pytest.fixture
def gold_file(tmp_path):
    """Return a file of gold whose text is easily read, with one wrong point."""
    text = "The train left Baku for Tbilisi. French engineers met it in Kars."
    points = {"Baku": (40.38, 49.89), "Tbilisi": (41.69, 44.83), "Kars": (45.2, -75.7), "French": (46.0, 2.0)}
    toponyms = [
        {"start": text.index(name), "end": text.index(name) + len(name), "phrase": name, "lat": lat, "lon": lon}
        for name, (lat, lon) in points.items()
    ]
    path = tmp_path / "small.jsonl"
    path.write_text(json.dumps({"id": "d1", "text": text, "toponyms": toponyms}) + "\n", encoding="utf-8")
    return path


def test_the_command_gives_every_measure_as_json(gold_file):
    """``--json`` gives the figures, corpus by corpus."""
    run = CliRunner().invoke(corridors, ["evaluate", str(gold_file), "--json"])
    assert run.exit_code == 0, run.output
    measures = json.loads(run.stdout)["toponyms"]["small"]
    assert measures["gold"] == 3
    assert measures["strict"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert measures["end_to_end"] == pytest.approx(2 / 3, abs=1e-4)


def test_the_command_tells_why(gold_file):
    """``--errors`` names the document, the name, and where it was put instead."""
    run = CliRunner().invoke(corridors, ["evaluate", str(gold_file), "--errors"])
    assert run.exit_code == 0, run.output
    assert "small d1: 1 fault" in run.stdout
    assert "misplaced  'Kars'" in run.stdout
    assert "km off at Kars (geonames:743952)" in run.stdout


def test_the_command_adds_corpora_up(gold_file, tmp_path):
    """Of several corpora each has its row, and all together have one."""
    other = tmp_path / "other.jsonl"
    other.write_text(line(toponyms=[{"start": 0, "end": 4}]), encoding="utf-8")
    run = CliRunner().invoke(corridors, ["evaluate", str(gold_file), str(other)])
    assert run.exit_code == 0, run.output
    assert [row.split()[0] for row in run.stdout.splitlines()] == ["corpus", "small", "other", "all"]


def test_the_command_scores_corridors_too(tmp_path):
    """Where the gold has corridors they are scored as well, and a missed one is among the faults."""
    items = [
        ("Trains run on the Baku–Tbilisi–Kars railway.", "Baku–Tbilisi–Kars railway", ["Baku", "Tbilisi", "Kars"]),
        ("It rained on the Qwertz line.", "Qwertz line", []),
    ]
    rows = [
        {"id": phrase, "text": text, "corridors": [
            {"start": text.index(phrase), "end": text.index(phrase) + len(phrase), "phrase": phrase, "mode": "rail",
             "waypoints": waypoints, "name": None, "status": "operating", "directed": False}]}
        for text, phrase, waypoints in items
    ]  # fmt: skip
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run = CliRunner().invoke(corridors, ["evaluate", str(path), "--json"])
    scores = json.loads(run.stdout)["corridors"]["lines"]
    assert (scores["items"], scores["whole"]["precision"], scores["whole"]["recall"]) == (2, 1.0, 0.5)
    run = CliRunner().invoke(corridors, ["evaluate", str(path), "--errors"])
    assert "missed     'Qwertz line' at 17: corridor" in run.stdout


def test_given_names_judge_resolution_alone(gold_file):
    """``--given-names`` leaves out what would say nothing."""
    run = CliRunner().invoke(corridors, ["evaluate", str(gold_file), "--given-names"])
    assert run.exit_code == 0, run.output
    header, row = run.stdout.splitlines()
    assert "roles" not in header
    assert "within 161 km" in header
    assert "0.667" in row


def test_a_missing_file_is_named(tmp_path):
    """A path that leads nowhere is an error of one line."""
    run = CliRunner().invoke(corridors, ["evaluate", str(tmp_path / "no.jsonl")])
    assert isinstance(run.exception, SourceError)
    assert "no.jsonl cannot be read" in str(run.exception)
