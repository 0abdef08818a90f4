"""``corridors geoparse``: texts in, annotations out."""

from __future__ import annotations

import json
import tracemalloc
from functools import cache
from itertools import islice

import pytest
from click.testing import CliRunner

from geo.annotating import annotate
from geo.errors import SourceError
from geo.gazetteer import Gazetteer
from geo.reading import document
from layers.cli import corridors

FIELDS = {"start", "end", "phrase", "role", "kind", "name", "lat", "lon", "record", "confidence"}


@cache
def gazetteer():
    """Open the compiled index once."""
    return Gazetteer.open()


def toponyms(text, **options):
    """Annotate a text; return its toponyms by phrase."""
    return {t["phrase"]: t for t in annotate(document(text), gazetteer(), **options)["toponyms"]}


def test_every_toponym_has_its_place_in_the_text():
    """Start and end count code points, and every field is there."""
    text = "🚢 Ferries link Suakin with Jeddah."
    for phrase, toponym in toponyms(text).items():
        assert text[toponym["start"] : toponym["end"]] == phrase
        assert set(toponym) == FIELDS


def test_demonyms_are_given_when_asked_for():
    """They lie at the country they belong to, and say that they are demonyms; else they are left out."""
    text = "Georgian officials met in Tbilisi."
    assert list(toponyms(text)) == ["Tbilisi"]
    people = toponyms(text, demonyms=True)["Georgian"]
    assert (people["record"], people["demonym"], people["role"]) == ("countries:GE", True, "associative")


def test_a_focus_helps_where_names_are_shared():
    """What the texts are about decides which Tripoli is meant."""
    text = "Cranes stand idle in Tripoli."
    assert toponyms(text, focus=["LB"])["Tripoli"]["lon"] == pytest.approx(35.8, abs=0.2)
    assert toponyms(text, focus=["LY"])["Tripoli"]["lon"] == pytest.approx(13.2, abs=0.2)


def test_an_unknown_name_says_beside_what_it_stands():
    """It has no record, the point of the town beside it, which is named, and less confidence."""
    street = toponyms("Police closed Qwertz Street in Tbilisi after a fire.")["Qwertz Street"]
    assert (street["record"], street["near"]) == (None, "geonames:611717")
    assert street["lon"] == pytest.approx(44.8, abs=0.1)
    assert street["confidence"] <= 0.75


def run(lines, *options):
    """Pipe lines through the command."""
    return CliRunner().invoke(corridors, ["geoparse", "--jsonl", *options], input="\n".join(lines))


def test_lines_keep_their_order_and_bad_ones_are_named():
    """One bad line costs that line alone, and the command says so in the end."""
    lines = [json.dumps({"id": i, "text": f"Text {i} is about Baku."}) for i in range(3)]
    result = run([lines[0], "{broken", lines[1], "", lines[2]])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == [0, None, 1, 2]
    assert rows[1]["error"].startswith("no JSON")
    assert rows[1]["line"] == 2
    assert result.stderr.startswith("error: line 2: no JSON")
    assert result.exit_code == 1


def test_a_mark_of_byte_order_is_passed_over():
    """A file of lines as Windows writes it keeps its first line."""
    result = CliRunner().invoke(corridors, ["geoparse", "--jsonl"], input="\ufeff" + '{"id": 1, "text": "Kars"}\n')
    assert (json.loads(result.stdout)["id"], result.exit_code) == (1, 0)


def test_a_file_without_lines_is_named():
    """Nothing in is no success."""
    with pytest.raises(SourceError, match="holds no line; expected an object with id and text on each"):
        CliRunner().invoke(corridors, ["geoparse", "--jsonl"], input="\n", catch_exceptions=False)


def test_the_command_passes_its_options_on():
    """``--demonyms`` and ``--focus`` reach every line; an unknown country is refused."""
    line = json.dumps({"id": 1, "text": "Lebanese cranes stand idle in Tripoli."})
    (answer,) = map(json.loads, run([line], "--demonyms", "--focus", "LB").stdout.splitlines())
    assert [t["record"] for t in answer["toponyms"]] == ["countries:LB", "geonames:266826"]
    assert run([line], "--focus", "XYZ").exit_code == 2


def test_memory_does_not_grow_with_the_number_of_texts():
    """After a few hundred texts the next thousand need no more memory: nothing is kept of a text that was read."""
    names = ["Baku", "Kars", "Tbilisi", "Poti", "Batumi", "Aktau", "Springfield", "Paris", "Georgia"]
    texts = (
        f"Text {i}: a road leads from {names[i % 9]} to {names[i * 7 % 9]} by way of Town{i}." for i in range(10**6)
    )

    def read(count):
        for text in islice(texts, count):
            annotate(document(text), gazetteer())

    read(300)
    tracemalloc.start()
    try:
        read(100)
        before = tracemalloc.get_traced_memory()[0]
        read(1000)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 4_000_000  # what is remembered of a thousand names never met before
