"""The review file: every mistake with its line, comments kept, written whole or not at all."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geo.errors import CorridorsError
from layers.review import (
    Anchor,
    Correction,
    Corrections,
    ReviewError,
    Stop,
    read_corrections,
    read_text,
    reading,
    update,
    write_corrections,
)
from layers.review.reading import read_if_there
from layers.review.writing import rewritten

KEPT = """\
# Checked on two evenings.
focus: [NO, GE]   # NO is Norway
corrections:
# the town
- place: Kars
  at: 14
  verdict: accept    # sure
  # asked the author
  by: LK

# the port
- place: Poti
  point: [41.65, 42.15]
- corridor: the ferry
  waypoints: [Poti, {name: Burgas, record: geonames:732770}]
# the end
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "corrections:\n- place: Kars\n  rôle: literal",
            "line 3: field 'rôle' unknown; expected some of place, corridor",
        ),
        ("corrections:\n- place: Kars\n  mode: rail", "line 3: key 'mode' is not for a place"),
        ("corrections:\n- corridor: x\n  mode: train", "line 3: mode 'train' unknown; expected one of rail, road"),
        ("corrections:\n- place: Kars\n  point: [200, 1]", "line 3: point [200.0, 1.0] is off the globe"),
        ("corrections:\n- place: Kars\n  point: [1]", "line 3: point ['1']; expected [longitude, latitude]"),
        ("corrections:\n- place: Kars\n  point: [a, b]", "line 3: point item 1 'a'; expected degrees such as 44.95"),
        (
            "corrections:\n- place: Kars\n  point: [nan, 1]",
            "line 3: point item 1 'nan'; expected degrees such as 44.95",
        ),
        (
            "corrections:\n- place: Kars\n  record: x",
            "line 3: record 'x'; expected a source and its key, such as geonames:611717",
        ),
        ("corrections:\n- place: Kars\n  at: -1", "line 3: at '-1'; expected an offset such as 1690"),
        (
            "corrections:\n- place: Kars\n  verdict: yes",
            "line 3: verdict 'yes' unknown; expected one of accept, reject",
        ),
        ("corrections:\n- verdict: accept", "line 2: a correction has either 'place: …' or 'corridor: …'"),
        ("corrections:\n- place: ''", "line 2: place ''; expected the words of the article"),
        ("corrections:\n- place: [a]", "line 2: place ['a']; expected the words of the article"),
        ("corrections:\n- place: a\n  place: b", "line 3: key 'place' stands twice"),
        ("corrections:\n- place: a\n- place: a", "line 3: place 'a' stands on line 2 already"),
        ("corrections:\n- place: a\n  verdict: reject\n  name: b", "line 2: what is rejected cannot change its name"),
        ("corrections:\n- place: a\n  record: b:c\n  point: [1, 2]", "line 2: give a record or a point, not both"),
        ("corrections:\n- corridor: a\n  waypoints: [b]", "line 3: 1 waypoint(s); a line needs two or more"),
        (
            "corrections:\n- corridor: a\n  waypoints: [{x: b}, c]",
            "line 3: field 'x' unknown; expected some of name, record, point",
        ),
        ("corrections:\n- place: a\n  same-as: {at: 3}", "line 3: quote is missing; expected quote, at, before, after"),
        ("corrections: {}", "line 1: corrections {}; expected a list"),
        ("focus: [NO, XX]", "line 1: focus 'XX' is no country's two letters (ISO 3166-1); write such as AZ"),
        ("focus: [Norway]", "line 1: focus item 1 'Norway'; expected a country's two letters"),
        ("version: 2", "line 1: version '2' unknown; expected one of 1"),
        ("- a", "line 1: ['a']; expected a mapping"),
        ("title: [", "line 1: no YAML"),
        ("a: &x [1]\nb: *x", "line 2: aliases (*name) are not used in a review"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, message):
    """Whoever writes a review by hand learns on which line it fails, what stands there and what may stand there."""
    with pytest.raises(ReviewError) as caught:
        read_text(text, name="a.review.yaml")
    assert message in str(caught.value)
    assert str(caught.value).startswith("a.review.yaml line ")


