"""What learns to read corridors from gold: what its options mean, and that a kind left out stays as it was."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import geo
from geo.corridors.second_voice import voice_weights
from geo.encoder.way_reader import FILE
from geo.errors import DataError
from geo.workshop.corridor_lessons import passages, read_twice
from geo.workshop.train_corridors import with_kinds

DATA = Path(geo.__file__).parent / "data"
GOLD = Path(__file__).parent / "gold" / "corridors"
KNOWN = {"way": {"to": 1.0}, "state closed": {"shut": 1.0}, "state planned": {"will": 1.0}}
LEARNED = {"way": {"to": 2.0}, "state closed": {"shut": 2.0}}
TEXT = "Cargo trains leave Poti for Baku every Monday. The ferry from Poti to Varna is laid up."
WAY = {"name": None, "directed": True, "km": None, "drawable": True}
TRAIN = {**WAY, "phrase": TEXT[:32], "start": 0, "end": 32, "mode": "rail", "waypoints": ["Poti", "Baku"]}
FERRY = {**WAY, "phrase": TEXT[51:75], "start": 51, "end": 75, "mode": "sea", "waypoints": ["Poti", "Varna"]}
PASSAGE = {"id": "p", "text": TEXT, "corridors": [{**TRAIN, "status": "operating"}, {**FERRY, "status": "closed"}]}


def written(path, *lines):
    """Write objects, one a line."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def learn(module: str, *arguments: object) -> None:
    """Run what learns as the page for contributors says."""
    command = [sys.executable, "-m", f"geo.workshop.{module}", *map(str, arguments)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""


def test_only_the_kinds_that_are_named_are_learned_anew():
    """A model of that kind which is no longer learned goes, one of another kind stays as it was."""
    assert with_kinds(KNOWN, LEARNED, ["state"]) == {"way": {"to": 1.0}, "state closed": {"shut": 2.0}}


def test_a_kind_that_no_model_has_is_refused():
    """What is named wrongly would leave everything as it was: the message says which kinds there are."""
    with pytest.raises(DataError, match="--only states: no such kind of model; there are state, way"):
        with_kinds(KNOWN, LEARNED, ["states"])


def test_each_way_has_the_states_that_its_readers_gave_it(tmp_path):
    """Where two annotators read a passage each way has both states in their order, else the one that is told."""
    second = written(tmp_path / "second.jsonl", {"id": "p", "states": ["unknown", "closed"]})
    twice, once = read_twice([PASSAGE, {**PASSAGE, "id": "q"}], second)
    assert [way["states"] for way in twice["corridors"]] == [["operating", "unknown"], ["closed", "closed"]]
    assert [way["states"] for way in once["corridors"]] == [["operating"], ["closed"]]
    assert read_twice([PASSAGE], None)[0]["corridors"] == [
        {**way, "states": [way["status"]]} for way in PASSAGE["corridors"]
    ]


def test_second_states_that_are_too_few_are_refused(tmp_path):
    """A state that is missing would shift no other silently: the message names the passage and what it wants."""
    second = written(tmp_path / "second.jsonl", {"id": "p", "states": ["unknown"]})
    with pytest.raises(DataError, match=r"second\.jsonl: p has 1 states for 2 ways; give one for each"):
        read_twice([PASSAGE], second)


@pytest.mark.slow
def test_the_encoder_goes_on_from_what_was_learned_before(tmp_path):
    """``--before`` writes the matrices that it was given, a little moved; ``--second`` and ``--renamed`` are heard."""
    gold, before = written(tmp_path / "gold.jsonl", PASSAGE), DATA / FILE
    outputs = [tmp_path / "renamed.npz"]
    learn("train_way_reader", gold, "--renamed", gold, "--before", before, "--output", outputs[0])
    for name, states in (("same", ["operating", "closed"]), ("other", ["planned", "planned"])):
        second = written(tmp_path / f"{name}.jsonl", {"id": "p", "states": states})
        outputs.append(tmp_path / f"{name}.npz")
        learn("train_way_reader", gold, "--before", before, "--second", second, "--output", outputs[-1])
    with np.load(before) as old, np.load(outputs[1]) as new, np.load(outputs[2]) as other, np.load(outputs[0]) as more:
        assert set(old.files) == set(new.files)
        moved = [float(np.abs(old[name] - new[name]).max()) for name in old.files]
        assert 0 < max(moved) < 0.01
        assert any((new[name] != other[name]).any() for name in new.files)
        assert any((new[name] != more[name]).any() for name in new.files)


@pytest.mark.slow
def test_a_kind_of_voice_is_weighed_alone(tmp_path):
    """``--only state`` weighs what is said of states anew, and leaves all other weights as they are shipped."""
    gold = written(tmp_path / "gold.jsonl", *passages([GOLD / "train-14.jsonl"])[:8])
    output = tmp_path / "weights.tsv"
    learn("train_second_voice", gold, "--only", "state", "--output", output)
    learned: dict[str, dict[str, float]] = {}
    for line in output.read_text(encoding="utf-8").splitlines()[1:]:
        kind, name, weight = line.split("\t")
        learned.setdefault(kind, {})[name] = float(weight)
    changed = {kind for kind, own in voice_weights().items() if learned[kind] != dict(own)}
    assert changed == {"state"}