def test_values_are_what_is_written():
    """NO is Norway and yes is a word: no value is turned into a truth, a number or a date."""
    found = read_text("title: 2019-05-04\nfocus: [no]\ncorrections: [{place: yes, comment: on, by: 12}]")
    assert (found.title, found.focus) == ("2019-05-04", ("NO",))
    assert (found.items[0].anchor.quote, found.items[0].comment, found.items[0].by) == ("yes", "on", "12")


def test_deep_and_wide_files_are_refused():
    """Neither a thousand brackets nor a file of many megabytes does harm."""
    with pytest.raises(ReviewError, match="line 1: more than 20 lists and mappings within each other"):
        read_text("[" * 5000)
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    with pytest.raises(ReviewError, match="aliases"):
        read_text(bomb)


def test_files_that_cannot_be_read_are_named(tmp_path):
    """A missing, huge or wrongly encoded review is an error that names it."""
    with pytest.raises(ReviewError, match=r"gone\.yaml does not exist"):
        read_corrections(tmp_path / "gone.yaml")
    path = tmp_path / "big.yaml"
    path.write_bytes(b"#" * 4_000_001)
    with pytest.raises(ReviewError, match="holds 4,000,001 bytes"):
        read_corrections(path)
    path.write_bytes(b"title: \xff")
    with pytest.raises(ReviewError, match="not UTF-8"):
        read_corrections(path)


def test_writing_back_keeps_comments():
    """One correction is changed, one taken out, one added: every comment of the person still stands."""
    before = read_text(KEPT)
    kars, _poti, ferry = before.items
    added = Correction("place", Anchor("Batumi", 7, "at ", ", by"), "add", point=(41.63, 41.64), by="LK")
    text = rewritten(KEPT, replace(before, items=(replace(kars, comment="twice: once more"), ferry, added)))
    for comment in ("# Checked on two evenings.", "# NO is Norway", "# the town", "# sure", "# asked the author",
                    "# the port", "# the end"):  # fmt: skip
        assert comment in text, comment
    assert "waypoints: [Poti, {name: Burgas, record: geonames:732770}]" in text
    assert [item.anchor.quote for item in read_text(text).items] == ["Kars", "the ferry", "Batumi"]


def test_what_says_the_same_is_not_rewritten():
    """A file that says already what it shall say stays byte for byte."""
    assert rewritten(KEPT, read_text(KEPT)) == KEPT


def test_taking_all_out_leaves_a_review_that_can_be_read():
    """After the last correction is undone the file still stands, with its comments."""
    text = rewritten(KEPT, replace(read_text(KEPT), items=()))
    assert read_text(text).items == ()
    assert "# the port" in text
    again = rewritten(text, read_text(KEPT))
    assert len(read_text(again).items) == 3


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip)
SPACED = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
POINTS = st.tuples(
    st.floats(-180, 180).map(lambda x: round(x, 5) + 0.0), st.floats(-90, 90).map(lambda x: round(x, 5) + 0.0)
)
STOPS = st.builds(Stop, WORDS.map(lambda s: " ".join(s.split()) or "x"), st.none(), st.none() | POINTS)
ANCHORS = st.builds(Anchor, WORDS, st.none() | st.integers(0, 10**6), SPACED, SPACED)
PLACES = st.builds(
    Correction, st.just("place"), ANCHORS, st.sampled_from(["accept", "add", "change"]), st.booleans(),
    name=st.none() | WORDS.map(str.strip), point=st.none() | POINTS, same_as=st.none() | ANCHORS,
    by=WORDS.map(str.strip), comment=SPACED.map(str.strip),
)  # fmt: skip
WAYS = st.builds(
    Correction, st.just("corridor"), ANCHORS, st.sampled_from(["accept", "add", "change"]),
    mode=st.none() | st.sampled_from(["rail", "sea"]),
    waypoints=st.just(()) | st.lists(STOPS, min_size=2, max_size=3).map(tuple),
)  # fmt: skip
REVIEWS = st.builds(
    Corrections,
    st.lists(PLACES | WAYS, max_size=4, unique_by=lambda c: (c.target, c.anchor.quote, c.anchor.at, c.here)).map(tuple),
    title=st.none() | WORDS.map(lambda s: " ".join(s.split()) or "x"),
    focus=st.lists(st.sampled_from(["NO", "AZ", "GE"]), max_size=2).map(tuple),
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@example(
    Corrections(),
    Corrections((Correction("corridor", Anchor("a"), waypoints=(Stop("b"), Stop("c?", None, (0.0, 0.0)))),)),
)
@example(
    Corrections(),
    Corrections((Correction("corridor", Anchor("a"), waypoints=(Stop("b"), Stop(":c", None, (0.0, 0.0)))),)),
)
@given(REVIEWS, REVIEWS)
def test_any_review_is_read_as_it_was_written(first, second):
    """Whatever the words, points and comments, a review that was written says what it was told, over another too."""
    text = rewritten("", first)
    for told, wanted in ((text, first), (rewritten(text, second), second)):
        found = read_text(told)
        assert {replace(item, line=None) for item in found.items} == set(wanted.items)
        assert (found.title, found.focus) == (wanted.title, wanted.focus)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200) | st.text("abc:-[]{}&*!|>'\"\n #,%@0?", max_size=60))
def test_any_text_is_read_or_refused(text):
    """No text crashes the reader: it is a review, or an error of ours says why not."""
    with suppress(CorridorsError):
        assert isinstance(read_text(text), Corrections)


def test_two_writers_lose_none_of_each_others_work(tmp_path):
    """Twenty corrections written by four threads at once are all there."""
    path = tmp_path / "a.review.yaml"

    def work(number):
        for step in range(5):
            item = Correction("place", Anchor(f"p{number}-{step}", step), "accept")
            update(path, lambda now, item=item: replace(now, items=(*now.items, item)))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_corrections(path).items) == 20
    assert [p.name for p in tmp_path.iterdir()] == ["a.review.yaml"], "no lock and no half-written file is left"


def test_a_broken_review_is_not_overwritten(tmp_path):
    """What is no review is refused and stays as it was, so that a person can mend it."""
    path = tmp_path / "a.review.yaml"
    path.write_text("corrections: [", encoding="utf-8")
    with pytest.raises(ReviewError, match="line 1: no YAML"):
        write_corrections(path, Corrections(title="x"))
    assert path.read_text(encoding="utf-8") == "corrections: ["


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    """Where nothing can be written the error names the file."""
    with pytest.raises(ReviewError, match=r"a\.review\.yaml cannot be written"):
        write_corrections(tmp_path / "gone" / "a.review.yaml", Corrections(title="x"))


def test_a_review_that_is_taken_away_while_it_is_read_says_nothing(tmp_path, monkeypatch):
    """Going back to nothing removes the file under who reads it: that is no fault; a file that is damaged is one."""
    path = tmp_path / "ports.review.yaml"
    path.write_text("focus: [AZ]\n", encoding="utf-8")
    assert read_if_there(path).focus == ("AZ",)
    path.write_text("focus: [\n", encoding="utf-8")
    with pytest.raises(ReviewError):
        read_if_there(path)
    read = reading.read_corrections

    def taken_away(path):
        path.unlink()
        return read(path)

    monkeypatch.setattr(reading, "read_corrections", taken_away)
    assert read_if_there(path) == Corrections()


def test_each_key_of_a_correction_is_for_a_place_or_for_a_corridor():
    """What the form of a correction holds is what places and corridors may say, and what each is called by."""
    assert set(reading._Correction.__struct_encode_fields__) == {*reading.KEYS["place"], *reading.KEYS["corridor"]} | {
        "place",
        "corridor",
    }


def test_a_key_without_a_value_says_nothing_unless_it_is_unknown():
    """An empty key is as if it were not there; one that nobody knows is told all the same."""
    assert read_text("title:\ncorrections:\n- place: Kars\n  role: ~").items[0].role is None
    with pytest.raises(ReviewError, match="line 3: field 'rôle' unknown"):
        read_text("corrections:\n- place: Kars\n  rôle:")
